"""Paths of one weight: against evaluations beside each crossing, and against the breakpoints of stability."""

import numpy as np
import pandas as pd
import pytest
from pymcdm import normalizations
from pymcdm.methods import TOPSIS

import mcda_nato as mn
from mcda_nato.stability.breakpoints import moved

METHODS = ["weighted_sum", "topsis", "ahp"]


def ranks_at(problem, method, weights, j, t):
    return mn.evaluate(problem, method, moved(weights, j, np.array(t))).ranks


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("profile", list(mn.load_profiles()))
def test_beside_each_crossing_the_two_are_in_the_order_that_it_states(method, profile):
    problem, judged = mn.load_models(), mn.load_profiles()[profile]
    weights = judged.priorities().to_numpy()
    for j, criterion in enumerate(problem.criteria):
        path = mn.weight_path(problem, method, criterion, judged)
        assert list(path.crossings.columns) == ["weight", "from", "to"]
        for at, one, other in path.crossings.itertuples(index=False):
            below, above = (ranks_at(problem, method, weights, j, at + step) for step in (-1e-7, 1e-7))
            assert below[one] < below[other]
            assert above[other] < above[one]


@pytest.mark.parametrize("method", METHODS)
def test_no_crossing_is_missed_and_ranks_are_those_of_evaluate(method):
    """The slow twin: every pair, on a dense grid."""
    problem, judged = mn.load_models(), mn.load_profiles()["urgent_security"]
    weights = judged.priorities().to_numpy()
    for j, criterion in enumerate(problem.criteria):
        path = mn.weight_path(problem, method, criterion, judged)
        grid = (np.arange(1000) + 0.5) / 1000
        ranks = mn.evaluate(problem, method, moved(weights, j, grid)).ranks.to_numpy()
        sign = np.sign(ranks[:, :, None] - ranks[:, None, :])
        turns = int((sign[1:] * sign[:-1] < 0).sum()) // 2
        assert turns == len(path.crossings)
        frame = path.to_frame()
        found = frame.pivot_table(index="weight", columns="alternative", values="rank")[list(problem.alternatives)]
        inside = [t for t in found.index if not np.isclose(t, [*path.crossings["weight"], 0, 1], atol=1e-9).any()]
        slow = mn.evaluate(problem, method, moved(weights, j, np.array(inside))).ranks.to_numpy()
        assert (found.loc[inside].to_numpy() == slow).all()


def test_at_a_crossing_the_two_are_tied():
    path = mn.weight_path(mn.load_models(), "topsis", "Speed of Integration")
    frame = path.to_frame()
    for at, one, other in path.crossings.itertuples(index=False):
        here = frame[frame["weight"] == at].set_index("alternative")
        assert here["rank"][one] == here["rank"][other]
        assert here["score"][one] == pytest.approx(here["score"][other], abs=1e-12)


def test_winners_agree_with_stability():
    problem, judged = mn.load_models(), mn.load_profiles()["urgent_security"]
    held = mn.weight_stability(problem, "topsis", judged).to_frame()
    for criterion in problem.criteria:
        winners = mn.weight_path(problem, "topsis", criterion, judged).winners
        row = winners[(winners["low"] <= held["weight"][criterion]) & (held["weight"][criterion] <= winners["high"])]
        assert row[["low", "high"]].to_numpy().tolist() == [
            pytest.approx([held["winner_low"][criterion], held["winner_high"][criterion]])
        ]


def test_the_present_weight_is_marked_with_the_ranking_itself():
    judged = mn.load_profiles()["lowest_risk"]
    path = mn.weight_path(mn.load_models(), "ahp", "Risk Exposure", judged)
    present = path.to_frame().query("present").set_index("alternative")
    pd.testing.assert_series_equal(present["score"], path.baseline.scores, check_names=False)
    assert present["rank"].to_dict() == path.baseline.ranks.to_dict()
    assert set(present["weight"]) == {path.weight}


NEARLY_TIED = {
    "ahp": [[1 + 2e-11, 1], [1, 1 + 2e-11]],
    "topsis": [[1.5 + 5e-13, 1.5], [1.5, 1.5 + 5e-13], [2, 2], [1, 1]],
}


@pytest.mark.parametrize("method", NEARLY_TIED)
@pytest.mark.parametrize("present", [0.3, 0.45, 0.5, 0.52, 0.8])
def test_no_present_weight_moves_a_crossing(method, present):
    """Of scores that tie all about it, whose ranks are still those of `evaluate`."""
    problem = mn.DecisionProblem(NEARLY_TIED[method], [1, 1])
    path = mn.weight_path(problem, method, "C1", [present, 1 - present])
    between = path.crossings[path.crossings["from"] == "A2"]
    assert between["weight"].tolist() == pytest.approx([0.5], abs=1e-4)
    assert between["to"].tolist() == ["A1"]
    frame = path.to_frame()
    rows = moved(path.baseline.weights.to_numpy(), 0, frame["weight"].unique())
    ranks = mn.evaluate(problem, method, rows).ranks.to_numpy()
    assert frame["rank"].tolist() == ranks.ravel().tolist()
    tied = ranks[:, 0] == ranks[:, 1]
    assert tied[np.abs(rows[:, 0] - 0.5) < 0.04].all()
    assert not tied.all()


def test_equal_alternatives_never_cross():
    problem = mn.DecisionProblem([[1, 2], [1, 2], [2, 1]], ["max", "max"], alternatives=["a", "b", "c"])
    path = mn.weight_path(problem, "weighted_sum", problem.criteria[0])
    assert path.crossings["weight"].tolist() == [0.5, 0.5]
    assert path.winners["winner"].tolist() == ["a", "b", "c"]


def test_a_single_criterion_cannot_move():
    problem = mn.DecisionProblem([[1], [2]], ["max"])
    path = mn.weight_path(problem, "weighted_sum", problem.criteria[0])
    assert path.crossings.empty
    assert path.to_frame()["weight"].tolist() == [1.0, 1.0]


def test_other_methods_are_searched_to_the_same_crossings_and_say_so():
    """Control of both: the search knows nothing of the roots."""
    problem = mn.load_models()
    exact = mn.weight_path(problem, "topsis", "Risk Exposure")
    searched = mn.weight_path(problem, mn.from_pymcdm(TOPSIS(normalizations.vector_normalization)), "Risk Exposure")
    assert (exact.exact, searched.exact) == (True, False)
    assert "mesh" in repr(searched)
    assert searched.crossings["weight"].to_numpy() == pytest.approx(exact.crossings["weight"].to_numpy(), abs=1e-9)
    assert searched.crossings[["from", "to"]].equals(exact.crossings[["from", "to"]])


def test_an_unknown_criterion_is_named_with_its_neighbour():
    with pytest.raises(mn.McdaError, match=r"unknown criterion 'Risk'.*use one of 'Speed of Integration'"):
        mn.weight_path(mn.load_models(), "topsis", "Risk")


def test_without_a_criterion_the_heaviest_one_moves():
    judged = mn.load_profiles()["lowest_risk"]
    assert mn.weight_path(mn.load_models(), weights=judged).criterion == judged.priorities().idxmax()
