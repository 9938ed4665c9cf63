"""Alternatives that reverse the order of others, searched for in a box of ratings.

For scores that are sums over criteria, the difference of two alternatives
depends on the ratings of a third through one positive factor a criterion, which
is monotone between the extremes of the column. So the best rating of the third
is found criterion by criterion among the ends of its box and the extremes of
the column, whatever the others are: what is found is the optimum.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

#: Rows of a grid of candidates up to which all combinations are tried.
LARGEST_GRID = 4096
_HOPEFUL = 24  # pairs for which a search goes on
_STEPS = 9  # ratings a criterion when one is improved at a time

#: ``rows (r, n) -> keys (r, s)`` of the others when a row is there, and their bars.
Keys = Callable[[FloatArray], tuple[FloatArray, FloatArray]]


def candidates(others: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the ratings of each criterion at which a factor may be extreme, ``(c, n)``, inside the box."""
    zero = np.zeros_like(low)
    found = np.stack([low, high, others.min(axis=0), others.max(axis=0), zero])
    return np.clip(found, low, high)


def separable_optima(scaled: FloatArray, rows: FloatArray, weights: FloatArray) -> FloatArray:
    """Return, for each ordered pair of others, the row under which the first is furthest behind the second.

    Parameters
    ----------
    scaled : shape (c, s, n)
        Scaled ratings of the others when the third has candidate c everywhere.
    rows : shape (c, n)
    weights : shape (n,)

    Returns
    -------
    ndarray, shape (s, s, n)
    """
    lead = (scaled[:, :, None, :] - scaled[:, None, :, :]) * weights
    best = np.where(np.isnan(lead), np.inf, lead).argmin(axis=0)  # (s, s, n); NaN where the scale is undefined
    return np.asarray(np.take_along_axis(rows[:, None, None, :], best[None], axis=0)[0])


def grid(ratings: FloatArray, most: int = LARGEST_GRID) -> FloatArray:
    """Return combinations of candidate ratings: of all, or of the first where they are too many."""
    count, n = ratings.shape
    take = max((k for k in range(1, count + 1) if k**n <= most), default=1)
    columns = [np.unique(ratings[:take, j]) for j in range(n)]
    if take > 1:
        return np.array(list(product(*columns)))
    one_high = np.where(np.eye(n, dtype=bool), ratings[1], ratings[0])  # ends of the box, one or all turned
    one_low = np.where(np.eye(n, dtype=bool), ratings[0], ratings[1])
    return np.unique(np.vstack([ratings[:2], one_high, one_low]), axis=0)


def whole_numbers(low: FloatArray, high: FloatArray) -> FloatArray:
    """Return all combinations of whole numbers in the box, as codes are; none where they are too many."""
    first, last = np.ceil(low), np.floor(high)
    with np.errstate(over="ignore"):
        count = np.prod(np.maximum(last - first + 1.0, 0.0))
    if not 0 < count <= LARGEST_GRID:
        return np.empty((0, len(low)))
    columns = [one + np.arange(other - one + 1.0) for one, other in zip(first, last, strict=True)]
    return np.array(list(product(*columns)))


def reversing(keys: Keys, rows: FloatArray, ahead: BoolArray) -> BoolArray:
    """Return which rows put the second of a pair ahead that was strictly behind."""
    first, second = np.argwhere(ahead).T
    key, bar = keys(rows)
    with np.errstate(invalid="ignore"):
        return np.asarray((key[:, second] > bar[:, first]).any(axis=1))


def searched(
    keys: Keys, start: FloatArray, ahead: BoolArray, low: FloatArray, high: FloatArray, rounds: int
) -> FloatArray:
    """Search rows under which pairs reverse, for any method.

    All of `start` is tried for each pair that was strictly ahead; for those
    nearest to a reversal one criterion after another is then improved. Returns
    a row for each of these.
    """
    pairs = np.argwhere(ahead)
    if len(pairs) == 0 or len(start) == 0:
        return np.empty((0, start.shape[1]))
    first, second = pairs.T
    best, value = _best_of(keys, start, first, second)
    hopeful = np.argsort(-value, kind="stable")[:_HOPEFUL]
    best, value, first, second = best[hopeful], value[hopeful], first[hopeful], second[hopeful]
    n = start.shape[1]
    for _ in range(rounds):
        before = value.copy()
        for j in range(n):
            ratings = np.linspace(low[j], high[j], _STEPS)
            rows = np.repeat(best, _STEPS, axis=0)
            rows[:, j] = np.tile(ratings, len(best))
            gain = _gains(keys, rows, np.repeat(first, _STEPS), np.repeat(second, _STEPS)).reshape(-1, _STEPS)
            at = gain.argmax(axis=1)
            better = gain.max(axis=1) > value
            best[better, j] = ratings[at[better]]
            value = np.maximum(value, gain.max(axis=1))
        if (value == before).all():
            break
    return best


def _gains(keys: Keys, rows: FloatArray, first: IntArray, second: IntArray) -> FloatArray:
    """Return by how much the second is ahead of the first under each row; -inf where undefined."""
    key, bar = keys(rows)
    at = np.arange(len(rows))
    return _lead(key[at, second], bar[at, first])


def _lead(key: FloatArray, bar: FloatArray) -> FloatArray:
    """Return how far a key is above a bar, relative to both; -inf where undefined."""
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        size = np.abs(key) + np.abs(bar)
        gain = np.where(np.isfinite(size), (key - bar) / np.where(size > 0, size, 1.0), np.sign(key - bar))
    return np.where(np.isnan(gain), -np.inf, gain)


def _best_of(keys: Keys, start: FloatArray, first: IntArray, second: IntArray) -> tuple[FloatArray, FloatArray]:
    key, bar = keys(start)
    gain = _lead(key[:, second], bar[:, first])
    return start[gain.argmax(axis=0)].copy(), gain.max(axis=0)
