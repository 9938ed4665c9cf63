"""Weights and cells of the scenarios of a block: pseudo-random, quasi-random or from a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.blocks import Plan
from mcda_nato.arrays import Buffers, FloatArray, NotReal, to_floats
from mcda_nato.errors import SweepError
from mcda_nato.labels import literal
from mcda_nato.preferences import sampling

_Draw: TypeAlias = Callable[[int, int], tuple[FloatArray, FloatArray | None]]


def drawer(plan: Plan, block: int, buffers: Buffers) -> _Draw:
    """Return a function of (first scenario in the block, how many) to weights and tables."""
    replicate, start, _ = plan.span(block)
    cells = int(plan.random_cells.sum())
    if plan.replicates:
        return _quasi_drawer(plan, replicate, start, cells)
    rng = Generator(np.random.SFC64(SeedSequence(plan.entropy, spawn_key=(*plan.spawn_key, block))))

    def draw(done: int, size: int) -> tuple[FloatArray, FloatArray | None]:
        if isinstance(plan.weights, np.ndarray):
            columns = np.ascontiguousarray(plan.weights[start + done - plan.offset :][:size].T)
        else:  # always a whole chunk, so that a scenario does not depend on n
            columns = np.ascontiguousarray(plan.weights.draw(rng, plan.chunk, buffers)[:, :size])
        tables = tables_at(plan, rng.random((cells, plan.chunk))[:, :size]) if cells else None
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
        return columns, tables_at(plan, uniforms[dimension : dimension + cells]) if cells else None

    return draw


def tables_at(plan: Plan, uniforms: FloatArray) -> FloatArray:
    """Return performances ``(c, m, n)`` at uniforms ``(cells, c)``, scenarios contiguous in memory."""
    m, n = plan.performance.shape
    if not isinstance(plan.cells, str):
        return _distributed(plan, _open(uniforms).reshape(m, n, -1).transpose(2, 0, 1))
    tables = np.empty((m, n, uniforms.shape[1]))
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


def _open(uniforms: FloatArray) -> FloatArray:
    """Keep uniforms strictly inside (0, 1)."""
    return uniforms.clip(2.0**-53, 1.0 - 2.0**-53)
