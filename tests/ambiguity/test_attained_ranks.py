"""Ranks that a search attains: each was seen, with the table and the weights that gave it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.ambiguity.attained_ranks import BEST, WORST, Attained, Outcomes, put_back

WEIGHTS = np.array([[0.5, 0.5], [0.75, 0.25]])


def sums(tables, weights):
    """Rank by weighted sums, by plain loops; undefined where a value is negative."""
    scores = np.array([[[np.nan if (t < 0).any() else row @ w for row in t] for w in weights] for t in tables])
    return Outcomes(scores, scores[..., :, None] > scores[..., None, :])


def ranks(table, w):
    scores = [row @ w for row in table]
    return [1 + sum(other > score for other in scores) for score in scores]


tables = st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=5).map(
    lambda rows: np.array(rows, dtype=float).reshape(-1, 3, 2)
)


@law
@given(tables=tables)
def test_the_extreme_ranks_are_those_of_a_loop(tables):
    seen = Attained(sums, tables.min(axis=0), tables.max(axis=0), 10**9)
    seen.see(tables, WEIGHTS)
    every = np.array([ranks(table, w) for table, w in product(tables, WEIGHTS)])
    assert seen.ranks[BEST].tolist() == every.min(axis=0).tolist()
    assert seen.ranks[WORST].tolist() == every.max(axis=0).tolist()
    for side, i in product((BEST, WORST), range(3)):
        assert ranks(seen.tables[side, i], seen.weights[side, i])[i] == seen.ranks[side, i]


@law
@given(tables=tables)
def test_pairs_are_those_of_a_loop(tables):
    seen = Attained(sums, tables.min(axis=0), tables.max(axis=0), 10**9)
    seen.see(tables, WEIGHTS)
    for i, k in product(range(3), repeat=2):
        ahead = [table[i] @ w > table[k] @ w for table, w in product(tables, WEIGHTS)]
        assert seen.precedes[i, k] == any(ahead)
        assert seen.fails[i, k] == (not all(ahead))


def test_an_undefined_table_is_no_evidence():
    low, high = np.zeros((2, 2)), np.ones((2, 2))
    seen = Attained(sums, low, high, 10**9)
    seen.see(np.array([[[-1.0, 5.0], [0.0, 0.0]]]), WEIGHTS)
    assert seen.ranks.tolist() == [[3, 3], [0, 0]]  # nothing seen
    assert not seen.precedes.any()


def test_a_climb_reaches_what_one_cell_at_a_time_can():
    """The second is behind in every cell, and its interval reaches ahead: the climb finds rank 1."""
    low, high = np.array([[2.0, 2.0], [1.0, 1.0]]), np.array([[2.0, 2.0], [4.0, 4.0]])
    seen = Attained(sums, low, high, 10**9)
    seen.see(low[None], WEIGHTS[:1])
    assert seen.ranks[BEST].tolist() == [1, 2]
    seen.climb(BEST, 1, 1, np.broadcast_to(low, (2, 2, 2)), WEIGHTS[:1])
    assert seen.ranks[BEST, 1] == 1
    assert ranks(seen.tables[BEST, 1], WEIGHTS[0])[1] == 1


def test_control_without_a_budget_nothing_is_climbed():
    low, high = np.array([[2.0, 2.0], [1.0, 1.0]]), np.array([[2.0, 2.0], [4.0, 4.0]])
    seen = Attained(sums, low, high, 0)
    seen.see(low[None], WEIGHTS[:1])
    seen.climb(BEST, 1, 1, np.broadcast_to(low, (2, 2, 2)), WEIGHTS[:1])
    assert seen.ranks[BEST, 1] == 2


@law
@given(tables=tables, i=st.integers(0, 2))
def test_cells_are_put_back_while_the_rank_stays(tables, i):
    """The rank is that of the table, and no cell that is left can be put back alone."""
    modal, table, w = np.full((3, 2), 2.0), tables[0], WEIGHTS[0]
    few, cells = put_back(sums, table, modal, w, i)
    assert ranks(few, w)[i] == ranks(table, w)[i]
    assert cells == [tuple(cell) for cell in np.argwhere(few != modal).tolist()]
    for cell in cells:
        again = few.copy()
        again[cell] = modal[cell]
        assert ranks(again, w)[i] != ranks(few, w)[i]


@pytest.mark.parametrize(("side", "rank", "other"), [(BEST, 1, 2), (WORST, 2, 1)])
def test_further_out_is_better(side, rank, other):
    assert Attained.better(side, rank, other)
    assert not Attained.better(side, other, rank)
    assert not Attained.better(side, rank, rank)
