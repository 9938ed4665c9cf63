"""What blocks give, in their order, from an executor or from here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from typing import TypeAlias, TypeVar

from mcda_nato.acceptability.block_counts import run_block
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import Counts
from mcda_nato.errors import McdaError, SweepError, SweepWarning, warn_caller

_IN_FLIGHT = 64  # blocks submitted ahead of the first that is not yet done

_T = TypeVar("_T")
Job: TypeAlias = Callable[[Plan, int], _T]


def block_results(plan: Plan, start: int, executor: Executor | None) -> Generator[Counts, None, None]:
    """Yield the counts of every block from `start` on."""
    return results_in_order(run_block, plan, start, executor, _IN_FLIGHT)


def results_in_order(
    job: Job[_T], plan: Plan, start: int, executor: Executor | None, ahead: int
) -> Generator[_T, None, None]:
    """Yield what a job gives of every block from `start` on; where an executor breaks, the rest runs here."""
    if executor is not None:
        start = yield from _executed(job, plan, start, executor, ahead)
    for block in range(start, plan.blocks):
        yield job(plan, block)


def _executed(job: Job[_T], plan: Plan, start: int, executor: Executor, ahead: int) -> Generator[_T, None, int]:
    """Yield results with so many blocks under way at most, and return the first block not done."""
    pending: deque[Future[_T]] = deque()
    accepted = False
    try:
        while start < plan.blocks:
            while len(pending) < min(ahead, plan.blocks - start):
                block = start + len(pending)
                pending.append(executor.submit(job, plan.part(block), block))
                accepted = True
            found = pending[0].result()
            pending.popleft()
            start += 1
            yield found
    except McdaError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever befell the pool, the blocks are pure functions
        if not accepted:
            raise SweepError(f"the executor takes no work: {error}") from None
        what = f"the executor broke ({type(error).__name__}: {error}); the remaining blocks run here"
        warn_caller(what, SweepWarning)
    finally:
        for future in pending:
            future.cancel()
    return start
