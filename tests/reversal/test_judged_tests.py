"""Rank reversal by changes of judgements: Belton and Gear's case, a twin in plain Python, and laws."""

import json
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import (
    MODES,
    audited,
    consistent,
    counts_of,
    judged,
    named,
    plain_added,
    plain_counts,
    rated,
    ratios,
)
from places import CASES
from strategies import law

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.InconsistentJudgementsWarning")  # judgements at random

CASES = CASES / "rr-belton-gear-1983.json"
COUNTS = ["test", "change", "verdict", "variants", "reversals", "winner_changes", "ties_broken", "kendall"]
TESTS = ("removal", "copy", "replacement", "addition", "transitivity", "recomposition")


@law
@given(st.sampled_from(MODES), judged())
def test_agrees_with_a_twin_in_plain_python(mode, case):
    """Every enumerated row counts the variants, and the reversals among them, that loops over lists count."""
    matrices, weights = case
    audit = audited(matrices[:2], mode, weights[:2] / weights[:2].sum())
    expected = plain_counts(matrices[:2], mode, weights[:2] / weights[:2].sum())
    found = counts_of(audit)
    if (audit.rows["verdict"] == "undefined").any():  # pairs cycle, and nothing is counted
        del expected["the order recomposed from pairs alone"]
    assert {words: found[words] for words in expected} == expected


def test_control_the_twin_sees_a_copy_judged_otherwise():
    """A copy judged equal to every other, not like its original, gives other counts."""

    def equal_to_all(matrices, k, factors):
        grown, survivors = plain_added(matrices, k, factors)
        for matrix in grown:
            for row in matrix:
                row[-1] = 1.0
            matrix[-1] = [1.0] * len(matrix)
        return grown, survivors

    matrices, weights = np.stack([ratios(column) for column in ([1, 9, 1], [9, 1, 1], [8, 9, 1])]), [1 / 3] * 3
    found = counts_of(audited(matrices, "distributive", weights))
    right, wrong = (plain_counts(matrices, "distributive", weights, add) for add in (plain_added, equal_to_all))
    assert {words: found[words] for words in right} == right
    assert {words: found[words] for words in wrong} != wrong


def test_transitivity_looks_at_the_judgement_of_each_pair():
    """A over B over C over A under one criterion cycles, though the eigenvector is level; pairs say so."""
    cycle = np.array([[1, 2, 0.5], [0.5, 1, 2], [2, 0.5, 1]])
    rows = audited([cycle], "distributive").rows.set_index("test")
    assert rows.loc["recomposition", "verdict"] == "undefined"
    assert "3 lie on cycles" in rows.loc["transitivity", "search"]


@law
@given(st.sampled_from(MODES), consistent())
def test_consistent_judgements_give_what_ratings_give(mode, case):
    """Removals and exact copies do through consistent judgements what they do through ratings."""
    matrices, weights = case
    tests = ("removal", "copy")
    through, direct = (
        audit.rows[~audit.rows["change"].str.startswith("a near")].reset_index(drop=True)
        for audit in (audited(matrices, mode, weights, tests=tests), rated(matrices, mode, weights, tests))
    )
    assert through[COUNTS].equals(direct[COUNTS])
    assert through["by"].to_numpy() == pytest.approx(direct["by"].to_numpy(), abs=1e-9, nan_ok=True)


@law
@given(consistent())
def test_copies_of_consistent_judgements_never_reverse_the_ideal_mode(case):
    """The theorem that such rows name holds."""
    rows = audited(*case[:1], "ideal", case[1], tests="copy").rows.iloc[:2]
    assert set(rows["verdict"]) == {"proved"}
    assert rows["theorem"].str.startswith("a copy leaves the ratios").all()


def belton_and_gear():
    source = json.loads(CASES.read_text("utf-8"))
    columns = np.array(list(source["input"]["consistent_generators"].values()), dtype=float)
    return source, np.stack([ratios(column) for column in columns])


def test_belton_and_gear_in_the_distributive_mode():
    """The copy of B reverses A and B, with the published priorities before and after, to four digits."""
    source, whole = belton_and_gear()
    assert whole == pytest.approx(np.array(source["input"]["pairwise_matrices_with_D"]), rel=1e-11)
    audit = audited(whole[:, :3, :3], "distributive", tests="copy")
    [witness] = [w for w in audit.witnesses if w.change.startswith("'copy of B'")]
    before, after = source["published"]["EM_before"], source["published"]["EM_after"]
    assert witness.before.scores.round(4).tolist() == list(before.values())
    assert witness.after.scores.round(4).tolist() == list(after.values())
    assert witness.change == "'copy of B' added, judged like 'B'"
    assert witness.pair == ("B", "A")
    assert witness.problem.alternatives == ("A", "B", "C", "copy of B")
    assert witness.problem.performance == pytest.approx(mn.problem_from_judgements(named(whole)).performance, abs=1e-15)
    assert audit.cures.set_index("remedy").loc["ahp('ideal')", "passes"]


def test_belton_and_gear_in_the_ideal_mode():
    """The same copy reverses nothing, with the published shares of the best."""
    source, whole = belton_and_gear()
    audit = audited(whole[:, :3, :3], "ideal", tests="copy")
    assert audit.passed
    assert audit.baseline.scores.round(4).tolist() == list(source["published"]["BG_before"].values())
    after = mn.evaluate(mn.problem_from_judgements(named(whole)), mn.ahp("ideal"))
    assert after.scores.round(4).tolist() == list(source["published"]["BG_after"].values())


def test_inconsistent_judgements_reverse_the_ideal_mode_by_an_exact_copy():
    """What a copy cannot do to consistent judgements it does to these: the others' priorities change places."""
    matrix = np.array([[1, 2, 1 / 3, 5], [1 / 2, 1, 4, 1 / 2], [3, 1 / 4, 1, 1], [1 / 5, 2, 1, 1]])
    audit = audited([matrix], "ideal", tests="copy")
    assert not audit.passed
    assert audit.rows["theorem"].isna().all()
    assert rated([matrix], "ideal", None, ("copy",)).passed


@law
@given(st.sampled_from(MODES), judged(smallest=3))
def test_every_witness_reverses_its_pair_when_evaluated_again(mode, case):
    """A witness is the problem of changed judgements, and anyone finds its pair in the other order."""
    matrices, weights = case
    audit = audited(matrices, mode, weights)
    for witness in audit.witnesses:
        first, second = witness.pair
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
            after = mn.evaluate(witness.problem, mn.ahp(mode), weights)
        assert audit.baseline.ranks[first] < audit.baseline.ranks[second]
        assert after.ranks[first] > after.ranks[second]
        assert witness.problem.performance.sum(axis=0) == pytest.approx(1.0)
    assert audit.passed == (not audit.witnesses)


def test_every_row_says_that_it_is_through_judgements():
    """So do the bounds; and the scale's limit is stated where it might matter."""
    _, whole = belton_and_gear()
    audit = audited(whole, "ideal")
    assert tuple(dict.fromkeys(audit.rows["test"])) == TESTS
    assert audit.rows["search"].str.endswith("through judgements").all()
    assert audit.rows.set_index("test").loc[["addition", "replacement"], "search"].str.contains("1/9 to 9").all()
    assert "judged" in audit.bounds_rule
    assert not (audit.rows["verdict"] == "proved")[audit.rows["test"].isin(["addition", "replacement"])].any()


def test_names_in_another_order_change_nothing():
    """Judgements are matched to the problem by name, alternatives and criteria."""
    _, whole = belton_and_gear()
    judgements = named(whole[:, :3, :3])
    problem = mn.problem_from_judgements(judgements)
    turned = {
        criterion: mn.Judgements.from_frame(judgements[criterion].to_frame().loc[list("CAB"), list("CAB")])
        for criterion in reversed(judgements)
    }
    one, other = (audit_rank_reversal(problem, "ahp", judgements=given).rows for given in (judgements, turned))
    assert one[COUNTS].equals(other[COUNTS])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("matrix", [[[1.0]], [[1, 3], [1 / 3, 1]], [[1, 1], [1, 1]]])
def test_one_and_two_alternatives_have_defined_answers(mode, matrix):
    """One alternative has no pair; the two of a pair are compared with a third."""
    audit = audited([matrix, np.ones_like(matrix)], mode)
    rows = audit.rows.set_index("change")
    assert audit.passed
    assert (rows.loc[["any one", "any subset", "one that is not first by a worse one"], "variants"] == 0).all()
    assert rows.loc["a phantom alternative", "variants"] == 3 * 16 * len(matrix)
    assert audit.probability[["reversal", "winner"]].notna().all(axis=None)
