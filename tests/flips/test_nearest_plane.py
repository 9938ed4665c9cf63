"""The nearest point beyond a plane: against exact rationals and linear programming."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from strategies import law, simplex_fractions

from mcda_nato.flips.nearest_plane import distance, nearest, support

NORMS = ("l1", "l2", "max", "ratio")


@st.composite
def planes(draw, most=4):
    """Integer normals and rational weights: equal entries, zeros and zero weights are common."""
    n = draw(st.integers(1, most))
    normal = draw(st.lists(st.integers(-3, 5), min_size=n, max_size=n))
    return normal, draw(simplex_fractions(n, most=5))


def solved(rows, sides):
    """Solve two linear equations in two unknowns, `None` where they are dependent."""
    (a, b), (c, d) = rows
    if (det := a * d - b * c) == 0:
        return None
    return (sides[0] * d - sides[1] * b) / det, (a * sides[1] - c * sides[0]) / det


def candidates_l1(normal, weights):
    """Yield the vertices at which a piecewise linear objective is least: all but two weights at 0 or unmoved."""
    n = len(weights)
    for pair in combinations(range(n), 2):
        others = [j for j in range(n) if j not in pair]
        for fixed in product((0, 1), repeat=len(others)):
            point = [Fraction(0)] * n
            for j, unmoved in zip(others, fixed, strict=True):
                point[j] = unmoved * weights[j]
            left = 1 - sum(point), -sum(a * x for a, x in zip(normal, point, strict=True))
            values = solved([(1, 1), tuple(normal[j] for j in pair)], left)
            if values is not None:
                for j, value in zip(pair, values, strict=True):
                    point[j] = value
                yield point, sum(abs(x - w) for x, w in zip(point, weights, strict=True))


def candidates_max(normal, weights):
    """Yield points of which all weights but one are 0 or have moved by the same delta, up or down."""
    n = len(weights)
    for free in range(n):
        others = [j for j in range(n) if j != free]
        for kinds in product(((0, 0), (1, 1), (1, -1)), repeat=n - 1):  # x_j = kept w_j + turn delta
            kept = [Fraction(0)] * n
            turns = [Fraction(0)] * n
            for j, (keep, turn) in zip(others, kinds, strict=True):
                kept[j], turns[j] = keep * weights[j], Fraction(turn)
            along = sum(turns), sum(a * t for a, t in zip(normal, turns, strict=True))
            left = 1 - sum(kept), -sum(a * k for a, k in zip(normal, kept, strict=True))
            values = solved([(1, along[0]), (normal[free], along[1])], left)
            if values is not None and values[1] >= 0:
                point = [k + t * values[1] for k, t in zip(kept, turns, strict=True)]
                point[free] = values[0]
                yield point, max(abs(x - w) for x, w in zip(point, weights, strict=True))


def candidates_l2(normal, weights):
    """Yield the projections to the plane within each face of the simplex, with their squared distances."""
    n = len(weights)
    for size in range(1, n + 1):
        for face in combinations(range(n), size):
            a = [normal[j] for j in face]
            left = 1 - sum(weights[j] for j in face), -sum(normal[j] * weights[j] for j in face)
            steps = solved([(Fraction(size), sum(a)), (sum(a), sum(x * x for x in a))], left)
            if steps is None and sum(x * x for x in a) == 0:  # the plane holds on the whole face
                steps = left[0] / size, 0
            if steps is not None:
                point = [Fraction(0)] * n
                for j in face:
                    point[j] = weights[j] + steps[0] + steps[1] * normal[j]
                yield point, sum((x - w) ** 2 for x, w in zip(point, weights, strict=True))


def exact(normal, weights, norm):
    """Return the least distance ("l2" and "ratio" squared) as a fraction, `None` where there is none."""
    if norm == "ratio":
        parts = [a * w for a, w in zip(normal, weights, strict=True)]
        against = -sum(part for part in parts if part < 0)
        return sum(part for part in parts if part > 0) / against if against else None
    makers = {"l1": candidates_l1, "l2": candidates_l2, "max": candidates_max}
    corners = [[Fraction(int(j == k)) for j in range(len(weights))] for k in range(len(weights)) if normal[k] == 0]
    measures = {
        "l1": lambda x: sum(abs(p - w) for p, w in zip(x, weights, strict=True)),
        "l2": lambda x: sum((p - w) ** 2 for p, w in zip(x, weights, strict=True)),
        "max": lambda x: max(abs(p - w) for p, w in zip(x, weights, strict=True)),
    }
    found = [(corner, measures[norm](corner)) for corner in corners]
    found += [item for item in makers[norm](normal, weights) if min(item[0]) >= 0]
    feasible = [far for point, far in found if sum(a * x for a, x in zip(normal, point, strict=True)) <= 0]
    return min(feasible, default=None)


@pytest.mark.parametrize("norm", NORMS)
@law
@given(case=planes())
def test_the_distance_is_the_exact_rational_one(norm, case):
    """The point lies in the simplex and beyond the plane, at the least distance that exact arithmetic finds."""
    normal, weights = case
    if sum(a * w for a, w in zip(normal, weights, strict=True)) <= 0:
        return
    a, w = np.array(normal, dtype=float), np.array([float(x) for x in weights])
    least = exact(normal, weights, norm)
    point = nearest(a, w, norm)
    if least is None:
        assert point is None
        return
    assert point.min() >= 0
    assert point.sum() == pytest.approx(1, abs=1e-14)
    assert a @ point <= 1e-14
    expected = float(least) ** 0.5 if norm in ("l2", "ratio") else float(least)
    assert distance(point, w, norm) == pytest.approx(expected, rel=1e-12)


def programme(normal, weights, norm):
    """Return the least distance by linear programming, `None` where there is none."""
    n = len(weights)
    widths = np.eye(n) if norm == "l1" else np.ones((n, 1))
    rows = np.vstack(
        [np.c_[np.eye(n), -widths], np.c_[-np.eye(n), -widths], np.r_[normal, np.zeros(widths.shape[1])][None]]
    )
    found = linprog(
        np.r_[np.zeros(n), np.ones(widths.shape[1])],
        rows,
        np.r_[weights, -weights, 0.0],
        np.r_[np.ones(n), np.zeros(widths.shape[1])][None],
        [1.0],
    )
    return found.fun if found.status == 0 else None


@pytest.mark.parametrize("norm", ["l1", "max"])
@pytest.mark.parametrize("seed", range(40))
def test_linear_programming_finds_nothing_nearer(norm, seed):
    random = np.random.default_rng(seed)
    n = random.integers(2, 12)
    normal, weights = random.normal(size=n) + 0.5, random.dirichlet(np.ones(n))
    point = nearest(normal, weights, norm)
    least = programme(normal, weights, norm)
    if point is None:
        assert least is None
    else:
        assert distance(point, weights, norm) == pytest.approx(least, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_the_projection_meets_its_optimality_condition(seed):
    """No direction that stays in the simplex and beyond the plane leads nearer: ``(x - w).(y - x) >= 0``."""
    random = np.random.default_rng(seed)
    n = random.integers(2, 12)
    normal, weights = random.normal(size=n) + 0.3, random.dirichlet(np.full(n, 0.3))
    point = nearest(normal, weights, "l2")
    if point is None:
        assert normal.min() > 0
        return
    found = linprog(point - weights, normal[None], [0.0], np.ones((1, n)), [1.0])
    assert found.fun >= (point - weights) @ point - 1e-9


def projected_without_signs(normal, weights):
    """Project to the plane and to sum 1, but let weights be negative: a wrong variant."""
    level = normal - normal.mean()
    return weights - level * (normal @ weights) / (normal @ level)


def test_control_a_projection_that_forgets_the_signs_leaves_the_simplex():
    normal, weights = np.array([9.0, 8.0, 9.0, -1.0]), np.array([0.5, 0.02, 0.4, 0.08])
    wrong = projected_without_signs(normal, weights)
    assert abs(normal @ wrong) < 1e-12
    assert wrong.min() < 0
    right = nearest(normal, weights, "l2")
    assert right.min() >= 0
    assert distance(right, weights, "l2") > distance(wrong, weights, "l2")


def test_control_taking_mass_from_the_wrong_criterion_moves_more():
    """From the largest normal first: from the smaller one more mass has to move."""
    normal, weights = np.array([4.0, 2.0, -1.0]), np.array([0.4, 0.3, 0.3])
    right = distance(nearest(normal, weights, "l1"), weights, "l1")
    assert right == pytest.approx(2 * 1.9 / 5)  # a.w is 1.9, and each unit from the first lowers it by 5
    wrong = weights + np.array([-0.2, -0.3, 0.5])  # all of the second, which lowers it by 3 a unit, then the first
    assert normal @ wrong == pytest.approx(0)
    assert distance(wrong, weights, "l1") > right


def test_weights_beyond_the_plane_stay():
    for norm in NORMS:
        assert nearest(np.array([1.0, -1.0]), np.array([0.5, 0.5]), norm).tolist() == [0.5, 0.5]


def test_a_plane_outside_the_simplex_is_not_reached():
    for norm in NORMS:
        assert nearest(np.array([1.0, 2.0]), np.array([0.5, 0.5]), norm) is None


def test_a_plane_that_touches_the_simplex_is_reached_where_it_does():
    """On a face with normal 0 the other weights are exactly 0; factors never get there."""
    normal, weights = np.array([3.0, 0.0, 1.0, 0.0]), np.array([0.1, 0.2, 0.3, 0.4])
    for norm in ("l1", "l2", "max"):
        point = nearest(normal, weights, norm)
        assert point[[0, 2]].tolist() == [0.0, 0.0]
        assert point.sum() == pytest.approx(1)
    assert nearest(normal, weights, "ratio") is None


@law
@given(case=planes(most=6), others=st.lists(simplex_fractions(6, most=5), min_size=1, max_size=20))
def test_a_supporting_form_bounds_every_distance_and_is_tight(case, others):
    """``form.(x - w)`` is at most the distance of any x, and equal to it at the nearest one."""
    normal, weights = np.array(case[0], dtype=float), np.array([float(x) for x in case[1]])
    if normal @ weights <= 0 or normal.min() > 0:
        return
    points = np.array([[float(x) for x in other[: len(weights)]] for other in others])
    for norm in ("l1", "max"):
        form = support(normal, weights, norm)
        assert ((points - weights) @ form <= distance(points, weights, norm) + 1e-12).all()
        least = linprog(form, normal[None], [0.0], np.ones((1, len(form))), [1.0]).fun - form @ weights
        assert least == pytest.approx(distance(nearest(normal, weights, norm), weights, norm), abs=1e-9)


def test_factors_are_measured_up_to_a_common_one():
    weights = np.array([0.5, 0.25, 0.25])
    assert distance(np.array([0.25, 0.5, 0.25]), weights, "ratio") == pytest.approx(2.0)
    assert distance(weights, weights, "ratio") == 1.0
    assert distance(np.array([0.5, 0.5, 0.0]), weights, "ratio") == np.inf
    assert distance(np.array([0.5, 0.2, 0.3]), np.array([0.5, 0.5, 0.0]), "ratio") == np.inf
