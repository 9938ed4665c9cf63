"""Changed cells and widened intervals: values, intervals, words, scales, and what is refused."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import decision_problems, law

import mcda_nato as mn


@pytest.fixture
def cars():
    return mn.DecisionProblem(
        [[250, 16], [-200, 12], [0, 3]],
        ["min", "max"],
        ["Core 13", "Core 16", "shoes"],
        ["price", mn.Criterion("comfort", codes=(1, 20))],
        low=[[240, 15], [-200, 12], [0, 1]],
        high=[[280, 18], [-200, 12], [0, 3]],
        terms=[["dear", "high"], [None, "fair"], [None, None]],
    )


def row(problem, alternative):
    i = problem.alternatives.index(alternative)
    return [[float(x) for x in table[i]] for table in (problem.low, problem.performance, problem.high)]


def test_a_share_is_of_the_size_of_the_value_and_the_interval_moves_along(cars):
    changed = cars.change({("Core 13", "price"): "+10%", ("Core 16", "price"): "+10%"})
    assert row(changed, "Core 13") == [[265, 15], [275, 16], [305, 18]]
    assert row(changed, "Core 16") == [[-180, 12], [-180, 12], [-180, 12]]
    assert row(changed, "shoes") == row(cars, "shoes")


def test_a_number_is_the_new_value(cars):
    changed = cars.change({("Core 13", "price"): 100, ("shoes", "price"): np.float64(-7.5)})
    assert row(changed, "Core 13")[1] == [100, 16]
    assert row(changed, "Core 13")[0] == [90, 15]
    assert row(changed, "shoes")[1] == [-7.5, 3]


def test_an_interval_stops_at_the_ends_of_the_scale(cars):
    up, down = cars.change({("Core 13", "comfort"): 19}), cars.change({("shoes", "comfort"): 2})
    assert row(up, "Core 13") == [[240, 18], [250, 19], [280, 20]]
    assert row(down, "shoes") == [[0, 1], [0, 2], [0, 2]]


def test_a_changed_cell_loses_its_word_and_no_other(cars):
    changed = cars.change({("Core 13", "price"): "-10%", ("Core 13", "comfort"): 16})
    assert changed.terms == (("", "high"), ("", "fair"), ("", ""))
    assert cars.terms[0][0] == "dear"


def test_nothing_else_changes(cars):
    changed = cars.change({("Core 13", "price"): "+10%"})
    assert (changed.senses == cars.senses).all()
    assert (changed.details, changed.alternatives) == (cars.details, cars.alternatives)
    assert cars.change({}) == cars


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([("Core 13", "price")], r"changes are a mapping from \(alternative, criterion\) to a value, got \["),
        ({"price": 1}, r"a cell is named by a pair \(alternative, criterion\), got 'price'"),
        ({("Core 13",): 1}, r"a cell is named by a pair \(alternative, criterion\), got \('Core 13',\)"),
        ({("price", "Core 13"): 1}, r"the cell \('price', 'Core 13'\) is the wrong way round: name the alternative"),
        ({("Core13", "price"): 1}, r"unknown alternative 'Core13' \(did you mean 'Core 13'\?\); expected one of"),
        ({("Core 13", "prise"): 1}, r"unknown criterion 'prise' \(did you mean 'price'\?\); expected one of"),
        ({("Core 13", "price"): "10%"}, r"the change of 'Core 13' on 'price' is '10%'; .* with a sign: \"\+10%\""),
        ({("Core 13", "price"): "+10"}, r"the change of 'Core 13' on 'price' is '\+10'; give the new value as a num"),
        ({("Core 13", "price"): "more"}, r"the change of 'Core 13' on 'price' is text: 'more'"),
        ({("Core 13", "price"): None}, r"the new value of 'Core 13' on 'price' is missing: None; give the new value"),
        ({("Core 13", "price"): True}, r"the new value of 'Core 13' on 'price' is a truth value: True"),
        ({("Core 13", "price"): [1, 2]}, r"the new value of 'Core 13' on 'price' is .*\[1, 2\]; give the new value"),
        ({("shoes", "price"): "+10%"}, r"'shoes' on 'price' is 0, of which there is no share; give the new value as"),
        ({("Core 13", "comfort"): "+50%"}, r"'Core 13' on 'comfort' would be 24.0, outside its scale from 1 to 20"),
        ({("Core 13", "comfort"): 0}, r"'Core 13' on 'comfort' would be 0.0, outside its scale from 1 to 20"),
        ({("Core 13", "price"): 1e301}, r"the new value of 'Core 13' on 'price' exceeds 1e\+300"),
    ],
)
def test_what_cannot_be_changed_is_named(cars, changes, message):
    with pytest.raises(mn.ProblemError, match=message):
        cars.change(changes)


@law
@given(problem=decision_problems(), data=st.data())
def test_a_change_and_its_inverse_restore_the_problem(problem, data):
    """All but the words; in whole numbers, and on no scale that cuts the interval."""
    problem = problem.replace(
        performance=np.round(problem.performance), low=np.floor(problem.low), high=np.ceil(problem.high)
    )
    cells = st.tuples(st.sampled_from(problem.alternatives), st.sampled_from(problem.criteria))
    changes = data.draw(st.dictionaries(cells, st.integers(-1000, 1000), max_size=5))
    frame = problem.to_frame()
    back = {cell: frame.loc[cell] for cell in changes}
    assert problem.change(changes).change(back).replace(terms=None) == problem.replace(terms=None)


@law
@given(problem=decision_problems(), data=st.data(), percent=st.integers(-99, 300))
def test_a_share_is_that_of_the_value_and_moves_it_alone(problem, data, percent):
    """Against exact arithmetic, cell by cell."""
    i = data.draw(st.integers(0, len(problem.alternatives) - 1))
    j = data.draw(st.integers(0, len(problem.criteria) - 1))
    old = Fraction(float(problem.performance[i, j]))
    assume(old != 0)
    changed = problem.change({(problem.alternatives[i], problem.criteria[j]): f"{percent:+d}%"})
    assert float(changed.performance[i, j]) == pytest.approx(float(old + abs(old) * percent / 100), rel=1e-14)
    others = np.ones(problem.performance.shape, dtype=bool)
    others[i, j] = False
    for field in ("performance", "low", "high"):
        assert (getattr(changed, field)[others] == getattr(problem, field)[others]).all()


def test_one_share_widens_every_criterion(cars):
    wide = cars.widen("10%")
    assert row(wide, "Core 13") == [[225, 14.4], [250, 16], [275, 17.6]]
    assert row(wide, "Core 16") == [[-220, 10.8], [-200, 12], [-180, 13.2]]
    assert row(wide, "shoes") == [[0, 2.7], [0, 3], [0, 3.3]]
    assert wide.terms == cars.terms


@pytest.mark.parametrize("mapping", [dict, pd.Series])
def test_criteria_that_are_not_named_keep_their_intervals(cars, mapping):
    wide = cars.widen(mapping({"comfort": 5}))
    assert row(wide, "Core 13") == [[240, 11], [250, 16], [280, 20]]
    assert row(wide, "shoes") == [[0, 1], [0, 3], [0, 8]]


def test_shares_and_numbers_stand_side_by_side(cars):
    wide = cars.widen({"price": "20%", "comfort": "0.5"})
    assert row(wide, "Core 13") == [[200, 15.5], [250, 16], [300, 16.5]]


def test_no_width_is_no_interval(cars):
    crisp = cars.widen(0)
    assert (crisp.low == crisp.performance).all()
    assert (crisp.high == crisp.performance).all()


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("-10%", r"the width is negative: '-10%'; give a share such as \"10%\" of each value, or a number in the unit"),
        ({"price": -1}, r"the width of 'price' is negative: -1"),
        ({"prise": "10%"}, r"intervals of the unknown criterion 'prise' \(did you mean 'price'\?\); expected some of"),
        ({"price": "wide"}, r"the width of 'price' is text: 'wide'; give a share such as \"10%\""),
        (None, r"the width is missing: None"),
        ([1, 2], r"the width is .*\[1, 2\]; give a share"),
    ],
)
def test_what_is_no_width_is_named(cars, by, message):
    with pytest.raises(mn.ProblemError, match=message):
        cars.widen(by)


@law
@given(problem=decision_problems(), percent=st.integers(0, 200), more=st.integers(0, 100))
def test_intervals_hold_their_values_and_grow_with_the_share(problem, percent, more):
    """They are the share of the value's size to either side, whatever they were."""
    wide, wider = problem.widen(f"{percent}%"), problem.widen(f"{percent + more}%")
    assert (wide.performance == problem.performance).all()
    assert (wider.low <= wide.low).all()
    assert (wider.high >= wide.high).all()
    assert wide.widen(f"{percent + more}%") == wider
    for i, j in np.ndindex(*problem.performance.shape):
        value = Fraction(float(problem.performance[i, j]))
        reach = abs(value) * percent / 100
        lowest, highest = problem.details[j].codes or (-np.inf, np.inf)
        assert float(wide.low[i, j]) == pytest.approx(max(float(value - reach), lowest), rel=1e-14)
        assert float(wide.high[i, j]) == pytest.approx(min(float(value + reach), highest), rel=1e-14)


def test_control_a_share_taken_of_the_signed_value_turns_the_interval_round(cars):
    """The size of the value is meant: without it the low end of a negative value lies above it."""
    with pytest.raises(mn.ProblemError, match="low <= performance <= high is needed"):
        cars.replace(low=cars.performance - 0.1 * cars.performance, high=cars.performance + 0.1 * cars.performance)
