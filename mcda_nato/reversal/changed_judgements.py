"""Changed pairwise judgements, many at a time, and the priorities that they give.

Matrices of m alternatives are stacked by criterion, ``(n, m, m)``; a result
has a leading axis of variants, ``(v, n, rows, rows)``. The column of what is
judged anew is scaled with its row, so what was reciprocal stays so, to the
same rounding.
"""

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.judgements.priorities import principal_eigenvector


def alone(matrices: FloatArray, places: IntArray) -> FloatArray:
    """Return the judgements of those at places ``(v, s)`` alone, ``(v, n, s, s)``."""
    return np.swapaxes(matrices[:, places[:, :, None], places[:, None, :]], 0, 1)


def added(matrices: FloatArray, of: IntArray, factors: FloatArray) -> FloatArray:
    """Return the judgements with one more, last.

    It is judged `factors` ``(v, n)`` times alternative `of` ``(v,)``, and as
    many times what that is judged against each other one.
    """
    v, (n, m, _) = len(of), matrices.shape
    grown = np.ones((v, n, m + 1, m + 1))
    grown[..., :m, :m] = matrices
    grown[..., m, :m] = factors[:, :, None] * np.swapaxes(matrices[:, of, :], 0, 1)
    grown[..., :m, m] = matrices[:, :, of].transpose(2, 0, 1) / factors[:, :, None]
    variant = np.arange(v)
    grown[variant, :, m, of], grown[variant, :, of, m] = factors, 1.0 / factors
    return grown


def rejudged(matrices: FloatArray, of: IntArray, factors: FloatArray) -> FloatArray:
    """Return the judgements with those of alternative `of` against all others times the factors."""
    changed = np.repeat(matrices[None], len(of), axis=0)
    variant = np.arange(len(of))
    changed[variant, :, of] *= factors[:, :, None]
    changed[variant, :, :, of] /= factors[:, :, None]
    changed[variant, :, of, of] = 1.0
    return changed


def priorities(matrices: FloatArray) -> FloatArray:
    """Return tables ``(v, rows, n)`` from judgements ``(v, n, rows, rows)``, by the principal eigenvector."""
    return np.ascontiguousarray(np.swapaxes(principal_eigenvector(matrices)[1], 1, 2))


def one_or_all(choices: int, n: int) -> IntArray:
    """Return choices ``(moves, n)`` under each criterion: one of 1 ... `choices` under one or under all, else 0."""
    every = np.arange(1, choices + 1)[:, None]
    one = (every[:, :, None] * np.eye(n, dtype=np.int64)).reshape(-1, n)
    return np.unique(np.vstack([one, np.repeat(every, n, axis=1)]), axis=0)


def is_consistent(matrices: FloatArray) -> bool:
    """Return whether ``a_ij a_jk = a_ik`` throughout, within 1e-9 relative."""
    paths = matrices[..., :, :, None] * matrices[..., None, :, :]
    return bool((np.abs(paths / matrices[..., :, None, :] - 1.0) <= 1e-9).all())
