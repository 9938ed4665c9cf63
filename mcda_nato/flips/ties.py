"""What a search for flips is asked, and the tables of ties that it fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray


class Asked(NamedTuple):
    """Which alternatives may get ahead of the winner, starting from these weights."""

    weights: FloatArray  # (n,)
    norm: str
    winner: int
    rivals: IntArray

    @property
    def nearest(self) -> float:
        """The distance of the weights from themselves."""
        return float(self.norm == "ratio")

    @property
    def free(self) -> BoolArray:
        """The criteria whose weights may move, ``(n,)``."""
        return np.asarray((self.weights > 0) | (self.norm != "ratio"))


@dataclass(frozen=True)
class Ties:
    """Nearest ties with the winner, in arrays by alternative.

    Attributes
    ----------
    points : ndarray, shape (m, n)
        Weights, NaN where no tie was found.
    distance, lower : ndarray, shape (m,)
        Distances of `points`, inf where there are none, and their lower bounds.
    how : str
        How they were found.
    """

    points: FloatArray
    distance: FloatArray
    lower: FloatArray
    how: str

    def put(self, k: int, point: FloatArray, distance: float) -> None:
        """Keep a tie of an alternative."""
        self.points[k], self.distance[k] = point, distance


class Reached(NamedTuple):
    """Ties beyond which an alternative is ahead of the winner, and ties that are only touched."""

    flips: Ties
    draws: Ties


def none_yet(m: int, asked: Asked, how: str, lower: float | None = None) -> Reached:
    """Return tables without a tie, with one lower bound, by default the least."""
    low = asked.nearest if lower is None else lower
    points = np.full((m, len(asked.weights)), np.nan)
    flips, draws = (Ties(points.copy(), np.full(m, np.inf), np.full(m, low), how) for _ in range(2))
    return Reached(flips, draws)
