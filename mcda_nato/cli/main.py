"""The command `mcda-nato`: without a command of its own, the whole analysis of the default data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import mcda_nato as mn
from mcda_nato.cli.acceptance import acceptance
from mcda_nato.cli.cite import cite
from mcda_nato.cli.options import format_option, full_option
from mcda_nato.cli.output import write
from mcda_nato.cli.rank import rank
from mcda_nato.cli.report import output_option, report, write_default_report
from mcda_nato.cli.robustness import flip, possible, reversals, stability
from mcda_nato.cli.sweep import sweep
from mcda_nato.cli.verify import verify

if TYPE_CHECKING:
    from mcda_nato.report.report_request import ReportRequest
    from mcda_nato.report.sections import Report


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mn.__version__, prog_name="mcda-nato")
@format_option
@full_option
@output_option
@click.pass_context
def main(context: click.Context, form: str | None, full: bool, output: str | None) -> None:  # noqa: FBT001 - click calls by name
    """Rank alternatives on several criteria, and say how far to trust the ranking.

    Without a command: the whole analysis of the default data set, the model
    table of a document on the enlargement of NATO. It ends by writing a report
    into the folder mcda-nato-report, or that of --output; in a format for
    machines only where --output is given.
    """
    context.obj = (form, full)
    if context.invoked_subcommand is not None:
        if output is not None:
            raise click.UsageError("--output before a command is for the run without one; put it after report")
        return
    from mcda_nato.report.report_request import ReportRequest

    request = ReportRequest.of()
    write(form, lambda: _whole_analysis(request), full=full)
    write_default_report(request, output, form)


def _whole_analysis(request: ReportRequest) -> Report:
    from mcda_nato.report.overview import overview_report

    return overview_report(request.overview)


for command in (rank, sweep, acceptance, stability, flip, possible, reversals, report, verify, cite):
    main.add_command(command)
