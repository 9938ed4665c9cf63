"""The door of a decision problem: every part checked once, each error naming its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, entries, first_index, to_floats
from mcda_nato.errors import ProblemError
from mcda_nato.labels import check_same_names, checked_names, encodes, hint, listed, literal, quoted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_SENSES = {
    1.0: ("max", "maximize", "maximise", "benefit", "+"),
    -1.0: ("min", "minimize", "minimise", "cost", "-", "\N{MINUS SIGN}"),
}
_SENSE_WORDS = {word: sense for sense, words in _SENSES.items() for word in words}
_TARGETS = ("target", "nominal", "ideal", "nearest", "optimum")
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
        raise ProblemError(
            "performance is a DataFrame, whose names would be lost", call="use DecisionProblem.from_frame"
        )
    try:
        values = to_floats(performance)
    except NotReal as entry:
        if len(entry.index) != 2:
            raise ProblemError(_shape_message(performance)) from None
        raise ProblemError(
            f"the performance of {name(entry.index)} {entry.reason}: {literal(entry.value)}", **_remedies(entry.value)
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


def _remedies(entry: object) -> dict[str, str]:
    """Return what helps, at each door, where an entry is no real number: a word may be kept beside its code."""
    if not isinstance(entry, str) or any(mark.isdigit() for mark in entry):
        return {"call": "give a number", "option": "give a number"}
    coded = "code it as a number"
    return {
        "call": f"{coded} and keep the word in terms=",
        "option": f'{coded} and keep the word as its term: {{ value = 4, term = "good" }}',
    }


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
            raise ProblemError(
                f"{side} is a DataFrame, whose names would be lost", call="use DecisionProblem.from_frame"
            )
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
    allowed = '+1, "max", "maximize" or "benefit", or -1, "min", "minimize" or "cost"'
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
        value = sense_of(sense)
        if value is None:
            raise ProblemError(_no_sense(criteria[j], sense, allowed))
        found[j] = value
    return found


def sense_of(sense: object) -> float | None:
    """Return +1 or -1 for a word in any case, a number or the builtin, `None` for what is no sense."""
    if isinstance(sense, str):
        return _SENSE_WORDS.get(sense.strip().lower())
    if sense is max or sense is min:
        return 1.0 if sense is max else -1.0
    real = isinstance(sense, (int, float, np.integer, np.floating)) and not isinstance(sense, bool)
    return float(sense) if real and sense in _SENSES else None


def _no_sense(criterion: str, sense: object, allowed: str) -> str:
    what = f"the sense of {quoted(criterion)} is {literal(sense)}"
    if isinstance(sense, str) and sense.strip().lower() in _TARGETS:
        return f"{what}; recode the criterion as the distance to its target, of which less is better (min)"
    near = hint(sense.lower(), _SENSE_WORDS) if isinstance(sense, str) else ""
    return f"{what}{near}; it must be {allowed}"


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


def named_by_column(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose default index gives way to its only column of text, the names."""
    if not (isinstance(frame, pd.DataFrame) and isinstance(frame.index, pd.RangeIndex)):
        return frame
    texts = [j for j in range(frame.shape[1]) if _holds_names(frame.iloc[:, j])]
    if len(texts) > 1:
        raise ProblemError(
            f"the index holds no names, and several columns are of text: {listed(frame.columns[texts])}; one must hold "
            "the names of the alternatives",
            call=f"make it the index: frame.set_index({frame.columns[texts[0]]!r}), and leave the other out",
        )
    if not texts or frame.columns.duplicated().any():
        return frame
    named = frame.drop(columns=frame.columns[texts[0]])
    return named.set_index(pd.Index(frame.iloc[:, texts[0]].tolist()))


def _holds_names(column: pd.Series) -> bool:
    """Return whether all entries are text, and not all of it numbers."""
    texts = [entry for entry in column if isinstance(entry, str)]
    return 0 < len(texts) == len(column) and not all(text.strip().lstrip("+-").isdecimal() for text in texts)


def aligned(bound: pd.DataFrame, frame: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return a frame of bounds with the rows and columns of the performances, matched by name."""
    if not isinstance(bound, pd.DataFrame):
        raise ProblemError(f"{side} must be a DataFrame like the performances, got {type(bound).__name__}")
    check_same_names(bound.index, list(frame.index), f"rows of {side}", ProblemError)
    check_same_names(bound.columns, list(frame.columns), f"columns of {side}", ProblemError)
    return bound.loc[list(frame.index), list(frame.columns)]


def new_row(given: Any, what: str, criteria: tuple[str, ...]) -> list[Any] | None:
    """Return the values of an alternative to add, in the order of the criteria."""
    if given is None:
        return None
    if isinstance(given, (Mapping, pd.Series)):
        check_same_names(given.keys(), criteria, f"{what} of the new alternative", ProblemError)
        return [given[name] for name in criteria]
    row = None if isinstance(given, (str, bytes)) else as_list(given)
    if row is None:
        raise ProblemError(f"{what} of the new alternative must be a sequence or a mapping, got {literal(given)}")
    if len(row) != len(criteria):
        raise ProblemError(
            f"{what} of the new alternative: {len(row)} given, one is needed for each of {listed(criteria)}"
        )
    return row
