"""Numbers in a text: none escapes, and what is the same within the last digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.report.written_numbers import same_number, same_shown, written_numbers


@law
@given(st.text(alphabet="aB .,-+eE0123456789%()\n²٣", max_size=40))
def test_no_digit_is_left_around_the_numbers_and_nothing_is_lost(text):
    found = written_numbers(text)
    assert not any(mark in "0123456789" for mark in found.around)
    pieces = found.around.split("\N{OBJECT REPLACEMENT CHARACTER}")
    woven = [piece for pair in zip(pieces, (*found.numbers, ""), strict=True) for piece in pair]
    assert "".join(woven) == text


def test_signs_thousands_decimals_and_exponents_belong_to_a_number():
    found = written_numbers("-1.5e-3 of 131,072,\n+81% (a10, 2026-11-29) 1,2")
    assert found.numbers == ("-1.5e-3", "131,072", "+81", "10", "2026", "11", "29", "1", "2")
    assert found.lines == (1, 1, 2, 2, 2, 2, 2, 2, 2)


VALUES = sorted([0.73505, 0.7305, 0.0155, 3.0])  # on boundaries between two roundings


@pytest.mark.parametrize(
    ("written", "recomputed", "same"),
    [
        ("0.7350", "0.7351", True),  # 0.73505 may be rounded either way
        ("73.0", "73.1", True),  # and 0.7305 as a percentage
        ("0.7351", "0.7352", False),  # no value lies between these
        ("0.7350", "0.7352", False),
        ("2.5", "2.6", False),  # as 2.55 is no value here
        ("73", "74", False),  # a count is exact
        ("131,072", "131,073", False),
        ("123456789012", "123456789013", False),
        ("0.73500000000001", "0.73500000000002", True),
        ("0.4000000000000001", "0.4", True),
        ("0.73500000000001", "0.73500100000001", False),
        ("0.1e4", "77.4", False),
        ("-0.0e9", "22.6", False),
        ("1e400", "77.4", False),
        ("1.5e-3", "1.6e-3", False),
        ("0.73", "0.730", False),
    ],
)
def test_what_a_text_shows_is_the_same_only_at_full_precision_or_on_a_boundary(written, recomputed, same):
    assert same_shown(written, recomputed, VALUES) is same
    assert same_shown(recomputed, written, VALUES) is same


def test_a_number_is_small_only_beside_its_own_size():
    assert not same_number(3e-13, 9e-13)
    assert not same_number(0.0, 1e-12)
    assert same_number(0.0, 1e-17)
    assert not same_number(10**401, 1.0)
