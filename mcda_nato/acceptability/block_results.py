"""The counts of blocks in their order, from an executor or from here."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from concurrent.futures import Executor, Future

from mcda_nato.acceptability.block_counts import run_block
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import Counts
from mcda_nato.errors import McdaError, SweepError, SweepWarning, warn_caller

_IN_FLIGHT = 64  # blocks submitted ahead of the first that is not yet done


def block_results(plan: Plan, start: int, executor: Executor | None) -> Generator[Counts, None, None]:
    """Yield the counts of every block from `start` on; where an executor breaks, the rest runs here."""
    if executor is not None:
        start = yield from _executed(plan, start, executor)
    for block in range(start, plan.blocks):
        yield run_block(plan, block)


def _executed(plan: Plan, start: int, executor: Executor) -> Generator[Counts, None, int]:
    """Yield counts with a bounded number of blocks under way, and return the first block not done."""
    pending: deque[Future[Counts]] = deque()
    accepted = False
    try:
        while start < plan.blocks:
            while len(pending) < min(_IN_FLIGHT, plan.blocks - start):
                block = start + len(pending)
                pending.append(executor.submit(run_block, plan.part(block), block))
                accepted = True
            counts = pending[0].result()
            pending.popleft()
            start += 1
            yield counts
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
