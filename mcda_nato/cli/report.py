"""The command that writes a report, and what the default run writes at its end."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcda_nato.cli.options import reporting
from mcda_nato.errors import McdaError, McdaWarning

if TYPE_CHECKING:
    from mcda_nato.cli.inputs import Asked
    from mcda_nato.report.report_request import ReportRequest
    from mcda_nato.report.sections import Report

output_option = click.option(
    "--output", metavar="FOLDER", help="The folder of the report: one that is not there yet, or is empty."
)
_overwrite_option = click.option(
    "--overwrite", is_flag=True, help="Replace the folder if it is a report that this package wrote and nobody edited."
)


@reporting(output_option, _overwrite_option)
def report(asked: Asked, output: str | None, overwrite: bool) -> Report:  # noqa: FBT001 - click calls by name
    """Write a report on PROBLEM_FILE, or on the default data set, into a folder.

    One page to read, report.html, and beside it every table, figure and
    number, and what is needed to make them again.
    """
    from mcda_nato.report.report_folder import FOLDER, written
    from mcda_nato.report.report_request import ReportRequest

    weights = asked.chosen_weights
    profiles = None if weights is None else {asked.profile or "given": weights}
    request = ReportRequest.of(asked.problem, profiles=profiles, methods=asked.chosen_methods)
    return _told(request, written(request, FOLDER if output is None else output, overwrite=overwrite))


def _told(request: ReportRequest, page: Path) -> Report:
    """Return the verdict and where the page is."""
    import pandas as pd

    from mcda_nato.report.sections import Report, Section
    from mcda_nato.report.verdict import answer_section

    about = {"report": page.as_posix(), "result_id": request.result_id}
    return Report(
        lambda: [*answer_section(lambda: request.overview.verdict), Section("Report", lines=[page.as_posix()])],
        lambda: pd.DataFrame([about]),
        lambda: {**about, "verdict": request.overview.verdict.sentence},
    )


def write_default_report(request: ReportRequest, output: str | None, form: str | None) -> None:
    """Write the report of the default run, and say where its page is.

    Without ``--output`` it goes to the usual folder, where it replaces a
    report of ours on the same problem, as it was written, and nothing else;
    what stands in the way is said, and no fault, for the analysis is printed.
    For machines it is written only where ``--output`` asks for it.
    """
    table = form in (None, "table")
    if output is None and not table:
        return
    from mcda_nato.report.report_folder import FOLDER, written

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", McdaWarning)  # the analysis warned
            usual = output is None
            page = written(request, FOLDER if output is None else output, overwrite=usual, same_problem=usual)
    except McdaError as error:
        if output is not None:
            click.echo(f"mcda-nato: error: {error.on_command_line}", err=True)
            sys.exit(2)
        click.echo(f"\nNo report: {error.on_command_line}")
    else:
        click.echo(f"\nReport: {page.as_posix()}" if table else page.as_posix(), err=not table)
