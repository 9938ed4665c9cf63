"""How scenarios of weights are drawn from sets and distributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.random import Generator

from mcda_nato.arrays import Buffers, FloatArray
from mcda_nato.errors import WeightsError
from mcda_nato.geometry import polytopes
from mcda_nato.preferences import sampling
from mcda_nato.preferences.weight_sets import Dirichlet, Simplex, WeightSet, feasible, number_between
from mcda_nato.preferences.weights import resolve_weights

#: Criteria and vertices up to which a set is triangulated; beyond, hit-and-run.
LARGEST_TRIANGULATION = (7, 400)


class Sampler(Protocol):
    """Weights of scenarios, a column each.

    `dimension` is the number of uniforms that `transform` turns into one
    scenario; `None` where there is no such transform. `independent` says
    whether scenarios of one block are.
    """

    @property
    def independent(self) -> bool:
        """Whether scenarios of one block are independent."""

    @property
    def dimension(self) -> int | None:
        """Number of uniforms that make one scenario."""

    @property
    def centre(self) -> FloatArray:
        """Weights in the middle of the set, shape (n,)."""

    @property
    def identity(self) -> FloatArray:
        """Numbers that tell this way of drawing from others."""

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:
        """Return ``(n, count)`` weights with column sums 1."""

    def transform(self, uniforms: FloatArray) -> FloatArray:
        """Return ``(n, c)`` weights from ``(dimension, c)`` uniforms."""


@dataclass(frozen=True)
class _SimplexSampler:
    """Uniform on the whole simplex."""

    n: int
    independent: bool = True

    @property
    def identity(self) -> FloatArray:
        return np.array([self.n], dtype=np.float64)

    @property
    def dimension(self) -> int:
        return self.n - 1

    @property
    def centre(self) -> FloatArray:
        return np.full(self.n, 1.0 / self.n)

    def transform(self, uniforms: FloatArray) -> FloatArray:
        return sampling.simplex(uniforms)

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:
        return sampling.simplex(rng.random(out=buffers("uniforms", (self.dimension, count))), buffers)


@dataclass(frozen=True, eq=False)
class _CornerSampler:
    """Uniform on a polytope: one simplex, or several with the cumulative shares of their volumes."""

    parts: FloatArray
    cumulative: FloatArray
    independent: bool = True

    @property
    def identity(self) -> FloatArray:
        return np.append(self.parts.ravel(), self.cumulative)

    @property
    def dimension(self) -> int:
        return self.parts.shape[1] - 1 + (len(self.parts) > 1)

    @property
    def centre(self) -> FloatArray:
        shares = np.diff(self.cumulative, prepend=0.0)
        return np.asarray(shares @ self.parts.mean(axis=1))

    def transform(self, uniforms: FloatArray) -> FloatArray:
        if len(self.parts) == 1:
            return sampling.combine(self.parts[0], sampling.simplex(uniforms))
        return sampling.triangulated(self.parts, self.cumulative, uniforms)

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:
        return self.transform(rng.random(out=buffers("uniforms", (self.dimension, count))))


@dataclass(frozen=True, eq=False)
class FixedSampler:
    """The same weights in every scenario."""

    centre: FloatArray
    independent: bool = True

    @property
    def identity(self) -> FloatArray:
        """Return the weights themselves."""
        return self.centre

    @property
    def dimension(self) -> int:
        """No uniforms."""
        return 0

    def transform(self, uniforms: FloatArray) -> FloatArray:
        """Return the weights once a scenario."""
        return np.repeat(self.centre[:, None], uniforms.shape[1], axis=1)

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:  # noqa: ARG002 - nothing is random
        """Return the weights `count` times."""
        return self.transform(np.empty((0, count)))


@dataclass(frozen=True, eq=False)
class _WalkSampler:
    """Nearly uniform on a polytope that is too large to triangulate."""

    body: polytopes.Polytope
    independent: bool = False

    @property
    def identity(self) -> FloatArray:
        return np.concatenate([part.ravel() for part in (self.body.origin, self.body.basis, self.body.half_spaces)])

    @property
    def dimension(self) -> None:
        return None

    @property
    def centre(self) -> FloatArray:
        return self.body.origin

    def transform(self, uniforms: FloatArray) -> FloatArray:  # noqa: ARG002 - there is none
        raise WeightsError(
            "this set of weights is too large to triangulate; quasi-random sampling is not available on it"
        )

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:  # noqa: ARG002
        places = sampling.hit_and_run(rng, self.body.half_spaces, np.zeros(self.body.dimension), count)
        return (self.body.origin + places @ self.body.basis).T.clip(min=0.0)


@dataclass(frozen=True, eq=False)
class _DirichletSampler:
    shape: FloatArray  # zero where the mean is
    independent: bool = True

    @property
    def identity(self) -> FloatArray:
        return self.shape

    @property
    def dimension(self) -> int:
        return 2 * int((self.shape > 0).sum())

    @property
    def centre(self) -> FloatArray:
        return np.asarray(self.shape / self.shape.sum())

    def _spread(self, shares: FloatArray) -> FloatArray:
        columns = np.zeros((len(self.shape), shares.shape[1]))
        columns[self.shape > 0] = shares
        return columns

    def transform(self, uniforms: FloatArray) -> FloatArray:
        from scipy.special import gammaincinv

        shape = self.shape[self.shape > 0, None]
        draws, powers = uniforms[: len(shape)], uniforms[len(shape) :]
        return self._spread(sampling.shares(np.log(gammaincinv(shape + 1.0, draws)) + np.log(powers) / shape))

    def draw(self, rng: Generator, count: int, buffers: Buffers) -> FloatArray:  # noqa: ARG002
        return self._spread(sampling.gamma_shares(rng, self.shape[self.shape > 0], count))


def resolve_sampler(weights: WeightSet, criteria: Sequence[str]) -> Sampler:
    """Return how scenarios are drawn from a set or distribution of weights."""
    if isinstance(weights, Simplex):
        return _simplex_sampler(weights, criteria)
    given = weights.mean if isinstance(weights, Dirichlet) else weights.weights
    mean = resolve_weights(given, criteria)
    if mean.ndim != 1:
        raise WeightsError("the mean of a distribution of weights must be one set of weights, not a table of scenarios")
    if isinstance(weights, Dirichlet):
        concentration = number_between(weights.concentration, "concentration", 0.0, 1e12)
    else:
        variance = mean * (1.0 - mean)
        if weights.spread**2 >= variance.max():
            raise WeightsError(
                f"spread is {weights.spread:g}; around these weights it must be below {np.sqrt(variance.max()):.6g}"
            )
        concentration = float(variance.max() / weights.spread**2 - 1.0) if weights.spread > 0 else 0.0
    if not concentration > 0:
        raise WeightsError("concentration and spread must be positive; use one set of weights for no spread at all")
    return _DirichletSampler(mean * concentration)


def _simplex_sampler(weights: Simplex, criteria: Sequence[str]) -> Sampler:
    rows = weights.constraints(criteria)
    if len(rows) == len(criteria):
        return _SimplexSampler(len(criteria))
    try:
        return _polytope_sampler(rows)
    except polytopes.DegenerateError as error:
        raise WeightsError(f"the set of weights is too thin to draw from: {error}") from None


def _polytope_sampler(rows: list[tuple[str, FloatArray, float]]) -> Sampler:
    body = feasible(rows)
    most_criteria, most_corners = LARGEST_TRIANGULATION
    if body.dimension < most_criteria:
        corners = polytopes.vertices(body)
        if len(corners) <= most_corners:
            parts, volumes = polytopes.triangulation(corners)
            cumulative = np.cumsum(volumes)
            return _CornerSampler(_clean(body.origin + parts @ body.basis), cumulative / cumulative[-1])
    elif (simple := _as_simplex(body)) is not None:
        return _CornerSampler(_clean(simple)[None], np.ones(1))
    return _WalkSampler(polytopes.rounded(body))


def _as_simplex(body: polytopes.Polytope) -> FloatArray | None:
    """Return the vertices of a polytope that is a simplex, whatever its dimension."""
    if len(body.half_spaces) > 3 * (body.dimension + 1):
        return None
    corners = polytopes.vertices(body)
    return body.origin + corners @ body.basis if len(corners) == body.dimension + 1 else None


def _clean(points: FloatArray) -> FloatArray:
    """Return weights with rounding errors at 0 removed and sums of 1."""
    points = np.where(points < 1e-13, 0.0, points)
    return np.asarray(points / points.sum(axis=-1, keepdims=True))
