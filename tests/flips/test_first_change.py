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
    assert first_change.standing(key, key + 1e-12, np.array([0])).tolist() == [0, 1, 2, 3, 0]
    assert first_change.standing(np.ones((2, 1)), np.ones((2, 1)), np.array([0])).tolist() == [0, 0]


def test_the_challenger_is_the_best_of_the_others_the_earliest_of_ties():
    key = np.array([[9.0, 1.0, 3.0, 3.0], [9.0, 4.0, 3.0, 4.0 + 1e-13]])
    assert first_change.challenger(key, key + 1e-12, np.array([0])).tolist() == [2, 1]


def test_several_first_are_level_with_the_others_and_apart_when_one_falls():
    firsts = np.array([0, 1])
    key = np.array([[2.0, 2.0, 1.0], [2.0, 2.0, 2.0], [2.0, 1.9, 1.0], [2.0, 2.0, 3.0]])
    assert first_change.standing(key, key + 1e-12, firsts).tolist() == [0, 2, 3, 3]
    at, beyond = (np.array([[2.0, 2.0, 1.0]]),) * 2, (np.array([[2.0, 1.9, 1.0]]),) * 2
    winner, ahead = first_change.overtaken(at, beyond, firsts)
    assert (winner.tolist(), ahead.tolist()) == ([1], [0])


def test_who_overtakes_is_ahead_beyond_and_not_only_level():
    at, beyond = (np.array([[1.0, 1.0, 1.0]]),) * 2, (np.array([[1.0, 1.0, 1.1]]),) * 2
    winner, ahead = first_change.overtaken(at, beyond, np.array([0]))
    assert (winner.tolist(), ahead.tolist()) == ([0], [2])


def brackets(reached, start=3.0, sure=(4.0,), *, several=False):
    points = np.arange(float(len(reached)))
    return first_change.brackets(points, start, np.array(reached), np.isin(points, sure), several=several)


def test_brackets_are_the_first_changes_on_both_sides():
    found = brackets([3, 3, 0, 0, 0, 3, 3], sure=(5.0,))
    assert found[:, 0].tolist() == [[2.0, 1.0, 0.0, 1.0], [4.0, 5.0, 1.0, 5.0]]
    assert np.isnan(found[:, 1]).all()
    assert np.isnan(brackets([0, 0, 0, 3, 0, 0, 0])).all()


def test_a_tie_before_a_loss_is_the_flip_and_one_that_is_touched_a_draw():
    crossed = brackets([0, 0, 0, 0, 1, 3, 3])[1]
    assert crossed[0].tolist() == [3.0, 4.0, 1.0, 5.0]
    assert np.isnan(crossed[1]).all()
    touched = brackets([0, 0, 0, 0, 1, 0, 3], sure=(4.0, 6.0))[1]
    assert touched.tolist() == [[5.0, 6.0, 1.0, 6.0], [3.0, 4.0, 1.0, 4.0]]
    at_the_end = brackets([0, 0, 0, 0, 0, 0, 2], sure=(6.0,))[1]
    assert np.isnan(at_the_end[0]).all()
    assert at_the_end[1].tolist() == [5.0, 6.0, 1.0, 6.0]


def test_a_stretch_of_ties_is_a_draw_where_it_begins_and_a_flip_where_it_ends():
    found = brackets([0, 0, 0, 0, 1, 1, 1, 3], sure=(4.0, 6.0))[1]
    assert found.tolist() == [[6.0, 6.0, 1.0, 7.0], [3.0, 4.0, 1.0, 4.0]]


def test_several_part_where_they_stand():
    found = brackets([0, 0, 3, 0, 0, 0, 3], sure=(3.0,), several=True)
    assert found[0, 0].tolist() == [3.0, 3.0, 1.0, 2.0]
    assert found[1, 0].tolist() == [5.0, 6.0, 0.0, 6.0]


def test_halving_ends_between_two_floats_and_a_tied_root_stays():
    def standing_at(x):
        return np.where(x >= np.pi, 3, 0)

    passed = np.array([[3.0, 4.0, 0.0], [3.0, 4.0, 1.0]])
    assert first_change.first_tie_in_bracket(passed, standing_at).tolist() == [np.pi, np.pi]
    tied = np.array([[3.0, 4.0, 1.0], [3.0, 4.0, 0.0]])
    assert first_change.first_tie_in_bracket(tied, lambda x: np.where(x >= np.pi, 1, 0)).tolist() == [4.0, np.pi]
    downwards = np.array([[4.0, 3.0, 0.0]])
    assert first_change.first_tie_in_bracket(downwards, lambda x: np.where(x <= np.pi, 2, 0)).tolist() == [np.pi]
