"""What a method's comparisons are, as functions of the weights."""

from dataclasses import dataclass

import numpy as np

from mcda_nato import scoring
from mcda_nato.adapter import PymcdmMethod
from mcda_nato.arrays import FloatArray
from mcda_nato.method import Method
from mcda_nato.ranking import TOLERANCE
from mcda_nato.scale import Bound


@dataclass(frozen=True)
class Linear:
    """Scores ``values @ w``: weighted sum and AHP synthesis."""

    values: FloatArray  # (m, n)

    def differences(self) -> FloatArray:
        """Return ``a`` of shape (m, m, n): i precedes k where ``a[i, k] . w > 0``.

        Entries that the tie rule takes for equal are 0, so that a difference
        made of rounding errors is none.
        """
        values = self.values
        gaps = values[:, None, :] - values[None, :, :]
        gaps[np.abs(gaps) <= TOLERANCE * max(1.0, float(np.abs(values).max()))] = 0.0
        return gaps


@dataclass(frozen=True)
class Ratio:
    """Keys ``(to_worst @ w**2) / (to_best @ w**2)``: TOPSIS.

    i precedes k where ``(to_worst[i].u)(to_best[k].u) > (to_worst[k].u)(to_best[i].u)``
    with ``u = w**2``; the key is infinite where the divisor alone is 0, and 1
    where both are.
    """

    to_worst: FloatArray  # (m, n), squared
    to_best: FloatArray  # (m, n), squared


Form = Linear | Ratio


def form_of(method: Method | PymcdmMethod, performance: FloatArray, senses: FloatArray) -> Form | None:
    """Return the form of the comparisons under these performances, `None` where none is known."""
    if not isinstance(method, Method):
        return None
    values = method.scaled(performance, senses)
    if method.key is scoring.weighted_sum:
        return Linear(values)
    given: dict[str, FloatArray] = {}
    if isinstance(method.key, Bound) and method.key.function is scoring.distance_ratio:
        given = {name: np.asarray(point) for name, point in method.key.arguments}
    elif method.key is not scoring.distance_ratio:
        return None
    best = given.get("ideal", values.max(axis=-2, keepdims=True))
    worst = given.get("anti_ideal", values.min(axis=-2, keepdims=True))
    return Ratio((values - worst) ** 2, (values - best) ** 2)
