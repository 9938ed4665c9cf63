"""Files to problems, judgements and weights, and back: the only place that parses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from mcda_nato.errors import McdaError, ProblemError, WeightsError
from mcda_nato.files.csv_tables import problem_from_csv, problem_to_csv, weights_from_csv
from mcda_nato.files.documents import dump_toml, from_document, parse_json, parse_toml
from mcda_nato.files.whole_files import path_of, read_text, suffix_of, write_text
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import guarded, unambiguous
from mcda_nato.problem.digest import to_document
from mcda_nato.problem.problem import DecisionProblem

#: Largest file that is read without asking for more, in bytes.
LARGEST_FILE = 64 * 2**20


def read_problem(
    path: str | os.PathLike[str],
    senses: Any = None,
    *,
    max_bytes: int = LARGEST_FILE,
) -> DecisionProblem:
    """Read a problem from a TOML, JSON or CSV file.

    Parameters
    ----------
    path : path
        ``.toml`` and ``.json`` as `save_problem` writes them; ``.csv`` long
        (one row a cell, as written) or wide (one row an alternative, its name
        first, criteria in the header).
    senses : sequence or mapping by criterion name, optional
        Needed for a wide CSV file; overrides the senses of any other.
    max_bytes : int
        Larger files are refused before they are read.

    Raises
    ------
    FileError, ProblemError
        Name the file, the row and the column at fault.
    """
    file = path_of(path)
    text = read_text(file, max_bytes)
    readers: dict[str, Callable[[str, Any], DecisionProblem]] = {
        ".csv": problem_from_csv,
        ".json": lambda text, senses: from_document(parse_json(text), senses),
        ".toml": lambda text, senses: from_document(parse_toml(text), senses),
    }
    read = readers[suffix_of(file, readers)]
    try:
        return read(text, senses)
    except McdaError as error:
        raise error.within(str(file)) from None


def save_problem(problem: DecisionProblem, path: str | os.PathLike[str], *, formula_guard: bool = True) -> None:
    """Write a problem to a TOML, JSON or CSV file; `read_problem` restores every bit.

    The file appears whole or not at all, so an interruption cannot destroy an
    earlier one.

    Parameters
    ----------
    problem : DecisionProblem
    path : path
        The suffix decides: ``.toml``, ``.json``, or ``.csv`` (long: alternative,
        criterion, sense, value, low, high, term, and definition, contested and
        codes where a criterion has them).
    formula_guard : bool
        Put a quote before names and terms in CSV that a spreadsheet would take
        for a formula; reading removes it.
    """
    file = path_of(path)
    if not isinstance(problem, DecisionProblem):
        raise ProblemError(f"save_problem needs a DecisionProblem, got {type(problem).__name__}")
    writers: dict[str, Callable[[DecisionProblem], str]] = {
        ".csv": lambda problem: problem_to_csv(problem, guarded if formula_guard else unambiguous),
        ".json": lambda problem: json.dumps(to_document(problem), indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        ".toml": lambda problem: dump_toml(to_document(problem)),
    }
    write_text(file, writers[suffix_of(file, writers)](problem))


def read_weights(path: str | os.PathLike[str], rounded: int | None = None) -> dict[str, float] | Judgements:
    """Read weights or judgements of the criteria from a TOML, JSON or CSV file.

    A mapping from criterion to weight (TOML, JSON, or CSV of two columns), or
    a square CSV table of pairwise comparisons; `rounded` is the number of
    decimals with which that was printed, as for `Judgements.from_matrix`.
    """
    file = path_of(path)
    text = read_text(file, LARGEST_FILE)
    readers: dict[str, Callable[[str], Any]] = {
        ".csv": lambda text: weights_from_csv(text, rounded),
        ".json": parse_json,
        ".toml": parse_toml,
    }
    try:
        found = readers[suffix_of(file, readers)](text)
        if not isinstance(found, (dict, Judgements)):
            raise WeightsError("weights must be a mapping from criterion to weight")
        if rounded is not None and isinstance(found, dict):
            raise WeightsError("these are weights and no judgements, which alone are read as printed with few decimals")
    except McdaError as error:
        raise error.within(str(file)) from None
    return found
