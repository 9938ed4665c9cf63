"""Every unusable input ends in an error that names the place, the value and the remedy."""

import json
import re
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from pymcdm import methods as pymcdm_methods

import mcda_nato as mn
from mcda_nato.files.tables import read_weights

NAN, INF = float("nan"), float("inf")
BIG = 10**5000  # more digits than Python turns into text
TABLE = [[1.0, 2.0], [3.0, 4.0]]
BASE = mn.DecisionProblem(TABLE, [1, -1], ["x", "y"], ["a", "b"])
HALF = [0.5, 0.5]
LONE = "\ud800"  # half of a surrogate pair: text that no file can hold
RAGGED = [np.zeros((2, 2)), np.zeros((2, 3))]


def says(*parts):
    """Match a message that contains every part, in any order."""
    return "(?s)" + "".join(f"(?=.*{re.escape(part)})" for part in parts)


def refused(call, error, *parts):
    """Assert the class and the content of an error, and that it can be printed."""
    with pytest.raises(error, match=says(*parts)) as found:
        call()
    message = str(found.value)
    assert isinstance(found.value, mn.McdaError)
    assert len(message.encode("utf-8")) < 3000


def bad(name, call, error, *parts):
    return pytest.param(call, error, parts, id=name)


# Cells. Each value is put in the second row of the first column, by every way in.

CELLS = {
    "NaN": (NAN, "nan"),
    "numpy NaN": (np.float64("nan"), "nan"),
    "+inf": (INF, "inf"),
    "-inf": (-INF, "-inf"),
    "above 1e300": (1e301, "1e+301"),
    "text": ("Fast", "Fast"),
    "text of a number": ("7", "7"),
    "empty text": ("", "''"),
    "bytes": (b"7", "b'7'"),
    "None": (None, "missing"),
    "bool": (True, "True"),
    "numpy bool": (np.False_, "False"),
    "complex": (1 + 2j, "1+2j"),
    "complex with real value": (complex(3, 0), "3+0j"),
    "date": (date(2022, 2, 24), "2022"),
    "numpy date": (np.datetime64("2022-02-24"), "2022"),
    "pd.NA": (pd.NA, "missing"),
    "pd.NaT": (pd.NaT, "NaT"),
    "timedelta": (pd.Timedelta(days=1), "1"),
    "huge int": (10**400, "64-bit"),
    "int that cannot be printed": (BIG, "64-bit"),
    "huge negative int": (-BIG, "64-bit"),
    "huge fraction": (Fraction(BIG), "64-bit"),
    "Decimal NaN": (Decimal("nan"), ""),
    "Decimal sNaN": (Decimal("snan"), ""),
    "Decimal infinity": (Decimal("inf"), ""),
    "list": ([1.0], "[1.0]"),
    "dict": ({}, "{}"),
    "set": ({1.0}, "{1.0}"),
    "object": (object, "object"),
}


def as_object(value):
    table = np.array(TABLE, dtype=object)
    table[1, 0] = value
    return table


def as_frame(value):
    return pd.DataFrame(as_object(value), index=["x", "y"], columns=["a", "b"], dtype=object)


def with_cell(value):
    return [[1.0, 2.0], [value, 4.0]]


CELL_DOORS = {
    "list": (lambda v: mn.DecisionProblem(with_cell(v), [1, -1], ["x", "y"], ["a", "b"]), "'y' on 'a'"),
    "object array": (lambda v: mn.DecisionProblem(as_object(v), [1, -1], ["x", "y"], ["a", "b"]), "'y' on 'a'"),
    "unnamed": (lambda v: mn.DecisionProblem(with_cell(v), [1, -1]), "row 2 on column 1"),
    "from_frame": (lambda v: mn.DecisionProblem.from_frame(as_frame(v), [1, -1]), "'y' on 'a'"),
    "add": (lambda v: BASE.add("z", [1.0, v]), "'z' on 'b'"),
    "add mapping": (lambda v: BASE.add("z", {"b": v, "a": 1.0}), "'z' on 'b'"),
    "replace": (lambda v: BASE.replace(performance=with_cell(v)), "'y' on 'a'"),
    "low": (lambda v: BASE.replace(low=with_cell(v)), "low of 'y' on 'a'"),
    "high": (lambda v: BASE.replace(high=with_cell(v)), "high of 'y' on 'a'"),
    "add low": (lambda v: BASE.add("z", [1.0, 2.0], low=[1.0, v]), "low of 'z' on 'b'"),
    "low frame": (lambda v: frame_with_low(as_frame(v)), "low of 'y' on 'a'"),
}


def frame_with_low(low):
    return mn.DecisionProblem.from_frame(BASE.to_frame(), [1, -1], low=low)


@pytest.mark.parametrize("value", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("door", CELL_DOORS.values(), ids=CELL_DOORS)
def test_no_cell_is_converted_guessed_or_dropped(door, value):
    """A cell that is no real number of ordinary size is refused by row and column."""
    call, where = door
    refused(lambda: call(value[0]), mn.ProblemError, where, value[1])


@pytest.mark.parametrize("value", CELLS.values(), ids=CELLS)
def test_the_array_door_names_the_position(value):
    """Without names a cell is refused by its indices."""
    refused(lambda: mn.topsis()(with_cell(value[0]), [1, -1], HALF), mn.MethodError, "performance", "give numbers")
    if not isinstance(value[0], list):
        refused(lambda: mn.topsis()(with_cell(value[0]), [1, -1], HALF), mn.MethodError, "position (1, 0)", value[1])


@pytest.mark.parametrize("value", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize(
    "form",
    [lambda v: {"b": v, "a": 0.5}, lambda v: [0.5, v], lambda v: pd.Series([v, 0.5], ["b", "a"], dtype=object)],
    ids=["mapping", "sequence", "Series"],
)
def test_no_weight_is_converted_guessed_or_dropped(form, value):
    """A weight that is no real number is refused by its criterion."""
    parts = () if isinstance(value[0], list) else ("'b'", value[1])
    refused(lambda: mn.evaluate(BASE, weights=form(value[0])), mn.WeightsError, *parts)


MASKED = np.ma.array(TABLE, mask=[[False, False], [True, False]])
MASKED_CELLS = [
    bad("array", lambda: BASE.replace(performance=MASKED), mn.ProblemError, "'y' on 'a'", "mask"),
    bad("list of rows", lambda: BASE.replace(performance=list(MASKED)), mn.ProblemError, "'y' on 'a'", "mask"),
    bad("constant", lambda: BASE.replace(performance=with_cell(np.ma.masked)), mn.ProblemError, "'y' on 'a'", "mask"),
    bad("add", lambda: BASE.add("z", MASKED[1]), mn.ProblemError, "'z' on 'a'", "mask"),
    bad("low", lambda: BASE.replace(low=MASKED), mn.ProblemError, "low of 'y' on 'a'", "mask"),
    bad("array door", lambda: mn.topsis()(MASKED, [1, -1], HALF), mn.MethodError, "position (1, 0)", "mask"),
    bad("weights", lambda: mn.evaluate(BASE, weights=MASKED[1] / 7), mn.WeightsError, "'a'", "mask"),
    bad("judgements", lambda: mn.Judgements(MASKED, ["p", "q"]), mn.JudgementError, "'q' against 'p'", "mask"),
]


@pytest.mark.parametrize(("call", "error", "parts"), MASKED_CELLS)
def test_masked_entries_are_refused(call, error, parts):
    """What a mask hides is never used."""
    refused(call, error, *parts)


def test_the_first_of_several_bad_cells_is_named():
    """Where many cells are wrong, the message names the first in reading order."""
    refused(lambda: BASE.replace(performance=[[1, NAN], [INF, 4]]), mn.ProblemError, "'x' on 'b'", "nan")
    refused(lambda: BASE.replace(performance=[[1, None], ["z", 4]]), mn.ProblemError, "'x' on 'b'", "missing")


FRAME_COLUMNS = {
    "bool dtype": [True, False],
    "nullable integer": pd.array([1, None], dtype="Int64"),
    "nullable boolean": pd.array([True, False], dtype="boolean"),
    "nullable float": pd.array([1.0, None], dtype="Float64"),
    "category": pd.Categorical(["u", "v"]),
    "datetime": pd.to_datetime(["2022-01-01", "2022-02-01"]),
    "complex": [1j, 2j],
    "text": ["1", "2"],
}


@pytest.mark.parametrize("column", FRAME_COLUMNS.values(), ids=FRAME_COLUMNS)
def test_frames_of_other_types_are_refused(column):
    """No column type of pandas but integers and floats is read as numbers."""
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": column}, index=["x", "y"])
    refused(lambda: mn.DecisionProblem.from_frame(frame, [1, 1]), mn.ProblemError, "on 'b'")


def problem(*args, **kwargs):
    return lambda: mn.DecisionProblem(*args, **kwargs)


def rows_of(value, **kwargs):
    return problem(value, [1, -1], ["x", "y"], ["a", "b"], **kwargs)


SHAPES = [
    bad("ragged", rows_of([[1, 2], [3]]), mn.ProblemError, "row 2", "1 entries", "row 1 has 2"),
    bad("ragged longer", rows_of([[1, 2], [3, 4, 5]]), mn.ProblemError, "row 2", "3 entries"),
    bad("ragged with empty row", rows_of([[1, 2], []]), mn.ProblemError, "row 2", "0 entries"),
    bad("row that is a number", rows_of([[1, 2], 3]), mn.ProblemError),
    bad("row that is None", rows_of([[1, 2], None]), mn.ProblemError),
    bad("ragged blocks", rows_of(RAGGED), mn.ProblemError, "shape"),
    bad("empty", rows_of([]), mn.ProblemError, "at least one row"),
    bad("no columns", rows_of([[], []]), mn.ProblemError, "at least one"),
    bad("no rows", rows_of(np.empty((0, 2))), mn.ProblemError, "at least one row", "(0, 2)"),
    bad("1-D", rows_of([1, 2]), mn.ProblemError, "table", "(2,)"),
    bad("3-D", rows_of([TABLE, TABLE]), mn.ProblemError, "table", "(2, 2, 2)"),
    bad("3-D with NaN", rows_of(np.full((2, 2, 2), NAN)), mn.ProblemError, "table"),
    bad("number", rows_of(5), mn.ProblemError, "table"),
    bad("None", rows_of(None), mn.ProblemError, "table"),
    bad("text", rows_of("1 2"), mn.ProblemError, "table"),
    bad("mapping", rows_of({"x": [1, 2]}), mn.ProblemError, "table"),
    bad("set", rows_of({1, 2}), mn.ProblemError, "table"),
    bad("Series", rows_of(pd.Series([1, 2])), mn.ProblemError, "table"),
    bad("generator", rows_of(row for row in TABLE), mn.ProblemError, "table"),
    bad("DataFrame", rows_of(pd.DataFrame(TABLE)), mn.ProblemError, "DataFrame", "from_frame"),
    bad("from_frame of a list", lambda: mn.DecisionProblem.from_frame(TABLE, [1]), mn.ProblemError, "DataFrame"),
    bad("from_frame of no rows", lambda: mn.DecisionProblem.from_frame(BASE.to_frame()[:0], [1, 1]), mn.ProblemError),
    bad("3 names for 2 rows", problem(TABLE, [1, 1], ["x", "y", "z"]), mn.ProblemError, "3 alternative names", "2"),
    bad("no names for 2 rows", problem(TABLE, [1, 1], []), mn.ProblemError, "0 alternative names", "2 rows"),
    bad("1 name for 2 columns", problem(TABLE, [1, 1], None, ["a"]), mn.ProblemError, "1 criterion names", "2"),
    bad("no names for 2 columns", problem(TABLE, [1, 1], None, []), mn.ProblemError, "0 criterion names", "2"),
    bad("add too few", lambda: BASE.add("z", [1]), mn.ProblemError, "values", "1 given", "'a', 'b'"),
    bad("add too many", lambda: BASE.add("z", [1, 2, 3]), mn.ProblemError, "values", "3 given"),
    bad("add number", lambda: BASE.add("z", 5), mn.ProblemError, "values", "5"),
    bad("add None", lambda: BASE.add("z", None), mn.ProblemError),
    bad("add table", lambda: BASE.add("z", TABLE), mn.ProblemError),
    bad("add misnamed", lambda: BASE.add("z", {"a": 1, "bb": 2}), mn.ProblemError, "'bb'", "did you mean 'b'"),
    bad("add missing", lambda: BASE.add("z", {"a": 1}), mn.ProblemError, "nothing given for 'b'"),
    bad("add low number", lambda: BASE.add("z", [1, 2], low=0), mn.ProblemError, "low"),
    bad("add low misnamed", lambda: BASE.add("z", [1, 2], low={"c": 1}), mn.ProblemError, "low", "'c'"),
    bad("add existing", lambda: BASE.add("x", [1, 2]), mn.ProblemError, "'x' occurs twice"),
    bad("add empty name", lambda: BASE.add("", [1, 2]), mn.ProblemError, "alternative 3", "empty"),
    bad("add number name", lambda: BASE.add(5, [1, 2]), mn.ProblemError, "alternative 3", "5 (int)", "str()"),
    bad("drop unknown", lambda: BASE.drop("X1"), mn.ProblemError, "'X1'", "'x', 'y'"),
    bad("drop number", lambda: BASE.drop(1), mn.ProblemError, "'1'", "'x', 'y'"),
    bad("drop pd.NA", lambda: BASE.drop(pd.NA), mn.ProblemError, "'x', 'y'"),
    bad("drop array", lambda: BASE.drop(np.array(["x", "y"])), mn.ProblemError, "'x', 'y'"),
    bad("drop list", lambda: BASE.drop(["x"]), mn.ProblemError, "'x', 'y'"),
    bad("drop all", lambda: BASE.drop("x", "y"), mn.ProblemError, "at least one must remain"),
    bad("replace unknown", lambda: BASE.replace(sense=[1, 1]), mn.ProblemError, "'sense'", "did you mean 'senses'"),
    bad("replace shape only", lambda: BASE.replace(performance=[[1, 2]]), mn.ProblemError, "2 alternative names"),
    bad("evaluate None", lambda: mn.evaluate(None), mn.ProblemError, "DecisionProblem", "NoneType"),
    bad("evaluate list", lambda: mn.evaluate(TABLE), mn.ProblemError, "DecisionProblem", "list"),
    bad("evaluate frame", lambda: mn.evaluate(BASE.to_frame()), mn.ProblemError, "from_frame"),
]


@pytest.mark.parametrize(("call", "error", "parts"), SHAPES)
def test_tables_of_wrong_shape(call, error, parts):
    """A performance table has m rows and n columns, each with one name."""
    refused(call, error, *parts)


NAMES = {
    "duplicate": (["x", "x"], "'x' occurs twice"),
    "empty": (["x", ""], "2 is empty"),
    "blank": (["x", " \t\n"], "2 is empty"),
    "no-break space": (["x", "\u00a0"], "2 is empty"),
    "number": (["x", 2], "2 (int)"),
    "None": (["x", None], "None"),
    "NaN": (["x", NAN], "nan"),
    "bytes": (["x", b"y"], "b'y'"),
    "tuple": (["x", ("y", "z")], "tuple"),
    "list": (["x", ["y"]], "list"),
    "unprintable int": (["x", BIG], "int"),
    "lone surrogate": (["x", LONE], "UTF-8"),
    "one text": ("xy", "sequence of", "'xy'"),
    "number of names": (2, "sequence of", "2"),
    "0-d array": (np.array("x"), "names"),
    "2-D array": (np.array([["x", "y"], ["u", "v"]]), "name"),
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("side", ["alternatives", "criteria"])
def test_names_must_be_distinct_visible_text(side, names):
    """A name is text that one can see, write to a file and tell from the others."""
    given, *parts = names
    what = "alternative" if side == "alternatives" else "criteri"
    refused(lambda: BASE.replace(**{side: given}), mn.ProblemError, what, *parts)


@pytest.mark.parametrize("names", [v for k, v in NAMES.items() if "array" not in k and "of names" not in k])
def test_names_of_judgements(names):
    """Items compared have the same kind of names."""
    refused(lambda: mn.Judgements([[1, 2], [0.5, 1]], names[0]), mn.JudgementError, "item", names[1])


@pytest.mark.parametrize("names", [["x", "x"], [0, 1], [("a", 1), ("b", 2)], ["x", None]])
@pytest.mark.parametrize("axis", ["index", "columns"])
def test_names_of_frames(axis, names):
    """A frame without usable names on both axes is refused."""
    labels = {"index": ["x", "y"], "columns": ["a", "b"]} | {axis: names}
    refused(lambda: mn.DecisionProblem.from_frame(pd.DataFrame(TABLE, **labels), [1, 1]), mn.ProblemError, "name")


def test_a_multi_index_is_no_list_of_names():
    """The names of a frame are text, not tuples."""
    index = pd.MultiIndex.from_tuples([("x", 1), ("y", 2)])
    frame = pd.DataFrame(TABLE, index=index, columns=["a", "b"])
    refused(lambda: mn.DecisionProblem.from_frame(frame, [1, 1]), mn.ProblemError, "alternative 1", "tuple")


CRITERIA = [
    bad("criterion of number", problem(TABLE, [1, 1], None, [mn.Criterion(5), "b"]), mn.ProblemError, "criterion 1"),
    bad("same name twice", problem(TABLE, [1, 1], None, [mn.Criterion("a"), "a"]), mn.ProblemError, "'a'", "twice"),
    bad("definition number", problem([[1]], [1], None, [mn.Criterion("a", 5)]), mn.ProblemError, "'a'", "text", "5"),
    bad("definition None", problem([[1]], [1], None, [mn.Criterion("a", None)]), mn.ProblemError, "'a'", "None"),
    bad("definition surrogate", problem([[1]], [1], None, [mn.Criterion("a", LONE)]), mn.ProblemError, "'a'"),
    bad("contested text", problem([[1]], [1], None, [mn.Criterion("a", "", "no")]), mn.ProblemError, "'a'", "no"),
    bad("codes text", problem([[1]], [1], None, [mn.Criterion("a", codes="1-5")]), mn.ProblemError, "'a'", "1-5"),
    bad("codes turned", problem([[1]], [1], None, [mn.Criterion("a", codes=(5, 1))]), mn.ProblemError, "'a'", "5, 1"),
    bad("one code", problem([[1]], [1], None, [mn.Criterion("a", codes=[5])]), mn.ProblemError, "'a'", "lowest"),
    bad("codes NaN", problem([[1]], [1], None, [mn.Criterion("a", codes=(1, NAN))]), mn.ProblemError, "'a'", "nan"),
    bad("off the scale", problem([[6]], [1], ["x"], [mn.Criterion("a", codes=(1, 5))]), mn.ProblemError, "'x'", "6.0"),
    bad("contested None", problem([[1]], [1], None, [mn.Criterion("a", "", None)]), mn.ProblemError, "'a'", "None"),
]


@pytest.mark.parametrize(("call", "error", "parts"), CRITERIA)
def test_criteria_with_unusable_fields(call, error, parts):
    """A definition is text and a contested mark is true or false."""
    refused(call, error, *parts)


SENSES = {
    "0": ([1, 0], "'b'", "0"),
    "2": ([1, 2], "'b'", "2"),
    "up": ([1, "up"], "'b'", "'up'"),
    "misspelt in capitals": ([1, "MAXX"], "'b'", "'MAXX'", "did you mean 'max'"),
    "target": ([1, "Target"], "'b'", "'Target'", "distance to its target"),
    "a function of one's own": ([1, sum], "'b'", "sum"),
    "text of a number": ([1, "1"], "'b'", "'1'"),
    "True": ([True, 1], "'a'", "True"),
    "numpy True": ([np.True_, 1], "'a'", "True"),
    "NaN": ([1, NAN], "'b'", "nan"),
    "half": ([1, 0.5], "'b'", "0.5"),
    "None": ([None, 1], "'a'", "None"),
    "complex": ([1 + 0j, 1], "'a'", "1+0j"),
    "numpy complex": ([np.complex64(1), 1], "'a'"),
    "list": ([[1], 1], "'a'", "[1]"),
    "dict": ([{}, 1], "'a'", "{}"),
    "2-D": (np.ones((2, 2)), "'a'"),
    "bytes": ([b"max", 1], "'a'", "b'max'"),
    "unprintable int": ([BIG, 1], "'a'"),
    "too few": ([1], "1 senses for 2 criteria", "benefit"),
    "too many": ([1, 1, 1], "3 senses for 2 criteria", "benefit"),
    "none": ([], "0 senses"),
    "one text": ("max", "'max'", "sequence"),
    "number": (1, "sequence"),
    "no senses": (None, "None", "sequence"),
    "set": ({1, -1}, "sequence"),
    "0-d array": (np.array(1), "senses"),
    "misnamed": ({"a": 1, "bb": 1}, "senses", "'bb'", "did you mean 'b'"),
    "missing": ({"a": 1}, "senses", "nothing given for 'b'"),
    "extra": ({"a": 1, "b": 1, "c": 1}, "senses", "unknown 'c'"),
    "empty mapping": ({}, "nothing given for 'a', 'b'"),
    "misnamed Series": (pd.Series({"a": 1, "c": 1}), "senses", "'c'"),
    "numbered Series": (pd.Series([1, 1]), "senses", "'0'"),
    "Series with a name twice": (pd.Series([1, 1, 1], ["a", "b", "b"]), "'b' is given twice"),
    "bad in mapping": ({"b": "down", "a": 1}, "'b'", "'down'"),
}


@pytest.mark.parametrize("case", SENSES.values(), ids=SENSES)
def test_senses(case):
    """A sense is one of six words and numbers, one for each criterion."""
    refused(lambda: BASE.replace(senses=case[0]), mn.ProblemError, *case[1:])


def frame(values, index=("x", "y"), columns=("a", "b")):
    return pd.DataFrame(values, index=list(index), columns=list(columns))


def bounds(**sides):
    return lambda: mn.DecisionProblem.from_frame(BASE.to_frame(), [1, -1], **sides)


INTERVALS = [
    bad("low above", rows_of(TABLE, low=[[1, 2], [3, 9]]), mn.ProblemError, "low of 'y' on 'b'", "9.0", "4.0", "<="),
    bad("high below", rows_of(TABLE, high=[[1, 2], [0, 4]]), mn.ProblemError, "high of 'y' on 'a'", "0.0", "3.0"),
    bad("low above by a bit", rows_of(TABLE, low=[[np.nextafter(1, 2), 2], [3, 4]]), mn.ProblemError, "'x' on 'a'"),
    bad("low of fewer rows", rows_of(TABLE, low=[[1, 2]]), mn.ProblemError, "low", "(1, 2)", "(2, 2)"),
    bad("high of more columns", rows_of(TABLE, high=np.full((2, 3), 9)), mn.ProblemError, "high", "(2, 3)"),
    bad("low number", rows_of(TABLE, low=0), mn.ProblemError, "low", "()"),
    bad("low ragged", rows_of(TABLE, low=[[1, 2], [3]]), mn.ProblemError, "low"),
    bad("low blocks", rows_of(TABLE, low=RAGGED), mn.ProblemError, "low"),
    bad("low text", rows_of(TABLE, low="ab"), mn.ProblemError, "low", "text"),
    bad("low frame", rows_of(TABLE, low=frame(TABLE)), mn.ProblemError, "low", "from_frame"),
    bad("add low above", lambda: BASE.add("z", [1, 2], low=[1, 3]), mn.ProblemError, "low of 'z' on 'b'", "3.0"),
    bad(
        "replace keeps old",
        lambda: BASE.replace(high=[[9, 9], [9, 9]]).replace(performance=[[0, 2], [3, 4]]),
        mn.ProblemError,
        "low of 'x' on 'a'",
    ),
    bad("low list", bounds(low=TABLE), mn.ProblemError, "low", "DataFrame", "list"),
    bad("low misnamed row", bounds(low=frame(TABLE, ["x", "yy"])), mn.ProblemError, "rows of low", "did you mean 'y'"),
    bad("low misnamed column", bounds(low=frame(TABLE, columns=["a", "c"])), mn.ProblemError, "columns of low", "'c'"),
    bad("high missing row", bounds(high=frame([[9, 9]], ["x"])), mn.ProblemError, "rows of high", "'y'"),
    bad("high row twice", bounds(high=frame([[9, 9]] * 3, ["x", "y", "y"])), mn.ProblemError, "'y' is given twice"),
    bad("frame low above", bounds(low=frame([[9, 0], [0, 0]])), mn.ProblemError, "low of 'x' on 'a'", "9.0"),
]


@pytest.mark.parametrize(("call", "error", "parts"), INTERVALS)
def test_intervals(call, error, parts):
    """Low <= performance <= high, cell by cell."""
    refused(call, error, *parts)


TERMS = [
    bad("too few rows", rows_of(TABLE, terms=[["u", "v"]]), mn.ProblemError, "terms", "2 rows and 2 columns"),
    bad("ragged", rows_of(TABLE, terms=[["u", "v"], ["u"]]), mn.ProblemError, "terms", "2 rows"),
    bad("number", rows_of(TABLE, terms=[["u", 3], ["u", "v"]]), mn.ProblemError, "term of 'x' on 'b'", "3", "text"),
    bad("NaN", rows_of(TABLE, terms=[["u", "v"], [NAN, "v"]]), mn.ProblemError, "term of 'y' on 'a'", "nan"),
    bad("pd.NA", rows_of(TABLE, terms=[["u", "v"], [pd.NA, "v"]]), mn.ProblemError, "term of 'y' on 'a'", "NA"),
    bad("bytes", rows_of(TABLE, terms=[["u", "v"], [b"u", "v"]]), mn.ProblemError, "term of 'y' on 'a'", "b'u'"),
    bad("bool", rows_of(TABLE, terms=[["u", "v"], [True, "v"]]), mn.ProblemError, "term of 'y' on 'a'", "True"),
    bad("unprintable int", rows_of(TABLE, terms=[["u", "v"], [BIG, "v"]]), mn.ProblemError, "term of 'y' on 'a'"),
    bad("surrogate", rows_of(TABLE, terms=[["u", LONE], ["u", "v"]]), mn.ProblemError, "term of 'x' on 'b'", "UTF-8"),
    bad("one text", rows_of(TABLE, terms="uv"), mn.ProblemError, "terms"),
    bad("one number", rows_of(TABLE, terms=5), mn.ProblemError, "terms"),
    bad("0-d array", rows_of(TABLE, terms=np.array("u")), mn.ProblemError, "terms"),
    bad("add number", lambda: BASE.add("z", [1, 2], terms=[5, "v"]), mn.ProblemError, "term of 'z' on 'a'", "5"),
    bad("add text", lambda: BASE.add("z", [1, 2], terms="uv"), mn.ProblemError, "terms"),
    bad("add one number", lambda: BASE.add("z", [1, 2], terms=5), mn.ProblemError, "terms", "5"),
    bad("add too few", lambda: BASE.add("z", [1, 2], terms=["u"]), mn.ProblemError, "terms", "1 given"),
    bad("add misnamed", lambda: BASE.add("z", [1, 2], terms={"a": "u", "c": "v"}), mn.ProblemError, "terms", "'c'"),
]


@pytest.mark.parametrize(("call", "error", "parts"), TERMS)
def test_terms(call, error, parts):
    """A term is text or None, one a cell."""
    refused(call, error, *parts)


SCENARIOS = pd.DataFrame([[0.5, 0.5], [0.9, 0.3]], ["calm", "storm"], ["a", "b"])


def scenario(a, b, **kwargs):
    return pd.DataFrame([[0.5, 0.5], [a, b]], ["calm", "storm"], ["a", "b"], **kwargs)


WEIGHTS = {
    "negative": ({"a": 1.5, "b": -0.5}, "'b'", "-0.5", "sense"),
    "negative in sequence": ([-1e-9, 1.0], "'a'", "-1e-09", "sense"),
    "all zero": ([0, 0], "sum to 0", "at least one must be positive"),
    "zero and minus zero": ([0.0, -0.0], "sum to 0", "positive"),
    "sum 2": ([1, 1], "sum to 2", "rescale"),
    "sum 100": ({"a": 60, "b": 40}, "sum to 100", "rescale"),
    "sum off by 2e-6": ([0.5, 0.500002], "sum to", "rescale"),
    "denormal": ([5e-324, 0], "rescale"),
    "huge": ([1e300, 1e300], "sum to 2e+300", "rescale"),
    "too few": ([1.0], "1 weights for 2 criteria", "'a', 'b'"),
    "too many": ([0.2, 0.3, 0.5], "3 weights for 2 criteria"),
    "none": ([], "0 weights for 2 criteria"),
    "no scenarios": (np.empty((0, 2)), "empty"),
    "empty frame": (SCENARIOS[:0], "empty"),
    "misnamed": ({"a": 0.5, "bb": 0.5}, "weights", "'bb'", "did you mean 'b'"),
    "missing": ({"a": 1.0}, "weights", "nothing given for 'b'"),
    "extra": ({"a": 0.5, "b": 0.5, "c": 0}, "weights", "unknown 'c'"),
    "numbered Series": (pd.Series([0.5, 0.5]), "weights", "'0'"),
    "Series with a name twice": (pd.Series([0.2, 0.3, 0.5], ["a", "b", "b"]), "'b' is given twice"),
    "misnamed frame": (SCENARIOS.rename(columns={"b": "bb"}), "columns of the weights", "did you mean 'b'"),
    "frame on its side": (SCENARIOS.T, "columns of the weights", "'calm'"),
    "bool list": ([True, 0.0], "'a'", "True"),
    "text": ("balanced", "str"),
    "bytes": (b"ab", "bytes"),
    "number": (1.0, "float"),
    "set": ({0.5}, "set"),
    "generator": ((w for w in HALF), "generator"),
    "class of judgements": (mn.Judgements, "type"),
    "judgements of others": (mn.Judgements([[1, 2], [0.5, 1]], ["a", "c"]), "'c'", "expected 'a', 'b'"),
    "0-d array": (np.array(0.5), "single number"),
    "ragged scenarios": ([[0.5, 0.5], [1.0]], "different lengths"),
    "ragged blocks": (RAGGED, "weights"),
    "ragged blocks by name": (dict(zip("ab", RAGGED, strict=True)), "weight"),
    "arrays by name": ({"a": np.zeros(2), "b": np.zeros(3)}, "weight"),
    "frame scenario sum": (SCENARIOS, "scenario 'storm'", "sum to 1.2", "rescale"),
    "frame scenario NaN": (scenario(0.5, NAN), "'b'", "scenario 'storm'", "nan"),
    "frame scenario text": (scenario("x", 1, dtype=object), "'a'", "scenario 'storm'", "'x'"),
    "frame scenario negative": (scenario(1.5, -0.5), "'b'", "scenario 'storm'", "-0.5"),
    "frame scenario zero": (scenario(0, 0), "scenario 'storm'", "sum to 0", "positive"),
    "frame scenario bool": (pd.DataFrame({"a": [0.5, 0.5], "b": [True, False]}, ["calm", "storm"]), "'b'", "'calm'"),
    "array scenario sum": ([[0.5, 0.5], [0.9, 0.3]], "scenario '1'", "1.2", "rescale"),
    "array scenario inf": (np.array([[0.5, 0.5], [0.5, INF]]), "'b'", "scenario '1'", "inf"),
    "3-D scenario": (np.array([[[0.5, 0.5], [0.5, 0.6]]]), "scenario", "(0, 1)", "1.1"),
}


@pytest.mark.parametrize("case", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("method", ["topsis", "weighted_sum"])
def test_weights(method, case):
    """Weights are finite, non-negative, sum to 1, and fit the criteria by name."""
    refused(lambda: mn.evaluate(BASE, method, case[0]), mn.WeightsError, *case[1:])


RESCALE = {
    "zero": ([0, 0], "0", "positive"),
    "zero by name": ({"a": 0, "b": 0}, "0", "positive"),
    "zero scenario": (scenario(0, 0), "0", "positive"),
    "negative": ([2, -1], "(1,)", "-1"),
    "negative by name": ({"a": 2, "b": -1}, "'b'", "-1"),
    "NaN": ([1, NAN], "nan", "give a number"),
    "NaN by name": ({"a": 1, "b": NAN}, "'b'", "nan"),
    "NaN in Series": (pd.Series({"a": 1, "b": NAN}), "'b'", "nan"),
    "text": (["1", 2], "'1'", "text"),
    "bool": ([True, 2.0], "True"),
    "missing": ([None, 2], "missing"),
    "unprintable": ([BIG, 1], "64-bit"),
    "empty": ([], "no weights"),
    "empty mapping": ({}, "no weights"),
    "number": (3.0, "no weights"),
    "None": (None, "missing"),
    "one text": ("ab", "text"),
    "ragged": ([[1, 2], [3]], "weight"),
    "ragged blocks": (RAGGED, "weight"),
    "lists by name": ({"a": [1], "b": 2}, "weight"),
}


@pytest.mark.parametrize("case", RESCALE.values(), ids=RESCALE)
def test_what_cannot_be_rescaled(case):
    """Only non-negative weights that are not all zero have proportions."""
    refused(lambda: mn.rescale(case[0]), mn.WeightsError, *case[1:])


def gives_nan(table, weights, types):
    return np.full(len(table), NAN)


def gives_one_number(table, weights, types):
    return 1.0


def raises(table, weights, types):
    raise KeyError(table[0, 0])


def run(method, **changes):
    return lambda: mn.evaluate(BASE.replace(**({"low": None, "high": None} | changes)), method)


COST_ZERO = [[1.0, 0.0], [3.0, 4.0]]
EQUAL = ([[1.0, 1.0], [1.0, 1.0]], [1, 1], HALF)
METHODS = [
    bad("unknown name", run("topsi"), mn.MethodError, "'topsi'", "did you mean 'topsis'", "'weighted_sum'"),
    bad("capitals", run("TOPSIS"), mn.MethodError, "'TOPSIS'", "'topsis'"),
    bad("None", run(None), mn.MethodError, "None", "'topsis'"),
    bad("list", run(["topsis"]), mn.MethodError, "topsis"),
    bad("factory", run(mn.topsis), mn.MethodError, "unknown method"),
    bad("class", run(mn.Method), mn.MethodError, "unknown method"),
    bad("bare pymcdm", run(pymcdm_methods.VIKOR()), mn.MethodError, "from_pymcdm"),
    bad("scale name", lambda: mn.topsis("minimax"), mn.MethodError, "'minimax'", "did you mean 'minmax'"),
    bad("scale None", lambda: mn.weighted_sum(None), mn.MethodError, "None", "'minmax'"),
    bad("scale list", lambda: mn.weighted_sum(["minmax"]), mn.MethodError, "minmax"),
    bad("scale function", lambda: mn.weighted_sum(mn.fixed), mn.MethodError, "unknown scale", "fixed(low, high)"),
    bad("ahp mode", lambda: mn.ahp("ideals"), mn.MethodError, "'ideals'", "did you mean 'ideal'"),
    bad("ahp mode None", lambda: mn.ahp(None), mn.MethodError, "None", "'distributive'"),
    bad("ahp mode list", lambda: mn.ahp(["ideal"]), mn.MethodError, "ideal", "'distributive'"),
    bad("fixed equal", lambda: mn.fixed(1, 1), mn.MethodError, "low < high", "1.0"),
    bad("fixed turned", lambda: mn.fixed([0, 5], [1, 4]), mn.MethodError, "low < high", "[0.0, 5.0]"),
    bad("fixed one bound", lambda: mn.fixed(0, None), mn.MethodError, "both bounds"),
    bad("fixed NaN", lambda: mn.fixed(NAN, 1), mn.MethodError, "low", "nan"),
    bad("fixed inf", lambda: mn.fixed(0, [1, INF]), mn.MethodError, "high", "inf"),
    bad("fixed text", lambda: mn.fixed("0", 1), mn.MethodError, "low", "text"),
    bad("fixed bool", lambda: mn.fixed([False, 0.0], 1), mn.MethodError, "low", "False"),
    bad("fixed unprintable", lambda: mn.fixed(0, BIG), mn.MethodError, "high", "64-bit"),
    bad("fixed lengths", lambda: mn.fixed([0, 0], [1, 1, 1]), mn.MethodError, "2 bounds", "3"),
    bad("fixed table", lambda: mn.fixed([[0, 0]], 1), mn.MethodError, "low", "(1, 2)"),
    bad("fixed empty", lambda: mn.fixed([], 1), mn.MethodError, "low", "(0,)"),
    bad("fixed blocks", lambda: mn.fixed(RAGGED, 1), mn.MethodError, "low"),
    bad("fixed wrong length", run(mn.weighted_sum(mn.fixed([0] * 3, 9))), mn.MethodError, "low", "3 values", "2"),
    bad("fixed overflow", run(mn.weighted_sum(mn.fixed(0, 5e-324))), mn.MethodError, "not finite"),
    bad("ideal wrong length", run(mn.topsis(ideal=[1, 1, 1])), mn.MethodError, "ideal", "3 values", "2 criteria"),
    bad("anti-ideal wrong length", run(mn.topsis(anti_ideal=[0])), mn.MethodError, "anti_ideal", "1 values"),
    bad("ideal text", lambda: mn.topsis(ideal="best"), mn.MethodError, "ideal", "'best'"),
    bad("ideal NaN", lambda: mn.topsis(ideal=[1, NAN]), mn.MethodError, "ideal", "nan"),
    bad("ideal table", lambda: mn.topsis(ideal=TABLE), mn.MethodError, "ideal", "(2, 2)"),
    bad("ideal overflow", run(mn.topsis(ideal=1e300, anti_ideal=-1e300)), mn.MethodError, "not finite"),
    bad("total negative", run("ahp", performance=[[1, 2], [-3, 4]]), mn.MethodError, "'y' on 'a'", "-3.0", "minmax"),
    bad("total zero cost", run("ahp", performance=COST_ZERO), mn.MethodError, "'x' on 'b'", "0.0", "positive"),
    bad("maximum zero cost", run(mn.ahp("ideal"), performance=COST_ZERO), mn.MethodError, "'x' on 'b'", "fixed"),
    bad("total zero column", run("ahp", performance=[[0, 2], [0, 4]]), mn.MethodError, "'a'", "0", "drop"),
    bad("array door ratio", lambda: mn.ahp()([[1], [-2]], [1], [1]), mn.MethodError, "alternative 2 on criterion 1"),
    bad("pymcdm class", lambda: mn.from_pymcdm(pymcdm_methods.VIKOR), mn.MethodError, "instance", "call the class"),
    bad("pymcdm text", lambda: mn.from_pymcdm("VIKOR"), mn.MethodError, "instance", "'VIKOR'"),
    bad("pymcdm None", lambda: mn.from_pymcdm(None), mn.MethodError, "instance", "None"),
    bad("pymcdm refuses", run(mn.from_pymcdm(raises)), mn.MethodError, "refused"),
    bad("pymcdm NaN", run(mn.from_pymcdm(gives_nan)), mn.MethodError, "undefined", "nan"),
    bad("pymcdm one number", run(mn.from_pymcdm(gives_one_number)), mn.MethodError, "undefined"),
    bad("pymcdm TOPSIS of equals", lambda: mn.from_pymcdm(pymcdm_methods.TOPSIS())(*EQUAL), mn.MethodError, "TOPSIS"),
    bad("pymcdm VIKOR of equals", lambda: mn.from_pymcdm(pymcdm_methods.VIKOR())(*EQUAL), mn.MethodError, "VIKOR"),
]


@pytest.mark.parametrize(("call", "error", "parts"), METHODS)
def test_methods_and_scales(call, error, parts):
    """A method is known, and defined for the performances it is given."""
    refused(call, error, *parts)


def door(table=TABLE, senses=(1, -1), weights=(0.5, 0.5)):
    return lambda: mn.topsis()(table, senses, weights)


ARRAY_DOOR = {
    "1-D table": (door([1, 2]), "performance", "(2,)"),
    "no rows": (door(np.empty((0, 2))), "performance", "(0, 2)"),
    "no columns": (door(np.empty((2, 0)), [], []), "performance"),
    "no scenarios": (door(np.empty((0, 2, 2))), "performance"),
    "None": (door(None), "performance", "missing"),
    "ragged": (door([[1, 2], [3]]), "performance", "give numbers"),
    "blocks": (door(RAGGED), "performance"),
    "senses zero": (door(senses=[1, 0]), "senses", "+1", "0.0"),
    "senses two": (door(senses=[1, 2]), "senses", "2.0"),
    "senses words": (door(senses=["max", "min"]), "senses", "text", "'max'"),
    "senses bool": (door(senses=[True, False]), "senses", "True"),
    "senses NaN": (door(senses=[1, NAN]), "senses", "nan"),
    "senses too few": (door(senses=[1]), "senses", "2 numbers"),
    "senses number": (door(senses=1), "senses", "2 numbers"),
    "senses table": (door(senses=[[1, -1]]), "senses", "2 numbers"),
    "weights too few": (door(weights=[1]), "weights", "(1,)"),
    "weights number": (door(weights=1), "weights", "()"),
    "weights empty": (door(weights=np.empty((0, 2))), "weights", "empty"),
    "weights negative": (door(weights=[2, -1]), "weights", "non-negative", "rescale"),
    "weights zero": (door(weights=[0, 0]), "weights", "rescale"),
    "weights denormal": (door(weights=[5e-324, 0]), "weights", "rescale"),
    "weights huge": (door(weights=[1e200, 1e200]), "weights", "rescale"),
    "weights NaN": (door(weights=[1, NAN]), "weights", "(1,)", "nan"),
    "weights text": (door(weights=["1", 0]), "weights", "text"),
    "weights bool": (door(weights=[True, 0.5]), "weights", "True"),
    "scenarios do not match": (
        door(np.ones((3, 2, 2)) * TABLE, weights=np.full((2, 2), 0.5)),
        "scenarios do not match",
        "(3,)",
        "(2,)",
    ),
}


@pytest.mark.parametrize("case", ARRAY_DOOR.values(), ids=ARRAY_DOOR)
def test_the_array_door(case):
    """Bare arrays are held to the same rules, by position."""
    refused(case[0], mn.MethodError, *case[1:])


# Judgements. Each value stands for how often p is preferred to q.

JUDGED = {
    "NaN": (NAN, "nan"),
    "inf": (INF, "inf"),
    "zero": (0, "0"),
    "minus zero": (-0.0, "0.0"),
    "negative": (-2, "-2"),
    "text": ("thrice", "'thrice'"),
    "bool": (True, "True"),
    "complex": (3 + 0j, "3+0j"),
    "pd.NA": (pd.NA, "missing"),
    "huge int": (10**400, "64-bit"),
    "unprintable int": (BIG, "64-bit"),
    "Decimal NaN": (Decimal("nan"), ""),
    "list": ([3], "[3]"),
    "date": (date(2022, 2, 24), "2022"),
}


def square(value):
    matrix = np.array([[1.0, 3.0], [1 / 3, 1.0]], dtype=object)
    matrix[0, 1] = value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        matrix[1, 0] = value  # of two missing ones neither is the reciprocal of the other
    return matrix


JUDGEMENT_DOORS = {
    "pairs": lambda v: mn.Judgements.from_pairs({("p", "q"): v}),
    "pairs backwards": lambda v: mn.Judgements.from_pairs({("p", "q"): v}, ["q", "p"]),
    "matrix": lambda v: mn.Judgements.from_matrix(square(v), ["p", "q"]),
    "list": lambda v: mn.Judgements(square(v).tolist(), ["p", "q"]),
    "frame": lambda v: mn.Judgements.from_frame(pd.DataFrame(square(v), ["p", "q"], ["p", "q"], dtype=object)),
}


@pytest.mark.parametrize("value", JUDGED.values(), ids=JUDGED)
@pytest.mark.parametrize("form", JUDGEMENT_DOORS.values(), ids=JUDGEMENT_DOORS)
def test_a_judgement_is_a_positive_number(form, value):
    """A judgement that is no positive number is refused by its pair."""
    refused(lambda: form(value[0]), mn.JudgementError, "'p' against 'q'", value[1])


def pairs(mapping, names=None):
    return lambda: mn.Judgements.from_pairs(mapping, names)


def matrix(values, names=("p", "q")):
    return lambda: mn.Judgements.from_matrix(values, names)


PAIR = mn.Judgements([[1, 2], [0.5, 1]], ["p", "q"])
JUDGEMENTS = {
    "not square": (matrix([[1, 2]]), "2 x 2", "(1, 2)"),
    "wrong size": (matrix(np.ones((3, 3))), "2 x 2", "(3, 3)"),
    "1-D": (matrix([1, 2]), "2 x 2", "(2,)"),
    "3-D": (matrix(np.ones((2, 2, 2))), "2 x 2"),
    "empty": (matrix([], []), "no items"),
    "None": (matrix(None), "missing"),
    "ragged": (matrix([[1, 2], [0.5]]), "judgement"),
    "blocks": (matrix(RAGGED),),
    "not reciprocal": (matrix([[1, 3], [0.5, 1]]), "'p' against 'q'", "3.0", "'q' against 'p'", "0.5", "0.333"),
    "rounded reciprocal": (matrix([[1, 3], [0.333, 1]]), "'p' against 'q'", "0.333", "reciprocal"),
    "both huge": (matrix([[1, 1e200], [1e200, 1]]), "'p' against 'q'", "1e+200"),
    "both tiny": (matrix([[1, 1e-200], [1e-200, 1]]), "'p' against 'q'", "1e-200"),
    "diagonal": (matrix([[1, 2], [0.5, 2]]), "'q' against itself", "must be 1", "got 2.0"),
    "pair against itself": (pairs({("p", "p"): 2, ("p", "q"): 2}), "'p' against itself", "got 2.0"),
    "contradictory pairs": (pairs({("p", "q"): 3, ("q", "p"): 3}), "'p' against 'q'", "3.0", "'q' against 'p'"),
    "unknown name": (pairs({("p", "r"): 2}, ["p", "q"]), "unknown 'r'", "'p', 'q'"),
    "missing name": (pairs({("p", "q"): 2}, ["p", "q", "r"]), "nothing given for 'r'"),
    "missing pair": (pairs({("p", "q"): 2, ("q", "r"): 2}), "no judgement of 'p' against 'r'"),
    "None pair": (pairs({("p", "q"): None}), "judgement of 'p' against 'q'"),
    "single name": (pairs({("p",): 2}), "two names", "('p',)"),
    "three names": (pairs({("p", "q", "r"): 2}), "two names"),
    "text for a pair": (pairs({"pq": 2}), "two names", "'pq'"),
    "number for a pair": (pairs({1: 2}), "two names", "1"),
    "number for a name": (pairs({("p", 1): 2}), "item 2", "string"),
    "no pairs": (pairs({}), "no items"),
    "list of pairs": (pairs([("p", "q")]), "mapping"),
    "no mapping": (pairs(None), "mapping"),
    "tiny pair": (pairs({("p", "q"): 5e-324}), "'p' against 'q'"),
    "frame None": (lambda: mn.Judgements.from_frame(None), "DataFrame", "NoneType"),
    "frame list": (lambda: mn.Judgements.from_frame([[1]]), "DataFrame", "list"),
    "frame misnamed": (
        lambda: mn.Judgements.from_frame(pd.DataFrame(np.ones((2, 2)), ["p", "q"], ["p", "qq"])),
        "columns",
        "'qq'",
        "did you mean 'q'",
    ),
    "frame numbered": (lambda: mn.Judgements.from_frame(pd.DataFrame(np.ones((2, 2)))), "item 1", "str()"),
    "frame not square": (lambda: mn.Judgements.from_frame(frame([[1, 2]], ["p"], ["p", "q"])), "columns", "'q'"),
    "random index": (lambda: PAIR.consistency("saaty"), "'saaty'", "did you mean 'saaty"),
    "random index None": (lambda: PAIR.consistency(None), "None", "'saaty2005'"),
    "random index list": (lambda: PAIR.consistency(["saaty2005"]), "'saaty2005'"),
    "priority method": (lambda: PAIR.priorities("eigen"), "'eigen'", "'eigenvector', 'geometric'"),
    "priority method None": (lambda: PAIR.priorities(None), "None", "'geometric'"),
    "problem of nothing": (lambda: mn.problem_from_judgements({}), "mapping"),
    "problem of a list": (lambda: mn.problem_from_judgements([PAIR]), "mapping"),
    "problem of a matrix": (lambda: mn.problem_from_judgements({"a": [[1]]}), "'a'", "list"),
    "problem of others": (
        lambda: mn.problem_from_judgements({"a": PAIR, "b": mn.Judgements([[1]], ["p"])}),
        "under 'b'",
        "'q'",
    ),
}


@pytest.mark.parametrize("case", JUDGEMENTS.values(), ids=JUDGEMENTS)
def test_judgements(case):
    """Comparisons form a positive reciprocal matrix over distinct names."""
    refused(case[0], mn.JudgementError, *case[1:])


# Files.


def document(cell="3", **changes):
    """Return a JSON problem whose cell of y on a is this text."""
    criteria = [{"name": "a", "sense": "max"}, {"name": "b", "sense": "min"}]
    cells = [{"name": "x", "cells": {"a": 1, "b": 2}}, {"name": "y", "cells": {"a": "CELL", "b": 4}}]
    return json.dumps({"schema_version": 1, "criteria": criteria, "alternatives": cells} | changes).replace(
        '"CELL"', cell
    )


def toml(cell="3", version="1"):
    return (
        f'schema_version = {version}\n[[criteria]]\nname = "a"\nsense = "max"\n'
        f'[[alternatives]]\nname = "x"\ncells = {{a = 1}}\n[[alternatives]]\nname = "y"\ncells = {{a = {cell}}}\n'
    )


LONG_HEADER = "alternative,criterion,sense,value"


def long(*rows, header=LONG_HEADER):
    return "\n".join([header, "x,a,max,1", *rows]) + "\n"


JSON_CELLS = {
    "NaN": ("NaN", "nan"),
    "Infinity": ("Infinity", "inf"),
    "-Infinity": ("-Infinity", "-inf"),
    "1e999": ("1e999", "inf"),
    "null": ("null", "missing"),
    "true": ("true", "True"),
    "text": ('"Fast"', "Fast", "terms"),
    "text of a number": ('"7"', "'7'"),
    "list": ("[1]", "[1]"),
    "deep list": ("[" * 200 + "]" * 200, ""),
    "4000 digits": ("1" * 4000, "64-bit"),
    "value null": ('{"value": null}', "missing"),
    "value text": ('{"value": "x"}', "'x'"),
    "no value": ('{"low": 1}', "lacks the key 'value'"),
    "unknown key": ('{"value": 1, "lo": 0}', "'lo'", "did you mean 'low'"),
    "low above": ('{"value": 1, "low": 2}', "low", "2.0", "1.0"),
    "low null": ('{"value": 1, "low": null}', "low", "missing"),
    "low list": ('{"value": 1, "low": [1]}', "low", "[1]"),
    "high NaN": ('{"value": 1, "high": NaN}', "high", "nan"),
    "term number": ('{"value": 1, "term": 5}', "term", "5"),
    "term list": ('{"value": 1, "term": []}', "term"),
    "term surrogate": ('{"value": 1, "term": "\\ud800"}', "term", "UTF-8"),
}


def refused_file(tmp_path, name, text, *parts, error=mn.McdaError, senses=None):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    refused(lambda: mn.read_problem(path, senses), error, str(path), *parts)


@pytest.mark.parametrize("case", JSON_CELLS.values(), ids=JSON_CELLS)
def test_cells_of_json_files(tmp_path, case):
    """A cell in a JSON file is refused by file, row and column."""
    refused_file(tmp_path, "p.json", document(case[0]), "'y' on 'a'", *case[1:])


TOML_CELLS = {
    "nan": ("nan", "nan"),
    "inf": ("-inf", "-inf"),
    "date": ("2022-02-24", "2022"),
    "time": ("07:32:00", "7, 32"),
    "true": ("true", "True"),
    "text": ('"Fast"', "Fast", "terms"),
    "list": ("[1]", "[1]"),
    "empty table": ("{}", "lacks the key 'value'"),
    "value date": ("{value = 2022-02-24}", "2022"),
    "huge hexadecimal": ("0x" + "f" * 5000, "64-bit"),
    "term number": ("{value = 1, term = 5}", "term", "5"),
}


@pytest.mark.parametrize("case", TOML_CELLS.values(), ids=TOML_CELLS)
def test_cells_of_toml_files(tmp_path, case):
    """A cell in a TOML file is refused by file, row and column."""
    refused_file(tmp_path, "p.toml", toml(case[0]), "'y' on 'a'", *case[1:])


CSV_CELLS = {
    "nan": ("nan", "nan"),
    "NAN": ("+NaN", "nan"),
    "inf": ("inf", "inf"),
    "-Infinity": ("-Infinity", "-inf"),
    "two signs": ("--inf", "--inf"),
    "mixed signs": ("+-nan", "+-nan"),
    "1e999": ("1e999", "inf"),
    "thousands of digits": ("9" * 5000, "inf"),
    "empty": ("", "missing"),
    "blank": ("  ", "missing"),
    "NA": ("NA", "missing", "'NA'"),
    "word": ("Fast", "'Fast'", "terms"),
    "bool": ("True", "'True'"),
    "thousands separator": ("1_000", "'1_000'"),
    "decimal comma": ('"1,5"', "'1,5'"),
    "hexadecimal": ("0x10", "'0x10'"),
    "fraction": ("1/2", "'1/2'"),
    "percent": ("5%", "'5%'"),
    "Arabic digit": ("\u0663", "\u0663"),
    "full-width digit": ("\uff13", "\uff13"),
    "date": ("2022-02-24", "2022-02-24"),
    "formula": ("=1+1", "=1+1"),
    "NUL": ("\0", ""),
}


@pytest.mark.parametrize("case", CSV_CELLS.values(), ids=CSV_CELLS)
@pytest.mark.parametrize("form", ["wide", "long"])
def test_cells_of_csv_files(tmp_path, form, case):
    """A cell in a CSV file is refused by file, row and column."""
    text = f"name,a\nx,1\ny,{case[0]}\n" if form == "wide" else long(f"y,a,max,{case[0]}")
    senses = ["max"] if form == "wide" else None
    refused_file(tmp_path, "p.csv", text, "'y' on 'a'", *case[1:], senses=senses)


CRITERION = {"name": "a", "sense": "max"}
X = {"name": "x", "cells": {"a": 1}}
DOCUMENTS = {
    "not JSON": ("{", "not JSON", "line 1", "column 2"),
    "empty": ("", "not JSON"),
    "key twice": ('{"schema_version": 1, "schema_version": 1}', "'schema_version' occurs twice"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "deep object": ('{"a":' * 100_000, "nested too deeply"),
    "thousands of digits": (document("1" * 5000), "digits"),
    "list": ("[]", "table", "list"),
    "null": ("null", "table", "NoneType"),
    "number": ("1", "table", "int"),
    "unknown key": (document(criterion=[]), "'criterion'", "did you mean 'criteria'"),
    "surrogate key": ('{"\\ud800": 1}', "unknown key"),
    "no alternatives": ('{"schema_version": 1, "criteria": []}', "lacks the key 'alternatives'"),
    "schema 2": (document(schema_version=2), "schema_version is 2", "reads 1"),
    "schema text": (document(schema_version="1"), "schema_version is '1'"),
    "schema true": (document(schema_version=True), "schema_version is True"),
    "schema null": (document(schema_version=None), "schema_version is None"),
    "criteria empty": (document(criteria=[]), "'criteria'", "at least one"),
    "criteria table": (document(criteria={}), "'criteria'", "list"),
    "criterion text": (document(criteria=["a", "b"]), "criterion 1", "table", "str"),
    "criterion key": (document(criteria=[CRITERION | {"sens": 1}]), "criterion 1", "'sens'", "did you mean 'sense'"),
    "criterion without sense": (document(criteria=[{"name": "a"}]), "criterion 1", "'sense'"),
    "criterion name list": (document(criteria=[{"name": [], "sense": 1}]), "criterion 1", "[]"),
    "criterion name table": (document(criteria=[{"name": {}, "sense": 1}]), "criterion 1", "{}"),
    "criterion name null": (document(criteria=[{"name": None, "sense": 1}]), "criterion 1", "None"),
    "criterion name number": (document(criteria=[{"name": 5, "sense": 1}]), "criterion 1", "5"),
    "criterion name empty": (document(criteria=[{"name": "", "sense": 1}], alternatives=[]), ""),
    "criterion twice": (document(criteria=[CRITERION, CRITERION], alternatives=[X]), "'a'", "twice"),
    "sense": (document(criteria=[{"name": "a", "sense": "up"}], alternatives=[X]), "'a'", "'up'", "benefit"),
    "sense list": (document(criteria=[{"name": "a", "sense": []}], alternatives=[X]), "'a'", "[]"),
    "contested": (document(criteria=[CRITERION | {"contested": "no"}], alternatives=[X]), "'a'", "'no'"),
    "definition": (document(criteria=[CRITERION | {"definition": 3}], alternatives=[X]), "'a'", "3"),
    "codes": (document(criteria=[CRITERION | {"codes": "1..5"}], alternatives=[X]), "'a'", "1..5"),
    "alternatives empty": (document(alternatives=[]), "'alternatives'", "at least one"),
    "alternative text": (document(alternatives=["x"]), "alternative 1", "table"),
    "alternative name list": (document(criteria=[CRITERION], alternatives=[X | {"name": []}]), "alternative 1", "[]"),
    "alternative twice": (document(criteria=[CRITERION], alternatives=[X, X]), "'x' occurs twice"),
    "cells list": (document(alternatives=[{"name": "x", "cells": [1, 2]}]), "'x'", "table", "list"),
    "cells missing": (document(alternatives=[X]), "'x'", "nothing given for 'b'"),
    "cells unknown": (document(alternatives=[{"name": "x", "cells": {"c": 1}}]), "'x'", "unknown 'c'"),
}


@pytest.mark.parametrize("case", DOCUMENTS.values(), ids=DOCUMENTS)
def test_json_documents(tmp_path, case):
    """A document has the keys of the layout, each once, and no others."""
    refused_file(tmp_path, "p.json", *case)


TOMLS = {
    "not TOML": ("=", "not TOML"),
    "empty": ("", "lacks the key"),
    "key twice": ("schema_version = 1\nschema_version = 1", "not TOML"),
    "deep": ("a = " + "[" * 100_000, ""),
    "thousands of digits": (toml("1" * 5000), "not TOML"),
    "unknown key": ("schema = 1", "'schema'", "did you mean 'schema_version'"),
    "schema date": (toml(version="2022-02-24"), "schema_version is", "2022"),
    "schema huge": (toml(version="0x" + "f" * 5000), "schema_version"),
    "criterion twice": (toml() + '[[criteria]]\nname = "a"\nsense = "max"\n', "'a'", "twice"),
    "criterion name date": (toml().replace('"a"', "2022-02-24"), "criterion 1", "2022"),
}


@pytest.mark.parametrize("case", TOMLS.values(), ids=TOMLS)
def test_toml_documents(tmp_path, case):
    """A TOML file is held to the same layout."""
    refused_file(tmp_path, "p.toml", *case)


CSVS = {
    "empty": ("", "empty"),
    "blank lines": ("\n\n\n", "empty"),
    "header only": (LONG_HEADER + "\n", "empty", "at least one row"),
    "open quote": ('name,a\n"x,1\n', "not CSV"),
    "text after quote": ('name,a\n"x"y,1\n', "not CSV"),
    "ragged": ("name,a,b\nx,1,2\ny,3\n", "row 3", "2 fields", "header has 3"),
    "ragged longer": (long("y,a,max,1,2"), "row 3", "5 fields", "header has 4"),
    "wide without senses": ("name,a,b\nx,1,2\n", "senses=", "'a', 'b'"),
    "long without sense": ("alternative,criterion,value\nx,a,1\n", "'sense'", "senses=", "'a'"),
    "unknown column": (long(header=LONG_HEADER + "s").replace("1\n", "1\n"), "senses="),
    "misspelt column": (f"{LONG_HEADER},lo\nx,a,max,1,0\n", "'lo'", "did you mean 'low'"),
    "column twice": (f"{LONG_HEADER},value\nx,a,max,1,2\n", "twice"),
    "cell twice": (long("x,a,max,2"), "'x' on 'a'", "occurs twice"),
    "cell missing": (long("x,b,max,2", "y,b,max,2"), "'y'", "nothing given for 'a'"),
    "sense": (long("y,a,max,2").replace("max", "up"), "'a'", "'up'"),
    "sense empty": (long("y,a,max,2").replace("max", ""), "'a'", "''"),
    "two senses": (long("y,a,min,2"), "'a'", "differ"),
    "low above": (f"{LONG_HEADER},low\nx,a,max,1,2\n", "low of 'x' on 'a'", "2.0"),
    "low text": (f"{LONG_HEADER},low\nx,a,max,1,less\n", "low of 'x' on 'a'", "'less'"),
    "high signs": (f"{LONG_HEADER},high\nx,a,max,1,++inf\n", "high of 'x' on 'a'"),
    "contested": (f"{LONG_HEADER},contested\nx,a,max,1,yes\n", "'yes'", "'true'"),
    "codes": (f"{LONG_HEADER},codes\nx,a,max,1,1-5\n", "'a'", "1-5"),
    "two definitions": (f"{LONG_HEADER},definition\nx,a,max,1,u\ny,a,max,1,v\n", "'a'", "differ"),
    "empty alternative": (long(",a,max,2"), "alternative 2", "empty"),
    "empty criterion": (long("x,,max,2"), "criterion 2", "empty"),
}


@pytest.mark.parametrize("case", CSVS.values(), ids=CSVS)
def test_csv_files(tmp_path, case):
    """A long table has every cell once; a wide one needs senses."""
    refused_file(tmp_path, "p.csv", *case)


WIDE = {
    "too few senses": ("name,a,b\nx,1,2\n", ["max"], "1 senses for 2 criteria"),
    "misnamed senses": ("name,a,b\nx,1,2\n", {"a": 1, "bb": 1}, "did you mean 'b'"),
    "unknown sense": ("name,a\nx,1\n", ["up"], "'a'", "'up'"),
    "one text": ("name,a\nx,1\n", "max", "'max'"),
    "no criteria": ("name\nx\n", [], "no criteria"),
    "criterion twice": ("name,a,a\nx,1,2\n", [1, 1], "'a' occurs twice"),
    "criterion empty": ("name,a,\nx,1,2\n", [1, 1], "criterion 2", "empty"),
    "alternative twice": ("name,a\nx,1\nx,2\n", [1], "'x' occurs twice"),
    "alternative empty": ("name,a\nx,1\n,2\n", [1], "alternative 2", "empty"),
}


@pytest.mark.parametrize("case", WIDE.values(), ids=WIDE)
def test_wide_csv_files(tmp_path, case):
    """A wide table has distinct names and as many senses as criteria."""
    refused_file(tmp_path, "p.csv", case[0], *case[2:], senses=case[1])


ENCODINGS = {
    "UTF-16 without its mark": (document().encode("utf-16-le"), "not UTF-8", "as in UTF-16", "save it as UTF-8"),
    "half a UTF-16 character": (document().encode("utf-16")[:-1], "not UTF-16", "save it as UTF-8"),
    "Latin-1": ("caf\u00e9".encode("latin-1"), "not UTF-8", "byte 3", "0xe9"),
    "truncated": ("\u00e9".encode()[:1], "not UTF-8", "byte 0"),
    "surrogate": (LONE.encode("utf-8", "surrogatepass"), "not UTF-8"),
    "image": (b"\x89PNG\r\n\x1a\n", "not UTF-8", "byte 0", "0x89"),
}


@pytest.mark.parametrize("suffix", [".json", ".toml", ".csv"])
@pytest.mark.parametrize("case", ENCODINGS.values(), ids=ENCODINGS)
def test_files_in_other_encodings(tmp_path, case, suffix):
    """A file that is not UTF-8 is refused by its first wrong byte."""
    refused_file(tmp_path, "p" + suffix, *case, error=mn.FileError)


PATHS = {
    "missing": (lambda d: d / "none.csv", "none.csv does not exist"),
    "missing folder": (lambda d: d / "no" / "p.json", "does not exist"),
    "directory": (lambda d: d, "is not a file"),
    "unknown suffix": (lambda d: touch(d / "p.docx"), "'.docx'", "'.csv'", "'.json'", "'.toml'"),
    "no suffix": (lambda d: touch(d / "p"), "''", "'.csv'"),
    "NUL": (lambda d: str(d / "a\0.csv"), ".csv"),
    "too long": (lambda d: d / ("a" * 300 + ".csv"), ".csv"),
    "empty": (lambda _: "", "."),
    "None": (lambda _: None, "path"),
    "number": (lambda _: 5, "path"),
    "bytes": (lambda _: b"p.csv", "path"),
}


def touch(path):
    path.write_text("{}", encoding="utf-8")
    return path


@pytest.mark.parametrize("case", PATHS.values(), ids=PATHS)
def test_paths_that_cannot_be_read(tmp_path, case):
    """What is no readable file of a known kind ends in a FileError."""
    refused(lambda: mn.read_problem(case[0](tmp_path)), mn.FileError, *case[1:])


UNWRITABLE = {
    "missing folder": (lambda d: d / "no" / "p.csv", "cannot write", "p.csv", "No such"),
    "file for a folder": (lambda d: touch(d / "p") / "p.csv", "cannot write", "p.csv"),
    "directory": (lambda d: made(d / "dir.json"), "cannot write", "dir.json"),
    "unknown suffix": (lambda d: d / "p.xlsx", "'.xlsx'", "'.csv'"),
    "no suffix": (lambda d: d / "p", "'.csv'"),
    "too long": (lambda d: d / ("a" * 300 + ".csv"), "cannot write"),
    "NUL": (lambda d: str(d / "a\0.csv"), "cannot write"),
    "surrogate": (lambda d: str(d / f"{LONE}.csv"), "cannot write"),
    "None": (lambda _: None, "path"),
    "number": (lambda _: 5, "path"),
}


def made(path):
    path.mkdir()
    return path


@pytest.mark.parametrize("case", UNWRITABLE.values(), ids=UNWRITABLE)
def test_paths_that_cannot_be_written(tmp_path, case):
    """A failed save ends in a FileError and leaves nothing behind."""
    path = case[0](tmp_path)
    before = sorted(tmp_path.rglob("*"))
    refused(lambda: mn.save_problem(BASE, path), mn.FileError, *case[1:])
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("suffix", [".json", ".toml", ".csv"])
def test_huge_files_are_refused_at_once(tmp_path, suffix):
    """A file above the limit is refused before it is read."""
    path = tmp_path / f"p{suffix}"
    with path.open("wb") as out:
        out.truncate(2 * 2**30)
    start = time.perf_counter()
    refused(lambda: mn.read_problem(path), mn.FileError, "2,147,483,648 bytes", "67,108,864", "max_bytes")
    assert time.perf_counter() - start < 1.0


def test_the_limit_counts_bytes(tmp_path):
    """A file of exactly max_bytes is read, one byte more is refused."""
    path = tmp_path / "p.json"
    path.write_text(document(), encoding="utf-8")
    size = path.stat().st_size
    assert mn.read_problem(path, max_bytes=size) == BASE
    refused(lambda: mn.read_problem(path, max_bytes=size - 1), mn.FileError, "max_bytes")


WEIGHT_FILES = {
    "square not reciprocal": ("w.csv", ",p,q\np,1,3\nq,3,1\n", "'p' against 'q'", "3.0"),
    "square word": ("w.csv", ",p,q\np,1,many\nq,1,1\n", "'p' against 'q'", "'many'"),
    "square signs": ("w.csv", ",p,q\np,1,--inf\nq,1,1\n", "'p' against 'q'", "--inf"),
    "square 1/0": ("w.csv", ",p,q\np,1,1/0\nq,1,1\n", "'p' against 'q'", "1/0"),
    "square row twice": ("w.csv", ",p,q\np,1,1\nq,1,1\np,1,1\n", "'p'", "twice"),
    "square column unknown": ("w.csv", ",p,r\np,1,1\nq,1,1\n", "'r'"),
    "name twice": ("w.csv", "p,1\np,2\n", "'p'", "twice"),
    "ragged": ("w.csv", "p,1\nq\n", "row 2", "1 fields"),
    "list": ("w.json", "[1]", "mapping"),
    "key twice": ("w.json", '{"a": 1, "a": 2}', "'a'", "twice"),
    "not TOML": ("w.toml", "a", "not TOML"),
    "suffix": ("w.docx", "a", "'.docx'"),
}


@pytest.mark.parametrize("case", WEIGHT_FILES.values(), ids=WEIGHT_FILES)
def test_weight_files(tmp_path, case):
    """A file of weights is a mapping, or a square of comparisons."""
    path = tmp_path / case[0]
    path.write_text(case[1], encoding="utf-8")
    refused(lambda: read_weights(path), mn.McdaError, case[0], *case[2:])


# Every row of the comparison with other packages: what each does with bad input.

NONRECIPROCAL = [[1, 3], [0.5, 1]]
PEERS_REFUSED = [
    bad("peers: NaN cell", rows_of([[1, NAN], [3, 4]]), mn.ProblemError, "'x' on 'b'", "nan"),
    bad("peers: +inf cell", rows_of([[1, 2], [INF, 4]]), mn.ProblemError, "'y' on 'a'", "inf"),
    bad("peers: negative values, ratio scale", run("ahp", performance=[[1, 2], [-3, 4]]), mn.MethodError, "'y' on 'a'"),
    bad("peers: weights sum 2", lambda: mn.evaluate(BASE, weights=[1, 1]), mn.WeightsError, "sum to 2", "rescale"),
    bad("peers: negative weight", lambda: mn.evaluate(BASE, weights=[2, -1]), mn.WeightsError, "'b'", "-1.0"),
    bad("peers: all-zero weights", lambda: mn.evaluate(BASE, weights=[0, 0]), mn.WeightsError, "sum to 0"),
    bad("peers: zero column, ratio scale", run("ahp", performance=[[0, 2], [0, 4]]), mn.MethodError, "'a'", "drop"),
    bad("peers: zero in cost column, ratio scale", run("ahp", performance=COST_ZERO), mn.MethodError, "'x' on 'b'"),
    bad("peers: weights too short", lambda: mn.evaluate(BASE, weights=[1]), mn.WeightsError, "1 weights for 2"),
    bad("peers: types too short", problem(TABLE, [1]), mn.ProblemError, "1 senses for 2 criteria"),
    bad("peers: duplicate labels", problem(TABLE, [1, 1], ["x", "x"]), mn.ProblemError, "'x' occurs twice"),
    bad("peers: pandas DataFrame", problem(BASE.to_frame(), [1, 1]), mn.ProblemError, "from_frame"),
    bad("peers: text cells", rows_of([["Fast", 2], [3, 4]]), mn.ProblemError, "'x' on 'a'", "'Fast'", "terms"),
    bad("peers: 0 alternatives", problem(np.empty((0, 2)), [1, 1]), mn.ProblemError, "at least one row"),
    bad("peers: 0 criteria", problem(np.empty((2, 0)), []), mn.ProblemError, "one column"),
    bad("peers: AHP non-reciprocal", matrix(NONRECIPROCAL), mn.JudgementError, "'p' against 'q'", "0.333"),
    bad("peers: AHP zero entry", matrix([[1, 0], [0, 1]]), mn.JudgementError, "'p' against 'q'", "positive"),
    bad("peers: AHP negative entry", matrix([[1, -2], [-0.5, 1]]), mn.JudgementError, "'p' against 'q'", "-2.0"),
    bad("peers: AHP NaN", matrix([[1, NAN], [NAN, 1]]), mn.JudgementError, "'p' against 'q'", "nan"),
    bad("peers: AHP not square", matrix([[1, 2, 3], [0.5, 1, 1]]), mn.JudgementError, "2 x 2", "(2, 3)"),
    bad("peers: AHP diagonal != 1", matrix([[2, 3], [1 / 3, 1]]), mn.JudgementError, "'p' against itself", "got 2.0"),
    bad("peers: complex cells", rows_of([[1j, 2], [3, 4]]), mn.ProblemError, "'x' on 'a'", "1j"),
    bad("peers: strings such as 7", rows_of([["7", 2], [3, 4]]), mn.ProblemError, "'x' on 'a'", "'7'"),
    bad("peers: None cell", rows_of([[None, 2], [3, 4]]), mn.ProblemError, "'x' on 'a'", "missing"),
    bad("peers: direction 0", problem(TABLE, [1, 0]), mn.ProblemError, "'C2'", "0"),
    bad("peers: direction 2", problem(TABLE, [2, 1]), mn.ProblemError, "'C1'", "2"),
]


@pytest.mark.parametrize(("call", "error", "parts"), PEERS_REFUSED)
def test_what_other_packages_let_pass(call, error, parts):
    """Input that other packages turn into NaN or into a normal-looking number is refused here."""
    refused(call, error, *parts)


ALL_METHODS = ["topsis", "weighted_sum", "ahp", mn.topsis("minmax"), mn.ahp("ideal")]
ZERO_FREE = ["topsis", "weighted_sum", mn.topsis("minmax"), mn.weighted_sum("vector"), mn.weighted_sum(mn.fixed(-9, 9))]


def ranks(table, method, senses=(1, -1)):
    ranking = mn.evaluate(mn.DecisionProblem(table, senses), method)
    assert np.isfinite(ranking.scores).all()
    return ranking.ranks.to_list()


@pytest.mark.parametrize("method", ZERO_FREE, ids=str)
def test_peers_negative_values_are_ranked(method):
    """peers: negative values. Interval scales need no zero."""
    assert ranks([[-1, -2], [-3, -1]], method) == [1, 2]


@pytest.mark.parametrize("method", ZERO_FREE, ids=str)
def test_peers_zero_in_a_cost_column_is_the_best_value(method):
    """peers: zero in cost column. Nothing is cheaper than free."""
    assert ranks([[1, 0], [1.5, 4]], method, [-1, -1]) == [1, 2]


@pytest.mark.parametrize("method", ZERO_FREE, ids=str)
def test_peers_zero_column_warns_and_ranks_by_the_others(method):
    """peers: zero column. It cannot discriminate, and the warning says so."""
    with pytest.warns(mn.ConstantCriterionWarning, match="'C1'"):
        assert ranks([[0, 2], [0, 1]], method) == [2, 1]


@pytest.mark.parametrize("method", ALL_METHODS, ids=str)
def test_peers_constant_column_warns_and_ranks_by_the_others(method):
    """peers: constant column. The warning names it."""
    with pytest.warns(mn.ConstantCriterionWarning, match="'C2' has the same value"):
        assert ranks([[1, 5], [2, 5], [3, 5]], method) == [3, 2, 1]


@pytest.mark.parametrize("method", ALL_METHODS, ids=str)
def test_peers_equal_alternatives_all_share_rank_one(method):
    """peers: all alternatives equal. They tie, and every criterion is named."""
    with pytest.warns(mn.ConstantCriterionWarning) as found:
        assert ranks([[1, 2]] * 4, method) == [1, 1, 1, 1]
    assert [str(w.message)[:4] for w in found] == ["'C1'", "'C2'"]


@pytest.mark.parametrize("method", ALL_METHODS, ids=str)
def test_peers_a_single_alternative_has_rank_one(method):
    """peers: single alternative. It is first, and a note says that this says nothing."""
    ranking = mn.evaluate(mn.DecisionProblem([[1, 2]], [1, -1]), method)
    assert ranking.ranks.to_list() == [1]
    assert np.isfinite(ranking.scores).all()
    assert "only one alternative" in ranking.notes[0]


@pytest.mark.parametrize("method", ALL_METHODS, ids=str)
def test_peers_two_alternatives(method):
    """peers: 2 alternatives. Sensitivity tools elsewhere overflow on them."""
    assert ranks([[1, 2], [2, 1]], method) == [2, 1]


def test_peers_weights_that_sum_to_two_rank_once_rescaled():
    """peers: weights sum 2. The remedy that the message offers works."""
    assert mn.evaluate(BASE, weights=mn.rescale([1, 1])).weights.to_list() == [0.5, 0.5]


def test_peers_a_data_frame_keeps_its_names():
    """peers: pandas DataFrame. Through from_frame the labels stay."""
    found = mn.DecisionProblem.from_frame(frame(TABLE), {"b": -1, "a": 1})
    assert found == BASE
    assert mn.evaluate(found).ranks.index.to_list() == ["x", "y"]


def test_peers_ahp_two_by_two_is_consistent():
    """peers: AHP 2x2. CR is 0 and the priorities are the ratio."""
    assert PAIR.consistency().CR == 0
    assert PAIR.priorities().to_list() == pytest.approx([2 / 3, 1 / 3], abs=1e-15)


def test_peers_ahp_group_means_are_judgements():
    """peers: AHP 1.5 or group means. Saaty's integers are not the only judgements."""
    found = mn.Judgements.from_pairs({("p", "q"): 1.5, ("q", "r"): 2**0.5, ("p", "r"): 1.5 * 2**0.5})
    assert abs(found.consistency().CR) < 1e-12


def test_peers_ahp_sixteen_items_have_no_ratio_where_the_table_ends():
    """peers: AHP n=16. CI is given, CR is None where no random index is published."""
    names = [f"i{k}" for k in range(16)]
    found = mn.Judgements(np.ones((16, 16)), names)
    assert found.consistency().CR is None
    assert found.consistency().RI is None
    assert abs(found.consistency().CI) < 1e-12
    assert abs(found.consistency("donegan_dodd1991").CR) < 1e-12
    assert found.priorities().to_list() == pytest.approx([1 / 16] * 16)


def test_peers_ahp_data_frame_is_aligned_by_name():
    """peers: AHP DataFrame. Columns in another order are put in that of the rows."""
    table = pd.DataFrame([[2.0, 1.0], [1.0, 0.5]], ["p", "q"], ["q", "p"])
    assert mn.Judgements.from_frame(table) == PAIR


@pytest.mark.parametrize("far", [1e9, 1e100, 1e154, 1e200, 1e299])
def test_extreme_ratios_have_finite_indices_or_are_refused(far):
    """No judgement is so extreme that an index or a priority becomes infinite in silence."""
    values = [[1, far, 1], [1 / far, 1, far], [1, 1 / far, 1]]
    try:
        found = mn.Judgements(values, ["p", "q", "r"])
        indices = [getattr(found.consistency(), name) for name in ("lambda_max", "CI", "CR", "GCI")]
    except mn.JudgementError as error:
        assert "'p' against 'q'" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert np.isfinite(indices).all()
        assert np.isfinite(found.priorities()).all()


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), np.int8(3), np.float32(3), Fraction(3), Decimal(3)], ids=repr)
def test_any_real_number_is_a_judgement(value):
    """Python, NumPy and rational numbers are all accepted, in either direction."""
    expected = mn.Judgements([[1, 3], [1 / 3, 1]], ["p", "q"])
    assert mn.Judgements.from_pairs({("p", "q"): value}) == expected
    backwards = mn.Judgements.from_pairs({("p", "q"): value}, ["q", "p"])
    assert backwards.matrix.tolist() == [[1, 1 / 3], [3, 1]]


@pytest.mark.parametrize(
    "value", [3, 3.0, np.int64(3), np.float32(3), Fraction(3), Decimal(3), np.uint8(3), np.longdouble(3)], ids=repr
)
def test_any_real_number_is_a_cell(value):
    """Python, NumPy and rational numbers are all accepted."""
    assert BASE.replace(performance=with_cell(value)) == BASE


def test_a_criterion_may_be_called_priorities():
    """Weights in a Series or frame are never mistaken for judgements by a name."""
    named = BASE.replace(criteria=["priorities", "b"])
    series = pd.Series({"priorities": 0.25, "b": 0.75})
    assert mn.evaluate(named, weights=series).weights.to_list() == [0.25, 0.75]
    assert mn.evaluate(named, weights=series.to_frame().T).weights.to_numpy().tolist() == [[0.25, 0.75]]


def test_scenarios_may_have_a_multi_index():
    """Scenarios keep an index of several levels."""
    index = pd.MultiIndex.from_product([["calm", "storm"], [1, 2]])
    found = mn.evaluate(BASE, weights=pd.DataFrame(0.5, index, ["a", "b"]))
    assert found.ranks.index.equals(index)


def test_control_a_valid_problem_is_not_refused(tmp_path):
    """Control: the same calls with usable input raise nothing."""
    for value in (0.0, -0.0, 5e-324, 1e300, -1e300, 10**300, 2**64):
        both = BASE.replace(performance=with_cell(value), low=None, high=None)
        assert both.performance[1, 0] == value
    for weights in (None, HALF, {"b": 0.5, "a": 0.5}, [1, 0], SCENARIOS / SCENARIOS.sum(axis=1).to_numpy()[:, None]):
        assert np.isfinite(mn.evaluate(BASE, weights=weights).scores.to_numpy()).all()
    for name, text in (("p.json", document()), ("p.csv", long("y,a,max,3", "x,b,min,2", "y,b,min,4"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert mn.read_problem(tmp_path / name) == BASE
    (tmp_path / "p.toml").write_text(toml(), encoding="utf-8")
    assert mn.read_problem(tmp_path / "p.toml").performance.tolist() == [[1], [3]]
    assert mn.topsis()(TABLE, [1, -1], HALF).shape == (2,)
