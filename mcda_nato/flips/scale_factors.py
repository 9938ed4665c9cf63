"""What turns the scaled values of a column into polynomials while one of its cells moves.

The cell is x ``(...,)`` beside the others ``(m - 1,)``; between breaks at the
smallest and largest of the others, values times the factor are polynomials of
degree at most two.
"""

import numpy as np

from mcda_nato.arrays import FloatArray


def no_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return 1: fixed bounds are linear."""
    del others, sense
    return np.ones_like(x)


def minmax_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the spread of the column."""
    del sense
    return np.maximum(x, others.max()) - np.minimum(x, others.min())


def total_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the sum, and x times the sum of the inverses for a cost."""
    return others.sum() + x if sense > 0 else x * (1.0 / others).sum() + 1.0


def maximum_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the largest, and x for a cost."""
    return np.maximum(x, others.max()) if sense > 0 else x


def vector_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return ``1 + t**2``: x and the norm are quotients of quadratics in the t of `to_parameter`."""
    del sense
    return 1.0 + to_parameter(x, others) ** 2


def to_parameter(x: FloatArray, others: FloatArray) -> FloatArray:
    """Return t with ``x = r 2t / (1 - t**2)``, so that ``||(x, others)|| = r (1 + t**2) / (1 - t**2)``.

    r is the norm of the others, 1 where these are all 0.
    """
    ratio = x / _norm(others)
    return np.asarray(ratio / (1.0 + np.hypot(1.0, ratio)))


def from_parameter(t: FloatArray, others: FloatArray) -> FloatArray:
    """Return x from t."""
    return np.asarray(_norm(others) * 2.0 * t / ((1.0 - t) * (1.0 + t)))


def _norm(others: FloatArray) -> float:
    return float(np.hypot.reduce(others)) or 1.0
