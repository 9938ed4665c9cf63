"""Changed sets of alternatives, many at a time: removals, copies, replacements, additions, pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Variants:
    """Changed tables of one shape, and where the survivors are.

    Attributes
    ----------
    tables : shape (v, rows, n)
    before, after : shape (v, s)
        Places of the survivors in the table of the problem, and in the changed one.
    size : shape (v,)
        How large the change is: alternatives removed, or the distance of the
        new ratings from those of the nearest alternative.
    changed : shape (v,)
        Place of the alternative that is copied, replaced or resembled, -1 for none.
    factors : shape (v, n), or None
        Where the tables are priorities of changed judgements: how many times
        `changed` the new alternative is judged under each criterion; 1
        throughout where none is new.
    """

    tables: FloatArray
    before: IntArray
    after: IntArray
    size: FloatArray
    changed: IntArray
    factors: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.tables)

    def part(self, which: Any) -> Variants:
        """Return some of the variants."""
        return Variants(
            self.tables[which],
            self.before[which],
            self.after[which],
            self.size[which],
            self.changed[which],
            None if self.factors is None else self.factors[which],
        )

    def batches(self, most: int) -> Iterator[slice]:
        """Yield slices of the variants whose comparisons by criterion are no more than `most`, but of one at least."""
        _, rows, n = self.tables.shape
        step = max(1, most // max(1, rows * rows * n))
        for at in range(0, len(self), step):
            yield slice(at, at + step)


def filled(groups: Iterable[Variants]) -> tuple[Variants, ...]:
    """Return those in which there are variants."""
    return tuple(group for group in groups if len(group))


def removals(table: FloatArray, removable: IntArray, sizes: range) -> Iterator[Variants]:
    """Yield all subsets of the removable removed, a size at a time, two at least remaining."""
    m = len(table)
    for size in sizes:
        if m - size < 2 or size > len(removable):
            return
        chosen = np.array(list(combinations(removable.tolist(), size)), dtype=np.int64)
        keep = np.ones((len(chosen), m), dtype=bool)
        keep[np.arange(len(chosen))[:, None], chosen] = False
        before = np.nonzero(keep)[1].reshape(len(chosen), m - size)
        after = np.broadcast_to(np.arange(m - size), before.shape)
        single = chosen[:, 0] if size == 1 else np.full(len(chosen), -1)
        yield Variants(table[before], before, after, np.full(len(chosen), float(size)), single)


def largest_removal(m: int, most: int) -> int:
    """Return the size up to which all subsets are no more than `most`."""
    total = 0
    for size in range(1, m - 1):
        total += comb(m, size)
        if total > most:
            return size - 1
    return max(m - 2, 0)


def additions(table: FloatArray, rows: FloatArray, size: FloatArray, changed: IntArray) -> Variants:
    """Return the table with each row added, last."""
    m, n = table.shape
    tables = np.empty((len(rows), m + 1, n))
    tables[:, :m] = table
    tables[:, m] = rows
    places = np.broadcast_to(np.arange(m), (len(rows), m))
    return Variants(tables, places, places, size, changed)


def replacements(table: FloatArray, rows: FloatArray, size: FloatArray, changed: IntArray) -> Variants:
    """Return the table with each row in the place of the alternative changed."""
    m = len(table)
    tables = np.repeat(table[None], len(rows), axis=0)
    tables[np.arange(len(rows)), changed] = rows
    others = np.array([[i for i in range(m) if i != k] for k in range(m)], dtype=np.int64).reshape(m, m - 1)
    return Variants(tables, others[changed], others[changed], size, changed)


def pairs(table: FloatArray) -> Variants:
    """Return every two alternatives alone."""
    chosen = np.array(list(combinations(range(len(table)), 2)), dtype=np.int64).reshape(-1, 2)
    after = np.broadcast_to(np.arange(2), chosen.shape)
    return Variants(table[chosen], chosen, after, np.zeros(len(chosen)), np.full(len(chosen), -1))


def near_copies(table: FloatArray, low: FloatArray, high: FloatArray, step: float) -> tuple[FloatArray, IntArray]:
    """Return rows that differ from an alternative in one criterion, or in all, by a step of the bounds either way.

    Clipped to the bounds; those that do not differ are left out.
    """
    m, n = table.shape
    moves = np.vstack([np.eye(n), np.ones(n)]) * step * (high - low)
    moves = np.vstack([moves, -moves])
    rows = np.clip(table[:, None, :] + moves, low, high).reshape(-1, n)
    of = np.repeat(np.arange(m), len(moves))
    different = (rows != table[of]).any(axis=1)
    return rows[different], of[different]
