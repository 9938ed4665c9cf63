"""Which values of a criterion are one value but for the noise of rounding."""

from __future__ import annotations

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

#: Values of one criterion that differ by at most so many units in the last place of the larger are one value.
UNITS = 4


def settled(*tables: FloatArray) -> tuple[FloatArray, ...]:
    """Return tables ``(m, n)`` of the same criteria in which values that differ by rounding noise alone are one value.

    Within a column, over all the tables, two values are linked where they
    differ by at most 4 units in the last place of the one of larger magnitude;
    values that are linked, be it through others, are the smallest of them. What
    comes out has nothing left to settle. Where nothing is linked the tables are
    returned themselves, so that no bit changes.

    Examples
    --------
    >>> table = np.array([[0.1 + 0.2, 1.0], [0.3, 1.0 + 1e-12]])
    >>> (found,) = settled(table)
    >>> (found - [0.3, 1.0]).tolist()
    [[0.0, 0.0], [0.0, 1.000088900582341e-12]]
    """
    others = [table for table in tables[1:] if not np.array_equal(table, tables[0])]  # none where all is crisp
    columns = np.concatenate([tables[0], *others])
    columns.sort(axis=0)
    noisy = np.flatnonzero(_linked(columns).any(axis=0))
    if not len(noisy):
        return tables
    found = tuple(table.copy() for table in tables)
    for j in noisy:
        values = np.unique(columns[:, j])
        smallest = values[_first_of_chain(values)]
        for table in found:
            table[:, j] = smallest[np.searchsorted(values, table[:, j])]
    return found


def _linked(columns: FloatArray) -> BoolArray:
    """Return which neighbours in sorted columns differ, but by noise alone: of any two that do, some neighbours do."""
    below, above = columns[:-1], columns[1:]
    gap = above - below
    noise = UNITS * np.spacing(np.maximum(np.abs(below), np.abs(above)))
    return np.asarray((gap > 0) & (gap <= noise))


def _first_of_chain(values: FloatArray) -> IntArray:
    """Return for each of sorted, distinct values the place of the smallest that it is linked to.

    Not only neighbours are linked: below a power of two units in the last
    place halve, so that 1 reaches over a value that does not reach 1's others.
    """
    noise = UNITS * np.spacing(np.abs(values))
    first = np.searchsorted(values, values - noise)
    last = np.searchsorted(values, values + noise, side="right") - 1
    spans = np.zeros(len(values), dtype=np.int64)  # how many spans cover the step to the next value
    np.add.at(spans, first, 1)
    np.add.at(spans, last, -1)
    starts = np.concatenate([[True], np.cumsum(spans)[:-1] == 0])
    return np.asarray(np.flatnonzero(starts)[np.cumsum(starts) - 1])
