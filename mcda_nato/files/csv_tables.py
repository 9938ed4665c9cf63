"""CSV tables: long and wide problems, weights and comparisons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from mcda_nato.errors import FileError, JudgementError
from mcda_nato.files.documents import DETAILS, assemble, distinct
from mcda_nato.judgements.judgement_texts import ratio as ratio  # noqa: PLC0414 - the command line reads it here
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, checked_names, hint, listed, quoted, unguarded
from mcda_nato.problem.checks import Criterion
from mcda_nato.problem.digest import sense_name
from mcda_nato.problem.problem import DecisionProblem

_LONG = ("alternative", "criterion", "sense", "value", "low", "high", "term")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_GIVE_SENSES = {
    "call": "give senses=, 'max' or 'min' for each criterion",
    "option": "give --senses, max or min for each criterion: --senses price=min,range=max",
}
_FLAGS = {"true": True, "false": False, "": False}


def problem_to_csv(problem: DecisionProblem, guard: Callable[[str], str]) -> str:
    """Return a problem as a long table, every bit of its numbers kept."""
    detailed = any(c.definition or c.contested or c.codes for c in problem.details)
    rows: list[list[str]] = [[*_LONG, *(DETAILS if detailed else ())]]
    for i, alternative in enumerate(problem.alternatives):
        for j, c in enumerate(problem.details):
            term = problem.terms[i][j] if problem.terms is not None else ""
            numbers = (table[i, j] for table in (problem.performance, problem.low, problem.high))
            row = [
                guard(alternative),
                guard(c.name),
                sense_name(problem.senses[j]),
                *(repr(float(x)) for x in numbers),
                guard(term),
            ]
            codes = "" if c.codes is None else "{!r}..{!r}".format(*c.codes)
            rows.append([*row, guard(c.definition), str(c.contested).lower(), codes] if detailed else row)
    return csv_text(rows)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV text; a bare carriage return needs every field quoted."""
    fields = [[str(field) for field in row] for row in rows]
    bare = any("\r" in field for row in fields for field in row)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL).writerows(fields)
    return out.getvalue()


def _csv_rows(text: str) -> list[list[str]]:
    usual = csv.field_size_limit(max(len(text), 131_072))  # a long definition is no error
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise FileError(f"not CSV: {error}") from None
    finally:
        csv.field_size_limit(usual)
    if len(rows) < 2:
        raise FileError("the table is empty; it needs a header and at least one row")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            widths = f"row {number} has {len(row)} fields but the header has {len(rows[0])}"
            raise FileError(f"{widths}; commas separate fields")
    return rows


def problem_from_csv(text: str, senses: Any) -> DecisionProblem:
    """Return the problem in a long or, with senses, a wide table."""
    header, *rows = _csv_rows(text)
    if {"alternative", "criterion", "value"} <= set(header):
        return _from_long(header, rows, senses)
    if senses is None:
        raise FileError(
            f"a table with one column a criterion does not say whether more of each is better: {listed(header[1:])}",
            **_GIVE_SENSES,
        )
    criteria = [Criterion(unguarded(name)) for name in header[1:]]
    names = [unguarded(row[0]) for row in rows]
    cells = [[{"value": _number(field)} for field in row[1:]] for row in rows]
    if not criteria:
        raise FileError("the table has no criteria; put the alternatives' names first, then one column a criterion")
    return assemble(names, criteria, senses, cells)


def _from_long(header: list[str], rows: list[list[str]], senses: Any) -> DecisionProblem:
    for name in header:
        if name not in _LONG + DETAILS:
            raise FileError(
                f"unknown column {quoted(name)}{hint(name, _LONG)}; a long table may have {listed(_LONG + DETAILS)}"
            )
    if len(set(header)) != len(header):
        raise FileError("a column name occurs twice in the header")
    criteria: dict[str, dict[str, str]] = {}
    cells: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        record = dict(zip(header, row, strict=True))
        alternative, criterion = unguarded(record["alternative"]), unguarded(record["criterion"])
        about = {key: record.get(key, "") for key in ("sense", *DETAILS)}
        if criteria.setdefault(criterion, about) != about:
            raise FileError(f"the rows of {quoted(criterion)} differ in its sense, definition, contested mark or codes")
        under = cells.setdefault(alternative, {})
        if criterion in under:
            raise FileError(f"{quoted(alternative)} on {quoted(criterion)} occurs twice")
        numbers = {key: _number(record[key]) for key in ("value", "low", "high") if record.get(key)}
        under[criterion] = {"value": None} | numbers | {"term": unguarded(record.get("term", ""))}
    for alternative, under in cells.items():
        check_same_names(under, criteria, f"criteria of {quoted(alternative)}", FileError)
    if senses is None and "sense" not in header:
        raise FileError(
            f"the table has no column 'sense', and does not say whether more of each is better: {listed(criteria)}",
            **_GIVE_SENSES,
        )
    details = [
        Criterion(name, unguarded(about["definition"]), _text_flag(about["contested"]), _text_codes(about["codes"]))
        for name, about in criteria.items()
    ]
    chosen = [parsed_sense(about["sense"]) for about in criteria.values()] if senses is None else senses
    return assemble(list(cells), details, chosen, [[under[c] for c in criteria] for under in cells.values()])


def parsed_sense(text: str) -> object:
    """Return a sense as it is written in a file or on the command line."""
    return {"1": 1, "+1": 1, "-1": -1}.get(text, text)


def _text_flag(text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise FileError(f"contested must be 'true' or 'false', got {quoted(text)}")
    return _FLAGS[text.lower()]


def _text_codes(text: str) -> Any:
    """Return the ends of a scale written as 1..5; what is none stays for the door to name."""
    low, dots, high = text.partition("..")
    return [_number(low), _number(high)] if dots else text or None


def _number(field: str) -> object:
    """Return a plain decimal as a float; anything else stays for the door to name."""
    text = field.strip()
    if _NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return float(text)
    return field if text else None


def weights_from_csv(text: str, rounded: int | None = None) -> dict[str, Any] | Judgements:
    """Return weights from two columns, or judgements from a square table, perhaps printed with so many decimals."""
    header, *rows = _csv_rows(text)
    if len(header) == 2:
        records = [header, *rows] if _NUMBER.fullmatch(header[1].strip()) else rows
        return distinct([(unguarded(name), _number(value)) for name, value in records])
    names = [unguarded(row[0]) for row in rows]
    names = list(checked_names(names, "item", JudgementError))
    columns = [unguarded(name) for name in header[1:]]
    check_same_names(columns, names, "columns of the comparisons", JudgementError)
    order = [columns.index(name) + 1 for name in names]
    matrix = np.array([[ratio(row[j]) for j in order] for row in rows], dtype=object)
    return Judgements.from_matrix(matrix, names, rounded)
