"""Numbers as people write them: read to the bit where they are certain, and never otherwise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcda_nato.errors import ProblemError
from mcda_nato.files.notations import Notation, certain_number, found_notation, is_missing, misread, number, ratio

POINT, COMMA = Notation(".", groups=True, given=True), Notation(",", groups=True, given=True)
numbers = st.integers(-(10**7), 10**7).map(float) | st.floats(-1e7, 1e7).map(lambda x: round(x, 3))


def written(value, decimal, group):
    """Write a number digit by digit, as slowly as by hand: groups of three from the decimal sign on."""
    whole, _, part = f"{abs(value):.3f}".partition(".")
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return ("-" if value < 0 else "") + group.join(groups) + decimal + part


@settings(deadline=None)
@given(
    numbers, st.sampled_from([(".", ","), (",", "."), (".", " "), (",", "\u202f"), (".", "'"), (".", ""), (",", "")])
)
def test_a_number_is_read_as_it_was_written(value, signs):
    decimal, group = signs
    notation = POINT if decimal == "." else COMMA
    text = written(value, decimal, group)
    assert number(f"\u00a0{text} ", notation) == value
    assert number(text.replace("-", "\N{MINUS SIGN}"), notation) == value


def test_control_the_other_notation_gives_another_number_or_none():
    assert number("20,000", POINT) == 20_000
    assert number("20,000", COMMA) == 20
    assert number("20,000", Notation()) is None
    assert number("20,5", POINT) is None
    assert number("20.5", COMMA) is None


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=6), st.sampled_from(".,"), st.sampled_from(["", " ", "other"]),
       st.sampled_from([",", ";", "\t", "|"]))  # fmt: skip
def test_what_is_found_is_right_or_left_in_doubt(values, decimal, group, separator):
    """No number is ever read as another, whatever notation a file keeps to."""
    other = {".": ",", ",": "."}[decimal]
    texts = [written(value, decimal, other if group == "other" else group) for value in values]
    texts = [text.rstrip("0") if group != "other" else text for text in texts]
    notation = found_notation(texts, separator, None)
    for text, value in zip(texts, values, strict=True):
        lone = decimal == "," and "," not in text  # 1.000 beside no comma is one: nothing says otherwise
        assert number(text, notation) in ({value, None} if not lone else {value, None, number(text, Notation())})


@pytest.mark.parametrize(
    ("fields", "separator", "decimal", "groups"),
    [
        (["1", "2.5"], ";", ".", False),
        (["1", "2,5"], ";", ",", True),
        (["1", "2,5"], ",", None, False),
        (["20,000"], ";", None, False),
        (["20,000", "2,5"], ";", ",", True),
        (["0,250"], "\t", ",", True),
        (["2,5", "2.5"], ";", None, False),
        (["1,234.5", "20,000"], ",", ".", True),
        (["1,234,567"], ",", ".", True),
        (["1.234,5"], ",", ",", True),
        (["1.234.567"], ";", ",", True),
        ([20000.0, "2,5"], "", ",", True),
        (["word", "", "1/3"], ",", ".", False),
    ],
)
def test_the_notation_of_a_table_is_found_where_it_is_certain(fields, separator, decimal, groups):
    found = found_notation(fields, separator, None)
    assert (found.decimal, found.groups) == (decimal, groups)


@pytest.mark.parametrize(
    "field", ["", " ", "\u00a0", "NA", "n/a", "N/A", "-", "\u2013", "\u2014", "?", "NaN", "NULL", "#N/A"]
)
def test_what_says_that_there_is_no_value_is_missing(field):
    assert is_missing(field)
    assert "missing" in misread(field, Notation()).fault


WRONG = {
    "20%": "per cent sign; write 0.20 or 20",
    "2.5 %": "per cent sign; write 0.025 or 2.5",
    "EUR 20000": "unit 'EUR'",
    "20000 EUR": "unit 'EUR'",
    "$20": "unit '$'",
    "20 000 km": "unit 'km' beside the number; write 20 000 alone",
    "20k": "write the number out",
    "1.5 Mio": "write the number out",
    "03-Jan": "is a date",
    "3. Mrz": "is a date",
    "Jan 2026": "is a date",
    "1/3/2026": "is a date",
    "2026-01-03": "is a date",
    "1/3": "a fraction",
    "3-5": "an interval",
    "[3; 5]": "an interval",
    "3 to 5": "an interval",
    "< 5": "a bound",
    "\u2265 5": "a bound",
    "ca. 5": "an estimate",
    "(3)": "in parentheses",
    "\u20133": "a dash",
    "#REF!": "an error of the spreadsheet",
    "=A1": "a formula",
    "good": "is text",
    "Core 13": "Core",
    "0x10": "is text",
    "1_000": "is text",
    "--5": "is text",
}


@pytest.mark.parametrize(("field", "words"), WRONG.items(), ids=WRONG)
def test_what_is_no_number_is_named_for_what_it_is(field, words):
    assert number(field, Notation()) is None
    with pytest.raises(ProblemError, match="the cell 'x' is") as found:
        certain_number(field, Notation(), ProblemError, "the cell {}", "x")
    assert words in str(found.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("1/3", 1 / 3),
        ("\u2153", 1 / 3),
        ("1/1.5", 1 / 1.5),
        (3.0, 3.0),
        ("7", 7.0),
        ("1/0", None),
        ("x", None),
        ("1/x", None),
    ],
)
def test_judgements_may_be_fractions(field, value):
    assert ratio(field, Notation()) == value
