"""The door of a decision problem: every part checked once, each error naming its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, entries, first_index, to_floats
from mcda_nato.errors import ProblemError
from mcda_nato.labels import check_same_names, checked_names, encodes, literal, quoted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_SENSES: dict[object, float] = {
    "max": 1.0, "benefit": 1.0, 1: 1.0,
    "min": -1.0, "cost": -1.0, -1: -1.0,
}  # fmt: skip
Terms: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Criterion:
    """A criterion: its name, what it measures, and whether its sense is disputed.

    Attributes
    ----------
    name : str
    definition : str
        What the criterion measures, in a sentence.
    contested : bool
        Whether one may argue that less of it is better where the problem says
        more, or the reverse, so that analyses can sweep its sense.
    codes : tuple of (float, float), optional
        Lowest and highest value of the scale on which it is rated, such as
        (1, 5): no rating may lie outside.
    """

    name: str
    definition: str = ""
    contested: bool = False
    codes: tuple[float, float] | None = None


def arrow(sense: float) -> str:
    """Return the sign of a sense: up where more is better."""
    return "↑" if sense > 0 else "↓"


def as_list(values: Any) -> list[Any] | None:
    """Return the entries of a sequence, or `None` where there is nothing to iterate."""
    try:
        return list(values)
    except TypeError:
        return None


def checked_criteria(criteria: Iterable[str | Criterion]) -> tuple[Criterion, ...]:
    """Return criteria with distinct names, a name alone as a criterion without more."""
    parts = None if isinstance(criteria, str) else as_list(criteria)
    if parts is None:
        raise ProblemError(f"criteria must be a sequence of names, got {literal(criteria)}")
    given = [c if isinstance(c, Criterion) else Criterion(c) for c in parts]
    names = checked_names([c.name for c in given], "criterion", ProblemError)
    return tuple(_checked_criterion(replace(c, name=name)) for c, name in zip(given, names, strict=True))


def _checked_criterion(criterion: Criterion) -> Criterion:
    if not (isinstance(criterion.definition, str) and encodes(criterion.definition)):
        raise ProblemError(
            f"the definition of {quoted(criterion.name)} must be UTF-8 text, got {literal(criterion.definition)}"
        )
    if not isinstance(criterion.contested, (bool, np.bool_)):
        raise ProblemError(
            f"contested of {quoted(criterion.name)} must be True or False, got {literal(criterion.contested)}"
        )
    return replace(criterion, contested=bool(criterion.contested), codes=_checked_codes(criterion))


def _checked_codes(criterion: Criterion) -> tuple[float, float] | None:
    if criterion.codes is None:
        return None
    wanted = f"codes of {quoted(criterion.name)} must be the lowest and the highest value of its scale"
    try:
        codes = to_floats(criterion.codes)
    except NotReal:
        codes = np.empty(0)
    if codes.shape != (2,) or not codes[0] < codes[1]:
        raise ProblemError(f"{wanted}, got {literal(criterion.codes)}")
    return float(codes[0]), float(codes[1])


def check_codes(
    low: FloatArray, high: FloatArray, alternatives: tuple[str, ...], details: tuple[Criterion, ...]
) -> None:
    """Raise where a rating, or the end of its interval, is outside the scale of its criterion."""
    for j, detail in enumerate(details):
        lowest, highest = detail.codes or (-np.inf, np.inf)
        for table in (low, high):
            wrong = np.flatnonzero((table[:, j] < lowest) | (table[:, j] > highest))
            if len(wrong):
                cell = f"{quoted(alternatives[wrong[0]])} on {quoted(detail.name)}"
                value = f"{float(table[wrong[0], j])!r}"
                raise ProblemError(f"{cell} reaches {value}, outside its scale from {lowest:g} to {highest:g}")


def checked_table(
    performance: ArrayLike,
    alternatives: tuple[str, ...] | None,
    details: tuple[Criterion, ...] | None,
) -> tuple[FloatArray, tuple[str, ...], tuple[Criterion, ...]]:
    """Return performances with a name for each row and column."""

    def name(index: tuple[int, ...]) -> str:
        return _where(index, alternatives, None if details is None else tuple(d.name for d in details))

    if isinstance(performance, pd.DataFrame):
        raise ProblemError("performance is a DataFrame, whose names would be lost; use DecisionProblem.from_frame")
    try:
        values = to_floats(performance)
    except NotReal as entry:
        if len(entry.index) != 2:
            raise ProblemError(_shape_message(performance)) from None
        remedy = "code it as a number and keep the word in terms=" if isinstance(entry.value, str) else "give a number"
        raise ProblemError(
            f"the performance of {name(entry.index)} {entry.reason}: {literal(entry.value)}; {remedy}"
        ) from None
    if values.ndim != 2 or 0 in values.shape:
        raise ProblemError(_shape_message(performance))
    m, n = values.shape
    alternatives = tuple(f"A{i}" for i in range(1, m + 1)) if alternatives is None else alternatives
    details = tuple(Criterion(f"C{j}") for j in range(1, n + 1)) if details is None else details
    for count, names, what in ((m, alternatives, "alternative"), (n, details, "criterion")):
        if count != len(names):
            side = "rows" if what == "alternative" else "columns"
            raise ProblemError(f"{len(names)} {what} names for {count} {side} of performances; give one name each")
    return values, alternatives, details


def _shape_message(performance: Any) -> str:
    try:
        widths = [len(row) for row in performance]
    except TypeError:
        widths = []
    if len(set(widths)) > 1:
        odd = next(i for i, width in enumerate(widths) if width != widths[0])
        return (
            f"row {odd + 1} of the performances has {widths[odd]} entries but row 1 has {widths[0]}; "
            "give every row one entry a criterion"
        )
    shape = performance.shape if isinstance(performance, np.ndarray) else entries(performance).shape
    return f"performances must be a table of at least one row and one column, got shape {shape}"


def _where(index: tuple[int, ...], rows: tuple[str, ...] | None, columns: tuple[str, ...] | None) -> str:
    i, j = index
    row = quoted(rows[i]) if rows and i < len(rows) else f"row {i + 1}"
    column = quoted(columns[j]) if columns and j < len(columns) else f"column {j + 1}"
    return f"{row} on {column}"


def checked_interval(
    values: FloatArray,
    low: ArrayLike | None,
    high: ArrayLike | None,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
) -> tuple[FloatArray, FloatArray]:
    """Return low and high, equal to the performances where not given."""
    bounds = []
    for side, given in (("low", low), ("high", high)):
        if isinstance(given, pd.DataFrame):
            raise ProblemError(f"{side} is a DataFrame, whose names would be lost; use DecisionProblem.from_frame")
        try:
            bound = values.copy() if given is None else to_floats(given)
        except NotReal as entry:
            where = _where(entry.index, rows, columns) if len(entry.index) == 2 else f"position {entry.index}"
            raise ProblemError(f"{side} of {where} {entry.reason}: {literal(entry.value)}; give a number") from None
        if bound.shape != values.shape:
            raise ProblemError(f"{side} has shape {bound.shape}, expected that of the performances, {values.shape}")
        wrong = bound > values if side == "low" else bound < values
        if wrong.any():
            i, j = first_index(wrong)
            raise ProblemError(
                f"{side} of {_where((i, j), rows, columns)} is {float(bound[i, j])!r} but the performance is "
                f"{float(values[i, j])!r}; low <= performance <= high is needed"
            )
        bounds.append(bound)
    return bounds[0], bounds[1]


def checked_senses(senses: Any, criteria: tuple[str, ...]) -> FloatArray:
    """Return +1 where more is better and -1 where less is, in the order of the criteria."""
    allowed = '+1, "max" or "benefit", or -1, "min" or "cost"'
    if isinstance(senses, (Mapping, pd.Series)):
        check_same_names(senses.keys(), criteria, "senses", ProblemError)
        senses = [senses[name] for name in criteria]
    given = None if isinstance(senses, (str, bytes, set, frozenset)) else as_list(senses)
    if given is None:
        raise ProblemError(f"senses must be a sequence or a mapping by criterion name, got {literal(senses)}")
    if len(given) != len(criteria):
        raise ProblemError(f"{len(given)} senses for {len(criteria)} criteria; give each criterion {allowed}")
    found = np.empty(len(criteria))
    for j, sense in enumerate(given):
        known = isinstance(sense, (str, int, float, np.integer, np.floating)) and not isinstance(sense, bool)
        if not known or sense not in _SENSES:
            raise ProblemError(f"the sense of {quoted(criteria[j])} is {literal(sense)}; it must be {allowed}")
        found[j] = _SENSES[sense]
    return found


def checked_terms(terms: Any, rows: tuple[str, ...], columns: tuple[str, ...]) -> Terms | None:
    """Return a term for each cell, or `None` where there is none at all."""
    if terms is None:
        return None
    given = [] if isinstance(terms, str) else as_list(terms) or []
    table = [[row] if isinstance(row, str) else as_list(row) or [] for row in given]
    if len(table) != len(rows) or any(len(row) != len(columns) for row in table):
        raise ProblemError(f"terms must be a table of {len(rows)} rows and {len(columns)} columns, one term a cell")
    for i, row in enumerate(table):
        for j, term in enumerate(row):
            if not (term is None or isinstance(term, str)):
                raise ProblemError(
                    f"the term of {_where((i, j), rows, columns)} must be text or None, got {literal(term)}"
                )
            if term and not encodes(term):
                raise ProblemError(
                    f"the term of {_where((i, j), rows, columns)} cannot be written as UTF-8: {literal(term)}"
                )
    if not any(term for row in table for term in row):
        return None
    return tuple(tuple(str(term or "") for term in row) for row in table)


def aligned(bound: pd.DataFrame, frame: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return a frame of bounds with the rows and columns of the performances, matched by name."""
    if not isinstance(bound, pd.DataFrame):
        raise ProblemError(f"{side} must be a DataFrame like the performances, got {type(bound).__name__}")
    check_same_names(bound.index, list(frame.index), f"rows of {side}", ProblemError)
    check_same_names(bound.columns, list(frame.columns), f"columns of {side}", ProblemError)
    return bound.loc[list(frame.index), list(frame.columns)]
