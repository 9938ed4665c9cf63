"""Sections as text for a terminal: tables and bars by Rich, plain where the text is piped."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.bar import Bar
from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mcda_nato.labels import shown
from mcda_nato.report.sections import QUANTITY, Report, Section

WIDTH = 100  # columns of a text that is read, at most
_GAP = 2  # columns between two
_LEAST = 12  # a column is made no narrower, unless all its words are shorter
_ROWS = 24  # of a table that is read first
_BAR = 20  # columns of a bar for all of something
_RULED = Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
_STYLES = {
    "robust": "bold green",
    "conditional": "bold yellow",
    "fragile": "bold red",
    "not determined": "bold magenta",
}


def as_text(report: Report, *, full: bool = False, live: bool = False) -> str:
    """Return the sections as text, all of them or those that answer first.

    Parameters
    ----------
    report : Report
    full : bool
        Everything, rather than what is read first.
    live : bool
        For a terminal, with its colours, rather than for a pipe.
    """
    if report.text is not None:
        return "\n".join(shown(line) for line in report.text().splitlines()) + "\n"
    sections = report.sections if full or report.first is None else report.first
    console = Console(
        file=io.StringIO(),
        width=WIDTH,
        color_system="auto" if live else None,
        force_terminal=live,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    for i, section in enumerate(sections()):
        _write(section if full else _short(section), console, apart=i > 0)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()).strip("\n") + "\n"  # type: ignore[attr-defined]


def _short(section: Section) -> Section:
    """Return a section with the first rows of a long table, and how many it leaves out."""
    left = len(section.rows) - _ROWS
    if left <= 0:
        return section
    above = 2 if section.kind else 0
    lines = [*section.lines[:above], f"And {left:,} more: --full has all.", *section.lines[above:]]
    return replace(section, rows=section.rows[:_ROWS], shares=section.shares[:_ROWS], lines=lines)


def _write(section: Section, console: Console, *, apart: bool) -> None:
    if apart:
        console.print()
    if section.title:
        title = shown(section.title)
        console.print(Text(title, style="bold"), soft_wrap=True)
        console.print("=" * min(len(title), WIDTH), style="dim")
    if section.kind:
        console.print(Text(_broken(section.lines[0]), style="bold"), soft_wrap=True)
        console.print(Text(_broken(section.lines[1]), style=_STYLES[section.kind]), soft_wrap=True)
    for table in _tables(section):
        console.print(table)
    for line in section.lines[2:] if section.kind else section.lines:
        console.print(_broken(line), soft_wrap=True)


def _broken(line: str) -> str:
    """Return a line, a long one in several."""
    parts = textwrap.wrap(
        shown(line), WIDTH, subsequent_indent="  ", break_long_words=True, break_on_hyphens=False,
        replace_whitespace=False, drop_whitespace=True,
    )  # fmt: skip
    return "\n".join(parts)


def _tables(section: Section) -> Iterator[Table]:
    """Return the table, one too wide in parts that repeat its first column."""
    if not section.rows:
        return
    columns = [[shown(text) for text in column] for column in zip(section.headers, *section.rows, strict=True)]
    for part in _parts(columns, WIDTH - (_BAR + _GAP if section.shares else 0)):
        table = Table(box=_RULED, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        for column in part:
            quantities = all(QUANTITY.fullmatch(text) for text in column[1:]) and any(column[1:])
            table.add_column(Text(column[0]), justify="right" if quantities else "left", overflow="fold")
        if section.shares:
            table.add_column()
        for i, row in enumerate(zip(*(column[1:] for column in part), strict=True)):
            bar = [Bar(1.0, 0.0, section.shares[i], width=_BAR)] if section.shares else []
            table.add_row(*map(Text, row), *bar)
        yield table


def _parts(columns: Sequence[list[str]], width: int) -> Iterator[list[list[str]]]:
    """Return columns in groups that fit side by side, the first column leading each."""
    needs = [min(max(map(len, column)), max(_LEAST, _longest_word(column))) + _GAP for column in columns]
    part, room = [columns[0]], width + _GAP - needs[0]
    for column, need in zip(columns[1:], needs[1:], strict=True):
        if need > room and len(part) > 1:
            yield part
            part, room = [columns[0]], width + _GAP - needs[0]
        part.append(column)
        room -= need
    yield part


def _longest_word(column: Sequence[str]) -> int:
    return min(WIDTH // 2, max((len(word) for text in column for word in text.split()), default=0))
