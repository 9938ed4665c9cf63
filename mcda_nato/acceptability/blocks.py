"""A sweep as a plan of fixed blocks: each a function of the plan and its number alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.preferences.samplers import Sampler

#: Scenarios of a block, for methods that score many at once and for others.
BLOCK, SLOW_BLOCK = 1 << 18, 1 << 8
_CHUNK = 1 << 13  # scenarios drawn together; part of what a seed means

Cells: TypeAlias = Any  # "modal", "uniform", "triangular" or an object with ppf or icdf


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything that a block depends on; small, and picklable if its parts are.

    Attributes
    ----------
    weights : Sampler or ndarray, shape (scenarios, n)
        How weights are drawn, or a table of them.
    replicates : int
        Independent scrambles of a quasi-random sequence; 0 for pseudo-random numbers.
    offset : int
        Scenario that the first row of a table of weights is.
    """

    performance: FloatArray
    low: FloatArray
    high: FloatArray
    senses: FloatArray
    method: AnyMethod
    weights: Sampler | FloatArray
    cells: Cells
    n: int
    entropy: int | tuple[int, ...]
    spawn_key: tuple[int, ...]
    replicates: int
    pairwise: bool
    offset: int = 0

    @property
    def block_size(self) -> int:
        """Scenarios of a whole block."""
        if not isinstance(self.method, Method):
            return SLOW_BLOCK
        return BLOCK if self.independent else _CHUNK

    @property
    def independent(self) -> bool:
        """Whether scenarios of one block are independent of each other."""
        return isinstance(self.weights, np.ndarray) or self.weights.independent

    @cached_property
    def chunk(self) -> int:
        """Scenarios drawn together; fewer for large problems, so that memory stays small."""
        sizes = (2**16 / self.performance.size) if self.random_cells.any() else (2**20 / len(self.performance))
        return max(min(_CHUNK, self.block_size, 2 ** max(int(np.log2(sizes)), 4)), 16)

    @cached_property
    def random_cells(self) -> np.ndarray[Any, Any]:
        """Which cells vary, shape (m, n)."""
        if isinstance(self.cells, str):
            return np.asarray((self.cells != "modal") & (self.low < self.high))
        return np.ones(self.performance.shape, dtype=bool)

    @property
    def _per_replicate(self) -> int:
        return -(-self.n // self.replicates) if self.replicates else self.n

    @property
    def scenarios(self) -> int:
        """Scenarios in all: n, rounded up to the same number in each replicate."""
        return self._per_replicate * max(self.replicates, 1)

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return max(self.replicates, 1) * -(-self._per_replicate // self.block_size)

    def span(self, block: int) -> tuple[int, int, int]:
        """Return the replicate of a block, its first scenario in it and how many it has."""
        in_replicate = -(-self._per_replicate // self.block_size)
        replicate, place = divmod(block, in_replicate)
        start = place * self.block_size
        return replicate, start, min(self.block_size, self._per_replicate - start)

    def first_scenario(self, block: int) -> int:
        """Return the number of the first scenario of a block, counted over all replicates."""
        replicate, start, _ = self.span(block)
        return replicate * self._per_replicate + start

    def first(self, n: int) -> Plan:
        """Return the plan of the first n scenarios alone."""
        weights = self.weights[:n] if isinstance(self.weights, np.ndarray) else self.weights
        return replace(self, n=n, replicates=0, weights=weights)

    def part(self, block: int) -> Plan:
        """Return the plan with no more of a table of weights than a block needs."""
        if not isinstance(self.weights, np.ndarray):
            return self
        _, start, size = self.span(block)
        return replace(self, weights=self.weights[start - self.offset :][:size], offset=start)

    def group(self, block: int) -> int | None:
        """Return the group whose spread gives the error of dependent scenarios, if any."""
        if self.replicates:
            return self.span(block)[0]
        return None if self.independent else block % 32
