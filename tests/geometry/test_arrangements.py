"""Cells cut by planes: their volumes and centroids against bisection in fractions, and closed forms."""

import math
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from bisecting import arrangement, mean, whole
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import heavy_law, law

from mcda_nato.geometry import arrangements
from mcda_nato.geometry.arrangements import Cells, TooManyError, corner_cells, cut, measure
from mcda_nato.geometry.polytopes import DegenerateError

PLENTY = 10**6


def simplex_cells(d, size=1.0, copies=1):
    """Return ``{y >= 0, sum(y) <= size}``."""
    corners = np.vstack([np.eye(d), np.zeros(d)]) * size
    return corner_cells(corners, np.vstack([np.eye(d, d + 1), np.append(-np.ones(d), size)]), copies)


def cut_all(cells, planes, *, both=True):
    """Cut every cell by each plane in turn; return the cells and the sides ``(cells, planes)``."""
    sides = np.ones((cells.count, 0), dtype=int)
    for plane in planes:
        cells, origin, side = cut(cells, np.broadcast_to(plane, (cells.count, len(plane))), PLENTY, both=both)
        sides = np.column_stack([sides[origin], side])
    return cells, sides


def plane_of(form):
    """Turn a form on corners e_1, ..., e_d and 0 into a plane ``(a, b)`` with largest value 1."""
    values = np.array([float(x) for x in form])
    return np.append(values[:-1] - values[-1], values[-1]) / max(np.abs(values).max(), 1)


def unique_cell(cells, which):
    return cells.points[cells.cell == which]


def forms(n, most=5):
    row = st.lists(st.integers(-3, 3), min_size=n, max_size=n)
    return st.lists(row, min_size=1, max_size=most)


dimensions = st.integers(1, 4)


# The slow twin.


@law
@given(planes=dimensions.flatmap(lambda d: forms(d + 1, 5 if d < 4 else 3)))
def test_cells_are_the_pieces_of_bisection(planes):
    """By the signs of all planes: the same parts of the simplex, volumes and centroids, however degenerate."""
    d = len(planes[0]) - 1
    expected, centres = defaultdict(Fraction), defaultdict(lambda: [Fraction(0)] * d)
    exact = [[Fraction(x) for x in form] for form in planes]
    for corners, share, signs in arrangement([(whole(d + 1), Fraction(1))], exact):
        sides = tuple(1 if sign >= 0 else -1 for sign in signs)
        expected[sides] += share
        centres[sides] = [c + share * x for c, x in zip(centres[sides], mean(corners)[:d], strict=True)]
    cells, sides = cut_all(simplex_cells(d), [plane_of(form) for form in planes])
    found = measure(cells)
    assert sorted(map(tuple, sides.tolist())) == sorted(expected)
    for key, volume, moment in zip(map(tuple, sides.tolist()), found.volume, found.moment, strict=True):
        assert abs(volume * math.factorial(d) - float(expected[key])) <= 1e-12
        np.testing.assert_allclose(moment * math.factorial(d), [float(x) for x in centres[key]], rtol=0, atol=1e-12)


@law
@given(planes=dimensions.flatmap(lambda d: forms(d + 1)))
def test_upper_parts_alone_are_the_same_upper_parts(planes):
    """Keeping one side gives the cell that is above every plane, and nothing else."""
    d = len(planes[0]) - 1
    rows = [plane_of(form) for form in planes]
    every, sides = cut_all(simplex_cells(d), rows)
    upper, _ = cut_all(simplex_cells(d), rows, both=False)
    above = (sides > 0).all(axis=1)
    assert above.sum() == upper.count
    if above.any():
        np.testing.assert_allclose(measure(upper).volume, measure(every).volume[above], rtol=1e-12, atol=1e-15)


# What a cut promises.


@law
@given(planes=dimensions.flatmap(lambda d: forms(d + 1)))
def test_every_cell_is_simple_and_inside_its_planes(planes):
    """A vertex lies on exactly d planes, is above all planes of its cell, and each of its edges has another end."""
    d = len(planes[0]) - 1
    cells, sides = cut_all(simplex_cells(d), [plane_of(form) for form in planes])
    rows = cells.planes[cells.incident]
    values = np.einsum("vij,vj->vi", rows[..., :-1], cells.points) + rows[..., -1]
    assert np.abs(values).max() <= 1e-10
    for which in range(cells.count):
        own = np.unique(cells.incident[cells.cell == which])
        points = unique_cell(cells, which)
        assert (points @ cells.planes[own, :-1].T + cells.planes[own, -1]).min() >= -1e-10
        ends = defaultdict(int)
        for vertex in cells.incident[cells.cell == which].tolist():
            for plane in vertex:
                ends[frozenset(vertex) - {plane}] += 1
        assert set(ends.values()) == {2} or d == 0
    assert len(set(map(tuple, sides.tolist()))) == cells.count
    assert (np.diff(cells.cell) >= 0).all()
    assert cells.count == len(cells.starts)


@law
@given(planes=dimensions.flatmap(lambda d: forms(d + 1)))
def test_parts_sum_to_the_whole(planes):
    d = len(planes[0]) - 1
    cells, _ = cut_all(simplex_cells(d), [plane_of(form) for form in planes])
    found = measure(cells)
    assert (found.volume > 0).all()
    assert found.volume.sum() * math.factorial(d) == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(found.moment.sum(axis=0) * math.factorial(d + 1), 1, rtol=0, atol=1e-11)
    assert found.error.max() < 1e-12


@law
@given(planes=dimensions.flatmap(lambda d: forms(d + 1)))
def test_cells_with_planes_of_their_own_are_cut_as_if_alone(planes):
    rows = np.array([plane_of(form) for form in planes])
    d = rows.shape[1] - 1
    together, origin, side = cut(simplex_cells(d, copies=len(rows)), rows, PLENTY)
    volume = measure(together).volume
    for k, row in enumerate(rows):
        alone, _, own = cut(simplex_cells(d), row[None], PLENTY)
        assert side[origin == k].tolist() == own.tolist()
        np.testing.assert_allclose(volume[origin == k], measure(alone).volume, rtol=1e-13)


@pytest.mark.parametrize(
    ("plane", "side"),
    [([0, 0, 0], 1), ([1, 0, 0], 1), ([-1, 0, 0], -1), ([0, 0, 1], 1), ([0, 0, -1], -1), ([-1, -1, 1], 1)],
)
def test_a_plane_that_no_more_than_touches_leaves_the_cell_whole(plane, side):
    cells = simplex_cells(2)
    same, origin, found = cut(cells, np.array([plane], dtype=float), PLENTY)
    assert (origin.tolist(), found.tolist()) == ([0], [side])
    np.testing.assert_array_equal(same.points, cells.points)
    np.testing.assert_array_equal(same.incident, cells.incident)
    upper, origin, _ = cut(cells, np.array([plane], dtype=float), PLENTY, both=False)
    assert upper.count == len(origin) == (side > 0)


@pytest.mark.parametrize("corner", [[1.0, 0.0, 0.0], [-1.0, 0.0, 1.0], [0.5, 0.5, 0.0], [1.0, 1.0, -1.0]])
def test_a_plane_within_the_tolerance_of_corners_counts_as_through_them(corner):
    """Moved by less, it no more than touches or passes through; moved by more, it cuts."""

    def count(shift, tolerance=arrangements.ON):
        plane = np.add([corner], [0.0, 0.0, shift])
        return cut(simplex_cells(2), plane, PLENTY, tolerance=tolerance)[0].count

    assert count(1e-13) == count(-1e-13) == count(0) == 1
    assert {count(1e-9), count(-1e-9)} == {1, 2}
    assert {count(1e-9, 1e-6), count(-1e-9, 1e-6)} == {1}


def test_more_vertices_than_allowed_are_refused():
    plane = np.array([[1.0, -1.0, 0.0, 0.0]])  # one corner below, whose edges all cross: 3 + 3 above, 1 + 3 below
    assert len(cut(simplex_cells(3), plane, 10)[0].points) == 10
    with pytest.raises(TooManyError):
        cut(simplex_cells(3), plane, 9)
    assert len(cut(simplex_cells(3), plane, 6, both=False)[0].points) == 6
    with pytest.raises(TooManyError):
        cut(simplex_cells(3), plane, 5, both=False)


def test_a_cell_that_lost_an_edge_is_refused():
    """A vertex with planes that no other shares cannot be walked from."""
    cells = simplex_cells(3)
    incident = cells.incident.copy()
    incident[0, 0] = 0
    with pytest.raises(DegenerateError, match="parallel"):
        cut(replace(cells, incident=incident), np.array([[1.0, -1.0, 0.0, 0.0]]), PLENTY)


def test_planes_that_are_parallel_meet_in_no_vertex():
    cells = simplex_cells(2)
    planes = cells.planes.copy()
    planes[1] = planes[0]
    with pytest.raises(DegenerateError, match="parallel"):
        measure(replace(cells, planes=planes))


# Closed forms.


def cube(d):
    """Cut the unit cube out of a simplex."""
    planes = np.hstack([-np.eye(d), np.ones((d, 1))])
    return cut_all(simplex_cells(d, size=float(d)), planes, both=False)[0]


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5, 6, 8])
def test_the_simplex_and_the_cube(d):
    one = measure(simplex_cells(d, size=3.0))
    assert one.volume[0] == pytest.approx(3.0**d / math.factorial(d))
    np.testing.assert_allclose(one.moment[0] / one.volume[0], 3 / (d + 1))
    found = measure(cube(d))
    assert found.volume[0] == pytest.approx(1, abs=1e-11)
    np.testing.assert_allclose(found.moment[0], 0.5, rtol=0, atol=1e-10)
    assert abs(found.volume[0] - 1) <= max(10 * found.error[0], 1e-14)


def eulerian(d, k):
    return sum((-1) ** j * math.comb(d + 1, j) * (k + 1 - j) ** d for j in range(k + 1))


@pytest.mark.parametrize("d", [2, 3, 4, 5, 6])
def test_slices_of_the_cube_through_its_corners_are_eulerian_numbers(d):
    """The volume of {k <= sum(y) <= k + 1} = A(d, k) / d!: up to C(d, k) corners lie on each plane."""
    planes = np.array([np.append(np.ones(d), -k) / d for k in range(1, d)])
    cells, sides = cut_all(cube(d), planes)
    found = measure(cells)
    assert cells.count == d
    for volume, error, side in zip(found.volume, found.error, sides, strict=True):
        expected = eulerian(d, int((side > 0).sum())) / math.factorial(d)
        assert volume == pytest.approx(expected, abs=1e-12)
        assert abs(volume - expected) <= 10 * error + 1e-15


@pytest.mark.parametrize("d", [2, 3, 4, 5])
def test_an_arrangement_of_all_orders_has_equal_parts(d):
    """Planes y_i = y_j cut the cube into d! simplices of the same size."""
    planes = [np.append(np.eye(d)[i] - np.eye(d)[j], 0.0) for i in range(d) for j in range(i)]
    found = measure(cut_all(cube(d), planes)[0])
    assert len(found.volume) == math.factorial(d)
    np.testing.assert_allclose(found.volume, 1 / math.factorial(d), rtol=0, atol=1e-13)


def test_cells_of_no_dimension_and_no_cells():
    point = corner_cells(np.zeros((1, 0)), np.zeros((0, 1)), 2)
    found = measure(point)
    assert (found.volume.tolist(), found.moment.shape, found.error.tolist()) == ([1, 1], (2, 0), [0, 0])
    cells, origin, side = cut(point, np.array([[-1.0], [1.0]]), PLENTY)
    assert (cells.count, origin.tolist(), side.tolist()) == (2, [0, 1], [-1, 1])
    none = Cells(np.zeros((0, 2)), np.zeros((0, 2), dtype=int), np.zeros(0, dtype=int), np.zeros((0, 3)))
    assert none.count == 0
    assert measure(none).volume.shape == (0,)


# Errors and precision.


def random_cells(d, count, seed):
    rng = np.random.default_rng(seed)
    return cut_all(simplex_cells(d), [plane_of(row) for row in rng.integers(-3, 4, (count, d + 1))])[0]


@pytest.mark.parametrize("d", [2, 4, 6])
def test_a_wider_kind_of_number_agrees(d):
    """Within the sum of their errors, for volumes and moments."""
    cells = random_cells(d, 5, d)
    coarse, fine = (arrangements._lawrence(cells, kind) for kind in (np.float64, np.longdouble))
    assert (np.abs(coarse[0] - fine[0]) <= 10 * (coarse[2] + fine[2])).all()
    np.testing.assert_allclose(coarse[1], fine[1], rtol=0, atol=1e-12)
    wanted = 0.0 if np.finfo(np.longdouble).eps == np.finfo(float).eps else 1e-19
    assert fine[2].max() <= coarse[2].max() + wanted


def test_a_target_that_is_met_at_once_costs_nothing_more(monkeypatch):
    kinds = []
    monkeypatch.setattr(
        arrangements,
        "_lawrence",
        lambda cells, kind, inner=arrangements._lawrence: (kinds.append(kind), inner(cells, kind))[1],
    )
    measure(random_cells(3, 3, 0), target=1e-9)
    assert kinds == [np.float64]


@heavy_law(50)  # floats as fractions, of hundreds of digits
@given(
    planes=dimensions.flatmap(lambda d: forms(d + 1, 3)),
    near=st.sampled_from([1e-3, 1e-6, 1e-9, 1e-11, 1e-13]),
    which=st.integers(0, 9),
)
def test_nearly_parallel_planes_are_right_or_refused(planes, near, which):
    """A second plane moved by next to nothing: shares are within the error, or 1e-12, of those of the floats given."""
    d = len(planes[0]) - 1
    twin = [float(x) for x in planes[0]]
    twin[which % (d + 1)] += near
    rows = [[float(x) for x in form] for form in planes] + [twin]
    assume(all(any(row) for row in rows))
    rows = [[x / max(map(abs, row)) for x in row] for row in rows]
    try:
        cells, sides = cut_all(simplex_cells(d), [plane_of(form) for form in rows])
        found = measure(cells)
    except DegenerateError:
        return
    expected = defaultdict(Fraction)
    for _, share, signs in arrangement([(whole(d + 1), Fraction(1))], [[Fraction(x) for x in row] for row in rows]):
        expected[tuple(1 if sign >= 0 else -1 for sign in signs)] += share
    got = dict(zip(map(tuple, sides.tolist()), found.volume * math.factorial(d), strict=True))
    allowed = 1e-11 + 10 * found.error.sum() * math.factorial(d)
    for key in {*expected, *got}:
        assert abs(got.get(key, 0.0) - float(expected[key])) <= allowed, key


# Controls.


def by_corner_once(cells):
    """Keep each geometric corner of each cell once, with the first planes it is found with."""
    _, first = np.unique(np.column_stack([cells.cell, cells.points.round(9)]), axis=0, return_index=True)
    first = np.sort(first)
    return Cells(cells.points[first], cells.incident[first], cells.cell[first], cells.planes)


def test_control_lawrence_without_perturbation_is_wrong_where_planes_meet():
    """Each corner once, with d of its planes: what the check with Eulerian numbers sees at once."""
    d = 4
    planes = np.array([np.append(np.ones(d), -k) / d for k in range(1, d)])
    cells, sides = cut_all(cube(d), planes)
    expected = np.array([eulerian(d, int((side > 0).sum())) / math.factorial(d) for side in sides])
    np.testing.assert_allclose(measure(cells).volume, expected, rtol=0, atol=1e-12)
    assert len(by_corner_once(cells).points) < len(cells.points)
    wrong = measure(by_corner_once(cells)).volume
    assert np.abs(wrong - expected).max() > 0.01


def test_control_planes_of_lower_parts_must_be_reversed():
    """With the sign of the plane above, a lower part gets another volume, and the parts no longer sum to the whole."""
    cells, _, side = cut(simplex_cells(3), np.array([[1.0, -0.5, 0.25, 0.0]]), PLENTY)
    assert measure(cells).volume.sum() == pytest.approx(1 / 6, abs=1e-14)
    planes = cells.planes.copy()
    planes[-1] = -planes[-1]
    wrong = measure(replace(cells, planes=planes)).volume
    assert abs(wrong.sum() - 1 / 6) > 0.01
    assert wrong[side > 0] == pytest.approx(measure(cells).volume[side > 0], abs=1e-14)
