"""Priorities and consistency of pairwise comparison matrices.

Each kernel takes reciprocal positive matrices ``(..., n, n)``, entry ``a_ij``
saying how many times i is preferred to j.
"""

import numpy as np

from mcda_nato.arrays import FloatArray, criteria_sum


def principal_eigenvector(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the Perron eigenvalue ``(...,)`` and its eigenvector with sum 1 ``(..., n)``.

    Three power steps polish what LAPACK returns: every component is then a sum
    of positive terms, accurate however small it is, and items with the same
    row of judgements get the same bits.
    """
    values, vectors = np.linalg.eig(matrix)
    top = values.real.argmax(axis=-1)[..., None]
    vector = np.abs(np.take_along_axis(vectors, top[..., None, :], axis=-1)[..., 0])
    for _ in range(3):
        vector = criteria_sum(matrix * vector[..., None, :])
        vector = vector / criteria_sum(vector)[..., None]
    return np.take_along_axis(values.real, top, axis=-1)[..., 0], vector


def geometric_means(matrix: FloatArray) -> FloatArray:
    """Return the geometric means of the rows, scaled to sum 1, ``(..., n)``."""
    means = np.exp(criteria_sum(np.log(matrix)) / matrix.shape[-1])
    return means / criteria_sum(means)[..., None]


def consistency_index(largest_eigenvalue: FloatArray, n: int) -> FloatArray:
    """``CI = (lambda_max - n) / (n - 1)``; 0 for n up to 2, never below 0."""
    return np.maximum(largest_eigenvalue - n, 0.0) / max(n - 1, 1) * (n > 2)


def geometric_consistency_index(matrix: FloatArray) -> FloatArray:
    """``GCI = 2 / ((n-1)(n-2)) sum_{i<j} ln^2(a_ij w_j / w_i)``, w the geometric means."""
    n = matrix.shape[-1]
    if n <= 2:
        return np.zeros(matrix.shape[:-2])
    log_w = np.log(matrix).mean(axis=-1)
    error = np.log(matrix) + log_w[..., None, :] - log_w[..., :, None]
    above = np.triu(error**2, k=1).sum(axis=(-2, -1))
    return 2.0 / ((n - 1) * (n - 2)) * above
