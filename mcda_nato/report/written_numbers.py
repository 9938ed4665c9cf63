"""The numbers that stand in a text, and the text around them."""

from __future__ import annotations

import re
from math import isclose
from typing import NamedTuple

#: Two numbers at full precision are the same within this, relative: another processor may differ in last digits.
RELATIVE = 1e-9
#: And within this, absolute: shares and scores are of the order of 1.
ABSOLUTE = 1e-12

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?|\d+")
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
_FULL = 12  # significant digits from which a number is shown at full precision


class Written(NamedTuple):
    """A text with its numbers taken out: what stands around them, the numbers, and the line of each from 1."""

    around: str
    numbers: tuple[str, ...]
    lines: tuple[int, ...]


def written_numbers(text: str) -> Written:
    """Take every run of digits out of a text, with its sign, decimals and exponent where it has them.

    No digit is left in what stands around, so that no number escapes a comparison.
    """
    numbers, lines, line, last = [], [], 1, 0
    for found in _NUMBER.finditer(text):
        line += text.count("\n", last, found.start())
        last = found.start()
        numbers.append(found.group())
        lines.append(line)
    return Written(_NUMBER.sub(_HOLE, text), tuple(numbers), tuple(lines))


def same_number(written: float, recomputed: float) -> bool:
    """Return whether two numbers at full precision are the same within the stated tolerance."""
    return isclose(written, recomputed, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def same_shown(written: str, recomputed: str) -> bool:
    """Return whether two numbers as a text shows them are the same within one unit of their last digit.

    A value on the boundary between two roundings is rounded either way on
    another processor. Numbers shown with twelve digits or more are compared at
    full precision.
    """
    if written == recomputed:
        return True
    first, second = _shape(written), _shape(recomputed)
    if "." not in written + recomputed or first.decimals != second.decimals:
        return bool(first.digits >= _FULL <= second.digits) and same_number(first.value, second.value)
    if min(first.digits, second.digits) >= _FULL:
        return same_number(first.value, second.value)
    return abs(first.value - second.value) <= 1.5 * max(first.unit, second.unit)


class _Shape(NamedTuple):
    value: float
    digits: int
    decimals: int
    unit: float


def _shape(text: str) -> _Shape:
    plain = text.replace(",", "")
    mantissa, _, exponent = plain.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    digits = len(mantissa.lstrip("+-0.").replace(".", ""))
    return _Shape(float(plain), digits, decimals, 10.0 ** (int(exponent or 0) - decimals))
