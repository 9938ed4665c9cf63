"""Senses as people write them, and frames whose names stand in a column."""

import builtins

import numpy as np
import pandas as pd
import pytest

import mcda_nato as mn
from mcda_nato.problem.checks import sense_of

MORE = [
    1,
    1.0,
    np.int64(1),
    "max",
    "MAX",
    " Max ",
    "maximize",
    "Maximise",
    "benefit",
    "BENEFIT",
    "+",
    max,
    builtins.max,
]
LESS = [-1, -1.0, np.float64(-1), "min", "MIN", "minimize", "Minimise", "cost", "-", "\N{MINUS SIGN}", min]


@pytest.mark.parametrize(("sense", "value"), [*((s, 1.0) for s in MORE), *((s, -1.0) for s in LESS)])
def test_a_sense_has_many_words(sense, value):
    assert sense_of(sense) == value
    assert mn.DecisionProblem([[1.0]], [sense]).senses.tolist() == [value]
    assert mn.DecisionProblem([[1.0]], {"a": sense}, criteria=["a"]).senses.tolist() == [value]


@pytest.mark.parametrize("sense", [0, 2, True, "1", "", "up", None, np.nan, sum, np.max, 1j, [1]])
def test_control_nothing_else_is_a_sense(sense):
    assert sense_of(sense) is None


@pytest.mark.parametrize(
    ("sense", "words"),
    [
        ("maxx", r"is 'maxx' \(did you mean 'max'\?\); it must be"),
        ("Minimum", r"\(did you mean 'minimi[sz]e'\?\)"),
        ("target", "recode the criterion as the distance to its target, of which less is better"),
        ("up", "is 'up'; it must be"),
    ],
)
def test_what_is_no_sense_is_met_with_a_remedy(sense, words):
    with pytest.raises(mn.ProblemError, match=words):
        mn.DecisionProblem([[1.0]], [sense])


CARS = pd.DataFrame({"price": [20000, 25000], "car": ["alpha", "beta"], "range": [400.0, 500.0]})
NAMED = mn.DecisionProblem([[20000, 400], [25000, 500]], [-1, 1], ["alpha", "beta"], ["price", "range"])


@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_the_only_column_of_text_names_the_rows_of_a_default_index(dtype):
    frame = CARS.astype({"car": dtype})
    assert mn.DecisionProblem.from_frame(frame, {"price": min, "range": max}) == NAMED


def test_bounds_are_named_by_their_column_too():
    low = CARS.assign(price=[19000, 24000])[::-1].reset_index(drop=True)
    found = mn.DecisionProblem.from_frame(CARS, ["min", "max"], low=low)
    assert found.low.tolist() == [[19000, 400], [24000, 500]]


def test_an_index_of_names_stands_and_a_column_of_text_beside_it_is_a_fault():
    frame = CARS.set_index(pd.Index(["x", "y"]))
    with pytest.raises(mn.ProblemError, match="'x' on 'car' is text: 'alpha'"):
        mn.DecisionProblem.from_frame(frame, [1, 1, 1])


def test_several_columns_of_text_are_asked_about():
    with pytest.raises(mn.ProblemError, match=r"several columns are of text: 'car', 'make'.*frame.set_index\('car'\)"):
        mn.DecisionProblem.from_frame(CARS.assign(make=["x", "y"]), [1, 1, 1])


def test_a_frame_without_names_is_refused():
    for column in (["1", "2"], [1, 2], [None, "x"]):
        with pytest.raises(mn.ProblemError, match="the name of alternative 1 must be a string, got 0"):
            mn.DecisionProblem.from_frame(CARS.assign(car=column), [1, 1, 1])


@pytest.mark.parametrize(("value", "remedy"), [("good", "keep the word in terms="), ("20%", "give a number")])
def test_a_word_may_be_kept_as_a_term_and_a_number_may_not(value, remedy):
    with pytest.raises(mn.ProblemError, match=remedy) as found:
        mn.DecisionProblem([[value]], [1])
    assert "=" not in found.value.on_command_line.partition("value = ")[0]
