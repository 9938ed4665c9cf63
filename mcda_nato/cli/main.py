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
from mcda_nato.cli.robustness import flip, possible, reversals, stability
from mcda_nato.cli.sweep import sweep

if TYPE_CHECKING:
    from mcda_nato.report.sections import Report


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mn.__version__, prog_name="mcda-nato")
@format_option
@full_option
@click.pass_context
def main(context: click.Context, form: str | None, full: bool) -> None:  # noqa: FBT001 - click calls by name
    """Rank alternatives on several criteria, and say how far to trust the ranking.

    Without a command: the whole analysis of the default data set, the model
    table of a document on the enlargement of NATO.
    """
    context.obj = (form, full)
    if context.invoked_subcommand is None:
        write(form, _whole_analysis, full=full)


def _whole_analysis() -> Report:
    from mcda_nato.report.overview import overview_report

    return overview_report(mn.overview())


for command in (rank, sweep, acceptance, stability, flip, possible, reversals, cite):
    main.add_command(command)
