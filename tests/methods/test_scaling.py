"""Scales against their slow twins, and the rules for columns without spread."""

from functools import partial

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import cases, codes, law

from mcda_nato.methods import scaling

LOW, HIGH = 0.0, 1000.0
KERNELS = {
    "minmax": scaling.minmax,
    "vector": scaling.vector,
    "total": scaling.total,
    "maximum": scaling.maximum,
    "fixed": partial(scaling.fixed, low=np.array(LOW), high=np.array(HIGH)),
}


@law
@given(case=cases())
def test_scales_are_their_slow_twins(case):
    """Every kernel is its one-line formula, column by column."""
    for name, kernel in KERNELS.items():
        expected = slow.scaled(case.table.tolist(), case.senses.tolist(), name, LOW, HIGH)
        np.testing.assert_allclose(kernel(case.table, case.senses), expected, rtol=1e-13, atol=1e-15, err_msg=name)


@law
@given(case=cases(low=-5, high=5, real=False))
def test_scales_without_a_natural_zero_take_any_sign(case):
    """Negative values are as good as any on min-max, vector and fixed bounds."""
    for name in ("minmax", "vector", "fixed"):
        expected = slow.scaled(case.table.tolist(), case.senses.tolist(), name, LOW, HIGH)
        np.testing.assert_allclose(KERNELS[name](case.table, case.senses), expected, rtol=1e-13, atol=1e-15)


@law
@given(case=cases(), data=st.data())
def test_scales_broadcast_over_leading_axes(case, data):
    """Stacked tables are scaled one by one, to the last bit."""
    other = data.draw(codes(*case.table.shape))
    stack = np.array([[case.table, other, case.table]])
    for kernel in KERNELS.values():
        one_by_one = [kernel(table, case.senses) for table in stack[0]]
        assert kernel(stack, case.senses).tolist() == [np.array(one_by_one).tolist()]


@law
@given(case=cases())
def test_larger_is_better_on_every_scale(case):
    """Scaled values order a benefit as it is and a cost the other way round."""
    for name, kernel in KERNELS.items():
        values = kernel(case.table, case.senses)
        for j, sense in enumerate(case.senses):
            column = values[np.argsort(sense * case.table[:, j], kind="stable"), j]
            assert slow.is_sorted(column), name


def test_control_an_unoriented_scale_orders_a_cost_the_wrong_way_round():
    values = scaling.minmax(np.array([[1.0], [2.0]]), np.array([1.0]))
    assert not slow.is_sorted(values[np.argsort([-1, -2]), 0])


@law
@given(case=cases(least=2))
def test_scales_reach_their_ends(case):
    """Min-max spans 0 to 1 where there is spread; the best of maximum is 1; shares of total sum to 1."""
    spread = np.ptp(case.table, axis=0) > 0
    minmax = scaling.minmax(case.table, case.senses)
    assert (minmax.min(axis=0) == 0).all()
    assert (minmax.max(axis=0) == spread).all()
    assert (scaling.maximum(case.table, case.senses).max(axis=0) == 1).all()
    np.testing.assert_allclose(scaling.total(case.table, case.senses).sum(axis=0), 1, rtol=1e-14)


@pytest.mark.parametrize("sense", [1.0, -1.0])
def test_a_constant_column_is_0_on_minmax(sense):
    assert scaling.minmax(np.full((3, 1), 7.0), np.array([sense])).tolist() == [[0], [0], [0]]


@pytest.mark.parametrize("sense", [1.0, -1.0])
def test_a_zero_column_is_0_on_vector(sense):
    """Also where it is a cost, for which 1 - x/||x|| alone would be undefined."""
    assert scaling.vector(np.zeros((3, 1)), np.array([sense])).tolist() == [[0], [0], [0]]


def test_a_zero_benefit_is_0_beside_others():
    table, senses = np.array([[0.0, 1.0], [4.0, 2.0]]), np.array([1.0, -1.0])
    assert scaling.maximum(table, senses).tolist() == [[0, 1], [1, 0.5]]
    np.testing.assert_allclose(scaling.total(table, senses), [[0, 2 / 3], [1, 1 / 3]], rtol=1e-15)


def test_one_alternative():
    table, senses = np.array([[3.0, 4.0]]), np.array([1.0, -1.0])
    assert scaling.minmax(table, senses).tolist() == [[0, 0]]
    assert scaling.vector(table, senses).tolist() == [[1, 0]]
    assert scaling.total(table, senses).tolist() == [[1, 1]]
    assert scaling.maximum(table, senses).tolist() == [[1, 1]]


def test_fixed_bounds_are_not_clipped():
    values = scaling.fixed(np.array([[-1.0, -1.0], [12.0, 12.0]]), np.array([1, -1]), low=0.0, high=10.0)
    np.testing.assert_allclose(values, [[-0.1, 1.1], [1.2, -0.2]], rtol=1e-15)


@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e160, 1e299])
def test_vector_neither_overflows_nor_underflows(size):
    """Squares of very large or very small values are never formed."""
    table = np.array([[3.0], [4.0]]) * size
    np.testing.assert_allclose(scaling.vector(table, np.array([1.0])), [[0.6], [0.8]], rtol=1e-15)


def test_control_the_plain_norm_overflows():
    with np.errstate(over="ignore"):
        assert np.isinf(np.sqrt(np.sum(np.array([3e160, 4e160]) ** 2)))
