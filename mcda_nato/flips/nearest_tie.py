"""Each alternative's nearest flip and nearest mere tie with the winner, by what is known of the method."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.errors import MethodError
from mcda_nato.flips import nearest_plane, overtaking, ray_search, topsis_ties
from mcda_nato.flips.ties import Asked, Reached, none_yet
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranks import TOLERANCE
from mcda_nato.methods.score_forms import Linear, Ratio, form_of
from mcda_nato.problem.problem import DecisionProblem

_LINEAR = "Exact: the comparisons are linear in the weights."
_RAYS = "A search along some hundred directions: nothing says that no flip is nearer."


class Compared(Protocol):
    """What is known of the comparisons of one method."""

    def overtakes(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether k, which ties with i at the weights, is ahead of it arbitrarily near."""

    def alike(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether i and k are known to tie at all weights."""

    def reached(self, asked: Asked, *, settled: bool) -> Reached:
        """Return the nearest ties of the rivals with the winner, who is level with none at once."""


def nearest_flips(
    problem: DecisionProblem,
    method: Method | PymcdmMethod,
    weights: FloatArray,
    norm: str,
    first: BoolArray,
    rival: int | None = None,
) -> tuple[int, IntArray, Reached]:
    """Return who falls behind, who may get ahead, and their nearest flips and mere ties.

    Where several are first, ``(m,)``, the first of them that one of the others
    gets ahead of at once. With a rival nobody else counts.
    """
    compared = _compared(problem, method)
    firsts = [int(i) for i in np.flatnonzero(first) if i != rival]
    asked = Asked(weights, norm, firsts[0], np.flatnonzero(np.arange(len(first)) != firsts[0]))
    level = [int(k) for k in np.flatnonzero(first) if rival in (None, k)]
    pairs = ((i, k) for i in firsts for k in level if i != k and compared.overtakes(i, k, asked))
    winner = next(pairs, (firsts[0], None))[0]
    rivals = np.array([k for k in range(len(first)) if k != winner and rival in (None, k)], dtype=np.int64)
    asked = asked._replace(winner=winner)
    at_once = [k for k in level if k != winner and compared.overtakes(winner, k, asked)]
    alike = [k for k in level if k != winner and compared.alike(winner, k, asked)]
    sought = asked._replace(rivals=np.setdiff1d(rivals, [*at_once, *alike]))
    flips, draws = compared.reached(sought, settled=bool(at_once))
    for k in set(level) - {winner}:
        (flips if k in at_once else draws).put(k, weights, asked.nearest)
    flips.lower[alike] = np.inf
    for part in (flips, draws):
        part.lower[:] = np.minimum(part.lower, part.distance)
    return winner, rivals, Reached(flips, draws)


def _compared(problem: DecisionProblem, method: Method | PymcdmMethod) -> Compared:
    form = form_of(method, problem.settled.performance, problem.senses)
    if isinstance(form, Linear):
        return _Sums(form)
    return _Ratios(form) if isinstance(form, Ratio) else _Keys(problem, method)


class _Sums:
    """Comparisons that are linear in the weights."""

    def __init__(self, form: Linear) -> None:
        self._normals = form.differences()
        self._sure = TOLERANCE * max(1.0, float(np.abs(form.values).max()))

    def overtakes(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether the plane parts the weights, which are on it."""
        return bool(self._normals[i, k][asked.free].min() < -self._sure)

    def alike(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether there is no plane."""
        return not self._normals[i, k][asked.free].any()

    def reached(self, asked: Asked, *, settled: bool) -> Reached:
        """Return the nearest points of the planes: draws where nothing is beyond."""
        del settled
        found = none_yet(len(self._normals), asked, _LINEAR, np.inf)
        for k in asked.rivals:
            point = nearest_plane.nearest(self._normals[asked.winner, k], asked.weights, asked.norm)
            if point is not None:
                kept = found.flips if self.overtakes(asked.winner, int(k), asked) else found.draws
                kept.put(int(k), point, float(nearest_plane.distance(point, asked.weights, asked.norm)))
        return found


class _Ratios:
    """Comparisons of TOPSIS."""

    def __init__(self, form: Ratio) -> None:
        self._form = form

    def overtakes(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether f turns negative."""
        return overtaking.near_face(topsis_ties.comparisons(self._form, i)[k], asked.weights, asked.free)

    def alike(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether f is 0 at all weights that may move."""
        return not topsis_ties.comparisons(self._form, i)[k][np.ix_(asked.free, asked.free)].any()

    def reached(self, asked: Asked, *, settled: bool) -> Reached:
        """Search, and bound."""
        if asked.norm == "ratio":
            return topsis_ties.of_factors(self._form, asked)
        return topsis_ties.of_squares(self._form, asked, settled=settled)


class _Keys:
    """Comparisons of which only the values at given weights are known."""

    def __init__(self, problem: DecisionProblem, method: Method | PymcdmMethod) -> None:
        self._problem, self._method = problem, method

    def overtakes(self, i: int, k: int, asked: Asked) -> bool:
        """Return whether it is ahead at some weights close by."""
        points = ray_search.close_by(asked.weights, asked.norm)
        return len(asked.weights) > 1 and bool((self._standing(points, i)[:, k] == 2).any())

    def alike(self, i: int, k: int, asked: Asked) -> bool:
        """Return that nothing is known."""
        del i, k, asked
        return False

    def reached(self, asked: Asked, *, settled: bool) -> Reached:
        """Search along rays."""
        del settled
        m = len(self._problem.alternatives)
        found = none_yet(m, asked, _RAYS)
        if len(asked.rivals) and len(asked.weights) > 1:
            others = np.isin(np.arange(m), asked.rivals)
            tables = ray_search.seek(
                lambda points: self._standing(points, asked.winner) * others, asked.weights, asked.norm, m
            )
            for ties, (distance, points) in zip(found, tables, strict=True):
                for k in np.flatnonzero(np.isfinite(distance)):
                    ties.put(int(k), points[k], float(distance[k]))
        return found

    def _standing(self, points: FloatArray, winner: int) -> IntArray:
        """Return 2 for those ahead of the winner, 1 for those level with it, 0 elsewhere, ``(p, m)``."""
        try:
            with np.errstate(all="ignore"):
                key = self._method.keys(self._problem.settled.performance, self._problem.senses, points)
                bar = self._method.bar(key, points)
        except MethodError:  # undefined at some of these weights
            if len(points) == 1:
                return np.zeros((1, len(self._problem.alternatives)), dtype=np.int64)
            return np.concatenate([self._standing(point[None], winner) for point in points])
        level, ahead = ~(key[:, winner, None] > bar), key > bar[:, winner, None]
        return np.asarray(level.astype(np.int64) + ahead)
