"""Amounts: shares and numbers are told apart, and what is neither is named."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law

from mcda_nato.errors import McdaError, WeightsError
from mcda_nato.percentages import percent, percents, relative_amount, under_share


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("10%", (0.1, True)),
        ("+10%", (0.1, True)),
        ("-10%", (-0.1, True)),
        ("\N{MINUS SIGN}10 %", (-0.1, True)),
        (" 12.3% ", (0.123, True)),
        (".5%", (0.005, True)),
        ("1e1%", (0.1, True)),
        ("0%", (0.0, True)),
        ("+0.05", (0.05, False)),
        ("-3", (-3.0, False)),
        (0.05, (0.05, False)),
        (2, (2.0, False)),
        (np.float64(0.25), (0.25, False)),
        (Decimal("0.1"), (0.1, False)),
        (Fraction(1, 4), (0.25, False)),
    ],
)
def test_amounts(given, expected):
    assert relative_amount(given, "the change") == expected


_TEXTS = ["", "%", "ten", "10%%", "10,5%", "+-3", "1_0%", "\N{ARABIC-INDIC DIGIT ONE}%", "nan", "inf", "1/3", "9% more"]
_OTHERS = [True, None, float("nan"), float("inf"), [1.0], [[0.1]], b"10%", "1e999%", 10**400]


@pytest.mark.parametrize("given", [*_TEXTS, *_OTHERS])
def test_what_is_no_amount_is_named_with_what_is_allowed(given):
    with pytest.raises(McdaError, match=r'^the change .*; give a share such as "10%", "\+10%" or "-10%", or a number$'):
        relative_amount(given, "the change")


def test_the_error_is_of_the_family_that_was_asked_for():
    with pytest.raises(WeightsError, match="the change is text: 'ten'"):
        relative_amount("ten", "the change", WeightsError)


@given(st.decimals(-1000, 1000, places=4))
def test_a_share_is_the_float_nearest_to_its_decimal(share):
    assert relative_amount(f"{share}%", "the change") == (float(Fraction(share) / 100), True)


@given(st.floats(-1e300, 1e300))
def test_the_text_of_a_number_is_that_number(number):
    assert relative_amount(repr(number), "the change") == relative_amount(number, "the change") == (number, False)


@law
@given(share=st.floats(0.0, 1.0), decimals=st.integers(1, 2))
def test_a_percentage_never_says_more_than_is_true(share, decimals):
    """Nothing and all are what is shown as such, and what is shown is within its own rounding."""
    text = percent(share, decimals)
    number = float(text.split()[-1].rstrip("%"))
    assert (number == 0.0) == (share == 0.0)
    assert (number == 100.0) == (share == 1.0)
    if text.startswith("under"):
        assert 0 < 100 * share < number
    elif text.startswith("over"):
        assert number < 100 * share < 100
    else:
        assert abs(100 * share - number) <= 0.0501


def test_control_a_fixed_format_says_all_where_it_is_not():
    assert f"{0.9996:.1%}" == "100.0%"
    assert percent(0.9996) == "99.96%"


def test_a_share_beside_another_is_never_all():
    assert percents([1.0, 1e-18]) == ["over 99.99%", "under 0.01%"]
    assert percents([1.0, 0.0]) == ["100.0%", "0.0%"]
    assert under_share(1.0, others=True) == "under more than 99.99%"
    assert under_share(1e-6) == "under less than 0.01%"
