"""Sweeps of small blocks, random problems, and the scenarios that a sweep drew."""

from contextlib import contextmanager

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.acceptability import block_scenarios, blocks

NAMED = ["weighted_sum", "topsis", "ahp"]
MODELS = mn.load_models()

#: Modal cells, uncertain ones, and a quasi-random sequence.
THREE_KINDS = [{}, {"cells": "uniform"}, {"sampling": "sobol"}]


@contextmanager
def small(block=64, chunk=16):
    """Let a block and what is drawn together be few scenarios."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        patch.setattr(blocks, "SLOW_BLOCK", block)
        patch.setattr(blocks, "_CHUNK", chunk)
        yield patch


def random_problem(m, n=3, seed=0, width=0.4):
    """Return a problem with intervals: codes where ties are common, for few alternatives."""
    rng = np.random.default_rng([seed, m, n])
    table = rng.integers(1, 6, (m, n)) + (rng.random((m, n)) if m > 7 else 0.0)
    signs = rng.choice([1.0, -1.0], n)
    return mn.DecisionProblem(table, signs, low=table * (1 - width * rng.random((m, n))), high=table * (1 + width))


def recorded(problem, method, n, **options):
    """Sweep, and return the result with the weights and the table of every scenario, in order."""
    make, seen = block_scenarios.drawer, []

    def drawer(plan, *where):
        draw = make(plan, *where)

        def drawing(done, size):
            columns, tables = draw(done, size)
            if plan.n == n and not plan.spawn_key:  # neither the trial before nor the confidence factors after
                seen.append((columns.T.copy(), None if tables is None else np.array(tables)))
            return columns, tables

        return drawing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_scenarios, "drawer", drawer)
        found = mn.sweep(problem, method, n=n, **options)
    weights = np.concatenate([columns for columns, _ in seen])
    if seen[0][1] is None:
        return found, weights, np.broadcast_to(problem.performance, (len(weights), *problem.performance.shape))
    return found, weights, np.concatenate([tables for _, tables in seen])


class Quantiles:
    """A distribution of cells of one's own."""

    def __init__(self, table, name="icdf"):
        self.table = table
        setattr(self, name, self._quantiles)
        self.seen = []

    def __repr__(self):
        return "Quantiles"

    def _quantiles(self, u):
        self.seen.append(u)
        return self.table * (0.5 + np.round(4 * u) / 4)  # discrete, so that ties are common
