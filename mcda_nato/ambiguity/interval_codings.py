"""Codings: tables within their intervals, and those that part two alternatives the most.

A coding is one table within the box ``[low, high]`` of shape ``(m, n)``. A
score that is a sum over criteria compares two alternatives column by column,
and no column sees another: the coding that parts them the most is found in
each column alone. Here a = v_i and b = v_k are the two compared, oriented so
that larger is better, and the rest of the column moves only the scale.

* fixed: ``(a - b) / constant``.
* minmax: ``(a - b) / (max - min)`` rises in a and falls in b whatever the rest
  is, also across the jump at a column without spread (-1, 0, 1). Where a > b
  the rest is best between the two, which need not be an end of its interval;
  where a < b the spread must be widest: one other cell up, the remaining down.
* total, maximum: with ``z = x`` or ``1 / x`` of a cost, ``(a - b) / sum(z)``
  has the derivative ``(2 b + rest) / sum^2 >= 0`` in a, and ``(a - b) / max(z)``
  rises in a too; the rest at its worst where a > b, at its best where a < b.
* vector: ``(a - b) / ||x||`` has in a the sign of ``b^2 + rest^2 + a b``, which
  may change where a and b differ in sign: the ends of both and the stationary
  point of each edge are tried. The rest is as near to 0 as it can be where
  a > b, as far from it where a < b.
"""

import numpy as np

from mcda_nato.arrays import FloatArray


def ends(low: FloatArray, high: FloatArray, senses: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the best and the worst end of each interval, ``(m, n)`` each."""
    return np.where(senses > 0, high, low), np.where(senses > 0, low, high)


def opposed(low: FloatArray, high: FloatArray, senses: FloatArray) -> FloatArray:
    """Return ``(2, m, m, n)``: alternative i at its best and the rest at their worst, and the reverse."""
    m = len(low)
    best, worst = ends(low, high, senses)
    mine = np.eye(m, dtype=bool)[:, :, None]
    return np.stack([np.where(mine, best, worst), np.where(mine, worst, best)])


def widest(low: FloatArray, high: FloatArray, senses: FloatArray, scale: str) -> FloatArray:
    """Return ``(m, m, m, n)``: the coding in which v_i - v_k is largest in every column, for each (i, k)."""
    best, worst = ends(low, high, senses)
    m, n = low.shape
    at = np.arange(m)
    mine, theirs = np.broadcast_arrays(best[:, None], worst[None, :])  # (m, m, n)
    ahead = (mine - theirs) * senses > 0
    if scale == "vector":
        tables = np.clip(_vector(low, high, senses), low, high)
    elif scale == "minmax":
        near = np.clip(mine[:, :, None], low, high)
        tables = np.where(ahead[:, :, None], near, _spread(best, worst))
    else:
        tables = np.where(ahead[:, :, None], worst, best)
    if scale != "vector":
        tables[at, :, at] = best[:, None]
        tables[:, at, at] = worst
    return np.where(np.eye(m, dtype=bool)[:, :, None, None], np.broadcast_to(worst, (m, m, m, n)), tables)


def _spread(best: FloatArray, worst: FloatArray) -> FloatArray:
    """Return the codings with i at its best and k at its worst in which the column spreads the most."""
    m = len(best)
    at = np.arange(m)
    tables = np.broadcast_to(worst, (m, m, *worst.shape)).copy()
    tables[at, :, at] = best[:, None]
    tables[:, at, at] = worst
    found, width = tables.copy(), np.ptp(tables, axis=2)
    for up in range(m):  # all others down but this one
        tried = tables.copy()
        tried[:, :, up] = best[up]
        tried[:, up, up] = worst[up]
        wider = np.ptp(tried, axis=2)
        found = np.where((wider > width)[:, :, None], tried, found)
        width = np.maximum(wider, width)
    return found


def _vector(low: FloatArray, high: FloatArray, senses: FloatArray) -> FloatArray:
    size = np.maximum(np.abs(low), np.abs(high)).max(axis=0)
    size = np.where(size > 0, size, 1.0)  # so that no square overflows
    low, high = low / size, high / size
    best, worst = (end * senses for end in ends(low, high, senses))
    at = np.arange(len(low))
    ahead = best[:, None] > worst[None, :]
    near, far = np.clip(0.0, low, high), np.where(np.abs(high) >= np.abs(low), high, low)
    tables = np.where(ahead[:, :, None], near, far)
    tables[at, :, at] = tables[:, at, at] = 0.0
    rest = (tables * tables).sum(axis=2)
    (a1, b1), (a0, b0) = (np.broadcast_arrays(end[:, None], end[None, :]) for end in (best, worst))
    pairs = [(a1, b0), (a1, b1), (a0, b0), (a0, b1)]
    pairs += [(a, np.clip(_stationary(a, rest), b0, b1)) for a in (a1, a0)]
    pairs += [(np.clip(_stationary(b, rest), a0, a1), b) for b in (b0, b1)]
    a, b = np.array(pairs).transpose(1, 0, 2, 3, 4)
    norm = np.sqrt(a * a + b * b + rest)
    value = (a - b) / np.where(norm > 0, norm, 1.0)
    pick = value.argmax(axis=0)[None]
    tables[at, :, at] = np.take_along_axis(a, pick, axis=0)[0] * senses
    tables[:, at, at] = np.take_along_axis(b, pick, axis=0)[0] * senses
    return tables * size


def _stationary(fixed: FloatArray, rest: FloatArray) -> FloatArray:
    """Return where ``(a - b) / sqrt(a^2 + b^2 + rest)`` has no slope in one while the other is fixed."""
    return -(fixed * fixed + rest) / np.where(fixed != 0, fixed, np.inf)


def corners(low: FloatArray, high: FloatArray) -> FloatArray:
    """Return every table of ends, ``(2^u, m, n)`` for u cells that are not crisp."""
    cells = np.argwhere(low != high)
    chosen = (np.arange(1 << len(cells))[:, None] >> np.arange(len(cells))) & 1
    tables = np.repeat(low[None], len(chosen), axis=0)
    for u, (i, j) in enumerate(cells):
        tables[chosen[:, u] == 1, i, j] = high[i, j]
    return tables


def neighbours(table: FloatArray, choices: FloatArray, columns: FloatArray) -> FloatArray:
    """Return the tables that differ from one in a single cell or in a single column.

    `choices` ``(c, m, n)`` are other values of each cell, `columns` ``(d, m, n)``
    tables to take whole columns from; what does not differ is left out.
    """
    found = []
    for values in choices:
        for i, j in np.argwhere(values != table):
            changed = table.copy()
            changed[i, j] = values[i, j]
            found.append(changed)
    for values in columns:
        for j in np.flatnonzero((values != table).any(axis=0)):
            changed = table.copy()
            changed[:, j] = values[:, j]
            found.append(changed)
    return np.array(found).reshape(-1, *table.shape)
