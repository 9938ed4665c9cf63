"""The command that says how a result is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import mcda_nato as mn
from mcda_nato.cli.options import reporting

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.sections import Report

_PARTS = [
    click.option("--sentence", "part", flag_value="sentence", help="Print the sentence to quote alone."),
    click.option("--bibtex", "part", flag_value="bibtex", help="Print the BibTeX alone: >> references.bib"),
]


@reporting(*_PARTS)
def cite(asked: Asked, part: str | None) -> Report:
    """Print the sentence to quote, and BibTeX of the methods that it rests on.

    Of the verdict on PROBLEM_FILE, or on the default data set. The sentence
    has the number, how certain it is, the method, the version, and the id by
    which the result is found again.
    """
    from mcda_nato.report.citations import citation_report

    plain = asked.problem_file is None and asked.weights is None and asked.profile is None
    found = mn.overview(asked.problem, asked.chosen_methods) if plain else asked.overview()
    return citation_report(found.verdict, part)
