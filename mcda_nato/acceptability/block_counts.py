"""The counts of one block: its scenarios drawn, scored, ranked and counted."""

from __future__ import annotations

import numpy as np

from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import Counts, count
from mcda_nato.acceptability.scenario_draws import drawer
from mcda_nato.acceptability.scenario_scores import scorer
from mcda_nato.arrays import Buffers
from mcda_nato.errors import MethodError


def run_block(plan: Plan, block: int) -> Counts:
    """Draw, score, rank and count the scenarios of a block."""
    _, _, size = plan.span(block)
    buffers = Buffers()
    draw = drawer(plan, block, buffers)
    keys = scorer(plan, buffers)
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
