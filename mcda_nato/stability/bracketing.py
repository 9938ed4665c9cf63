"""A search for the points where a ranking changes: a mesh, then halving.

For rankings of which no form is known. What changes and changes back between
two neighbouring points of the mesh is not seen.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

_Array = TypeVar("_Array", FloatArray, IntArray)

#: Within this each change is located.
WIDTH = 1e-10


class Cells(NamedTuple):
    """Consecutive stretches of [0, 1], or points, and the ranking in each."""

    low: FloatArray  # (c,)
    high: FloatArray  # (c,); equal to low for a point
    ranks: IntArray  # (c, m)


def bracketed(ranks_at: Callable[[FloatArray], IntArray], mesh: FloatArray) -> Cells:
    """Return the stretches of one ranking that a mesh ``(k,)`` from 0 to 1 shows.

    Each change is located within `WIDTH`, and a ranking that is met at one
    point alone, such as a tie, is a stretch without length.
    """
    low, high = mesh[:-1], mesh[1:]
    found = ranks_at(mesh)
    below, above = found[:-1], found[1:]
    while True:
        differs = (below != above).any(axis=-1)
        low, high, below, above = low[differs], high[differs], below[differs], above[differs]
        if not len(low) or (high - low).max() <= WIDTH:
            return _cells(low, high, below, above, found[:1])
        middle = low + (high - low) / 2.0
        between = ranks_at(middle)
        low, high = _woven(low, middle), _woven(middle, high)
        below, above = _woven(below, between), _woven(between, above)


def _woven(one: _Array, other: _Array) -> _Array:
    return np.stack([one, other], axis=1).reshape(-1, *one.shape[1:])


def _cells(low: FloatArray, high: FloatArray, below: IntArray, above: IntArray, alone: IntArray) -> Cells:
    """Return the stretches between brackets; where two brackets meet lies a point."""
    met = high[:-1] == low[1:]
    at = np.where(low == 0.0, 0.0, np.where(high == 1.0, 1.0, low + (high - low) / 2.0))
    right, left = at.copy(), at.copy()  # where the stretch before a bracket ends, and the one after it starts
    right[:-1][met] = left[:-1][met] = high[:-1][met]
    right[1:][met] = left[1:][met] = low[1:][met]
    ranks = np.concatenate([below[:1] if len(low) else alone, above])
    return Cells(np.concatenate([[0.0], left]), np.concatenate([right, [1.0]]), ranks)


def held_in(cells: Cells, present: float, allowed: BoolArray) -> tuple[float, float, int, int]:
    """Return the interval about the present weight of allowed cells, and the cells that end it, -1 for none."""
    at = _holding(cells, present)
    number = np.arange(len(allowed))
    if not allowed[at]:
        return present, present, at, at
    before, after = number[~allowed & (number < at)], number[~allowed & (number > at)]
    below, above = int(before.max(initial=-1)), int(after.min(initial=len(number)))
    low = float(cells.high[below]) if below >= 0 else 0.0
    high = float(cells.low[above]) if above < len(number) else 1.0
    return min(low, present), max(high, present), below, above if above < len(number) else -1


def _holding(cells: Cells, present: float) -> int:
    """Return the cell that holds a weight: the point there, if there is one."""
    inside = np.flatnonzero((cells.low <= present) & (present <= cells.high))
    return int(inside[(cells.high - cells.low)[inside].argmin()])
