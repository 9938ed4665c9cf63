"""The counts of one block: its scenarios drawn, scored, ranked and counted."""

from __future__ import annotations

import numpy as np

from mcda_nato.acceptability.block_scenarios import block_scenarios, undefined
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import Counts, count
from mcda_nato.arrays import Buffers


def run_block(plan: Plan, block: int) -> Counts:
    """Draw, score, rank and count the scenarios of a block."""
    buffers = Buffers()
    m, n = plan.performance.shape
    total = Counts.empty(m, n, pairwise=plan.pairwise)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        for drawn in block_scenarios(plan, block, buffers):
            try:
                total.take(count(drawn.key, drawn.bar, drawn.columns, pairwise=plan.pairwise, buffers=buffers))
            except FloatingPointError:
                raise undefined(plan, block) from None
    return total
