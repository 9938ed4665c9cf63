"""What every command is asked: the file, senses, methods, weights and the format of the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from mcda_nato.cli.output import write
from mcda_nato.errors import McdaError

if TYPE_CHECKING:
    from mcda_nato.report.sections import Report

#: How a result may be written; the writers are in `mcda_nato.report.sections`.
FORMS = ("table", "csv", "json", "markdown", "latex", "html")

full_option = click.option("--full", is_flag=True, help="Print everything, rather than what is read first.")

Job: TypeAlias = "Callable[..., Report]"

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="How to write the result, a table where not given; csv and json have all digits.",
)

_NONE: Mapping[str, str] = {}

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
    click.option(
        "--rounded",
        type=int,
        metavar="N",
        help="Judgements in a file were printed with N decimals, 0.33 beside 3: read each pair from its larger entry.",
    ),
    click.option("--rescale", "rescaled", is_flag=True, help="Divide the weights by their sum first."),
    click.option("--profile", metavar="NAME", help="A priority profile of the default data set."),
    click.option("--sep", metavar="CHAR", help="What separates the fields of tables: one character, or tab."),
    click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign of tables."),
    click.option("--sheet", metavar="NAME", help="The sheet of a spreadsheet, by name or by number from 1."),
    format_option,
    full_option,
]


def reporting(*own: Callable[[Any], Any], refused: Mapping[str, str] = _NONE) -> Callable[[Job], click.Command]:
    """Make a command of a job that turns what was asked into a report.

    It takes the options that all commands share and those of its own, which
    are keywords of the job. A shared option that is refused is not listed;
    where it is given all the same, one line of error says what the command
    does instead: its name, and the words given here with ``{option}`` in them.
    """

    def make(job: Job) -> click.Command:
        @wraps(job)
        def command(outer: tuple[str | None, bool], form: str | None, full: bool, **given: Any) -> None:  # noqa: FBT001 - click calls by name
            def report() -> Report:
                from mcda_nato.cli.inputs import Asked

                for name, why in refused.items():
                    if given[name]:
                        raise McdaError(f"{job.__name__} {why.format(option=flags[name])}")
                return job(Asked(**{key: given.pop(key) for key in Asked.KEYS}), **given)

            write(form or outer[0], report, full=full or outer[1])

        for option in reversed([*_SHARED, *own, click.pass_obj]):
            command = option(command)
        made = click.command(job.__name__)(command)
        options = [option for option in made.params if isinstance(option, click.Option)]
        flags = {option.name: option.opts[0] for option in options}
        for option in options:
            option.hidden = option.name in refused
        return made

    return make
