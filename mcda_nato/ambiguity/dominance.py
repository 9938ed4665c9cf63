"""Who precedes whom in every coding and for every weight of a set, and who in none.

From the widest differences ``d[i, k, j]``, the largest v_ij - v_kj over all
codings, shape ``(m, m, n)``. Both functions return ``(always, perhaps)``, two
``(m, m)`` tables: i precedes k everywhere (proven), and it is not excluded
that i precedes k somewhere.
"""

from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray

_SAFE = 1e-11  # more than what rounding does to a ratio of squared distances
_GENERATORS = 300  # products of weights up to which comparisons of ratios are tested


class Precedence(NamedTuple):
    """Tables ``(m, m)``: row precedes column everywhere; may precede it somewhere."""

    always: BoolArray
    perhaps: BoolArray


class Squares(NamedTuple):
    """Bounds ``(m, n)`` of the squared distances to the worst and to the best point, a column each."""

    worst_low: FloatArray
    worst_high: FloatArray
    best_low: FloatArray
    best_high: FloatArray


def by_sums(highest: FloatArray, tie: float, largest_tie: float) -> Precedence:
    """Return the precedence of weighted sums from ``highest[i, k]``, the largest s_i - s_k."""
    off = ~np.eye(len(highest), dtype=bool)
    return Precedence((-largest_tie > highest.T) & off, (highest > tie) & off)


def between_alternatives(differences: FloatArray) -> Squares:
    """Bound the distances to the best and worst value of each column, which move with the coding."""
    least = -differences.transpose(1, 0, 2)  # the smallest v_i - v_k
    diagonal = np.arange(len(differences))
    differences, least = differences.copy(), least.copy()
    differences[diagonal, diagonal] = least[diagonal, diagonal] = 0.0
    worst_high, best_high = differences.max(axis=1), differences.max(axis=0)
    worst_low, best_low = least.max(axis=1), (-differences).max(axis=1)
    return Squares(worst_low**2, worst_high**2, best_low**2, best_high**2)


def to_points(lowest: FloatArray, highest: FloatArray, worst: FloatArray, best: FloatArray) -> Squares:
    """Bound the distances of values in ``[lowest, highest]`` to given points."""
    bounds = []
    for point in (worst, best):
        near, far = np.abs(lowest - point), np.abs(highest - point)
        inside = (lowest <= point) & (point <= highest)
        bounds += [np.where(inside, 0.0, np.minimum(near, far)) ** 2, np.maximum(near, far) ** 2]
    return Squares(*bounds)


def by_ratios(squares: Squares, corners: FloatArray, ratio: float) -> Precedence:
    """Return what is certain of ratios of squared distances, for weights in the hull of ``(v, n)`` corners.

    `ratio` is the factor by which a key must exceed another. With one set of
    weights the keys are bounded; with several, i precedes k for all of them
    where ``W_i(u) B_k(u) - W_k(u) B_i(u)`` is positive for every pair of the
    products of two corners: the squared weights are in the cone of these.
    """
    m = len(squares.worst_low)
    off = ~np.eye(m, dtype=bool)
    if len(corners) == 1:
        low, high = _keys(squares, corners[0] ** 2)
        always = low[:, None] > high * ratio * (1.0 + _SAFE)
        return Precedence(always & off, (high[:, None] > low * ratio) & off)
    generators = _products(corners)
    worst_low, worst_high, best_low, best_high = (bound @ generators.T for bound in squares)
    always = np.zeros((m, m), dtype=bool)
    for i in range(m):
        for k in range(m):
            ahead, behind = np.outer(worst_low[i], best_low[k]), np.outer(worst_high[k], best_high[i])
            always[i, k] = (ahead + ahead.T > (behind + behind.T) * ratio * (1.0 + _SAFE)).all()
    return Precedence(always, ~always.T & off)


def _keys(squares: Squares, u: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bound the key: infinite where the distance to the best alone is 0, 1 where both are."""
    worst_low, worst_high, best_low, best_high = (bound @ u for bound in squares)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(best_high > 0, worst_low / best_high, np.where(worst_low > 0, np.inf, 1.0))
        high = np.where(best_low > 0, worst_high / best_low, np.where(worst_high > 0, np.inf, 1.0))
    return low, high


def _products(corners: FloatArray) -> FloatArray:
    """Return generators of a cone that holds ``w * w`` for every w in the hull of the corners."""
    if len(corners) * (len(corners) + 1) // 2 > _GENERATORS:
        return np.eye(corners.shape[1])
    a, b = np.triu_indices(len(corners))
    products = corners[a] * corners[b]
    return products[(products > 0).any(axis=1)]
