"""Sets and distributions of weights: what they contain, how they are drawn, and what is no set at all."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import heavy_law, law, simplex_floats

import mcda_nato as mn
from mcda_nato.arrays import Buffers
from mcda_nato.preferences.samplers import FixedSampler, resolve_sampler

N = 20_000
NAMES = ("cost", "risk", "speed", "reach", "trust")


def sampler_of(weights, names=NAMES):
    return resolve_sampler(weights, names)


def drawn(weights, names=NAMES, count=N, seed=0):
    """Draw scenarios, a row each."""
    return sampler_of(weights, names).draw(np.random.default_rng(seed), count, Buffers()).T.copy()


def quasi(weights, names=NAMES, count=1 << 13):
    """Transform a quasi-random sequence, a row a scenario."""
    sampler = sampler_of(weights, names)
    points = scipy.stats.qmc.Sobol(max(sampler.dimension, 1), rng=0).random(count)
    return sampler.transform(np.ascontiguousarray(points[:, : sampler.dimension].T)).T


def assert_mean(values, expected, sigmas=5.0):
    error = np.std(values) / math.sqrt(len(values))
    assert abs(np.mean(values) - expected) <= sigmas * error + 1e-12, (np.mean(values), expected, error)


# Uniform on what constraints leave: against rejection from the whole simplex.

SETS = {
    "whole": mn.Simplex(),
    "lower": mn.Simplex(lower={"cost": 0.2, "risk": 0.1}),
    "upper": mn.Simplex(upper={"cost": 0.3, "trust": 0.25}),
    "between": mn.Simplex(lower={"cost": 0.1}, upper={"cost": 0.4, "speed": 0.5}),
    "complete order": mn.Simplex(order=["risk", "cost", "speed", "reach", "trust"]),
    "partial order": mn.Simplex(order=["risk", "cost"]),
    "two chains": mn.Simplex(order=[["risk", "cost"], ["risk", "speed", "trust"]]),
    "ratio": mn.Simplex(ratios={("cost", "risk"): (1, 3)}),
    "two ratios": mn.Simplex(ratios={("cost", "risk"): (0.5, 2), ("speed", "reach"): (1, math.inf)}),
    "everything": mn.Simplex(
        lower={"cost": 0.05}, upper={"trust": 0.4}, order=["risk", "cost"], ratios={("reach", "speed"): (0.5, 4)}
    ),
}
SETS_AS_FEW = {name: weights for name, weights in SETS.items() if name != "whole"}


def satisfies(weights, points, slack=0.0, names=NAMES):
    """Say which points meet every constraint, written out by hand."""
    at = {name: points[:, j] for j, name in enumerate(names)}
    chains = [weights.order] if all(isinstance(name, str) for name in weights.order) else weights.order
    met = [points >= -slack for points in points.T]
    met += [at[name] >= bound - slack for name, bound in weights.lower.items()]
    met += [at[name] <= bound + slack for name, bound in weights.upper.items()]
    met += [at[a] >= at[b] - slack for chain in chains for a, b in pairwise(chain)]
    met += [at[a] >= low * at[b] - slack for (a, b), (low, _) in weights.ratios.items()]
    limited = {pair: high for pair, (_, high) in weights.ratios.items() if high not in (None, math.inf)}
    met += [at[a] <= high * at[b] + slack * max(high, 1) for (a, b), high in limited.items()]
    return np.all(met, axis=0)


@cache
def simplex_points():
    return np.random.default_rng(99).dirichlet(np.ones(len(NAMES)), 600_000)


@cache
def rejected(name):
    """Return points of the set found by rejection: at most as many as are drawn."""
    points = simplex_points()
    found = points[satisfies(SETS[name], points)][:N]
    assert len(found) > 1000
    return found


@cache
def directions():
    rng = np.random.default_rng(7)
    return np.vstack([np.eye(len(NAMES)), rng.standard_normal((8, len(NAMES)))])


def is_distributed_as(ours, theirs, level=1e-4):
    """Two samples agree on every coordinate and in random directions."""
    for direction in directions():
        assert scipy.stats.ks_2samp(ours @ direction, theirs @ direction).pvalue > level / len(directions())


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_sampled_uniformly(name):
    points = drawn(SETS[name])
    assert satisfies(SETS[name], points, 1e-9).all()
    np.testing.assert_allclose(points.sum(axis=1), 1, rtol=1e-12)
    is_distributed_as(points, rejected(name))


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_sampled_uniformly_from_quasi_random_points_too(name):
    points = quasi(SETS[name])
    assert satisfies(SETS[name], points, 1e-9).all()
    is_distributed_as(points, rejected(name), level=1e-6)


@pytest.mark.parametrize("name", SETS)
def test_control_normalised_uniforms_are_not_uniform_on_a_set(name):
    uniforms = np.random.default_rng(0).random((600_000, len(NAMES)))
    points = uniforms / uniforms.sum(axis=1, keepdims=True)
    points = points[satisfies(SETS[name], points)][:N]
    with pytest.raises(AssertionError):
        is_distributed_as(points, rejected(name))


def test_control_clipped_weights_are_not_uniform_on_a_set():
    """Drawing from the whole simplex and moving to the bounds is no uniform draw."""
    points = simplex_points()[:N].clip(max=[0.3, 1, 1, 1, 0.25])
    with pytest.raises(AssertionError):
        is_distributed_as(points / points.sum(axis=1, keepdims=True), rejected("upper"))


@pytest.mark.parametrize("name", SETS)
def test_the_centre_is_the_mean(name):
    centre = sampler_of(SETS[name]).centre
    assert centre.sum() == pytest.approx(1)
    for j, values in enumerate(drawn(SETS[name]).T):
        assert_mean(values, centre[j])


# Closed forms.


@pytest.mark.parametrize("n", [2, 3, 6, 7, 8, 12, 30])
def test_a_complete_order_has_the_means_of_order_statistics(n):
    """The k-th most important of n has mean weight (1/k + ... + 1/n) / n."""
    names = [f"C{j}" for j in range(n)]
    points = drawn(mn.Simplex(order=names), names)
    assert (np.diff(points, axis=1) <= 1e-15).all()
    for k, values in enumerate(points.T, start=1):
        assert_mean(values, sum(1 / j for j in range(k, n + 1)) / n)
    assert sampler_of(mn.Simplex(order=names), names).independent


@pytest.mark.parametrize("n", [2, 5, 7, 8, 12, 30])
def test_lower_bounds_shift_and_shrink_the_simplex(n):
    """With bounds l of sum L the weights are l + (1 - L) times flat ones."""
    names = [f"C{j}" for j in range(n)]
    least = {name: (j + 1) / (n * (n + 1)) for j, name in enumerate(names)}
    points = drawn(mn.Simplex(lower=least), names)
    flat = (points - list(least.values())) / 0.5
    assert flat.min() > -1e-12
    for values in flat.T:
        assert_mean(values, 1 / n)
        assert_mean((values - 1 / n) ** 2, (n - 1) / (n**2 * (n + 1)))
    assert sampler_of(mn.Simplex(lower=least), names).independent


def test_a_ratio_of_two_criteria_is_an_interval():
    """A ratio from 1 to 3 means a weight from 1/2 to 3/4, uniformly."""
    points = drawn(mn.Simplex(ratios={("a", "b"): (1, 3)}), ("a", "b"))
    assert scipy.stats.kstest(points[:, 0], scipy.stats.uniform(0.5, 0.25).cdf).pvalue > 1e-4


@law
@given(mean=simplex_floats(4), concentration=st.floats(0.5, 200))
def test_a_dirichlet_has_its_mean_and_variance(mean, concentration):
    """Mean m and variance m (1 - m) / (concentration + 1)."""
    assume(min(mean) * concentration > 0.2)  # else too skew for an error from the sample
    points = drawn(mn.Dirichlet(mean, concentration), NAMES[:4], count=2000)
    for values, m in zip(points.T, mean, strict=True):
        assert_mean(values, m, sigmas=7)
        assert_mean((values - m) ** 2, m * (1 - m) / (concentration + 1), sigmas=9)


def test_a_dirichlet_of_concentration_n_about_equal_weights_is_the_simplex():
    is_distributed_as(drawn(mn.Dirichlet(None, 5)), drawn(mn.Simplex(), seed=1))


@pytest.mark.parametrize("spread", [0.01, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("mean", [[0.2] * 5, [0.5, 0.2, 0.1, 0.1, 0.1], [0.4, 0.6, 0, 0, 0]], ids=str)
def test_around_has_its_spread_as_largest_standard_deviation(mean, spread):
    points = drawn(mn.around(mean, spread), count=50_000)
    deviations = points.std(axis=0)
    assert deviations.max() == pytest.approx(spread, rel=0.03)
    for values, m in zip(points.T, mean, strict=True):
        assert_mean(values, m)
    assert (points[:, np.array(mean) == 0] == 0).all()


@pytest.mark.parametrize(
    "weights", [mn.Dirichlet(None, 3), mn.Dirichlet([0.7, 0.1, 0.1, 0.1, 0], 8), mn.around(None, 0.1)]
)
def test_a_distribution_is_the_same_from_quasi_random_points(weights):
    is_distributed_as(quasi(weights), drawn(weights), level=1e-6)


@pytest.mark.parametrize("concentration", [1e-6, 0.01, 0.1, 1e6, 1e12])
def test_extreme_distributions_are_still_weights(concentration):
    for points in (drawn(mn.Dirichlet(None, concentration)), quasi(mn.Dirichlet(None, concentration))):
        assert np.isfinite(points).all()
        np.testing.assert_allclose(points.sum(axis=1), 1, rtol=1e-12)
        assert np.abs(points.mean(axis=0) - 0.2).max() < 0.03


# Too large to triangulate: hit-and-run.

TEN = tuple(f"C{j}" for j in range(10))
CAPPED = mn.Simplex(upper=dict.fromkeys(TEN, 0.3))


def chains(weights, names, blocks=24, count=4096):
    """Return the draws of independent blocks, ``(blocks, count, n)``."""
    sampler = sampler_of(weights, names)
    return np.array([sampler.draw(np.random.default_rng([5, b]), count, Buffers()).T.copy() for b in range(blocks)])


def test_hit_and_run_agrees_with_closed_forms_within_the_spread_of_blocks():
    """Ten weights of at most 0.3: symmetric means, second moments and tails from rejection."""
    walks = chains(CAPPED, TEN)
    points = np.random.default_rng(0).dirichlet(np.ones(10), 400_000)
    points = points[points.max(axis=1) <= 0.3]
    assert len(points) / 400_000 == pytest.approx(1 - 10 * 0.7**9 + 45 * 0.4**9 - 120 * 0.1**9, abs=0.005)
    for statistic in (lambda w: w, lambda w: w**2, lambda w: w > 0.25, lambda w: w < 0.02):
        means = statistic(walks).mean(axis=1)
        error = means.std(axis=0, ddof=1) / math.sqrt(len(means))
        assert (np.abs(means.mean(axis=0) - statistic(points).mean()) < 5 * error + 1e-3).all()
    assert (np.abs(walks.mean(axis=(0, 1)) - 0.1) < 5 * walks.mean(axis=1).std(axis=0) / math.sqrt(24)).all()


def test_hit_and_run_fills_a_thin_set():
    """Five weights fixed but for 1e-4: half of the whole is left for the others, ordered, as if on its own."""
    thin = mn.Simplex(
        lower=dict.fromkeys(TEN[:5], 0.09995), upper=dict.fromkeys(TEN[:5], 0.10005), order=[TEN[5:8]]
    )  # fmt: skip
    walks = chains(thin, TEN)
    points = walks.reshape(-1, 10)
    assert satisfies(thin, points, 1e-9, TEN).all()
    np.testing.assert_allclose(points.sum(axis=1), 1, rtol=1e-12)
    rest = np.random.default_rng(0).dirichlet(np.ones(5), 200_000) / 2
    rest[:, :3] = np.sort(rest[:, :3], axis=1)[:, ::-1]
    means = walks[:, :, 5:].mean(axis=1)
    error = means.std(axis=0, ddof=1) / math.sqrt(len(means))
    assert (np.abs(means.mean(axis=0) - rest.mean(axis=0)) < 5 * error + 2e-3).all()
    np.testing.assert_allclose(points[:, 5:].std(axis=0), rest.std(axis=0), rtol=0.1)


def test_hit_and_run_agrees_with_a_triangulation_on_the_same_set():
    """Sets that are small enough for both."""
    for name in ("upper", "everything"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mcda_nato.preferences.samplers.LARGEST_TRIANGULATION", (0, 0))
            patch.setattr("mcda_nato.preferences.samplers._as_simplex", lambda body: None)
            sampler = sampler_of(SETS[name])
            assert not sampler.independent
            walks = chains(SETS[name], NAMES)
        means = walks.mean(axis=1)
        error = means.std(axis=0, ddof=1) / math.sqrt(len(means))
        assert (np.abs(means.mean(axis=0) - sampler_of(SETS[name]).centre) < 5 * error + 1e-4).all()


def test_scenarios_of_a_walk_are_not_called_independent():
    sampler = sampler_of(CAPPED, TEN)
    assert not sampler.independent
    assert sampler.dimension is None
    with pytest.raises(mn.WeightsError, match="quasi-random"):
        sampler.transform(np.full((9, 1), 0.5))
    with pytest.raises(mn.SweepError, match="quasi-random"):
        mn.sweep(mn.DecisionProblem(np.eye(10), [1] * 10, criteria=TEN), n=10, weights=CAPPED, sampling="sobol")


def test_a_sweep_of_dependent_scenarios_has_errors_from_their_spread():
    """Shares on the symmetric problem are equal within the stated error, which is not missing."""
    problem = mn.DecisionProblem(np.eye(10), [1] * 10, criteria=TEN)
    found = mn.sweep(problem, "weighted_sum", n=200_000, weights=CAPPED)
    first, error = found.rank_acceptability[1], found.standard_error[1]
    assert error.notna().all()
    assert (error > 0).all()
    assert (np.abs(first - 0.1) < 6 * error).all()
    assert found.provenance["error_from"] != "independent scenarios"


# Degenerate sets.


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (mn.Simplex(lower={"cost": 0.4, "risk": 0.6}), [0.4, 0.6, 0, 0, 0]),
        (mn.Simplex(upper=dict.fromkeys(NAMES, 0.2)), [0.2] * 5),
        (mn.Simplex(lower={"trust": 1}), [0, 0, 0, 0, 1]),
        (mn.Simplex(upper=dict.fromkeys(NAMES[:3], 0), ratios={("reach", "trust"): (3, 3)}), [0, 0, 0, 0.75, 0.25]),
    ],
    ids=["lower", "upper", "one", "equations"],
)  # fmt: skip
def test_a_set_of_one_point_is_that_point(weights, expected):
    for points in (drawn(weights, count=50), quasi(weights, count=64)):
        np.testing.assert_allclose(points, [expected] * len(points), atol=1e-9)


def test_an_equality_leaves_a_set_of_lower_dimension():
    """Twice as important exactly, and a weight fixed at 0.3: the rest is uniform."""
    weights = mn.Simplex(lower={"cost": 0.3}, upper={"cost": 0.3}, ratios={("risk", "speed"): (2, 2)})
    points = drawn(weights)
    np.testing.assert_allclose(points[:, 0], 0.3, atol=1e-9)
    np.testing.assert_allclose(points[:, 1], 2 * points[:, 2], atol=1e-9)
    shares = points[:, [1, 3, 4]] * [1.5, 1, 1] / 0.7  # flat on three
    for values in shares.T:
        assert scipy.stats.kstest(values, scipy.stats.beta(1, 2).cdf).pvalue > 1e-4


def test_orders_that_meet_at_the_ends_are_equalities():
    points = drawn(mn.Simplex(order=[["cost", "risk"], ["risk", "cost"]]))
    np.testing.assert_allclose(points[:, 0], points[:, 1], atol=1e-9)


@pytest.mark.parametrize("width", [1e-3, 1e-6, 1e-8, 1e-10])
def test_a_thin_set_is_drawn_from_at_once(width):
    points = drawn(mn.Simplex(lower={"cost": 0.3}, upper={"cost": 0.3 + width}))
    assert np.abs(points[:, 0] - 0.3 - width / 2).max() <= width / 2 + 1e-9
    assert_mean(points[:, 1], 0.7 / 4)


def test_one_criterion_has_the_weight_one():
    for weights in (mn.Simplex(), mn.Simplex(lower={"cost": 0.5}), mn.Simplex(order=["cost"]), mn.Dirichlet([1], 3)):
        assert (drawn(weights, ("cost",), count=10) == 1).all()


def test_bounds_that_do_not_bind_change_nothing_but_the_path():
    loose = mn.Simplex(lower=dict.fromkeys(NAMES, 0), upper=dict.fromkeys(NAMES, 1))
    is_distributed_as(drawn(loose), rejected("whole"))


def test_fixed_weights_are_the_same_in_every_scenario():
    sampler = FixedSampler(np.array([0.2, 0.8]))
    assert (sampler.draw(np.random.default_rng(0), 5, Buffers()).T == [0.2, 0.8]).all()
    assert sampler.dimension == 0


@cache
def constraints_of(n):
    """Constraints of every kind, most of which hold somewhere."""
    name = st.sampled_from(NAMES[:n])
    bounds = st.sampled_from([0, 0.05, 0.1, 0.2, 0.25, 1 / 3, 0.5, 0.9, 1.0])
    pairs = st.tuples(name, name).filter(lambda pair: pair[0] != pair[1])
    limits = st.tuples(st.sampled_from([0, 0.5, 1, 2]), st.sampled_from([2, 3, 9])).filter(lambda x: x[0] <= x[1])
    chain = st.lists(name, min_size=1, max_size=n, unique=True)
    return st.builds(
        mn.Simplex,
        lower=st.dictionaries(name, bounds.map(lambda b: b / 2), max_size=2),
        upper=st.dictionaries(name, bounds, max_size=2),
        order=st.lists(chain, max_size=2),
        ratios=st.dictionaries(pairs, limits, max_size=2),
    )


simplices = st.integers(2, 5).flatmap(lambda n: st.tuples(st.just(NAMES[:n]), constraints_of(n)))


@heavy_law(40)  # linear programmes for every constraint
@given(case=simplices)
def test_every_draw_is_in_the_set_or_the_set_is_refused(case):
    """And refused is only what no point of the simplex satisfies."""
    names, weights = case
    try:
        points = drawn(weights, names, count=200)
    except mn.WeightsError:
        flat = np.random.default_rng(0).dirichlet(np.ones(len(names)), 2000)
        assert not satisfies(weights, flat, names=names).any()
        return
    assert satisfies(weights, points, 1e-8, names).all()
    assert points.min() >= 0
    np.testing.assert_allclose(points.sum(axis=1), 1, rtol=1e-9)
    assert satisfies(weights, sampler_of(weights, names).centre[None], 1e-8, names).all()


# Infeasible sets name the conflict, and nothing else.

CONFLICTS = {
    "lower": (
        mn.Simplex(lower={"cost": 0.6, "risk": 0.5, "speed": 0.05}, upper={"trust": 0.9}),
        ["'cost' >= 0.6", "'risk' >= 0.5"], ["speed", "trust"],
    ),
    "upper": (
        mn.Simplex(lower={"cost": 0.01}, upper=dict.fromkeys(NAMES, 0.15)),
        [f"'{name}' <= 0.15" for name in NAMES], ["0.01"],
    ),
    "between": (
        mn.Simplex(lower={"cost": 0.4}, upper={"cost": 0.3, "risk": 0.5}),
        ["'cost' >= 0.4", "'cost' <= 0.3"], ["risk"],
    ),
    "order and bounds": (
        mn.Simplex(lower={"cost": 0.6}, upper={"speed": 0.5}, order=["risk", "cost", "trust"]),
        ["'cost' >= 0.6", "'risk' >= 'cost'"], ["speed", "trust"],
    ),
    "circular ratios": (
        mn.Simplex(
            ratios={("cost", "risk"): (2, 3), ("risk", "speed"): (2, 3), ("speed", "cost"): (2, 3)},
            lower={"cost": 0.01},
        ),
        ["'cost' / 'risk' >= 2", "'risk' / 'speed' >= 2", "'speed' / 'cost' >= 2"], ["trust"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("weights", "named", "innocent"), CONFLICTS.values(), ids=CONFLICTS)
def test_an_infeasible_set_names_its_conflict(weights, named, innocent):
    with pytest.raises(mn.WeightsError) as found:
        sampler_of(weights)
    message = str(found.value)
    assert [words for words in named if words not in message] == []
    assert [words for words in innocent if words in message] == []


def test_a_contradiction_of_one_criterion_is_named_too():
    with pytest.raises(mn.WeightsError, match=r"'cost' <= 0\.3"):
        sampler_of(mn.Simplex(upper={"cost": 0.3}), ("cost",))


def test_nearly_contradictory_bounds_are_refused():
    """Bounds whose sum exceeds one by 1e-7 leave nothing."""
    with pytest.raises(mn.WeightsError, match="cost"):
        sampler_of(mn.Simplex(lower={"cost": 0.5, "risk": 0.5 + 1e-7}))


# What is no set.

ONE = {"cost": 0.5}
BAD = {
    "lower of no criterion": (mn.Simplex(lower={"costs": 0.5}), ["lower", "'costs'", "did you mean 'cost'"]),
    "upper of no criterion": (mn.Simplex(upper={"price": 0.5}), ["upper", "'price'", "'risk'"]),
    "order of no criterion": (mn.Simplex(order=["cost", "risks"]), ["order", "'risks'", "'risk'"]),
    "ratio of no criterion": (mn.Simplex(ratios={("cost", "risks"): (1, 2)}), ["ratios", "'risks'"]),
    "lower of a number": (mn.Simplex(lower={1: 0.5}), ["lower", "'1'"]),
    "lower a list": (mn.Simplex(lower=[0.1] * 5), ["lower", "mapping"]),
    "lower None": (mn.Simplex(lower=None), ["lower", "None"]),
    "bound above 1": (mn.Simplex(lower={"cost": 1.5}), ["lower of 'cost'", "1.5"]),
    "bound in percent": (mn.Simplex(upper={"cost": 30}), ["upper of 'cost'", "30"]),
    "bound negative": (mn.Simplex(lower={"cost": -0.1}), ["lower of 'cost'", "-0.1"]),
    "bound NaN": (mn.Simplex(lower={"cost": math.nan}), ["lower of 'cost'", "nan"]),
    "bound text": (mn.Simplex(lower={"cost": "high"}), ["lower of 'cost'", "'high'"]),
    "bound missing": (mn.Simplex(lower={"cost": None}), ["lower of 'cost'", "missing"]),
    "bound a bool": (mn.Simplex(lower={"cost": True}), ["lower of 'cost'", "True"]),
    "bound a list": (mn.Simplex(lower={"cost": [0.1, 0.2]}), ["lower of 'cost'"]),
    "order one name": (mn.Simplex(order="cost"), ["order", "'cost'"]),
    "order a number": (mn.Simplex(order=3), ["order", "3"]),
    "order mixed": (mn.Simplex(order=["cost", ["risk"]]), ["order"]),
    "order twice": (mn.Simplex(order=["cost", "risk", "cost"]), ["twice", "'cost'"]),
    "ratio to itself": (mn.Simplex(ratios={("cost", "cost"): (1, 2)}), ["ratios", "different"]),
    "ratio of three": (mn.Simplex(ratios={("cost", "risk", "speed"): (1, 2)}), ["ratios", "pair"]),
    "ratio of one name": (mn.Simplex(ratios={"cost": (1, 2)}), ["ratios", "pair"]),
    "ratio a number": (mn.Simplex(ratios={("cost", "risk"): 2}), ["'cost' to 'risk'", "(lowest, highest)"]),
    "ratio reversed": (mn.Simplex(ratios={("cost", "risk"): (3, 1)}), ["'cost' / 'risk'", "3", "1"]),
    "ratio negative": (mn.Simplex(ratios={("cost", "risk"): (-1, 1)}), ["'cost' / 'risk'", "-1"]),
    "ratio infinite": (mn.Simplex(ratios={("cost", "risk"): (math.inf, math.inf)}), ["'cost' / 'risk'", "inf"]),
    "ratio NaN": (mn.Simplex(ratios={("cost", "risk"): (1, math.nan)}), ["'cost' / 'risk'", "nan"]),
    "mean of wrong length": (mn.Dirichlet([0.5, 0.5], 3), ["2 weights for 5"]),
    "mean of wrong sum": (mn.Dirichlet([1] * 5, 3), ["sum to 5"]),
    "mean of wrong names": (mn.Dirichlet(ONE, 3), ["'risk'"]),
    "mean of many scenarios": (mn.Dirichlet(np.full((2, 5), 0.2), 3), ["one set of weights"]),
    "concentration zero": (mn.Dirichlet(None, 0), ["positive"]),
    "concentration negative": (mn.Dirichlet(None, -1), ["concentration", "-1"]),
    "concentration NaN": (mn.Dirichlet(None, math.nan), ["concentration", "nan"]),
    "concentration infinite": (mn.Dirichlet(None, math.inf), ["concentration", "inf"]),
    "concentration text": (mn.Dirichlet(None, "high"), ["concentration", "'high'"]),
    "spread zero": (mn.around(None, 0), ["positive"]),
    "spread too large": (mn.around(None, 0.45), ["spread", "0.45", "0.4 "]),
    "spread about a vertex": (mn.around([1, 0, 0, 0, 0], 0.1), ["spread", "0.1"]),
}


@pytest.mark.parametrize(("weights", "parts"), BAD.values(), ids=BAD)
def test_what_is_no_set_is_refused(weights, parts):
    with pytest.raises(mn.WeightsError) as found:
        sampler_of(weights)
    message = str(found.value) + " "
    assert [part for part in parts if part not in message] == []
    assert len(message) < 1000


@pytest.mark.parametrize("spread", [-0.1, 0.6, math.nan, "wide", None, True])
def test_a_spread_that_is_none_is_refused_at_once(spread):
    with pytest.raises(mn.WeightsError, match="spread"):
        mn.around(None, spread)


def test_means_are_given_in_any_form_that_weights_take():
    mean = dict(zip(NAMES, [0.1, 0.2, 0.3, 0.2, 0.2], strict=True))
    forms = [mean, pd.Series(mean)[::-1], list(mean.values()), np.array(list(mean.values()))]
    points = [drawn(mn.Dirichlet(form, 9), count=10) for form in forms]
    assert all(other.tobytes() == points[0].tobytes() for other in points)
    judged = mn.Judgements.from_pairs({("cost", "risk"): 3})
    assert sampler_of(mn.Dirichlet(judged, 9), ("cost", "risk")).centre == pytest.approx([0.75, 0.25])


def test_bounds_and_orders_are_given_as_series_and_tuples_too():
    a = drawn(mn.Simplex(lower=pd.Series({"cost": 0.2}), order=("risk", "speed")), count=10)
    b = drawn(mn.Simplex(lower={"cost": 0.2}, order=[["risk", "speed"]]), count=10)
    assert a.tobytes() == b.tobytes()


# Within so much of given weights.

GIVEN = [0.4, 0.3, 0.2, 0.1, 0.0]


def allowed(points, weights, share, slack=1e-9):
    """Say which points differ by no more than is allowed, written out by hand."""
    weights = np.array(weights)
    most = weights * float(share[:-1]) / 100 if isinstance(share, str) else np.full(len(weights), share)
    return (np.abs(points - weights) <= most + slack).all(axis=1)


@pytest.mark.parametrize("share", ["20%", "5.5 %", "300%", 0.05, 0.3, 1])
def test_within_is_uniform_on_the_weights_that_differ_by_no_more(share):
    weights = [0.3, 0.25, 0.2, 0.15, 0.1]
    points = drawn(mn.within(weights, share))
    assert allowed(points, weights, share).all()
    inside = simplex_points()[allowed(simplex_points(), weights, share, slack=0.0)][:N]
    if len(inside) > 200:
        is_distributed_as(points, inside)


def test_control_a_wider_set_leaves_these_limits():
    assert not allowed(drawn(mn.within(GIVEN, "21%")), GIVEN, "20%").all()


def test_within_takes_weights_in_every_form():
    """By name it is a plain Simplex of bounds at once; in order as soon as the criteria are known."""
    named = dict(zip(NAMES, GIVEN, strict=True))
    expected = mn.Simplex(
        {name: w * 0.8 for name, w in named.items()}, {name: w * 1.2 for name, w in named.items()}
    ).constraints(NAMES)  # fmt: skip
    for form in (named, pd.Series(named)[::-1], GIVEN, tuple(GIVEN), np.array(GIVEN)):
        found = mn.within(form, "20%")
        assert isinstance(found, mn.Simplex)
        rows = {words: (row.tolist(), bound) for words, row, bound in found.constraints(NAMES)}
        assert rows.keys() == {words for words, *_ in expected}
        for words, row, bound in expected:
            assert rows[words][0] == row.tolist()
            assert rows[words][1] == pytest.approx(bound, abs=1e-15)
    assert mn.within(named, "20%").lower["cost"] == pytest.approx(0.32)
    judged = mn.Judgements.from_pairs({("cost", "risk"): 3})
    assert mn.within(judged, 0.05).upper == pytest.approx({"cost": 0.8, "risk": 0.3})
    assert mn.within(None, 0.1).constraints(("cost", "risk"))[2][2] == pytest.approx(-0.4)


def test_a_weight_of_zero_stays_zero_within_a_percentage_and_moves_within_a_number():
    assert (drawn(mn.within(GIVEN, "50%"))[:, 4] == 0).all()
    assert drawn(mn.within(GIVEN, 0.1))[:, 4].max() > 0.08


def test_bounds_are_clipped_at_zero_and_one():
    found = mn.within({"cost": 0.9, "risk": 0.1}, 0.3)
    assert (found.lower["risk"], found.upper["cost"]) == (0.0, 1.0)
    assert mn.within({"cost": 0.9, "risk": 0.1}, "200%").lower == {"cost": 0.0, "risk": 0.0}


@pytest.mark.parametrize("share", ["0%", 0])
def test_within_nothing_are_the_weights_themselves(share):
    np.testing.assert_allclose(drawn(mn.within(GIVEN, share), count=10), [GIVEN] * 10, rtol=0, atol=1e-12)


def test_sweeps_and_exact_shares_take_it_and_agree():
    problem = mn.load_models()
    near = mn.within(mn.load_profiles()["urgent_security"], "20%")
    exact = mn.acceptance(problem, "weighted_sum", weights=near).first_rank
    found = mn.sweep(problem, "weighted_sum", weights=near, n=200_000)
    assert (exact - found.first_rank).abs().max() < 5 * found.standard_error.max().max()
    assert 0.1 < exact["Strategic Partnership"] < 0.9


@pytest.mark.parametrize(
    "share",
    ["20", "-20%", "+20%", "%", "20%%", "a fifth", "1e3%", "9999999%", "0.2", -0.1, 1.1, math.nan, None, True, [1]],
)
def test_what_is_no_share_is_refused_at_once(share):
    need = r"within takes a percentage of each weight, such as '20%', or a number from 0 to 1, got "
    with pytest.raises(mn.WeightsError, match=need) as found:
        mn.within(GIVEN, share)
    meant = " (did you mean '20%'?)" if str(share) == "20" else ""
    assert str(found.value).endswith(f"got {share!r}{meant}")


def test_weights_that_are_none_are_refused():
    with pytest.raises(mn.WeightsError, match=r"sum to 0\.9, not 1"):
        mn.within({"cost": 0.9}, "20%")
    with pytest.raises(mn.WeightsError, match="2 weights for 5 criteria"):
        sampler_of(mn.within([0.5, 0.5], "20%"))
    with pytest.raises(mn.WeightsError, match="not a table of scenarios"):
        sampler_of(mn.within([GIVEN, GIVEN], "20%"))
    with pytest.raises(mn.WeightsError, match="unknown 'a'"):
        sampler_of(mn.within({"a": 0.5, "risk": 0.5}, "20%"))
