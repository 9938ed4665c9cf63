"""Searches for near ties of known and unknown comparisons: what they return has been attained."""

import numpy as np
import pytest

from mcda_nato.flips import nearest_plane, ray_search
from mcda_nato.flips.tie_refinement import polished
from mcda_nato.flips.topsis_tie_search import Search, comparison, first_ties, gradient, to_the_boundary

NORMS = ("l1", "l2", "max")


def plane(normal):
    """Return M of ``(a.u)(1.u)``, a tie where ``a.u = 0``."""
    form = np.outer(normal, np.ones(len(normal)))
    return (form + form.T) / 2.0


def test_the_comparison_and_its_gradient_agree_with_finite_differences():
    random = np.random.default_rng(0)
    form = random.normal(size=(4, 4))
    form, point = form + form.T, random.dirichlet(np.ones(4))
    slope = gradient(form, point)
    for j in range(4):
        moved = point + 1e-6 * np.eye(4)[j] * np.array([[1.0], [-1.0]])
        high, low = comparison(form[None], moved[None])[0]
        assert slope[j] == pytest.approx((high - low) / 2e-6, abs=1e-8)


def test_rays_end_on_the_boundary_of_the_simplex():
    """The outer end is on the same ray, some weight there is exactly 0, and the sum is 1."""
    random = np.random.default_rng(1)
    weights, ends = random.dirichlet(np.ones(5)), random.dirichlet(np.ones(5), 50)
    outer, share = to_the_boundary(weights, ends)
    assert (outer.min(axis=1) == 0).all()
    np.testing.assert_allclose(outer.sum(axis=1), 1.0)
    np.testing.assert_allclose(weights + share[:, None] * (outer - weights), ends, atol=1e-12)


def test_a_ray_that_goes_nowhere_ends_where_it_starts():
    weights = np.array([0.25, 0.75])
    outer, share = to_the_boundary(weights, weights[None])
    assert outer.tolist() == [[0.25, 0.75]]
    assert share.tolist() == [1.0]


def test_the_first_tie_on_a_ray_is_where_the_plane_is():
    """``4 u_2 = u_1`` is ``w_1 = 2 w_2``, at (2/3, 1/3); towards the other corner there is none."""
    forms, weights = plane(np.array([1.0, -4.0]))[None], np.array([0.8, 0.2])
    ties, found = first_ties(forms, weights, np.array([[[0.7, 0.3], [0.9, 0.1]]]))
    assert found.tolist() == [[True, False]]
    np.testing.assert_allclose(ties[0, 0], [2 / 3, 1 / 3], rtol=1e-12)
    assert comparison(forms, ties[:, :1])[0, 0] <= 0


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("seed", range(8))
def test_the_optimiser_ends_near_what_the_search_finds(norm, seed):
    """From the first tie on a ray, the general optimiser alone is not nearer than the whole search."""
    random = np.random.default_rng(seed)
    forms, weights = plane(random.normal(size=4) + 0.5)[None], random.dirichlet(np.full(4, 5.0))
    if comparison(forms, weights[None, None])[0, 0] <= 0:
        return
    search = Search(forms, weights, norm)
    search.run()
    far = search.nearest.distance[0]
    ties, found = first_ties(forms, weights, np.eye(4)[None])
    for tie in ties[found]:
        end = polished(forms[0], weights, tie, norm)
        ended, seen = first_ties(forms, weights, end[None, None])
        assert not seen[0, 0] or nearest_plane.distance(ended[0, 0], weights, norm) >= far * (1 - 1e-6)


@pytest.mark.parametrize("norm", NORMS)
def test_what_improves_is_kept_and_nothing_else(norm):
    """Better ends shorten the distance, worse ones leave it; the tie that is kept is one."""
    forms, weights = plane(np.array([1.0, 2.0, -3.0]))[None], np.array([0.5, 0.3, 0.2])
    search = Search(forms, weights, norm)
    search.improve(np.array([0]), np.eye(3)[None, 2:])
    before = search.nearest.distance[0]
    assert np.isfinite(before)
    search.improve(np.array([0]), np.eye(3)[None, :1])
    assert search.nearest.distance[0] == before
    assert comparison(forms, search.points[:, None])[0, 0] <= 0
    assert nearest_plane.distance(search.points[0], weights, norm) == pytest.approx(before)


@pytest.mark.parametrize("norm", NORMS)
def test_a_face_on_which_everything_ties_is_found_exactly(norm):
    """With f = u1 (u1 + u2 + u3) no gradient leads to the face ``w_1 = 0``, and the weight there is exactly 0.

    It is only touched; f = u1 (u1 - u2 - u3) is negative beside all of it, and before it is reached.
    """
    touched = np.array([[1.0, 0.5, 0.5], [0.5, 0.0, 0.0], [0.5, 0.0, 0.0]])
    weights = np.array([0.2, 0.5, 0.3])
    search = Search(touched[None], weights, norm)
    search.run()
    assert np.isinf(search.nearest.distance[0])
    assert search.draw_points[0, 0] == 0.0
    expected = {"l1": 0.4, "l2": 0.2 * np.sqrt(1.5), "max": 0.2}[norm]
    assert search.drawn[0] == pytest.approx(expected)
    crossed = np.array([[1.0, -0.5, -0.5], [-0.5, 0.0, 0.0], [-0.5, 0.0, 0.0]])
    search = Search(crossed[None], np.array([0.8, 0.1, 0.1]), norm)
    search.run()
    assert np.isinf(search.drawn[0])
    assert np.isfinite(search.nearest.distance[0])


def standing(normals):
    """Return what `ray_search.seek` asks for: 2 where a plane is passed, 1 on it."""
    return lambda w: (w @ normals.T <= 0).astype(int) + (w @ normals.T < 0)


@pytest.mark.parametrize("norm", [*NORMS, "ratio"])
def test_a_search_without_a_form_comes_near_the_exact_answer(norm):
    """On a linear comparison it is never nearer than the exact distance, and within 2% of it."""
    normals = np.array([[0.0, 0.0, 0.0], [3.0, -2.0, 1.0], [1.0, 2.0, 3.0], [-1.0, 4.0, 1.0]])
    weights = np.array([0.5, 0.3, 0.2])
    (distance, points), (drawn, _) = ray_search.seek(standing(normals), weights, norm, 4)
    for k in (1, 3):
        exact = nearest_plane.distance(nearest_plane.nearest(normals[k], weights, norm), weights, norm)
        least = 1.0 if norm == "ratio" else 0.0
        assert exact * (1 - 1e-9) <= distance[k] <= exact + 0.02 * (exact - least)
        assert normals[k] @ points[k] < 0
        assert drawn[k] >= distance[k] * (1 - 1e-9)
        assert nearest_plane.distance(points[k], weights, norm) == pytest.approx(distance[k])
    assert np.isinf(distance[[0, 2]]).all()
    assert drawn[0] < 1e-10 if norm != "ratio" else drawn[0] < 1 + 1e-10


def test_a_search_is_the_same_in_every_run_and_keeps_zero_weights_for_factors():
    normals = np.array([[0.0, 0.0, 0.0], [3.0, -2.0, -1.0]])
    weights = np.array([0.5, 0.5, 0.0])
    found = [ray_search.seek(standing(normals), weights, "ratio", 2)[0] for _ in range(2)]
    assert found[0][0].tolist() == found[1][0].tolist()
    assert found[0][1][1, 2] == 0.0
    assert found[0][0][1] == pytest.approx(np.sqrt(1.5), rel=1e-6)
