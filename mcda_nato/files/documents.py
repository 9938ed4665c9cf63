"""TOML and JSON documents: what a problem looks like in them, checked key by key."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from mcda_nato.errors import FileError
from mcda_nato.labels import check_same_names, checked_names, hint, listed, literal, quoted
from mcda_nato.problem.checks import Criterion
from mcda_nato.problem.digest import SCHEMA_VERSION
from mcda_nato.problem.problem import DecisionProblem

#: What a criterion may say beside its name and sense.
DETAILS = ("definition", "contested", "codes")


def parse_json(text: str) -> Any:
    """Parse JSON that repeats no key."""
    try:
        return json.loads(text, object_pairs_hook=distinct)
    except json.JSONDecodeError as error:
        raise FileError(f"line {error.lineno}, column {error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise FileError("not a problem: the JSON is nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits, or from _distinct
        raise FileError(str(error)) from None


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return pairs as a dictionary, or raise where a key occurs twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise FileError(
            f"the key {quoted(next(key for key in keys if keys.count(key) > 1))} occurs twice in one object"
        )
    return found


def parse_toml(text: str) -> Any:
    """Parse TOML, which allows no key twice."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise FileError("not a problem: the TOML is nested too deeply") from None
    except ValueError as error:
        raise FileError(f"not TOML: {error}") from None


def dump_toml(document: dict[str, Any]) -> str:
    """Return a document as TOML text."""
    import tomli_w

    return tomli_w.dumps(document)


def _take(table: Any, what: str, needed: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return a table whose keys are the expected ones, or raise naming what is not."""
    if not isinstance(table, dict):
        raise FileError(f"{what} must be a table of {listed([*needed, *optional])}, got {type(table).__name__}")
    allowed = [*needed, *optional]
    for key in table:
        if key not in allowed:
            raise FileError(
                f"{what} has the unknown key {quoted(key)}{hint(key, allowed)}; it may have {listed(allowed)}"
            )
    for key in needed:
        if key not in table:
            raise FileError(f"{what} lacks the key {quoted(key)}")
    return table


def _list_of(table: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(table[key], list) or not table[key]:
        raise FileError(f"{quoted(key)} must be a list of at least one table")
    return table[key]


def from_document(document: Any, senses: Any) -> DecisionProblem:
    """Return the problem that a parsed TOML or JSON file describes."""
    top = _take(document, "the file", ("schema_version", "criteria", "alternatives"))
    if type(top["schema_version"]) is not int or top["schema_version"] != SCHEMA_VERSION:
        raise FileError(
            f"schema_version is {literal(top['schema_version'])}; this version of the package reads {SCHEMA_VERSION}"
        )
    rows = [
        _take(row, f"criterion {j}", ("name", "sense"), DETAILS)
        for j, row in enumerate(_list_of(top, "criteria"), start=1)
    ]
    names = checked_names([row["name"] for row in rows], "criterion", FileError)
    details = [
        Criterion(
            row["name"],
            row.get("definition", ""),
            _flag(row.get("contested", False), row["name"]),
            row.get("codes"),
        )
        for row in rows
    ]
    alternatives = [
        _take(row, f"alternative {i}", ("name", "cells"))
        for i, row in enumerate(_list_of(top, "alternatives"), start=1)
    ]
    checked_names([row["name"] for row in alternatives], "alternative", FileError)
    cells = [_document_cells(row["cells"], row["name"], names) for row in alternatives]
    return assemble(
        [row["name"] for row in alternatives], details,
        [row["sense"] for row in rows] if senses is None else senses, cells,
    )  # fmt: skip


def _document_cells(cells: Any, alternative: object, criteria: tuple[str, ...]) -> list[dict[str, Any]]:
    what = f"cells of {quoted(alternative)}"
    if not isinstance(cells, dict):
        raise FileError(f"{what} must be a table by criterion name, got {type(cells).__name__}")
    check_same_names(cells, criteria, what, FileError)
    return [
        _take(cells[c], f"the cell of {quoted(alternative)} on {quoted(c)}", ("value",), ("low", "high", "term"))
        if isinstance(cells[c], dict)
        else {"value": cells[c]}
        for c in criteria
    ]


def _flag(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise FileError(f"contested of {quoted(name)} must be true or false, got {literal(value)}")
    return value


def assemble(
    alternatives: list[Any], details: list[Criterion], senses: Any, cells: list[list[dict[str, Any]]]
) -> DecisionProblem:
    """Return the problem with these cells, each a table of value, low, high and term."""

    def table(key: str, default: Callable[[dict[str, Any]], Any]) -> np.ndarray[Any, Any]:
        found = np.empty((len(cells), len(details)), dtype=object)
        for i, row in enumerate(cells):
            for j, cell in enumerate(row):
                found[i, j] = cell.get(key, default(cell))
        return found

    return DecisionProblem(
        table("value", lambda _: None), senses, alternatives, details,
        table("low", lambda cell: cell["value"]), table("high", lambda cell: cell["value"]),
        table("term", lambda _: None).tolist(),
    )  # fmt: skip
