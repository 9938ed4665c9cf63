"""The nearest tie of two ratios where weights move by factors: in any number of criteria.

With ``u_j = (w'_j / w_j)**2``, i and k tie where ``(p_i.u) / (q_i.u)`` and
``(p_k.u) / (q_k.u)`` are equal. At a given common level s in [0, 1],
``(1 - s) p.u = s q.u`` for both: two planes. The least t for which some u within
``[1/t, t]`` satisfies ``a.u <= 0`` and ``b.u <= 0`` is, by duality, the root of the
greatest over l in [0, 1] of the quotient (sum of positive entries) / (sum of
negative entries) of ``l a + (1 - l) b``. It is quasi-concave in l and monotone
between zeros of entries, so that these are the only l to try. That leaves a search
over s, with two bounds for an interval of levels: what holds of the planes at some
level inside; and, with l interpolated between its ends, the least quotient of the
Bernstein coefficients of the combination, which is of degree 2 in s.
"""

from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import FloatArray

_MOST = 100_000  # intervals of levels at most
_START = 32
_EQUAL = 1e-12  # of what is added: criteria whose entries are proportional are 0 together, but for rounding


class Pair(NamedTuple):
    """Squared distances times squared weights, ``(n,)``, of the winner and of a challenger."""

    worst: FloatArray
    best: FloatArray
    other_worst: FloatArray
    other_best: FloatArray

    def first(self, level: FloatArray) -> FloatArray:
        """Return a, ``(s, n)``."""
        return (1.0 - level[:, None]) * self.worst - level[:, None] * self.best

    def second(self, level: FloatArray) -> FloatArray:
        """Return b, ``(s, n)``."""
        return level[:, None] * self.other_best - (1.0 - level[:, None]) * self.other_worst


def quotient(rows: FloatArray) -> FloatArray:
    """Return the sums of positive entries over those of negative ones, at least 1, infinite without the latter."""
    above, below = np.maximum(rows, 0.0).sum(axis=-1), np.maximum(-rows, 0.0).sum(axis=-1)
    found = np.divide(above, below, out=np.where(above > 0, np.inf, 1.0), where=below > 0)
    return np.maximum(found, 1.0)


def _combined(share: FloatArray, first: FloatArray, second: FloatArray) -> FloatArray:
    return share[:, None] * first + (1.0 - share[:, None]) * second


def factors(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return t squared of each pair of rows ``(s, n)``, and the share l and the combination that show it."""
    apart = first - second
    zeros = np.clip(np.divide(-second, apart, out=np.zeros_like(apart), where=apart != 0), 0.0, 1.0)
    ends = np.broadcast_to([0.0, 1.0], (len(first), 2))
    shares = np.concatenate([ends, zeros], axis=1)
    mixed = second[:, None] + shares[..., None] * apart[:, None]  # (s, l, n)
    own = np.arange(first.shape[1])
    mixed[:, own + 2, own] = np.where((zeros > 0) & (zeros < 1), 0.0, mixed[:, own + 2, own])
    least = quotient(mixed)
    rows, at = np.arange(len(first)), least.argmax(axis=1)
    return least[rows, at], shares[rows, at], mixed[rows, at]


class Levels(NamedTuple):
    """Intervals of levels, with t squared and l at both ends."""

    low: FloatArray
    high: FloatArray
    square_low: FloatArray
    square_high: FloatArray
    share_low: FloatArray
    share_high: FloatArray

    def bounds(self, pair: Pair) -> FloatArray:
        """Return lower bounds of t squared at any level inside."""
        first, second = (pair.first(self.low), pair.first(self.high)), (pair.second(self.low), pair.second(self.high))
        inside, _, _ = factors(first[1], second[0])
        crossed = _combined(self.share_low, first[1], second[1]) + _combined(self.share_high, first[0], second[0])
        return np.maximum(inside, np.minimum(np.minimum(self.square_low, self.square_high), quotient(crossed)))

    def halved(self, pair: Pair) -> "Levels":
        """Return the first halves, then the second ones."""
        middle = 0.5 * (self.low + self.high)
        square, share, _ = factors(pair.first(middle), pair.second(middle))
        return Levels(
            np.r_[self.low, middle], np.r_[middle, self.high],
            np.r_[self.square_low, square], np.r_[square, self.square_high],
            np.r_[self.share_low, share], np.r_[share, self.share_high],
        )  # fmt: skip

    def at(self, where: np.ndarray) -> "Levels":
        """Return the intervals that `where` selects."""
        return Levels(*(part[where] for part in self))


def nearest_level(pair: Pair, gap: float) -> tuple[float, float, FloatArray | None]:
    """Return lower and upper bounds of the least factor of the weights, and the u of the upper one.

    The factor is ``sqrt(t)``. The search over levels ends where the logarithms of
    the bounds are within the gap, relative; they are infinite where there is no tie.
    """
    entries = np.outer(pair.worst, pair.other_best) - np.outer(pair.other_worst, pair.best)
    if (entries + entries.T >= 0).all():  # the winner is ahead at all positive u
        return np.inf, np.inf, None
    pair = _levelled(pair)
    edges = np.linspace(0.0, 1.0, _START + 1)
    square, share, _ = factors(pair.first(edges), pair.second(edges))
    levels = Levels(edges[:-1], edges[1:], square[:-1], square[1:], share[:-1], share[1:])
    upper, at, lower, left = np.inf, np.nan, np.inf, _MOST
    while True:
        ends, squares = np.r_[levels.low, levels.high], np.r_[levels.square_low, levels.square_high]
        if squares.min(initial=np.inf) < upper:
            upper, at = float(squares.min()), float(ends[squares.argmin()])
        bounds = levels.bounds(pair)
        left -= len(bounds)
        open_ = (bounds < upper ** (1.0 - gap)) & (left > 0)
        lower = min(lower, float(bounds[~open_].min(initial=np.inf)))
        if not open_.any():
            break
        levels = levels.at(open_).halved(pair)
    return min(lower, upper) ** 0.25, upper**0.25, _ratios(pair, at) if np.isfinite(upper) else None


def _levelled(pair: Pair) -> Pair:
    """Return the same comparisons with the winner's level at 1/2 where u is 1."""
    worst, best = pair.worst.sum() or 1.0, pair.best.sum() or 1.0
    return Pair(pair.worst / worst, pair.best / best, pair.other_worst / worst, pair.other_best / best)


def _ratios(pair: Pair, level: float) -> FloatArray:
    """Return the u of one level: at a bound where the combination has a sign, between where it has none.

    Entries without a sign are proportional in both planes, so that whoever meets one plane meets the other.
    """
    first, second = pair.first(np.array([level])), pair.second(np.array([level]))
    square, share, mixed = factors(first, second)
    t = np.sqrt(square[0])
    free = np.abs(mixed[0]) <= _EQUAL * _combined(share, np.abs(first), np.abs(second))[0]
    found = np.where(free, 1.0, np.where(mixed[0] > 0, 1.0 / t, t))
    for j in np.flatnonzero(free):
        row = first[0] if first[0, j] != 0 else second[0]
        if row[j] != 0:
            found[j] = np.clip(found[j] - (row @ found) / row[j], 1.0 / t, t)
    return found
