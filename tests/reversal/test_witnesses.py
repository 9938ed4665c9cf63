"""Witnesses: problems that anyone can evaluate, in which a pair is the other way round."""

import numpy as np
import pytest
from auditing import METHODS, assert_real, audited, random_case
from pymcdm import methods as pymcdm_methods

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal


def witnesses_checked(seed, count):
    rng, seen = np.random.default_rng(seed), set()
    for _ in range(count):
        problem, weights = random_case(rng)
        for method in METHODS.values():
            audit = audited(problem, method, weights)
            assert_real(problem, method, weights, audit)
            assert audit.passed == (not audit.witnesses)
            assert {found.test for found in audit.witnesses} == set(
                audit.rows.loc[audit.rows["verdict"] == "reversed", "test"]
            )
            seen |= {found.test for found in audit.witnesses}
    return seen


def test_every_witness_is_real():
    """Anyone who evaluates a witness finds its pair reversed, and a smaller removal reverses nothing."""
    assert witnesses_checked(4, 12) >= {"removal", "copy", "replacement", "addition", "recomposition"}


@pytest.mark.exhaustive
def test_every_witness_is_real_in_full():
    assert witnesses_checked(5, 1000) == {
        "removal", "copy", "replacement", "addition", "transitivity", "recomposition",
    }  # fmt: skip


def test_witnesses_of_methods_of_pymcdm_are_real():
    rng = np.random.default_rng(6)
    problem = mn.DecisionProblem(rng.integers(1, 10, (5, 4)), [1, -1, 1, 1])
    for wrapped in (pymcdm_methods.VIKOR(), pymcdm_methods.PROMETHEE_II("usual")):
        method = mn.from_pymcdm(wrapped)
        audit = audited(problem, method)
        assert_real(problem, method, None, audit)


def test_intervals_and_terms_of_the_others_stay():
    problem = mn.load_models()
    for found in audit_rank_reversal(problem, tests=["removal", "addition"]).witnesses:
        for name in found.pair:
            i, k = problem.alternatives.index(name), found.problem.alternatives.index(name)
            assert (problem.low[i] == found.problem.low[k]).all()
            assert (problem.high[i] == found.problem.high[k]).all()
            assert problem.terms[i] == found.problem.terms[k]
