"""Precedence over all codings: what is proven holds for every coding, and what is excluded for none."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.ambiguity.dominance import between_alternatives, by_ratios, by_sums, to_points

RATIO = 1.0 + 1e-12


@st.composite
def boxes(draw, most=3):
    """Return ends ``(m, n)`` of the values of each alternative, small whole numbers, so that ties are common."""
    m, n = draw(st.integers(2, 3)), draw(st.integers(1, 2))
    low = np.array(draw(st.lists(st.integers(0, most), min_size=m * n, max_size=m * n)), dtype=float).reshape(m, n)
    width = np.array(draw(st.lists(st.integers(0, 1), min_size=m * n, max_size=m * n)), dtype=float).reshape(m, n)
    return low, low + width


def codings(low, high):
    """Yield every table of ends."""
    for choice in product((0, 1), repeat=low.size):
        yield np.where(np.reshape(choice, low.shape), high, low)


def widest(low, high):
    """Return the largest v_i - v_k of each criterion, ``(m, m, n)``, by looking at every coding."""
    return np.max([table[:, None] - table[None] for table in codings(low, high)], axis=0)


def ratios(table, u, worst=None, best=None):
    """Return the keys of TOPSIS by loops: infinite where the distance to the best alone is 0, 1 where both are."""
    worst = table.min(axis=0) if worst is None else worst
    best = table.max(axis=0) if best is None else best
    keys = []
    for row in table:
        to_worst = sum(x * (v - p) ** 2 for x, v, p in zip(u, row, worst, strict=True))
        to_best = sum(x * (v - p) ** 2 for x, v, p in zip(u, row, best, strict=True))
        keys.append(1.0 if to_best == to_worst == 0 else np.inf if to_best == 0 else to_worst / to_best)
    return keys


@law
@given(box=boxes())
def test_sums_are_exact(box):
    """On values that move freely: one precedes always, or perhaps, exactly where it does in all, or some, codings."""
    low, high = box
    weights = np.full(low.shape[1], 1.0 / low.shape[1])
    always, perhaps = by_sums(widest(low, high) @ weights, 1e-12, 1e-12)
    scores = np.array([table @ weights for table in codings(low, high)])
    ahead = scores[:, :, None] - scores[:, None, :] > 1e-12
    assert always.tolist() == ahead.all(axis=0).tolist()
    assert perhaps.tolist() == ahead.any(axis=0).tolist()


@law
@given(box=boxes(), corners=st.sampled_from(["one", "all", "two"]))
def test_ratios_prove_nothing_that_a_coding_refutes(box, corners):
    """With references that move with the codings, and for weights between the corners too."""
    low, high = box
    n = low.shape[1]
    hull = {"one": np.full((1, n), 1.0 / n), "all": np.eye(n), "two": np.array([np.eye(n)[0], np.full(n, 1.0 / n)])}
    always, perhaps = by_ratios(between_alternatives(widest(low, high)), hull[corners], RATIO)
    mixes = [*hull[corners], hull[corners].mean(axis=0)]
    for table, w in product(codings(low, high), mixes):
        keys = ratios(table, w**2)
        for i, k in product(range(len(keys)), repeat=2):
            ahead = i != k and keys[i] > keys[k] * RATIO
            assert ahead or not always[i, k]
            assert perhaps[i, k] or not ahead


@law
@given(box=boxes())
def test_ratios_to_given_points_prove_nothing_that_a_coding_refutes(box):
    low, high = box
    n = low.shape[1]
    worst, best = np.full(n, -1.0), np.full(n, 5.0)
    always, perhaps = by_ratios(to_points(low, high, worst, best), np.full((1, n), 1.0 / n), RATIO)
    for table in codings(low, high):
        keys = ratios(table, np.full(n, 1.0 / n**2), worst, best)
        for i, k in product(range(len(keys)), repeat=2):
            ahead = i != k and keys[i] > keys[k] * RATIO
            assert ahead or not always[i, k]
            assert perhaps[i, k] or not ahead


def test_a_point_inside_an_interval_may_be_touched():
    squares = to_points(np.array([[0.0]]), np.array([[2.0]]), np.array([1.0]), np.array([3.0]))
    assert [part.item() for part in squares] == [0.0, 1.0, 1.0, 9.0]


def test_control_crisp_values_that_differ_are_proven_apart():
    """The laws above would hold of a kernel that proves nothing: here it must."""
    table = np.array([[3.0, 3.0], [1.0, 1.0], [2.0, 2.0]])
    always, perhaps = by_ratios(between_alternatives(widest(table, table)), np.eye(2), RATIO)
    assert always.tolist() == perhaps.tolist() == (table[:, :1] > table[:, :1].T).tolist()


@pytest.mark.parametrize("tie", [0.0, 1.0])
def test_a_lead_within_the_tie_is_none(tie):
    always, perhaps = by_sums(np.array([[0.0, 1.0], [-1.0, 0.0]]), tie, tie)
    assert always[0, 1] == perhaps[0, 1] == (tie < 1.0)
