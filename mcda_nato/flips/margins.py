"""By how much each alternative is ahead of the first, in a form whose roots are known, while one number moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.flips import scale_factors
from mcda_nato.methods import scores
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.scales import Bound, built_in_name

Factor: TypeAlias = Callable[[FloatArray, FloatArray, float], FloatArray]
_FACTORS: dict[str, Factor] = {
    "minmax": scale_factors.minmax_factor,
    "vector": scale_factors.vector_factor,
    "total": scale_factors.total_factor,
    "maximum": scale_factors.maximum_factor,
    "fixed": scale_factors.no_factor,
}


def factor_of(method: Method | PymcdmMethod) -> Factor | None:
    """Return what makes the scaled values polynomials while a cell moves, `None` for a scale of the caller's own."""
    if not isinstance(method, Method):
        return None
    return _FACTORS.get(built_in_name(method.scale) or "")


def power_of(method: Method | PymcdmMethod) -> int | None:
    """Return how often a divisor of the scaled values divides the margins, `None` where these have no known form."""
    if not isinstance(method, Method):
        return None
    if method.key is scores.weighted_sum:
        return 1
    key = method.key.function if isinstance(method.key, Bound) else method.key
    return 4 if key is scores.distance_ratio else None


def margins(method: Method, values: FloatArray, weights: FloatArray, first: int) -> FloatArray:
    """Return by how much each is ahead of the first, ``(..., m)``, from scaled values ``(..., m, n)``."""
    if method.key is scores.weighted_sum:
        return linear_margins(values, weights, first)
    given = dict(method.key.arguments) if isinstance(method.key, Bound) else {}
    best = np.asarray(given["ideal"]) if "ideal" in given else values.max(axis=-2, keepdims=True)
    worst = np.asarray(given["anti_ideal"]) if "anti_ideal" in given else values.min(axis=-2, keepdims=True)
    return ratio_margins((values - worst) ** 2, (values - best) ** 2, weights, first)


def linear_margins(values: FloatArray, weights: FloatArray, first: int) -> FloatArray:
    """Return ``s_k - s_first``, ``(..., m)``."""
    scores = np.einsum("...mn,...n->...m", values, weights)
    return np.asarray(scores - scores[..., first, None])


def ratio_margins(to_worst: FloatArray, to_best: FloatArray, weights: FloatArray, first: int) -> FloatArray:
    """Return ``d-_k d+_first - d-_first d+_k`` of squared distances, ``(..., m)``."""
    worst, best = (np.einsum("...mn,...n->...m", squares, weights**2) for squares in (to_worst, to_best))
    return np.asarray(worst * best[..., first, None] - worst[..., first, None] * best)
