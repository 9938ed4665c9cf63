"""The numbers that stand in a text, and the text around them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import isclose
from typing import NamedTuple

#: Two numbers at full precision are the same within this, relative: another processor may differ in last digits.
RELATIVE = 1e-9
#: And within this, absolute: what is 0 on one processor may be a rounding error on another.
ABSOLUTE = 1e-15

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|[0-9]+")
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
_FULL = 12  # significant digits from which a number is shown at full precision


class Written(NamedTuple):
    """A text with its numbers taken out: what stands around them, the numbers, and the line of each from 1."""

    around: str
    numbers: tuple[str, ...]
    lines: tuple[int, ...]


def written_numbers(text: str) -> Written:
    """Take every run of the digits 0 to 9 out of a text, with its sign, decimals and exponent where it has them.

    No such digit is left in what stands around, so that no number escapes a
    comparison; digits of other scripts stay there and are compared as words.
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
    try:
        return isclose(written, recomputed, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    except OverflowError:  # a whole number that no float holds
        return False


def same_shown(written: str, recomputed: str, values: Sequence[float] = ()) -> bool:
    """Return whether two numbers as a text shows them stand for the same value.

    Shown at full precision (twelve digits or more, the other perhaps shorter
    because its last ones are zeros) they are compared as numbers. A number
    that is shown rounded is the same only where one of the `values`, sorted,
    lies on the boundary between the two roundings, within the tolerance: there
    another processor may round the other way.
    """
    if written == recomputed:
        return True
    both = (written + recomputed).lower()
    if "." not in both and "e" not in both:
        return False  # whole numbers are exact
    if max(_digits(written), _digits(recomputed)) >= _FULL:
        return same_number(_value(written), _value(recomputed))
    decimals = [len(text.partition(".")[2]) for text in (written, recomputed)]
    if decimals[0] != decimals[1] or not decimals[0] or "e" in both:
        return False
    first, second = _value(written), _value(recomputed)
    if abs(first - second) > 1.5 * 10.0 ** -decimals[0]:
        return False
    middle = (first + second) / 2.0
    return any(_holds(values, boundary) for boundary in (middle, middle / 100.0, -middle, -middle / 100.0))


def _holds(values: Sequence[float], wanted: float) -> bool:
    """Return whether a sorted sequence has a number within the tolerance of one."""
    slack = RELATIVE * abs(wanted) + ABSOLUTE
    at = bisect_left(values, wanted - slack)
    return at < len(values) and values[at] <= wanted + slack


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _digits(text: str) -> int:
    return len(re.sub(r"[eE].*|[-+.,]", "", text).lstrip("0"))
