"""Numbers, fractions and the words of Saaty's scale, and what is none of them."""

import datetime as dt
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SAATY, law

import mcda_nato as mn
from mcda_nato.judgements.judgement_texts import judged, ratio, remedy

# Saaty (1990), table 1, with the intermediate values between its steps.
WORDS = {
    "equally important": 1,
    "equal importance": 1,
    "equally to moderately more important": 2,
    "moderately more important": 3,
    "moderate importance": 3,
    "moderately preferred": 3,
    "moderately to strongly more important": 4,
    "strongly more important": 5,
    "essential importance": 5,
    "strongly to very strongly more important": 6,
    "very strongly more important": 7,
    "demonstrated importance": 7,
    "very strongly to extremely more important": 8,
    "extremely more important": 9,
    "absolutely more important": 9,
    "extremely more likely": 9,
}


@pytest.mark.parametrize(("words", "times"), WORDS.items())
def test_words_are_the_steps_of_the_scale(words, times):
    for text in (words, words.upper(), f"  {words} ", words.replace(" ", "-"), words.replace(" ", "  ")):
        assert judged(text) == times


@pytest.mark.parametrize(("words", "times"), [(w, t) for w, t in WORDS.items() if " more " in w])
def test_less_is_the_reciprocal(words, times):
    assert judged(words.replace(" more ", " less ")) == 1 / times


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("0.5", 0.5), (" 1/3 ", 1 / 3), ("2 / 4", 0.5), ("1e1", 10), ("+3", 3), ("1.5/3", 0.5)],
)
def test_numbers_and_fractions(text, value):
    assert judged(text) == ratio(text) == value


@law
@given(value=st.sampled_from(SAATY), places=st.sampled_from(["{}/{}", "{} / {}", " {}/{} "]))
def test_a_fraction_is_the_float_nearest_to_it(value, places):
    assert judged(places.format(value.numerator, value.denominator)) == float(Fraction(value))


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_a_blank_says_nothing(text):
    assert judged(text) is None


NONE = [
    "many", "1/0", "1/", "/3", "1/2/3", "--inf", "03-Jan", "1:3", "one third", "1,5", "1_0", "\u0663", "important",
    "more important", "equally more important", "equally less important", "moderately to extremely",
    "strongly to moderately", "moderately to moderately more important", "strongly unimportant",
    "less strongly important",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_control_what_says_no_judgement_comes_back_as_it_is(text):
    assert judged(text) == text


def test_a_misspelt_word_is_suggested():
    assert "(did you mean 'strongly more important'?)" in remedy("strnogly more important")
    assert "(did you mean 'very strongly to extremely more important'?)" in remedy("Very strongly to extrem important")


DATES = [
    "03-Jan",
    "3-Jan",
    "Jan-03",
    "1. Mar",
    "01-Mar-26",
    "2026-01-03",
    "2026-01-03 00:00:00",
    "1/3/2026",
    "01.03.26",
]


@pytest.mark.parametrize("entry", [*DATES, dt.date(2026, 1, 3), pd.Timestamp("2026-01-03")], ids=str)
def test_a_fraction_that_became_a_date_is_named(entry):
    assert "a date that a spreadsheet makes of a fraction such as 1/3" in remedy(entry)
    with pytest.raises(mn.JudgementError, match=r"against 'q' is .*, a date that a spreadsheet makes of a fraction"):
        mn.Judgements.from_matrix([[1, entry], [3, 1]], ["p", "q"])


@pytest.mark.parametrize("text", ["1/3", "3", "many", "1.5", "1-3"])
def test_control_what_is_no_date_is_not_called_one(text):
    assert "date" not in remedy(text)


@pytest.mark.parametrize("text", ["slightly more important", "Weak importance", "slightly preferred"])
def test_words_with_two_meanings_are_not_guessed(text):
    assert judged(text) == text
    assert "2 in one of Saaty's tables and for 3 in another" in remedy(text)
