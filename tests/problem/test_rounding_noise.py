"""Values that differ by rounding noise alone are one: against a slow twin, as laws, and with a control."""

import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

import mcda_nato as mn
from mcda_nato.problem.rounding_noise import settled

NEAR_ONE = [1.0 + k * math.ulp(1.0) for k in range(12)] + [1.0 - k * math.ulp(0.5) for k in range(1, 12)]
AROUND = [*NEAR_ONE, *(-x for x in NEAR_ONE), 0.0, -0.0, 5e-324, -5e-324, 1e-323, 3e-323, 0.3, 0.1 + 0.2, 1e300]
COLUMNS = st.lists(st.sampled_from(AROUND), min_size=1, max_size=8)


def one_value(a, b):
    """Whether two values differ by at most 4 units in the last place of the larger."""
    return abs(a - b) <= 4 * math.ulp(max(abs(a), abs(b)))


def plainly_settled(column):
    """Return the smallest of all that each value is linked to, by a walk from value to value."""
    found = []
    for start in column:
        seen, waiting = set(), [start]
        while waiting:
            value = waiting.pop()
            seen.add(value)
            waiting += [other for other in column if other not in seen and one_value(value, other)]
        found.append(min(seen))
    return found


@law
@given(COLUMNS)
def test_settled_values_are_those_of_the_twin(column):
    (found,) = settled(np.array(column)[:, None])
    assert found[:, 0].tolist() == plainly_settled(column)


@law
@given(COLUMNS, COLUMNS)
def test_columns_do_not_see_each_other_and_tables_do(first, second):
    size = min(len(first), len(second))
    table = np.column_stack([first[:size], second[:size]])
    (both,) = settled(table)
    for j in range(2):
        assert (settled(table[:, [j]])[0] == both[:, [j]]).all()
    one, other = settled(table[:, [0]], table[:, [1]])
    assert np.concatenate([one, other]).ravel().tolist() == plainly_settled([*table[:, 0], *table[:, 1]])


@law
@given(COLUMNS, st.randoms(use_true_random=False))
def test_settling_is_done_at_once_keeps_the_order_and_does_not_see_that_of_the_rows(column, random):
    table = np.array(column)[:, None]
    (found,) = settled(table)
    assert settled(found)[0] is found  # nothing is left to settle
    order = np.argsort(table[:, 0], kind="stable")
    assert (np.diff(found[order, 0]) >= 0).all()
    places = random.sample(range(len(column)), len(column))
    assert (settled(table[places])[0] == found[places]).all()


@law
@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 6)), min_size=1, max_size=8))
def test_what_has_no_noise_keeps_its_bits(column):
    table = np.array(column)[:, None]
    assert settled(table)[0] is table


def test_a_chain_is_its_smallest_however_long():
    step = math.ulp(1.0)
    chain = [1.0 + 3 * step * k for k in range(50)]
    assert settled(np.array([*chain, chain[-1] + 5 * step])[:, None])[0][:, 0].tolist() == [
        *[1.0] * 50,
        chain[-1] + 5 * step,
    ]


def test_a_link_over_a_power_of_two_takes_what_lies_between_along():
    """1 reaches 8 of the smaller units down, and what lies between belongs to it."""
    half = math.ulp(0.5)
    column = [1.0 - 8 * half, 1.0 - 3 * half, 1.0]
    assert not one_value(*column[:2])
    assert settled(np.array(column)[:, None])[0][:, 0].tolist() == [column[0]] * 3


@pytest.mark.parametrize("value", [0.3, -7.0, 1e12, 1e-5])
def test_control_a_difference_of_1e_12_is_one(value):
    table = np.array([[value], [value * (1 + 1e-12)], [value * (1 - 1e-14)]])
    assert settled(table)[0] is table


def test_control_five_units_are_a_difference():
    table = np.array([[1.0], [1.0 + 5 * math.ulp(1.0)]])
    assert settled(table)[0] is table


NOISY = mn.DecisionProblem(
    [[0.1 + 0.2, 5], [0.3, 4], [0.9, 6]],
    ["max", "min"],
    low=[[0.3, 5], [0.3, 3], [0.9 - 1e-16, 6]],
    high=[[0.3 + 1e-15, 5], [0.3, 4], [1.5, 6]],
)


def test_a_problem_keeps_what_it_was_given():
    """The facts stay as they are, to the bit, in copies and pickles too; what is compared is beside them."""
    assert NOISY.performance[:, 0].tolist() == [0.1 + 0.2, 0.3, 0.9]
    assert NOISY.settled.performance[:, 0].tolist() == [0.3, 0.3, NOISY.low[2, 0]]
    assert NOISY.settled is NOISY.settled
    assert NOISY.settled.settled is NOISY.settled
    again = pickle.loads(pickle.dumps(NOISY))  # noqa: S301 - our own bytes
    assert again == NOISY
    assert again.settled == NOISY.settled
    assert NOISY.to_frame().iloc[0, 0] == 0.1 + 0.2


def test_the_end_of_an_interval_that_is_the_value_but_for_noise_is_the_value():
    crisp = NOISY.settled.low == NOISY.settled.high
    assert crisp.tolist() == [[False, True], [True, False], [False, True]]
    assert NOISY.settled.high[0, 0] == NOISY.high[0, 0]  # some units more than 4
    near = NOISY.replace(high=np.maximum(NOISY.performance, 0.1 + 0.2))
    assert near.settled.high[0, 0] == near.settled.low[0, 0] == 0.3


def test_a_problem_without_noise_is_settled_itself():
    problem = mn.load_models()
    assert problem.settled is problem
