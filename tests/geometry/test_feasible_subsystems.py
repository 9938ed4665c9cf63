"""What weights of a set can reach, and bounds of ratios of distances."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import heavy_law, law

from mcda_nato.ambiguity import dominance
from mcda_nato.geometry import feasible_subsystems
from mcda_nato.geometry.feasible_subsystems import Region, most_at_once

TINY = Fraction(1, 10**6)  # below every step that small integers make, above every tie
MANY = 10_000  # nodes
FEW = heavy_law(25)  # for each of four regions, by linear programmes


def region(n, *, order=False, corners=True):
    """Return the whole simplex, or the part with w_1 >= w_2 >= ..."""
    matrix = -np.eye(n)
    if order:
        matrix = np.vstack([matrix, np.eye(n)[1:] - np.eye(n)[:-1]])
    points = np.array([[1 / (k + 1)] * (k + 1) + [0] * (n - 1 - k) for k in range(n)]) if order else np.eye(n)
    return Region(matrix, np.zeros(len(matrix)), points if corners else None, points.mean(axis=0))


def meetings(planes):
    """Return the points with sum 1 in which n - 1 planes ``(row, value)`` meet, exactly."""
    n = len(planes[0][0])
    for chosen in itertools.combinations(planes, n - 1):
        rows = [[Fraction(1)] * n + [Fraction(1)], *([*map(Fraction, row), Fraction(value)] for row, value in chosen)]
        point = solved(rows)
        if point is not None:
            yield point


def solved(rows):
    """Solve a square system of fractions, `None` where it is singular."""
    rows, n = [list(row) for row in rows], len(rows)
    for j in range(n):
        pivot = next((i for i in range(j, n) if rows[i][j] != 0), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [x / rows[j][j] for x in rows[j]]
        rows = [row if i == j else [x - row[j] * y for x, y in zip(row, rows[j], strict=True)]
                for i, row in enumerate(rows)]  # fmt: skip
    return [row[-1] for row in rows]


def most_exactly(rows, least, *, order=False):
    """Specification: the most of ``g . w >= least`` at once, at the vertices of the whole arrangement.

    A closed set of comparisons that can be met is met at a vertex.
    """
    n = len(rows[0])
    sides = [([int(j == k) for j in range(n)], 0) for k in range(n)]
    if order:
        sides += [([int(j == k) - int(j == k + 1) for j in range(n)], 0) for k in range(n - 1)]
    found = 0
    for point in meetings([*sides, *((row, least) for row in rows)]):
        values = [sum(a * w for a, w in zip(row, point, strict=True)) for row, _ in sides]
        if min(values) >= 0:
            held = sum(sum(a * w for a, w in zip(row, point, strict=True)) >= least for row in rows)
            found = max(found, held)
    return found


integer_rows = st.integers(2, 3).flatmap(
    lambda n: st.lists(st.lists(st.integers(-4, 4), min_size=n, max_size=n), min_size=1, max_size=6)
)


@pytest.mark.parametrize("corners", [True, False], ids=["corners", "programmes"])
@pytest.mark.parametrize("order", [False, True], ids=["simplex", "order"])
@FEW
@given(rows=integer_rows)
def test_most_at_once_is_exact(order, corners, rows):
    """Ties let pass and ties excluded: both counts are those of the exact arrangement, and the weights attain them."""
    matrix = np.array(rows, dtype=float)
    for threshold, least in ((-1e-12, Fraction(0)), (1e-12, TINY)):
        weights, most = most_at_once(region(len(rows[0]), order=order, corners=corners), matrix, threshold, MANY)
        assert most == most_exactly(rows, least, order=order)
        assert (matrix @ weights > threshold).sum() == most
        assert region(len(rows[0]), order=order).holds(weights[None]).all()


@law
@given(rows=integer_rows, nodes=st.integers(0, 2))
def test_a_search_that_gives_up_still_bounds(rows, nodes):
    """With few nodes or none, the number is not below what can be met."""
    weights, most = most_at_once(region(len(rows[0])), np.array(rows, dtype=float), -1e-12, nodes)
    assert most >= most_exactly(rows, Fraction(0))
    assert (np.array(rows) @ weights > -1e-12).sum() <= most


def test_control_counting_pairs_alone_is_too_much():
    """Each of three comparisons can be met, but no two of them at once."""
    rows = np.array([[1.0, -2.0, -2.0], [-2.0, 1.0, -2.0], [-2.0, -2.0, 1.0]])
    assert (region(3).largest(rows) > 0).sum() == 3
    assert most_at_once(region(3), rows, -1e-12, MANY)[1] == 1


def test_comparisons_that_tie_everywhere_let_pass_and_never_lead():
    rows = np.zeros((2, 3))
    assert most_at_once(region(3), rows, -1e-12, MANY)[1] == 2
    assert most_at_once(region(3), rows, 1e-12, MANY)[1] == 0


def test_furthest_without_corners_is_as_with_them():
    rows = np.random.default_rng(1).integers(-5, 6, (40, 4)).astype(float)
    with_corners, without = (region(4, order=True, corners=corners).largest(rows) for corners in (True, False))
    np.testing.assert_allclose(with_corners, without, rtol=0, atol=1e-14)


def test_put_onto_keeps_zeros_and_the_sum():
    moved = feasible_subsystems.put_onto(
        np.array([0.5 + 1e-10, 0.5 - 2e-10, 1e-10]), np.array([[0.0, 0.0, 1.0]]), np.zeros(1)
    )
    assert moved[2] == 0.0
    assert moved.sum() == pytest.approx(1.0, abs=1e-15)


# Ratios of squared distances.


@law
@given(data=st.data(), m=st.integers(2, 3), n=st.integers(1, 3), sets=st.integers(1, 3))
def test_what_is_certain_of_ratios_holds_within_the_bounds(data, m, n, sets):
    """Distances and weights drawn within their bounds never contradict what is certain."""
    integers = st.lists(st.integers(0, 3), min_size=2 * m * n, max_size=2 * m * n)
    worst, best = (np.sort(np.reshape(data.draw(integers), (2, m, n)), axis=0).astype(float) for _ in range(2))
    squares = dominance.Squares(worst[0] ** 2, worst[1] ** 2, best[0] ** 2, best[1] ** 2)
    corners = np.array([data.draw(st.lists(st.integers(1, 4), min_size=n, max_size=n)) for _ in range(sets)]) / 4.0
    always, perhaps = dominance.by_ratios(squares, corners, 1.0 + 2e-12)
    rng = np.random.default_rng(0)
    for _ in range(30):
        share = rng.random((2, m, n)).round(rng.integers(0, 2))
        to_worst, to_best = (ends[0] + t * (ends[1] - ends[0]) for t, ends in zip(share, (worst, best), strict=True))
        u = (rng.dirichlet(np.ones(sets)) @ corners) ** 2
        key = keys(to_worst**2 @ u, to_best**2 @ u)
        precedes = key[:, None] > key[None, :] * (1.0 + 2e-12)
        assert not (always & ~precedes).any()
        assert not (precedes & ~perhaps).any()


def keys(worst, best):
    return np.array([w / b if b else (np.inf if w else 1.0) for w, b in zip(worst, best, strict=True)])


@law
@given(data=st.data(), m=st.integers(1, 4), n=st.integers(1, 2))
def test_crisp_distances_are_bounded_by_themselves(data, m, n):
    """Where nothing varies, the bounds of both distances are the distances."""
    values = np.reshape(data.draw(st.lists(st.integers(0, 4), min_size=m * n, max_size=m * n)), (m, n)).astype(float)
    squares = dominance.between_alternatives(values[:, None] - values[None, :])
    for bound in squares[:2]:
        np.testing.assert_array_equal(bound, (values - values.min(axis=0)) ** 2)
    for bound in squares[2:]:
        np.testing.assert_array_equal(bound, (values - values.max(axis=0)) ** 2)


def test_distances_to_given_points():
    squares = dominance.to_points(np.array([[0.0], [0.6]]), np.array([[0.5], [0.9]]), np.array(0.2), np.array(1.0))
    assert squares.worst_low.ravel() == pytest.approx([0.0, 0.16])
    assert squares.worst_high.ravel() == pytest.approx([0.09, 0.49])
    assert squares.best_low.ravel() == pytest.approx([0.25, 0.01])
    assert squares.best_high.ravel() == pytest.approx([1.0, 0.16])


def test_control_bounds_of_one_weight_do_not_hold_for_others():
    """What is certain at one end of a set of weights is not certain on the whole of it."""
    ones, zeros = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    squares = dominance.Squares(ones, ones, zeros, zeros)
    end, both = np.array([[0.9, 0.1]]), np.array([[0.9, 0.1], [0.1, 0.9]])
    assert dominance.by_ratios(squares, end, 1.0).always[0, 1]
    assert not dominance.by_ratios(squares, both, 1.0).always[0, 1]
