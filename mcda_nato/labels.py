"""Names of alternatives and criteria: checked once, shown and exported safely."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import numpy as np

from mcda_nato.arrays import IntArray
from mcda_nato.errors import McdaError

# C0 and C1 controls, line and paragraph separators, bidirectional overrides.
_UNSAFE = [*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
_UNSAFE.extend(range(0xD800, 0xE000))  # lone surrogates cannot be written
_PRINTABLE = dict.fromkeys(_UNSAFE, "\N{REPLACEMENT CHARACTER}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def shown(text: object) -> str:
    """Return text that cannot steer a terminal or break a line."""
    return str(text).translate(_PRINTABLE)


def quoted(name: object) -> str:
    """Return a name as error messages show it."""
    text = shown(name)
    return f"'{text if len(text) <= 80 else text[:77] + '...'}'"


def literal(value: object) -> str:
    """Return a value as error messages show it: as Python writes it, but short and printable."""
    try:
        text = repr(value.item() if isinstance(value, np.generic) else value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, or nested without end
        text = f"a value of type {type(value).__name__}"
    return shown(text if len(text) <= 120 else text[:117] + "...")


def listed(names: Iterable[object], *, whole: bool = False) -> str:
    """Return names in a row: as error messages list them, the first few of many, or as results do, `whole`."""
    if whole:
        return ", ".join(f"'{shown(name)}'" for name in names)
    quotes = [quoted(name) for name in names]
    more = f" and {len(quotes) - 6} more" if len(quotes) > 6 else ""
    return ", ".join(quotes[:6]) + more


def joined(names: Iterable[object]) -> str:
    """Return names as a sentence lists them: "A", "A and B", "A, B and C"."""
    *others, last = map(shown, names)
    return f"{', '.join(others)} and {last}" if others else last


def checked_names(names: Iterable[object], what: str, error: type[McdaError]) -> tuple[str, ...]:
    """Return the names as a tuple of distinct, non-empty strings, or raise."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise error(f"{what} names must be a sequence of strings, got {literal(names)}")
    try:
        checked = tuple(names)
    except TypeError:  # an array without axes
        raise error(f"{what} names must be a sequence of strings, got {literal(names)}") from None
    seen: set[str] = set()
    for position, name in enumerate(checked, start=1):
        where = f"{what} {position}"
        if not isinstance(name, str):
            raise error(
                f"the name of {where} must be a string, got {literal(name)} ({type(name).__name__})",
                call="convert it with str() or set the index to the names",
            )
        if not name.strip():
            raise error(f"the name of {where} is empty; every name must be visible")
        if not name.isascii() and not encodes(name):
            raise error(f"the name of {where} cannot be written as UTF-8: {literal(name)}")
        if name in seen:
            raise error(f"the {what} name {quoted(name)} occurs twice; names must be distinct")
        seen.add(name)
    return tuple(str(name) for name in checked)


def encodes(name: str) -> bool:
    """Return whether text can be written as UTF-8 (a lone surrogate cannot)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def check_same_names(given: Iterable[object], wanted: Iterable[str], what: str, error: type[McdaError]) -> None:
    """Raise where the given names are not exactly the wanted ones, in any order."""
    given, wanted = list(given), list(wanted)
    known, present = set(wanted), set(given)
    unknown = [name for name in given if name not in known]
    if unknown:
        raise error(f"{what}: unknown {listed(unknown)}{hint(unknown[0], wanted)}; expected {listed(wanted)}")
    missing = [name for name in wanted if name not in present]
    if missing:
        raise error(f"{what}: nothing given for {listed(missing)}; every one of {listed(wanted)} is needed")
    if len(given) != len(wanted):
        twice = next(name for name in given if given.count(name) > 1)
        raise error(f"{what}: {quoted(twice)} is given twice; give each name once")


def hint(name: object, allowed: Iterable[str]) -> str:
    """Return a suggestion for a misspelt name, or nothing; capitals do not matter."""
    others = {str(other).lower(): str(other) for other in allowed}
    close = get_close_matches(str(name).lower(), others, n=1)
    return f" (did you mean {quoted(others[close[0]])}?)" if close else ""


def guarded(text: str) -> str:
    """Return text that a spreadsheet cannot take for a formula.

    A quote is put before text that starts, after any quotes, with a character
    that starts a formula; `unguarded` removes exactly that quote.
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unambiguous(text: str) -> str:
    """Return text as it is, but for what `unguarded` would take for guarded."""
    return guarded(text) if text.startswith("'") else text


def unguarded(text: str) -> str:
    """Undo `guarded`."""
    inner = text.removeprefix("'")
    return inner if inner.lstrip("'").startswith(_FORMULA) else text


def ordering_texts(names: Sequence[str], ranks: IntArray) -> list[str]:
    """Return rankings ``(k, m)`` as texts such as "B > A = C"; quoted where two might read alike."""
    if any(mark in name for name in names for mark in (" > ", " = ")):
        names = [repr(name) for name in names]
    order = np.argsort(ranks, axis=1, kind="stable")
    tied = np.diff(np.take_along_axis(ranks, order, axis=1), axis=1) == 0
    return [
        names[row[0]] + "".join((" = " if same else " > ") + names[i] for i, same in zip(row[1:], ties, strict=True))
        for row, ties in zip(order.tolist(), tied.tolist(), strict=True)
    ]
