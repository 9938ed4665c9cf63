"""What the intervals and a set of weights allow of a method, before any search."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mcda_nato.ambiguity import dominance, interval_codings
from mcda_nato.ambiguity.dominance import Precedence
from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import WeightsError
from mcda_nato.geometry import polytopes
from mcda_nato.geometry.feasible_subsystems import Region, most_at_once
from mcda_nato.labels import quoted
from mcda_nato.methods import ranks
from mcda_nato.methods.evaluate import one_set
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.methods.scales import Bound, built_in_name
from mcda_nato.methods.scores import distance_ratio, weighted_sum
from mcda_nato.preferences.samplers import resolve_sampler
from mcda_nato.preferences.weight_sets import Around, Dirichlet, Simplex
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem

_MOST_CORNERS = (10, 30, 5000)  # dimension, half-spaces and corners up to which a set's corners are listed


@dataclass(frozen=True)
class Outline:
    """Certified bounds, and where to look for what attains them.

    `precedence` holds what is proven pair by pair, `bounds` ``(2, m)`` the
    least and the largest rank that are not excluded, `tables` ``(t, m, n)``
    codings that part pairs the most, `rows` ``(m, m, n)`` the widest
    differences where scores are sums (`None` elsewhere), `ties` the smallest
    and largest difference that the tie rule can take for none.
    """

    precedence: Precedence
    bounds: IntArray
    tables: FloatArray
    widest: FloatArray
    rows: FloatArray | None
    ties: tuple[float, float]


def check_intervals(method: AnyMethod, problem: DecisionProblem) -> None:
    """Raise where the scale is undefined at an end of an interval; the message names the cell."""
    for end, table in (("low", problem.settled.low), ("high", problem.settled.high)):

        def names(row: int | None, column: int, end: str = end) -> str:
            on = quoted(problem.criteria[column])
            return f"{end} of {on}" if row is None else f"{end} of {quoted(problem.alternatives[row])} on {on}"

        method.check(table, problem.senses, names)


def weight_region(weights: Weights | Simplex, problem: DecisionProblem) -> Region:
    """Return one set of weights, or every weight that a `Simplex` admits, as a region."""
    n = len(problem.criteria)
    if isinstance(weights, (Dirichlet, Around)):
        raise WeightsError(
            f"what is possible does not depend on how likely it is: got {type(weights).__name__}",
            call="give one set of weights or a Simplex",
        )
    if not isinstance(weights, Simplex):
        w = one_set(weights, problem)
        return Region(np.zeros((0, n)), np.zeros(0), w[None], w)
    centre = resolve_sampler(weights, problem.criteria).centre  # refuses a set that is empty, with words
    rows = weights.constraints(problem.criteria)
    matrix, bounds = np.array([row for _, row, _ in rows]), np.array([bound for _, _, bound in rows])
    size = np.abs(matrix).max(axis=1)
    region = Region(matrix / size[:, None], bounds / size, None, centre)
    if len(rows) == n:
        return replace(region, corners=np.eye(n))
    corners = _corners(region)
    return replace(region, corners=corners, centre=region.touched(centre))


def _corners(region: Region) -> FloatArray | None:
    """Return the vertices to the last digits, `None` where they are too many to be found."""
    dimension, half_spaces, most = _MOST_CORNERS
    body = polytopes.polytope(region.matrix, region.bounds)
    if body is None or body.dimension > dimension or len(body.half_spaces) > half_spaces:
        return None
    try:
        found = body.origin + polytopes.vertices(body) @ body.basis
    except polytopes.DegenerateError:
        return None
    corners = np.array([region.touched(corner) for corner in found])
    return corners if len(corners) <= most and region.holds(corners).all() else None


def outline(method: AnyMethod, problem: DecisionProblem, region: Region) -> Outline:
    """Return what is certain of a method over all codings and weights."""
    facts, senses = problem.settled, problem.senses
    low, high = facts.low, facts.high
    m = len(low)
    scale = built_in_name(method.scale) if isinstance(method, Method) else None
    widest = interval_codings.widest(low, high, senses, scale or "fixed")
    tables = np.concatenate([
        facts.performance[None], interval_codings.opposed(low, high, senses).reshape(-1, *low.shape),
        widest.reshape(-1, *low.shape),
    ])  # fmt: skip
    ties = ranks.TOLERANCE, ranks.TOLERANCE
    rows, precedence = None, None
    if isinstance(method, Method) and scale is not None:
        differences = _differences(method, widest, senses)
        if method.key is weighted_sum and method.bar is ranks.absolute_bar:
            ties = ranks.TOLERANCE, ranks.TOLERANCE * _size(method, problem, scale)
            highest = region.largest(differences.reshape(m * m, -1)).reshape(m, m)
            rows, precedence = differences, dominance.by_sums(highest, *ties)
        elif method.bar is ranks.ratio_bar:
            precedence = _of_ratios(method, problem, differences, region)
    if precedence is None:
        precedence = Precedence(np.zeros((m, m), dtype=bool), ~np.eye(m, dtype=bool))
    bounds = 1 + np.array([precedence.always.sum(axis=0), precedence.perhaps.sum(axis=0)])
    return Outline(precedence, bounds, np.unique(tables, axis=0), widest, rows, ties)


def _differences(method: Method, widest: FloatArray, senses: FloatArray) -> FloatArray:
    """Return ``(m, m, n)``: v_i - v_k in the coding in which it is largest, as the method computes it."""
    values = method.scaled(widest, senses)
    i, k = np.ogrid[: len(widest), : len(widest)]
    return np.asarray(values[i, k, i] - values[i, k, k])


def _size(method: Method, problem: DecisionProblem, scale: str) -> float:
    """Return the largest magnitude that a score can have, at least 1."""
    if scale == "fixed":
        ends = method.scaled(np.stack([problem.settled.low, problem.settled.high]), problem.senses)
        return max(1.0, float(np.abs(ends).max()))
    return 2.0 if scale == "vector" else 1.0


def _of_ratios(method: Method, problem: DecisionProblem, differences: FloatArray, region: Region) -> Precedence | None:
    """Return what is proven for TOPSIS, `None` where one reference moves and the other does not."""
    given = dict(method.key.arguments) if isinstance(method.key, Bound) else {}
    if not given and method.key is distance_ratio:
        squares = dominance.between_alternatives(differences)
    elif set(given) == {"ideal", "anti_ideal"} and built_in_name(method.scale) == "fixed":
        best, worst = interval_codings.ends(problem.settled.low, problem.settled.high, problem.senses)
        lowest, highest = method.scaled(np.stack([worst, best]), problem.senses)
        squares = dominance.to_points(lowest, highest, np.asarray(given["anti_ideal"]), np.asarray(given["ideal"]))
    else:
        return None
    corners = np.eye(len(region.centre)) if region.corners is None else region.corners
    return dominance.by_ratios(squares, corners, ranks.RATIO)


def tightened(found: Outline, region: Region, side: int, i: int, nodes: int) -> tuple[FloatArray, int]:
    """Return weights that move alternative i far to one side, and the rank that it cannot pass there.

    The bound of the pairs, but for one and the same weights: of the other
    alternatives, as many as can at once are passed or let pass. At most so many
    `nodes` are spent, a linear programme each.
    """
    assert found.rows is not None  # noqa: S101 - asked of sums alone
    others = np.arange(len(found.rows)) != i
    tie, largest_tie = found.ties
    if side == 0:
        weights, most = most_at_once(region, found.rows[i, others], -largest_tie, nodes)
        return weights, 1 + int(others.sum()) - most
    weights, most = most_at_once(region, found.rows[others, i], tie, nodes)
    return weights, 1 + most
