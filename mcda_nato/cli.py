"""The command line: read, one public call, write."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mcda_nato.csvtables import parsed_sense, ratio
from mcda_nato.documents import distinct
from mcda_nato.errors import FileError, McdaError, McdaWarning
from mcda_nato.labels import shown
from mcda_nato.overview import overview
from mcda_nato.report import FORMATS
from mcda_nato.tables import read_problem, read_weights
from mcda_nato.weights import rescale

_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="How to write the result, a table where not given; all others are machine-readable.",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mcda_nato", prog_name="mcda-nato")
@_FORMAT
@click.pass_context
def main(context: click.Context, form: str | None) -> None:
    """Rank alternatives on several criteria, and say how far to trust the ranking.

    Without a command: the whole analysis of the default data set, the model
    table of a document on the enlargement of NATO.
    """
    context.obj = form
    if context.invoked_subcommand is None:
        _write(form, overview)


@main.command()
@click.argument("problem_file", type=click.Path(path_type=Path))
@click.option(
    "--senses",
    metavar="LIST",
    help="max or min for each criterion, in order (max,min,...) or by name (price=min,range=max).",
)
@click.option(
    "--method",
    "methods",
    multiple=True,
    metavar="NAME",
    help="weighted_sum, topsis or ahp; may be repeated. All three where not given.",
)
@click.option(
    "--weights",
    metavar="LIST|FILE",
    help="Numbers in order (0.6,0.4), by name (price=0.6,range=0.4), or a TOML, JSON or CSV file "
    "of weights (in CSV also of pairwise judgements). Equal where not given.",
)
@click.option("--rescale", "rescaled", is_flag=True, help="Divide the weights by their sum first.")
@_FORMAT
@click.pass_obj
def rank(
    outer_form: str | None,
    problem_file: Path,
    senses: str | None,
    methods: tuple[str, ...],
    weights: str | None,
    rescaled: bool,  # noqa: FBT001 - a flag of the command line
    form: str | None,
) -> None:
    """Rank the alternatives in PROBLEM_FILE (TOML, JSON or CSV)."""

    def job() -> Any:
        problem = read_problem(problem_file, _pairs(senses, "senses", parsed_sense))
        given = None if weights is None else _weights(weights)
        profiles = {"equal": None} if given is None else {"given": rescale(given) if rescaled else given}
        return overview(problem, list(methods) or None, profiles)

    _write(form or outer_form, job)


def _write(form: str | None, job: Callable[[], Any]) -> None:
    """Run a job and write its result; one line on standard error for what is wrong."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", McdaWarning)
            text = FORMATS[form or "table"](job())
        for message in dict.fromkeys(shown(warning.message) for warning in caught):
            click.echo(f"mcda-nato: warning: {message}", err=True)
        if isinstance(sys.stdout, io.TextIOWrapper):  # a table for the terminal's own encoding, data in UTF-8
            table = form in (None, "table")
            sys.stdout.reconfigure(encoding=None if table else "utf-8", errors="replace" if table else "strict")
        click.echo(text, nl=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except McdaError as error:
        click.echo(f"mcda-nato: error: {shown(error)}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader, head for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        click.echo(f"mcda-nato: error: cannot write the result: {error.strerror}", err=True)
        os._exit(1)  # the interpreter would try to write it again


def _pairs(text: str | None, what: str, convert: Callable[[str], Any]) -> dict[str, Any] | list[Any] | None:
    """Read a list in order, or of name=value pairs."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    try:
        if "=" not in text:
            return [convert(part) for part in parts]
        pairs = [part.rpartition("=") for part in parts]
        if not all(sign for _, sign, _ in pairs):
            raise ValueError(text)
        return distinct([(name.strip(), convert(value.strip())) for name, _, value in pairs])
    except FileError as error:
        raise FileError(f"--{what}: {error}") from None
    except ValueError:
        raise FileError(f"--{what} must be a list in order or of name=value pairs, got '{text}'") from None


def _weights(text: str) -> Any:
    if Path(text).suffix.lower() in {".toml", ".json", ".csv"}:
        return read_weights(text)
    return _pairs(text, "weights", _fraction)


def _fraction(text: str) -> float:
    value = ratio(text)
    return float(value)  # type: ignore[arg-type] # text that is no number is refused here
