"""Rankings: margins, notes, frames, texts and conventions."""

import math
import pickle
from inspect import cleandoc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from strategies import decision_problems, law

import mcda_nato as mn

quiet = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
NAMES = ["left", "middle", "right"]


@quiet
@law
@given(problem=decision_problems(least=2))
def test_the_margin_is_a_share_and_zero_for_a_tie(problem):
    found = mn.evaluate(problem, "weighted_sum")
    assert 0 <= found.margin <= 1
    assert (found.margin == 0) == (len(found.best) > 1)
    assert found.fragile == (found.margin < 0.01)


def test_a_near_tie_at_the_top_has_margin_0():
    """What the tie rule ties has no lead, however small the difference that floats show."""
    problem = mn.DecisionProblem([[1.0], [1.0 - 1e-14], [0.0]], [1])
    found = mn.evaluate(problem, "weighted_sum")
    assert found.ranks.tolist() == [1, 1, 3]
    assert found.margin == 0
    assert found.fragile is True


@pytest.mark.parametrize(("second", "fragile"), [(0.9899, False), (0.9901, True)])
def test_a_winner_below_one_hundredth_is_fragile(second, fragile):
    problem = mn.DecisionProblem([[1.0], [second], [0.0]], [1])
    found = mn.evaluate(problem, "weighted_sum")
    assert found.margin == pytest.approx(1 - second)
    assert found.fragile is fragile


def test_one_alternative_has_no_margin_and_a_note():
    found = mn.evaluate(mn.DecisionProblem([[1, 2]], [1, -1], ["only"], ["a", "b"]))
    assert found.ranks.tolist() == [1]
    assert math.isnan(found.margin)
    assert found.fragile is False
    assert found.notes == ("There is only one alternative: rank 1 says nothing about it.",)
    assert repr(found) == cleandoc("""
        Ranking by topsis(scale='vector')
           1  only  0.500000
        There is only one alternative: rank 1 says nothing about it.
    """)


def test_one_criterion_has_a_note():
    found = mn.evaluate(mn.DecisionProblem([[1], [2]], [1]), "weighted_sum")
    assert found.notes == (
        "There are only two alternatives: the lead is the whole spread, so compare the scores.",
        "There is only one criterion: the ranking is that of its values, up to ties.",
    )
    assert found.ranks.tolist() == [2, 1]


@pytest.mark.parametrize("name", ["weighted_sum", "topsis", "ahp"])
def test_all_equal_alternatives_tie_and_every_criterion_is_named(name):
    problem = mn.DecisionProblem([[1, 2]] * 4, [1, -1], criteria=["speed", "risk"])
    with pytest.warns(mn.ConstantCriterionWarning) as caught:
        found = mn.evaluate(problem, name)
    assert [str(warning.message).split("'")[1] for warning in caught] == ["speed", "risk"]
    assert found.ranks.tolist() == [1, 1, 1, 1]
    assert found.margin == 0


def test_a_constant_criterion_is_named_and_counts_nothing(problem):
    constant = mn.DecisionProblem([[1, 7], [2, 7], [4, 7]], ["max", "min"], NAMES, ["speed", "risk"])
    with pytest.warns(mn.ConstantCriterionWarning, match="'risk' has the same value for every alternative") as caught:
        found = mn.evaluate(constant, "weighted_sum", [0.5, 0.5])
    assert caught[0].filename == __file__
    assert found.scores.to_numpy() == pytest.approx([0, 1 / 6, 0.5])


def test_default_case_ties_two_models():
    """With equal weights and modal codes the min-max weighted sum ties two models exactly."""
    found = mn.evaluate(mn.load_models(), "weighted_sum")
    assert found.ranks.to_dict() == {
        "Incremental Enlargement": 2, "Strategic Partnership": 1, "Hybrid Integration": 2,
    }  # fmt: skip


def test_to_frame_of_one_ranking(problem):
    found = mn.evaluate(problem, "weighted_sum", [0.75, 0.25]).to_frame()
    columns = {"score": [0.75, 0.5, 0.25], "rank": [1, 2, 3]}
    columns |= {f"weight: {c}": [w] * 3 for c, w in zip(problem.criteria, [0.75, 0.25], strict=True)}
    expected = pd.DataFrame(columns, index=pd.Index(NAMES, name="alternative"))
    pd.testing.assert_frame_equal(found, expected)


def test_to_frame_of_scenarios_is_long(problem, scenarios):
    found = mn.evaluate(problem, "weighted_sum", scenarios).to_frame()
    assert found.index.names == ["scenario", "alternative"]
    assert found.index.tolist() == [
        (s, a) for s, order in zip(scenarios.index, (NAMES, NAMES, NAMES[::-1]), strict=True) for a in order
    ]
    assert found.columns.tolist() == ["score", "rank", *(f"weight: {c}" for c in problem.criteria)]
    assert found["rank"].tolist() == [1, 2, 3, 1, 1, 1, 1, 2, 3]
    assert found["rank"].dtype == np.int64


def test_what_is_shown(problem):
    assert repr(mn.evaluate(problem, "weighted_sum", [0.25, 0.75])) == cleandoc("""
        Ranking by weighted_sum(scale='minmax')
           1  right   0.750000
           2  middle  0.500000
           3  left    0.250000
        'right' leads by 0.25, 50.0% of the spread
    """)


def test_what_is_shown_of_a_tie(problem):
    assert repr(mn.evaluate(problem, "weighted_sum")) == cleandoc("""
        Ranking by weighted_sum(scale='minmax')
           1  left    0.500000 tie
           1  middle  0.500000 tie
           1  right   0.500000 tie
        Exact tie at the top: 'left', 'middle', 'right'
    """)


def test_what_is_shown_of_a_fragile_winner():
    found = mn.evaluate(mn.DecisionProblem([[1.0, 1], [0.995, 1], [0.0, 0]], [1, 1]), "weighted_sum")
    assert repr(found).endswith("\nFragile: 'A1' leads by 0.0025, 0.2% of the spread")


def test_what_is_shown_of_scenarios(problem, scenarios):
    found = mn.evaluate(problem, "topsis", scenarios)
    assert repr(found) == "Ranking by topsis(scale='vector'): 3 scenarios, 3 alternatives"


def test_long_rankings_are_cut():
    found = mn.evaluate(mn.DecisionProblem(np.arange(40.0)[:, None], [1]), "weighted_sum")
    lines = repr(found).splitlines()
    assert lines[1].split()[:2] == ["1", "A40"]
    assert lines[31] == "   ..."
    assert len(lines) == 34


def test_names_cannot_steer_a_terminal():
    found = mn.evaluate(mn.DecisionProblem([[1.0], [2.0]], [1], ["\x1b[31mred", "a\nb"]), "weighted_sum")
    assert "\x1b" not in repr(found)
    assert len(repr(found).splitlines()) == 6


def test_conventions_name_method_source_and_rules(problem):
    found = mn.evaluate(problem).conventions
    assert set(found) == {"method", "source", "weights", "ties", "margin"}
    assert found["method"] == "topsis(scale='vector')"
    assert found["source"] == mn.topsis().source
    assert "2e-12" in found["ties"]


def test_a_ranking_is_frozen(problem):
    found = mn.evaluate(problem)
    with pytest.raises(AttributeError):
        found.method = "other"
    for array in (found._weights, found._scores, found._ranks):
        assert not array.flags.writeable


def test_weights_given_are_not_changed_or_shared(problem):
    w = np.array([[0.5, 0.5], [0.25, 0.75]])
    found = mn.evaluate(problem, "topsis", w)
    before = found.weights.copy()
    w[:] = 9
    assert found.weights.equals(before)
    assert w.flags.writeable


def test_a_ranking_survives_pickling(problem, scenarios):
    for w in (None, scenarios):
        found = mn.evaluate(problem, "topsis", w)
        copy = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
        assert copy.problem == problem
        assert copy.scores.equals(found.scores)
        assert copy.ranks.equals(found.ranks)
