"""Changed cells and new intervals: what is asked for in numbers or in shares, as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, to_floats
from mcda_nato.errors import ProblemError
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.percentages import relative_amount
from mcda_nato.problem.checks import Criterion, Terms

_NEW_VALUE = 'give the new value as a number, or its change as a share with a sign: "+10%" or "-10%"'
_WIDTH = 'give a share such as "10%" of each value, or a number in the unit of the values'


@dataclass(frozen=True)
class Cells:
    """The cells of a problem with their names: performances and intervals, shape (m, n)."""

    performance: FloatArray
    low: FloatArray
    high: FloatArray
    terms: Terms | None
    alternatives: tuple[str, ...]
    details: tuple[Criterion, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """Names of the criteria."""
        return tuple(detail.name for detail in self.details)


def changed_cells(cells: Cells, changes: Any) -> dict[str, Any]:
    """Return performances, intervals and terms after changes ``{(alternative, criterion): value or "+10%"}``.

    An interval keeps its distances to the value, up to the ends of the scale
    on which its criterion is rated; a cell that changes loses its word.
    """
    if not isinstance(changes, Mapping):
        raise ProblemError(f"changes are a mapping from (alternative, criterion) to a value, got {literal(changes)}")
    table, low, high = cells.performance.copy(), cells.low.copy(), cells.high.copy()
    terms = None if cells.terms is None else [list(row) for row in cells.terms]
    for key, given in changes.items():
        i, j = at = _place(cells, key)
        where = f"{quoted(cells.alternatives[i])} on {quoted(cells.criteria[j])}"
        value = _new_value(float(table[at]), given, where)
        lowest, highest = cells.details[j].codes or (-np.inf, np.inf)
        if not lowest <= value <= highest:
            raise ProblemError(f"{where} would be {value!r}, outside its scale from {lowest:g} to {highest:g}")
        if value != table[at] and terms is not None:
            terms[i][j] = ""
        low[at] = max(value - (table[at] - low[at]), lowest)
        high[at] = min(value + (high[at] - table[at]), highest)
        table[at] = value
    return {"performance": table, "low": low, "high": high, "terms": terms}


def _place(cells: Cells, key: Any) -> tuple[int, int]:
    """Return row and column of a cell by its names."""
    names = (cells.alternatives, cells.criteria)
    if not (isinstance(key, tuple) and len(key) == 2):
        raise ProblemError(f"a cell is named by a pair (alternative, criterion), got {literal(key)}")
    unknown = [k for k, (name, known) in enumerate(zip(key, names, strict=True)) if name not in known]
    if not unknown:
        return names[0].index(key[0]), names[1].index(key[1])
    if key[0] in names[1] and key[1] in names[0]:
        raise ProblemError(f"the cell {literal(key)} is the wrong way round: name the alternative first")
    what = ("alternative", "criterion")[unknown[0]]
    name, known = key[unknown[0]], names[unknown[0]]
    raise ProblemError(
        f"a cell to change has the unknown {what} {quoted(name)}{hint(name, known)}; expected one of {listed(known)}"
    )


def _new_value(old: float, given: Any, where: str) -> float:
    """Return the value that a cell is given, or its own moved by a share of its size."""
    if isinstance(given, str):
        share, relative = relative_amount(given, f"the change of {where}", ProblemError)
        if not relative or given.strip()[0].isdigit() or given.strip()[0] == ".":
            raise ProblemError(f"the change of {where} is {literal(given)}; {_NEW_VALUE}")
        if old == 0.0:
            raise ProblemError(f"{where} is 0, of which there is no share; give the new value as a number")
        return old + share * abs(old)
    try:
        value = to_floats(np.array([given], dtype=object))
    except NotReal as entry:
        raise ProblemError(f"the new value of {where} {entry.reason}: {literal(given)}; {_NEW_VALUE}") from None
    if value.shape != (1,):
        raise ProblemError(f"the new value of {where} is {literal(given)}; {_NEW_VALUE}")
    return float(value[0])


def widened_intervals(cells: Cells, by: Any) -> dict[str, FloatArray]:
    """Return intervals that reach as far to either side of the values as asked, for all criteria or those named.

    They stop at the ends of the scale on which a criterion is rated.
    """
    named = isinstance(by, (Mapping, pd.Series))
    widths = dict(by) if named else dict.fromkeys(cells.criteria, by)
    low, high = cells.low.copy(), cells.high.copy()
    for name, given in widths.items():
        if name not in cells.criteria:
            raise ProblemError(
                f"intervals of the unknown criterion {quoted(name)}{hint(name, cells.criteria)}; "
                f"expected some of {listed(cells.criteria)}"
            )
        j = cells.criteria.index(name)
        width = _width(cells.performance[:, j], given, f"the width of {quoted(name)}" if named else "the width")
        lowest, highest = cells.details[j].codes or (-np.inf, np.inf)
        low[:, j] = np.maximum(cells.performance[:, j] - width, lowest)
        high[:, j] = np.minimum(cells.performance[:, j] + width, highest)
    return {"low": low, "high": high}


def _width(values: FloatArray, given: Any, what: str) -> FloatArray:
    """Return how far intervals reach to either side of each value."""
    amount, relative = relative_amount(given, what, ProblemError)
    if amount < 0.0:
        raise ProblemError(f"{what} is negative: {literal(given)}; {_WIDTH}")
    return amount * (np.abs(values) if relative else np.ones_like(values))
