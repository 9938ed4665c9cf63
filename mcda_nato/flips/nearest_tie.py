"""Each alternative's nearest tie with the winner, by what is known of the method."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.errors import MethodError
from mcda_nato.flips import nearest_plane, ratio_ties, ray_search, topsis_tie_bound, topsis_tie_search
from mcda_nato.flips.topsis_tie_bound import GAP
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.score_forms import Linear, Ratio, form_of
from mcda_nato.problem.problem import DecisionProblem

#: Criteria up to which the distances of TOPSIS are bounded by branch and bound.
MOST_CRITERIA = 7

_WORK = 3e9  # multiplications of the branch and bound: some seconds
_EQUAL = 4e-12  # entries of a comparison that differ by less, relative, are equal: see the tie rule

_CLOSED = f"Certified by branch and bound over the weights, to {GAP:g} of the distance."
_OPEN = "A search; branch and bound over the weights ended before its lower bound met the distance."
_WIDE = "A search; the lower bound is that of the factors by which weights must change."


@dataclass(frozen=True)
class Ties:
    """Nearest ties with the winner, in arrays by alternative.

    Attributes
    ----------
    points : ndarray, shape (m, n)
        Weights, NaN where no tie was found.
    distance, lower : ndarray, shape (m,)
        Distances of `points`, inf where there are none, and their lower bounds.
    how : str
        How they were found.
    """

    points: FloatArray
    distance: FloatArray
    lower: FloatArray
    how: str


def nearest_ties(
    problem: DecisionProblem, method: Method | PymcdmMethod, weights: FloatArray, norm: str, first: BoolArray
) -> Ties:
    """Return each alternative's nearest tie with the winner; with the first of them where several are first."""
    form = form_of(method, problem.settled.performance, problem.senses)
    winner = int(first.argmax())
    if isinstance(form, Linear):
        found = _of_sums(form, weights, norm, winner)
    elif isinstance(form, Ratio):
        found = (_of_factors if norm == "ratio" else _of_squares)(form, weights, norm, winner)
    else:
        found = _of_any(problem, method, weights, norm, winner)
    found.points[first] = weights
    found.distance[first] = float(norm == "ratio")
    found.lower[:] = np.minimum(found.lower, found.distance)
    return found


def _unknown(m: int, weights: FloatArray, norm: str, how: str) -> Ties:
    return Ties(np.full((m, len(weights)), np.nan), np.full(m, np.inf), np.full(m, float(norm == "ratio")), how)


def _of_sums(form: Linear, weights: FloatArray, norm: str, winner: int) -> Ties:
    ties = _unknown(len(form.values), weights, norm, "Exact: the comparisons are linear in the weights.")
    for k, normal in enumerate(form.differences()[winner]):
        point = nearest_plane.nearest(normal, weights, norm)
        if point is not None:
            ties.points[k], ties.distance[k] = point, nearest_plane.distance(point, weights, norm)
    ties.lower[:] = ties.distance
    return ties


def comparisons(form: Ratio, winner: int) -> FloatArray:
    """Return M of ``u' M u``, ``(m, n, n)``, symmetric: the winner is ahead of k where it is positive.

    Entries that the tie rule takes for equal are 0; each M is divided by its largest entry.
    """
    worst, best = (part / (part.max() or 1.0) for part in (form.to_worst, form.to_best))
    ahead = worst[winner][:, None] * best[:, None, :]
    behind = worst[:, :, None] * best[winner][None, None, :]
    ahead, behind = (part + part.transpose(0, 2, 1) for part in (ahead, behind))
    entries = np.where(np.abs(ahead - behind) <= _EQUAL * (ahead + behind) / 2.0, 0.0, ahead - behind)
    largest = np.abs(entries).max(axis=(1, 2), keepdims=True)
    return entries / np.where(largest > 0, largest, 1.0)


def _of_squares(form: Ratio, weights: FloatArray, norm: str, winner: int) -> Ties:
    forms = comparisons(form, winner)
    m, n = form.to_worst.shape
    ties = _unknown(m, weights, norm, "Exact: the others tie at present, or there is one criterion.")
    level = topsis_tie_search.comparison(forms, np.broadcast_to(weights, (m, 1, n)))[:, 0] <= 0
    ties.points[level], ties.distance[level] = weights, 0.0
    others = np.flatnonzero(~level)
    if not len(others) or n == 1:
        ties.lower[others] = np.inf
        return ties
    search = topsis_tie_search.Search(forms[others], weights, norm)
    search.run()
    far = search.nearest.distance
    if n <= MOST_CRITERIA:
        settled = level.sum() > 1  # another ties at present; the rest is for the table alone
        most = int(_WORK / (20 if settled else 1) / topsis_tie_bound.basis(n).quartic.size)
        low = topsis_tie_bound.lower_bounds(forms[others], weights, norm, search.nearest, search.improve, most)
    else:
        factors = _of_factors(form, weights, "ratio", winner).lower[others]
        low = np.full(len(others), _least_change(weights, float(factors.min()), norm))
    closed = low.min() == far.min() or low.min() >= (1.0 - GAP) * far.min()
    how = _CLOSED if closed else _OPEN if n <= MOST_CRITERIA else _WIDE
    ties.points[others], ties.distance[others], ties.lower[others] = search.points, far, low
    return replace(ties, how=how)


def _least_change(weights: FloatArray, theta: float, norm: str) -> float:
    """Return how far weights must move before the factors of two of them differ by theta squared.

    Where theta is infinite, before one of them is 0.
    """
    if (weights == 0).any():  # one that is no longer 0 has changed by no finite factor
        return 0.0
    units = np.eye(len(weights)) / weights
    planes = [under if np.isinf(theta) else theta**2 * under - over for over, under in permutations(units, 2)]
    points = [nearest_plane.nearest(plane, weights, norm) for plane in planes]
    return min(float(nearest_plane.distance(point, weights, norm)) for point in points if point is not None)


def _of_factors(form: Ratio, weights: FloatArray, norm: str, winner: int) -> Ties:
    """Search over the common level of the key: exact in any number of criteria."""
    m = len(form.to_worst)
    how = f"Searched over the common level of the key, and certified to {GAP:g} of the logarithm of the factor."
    ties = _unknown(m, weights, norm, how)
    forms = comparisons(form, winner)
    worst, best = (part * weights * weights for part in (form.to_worst, form.to_best))
    for k in range(m):
        if topsis_tie_search.comparison(forms[k][None], weights[None, None])[0, 0] <= 0:
            ties.points[k], ties.distance[k] = weights, 1.0
            continue
        pair = ratio_ties.Pair(worst[winner], best[winner], worst[k], best[k])
        ties.lower[k], _, squares = ratio_ties.nearest_level(pair, GAP / 2.0)
        if squares is not None:
            point = weights * np.sqrt(squares)
            point /= point.sum()
            tied, seen = topsis_tie_search.first_ties(forms[k][None], weights, point[None, None])
            ties.points[k] = tied[0, 0] if seen[0, 0] else point
            ties.distance[k] = nearest_plane.distance(ties.points[k], weights, norm)
    return ties


def _of_any(
    problem: DecisionProblem, method: Method | PymcdmMethod, weights: FloatArray, norm: str, winner: int
) -> Ties:
    m = len(problem.alternatives)

    def level(points: FloatArray) -> BoolArray:
        try:
            with np.errstate(all="ignore"):
                key = method.keys(problem.settled.performance, problem.senses, points)
                return ~(key[:, winner, None] > method.bar(key, points))
        except MethodError:  # undefined at some of these weights
            if len(points) == 1:
                return np.zeros((1, m), dtype=bool)
            return np.concatenate([level(point[None]) for point in points])

    how = "A search along some hundred directions: nothing says that no tie is nearer."
    ties = _unknown(m, weights, norm, how)
    if m > 1 and len(weights) > 1:
        distance, points = ray_search.seek(level, weights, norm, m)
        seen = np.isfinite(distance)
        ties.points[seen], ties.distance[seen] = points[seen], distance[seen]
    return ties
