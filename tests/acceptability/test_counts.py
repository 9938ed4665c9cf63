"""Counts against a plain loop over scenarios, and the algebra that makes the order of work immaterial."""

import pickle
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.acceptability import counts
from mcda_nato.acceptability.counts import WEIGHT_UNIT, Counts, count

TOLERANCE = 1e-12
INF = float("inf")


def bars(key):
    return key + TOLERANCE


def slow_count(key, bar, columns):
    """Count one scenario after another in plain Python."""
    m, c = key.shape
    ranks, wins, both = (np.zeros((m, m), dtype=int) for _ in range(3))
    weights = [[0] * len(columns) for _ in range(m)]
    orders = Counter()
    for s in range(c):
        precedes = [[bool(key[k, s] > bar[i, s]) for i in range(m)] for k in range(m)]
        order = tuple(1 + sum(precedes[k][i] for k in range(m) if k != i) for i in range(m))
        orders[order] += 1
        for i in range(m):
            ranks[i, order[i] - 1] += 1
            for k in range(m):
                wins[k, i] += precedes[k][i] and k != i
                both[k, i] += order[k] == order[i] == 1
            if order[i] == 1:
                weights[i] = [w + round(x / WEIGHT_UNIT) for w, x in zip(weights[i], columns[:, s], strict=True)]
    return ranks, wins, both, weights, orders


def assert_counted(found, expected):
    ranks, wins, both, weights, orders = expected
    assert found.ranks.tolist() == ranks.tolist()
    assert found.wins.tolist() == wins.tolist()
    assert found.both_first.tolist() == both.tolist()
    assert np.asarray(found.weights).tolist() == weights
    assert found.orders == (dict(orders) if len(ranks) <= counts.LARGEST_ORDERED else {})


NEAR = st.sampled_from([0.0, 0.6e-12, 1.2e-12, 1.8e-12, 0.25, 0.5, 1.0, INF])


@st.composite
def keys(draw, sizes=st.integers(1, 9)):  # noqa: B008 - immutable
    """Keys from few values, so that ties and chains of near ties are common."""
    m, c = draw(sizes), draw(st.integers(1, 12))
    key = np.array(draw(st.lists(NEAR, min_size=m * c, max_size=m * c))).reshape(m, c)
    parts = draw(st.lists(st.integers(1, 9), min_size=3 * c, max_size=3 * c))
    columns = np.array(parts, dtype=float).reshape(3, c)
    return key, columns / columns.sum(axis=0)


@law
@given(case=keys())
def test_counts_are_those_of_a_plain_loop(case):
    """Ranks, wins, shared first places, weights and orderings, chains of near ties included."""
    key, columns = case
    assert_counted(count(key, bars(key), columns, pairwise=True), slow_count(key, bars(key), columns))


@law
@given(case=keys())
def test_without_pairs_everything_else_is_the_same(case):
    key, columns = case
    found, whole = (count(key, bars(key), columns, pairwise=pairs) for pairs in (False, True))
    assert found.ranks.tolist() == whole.ranks.tolist()
    assert found.both_first.tolist() == whole.both_first.tolist()
    assert np.array_equal(found.weights, whole.weights)
    assert found.orders == whole.orders


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 254, 255, 256, 300])
@pytest.mark.parametrize("tied", [False, True])
def test_counts_are_those_of_a_plain_loop_for_any_number_of_alternatives(m, tied):
    rng, c = np.random.default_rng(m), 20 if m < 50 else 2
    key = rng.integers(0, max(m // 2, 2), (m, c)) / 1.0 if tied else rng.random((m, c))
    columns = rng.dirichlet(np.ones(3), c).T
    assert_counted(count(key, bars(key), columns, pairwise=True), slow_count(key, bars(key), columns))


@law
@given(case=keys(), order=st.randoms(use_true_random=False))
def test_the_order_of_scenarios_is_immaterial(case, order):
    key, columns = case
    places = list(range(key.shape[1]))
    order.shuffle(places)
    shuffled = np.ascontiguousarray(key[:, places])
    a = count(key, bars(key), columns, pairwise=True)
    assert a == count(shuffled, bars(shuffled), np.ascontiguousarray(columns[:, places]), pairwise=True)


@law
@given(case=keys(), cut=st.integers(0, 12))
def test_counts_add(case, cut):
    """The counts of all scenarios are the sum of those of any two parts."""
    key, columns = case
    parts = [
        count(np.ascontiguousarray(part), bars(part), np.ascontiguousarray(some), pairwise=True)
        for part, some in ((key[:, :cut], columns[:, :cut]), (key[:, cut:], columns[:, cut:]))
        if part.size
    ]
    total = Counts.empty(len(key), 3, pairwise=True)
    for part in parts:
        total = total + part
    assert total == count(key, bars(key), columns, pairwise=True)


@law
@given(cases=st.lists(keys(st.just(3)), min_size=3, max_size=3))
def test_adding_is_associative_and_commutative(cases):
    """Sums of weights are whole numbers, so that not one bit depends on the order of adding."""
    a, b, c = (count(key, bars(key), columns, pairwise=True) for key, columns in cases)
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + Counts.empty(3, 3, pairwise=True) == a


def test_control_floats_do_not_add_like_that():
    assert (0.1 + 0.2) + 0.3 != 0.1 + (0.2 + 0.3)


def test_counts_travel_between_processes():
    key = np.random.default_rng(0).random((6, 50))
    found = count(key, bars(key), np.full((2, 50), 0.5), pairwise=True)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own
    assert found != count(key, bars(key), np.full((2, 50), 0.5), pairwise=False)
    assert found != "counts"


def test_sums_of_weights_outgrow_64_bits():
    """Ten to the thirteenth scenarios times 2**36 units fit Python's integers, not a machine's."""
    key, columns = np.array([[1.0]]), np.array([[1.0]])
    total = count(key, bars(key), columns, pairwise=True)
    total = total + Counts.empty(1, 1, pairwise=True)
    for _ in range(45):
        total = total + total
    assert int(total.weights[0, 0]) == 2**36 * 2**45
    assert total.n == 2**45


def test_wins_are_absent_as_soon_as_one_part_lacks_them():
    key, columns = np.random.default_rng(0).random((5, 9)), np.full((1, 9), 1.0)
    with_pairs, without = (count(key, bars(key), columns, pairwise=pairs) for pairs in (True, False))
    assert (with_pairs + without).wins is None
    assert (without + with_pairs).wins is None


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 7, 9])
def test_a_key_that_is_not_a_number_is_never_counted(m):
    key = np.full((m, 10), 0.5)
    key[-1, 3] = np.nan
    with pytest.raises(FloatingPointError):
        count(key, bars(key), np.full((2, 10), 0.5), pairwise=True)


def block(orders):
    """Return the counts of a block in which three alternatives have these ranks."""
    key = -np.array(orders, dtype=float).T
    return count(np.ascontiguousarray(key), bars(key), np.full((1, len(orders)), 1.0), pairwise=True)


FREQUENT, RARE = (1, 2, 3), [(2, 1, 3), (3, 2, 1), (1, 3, 2), (2, 3, 1)]


def test_orderings_beyond_the_cap_go_to_the_remainder_and_listed_ones_keep_their_whole_count(monkeypatch):
    """An ordering that is listed has the share it has, whenever a block met it."""
    monkeypatch.setattr(counts, "LARGEST_ORDERS", 3)
    first, second = block([FREQUENT] * 5 + RARE[:1]), block([*RARE, *[FREQUENT] * 7])
    total = Counts.empty(3, 1, pairwise=True).plus(first, 3).plus(second, 3)
    assert len(total.orders) == 3
    assert total.orders[FREQUENT] == 12
    assert total.orders[RARE[0]] == 2
    assert sum(total.orders.values()) < total.n == 17


def test_shared_first_places_are_counted_for_every_pair_that_shares_them():
    """Two that always tie at the top are both first in every scenario."""
    key = np.random.default_rng(0).random((5, 1 << 13))
    key[:2] = 2.0
    found = count(key, bars(key), np.full((4, 1 << 13), 0.25), pairwise=True)
    assert found.both_first[:2, :2].tolist() == [[1 << 13] * 2] * 2
    assert found.both_first[2:].sum() == 0
