"""Sections as text, Markdown, CSV and JSON: readable, complete, and safe whatever the names."""

import csv
import io
import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.labels import shown, unguarded
from mcda_nato.report.sections import (
    Report,
    Section,
    as_csv,
    as_json,
    as_markdown,
    cell,
    number,
    plain,
    records,
    table,
)
from mcda_nato.report.terminal import as_text
from mcda_nato.results import table_of

EMPTY = pd.DataFrame({"x": []})


def report(*sections, frame=EMPTY, document=None):
    return Report(lambda: sections, lambda: frame, lambda: document or {})


def refuse():
    raise AssertionError("not needed for this form")


def test_each_form_makes_only_what_it_writes():
    """JSON needs no table, and a table no document."""
    assert as_text(Report(lambda: [Section("a")], refuse, refuse)) == "a\n=\n"
    assert as_markdown(Report(lambda: [Section("a")], refuse, refuse)) == "## a\n"
    assert as_csv(Report(refuse, lambda: EMPTY, refuse)) == "x\n"
    assert as_json(Report(refuse, refuse, dict)) == "{}\n"


def test_a_section_is_a_title_a_table_and_lines():
    section = Section("Title", ["", "b"], [["row", "1"]], ["below"])
    assert as_text(report(section, Section("Next", lines=["only"]))) == (
        "Title\n=====\n     b\n------\nrow  1\nbelow\n\nNext\n====\nonly\n"
    )
    assert as_markdown(report(section)) == "## Title\n\n|     | b   |\n|:----|:----|\n| row | 1   |\n\n- below\n"


def test_cells_are_never_read_as_numbers():
    """Tabulate would turn 1e3 into 1000, and drop trailing zeros."""
    text = as_text(report(Section("t", ["", "x"], [["1e3", "0.2500"]])))
    assert "1e3" in text
    assert "0.2500" in text


@law
@given(text=st.text(max_size=200))
def test_no_text_steers_a_terminal_or_makes_markdown(text):
    """Whatever a title, a cell or a line holds, no control character and no live mark is written."""
    section = Section(text, [text, "b"], [[text, text]], [text])
    for written in (as_text(report(section)), as_markdown(report(section))):
        assert shown(written.replace("\n", "")) == written.replace("\n", "")
    marked = as_markdown(report(Section("t", lines=[text])))
    for mark in "*_`<|":
        assert marked.count(mark) == marked.count(f"\\{mark}")


@law
@given(values=st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_csv_keeps_every_text_and_makes_no_formula(values):
    """Reading the table back gives the values; no field starts a formula."""
    frame = pd.DataFrame([values], columns=[f"=c{i}" for i in range(len(values))])
    header, row = csv.reader(io.StringIO(as_csv(report(frame=frame)), newline=""))
    assert [unguarded(field) for field in row] == values
    assert not any(field.startswith(("=", "+", "-", "@")) for field in header + row)


def test_csv_writes_what_is_undefined_as_nothing():
    frame = pd.DataFrame({"a": [np.nan, np.inf, 0.1 + 0.2], "b": [None, True, 3]}, dtype=object)
    assert as_csv(report(frame=frame)) == "a,b\n,\n,True\n0.30000000000000004,3\n"


@law
@given(value=st.recursive(st.floats() | st.integers() | st.text() | st.none(), lambda x: st.lists(x) | st.tuples(x, x)))
def test_json_is_strict_whatever_the_values(value):
    """It parses without constants, and finite numbers survive to the bit."""
    written = as_json(report(document={"x": value}))

    def same(ours, theirs):
        if isinstance(theirs, (list, tuple)):
            return len(ours) == len(theirs) and all(map(same, ours, theirs))
        if isinstance(theirs, float) and not math.isfinite(theirs):
            return ours is None
        return ours == theirs

    assert same(json.loads(written, parse_constant=pytest.fail)["x"], value)


def test_plain_values_and_records():
    assert plain(np.int64(3)) == 3
    assert type(plain(np.bool_(True))) is bool
    assert plain(np.float64("inf")) is None
    frame = pd.DataFrame({"b": [1.5]}, index=pd.Index(["x"], name="a"))
    assert records(frame) == [{"a": "x", "b": 1.5}]
    assert records(frame.rename_axis(None)) == [{"b": 1.5}]


def test_what_rounds_to_zero_has_no_sign():
    """An exact share of 0 may come out as -1e-17."""
    assert [cell(value, 6) for value in (-1e-17, -0.0, 0.0, -1e-6)] == ["0.000000", "0.000000", "0.000000", "-0.000001"]
    assert [number(value) for value in (-0.0, -1e-17)] == ["0.0000", "-1e-17"]
    frame = pd.DataFrame({"a": [-1e-17, 0.25, -0.0]})
    assert [row[0] for row in table_of(frame, 4)[1]] == ["-1e-17", "0.25", "0.00"]


def test_cells_say_what_is_undefined_or_infinite():
    assert [cell(value, 2) for value in (None, np.nan, np.inf, 0.125, 3, "x")] == [
        "-", "-", "infinite", "0.12", "3", "x",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "old", "text"),
    [
        (None, None, "-"),
        (math.nan, None, "-"),
        (2.5, 3.0, "2.5000"),
        (0.0, 1.0, "0.0000"),
        (19880.95238, 20000.0, "19880.9524"),
        (1.5e-7, 2e-7, "1.5e-07"),
        (1e300, None, "1e+300"),
        (3.0 + 1e-9, 3.0, "3.000000001"),
        (3.0, 3.0, "3.0000"),
    ],
)
def test_a_new_value_has_the_digits_that_tell_it_from_the_old(value, old, text):
    assert number(value, old) == text


def test_a_table_of_names_keeps_their_underscores():
    frame = pd.DataFrame({"unit_cost": [0.5]}, index=["a_b"])
    assert table(frame) == (["", "unit cost"], [["a_b", "0.5000"]])
    assert table(frame, 1, names=True) == (["", "unit_cost"], [["a_b", "0.5"]])
