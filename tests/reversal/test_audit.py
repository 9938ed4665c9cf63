"""The audit for rank reversal: against a slow twin, published reversals, and at the edges of what is defined."""

import json

import numpy as np
import pandas as pd
import pytest
from auditing import (
    COUNTS,
    FINITE,
    METHODS,
    assert_real,
    audited,
    leaders,
    random_case,
    ranks,
    reversed_pairs,
    row,
    slow_rows,
)
from places import CASES
from pymcdm import methods as pymcdm_methods

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"], found["recomputed"]


def disagreements(seed, count, methods, each=2):
    """Return cases whose counts differ from those of the slow twin; so many methods in turn are tried on each."""
    rng, found, names = np.random.default_rng(seed), [], list(methods)
    for at in range(count):
        problem, weights = random_case(rng)
        low, high = np.zeros(len(weights)) + 0.5, np.full(len(weights), 6.0)
        for step in range(each):
            name = names[(at * each + step) % len(names)]
            method = methods[name]
            audit = audited(problem, method, weights, bounds=(low, high), tests=FINITE)
            wanted = pd.DataFrame(slow_rows(problem, method, weights, low, high))[COUNTS]
            if not audit.rows[COUNTS].equals(wanted.astype("int64")):
                found.append((name, problem, weights, audit.rows[COUNTS], wanted))
    return found


def test_counts_are_those_of_one_evaluation_after_another():
    """Removals, copies and pairs count what a loop over `evaluate` counts."""
    assert disagreements(0, 40, METHODS) == []


@pytest.mark.exhaustive
def test_counts_are_those_of_one_evaluation_after_another_in_full():
    assert disagreements(1, 1000, METHODS, each=len(METHODS)) == []


def test_counts_of_methods_of_pymcdm():
    methods = {"TOPSIS": pymcdm_methods.TOPSIS(), "PROMETHEE": pymcdm_methods.PROMETHEE_II("usual")}
    assert disagreements(2, 4, {name: mn.from_pymcdm(method) for name, method in methods.items()}) == []


def test_control_other_counts_are_seen():
    """The twin sees a method that is not the audited one."""
    problem = mn.DecisionProblem([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1])
    ours = audited(problem, "ahp", bounds=(0.5, 9), tests=FINITE).rows[COUNTS]
    theirs = [slow_rows(problem, method, None, [0.5] * 3, [9.0] * 3) for method in (mn.ahp(), mn.ahp("ideal"))]
    same = [ours.equals(pd.DataFrame(rows)[COUNTS].astype("int64")) for rows in theirs]
    assert same == [True, False]


# Published reversals


def test_belton_gear_1983():
    """A copy of B reverses A and B in distributive AHP; no copy does in ideal AHP."""
    given, published, recomputed = case("rr-belton-gear-1983")
    ratings = np.array(list(given["consistent_generators"].values()), dtype=float).T[:3]
    problem = mn.DecisionProblem(ratings, [1, 1, 1], ["A", "B", "C"])
    audit = audited(problem, mn.ahp(), tests=["copy"])
    found = next(w for w in audit.witnesses if "copy of B" in w.change)
    assert row(audit, "of a first one")["verdict"] == "reversed"
    assert found.pair == ("B", "A")
    assert found.minimal
    np.testing.assert_allclose(found.after.scores, recomputed["EM_after"], atol=1e-11)
    assert found.after.scores.round(4).tolist() == list(published["EM_after"].values())
    ideal = audited(problem, mn.ahp("ideal"), tests=["copy"])
    exact = ideal.rows[ideal.rows["change"].str.contains("exact")]
    assert (exact["verdict"] == "proved").all()
    assert exact["theorem"].str.contains("smallest nor the largest").all()
    assert audit.cures.set_index("remedy").loc["weighted_sum(fixed(low, high))", "passes"].all()


def test_a_reversal_under_the_ideal_mode_alone():
    """A fourth alternative reverses the first three in ideal AHP and not in distributive AHP; constructed."""
    problem = mn.DecisionProblem([[1, 5], [3, 6], [1, 8], [9, 2]], [1, 1])

    def removal_of_the_last(mode):
        before, after = ranks(problem, mn.ahp(mode), None), ranks(problem.drop("A4"), mn.ahp(mode), None)
        return reversed_pairs(before, after, ["A1", "A2", "A3"])

    assert removal_of_the_last("distributive") == []
    assert removal_of_the_last("ideal") == [("A3", "A2")]
    found = audited(problem, mn.ahp("ideal"), tests=["removal"]).witnesses[0]
    assert found.test == "removal"
    assert found.problem == problem.drop("A4")


def test_decisor_zero_added_alternative():
    """Without the last one, two swap in TOPSIS and the weighted sum has another winner."""
    given, published, _ = case("rr-decisorzero-topsis-saw-add-last-placed")
    problem = mn.DecisionProblem([*given["matrix"], given["added"]], given["directions"])
    four = problem.drop("A5")
    topsis = audited(problem, "topsis", given["weights"], tests=["removal"])
    found = [w for w in topsis.witnesses if w.problem == four]
    assert found[0].pair == ("A3", "A4")
    assert found[0].after.ranks.sort_values().index.tolist() == published["topsis_before"]
    sums = audited(problem, "weighted_sum", given["weights"], tests=["removal"])
    assert sums.baseline.best == (published["saw_after_winner"],)
    assert mn.evaluate(four, "weighted_sum", given["weights"]).best != sums.baseline.best
    assert row(sums, "not first")["winner_changes"] >= 1
    # and an alternative that does it to the four is found where the fifth is within the bounds
    low, high = np.array(problem.performance).min(axis=0), np.array(problem.performance).max(axis=0)
    for method in ("topsis", "weighted_sum"):
        assert row(audited(four, method, given["weights"], bounds=(low, high)), "phantom")["verdict"] == "reversed"


def test_rafsi_2020_fixed_references_are_proved():
    """Between fixed references nothing reverses, for a reason that the audit names; on the vector scale it does."""
    given, _, _ = case("rr-rafsi-2020-fixed-reference-saw")
    low, high = np.minimum(given["ideal"], given["anti_ideal"]), np.maximum(given["ideal"], given["anti_ideal"])
    problem = mn.DecisionProblem(given["matrix"], given["directions"])
    for method in (mn.weighted_sum(mn.fixed(low, high)), mn.topsis(mn.fixed(low, high), 1.0, 0.0)):
        audit = audited(problem, method, given["weights"])
        assert audit.passed
        assert (audit.rows["verdict"] == "proved").all()
        assert audit.rows["theorem"].notna().all()
        assert "on a fixed scale" in row(audit, "any subset")["theorem"]
        assert (audit.rows["reversals"] == 0).all()
        assert (audit.probability[["reversal", "winner", "standard_error"]] == 0).all(axis=None)
        assert audit.cures.empty
    assert not audited(problem, "topsis", given["weights"]).passed


def test_wang_elhag_2006_second_example():
    """C reverses A and B under the ideal mode alone; on shares of the first two nothing reverses."""
    given, published, _ = case("rr-wang-elhag-2006-rescaled")
    problem = mn.DecisionProblem(given["generators_2"], [1, 1, 1], ["A", "B", "C"])
    audit = audited(problem, mn.ahp("ideal"), tests=["removal"])
    found = [w for w in audit.witnesses if w.problem == problem.drop("C")]
    assert {w.pair for w in found} == {("B", "A")}
    np.testing.assert_allclose(found[0].before.scores * 3, [2, 2 + 1 / 42, 3], atol=1e-12)
    np.testing.assert_allclose(found[0].after.scores * 3, [2.5, 1 + 6 / 7 + 1 / 3], atol=1e-12)
    distributive = audited(problem, "ahp", tests=["removal"])
    assert distributive.passed
    without = mn.evaluate(problem.drop("C"), "ahp").scores
    assert without.round(4).tolist() == [published["second"]["A"], published["second"]["B"]]
    total = problem.performance[:2].sum(axis=0)
    rescaled = audited(problem, mn.weighted_sum(mn.fixed(0, total)), bounds=(0, 9))
    assert rescaled.passed
    np.testing.assert_allclose(rescaled.baseline.scores.round(4), list(published["second"].values()))


# What is defined at the edges


EDGES = {
    "one alternative": [[1, 2, 3]],
    "two alternatives": [[1, 2, 3], [3, 2, 2]],
    "two equal alternatives": [[1, 2, 3], [1, 2, 3]],
    "identical alternatives": [[1, 2, 3], [3, 1, 2], [1, 2, 3], [3, 1, 2]],
    "all equal": [[2, 2, 2]] * 4,
    "one criterion discriminates": [[1, 2, 2], [3, 2, 2], [2, 2, 2]],
    "a tie at the top": [[3, 1, 1], [1, 3, 1], [1, 1, 2], [1, 1, 1]],
    "a cycle of pairs": [[1, 2, 3], [3, 1, 2], [2, 3, 1]],
    "a column of zeros but one": [[0, 1, 3], [0, 3, 1], [5, 2, 1]],
    "huge": (np.array([[1, 5, 3], [3, 1, 4], [2, 3, 1]]) * 1e290).tolist(),
    "tiny": (np.array([[1, 5, 3], [3, 1, 4], [2, 3, 1]]) * 1e-300).tolist(),
    "huge and constant": [[1, 1e299, 3], [3, 1e299, 4], [2, 1e299, 1]],
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
@pytest.mark.parametrize("weights", [None, [1, 0, 0]])
def test_every_edge_ends_with_a_defined_answer(name, method, weights):
    """Every column is defined, every witness real, the shares are shares, and the cures are audited."""
    problem = mn.DecisionProblem(EDGES[name], [1, 1, 1])
    audit = audited(problem, method, weights)
    assert set(audit.rows["verdict"]) <= {"proved", "none found", "reversed", "undefined"}
    assert (audit.rows[COUNTS] >= 0).all(axis=None)
    assert_real(problem, method, weights, audit)
    if weights is None:  # shares are of all weights, whatever the present ones
        shares = audit.probability[["reversal", "winner"]]
        assert ((shares >= 0) & (shares <= 1 + 1e-12)).all(axis=None)
    assert len(audit.cures) >= len(set(audit.rows.loc[audit.rows["verdict"] == "reversed", "test"]))
    assert repr(audit)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_all_equal_and_single_alternatives_reverse_nothing(method):
    for table in ([[2, 3]], [[2, 3]] * 3, [[2, 3], [3, 3]]):
        audit = audited(mn.DecisionProblem(table, [1, -1]), method)
        assert audit.passed
        assert audit.rows["reversals"].sum() == 0


def test_identical_alternatives_stay_tied():
    """No variant breaks a tie of identical alternatives by more than the tolerance."""
    problem = mn.DecisionProblem([[1, 2, 3], [1, 2, 3], [1, 2, 3]], [1, -1, 1])
    for method in METHODS.values():
        assert audited(problem, method).rows["ties_broken"].sum() == 0


# Bounds


def test_bounds_may_be_numbers_one_a_criterion_or_by_name():
    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    forms = [(0, 6), ([0, 0, 0], [6, 6, 6]), ({"C1": 0, "C2": 0, "C3": 0}, dict.fromkeys(("C3", "C1", "C2"), 6))]
    first, *others = [audited(problem, "topsis", bounds=bounds).rows for bounds in forms]
    for other in others:
        pd.testing.assert_frame_equal(first, other)


def test_default_bounds_are_stated():
    problem = mn.load_models()
    assert audit_rank_reversal(problem).bounds_rule == "the scale on which each criterion is rated"
    fixed = audit_rank_reversal(problem, mn.weighted_sum(mn.fixed(0, 10)))
    assert fixed.bounds_rule == "the bounds of the fixed scale"
    plain = audited(mn.DecisionProblem(problem.performance, problem.senses))
    assert "widened by half" in plain.bounds_rule
    assert "Bounds of new ratings: each criterion's range" in repr(plain)


# Bad input


def test_bad_input():
    problem = mn.load_models()
    with pytest.raises(mn.ProblemError, match="audit_rank_reversal needs a DecisionProblem, got DataFrame"):
        audit_rank_reversal(problem.to_frame())
    with pytest.raises(mn.WeightsError, match="give one set of weights"):
        audit_rank_reversal(problem, weights=np.full((2, 4), 0.25))
    with pytest.raises(mn.MethodError, match="unknown method 'topsi'"):
        audit_rank_reversal(problem, "topsi")
    with pytest.raises(mn.ProblemError, match="outside its bounds"):
        audit_rank_reversal(problem, bounds=(2, 3))
    with pytest.raises(mn.ProblemError, match="wrong way round"):
        audit_rank_reversal(problem, bounds=(6, 0))
    with pytest.raises(mn.ProblemError, match="bounds must be None"):
        audit_rank_reversal(problem, bounds=3)
    with pytest.raises(mn.ProblemError, match="a new alternative has no interval"):
        audit_rank_reversal(problem, bounds="intervals")
    with pytest.raises(mn.ProblemError, match="where the scale 'total' is undefined"):
        audit_rank_reversal(problem, "ahp", bounds=(-1, 9))


def test_constant_criteria_are_named():
    problem = mn.DecisionProblem([[1, 2], [2, 2], [3, 2]], [1, 1])
    with pytest.warns(mn.ConstantCriterionWarning, match="C2") as told:
        audit_rank_reversal(problem)
    assert len(told) == 1


# The result


def test_frame_is_a_copy_and_the_problem_is_not_changed():
    problem = mn.load_models()
    before = problem.performance.copy()
    audit = audit_rank_reversal(problem)
    frame = audit.to_frame()
    frame["verdict"] = "reversed"
    assert (audit.rows["verdict"] != "reversed").any()
    assert (problem.performance == before).all()
    assert len(audit.probability) == len(audit.rows)


def test_the_same_audit_twice_is_the_same():
    problem = mn.load_models()
    first, second = (audit_rank_reversal(problem) for _ in range(2))
    pd.testing.assert_frame_equal(first.rows, second.rows)
    pd.testing.assert_frame_equal(first.probability, second.probability)
    pd.testing.assert_frame_equal(first.cures, second.cures)
    assert [w.problem for w in first.witnesses] == [w.problem for w in second.witnesses]


def test_the_order_of_alternatives_and_criteria_does_not_matter():
    """Counts of the finite tests, and every verdict of linear methods, are those of a permuted problem."""
    rng = np.random.default_rng(8)
    for _ in range(5):
        problem, weights = random_case(rng)
        m, n = problem.performance.shape
        rows, columns = rng.permutation(m), rng.permutation(n)
        other = mn.DecisionProblem(
            problem.performance[rows][:, columns],
            problem.senses[columns],
            [problem.alternatives[i] for i in rows],
            [problem.criteria[j] for j in columns],
        )
        for name, method in METHODS.items():
            one, two = audited(problem, method, weights).rows, audited(other, method, weights[columns]).rows
            finite = one["test"].isin(FINITE)
            assert one.loc[finite, COUNTS].equals(two.loc[finite, COUNTS])
            if "topsis" not in name:
                assert one["verdict"].tolist() == two["verdict"].tolist()


def test_leaders_of_the_twin():
    """The winner changes where nobody who led the survivors leads them."""
    assert leaders({"a": 1, "b": 1, "c": 3}, ["b", "c"]) == {"b"}
