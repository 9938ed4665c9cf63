"""Draws against closed forms, with a control that must fail: normalised uniforms are not uniform on the simplex."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.acceptability.scenario_draws import _open
from mcda_nato.preferences import sampling

N = 40_000
SIZES = [2, 3, 5, 9, 10, 30]


def flat(n, count=N, seed=0):
    """Draw from the simplex as the package does."""
    return sampling.simplex(np.random.default_rng(seed).random((n - 1, count)))


def normalised_uniforms(n, count=N, seed=0):
    """Draw as one must not: uniforms divided by their sum."""
    columns = np.random.default_rng(seed).random((n, count))
    return columns / columns.sum(axis=0)


def assert_mean(values, expected, sigmas=5.0):
    """Hold the mean of independent draws to the expected one within its own error."""
    error = values.std() / np.sqrt(len(values))
    assert abs(values.mean() - expected) <= sigmas * error + 1e-12, (values.mean(), expected, error)


# The flat distribution on the simplex.


def has_moments_of_the_flat_simplex(columns):
    """Mean 1/n, variance (n - 1) / (n^2 (n + 1)), covariance -1 / (n^2 (n + 1))."""
    n = len(columns)
    for w in columns:
        assert_mean(w, 1 / n)
        assert_mean((w - 1 / n) ** 2, (n - 1) / (n**2 * (n + 1)))
    assert_mean((columns[0] - 1 / n) * (columns[-1] - 1 / n), -1 / (n**2 * (n + 1)))


def has_marginals_of_the_flat_simplex(columns):
    """Each weight has a beta distribution, P(w > c) = (1 - c)^(n - 1)."""
    n = len(columns)
    for w in columns:
        assert scipy.stats.kstest(w, scipy.stats.beta(1, n - 1).cdf).pvalue > 1e-4 / n


def has_order_statistics_of_the_flat_simplex(columns):
    """Hold the mean of the k-th largest weight to (1/k + ... + 1/n) / n."""
    n = len(columns)
    for k, w in enumerate(np.sort(columns, axis=0)[::-1], start=1):
        assert_mean(w, sum(1 / j for j in range(k, n + 1)) / n)


def has_uniform_ratios(columns):
    """Of any two weights the share of the first in their sum is uniform."""
    shares = columns[0] / (columns[0] + columns[1])
    assert scipy.stats.kstest(shares, "uniform").pvalue > 1e-4


LAWS = [
    has_moments_of_the_flat_simplex,
    has_marginals_of_the_flat_simplex,
    has_order_statistics_of_the_flat_simplex,
    has_uniform_ratios,
]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("check", LAWS, ids=lambda f: f.__name__)
def test_the_simplex_is_sampled_uniformly(check, n):
    check(flat(n))


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("check", LAWS, ids=lambda f: f.__name__)
def test_control_normalised_uniforms_are_not_uniform(check, n):
    with pytest.raises(AssertionError):
        check(normalised_uniforms(n))


def test_control_normalised_uniforms_of_two_fall_below_a_quarter_once_in_six():
    below = (normalised_uniforms(2)[0] < 0.25).astype(float)
    assert_mean(below, 1 / 6)
    assert_mean((flat(2)[0] < 0.25).astype(float), 1 / 4)


@law
@given(uniforms=st.lists(st.floats(0, 1, exclude_max=True), min_size=0, max_size=12))
def test_points_of_the_simplex_are_spacings(uniforms):
    """Non-negative, with sum 1, and the differences of the sorted uniforms."""
    column = np.array(uniforms)[:, None]
    points = sampling.simplex(column.copy())[:, 0]
    assert points.min() >= 0
    assert abs(points.sum() - 1) <= 4e-16 * len(points)
    assert points.tolist() == np.diff([0.0, *sorted(uniforms), 1.0]).tolist()


def test_a_simplex_of_one_is_a_point():
    assert (flat(1) == 1).all()


@pytest.mark.parametrize("d", [1, 2, 7, 8, 9, 20])
def test_scenarios_are_transformed_one_by_one(d):
    """A column does not depend on the others, however they are sorted."""
    uniforms = np.random.default_rng(0).random((d, 50))
    together = sampling.simplex(uniforms.copy())
    alone = np.hstack([sampling.simplex(uniforms[:, [s]].copy()) for s in range(50)])
    assert together.tobytes() == alone.tobytes()


def test_uniforms_are_kept_strictly_inside():
    kept = _open(np.array([0.0, 0.5, 1.0, 1e-300, 1 - 2.0**-53]))
    assert kept.min() > 0
    assert kept.max() < 1
    assert kept[1] == 0.5


# Triangulated polytopes.

SQUARE = np.array([[[0, 0], [1, 0], [0, 1]], [[1, 1], [1, 0], [0, 1]]], dtype=float)


def test_a_square_of_two_triangles_is_sampled_uniformly():
    uniforms = np.random.default_rng(0).random((3, N))
    x, y = sampling.triangulated(SQUARE, np.array([0.5, 1.0]), uniforms)
    for coordinate in (x, y):
        assert scipy.stats.kstest(coordinate, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(x, y)[0, 1]) < 5 / np.sqrt(N)
    assert scipy.stats.kstest((x + y) / 2, scipy.stats.triang(0.5).cdf).pvalue > 1e-4


def test_parts_are_met_as_often_as_their_volume_says():
    uniforms = np.random.default_rng(0).random((3, N))
    x, y = sampling.triangulated(SQUARE, np.array([0.2, 1.0]), uniforms)
    assert_mean((x + y < 1).astype(float), 0.2)


def test_a_uniform_of_nearly_one_still_finds_a_part():
    """Cumulative shares may end just below 1 by rounding."""
    uniforms = np.full((3, 1), 1 - 2.0**-53)
    assert np.isfinite(sampling.triangulated(SQUARE, np.array([0.5, 1 - 2.0**-52]), uniforms)).all()


def test_corners_are_combined_as_weighted_means():
    corners = np.random.default_rng(0).dirichlet(np.ones(5), 4)
    shares = flat(4, 100)
    np.testing.assert_allclose(sampling.combine(corners, shares), corners.T @ shares, rtol=1e-14)


# Dirichlet.


@pytest.mark.parametrize("shape", [[1, 1, 1], [0.2, 0.3, 0.5], [2, 3, 4, 1], [30, 20, 50], [1e-3, 0.5, 2]], ids=str)
def test_gamma_shares_have_the_moments_of_a_dirichlet_distribution(shape):
    """Mean a / A, variance m (1 - m) / (A + 1) and the covariance between."""
    shape = np.array(shape, dtype=float)
    columns = sampling.gamma_shares(np.random.default_rng(0), shape, N)
    mean, total = shape / shape.sum(), shape.sum()
    np.testing.assert_allclose(columns.sum(axis=0), 1, rtol=1e-14)
    for w, m in zip(columns, mean, strict=True):
        assert_mean(w, m)
        assert_mean((w - m) ** 2, m * (1 - m) / (total + 1))
    cross = (columns[-1] - mean[-1]) * (columns[-2] - mean[-2])
    assert_mean(cross, -mean[-1] * mean[-2] / (total + 1))
    for w, a in zip(columns, shape, strict=True):
        if a > 0.1:
            assert scipy.stats.kstest(w, scipy.stats.beta(a, total - a).cdf).pvalue > 1e-5


@pytest.mark.parametrize("shape", [1e-3, 1e-8, 1e-300, 1e8, 1e12])
def test_gamma_shares_are_finite_for_any_shape(shape):
    columns = sampling.gamma_shares(np.random.default_rng(0), np.full(3, shape), 2000)
    assert np.isfinite(columns).all()
    np.testing.assert_allclose(columns.sum(axis=0), 1, rtol=1e-14)
    assert_mean(columns[0], 1 / 3)


# Triangular cells.


@pytest.mark.parametrize("mode", [0.0, 0.3, 1.0])
def test_triangular_quantiles_are_those_of_scipy(mode):
    uniforms = np.linspace(0.001, 0.999, 501)
    found = sampling.triangular(uniforms, np.float64(2), np.float64(2 + 3 * mode), np.float64(5))
    np.testing.assert_allclose(found, scipy.stats.triang(mode, 2, 3).ppf(uniforms), rtol=1e-12)


@law
@given(
    u=st.floats(2.0**-53, 1 - 2.0**-53),
    ends=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted).filter(lambda x: x[2] - x[0] > 1e-6),
)
def test_triangular_values_stay_in_their_interval(u, ends):
    low, mode, high = (np.float64(end) for end in ends)
    value = sampling.triangular(np.array([u]), low, mode, high)[0]
    slack = 1e-9 * (high - low)
    assert low - slack <= value <= high + slack


# Hit-and-run.


def box(d):
    """Return the half-spaces of the cube [-1, 1]^d."""
    return np.vstack([np.c_[np.eye(d), -np.ones(d)], np.c_[-np.eye(d), -np.ones(d)]])


def block_means(values, chains):
    """Return the mean of each chain and the error of their mean."""
    means = values.reshape(chains, -1).mean(axis=1)
    return means.mean(), means.std(ddof=1) / np.sqrt(chains)


@pytest.mark.parametrize("d", [1, 2, 9])
def test_a_walk_fills_a_cube_uniformly_within_the_error_of_its_chains(d):
    """Mean 0 and variance 1/3 of every coordinate; the error is from the spread of independent chains."""
    chains = 40
    walks = [
        sampling.hit_and_run(np.random.default_rng([seed, d]), box(d), np.zeros(d), 1000) for seed in range(chains)
    ]
    places = np.concatenate(walks)
    assert np.abs(places).max() <= 1 + 1e-12
    for j in range(d):
        for values, expected in ((places[:, j], 0.0), (places[:, j] ** 2, 1 / 3), (places[:, j] > 0.5, 0.25)):
            mean, error = block_means(values.astype(float), chains)
            assert abs(mean - expected) < 5 * error, (d, j, mean, expected, error)


@pytest.mark.parametrize("count", [1, 63, 64, 65, 1000])
def test_a_walk_returns_as_many_places_as_asked_for(count):
    places = sampling.hit_and_run(np.random.default_rng(0), box(3), np.zeros(3), count)
    assert places.shape == (count, 3)
    longer = sampling.hit_and_run(np.random.default_rng(0), box(3), np.zeros(3), 2000)
    assert places.tobytes() == longer[:count].tobytes()
