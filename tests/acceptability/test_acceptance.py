"""What is read off the counts: indices, errors and intervals."""

import math
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sizes import in_full, sized
from strategies import law

import mcda_nato as mn
from mcda_nato.acceptability.acceptance import acceptance_from_counts
from mcda_nato.acceptability.counts import WEIGHT_UNIT, Counts

INDEPENDENT = {"error_from": "independent scenarios", "method": "a method"}


def counts_of(orders, *, pairwise=True):
    """Return counts of scenarios with these ranks and how often, at equal weights of two criteria."""
    m = len(next(iter(orders)))
    found = Counts.empty(m, 2, pairwise=pairwise)
    found.weights = np.zeros((m, 2), dtype=object)
    for order, times in orders.items():
        ranks = np.array(order)
        found.n += times
        found.ranks[np.arange(m), ranks - 1] += times
        if pairwise:
            found.wins += times * (ranks[:, None] < ranks[None, :])
        first = ranks == 1
        found.both_first += times * np.outer(first, first)
        found.weights[first] += times * round(0.5 / WEIGHT_UNIT)
    found.orders = dict(orders)
    return found


def acceptance(orders, groups=(), names=None, provenance=INDEPENDENT, **options):
    m = len(next(iter(orders)))
    problem = mn.DecisionProblem(np.arange(2.0 * m).reshape(m, 2), [1, 1], names)
    baseline = mn.evaluate(problem)
    confidence = np.full(m, np.nan)
    return acceptance_from_counts(
        counts_of(orders, **options), baseline, list(groups), confidence, separated=None, provenance=dict(provenance)
    )


ORDERS = {(1, 2, 3): 5, (1, 1, 3): 3, (2, 1, 3): 2}


def test_indices_of_a_small_example():
    found = acceptance(ORDERS)
    assert found.n == 10
    assert found.rank_acceptability.to_numpy().tolist() == [[0.8, 0.2, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert found.rank_acceptability.columns.tolist() == [1, 2, 3]
    assert found.pairwise_winning.to_numpy().tolist() == [[0, 0.5, 1], [0.2, 0, 1], [0, 0, 0]]
    assert found.pairwise_ties.to_numpy().tolist() == [[0, 0.3, 0], [0.3, 0, 0], [0, 0, 0]]
    assert found.expected_rank.tolist() == [1.2, 1.5, 3]
    assert found.central_weights.iloc[0].tolist() == [0.5, 0.5]
    assert found.central_weights.iloc[2].isna().all()
    assert found.orderings.to_dict() == {"A1 > A2 > A3": 0.5, "A1 = A2 > A3": 0.3, "A2 > A1 > A3": 0.2}
    assert found.best == ("A1",)
    assert found.first_counts == (8, 5, 0)
    assert not found.exact
    shares = np.array([8, 5]) / 13
    assert found.entropy == pytest.approx(-(shares * np.log2(shares)).sum())


def test_the_result_is_frozen_and_labelled():
    found = acceptance(ORDERS, names=["x", "y", "z"])
    with pytest.raises(FrozenInstanceError):
        found.n = 11
    for part in ("rank_acceptability", "pairwise_winning", "central_weights", "standard_error"):
        assert getattr(found, part).index.tolist() == ["x", "y", "z"]
    assert found.pairwise_winning.columns.tolist() == ["x", "y", "z"]
    assert found.central_weights.columns.tolist() == ["C1", "C2"]
    assert found.confidence_factors.index.tolist() == ["x", "y", "z"]


def test_the_largest_share_may_be_shared():
    assert acceptance({(1, 2): 5, (2, 1): 5}).best == ("A1", "A2")
    assert acceptance({(1, 1): 5}).best == ("A1", "A2")


def test_entropy_is_zero_for_a_certain_winner_and_one_bit_for_a_coin():
    assert acceptance({(1, 2): 7}).entropy == 0
    assert math.copysign(1, acceptance({(1, 2): 7}).entropy) == 1
    assert acceptance({(1, 2): 5, (2, 1): 5}).entropy == 1
    assert acceptance({(1, 1): 5}).entropy == 1


def test_a_tidy_frame_has_a_row_for_each_alternative_and_rank():
    found = acceptance(ORDERS)
    frame = found.to_frame()
    assert frame.columns.tolist() == ["alternative", "rank", "share", "standard_error"]
    assert len(frame) == 9
    for _, row in frame.iterrows():
        assert row["share"] == found.rank_acceptability.loc[row["alternative"], row["rank"]]
        assert row["standard_error"] == found.standard_error.loc[row["alternative"], row["rank"]]
    assert frame["rank"].dtype.kind == "i"


def test_without_pairs_there_are_none():
    found = acceptance(ORDERS, pairwise=False)
    assert found.pairwise_winning.isna().all(axis=None)
    assert found.pairwise_ties.isna().all(axis=None)
    assert found.expected_rank.tolist() == [1.2, 1.5, 3]


# Orderings as texts.


def test_orderings_keep_their_whole_share_whatever_the_names():
    """Two orderings whose texts would read alike are still two."""
    found = acceptance({(1, 2, 3): 6, (2, 3, 1): 4}, names=["a", "b", "a > b"])
    assert found.orderings.sum() == pytest.approx(1)
    assert sorted(found.orderings) == [0.4, 0.6]


def test_orderings_are_listed_by_their_share():
    found = acceptance({(3, 2, 1): 1, (1, 2, 3): 4, (2, 1, 3): 2})
    assert found.orderings.tolist() == [4 / 7, 2 / 7, 1 / 7]
    assert found.orderings.index.name == "ordering"


# Errors.


@law
@given(k=st.integers(0, 50), n=st.integers(1, 50))
def test_standard_errors_of_independent_scenarios_are_binomial(k, n):
    k = min(k, n)
    found = acceptance({order: times for order, times in {(1, 2): k, (2, 1): n - k}.items() if times})
    expected = math.sqrt(k / n * (1 - k / n) / n)
    assert found.standard_error.iloc[0, 0] == pytest.approx(expected, abs=1e-15)


def test_standard_errors_of_dependent_scenarios_are_from_the_spread_of_groups():
    """Of groups of one size: the standard deviation of their means over the root of their number."""
    parts = [{(1, 2): k, (2, 1): 10 - k} for k in (3, 5, 7, 6)]
    total = {(1, 2): 21, (2, 1): 19}
    found = acceptance(total, groups=[counts_of(part) for part in parts])
    expected = np.std([0.3, 0.5, 0.7, 0.6], ddof=1) / 2
    assert found.standard_error.iloc[0, 0] == pytest.approx(expected)


def test_the_spread_of_one_group_is_unknown():
    found = acceptance(ORDERS, groups=[counts_of(ORDERS)])
    assert found.standard_error.isna().all(axis=None)


# Clopper and Pearson's intervals with Bonferroni's correction.


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
@pytest.mark.parametrize("counts", [(10, 0), (0, 10), (3, 7), (1, 0), (999_983, 17)], ids=str)
def test_intervals_are_those_of_scipy_at_a_share_of_the_level(counts, level):
    orders = {order: times for order, times in {(1, 2): counts[0], (2, 1): counts[1]}.items() if times}
    found = acceptance(orders).confidence_intervals(level)
    assert found.columns.tolist() == ["low", "high"]
    for k, (_, interval) in zip(counts, found.iterrows(), strict=True):
        expected = binomtest(k, sum(counts)).proportion_ci(1 - (1 - level) / 2, method="exact")
        np.testing.assert_allclose(interval, [expected.low, expected.high], rtol=1e-6)  # of its root finder


@law
@given(times=st.lists(st.integers(0, 40), min_size=6, max_size=6).filter(any), level=st.floats(0.5, 0.999))
def test_intervals_hold_the_share_and_widen_with_the_level(times, level):
    ranks = [(1, 2, 3), (2, 1, 3), (3, 2, 1), (1, 1, 3), (1, 1, 1), (2, 3, 1)]
    found = acceptance({order: count for order, count in zip(ranks, times, strict=True) if count})
    narrow, wide = found.confidence_intervals(level), found.confidence_intervals(level + (1 - level) / 2)
    share = found.rank_acceptability[1]
    assert ((narrow["low"] <= share) & (share <= narrow["high"])).all()
    assert ((wide["low"] >= 0) & (wide["low"] <= narrow["low"])).all()
    assert ((narrow["high"] <= wide["high"]) & (wide["high"] <= 1)).all()
    assert (narrow["low"][share == 0] == 0).all()
    assert (narrow["high"][share == 1] == 1).all()
    assert (narrow["high"][share == 0] > 0).all()  # where the standard error is 0 too


@in_full
def test_intervals_hold_all_at_once_as_often_as_they_say():
    """Over a hundred sweeps of a symmetric problem, three hundred in full; the default level included."""
    problem, held, sweeps = mn.DecisionProblem(np.eye(3), [1] * 3), 0, sized(100, 300)
    for seed in range(sweeps):
        intervals = mn.sweep(problem, "weighted_sum", n=200, rng=seed).confidence_intervals()
        held += bool(((intervals["low"] <= 1 / 3) & (intervals["high"] >= 1 / 3)).all())
    assert held >= 0.93 * sweeps


@pytest.mark.exhaustive
def test_one_thousand_sweeps_hold_the_analytic_shares():
    """At least 999 in a thousand, at the level 0.999."""
    problem, method = mn.DecisionProblem([[1, 0], [0, 0.5]], [1, 1]), mn.weighted_sum(mn.fixed(0, 1))
    held = 0
    for seed in range(1000):
        intervals = mn.sweep(problem, method, n=10_000, rng=seed).confidence_intervals(0.999)
        held += bool(((intervals["low"] <= [2 / 3, 1 / 3]) & (intervals["high"] >= [2 / 3, 1 / 3])).all())
    assert held >= 997


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, math.nan, "95%", None, True])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(mn.McdaError, match="level"):
        acceptance(ORDERS).confidence_intervals(level)


def test_intervals_of_dependent_scenarios_are_refused():
    found = acceptance(ORDERS, provenance={"error_from": "spread of replicates or blocks"})
    with pytest.raises(mn.McdaError, match="standard_error"):
        found.confidence_intervals()
    quasi = mn.sweep(mn.load_models(), n=100, sampling="sobol")
    with pytest.raises(mn.McdaError, match="independent"):
        quasi.confidence_intervals()


# Central weights and what is missing.


def test_what_is_undefined_is_missing_not_zero():
    problem = mn.DecisionProblem([[2, 2], [1, 1]], [1, 1])
    found = mn.sweep(problem, "weighted_sum", n=100)
    assert found.central_weights.loc["A2"].isna().all()
    assert np.isnan(found.confidence_factors["A2"])
    assert found.confidence_factors["A1"] == 1


def test_a_confidence_factor_is_the_share_at_the_central_weights():
    """With uncertain cells: as a sweep at exactly these weights finds it, within sampling error."""
    rng = np.random.default_rng(0)
    table = rng.uniform(1, 9, (4, 3))
    problem = mn.DecisionProblem(table, [1, 1, -1], low=table - 1, high=table + 1)
    found = mn.sweep(problem, n=50_000, cells="uniform")
    for name, weights in found.central_weights.dropna().iterrows():
        own = mn.sweep(problem, n=50_000, cells="uniform", weights=weights / weights.sum(), rng=1)
        share = own.rank_acceptability.loc[name, 1]
        error = math.sqrt(2 * max(share * (1 - share), 1e-4) / 50_000)
        assert abs(found.confidence_factors[name] - share) < 5 * error + 1e-4


# Shown.


def test_the_text_of_a_result_says_how_sure_it_is():
    text = repr(mn.sweep(mn.load_models(), n=1000))
    assert "1,000 scenarios" in text
    assert "standard error" in text
    assert "Strategic Partnership" in text
    assert "topsis" in text


def test_hostile_names_do_not_break_the_text():
    text = repr(acceptance(ORDERS, names=["a\x1b[31m", "b\nc", "z"]))
    assert "\x1b" not in text
    assert isinstance(acceptance(ORDERS).orderings, pd.Series)
