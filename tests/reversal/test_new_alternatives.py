"""The search for alternatives that reverse others, against dense grids."""

from itertools import product

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.reversal.new_alternatives import LARGEST_GRID, candidates, grid, searched, separable_optima
from mcda_nato.reversal.order_changes import precedence

SCALES = {
    "minmax": mn.weighted_sum().scale,
    "vector": mn.weighted_sum("vector").scale,
    "total": mn.weighted_sum("total").scale,
    "maximum": mn.weighted_sum("maximum").scale,
    "fixed": mn.fixed(-3, 9),
}


def grown(table, rows):
    return np.concatenate([np.repeat(table[None], len(rows), axis=0), rows[:, None]], axis=1)


def leads(scale, table, rows, senses, weights):
    """Return by how much each of the others is ahead of each when a row is there, (rows, s, s)."""
    with np.errstate(all="ignore"):
        scores = (scale.apply(grown(table, rows), senses) * weights).sum(axis=-1)[:, :-1]
    return scores[:, :, None] - scores[:, None, :]


def least(scale, table, low, high, senses, weights):
    """Return the least lead of each of the others over each, and the row under which it is found."""
    ratings = candidates(table, low, high)
    with np.errstate(all="ignore"):
        scaled = scale.apply(grown(table, ratings), senses)[:, :-1]
    rows = separable_optima(scaled, ratings, weights)
    found = leads(scale, table, rows.reshape(-1, len(senses)), senses, weights)
    s = len(table)
    return np.array([[found[i * s + k, i, k] for k in range(s)] for i in range(s)]), rows


@pytest.mark.parametrize("name", SCALES)
def test_no_rating_on_a_dense_grid_reverses_a_pair_more_than_the_optimum(name):
    """For every pair, whether benefit or cost, bounds beyond the column or inside it, and values below zero."""
    rng = np.random.default_rng(0)
    scale = SCALES[name]
    for _ in range(40):
        s, n = rng.integers(2, 5), rng.integers(1, 3)
        senses, weights = rng.choice([-1.0, 1.0], n), rng.dirichlet(np.ones(n))
        lowest = 1 if scale.ratio else -3
        table = rng.integers(lowest, 6, (s, n)).astype(float)
        ends = np.sort(rng.integers(lowest, 10, (2, n)), axis=0) + np.array([[0.0], [0.5]])
        columns = [np.unique([*np.linspace(*ends[:, j], 23), *np.clip(table[:, j], *ends[:, j])]) for j in range(n)]
        dense = np.array(list(product(*columns)))
        found, rows = least(scale, table, ends[0], ends[1], senses, weights)
        assert (rows >= ends[0]).all()
        assert (rows <= ends[1]).all()
        assert (found <= leads(scale, table, dense, senses, weights).min(axis=0) + 1e-12).all()


def test_control_the_worst_row_is_not_the_optimum():
    """The same check sees candidates without the ends of the box."""
    table, senses, weights = np.array([[1.0, 4.0], [2.0, 1.0]]), np.ones(2), np.array([0.5, 0.5])
    low, high = np.zeros(2), np.full(2, 9.0)
    dense = np.array(list(product(np.linspace(0, 9, 19), repeat=2)))
    scale = SCALES["minmax"]
    best = leads(scale, table, dense, senses, weights).min(axis=0)
    found, _ = least(scale, table, low, high, senses, weights)
    narrow, _ = least(scale, table, table.min(axis=0), table.max(axis=0), senses, weights)
    assert (found <= best + 1e-12).all()
    assert (narrow > best + 1e-3).any()


@pytest.mark.parametrize("name", ["total", "maximum"])
def test_ratings_under_which_a_scale_is_undefined_are_left_out(name):
    """Where all others are 0 in a benefit, a new 0 has no share; any other rating is taken."""
    table, low, high = np.array([[0.0, 1.0], [0.0, 2.0]]), np.zeros(2), np.full(2, 5.0)
    found, rows = least(SCALES[name], table, low, high, np.ones(2), np.array([0.5, 0.5]))
    assert np.isfinite(found).all()
    assert (rows[..., 0] > 0).all()


def test_candidates_are_the_ends_and_extremes_inside_the_box():
    others = np.array([[1.0, -4.0], [3.0, 2.0]])
    found = candidates(others, np.array([2.0, -1.0]), np.array([5.0, 1.0]))
    assert found.tolist() == [[2.0, -1.0], [5.0, 1.0], [2.0, -1.0], [3.0, 1.0], [2.0, 0.0]]


@pytest.mark.parametrize("n", [1, 2, 5, 6, 12, 13, 30])
def test_a_grid_has_no_more_rows_than_it_may(n):
    """All combinations where they are few, both ends where there are more, single turns of one end where too many."""
    ratings = np.arange(5 * n, dtype=float).reshape(5, n)
    rows = grid(ratings)
    assert len(rows) <= max(LARGEST_GRID, 2 * n + 2)
    assert len(np.unique(rows, axis=0)) == len(rows)
    for ends in ratings[:2]:
        assert (rows == ends).all(axis=1).any()
    if 5**n <= LARGEST_GRID:
        assert len(rows) == 5**n
    elif 2**n <= LARGEST_GRID:
        assert len(rows) >= 2**n
    else:
        assert len(rows) == 2 * n + 2


def keys_of(method, table, senses, weights):
    def keys(rows):
        with np.errstate(all="ignore"):
            key = method.keys(grown(table, rows), senses, weights)
            bar = method.bar(key, weights)
        return key[:, :-1], bar[:, :-1]

    return keys


def test_a_search_finds_every_pair_that_a_grid_of_integers_reverses():
    """For TOPSIS on three scales, small tables and all ratings from 1 to 6."""
    rng = np.random.default_rng(1)
    found = 0
    for case in range(90):
        s, n = 3, rng.integers(2, 4)
        table, senses = rng.integers(1, 7, (s, n)).astype(float), rng.choice([-1.0, 1.0], n)
        weights, method = rng.dirichlet(np.ones(n)), mn.topsis(("vector", "minmax", "maximum")[case % 3])
        low, high = np.ones(n), np.full(n, 6.0)
        key = method.keys(table, senses, weights)
        ahead = precedence(key, method.bar(key, weights))
        if not ahead.any():
            continue
        keys = keys_of(method, table, senses, weights)
        rows = searched(keys, grid(candidates(table, low, high)), ahead, low, high, 3)
        every = np.array(list(product(np.arange(1.0, 7.0), repeat=int(n))))

        def reversing(some, keys=keys, ahead=ahead):
            return (np.swapaxes(precedence(*keys(some)), -2, -1) & ahead).any(axis=0)

        assert (reversing(rows) >= reversing(every)).all()
        assert (rows >= low).all()
        assert (rows <= high).all()
        found += reversing(every).any()
    assert found >= 10


def test_nothing_to_search():
    keys = keys_of(mn.topsis(), np.ones((2, 2)), np.ones(2), np.full(2, 0.5))
    rows = np.array([[1.0, 2.0]])
    assert searched(keys, rows, np.zeros((2, 2), dtype=bool), np.zeros(2), np.ones(2), 3).shape == (0, 2)
    assert searched(keys, rows[:0], np.ones((2, 2), dtype=bool), np.zeros(2), np.ones(2), 3).shape == (0, 2)
