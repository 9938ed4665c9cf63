"""Numbers as people write them: decimal commas, digit groups, and what only looks like a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mcda_nato.errors import McdaError
from mcda_nato.labels import literal, quoted

#: A field of a table: text, or the number that a spreadsheet holds.
Field: TypeAlias = "str | float"

_BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f\u200b\ufeff"
_SIGN = "[+-]?"
_EXPONENT = r"(?:[eE][+-]?\d+)?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_PLAIN = _pattern(rf"{_SIGN}(\d+\.?\d*|\.\d+){_EXPONENT}")
_COMMA = _pattern(rf"{_SIGN}(\d+,\d*|,\d+){_EXPONENT}")
_APART = _pattern(rf"{_SIGN}\d{{1,3}}([ \u00a0\u2009\u202f'\u2019]\d{{3}})+([.,]\d+)?")
_COMMA_GROUPS = _pattern(rf"{_SIGN}\d{{1,3}}(,\d{{3}})+(\.\d+)?")
_POINT_GROUPS = _pattern(rf"{_SIGN}\d{{1,3}}(\.\d{{3}})+(,\d+)?")
_EITHER = _pattern(rf"{_SIGN}[1-9]\d{{0,2}},\d{{3}}")  # 20,000: twenty or twenty thousand
_POINT_EITHER = _pattern(rf"{_SIGN}[1-9]\d{{0,2}}\.\d{{3}}")  # 1.250: one and a quarter, or many
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_MISSING = {"", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "missing", "unknown", "k.a.", "tbd"}
_MISSING |= {"-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", ".", "..", "...", "?"}
_MONTH = r"(jan|feb|mar|mrz|m\u00e4r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\.?"
_DATE = re.compile(
    rf"\d{{1,2}}\.?[- ]?{_MONTH}([- ]\d{{2,4}})?|{_MONTH}[- ]\d{{1,4}}"
    r"|\d{4}-\d{2}-\d{2}([ T][\d:.]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
_NUMERAL = r"[+-]?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)"
_PER_CENT = re.compile(rf"({_NUMERAL})[ \u00a0\u202f]?%")
_MULTIPLES = {"k", "K", "M", "Mio", "Mio.", "mio", "mn", "bn", "B", "Mrd", "Mrd.", "million", "thousand"}
_BEFORE, _AFTER = r"[^\W\d_]{1,12}\.?|[^\w\s+.,;:'\"/-]", r"[^\W\d_].{0,12}|[^\w\s,.;:'/+-]"
_UNIT = re.compile(rf"({_BEFORE})\s*({_NUMERAL})|({_NUMERAL})\s*({_AFTER})")
_FRACTION = _pattern(r"[+-]?(\d+)\s*/\s*(\d+)")
_INTERVAL = re.compile(rf"\[?({_NUMERAL})\s*(?:-|\u2013|\.\.\.?|to|bis|;)\s*({_NUMERAL})\]?", re.IGNORECASE)


@dataclass(frozen=True)
class Notation:
    """How numbers are written.

    Attributes
    ----------
    decimal : str or None
        The decimal sign, None where it is in doubt.
    groups : bool
        Whether the other sign may stand between groups of three digits.
    given : bool
        Whether the user said so.
    mixed : bool
        Whether some numbers have a decimal comma and others a point.
    points : bool
        Whether every point stands before three digits, where decimal commas
        would be expected, so that all of them may part groups.
    """

    decimal: str | None = "."
    groups: bool = False
    given: bool = False
    mixed: bool = False
    points: bool = False


@dataclass(frozen=True)
class Misread:
    """Why a field is no number: what it is, and the remedies, as in `McdaError`."""

    fault: str
    call: str = ""
    option: str = ""


def cleaned(field: str) -> str:
    """Return a field without the blanks round it, those that cannot be seen included."""
    return field.strip(_BLANKS)


def _signed(field: str) -> str:
    text = cleaned(field)
    return "-" + text[1:].lstrip() if text.startswith("\N{MINUS SIGN}") else text


def found_notation(fields: Iterable[Field], separator: str, decimal: str | None) -> Notation:
    """Return how these fields write numbers, as far as they leave no doubt; a decimal sign given settles it."""
    if decimal is not None:
        return Notation(decimal, groups=True, given=True)
    raw = [field for field in fields if isinstance(field, str)]
    texts = [_signed(field) for field in raw if "," in field or field.count(".") > 1]
    commas = [text for text in texts if _COMMA.fullmatch(text)]
    large = [text for text in texts if _COMMA_GROUPS.fullmatch(text) and (text.count(",") > 1 or "." in text)]
    points = [text for text in texts if _POINT_GROUPS.fullmatch(text) and (text.count(".") > 1 or "," in text)]
    pointed = [text for text in map(_signed, raw) if "." in text and _PLAIN.fullmatch(text)]
    if not (commas or large or points):
        in_doubt = separator in {";", "\t"} and pointed and all(map(_POINT_EITHER.fullmatch, pointed))
        return Notation(None, points=True) if in_doubt else Notation()
    other = not all(map(_POINT_EITHER.fullmatch, pointed))
    by_point, by_comma = bool(large), bool(points)
    if separator != ",":
        by_comma = by_comma or any(not _EITHER.fullmatch(text) for text in commas)
    else:
        by_point, by_comma = by_point and all(map(_EITHER.fullmatch, commas)), by_comma and not commas
    if by_comma and not by_point and not other:
        return Notation(",", groups=True)
    return Notation(".", groups=True) if by_point and not by_comma else Notation(None, mixed=other)


def number(field: Field, notation: Notation) -> float | None:
    """Return the number that a field holds for certain, or `None`."""
    if not isinstance(field, str):
        return float(field)
    if notation.decimal != "," and _PLAIN.fullmatch(field):
        return None if notation.points and _POINT_EITHER.fullmatch(field) else float(field)
    text = _signed(field)
    if notation.points and _POINT_EITHER.fullmatch(text):
        return None
    if _APART.fullmatch(text):
        text = re.sub(r"[^\d.,+-]", "", text)
    if notation.decimal == ",":
        if "." in text and not (notation.groups and _POINT_GROUPS.fullmatch(text)):
            return None
        text = text.replace(".", "").replace(",", ".")
    elif notation.decimal == "." and notation.groups and _COMMA_GROUPS.fullmatch(text):
        text = text.replace(",", "")
    signed = text.startswith(("+", "-")) or text.lower() != "nan"
    if _PLAIN.fullmatch(text) or (signed and _NOT_FINITE.fullmatch(text)):
        return float(text)
    return None


def certain_number(field: Field, notation: Notation, error: type[McdaError], what: str, *names: str) -> float:
    """Return the number of a field, or raise saying what the field is instead.

    The place is put together of `what` and the names only where it is told.
    """
    found = number(field, notation)
    if found is None:
        wrong = misread(str(field), notation)
        place = what.format(*map(quoted, names))
        raise error(f"{place} {wrong.fault}", call=wrong.call, option=wrong.option)
    return found


def ratio(field: Field, notation: Notation) -> float | None:
    """Return a number or a fraction such as 1/3 or ⅓, or `None`."""
    if not isinstance(field, str):
        return float(field)
    text = cleaned(field)
    if len(text) == 1 and "VULGAR FRACTION" in unicodedata.name(text, ""):
        return unicodedata.numeric(text)
    above, slash, below = text.partition("/")
    parts = number(above, notation), number(below, notation) if slash else 1.0
    return parts[0] / parts[1] if parts[0] is not None and parts[1] else None


def is_missing(field: Field) -> bool:
    """Return whether a field says that there is no value."""
    return isinstance(field, str) and cleaned(field).lower() in _MISSING


def misread(field: str, notation: Notation) -> Misread:
    """Return what a field is that is no number in this notation."""
    text = cleaned(field)
    if is_missing(text):
        shown = f": {literal(field)}" if text else ""
        return Misread(f"is missing{shown}; fill it in, or delete the row or the column")
    for explained in (_of_spreadsheet, _of_commas, _of_signs, _of_several, _of_unit):
        found = explained(text, notation)
        if found is not None:
            return found
    return Misread(f"is text: {literal(field)}; code it as a number (a long table keeps terms in its column 'term')")


def _of_spreadsheet(text: str, _: Notation) -> Misread | None:
    """Recognise errors and dates that a spreadsheet puts in the place of a number."""
    if re.fullmatch(r"#[A-Z/0]+[!?]?", text):
        return Misread(f"is an error of the spreadsheet: {literal(text)}; mend its formula")
    if text.startswith("="):
        return Misread(f"is text: {literal(text)}, a formula; save the table with its values")
    if _DATE.fullmatch(text):
        return Misread(
            f"is a date: {literal(text)}; a spreadsheet makes dates of entries such as 1/3 or 3.1: format the cells "
            "as text and type the number again"
        )
    return None


def _of_commas(text: str, notation: Notation) -> Misread | None:  # noqa: PLR0911 - one reading after another
    """Recognise decimal commas and groups of digits where the other notation is read."""
    two = {"call": 'say which: decimal="," or decimal="."', "option": "say which: --decimal , or --decimal ."}
    if notation.points and _POINT_EITHER.fullmatch(text):
        whole = text.replace(".", "")
        return Misread(
            f"is {literal(text)}: with a thousands separator it is {whole}, with a decimal point {text}", **two
        )
    if notation.decimal == "," and _PLAIN.fullmatch(text):
        return Misread(f"is {literal(text)}, with a point where the decimal sign is a comma; write one of them only")
    if not (_COMMA.fullmatch(text) or _COMMA_GROUPS.fullmatch(text)):
        return None
    if notation.given:
        return Misread(
            f"is {literal(text)}, a decimal comma where the decimal sign is a point",
            call='give decimal=","', option="give --decimal ,",
        )  # fmt: skip
    if _EITHER.fullmatch(text):
        whole, point = text.replace(",", ""), text.replace(",", ".")
        return Misread(
            f"is {literal(text)}: with a thousands separator it is {whole}, with a decimal comma {point}", **two
        )
    if notation.mixed:
        return Misread(f"is {literal(text)}, with a comma, where other numbers have a point; write all alike")
    return Misread(
        f"is {literal(text)}, which has two readings: a decimal comma, or two entries in one field",
        call='if it is a decimal comma give decimal=","', option="if it is a decimal comma give --decimal ,",
    )  # fmt: skip


def _of_signs(text: str, _: Notation) -> Misread | None:
    """Recognise percentages, and minus signs written as dashes or parentheses."""
    share = _PER_CENT.fullmatch(text)
    if share:
        return Misread(
            f"is {literal(text)}, with a per cent sign; write {_share(share[1])} or {cleaned(share[1])} "
            "in the whole column"
        )
    dashed = re.fullmatch(rf"[\u2010-\u2015\uff0d]\s*({_NUMERAL})", text)
    if dashed:
        return Misread(f"is {literal(text)}, with a dash in the place of the minus sign; write -{dashed[1]}")
    negative = re.fullmatch(rf"\(\s*({_NUMERAL})\s*\)", text)
    if negative:
        return Misread(f"is {literal(text)}, in parentheses; if it is negative, write -{negative[1]}")
    return None


def _of_several(text: str, _: Notation) -> Misread | None:
    """Recognise fractions, intervals and bounds."""
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        return Misread(f"is {literal(text)}, a fraction; write it as a decimal")
    interval = _INTERVAL.fullmatch(text)
    if interval:
        return Misread(
            f"is {literal(text)}, an interval; give its value, and its ends in the columns low and high of a long table"
        )
    if re.fullmatch(rf"(<=?|>=?|[\u2264\u2265~\u2248]|ca\.?)\s*{_NUMERAL}\+?", text):
        return Misread(f"is {literal(text)}, a bound or an estimate; write one number, its interval in a long table")
    return None


def _of_unit(text: str, _: Notation) -> Misread | None:
    """Recognise a currency or a unit beside the number."""
    found = _UNIT.fullmatch(text)
    if not found or re.fullmatch(r"0[xX]\w+", text):
        return None
    unit, value = (found[1], found[2]) if found[1] else (found[4], found[3])
    if unit in _MULTIPLES:
        return Misread(f"is {literal(text)}, with {quoted(unit)} for a multiple; write the number out")
    return Misread(
        f"is {literal(text)}, with the unit {quoted(unit)} beside the number; write {cleaned(value)} alone and name "
        "the unit in the header"
    )


def _share(text: str) -> str:
    """Return a per cent number divided by 100 as people write it."""
    from decimal import Decimal, InvalidOperation

    try:
        return str(Decimal(text.replace(",", ".").strip()).scaleb(-2))
    except InvalidOperation:
        return "its hundredth part"
