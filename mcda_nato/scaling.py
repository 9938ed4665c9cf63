"""Scales: from performances and senses to values of which larger is better.

Each kernel takes ``(..., m, n)`` performances and ``(n,)`` senses (+1 benefit,
-1 cost) and returns ``(..., m, n)``. None validates: the domain that a scale
needs is checked where a `Method` is called.
"""

import numpy as np

from mcda_nato.arrays import FloatArray, ordered_sum


def minmax(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``(x - min) / (max - min)``, and ``(max - x) / (max - min)`` for a cost.

    A column without spread becomes 0: it cannot discriminate.
    """
    oriented = performance * senses
    lowest = oriented.min(axis=-2, keepdims=True)
    spread = oriented.max(axis=-2, keepdims=True) - lowest
    return (oriented - lowest) / np.where(spread > 0, spread, 1.0)


def vector(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``x / ||x||``, and ``1 - x / ||x||`` for a cost; a zero column becomes 0."""
    largest = np.abs(performance).max(axis=-2, keepdims=True)
    unit = np.where(largest > 0, largest, 1.0)
    ratio = performance / unit  # at most 1, so that no square overflows
    norm = np.sqrt(ordered_sum(ratio * ratio))
    share = ratio / np.where(largest > 0, norm, 1.0)
    return np.where(senses > 0, share, np.where(largest > 0, 1.0 - share, 0.0))


def total(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``x / sum(x)``, and ``(1/x) / sum(1/x)`` for a cost."""
    part = _ratio_to_best(performance, senses)
    return part / ordered_sum(part)


def maximum(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``x / max(x)``, and ``min(x) / x`` for a cost."""
    return _ratio_to_best(performance, senses)


def _ratio_to_best(performance: FloatArray, senses: FloatArray) -> FloatArray:
    benefit = performance / performance.max(axis=-2, keepdims=True)
    if (senses > 0).all():
        return benefit
    with np.errstate(divide="ignore", invalid="ignore"):  # a benefit may be 0
        cost = performance.min(axis=-2, keepdims=True) / performance
    return np.where(senses > 0, benefit, cost)


def fixed(performance: FloatArray, senses: FloatArray, *, low: FloatArray, high: FloatArray) -> FloatArray:
    """``(x - low) / (high - low)``, and ``(high - x) / (high - low)`` for a cost.

    Values outside the bounds are not clipped.
    """
    distance = np.where(senses > 0, performance - low, high - performance)
    return distance / (high - low)
