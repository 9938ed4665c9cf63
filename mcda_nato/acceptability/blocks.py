"""A sweep as a plan of fixed blocks: each a function of the plan and its number alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.counts import Counts, count
from mcda_nato.arrays import Buffers, FloatArray, NotReal, to_floats
from mcda_nato.errors import MethodError, SweepError
from mcda_nato.labels import literal
from mcda_nato.methods import ranks, scores
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.methods.scales import Bound
from mcda_nato.preferences import sampling
from mcda_nato.preferences.samplers import Sampler

#: Scenarios of a block, for methods that score many at once and for others.
BLOCK, SLOW_BLOCK = 1 << 18, 1 << 8
_CHUNK = 1 << 13  # scenarios drawn together; part of what a seed means

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
    entropy: int | tuple[int, ...]
    spawn_key: tuple[int, ...]
    replicates: int
    pairwise: bool
    offset: int = 0

    @property
    def block_size(self) -> int:
        """Scenarios of a whole block."""
        if not isinstance(self.method, Method):
            return SLOW_BLOCK
        return BLOCK if self.independent else _CHUNK

    @property
    def independent(self) -> bool:
        """Whether scenarios of one block are independent of each other."""
        return isinstance(self.weights, np.ndarray) or self.weights.independent

    @cached_property
    def chunk(self) -> int:
        """Scenarios drawn together; fewer for large problems, so that memory stays small."""
        sizes = (2**16 / self.performance.size) if self.random_cells.any() else (2**20 / len(self.performance))
        return max(min(_CHUNK, self.block_size, 2 ** max(int(np.log2(sizes)), 4)), 16)

    @cached_property
    def random_cells(self) -> np.ndarray[Any, Any]:
        """Which cells vary, shape (m, n)."""
        if isinstance(self.cells, str):
            return np.asarray((self.cells != "modal") & (self.low < self.high))
        return np.ones(self.performance.shape, dtype=bool)

    @property
    def _per_replicate(self) -> int:
        return -(-self.n // self.replicates) if self.replicates else self.n

    @property
    def scenarios(self) -> int:
        """Scenarios in all: n, rounded up to the same number in each replicate."""
        return self._per_replicate * max(self.replicates, 1)

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

    def first(self, n: int) -> Plan:
        """Return the plan of the first n scenarios alone."""
        weights = self.weights[:n] if isinstance(self.weights, np.ndarray) else self.weights
        return replace(self, n=n, replicates=0, weights=weights)

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
        return None if self.independent else block % 32


def run_block(plan: Plan, block: int) -> Counts:
    """Draw, score, rank and count the scenarios of a block."""
    replicate, start, size = plan.span(block)
    buffers = Buffers()
    draw = _drawer(plan, block, replicate, start, buffers)
    keys = _scorer(plan, buffers)
    m, n = plan.performance.shape
    total = Counts.empty(m, n, pairwise=plan.pairwise)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        for done in range(0, size, plan.chunk):
            columns, tables = draw(done, min(plan.chunk, size - done))
            key, bar = keys(columns, tables)
            try:
                total.take(count(key, bar, columns, pairwise=plan.pairwise, buffers=buffers))
            except FloatingPointError:
                raise MethodError(f"{plan.method} is undefined for a scenario of block {block}") from None
    return total


def scored(plan: Plan, columns: FloatArray, levels: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Return keys and bars ``(m, c)`` under weights ``(n, c)``; cells, where they vary, at quantiles ``(c,)``."""
    cells = int(plan.random_cells.sum())
    tables = _tables(plan, np.tile(levels, (cells, 1))) if cells and levels is not None else None
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return _scorer(plan, Buffers())(np.ascontiguousarray(columns), tables)


_Draw: TypeAlias = Callable[[int, int], tuple[FloatArray, FloatArray | None]]


def _drawer(plan: Plan, block: int, replicate: int, start: int, buffers: Buffers) -> _Draw:
    """Return a function of (first scenario in the block, how many) to weights and tables."""
    cells = int(plan.random_cells.sum())
    if plan.replicates:
        return _quasi_drawer(plan, replicate, start, cells)
    rng = Generator(np.random.SFC64(SeedSequence(plan.entropy, spawn_key=(*plan.spawn_key, block))))

    def draw(done: int, size: int) -> tuple[FloatArray, FloatArray | None]:
        if isinstance(plan.weights, np.ndarray):
            columns = np.ascontiguousarray(plan.weights[start + done - plan.offset :][:size].T)
        else:  # always a whole chunk, so that a scenario does not depend on n
            columns = np.ascontiguousarray(plan.weights.draw(rng, plan.chunk, buffers)[:, :size])
        tables = _tables(plan, rng.random((cells, plan.chunk))[:, :size]) if cells else None
        return columns, tables

    return draw


def _quasi_drawer(plan: Plan, replicate: int, start: int, cells: int) -> _Draw:
    from scipy.stats import qmc

    assert not isinstance(plan.weights, np.ndarray)  # noqa: S101 - refused when the plan was made
    dimension = plan.weights.dimension or 0
    seed = np.random.default_rng(SeedSequence(plan.entropy, spawn_key=(*plan.spawn_key, replicate)))
    sequence = qmc.Sobol(max(dimension + cells, 1), scramble=True, rng=seed)
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
        return _distributed(plan, _open(uniforms).reshape(m, n, -1).transpose(2, 0, 1))
    tables[...] = plan.performance[..., None]
    for u, (i, j) in zip(uniforms, np.argwhere(plan.random_cells), strict=True):
        low, mode, high = (table[i, j] for table in (plan.low, plan.performance, plan.high))
        if plan.cells == "uniform":
            np.multiply(u, high - low, out=tables[i, j])
            tables[i, j] += low
        else:
            tables[i, j] = sampling.triangular(u, low, mode, high)
    return tables.transpose(2, 0, 1)


def _distributed(plan: Plan, uniforms: FloatArray) -> FloatArray:
    """Return the quantiles of the user's own distribution of cells, checked."""
    quantile = plan.cells.ppf if hasattr(plan.cells, "ppf") else plan.cells.icdf
    m, n = plan.performance.shape
    need = f"the distribution of cells must give finite numbers of shape (scenarios, {m}, {n})"
    try:
        values = to_floats(np.asarray(quantile(uniforms)))
    except NotReal as entry:
        raise SweepError(f"{need}; at {entry.index} one {entry.reason}: {literal(entry.value)}") from None
    except Exception as error:
        raise SweepError(f"{need}; it failed: {error}") from error
    if values.shape != uniforms.shape:
        raise SweepError(f"{need}; for {uniforms.shape} it gave {values.shape}")
    plan.method.check(values, plan.senses, lambda row, column: f"a drawn value in row {row}, column {column}")
    return values


_Score: TypeAlias = Callable[[FloatArray, FloatArray | None], tuple[FloatArray, FloatArray]]


def _scorer(plan: Plan, buffers: Buffers) -> _Score:
    """Return a function of weights ``(n, c)`` and tables to keys and bars ``(m, c)``."""
    method, senses = plan.method, plan.senses
    scaled = method.scaled(plan.performance, senses) if isinstance(method, Method) else None
    fast = None if scaled is None or plan.random_cells.any() else _shared_terms(method, scaled, buffers)
    unit = scaled is not None and method.bar is ranks.absolute_bar and np.abs(scaled).max() <= 1.0

    def score(columns: FloatArray, tables: FloatArray | None) -> tuple[FloatArray, FloatArray]:
        weights = columns.T
        if fast is not None:
            key = fast(columns)
            bar = buffers("bar", key.shape)
            if unit:  # scores on a unit scale are at most the sum of the weights, 1
                return key, np.add(key, ranks.TOLERANCE, out=bar)
            if method.bar is ranks.ratio_bar:
                return key, np.multiply(key, ranks.RATIO, out=bar)
            return key, method.bar(key.T, weights).T
        if tables is None and isinstance(method, Method) and scaled is not None:
            key = method.key(scaled, weights)
        else:
            key = method.keys(plan.performance if tables is None else tables, senses, weights)
        return np.ascontiguousarray(key.T), np.ascontiguousarray(method.bar(key, weights).T)

    return score


def _shared_terms(method: AnyMethod, scaled: FloatArray, buffers: Buffers) -> Callable[[FloatArray], FloatArray] | None:
    """Return ``(n, c) -> (m, c)`` keys of a built-in score: zeros skipped, equal products shared.

    The terms are added in the order of the criteria, as the kernels of
    `scores` add them, so that the bits are the same.
    """
    assert isinstance(method, Method)  # noqa: S101 - the caller checked
    if method.key is scores.weighted_sum:
        terms = _terms(scaled)
        return lambda columns: _accumulate(terms, len(scaled), columns, buffers)
    points = dict(method.key.arguments) if isinstance(method.key, Bound) else {}
    kernel = method.key.function if isinstance(method.key, Bound) else method.key
    if kernel is not scores.distance_ratio:
        return None
    best = points.get("ideal", scaled.max(axis=0))
    worst = points.get("anti_ideal", scaled.min(axis=0))
    m = len(scaled)
    terms = _terms(np.concatenate([scaled - best, scaled - worst]) ** 2)

    def ratio(columns: FloatArray) -> FloatArray:
        squares = np.multiply(columns, columns, out=buffers("squares", columns.shape))
        apart = _accumulate(terms, 2 * m, squares, buffers)
        to_best, to_worst = apart[:m], apart[m:]
        if to_best.min() == 0.0:
            lost = ((squares == 0) & (columns > 0)).any(axis=0)  # too small to be squared
            equal = (to_best == 0) & (to_worst == 0) & ~lost
            to_best[equal] = to_worst[equal] = 1.0
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


def _accumulate(terms: _Terms, rows: int, columns: FloatArray, buffers: Buffers) -> FloatArray:
    total = buffers("total", (rows, columns.shape[1]))
    product = buffers("product", columns.shape[1:])
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
