"""Sections of a report, and their Markdown, LaTeX, HTML, CSV and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mcda_nato.files.csv_tables import csv_text
from mcda_nato.labels import guarded
from mcda_nato.results import PACKAGE
from mcda_nato.text_tables import (
    cells_of,
    fixed_point,
    html_escaped,
    html_table,
    latex_escaped,
    latex_table,
    markdown_escaped,
    markdown_table,
    told_apart,
)

#: What stands right in its column.
QUANTITY = re.compile(r"[-+≥]? ?[\d.,]+(e[+-]?\d+)?%?|-|")
_BROKEN = 40  # characters from which a column of LaTeX is broken in lines
#: Rows that one page of LaTeX holds.
PAGE = 40
_FITTED = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}"  # no wider than a line
_STYLE = (
    "body{font-family:sans-serif;line-height:1.4;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;display:block;overflow-x:auto;position:relative}th{text-align:left}"
    "caption{position:absolute;clip-path:inset(50%);white-space:nowrap}"  # the heading shows it to those who see
    "th,td{padding:.2em .8em .2em 0;vertical-align:top}thead th{border-bottom:1px solid}"
)


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

    Those to read `first` are enough on a screen; all where not given. A `text`
    is what a terminal shows in place of the sections, as it is.
    """

    sections: Callable[[], Iterable[Section]]
    frame: Callable[[], pd.DataFrame]
    document: Callable[[], dict[str, Any]]
    first: Callable[[], Iterable[Section]] | None = None
    text: Callable[[], str] | None = None


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
    """Return the document as JSON."""
    return json_text(report.document())


def json_text(document: dict[str, Any]) -> str:
    """Return plain values as JSON; what is undefined or infinite is null."""
    return json.dumps(_finite(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_latex(report: Report) -> str:
    """Return the sections as LaTeX to be included in a document, names escaped, tables with the rules of booktabs."""
    packages = r"\usepackage{booktabs,graphicx,longtable}"
    needs = f"% {PACKAGE}. Needs {packages}; names in other scripts need LuaLaTeX or XeLaTeX."
    return "\n\n".join([needs, *map(_latex, report.sections())]) + "\n"


def as_html(report: Report) -> str:
    """Return the sections as a page that holds all it needs, names escaped."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{PACKAGE}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{PACKAGE}</h1>",
    ]
    return "\n".join([*head, *map(_html, report.sections()), "</main>\n</body>\n</html>"]) + "\n"


#: How a report is written for machines and documents; for a terminal see `mcda_nato.report.terminal`.
FORMATS: dict[str, Callable[[Report], str]] = {
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
    "latex": as_latex,
    "html": as_html,
}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return plain(value)


#: A value with so many decimals, a dash for what is undefined.
cell = fixed_point


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, its index as columns where it has names."""
    named = frame.reset_index() if frame.index.name else frame
    return [{str(key): value for key, value in row.items()} for row in named.to_dict("records")]


def plain(value: Any) -> Any:
    """Return a NumPy scalar as Python's, what is undefined or infinite as null."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value


def table(
    frame: pd.DataFrame, digits: int = 4, *, names: bool = False, compared: Sequence[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """Return the headers and cells of a frame as text, its index first; columns that are not names read as words.

    Numbers of a column that differ never read alike, nor do those of the
    columns that are `compared` with each other.
    """
    headers = ["", *(str(column) if names else str(column).replace("_", " ") for column in frame.columns)]
    columns = [(str(name), frame.iloc[:, j].tolist()) for j, name in enumerate(frame.columns)]

    def texts_of(values: Sequence[Any]) -> list[str]:
        return told_apart(values, lambda value, more: fixed_point(value, digits + more))

    texts = cells_of(columns, texts_of, compared)
    return headers, [list(row) for row in zip(map(str, frame.index), *texts, strict=True)]


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
    parts = [f"## {markdown_escaped(_titled(section))}"]
    if section.rows:
        parts.append(markdown_table(section.headers, section.rows))
    parts.append("\n".join(f"- {markdown_escaped(line)}" for line in section.lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _latex(section: Section) -> str:
    title = latex_escaped(_titled(section))
    parts = [rf"\section*{{{title}}}"]
    if section.rows:
        parts.append(_latex_table(section, title))
    if section.lines:
        items = [rf"\item {{}}{latex_escaped(line)}" for line in section.lines]
        parts.append("\n".join([r"\begin{itemize}", *items, r"\end{itemize}"]))
    return "\n".join(parts)


def fitted_latex(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return a table that is no wider than a line, and the table itself: its long texts are broken in lines."""
    columns = list(zip(*rows, strict=True))
    wide = [max(map(len, column)) > _BROKEN for column in columns]
    share = f"{0.6 / max(sum(wide), 1):.2f}"
    aligned = [share if broken else side for broken, side in zip(wide, _sides(columns), strict=True)]
    text = latex_table(headers, rows, aligned)
    return f"{_FITTED}{{%\n{text}}}", text


def _latex_table(section: Section, title: str) -> str:
    """Return a table with its caption, of more rows than a page holds on several."""
    fitted, text = fitted_latex(section.headers, section.rows)
    if len(section.rows) <= PAGE:
        head = [r"\begin{table}[htbp]", r"\centering\footnotesize\setlength{\tabcolsep}{4pt}", rf"\caption{{{title}}}"]
        return "\n".join([*head, fitted, r"\end{table}"])
    return long_latex(text, title)


def long_latex(text: str, caption: str, label: str = "") -> str:
    """Return a table of LaTeX that goes on over pages."""
    start, _, rest = text.replace(r"\end{tabular}", r"\end{longtable}").partition("\n")
    return "\n".join([start.replace("{tabular}", "{longtable}"), rf"\caption{{{caption}}}{label}\\", rest])


def _sides(columns: Iterable[Sequence[str]]) -> list[str]:
    """Return where the texts of each column stand: those of quantities to the right."""
    return ["right" if all(map(QUANTITY.fullmatch, column)) and any(column) else "left" for column in columns]


def _html(section: Section) -> str:
    parts = ["<section>", f"<h2>{html_escaped(_titled(section))}</h2>"]
    if section.rows:
        sides = _sides(zip(*section.rows, strict=True))
        parts.append(html_table(section.headers, section.rows, sides, caption=_titled(section)))
    if section.lines:
        parts += ["<ul>", *(f"<li>{html_escaped(line)}</li>" for line in section.lines), "</ul>"]
    return "\n".join([*parts, "</section>"])


def _titled(section: Section) -> str:
    return section.title or "The answer"
