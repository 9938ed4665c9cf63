"""The verdict: each kind with an example, and never other than its reasons say."""

import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from strategies import heavy_law, integer_cases

import mcda_nato as mn
from mcda_nato.conclusions.reasons import THRESHOLDS

SEVERITY = ["robust", "conditional", "fragile", "not determined"]


def verdict(*args, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.McdaWarning)
        return mn.verdict(*args, **options)


def crisp(rows):
    return mn.DecisionProblem(rows, ["max"] * len(rows[0]))


def test_a_dominant_alternative_is_robust():
    found = verdict(crisp([[9, 9, 9], [2, 1, 3], [1, 2, 1]]))
    assert (found.kind, found.winner) == ("robust", "A1")
    assert found.reasons.loc["all weights", "value"] == 1.0
    assert found.judgement == "Robust: nothing that was asked speaks against it."


def test_who_wins_under_some_weights_is_conditional_on_them_with_a_witness():
    found = verdict(mn.load_models(), "weighted_sum")
    assert (found.kind, found.winner) == ("conditional", "Strategic Partnership")
    assert "on the weights (Incremental Enlargement is first where Domestic Reform Depth weighs more" in found.judgement
    assert found.reasons.loc["all weights", "value"] == pytest.approx(0.65343915, abs=1e-8)


def test_most_is_more_than_half():
    """The first under the most weights has the largest share, and most of them only beyond a half."""
    plural = verdict(crisp([[9, 1, 1], [1, 9, 1], [1, 1, 9], [4, 4, 4]]), "weighted_sum", [0.34, 0.33, 0.33])
    finding = plural.reasons.loc["all weights", "finding"]
    assert "; the largest share, " in finding
    assert ", favours A" in finding
    major = verdict(crisp([[9, 1], [1, 9], [8, 8]]), "weighted_sum", [0.9, 0.1])
    assert "; most, 75.0%, favour A3" in major.reasons.loc["all weights", "finding"]


def test_the_witness_of_one_weight_is_where_another_leads():
    """Just beyond the weight that the reason names the challenger is first, and just before the winner."""
    problem = mn.load_models()
    found = verdict(problem, "topsis")
    frame = mn.weight_stability(problem, "topsis").to_frame()
    name = frame["winner_high"].idxmin()
    assert found.reasons.loc["one weight", "value"] == pytest.approx(frame.loc[name, "winner_high"] - 0.25)
    for step, best in ((-1e-6, found.winner), (1e-6, frame.loc[name, "challenger_above"])):
        t = frame.loc[name, "winner_high"] + step
        weights = {c: t if c == name else (1 - t) / 3 for c in problem.criteria}
        assert mn.evaluate(problem, "topsis", weights).best == (best,)


def test_a_tie_is_fragile_and_has_no_winner():
    found = verdict(crisp([[1, 2], [2, 1], [0, 0]]), "weighted_sum")
    assert (found.kind, found.winner) == ("fragile", None)
    assert found.headline == "A1 and A2 tie for the first place by weighted_sum under equal weights."


@pytest.mark.parametrize(("away", "kind"), [(0.009, "fragile"), (0.011, "conditional")])
def test_a_near_end_of_an_interval_is_fragile(away, kind):
    problem = crisp([[2, 1], [1, 2], [1, 1]])
    found = verdict(problem, "weighted_sum", [0.5 + away, 0.5 - away], thresholds={"lead": 0.0})
    assert found.reasons.loc["one weight", "says"] == kind


def test_intervals_too_wide_leave_it_open():
    wide = mn.DecisionProblem([[3, 3], [2, 2], [1, 1]], ["max"] * 2, low=[[0, 0]] * 3, high=[[3, 3], [6, 6], [6, 6]])
    found = verdict(wide)
    assert found.kind == "not determined"
    assert found.judgement.startswith("Not determined for the ratings within their intervals")


def test_contradicting_judgements_leave_it_open():
    circle = mn.Judgements.from_pairs({("C1", "C2"): 9, ("C2", "C3"): 9, ("C3", "C1"): 9})
    found = verdict(crisp([[9, 1, 1], [1, 8, 1], [1, 1, 7]]), weights=circle)
    assert found.kind == "not determined"
    assert found.reasons.loc["judgements", "value"] == pytest.approx(circle.consistency().CR)
    sure = verdict(crisp([[9, 9, 9], [2, 1, 3], [1, 2, 1]]), weights=circle)  # first whatever the weights
    assert sure.kind == "robust"


def test_contradicting_judgements_of_the_alternatives_leave_it_open():
    """Even for who is first under all weights, for its ratings are what is unsure."""
    circle = mn.Judgements.from_pairs({("a", "b"): 9, ("b", "c"): 9, ("c", "a"): 8})
    with pytest.warns(mn.InconsistentJudgementsWarning):
        problem = mn.problem_from_judgements({"x": circle, "y": circle})
    found = verdict(problem)
    assert found.kind == "not determined"
    assert "inconsistent" in found.reasons.loc["judged ratings", "finding"]
    sure = mn.Judgements.from_pairs({("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4})
    assert verdict(mn.problem_from_judgements({"x": sure, "y": sure})).kind == "robust"


def test_a_share_too_near_its_limit_for_the_sampling_error_leaves_it_open():
    problem = mn.load_models()
    share = verdict(problem, n=4096).reasons.loc["all weights", "value"]
    found = verdict(problem, n=4096, thresholds={"share": share + 0.001})
    assert found.reasons.loc["all weights", "says"] == "not determined"
    assert verdict(problem, n=4096, thresholds={"share": share + 0.2}).kind == "conditional"


def test_one_alternative_is_no_choice():
    found = verdict(crisp([[1, 2]]))
    assert found.kind == "not determined"
    assert "there is no other alternative" in found.judgement


def test_a_removal_that_changes_the_winner_is_a_condition_with_its_witness():
    found = verdict(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    reason = found.reasons.loc["list of alternatives"]
    assert reason["says"] == "conditional"
    assert reason["finding"] == "Strategic Partnership overtakes with 'Incremental Enlargement' removed"
    dropped = mn.load_models().drop("Incremental Enlargement")
    with pytest.warns(mn.ConstantCriterionWarning):  # the two that stay are rated alike on reforms
        after = mn.evaluate(dropped, "topsis", mn.load_profiles()["urgent_security"])
    assert after.best == ("Strategic Partnership",)


def test_the_removal_of_the_winner_itself_is_no_condition():
    """An audit counts it, for then another order may rule the rest; the winner has lost nothing to them."""
    problem = crisp([[9, 9], [1, 5], [5, 1.5], [2, 2]])
    found = verdict(problem, "topsis")
    assert found.reasons.loc["list of alternatives", "says"] == "robust"


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_at_a_tie_the_one_who_leads_on_that_side_is_named(method):
    problem = mn.DecisionProblem([[1, 9], [9, 1], [4, 4]], ["max", "max"], ["a", "b", "c"], ["p", "q"])
    found = verdict(problem, method)
    words = found.reasons.loc["one weight", "finding"]
    name, side = words[0], "more" if "more than" in words else "less"
    weight = 0.51 if side == "more" else 0.49
    assert mn.evaluate(problem, method, {"p": weight, "q": 1 - weight}).best == (name,)


def test_two_alternatives_have_no_lead_to_judge_by():
    near = verdict(crisp([[50, 70], [50.02, 70]]))
    assert near.kind == "fragile"
    assert near.reasons.loc["one rating", "says"] == "fragile"
    assert np.isnan(near.reasons.loc["lead", "value"])
    assert verdict(crisp([[50, 70], [90, 99]])).kind == "robust"


def test_weights_of_ones_own_are_the_weights_allowed():
    problem, weights = mn.load_models(), mn.load_profiles()["lowest_risk"]
    found = mn.verdict(problem, "weighted_sum", weights, views=mn.within(weights, "20%"))
    assert "of the weights allowed (exact)" in found.headline
    with pytest.raises(mn.WeightsError, match="not among the views"):
        mn.verdict(problem, "weighted_sum", weights, views=mn.Simplex(upper={"Risk Exposure": 0.2}))


def test_rivals_within_the_error_are_level():
    table = np.random.default_rng(3).random((300, 6))
    problem = mn.DecisionProblem(np.vstack([table, table.max(axis=0) * [1, 1, 1, 0.9, 0.9, 0.9]]), ["max"] * 6)
    found = verdict(problem, n=60_000).shares
    words = verdict(problem, n=60_000).reasons.loc["all weights", "finding"]
    most, ours = found.first_rank.max(), verdict(problem, n=60_000).reasons.loc["all weights", "value"]
    assert ("most, " in words) == (most - ours > 2 * found.standard_error[1].max())


@pytest.mark.parametrize(
    "options", [{"n": 0}, {"n": "a"}, {"n": True}, {"cells": "foo"}, {"views": [0.5, 0.5]}, {"views": None}], ids=str
)
def test_what_no_sweep_could_take_is_refused(options):
    with pytest.raises(mn.McdaError, match=next(iter(options))):
        mn.verdict(mn.load_models(), **options)


def test_methods_that_are_searched_are_asked_what_takes_no_long():
    from pymcdm.methods import MABAC

    found = mn.verdict(mn.load_models(), mn.from_pymcdm(MABAC()), n=500)
    assert {"lead", "all weights", "one weight"} <= set(found.reasons.index)
    assert "several weights" not in found.reasons.index


def test_methods_that_differ_are_a_condition():
    found = verdict(mn.load_models(), "topsis", mn.load_profiles()["reform_standards"])
    assert found.reasons.loc["method", "says"] == "conditional"
    assert found.reasons.loc["method", "finding"] == "Strategic Partnership by ahp"


@heavy_law(15)
@given(case=integer_cases(most=4))
@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_it_is_the_worst_that_a_reason_says(method, case):
    """And a robust one leads: no one else, under at least 9 of 10 weights, by more than the limits."""
    problem = mn.DecisionProblem(case.table, case.senses)
    found = verdict(problem, method, case.weights, n=2048)
    assert found.kind == max(found.reasons["says"], key=SEVERITY.index)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        ranking = mn.evaluate(problem, method, case.weights)
    assert (found.winner is None) == (len(ranking.best) > 1)
    if found.kind == "robust":
        assert ranking.best == (found.winner,)
        assert ranking.margin >= THRESHOLDS["lead"]
        assert found.shares.first_rank[found.winner] >= THRESHOLDS["share"]


def test_every_number_is_that_of_its_call():
    """The calls run as they are written, and give the values."""
    problem, method, weights = mn.load_models(), "weighted_sum", mn.load_profiles()["lowest_risk"]
    found = mn.verdict(problem, method, weights)
    scope = {"mn": mn, "problem": problem, "method": method, "weights": weights, "judgements": weights}
    given = {question: eval(call, scope) for question, call in found.reasons["call"].items()}  # noqa: S307 - our own
    assert given["lead"] == found.reasons.loc["lead", "value"]
    assert given["all weights"][found.winner] == found.reasons.loc["all weights", "value"]
    assert given["one weight"].nearest == pytest.approx(found.reasons.loc["one weight", "value"])
    assert given["several weights"].distance == found.reasons.loc["several weights", "value"]
    assert given["judgements"] == found.reasons.loc["judgements", "value"]
    assert given["one rating"].distance == found.reasons.loc["one rating", "value"]
    assert given["list of alternatives"].passed


def test_the_sentence_holds_number_uncertainty_method_and_version():
    text = mn.verdict(mn.load_models()).sentence
    for part in ("Strategic Partnership", "topsis", "73.0%", "standard error", mn.__version__):
        assert part in text


@pytest.mark.parametrize(
    "limits", [{"shares": 0.9}, {"share": -1}, {"share": 90}, {"share": "0.9"}, {"share": True}, 0.9]
)
def test_thresholds_that_are_none_are_refused(limits):
    with pytest.raises(mn.McdaError, match="threshold"):
        mn.verdict(mn.load_models(), thresholds=limits)


def test_other_limits_give_another_verdict():
    found = mn.verdict(mn.load_models(), "ahp", thresholds={"share": 0.8})
    assert found.kind == "robust"
    assert found.thresholds["share"] == 0.8


@pytest.mark.parametrize(("m", "n"), [(30, 5), (60, 8), (1200, 5)])
def test_large_tables_are_asked_what_takes_no_long(m, n):
    """Each question has a size up to which it is asked; the others are left out, never guessed."""
    problem = mn.DecisionProblem(np.random.default_rng(0).random((m, n)), ["max"] * n)
    found = mn.verdict(problem, "topsis", n=4096)
    assert {"lead", "one weight", "all weights", "method"} <= set(found.reasons.index)
    assert "several weights" not in found.reasons.index
    assert ("list of alternatives" in found.reasons.index) == (m * n <= 400)


def test_a_sentence_says_all_only_where_no_other_has_a_share():
    """B is first in a corner of 1e-18 of the weights: the float of A's share is 1.0."""
    problem = crisp([[1 - 1e-9, 1, 1], [1, 0, 0], [0, 0, 0]])
    assert "A1 is first under more than 99.99% of all weights" in mn.acceptance(problem, "weighted_sum").sentence
    found = verdict(problem, "weighted_sum", [0.3, 0.3, 0.4])
    assert "and under more than 99.99% of all weights (exact)" in found.headline
    assert "next A2, under 0.01%" in found.reasons.loc["all weights", "finding"]
    rare = verdict(problem, "weighted_sum", [1, 0, 0])
    assert rare.headline.endswith("and under less than 0.01% of all weights (exact).")
    assert "nearest with C1 1.00" in rare.reasons.loc["several weights", "finding"]
    assert "most, over 99.99%, favour A1" in rare.reasons.loc["all weights", "finding"]


def test_a_weight_beyond_which_another_leads_is_never_rounded_below_it():
    """The root is at 0.47084 of x: below 0.471, which it rounds to, C is still first between the two."""
    problem = mn.DecisionProblem([[1, 0], [0, 1], [0.5, 0.5551]], ["max"] * 2, ["A", "B", "C"], ["x", "y"])
    weights = [0.49, 0.51]
    end = mn.weight_stability(problem, "weighted_sum", weights).to_frame()
    finding = verdict(problem, "weighted_sum", weights).reasons.loc["one weight", "finding"]
    name, side, said = re.search(r"where (\w) weighs (more|less) than (\S+)", finding).groups()
    assert float(said) >= end.loc[name, "winner_high"] if side == "more" else float(said) <= end.loc[name, "winner_low"]
    assert (name, side, said) == ("x", "less", "0.470")
