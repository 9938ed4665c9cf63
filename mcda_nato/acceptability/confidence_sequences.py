"""Confidence sequences: bounds that hold at every look, however often one looks.

Howard, Ramdas, McAuliffe and Sekhon (2021), Time-uniform, nonparametric,
nonasymptotic confidence sequences, doi:10.1214/20-AOS1991: the empirical
Bernstein bound of their Theorem 4 with the polynomial stitched boundary of
their equations (10) and (11) with eta = 2 and s = 1.4.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from mcda_nato.arrays import FloatArray

_ETA, _S = 2.0, 1.4
_K1 = (_ETA**0.25 + _ETA**-0.25) / np.sqrt(2.0)
_K2 = (np.sqrt(_ETA) + 1.0) / 2.0
_ZETA = 3.105547 + 1e-6  # Riemann's zeta at s, rounded up


def stitched_boundary(variance: FloatArray, alpha: float, width: float, start: float = 1000.0) -> FloatArray:
    """Return the bound on a sum, valid at all times with probability ``1 - alpha``.

    `variance` is the sum of squared deviations from predictions that were made
    before, `width` the range of a term, `start` the variance from which the
    boundary is tight.
    """
    v = np.maximum(variance, start)
    loglog = _S * np.log(np.log(_ETA * v / start)) + np.log(_ZETA / (alpha * np.log(_ETA) ** _S))
    linear = _K2 * width * loglog
    return np.sqrt(_K1**2 * v * loglog + linear**2) + linear


@dataclass(frozen=True, eq=False)
class RunningMean:
    """Means of bounded terms, with a half-width that holds at every look.

    Terms arrive in batches as their number, sum and sum of squares; each batch
    is predicted by the mean of those before.

    Attributes
    ----------
    n : int
        Terms so far.
    total, variance : ndarray of any one shape
        Their sums, and sums of squared deviations from the predictions.
    width : float
        Range of a term.
    """

    n: int
    total: FloatArray
    variance: FloatArray
    width: float

    @classmethod
    def empty(cls, shape: tuple[int, ...], width: float) -> Self:
        """Return means of no terms."""
        return cls(0, np.zeros(shape), np.zeros(shape), width)

    def plus(self, count: int, total: FloatArray, squares: FloatArray) -> Self:
        """Add a batch: its number of terms, their sums and sums of squares."""
        expected = self.mean
        deviations = squares - 2.0 * expected * total + count * expected**2
        return replace(self, n=self.n + count, total=self.total + total, variance=self.variance + deviations)

    @property
    def mean(self) -> FloatArray:
        """Means so far; 0 before the first batch."""
        return np.asarray(self.total / max(self.n, 1))

    def half_width(self, alpha: float) -> FloatArray:
        """Return half-widths that all hold at once, at all times, but with probability alpha."""
        each = alpha / (2.0 * max(self.total.size, 1))
        return np.asarray(stitched_boundary(self.variance, each, self.width) / max(self.n, 1))
