"""The command that ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mcda_nato as mn
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

    profile = asked.profile or ("equal" if asked.weights is None else "given")
    return overview_report(mn.overview(asked.problem, asked.chosen_methods, {profile: asked.chosen_weights}))
