"""Roots of polynomials that are given by their values at Chebyshev nodes."""

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray

_NEGLIGIBLE = 1e-14  # of the largest coefficient: below it a leading one is rounding
_AT_THE_END = 1e-6  # on [-1, 1]: an end is tried itself, and a double root there is scattered by rounding
_NEARLY_REAL = 1e-2  # on [-1, 1]: where two roots merge, rounding parts them along the imaginary axis


def chebyshev_nodes(count: int) -> FloatArray:
    """Return the roots of the Chebyshev polynomial of this degree, on (-1, 1), ``(count,)``."""
    return np.asarray(np.cos(np.pi * (np.arange(count) + 0.5) / count))


def polynomial_roots(values: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the roots inside (-1, 1) of polynomials given at the Chebyshev nodes.

    Values ``(polynomials, count)`` to the polynomial's number and the root,
    both ``(found,)``: the real parts of all that are nearly real, as
    eigenvalues of colleague matrices (Good 1961). Constants have none, nor
    have polynomials with a value that is not finite.
    """
    count = values.shape[-1]
    order = np.arange(count)[:, None]
    basis = np.cos(np.pi * order * (np.arange(count) + 0.5) / count) * np.where(order > 0, 2.0, 1.0) / count
    coefficients = np.where(np.isfinite(values).all(axis=-1, keepdims=True), values, 0.0) @ basis.T
    size = np.abs(coefficients)
    matters = size > _NEGLIGIBLE * size.max(axis=-1, keepdims=True, initial=0.0)
    degree = np.where(matters.any(axis=-1), count - 1 - matters[:, ::-1].argmax(axis=-1), 0)
    which, roots = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for d in np.unique(degree[degree > 0]):
        those = np.flatnonzero(degree == d)
        row, root = _roots_of_degree(coefficients[those, : d + 1])
        which.append(those[row])
        roots.append(root)
    return np.concatenate(which), np.concatenate(roots)


def _roots_of_degree(coefficients: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the nearly real roots inside (-1, 1) of Chebyshev series ``(series, degree + 1)``, and whose they are."""
    degree = coefficients.shape[-1] - 1
    matrix = np.zeros((len(coefficients), degree, degree))
    beside = np.full(degree - 1, 0.5)
    beside[:1] = np.sqrt(0.5)
    at = np.arange(degree - 1)
    matrix[:, at, at + 1] = matrix[:, at + 1, at] = beside
    scale = np.where(np.arange(degree) == 0, 1.0, np.sqrt(0.5))
    lead = coefficients[:, -1:] * (1.0 if degree == 1 else 2.0)
    matrix[:, :, -1] -= coefficients[:, :-1] / lead * scale / scale[-1]
    roots = np.linalg.eigvals(matrix)
    real = (np.abs(roots.imag) <= _NEARLY_REAL) & (np.abs(roots.real) < 1.0 - _AT_THE_END)
    return np.nonzero(real)[0], roots.real[real]
