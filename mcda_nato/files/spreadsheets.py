"""Sheets of .xlsx and .ods files as rows of text and numbers."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mcda_nato.errors import FileError
from mcda_nato.files.notations import Field
from mcda_nato.labels import hint, listed, literal

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_INSTALL = 'reading spreadsheets needs python-calamine: pip install "mcda_nato[excel]"'


def sheet_rows(data: bytes, sheet: str | int | None) -> list[list[Field]]:
    """Return the rows of one sheet, from its first row and column on.

    Parameters
    ----------
    data : bytes
        The content of the file.
    sheet : str or int, optional
        The name of the sheet or its number from 1; where it is not given, the
        only one that is not empty.
    """
    book = _workbook(data)
    rows = {name: _rows(book, name) for name in book.sheet_names}
    return rows[_chosen(rows, sheet)]


def _workbook(data: bytes) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise FileError(_INSTALL) from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise FileError(f"not a spreadsheet: {error}; a table in text ends in .csv, .tsv or .txt") from None


def _rows(book: CalamineWorkbook, name: str) -> list[list[Field]]:
    found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_field(value) for value in row] for row in found]


def _field(value: Any) -> Field:
    """Return a cell: numbers as they are, all else as text."""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _chosen(rows: dict[str, list[list[Field]]], sheet: str | int | None) -> str:
    names = list(rows)
    if sheet is None:
        filled = [name for name in names if any(field != "" for row in rows[name] for field in row)] or names
        if len(filled) > 1:
            raise FileError(
                f"the file has the sheets {listed(filled)}",
                call="say which with sheet=",
                option="say which with --sheet",
            )
        return filled[0]
    if sheet in rows:
        return str(sheet)
    number = int(sheet) if str(sheet).isdecimal() and not isinstance(sheet, bool) else 0
    if not 1 <= number <= len(names):
        raise FileError(f"no sheet {literal(sheet)}{hint(sheet, names)}; the file has {listed(names)}")
    return names[number - 1]
