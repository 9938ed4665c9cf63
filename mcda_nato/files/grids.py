"""Tables as they stand in a file: rows of fields, and what separates them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mcda_nato.errors import FileError
from mcda_nato.files.documents import DETAILS
from mcda_nato.files.notations import Field, Notation, cleaned, found_notation
from mcda_nato.labels import literal, quoted

#: The columns of a long table, in the order in which `save_problem` writes them.
LONG = ("alternative", "criterion", "sense", "value", "low", "high", "term")

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_BY_NAME = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "pipe": "|"}
_TOLD = re.compile(r"sep=([^\r\n])\r?\n")
_SAMPLE = 64  # rows that show what separates fields


@dataclass(frozen=True)
class Grid:
    """A table of text or numbers: its rows, the header first, and the row of the file each stands in."""

    rows: list[list[Field]]
    places: list[int]
    separator: str = ""
    decimal: str | None = None

    @property
    def as_saved(self) -> bool:
        """Whether this is a table that `save_problem` writes, to be taken to the letter."""
        return self.separator == "," and _as_saved(self.rows[0])

    @property
    def header(self) -> list[str]:
        """The first row as names, without blanks round them."""
        return [text_of(field) for field in self.rows[0]]

    def notation(self, fields: Iterable[Field]) -> Notation:
        """Return how these fields of the table write numbers."""
        return found_notation(fields, self.separator, self.decimal)

    def without(self, rows: Iterable[int] = (), columns: Iterable[int] = ()) -> Grid:
        """Return the table without some of its rows and columns."""
        no_rows, no_columns = set(rows), set(columns)
        keep = [i for i in range(len(self.rows)) if i not in no_rows]
        kept = [[field for j, field in enumerate(self.rows[i]) if j not in no_columns] for i in keep]
        return replace(self, rows=kept, places=[self.places[i] for i in keep])


def text_of(field: Field) -> str:
    """Return a field as a name: a whole number as it is written, and no blanks round it."""
    if isinstance(field, str):
        return cleaned(field)
    return str(int(field)) if field == int(field) else repr(field)


def grid_of_text(text: str, sep: str | None, decimal: str | None) -> Grid:
    """Return the table that a text holds; what separates its fields is found where there is no doubt."""
    told = _TOLD.match(text)
    if told:  # a first line for spreadsheets; a blank one keeps the places of the others
        sep, text = told[1] if sep is None else sep, "\n" + text[told.end() :]
    separator = found_separator(text) if sep is None else checked_separator(sep)
    if decimal not in (None, ".", ","):
        raise FileError(f"the decimal sign must be '.' or ',', got {literal(decimal)}")
    return _checked(list(_records(text, separator)), separator, decimal)


def grid_of_rows(rows: Sequence[Sequence[Field]], decimal: str | None) -> Grid:
    """Return the table that the rows of a spreadsheet make."""
    width = max(map(len, rows), default=0)
    return _checked([[*row, *[""] * (width - len(row))] for row in rows], "", decimal)


def name_of(separator: str) -> str:
    """Return what separates fields in words, where it has any; spreadsheets have cells."""
    return _SEPARATORS.get(separator, repr(separator) if separator else "cells")


def checked_separator(sep: str) -> str:
    """Return what separates fields: one character, or its name."""
    found = _BY_NAME.get(sep.lower(), sep) if isinstance(sep, str) else ""
    if len(found) != 1 or found in '"\r\n':
        raise FileError(f"what separates fields must be one character or 'tab', got {literal(sep)}")
    return found


def _records(text: str, separator: str) -> Iterator[list[str]]:
    usual = csv.field_size_limit(max(len(text), 131_072))  # a long definition is no error
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), [])
        blanks = separator != "," or not _as_saved(first)  # before a quoted field, as in `a, "b, c"`
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=blanks, strict=True)
    except csv.Error as error:
        raise FileError(f"not CSV: {error}") from None
    finally:
        csv.field_size_limit(usual)


def _as_saved(header: Sequence[Field]) -> bool:
    return tuple(header) in (LONG, LONG + DETAILS)


def _checked(rows: Sequence[Sequence[Field]], separator: str, decimal: str | None) -> Grid:
    """Return rows of one width, those without any entry left out and columns likewise."""
    filled = [(place, list(row)) for place, row in enumerate(rows, start=1) if any(map(text_of, row))]
    if len(filled) < 2:
        raise FileError("the table is empty; it needs a header and at least one row")
    grid = Grid([row for _, row in filled], [place for place, _ in filled], separator, decimal)
    _check_widths(grid)
    blank = [j for j in range(len(grid.rows[0])) if not any(text_of(row[j]) for row in grid.rows)]
    return grid.without(columns=blank)


def _check_widths(grid: Grid) -> None:
    """Raise where a row has more or fewer fields than the header."""
    width = len(grid.rows[0])
    odd = next((i for i, row in enumerate(grid.rows) if len(row) != width), None)
    if odd is None:
        return
    if width == 1 and len({len(row) for row in grid.rows[1:]}) == 1:
        raise FileError(f"row {grid.places[0]}, {quoted(text_of(grid.rows[0][0]))}, looks like a title; delete it")
    comma = " (a decimal comma among them needs quotes round its number)" if grid.separator == "," else ""
    raise FileError(
        f"row {grid.places[odd]} has {len(grid.rows[odd])} fields but the header has {width}; "
        f"{name_of(grid.separator)} separate fields{comma}",
        call="name another with sep=",
        option="name another with --sep",
    )


def found_separator(text: str) -> str:
    """Return what separates the fields of a table, where it leaves no doubt."""
    samples = {separator: _sample(text, separator) for separator in _SEPARATORS}
    for separator, rows in samples.items():
        if rows and {"alternative", "criterion", "value"} <= {cleaned(name).lower() for name in rows[0]}:
            return separator
    even = [separator for separator, rows in samples.items() if _is_even(rows)]
    plain = [separator for separator in even if _explains(samples[separator], even)]
    if len(even) < 2 or len(plain) == 1:
        return (plain or even or [_most_frequent(samples)])[0]
    raise FileError(
        f"{' or '.join(_SEPARATORS[separator] for separator in even)} may separate the fields",
        call="say which with sep=",
        option="say which with --sep",
    )


def _sample(text: str, separator: str) -> list[list[str]]:
    """Return the first rows that are not blank, none where the text cannot be read so."""
    try:
        return [row for row in islice(_records(text, separator), _SAMPLE) if any(map(cleaned, row))]
    except FileError:
        return []


def _is_even(rows: list[list[str]]) -> bool:
    return bool(rows) and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1


def _explains(rows: list[list[str]], even: list[str]) -> bool:
    """Return whether the other candidates have a meaning in this reading: a comma is a decimal sign."""
    fields = [cleaned(field) for row in rows for field in row]
    return not any(mark in field and not (mark == "," and _is_decimal(field)) for field in fields for mark in even)


def _is_decimal(field: str) -> bool:
    whole, _, part = field.lstrip("+-\N{MINUS SIGN}").partition(",")
    return (whole + part).rstrip("% ").isdecimal()


def _most_frequent(samples: dict[str, list[list[str]]]) -> str:
    """Return what divides most rows, a comma where nothing does."""
    divided = {separator: sum(len(row) > 1 for row in rows) for separator, rows in samples.items()}
    return max(divided, key=lambda separator: (divided[separator], separator == ","))
