"""Every analysis of one ranking, side by side: each is the analysis itself, computed only when read."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from strategies import integer_cases, law

import mcda_nato as mn
from mcda_nato.conclusions.winner import NORMS, scrutinise

PARTS = ("ranking", "stability", "flip", "flips", "cell_flip", "judgement_flip", "critical", "possible")


def problem_of(case):
    return mn.DecisionProblem(case.table, case.senses)


def slowly_fragile(problem, method, weights):
    """Whether the lead is small, or some weight moved by 0.01 (the others in proportion) makes another lead."""
    ranking = mn.evaluate(problem, method, weights)
    if len(problem.alternatives) == 1:
        return False
    if ranking.margin < 0.01:
        return True
    frame = mn.weight_stability(problem, method, weights).to_frame()
    return any(
        (row.challenger_below is not None and row.weight - row.winner_low <= 0.01)
        or (row.challenger_above is not None and row.winner_high - row.weight <= 0.01)
        for row in frame.itertuples()
    )


@law
@given(case=integer_cases(most=4))
@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_fragile_is_a_small_lead_or_a_near_end_of_an_interval(method, case):
    """It is so exactly where the lead is below 0.01 or a winner interval ends within 0.01 of the weight."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        found = scrutinise(problem_of(case), method, case.weights)
        assert found.fragile == slowly_fragile(problem_of(case), method, case.weights)


def two(second):
    """Return a problem whose first two are level at equal weights, and weights that far from there."""
    return mn.DecisionProblem([[2, 1], [1, 2], [1, 1]], ["max", "max"]), [0.5 + second, 0.5 - second]


@pytest.mark.parametrize(("away", "fragile"), [(0.0, True), (0.009, True), (0.011, False)])
def test_fragile_by_an_interval(away, fragile):
    """The winner changes where the weights are equal; leads here are twice the distance, so the interval decides."""
    problem, weights = two(away)
    found = scrutinise(problem, mn.weighted_sum(), weights)
    assert found.fragile is fragile
    assert bool(found.stability.fragile) is fragile
    if away == 0.009:
        assert not found.ranking.fragile
    assert found.stability.nearest == pytest.approx(away, abs=1e-12)


def test_fragile_by_the_lead_alone():
    """No weight moved by 0.01 changes the winner, and yet the lead is small."""
    problem = mn.DecisionProblem([[1000, 1000.5], [999, 999.9], [0, 0]], ["max", "max"])
    found = scrutinise(problem, "weighted_sum", [0.5, 0.5])
    assert found.ranking.fragile
    assert not found.stability.fragile
    assert found.fragile is True


def test_an_end_that_nobody_waits_at_is_not_fragile():
    """A weight of 0.005 may fall to 0: that is the end of its range, not of the winner."""
    problem = mn.DecisionProblem([[3, 3], [1, 1]], ["max", "max"])
    assert scrutinise(problem, "weighted_sum", [0.005, 0.995]).fragile is False


def test_one_alternative_is_not_fragile():
    assert scrutinise(mn.DecisionProblem([[1, 2]], ["max", "max"]), "topsis").fragile is False


def test_each_part_is_the_analysis_itself():
    problem, weights = mn.load_models(), mn.load_profiles()["urgent_security"]
    found = scrutinise(problem, "ahp", weights)
    assert found.ranking.scores.equals(mn.evaluate(problem, "ahp", weights).scores)
    assert found.stability.to_frame().equals(mn.weight_stability(problem, "ahp", weights).to_frame())
    assert tuple(found.flips) == NORMS
    for norm, flip in found.flips.items():
        assert flip.to_frame().equals(mn.nearest_flip(problem, "ahp", weights, norm).to_frame())
    assert found.flips["l1"] is found.flip
    assert found.cell_flip.to_frame().equals(mn.nearest_cell_flip(problem, "ahp", weights).to_frame())
    judgement = mn.nearest_judgement_flip(problem, "ahp", weights)
    assert found.judgement_flip.to_frame().equals(judgement.to_frame())
    assert found.critical.to_frame().equals(mn.critical_criteria(problem, "ahp", weights).to_frame())
    assert found.possible.to_frame().equals(mn.possible_ranks(problem, "ahp", weights).to_frame())


def test_nothing_is_computed_before_it_is_read():
    """The default table reads one norm of four, and possible ranks of one profile."""
    found = scrutinise(mn.load_models(), "weighted_sum")
    assert not set(PARTS) & set(vars(found))
    assert found.flip is found.flip
    assert set(PARTS) & set(vars(found)) == {"flip"}


def test_what_does_not_apply_is_none():
    found = scrutinise(mn.load_models(), "topsis", [0.4, 0.3, 0.2, 0.1])
    assert found.critical is None
    assert found.judgement_flip is None


def test_judgements_beyond_nine_are_within_the_limit():
    judgements = mn.Judgements([[1, 12], [1 / 12, 1]], ["a", "b"])
    problem = mn.DecisionProblem([[3, 1], [1, 3]], ["max", "max"], criteria=["a", "b"])
    assert scrutinise(problem, "weighted_sum", judgements).judgement_flip.new_value == pytest.approx(1.0)


def test_it_warns_once_of_a_constant_criterion():
    problem = mn.DecisionProblem([[1, 5], [2, 5], [3, 5]], ["max", "max"])
    with pytest.warns(mn.ConstantCriterionWarning) as caught:
        found = scrutinise(problem, "weighted_sum")
    assert len(caught) == 1
    for part in PARTS:
        getattr(found, part)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([[1, 2]], "topsis"), mn.ProblemError, "scrutinise needs a DecisionProblem"),
        ((mn.load_models(), "topsys"), mn.MethodError, "did you mean 'topsis'"),
        ((mn.load_models(), "ahp", [1, 2]), mn.WeightsError, "2"),
        ((mn.load_models(), "ahp", np.full((2, 4), 0.25)), mn.WeightsError, "one set of weights"),
    ],
)
def test_bad_input_is_refused_at_once(arguments, error, message):
    with pytest.raises(error, match=message):
        scrutinise(*arguments)


def test_it_is_shown_in_one_line():
    text = repr(scrutinise(mn.load_models(), "weighted_sum"))
    assert text == (
        "Scrutiny of 'Strategic Partnership', first by weighted_sum(scale='minmax'); "
        "'Incremental Enlargement' is 0.25 away"
    )
    only = mn.DecisionProblem([[1], [1]], ["max"], ["\x1b", "b"])
    with pytest.warns(mn.ConstantCriterionWarning):
        assert repr(scrutinise(only, "topsis")).endswith("fragile")
    assert "\x1b" not in repr(scrutinise(mn.DecisionProblem([[1]], ["max"], ["\x1b"]), "topsis"))
