"""What variants do to those that stay, and the setting in which it is judged."""

import numpy as np
import pytest
from auditing import audited
from pymcdm.methods import VIKOR

import mcda_nato as mn
from mcda_nato.methods.evaluate import evaluate
from mcda_nato.reversal.changed_problem import changed_problem
from mcda_nato.reversal.variants import additions, removals
from mcda_nato.reversal.verdicts import Setting, Trial, effects, judged


def set_up(table, senses, method, weights=None):
    problem = mn.DecisionProblem(table, senses)
    baseline = evaluate(problem, method, weights)
    low, high = problem.performance.min(axis=0), problem.performance.max(axis=0)
    return Setting(baseline, baseline.weights.to_numpy(), low, high)


BELTON = [[1.0, 9.0, 8.0], [9.0, 1.0, 9.0], [1.0, 1.0, 1.0]]


def test_ahead_is_the_ranking():
    setting = set_up(BELTON, [1, 1, 1], "ahp")
    ranks = setting.baseline.ranks.to_numpy()
    assert (setting.ahead == (ranks[:, None] < ranks)).all()
    assert setting.first.tolist() == [False, True, False]


def test_effects_of_belton_gear():
    """A copy of B reverses A and B and changes the winner, by 0.0765 of a spread of 0.3086."""
    setting = set_up(BELTON, [1, 1, 1], "ahp")
    found = effects(setting, additions(setting.table, setting.table, np.zeros(3), np.arange(3)))
    assert found["count"].tolist() == [0, 1, 0]
    assert found["winner"].tolist() == [False, True, False]
    assert found["broken"].tolist() == [False] * 3
    assert (found["i"][1], found["k"][1]) == (1, 0)
    assert found["by"][1] == pytest.approx((0.365432098765 - 0.288888888889) / (0.365432098765 - 0.056790123457))


def test_effects_in_parts_are_those_of_the_whole(monkeypatch):
    setting = set_up(np.arange(24.0).reshape(6, 4) % 7 + 1, [1, -1, 1, 1], "topsis")
    groups = list(removals(setting.table, np.arange(6), range(1, 5)))
    whole = [effects(setting, group) for group in groups]
    monkeypatch.setattr("mcda_nato.reversal.verdicts._RATINGS", 1)
    for group, one in zip(groups, whole, strict=True):
        for key, values in effects(setting, group).items():
            assert (values == one[key]).all()


def test_independence_needs_bounds_and_both_references():
    table = [[1, 2], [2, 1], [3, 3]]
    scale = mn.fixed(0, 4)
    for method, wanted in (
        (mn.weighted_sum(scale), True),
        (mn.topsis(scale, 1.0, 0.0), True),
        (mn.topsis(scale, ideal=1.0), False),
        (mn.topsis(scale, anti_ideal=0.0), False),
        (mn.topsis(scale), False),
        (mn.topsis("minmax", 1.0, 0.0), False),
        (mn.weighted_sum(), False),
        (mn.ahp(), False),
        (mn.from_pymcdm(VIKOR()), False),
    ):
        assert set_up(table, [1, 1], method).independent is wanted


def test_copies_do_not_matter_to_extremes_alone():
    table = [[1, 2], [2, 1], [3, 3]]
    for scale, wanted in (("minmax", True), ("maximum", True), ("vector", False), ("total", False)):
        for method in (mn.weighted_sum(scale), mn.topsis(scale)):
            assert set_up(table, [1, 1], method).blind_to_copies is wanted
    assert not set_up(table, [1, 1], mn.from_pymcdm(VIKOR())).blind_to_copies


def test_keys_are_missing_where_a_method_is_undefined():
    """Shares of a column of zeros, and what pymcdm refuses, table by table and weight by weight."""
    setting = set_up([[0, 1], [0, 3], [5, 2]], [1, 1], "ahp")
    key, bar = setting.keys(setting.table[[[0, 1], [0, 2]]])
    assert np.isnan(key).tolist() == np.isnan(bar).tolist() == [[True, True], [False, False]]
    setting = set_up([[1, 2], [2, 1], [3, 3]], [1, 1], mn.from_pymcdm(VIKOR()))
    tables = np.array([[[1.0, 2.0], [1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]]])[:, None]
    weights = np.array([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0]])
    key, _ = setting.keys(tables, weights)
    assert key.shape == (2, 3, 2)
    assert np.isnan(key[0]).all()
    for at, w in enumerate(weights):
        try:
            wanted = setting.method.keys(tables[1, 0], setting.problem.senses, w)
        except mn.MethodError:
            wanted = np.full(2, np.nan)
        np.testing.assert_array_equal(key[1, at], wanted)
    key, _ = setting.keys(setting.table, weights)
    assert key.shape == (3, 3)


def test_verdicts():
    """Reversed before proved, proved where all were tried or a theorem holds, undefined before either."""
    setting = set_up(BELTON, [1, 1, 1], "ahp")
    copies = additions(setting.table, setting.table, np.zeros(3), np.arange(3))
    harmless = copies.part(np.array([0, 2]))
    for variants, exhaustive, theorem, undefined, wanted in (
        (copies, True, None, False, "reversed"),
        (harmless, True, None, False, "proved"),
        (harmless, False, None, False, "none found"),
        (harmless, False, "a theorem", False, "proved"),
        (copies, True, "a theorem", False, "reversed"),
        (copies, True, None, True, "undefined"),
    ):
        trial = Trial("copy", "a copy", "", (variants,), exhaustive, "", theorem, "copy", undefined)
        finding = judged(setting, trial)
        assert finding.verdict == wanted
        assert bool(finding.examples) == (wanted == "reversed")
        assert finding.kendall == finding.reversals == (wanted == "reversed")
    assert judged(setting, Trial("copy", "none", "", (), True, "")).verdict == "proved"


def test_a_changed_problem_is_what_was_evaluated():
    """Its performances are the table of the variant, and its new name is in the words."""
    setting = set_up(BELTON, [1, 1, 1], "ahp")
    rows = np.array([[2.0, 3.0, 4.0]])
    trial = Trial(
        "addition", "", "", (additions(setting.table, rows, np.ones(1), np.zeros(1, dtype=int)),), False, "", None,
        "phantom",
    )  # fmt: skip
    problem, words = changed_problem(setting, trial, 0, 0)
    assert (problem.performance == [*BELTON, [2, 3, 4]]).all()
    assert problem.alternatives == ("A1", "A2", "A3", "phantom alternative")
    assert words == "'phantom alternative' added"


def test_scales_of_ratings_are_widened_only_where_bounds_are_wider():
    criteria = [mn.Criterion("x", "a scale", codes=(1, 5)), mn.Criterion("y")]
    problem = mn.DecisionProblem([[1, 5], [3, 4], [5, 1]], [1, 1], criteria=criteria)
    inside = audited(problem, "ahp", bounds=([1, 1], [5, 9]))
    outside = audited(problem, "ahp", bounds=(0.5, 9))
    assert {w.problem.details for w in inside.witnesses} <= {problem.details}
    assert outside.witnesses
    for found in outside.witnesses:
        low, high = found.problem.details[0].codes
        column = found.problem.performance[:, 0]
        assert (low, high) == (min(1, column.min()), max(5, column.max()))
        assert found.problem.details[0].definition == "a scale"
