"""The search for changes of a ranking: a mesh, then halving."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.stability.bracketing import WIDTH, Cells, bracketed, held_in

MESH = np.arange(101) / 100


def steps(changes, ties=()):
    """Return a ranking of two that swaps at each change, and ties at single points."""

    def ranks_at(at):
        swaps = (at[:, None] > np.array(changes)).sum(axis=1) % 2
        ranks = np.stack([1 + swaps, 2 - swaps], axis=1)
        ranks[np.isin(at, ties)] = 1
        return ranks

    return ranks_at


@law
@given(st.sets(st.integers(0, 99), max_size=6))
def test_changes_in_different_stretches_of_the_mesh_are_found(stretches):
    """Every change that is alone in its stretch of the mesh is located, and nothing else."""
    changes = sorted(k / 100 + 0.00314159 for k in stretches)
    cells = bracketed(steps(changes), MESH)
    np.testing.assert_allclose(cells.low, [0, *changes], rtol=0, atol=WIDTH)
    np.testing.assert_allclose(cells.high, [*changes, 1], rtol=0, atol=WIDTH)
    assert cells.ranks[:, 0].tolist() == [1 + k % 2 for k in range(len(changes) + 1)]


def test_a_tie_that_the_mesh_meets_is_a_point():
    cells = bracketed(steps([0.25], ties=[0.0, 0.25, 1.0]), MESH)
    assert cells.low.tolist() == [0, 0, 0.25, 0.25, 1]
    assert cells.high.tolist() == [0, 0.25, 0.25, 1, 1]
    assert cells.ranks.tolist() == [[1, 1], [1, 2], [1, 1], [2, 1], [1, 1]]


def test_a_ranking_that_never_changes_is_one_stretch():
    cells = bracketed(steps([]), MESH)
    assert (cells.low.tolist(), cells.high.tolist(), cells.ranks.tolist()) == ([0], [1], [[1, 2]])


def test_control_what_changes_back_within_the_mesh_is_missed():
    """The search is no proof, and says so."""
    assert len(bracketed(steps([0.502, 0.508]), MESH).low) == 1
    assert len(bracketed(steps([0.498, 0.508]), MESH).low) == 3


@pytest.mark.parametrize(
    ("present", "expected"),
    [(0.1, (0, 0.25, -1, 3)), (0.25, (0, 0.25, -1, 3)), (0.5, (0.5, 0.5, 3, 3)), (0.9, (0.75, 1, 3, -1))],
)
def test_the_interval_about_the_present_weight(present, expected):
    """The interval ends at the first forbidden cell on each side."""
    low, high = np.array([0, 0.25, 0.25, 0.25, 0.75]), np.array([0.25, 0.25, 0.25, 0.75, 1])
    cells = Cells(low, high, np.ones((5, 2), dtype=int))
    assert held_in(cells, present, np.array([True, True, True, False, True])) == expected
