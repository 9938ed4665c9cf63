"""Text for a terminal: at most 100 columns, complete, plain where it is piped."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.report.sections import Report, Section
from mcda_nato.report.terminal import WIDTH, as_text

MARKS = st.characters(codec="ascii", exclude_categories=["Cc"], exclude_characters=" ")
NAMES = st.text(MARKS, min_size=1, max_size=40)


def report(*sections, first=None):
    return Report(lambda: sections, pd.DataFrame, dict, None if first is None else lambda: first)


def squeezed(text):
    return "".join(text.split())


def test_a_long_line_is_broken_and_loses_nothing():
    line = " ".join(["word"] * 60)
    lines = as_text(report(Section("t", lines=[line]))).splitlines()[2:]
    assert len(lines) == 4
    assert max(map(len, lines)) <= WIDTH
    assert " ".join(part.strip() for part in lines) == line


def test_a_word_that_is_longer_than_a_line_is_broken_and_loses_nothing():
    lines = as_text(report(Section("t", lines=["x" * 140]))).splitlines()[2:]
    assert max(map(len, lines)) <= WIDTH
    assert "".join(line.strip() for line in lines) == "x" * 140


@law
@given(rows=st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(NAMES, min_size=n, max_size=n), min_size=2)))
def test_tables_fit_and_lose_nothing(rows):
    """Whatever the cells, no line is longer than the page, and every mark of every cell is there."""
    text = as_text(report(Section("t", rows[0], rows[1:])), full=True)
    assert max(map(len, text.splitlines())) <= WIDTH
    for mark in set("".join(name for row in rows for name in row)) - set("-=t"):
        assert text.count(mark) >= sum(name.count(mark) for row in rows for name in row)


def test_a_table_too_wide_comes_in_parts_that_repeat_the_names():
    headers = ["", *(f"criterion{j:02d}" for j in range(30))]
    text = as_text(report(Section("t", headers, [["alternative", *("0.123456" for _ in range(30))]])))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.count("0.123456") == 30
    assert text.count("alternative") > 1
    assert all(text.count(name) == 1 for name in headers[1:])


def test_first_comes_what_is_read_first_and_all_on_demand():
    both = report(Section("all"), first=[Section("answer")])
    assert as_text(both) == "answer\n======\n"
    assert as_text(both, full=True) == "all\n===\n"


def test_a_long_table_is_cut_and_says_so_unless_all_is_asked_for():
    long = report(Section("t", ["", "x"], [[f"row {i}", "1"] for i in range(40)], shares=[0.5] * 40, lines=["below"]))
    lines = as_text(long).splitlines()
    assert [line for line in lines if line.startswith("row")][-1].startswith("row 23")
    assert lines[-2:] == ["And 16 more: --full has all.", "below"]
    assert as_text(long, full=True).count("row") == 40


def test_a_verdict_has_no_title_and_stands_above_its_table():
    section = Section("", ["a"], [["row"]], ["who", "how", "below"], kind="robust")
    assert as_text(report(section)) == "who\nhow\na\n---\nrow\nbelow\n"


@pytest.mark.parametrize(("share", "bar"), [(0.0, ""), (0.5, "█" * 10), (1.0, "█" * 20)])
def test_bars_are_as_long_as_the_shares(share, bar):
    line = as_text(report(Section("t", ["", "x"], [["a", "1"]], shares=[share]))).splitlines()[-1]
    assert line.removeprefix("a  1").strip() == bar


def test_colours_are_for_terminals_alone(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    section = Section("", lines=["who", "how"], kind="fragile")
    assert "\x1b[" in as_text(report(section), live=True)
    assert "\x1b" not in as_text(report(section))


def test_no_colours_where_the_user_wants_none(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in as_text(report(Section("", lines=["who", "how"], kind="fragile")), live=True)
