"""Nearest flips of TOPSIS: where ``f(w) = u' M u``, with ``u = w**2``, turns negative."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.flips import nearest_plane, overtaking, ratio_ties, topsis_tie_bound, topsis_tie_search
from mcda_nato.flips.ties import Asked, Reached, none_yet
from mcda_nato.flips.topsis_tie_bound import GAP
from mcda_nato.methods.ranks import RATIO
from mcda_nato.methods.score_forms import Ratio

#: Criteria up to which the distances of TOPSIS are bounded by branch and bound.
MOST_CRITERIA = 7

_WORK = 3e9  # multiplications of the branch and bound: some seconds
_EQUAL = 4e-12  # entries of a comparison that differ by less, relative, are equal: see the tie rule
_RAYS = 200  # where the nearest tie is only touched

_CLOSED = f"Certified by branch and bound over the weights, to {GAP:g} of the distance."
_OPEN = "A search; branch and bound over the weights ended before its lower bound met the distance."
_WIDE = "A search; the lower bound is that of the factors by which weights must change."
_LEVEL = f"Searched over the common level of the key, and certified to {GAP:g} of the logarithm of the factor."
_NONE = "Exact: the others tie at present, or there is one criterion."


def comparisons(form: Ratio, winner: int) -> FloatArray:
    """Return M of ``u' M u``, ``(m, n, n)``, symmetric: the winner is ahead of k where it is positive.

    Entries that the tie rule takes for equal are 0; each M is divided by its largest entry.
    """
    return _both(form, winner)[0]


def _both(form: Ratio, winner: int) -> tuple[FloatArray, FloatArray]:
    """Return M of the comparisons, and M of sure losses: negative only where the tie rule says so."""
    worst, best = (part / (part.max() or 1.0) for part in (form.to_worst, form.to_best))
    ahead = worst[winner][:, None] * best[:, None, :]
    behind = worst[:, :, None] * best[winner][None, None, :]
    ahead, behind = (part + part.transpose(0, 2, 1) for part in (ahead, behind))
    entries = np.where(np.abs(ahead - behind) <= _EQUAL * (ahead + behind) / 2.0, 0.0, ahead - behind)
    largest = np.abs(entries).max(axis=(1, 2), keepdims=True)
    largest = np.where(largest > 0, largest, 1.0)
    return entries / largest, (entries + (RATIO - 1.0) * np.maximum(ahead, behind)) / largest


def of_squares(form: Ratio, asked: Asked, *, settled: bool) -> Reached:
    """Search and bound in the norms "l1", "l2" and "max"; `settled` where the rest is for the table alone."""
    weights, norm, others = asked.weights, asked.norm, asked.rivals
    m, n = form.to_worst.shape
    found = none_yet(m, asked, _NONE)
    if not len(others) or n == 1:
        found.flips.lower[others] = np.inf
        return found
    forms, sure = _both(form, asked.winner)
    search = topsis_tie_search.Search(forms[others], weights, norm, sure[others])
    search.run()
    far = search.nearest.distance
    if n <= MOST_CRITERIA:
        most = int(_WORK / (20 if settled else 1) / topsis_tie_bound.basis(n).quartic.size)
        low = topsis_tie_bound.lower_bounds(
            search.forms, search.sure, weights, norm, search.nearest, search.improve, most
        )
    else:
        low = np.where((forms[others] >= 0).all(axis=(1, 2)), np.inf, _far_enough(form, asked))
    closed = low.min() == far.min() or low.min() >= (1.0 - GAP) * far.min()
    how = _CLOSED if closed else _OPEN if n <= MOST_CRITERIA else _WIDE
    flips, draws = (replace(part, how=how) for part in found)
    flips.points[others], flips.distance[others], flips.lower[others] = search.points, far, low
    draws.points[others], draws.distance[others] = search.draw_points, search.drawn
    draws.lower[others] = low
    return Reached(flips, draws)


def _far_enough(form: Ratio, asked: Asked) -> float:
    """Return how far weights must move before they have changed by the factors that a flip needs."""
    factors = of_factors(form, asked._replace(norm="ratio")).flips.lower[asked.rivals]
    return _least_change(asked.weights, float(factors.min()), asked.norm)


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


def of_factors(form: Ratio, asked: Asked) -> Reached:
    """Search over the common level of the key: exact in any number of criteria."""
    weights, free = asked.weights, asked.free
    found = none_yet(len(form.to_worst), asked, _LEVEL)
    forms, sure = _both(form, asked.winner)
    worst, best = (part * weights * weights for part in (form.to_worst, form.to_best))
    for k in asked.rivals:
        if (forms[k][np.ix_(free, free)] >= 0).all():  # the winner is ahead at all positive weights
            found.flips.lower[k] = found.draws.lower[k] = np.inf
            continue
        pair = ratio_ties.Pair(worst[asked.winner], best[asked.winner], worst[k], best[k])
        found.draws.lower[k], _, squares = ratio_ties.nearest_level(pair, GAP / 2.0)
        found.flips.lower[k] = np.inf if overtaking.never(sure[k], free) else found.draws.lower[k]
        if squares is not None:
            _keep(found, k, squares, (forms[k][None], sure[k][None]), asked)
    return found


def _keep(found: Reached, k: int, squares: FloatArray, both: tuple[FloatArray, FloatArray], asked: Asked) -> None:
    """Keep the tie at some squared factors of the weights, as a flip or as a draw."""
    weights = asked.weights
    point = weights * np.sqrt(squares)
    point /= point.sum()
    far = float(nearest_plane.distance(point, weights, "ratio"))
    tie, seen, there = _along(both, weights, point[None])
    if seen and there <= far * (1.0 + GAP):
        found.flips.put(k, tie, there)
    elif overtaking.near_tie(both[1][0], point, asked.free):
        found.flips.put(k, point, far)
    else:
        found.draws.put(k, point, far)
        drawn = np.random.Generator(np.random.SFC64(0)).dirichlet(np.ones(len(weights)), _RAYS) * asked.free
        tie, seen, there = _along(both, weights, np.vstack([drawn / drawn.sum(axis=1, keepdims=True), point]))
        if seen:
            found.flips.put(k, tie, there)


def _along(
    both: tuple[FloatArray, FloatArray], weights: FloatArray, ends: FloatArray
) -> tuple[FloatArray, bool, float]:
    """Return the nearest of the first ties before a loss on rays ``(e, n)``, whether there is one, and how far."""
    ties, seen = topsis_tie_search.first_ties(both[0], weights, ends[None], both[1])
    far = np.where(seen[0], nearest_plane.distance(ties[0], weights, "ratio"), np.inf)
    at = int(far.argmin())
    return ties[0, at], bool(np.isfinite(far[at])), float(far[at])
