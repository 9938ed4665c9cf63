"""Scores of the scenarios of a block: what is common to all of them is computed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.scenario_draws import tables_at
from mcda_nato.arrays import Buffers, FloatArray
from mcda_nato.methods import ranks, scores
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.methods.scales import Bound

_Score: TypeAlias = Callable[[FloatArray, FloatArray | None], tuple[FloatArray, FloatArray]]


def scored(plan: Plan, columns: FloatArray, levels: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Return keys and bars ``(m, c)`` under weights ``(n, c)``; cells, where they vary, at quantiles ``(c,)``."""
    cells = int(plan.random_cells.sum())
    tables = tables_at(plan, np.tile(levels, (cells, 1))) if cells and levels is not None else None
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        return scorer(plan, Buffers())(np.ascontiguousarray(columns), tables)


def scorer(plan: Plan, buffers: Buffers) -> _Score:
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
