"""Probabilities of half-spaces of a simplex, in closed form."""

import numpy as np

from mcda_nato.arrays import FloatArray

_CHUNK = 1 << 13  # rows at a time: their arrays stay in the level-2 cache


def share_above(values: FloatArray) -> FloatArray:
    """Return P(a.w > 0) for w uniform on a simplex, from a at its corners.

    The recursion of Varsi (1973), all of whose terms are positive: A_0 = 0 and
    A_k = 1 for each non-positive value -y_k; each positive value x makes
    ``A_k = (y_k A_k + x A_(k-1)) / (x + y_k)``, k ascending; the last is 1 - P.

    Parameters
    ----------
    values : shape (rows, corners)

    Returns
    -------
    ndarray, shape (rows,)
        0 where no value is positive, also where all are 0.
    """
    share = np.empty(len(values))
    positive = (values > 0).sum(axis=1)
    for count in range(values.shape[1] + 1):
        rows = np.flatnonzero(positive == count)
        for start in range(0, len(rows), _CHUNK):
            part = rows[start : start + _CHUNK]
            share[part] = _varsi(values[part], count)
    return share


def _varsi(values: FloatArray, count: int) -> FloatArray:
    """Return the shares of rows with the same number of positive values."""
    corners = values.shape[1]
    if count in (0, corners):
        return np.full(len(values), float(count > 0))
    ordered = np.sort(values, axis=1).T  # so that neither the order of the corners nor the row's place matters
    below, above = -ordered[: corners - count], ordered[corners - count :]
    table = np.ones((len(below) + 1, len(values)))
    table[0] = 0.0
    for x in above:
        for k, y in enumerate(below, start=1):
            table[k] = (y * table[k] + x * table[k - 1]) / (x + y)
    return np.asarray(1.0 - table[-1])
