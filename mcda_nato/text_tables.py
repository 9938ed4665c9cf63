"""Tables of text, from frames: numbers that differ never read alike, and names stay text."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import compress
from typing import TYPE_CHECKING, Any

from mcda_nato.labels import shown

if TYPE_CHECKING:
    import pandas as pd

#: Numbers that differ by less, as a share of the larger, are equal.
SAME = 1e-12
_MOST = 17  # digits that tell every float from its neighbours
_END = 12  # decimals of an end of an interval of weights; what differs beyond is rounding
_LARGE = 1e15  # from which numbers are written with an exponent
_MARKDOWN = {ord(mark): f"\\{mark}" for mark in "\\`*_{}[]<>#|~&$"}
_LATEX = {ord(mark): f"\\{mark}" for mark in "&%$#_{}"} | {
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
    ord("\\"): r"\textbackslash{}",
    ord("<"): r"\textless{}",
    ord(">"): r"\textgreater{}",
    ord("|"): r"\textbar{}",
    ord("\N{UPWARDS ARROW}"): r"$\uparrow$",
    ord("\N{DOWNWARDS ARROW}"): r"$\downarrow$",
    ord("\N{GREATER-THAN OR EQUAL TO}"): r"$\geq$",
    ord("\N{REPLACEMENT CHARACTER}"): "?",
}
_ALIGNED = {"right": "r", "left": "l"}


# Numbers.


def told_apart(values: Sequence[Any], text_of: Callable[[Any, int], str], floor: float | None = None) -> list[str]:
    """Return values as text; numbers that differ and would read alike get more digits, until they do not.

    Numbers within 1e-12 of each other, as a share of the larger of the two,
    are equal: they read alike. So does what is nearer than 1e-12 of the floor,
    where the digits that are shown do not tell it apart. Beside a zero what is
    as small as rounding gets no more digits.

    Parameters
    ----------
    values : sequence
        Floats, and what else a column holds, which is left to `text_of`.
    text_of : callable
        ``(value, more) -> text`` with so many digits more than usual.
    floor : float, optional
        The size below which differences count as those of numbers of that
        size. Where not given 1, or the largest number where that is smaller;
        for scores the tie rule has the larger of the two.

    Examples
    --------
    >>> told_apart([0.45278, 0.45283, 0.25, 0.1 + 0.2, 0.3], lambda value, more: f"{value:.{4 + more}f}")
    ['0.45278', '0.45283', '0.2500', '0.3000', '0.3000']
    """
    numbers = sorted({float(value) for value in values if isinstance(value, float) and math.isfinite(value)})
    equal = _equal_to(numbers, min(1.0, _largest(values)) if floor is None else floor)
    more = dict.fromkeys(equal.values(), 0)
    while clashing := _alike({number: _text(number, extra, text_of) for number, extra in more.items()}):
        for number in clashing:
            more[number] += 1
    return [_text_of_equal(value, equal, more, text_of) for value in values]


def _text_of_equal(
    value: Any, equal: dict[float, float], more: dict[float, int], text_of: Callable[[Any, int], str]
) -> str:
    """Return a number as those that are equal to it read; noise about zero, and what is no number, as it is."""
    first = equal.get(value) if isinstance(value, float) else None
    same = first is not None and first != 0 and (first > 0) == (value > 0) and value != 0
    if first is None or not same:
        return text_of(value, 0)
    text, gap = _text(first, more[first], text_of), abs(value - first)
    if gap <= SAME * max(abs(value), abs(first)):
        return text
    own = _text(value, more[first], text_of)  # another's text would be wrong where its digits show the difference
    return text if gap < min(map(_last_place, (text, own))) else own


def _last_place(text: str) -> float:
    """Return what the last digit of a number stands for."""
    return 10.0 ** int(Decimal(text).as_tuple().exponent)


def _equal_to(numbers: Sequence[float], floor: float) -> dict[float, float]:
    """Return for each of some ascending numbers the first that it is equal to; 0 for noise beside a zero."""
    noise = SAME * min(1.0, _largest(numbers)) if 0.0 in numbers else -1.0
    equal: dict[float, float] = {}
    first = -math.inf
    for number in numbers:
        if abs(number) <= noise:
            first = 0.0
        elif not number - first <= SAME * max(floor, abs(number), abs(first) if math.isfinite(first) else 0.0):
            first = number
        equal[number] = first
    return equal


def _alike(texts: dict[float, str]) -> list[float]:
    """Return the numbers that read as another does, and have digits left to tell them by."""
    read: dict[float, list[float]] = {}
    for number, text in texts.items():
        read.setdefault(float(text), []).append(number)
    several = (numbers for numbers in read.values() if len(numbers) > 1)
    return [number for numbers in several for number in numbers if texts[number] != repr(number)]


def _text(number: float, more: int, text_of: Callable[[Any, int], str]) -> str:
    return text_of(number, more) if more <= _MOST else repr(number)


def decimals_apart(values: Sequence[Any], decimals: int, *, scores: bool = False) -> list[str]:
    """Return numbers with so many decimals, and more where two that differ would read alike.

    What is within 1e-12 is noise, or within that share of the largest where
    all are smaller than 1; among `scores` what the tie rule takes for equal.

    Examples
    --------
    >>> decimals_apart([0.25, 0.2500001], 3)
    ['0.2500000', '0.2500001']
    """
    floor = floor_of(values) if scores else None
    return told_apart(values, lambda value, more: fixed_point(value, decimals + more), floor)


def floor_of(scores: Sequence[Any]) -> float:
    """Return the size below which scores differ as scores of that size do: the tie rule."""
    return max(1.0, _largest(scores))


def _largest(values: Sequence[Any]) -> float:
    return max((abs(value) for value in values if isinstance(value, float) and math.isfinite(value)), default=0.0)


def rounded_inwards(end: float, now: float, decimals: int) -> str:
    """Return the end of an interval about `now`, rounded towards `now`: what holds up to the end holds up to this.

    It gets more decimals where it would read as `now`, or as 0 or 1 without
    being that. Ends within 1e-12 of a shorter decimal are equal to it.

    Examples
    --------
    >>> rounded_inwards(0.452825, 0.25, 3), rounded_inwards(0.5999999999999999, 0.55, 3), rounded_inwards(2e-4, 0.3, 3)
    ('0.452', '0.600', '0.001')
    """
    return _rounded_end(end, now, decimals, up=end < now)


def rounded_outwards(end: float, now: float, decimals: int) -> str:
    """Return the end of an interval about `now`, rounded away from `now`: what holds beyond the end holds beyond this.

    See `rounded_inwards`.

    Examples
    --------
    >>> rounded_outwards(0.452825, 0.25, 3), rounded_outwards(0.4521, 0.25, 3), rounded_outwards(0.99991, 0.25, 3)
    ('0.453', '0.453', '0.99991')
    """
    return _rounded_end(end, now, decimals, up=end > now)


def _rounded_end(end: float, now: float, decimals: int, *, up: bool) -> str:
    exact, present = Decimal(repr(round(float(end), _END))), Decimal(repr(float(now)))
    if end not in (0.0, 1.0) and exact in (0, 1):
        return repr(float(end))
    for places in range(decimals, _END + 1):
        read = exact.quantize(Decimal(1).scaleb(-places), ROUND_CEILING if up else ROUND_FLOOR)
        apart = (read - present) * (exact - present) > 0 and read != round(present, places)
        if read == exact or (apart and read not in (0, 1)):
            break
    return f"{read:f}"


def fixed_point(value: Any, decimals: int) -> str:
    """Return a number with so many decimals, a dash for what is undefined, other values as they are."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN differs from itself
        return "-"
    if isinstance(value, float):
        return f"{value:z.{decimals}f}" if abs(value) != float("inf") else "infinite"
    return str(value)


def told_rounded(frame: pd.DataFrame, decimals: int, compared: Sequence[str] = ()) -> pd.DataFrame:
    """Return a frame rounded for a text; a column in which rounding would make two numbers alike becomes text."""
    found = frame.round(decimals)
    floats = [j for j in range(frame.shape[1]) if frame.iloc[:, j].dtype.kind == "f"]
    columns = [(str(frame.columns[j]), frame.iloc[:, j].tolist()) for j in floats]
    for j, texts in zip(
        floats, cells_of(columns, lambda group: decimals_apart(group, decimals), compared), strict=True
    ):
        if any(len(text.partition(".")[2]) > decimals or "e" in text for text in texts if text != "infinite"):
            found.isetitem(j, texts)
    return found


# Tables.


def table_of(
    frame: pd.DataFrame, digits: int, compared: Sequence[str] = ()
) -> tuple[list[str], list[list[str]], list[str]]:
    """Return headers, cells and alignments of a frame, its index first where it has names.

    Numbers of a column that differ never read alike, nor do those of the
    columns that are `compared` with each other.
    """
    import pandas as pd

    columns = [(str(name), frame.iloc[:, j]) for j, name in enumerate(frame.columns)]
    if not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None):
        levels = enumerate(frame.index.names)
        index = [(str(name or ""), frame.index.get_level_values(level).to_series()) for level, name in levels]
        columns = [*index, *columns]
    aligned = ["right" if column.dtype.kind in "iuf" else "left" for _, column in columns]
    values = [(name, column.tolist()) for name, column in columns]
    alone = [_column(column, digits, floor_of(column) if name == "score" else 0.0) for name, column in values]
    shared = cells_of(values, lambda group: _column(group, digits), compared) if compared else alone
    cells = [told if name in compared else own for (name, _), told, own in zip(values, shared, alone, strict=True)]
    return [name for name, _ in columns], [list(row) for row in zip(*cells, strict=True)], aligned


def cells_of(
    columns: Sequence[tuple[str, list[Any]]], texts_of: Callable[[list[Any]], list[str]], compared: Sequence[str] = ()
) -> list[list[str]]:
    """Return columns as text, those that are compared with each other told apart as one."""
    alone = [texts_of(values) if name not in compared else [] for name, values in columns]
    shared = iter(texts_of([value for name, values in columns if name in compared for value in values]))
    return [
        [next(shared) for _ in values] if name in compared else texts
        for (name, values), texts in zip(columns, alone, strict=True)
    ]


def _column(values: list[Any], digits: int, floor: float = 0.0) -> list[str]:
    """Return cells, numbers with as many decimals as the one that has most, so that they stand below each other."""
    texts = [cell(value, digits) for value in values]
    plain = [
        isinstance(value, float) and text[-1].isdigit() and "e" not in text
        for value, text in zip(values, texts, strict=True)
    ]
    longest = max((len(text.partition(".")[2]) for text in compress(texts, plain)), default=0)
    decimals = min(longest, digits)

    def text_of(value: Any, more: int) -> str:
        text = cell(value, digits)
        if isinstance(value, float) and text[-1].isdigit() and "e" not in text:
            padded = f"{value:z.{decimals + more}f}"
            return padded if value == 0 or float(padded) != 0 else cell(value, digits, more)
        return cell(value, digits, more)

    return told_apart(values, text_of, floor)


def cell(value: Any, digits: int, more: int = 0) -> str:
    """Return a value as text with so many significant digits and more, a dash for what is undefined.

    The whole part of a number is never rounded: amounts of money keep their units.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN differs from itself
        return "-"
    if isinstance(value, float):
        return _number(value, digits, more)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    return str(value)


def _number(value: float, digits: int, more: int) -> str:
    if abs(value) == float("inf"):
        return "infinite"
    if 10.0 ** (digits - 2) <= abs(value) < _LARGE:
        return f"{value:.{4 + more}f}".rstrip("0").rstrip(".")
    return f"{value:z.{min(digits + more, _MOST)}g}"


def markdown_escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return shown(text).translate(_MARKDOWN)


def latex_escaped(text: str) -> str:
    """Return text that LaTeX shows as it is."""
    return shown(text).translate(_LATEX).replace("--", "-{}-")


def html_escaped(text: str) -> str:
    """Return text that a page shows as it is."""
    return html.escape(shown(text))


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """Return a table as Markdown, every cell escaped."""
    return _tabulated([[*map(markdown_escaped, row)] for row in [headers, *rows]], "pipe", aligned)


def latex_table(headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """Return a table as LaTeX with the rules of booktabs, every cell escaped.

    A column is aligned right or left, or is a width such as ``0.4``, a share
    of the line, in which its texts are broken.
    """
    head, *body = ([latex_escaped(text) for text in row] for row in [headers, *rows])
    lines = [" & ".join(_guarded_start(row)) + r" \\" for row in [head, *body]]
    columns = "".join(_ALIGNED.get(side) or rf"p{{{side}\linewidth}}" for side in aligned) or "l" * len(head)
    rules = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", lines[0], r"\midrule"]
    return "\n".join([*rules, *lines[1:], r"\bottomrule", r"\end{tabular}"])


def _guarded_start(row: list[str]) -> list[str]:
    """Keep the start of a row from being read as an option of the line break before it."""
    return [f"{{}}{row[0]}", *row[1:]] if row and row[0].startswith(("[", "*")) else row


def html_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = (), caption: str = ""
) -> str:
    """Return a table as HTML; what it holds is escaped by the writer."""
    table = _tabulated([[*map(shown, row)] for row in [headers, *rows]], "html", aligned)
    head = f"<table>\n<caption>{html_escaped(caption)}</caption>" if caption else "<table>"
    return table.replace("<table>", head, 1)


def _tabulated(rows: list[list[str]], form: str, aligned: Sequence[str]) -> str:
    from tabulate import tabulate

    return str(tabulate(rows[1:], rows[0], form, disable_numparse=True, colalign=aligned or None))
