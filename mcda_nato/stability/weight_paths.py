"""What a ranking does while one weight moves and the others keep their proportions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.methods.ranking import Ranking
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.methods.score_forms import Form, Linear, form_of
from mcda_nato.stability import breakpoints
from mcda_nato.stability.bracketing import Cells, bracketed, held_in

#: Stretches between the points of the mesh of a search.
MESH = 400


class Held(NamedTuple):
    """Intervals in which an alternative stays first, a criterion each, and who comes after."""

    low: FloatArray  # (n,)
    high: FloatArray  # (n,)
    below: IntArray  # (n,), -1 for nobody
    above: IntArray  # (n,)


@dataclass(frozen=True, eq=False)
class ExactPaths:
    """Comparisons of a known form: their roots."""

    form: Form
    weights: FloatArray  # (n,)
    key: FloatArray  # (m,), at these weights
    bar: FloatArray  # (m,)

    @cached_property
    def _ends(self) -> tuple[FloatArray, ...]:
        shares = breakpoints.proportions(self.weights)
        if isinstance(self.form, Linear):
            return (breakpoints.ends(self.form.values, shares),)
        tables = (self.form.to_worst, self.form.to_best)
        largest = [max(float(table.max()), np.finfo(np.float64).tiny) for table in tables]
        return tuple(breakpoints.ends(table / size, shares**2) for table, size in zip(tables, largest, strict=True))

    def _crossings(
        self, first: IntArray, second: IntArray, criterion: int | None = None, *, rounding: bool = False
    ) -> breakpoints.Crossings:
        """Compare pairs along the path of every criterion, or of one, ties at present as `pinned` has them."""
        which = slice(None) if criterion is None else slice(criterion, criterion + 1)
        parts = [part[:, which] for part in self._ends]
        if isinstance(self.form, Linear):
            found = breakpoints.linear_crossings(parts[0], first, second)
        else:
            found = breakpoints.ratio_crossings(parts[0], parts[1], first, second)
        tied = np.broadcast_to(self._sign(first, second) == 0, (parts[0].shape[1], len(first)))
        return breakpoints.pinned(found, self.weights[which, None], tied, rounding=rounding)

    def _sign(self, first: IntArray, second: IntArray) -> IntArray:
        ahead, behind = self.key[first] > self.bar[second], self.key[second] > self.bar[first]
        return ahead.astype(np.int64) - behind

    def winner(self, first: int) -> Held:
        """Return where nobody is strictly ahead of an alternative that is first now."""
        others = np.delete(np.arange(len(self.key)), first)
        found = self._crossings(np.full_like(others, first), others)
        low, high = breakpoints.held(found, self.weights[:, None], found.signs >= 0)
        bounds = low.max(axis=1, initial=0.0), high.min(axis=1, initial=1.0)
        below, above = (np.full(len(self.weights), -1) for _ in range(2))
        for j, (lowest, highest) in enumerate(zip(*bounds, strict=True)):
            if lowest > 0.0:
                below[j] = self._next(j, lowest, -1, others[low[j] >= lowest - breakpoints.SAME])
            if highest < 1.0:
                above[j] = self._next(j, highest, 1, others[high[j] <= highest + breakpoints.SAME])
        return Held(*bounds, below, above)

    def _next(self, criterion: int, at: float, step: int, rivals: IntArray) -> int:
        """Return which of those that take over at a weight is first just beyond it."""
        first, second = (grid.ravel() for grid in np.meshgrid(rivals, rivals, indexing="ij"))
        signs = breakpoints.signs_beside(self._crossings(first, second, criterion), at, step)[0]
        return int(rivals[(signs.reshape(len(rivals), -1) >= 0).all(axis=1).argmax()])

    def ranking(self) -> tuple[FloatArray, FloatArray]:
        """Return where the whole ranking holds: its neighbours alone must keep their order."""
        order = np.lexsort((-self.key, competition_ranks(self.key, self.bar)))
        found = self._crossings(order[:-1], order[1:])
        low, high = breakpoints.held(
            found, self.weights[:, None], found.signs == self._sign(order[:-1], order[1:])[:, None]
        )
        return low.max(axis=1, initial=0.0), high.min(axis=1, initial=1.0)

    def cells(self, criterion: int, *, of_roots: bool = False) -> Cells:
        """Return every breakpoint and every stretch between with the ranking there.

        A comparison that is a tie at present turns at the present weight, or
        with `of_roots` at its root, wherever the present weight is.
        """
        m = len(self.key)
        pairs = np.array(np.triu_indices(m, 1))
        found = self._crossings(pairs[0], pairs[1], criterion, rounding=of_roots)
        points, place = breakpoints.merged(found.roots[0], found.blur[0])
        ranks = breakpoints.ranks_between(found.signs[0], place, pairs, len(points), m)
        twice = np.repeat(points, 2)
        low, high = np.concatenate([[0.0], twice]), np.concatenate([twice, [1.0]])
        kept = (low < high) | (np.arange(len(low)) % 2 == 1)  # nothing lies before a breakpoint at 0, or after 1
        return Cells(low[kept], high[kept], ranks[kept])


@dataclass(frozen=True, eq=False)
class SoughtPaths:
    """Rankings of no known form: a search."""

    baseline: Ranking

    def _ranks(self, criterion: int, at: FloatArray) -> IntArray:
        problem, method = self.baseline.problem, self.baseline.method
        weights = breakpoints.moved(self.baseline.weights.to_numpy(), criterion, at)
        key = method.keys(problem.settled.performance, problem.senses, weights)
        return competition_ranks(key, method.bar(key, weights))

    @cached_property
    def _cells(self) -> list[Cells]:
        found = []
        for j, present in enumerate(self.baseline.weights.to_numpy()):
            mesh = np.union1d(np.arange(MESH + 1) / MESH, present)
            found.append(bracketed(partial(self._ranks, j), mesh))
        return found

    def cells(self, criterion: int, *, of_roots: bool = False) -> Cells:
        """Return the stretches that were found; there are no roots that could be elsewhere."""
        del of_roots
        return self._cells[criterion]

    def winner(self, first: int) -> Held:
        """Return where nobody is strictly ahead of an alternative that is first now."""
        rows = []
        for cells, present in zip(self._cells, self.baseline.weights.to_numpy(), strict=True):
            low, high, *beyond = held_in(cells, present, cells.ranks[:, first] == 1)
            rows.append((low, high, *(int(cells.ranks[at].argmin()) if at >= 0 else -1 for at in beyond)))
        return Held(*(np.array(column) for column in zip(*rows, strict=True)))

    def ranking(self) -> tuple[FloatArray, FloatArray]:
        """Return where the whole ranking holds, points that are only touched not counting."""
        present = self.baseline.ranks.to_numpy()
        rows = []
        for cells, weight in zip(self._cells, self.baseline.weights.to_numpy(), strict=True):
            touched = (cells.low == cells.high) & (cells.low != weight)
            low, high, *_ = held_in(cells, weight, (cells.ranks == present).all(axis=1) | touched)
            rows.append((low, high))
        lows, highs = np.array(rows).T
        return lows, highs


Paths: TypeAlias = ExactPaths | SoughtPaths


def paths_of(baseline: Ranking) -> Paths:
    """Return the exact paths where the form of the method is known, a search otherwise."""
    problem, method = baseline.problem, baseline.method
    form = form_of(method, problem.settled.performance, problem.senses)
    if form is None:
        return SoughtPaths(baseline)
    weights = baseline.weights.to_numpy()
    with np.errstate(
        over="ignore", invalid="ignore", under="ignore"
    ):  # as `evaluate`, which refuses what is not finite
        key = method.keys(problem.settled.performance, problem.senses, weights)
    return ExactPaths(form, weights, key, method.bar(key, weights))
