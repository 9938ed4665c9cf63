"""From a problem to its ranking: attributes, shapes, names and texts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from strategies import decision_problems, law

import mcda_nato as mn

quiet = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
NAMES = ["left", "middle", "right"]


def test_a_single_ranking(problem):
    found = mn.evaluate(problem, "weighted_sum", {"speed": 0.75, "reach": 0.25})
    pd.testing.assert_series_equal(
        found.scores, pd.Series([0.75, 0.5, 0.25], pd.Index(NAMES, name="alternative"), name="score")
    )
    pd.testing.assert_series_equal(found.ranks, pd.Series([1, 2, 3], pd.Index(NAMES, name="alternative"), name="rank"))
    pd.testing.assert_series_equal(
        found.weights, pd.Series([0.75, 0.25], pd.Index(["speed", "reach"], name="criterion"), name="weight")
    )
    assert found.best == ("left",)
    assert found.margin == 0.5
    assert found.fragile is False
    assert found.notes == ()
    assert found.problem is problem
    assert found.method == mn.weighted_sum()


def test_scenarios(problem, scenarios):
    found = mn.evaluate(problem, "weighted_sum", scenarios)
    index = pd.Index(["fast", "even", "far"], name="scenario")
    columns = pd.Index(NAMES, name="alternative")
    pd.testing.assert_frame_equal(found.scores, pd.DataFrame([[1, 0.5, 0], [0.5] * 3, [0.1, 0.5, 0.9]], index, columns))
    pd.testing.assert_frame_equal(found.ranks, pd.DataFrame([[1, 2, 3], [1, 1, 1], [3, 2, 1]], index, columns))
    assert found.weights.columns.tolist() == ["speed", "reach"]
    assert found.weights.columns.name == "criterion"
    assert found.weights.loc["far"].tolist() == [0.1, 0.9]
    pd.testing.assert_series_equal(
        found.best, pd.Series([("left",), ("left", "middle", "right"), ("right",)], index, name="best")
    )
    pd.testing.assert_series_equal(found.margin, pd.Series([0.5, 0, 0.5], index, name="margin"))
    assert found.fragile.tolist() == [False, True, False]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_scenarios_of_an_array_are_numbered(problem, count):
    """Two dimensions always give frames, also for a batch of one."""
    found = mn.evaluate(problem, "topsis", np.full((count, 2), 0.5))
    assert found.ranks.shape == (count, 3)
    pd.testing.assert_index_equal(found.ranks.index, pd.RangeIndex(count, name="scenario"))


def test_more_leading_axes_become_one(problem):
    w = np.array([[[0.5, 0.5], [1, 0]], [[0, 1], [0.25, 0.75]]])
    found = mn.evaluate(problem, "weighted_sum", w)
    assert (
        found.scores.to_numpy().tolist()
        == mn.weighted_sum()(problem.performance, problem.senses, w.reshape(4, 2)).tolist()
    )


def test_a_frame_of_scenarios_keeps_its_index(problem, scenarios):
    renamed = scenarios.rename_axis("view")
    assert mn.evaluate(problem, "topsis", renamed).scores.index.name == "view"
    twice = pd.concat([scenarios, scenarios])
    assert mn.evaluate(problem, "topsis", twice).scores.index.tolist() == ["fast", "even", "far"] * 2
    assert len(mn.evaluate(problem, "topsis", twice).to_frame()) == 18


def test_topsis_is_the_default_and_weights_are_equal(problem):
    found = mn.evaluate(problem)
    assert found.method == mn.topsis()
    assert found.weights.tolist() == [0.5, 0.5]
    assert found.ranks.equals(mn.evaluate(problem, mn.topsis("vector"), [0.5, 0.5]).ranks)


@pytest.mark.parametrize("name", ["weighted_sum", "topsis", "ahp"])
def test_methods_have_names(name):
    problem = mn.load_models()
    assert mn.evaluate(problem, name).scores.equals(mn.evaluate(problem, getattr(mn, name)()).scores)


@quiet
@law
@given(problem=decision_problems())
def test_a_ranking_is_what_the_array_door_gives(problem):
    """Scores are those of the bare arrays that are compared, to the last bit, and the best are those of rank 1."""
    for name, method in {"weighted_sum": mn.weighted_sum(), "topsis": mn.topsis(), "ahp": mn.ahp()}.items():
        found = mn.evaluate(problem, name)
        expected = method(problem.settled.performance, problem.senses, found.weights.to_numpy())
        assert found.scores.tolist() == expected.tolist()
        assert found.best == tuple(found.ranks.index[found.ranks == 1])
        top = found.scores.iloc[[problem.alternatives.index(name) for name in found.best]]
        assert top.max() == found.scores.max()
