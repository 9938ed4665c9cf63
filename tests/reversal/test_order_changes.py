"""Comparisons before and after a change, against loops."""

from itertools import combinations, permutations

import numpy as np
from auditing import on_a_cycle
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.reversal.order_changes import (
    among,
    among_each,
    effects,
    joined,
    on_cycles,
    pairs_on_cycles,
    precedence,
    shifts,
)


def slow_shifts(old, new):
    """Return pairs reversed, pairs whose tie broke or was made, and whether no leader leads still."""
    s = len(old)
    turned = {(i, k) for i, k in permutations(range(s), 2) if old[i][k] and new[k][i]}
    broken = {
        frozenset(pair)
        for pair in combinations(range(s), 2)
        if (not old[pair[0]][pair[1]] and not old[pair[1]][pair[0]])
        != (not new[pair[0]][pair[1]] and not new[pair[1]][pair[0]])
    }
    leaders = [{k for k in range(s) if not any(ahead[i][k] for i in range(s))} for ahead in (old, new)]
    return turned, broken, not leaders[0] & leaders[1]


keys = st.lists(st.integers(0, 3), min_size=2, max_size=6).map(lambda values: np.array(values, dtype=float))


@law
@given(keys, st.data())
def test_shifts_are_those_of_loops(before, data):
    """Reversed and broken pairs and the change of the winner are what loops over the pairs find."""
    after = np.array(data.draw(st.permutations(before.tolist()))) // data.draw(st.sampled_from([1, 2]))
    old, new = precedence(before, before), precedence(after, after)
    found = shifts(old, new)
    turned, broken, winner = slow_shifts(old.tolist(), new.tolist())
    assert set(map(tuple, np.argwhere(found.reversed).tolist())) == turned
    assert {frozenset(pair) for pair in np.argwhere(found.broken).tolist()} == broken
    assert bool(found.winner) == winner
    assert int(found.count) == len(turned)
    assert bool(found.any) == bool(turned)


def test_precedence_needs_more_than_the_bar():
    key, bar = np.array([1.0, 2.0, 2.5]), np.array([1.5, 2.5, 3.0])
    assert np.argwhere(precedence(key, bar)).tolist() == [[1, 0], [2, 0]]


def test_nan_precedes_nobody():
    assert not precedence(np.array([np.nan, np.nan]), np.array([np.nan, np.nan])).any()


def test_among_takes_places_of_one_matrix_or_of_one_a_variant():
    """Whatever the number of matrices: also where it is that of the variants."""
    rng = np.random.default_rng(0)
    places = np.array([[0, 2], [1, 3], [3, 0]])
    for lead in ((), (3,), (5,), (2, 3)):
        ahead = rng.random((*lead, 4, 4)) < 0.5
        found = among(ahead, places)
        assert found.shape == (*lead, 3, 2, 2)
        for v, place in enumerate(places):
            assert (found[..., v, :, :] == ahead[..., place, :][..., place]).all()
    for lead in ((), (3,), (2,)):
        ahead = rng.random((*lead, 3, 4, 4)) < 0.5
        found = among_each(ahead, places)
        assert found.shape == (*lead, 3, 2, 2)
        for v, place in enumerate(places):
            assert (found[..., v, :, :] == ahead[..., v, place, :][..., place]).all()


@law
@given(st.integers(1, 6), st.data())
def test_cycles_are_those_of_a_walk(m, data):
    """A pair is on a cycle where the loser comes back to the winner."""
    order = st.sampled_from([(True, False), (False, True), (False, False)])
    wins = np.zeros((2, m, m), dtype=bool)
    for one in wins:
        for i, k in combinations(range(m), 2):
            one[i, k], one[k, i] = data.draw(order)
    found = on_cycles(wins)
    for one, cycles in zip(wins, found, strict=True):
        slow = on_a_cycle({(i, k) for i, k in np.argwhere(one).tolist()}, range(m))
        assert set(map(tuple, np.argwhere(cycles).tolist())) == slow | {(k, i) for i, k in slow}


def test_control_an_order_has_no_cycle():
    key = np.array([3.0, 1.0, 2.0, 2.0])
    assert not on_cycles(precedence(key, key)).any()


def test_pairs_on_cycles_are_those_of_the_whole():
    """Orders of every two alone, with leading axes, give the cycles of all their wins together."""
    rng = np.random.default_rng(1)
    places = np.array(list(combinations(range(5), 2)))
    sign = rng.integers(-1, 2, (20, len(places)))
    order = np.zeros((20, len(places), 2, 2), dtype=bool)
    order[..., 0, 1], order[..., 1, 0] = sign > 0, sign < 0
    found = pairs_on_cycles(order, places, 5)
    assert found.any()
    for signs, cycles in zip(sign, found, strict=True):
        wins = {(i, k) if way > 0 else (k, i) for (i, k), way in zip(places.tolist(), signs, strict=True) if way}
        slow = on_a_cycle(wins, range(5))
        assert cycles.tolist() == [(i, k) in slow or (k, i) in slow for i, k in places.tolist()]


@law
@given(keys, st.data())
def test_effects_are_those_of_loops(before, data):
    """Counts, and the reversed pair with the largest lead as a share of the spread; nothing where undefined."""
    m = len(before)
    after = np.array([data.draw(st.permutations(before.tolist())) for _ in range(3)])
    after[2, 0] = np.nan
    places, ahead = np.broadcast_to(np.arange(m), after.shape), precedence(before, before)
    found = effects(ahead, places, places, after, after, after)
    assert found.undefined.tolist() == [False, False, True]
    assert (found.count[2], found.winner[2], found.broken[2], found.by[2]) == (0, False, False, 0.0)
    for v in range(2):
        turned, broken, winner = slow_shifts(ahead.tolist(), precedence(after[v], after[v]).tolist())
        leads = {(i, k): (after[v, k] - after[v, i]) / np.ptp(after[v]) for i, k in turned}
        assert (found.count[v], found.broken[v], found.winner[v]) == (len(turned), bool(broken), winner)
        assert found.by[v] == max(leads.values(), default=0.0)
        assert not turned or leads[tuple(found.pair[v].tolist())] == found.by[v]
    again = joined([effects(ahead, places[:1], places[:1], *(after[v : v + 1],) * 3) for v in range(3)])
    for field, values in vars(found).items():
        np.testing.assert_array_equal(values, getattr(again, field))
