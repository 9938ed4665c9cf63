"""Rows and columns that stand in tables and are no performances: titles, units, weights, senses, row numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import pandas as pd

from mcda_nato.errors import FileError
from mcda_nato.files.grids import Grid, text_of
from mcda_nato.files.notations import Field, Notation, is_missing, number
from mcda_nato.labels import quoted
from mcda_nato.problem.checks import as_list, sense_of

_UNITS = {"", "unit", "units", "einheit", "einheiten", "unité", "unités", "unidad", "[unit]", "(unit)"}
_WEIGHTS = {"weight", "weights", "weighting", "importance", "gewicht", "gewichte", "gewichtung", "poids", "pondération"}
_TOTALS = {"total", "totals", "sum", "sums", "grand total", "summe", "gesamt", "gesamtsumme", "somme", "suma", "totale"}
_TOTALS |= {"mean", "average", "avg", "avg.", "mittelwert", "durchschnitt", "mittel", "moyenne", "media", "\u00f8"}
_TOTALS |= {"\u2205", "\u2211", "\u03a3", "median"}
_SENSES = {"type", "types", "sense", "senses", "direction", "goal", "objective", "optimization", "min/max", "max/min"}
_NUMBERS = {"", "id", "ids", "nr", "nr.", "no", "no.", "number", "#", "index", "row", "unnamed: 0"}


def check_rows(grid: Grid) -> None:
    """Raise where a row is no alternative, naming it by its place in the file."""
    _check_title(grid)
    header = grid.header
    if all(map(_is_number, header[1:])) and not any(map(_is_number, header[:1])):
        raise FileError(
            f"row {grid.places[0]} holds numbers where the names of the criteria are expected; put a header above it"
        )
    for i, row in enumerate(grid.rows[1:], start=1):
        name, place = text_of(row[0]).lower(), f"row {grid.places[i]}"
        if name == header[0].lower() and [text_of(field) for field in row] == header:
            raise FileError(f"{place} repeats the header; delete it")
        if i == 1 and name in _UNITS and _are_words(row[1:]):
            raise FileError(f"{place} looks like units, not an alternative; delete it, and name units in the header")
        if name in _WEIGHTS:
            _refuse(place, header, row, "weights", "weights")
        if i > 1 and name in _TOTALS:
            raise FileError(f"{place}, {quoted(text_of(row[0]))}, looks like totals or means; delete it")
        if name in _SENSES and not any(_is_number(field) for field in row[1:] if sense_of(field) is None):
            _refuse(place, header, row, "the senses", "senses")


def _check_title(grid: Grid) -> None:
    filled = [sum(text_of(field) != "" for field in row) for row in grid.rows]
    above = next((i for i, count in enumerate(filled) if count > 1), len(filled))
    if 0 < above < len(filled) - 1 and not any(_is_number(field) for field in grid.rows[above][1:]):
        title = next(text for text in map(text_of, grid.rows[0]) if text)
        where = f"row {grid.places[0]}" if above == 1 else f"rows {grid.places[0]} to {grid.places[above - 1]}"
        raise FileError(f"{where}, {quoted(title)}, looks like a title; delete it")


def _refuse(place: str, header: list[str], row: list[Field], what: str, option: str) -> NoReturn:
    """Refuse a row that belongs to an option, which is told with the row's own values."""
    given = ",".join(f"{name}={text_of(field)}" for name, field in zip(header[1:], row[1:], strict=True))
    to = " to the analysis" if option == "weights" else ""
    raise FileError(
        f"{place}, {quoted(text_of(row[0]))}, looks like {what}, not an alternative; delete it",
        call=f"and give {option}={to}",
        option=f"and give --{option} {given}",
    )


def check_columns(grid: Grid, senses: Any) -> None:
    """Raise where a column is no criterion, or the names do not stand first."""
    header = grid.header
    for j, name in enumerate(header[1:], start=1):
        if name and name in header[1:j]:
            twice = header[1:].index(name) + 2
            raise FileError(
                f"the criterion name {quoted(name)} occurs twice in the header, in columns {twice} and {j + 1}; "
                "rename or delete one"
            )
    columns = list(zip(*grid.rows[1:], strict=True))
    if (header[0].lower() in _NUMBERS and _are_names(columns[1])) or _are_counted(columns[0]):
        named = [j for j in range(1, len(header)) if _are_names(columns[j])]
        if len(named) == 1:
            first = f"column {quoted(header[0])}" if header[0] else "the first column"
            raise FileError(
                f"column {quoted(header[named[0]])} holds the names, which must stand first; delete {first} before it"
            )
    if isinstance(senses, (Mapping, pd.Series)) and header[0] and header[0] in senses and header[0] not in header[1:]:
        raise FileError(
            f"the senses name {quoted(header[0])}, but the first column must hold the names of the alternatives; "
            "put a column of names before it, or leave it out of the senses"
        )


def check_orientation(names: list[str], criteria: list[str], senses: Any) -> None:
    """Raise where the senses belong to the rows: alternatives and criteria are exchanged."""
    transpose = "transpose the table, so that each alternative has a row and each criterion a column"
    if isinstance(senses, (Mapping, pd.Series)):
        unknown = {name for name in senses if name not in criteria}
        if unknown and unknown <= set(names):
            raise FileError(f"alternatives and criteria look exchanged: the senses name rows; {transpose}")
        return
    count = 0 if isinstance(senses, str) else len(as_list(senses) or [])
    if 1 < count == len(names) != len(criteria):
        raise FileError(
            f"{count} senses for {len(criteria)} criteria, but {len(names)} alternatives: if the two are exchanged, "
            f"{transpose}"
        )


def _is_number(field: Field) -> bool:
    return number(field, Notation(",")) is not None or number(field, Notation()) is not None


def _are_words(fields: list[Field]) -> bool:
    """Return whether these are words, or nothing, and at least one is a word."""
    return not any(map(_is_number, fields)) and not all(map(is_missing, fields))


def _are_names(fields: tuple[Field, ...]) -> bool:
    """Return whether these could name the alternatives: distinct texts that begin with a letter."""
    texts = [text_of(field) for field in fields]
    return len(set(texts)) == len(texts) and all(text[:1].isalpha() and not is_missing(text) for text in texts)


def _are_counted(fields: tuple[Field, ...]) -> bool:
    """Return whether these are 0, 1, 2, ... or 1, 2, 3, ..."""
    texts = [text_of(field) for field in fields]
    return any(texts == [str(start + i) for i in range(len(texts))] for start in (0, 1))
