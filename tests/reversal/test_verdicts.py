"""Verdicts: what variants do to those that stay, which of them count, and the word for it."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from auditing import audited, random_case, ranks, reversed_pairs, row, setting_of
from hypothesis import given
from strategies import integer_cases, law

import mcda_nato as mn
from mcda_nato.reversal.evaluations import evaluations
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.variants import additions, pairs, removals
from mcda_nato.reversal.verdicts import effects_of, verdicts

BELTON = mn.DecisionProblem([[1.0, 9.0, 8.0], [9.0, 1.0, 9.0], [1.0, 1.0, 1.0]], [1, 1, 1])
CYCLE = mn.DecisionProblem([[1, 2, 3.5], [3, 1, 2], [2, 3, 1]], [1, 1, 1])


def effects(setting, group):
    test = PlannedTest("removal", "some", "", (group,), exhaustive=True, search="")
    return effects_of(setting.ahead, group, evaluations(setting, [test])[group])


def verdict(setting, test):
    return verdicts([test], evaluations(setting, [test]), setting.ahead)[0]


def copies_of(setting):
    return additions(setting.table, setting.table, np.zeros(3), np.arange(3))


def test_effects_of_belton_gear():
    """A copy of B reverses A and B and changes the winner, by 0.0765 of a spread of 0.3086."""
    setting = setting_of(BELTON, "ahp")
    found = effects(setting, copies_of(setting))
    assert found.count.tolist() == [0, 1, 0]
    assert found.winner.tolist() == [False, True, False]
    assert found.broken.tolist() == found.undefined.tolist() == [False] * 3
    assert found.pair[1].tolist() == [1, 0]
    assert found.by[1] == pytest.approx((0.365432098765 - 0.288888888889) / (0.365432098765 - 0.056790123457))


def test_effects_in_batches_are_those_of_the_whole(monkeypatch):
    setting = setting_of(mn.DecisionProblem(np.arange(24.0).reshape(6, 4) % 7 + 1, [1, -1, 1, 1]), "topsis")
    groups = list(removals(setting.table, np.arange(6), range(1, 5)))
    whole = [effects(setting, group) for group in groups]
    monkeypatch.setattr("mcda_nato.reversal.verdicts.BATCH", 1)
    for group, one in zip(groups, whole, strict=True):
        for key, values in vars(effects(setting, group)).items():
            assert (values == getattr(one, key)).all()


def test_verdicts():
    """Reversed before proved, proved where all were tried or a theorem holds."""
    setting = setting_of(BELTON, "ahp")
    copies = copies_of(setting)
    harmless = copies.part(np.array([0, 2]))
    for variants, exhaustive, theorem, wanted in (
        (copies, True, None, "reversed"),
        (harmless, True, None, "proved"),
        (harmless, False, None, "none found"),
        (harmless, False, "a theorem", "proved"),
        (copies, True, "a theorem", "reversed"),
    ):
        found = verdict(setting, PlannedTest("copy", "a copy", "", (variants,), exhaustive, "", theorem, "copy"))
        assert found.verdict == wanted
        assert bool(found.examples) == (wanted == "reversed")
        assert found.kendall == found.reversals == (wanted == "reversed")
    assert verdict(setting, PlannedTest("copy", "none", "", (), exhaustive=True, search="")).verdict == "proved"


@pytest.mark.parametrize("theorem", [None, "a theorem"])
def test_an_order_that_pairs_do_not_give_is_undefined(theorem):
    """Undefined before reversed and before proved, with nothing counted but the pairs."""
    setting = setting_of(CYCLE, "weighted_sum")
    plain = PlannedTest("recomposition", "", "", (pairs(setting.table),), True, "all pairs", theorem)
    assert verdict(setting, plain).verdict == "reversed"
    found = verdict(setting, replace(plain, counted="no cycles"))
    assert found.verdict == "undefined"
    assert found.variants == 3
    assert found.kendall == found.reversals == found.winner_changes == found.ties_broken == 0
    assert found.examples == ()


def test_variants_count_where_the_one_changed_is_or_is_not_first():
    """Of the copies of Belton and Gear's only that of B reverses, and B is first."""
    setting = setting_of(BELTON, "ahp")
    every = PlannedTest("copy", "a copy", "", (copies_of(setting),), True, "", None, "copy")
    found = {counted: verdict(setting, replace(every, counted=counted)) for counted in ("all", "first", "not first")}
    assert {counted: one.variants for counted, one in found.items()} == {"all": 3, "first": 1, "not first": 2}
    assert {counted: one.reversals for counted, one in found.items()} == {"all": 1, "first": 1, "not first": 0}
    [example] = found["first"].examples
    assert example.variant.changed.tolist() == [1]
    assert example.pair == (1, 0)


def test_examples_are_the_smallest_and_the_one_that_reverses_the_most():
    """Whichever groups they are in; of removals the smallest alone."""
    rng, seen = np.random.default_rng(4), 0
    for _ in range(10):
        setting = setting_of(mn.DecisionProblem(rng.integers(1, 9, (5, 3)), [1, 1, 1]), "ahp")
        groups = tuple(removals(setting.table, np.arange(5), range(1, 4)))
        test = PlannedTest("removal", "any subset", "", groups, exhaustive=True, search="all")
        found, most = verdict(setting, test), verdict(setting, replace(test, kind="copy"))
        every = [effects(setting, group) for group in groups]
        hits = [(s, i) for s, one in enumerate(every) for i in np.flatnonzero(one.count)]
        assert found.reversals == len(hits)
        assert len(found.examples) == bool(hits)
        if not hits:
            continue
        seen += 1
        size = hits[0][0]
        firsts = [i for s, i in hits if s == size]
        wanted = next((i for i in firsts if every[size].winner[i]), firsts[0])
        assert found.examples[0].size == size + 1
        assert (found.examples[0].variant.before == groups[size].before[wanted]).all()
        s, i = max(hits, key=lambda hit: every[hit[0]].by[hit[1]])
        assert (most.examples[-1].variant.before == groups[s].before[i]).all()
        assert found.by == most.by == every[s].by[i]
    assert seen >= 5


@law
@given(integer_cases(most=5))
def test_verdicts_are_of_one_kind(case):
    """Reversed exactly where a variant reverses; passed exactly where no row is reversed."""
    audit = audited(mn.DecisionProblem(case.table, case.senses), "weighted_sum", case.weights)
    assert ((audit.rows["verdict"] == "reversed") == (audit.rows["reversals"] > 0)).all()
    assert (audit.rows["first"].notna() == (audit.rows["reversals"] > 0)).all()
    assert (audit.rows["reversals"] <= audit.rows["variants"]).all()
    assert (audit.rows["kendall"] >= (audit.rows["reversals"] > 0)).all()


def test_undefined_variants_are_counted_and_left_out():
    """Without the third alternative a column of zeros is left, for which shares are undefined."""
    problem = mn.DecisionProblem([[0, 1, 3], [0, 3, 1], [5, 2, 1]], [1, 1, 1])
    for method in ("ahp", mn.ahp("ideal"), mn.topsis("total")):
        audit = audited(problem, method)
        assert row(audit, "any one$")["variants"] == 2
        assert "1 are undefined" in row(audit, "any one$")["search"]
        assert row(audit, "recomposed")["variants"] == 2


def test_a_cycle_that_the_ranking_ties_is_not_called_proved():
    """Three pairs cycle while the whole ties: transitivity is not proved, recomposition is undefined."""
    audit = audited(mn.DecisionProblem([[1, 2, 3], [3, 1, 2], [2, 3, 1]], [1, 1, 1]), "weighted_sum")
    assert set(audit.baseline.ranks) == {1}
    transitivity, recomposition = row(audit, "cycle"), row(audit, "recomposed")
    assert transitivity["verdict"] == "none found"
    assert transitivity["search"] == "all pairs; 3 lie on cycles"
    assert transitivity["ties_broken"] == 3
    assert recomposition["verdict"] == "undefined"
    assert recomposition["kendall"] == recomposition["ties_broken"] == recomposition["winner_changes"] == 0
    assert audit.passed


def test_a_cycle_that_the_ranking_breaks_is_a_reversal():
    audit = audited(mn.DecisionProblem([[1, 2, 3.5], [3, 1, 2], [2, 3, 1]], [1, 1, 1]), "weighted_sum")
    assert row(audit, "cycle")["verdict"] == "reversed"
    assert row(audit, "recomposed")["verdict"] == "undefined"
    assert [w.test for w in audit.witnesses].count("transitivity") == 1


def test_by_is_the_largest_lead_after_the_change():
    """`by` of any one removed is the largest lead that a loop finds, as a share of the spread."""
    rng = np.random.default_rng(9)
    for _ in range(10):
        problem, weights = random_case(rng)
        for method in (mn.topsis(), mn.ahp(), mn.weighted_sum()):
            if len(problem.alternatives) < 3:
                continue
            audit = audited(problem, method, weights, tests=["removal"])
            before, leads = ranks(problem, method, weights), []
            for name in problem.alternatives:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
                    after = mn.evaluate(problem.drop(name), method, weights)
                spread = after.scores.max() - after.scores.min()
                left = [other for other in problem.alternatives if other != name]
                for a, b in reversed_pairs(before, after.ranks, left):
                    leads.append((after.scores[b] - after.scores[a]) / spread)
            found = row(audit, "any one$")
            np.testing.assert_allclose(found["by"], max(leads, default=np.nan), rtol=1e-12)
