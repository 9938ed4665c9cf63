"""How a sweep tells how far it is: to a function, by a bar, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Progress: TypeAlias = bool | Callable[[int, int], None] | None


@contextmanager
def progress_told(progress: Progress, total: int, unit: str = "scenarios") -> Iterator[Callable[[int], None]]:
    """Give a function to be called with what is done so far, of scenarios or another unit."""
    if callable(progress):
        call = progress
        yield lambda done: call(done, total)
    elif progress is False or (progress is None and not _in_terminal()):
        yield lambda _: None
    else:
        from tqdm.auto import tqdm

        delay = 0.0 if progress else 2.0  # a bar that nobody asked for waits until the sweep is long
        with tqdm(total=total, unit=f" {unit}", unit_scale=True, delay=delay, leave=False) as bar:
            yield lambda done: bar.update(done - bar.n)


def _in_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
