"""Raw scenarios, a chunk of rows at a time: weights, scores, ranks and what else was drawn."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from mcda_nato.acceptability.block_results import results_in_order
from mcda_nato.acceptability.block_scenarios import Drawn, block_scenarios, undefined
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.arrays import Buffers
from mcda_nato.methods.method import check_finite
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.problem.problem import DecisionProblem

#: Columns of a chunk of rows, in the order of `column_names`.
Rows: TypeAlias = list[NDArray[Any]]
_T = TypeVar("_T")

_HELD = 1 << 30  # bytes of rows that an executor may hold ready
_NUMBER = 20  # bytes of a number as text, the longest form in which rows wait


def column_names(problem: DecisionProblem, plan: Plan) -> list[str]:
    """Return the names of the columns of raw scenarios."""
    drawn = np.argwhere(plan.random_cells).tolist()
    return [
        "scenario",
        *(f"weight: {name}" for name in problem.criteria),
        *(f"score: {name}" for name in problem.alternatives),
        *(f"rank: {name}" for name in problem.alternatives),
        *(f"value: {problem.alternatives[i]}, {problem.criteria[j]}" for i, j in drawn),
    ]


def block_rows(plan: Plan, block: int) -> Iterator[Rows]:
    """Yield the rows of a block, a chunk at a time."""
    start = plan.first_scenario(block)
    for drawn in block_scenarios(plan, block, Buffers()):
        if np.isnan(drawn.key).any():
            raise undefined(plan, block)
        rows = _rows(plan, start, drawn)
        start += len(rows[0])
        yield rows


def _rows(plan: Plan, start: int, drawn: Drawn) -> Rows:
    """Return the rows of a chunk, in arrays of their own."""
    key = drawn.key.T
    with np.errstate(divide="ignore", over="ignore", invalid="ignore", under="ignore"):
        scores = plan.method.score(key)
    check_finite(scores, plan.method)
    scenario = np.arange(start, start + len(key), dtype=np.int64)
    values: Any = [] if drawn.tables is None else drawn.tables[:, plan.random_cells].T
    return [
        scenario,
        *(column.copy() for column in drawn.columns),
        *(column.copy() for column in scores.T),
        *np.ascontiguousarray(competition_ranks(key, drawn.bar.T).T),
        *(column.copy() for column in values),
    ]


def rows_in_order(
    plan: Plan, executor: Executor | None, form: Callable[[Rows], _T], width: int
) -> Generator[tuple[int, _T], None, None]:
    """Yield chunks of rows of so many columns, each as its last scenario's number plus one and as it was formed.

    With an executor whole blocks are formed ahead, as far as memory allows;
    where not even two fit, everything runs here, a chunk at a time.
    """
    ahead = _HELD // (min(plan.block_size, plan.scenarios) * width * _NUMBER)
    if executor is None or ahead < 2:
        for block in range(plan.blocks):
            for rows in block_rows(plan, block):
                yield int(rows[0][-1]) + 1, form(rows)
    else:
        for formed in results_in_order(partial(_formed_block, form), plan, 0, executor, ahead):
            yield from formed


def _formed_block(form: Callable[[Rows], _T], plan: Plan, block: int) -> list[tuple[int, _T]]:
    return [(int(rows[0][-1]) + 1, form(rows)) for rows in block_rows(plan, block)]
