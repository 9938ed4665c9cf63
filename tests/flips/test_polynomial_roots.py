"""Roots from values at Chebyshev nodes: those of the factors, and no others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.flips import polynomial_roots


def at_nodes(roots, count, lead=1.0):
    x = polynomial_roots.chebyshev_nodes(count)
    return lead * np.prod([x - root for root in roots], axis=0) if len(roots) else np.full(count, lead)


ROOTS = st.lists(st.integers(-9, 9), max_size=8, unique=True).map(lambda tenths: [t / 10 for t in tenths])


@law
@given(ROOTS, st.integers(0, 3), st.floats(1e-6, 1e6))
def test_every_simple_root_is_found_whatever_the_degree_and_the_size(roots, spare, lead):
    """The roots of a product of linear factors are its factors'."""
    which, found = polynomial_roots.polynomial_roots(at_nodes(roots, len(roots) + 1 + spare, lead)[None])
    assert (which == 0).all()
    np.testing.assert_allclose(np.sort(found), sorted(roots), atol=1e-8)


def test_roots_belong_to_their_polynomials():
    """Constants, zeros and polynomials that are not finite have no root, and disturb no other."""
    values = np.array([at_nodes([0.5], 9), np.ones(9), np.zeros(9), np.full(9, np.nan), at_nodes([-0.25, 0.75], 9)])
    which, found = polynomial_roots.polynomial_roots(values)
    assert which.tolist() == [0, 4, 4]
    np.testing.assert_allclose(np.sort(found), [-0.25, 0.5, 0.75], atol=1e-14)


def test_roots_outside_and_complex_roots_are_left_out():
    x = polynomial_roots.chebyshev_nodes(5)
    assert polynomial_roots.polynomial_roots(np.array([(x - 1.5) * (x + 2.0), x * x + 0.5]))[1].size == 0


def test_a_double_root_that_rounding_has_parted_is_found():
    x = polynomial_roots.chebyshev_nodes(9)
    found = polynomial_roots.polynomial_roots(((x - 0.3) ** 2 + 1e-13)[None])[1]
    assert np.abs(found - 0.3).min() < 1e-6
