"""Roots of comparisons against exact rational arithmetic, and what is read off them."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import codes, law, weights

from mcda_nato.methods.ranks import TOLERANCE
from mcda_nato.methods.scores import weighted_sum
from mcda_nato.stability import breakpoints

SMALL = st.integers(0, 6)
SIGN = st.sampled_from([1, -1])
PAIR = np.array([0]), np.array([1])


# Slow twins: polynomials with rational coefficients, one pair at a time


def value(polynomial, t):
    """Return the sign of a polynomial of degree d in s = t / (1 - t), times (1 - t)^d; t is p / q in whole numbers."""
    d, p, q = len(polynomial) - 1, t.numerator, t.denominator
    found = sum(c * p**k * (q - p) ** (d - k) for k, c in enumerate(polynomial))
    return (found > 0) - (found < 0)


def whole(polynomial):
    """Return the polynomial times the common denominator of its coefficients, which changes no sign."""
    factor = math.lcm(*(Fraction(c).denominator for c in polynomial))
    return [int(c * factor) for c in polynomial]


def linear_polynomial(ends):
    """Return ``c + e s`` from the scores of two alternatives at both ends."""
    return [ends[0][0] - ends[0][1], ends[1][0] - ends[1][1]]


def ratio_polynomial(worst, best):
    """Return ``c + b s^2 + a s^4`` from the squared distances of two alternatives at both ends."""
    (w0, v0), (w1, v1) = worst
    (b0, d0), (b1, d1) = best
    return [w0 * d0 - v0 * b0, 0, w0 * d1 + w1 * d0 - v0 * b1 - v1 * b0, 0, w1 * d1 - v1 * b1]


def isolated(polynomial, steps=300):
    """Return rational brackets of sign changes, and points where it is 0, on a grid of [0, 1]."""
    grid = [Fraction(k, steps) for k in range(steps + 1)]
    signs = [value(polynomial, t) for t in grid]
    points = [t for t, sign in zip(grid, signs, strict=True) if sign == 0]
    return points, [(grid[k], grid[k + 1]) for k in range(steps) if signs[k] * signs[k + 1] < 0]


def bisected(polynomial, low, high):
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if value(polynomial, middle) == value(polynomial, low) else (low, middle)
    return float(low)


def compared(crossings):
    """Return roots without NaN and the signs of one pair on one criterion."""
    roots = crossings.roots[0, 0]
    return [float(t) for t in roots[~np.isnan(roots)]], crossings.signs[0, 0].tolist()


def stretches(roots, signs):
    """Return ``(low, high, sign)`` of the open stretches, empty ones left out."""
    edges = [0.0, *roots, 1.0]
    after = [*signs[: len(roots)], signs[2]] if roots else signs[:1]
    return [(a, b, sign) for a, b, sign in zip(edges, edges[1:], after, strict=False) if a < b]


def assert_exact(crossings, polynomial):
    """Hold roots and signs against the exact polynomial."""
    roots, signs = compared(crossings)
    assert roots == sorted(roots)
    polynomial = whole(polynomial)
    for low, high, sign in stretches(roots, signs):
        assert value(polynomial, Fraction(low + high) / 2) == sign
        for edge in (low + 1e-7, high - 1e-7):
            if low + 1e-6 < high:
                assert value(polynomial, Fraction(edge)) == sign
    points, brackets = isolated(polynomial) if any(polynomial) else ([], [])
    for t in [*map(float, points), *(bisected(polynomial, *bracket) for bracket in brackets)]:
        assert min(abs(t - root) for root in roots) < 1e-9
    for end in (0, 1):
        assert (value(polynomial, end) == 0 and any(polynomial)) == (float(end) in roots)


@law
@given(st.lists(st.fractions(0, 3, max_denominator=9), min_size=4, max_size=4))
def test_linear_crossings_are_those_of_exact_arithmetic(scores):
    """Roots and signs of a weighted sum are those of the rational line."""
    ends = [scores[:2], scores[2:]]
    found = breakpoints.linear_crossings(np.array(ends, dtype=float)[:, None, :], *PAIR)
    assert_exact(found, linear_polynomial(ends))
    c, e = linear_polynomial(ends)
    if c * e < 0:
        assert compared(found)[0] == [pytest.approx(float(abs(c) / (abs(c) + abs(e))), rel=1e-14)]


@st.composite
def distances(draw):
    """Squared distances of two alternatives at both ends, in small integers."""
    return [[[draw(SMALL) for _ in range(2)] for _ in range(2)] for _ in range(2)]


@law
@given(distances())
def test_ratio_crossings_are_those_of_exact_arithmetic(squares):
    """Roots and signs of squared distance ratios are those of the rational quadratic, double roots too."""
    worst, best = squares
    arrays = (np.array(part, dtype=float)[:, None, :] for part in squares)
    assert_exact(breakpoints.ratio_crossings(*arrays, *PAIR), ratio_polynomial(worst, best))


def quadratic(c, b, a):
    """Compare two alternatives whose difference is ``c + b z + a z^2``."""
    gap = np.array([c, b, a], dtype=float)[:, None, None]
    return breakpoints._quadratic_crossings(gap, np.abs(gap))


@pytest.mark.parametrize(
    ("coefficients", "roots", "signs"),
    [
        ((0, 0, 0), [], [0, 0, 0]),
        ((1, 0, 0), [1.0], [1, 1, 1]),  # ahead but for t = 1
        ((0, 0, 1), [0.0], [1, 1, 1]),
        ((0, 1, 0), [0.0, 1.0], [1, 1, 1]),
        ((-1, 0, 1), [0.5], [-1, 1, 1]),
        ((1, -2, 1), [0.5], [1, 1, 1]),  # touched
        ((1, 2, 1), [], [1, 1, 1]),
        ((0, -1, 4), [0.0, 1 / 3], [-1, -1, 1]),
        ((-4, 1, 0), [2 / 3, 1.0], [-1, 1, 1]),
        ((4, -5, 1), [0.5, 2 / 3], [1, -1, 1]),
        ((-4, 5, -1), [0.5, 2 / 3], [-1, 1, -1]),
    ],
)
def test_quadratics_with_known_roots(coefficients, roots, signs):
    found = compared(quadratic(*coefficients))
    np.testing.assert_allclose(found[0], roots, rtol=1e-15)
    expected = stretches(roots, signs)
    assert [sign for *_, sign in stretches(*found)] == [sign for *_, sign in expected]


def test_a_root_that_cancels_keeps_its_digits():
    """The smaller root of z^2 - 1e9 z + 1 is 1e-9, to all digits; the schoolbook formula loses them."""
    (first, second), _ = compared(quadratic(1, -1e9, 1))
    assert first == pytest.approx(1 / (1 + math.sqrt(1e9)), rel=1e-15)
    assert second == pytest.approx(1 - first, rel=1e-15)
    # control
    schoolbook = (1e9 - math.sqrt(1e18 - 4)) / 2
    assert math.sqrt(schoolbook) / (1 + math.sqrt(schoolbook)) != pytest.approx(first, rel=1e-3)


@pytest.mark.parametrize(("depth", "roots"), [(1e-13, 1), (-1e-13, 1), (1e-8, 2), (-1e-8, 0)])
def test_a_vertex_within_the_tie_rule_is_a_touch(depth, roots):
    """Two roots so near that nothing between them is strict are one point."""
    found, signs = compared(quadratic(1 - depth, -2, 1))
    assert len(found) == roots
    assert signs == ([1, -1, 1] if roots == 2 else [1, 1, 1])


def test_what_the_tie_rule_calls_equal_is_identical():
    assert breakpoints.TOLERANCE == TOLERANCE
    scores = np.array([[[0.3, 0.3 + 1e-13]], [[0.1 + 0.2, 0.3]]])
    assert compared(breakpoints.linear_crossings(scores, *PAIR)) == ([], [0, 0, 0])
    squares = np.array([[[0.3, 0.3 + 1e-14]], [[0.1 + 0.2, 0.3]]])
    assert compared(breakpoints.ratio_crossings(squares, squares[..., ::-1], *PAIR)) == ([], [0, 0, 0])


# The path


@law
@given(st.data())
def test_the_path_moves_one_weight_and_keeps_the_proportions(data):
    """The moved weight is t, the sum 1, the others in proportion, and t = w is where one stands."""
    n = data.draw(st.integers(2, 5))
    w, j = data.draw(weights(n)), data.draw(st.integers(0, n - 1))
    at = np.array([0.0, 0.3, w[j], 1.0])
    path = breakpoints.moved(w, j, at)
    np.testing.assert_array_equal(path[:, j], at)
    np.testing.assert_allclose(path.sum(axis=1), 1.0, rtol=1e-14)
    np.testing.assert_allclose(path[2], w, rtol=0, atol=1e-15)
    others = np.delete(path, j, axis=1)
    expected = np.delete(w, j) if w[j] < 1 else np.ones(n - 1)
    np.testing.assert_allclose(others[1] / 0.7, expected / expected.sum(), rtol=1e-13)


@law
@given(codes(4, 3), weights(3), st.floats(0, 1))
def test_sums_along_a_path_follow_from_its_ends(table, w, t):
    """Weighted sums are linear between the ends, sums with squared weights in the squares."""
    shares = breakpoints.proportions(w)
    first, last = breakpoints.ends(table, shares)
    squared = breakpoints.ends(table, shares**2)
    for j in range(3):
        path = breakpoints.moved(w, j, np.array(t))
        np.testing.assert_allclose((1 - t) * first[j] + t * last[j], weighted_sum(table, path), rtol=1e-12)
        ahead = (1 - t) ** 2 * squared[0, j] + t**2 * squared[1, j]
        np.testing.assert_allclose(ahead, weighted_sum(table, path**2), rtol=1e-12)


def test_one_criterion_has_no_others():
    assert breakpoints.proportions(np.array([1.0])).tolist() == [[0.0]]


# What is read off the roots


@st.composite
def crossings(draw, count=5):
    """Draw comparisons on one criterion, with roots on a coarse grid."""
    roots, signs = [], []
    for _ in range(count):
        found = sorted(draw(st.sets(st.integers(0, 8), max_size=2)))
        sign = draw(SIGN)
        after = [draw(SIGN) for _ in found]
        padded = [sign, *after, after[-1] if after else sign, after[-1] if after else sign][:3]
        roots.append([t / 8 for t in found] + [np.nan] * (2 - len(found)))
        signs.append([0, 0, 0] if not found and draw(st.booleans()) else padded)
    shape = np.array(roots)
    return breakpoints.Crossings(shape, np.array(signs), np.where(np.isnan(shape), np.nan, 0.0))


def sign_at(found, i, t):
    """Return the sign of comparison i at a weight: 0 at its roots."""
    roots = [root for root in found.roots[i] if not np.isnan(root)]
    return 0 if t in roots else found.signs[i, sum(root < t for root in roots)]


def slow_held(found, i, present, allowed):
    """Walk from the present weight to both sides until a forbidden stretch."""
    low = high = present
    while high < 1 and allowed(found.signs[i, sum(found.roots[i] < high + 1 / 32)]):
        high += 1 / 16
    while low > 0 and allowed(found.signs[i, sum(found.roots[i] < low - 1 / 32)]):
        low -= 1 / 16
    return low, high


@law
@given(crossings(), st.integers(0, 16))
def test_an_interval_ends_where_a_walk_does(found, sixteenths):
    """The interval is what a walk from the present weight covers."""
    present = sixteenths / 16
    allowed = found.signs >= 0
    low, high = breakpoints.held(found, np.array(present), allowed)
    for i in range(len(low)):
        assert (low[i], high[i]) == slow_held(found, i, present, lambda sign: sign >= 0)


@law
@given(crossings(), st.integers(0, 16), st.lists(st.booleans(), min_size=5, max_size=5))
def test_a_present_tie_has_a_root_at_the_present_weight(found, sixteenths, tied):
    """What ties now has a root now, unless it always ties; nothing else moves."""
    present = sixteenths / 16
    pinned = breakpoints.pinned(found, np.array(present), np.array(tied))
    for i, now in enumerate(tied):
        if now and found.signs[i].any():
            assert present in pinned.roots[i]
            assert np.isnan(pinned.roots[i]).sum() == min(1, np.isnan(found.roots[i]).sum())
            assert pinned.roots[i, 0] <= pinned.roots[i, 1] or np.isnan(pinned.roots[i, 1])
        else:
            np.testing.assert_array_equal(pinned.roots[i], found.roots[i])
    np.testing.assert_array_equal(pinned.signs, found.signs)


@law
@given(crossings(), st.integers(1, 7))
def test_signs_beside_a_weight(found, eighths):
    """Just above and below a weight the sign is that of the stretch there."""
    t = eighths / 8
    for step in (1, -1):
        beside = breakpoints.signs_beside(found, t, step)
        assert beside.tolist() == [sign_at(found, i, t + step / 16) for i in range(len(beside))]


@law
@given(crossings(count=6))
def test_ranks_between_breakpoints_count_who_is_ahead(found):
    """At and between breakpoints a rank is 1 and the number of those ahead, pair by pair."""
    m, pairs = 4, np.array(np.triu_indices(4, 1))
    points, place = breakpoints.merged(found.roots, found.blur)
    assert points.tolist() == sorted({t for t in found.roots.ravel() if not np.isnan(t)})
    ranks = breakpoints.ranks_between(found.signs, place, pairs, len(points), m)
    edges = [-1 / 8, *points, 9 / 8]
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    at = [t for pair in zip(middles, [*points, None], strict=True) for t in pair][:-1]
    for t, row in zip(at, ranks, strict=True):
        expected = [1] * m
        for i, (one, other) in enumerate(pairs.T):
            sign = sign_at(found, i, t)
            expected[other] += sign > 0
            expected[one] += sign < 0
        assert row.tolist() == expected


def test_roots_that_rounding_parts_are_one():
    """Equal roots are merged, within their blur but never beyond 1e-9, and the sharpest stands for them."""
    roots = np.array([[0.25, np.nan], [0.25 + 5e-13, 0.5], [0.5 + 3e-11, np.nan], [0.75, 0.75 + 2e-9]])
    blur = np.where(np.isnan(roots), np.nan, 1e-16)
    blur[1, 0], blur[2, 0], blur[3] = 0.0, 1e-10, 1.0
    points, place = breakpoints.merged(roots, blur)
    assert points.tolist() == [0.25 + 5e-13, 0.5, 0.75, 0.75 + 2e-9]
    assert place.tolist() == [[0, 4], [0, 1], [1, 4], [2, 3]]


def test_no_roots_no_breakpoints():
    points, place = breakpoints.merged(np.full((3, 2), np.nan), np.full((3, 2), np.nan))
    assert points.shape == (0,)
    signs = np.ones((3, 3), dtype=int)
    assert breakpoints.ranks_between(signs, place, np.array(np.triu_indices(3, 1)), 0, 3).tolist() == [[1, 2, 3]]


@law
@given(codes(2, 3), weights(3))
def test_control_a_sign_mistaken_is_seen(table, w):
    """The check fails for the comparison taken the wrong way round."""
    ends = breakpoints.ends(table, breakpoints.proportions(w))
    polynomial = linear_polynomial([[Fraction(x) for x in end] for end in ends[:, 0]])
    assume(abs(polynomial[0]) > 1e-9 and abs(polynomial[1]) > 1e-9)
    found = breakpoints.linear_crossings(ends[:, :1], *PAIR)
    assert_exact(found, polynomial)
    with pytest.raises(AssertionError):
        assert_exact(found._replace(signs=-found.signs), polynomial)
