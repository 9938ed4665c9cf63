"""Weighted sum and TOPSIS against their slow twins, and the rules for zero distances."""

import math

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import batches, cases, law, sizes

import mcda_nato as mn
from mcda_nato.methods.scores import closeness, distance_ratio, unchanged, weighted_sum

EPS = np.finfo(float).eps


@law
@given(case=batches())
def test_weighted_sum_is_its_slow_twin(case):
    """Added in the order of the criteria, so equal to the plain loop to the last bit."""
    found = weighted_sum(case.table, case.weights)
    expected = [slow.weighted_sum(case.table.tolist(), w.tolist()) for w in case.weights]
    assert found.tolist() == expected


def test_control_a_dot_product_is_not_the_plain_loop():
    rng = np.random.default_rng(0)
    table, w = rng.random((50, 30)), rng.random(30)
    assert (table @ w).tolist() != slow.weighted_sum(table.tolist(), w.tolist())
    assert weighted_sum(table, w).tolist() == slow.weighted_sum(table.tolist(), w.tolist())


@law
@given(case=batches())
def test_distance_ratio_is_its_slow_twin(case):
    """Ratios agree within a few units of the last place, zeros and infinities exactly."""
    found = distance_ratio(case.table, case.weights)
    expected = [slow.distance_ratio(case.table.tolist(), w.tolist()) for w in case.weights]
    np.testing.assert_allclose(found, expected, rtol=(case.table.shape[1] + 8) * EPS)


@law
@given(case=batches(), ideal=st.floats(-2, 2), anti_ideal=st.floats(-2, 2))
def test_distance_ratio_to_given_points_is_its_slow_twin(case, ideal, anti_ideal):
    n = len(case.senses)
    found = distance_ratio(case.table, case.weights, ideal=np.array(ideal), anti_ideal=np.full(n, anti_ideal))
    expected = [
        slow.distance_ratio(case.table.tolist(), w.tolist(), [ideal] * n, [anti_ideal] * n) for w in case.weights
    ]
    np.testing.assert_allclose(found, expected, rtol=(n + 8) * EPS)


def test_one_point_may_be_given_alone():
    table, w = np.array([[0.2], [0.6]]), np.array([1.0])
    np.testing.assert_allclose(distance_ratio(table, w, ideal=np.array(1.0)), [0, 1], atol=1e-15)
    np.testing.assert_allclose(distance_ratio(table, w, anti_ideal=np.array(0.0)), [0.25, math.inf])


def test_both_distances_zero_is_one_half():
    ratio = distance_ratio(np.full((3, 2), 0.4), np.array([0.5, 0.5]))
    assert ratio.tolist() == [1, 1, 1]
    assert closeness(ratio).tolist() == [0.5, 0.5, 0.5]


def test_a_criterion_with_all_the_weight_but_no_spread_is_one_half():
    table = np.array([[0.4, 0.1], [0.4, 0.9]])
    assert closeness(distance_ratio(table, np.array([1.0, 0.0]))).tolist() == [0.5, 0.5]


def test_the_ideal_itself_has_an_infinite_ratio_and_closeness_1():
    ratio = distance_ratio(np.array([[0.0], [1.0]]), np.array([1.0]))
    assert ratio.tolist() == [0, math.inf]
    assert closeness(ratio).tolist() == [0, 1]


@law
@given(ratio=st.floats(0, 1e300) | st.just(math.inf))
def test_closeness_is_its_slow_twin(ratio):
    found = float(closeness(np.array(ratio)))
    assert found == pytest.approx(slow.closeness(ratio), rel=4 * EPS)
    assert 0 <= found <= 1


@law
@given(ratio=st.floats(1e-300, 1e300))
def test_closeness_of_the_inverse_ratio_is_the_complement(ratio):
    """Swapping the ideal and the anti-ideal turns C into 1 - C."""
    assert float(closeness(np.array(1 / ratio))) == pytest.approx(1 - slow.closeness(ratio), abs=4 * EPS)


@law
@given(case=cases(), scenarios=sizes(1, 3))
def test_tables_and_weights_broadcast(case, scenarios):
    """Leading axes broadcast against each other, as NumPy's do."""
    tables = np.array([case.table] * scenarios)[:, None]
    w = np.array([case.weights] * 2)
    m = len(case.table)
    for key in (weighted_sum, distance_ratio):
        found = key(tables, w)
        assert found.shape == (scenarios, 2, m)
        assert (found == key(case.table, case.weights)).all()


def test_scenarios_are_contiguous_in_memory():
    """The last axis is outermost, so that ufuncs run along scenarios."""
    scores = weighted_sum(np.ones((3, 4)), np.ones((100, 4)))
    assert scores.shape == (100, 3)
    assert scores.T.flags.c_contiguous


def test_unchanged_returns_what_it_is_given():
    key = np.array([1.0, 2.0])
    assert unchanged(key) is key


def test_reference_points_may_be_numbers_where_both_distances_vanish():
    """An ideal a denormal above the anti-ideal: both squared distances are 0."""
    method = mn.topsis("minmax", ideal=5e-324, anti_ideal=0)
    assert method([[1]], [1], [1]).tolist() == [0.5]
