"""Scores: from scaled performances and weights to the number that is ranked.

Each kernel takes scaled performances ``(..., m, n)`` (larger is better) and
weights ``(..., n)`` and returns ``(..., m)``. Sums over criteria are
accumulated in the order of the criteria, never by a matrix product: a product
changes the last bits of a row with the shape of its batch, and integer codes
make exact ties common.
"""

import numpy as np

from mcda_nato.arrays import FloatArray, scenarios_last


def weighted_sum(scaled: FloatArray, weights: FloatArray) -> FloatArray:
    """``s_i = sum_j w_j v_ij``, added in the order of the criteria."""
    batch = np.broadcast_shapes(scaled.shape[:-2], weights.shape[:-1])
    total = scenarios_last((*batch, scaled.shape[-2]))
    term = np.empty_like(total)
    np.multiply(scaled[..., 0], weights[..., None, 0], out=total)
    for j in range(1, scaled.shape[-1]):
        np.multiply(scaled[..., j], weights[..., None, j], out=term)
        np.add(total, term, out=total)
    return total


def distance_ratio(
    scaled: FloatArray,
    weights: FloatArray,
    *,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
) -> FloatArray:
    """``r_i = d-_i^2 / d+_i^2``, the key that TOPSIS ranks.

    ``d+_i^2 = sum_j w_j^2 (v_ij - ideal_j)^2``, and ``d-`` likewise for the
    anti-ideal; these default to the best and worst scaled values. Infinite
    where ``d+`` alone is zero, 1 where both are.
    """
    best = scaled.max(axis=-2, keepdims=True) if ideal is None else ideal
    worst = scaled.min(axis=-2, keepdims=True) if anti_ideal is None else anti_ideal
    squares = weights * weights
    if scaled.ndim == 2:  # one table: both distances in one sum
        apart = np.empty((2, *(1,) * (weights.ndim - 1), *scaled.shape))
        np.subtract(scaled, best, out=apart[0])
        np.subtract(scaled, worst, out=apart[1])
        to_best, to_worst = weighted_sum(apart * apart, squares)
    else:
        to_best, to_worst = (weighted_sum((scaled - point) ** 2, squares) for point in (best, worst))
    both_zero = (to_worst == 0) & (to_best == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.divide(to_worst, to_best, out=to_worst)
    if both_zero.any():
        wide = np.broadcast_to(best > worst, scaled.shape).any(axis=-2)
        lost = (squares == 0) & (weights > 0) & wide  # too small to be squared
        ratio[both_zero & ~lost.any(axis=-1, keepdims=True)] = 1.0
    return ratio


def closeness(ratio: FloatArray) -> FloatArray:
    """``C_i = d-_i / (d+_i + d-_i)`` from ``r_i``: 1 where infinite, 0.5 where 1."""
    with np.errstate(divide="ignore"):
        return 1.0 / (1.0 + 1.0 / np.sqrt(ratio))


def unchanged(key: FloatArray) -> FloatArray:
    """Show what is ranked: the score of every method that ranks its score."""
    return key
