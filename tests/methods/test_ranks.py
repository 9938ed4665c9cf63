"""Competition ranks with one tie rule, and the lead of the winner."""

import math

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import law, sizes

from mcda_nato.methods import ranks

ONE = np.array([1.0])


def scores_with_near_ties():
    """Return a strategy for scores of which many lie within a few tolerances of each other."""
    near = st.tuples(st.integers(0, 3), st.integers(-4, 4)).map(lambda parts: parts[0] + parts[1] * 3e-13)
    return st.lists(near | st.floats(-10, 10), min_size=1, max_size=50)


@law
@given(scores=scores_with_near_ties(), weight_sum=st.floats(0.1, 10))
def test_ranks_of_scores_are_their_slow_twin(scores, weight_sum):
    """Counting with a tolerance, for few alternatives by pairs and for many by search."""
    key = np.array(scores)
    found = ranks.competition_ranks(key, ranks.absolute_bar(key, np.array([weight_sum])))
    assert found.tolist() == slow.absolute_ranks(scores, weight_sum)


@law
@given(scores=scores_with_near_ties().map(lambda keys: [abs(k) for k in keys]), infinite=sizes(0, 3))
def test_ranks_of_ratios_are_their_slow_twin(scores, infinite):
    keys = scores + [math.inf] * infinite
    key = np.array(keys)
    assert ranks.competition_ranks(key, ranks.ratio_bar(key, ONE)).tolist() == slow.ratio_ranks(keys)


@law
@given(scores=scores_with_near_ties())
def test_ranks_by_pairs_and_by_search_agree(scores):
    key = np.array([scores, scores[::-1]])
    bar = ranks.absolute_bar(key, np.array([ONE, ONE]))
    by_pairs = np.ones(key.shape, dtype=int)
    for k in range(key.shape[-1]):
        by_pairs += key[..., k, None] > bar
    assert ranks._ranks_by_search(key, bar).tolist() == by_pairs.tolist()
    assert ranks.competition_ranks(key, bar).tolist() == by_pairs.tolist()


@pytest.mark.parametrize("m", [32, 33, 200])
def test_many_alternatives_are_ranked_alike_on_either_side_of_the_switch(m):
    rng = np.random.default_rng(m)
    key = rng.integers(0, 20, (7, m)) / 4
    found = ranks.competition_ranks(key, ranks.absolute_bar(key, np.ones((7, 1))))
    assert found.tolist() == [slow.exact_ranks(row) for row in key.tolist()]
    assert found.dtype == np.int64


def test_ties_share_the_better_rank_and_the_next_ranks_are_skipped():
    key = np.array([0.5, 0.9, 0.5, 0.1, 0.9])
    assert ranks.competition_ranks(key, key).tolist() == [3, 1, 3, 5, 1]


def test_chains_of_near_ties_are_counted():
    """The middle ties with both ends, but the ends do not tie: only one precedes the last."""
    key = np.array([2e-12, 1.2e-12, 0.4e-12]) + 0.5
    assert ranks.competition_ranks(key, ranks.absolute_bar(key, ONE)).tolist() == [1, 1, 2]


def test_the_tolerance_follows_the_largest_score():
    """Scores of size 1000 tie where scores of size 1 do not."""
    small, large = np.array([0.5, 0.5 + 1e-10]), np.array([1000.0, 1000.0 + 1e-10])
    assert ranks.competition_ranks(small, ranks.absolute_bar(small, ONE)).tolist() == [2, 1]
    assert ranks.competition_ranks(large, ranks.absolute_bar(large, ONE)).tolist() == [1, 1]


@pytest.mark.parametrize(("gap", "expected"), [(0.9e-12, [1, 1]), (1.1e-12, [2, 1])])
def test_scores_tie_within_the_stated_tolerance(gap, expected):
    key = np.array([0.5, 0.5 + gap])
    assert ranks.competition_ranks(key, ranks.absolute_bar(key, ONE)).tolist() == expected


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
@pytest.mark.parametrize(("gap", "expected"), [(1.9e-12, [1, 1]), (2.1e-12, [2, 1])])
def test_ratios_tie_within_the_stated_relative_tolerance(size, gap, expected):
    key = np.array([1.0, 1.0 + gap]) * size
    assert ranks.competition_ranks(key, ranks.ratio_bar(key, ONE)).tolist() == expected


def test_two_infinite_ratios_tie():
    key = np.array([math.inf, 3.0, math.inf, 0.0])
    assert ranks.competition_ranks(key, ranks.ratio_bar(key, ONE)).tolist() == [1, 3, 1, 4]


@pytest.mark.parametrize("m", [4, 40])
def test_a_key_does_not_exceed_its_own_bar(m):
    """Zeros and infinities are their own bar on the ratio rule: equal keys tie by pairs and by search."""
    key = np.array([math.inf, 0.0] * (m // 2))
    bar = ranks.ratio_bar(key, ONE)
    assert (bar == key).all()
    assert ranks.competition_ranks(key, bar).tolist() == [1, 1 + m // 2] * (m // 2)


def test_each_scenario_has_its_own_tolerance():
    key = np.array([[0.5, 0.5 + 1e-10], [1000, 1000 + 1e-10]])
    assert ranks.competition_ranks(key, ranks.absolute_bar(key, np.ones((2, 1)))).tolist() == [[2, 1], [1, 1]]


def test_control_rounding_to_twelve_decimals_is_another_rule():
    """Rounding separates neighbours on either side of a boundary, which the rule ties."""
    key = np.array([0.5 + 0.49e-12, 0.5 + 0.51e-12])
    assert len(set(key.round(12).tolist())) == 2
    assert ranks.competition_ranks(key, ranks.absolute_bar(key, ONE)).tolist() == [1, 1]


@law
@given(scores=st.lists(st.integers(0, 8).map(lambda k: k / 8), min_size=1, max_size=6))
def test_lead_is_its_slow_twin(scores):
    np.testing.assert_equal(float(ranks.lead(np.array(scores))), slow.lead(scores))


def test_lead_of_scenarios():
    scores = np.array([[0.0, 0.5, 1.0], [1.0, 1.0, 0.0], [0.3, 0.3, 0.3]])
    assert ranks.lead(scores).tolist() == [0.5, 0, 0]
    assert np.isnan(ranks.lead(scores[:, :1])).all()
