"""What a method's comparisons are, as functions of the weights."""

from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.methods import scores
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranks import TOLERANCE
from mcda_nato.methods.scales import Bound, built_in_name

_VAST = 2.0**500  # a cost beside which the least, of about 1, is nothing, and whose square is finite


@dataclass(frozen=True)
class Linear:
    """Scores ``values @ w``: weighted sum and AHP synthesis.

    Where the scale is one of the package's, `factors` turn differences of
    performances into differences of values: ``(x_i - x_k) factor``, divided by
    ``x_i x_k`` for the costs that a ratio scale inverts.
    """

    values: FloatArray  # (m, n)
    performance: FloatArray  # (m, n), the columns of a ratio scale in units of their own
    factors: FloatArray | None = None  # (n,)
    inverted: BoolArray | None = None  # (n,)

    def differences(self) -> FloatArray:
        """Return ``a`` of shape (m, m, n): i precedes k where ``a[i, k] . w > 0``.

        Every entry keeps its digits, however close two values are; a difference
        that the tie rule takes for none under all weights is 0.
        """
        if self.factors is None or self.inverted is None:
            gaps = self.values[:, None, :] - self.values[None, :, :]
        else:
            x = self.performance
            gaps = (x[:, None, :] - x[None, :, :]) * self.factors
            for j in np.flatnonzero(self.inverted):
                gaps[..., j] /= x[:, None, j] * x[None, :, j]
        gaps[np.abs(gaps).max(axis=-1) <= TOLERANCE * max(1.0, float(np.abs(self.values).max()))] = 0.0
        return gaps


def _linear(method: Method, performance: FloatArray, senses: FloatArray, values: FloatArray) -> Linear:
    name = built_in_name(method.scale)
    if name is None:
        return Linear(values, performance)
    inverted = (senses < 0) & method.scale.ratio
    columns = np.arange(len(senses))
    if method.scale.ratio:  # v = x / c for a benefit, c / x for a cost
        at = np.where(inverted, performance.argmin(axis=0), performance.argmax(axis=0)), columns
        performance = _in_own_units(performance, performance[at])
        x, v = performance[at], values[at]
        return Linear(values, performance, np.where(inverted, -v * x, v / x), inverted)
    if method.scale.bounds is not None:
        span = np.subtract(*method.scale.bounds[::-1])
    elif name == "minmax":
        span = np.ptp(performance, axis=0)
    else:
        largest = np.abs(performance).max(axis=0)
        span = largest * np.linalg.norm(performance / np.where(largest > 0, largest, 1.0), axis=0)
    factors = np.where(span > 0, senses / np.where(span > 0, span, 1.0), 0.0)
    return Linear(values, performance, factors, inverted)


def _in_own_units(performance: FloatArray, references: FloatArray) -> FloatArray:
    """Return columns in the power of two of their references: no digit changes, and no product of two overflows.

    A cost so large that only its value of 0 is left is as large as any other.
    """
    _, exponents = np.frexp(references)
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.minimum(np.ldexp(performance, -exponents), _VAST))


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
    if method.key is scores.weighted_sum:
        return _linear(method, performance, senses, values)
    given: dict[str, FloatArray] = {}
    if isinstance(method.key, Bound) and method.key.function is scores.distance_ratio:
        given = {name: np.asarray(point) for name, point in method.key.arguments}
    elif method.key is not scores.distance_ratio:
        return None
    best = given.get("ideal", values.max(axis=-2, keepdims=True))
    worst = given.get("anti_ideal", values.min(axis=-2, keepdims=True))
    return Ratio((values - worst) ** 2, (values - best) ** 2)
