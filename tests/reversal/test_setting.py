"""What is audited: who is ahead, keys where the method is defined, and judgements that fit the problem."""

import numpy as np
import pytest
from auditing import setting_of
from judging import named
from pymcdm.methods import VIKOR

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal


def test_ahead_is_the_ranking():
    setting = setting_of(mn.DecisionProblem([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1]), "ahp")
    ranks = setting.baseline.ranks.to_numpy()
    assert (setting.ahead == (ranks[:, None] < ranks)).all()
    assert setting.first.tolist() == [False, True, False]


def test_keys_are_missing_where_a_method_is_undefined():
    """Shares of a column of zeros, and what pymcdm refuses, table by table and weight by weight."""
    setting = setting_of(mn.DecisionProblem([[0, 1], [0, 3], [5, 2]], [1, 1]), "ahp")
    key, bar = setting.keys(setting.table[[[0, 1], [0, 2]]])
    assert np.isnan(key).tolist() == np.isnan(bar).tolist() == [[True, True], [False, False]]
    setting = setting_of(mn.DecisionProblem([[1, 2], [2, 1], [3, 3]], [1, 1]), mn.from_pymcdm(VIKOR()))
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


def test_bad_judgements_are_refused_by_name():
    """What does not fit the problem is named, with the allowed names or the expected priority."""
    judgements = named([[[1, 3], [1 / 3, 1]], [[1, 2], [1 / 2, 1]]])
    problem = mn.problem_from_judgements(judgements)

    def refuses(error, match, given=judgements, facts=problem):
        with pytest.raises(error, match=match):
            audit_rank_reversal(facts, "ahp", judgements=given)

    refuses(mn.JudgementError, "as a mapping from each criterion", list(judgements.values()))
    refuses(mn.JudgementError, "under 'g2' are list, not Judgements", {**judgements, "g2": [[1]]})
    refuses(mn.ProblemError, "criteria of the judgements: unknown 'g3'", {**judgements, "g3": judgements["g2"]})
    refuses(mn.ProblemError, "criteria of the judgements: nothing given for 'g2'", {"g1": judgements["g1"]})
    other = {name: mn.Judgements.from_matrix(j.matrix, ["A", "C"]) for name, j in judgements.items()}
    refuses(mn.ProblemError, "alternatives of the judgements: unknown 'C'", other)
    refuses(mn.ProblemError, "'g2' is a cost", facts=problem.replace(senses=["max", "min"]))
    moved = problem.performance + np.array([[0.0, 0.0], [0.0, 2e-9]])
    refuses(
        mn.ProblemError, r"'B' on 'g2' is 0\.33.*by the judgements is 0\.33", facts=problem.replace(performance=moved)
    )


def test_control_priorities_within_a_billionth_are_accepted():
    """The check of the performances refuses 2e-9 (above), not 5e-10."""
    judgements = named([[[1, 3], [1 / 3, 1]]])
    problem = mn.problem_from_judgements(judgements)
    near = problem.replace(performance=problem.performance + np.array([[0.0], [5e-10]]))
    assert audit_rank_reversal(near, "ahp", judgements=judgements).passed
