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

from mcda_nato.acceptability import exact
from mcda_nato.conclusions.overview import overview
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.datasets.document import load_models, load_profiles
from mcda_nato.errors import FileError, McdaError, McdaWarning, WeightsError
from mcda_nato.files.csv_tables import parsed_sense, ratio
from mcda_nato.files.documents import distinct
from mcda_nato.files.tables import read_problem, read_weights
from mcda_nato.labels import listed, literal, shown
from mcda_nato.methods.evaluate import MethodLike
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.preferences.weights import rescale
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.analyses import acceptance_report, stability_report
from mcda_nato.report.flips import flip_report, possible_report
from mcda_nato.report.report import overview_report
from mcda_nato.report.reversal import reversal_report
from mcda_nato.report.sections import FORMATS, Report

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
        _write(form, lambda: overview_report(overview()))


_PROBLEM = [
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
]
_WEIGHTS = [
    click.option(
        "--weights",
        metavar="LIST|FILE",
        help="Numbers in order (0.6,0.4), by name (price=0.6,range=0.4), or a TOML, JSON or CSV file "
        "of weights (in CSV also of pairwise judgements). Equal where not given.",
    ),
    click.option("--rescale", "rescaled", is_flag=True, help="Divide the weights by their sum first."),
]
_OWN_FILE = click.argument("problem_file", type=click.Path(path_type=Path))
_ANY_FILE = click.argument("problem_file", type=click.Path(path_type=Path), required=False)
_LINEAR = ("weighted_sum", "ahp")
_NOT_LINEAR = "left out, for shares are exact only where scores are linear in the weights; sweep samples them."
_PROFILE = click.option("--profile", metavar="NAME", help="A priority profile of the default data set.")


def _with(*options: Any) -> Callable[[Any], Any]:
    """Add options to a command, in order."""

    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@main.command()
@_with(_OWN_FILE, *_PROBLEM, *_WEIGHTS, _FORMAT, click.pass_obj)
def rank(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Rank the alternatives in PROBLEM_FILE (TOML, JSON or CSV)."""

    def job() -> Report:
        problem, weights = _problem(given), _weights(given)
        profiles = {"equal": None} if given["weights"] is None else {"given": weights}
        return overview_report(overview(problem, _methods(given), profiles))

    _write(form or outer_form, job)


@main.command()
@_with(_ANY_FILE, *_PROBLEM, _FORMAT, click.pass_obj)
@click.option("--lower", multiple=True, metavar="NAME=W", help="A weight is at least this; may be repeated.")
@click.option("--upper", multiple=True, metavar="NAME=W", help="A weight is at most this; may be repeated.")
@click.option("--order", metavar="LIST", help="Criteria from the most to the least important: Risk,Speed,...")
def acceptance(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Say under what share of all weights each alternative has each rank, exactly.

    Of PROBLEM_FILE, or of the default data set; for methods that are linear in
    the weights.
    """

    def job() -> Report:
        problem = _problem(given)
        found = overview(problem, _methods(given), {"equal": None})
        lower, upper = (_bounds(given[side], side) for side in ("lower", "upper"))
        weights = Simplex(lower, upper, _names(given["order"]))
        limits = [words for words, *_ in weights.constraints(problem.criteria)][len(problem.criteria) :]
        asked = given["methods"] or [name for name in found.methods if name in _LINEAR]
        left_out = [f"{name}: {_NOT_LINEAR}" for name in found.methods if name not in asked]
        shares = {name: exact.acceptance(problem, name, weights=weights) for name in asked}
        return acceptance_report(shares, limits, [*found.notes, *left_out])

    _write(form or outer_form, job)


@main.command()
@_with(_ANY_FILE, *_PROBLEM, *_WEIGHTS, _PROFILE, _FORMAT, click.pass_obj)
def stability(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Say how far each weight may move before the winner or the ranking changes.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    _write(form or outer_form, lambda: stability_report(*_scrutinies(given)))


@main.command()
@_with(_ANY_FILE, *_PROBLEM, *_WEIGHTS, _PROFILE, _FORMAT, click.pass_obj)
def flip(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Find the smallest change of weights, of a judgement or of a rating that changes the winner.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    _write(form or outer_form, lambda: flip_report(*_scrutinies(given)))


@main.command()
@_with(_ANY_FILE, *_PROBLEM, *_WEIGHTS, _PROFILE, _FORMAT, click.pass_obj)
def possible(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Find the ranks that are possible within the intervals of the ratings.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    _write(form or outer_form, lambda: possible_report(*_scrutinies(given)))


@main.command()
@_with(_ANY_FILE, *_PROBLEM, *_WEIGHTS, _PROFILE, _FORMAT, click.pass_obj)
def reversals(outer_form: str | None, form: str | None, **given: Any) -> None:
    """Ask whether the order of two alternatives depends on which others are in the set.

    Of PROBLEM_FILE, or of the default data set under equal weights or a profile.
    """
    _write(form or outer_form, lambda: reversal_report(*_scrutinies(given)))


def _scrutinies(given: dict[str, Any]) -> tuple[dict[str, Scrutiny], tuple[str, ...]]:
    """Return the analyses by method, and what a reader must know."""
    found = overview(_problem(given), _methods(given), {"given": _weights(given)})
    return found.scrutinies("given"), found.notes


def _problem(given: dict[str, Any]) -> DecisionProblem:
    """Return the user's problem, or the default one."""
    file, senses = given["problem_file"], _pairs(given["senses"], "senses", parsed_sense)
    if file is not None:
        return read_problem(file, senses)
    problem = load_models()
    return problem if senses is None else problem.replace(senses=senses)


def _methods(given: dict[str, Any]) -> list[MethodLike] | None:
    """Return the methods asked for, `None` for those that the problem allows."""
    return list(dict.fromkeys(given["methods"])) or None


def _bounds(given: tuple[str, ...], side: str) -> dict[str, float]:
    """Read bounds of weights by name."""
    found = _pairs(",".join(given) or None, side, _fraction) or {}
    if isinstance(found, list):
        raise FileError(f"--{side} must be name=value, got '{','.join(given)}'")
    return found


def _names(text: str | None) -> list[str]:
    return [] if text is None else [part.strip() for part in text.split(",")]


def _write(form: str | None, job: Callable[[], Report]) -> None:
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


def _weights(given: dict[str, Any]) -> Any:
    """Return weights or judgements as given, `None` for equal ones."""
    text, profile = given["weights"], given.get("profile")
    if profile is not None:
        profiles = load_profiles()
        if text is not None or given["problem_file"] is not None or profile not in profiles:
            raise WeightsError(
                f"--profile is for the default data set alone, without --weights, and one of {listed(profiles)}; "
                f"got {literal(profile)}"
            )
        return profiles[profile]
    if text is None:
        return None
    file = Path(text).suffix.lower() in {".toml", ".json", ".csv"}
    weights: Any = read_weights(text) if file else _pairs(text, "weights", _fraction)
    return rescale(weights) if given["rescaled"] else weights


def _fraction(text: str) -> float:
    value = ratio(text)
    return float(value)  # type: ignore[arg-type] # text that is no number is refused here
