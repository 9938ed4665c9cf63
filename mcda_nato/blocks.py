"""A sweep as a plan of fixed blocks: each a function of the plan and its number alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from mcda_nato import ranking, sampling, scoring
from mcda_nato.arrays import FloatArray
from mcda_nato.counting import Counts, count
from mcda_nato.errors import MethodError
from mcda_nato.evaluation import AnyMethod
from mcda_nato.method import Method
from mcda_nato.scale import Bound
from mcda_nato.weightsets import Sampler

#: Scenarios of a block, for methods that score many at once and for others.
BLOCK, SLOW_BLOCK = 1 << 18, 1 << 8
_CHUNK = 1 << 13  # scenarios drawn together; part of what a seed means
_SOBOL_BITS = 60

Cells: TypeAlias = Any  # "modal", "uniform", "triangular" or an object with ppf or icdf


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that a block depends on; small, and picklable if its parts are.

    Attributes
    ----------
    weights : Sampler or ndarray, shape (scenarios, n)
        How weights are drawn, or a table of them.
    replicates : int
        Independent scrambles of a quasi-random sequence; 0 for pseudo-random numbers.
    offset : int
        Scenario that the first row of a table of weights is.
    """

    performance: FloatArray
    low: FloatArray
    high: FloatArray
    senses: FloatArray
    method: AnyMethod
    weights: Sampler | FloatArray
    cells: Cells
    n: int
    entropy: int
    spawn_key: tuple[int, ...]
    replicates: int
    pairwise: bool
    offset: int = 0

    @property
    def block_size(self) -> int:
        """Scenarios of a whole block."""
        return BLOCK if isinstance(self.method, Method) else SLOW_BLOCK

    @property
    def chunk(self) -> int:
        """Scenarios drawn together; fewer for large problems, so that memory stays small."""
        per_scenario = max(self.performance.shape[0], self.performance.size if self.random_cells.any() else 0)
        return max(min(_CHUNK, self.block_size, 2 ** int(np.log2(2**20 / per_scenario))), 16)

    @property
    def random_cells(self) -> np.ndarray[Any, Any]:
        """Which cells vary, shape (m, n)."""
        if isinstance(self.cells, str):
            return np.asarray((self.cells != "modal") & (self.low < self.high))
        return np.ones(self.performance.shape, dtype=bool)

    @property
    def _per_replicate(self) -> int:
        return -(-self.n // self.replicates) if self.replicates else self.n

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return max(self.replicates, 1) * -(-self._per_replicate // self.block_size)

    def span(self, block: int) -> tuple[int, int, int]:
        """Return the replicate of a block, its first scenario in it and how many it has."""
        in_replicate = -(-self._per_replicate // self.block_size)
        replicate, place = divmod(block, in_replicate)
        start = place * self.block_size
        return replicate, start, min(self.block_size, self._per_replicate - start)

    def part(self, block: int) -> Plan:
        """Return the plan with no more of a table of weights than a block needs."""
        if not isinstance(self.weights, np.ndarray):
            return self
        _, start, size = self.span(block)
        return replace(self, weights=self.weights[start - self.offset :][:size], offset=start)

    def group(self, block: int) -> int | None:
        """Return the group whose spread gives the error of dependent scenarios, if any."""
        if self.replicates:
            return self.span(block)[0]
        return None if isinstance(self.weights, np.ndarray) or self.weights.independent else block % 32


def run_block(plan: Plan, block: int) -> Counts:
    """Draw, score, rank and count the scenarios of a block."""
    replicate, start, size = plan.span(block)
    draw = _drawer(plan, block, replicate, start)
    keys = _scorer(plan)
    m, n = plan.performance.shape
    total = Counts.empty(m, n, pairwise=plan.pairwise)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        for done in range(0, size, plan.chunk):
            columns, tables = draw(done, min(plan.chunk, size - done))
            key, bar = keys(columns, tables)
            if np.isnan(key.min()):
                raise MethodError(f"{plan.method} is undefined for a scenario of block {block}")
            total += count(key, bar, columns, pairwise=plan.pairwise)
    return total


def scored(plan: Plan, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return keys and bars ``(m, c)`` of the modal cells under weights ``(n, c)``."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return _scorer(plan)(np.ascontiguousarray(columns), None)


_Draw: TypeAlias = Callable[[int, int], tuple[FloatArray, FloatArray | None]]


def _drawer(plan: Plan, block: int, replicate: int, start: int) -> _Draw:
    """Return a function of (first scenario in the block, how many) to weights and tables."""
    cells = int(plan.random_cells.sum())
    if plan.replicates:
        return _quasi_drawer(plan, replicate, start, cells)
    rng = Generator(np.random.SFC64(SeedSequence(plan.entropy, spawn_key=(*plan.spawn_key, block))))

    def draw(done: int, size: int) -> tuple[FloatArray, FloatArray | None]:
        if isinstance(plan.weights, np.ndarray):
            columns = np.ascontiguousarray(plan.weights[start + done - plan.offset :][:size].T)
        else:  # always a whole chunk, so that a scenario does not depend on n
            columns = np.ascontiguousarray(plan.weights.draw(rng, plan.chunk)[:, :size])
        tables = _tables(plan, _open(rng.random((cells, plan.chunk)))[:, :size]) if cells else None
        return columns, tables

    return draw


def _quasi_drawer(plan: Plan, replicate: int, start: int, cells: int) -> _Draw:
    from scipy.stats import qmc

    assert not isinstance(plan.weights, np.ndarray)  # noqa: S101 - refused when the plan was made
    dimension = plan.weights.dimension or 0
    seed = np.random.default_rng(SeedSequence(plan.entropy, spawn_key=(*plan.spawn_key, replicate)))
    sequence = qmc.Sobol(max(dimension + cells, 1), scramble=True, bits=_SOBOL_BITS, rng=seed)
    if start:
        sequence.fast_forward(start)

    def draw(done: int, size: int) -> tuple[FloatArray, FloatArray | None]:
        del done  # points come in their order
        uniforms = _open(np.ascontiguousarray(sequence.random(plan.chunk)[:size].T))
        columns = np.ascontiguousarray(plan.weights.transform(uniforms[:dimension]))  # type: ignore[union-attr]
        return columns, _tables(plan, uniforms[dimension : dimension + cells]) if cells else None

    return draw


def _open(uniforms: FloatArray) -> FloatArray:
    """Keep uniforms strictly inside (0, 1)."""
    return uniforms.clip(2.0**-53, 1.0 - 2.0**-53)


def _tables(plan: Plan, uniforms: FloatArray) -> FloatArray:
    """Return performances ``(c, m, n)``, scenarios contiguous in memory."""
    m, n = plan.performance.shape
    tables = np.empty((m, n, uniforms.shape[1]))
    if not isinstance(plan.cells, str):
        quantile = plan.cells.ppf if hasattr(plan.cells, "ppf") else plan.cells.icdf
        values = np.asarray(quantile(uniforms.reshape(m, n, -1).transpose(2, 0, 1)), dtype=np.float64)
        if values.shape != (uniforms.shape[1], m, n) or not np.isfinite(values).all():
            raise MethodError(f"the distribution of cells must give finite values of shape (scenarios, {m}, {n})")
        return values
    tables[...] = plan.performance[..., None]
    for u, (i, j) in zip(uniforms, np.argwhere(plan.random_cells), strict=True):
        low, mode, high = (table[i, j] for table in (plan.low, plan.performance, plan.high))
        if plan.cells == "uniform":
            np.multiply(u, high - low, out=tables[i, j])
            tables[i, j] += low
        else:
            tables[i, j] = sampling.triangular(u, low, mode, high)
    return tables.transpose(2, 0, 1)


_Score: TypeAlias = Callable[[FloatArray, FloatArray | None], tuple[FloatArray, FloatArray]]


def _scorer(plan: Plan) -> _Score:
    """Return a function of weights ``(n, c)`` and tables to keys and bars ``(m, c)``."""
    method, senses = plan.method, plan.senses
    scaled = method.scaled(plan.performance, senses) if isinstance(method, Method) else None
    fast = None if scaled is None or plan.random_cells.any() else _shared_terms(method, scaled)
    unit = scaled is not None and method.bar is ranking.absolute_bar and np.abs(scaled).max() <= 1.0

    def score(columns: FloatArray, tables: FloatArray | None) -> tuple[FloatArray, FloatArray]:
        weights = columns.T
        if fast is not None:
            key = fast(columns)
            # scores on a unit scale are at most the sum of the weights, 1
            return key, key + ranking.TOLERANCE if unit else method.bar(key.T, weights).T
        if tables is None and isinstance(method, Method) and scaled is not None:
            key = method.key(scaled, weights)
        else:
            key = method.keys(plan.performance if tables is None else tables, senses, weights)
        return np.ascontiguousarray(key.T), np.ascontiguousarray(method.bar(key, weights).T)

    return score


def _shared_terms(method: AnyMethod, scaled: FloatArray) -> Callable[[FloatArray], FloatArray] | None:
    """Return ``(n, c) -> (m, c)`` keys of a built-in score: zeros skipped, equal products shared.

    The terms are added in the order of the criteria, as the kernels of
    `scoring` add them, so that the bits are the same.
    """
    assert isinstance(method, Method)  # noqa: S101 - the caller checked
    if method.key is scoring.weighted_sum:
        terms = _terms(scaled)
        return lambda columns: _accumulate(terms, len(scaled), columns)
    points = dict(method.key.arguments) if isinstance(method.key, Bound) else {}
    kernel = method.key.function if isinstance(method.key, Bound) else method.key
    if kernel is not scoring.distance_ratio:
        return None
    best = points.get("ideal", scaled.max(axis=0))
    worst = points.get("anti_ideal", scaled.min(axis=0))
    m = len(scaled)
    terms = _terms(np.concatenate([scaled - best, scaled - worst]) ** 2)

    def ratio(columns: FloatArray) -> FloatArray:
        apart = _accumulate(terms, 2 * m, columns * columns)
        to_best, to_worst = apart[:m], apart[m:]
        if to_best.min() == 0.0:
            to_best[(to_best == 0) & (to_worst == 0)] = to_worst[(to_best == 0) & (to_worst == 0)] = 1.0
        return np.divide(to_worst, to_best, out=to_worst)

    return ratio


_Terms: TypeAlias = list[tuple[int, float, list[int]]]


def _terms(table: FloatArray) -> _Terms:
    """Return (criterion, factor, rows) of a table, zeros left out."""
    return [
        (j, float(factor), np.flatnonzero(column == factor).tolist())
        for j, column in enumerate(table.T)
        for factor in np.unique(column[column != 0])
    ]


def _accumulate(terms: _Terms, rows: int, columns: FloatArray) -> FloatArray:
    total = np.empty((rows, columns.shape[1]))
    product = np.empty(columns.shape[1])
    empty = set(range(rows))
    for j, factor, members in terms:
        if len(members) == 1 and members[0] in empty:
            np.multiply(columns[j], factor, out=total[members[0]])
        else:
            np.multiply(columns[j], factor, out=product)
            for i in members:
                if i in empty:
                    total[i] = product
                else:
                    np.add(total[i], product, out=total[i])
        empty -= set(members)
    for i in empty:
        total[i] = 0.0
    return total
