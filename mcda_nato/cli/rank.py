"""The command that ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcda_nato.cli.options import reporting

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report


@reporting()
def rank(asked: Asked) -> Report:
    """Rank the alternatives in PROBLEM_FILE (TOML, JSON or CSV).

    Where no file is given, those of the default data set under equal weights
    or a profile.
    """
    from mcda_nato.report.overview import overview_report

    return overview_report(asked.overview())
