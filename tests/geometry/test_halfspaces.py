"""Shares of half-spaces of a simplex against bisection in fractions and closed forms."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from bisecting import half_space, share_where, whole
from hypothesis import given
from hypothesis import strategies as st
from places import CASES
from strategies import law

from mcda_nato.geometry.halfspaces import _CHUNK, share_above

CASES = CASES / "smaa-analytic-pairwise-winning-closed-form.json"


def above(*rows):
    return share_above(np.array(rows, dtype=float))


def exactly(row):
    """Return P(a.w > 0) of a row that is not zero, as a fraction."""
    return share_where([[Fraction(x) for x in row]], whole(len(row)))


WHOLE = st.integers(-4, 4)


def rows(low=1, high=5, values=WHOLE):
    return st.integers(low, high).flatmap(lambda n: st.lists(values, min_size=n, max_size=n))


# The slow twin.


@law
@given(row=rows().filter(any))
def test_a_share_is_that_of_the_pieces_of_bisection(row):
    """Within 1e-14 of the exact share: whole numbers, with repeats and zeros."""
    assert abs(above(row)[0] - float(exactly(row))) <= 1e-14


@law
@given(row=rows(values=st.floats(-1, 1, allow_subnormal=False)).filter(any))
def test_numbers_of_any_size_keep_their_digits(row):
    assert abs(above(row)[0] - float(exactly(row))) <= 1e-14


@law
@given(row=rows(1, 12))
def test_distinct_and_repeated_values_in_many_criteria(row):
    """The textbook sum over distinct values in fractions, repeats moved apart by next to nothing."""
    if any(row):
        assert abs(above(row)[0] - float(half_space(row))) <= 1e-13


# Published and analytic cases.


def test_the_published_cases():
    published = json.loads(CASES.read_text(encoding="utf-8"))["published"]
    for case in published["cases"]:
        assert abs(above(case["d"])[0] - float(Fraction(case["P_fraction"]))) <= 1e-15
    repeated = published["repeated_entries"]
    assert above([1, 1, -1])[0] == pytest.approx(repeated["(1,1,-1)"], abs=1e-16)
    assert above([1, -1, -1])[0] == pytest.approx(repeated["(1,-1,-1)"], abs=1e-16)


@pytest.mark.parametrize("n", [2, 3, 12, 40, 200])
def test_one_value_below_equal_ones(n):
    assert above([1] * (n - 1) + [-1])[0] == pytest.approx(1 - 2.0 ** -(n - 1), abs=1e-14)
    assert above([-1] * (n - 1) + [1])[0] == pytest.approx(2.0 ** -(n - 1), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("n", [2, 4, 40, 200])
def test_half_of_the_simplex_lies_on_each_side_of_a_symmetric_plane(n):
    """A weight exceeds another in half of all cases, and so do sums of equally many."""
    row = np.zeros(n)
    row[0], row[1] = 1, -1
    assert above(row)[0] == pytest.approx(0.5, abs=1e-14)
    assert above(np.tile([1, -1], n // 2))[0] == pytest.approx(0.5, abs=1e-13)


@pytest.mark.parametrize("n", [2, 3, 6, 40])
@pytest.mark.parametrize("t", [0.0, 0.1, 0.25, 0.5, 0.9])
def test_a_weight_exceeds_a_number_with_the_probability_of_a_beta_variable(n, t):
    """P(w_1 > t) = (1 - t)^(n - 1)."""
    assert above(np.eye(n)[0] - t)[0] == pytest.approx((1 - t) ** (n - 1), abs=1e-14)


# Laws.


@law
@given(row=rows(1, 8), seed=st.integers(0, 99))
def test_the_order_of_the_corners_does_not_change_a_bit(row, seed):
    mixed = np.random.default_rng(seed).permutation(row)
    assert above(row)[0] == above(mixed)[0]


@law
@given(row=rows(1, 8), power=st.integers(-60, 60))
def test_a_factor_does_not_change_a_share(row, power):
    assert above(row)[0] == above(np.array(row) * 2.0**power)[0]


@law
@given(row=rows(1, 8))
def test_the_two_sides_of_a_plane_sum_to_one(row):
    """Unless all values are zero: then both are 0."""
    both = above(row)[0] + above([-x for x in row])[0]
    assert both == pytest.approx(1.0 if any(row) else 0.0, abs=1e-14)


@law
@given(row=rows(1, 8), at=st.integers(0, 7), more=st.integers(1, 5))
def test_a_share_grows_with_each_value(row, at, more):
    larger = list(row)
    larger[at % len(row)] += more
    assert above(larger)[0] >= above(row)[0] - 1e-15


@law
@given(table=st.integers(1, 6).flatmap(lambda n: st.lists(rows(n, n), min_size=1, max_size=9)))
def test_rows_do_not_know_of_each_other(table):
    assert above(*table).tolist() == [above(row)[0] for row in table]


def test_rows_of_several_chunks_are_all_counted():
    table = np.random.default_rng(0).integers(-3, 4, (2 * _CHUNK + 3, 3)).astype(float)
    found = share_above(table)
    assert found[[0, _CHUNK, -1]].tolist() == [share_above(table[i : i + 1])[0] for i in (0, _CHUNK, len(table) - 1)]
    assert share_above(np.zeros((0, 4))).shape == (0,)


@pytest.mark.parametrize(("row", "share"), [([0, 0], 0), ([0, 1], 1), ([0, -1], 0), ([2], 1), ([-2], 0), ([0], 0)])
def test_what_is_never_negative_or_never_positive(row, share):
    """Exactly 0 or 1, whatever values are 0."""
    assert above(row)[0] == share


@law
@given(row=rows(2, 6, st.integers(-3, 3)), tiny=st.sampled_from([1e-3, 1e-9, 1e-15, 1e-200]))
def test_values_of_very_different_size(row, tiny):
    """A second half of the values shrunk: every share is still right, and finite."""
    row = [x * (tiny if j % 2 else 1.0) for j, x in enumerate(row)]
    if any(row):
        assert abs(above(row)[0] - float(exactly(row))) <= 1e-14


# A control.


def textbook(row):
    """Return the sum of which terms cancel, in floats."""
    others = [[y for j, y in enumerate(row) if j != i] for i in range(len(row))]
    return sum(
        x ** (len(row) - 1) / math.prod(x - y for y in rest) for x, rest in zip(row, others, strict=True) if x > 0
    )


def test_control_the_textbook_sum_loses_its_digits():
    """The check that the recursion passes is failed by the sum with terms of both signs."""
    row = [1.0, 1.0 + 1e-7, 1.0 - 1e-7, 1.0 + 2e-7, -0.5]
    assert abs(above(row)[0] - float(exactly(row))) <= 1e-14
    assert abs(textbook(row) - float(exactly(row))) > 1e-9
