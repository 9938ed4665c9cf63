"""Variants evaluated in batches: each once, and with the bits that it has alone."""

import numpy as np
import pytest
from auditing import METHODS, setting_of

import mcda_nato as mn
from mcda_nato.reversal.evaluations import evaluations, reverses
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.variants import additions, pairs, removals
from mcda_nato.reversal.verdicts import effects_of

PROBLEM = mn.DecisionProblem(np.arange(24.0).reshape(6, 4) % 7 + 1, [1, -1, 1, 1])


def groups_of(table):
    copies = additions(table, table, np.zeros(len(table)), np.arange(len(table)))
    return [*removals(table, np.arange(len(table)), range(1, 5)), copies, pairs(table)]


def planned(groups):
    return PlannedTest("removal", "some", "", tuple(groups), exhaustive=True, search="")


@pytest.mark.parametrize("name", METHODS)
def test_a_variant_has_the_keys_that_it_has_alone(name, monkeypatch):
    """Whatever the batch."""
    setting = setting_of(PROBLEM, METHODS[name])
    groups = groups_of(setting.table)
    whole = evaluations(setting, [planned(groups)])
    monkeypatch.setattr("mcda_nato.reversal.evaluations.BATCH", 1)
    alone = evaluations(setting, [planned(groups)])
    for group in groups:
        for field, values in vars(whole[group]).items():
            np.testing.assert_array_equal(values, getattr(alone[group], field))
        for table, key, score in zip(group.tables, whole[group].key, whole[group].score, strict=True):
            single = setting.method.keys(table, setting.problem.senses, setting.weights)
            np.testing.assert_array_equal(key, single)
            np.testing.assert_array_equal(score, setting.method.score(single))


def test_a_group_of_several_tests_is_evaluated_once(monkeypatch):
    setting, seen, keys = setting_of(PROBLEM, "topsis"), [], Setting.keys
    groups = groups_of(setting.table)

    def counted(self, tables, weights=None):
        seen.append(len(tables))
        return keys(self, tables, weights)

    monkeypatch.setattr(Setting, "keys", counted)
    found = evaluations(setting, [planned(groups), planned(groups[:2])])
    assert list(found) == groups
    assert sum(seen) == sum(map(len, groups))


@pytest.mark.parametrize("name", METHODS)
def test_what_reverses_is_what_has_an_effect(name, monkeypatch):
    """The quick answer for a search is that of the verdicts, in any batch; undefined variants reverse nothing."""
    rng = np.random.default_rng(3)
    for table in (PROBLEM.performance, rng.integers(1, 6, (5, 4)), [[0, 1, 1, 2], [0, 3, 2, 1], [5, 2, 1, 1]]):
        setting = setting_of(mn.DecisionProblem(table, [1, 1, 1, 1]), METHODS[name])
        for group, evaluation in evaluations(setting, [planned(groups_of(setting.table))]).items():
            quick = reverses(setting, group)
            assert (quick == (effects_of(setting.ahead, group, evaluation).count > 0)).all()
            with monkeypatch.context() as patch:
                patch.setattr("mcda_nato.reversal.evaluations.BATCH", 1)
                assert (quick == reverses(setting, group)).all()


def test_nothing_is_evaluated_where_there_is_nothing():
    assert evaluations(setting_of(PROBLEM, "ahp"), []) == {}
    none = pairs(PROBLEM.performance[:1])
    assert reverses(setting_of(PROBLEM, "ahp"), none).tolist() == []
