"""Long tables, one row a cell: the form in which problems are written as CSV, and read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from mcda_nato.errors import FileError, ProblemError
from mcda_nato.files.documents import DETAILS, assemble
from mcda_nato.files.grids import LONG, Grid, text_of
from mcda_nato.files.notations import Field, Notation, certain_number, number
from mcda_nato.labels import check_same_names, hint, listed, quoted, unguarded
from mcda_nato.problem.checks import Criterion
from mcda_nato.problem.digest import sense_name
from mcda_nato.problem.problem import DecisionProblem

_PLACES = {"value": "the performance of {} on {}", "low": "low of {} on {}", "high": "high of {} on {}"}
#: The remedies where a table does not say which sense a criterion has.
GIVE_SENSES = {
    "call": "give senses=, 'max' or 'min' for each criterion",
    "option": "give --senses, max or min for each criterion: --senses price=min,range=max",
}
_FLAGS = {"true": True, "false": False, "": False}


def problem_to_csv(problem: DecisionProblem, guard: Callable[[str], str]) -> str:
    """Return a problem as a long table, every bit of its numbers kept."""
    detailed = any(c.definition or c.contested or c.codes for c in problem.details)
    rows: list[list[str]] = [[*LONG, *(DETAILS if detailed else ())]]
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


def problem_from_long(grid: Grid, senses: Any) -> DecisionProblem:
    """Return the problem in a long table, one row a cell."""
    header = _long_header(grid.header)
    name = str if grid.as_saved else text_of
    records = [dict(zip(header, row, strict=True)) for row in grid.rows[1:]]
    plain = Notation() if grid.as_saved else grid.notation(r[key] for r in records for key in _PLACES if key in r)
    criteria: dict[str, dict[str, str]] = {}
    cells: dict[str, dict[str, dict[str, Any]]] = {}
    for record in records:
        alternative, criterion = (unguarded(name(record[key])) for key in ("alternative", "criterion"))
        about = {key: name(record.get(key, "")) for key in ("sense", *DETAILS)}
        if criteria.setdefault(criterion, about) != about:
            raise FileError(f"the rows of {quoted(criterion)} differ in its sense, definition, contested mark or codes")
        under = cells.setdefault(alternative, {})
        if criterion in under:
            raise FileError(f"{quoted(alternative)} on {quoted(criterion)} occurs twice")
        term = unguarded(name(record.get("term", "")))
        under[criterion] = _numbers(record, alternative, criterion, plain) | {"term": term}
    for alternative, under in cells.items():
        check_same_names(under, criteria, f"criteria of {quoted(alternative)}", FileError)
    if senses is None and "sense" not in header:
        raise FileError(
            f"the table has no column 'sense', and does not say whether more of each is better: {listed(criteria)}",
            **GIVE_SENSES,
        )
    details = [_criterion(name, about) for name, about in criteria.items()]
    chosen = [parsed_sense(about["sense"]) for about in criteria.values()] if senses is None else senses
    return assemble(list(cells), details, chosen, [[under[c] for c in criteria] for under in cells.values()])


def is_long(header: Iterable[str]) -> bool:
    """Return whether these are columns of a long table."""
    return {"alternative", "criterion", "value"} <= {name.lower() for name in header}


def _long_header(names: list[str]) -> list[str]:
    known = LONG + DETAILS
    header = [name.lower() if name.lower() in known else name for name in names]
    for name in header:
        if name not in known:
            raise FileError(f"unknown column {quoted(name)}{hint(name, LONG)}; a long table may have {listed(known)}")
    if len(set(header)) != len(header):
        raise FileError("a column name occurs twice in the header")
    return header


def _numbers(record: dict[str, Field], alternative: str, criterion: str, notation: Notation) -> dict[str, Any]:
    """Return value, low and high of a cell; bounds may be left out."""
    return {
        key: certain_number(record[key], notation, ProblemError, place, alternative, criterion)
        for key, place in _PLACES.items()
        if key == "value" or str(record.get(key, "")).strip()
    }


def _criterion(name: str, about: dict[str, str]) -> Criterion:
    flag = about["contested"].lower()
    if flag not in _FLAGS:
        raise FileError(f"contested must be 'true' or 'false', got {quoted(about['contested'])}")
    return Criterion(name, unguarded(about["definition"]), _FLAGS[flag], _text_codes(about["codes"]))


def parsed_sense(text: str) -> object:
    """Return a sense as it is written in a file or on the command line."""
    return {"1": 1, "+1": 1, "-1": -1, "\N{MINUS SIGN}1": -1}.get(text.strip(), text)


def _text_codes(text: str) -> Any:
    """Return the ends of a scale written as 1..5; what is none stays for the door to name."""
    low, dots, high = text.partition("..")
    ends = [number(end, Notation()) for end in (low, high)]
    return ends if dots and None not in ends else text or None
