"""The kernel of one moving number: roots, factors, brackets, halving."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import codes, law

import mcda_nato as mn
from mcda_nato.flips import one_number
from mcda_nato.flips.cell_moves import factor_of, margins, power_of


def at_nodes(roots, count, lead=1.0):
    x = one_number.chebyshev_nodes(count)
    return lead * np.prod([x - root for root in roots], axis=0) if len(roots) else np.full(count, lead)


ROOTS = st.lists(st.integers(-9, 9), max_size=8, unique=True).map(lambda tenths: [t / 10 for t in tenths])


@law
@given(ROOTS, st.integers(0, 3), st.floats(1e-6, 1e6))
def test_every_simple_root_is_found_whatever_the_degree_and_the_size(roots, spare, lead):
    """The roots of a product of linear factors are its factors'."""
    which, found = one_number.polynomial_roots(at_nodes(roots, len(roots) + 1 + spare, lead)[None])
    assert (which == 0).all()
    np.testing.assert_allclose(np.sort(found), sorted(roots), atol=1e-8)


def test_roots_belong_to_their_polynomials():
    """Constants, zeros and polynomials that are not finite have no root, and disturb no other."""
    values = np.array([at_nodes([0.5], 9), np.ones(9), np.zeros(9), np.full(9, np.nan), at_nodes([-0.25, 0.75], 9)])
    which, found = one_number.polynomial_roots(values)
    assert which.tolist() == [0, 4, 4]
    np.testing.assert_allclose(np.sort(found), [-0.25, 0.5, 0.75], atol=1e-14)


def test_roots_outside_and_complex_roots_are_left_out():
    x = one_number.chebyshev_nodes(5)
    assert one_number.polynomial_roots(np.array([(x - 1.5) * (x + 2.0), x * x + 0.5]))[1].size == 0


def test_a_double_root_that_rounding_has_parted_is_found():
    x = one_number.chebyshev_nodes(9)
    found = one_number.polynomial_roots(((x - 0.3) ** 2 + 1e-13)[None])[1]
    assert np.abs(found - 0.3).min() < 1e-6


@law
@given(st.floats(-1e6, 1e6), codes(3, 1, low=0))
def test_the_parameter_of_the_vector_scale_goes_there_and_back(x, others):
    """Both the number and the norm are quotients of quadratics in t."""
    column = others[:, 0]
    t = one_number.to_parameter(np.array(x), column)
    assert -1.0 < t < 1.0
    np.testing.assert_allclose(one_number.from_parameter(t, column), x, rtol=1e-6, atol=1e-12)
    r = np.hypot.reduce(column) or 1.0
    np.testing.assert_allclose(r * (1 + t**2) / (1 - t**2), np.hypot(r, x), rtol=1e-6)


METHODS = [
    build(scale)
    for build in (mn.weighted_sum, mn.topsis, lambda scale: mn.topsis(scale, 1, 0), lambda scale: mn.topsis(scale, 1))
    for scale in ("minmax", "vector", "total", "maximum", mn.fixed(0, 12))
]
PIECES = ((0.5, 2.0), (2.0, 5.0), (5.0, 7.0))  # of the first cell below


def curve(method, sense, piece, count, factor=None):
    """Return margins times the factor at Chebyshev nodes of a piece, and where they are, on [-1, 1]."""
    table, senses = np.array([[3.0, 4.0], [2.0, 7.0], [5.0, 1.0]]), np.array([sense, 1.0])
    nodes, others = one_number.chebyshev_nodes(count), table[1:, 0]
    curved = method.scale.name == "vector"
    ends = one_number.to_parameter(np.array(piece), others) if curved else np.array(piece)
    inner = ends.mean() + nodes * np.diff(ends) / 2
    x = one_number.from_parameter(inner, others) if curved else inner
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
    values, nodes, degree = curve(mn.topsis("minmax"), 1.0, PIECES[0], 25, one_number.no_factor)
    series = np.polynomial.chebyshev.chebfit(nodes, values, degree)
    assert np.abs(np.polynomial.chebyshev.chebval(nodes, series) - values).max() > 1e-9 * np.abs(values).max()


def test_grades_grow_away_from_a_column_and_towards_zero():
    found = one_number.grades(2.0, 5.0, 3.0, ratio=True)
    assert {-1.0, -10.0, 8.0, 17.0, 0.5, 0.125} <= set(found.tolist())
    assert (one_number.grades(2.0, 5.0, 3.0, ratio=False)[:64] < 0).all()


def test_with_middles_adds_one_between_neighbours():
    assert one_number.with_middles(np.array([2.0, 1.0, 2.0, 4.0])).tolist() == [1.0, 1.5, 2.0, 3.0, 4.0]


def test_standing_counts_how_far_the_best_other_has_come():
    key = np.array([[1.0, 0.5], [1.0, 1.0 - 1e-13], [1.0, 1.0], [1.0, 2.0], [np.nan, 1.0]])
    assert one_number.standing(key, key + 1e-12, 0).tolist() == [0, 1, 2, 3, 0]
    assert one_number.standing(np.ones((2, 1)), np.ones((2, 1)), 0).tolist() == [0, 0]


def test_the_challenger_is_the_best_of_the_others_the_earliest_of_ties():
    key = np.array([[9.0, 1.0, 3.0, 3.0], [9.0, 4.0, 3.0, 4.0 + 1e-13]])
    assert one_number.challenger(key, key + 1e-12, 0).tolist() == [2, 1]


def test_brackets_are_the_first_changes_on_both_sides():
    points = np.arange(7.0)
    changed = np.array([True, True, False, False, False, True, True])
    found = one_number.brackets(points, 3.0, changed, points > 4)
    assert found.tolist() == [[2.0, 1.0, 0.0], [4.0, 5.0, 1.0]]
    assert np.isnan(one_number.brackets(points, 3.0, points == 3.0, points > 4)).all()


def test_halving_ends_between_two_floats_and_a_tied_root_stays():
    def standing_at(x):
        return np.where(x >= np.pi, 3, 0)

    passed = np.array([[3.0, 4.0, 0.0], [3.0, 4.0, 1.0]])
    assert one_number.polished(passed, standing_at).tolist() == [np.pi, np.pi]
    tied = np.array([[3.0, 4.0, 1.0], [3.0, 4.0, 0.0]])
    assert one_number.polished(tied, lambda x: np.where(x >= np.pi, 1, 0)).tolist() == [4.0, np.pi]
    downwards = np.array([[4.0, 3.0, 0.0]])
    assert one_number.polished(downwards, lambda x: np.where(x <= np.pi, 2, 0)).tolist() == [np.pi]
