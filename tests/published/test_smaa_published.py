"""Published and analytic acceptabilities, pairwise winning indices and central weights.

Those printed by other programs are random: they are compared at five of their
own standard errors joined with ours; closed forms at five of ours.
"""

import json
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from places import CASES

import mcda_nato as mn

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

N = 400_000
RAW = mn.weighted_sum(mn.fixed(0, 1))  # values as they are, without normalisation


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"], found["recomputed"]


def assert_share(got, expected, n, other=math.inf):
    """Hold shares of n scenarios to true ones, or to those of another sample."""
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    error = np.sqrt(expected * (1 - expected) * (1 / n + 1 / other))
    assert (np.abs(got - expected) <= 5 * error + 1e-12).all(), (got, expected)


def assert_within(got, expected, tolerance):
    np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance)


def table(matrix, **options):
    return mn.DecisionProblem(matrix, [1] * len(matrix[0]), **options)


def entropy(shares):
    return -sum(p * math.log2(p) for p in shares if p > 0)


# Closed forms.


def test_two_alternatives_on_two_criteria():
    """The first leads with probability 2/3; central weights are the means of two intervals."""
    given, published, recomputed = case("smaa-analytic-2x2")
    found = mn.sweep(table(given["matrix"]), RAW, n=N)
    assert_share(found.rank_acceptability, published["rank_acceptability"], N)
    assert_share(found.pairwise_winning.iloc[0, 1], published["pwi_A_B"], N)
    assert_within(found.central_weights, published["central_weights"], 5 * 0.2 / math.sqrt(N / 3))
    assert_share(found.rank_acceptability, recomputed["monte_carlo"], N, recomputed["scenarios"])
    assert found.confidence_factors.tolist() == [1, 1]
    error = found.standard_error.to_numpy()
    assert (np.abs(found.rank_acceptability.to_numpy() - published["rank_acceptability"]) <= 5 * error).all()


@pytest.mark.parametrize("weights", [mn.Simplex(), mn.Dirichlet(None, 9), mn.Simplex(lower={"C1": 0.2})], ids=repr)
def test_a_dominated_alternative_and_a_duplicate(weights):
    """Competition ranks: both copies are always first, nobody is second."""
    given, published, recomputed = case("smaa-analytic-dominance-and-duplicates")
    found = mn.sweep(table(given["matrix"]), RAW, n=1000, weights=weights)
    competition = published["competition_rank"]
    assert found.rank_acceptability[1].tolist() == competition["first_rank_acceptability"]
    assert found.rank_acceptability[1].sum() == competition["sum_of_first_rank"]
    assert found.rank_acceptability.loc["A2", 3] == competition["third_rank_of_dominated"]
    assert found.rank_acceptability.to_numpy().tolist() == recomputed["competition"]
    assert found.pairwise_winning.loc["A1", "A3"] == published["pwi_strict_between_duplicates"]
    half = found.pairwise_winning + found.pairwise_ties / 2
    assert half.loc["A1", "A3"] == published["pwi_half_credit_between_duplicates"]
    assert found.central_weights.loc["A2"].isna().all()
    assert published["central_weight_of_dominated"] is None


def test_two_alternatives_with_normal_performances():
    """Fixed weights and uncertain cells: a normal distribution function."""
    given, published, recomputed = case("smaa-analytic-gaussian-criteria")
    mean, sd, w = (np.array(given[key]) for key in ("mean_difference", "sd_per_alternative", "weights"))
    problem = table([mean, [0, 0]])
    found = mn.sweep(problem, RAW, n=N, weights=w, cells=scipy.stats.norm(problem.performance, [sd, sd]))
    expected = scipy.stats.norm.cdf((w @ mean) / math.sqrt(2 * (w**2 @ sd**2)))
    assert_within(expected, published["P_A_first"], 1e-11)
    assert_share(found.rank_acceptability.iloc[0, 0], expected, N)
    assert_share(found.rank_acceptability.iloc[0, 0], recomputed["monte_carlo"], N, recomputed["scenarios"])
    assert_share(found.confidence_factors, [expected, 1 - expected], 2**16)

    one = mn.sweep(table([[1], [0]]), RAW, n=N, cells=scipy.stats.norm([[1], [0]], 1))
    assert_share(one.rank_acceptability.iloc[0, 0], published["single_criterion_delta_1_sd_1"], N)
    same = mn.sweep(table([[0, 0]] * 4), RAW, n=N, weights=w, cells=scipy.stats.norm(np.zeros((4, 2)), sd))
    assert_share(same.rank_acceptability, 0.25, N)


@pytest.mark.parametrize("method", [RAW, mn.weighted_sum(), mn.topsis("minmax")], ids=str)
@pytest.mark.parametrize("m", [3, 4])
def test_the_identity(m, method):
    """Every ordering is as likely as any other; the central weight of one's own criterion is the largest spacing."""
    given, published, recomputed = {3: case("smaa-analytic-identity-3"), 4: case("smaa-analytic-identity-4")}[m]
    found = mn.sweep(table(given["matrix"]), method, n=N)
    assert_share(found.rank_acceptability, 1 / m, N)
    assert_within(1 / m, published["rank_acceptability_value"], 1e-11)
    assert_share(found.rank_acceptability, recomputed["monte_carlo"], N, recomputed["scenarios"])
    off = ~np.eye(m, dtype=bool)
    assert_share(found.pairwise_winning.to_numpy()[off], published["pairwise_winning_index"], N)
    own, other = (
        float(Fraction(published["central_weight_own_fraction"])),
        Fraction(published["central_weight_other_fraction"]),
    )
    assert_within(published["central_weight_own"], own, 1e-11)
    central = found.central_weights.to_numpy()
    assert_within(np.diagonal(central), own, 5 * 0.15 / math.sqrt(N / m))
    assert_within(central[off], float(other), 5 * 0.15 / math.sqrt(N / m))
    assert (found.confidence_factors == published["confidence_factor"]).all()
    assert_within(found.entropy, published["choice_entropy_bits"], 1e-4)
    assert_within(entropy(found.orderings), published["ranking_entropy_bits"], 1e-3)
    assert len(found.orderings) == math.factorial(m)


def closed_form(d):
    """Return P(w.d > 0) for distinct differences and flat weights, exactly."""
    d = [Fraction(x) for x in d]
    return sum(
        x ** (len(d) - 1) / math.prod(x - y for j, y in enumerate(d) if j != i) for i, x in enumerate(d) if x > 0
    )


def wins(d, n=N):
    """Sweep two alternatives whose values differ by d."""
    found = mn.sweep(table([np.maximum(d, 0), np.maximum(-np.array(d), 0)]), RAW, n=n)
    return found.pairwise_winning.iloc[0, 1]


def test_pairwise_winning_indices():
    given, published, recomputed = case("smaa-analytic-pairwise-winning-closed-form")
    assert given["rule"]
    for one, simulated in zip(published["cases"], recomputed["monte_carlo"], strict=True):
        exact = closed_form(one["d"])
        assert exact == Fraction(one["P_fraction"])
        assert_share(wins(one["d"]), float(exact), N)
        assert_share(wins(one["d"]), simulated, N, recomputed["scenarios"])
    repeated = published["repeated_entries"]
    assert_share(wins([1, 1, -1]), repeated["(1,1,-1)"], N)
    assert_share(wins([1, -1, -1]), repeated["(1,-1,-1)"], N)
    for n in (2, 5, 9):
        assert_share(wins([1] * (n - 1) + [-1]), 1 - 2.0 ** -(n - 1), N)


def test_moments_of_flat_weights_by_way_of_a_sweep():
    """One alternative for each criterion and one certain value read the moments off the indices."""
    given, published, recomputed = case("smaa-analytic-simplex-sampler-moments")
    n = given["n"]
    alone = mn.sweep(table([[1.0] * n]), RAW, n=N)
    assert_within(alone.central_weights.iloc[0], published["mean"], 5 * math.sqrt(published["variance"] / N))
    half = mn.sweep(table([[1] + [0] * (n - 1), [0.5] * n]), RAW, n=N)  # the first leads where its weight is above 1/2
    assert_share(half.rank_acceptability.iloc[0, 0], published["P_w1_gt_05"], N)
    largest = mn.sweep(table(np.eye(n)), RAW, n=N).central_weights.to_numpy()
    assert_within(np.diagonal(largest).mean(), published["expected_max"], 5 * 0.12 / math.sqrt(N))
    smallest = mn.sweep(table(1 - np.eye(n)), RAW, n=N).central_weights.to_numpy()
    assert_within(np.diagonal(smallest).mean(), published["expected_min"], 5 * 0.04 / math.sqrt(N))
    for key in ("mean", "variance", "expected_max", "expected_min", "P_w1_gt_05"):
        simulated = {"expected_max": "emax", "expected_min": "emin"}.get(key, key)
        assert_within(recomputed[simulated], published[key], 1e-3)

    uniforms = np.random.default_rng(0).random((N, 2))
    trap = mn.sweep(table([[0, 1], [0.75, 0.75]]), RAW, weights=mn.rescale(uniforms))
    wrong = published["normalised_uniforms_of_two_below_a_quarter"]
    assert_share(trap.rank_acceptability.iloc[0, 0], wrong, N)
    right = mn.sweep(table([[0, 1], [0.75, 0.75]]), RAW, n=N).rank_acceptability.iloc[0, 0]
    assert_share(right, 0.25, N)


# Printed by other programs.


def test_rsmaa_counts_wins():
    """Nine samples of ten, missing values where one is never first, and mean weights where all are equal."""
    given, published, recomputed = case("smaa-rsmaa-pwi-counting")
    weights = np.zeros((given["samples"], 2))
    weights[:, 0] = np.arange(given["samples"]) < given["wins_of_the_first"]
    weights[:, 1] = 1 - weights[:, 0]
    found = mn.sweep(table([[1, 0], [0, 1]]), RAW, weights=weights)
    assert found.pairwise_winning.to_numpy().tolist() == published["pwi"] == recomputed["pwi"]
    never = mn.sweep(table([[1, 1], [0, 0]]), RAW, weights=weights)
    assert published["never_first_central_weight"] == published["never_first_confidence_factor"] == "NA"
    assert never.central_weights.loc["A2"].isna().all()
    assert np.isnan(never.confidence_factors["A2"])
    with pytest.warns(mn.ConstantCriterionWarning):
        equal = mn.sweep(table([[1, 1, 1]] * 2), RAW, n=N)
    assert (equal.rank_acceptability[1] == 1).all()
    assert_within(equal.central_weights, [published["all_equal_central_weights"]] * 2, 5 * 0.24 / math.sqrt(N))


WEIGHTS = {
    "free": lambda given: mn.Simplex(),
    "ordinal": lambda given: mn.Simplex(order=given["order"]),
    "exact": lambda given: [float(Fraction(w)) for w in given["weights"]],
}


@pytest.mark.parametrize("kind", WEIGHTS)
def test_thrombolytics(kind):
    """Beta-distributed criteria under flat, ordered and exact weights: shares, central weights, confidence factors."""
    given, published, recomputed = case("smaa-thrombolytics-distributions")
    a, b = np.moveaxis(np.array([given["beta_parameters"][name] for name in given["alternatives"]]), 2, 0)
    problem = mn.DecisionProblem(a / (a + b), [-1] * 3, given["alternatives"], given["criteria"])
    method = mn.weighted_sum(mn.fixed(given["low"], given["high"]))
    found = mn.sweep(problem, method, n=N, weights=WEIGHTS[kind](given), cells=scipy.stats.beta(a, b))
    for other in (published, recomputed):
        shares = other[kind]["ra1"]
        assert_share(found.rank_acceptability[1], shares, N, other["scenarios"])
        spread = 5 * 0.25 / np.sqrt(np.array(shares)[:, None] * other["scenarios"])  # of a mean over the wins
        assert (np.abs(found.central_weights.to_numpy() - other[kind]["cw"]) <= spread).all()
        moved = 5 * 0.25 / math.sqrt(min(shares) * other["scenarios"])  # factors move with the central weights
        assert_within(found.confidence_factors, other[kind]["cf"], moved)


class Ordinal:
    """Values of which only the orders are known: sorted uniform numbers divided by their sum."""

    def __init__(self, places):
        self.places = places

    def ppf(self, u):
        """Give the k-th best alternative of each criterion its k-th largest value."""
        values = -np.sort(-u, axis=1) / u.sum(axis=1, keepdims=True)
        return np.take_along_axis(values, np.broadcast_to(self.places, u.shape), axis=1)

    def __repr__(self):
        return f"Ordinal({self.places.tolist()})"


def ordinal_problem(given):
    names = ["A1", "A2", "A3", "A4"]
    orders = given["orders_best_to_worst"]
    places = np.array([[orders[c].index(name) for c in given["criteria_order"]] for name in names])
    return mn.DecisionProblem(4 - places, [1] * 4, names, given["criteria_order"]), Ordinal(places)


@pytest.mark.parametrize("kind", ["with_order", "without_order"])
def test_decisor_zero_ordinal_acceptability(kind):
    """A prior of one's own for cells and weights, by a distribution and a table."""
    given, published, recomputed = case("scenario-decisorzero-ordinal-acceptability")
    problem, cells = ordinal_problem(given)
    uniforms = np.random.default_rng(0).random((N, 4))
    weights = mn.rescale(-np.sort(-uniforms, axis=1) if kind == "with_order" else uniforms)
    found = mn.sweep(problem, RAW, weights=weights, cells=cells)
    shares = found.rank_acceptability
    assert_share(shares, np.array(recomputed[f"{kind}_rank_pct"]) / 100, N, recomputed["scenarios"])
    printed = 100 / published["scenarios"] ** 0.5  # percent, of the largest spread
    if kind == "with_order":
        assert_within(shares * 100, published["with_order_rank_pct"], 2.5 * printed + 0.05)
        duel = found.pairwise_winning.loc["A1", "A2"]
        assert_share(duel, recomputed["duel_A1_A2"], N, recomputed["scenarios"])
        assert_within(duel, published["duel_A1_A2"], 2.5 / published["scenarios"] ** 0.5)
    else:
        assert_within(shares[1] * 100, published["without_order_first_pct"], 2.5 * printed + 0.05)
    for other in (published, recomputed):
        spread = 5 * 1.5 / math.sqrt(other["scenarios"])
        assert_within(found.expected_rank, other[f"{kind}_expected_rank"], spread)


def test_control_flat_weights_are_another_prior_than_the_published_one():
    given, _, recomputed = case("scenario-decisorzero-ordinal-acceptability")
    problem, cells = ordinal_problem(given)
    found = mn.sweep(problem, RAW, n=N, cells=cells, weights=mn.Simplex(order=given["criteria_order"]))
    with pytest.raises(AssertionError):
        assert_share(found.rank_acceptability, np.array(recomputed["with_order_rank_pct"]) / 100, N, 800_000)


def test_the_ordinal_values_are_those_of_a_plain_loop():
    problem, cells = ordinal_problem(case("scenario-decisorzero-ordinal-acceptability")[0])
    u = np.random.default_rng(1).random((1, 4, 4))
    values = pd.DataFrame(cells.ppf(u)[0], problem.alternatives, problem.criteria)
    assert values["Price"].sort_values(ascending=False).index.tolist() == ["A4", "A2", "A1", "A3"]
    np.testing.assert_allclose(values.sum(), 1)
    assert Counter(np.round(values["Area"], 12)) == Counter(np.round(u[0, :, 1] / u[0, :, 1].sum(), 12))
