"""Additive counts of scenarios: who precedes whom, at which rank, in which order.

Every count is an integer, and sums of weights are integers in units of
``2**-36``, so that adding is associative: the order in which parts are added,
or on which machine, cannot matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

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

_Outcome: TypeAlias = tuple[int, int, int | None, int | None]
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
    weights : ndarray of int, shape (m, criteria)
        Sum of the weights in which the row has rank 1, in units of 2**-36;
        Python's integers once counts are added, which cannot overflow.
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
        weights = np.zeros((m, criteria), dtype=np.int64)
        return cls(0, square, square.copy() if pairwise else None, square.copy(), weights)

    def __add__(self, other: Counts) -> Counts:
        return self.plus(other, LARGEST_N)

    def take(self, other: Counts) -> None:
        """Add in place: for the parts of one block, whose sums of weights fit 64 bits."""
        self.n += other.n
        self.ranks += other.ranks
        self.both_first += other.both_first
        self.weights += other.weights
        if self.wins is not None and other.wins is not None:
            self.wins += other.wins
        for order, count in other.orders.items():
            self.orders[order] = self.orders.get(order, 0) + count

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
            self.weights + other.weights.astype(object),
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
        _count_few(key, bar, first, buffers) if m <= _FEW else _count_pairs(key, bar, first, buffers, pairwise=pairwise)
    )
    found.n = c
    found.weights = _first_weights(first, columns, buffers)
    return found


def _count_few(key: FloatArray, bar: FloatArray, first: BoolArray, buffers: Buffers) -> Counts:
    """Count up to four alternatives by how often each set of comparisons holds."""
    m, c = key.shape
    pairs = [(k, i) for k in range(m) for i in range(k + 1, m)]
    above = buffers("above", (len(pairs), c), np.bool_)  # k precedes i
    below = buffers("below", (len(pairs), c), np.bool_)  # i precedes k
    first[:] = False
    decided = 0
    for p, (k, i) in enumerate(pairs):
        np.greater(key[k], bar[i], out=above[p])
        np.greater(key[i], bar[k], out=below[p])
        decided += int(np.count_nonzero(above[p])) + int(np.count_nonzero(below[p]))
        np.logical_or(first[i], above[p], out=first[i])
        np.logical_or(first[k], below[p], out=first[k])
    np.logical_not(first, out=first)
    if pairs and decided == c * len(pairs):  # nothing ties: half of the comparisons tell all
        return _counts_of_codes(m, [(k, i, i, k) for k, i in pairs], _histogram(above, buffers))
    if np.isnan(key).any():
        raise FloatingPointError("a key is not a number")
    both = np.concatenate([above, below])
    outcomes = [(k, i, None, None) for k, i in pairs] + [(i, k, None, None) for k, i in pairs]
    return _counts_of_codes(m, outcomes, _histogram(both, buffers))


def _histogram(bits: BoolArray, buffers: Buffers) -> IntArray:
    """Count scenarios by the code whose bits are the rows, the first row lowest."""
    b, c = bits.shape
    if b <= 3:  # from how often each set of bits is set together
        together = np.empty(1 << b, dtype=np.int64)
        together[0] = c
        both = buffers("both", (c,), np.bool_)
        for code in range(1, 1 << b):
            rows = [bits[row] for row in range(b) if code >> row & 1]
            for row in rows[1:]:
                rows[0] = np.logical_and(rows[0], row, out=both)
            together[code] = np.count_nonzero(rows[0])
        for row in range(b):  # take away those in which further bits are set
            for code in range(1 << b):
                if not code >> row & 1:
                    together[code] -= together[code | 1 << row]
        return together
    codes = buffers("codes", (c,), np.uint16)
    shifted = buffers("shifted", (c,), np.uint16)
    codes[:] = 0
    for row in range(b):
        np.left_shift(bits[row].view(np.uint8), np.uint16(row), out=shifted, dtype=np.uint16)
        np.bitwise_or(codes, shifted, out=codes)
    return np.bincount(codes, minlength=1 << b)


def _counts_of_codes(m: int, outcomes: Sequence[_Outcome], histogram: IntArray) -> Counts:
    """Return counts where bit p of a code says that one precedes another, and its absence perhaps the reverse."""
    found = Counts.empty(m, 0, pairwise=True)
    assert found.wins is not None  # noqa: S101 - asked for just above
    for code in np.flatnonzero(histogram).tolist():
        times = int(histogram[code])
        ranks = [1] * m
        for p, (winner, loser, otherwise, other) in enumerate(outcomes):
            if code >> p & 1:
                found.wins[winner, loser] += times
                ranks[loser] += 1
            elif otherwise is not None and other is not None:
                found.wins[otherwise, other] += times
                ranks[other] += 1
        order = tuple(ranks)
        found.orders[order] = found.orders.get(order, 0) + times
    for order, times in found.orders.items():
        leaders = [i for i, rank in enumerate(order) if rank == 1]
        for i in leaders:
            for k in leaders:
                found.both_first[i, k] += times
        for i, rank in enumerate(order):
            found.ranks[i, rank - 1] += times
    return found


def _count_pairs(key: FloatArray, bar: FloatArray, first: BoolArray, buffers: Buffers, *, pairwise: bool) -> Counts:
    m, c = key.shape
    if np.isnan(key.min()):
        raise FloatingPointError("a key is not a number")
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
    found.both_first = _both_first(first)
    if m <= LARGEST_ORDERED:
        found.orders = _orders(ranks)
    return found


def _both_first(first: BoolArray) -> IntArray:
    """Count scenarios in which two alternatives are both first; most have one first alone."""
    counts = np.diag(np.count_nonzero(first, axis=1))
    tied = first[:, np.count_nonzero(first, axis=0) > 1].astype(np.float64)
    together = np.rint(tied @ tied.T).astype(np.int64)
    np.fill_diagonal(together, 0)
    return counts + together


def _first_weights(first: BoolArray, columns: FloatArray, buffers: Buffers) -> Any:
    """Sum the weights of the scenarios that an alternative wins, exactly.

    Multiples of 2**-36 up to 1 have 37 bits: sums of 2**16 of them are exact
    in any order, whatever the product does inside.
    """
    units = np.multiply(columns, 1.0 / WEIGHT_UNIT, out=buffers("units", columns.shape))
    np.rint(units, out=units)
    shares = buffers("shares", first.shape)
    shares[:] = first
    return (shares @ units.T).astype(np.int64)


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
