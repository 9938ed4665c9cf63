"""The scenarios of one block, drawn, scored and ready to be ranked, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.scenario_draws import drawer
from mcda_nato.acceptability.scenario_scores import scorer
from mcda_nato.arrays import Buffers, FloatArray
from mcda_nato.errors import MethodError


class Drawn(NamedTuple):
    """A chunk of scenarios; its arrays may be written over when the next one is drawn.

    Attributes
    ----------
    columns : ndarray, shape (n, c)
        Weights.
    tables : ndarray, shape (c, m, n), or None
        Performances, where cells vary.
    key, bar : ndarray, shape (m, c)
        What is ranked, and what it must exceed to precede.
    """

    columns: FloatArray
    tables: FloatArray | None
    key: FloatArray
    bar: FloatArray


def block_scenarios(plan: Plan, block: int, buffers: Buffers) -> Iterator[Drawn]:
    """Yield the scenarios of a block in their order."""
    _, _, size = plan.span(block)
    draw = drawer(plan, block, buffers)
    keys = scorer(plan, buffers)
    for done in range(0, size, plan.chunk):
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            columns, tables = draw(done, min(plan.chunk, size - done))
            drawn = Drawn(columns, tables, *keys(columns, tables))
        yield drawn


def undefined(plan: Plan, block: int) -> MethodError:
    """Return the error of a key that is not a number."""
    return MethodError(f"{plan.method} is undefined for a scenario of block {block}")
