"""Additive counts of scenarios: who precedes whom, at which rank, in which order.

Every count is an integer, and sums of weights are integers in units of
``2**-36``, so that adding is associative: the order in which parts are added,
or on which machine, cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mcda_nato.arrays import BoolArray, Buffers, FloatArray, IntArray

#: Weights are summed as multiples of this.
WEIGHT_UNIT = 2.0**-36
#: Largest number of scenarios that counts are meant for.
LARGEST_N = 10**13
#: Distinct complete orderings counted; later ones go to a remainder.
LARGEST_ORDERS = 4096
#: Alternatives up to which pairs are counted without being asked for.
LARGEST_PAIRWISE = 200

#: Alternatives up to which complete orderings are counted; of more, hardly one occurs twice.
LARGEST_ORDERED = 8

_FEW = 4  # alternatives whose comparisons fit one small code


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
        Scenarios by their whole vector of ranks, the first 4096 met; of up to
        8 alternatives.
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
        return self.plus(other, LARGEST_N)

    def plus(self, other: Counts, most_orders: int) -> Counts:
        """Add, but take up no new ordering beyond so many; those taken up are counted in full."""
        orders = dict(self.orders)
        for order, count in other.orders.items():
            if order in orders or len(orders) < most_orders:
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


def count(
    key: FloatArray, bar: FloatArray, columns: FloatArray, *, pairwise: bool, buffers: Buffers | None = None
) -> Counts:
    """Count scenarios from keys and bars ``(m, c)`` and their weights ``(n, c)``."""
    buffers = Buffers() if buffers is None else buffers
    m, c = key.shape
    first = buffers("first", (m, c), np.bool_)
    found = (
        _count_codes(key, bar, first, buffers)
        if m <= _FEW
        else _count_pairs(key, bar, first, buffers, pairwise=pairwise)
    )
    found.n = c
    found.weights = _first_weights(first, columns, buffers)
    return found


def _count_codes(key: FloatArray, bar: FloatArray, first: BoolArray, buffers: Buffers) -> Counts:
    """Count few alternatives: all comparisons of a scenario are the bits of one code."""
    m, c = key.shape
    pairs = [(k, i) for k in range(m) for i in range(m) if k != i]
    dtype = np.uint8 if len(pairs) <= 8 else np.uint16
    code, shifted = buffers("code", (c,), dtype), buffers("shifted", (c,), dtype)
    precedes = buffers("precedes", (c,), np.bool_)
    code[:] = 0
    first[:] = False
    for bit, (k, i) in enumerate(pairs):
        np.greater(key[k], bar[i], out=precedes)
        np.logical_or(first[i], precedes, out=first[i])
        np.left_shift(precedes.view(np.uint8), dtype(bit), out=shifted, dtype=dtype)
        np.bitwise_or(code, shifted, out=code)
    np.logical_not(first, out=first)
    found = Counts.empty(m, 0, pairwise=True)
    assert found.wins is not None  # noqa: S101 - asked for just above
    histogram = np.bincount(code, minlength=1 << len(pairs))
    for value in np.flatnonzero(histogram).tolist():
        times = int(histogram[value])
        ranks = [1] * m
        for bit, (k, i) in enumerate(pairs):
            if value >> bit & 1:
                found.wins[k, i] += times
                ranks[i] += 1
        order = tuple(ranks)
        found.orders[order] = found.orders.get(order, 0) + times
    for order, times in found.orders.items():
        leaders = [i for i, rank in enumerate(order) if rank == 1]
        found.both_first[np.ix_(leaders, leaders)] += times
        for i, rank in enumerate(order):
            found.ranks[i, rank - 1] += times
    return found


def _count_pairs(key: FloatArray, bar: FloatArray, first: BoolArray, buffers: Buffers, *, pairwise: bool) -> Counts:
    m, c = key.shape
    found = Counts.empty(m, 0, pairwise=pairwise)
    ranks = buffers("ranks", (m, c), np.uint8 if m < 256 else np.int16 if m < 2**15 else np.int64)
    ranks[:] = 1
    if found.wins is not None:
        precedes = buffers("precedes", (c,), np.bool_)
        for k in range(m):
            for i in range(m):
                if i != k:
                    np.greater(key[k], bar[i], out=precedes)
                    np.add(ranks[i], precedes.view(np.uint8), out=ranks[i], casting="same_kind")
                    found.wins[k, i] = np.count_nonzero(precedes)
    else:
        ordered = np.sort(key.T, axis=1)
        for s in range(c):
            ranks[:, s] = 1 + m - np.searchsorted(ordered[s], bar[:, s], side="right")
    for i in range(m):
        found.ranks[i] = np.bincount(ranks[i], minlength=m + 1)[1:]
    np.equal(ranks, 1, out=first)
    np.fill_diagonal(found.both_first, found.ranks[:, 0])
    tied = np.flatnonzero(np.count_nonzero(first, axis=0) > 1)
    for s in tied.tolist():
        leaders = np.flatnonzero(first[:, s])
        found.both_first[np.ix_(leaders, leaders)] += 1
    for i in range(m if len(tied) else 0):
        found.both_first[i, i] = found.ranks[i, 0]
    if m <= LARGEST_ORDERED:
        found.orders = _orders(ranks)
    return found


def _first_weights(first: BoolArray, columns: FloatArray, buffers: Buffers) -> Any:
    """Sum the weights of the scenarios that an alternative wins, exactly.

    Multiples of 2**-36 up to 1 have 37 bits: sums of 2**16 of them are exact
    in any order, whatever the product does inside.
    """
    units = np.multiply(columns, 1.0 / WEIGHT_UNIT, out=buffers("units", columns.shape))
    np.rint(units, out=units)
    shares = buffers("shares", first.shape)
    shares[:] = first
    return (shares @ units.T).astype(np.int64).astype(object)


def _orders(ranks: NDArray[Any]) -> dict[tuple[int, ...], int]:
    """Count distinct columns of ranks, each packed into one integer."""
    m = len(ranks)
    codes = np.zeros(ranks.shape[1], dtype=np.int64)
    for row in ranks:
        codes *= m + 1
        codes += row
    values, times = np.unique(codes, return_counts=True)
    digits = [(values // (m + 1) ** (m - 1 - i) % (m + 1)).tolist() for i in range(m)]
    return dict(zip(zip(*digits, strict=True), times.tolist(), strict=True))
