"""Numbers that differ never read alike, those that are equal do, and no name steers what is written."""

import math
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.text_tables import (
    SAME,
    cell,
    decimals_apart,
    html_table,
    latex_table,
    markdown_table,
    rounded_inwards,
    rounded_outwards,
    table_of,
    told_apart,
    told_rounded,
)

#: Numbers of every size, and families that differ in their last digits alone.
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
NEAR = st.builds(lambda middle, step: middle * (1 + step * 1e-11), NUMBERS, st.integers(-9, 9))
COLUMNS = st.lists(
    NUMBERS | NEAR | st.sampled_from([0.0, -0.0, 0.45285, 0.4528500001, 0.1 + 0.2, 0.3]), min_size=1, max_size=9
)


def by_decimals(values):
    return decimals_apart(values, 4)


def by_digits(values):
    return [row[0] for row in table_of(pd.DataFrame({"x": values}), 6)[1]]


def fixed(values):
    """Show each number alone, as most programs do."""
    return [f"{value:.4f}" for value in values]


def hidden(texts_of, values):
    """Return pairs of numbers that differ and read alike, or in the wrong order."""
    near = SAME * max(map(abs, values))
    read = sorted(zip(values, map(float, texts_of(values)), strict=True))
    return [(low, high) for low, high in pairwise(read) if high[0] - low[0] > near and not low[1] < high[1]]


@pytest.mark.parametrize("texts_of", [by_decimals, by_digits])
@law
@given(values=COLUMNS)
def test_numbers_that_differ_read_differently_and_in_their_order(texts_of, values):
    """To a share of 1e-12 of the largest, in either way of writing."""
    assert hidden(texts_of, values) == []


def test_control_fixed_digits_hide_a_flip():
    assert hidden(fixed, [0.45278, 0.45283])
    assert hidden(fixed, [1e-9, 2e-9])
    assert not hidden(by_decimals, [0.45278, 0.45283])


@law
@given(value=st.floats(0.01, 1.0), noise=st.integers(1, 3))
def test_ties_by_the_rule_read_alike(value, noise):
    """Whatever digits others beside them need."""
    tied = value * (1 + noise * 1e-14)
    for texts_of in (by_decimals, by_digits):
        first, second, *_ = texts_of([value, tied, value + 1e-7])
        assert first == second


def test_digits_are_added_only_where_they_are_needed():
    assert by_decimals([0.25, 0.5, 1 / 3]) == ["0.2500", "0.5000", "0.3333"]
    assert by_decimals([0.45278, 0.45283, 0.25]) == ["0.45278", "0.45283", "0.2500"]
    assert by_decimals([0.0, 1e-17, 0.5]) == ["0.0000", "0.0000", "0.5000"]  # noise
    assert by_decimals([1e-300, 2e-300]) == ["1e-300", "2e-300"]
    assert told_apart(["a", None, 0.5], lambda value, more: cell(value, 6, more)) == ["a", "-", "0.5"]


@pytest.mark.parametrize("texts_of", [by_decimals, by_digits])
@law
@given(values=COLUMNS)
def test_no_number_reads_as_another_does(texts_of, values):
    """What is shown is within half of its last digit, or within the tie rule."""
    for value, text in zip(values, texts_of(values), strict=True):
        last = 10.0 ** int(Decimal(text).as_tuple().exponent)
        assert abs(float(text) - value) <= 0.501 * last + SAME * abs(value) + SAME


def test_a_large_number_beside_them_makes_no_two_numbers_equal():
    assert by_digits([4.5e15, 100.0, 50.9091]) == ["4.5e+15", "100.0000", "50.9091"]
    assert told_apart([1.25, 1.5, 1e15], lambda value, more: cell(value, 6, more)) == ["1.25", "1.5", "1e+15"]
    assert by_decimals([1.25001, 1.25002, 1e15])[:2] == ["1.25001", "1.25002"]
    assert by_decimals([2e5, 3e5, 1e300])[:2] == ["200000.0000", "300000.0000"]
    tied = [0.45285, 0.45285 * (1 + 1e-15), 1e15]
    assert len(set(by_decimals(tied)[:2])) == 1


def test_scores_that_tie_by_their_rule_read_alike():
    """The tie rule of scores is absolute below 1; other columns, and the control, are told apart."""
    scores = [0.1234567890001, 0.1234567890009, 0.1234568]
    frame = pd.DataFrame({"score": scores, "weight": scores})
    cells = table_of(frame, 6)[1]
    assert cells[0][0] == cells[1][0] != cells[2][0]
    assert cells[0][1] != cells[1][1]
    texts = decimals_apart(scores, 6, scores=True)
    assert texts[0] == texts[1] != texts[2]
    assert len(set(decimals_apart(scores, 6))) == 3


def test_what_is_undefined_or_infinite_stays_a_word():
    assert by_decimals([math.nan, math.inf, 0.5]) == ["-", "infinite", "0.5000"]


def test_columns_that_are_compared_are_told_apart():
    """A bound and the present value read differently where they differ, alone they would not."""
    frame = pd.DataFrame({"weight": [0.452784, 0.25], "high": [0.452786, 0.25], "other": [0.452786, 1.0]})
    apart = table_of(frame, 5, ("weight", "high"))[1]
    assert apart[0] == ["0.45278", "0.45279", "0.45279"]
    assert apart[1][0] == apart[1][1] == "0.25000"
    close = pd.DataFrame({"weight": [0.4527841], "high": [0.4527842]})
    assert table_of(close, 5)[1] == [["0.45278", "0.45278"]]  # control
    assert table_of(close, 5, ("weight", "high"))[1] == [["0.4527841", "0.4527842"]]


def test_a_rounded_frame_stays_numbers_unless_rounding_hides():
    frame = pd.DataFrame({"a": [0.123456789, 0.5], "b": [0.12341, 0.12342]})
    found = told_rounded(frame, 4)
    assert found["a"].tolist() == [0.1235, 0.5]
    assert found["b"].tolist() == ["0.12341", "0.12342"]


HOSTILE = [
    "<script>alert(1)</script>", "a|b *c* _d_ $x$ [l](javascript:0)", r"50% & $x$ #1 {y} ~^\ \input{z}",
    "=cmd|' /C calc'!A1",
    "\N{RIGHT-TO-LEFT OVERRIDE}abc\N{POP DIRECTIONAL ISOLATE}", "two\nlines\r\n", "</table>", "&lt;",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_stay_text_in_every_table(name):
    """As header, cell and caption."""
    rows = [[name, "1"]]
    html = html_table([name, "x"], rows, caption=name)
    assert html.count("<t") == 1 + 2 + 4 + 2  # table, head and body, rows, cells
    assert "<script" not in html
    assert "\n" not in name or "two\n" not in html
    markdown = markdown_table([name, "x"], rows)
    assert len(markdown.splitlines()) == 3
    assert markdown.replace("\\|", "").count("|") == 9
    assert "$" not in markdown.replace("\\$", "")
    latex = latex_table([name, "x"], rows)
    assert "\\input" not in latex
    assert len(latex.splitlines()) == 7
    for text in (html, markdown, latex):
        assert not {"\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL ISOLATE}"} & set(text)


@law
@given(end=st.floats(0.0, 1.0), now=st.floats(0.0, 1.0))
def test_an_end_is_rounded_to_the_side_on_which_it_is_true(end, now):
    """Between the present and the end, or beyond the end, and never 0, 1 or the present where it is none of them."""
    assume(abs(end - now) > 1e-11)
    up = end > now
    inner, outer = float(rounded_inwards(end, now, 3)), float(rounded_outwards(end, now, 3))
    low, high = (now, end + 1e-12) if up else (end - 1e-12, now)
    assert low <= inner <= high
    assert outer >= end - 1e-12 if up else outer <= end + 1e-12
    assert abs(outer - end) <= 1e-3
    for read in (inner, outer):
        assert (read in (0.0, 1.0)) == (end in (0.0, 1.0))
        assert read != now


def test_ends_worked_by_hand():
    assert (rounded_inwards(0.452825, 0.25, 3), rounded_outwards(0.452825, 0.25, 3)) == ("0.452", "0.453")
    assert (rounded_inwards(0.247, 0.25, 2), rounded_outwards(0.247, 0.25, 2)) == ("0.247", "0.24")
    assert (rounded_inwards(0.6 - 1e-16, 0.5, 3), rounded_inwards(0.9996, 0.5, 3)) == ("0.600", "0.999")
    assert (rounded_outwards(0.9996, 0.5, 3), rounded_outwards(2e-4, 0.5, 3)) == ("0.9996", "0.0002")
