"""Changed sets of alternatives against plain lists of them."""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pytest
from auditing import near_rows

import mcda_nato as mn
from mcda_nato.reversal.variants import (
    additions,
    filled,
    largest_removal,
    near_copies,
    pairs,
    removals,
    replacements,
)

TABLE = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])


def test_removals_are_all_subsets_with_two_left():
    """Every subset of every size once, the survivors in order, their places right."""
    groups = list(removals(TABLE, np.arange(4), range(1, 5)))
    assert [len(group) for group in groups] == [4, 6]
    for size, group in enumerate(groups, start=1):
        kept = [tuple(i for i in range(4) if i not in gone) for gone in combinations(range(4), size)]
        assert list(map(tuple, group.before)) == kept
        for table, before, after in zip(group.tables, group.before, group.after, strict=True):
            assert (table[after] == TABLE[before]).all()
        assert (group.size == size).all()
    assert groups[0].changed.tolist() == [0, 1, 2, 3]
    assert (groups[1].changed == -1).all()


def test_removals_of_some():
    groups = list(removals(TABLE, np.array([1, 3]), range(1, 5)))
    assert [group.before.tolist() for group in groups] == [[[0, 2, 3], [0, 1, 2]], [[0, 2]]]
    assert list(removals(TABLE[:2], np.arange(2), range(1, 5))) == []


@pytest.mark.parametrize("m", range(1, 12))
@pytest.mark.parametrize("most", [0, 5, 100, 10**6])
def test_largest_removal_is_the_largest_size_within_the_cap(m, most):
    sizes = [size for size in range(1, max(m - 1, 1)) if sum(comb(m, s) for s in range(1, size + 1)) <= most]
    assert largest_removal(m, most) == max(sizes, default=0)


def test_additions_come_last():
    rows = np.array([[9.0, 9.0], [0.0, 0.0]])
    group = additions(TABLE, rows, np.array([0.5, 1.0]), np.array([3, 0]))
    assert group.tables.shape == (2, 5, 2)
    assert (group.tables[:, :4] == TABLE).all()
    assert (group.tables[:, 4] == rows).all()
    assert group.before.tolist() == group.after.tolist() == [[0, 1, 2, 3]] * 2
    assert group.size.tolist() == [0.5, 1.0]


def test_replacements_stand_where_the_old_one_stood():
    rows = np.array([[9.0, 9.0], [0.0, 0.0]])
    group = replacements(TABLE, rows, np.ones(2), np.array([3, 0]))
    assert group.tables[0].tolist() == [*TABLE[:3].tolist(), [9.0, 9.0]]
    assert group.tables[1].tolist() == [[0.0, 0.0], *TABLE[1:].tolist()]
    assert group.before.tolist() == group.after.tolist() == [[0, 1, 2], [1, 2, 3]]
    assert len(replacements(TABLE[:1], np.empty((0, 2)), np.empty(0), np.empty(0, dtype=int))) == 0


def test_pairs_are_every_two():
    group = pairs(TABLE)
    assert group.before.tolist() == [list(pair) for pair in combinations(range(4), 2)]
    assert all((table == TABLE[pair]).all() for table, pair in zip(group.tables, group.before, strict=True))
    assert len(pairs(TABLE[:1])) == 0


def test_near_copies_are_those_of_the_slow_twin():
    """The same rows in any order, inside the bounds, none equal to its original."""
    rng = np.random.default_rng(0)
    for _ in range(30):
        m, n = rng.integers(1, 5), rng.integers(1, 5)
        table = rng.integers(1, 6, (m, n)).astype(float)
        low, high = np.full(n, 1.0), rng.choice([5.0, 7.0], n)
        high = np.maximum(high, table.max(axis=0))
        rows, of = near_copies(table, low, high, 0.01)
        slow = near_rows(mn.DecisionProblem(table, [1] * n), low.tolist(), high.tolist())
        np.testing.assert_allclose(sorted(rows.tolist()), sorted(slow), atol=1e-12)
        assert (rows >= low).all()
        assert (rows <= high).all()
        assert (rows != table[of]).any(axis=1).all()


def test_a_part_keeps_every_field():
    group = pairs(TABLE)
    part = group.part(np.array([0, 5]))
    assert len(part) == 2
    assert part.before.tolist() == [[0, 1], [2, 3]]
    assert (part.tables == group.tables[[0, 5]]).all()


def test_a_part_keeps_the_factors_of_judgements():
    judged = replace(pairs(TABLE), factors=np.arange(12.0).reshape(6, 2))
    assert judged.part([4]).factors.tolist() == [[8.0, 9.0]]
    assert pairs(TABLE).part([4]).factors is None


@pytest.mark.parametrize("most", [0, 1, 8, 17, 24, 10**6])
def test_batches_are_all_variants_in_order_and_small_enough(most):
    group = pairs(TABLE)  # of 2 x 2 comparisons by 2 criteria
    batches = list(group.batches(most))
    assert [i for batch in batches for i in range(6)[batch]] == list(range(6))
    assert all(len(range(6)[batch]) <= max(1, most // 8) for batch in batches)
    assert list(pairs(TABLE[:1]).batches(most)) == []


def test_groups_without_variants_are_left_out():
    one = pairs(TABLE)
    assert filled([pairs(TABLE[:1]), one]) == (one,)
