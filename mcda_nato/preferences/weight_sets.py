"""Sets and distributions of weights, and the constraints that define them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, to_floats
from mcda_nato.errors import WeightsError
from mcda_nato.geometry import polytopes
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.preferences.weights import HasPriorities, resolve_weights

_PERCENT = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*%\s*", re.ASCII)
_LARGEST_PERCENT = 1e6


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
                bound = number_between(value, f"{what} of {quoted(name)}", 0.0, 1.0)
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
    low = number_between(limits[0], f"ratios of {what}", 0.0, 1e6)
    high = np.inf if limits[1] in (None, np.inf) else number_between(limits[1], f"ratios of {what}", 0.0, 1e6)
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
    """Return weights around given ones, `spread` being the standard deviation of the one that varies most.

    A Dirichlet distribution: no weight is excluded, as `within` excludes those
    beyond a limit. Its concentration is ``c = max_j m_j (1 - m_j) / spread**2 - 1`` for means m,
    so that the weight that varies most has this standard deviation.

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
    return Around(weights, number_between(spread, "spread", 0.0, 0.5))


def within(weights: Any, share: str | float) -> Simplex:
    """Return all weights that differ from given ones by at most so much: a `Simplex` of bounds.

    ``w_j (1 - p) <= v_j <= w_j (1 + p)`` for a percentage p of each weight,
    ``w_j - d <= v_j <= w_j + d`` for a number d, both within 0 and 1; weights v
    are uniform on that set.

    Parameters
    ----------
    weights : weights, shape (n,)
        In any form that `evaluate` takes.
    share : str or float
        ``"20%"``: at most a fifth of itself, so that a weight of 0 stays 0. A
        number from 0 to 1: the largest difference of any weight.

    Returns
    -------
    Simplex

    Raises
    ------
    WeightsError
        Where the share is neither, or the weights are unusable.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.within({"price": 0.75, "range": 0.25}, "20%").lower
    {'price': 0.6, 'range': 0.2}
    >>> near = mn.within(mn.load_profiles()["urgent_security"], "20%")
    >>> mn.acceptance(mn.load_models(), weights=near).first_rank.round(2).to_dict()
    {'Incremental Enlargement': 0.0, 'Strategic Partnership': 0.32, 'Hybrid Integration': 0.68}
    """
    moves = _moves(share)
    names = _names_of(weights)
    if names is None:
        return _Within(weights=weights, moves=moves)
    return _bounded(names, _one_weighting(weights, names), moves)


@dataclass(frozen=True)
class _Within(Simplex):
    """Weights within bounds of ones that are given in order: the criteria are known where they are used."""

    weights: Any = None
    moves: tuple[float, float] = (0.0, 0.0)

    def constraints(self, criteria: Sequence[str]) -> list[tuple[str, FloatArray, float]]:
        return _bounded(criteria, _one_weighting(self.weights, criteria), self.moves).constraints(criteria)


def _bounded(names: Sequence[str], weights: FloatArray, moves: tuple[float, float]) -> Simplex:
    """Return the bounds of weights that move by a share of themselves and by a number, one of which is 0."""
    share, distance = moves
    reach = weights * share + distance
    sides = (weights - reach).clip(min=0.0), (weights + reach).clip(max=1.0)
    lower, upper = (dict(zip(names, side.tolist(), strict=True)) for side in sides)
    return Simplex(lower, upper)


def _names_of(weights: Any) -> list[str] | None:
    """Return the criteria that weights name themselves."""
    if not isinstance(weights, (Mapping, pd.Series, pd.DataFrame, type)) and isinstance(weights, HasPriorities):
        weights = weights.priorities()
    return list(weights.keys()) if isinstance(weights, (Mapping, pd.Series)) else None


def _one_weighting(weights: Any, criteria: Sequence[str]) -> FloatArray:
    """Return one set of weights, shape (n,), which a set or a distribution lies about."""
    found = resolve_weights(weights, criteria)
    if found.ndim != 1:
        raise WeightsError("give one set of weights to lie about, not a table of scenarios")
    return found


def _moves(share: Any) -> tuple[float, float]:
    """Return by what share of itself a weight may move, and by what number."""
    text = _PERCENT.fullmatch(share) if isinstance(share, str) else None
    if text is not None and float(text[1]) <= _LARGEST_PERCENT:
        return float(text[1]) / 100.0, 0.0
    meant = f" (did you mean '{share}%'?)" if str(share).isdecimal() and 1 < int(share) <= 100 else ""
    got = f"got {literal(share)}{meant}"
    need = f"within takes a percentage of each weight, such as '20%', or a number from 0 to 1, {got}"
    if isinstance(share, str):
        raise WeightsError(need)
    try:
        return 0.0, number_between(share, "within", 0.0, 1.0)
    except WeightsError:
        raise WeightsError(need) from None


WeightSet: TypeAlias = Simplex | Dirichlet | Around


def feasible(rows: list[tuple[str, FloatArray, float]]) -> polytopes.Polytope:
    """Return the weights that satisfy all constraints; name those that conflict where there are none."""
    body = polytopes.polytope(np.array([row for _, row, _ in rows]), np.array([bound for *_, bound in rows]))
    if body is None:
        raise WeightsError(f"no weights satisfy all of these: {', '.join(_conflict(rows))}; change one of them")
    return body


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


def number_between(value: Any, what: str, low: float, high: float) -> float:
    """Return a number that lies between two, or say what it is of."""
    try:
        floats = to_floats([value])
    except NotReal as entry:
        raise WeightsError(
            f"{what} {entry.reason}: {literal(entry.value)}; give a number from {low:g} to {high:g}"
        ) from None
    if floats.shape != (1,) or not low <= floats[0] <= high:
        raise WeightsError(f"{what} must be a number from {low:g} to {high:g}, got {literal(value)}")
    return float(floats[0])
