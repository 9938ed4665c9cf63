"""How often each alternative is first at its own central weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcda_nato.acceptability.acceptance import central_weights
from mcda_nato.acceptability.block_counts import run_block
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import Counts
from mcda_nato.acceptability.scenario_scores import scored
from mcda_nato.arrays import FloatArray
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.preferences.samplers import FixedSampler

_BLOCK_SHARE = 4  # a fraction of a block is enough for a confidence factor
_STREAM = 2**32 - 1  # a spawn key that no block has


def confidence_factors(plan: Plan, counts: Counts) -> FloatArray:
    """Return confidence factors ``(m,)``, NaN where an alternative is never first."""
    if isinstance(plan.weights, FixedSampler):  # the only weights there are
        return np.where(counts.ranks[:, 0] > 0, counts.ranks[:, 0] / counts.n, np.nan)
    central = central_weights(counts)
    factors = np.full(len(central), np.nan)
    some = np.flatnonzero(~np.isnan(central[:, 0]))
    table = central[some] / central[some].sum(axis=1, keepdims=True)
    if plan.random_cells.any():
        factors[some] = [_first_share(plan, i, weights) for i, weights in zip(some.tolist(), table, strict=True)]
    else:
        key, bar = scored(plan, table.T)
        factors[some] = competition_ranks(key.T, bar.T)[np.arange(len(some)), some] == 1
    return factors


def _first_share(plan: Plan, alternative: int, weights: FloatArray) -> float:
    """Return the share of cells at which an alternative is first under fixed weights."""
    n = min(plan.block_size // _BLOCK_SHARE, plan.n)
    spawn_key = (*plan.spawn_key, _STREAM)
    fixed = replace(plan, weights=FixedSampler(weights), n=n, replicates=0, spawn_key=spawn_key)
    return float(run_block(fixed, 0).ranks[alternative, 0] / n)
