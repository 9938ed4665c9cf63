"""When certified stopping stops: a rule looked at after each block, in the order of the blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mcda_nato.acceptability.confidence_sequences import RunningMean
from mcda_nato.acceptability.counts import Counts

Until: TypeAlias = Literal["separated"] | float


@dataclass(frozen=True, eq=False)
class CertifiedStopping:
    """A stopping rule and what it has seen so far.

    Attributes
    ----------
    until : {"separated"} or float
        The best alternative is to be separated from all others, or every
        acceptability known to this half-width.
    confidence : float
    running : RunningMean, shape (m, m)
        Of differences of first-rank indicators, or of indicators of ranks.
    reached : bool
        Whether the last look found what was asked.
    """

    until: Until
    confidence: float
    running: RunningMean
    reached: bool = False

    @classmethod
    def begun(cls, until: Until, confidence: float, m: int) -> CertifiedStopping:
        """Return the rule before its first look."""
        # differences of first-rank indicators lie in [-1, 1], indicators in [0, 1]
        width = 2.0 if until == "separated" else 1.0
        return cls(until, confidence, RunningMean.empty((m, m), width))

    def after(self, block: Counts) -> CertifiedStopping:
        """Return the rule after one more block."""
        return self._separated(block) if self.until == "separated" else self._narrow(block, self.until)

    def _separated(self, block: Counts) -> CertifiedStopping:
        first = block.ranks[:, 0].astype(np.float64)
        total = first[:, None] - first[None, :]
        squares = first[:, None] + first[None, :] - 2.0 * block.both_first
        running = self.running.plus(block.n, total, squares)
        apart = running.mean - running.half_width(self._alpha) > 0
        return replace(self, running=running, reached=bool((apart.sum(axis=1) == len(apart) - 1).any()))

    def _narrow(self, block: Counts, half_width: float) -> CertifiedStopping:
        ranks = block.ranks.astype(np.float64)
        running = self.running.plus(block.n, ranks, ranks)
        return replace(self, running=running, reached=bool((running.half_width(self._alpha) <= half_width).all()))

    @property
    def _alpha(self) -> float:
        return 1.0 - self.confidence
