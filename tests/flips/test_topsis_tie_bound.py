"""Lower bounds of the distance to a loss: against the polynomial itself, hulls and dense scans."""

import math
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.flips import nearest_plane, topsis_tie_bound
from mcda_nato.flips.topsis_tie_bound import GAP, Nearest, basis, coefficients, envelope, lower_bounds, reach

NORMS = ("l1", "l2", "max")


def value(form, point):
    squares = point**2
    return squares @ form @ squares


def random_form(random, n):
    """Return M of a TOPSIS comparison on integer codes: zeros and equal entries are common."""
    worst, best, other_worst, other_best = random.integers(0, 4, (4, n)).astype(float) ** 2
    form = np.outer(worst, other_best) - np.outer(other_worst, best)
    return (form + form.T) / 2.0


def grid(n, parts):
    """Return every point of the simplex with coordinates k / parts."""
    indices = combinations_with_replacement(range(n), parts)
    return np.array([np.bincount(index, minlength=n) / parts for index in indices])


def bernstein(values, shares, at):
    """Evaluate ``sum_c values_c 4! / prod(c!) at**c``, term by term."""
    total = 0.0
    for coefficient, share in zip(values, shares, strict=True):
        powers = (4 * share).round().astype(int)
        ways = math.factorial(4) / math.prod(math.factorial(k) for k in powers)
        total += coefficient * ways * math.prod(at**powers)
    return total


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_coefficients_are_those_of_the_polynomial(n):
    """Their Bernstein polynomial is f at every point of the cell."""
    random = np.random.default_rng(n)
    cell, form = random.dirichlet(np.ones(n), n), random_form(random, n)
    values = coefficients(cell[None], form[None])[0]
    for at in random.dirichlet(np.ones(n), 20):
        assert bernstein(values, basis(n).shares, at) == pytest.approx(value(form, at @ cell), abs=1e-13)


def hull_at_zero(values, heights):
    """Return the least height at value 0 of the segments between two points."""
    least = math.inf
    for a, x in zip(values, heights, strict=True):
        for b, y in zip(values, heights, strict=True):
            if a <= 0:
                least = min(least, x)
            if a <= 0 < b:
                least = min(least, (x * b - y * a) / (b - a))
    return least


@law
@given(st.lists(st.tuples(st.integers(-4, 4), st.integers(0, 6)), min_size=1, max_size=8))
def test_the_envelope_is_a_bound_of_the_hull_and_mostly_the_hull(points):
    """It never exceeds the lower hull at 0, is infinite where that is, and is never below the least height."""
    values, heights = np.array(points, dtype=float).T
    found, expected = envelope(values[None], heights[None])[0], hull_at_zero(values, heights)
    assert np.isinf(found) == np.isinf(expected)
    if np.isfinite(expected):
        assert heights.min() - 1e-12 <= found <= expected + 1e-12


@pytest.mark.parametrize("seed", range(30))
def test_the_envelope_finds_the_hull(seed):
    random = np.random.default_rng(seed)
    values, heights = random.normal(size=(2, 15))
    assert envelope(values[None], heights[None])[0] == pytest.approx(hull_at_zero(values, heights), abs=1e-9)


def nothing_known(form, norm):
    del norm
    return Nearest(np.full(1, np.inf), np.zeros((1, len(form))))


def bound(form, weights, norm, most=4000, nearest=None):
    found = nearest or nothing_known(form, norm)
    return float(lower_bounds(form[None], form[None], weights, norm, found, lambda *_: None, most)[0])


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("n", [2, 3, 4])
def test_no_point_of_a_fine_grid_ties_below_the_bound(n, norm):
    """The bound holds for every tie on a grid, and where no tie is known it is nearly the least of them."""
    random = np.random.default_rng(n)
    points = grid(n, {2: 400, 3: 120, 4: 40}[n])
    for _ in range(12):
        form, weights = random_form(random, n), random.dirichlet(np.ones(n))
        if value(form, weights) <= 0:
            continue
        squares = points**2
        ties = points[((squares @ form) * squares).sum(axis=1) < -1e-13]
        far = nearest_plane.distance(ties, weights, norm).min(initial=np.inf)
        found = bound(form, weights, norm)
        assert found <= far + 1e-12
        if np.isinf(found):
            assert not len(ties)


@pytest.mark.parametrize("norm", NORMS)
def test_a_form_that_is_positive_has_no_tie(norm):
    """Where all entries are positive the bound is infinite at once."""
    assert bound(np.array([[1.0, 2.0], [2.0, 3.0]]), np.array([0.5, 0.5]), norm, most=1) == np.inf


def test_a_touching_face_is_no_loss():
    """The form u1 (u1 + u2) is 0 where the first weight is 0, and never negative."""
    form = np.array([[1.0, 0.5], [0.5, 0.0]])
    assert bound(form, np.array([0.5, 0.5]), "l1", most=2) == np.inf


@pytest.mark.parametrize("norm", NORMS)
def test_a_double_root_is_no_loss(norm):
    """The form (u1 - 2 u2)^2 is 0 inside and positive on both sides; the cells there run out."""
    form = np.array([[1.0, -2.0], [-2.0, 4.0]]) / 4.0
    assert bound(form, np.array([0.9, 0.1]), norm) == np.inf


def test_a_known_tie_is_met_to_the_gap():
    """u1 = 4 u2 is w1 = 2 w2: from (0.8, 0.2) the tie is at (2/3, 1/3)."""
    plane, other = np.array([1.0, -4.0]), np.array([1.0, 1.0])
    form = np.outer(plane, other)
    form = (form + form.T) / 2.0
    weights, tie = np.array([0.8, 0.2]), np.array([2 / 3, 1 / 3])
    for norm in NORMS:
        far = float(nearest_plane.distance(tie, weights, norm))
        nearest = Nearest(np.array([far]), np.zeros((1, 2)))
        assert (1 - GAP) * far <= bound(form, weights, norm, nearest=nearest) <= far


def test_cells_run_out_with_a_bound_that_still_holds():
    """A stop after few cells gives a smaller bound, never a wrong one."""
    random = np.random.default_rng(5)
    form, weights = random_form(random, 4), np.full(4, 0.25)
    form = form if value(form, weights) > 0 else -form
    bounds = [bound(form, weights, "l2", most=most) for most in (1, 40, 400, 4000)]
    assert bounds == sorted(bounds)


def only_vertices(cells, forms, weights, norm, known, sure):
    """Bound by the vertices alone: what happens between them is not seen. A wrong variant."""
    del norm, known, sure
    values = np.array([[value(form, vertex) for vertex in cell] for cell, form in zip(cells, forms, strict=True)])
    far = nearest_plane.distance(cells, weights, "l2")
    return np.where(values <= 0, far, np.inf).min(axis=1)


def test_control_vertices_alone_miss_a_tie(monkeypatch):
    """The form u1^2 + u2^2 - 3 u1 u2 is positive at the weights and at both corners, negative near the middle."""
    form, weights = np.array([[1.0, -1.5], [-1.5, 1.0]]), np.array([0.9, 0.1])
    tie = np.array([0.6, 0.4])
    assert value(form, tie) < 0
    assert bound(form, weights, "l2") <= nearest_plane.distance(tie, weights, "l2")
    monkeypatch.setattr(topsis_tie_bound, "reach", only_vertices)
    assert bound(form, weights, "l2") == np.inf


@pytest.mark.parametrize("norm", NORMS)
def test_halves_are_bounded_no_lower_than_the_ties_in_them(norm):
    """`reach` of a random cell never exceeds the distance of a tie inside it."""
    random = np.random.default_rng(1)
    for _ in range(60):
        n = int(random.integers(2, 5))
        cell, form = random.dirichlet(np.ones(n), n), random_form(random, n)
        weights = random.dirichlet(np.ones(n))
        low = reach(cell[None], form[None], weights, norm, np.zeros((1, n)), form[None])[0]
        inside = random.dirichlet(np.ones(n), 300) @ cell
        squares = inside**2
        ties = inside[((squares @ form) * squares).sum(axis=1) < -1e-13]
        assert low <= nearest_plane.distance(ties, weights, norm).min(initial=np.inf) + 1e-12
