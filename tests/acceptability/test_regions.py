"""Regions of weights against bisection in fractions: first ranks, ranks, orderings and pairs on sets of any shape."""

import math
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from bisecting import centroid, everything, kept, whole
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import heavy_law

from mcda_nato.acceptability.regions import (
    constrained_space,
    copies,
    first_regions,
    ordering_cells,
    pairwise_shares,
    rank_cells,
    shares,
    whole_space,
)
from mcda_nato.geometry.arrangements import TooManyError
from mcda_nato.geometry.polytopes import corner_bounds, needed, polytope, vertices

PLENTY = 10**6


def space_of(n, rows=()):
    """Return the set ``{w >= 0, sum(w) = 1, row.w >= 0}``, `None` where it is empty."""
    if not len(rows):
        return whole_space(n)
    matrix = np.vstack([-np.eye(n), -np.array([[float(x) for x in row] for row in rows])])
    body = polytope(matrix, np.zeros(len(matrix)))
    return None if body is None else constrained_space(body, PLENTY)


def without_corners(space):
    """Return the same set without the knowledge that it may be a simplex."""
    return replace(space, corners=None)


def planes_of(space, values):
    values = np.array([[float(x) for x in row] for row in values])
    gaps = (values[:, None] - values[None]).reshape(-1, values.shape[1])
    planes, _ = space.planes(gaps, float(np.abs(values).max()))
    return planes.reshape(len(values), len(values), -1)


def tables(n, most=4, high=3):
    row = st.lists(st.integers(0, high), min_size=n, max_size=n)
    return st.lists(row, min_size=1, max_size=most)


@st.composite
def cases(draw, most=4):
    """Values ``(m, n)`` and rows of constraints, small integers; equal weights satisfy them strictly."""
    n = draw(st.integers(2, 4))
    row = st.lists(st.integers(-2, 3), min_size=n, max_size=n)
    rows = draw(st.lists(row.filter(lambda row: sum(row) > 0), max_size=3))
    pieces = kept([(whole(n), Fraction(1))], [[Fraction(x) for x in row] for row in rows])
    return draw(tables(n, most)), rows, pieces


def exactly(values, pieces):
    return everything([[Fraction(x) for x in row] for row in values], pieces)


def floats(table):
    return np.array([[float(x) for x in row] for row in table])


# The slow twin. Sets and tables are those that `test_exact.py` goes through as well.


@heavy_law(50)
@given(case=cases())
def test_first_regions_are_those_of_bisection(case):
    values, rows, pieces = case
    space = space_of(len(values[0]), rows)
    owner, cells = first_regions(space, planes_of(space, values), PLENTY)
    share, centre, error = shares(space, cells)
    expected = exactly(values, pieces)
    found = dict(zip(owner.tolist(), zip(share, centre, strict=True), strict=True))
    for i, central in enumerate(expected["central"]):
        assert (i in found) == (central is not None)
        if central is not None:
            assert abs(found[i][0] - float(expected["ranks"][i][0])) <= 1e-12
            np.testing.assert_allclose(found[i][1], [float(x) for x in central], rtol=0, atol=1e-10)
    assert error.sum() < 1e-11


@heavy_law(50)
@given(case=cases())
def test_cells_of_ranks_are_those_of_bisection(case):
    values, rows, pieces = case
    space = space_of(len(values[0]), rows)
    expected = floats(exactly(values, pieces)["ranks"])
    for i, planes in enumerate(planes_of(space, values)):
        rank, cells = rank_cells(space, planes, PLENTY)
        found = np.bincount(rank - 1, shares(space, cells)[0], minlength=len(values))
        np.testing.assert_allclose(found, expected[i], rtol=0, atol=1e-12)


@heavy_law(50)
@given(case=cases(most=3))
def test_cells_of_orderings_are_those_of_bisection(case):
    values, rows, pieces = case
    space = space_of(len(values[0]), rows)
    ranks, cells = ordering_cells(space, planes_of(space, values), PLENTY)
    found = defaultdict(float)
    for row, share in zip(map(tuple, ranks.tolist()), shares(space, cells)[0], strict=True):
        found[row] += share
    expected = exactly(values, pieces)["orderings"]
    assert set(found) == set(expected)
    for order, share in expected.items():
        assert abs(found[order] - float(share)) <= 1e-12


@heavy_law(50)
@given(case=cases())
def test_pairwise_shares_are_those_of_bisection(case):
    """By volumes on any set, and by the closed form where the set is a simplex."""
    values, rows, pieces = case
    space = space_of(len(values[0]), rows)
    upper = np.triu_indices(len(values), 1)
    planes = planes_of(space, values)[upper]
    wins = floats(exactly(values, pieces)["wins"])[upper]
    for one in (space, without_corners(space)):
        found, error = pairwise_shares(one, planes, PLENTY)
        np.testing.assert_allclose(found, wins, rtol=0, atol=1e-12)
        assert error < 1e-12


# Sets.


@heavy_law(60)  # a set each: its rows are found by linear programmes
@given(case=cases())
def test_a_set_is_described_by_its_cell(case):
    """Vertices meet every constraint; volume and centroid are those of the pieces; planes keep their sides."""
    _, rows, pieces = case
    n = len(pieces[0][0])
    space = space_of(n, rows)
    points = space.origin + space.cell.points @ space.basis
    assert points.min() >= -1e-10
    np.testing.assert_allclose(points.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert all((points @ np.array(row, dtype=float)).min() >= -1e-9 for row in rows)
    share, centre, _ = shares(space, space.cell)
    np.testing.assert_allclose(share, 1, rtol=0, atol=1e-12)
    np.testing.assert_allclose(centre[0], [float(x) for x in centroid(pieces)], rtol=0, atol=1e-11)
    scale = math.sqrt(abs(np.linalg.det(space.basis @ space.basis.T)))  # from its coordinates to lengths
    whole_volume = math.sqrt(n) / math.factorial(n - 1)
    expected = float(sum(size for _, size in pieces))
    assert space.volume * scale / whole_volume == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("n", [1, 2, 3, 6, 40])
def test_the_whole_simplex(n):
    space = whole_space(n)
    assert space.corners.shape == (n, n)
    np.testing.assert_array_equal(space.weights(space.cell.points), np.eye(n))
    if n < 20:
        assert space.volume == pytest.approx(1 / math.factorial(n - 1))


def test_planes_are_in_units_of_their_largest_value_and_ties_are_zero():
    space = whole_space(3)
    gaps = np.array([[2.0, 0.0, -4.0], [1e-13, 0.0, -1e-13], [0.0, 0.0, 0.0], [1e-11, 0.0, -1e-11]])
    planes, blur = space.planes(gaps, 1.0)
    values = planes[:, :-1] @ space.cell.points.T + planes[:, -1:]
    np.testing.assert_allclose(np.abs(values).max(axis=1), [1, 0, 0, 1])
    np.testing.assert_allclose(values[0], [0.5, 0, -1])
    assert blur.tolist()[1:3] == [0, 0]
    assert 0 < blur[0] < 1e-14
    assert (space.planes(gaps, 100.0)[0][3] == 0).all()


def test_weights_of_points_are_weights():
    """Rounding below zero is taken away, and sums are 1."""
    space = whole_space(3)
    w = space.weights(np.array([[1.0 + 1e-16, -1e-17], [0.25, 0.25]]))
    assert (w >= 0).all()
    assert w.sum(axis=1).tolist() == [1, 1]
    assert w[1].tolist() == [0.25, 0.25, 0.5]


def body_of(*rows):
    rows = np.array(rows, dtype=float)
    n = rows.shape[1]
    return polytope(np.vstack([-np.eye(n), -rows]), np.zeros(n + len(rows)))


@heavy_law(60)  # a set each: its rows are found by linear programmes
@given(case=cases())
def test_needed_rows_describe_the_same_body_and_none_can_be_left_out(case):
    """By vertices: the same without the rows that are left out, others without any one of the rest."""
    _, rows, _ = case
    assume(rows)
    body = body_of(*rows, *rows, [1] * len(rows[0]))  # rows twice, and one that always holds
    few = needed(body.half_spaces)

    def corners(half_spaces):
        points = vertices(type(body)(body.origin, body.basis, half_spaces))
        return {tuple(point) for point in (points.round(7) + 0.0).tolist()}

    assert corners(few) == corners(body.half_spaces)
    assert len(few) <= len(body.half_spaces)
    if body.dimension > 1 and len(few) > body.dimension + 1:
        for i in range(len(few)):
            row, others = few[i], np.delete(few, i, axis=0)
            centre = vertices(body)[np.abs(vertices(body) @ row[:-1] + row[-1]) < 1e-7].mean(axis=0)
            assert (others[:, :-1] @ centre + others[:, -1]).max() < -1e-12  # a facet: inside all the others


@heavy_law(60)  # a set each: its rows are found by linear programmes
@given(case=cases())
def test_corner_bounds_hold_the_body_with_room(case):
    _, rows, _ = case
    assume(rows)
    body = body_of(*rows)
    planes = corner_bounds(body)
    assert planes.shape == (body.dimension + 1, body.dimension + 1)
    values = vertices(body) @ planes[:, :-1].T + planes[:, -1]
    assert values.min() > 0
    assert abs(np.linalg.det(planes[:-1, :-1])) > 1e-9


def test_lower_dimensional_sets_and_a_point():
    """Equal weights of two criteria are a line in which shares are lengths; a point has its ranking."""
    rows = [[1, -1, 0], [-1, 1, 0]]
    space = space_of(3, rows)
    assert space.cell.points.shape == (2, 1)
    values = [[4, 0, 0], [0, 0, 1]]  # 4 w1 against w3 = 1 - 2 w1: at w1 = 1/6 of [0, 1/2]
    owner, cells = first_regions(space, planes_of(space, values), PLENTY)
    share, centre, _ = shares(space, cells)
    np.testing.assert_allclose(share[np.argsort(owner)], [2 / 3, 1 / 3], rtol=0, atol=1e-14)
    np.testing.assert_allclose(centre[np.argsort(owner)], [[1 / 3, 1 / 3, 1 / 3], [1 / 12, 1 / 12, 5 / 6]], atol=1e-14)

    point = space_of(3, [[1, -1, 0], [-1, 1, 0], [0, 1, -1], [0, -1, 1]])
    assert point.volume == 1
    ranks, cells = ordering_cells(point, planes_of(point, [[1, 0, 0], [0, 1, 0], [1, 1, 0]]), PLENTY)
    assert ranks.tolist() == [[2, 2, 1]]
    assert shares(point, cells)[0].tolist() == [1]
    owner, _ = first_regions(point, planes_of(point, [[1, 0, 0], [0, 1, 0], [0, 0, 0]]), PLENTY)
    assert sorted(owner.tolist()) == [0, 1]


def test_copies_are_numbered():
    cells = copies(whole_space(3).cell, 4)
    assert cells.count == 4
    assert cells.points.shape == (12, 2)
    assert cells.cell.tolist() == sorted([0, 1, 2, 3] * 3)


def test_batches_of_pairs_are_all_there(monkeypatch):
    """However few vertices a batch may start with."""
    space = space_of(3, [[1, 1, -1], [2, -1, 0]])
    assert space.corners is None
    values = np.random.default_rng(0).integers(0, 5, (6, 3)).tolist()
    planes = planes_of(space, values).reshape(36, -1)
    expected = pairwise_shares(space, planes, PLENTY)
    monkeypatch.setattr("mcda_nato.acceptability.regions._BATCH", 1)
    found = pairwise_shares(space, planes, PLENTY)
    np.testing.assert_allclose(found[0], expected[0], rtol=0, atol=1e-15)


def test_caps_reach_every_region():
    space = whole_space(4)
    planes = planes_of(space, np.random.default_rng(0).integers(0, 9, (6, 4)).tolist())
    for compute in (first_regions, ordering_cells):
        with pytest.raises(TooManyError):
            compute(space, planes, 20)
    with pytest.raises(TooManyError):
        rank_cells(space, planes[0], 20)
    loose = without_corners(space)
    with pytest.raises(TooManyError):
        pairwise_shares(loose, planes.reshape(36, -1), 20)


def test_a_cell_that_cannot_be_told_from_its_error_has_no_centre():
    """A sliver of share 1e-14 at the edge of the simplex."""
    space = whole_space(3)
    owner, cells = first_regions(space, planes_of(space, [[1, 0, 0], [1 - 1e-7, 1, 0], [1 - 1e-7, 0, 1]]), PLENTY)
    share, centre, _ = shares(space, cells)
    at = owner.tolist().index(0)
    assert share[at] == pytest.approx(1e-14, rel=0.01)
    assert np.isnan(centre[at]).all() or np.abs(centre[at] - [1, 0, 0]).max() < 1e-6


# Controls.


def test_control_the_tie_of_two_is_no_win_of_either():
    """Counting what is not below as a win, a duplicate would beat its original."""
    space = whole_space(3)
    planes = planes_of(space, [[1, 0, 2], [1, 0, 2], [0, 2, 1]])
    assert (planes[0, 1] == 0).all()
    found, _ = pairwise_shares(space, planes[[0, 1], [1, 0]], PLENTY)
    assert found.tolist() == [0, 0]
    loose = without_corners(space)
    assert pairwise_shares(loose, planes[[0, 1], [1, 0]], PLENTY)[0].tolist() == [0, 0]
    assert 1 - found[0] != 0  # what the complement would say of the other


def test_control_ranks_need_all_comparisons():
    """With one comparison left out, the ranks are not those of bisection."""
    values = [[3, 0, 1], [0, 3, 1], [2, 2, 0]]
    space = whole_space(3)
    planes = planes_of(space, values)[0]
    expected = floats(exactly(values, [(whole(3), Fraction(1))])["ranks"])[0]
    for rows, same in ((planes, True), (planes[:2], False)):
        rank, cells = rank_cells(space, rows, PLENTY)
        found = np.bincount(rank - 1, shares(space, cells)[0], minlength=3)
        assert (np.abs(found - expected).max() < 1e-12) == same
