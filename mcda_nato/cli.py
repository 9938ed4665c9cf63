"""The command line: read, one public call, write."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mcda_nato.errors import FileError, McdaError, McdaWarning
from mcda_nato.labels import shown
from mcda_nato.overview import overview
from mcda_nato.report import FORMATS
from mcda_nato.tables import read_problem, read_weights

_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="How to write the result; all but the table are machine-readable.",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mcda_nato", prog_name="mcda-nato")
@_FORMAT
@click.pass_context
def main(context: click.Context, form: str) -> None:
    """Rank alternatives on several criteria, and say how far to trust the ranking.

    Without a command: the whole analysis of the default data set, the model
    table of a document on the enlargement of NATO.
    """
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
    "of weights or of pairwise judgements. Equal where not given.",
)
@_FORMAT
def rank(problem_file: Path, senses: str | None, methods: tuple[str, ...], weights: str | None, form: str) -> None:
    """Rank the alternatives in PROBLEM_FILE (TOML, JSON or CSV)."""

    def job() -> Any:
        problem = read_problem(problem_file, _pairs(senses, "senses", str))
        profiles = {"equal": None} if weights is None else {"given": _weights(weights)}
        return overview(problem, list(methods) or None, profiles)

    _write(form, job)


def _write(form: str, job: Callable[[], Any]) -> None:
    """Run a job and write its result; one line on standard error for what is wrong."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", McdaWarning)
            text = FORMATS[form](job())
        for message in dict.fromkeys(shown(warning.message) for warning in caught):
            click.echo(f"mcda-nato: warning: {message}", err=True)
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        click.echo(text, nl=False)
        sys.stdout.flush()
    except McdaError as error:
        click.echo(f"mcda-nato: error: {shown(error)}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader, head for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _pairs(text: str | None, what: str, convert: Callable[[str], Any]) -> dict[str, Any] | list[Any] | None:
    """Read a list in order, or of name=value pairs."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    try:
        if "=" not in text:
            return [convert(part) for part in parts]
        pairs = [part.rpartition("=") for part in parts]
        return {name.strip(): convert(value.strip()) for name, _, value in pairs}
    except ValueError:
        raise FileError(f"--{what} must be a list in order or of name=value pairs, got '{text}'") from None


def _weights(text: str) -> Any:
    if Path(text).suffix.lower() in {".toml", ".json", ".csv"}:
        return read_weights(text)
    return _pairs(text, "weights", float)
