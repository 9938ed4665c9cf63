"""What every command is asked: the file, senses, methods, weights and the format of the result."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from mcda_nato.cli.output import write

if TYPE_CHECKING:
    from mcda_nato.report.sections import Report

#: How a result may be written; the writers are in `mcda_nato.report.sections`.
FORMS = ("table", "csv", "json", "markdown")

Job: TypeAlias = "Callable[..., Report]"

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to write the result, a table where not given; all others are machine-readable.",
)

_SHARED = [
    click.argument("problem_file", type=click.Path(path_type=Path, allow_dash=True), required=False),
    click.option(
        "--senses",
        metavar="LIST",
        help="max or min for each criterion, in order (max,min,...) or by name (price=min,range=max).",
    ),
    click.option(
        "--method",
        "methods",
        multiple=True,
        metavar="NAME",
        help="weighted_sum, topsis or ahp; may be repeated. All that apply where not given.",
    ),
    click.option(
        "--weights",
        metavar="LIST|FILE",
        help="Numbers in order (0.6,0.4), by name (price=0.6,range=0.4), or a file of weights "
        "(in a table also of pairwise judgements). Equal where not given.",
    ),
    click.option("--rescale", "rescaled", is_flag=True, help="Divide the weights by their sum first."),
    click.option("--profile", metavar="NAME", help="A priority profile of the default data set."),
    click.option("--sep", metavar="CHAR", help="What separates the fields of tables: one character, or tab."),
    click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign of tables."),
    click.option("--sheet", metavar="NAME", help="The sheet of a spreadsheet, by name or by number from 1."),
    click.option(
        "--rounded", metavar="N", type=int, help="Judgements were printed with N decimals, as in 0.33 beside 3."
    ),
    format_option,
]


def reporting(*own: Callable[[Any], Any]) -> Callable[[Job], click.Command]:
    """Make a command of a job that turns what was asked into a report.

    It takes the options that all commands share and those of its own, which
    are keywords of the job.
    """

    def make(job: Job) -> click.Command:
        @wraps(job)
        def command(outer_form: str | None, form: str | None, **given: Any) -> None:
            def report() -> Report:
                from mcda_nato.cli.inputs import Asked

                return job(Asked(**{key: given.pop(key) for key in Asked.KEYS}), **given)

            write(form or outer_form, report)

        for option in reversed([*_SHARED, *own, click.pass_obj]):
            command = option(command)
        return click.command(job.__name__)(command)

    return make
