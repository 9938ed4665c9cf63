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
    largest, ratio, norm = _norms(performance)
    share = ratio / norm
    for j in np.flatnonzero(senses < 0):
        np.subtract(largest[..., j] > 0, share[..., j], out=share[..., j])
    return share


def total(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``x / sum(x)``, and ``(1/x) / sum(1/x)`` for a cost."""
    part = _ratio_to_best(performance, senses)
    return part / ordered_sum(part)


def maximum(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``x / max(x)``, and ``min(x) / x`` for a cost."""
    return _ratio_to_best(performance, senses)


def _ratio_to_best(performance: FloatArray, senses: FloatArray) -> FloatArray:
    ratio = np.empty_like(performance)  # in its memory layout
    for j, sense in enumerate(senses):
        column = performance[..., j]
        if sense > 0:
            np.divide(column, column.max(axis=-1, keepdims=True), out=ratio[..., j])
        else:
            np.divide(column.min(axis=-1, keepdims=True), column, out=ratio[..., j])
    return ratio


def fixed(performance: FloatArray, senses: FloatArray, *, low: FloatArray, high: FloatArray) -> FloatArray:
    """``(x - low) / (high - low)``, and ``(high - x) / (high - low)`` for a cost.

    Values outside the bounds are not clipped.
    """
    return (performance * senses - np.where(senses > 0, low, -high)) / (high - low)


# The same values less the worst of each column. TOPSIS needs differences alone,
# and these are formed before anything is divided, so that they keep their digits.


def vector_gaps(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``|x - worst| / ||x||``; a zero column becomes 0."""
    largest, _, norm = _norms(performance)
    return _gaps(performance, senses) / np.where(largest > 0, largest, 1.0) / norm


def _norms(performance: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the largest magnitudes, ratios to them and the norms of these; 1 for a zero column."""
    largest = np.abs(performance).max(axis=-2, keepdims=True)
    ratio = performance / np.where(largest > 0, largest, 1.0)  # at most 1, so that no square overflows
    norm = np.sqrt(ordered_sum(ratio * ratio))
    return largest, ratio, np.where(largest > 0, norm, 1.0)


def fixed_gaps(performance: FloatArray, senses: FloatArray, *, low: FloatArray, high: FloatArray) -> FloatArray:
    """``|x - worst| / (high - low)``."""
    return _gaps(performance, senses) / (high - low)


def maximum_gaps(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``(x - min) / max``, and ``min (max - x) / (max x)`` for a cost."""
    gaps = _gaps(performance, senses)
    for j, sense in enumerate(senses):
        column = performance[..., j]
        largest = column.max(axis=-1, keepdims=True)
        gaps[..., j] /= largest
        if sense < 0:
            gaps[..., j] *= column.min(axis=-1, keepdims=True) / column
    return gaps


def total_gaps(performance: FloatArray, senses: FloatArray) -> FloatArray:
    """``maximum_gaps`` over the sum of the values of ``maximum``."""
    return maximum_gaps(performance, senses) / ordered_sum(_ratio_to_best(performance, senses))


def _gaps(performance: FloatArray, senses: FloatArray) -> FloatArray:
    oriented = performance * senses
    return oriented - oriented.min(axis=-2, keepdims=True)
