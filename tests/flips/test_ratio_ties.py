"""The least factor at which two ratios tie: against linear programming and dense scans."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from strategies import law

from mcda_nato.flips.ratio_ties import Pair, factors, nearest_level, quotient

GAP = 1e-6


@st.composite
def pairs(draw, most=5):
    """Squared distances of small integer codes, times squared weights."""
    n = draw(st.integers(1, most))
    row = st.lists(st.integers(0, 3), min_size=n, max_size=n).map(lambda r: np.array(r, dtype=float) ** 2)
    weights = np.array(draw(st.lists(st.integers(1, 5), min_size=n, max_size=n)), dtype=float)
    return Pair(*(draw(row) * (weights / weights.sum()) ** 2 for _ in range(4)))


def lead(pair, u):
    return (u @ pair.worst) * (u @ pair.other_best) - (u @ pair.other_worst) * (u @ pair.best)


def reachable(first, second, t):
    """Whether some u within [1/t, t] is beyond both planes, by linear programming."""
    found = linprog(np.zeros(len(first)), np.vstack([first, second]), [0.0, 0.0], bounds=[(1 / t, t)] * len(first))
    return found.status == 0


@pytest.mark.parametrize("seed", range(60))
def test_the_factor_of_two_planes_is_that_of_linear_programming(seed):
    """A little above the factor both planes can be crossed at once, a little below they cannot."""
    random = np.random.default_rng(seed)
    first, second = random.integers(-4, 6, (2, int(random.integers(1, 7)))).astype(float)
    square = factors(first[None], second[None])[0][0]
    if np.isinf(square):
        assert not reachable(first, second, 1e4)
        return
    t = np.sqrt(square)
    assert reachable(first, second, t * (1 + 1e-6))
    assert t == 1 or not reachable(first, second, max(t * (1 - 1e-6), 1.0))


def test_a_quotient_is_at_least_one_and_infinite_where_nothing_is_against():
    rows = np.array([[4.0, -1.0], [1.0, -4.0], [1.0, 2.0], [0.0, 0.0]])
    assert quotient(rows).tolist() == [4.0, 1.0, np.inf, 1.0]


@law
@given(pairs())
def test_the_bounds_hold_and_the_upper_one_is_attained(pair):
    """The u of the upper bound is within its factor and ties or puts the challenger ahead; the gap is closed."""
    n = len(pair.worst)
    if lead(pair, np.ones(n)) <= 0:
        return
    lower, upper, u = nearest_level(pair, GAP)
    assert lower <= upper
    if u is None:
        assert np.isinf(upper)
        return
    assert np.sqrt(np.sqrt(u.max() / u.min())) <= upper * (1 + 1e-9)
    assert lead(pair, u) <= 1e-6 * (u @ pair.worst) * (u @ pair.other_best)
    assert np.log(upper) - np.log(lower) <= 1.01 * GAP * np.log(upper)


def parted(pair, random):
    """Return the pair with each criterion in two parts of random size, whose entries stay proportional."""
    share = random.uniform(0.1, 0.9, len(pair.worst))
    return Pair(*(np.r_[share * row, (1 - share) * row] for row in pair))


@pytest.mark.parametrize("seed", range(100))
def test_criteria_in_two_parts_tie_at_the_same_factor(seed):
    """The parts of one are bounded alike, and so is their sum; the u of the upper bound ties still."""
    random = np.random.default_rng(seed)
    whole = Pair(*random.integers(0, 4, (4, int(random.integers(2, 5)))).astype(float) ** 2)
    if lead(whole, np.ones(len(whole.worst))) <= 0:
        return
    parts = parted(whole, random)
    _, upper, _ = nearest_level(whole, GAP)
    _, again, u = nearest_level(parts, GAP)
    assert (u is None) == np.isinf(again) == np.isinf(upper)
    if u is not None:
        assert again == pytest.approx(upper, rel=3e-6)
        assert np.sqrt(np.sqrt(u.max() / u.min())) <= again * (1 + 1e-9)
        assert lead(parts, u) <= 1e-6 * (u @ parts.worst) * (u @ parts.other_best)


@pytest.mark.parametrize("seed", range(40))
def test_no_random_factors_tie_below_the_lower_bound(seed):
    """Of thousands of u, most on the edges of the box, none ties at a smaller factor."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 5))
    pair = Pair(*random.integers(0, 4, (4, n)).astype(float) ** 2)
    if lead(pair, np.ones(n)) <= 0:
        return
    lower, _, _ = nearest_level(pair, GAP)
    bounded = min(lower, 4.0) ** 2 * (1 - 1e-9)
    u = bounded ** random.uniform(-1, 1, (4000, n))
    u[::2] = bounded ** random.choice([-1.0, 1.0, 0.3], (2000, n))
    ahead = (u @ pair.worst) * (u @ pair.other_best) - (u @ pair.other_worst) * (u @ pair.best)
    assert (ahead > 0).all()


def test_control_corners_alone_miss_the_nearest_tie():
    """At the least factor no corner of the box may tie: a weight between its bounds can be needed."""
    missed = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        pair = Pair(*random.integers(0, 4, (4, 3)).astype(float) ** 2)
        if lead(pair, np.ones(3)) <= 0:
            continue
        _, upper, u = nearest_level(pair, GAP)
        if u is None or upper > 10:
            continue
        t = upper**2 * (1 + 1e-6)
        corners = np.array(np.meshgrid(*[[1 / t, t]] * 3)).reshape(3, -1).T
        missed += all(lead(pair, corner) > 0 for corner in corners)
    assert missed > 0


def test_a_winner_that_dominates_has_no_tie():
    pair = Pair(np.array([4.0, 4.0]), np.array([0.0, 1.0]), np.array([1.0, 4.0]), np.array([1.0, 1.0]))
    assert nearest_level(pair, GAP) == (np.inf, np.inf, None)


def test_a_tie_set_that_is_a_plane_is_found():
    """(16 u1 - 4 u2)(16 u1 + u2): the ratio of u is 4, so its t is 2, and the factor of the weights its root."""
    pair = Pair(np.array([16.0, 0.0]), np.array([0.0, 1.0]), np.array([48.0, 4.0]), np.array([16.0, 0.0]))
    assert lead(pair, np.array([1.0, 4.0])) == 0
    lower, upper, at = nearest_level(pair, GAP)
    assert at[1] / at[0] == pytest.approx(4.0, rel=1e-5)
    assert lower <= np.sqrt(2) * (1 + 1e-12)
    assert upper == pytest.approx(np.sqrt(2), rel=1e-6)
