"""Sets and distributions of weights, and how scenarios are drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.random import Generator

from mcda_nato.arrays import Buffers, FloatArray, NotReal, to_floats
from mcda_nato.errors import WeightsError
from mcda_nato.geometry import polytopes
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.preferences import sampling
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


@dataclass(frozen=True)
class Simplex:
    """Weights uniform on the simplex, or on the part that constraints leave.

    Parameters
    ----------
    lower, upper : dict of str to float, optional
        Bounds of weights, by criterion name.
    order : sequence of str, or of such sequences, optional
        Criteria from the most to the least important, all or some of them;
        several chains make a partial order.
    ratios : dict of (str, str) to (float, float), optional
        ``{("A", "B"): (1, 3)}``: the weight of A is one to three times that of
        B; infinity for no upper limit.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> cautious = mn.Simplex(lower={"Risk Exposure": 0.3}, order=["Risk Exposure", "Speed of Integration"])
    >>> mn.sweep(mn.load_models(), n=10_000, weights=cautious).best
    ('Strategic Partnership',)
    """

    lower: Mapping[str, float] = field(default_factory=dict)
    upper: Mapping[str, float] = field(default_factory=dict)
    order: Sequence[str] | Sequence[Sequence[str]] = ()
    ratios: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def constraints(self, criteria: Sequence[str]) -> list[tuple[str, FloatArray, float]]:
        """Return every constraint as words and a row ``a.w <= b``; raise where one is no constraint."""
        place = {name: j for j, name in enumerate(criteria)}
        unit = np.eye(len(criteria))

        def at(name: object, what: str) -> FloatArray:
            if not isinstance(name, str) or name not in place:
                raise WeightsError(f"{what}: unknown {quoted(name)}{hint(name, criteria)}; expected {listed(criteria)}")
            return unit[place[name]]

        rows = [(f"{quoted(name)} >= 0", -unit[j], 0.0) for name, j in place.items()]
        for sign, what, word in ((-1.0, "lower", ">="), (1.0, "upper", "<=")):
            for name, value in _mapping(getattr(self, what), what).items():
                bound = _number(value, f"{what} of {quoted(name)}", 0.0, 1.0)
                rows.append((f"{quoted(name)} {word} {bound:g}", sign * at(name, what), sign * bound))
        for chain in _chains(self.order):
            for name in chain:
                at(name, "order")
            if len(set(chain)) != len(chain):
                raise WeightsError(f"order names a criterion twice: {listed(chain)}")
            for more, less in pairwise(chain):
                rows.append((f"{quoted(more)} >= {quoted(less)}", at(less, "order") - at(more, "order"), 0.0))
        for pair, limits in _mapping(self.ratios, "ratios").items():
            rows.extend(_ratio_rows(pair, limits, at))
        return rows


def _ratio_rows(
    pair: object, limits: object, at: Callable[[object, str], FloatArray]
) -> Iterable[tuple[str, FloatArray, float]]:
    if not (isinstance(pair, tuple) and len(pair) == 2 and pair[0] != pair[1]):
        raise WeightsError(f"ratios: a pair must be a tuple of two different names, got {literal(pair)}")
    if not (isinstance(limits, (tuple, list)) and len(limits) == 2):
        raise WeightsError(
            f"ratios of {quoted(pair[0])} to {quoted(pair[1])}: give (lowest, highest), got {literal(limits)}"
        )
    above, below = at(pair[0], "ratios"), at(pair[1], "ratios")
    what = f"{quoted(pair[0])} / {quoted(pair[1])}"
    low = _number(limits[0], f"ratios of {what}", 0.0, 1e6)
    high = np.inf if limits[1] in (None, np.inf) else _number(limits[1], f"ratios of {what}", 0.0, 1e6)
    if low > high:
        raise WeightsError(f"ratios of {what}: the lowest, {low:g}, exceeds the highest, {high:g}")
    yield (f"{what} >= {low:g}", low * below - above, 0.0)
    if high < np.inf:
        yield (f"{what} <= {high:g}", above - high * below, 0.0)


@dataclass(frozen=True)
class Dirichlet:
    """Weights with a Dirichlet distribution.

    Parameters
    ----------
    mean : weights, shape (n,)
        In any form that `evaluate` takes; a weight of 0 stays 0.
    concentration : float
        Sum of the shape parameters: the larger, the nearer to the mean.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> near_urgent = mn.Dirichlet(mn.load_profiles()["urgent_security"], concentration=200)
    >>> mn.sweep(mn.load_models(), n=10_000, weights=near_urgent).best
    ('Hybrid Integration',)
    """

    mean: Any
    concentration: float


@dataclass(frozen=True)
class Around:
    """Weights around given ones; see `around`."""

    weights: Any
    spread: float


def around(weights: Any, spread: float) -> Around:
    """Return weights around given ones: a Dirichlet distribution of known spread.

    Parameters
    ----------
    weights : weights, shape (n,)
        The mean, in any form that `evaluate` takes.
    spread : float
        Largest standard deviation of a weight.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.sweep(mn.load_models(), n=10_000, weights=mn.around(None, 0.02)).best
    ('Strategic Partnership',)
    """
    return Around(weights, _number(spread, "spread", 0.0, 0.5))


WeightSet: TypeAlias = Simplex | Dirichlet | Around


def resolve_sampler(weights: WeightSet, criteria: Sequence[str]) -> Sampler:
    """Return how scenarios are drawn from a set or distribution of weights."""
    if isinstance(weights, Simplex):
        return _simplex_sampler(weights, criteria)
    given = weights.mean if isinstance(weights, Dirichlet) else weights.weights
    mean = resolve_weights(given, criteria)
    if mean.ndim != 1:
        raise WeightsError("the mean of a distribution of weights must be one set of weights, not a table of scenarios")
    if isinstance(weights, Dirichlet):
        concentration = _number(weights.concentration, "concentration", 0.0, 1e12)
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


def feasible(rows: list[tuple[str, FloatArray, float]]) -> polytopes.Polytope:
    """Return the weights that satisfy all constraints; name those that conflict where there are none."""
    body = polytopes.polytope(np.array([row for _, row, _ in rows]), np.array([bound for *_, bound in rows]))
    if body is None:
        raise WeightsError(f"no weights satisfy all of these: {', '.join(_conflict(rows))}; change one of them")
    return body


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


def _conflict(rows: list[tuple[str, FloatArray, float]]) -> list[str]:
    """Return the words of an irreducible conflict: without any one of them there is none."""
    kept = list(rows)
    n = rows[0][1].size
    for row in [*rows[n:], *rows[:n]]:  # what the user said goes first, that weights are non-negative last
        fewer = [other for other in kept if other is not row]
        if not fewer:
            break
        matrix, bounds = np.array([values for _, values, _ in fewer]), np.array([bound for _, _, bound in fewer])
        if polytopes.largest_slack(matrix, bounds, np.ones(len(fewer), dtype=bool))[0] is None:
            kept = fewer
    words = [text for text, _, _ in kept if not text.endswith(" >= 0")]
    return [*words, "the weights are non-negative and sum to 1"]


def _mapping(given: Any, what: str) -> Mapping[Any, Any]:
    if isinstance(given, pd.Series):
        return dict(given)
    if not isinstance(given, Mapping):
        raise WeightsError(f"{what} must be a mapping by criterion name, got {literal(given)}")
    return given


def _chains(order: Any) -> list[list[Any]]:
    if isinstance(order, str) or not isinstance(order, (Sequence, np.ndarray)):
        raise WeightsError(f"order must be a sequence of criterion names or of such sequences, got {literal(order)}")
    if all(isinstance(name, str) for name in order):
        return [list(order)]
    if any(isinstance(chain, str) or not isinstance(chain, (Sequence, np.ndarray)) for chain in order):
        raise WeightsError(f"order must be one sequence of criterion names or several, got {literal(order)}")
    return [list(chain) for chain in order]


def _number(value: Any, what: str, low: float, high: float) -> float:
    try:
        floats = to_floats([value])
    except NotReal as entry:
        raise WeightsError(
            f"{what} {entry.reason}: {literal(entry.value)}; give a number from {low:g} to {high:g}"
        ) from None
    if floats.shape != (1,) or not low <= floats[0] <= high:
        raise WeightsError(f"{what} must be a number from {low:g} to {high:g}, got {literal(value)}")
    return float(floats[0])
