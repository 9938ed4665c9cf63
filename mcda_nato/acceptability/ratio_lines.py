"""Who is first along lines of weights under ratios of squared distances (TOPSIS): the roots of every comparison."""

from __future__ import annotations

from math import comb

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.methods.ranks import RATIO

#: Stretches of a line that are shorter, as a share of it, are rounding.
SHORTEST = 1e-9
_HALVINGS = 60  # of a stretch that holds one root: to the last bit
_CHUNK = 1 << 18  # comparisons at once


def coefficients(to_worst: FloatArray, to_best: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Return ``(lines, pairs, 5)``: polynomials above 0 where i of the pair i < k is ahead of k.

    Weights ``(1 - t) start + t end``, both ``(lines, n)``, make squared
    distances quadratics in t, and ``d-_i^2 d+_k^2 - d-_k^2 d+_i^2`` a quartic.
    All are in Bernstein's basis: of squares it has no negative coefficient,
    so that nothing is lost where the weights of those that compete are small.
    """
    squares = np.stack([start * start, 2.0 * start * end, end * end])
    worst, best = squares @ to_worst.T, squares @ to_best.T
    i, k = np.triu_indices(len(to_worst), 1)
    found = np.zeros((5, len(start), len(i)))
    for a in range(3):
        for b in range(3):
            found[a + b] += worst[a][:, i] * best[b][:, k] - worst[a][:, k] * best[b][:, i]
    return np.moveaxis(found, 0, -1) / _binomials(4)


def _binomials(degree: int) -> FloatArray:
    return np.array([comb(degree, d) for d in range(degree + 1)], dtype=np.float64)


def unit_roots(polynomials: FloatArray) -> FloatArray:
    """Return the roots in (0, 1) at which polynomials ``(N, d + 1)`` change their sign, ``(N, d)``, 1 where none.

    Coefficients are of Bernstein's basis. Between the roots of its derivative
    a polynomial is monotone, so that a change of sign encloses one root, which
    is halved down to the last bit.
    """
    degree = polynomials.shape[1] - 1
    if degree == 0:
        return np.empty((len(polynomials), 0))
    turns = unit_roots(np.diff(polynomials, axis=1))
    ends = np.ones((len(polynomials), 1))
    cuts = np.sort(np.concatenate([0.0 * ends, turns, ends], axis=1), axis=1)
    values = np.sign(_values(polynomials[:, None, :], cuts))
    row, at = np.nonzero(values[:, :-1] * values[:, 1:] < 0)
    roots = np.ones((len(polynomials), degree))
    roots[row, at] = _halved(polynomials[row], cuts[row, at], cuts[row, at + 1], values[row, at])
    level = np.nonzero((values[:, 1:-1] == 0) & (cuts[:, 1:-1] < 1.0))  # a multiple root
    roots[level] = cuts[:, 1:-1][level]
    return roots


def _values(polynomials: FloatArray, at: FloatArray) -> FloatArray:
    degree, away = polynomials.shape[-1] - 1, 1.0 - at
    total = np.zeros(np.broadcast_shapes(polynomials.shape[:-1], at.shape))
    for d, times in reversed(list(enumerate(_binomials(degree)))):
        total = total * at + times * polynomials[..., d] * away ** (degree - d)
    return total


def _halved(polynomials: FloatArray, low: FloatArray, high: FloatArray, sign: FloatArray) -> FloatArray:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        before = np.sign(_values(polynomials, middle)) == sign
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return (low + high) / 2.0


def firsts(to_worst: FloatArray, to_best: FloatArray, weights: FloatArray) -> np.ndarray:
    """Return who is first under weights ``(..., n)``: booleans ``(..., m)``."""
    squares = weights * weights
    worst, best = squares @ to_worst.T, squares @ to_best.T
    with np.errstate(divide="ignore", invalid="ignore"):
        key = np.where((worst == 0) & (best == 0), 1.0, worst / best)
    return np.asarray(key * RATIO >= key.max(axis=-1, keepdims=True))


def stretches(
    to_worst: FloatArray, to_best: FloatArray, start: FloatArray, end: FloatArray
) -> list[tuple[FloatArray, IntArray]]:
    """Return for each line the ends ``(k + 1,)`` of its stretches and a code of who is first in each.

    A line runs from `start` at 0 to `end` at 1. Bit i of a code is set where i is first; no two neighbours are equal.
    """
    pairs = max(1, len(to_worst) * (len(to_worst) - 1) // 2)
    chunk = max(1, _CHUNK // pairs // 4)
    found = []
    for at in range(0, len(start), chunk):
        part = slice(at, at + chunk)
        found += _of_lines(to_worst, to_best, start[part], end[part])
    return found


def _of_lines(
    to_worst: FloatArray, to_best: FloatArray, start: FloatArray, end: FloatArray
) -> list[tuple[FloatArray, IntArray]]:
    polynomials = coefficients(to_worst, to_best, start, end)
    roots = unit_roots(polynomials.reshape(-1, 5)).reshape(len(start), -1)
    cuts = np.sort(roots, axis=1)
    cuts = cuts[:, : int((cuts < 1.0).sum(axis=1).max(initial=0))]
    ends = np.ones((len(start), 1))
    cuts = np.concatenate([0.0 * ends, cuts, ends], axis=1)
    middle = (cuts[:, 1:] + cuts[:, :-1]) / 2.0
    weights = (1.0 - middle[..., None]) * start[:, None, :] + middle[..., None] * end[:, None, :]
    lead = firsts(to_worst, to_best, weights)
    classes, codes = np.unique(lead.reshape(-1, lead.shape[-1]), axis=0, return_inverse=True)
    own = np.array([sum(1 << int(i) for i in np.flatnonzero(row)) for row in classes], dtype=object)
    return [_joined(row, own[code]) for row, code in zip(cuts, codes.reshape(middle.shape), strict=True)]


def _joined(cuts: FloatArray, codes: IntArray) -> tuple[FloatArray, IntArray]:
    """Leave out stretches that are rounding, and join neighbours that are alike."""
    kept = np.flatnonzero(np.diff(cuts) > SHORTEST)
    codes, low = codes[kept], cuts[:-1][kept]
    new = np.concatenate([[True], codes[1:] != codes[:-1]])
    return np.concatenate([[0.0], low[new][1:], [1.0]]), codes[new]
