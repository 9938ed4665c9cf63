"""Variants as problems: what was evaluated, under names and scales that hold it."""

import judging
import numpy as np
import pytest
from auditing import audited, setting_of
from judging import MODES, plain_added, plain_priorities, ratios

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal
from mcda_nato.reversal.changed_problem import changed_problem
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.variants import additions

BELTON = [[1.0, 9.0, 8.0], [9.0, 1.0, 9.0], [1.0, 1.0, 1.0]]


def test_a_changed_problem_is_what_was_evaluated():
    """Its performances are the table of the variant, and its new name is in the words."""
    setting = setting_of(mn.DecisionProblem(BELTON, [1, 1, 1]), "ahp")
    one = additions(setting.table, np.array([[2.0, 3.0, 4.0]]), np.ones(1), np.zeros(1, dtype=int))
    test = PlannedTest("addition", "", "", (one,), exhaustive=False, search="", kind="phantom")
    problem, words = changed_problem(setting, test, one)
    assert (problem.performance == [*BELTON, [2, 3, 4]]).all()
    assert problem.alternatives == ("A1", "A2", "A3", "phantom alternative")
    assert words == "'phantom alternative' added"


def test_a_name_that_is_taken_is_not_given_to_a_new_alternative():
    problem = mn.DecisionProblem(
        [[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], ["A", "copy of A", "copy of A'"]
    )  # fmt: skip
    audit = audited(problem, "ahp", tests=["copy", "addition"])
    for found in audit.witnesses:
        assert found.problem.alternatives[:3] == problem.alternatives
        assert len(set(found.problem.alternatives)) == 4


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


def test_new_ratings_are_inside_the_bounds():
    """Codes hold for new ratings; bounds that are wider widen the codes of the witness."""
    problem = mn.load_models()
    for bounds, least, most in ((None, 1, 5), ((0, 10), 0, 10), ((1, 5), 1, 5)):
        audit = audit_rank_reversal(problem, "topsis", bounds=bounds)
        assert audit.witnesses
        for found in audit.witnesses:
            assert found.problem.performance.min() >= least
            assert found.problem.performance.max() <= most
    widened = audit_rank_reversal(problem, mn.topsis(mn.fixed(0, 10)))
    assert any((w.problem.performance > 5).any() or (w.problem.performance < 1).any() for w in widened.witnesses)
    for found in widened.witnesses:
        assert all(detail.codes is not None for detail in found.problem.details)


def test_uneven_codes_hold_every_new_rating():
    """Bounds that no binary fraction meets are not left by an ulp."""
    criteria = [mn.Criterion(f"c{j}", codes=(0.1, 0.7)) for j in range(3)]
    rng = np.random.default_rng(7)
    for _ in range(10):
        table = 0.1 + 0.1 * rng.integers(0, 7, (4, 3)).astype(float)
        table = np.clip(table, 0.1, 0.7)
        problem = mn.DecisionProblem(table, [1, -1, 1], criteria=criteria)
        for method in ("topsis", "weighted_sum", "ahp"):
            audit = audited(problem, method)
            assert all(w.problem.details == problem.details for w in audit.witnesses)


@pytest.mark.parametrize("mode", MODES)
def test_witnesses_are_the_problems_of_the_judgements_said(mode):
    """The priorities of a witness are those of the matrix that its words describe."""
    matrices = np.stack([ratios(column) for column in ([1, 9, 1], [9, 1, 1], [8, 9, 1])])
    audit = judging.audited(matrices, mode, tests="addition")
    [witness] = [w for w in audit.witnesses if w.test == "addition" and "dominating" in w.change]
    assert witness.change == "'dominating alternative' added, judged 9 times 'B'"
    expected = [plain_priorities(matrix) for matrix in plain_added(matrices.tolist(), 1, (9.0,) * 3)[0]]
    assert witness.problem.performance == pytest.approx(np.array(expected).T, abs=1e-14)
    assert witness.size == 1.0
