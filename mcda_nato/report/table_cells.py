"""What is read of a table: its first rows, as text."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mcda_nato.report.sections import Section, number, plain

_READ = 60  # rows that are read; the file has all


def read_of(section: Section, name: str) -> dict[str, Any]:
    """Return what is read of a section: a long one in its first rows."""
    left = len(section.rows) - _READ
    more = [f"And {left:,} more: tables/{name}.csv has all."] if left > 0 else []
    return {"headers": section.headers, "rows": section.rows[:_READ], "lines": [*more, *section.lines]}


def cells_of(frame: pd.DataFrame) -> tuple[list[str], list[list[str]], list[str]]:
    """Return a frame as read: its first rows, with four decimals."""
    rows = [[text_of(value) for value in row] for row in frame.head(_READ).itertuples(index=False, name=None)]
    left = len(frame) - _READ
    return [str(c).replace("_", " ") for c in frame.columns], rows, [f"And {left:,} more in the file."] * (left > 0)


def text_of(value: Any) -> str:
    """Return a value as it is read: four decimals, a dash where it is undefined."""
    simple = plain(value)
    if simple is None:
        return "-"
    return number(simple) if isinstance(simple, float) else str(simple)
