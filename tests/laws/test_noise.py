"""Noise in the last place changes no answer: every method and analysis, and a control with a real difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LARGEST_CODE, heavy_law, law

import mcda_nato as mn

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

METHODS = {
    "topsis": mn.topsis(),
    "topsis-minmax": mn.topsis("minmax"),
    "topsis-fixed": mn.topsis(mn.fixed(0, 10), 1, 0),
    "weighted_sum": mn.weighted_sum(),
    "weighted_sum-vector": mn.weighted_sum("vector"),
    "ahp": mn.ahp(),
    "ahp-ideal": mn.ahp("ideal"),
}
LINEAR = ["weighted_sum", "weighted_sum-vector", "ahp", "ahp-ideal"]
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@st.composite
def noisy_problems(draw, largest=5):
    """Return a problem of codes from 1, and the same with each value moved by up to one unit in its last place."""
    m, n = draw(st.integers(2, largest)), draw(st.integers(2, 3))
    codes = st.integers(1, LARGEST_CODE)
    table = np.array(draw(st.lists(codes, min_size=m * n, max_size=m * n)), dtype=float).reshape(m, n)
    signs = draw(st.lists(st.sampled_from([1, -1]), min_size=n, max_size=n))
    moves = np.array(draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=m * n, max_size=m * n))).reshape(m, n)
    return mn.DecisionProblem(table, signs), mn.DecisionProblem(table + moves * np.spacing(table), signs)


@every_method
@law
@given(noisy_problems())
def test_noise_changes_no_rank_and_no_tie(method, both):
    plain, noisy = (mn.evaluate(problem, method) for problem in both)
    assert plain.ranks.equals(noisy.ranks)
    np.testing.assert_allclose(plain.scores, noisy.scores, rtol=0, atol=1e-12)
    assert plain.notes == noisy.notes


@every_method
@heavy_law(10)
@given(noisy_problems(4))
def test_noise_changes_no_share(method, both):
    plain, noisy = (mn.sweep(problem, method, n=400) for problem in both)
    assert plain.rank_acceptability.equals(noisy.rank_acceptability)
    assert plain.pairwise_ties.equals(noisy.pairwise_ties)


@pytest.mark.parametrize("name", LINEAR)
@heavy_law(10)
@given(noisy_problems(4))
def test_noise_changes_no_exact_share(name, both):
    plain, noisy = (mn.acceptance(problem, METHODS[name]) for problem in both)
    np.testing.assert_allclose(plain.rank_acceptability, noisy.rank_acceptability, rtol=0, atol=1e-9)
    assert plain.pairwise_ties.equals(noisy.pairwise_ties)


@every_method
@heavy_law(5)
@given(noisy_problems(3))
def test_noise_changes_no_flip_and_no_interval(method, both):
    flips = [mn.nearest_flip(problem, method) for problem in both]
    assert flips[0].distance == pytest.approx(flips[1].distance, rel=1e-6, abs=1e-9)
    cells = [mn.nearest_cell_flip(problem, method) for problem in both]
    assert cells[0].distance == pytest.approx(cells[1].distance, rel=1e-6, abs=1e-9)
    held = [mn.weight_stability(problem, method).to_frame()[["winner_low", "winner_high"]] for problem in both]
    np.testing.assert_allclose(*held, rtol=0, atol=1e-9)


@every_method
@heavy_law(5)
@given(noisy_problems(4))
def test_noise_changes_no_verdict_on_reversals_and_no_possible_rank(method, both):
    tests = ["removal", "copy", "transitivity"]
    plain, noisy = (mn.audit_rank_reversal(problem, method, tests=tests).rows for problem in both)
    counts = ["verdict", "variants", "reversals", "winner_changes", "ties_broken", "kendall"]
    assert plain[counts].equals(noisy[counts])
    plain, noisy = (mn.possible_ranks(problem, method).ranks for problem in both)
    assert plain.equals(noisy)


@every_method
def test_a_sum_and_its_value_are_one_value_in_every_analysis(method):
    """0.1 + 0.2 beside 0.3, where the other criteria are equal: a tie in every scenario."""
    problem = mn.DecisionProblem([[0.1 + 0.2, 1, 2], [0.3, 1, 2], [0.2, 2, 1]], [1, 1, 1])
    ranking = mn.evaluate(problem, method)
    assert ranking.ranks["A1"] == ranking.ranks["A2"]
    found = mn.sweep(problem, method, n=500)
    assert found.first_rank["A1"] == found.first_rank["A2"]
    assert found.pairwise_ties.loc["A1", "A2"] == 1.0
    assert found.pairwise_winning.loc["A1", "A2"] == found.pairwise_winning.loc["A2", "A1"] == 0.0
    assert mn.possible_ranks(problem, method).necessary_preference.loc[["A1", "A2"], ["A1", "A2"]].all(axis=None)


def test_control_bare_arrays_are_taken_as_they_are():
    """What the problem settles TOPSIS ranks 1 and 2, and so would every sweep."""
    table = [[0.1 + 0.2, 1], [0.3, 1]]
    with pytest.warns(mn.ConstantCriterionWarning):
        assert mn.topsis()(table, [1, 1], [0.5, 0.5]).tolist() == [1.0, 0.0]
    assert mn.evaluate(mn.DecisionProblem(table, [1, 1])).ranks.tolist() == [1, 1]


@every_method
def test_control_what_is_no_noise_is_a_difference(method):
    """The same with a relative difference of 1e-9, which is far beyond the tolerance of ties."""
    problem = mn.DecisionProblem([[0.3 * (1 + 1e-9), 1, 2], [0.3, 1, 2], [0.2, 2, 1]], [1, 1, 1])
    ranking = mn.evaluate(problem, method)
    assert ranking.ranks["A1"] < ranking.ranks["A2"]
    assert mn.sweep(problem, method, n=500).pairwise_winning.loc["A1", "A2"] > 0.5


def test_control_a_relative_difference_of_1e_12_is_a_difference_where_the_tie_rule_can_see_it():
    problem = mn.DecisionProblem([[1 + 1e-12], [1], [1 - 1e-12]], [1])
    assert mn.evaluate(problem, "weighted_sum").ranks.tolist() == [1, 2, 3]  # min-max sees the column alone


def test_cells_that_are_drawn_are_not_settled_anew():
    """Settled are the ends of intervals; between them every value stands for itself."""
    low, mode, high = np.array([[0.1 + 0.2], [0.5]]), np.array([[0.3 + 1e-9], [0.5]]), np.array([[0.4], [0.5]])
    problem = mn.DecisionProblem(mode, [1], low=np.minimum(low, mode), high=high)
    shares = mn.sweep(problem, "weighted_sum", n=200, cells="uniform").first_rank
    assert shares.tolist() == [0.0, 1.0]


def test_a_witness_and_a_case_are_problems_that_evaluate_agrees_with():
    """They are made of what was compared, so that anyone finds the same in them."""
    table = np.array([[0.1 + 0.2, 4, 2], [0.3, 2, 4], [0.2, 5, 1], [0.5, 1, 3]])
    problem = mn.DecisionProblem(table, [1, 1, 1])
    audit = mn.audit_rank_reversal(problem, "ahp")
    assert audit.witnesses
    for witness in audit.witnesses:
        first, second = witness.pair
        ranks = mn.evaluate(witness.problem, "ahp").ranks
        assert ranks[first] > ranks[second]
        assert len(witness._new_ratings()) <= 1
    unsure = problem.replace(low=np.subtract(table, [0.1, 0, 0]), high=np.add(table, [0.1, 0, 0]))
    found = mn.possible_ranks(unsure, "ahp")
    for name in unsure.alternatives:
        for case in (found.best_case(name), found.worst_case(name)):
            assert mn.evaluate(case.problem, "ahp", case.weights).ranks[name] == case.rank
            assert case.provenance["problem"] == found.provenance["problem"]
