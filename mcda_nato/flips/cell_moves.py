"""What becomes of the winner while one cell moves."""

from __future__ import annotations

from typing import cast

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import MethodError
from mcda_nato.flips import first_change, polynomial_roots, scale_factors
from mcda_nato.flips.margins import factor_of, margins, power_of
from mcda_nato.methods.method import Method, check_finite
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod

#: Values tried in each cell's room where a comparison has no known form.
MESH = 257

_AT_ONCE = 20_000  # bounds what one batch of cells holds in memory


class CellMoves:
    """The cells of one table move, one at a time.

    Attributes
    ----------
    firsts : ndarray
        Those that are first at present.
    exact : bool
        Whether every comparison has a known form.
    undefined : int
        Values at which a method that is searched was undefined, so far.
    """

    def __init__(
        self, method: Method | PymcdmMethod, performance: FloatArray, senses: FloatArray, weights: FloatArray
    ) -> None:
        self.method, self.performance, self.senses, self.weights = method, performance, senses, weights
        self.undefined = 0
        key, bar = self._keys(performance[None])
        check_finite(method.score(key), method)
        self.firsts = np.flatnonzero(key[0].max() <= bar[0])
        factor, power = factor_of(method), power_of(method)
        self.exact = factor is not None and power is not None
        self._factor, self._power = factor or scale_factors.no_factor, power or 1

    def flips(self, low: FloatArray, high: FloatArray) -> first_change.Changes:
        """Return the nearest changes below and above each cell's value in [low, high], each part ``(m, n, 2)``."""
        m, n = self.performance.shape
        ends = np.full((m, n, 2, 2, 4), np.nan)
        if m > 1:
            cells = np.argwhere(low < high)
            some = max(1, _AT_ONCE // (m * m * n))
            for part in (cells[start : start + some] for start in range(0, len(cells), some)):
                ends[*part.T] = self._brackets(part, low[*part.T], high[*part.T])
        return first_change.changes(ends.reshape(-1, 2, 4), self.firsts, self._keys_on).shaped(m, n, 2)

    def _keys_on(self, lines: IntArray, x: FloatArray) -> first_change.Keys:
        """Return keys and bars with a value on each line: a side of a cell."""
        i, j = np.divmod(lines // 2, self.performance.shape[1])
        return self._keys(self._tables(i, j, x))

    def _tables(self, i: IntArray, j: IntArray, x: FloatArray) -> FloatArray:
        """Return a table for each value, with it in cell (i, j)."""
        tables = np.repeat(self.performance[None], len(x), axis=0)
        tables[np.arange(len(x)), i, j] = x
        return tables

    def _keys(self, tables: FloatArray) -> tuple[FloatArray, FloatArray]:
        with np.errstate(all="ignore"):
            key = self._defined(tables) if isinstance(self.method, PymcdmMethod) else self._plain(tables)
            return key, self.method.bar(key, self.weights)

    def _plain(self, tables: FloatArray) -> FloatArray:
        return self.method.keys(tables, self.senses, self.weights)

    def _defined(self, tables: FloatArray) -> FloatArray:
        """Return keys of a method that may refuse a table: NaN where it does, but not for the present one."""
        try:
            return self._plain(tables)
        except MethodError:
            if len(tables) == 1:
                if (tables[0] == self.performance).all():
                    raise
                self.undefined += 1
                return np.full(tables.shape[:2], np.nan)
            return np.concatenate([self._defined(table[None]) for table in tables])

    def _standing(self, i: IntArray, j: IntArray, x: FloatArray) -> IntArray:
        return first_change.standing(*self._keys(self._tables(i, j, x)), self.firsts)

    def _brackets(self, cells: IntArray, low: FloatArray, high: FloatArray) -> FloatArray:
        """Return the brackets of the nearest changes below and above, ``(cells, 2, 2, 4)``."""
        known = [self._breaks(i, j, *ends) for (i, j), *ends in zip(cells, low, high, strict=True)]
        if self.exact:
            known = [np.concatenate(both) for both in zip(known, self._roots(cells, known), strict=True)]
            points = [first_change.with_middles(those) for those in known]
        else:
            mesh = np.linspace(low, high, MESH, axis=-1)
            points = [np.unique(np.concatenate(both)) for both in zip(known, mesh, strict=True)]
        sizes = [len(those) for those in points]
        i, j = np.repeat(cells, sizes, axis=0).T
        reached = np.split(self._standing(i, j, np.concatenate(points)), np.cumsum(sizes)[:-1])
        sure = [np.isin(those, tried) & self.exact for those, tried in zip(points, known, strict=True)]
        present = self.performance[*cells.T]
        lines = zip(points, present, reached, sure, strict=True)
        return np.array([first_change.brackets(*line, several=len(self.firsts) > 1) for line in lines])

    def _breaks(self, i: int, j: int, low: float, high: float) -> FloatArray:
        """Return the ends, the present value, and where the polynomials change or lose digits, in order."""
        column = self.performance[:, j]
        others = np.delete(column, i)
        unit = float(np.ptp(column)) or float(np.abs(column).max()) or 1.0
        ratio = isinstance(self.method, Method) and self.method.scale.ratio
        inner = first_change.growing_breaks(float(others.min()), float(others.max()), unit, ratio=ratio)
        own = [column[i], others.min(), others.max(), 0.0]
        points = np.concatenate([own, inner])
        return np.unique([low, high, *points[(points > low) & (points < high)]])

    def _roots(self, cells: IntArray, breaks: list[FloatArray]) -> list[FloatArray]:
        """Return for each cell every value between its breaks at which another ties with the first."""
        nodes = polynomial_roots.chebyshev_nodes(2 * self._power + 1)
        others = [np.delete(self.performance[:, j], i) for i, j in cells]
        curved = self._factor is scale_factors.vector_factor
        ends = [scale_factors.to_parameter(*both) for both in zip(breaks, others, strict=True)] if curved else breaks
        inner = [((e[1:] + e[:-1] + np.outer(nodes, np.diff(e))) / 2.0).T.ravel() for e in ends]
        x = [scale_factors.from_parameter(*both) for both in zip(inner, others, strict=True)] if curved else inner
        values = self._polynomials(cells, others, x).reshape(-1, len(nodes), len(self.performance) - 1)
        which, roots = polynomial_roots.polynomial_roots(values.transpose(0, 2, 1).reshape(-1, len(nodes)))
        low, high = (np.concatenate([e[part] for e in ends]) for part in (slice(-1), slice(1, None)))
        piece = which // values.shape[-1]
        found = (low[piece] + high[piece] + roots * (high[piece] - low[piece])) / 2.0
        cell = np.repeat(np.arange(len(cells)), [len(e) - 1 for e in ends])[piece]
        split = [found[cell == number] for number in range(len(cells))]
        return [scale_factors.from_parameter(*both) for both in zip(split, others, strict=True)] if curved else split

    def _polynomials(self, cells: IntArray, others: list[FloatArray], x: list[FloatArray]) -> FloatArray:
        """Return the margins of the others over the first times what makes them polynomials, ``(values, m - 1)``."""
        i, j = np.repeat(cells, [len(values) for values in x], axis=0).T
        senses, first = self.senses[cells[:, 1]], int(self.firsts[0])
        with np.errstate(all="ignore"):
            method = cast("Method", self.method)
            scaled = method.scaled(self._tables(i, j, np.concatenate(x)), self.senses)
            ahead = np.delete(margins(method, scaled, self.weights, first), first, axis=-1)
            factors = [self._factor(*line) for line in zip(others, x, senses, strict=True)]
            return ahead * np.concatenate(factors)[:, None] ** self._power
