"""Who is level with the first, and where that changes first on a line."""

import numpy as np

from mcda_nato.flips import first_change


def test_growing_breaks_grow_away_from_a_column_and_towards_zero():
    found = first_change.growing_breaks(2.0, 5.0, 3.0, ratio=True)
    assert {-1.0, -10.0, 8.0, 17.0, 0.5, 0.125} <= set(found.tolist())
    assert (first_change.growing_breaks(2.0, 5.0, 3.0, ratio=False)[:64] < 0).all()


def test_with_middles_adds_one_between_neighbours():
    assert first_change.with_middles(np.array([2.0, 1.0, 2.0, 4.0])).tolist() == [1.0, 1.5, 2.0, 3.0, 4.0]


def test_standing_counts_how_far_the_best_other_has_come():
    key = np.array([[1.0, 0.5], [1.0, 1.0 - 1e-13], [1.0, 1.0], [1.0, 2.0], [np.nan, 1.0]])
    assert first_change.standing(key, key + 1e-12, 0).tolist() == [0, 1, 2, 3, 0]
    assert first_change.standing(np.ones((2, 1)), np.ones((2, 1)), 0).tolist() == [0, 0]


def test_the_challenger_is_the_best_of_the_others_the_earliest_of_ties():
    key = np.array([[9.0, 1.0, 3.0, 3.0], [9.0, 4.0, 3.0, 4.0 + 1e-13]])
    assert first_change.challenger(key, key + 1e-12, 0).tolist() == [2, 1]


def test_brackets_are_the_first_changes_on_both_sides():
    points = np.arange(7.0)
    changed = np.array([True, True, False, False, False, True, True])
    found = first_change.brackets(points, 3.0, changed, points > 4)
    assert found.tolist() == [[2.0, 1.0, 0.0], [4.0, 5.0, 1.0]]
    assert np.isnan(first_change.brackets(points, 3.0, points == 3.0, points > 4)).all()


def test_halving_ends_between_two_floats_and_a_tied_root_stays():
    def standing_at(x):
        return np.where(x >= np.pi, 3, 0)

    passed = np.array([[3.0, 4.0, 0.0], [3.0, 4.0, 1.0]])
    assert first_change.first_tie_in_bracket(passed, standing_at).tolist() == [np.pi, np.pi]
    tied = np.array([[3.0, 4.0, 1.0], [3.0, 4.0, 0.0]])
    assert first_change.first_tie_in_bracket(tied, lambda x: np.where(x >= np.pi, 1, 0)).tolist() == [4.0, np.pi]
    downwards = np.array([[4.0, 3.0, 0.0]])
    assert first_change.first_tie_in_bracket(downwards, lambda x: np.where(x <= np.pi, 2, 0)).tolist() == [np.pi]
