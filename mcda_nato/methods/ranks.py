"""Ranks with one tie rule.

``rank_i = 1 + #{k : k precedes i}``, and *k precedes i* when the key of k is
above the *bar* of i: its own key plus what counts as a tie. Chains of near
ties follow from counting; nothing depends on the order of the alternatives.
"""

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray, criteria_sum

#: Scores that differ by less, relative to the larger of 1 and the largest, tie.
TOLERANCE = 1e-12
#: Ratios of squared distances that differ by a smaller factor tie.
RATIO = 1.0 + 2.0 * TOLERANCE

_FEW = 32  # alternatives up to which comparing pairs beats sorting


def absolute_bar(key: FloatArray, weights: FloatArray) -> FloatArray:
    """``s_i + 1e-12 max(sum(w), max|s|)``: indifferent to the sum of the weights."""
    size = np.maximum(criteria_sum(weights), np.abs(key).max(axis=-1))
    return key + TOLERANCE * size[..., None]


def ratio_bar(key: FloatArray, weights: FloatArray) -> FloatArray:
    """``r_i (1 + 2e-12)``, for the key of TOPSIS."""
    del weights  # the ratio does not change when they are multiplied by a number
    return key * RATIO


def competition_ranks(key: FloatArray, bar: FloatArray) -> IntArray:
    """Count who precedes whom: ``(..., m)`` keys and bars to ranks from 1."""
    if key.shape[-1] > _FEW:
        return _ranks_by_search(key, bar)
    ranks = np.ones_like(key, dtype=np.int64)
    for k in range(key.shape[-1]):
        ranks += key[..., k, None] > bar
    return ranks


def _ranks_by_search(key: FloatArray, bar: FloatArray) -> IntArray:
    m = key.shape[-1]
    ranks = np.empty(key.shape, dtype=np.int64)
    for index in np.ndindex(key.shape[:-1]):
        ordered = np.sort(key[index])
        ranks[index] = 1 + m - np.searchsorted(ordered, bar[index], side="right")
    return ranks


def lead(score: FloatArray) -> FloatArray:
    """Return the winner's lead as a share of the spread of the scores, ``(...,)``.

    0 where all scores are equal; NaN where there is no runner-up.
    """
    if score.shape[-1] == 1:
        return np.full(score.shape[:-1], np.nan)
    top = np.partition(score, -2, axis=-1)
    spread = top[..., -1] - score.min(axis=-1)
    return (top[..., -1] - top[..., -2]) / np.where(spread > 0, spread, 1.0)
