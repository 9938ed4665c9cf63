"""The command that ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcda_nato.cli.options import reporting

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report


@reporting()
def rank(asked: Asked) -> Report:
    """Rank the alternatives in PROBLEM_FILE, or on standard input where it is -.

    A file in .csv, .tsv, .txt, .xlsx, .ods, .toml or .json. Where none is
    given, those of the default data set under equal weights or a profile.
    """
    from mcda_nato.report.overview import overview_report

    return overview_report(asked.overview())
