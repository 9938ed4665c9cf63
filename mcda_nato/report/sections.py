"""Sections of a report, and their Markdown, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcda_nato.files.csv_tables import csv_text
from mcda_nato.labels import guarded
from mcda_nato.results import markdown_escaped, markdown_table


@dataclass(frozen=True)
class Section:
    """A heading, a table of text and lines below it; every part may be empty.

    A verdict has a `kind`, and its first two lines stand above its table;
    `shares`, one a row, are drawn as bars where there is room for pictures.
    """

    title: str
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[str] = ()
    kind: str = ""
    shares: Sequence[float] = ()


@dataclass(frozen=True, eq=False)
class Report:
    """A result arranged: sections to read, a tidy frame for CSV, a document for JSON; each made when written.

    Those to read `first` are enough on a screen; all where not given.
    """

    sections: Callable[[], Iterable[Section]]
    frame: Callable[[], pd.DataFrame]
    document: Callable[[], dict[str, Any]]
    first: Callable[[], Iterable[Section]] | None = None


def with_details(first: Callable[[], Iterable[Section]], details: Iterable[Section]) -> Iterable[Section]:
    """Return what is read first with the details before its last section, which says what to know."""
    *answers, last = first()
    yield from answers
    yield from details
    yield last


def as_markdown(report: Report) -> str:
    """Return the sections as Markdown, names escaped."""
    return "\n".join(_markdown(section) for section in report.sections()).strip() + "\n"


def as_csv(report: Report) -> str:
    """Return the tidy frame as CSV, its index left out."""
    frame = report.frame()
    rows = [[_field(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return csv_text([[_field(str(name)) for name in frame.columns], *rows])


def as_json(report: Report) -> str:
    """Return the document as JSON; what is undefined or infinite is null."""
    return json.dumps(_finite(report.document()), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


#: How a report is written for machines and documents; for a terminal see `mcda_nato.report.terminal`.
FORMATS: dict[str, Callable[[Report], str]] = {
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return plain(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, its index as columns where it has names."""
    named = frame.reset_index() if frame.index.name else frame
    return [{str(key): value for key, value in row.items()} for row in named.to_dict("records")]


def plain(value: Any) -> Any:
    """Return a NumPy scalar as Python's, what is undefined or infinite as null."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


def table(frame: pd.DataFrame, digits: int = 4, *, names: bool = False) -> tuple[list[str], list[list[str]]]:
    """Return the headers and cells of a frame as text, its index first; columns that are not names read as words."""
    headers = ["", *(str(column) if names else str(column).replace("_", " ") for column in frame.columns)]
    return headers, [[str(name), *(cell(v, digits) for v in row)] for name, *row in frame.itertuples(name=None)]


def cell(value: Any, digits: int) -> str:
    """Return a value as text, a dash for what is undefined."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN differs from itself
        return "-"
    if isinstance(value, float):
        return f"{value:z.{digits}f}" if abs(value) != float("inf") else "infinite"
    return str(value)


def number(value: float | None, old: float | None = None) -> str:
    """Return a rating or judgement, with as many digits as tell it from the old one."""
    if value is None or value != value:  # noqa: PLR0124
        return "-"
    short = f"{value:z.4f}" if value == 0 or 1e-3 <= abs(value) < 1e9 else f"{value:.6g}"
    return repr(float(value)) if old is not None and value != old and float(short) == old else short


def as_given(value: float | None) -> str:
    """Return a rating or judgement as it was given, without noise in its last digits."""
    return "-" if value is None else f"{value:.10g}"


def _field(value: Any) -> object:
    simple = plain(value)
    return guarded(simple) if isinstance(simple, str) else "" if simple is None else simple


def _markdown(section: Section) -> str:
    parts = [f"## {markdown_escaped(section.title or 'The answer')}"]
    if section.rows:
        parts.append(markdown_table(section.headers, section.rows))
    parts.append("\n".join(f"- {markdown_escaped(line)}" for line in section.lines))
    return "\n\n".join(part for part in parts if part) + "\n"
