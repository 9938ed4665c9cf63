"""Additive counts of scenarios: who precedes whom, at which rank, in which order.

Every count is an integer, and sums of weights are integers in units of
``2**-36``, so that adding is associative: the order in which parts are added,
or on which machine, cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray

#: Weights are summed as multiples of this.
WEIGHT_UNIT = 2.0**-36
#: Distinct complete orderings counted; later ones go to a remainder.
LARGEST_ORDERS = 4096
#: Alternatives up to which pairs are counted without being asked for.
LARGEST_PAIRWISE = 200

_FEW = 4  # alternatives whose comparisons fit one small code
_ENUMERABLE = 6  # alternatives whose rank vectors can be counted in a table


@dataclass
class Counts:
    """Counts of n scenarios of m alternatives and n criteria.

    Attributes
    ----------
    n : int
    ranks : ndarray of int, shape (m, m)
        Scenarios in which the row has rank column + 1.
    wins : ndarray of int, shape (m, m), or None
        Scenarios in which the row strictly precedes the column.
    both_first : ndarray of int, shape (m, m)
        Scenarios in which row and column both have rank 1.
    weights : ndarray of int (Python's), shape (m, criteria)
        Sum of the weights in which the row has rank 1, in units of 2**-36.
    orders : dict of tuple of int to int
        Scenarios by their whole vector of ranks, the first 4096 met.
    """

    n: int
    ranks: IntArray
    wins: IntArray | None
    both_first: IntArray
    weights: Any
    orders: dict[tuple[int, ...], int] = field(default_factory=dict)

    @classmethod
    def empty(cls, m: int, criteria: int, *, pairwise: bool) -> Counts:
        """Return counts of no scenarios."""
        square = np.zeros((m, m), dtype=np.int64)
        weights = np.zeros((m, criteria), dtype=object)
        return cls(0, square, square.copy() if pairwise else None, square.copy(), weights)

    def __add__(self, other: Counts) -> Counts:
        orders = dict(self.orders)
        for order, count in other.orders.items():
            if order in orders or len(orders) < LARGEST_ORDERS:
                orders[order] = orders.get(order, 0) + count
        wins = None if self.wins is None or other.wins is None else self.wins + other.wins
        return Counts(
            self.n + other.n,
            self.ranks + other.ranks,
            wins,
            self.both_first + other.both_first,
            self.weights + other.weights,
            orders,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self) if f.name != "orders"
        ) and (self.orders == other.orders)

    __hash__ = None  # type: ignore[assignment] # it changes while it grows


def count(key: FloatArray, bar: FloatArray, columns: FloatArray, *, pairwise: bool) -> Counts:
    """Count scenarios from keys and bars ``(m, c)`` and their weights ``(n, c)``."""
    if len(key) <= _FEW:
        return _count_codes(key, bar, columns)
    return _count_pairs(key, bar, columns, pairwise=pairwise)


def _count_codes(key: FloatArray, bar: FloatArray, columns: FloatArray) -> Counts:
    """Count few alternatives: all comparisons of a scenario are the bits of one code."""
    m, c = key.shape
    pairs = [(k, i) for k in range(m) for i in range(m) if k != i]
    dtype = np.uint8 if len(pairs) <= 8 else np.uint16
    code = np.zeros(c, dtype=dtype)
    shifted = np.empty(c, dtype=dtype)
    beaten = np.zeros((m, c), dtype=bool)
    for bit, (k, i) in enumerate(pairs):
        precedes = np.greater(key[k], bar[i])
        np.logical_or(beaten[i], precedes, out=beaten[i])
        np.left_shift(precedes.view(np.uint8), dtype(bit), out=shifted, dtype=dtype)
        np.bitwise_or(code, shifted, out=code)
    found = Counts.empty(m, len(columns), pairwise=True)
    assert found.wins is not None  # noqa: S101 - asked for just above
    histogram = np.bincount(code, minlength=1 << len(pairs))
    for value in np.flatnonzero(histogram):
        times = int(histogram[value])
        ranks = np.ones(m, dtype=np.int64)
        for bit, (k, i) in enumerate(pairs):
            if value >> bit & 1:
                found.wins[k, i] += times
                ranks[i] += 1
        order = tuple(ranks.tolist())
        found.orders[order] = found.orders.get(order, 0) + times
    _count_orders(found)
    found.n = c
    found.weights = _first_weights(~beaten, columns)
    return found


def _count_orders(found: Counts) -> None:
    """Fill what follows from the whole vectors of ranks."""
    for order, times in found.orders.items():
        found.ranks[np.arange(len(order)), np.array(order) - 1] += times
        first = np.flatnonzero(np.array(order) == 1)
        found.both_first[np.ix_(first, first)] += times


def _count_pairs(key: FloatArray, bar: FloatArray, columns: FloatArray, *, pairwise: bool) -> Counts:
    m, c = key.shape
    found = Counts.empty(m, len(columns), pairwise=pairwise)
    found.n = c
    ranks = np.ones((m, c), dtype=np.int16 if m < 2**15 else np.int64)
    if pairwise:
        assert found.wins is not None  # noqa: S101 - asked for just above
        for k in range(m):
            for i in range(m):
                if i != k:
                    precedes = np.greater(key[k], bar[i])
                    np.add(ranks[i], precedes, out=ranks[i])
                    found.wins[k, i] = np.count_nonzero(precedes)
    else:
        ordered = np.sort(key.T, axis=1)
        for s in range(c):
            ranks[:, s] = 1 + m - np.searchsorted(ordered[s], bar[:, s], side="right")
    for i in range(m):
        found.ranks[i] = np.bincount(ranks[i], minlength=m + 1)[1:]
    first = ranks == 1
    shares = first.astype(np.float64)
    found.both_first = np.rint(shares @ shares.T).astype(np.int64)
    found.weights = _first_weights(first, columns)
    found.orders = _orders(ranks)
    return found


def _first_weights(first: np.ndarray[Any, Any], columns: FloatArray) -> Any:
    """Sum the weights of the scenarios that an alternative wins, exactly.

    Multiples of 2**-36 up to 1 have 37 bits: sums of 2**16 of them are exact
    in any order, whatever the product does inside.
    """
    units = np.rint(columns * (1.0 / WEIGHT_UNIT))
    return (first.astype(np.float64) @ units.T).astype(np.int64).astype(object)


def _orders(ranks: IntArray) -> dict[tuple[int, ...], int]:
    """Count distinct columns of ranks."""
    m = len(ranks)
    if m <= _ENUMERABLE:
        codes = np.zeros(ranks.shape[1], dtype=np.int64)
        for row in ranks:
            codes = codes * (m + 1) + row
        histogram = np.bincount(codes)
        values = np.flatnonzero(histogram)
        digits = [values // (m + 1) ** (m - 1 - i) % (m + 1) for i in range(m)]
        return dict(zip(zip(*(d.tolist() for d in digits), strict=True), histogram[values].tolist(), strict=True))
    rows = np.ascontiguousarray(ranks.T)
    packed = rows.view(np.dtype((np.void, rows.dtype.itemsize * m))).ravel()
    _, where, times = np.unique(packed, return_index=True, return_counts=True)
    ordered = np.argsort(where)
    return dict(zip(map(tuple, rows[where[ordered]].tolist()), times[ordered].tolist(), strict=True))
