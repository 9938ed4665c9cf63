"""What the caller of a sweep may ask, each option refused by one clear error before work starts."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mcda_nato.acceptability.blocks import Cells
from mcda_nato.acceptability.certified_stopping import Until
from mcda_nato.acceptability.counts import LARGEST_N
from mcda_nato.acceptability.progress import Progress
from mcda_nato.errors import FileError, SweepError
from mcda_nato.labels import hint, listed, literal

_GIVE_N = {"call": "give n= or until=", "option": "give --n or --until"}
_GIVE_ONE = {
    "call": "give n= or until=, not both; n_max= is where until gives up",
    "option": "give --n or --until, not both",
}
_CELLS = ("modal", "uniform", "triangular")


@dataclass(frozen=True, eq=False)
class SweepOptions:
    """Options of `sweep`, where they are explained; those that need the problem are checked with the plan."""

    n: Any
    weights: Any
    cells: Cells
    rng: Any
    sampling: str
    executor: Executor | None
    progress: Progress
    until: Until | None = None  # the rest is of `sweep` alone
    confidence: float = 0.95
    n_max: Any = 10**9
    pairwise: bool | None = None
    checkpoint: str | Path | None = None

    def __post_init__(self) -> None:
        _check_sampling(self.sampling)
        _check_until(self.until)
        _check_confidence(self.confidence)
        _check_pairwise(self.pairwise)
        _check_progress(self.progress)
        _check_cells(self.cells)
        _check_executor(self.executor)
        _check_checkpoint(self.checkpoint)

    def scenarios(self, rows: int | None) -> int:
        """Return the number of scenarios, or the largest, where a table of weights has so many rows."""
        if self.n is None and self.until is None and rows is None:
            raise SweepError("the number of scenarios is not given", **_GIVE_N)
        if self.n is not None and self.until is not None:
            raise SweepError("both a number of scenarios and where to stop are given", **_GIVE_ONE)
        if self.until is not None:
            _whole("n_max", self.n_max)
        n = self.n if self.n is not None else rows
        size = _whole("n_max", self.n_max) if n is None else _whole("n", n)
        if rows is not None and size != rows:
            raise SweepError(
                f"n is {size} but the table of weights has {rows} scenarios", call="leave n out to use them all"
            )
        return size

    @property
    def checkpoint_file(self) -> Path | None:
        """The file that keeps the state, if any."""
        return None if self.checkpoint is None else Path(self.checkpoint)


def _whole(what: str, size: Any) -> int:
    if isinstance(size, (bool, np.bool_)) or not isinstance(size, (int, np.integer)):
        raise SweepError(f"{what} must be a whole number of scenarios, got {literal(size)}")
    if not 1 <= size <= LARGEST_N:
        raise SweepError(f"{what} must be from 1 to {LARGEST_N:,}, got {literal(size)}")
    return int(size)


def _check_sampling(sampling: Any) -> None:
    if not isinstance(sampling, str) or sampling not in ("random", "sobol"):
        raise SweepError(f"sampling must be 'random' or 'sobol', got {literal(sampling)}")


def _check_until(until: Any) -> None:
    named = isinstance(until, str) and until == "separated"
    if not (until is None or named or (isinstance(until, float) and 0.0 < until < 1.0)):
        raise SweepError(f"until must be 'separated' or a half-width between 0 and 1, got {literal(until)}")


def _check_confidence(confidence: Any) -> None:
    if not (isinstance(confidence, float) and 0.0 < confidence < 1.0):
        raise SweepError(f"confidence must lie between 0 and 1, got {literal(confidence)}")


def _check_pairwise(pairwise: Any) -> None:
    if not (pairwise is None or isinstance(pairwise, bool)):
        raise SweepError(f"pairwise must be True, False or None, got {literal(pairwise)}")


def _check_progress(progress: Any) -> None:
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise SweepError(f"progress must be True, False, None or a function of two counts, got {literal(progress)}")


def _check_cells(cells: Any) -> None:
    if isinstance(cells, str):
        if cells not in _CELLS:
            raise SweepError(
                f"unknown cells {literal(cells)}{hint(cells, _CELLS)}; use one of {listed(_CELLS)} or a distribution"
            )
    elif not (callable(getattr(cells, "ppf", None)) or callable(getattr(cells, "icdf", None))):
        raise SweepError(
            f"cells must be one of {listed(_CELLS)} or a distribution, got {literal(cells)}",
            call="a distribution has ppf(u) or icdf(u)",
        )


def _check_executor(executor: Any) -> None:
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise SweepError(f"executor must be a concurrent.futures.Executor, got {literal(executor)}")


def _check_checkpoint(checkpoint: Any) -> None:
    try:
        named = checkpoint is None or Path(checkpoint).name != ""
    except TypeError:
        named = False
    if not named:
        raise FileError(f"a checkpoint is named by the path of a file, got {literal(checkpoint)}")
