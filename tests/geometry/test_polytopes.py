"""Polytopes of weights against closed forms and against points found by rejection."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import heavy_law

from mcda_nato.geometry import polytopes
from mcda_nato.geometry.polytopes import largest_slack, polytope, triangulation, vertices


def simplex_rows(n):
    """Return the rows ``-w_j <= 0``."""
    return -np.eye(n), np.zeros(n)


def body_of(n, *more):
    """Return the simplex cut by rows ``(a, b)``."""
    matrix, bounds = simplex_rows(n)
    for row, bound in more:
        matrix, bounds = np.vstack([matrix, row]), np.append(bounds, bound)
    return polytope(matrix, bounds)


def corners_of(body):
    """Return the vertices as weights, sorted."""
    points = body.origin + vertices(body) @ body.basis
    return points[np.lexsort(points.round(9).T)]


def volume_of(body):
    """Return the volume inside the affine hull."""
    _, volumes = triangulation(vertices(body))
    return volumes.sum() / math.factorial(body.dimension)


def unit(n, j):
    return np.eye(n)[j]


@pytest.mark.parametrize("n", [2, 3, 4, 6, 7])
def test_the_simplex_has_its_unit_vectors_and_its_volume(n):
    """The volume of the standard simplex of n weights is sqrt(n) / (n - 1)!."""
    body = body_of(n)
    np.testing.assert_allclose(corners_of(body), np.eye(n)[::-1][np.lexsort(np.eye(n)[::-1].T)], atol=1e-9)
    assert volume_of(body) == pytest.approx(math.sqrt(n) / math.factorial(n - 1))


@pytest.mark.parametrize("n", [2, 3, 4, 6, 7])
def test_a_complete_order_is_one_of_n_factorial_equal_simplices(n):
    body = body_of(n, *((unit(n, j + 1) - unit(n, j), 0.0) for j in range(n - 1)))
    expected = np.array([np.r_[np.full(k, 1 / k), np.zeros(n - k)] for k in range(1, n + 1)])
    np.testing.assert_allclose(corners_of(body), expected[np.lexsort(expected.round(9).T)], atol=1e-9)
    assert volume_of(body) == pytest.approx(math.sqrt(n) / math.factorial(n - 1) / math.factorial(n))


@pytest.mark.parametrize("n", [3, 4, 5, 6])
@pytest.mark.parametrize("most", [0.4, 0.5, 0.9])
def test_upper_bounds_cut_corners_off(n, most):
    """What is left is 1 - n (1 - u)^(n-1) + ..., by inclusion and exclusion."""
    body = body_of(n, *((unit(n, j), most) for j in range(n)))
    left = sum((-1) ** k * math.comb(n, k) * max(1 - k * most, 0) ** (n - 1) for k in range(n + 1))
    whole = math.sqrt(n) / math.factorial(n - 1)
    assert volume_of(body) == pytest.approx(left * whole)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_lower_bounds_leave_a_smaller_simplex(n):
    least = np.arange(1, n + 1) / (n * (n + 1))  # with sum 1/2
    body = body_of(n, *((-unit(n, j), -least[j]) for j in range(n)))
    assert volume_of(body) == pytest.approx(0.5 ** (n - 1) * math.sqrt(n) / math.factorial(n - 1))


def test_a_half_space_that_only_touches_leaves_a_set_of_lower_dimension():
    """Equal weights of two criteria, and a single point, are described in their own hull."""
    equal = body_of(3, (unit(3, 0) - unit(3, 1), 0.0), (unit(3, 1) - unit(3, 0), 0.0))
    assert equal.dimension == 1
    np.testing.assert_allclose(corners_of(equal), [[0.5, 0.5, 0], [0, 0, 1]], atol=1e-9)
    point = body_of(3, *((unit(3, j), 1 / 3) for j in range(3)))
    assert point.dimension == 0
    np.testing.assert_allclose(corners_of(point), [[1 / 3] * 3], atol=1e-9)
    assert vertices(point).shape == (1, 0)
    assert volume_of(point) == 1


def test_a_face_is_found_where_a_weight_must_be_zero():
    body = body_of(4, (unit(4, 3), 0.0))
    assert body.dimension == 2
    assert volume_of(body) == pytest.approx(math.sqrt(3) / 2)


@pytest.mark.parametrize(
    "rows",
    [
        [(-unit(3, 0), -0.6), (-unit(3, 1), -0.6)],
        [(unit(3, j), 0.3) for j in range(3)],
        [(unit(3, 1) - unit(3, 0), -0.1), (unit(3, 0) - unit(3, 1), -0.1)],
    ],
    ids=["lower", "upper", "circular"],
)
def test_an_empty_set_has_no_body(rows):
    assert body_of(3, *rows) is None


def test_the_largest_slack_is_that_of_the_centre():
    matrix, bounds = simplex_rows(4)
    point, slack = largest_slack(matrix, bounds, np.ones(4, dtype=bool))
    np.testing.assert_allclose(point, 0.25, atol=1e-9)
    assert slack == pytest.approx(0.25)


@st.composite
def cuts(draw):
    """Rows with small whole coefficients through the middle or near it."""
    n = draw(st.integers(2, 5))
    rows = st.lists(st.integers(-3, 3), min_size=n, max_size=n)
    return n, [
        (np.array(row, dtype=float), draw(st.integers(0, 4)) / 4)
        for row in draw(st.lists(rows.filter(any), min_size=1, max_size=4))
    ]


@heavy_law(60)  # a linear programme a row
@given(case=cuts())
def test_a_body_is_the_set_it_was_made_from(case):
    """Corners satisfy every row; the volume is the share of flat points that do; the origin is inside."""
    n, rows = case
    body = body_of(n, *rows)
    points = np.random.default_rng(0).dirichlet(np.ones(n), 4000)
    inside = np.all([points @ row <= bound for row, bound in rows], axis=0)
    if body is None:
        assert not inside.any()
        return
    for w in [body.origin, *corners_of(body)]:
        assert abs(w.sum() - 1) < 1e-9
        assert w.min() > -1e-9
        assert all(row @ w <= bound + 1e-8 for row, bound in rows)
    np.testing.assert_allclose(body.basis @ body.basis.T, np.eye(body.dimension), atol=1e-12)
    if body.dimension < n - 1:
        assert not inside.any()
    else:
        share = volume_of(body) / (math.sqrt(n) / math.factorial(n - 1))
        assert abs(inside.mean() - share) < 5 * math.sqrt(max(share * (1 - share), 0) / 4000) + 1e-3


@heavy_law(60)  # and a triangulation
@given(case=cuts())
def test_simplices_of_a_triangulation_do_not_overlap(case):
    """Every point inside lies in one simplex only."""
    n, rows = case
    body = body_of(n, *rows)
    if body is None or body.dimension < 2:
        return
    parts, volumes = triangulation(vertices(body))
    assert (volumes > 0).all()
    rng = np.random.default_rng(0)
    which = rng.choice(len(parts), 100, p=volumes / volumes.sum())
    points = np.einsum("sk,skd->sd", rng.dirichlet(np.ones(body.dimension + 1), 100), parts[which])
    homogeneous = np.concatenate([parts, np.ones((*parts.shape[:2], 1))], axis=2)
    shares = np.einsum("sd,kde->ske", np.c_[points, np.ones(100)], np.linalg.inv(homogeneous))
    homes = (shares > 1e-6).all(axis=2).sum(axis=1)
    assert (homes <= 1).all()
    assert (homes == 1).sum() >= 90


@pytest.mark.parametrize("width", [1e-3, 1e-6, 1e-8, 1e-9, 1e-12])
def test_a_thin_set_is_described_at_once(width):
    """A slab of any width, whether or not it counts as flat."""
    body = body_of(4, (unit(4, 0), 0.3 + width), (-unit(4, 0), -0.3))
    points = corners_of(body)
    assert np.abs(points[:, 0] - 0.3).max() <= width + 1e-9
    assert body.dimension == (3 if width > 1e-8 else 2) or width in (1e-8, 1e-9)


def test_a_flat_row_of_huge_coefficients_is_scaled():
    body = body_of(3, (1e9 * unit(3, 0) - 1e9 * unit(3, 1), 0.0))
    assert volume_of(body) == pytest.approx(math.sqrt(3) / 4)


def test_rows_need_not_be_distinct():
    body = body_of(3, *[(unit(3, 0), 0.5)] * 5)
    assert volume_of(body) == pytest.approx(0.75 * math.sqrt(3) / 2)
    assert polytopes.triangulation(vertices(body))[0].shape[1:] == (3, 2)
