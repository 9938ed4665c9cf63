"""Numbers in a text: none escapes, and what is the same within the last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.report.written_numbers import same_shown, written_numbers


@law
@given(st.text(alphabet="aB .,-+eE0123456789%()\n²٣", max_size=40))
def test_no_digit_is_left_around_the_numbers_and_nothing_is_lost(text):
    found = written_numbers(text)
    assert not any(mark.isdecimal() for mark in found.around)
    pieces = found.around.split("\N{OBJECT REPLACEMENT CHARACTER}")
    woven = [piece for pair in zip(pieces, (*found.numbers, ""), strict=True) for piece in pair]
    assert "".join(woven) == text


def test_signs_thousands_decimals_and_exponents_belong_to_a_number():
    found = written_numbers("-1.5e-3 of 131,072,\n+81% (a10, 2026-11-29) 1,2")
    assert found.numbers == ("-1.5e-3", "131,072", "+81", "10", "2026", "11", "29", "1", "2")
    assert found.lines == (1, 1, 2, 2, 2, 2, 2, 2, 2)


@pytest.mark.parametrize(
    ("written", "recomputed", "same"),
    [
        ("0.7350", "0.7351", True),  # a boundary between two roundings
        ("0.7350", "0.7352", False),
        ("73.0", "73.1", True),
        ("73", "74", False),  # a count is exact
        ("131,072", "131,073", False),
        ("0.73500000000001", "0.73500000000002", True),
        ("0.73500000000001", "0.73500100000001", False),
        ("1.5e-3", "1.6e-3", True),
        ("1.5e-3", "1.5e-4", False),
        ("0.73", "0.730", False),
    ],
)
def test_a_shown_number_may_differ_in_its_last_digit_by_one(written, recomputed, same):
    assert same_shown(written, recomputed) is same
    assert same_shown(recomputed, written) is same
