"""Margins times their factor are polynomials between breaks, on every scale and for every score."""

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.flips import polynomial_roots, scale_factors
from mcda_nato.flips.margins import factor_of, margins, power_of

METHODS = [
    build(scale)
    for build in (mn.weighted_sum, mn.topsis, lambda scale: mn.topsis(scale, 1, 0), lambda scale: mn.topsis(scale, 1))
    for scale in ("minmax", "vector", "total", "maximum", mn.fixed(0, 12))
]
PIECES = ((0.5, 2.0), (2.0, 5.0), (5.0, 7.0))  # of the first cell below


def curve(method, sense, piece, count, factor=None):
    """Return margins times the factor at Chebyshev nodes of a piece, and where they are, on [-1, 1]."""
    table, senses = np.array([[3.0, 4.0], [2.0, 7.0], [5.0, 1.0]]), np.array([sense, 1.0])
    nodes, others = polynomial_roots.chebyshev_nodes(count), table[1:, 0]
    curved = method.scale.name == "vector"
    ends = scale_factors.to_parameter(np.array(piece), others) if curved else np.array(piece)
    inner = ends.mean() + nodes * np.diff(ends) / 2
    x = scale_factors.from_parameter(inner, others) if curved else inner
    tables = np.repeat(table[None], count, axis=0)
    tables[:, 0, 0] = x
    power = power_of(method)
    factors = (factor or factor_of(method))(others, x, sense)
    ahead = margins(method, method.scaled(tables, senses), np.array([0.4, 0.6]), 0)[:, 1]
    return ahead * factors**power, nodes, 2 * power


@pytest.mark.parametrize("method", METHODS, ids=str)
@pytest.mark.parametrize("sense", [1.0, -1.0])
@pytest.mark.parametrize("piece", PIECES)
def test_between_breaks_a_comparison_times_its_factor_is_a_polynomial(method, sense, piece):
    """A polynomial of the stated degree through few values goes through all others."""
    values, nodes, degree = curve(method, sense, piece, 25)
    series = np.polynomial.chebyshev.chebfit(nodes, values, degree)
    np.testing.assert_allclose(
        np.polynomial.chebyshev.chebval(nodes, series), values, rtol=0, atol=1e-12 * np.abs(values).max()
    )


def test_control_without_its_factor_it_is_none():
    values, nodes, degree = curve(mn.topsis("minmax"), 1.0, PIECES[0], 25, scale_factors.no_factor)
    series = np.polynomial.chebyshev.chebfit(nodes, values, degree)
    assert np.abs(np.polynomial.chebyshev.chebval(nodes, series) - values).max() > 1e-9 * np.abs(values).max()
