"""A report as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from mcda_nato.errors import McdaError
from mcda_nato.labels import shown
from mcda_nato.report.blocks import Chapter, Figure
from mcda_nato.report.working_page import WorkingPage

#: What installs that which a report needs.
INSTALL = "pip install 'mcda_nato[report]'"
#: Bytes of pictures that the page may hold before it takes those of points.
_ROOM = 1_100_000
#: Columns of a table, beside its names, that a page of paper holds.
_COLUMNS = 12
_DOI = re.compile(r"doi:(10\.[^\s;,]*[^\s;,.])")


def html_report(title: str, description: str, found: Sequence[Chapter], working: WorkingPage) -> str:
    """Return chapters as one page; it loads nothing and its script is the working part's own.

    Names are escaped by the template; the working part is inserted as it is.
    """
    style = _shipped("report.css")
    template = _environment().get_template("report.html.jinja")
    page = template.render(
        title=title, description=description, chapters=found, style=style, working=working,
        policy=_policy([style, working.style], working.script), pictures=_pictures(found),
    )  # fmt: skip
    return str(page)


def _environment() -> Any:
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError as error:
        run = f"run: {INSTALL}"
        raise McdaError("a report needs Jinja2, which is not installed", call=run, option=run) from error
    made = Environment(
        autoescape=True, loader=FunctionLoader(_shipped), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )  # fmt: skip
    own: dict[str, Any] = {
        "kind_of": lambda block: type(block).__name__,
        "cited": _cited,
        "column_blocks": _column_blocks,
    }
    made.filters.update(own)
    return made


def _column_blocks(headers: Sequence[str]) -> list[list[int]]:
    """Return the positions of columns in blocks that fit a page of paper, the first column in each of them."""
    others = range(1, len(headers))
    count = max(-(-len(others) // _COLUMNS), 1)
    return [[0, *others[len(others) * k // count : len(others) * (k + 1) // count]] for k in range(count)]


def _shipped(name: str) -> str:
    return (files("mcda_nato.report") / name).read_text(encoding="utf-8")


def _pictures(found: Sequence[Chapter]) -> dict[str, str]:
    """Return each figure as an address that holds it: lines, of the largest points, so that the page stays small."""
    figures = [block for chapter in found for block in chapter.blocks if isinstance(block, Figure)]
    chosen = {figure.name: ("svg+xml", figure.svg) for figure in figures}
    for figure in sorted(figures, key=lambda figure: len(figure.svg), reverse=True):
        if sum(len(content) for _, content in chosen.values()) > _ROOM:
            chosen[figure.name] = ("png", figure.png)
    encoded = {name: (kind, base64.b64encode(content).decode("ascii")) for name, (kind, content) in chosen.items()}
    return {name: f"data:image/{kind};base64,{content}" for name, (kind, content) in encoded.items()}


def _cited(text: str) -> list[tuple[str, str]]:
    """Return text in pieces, each with the DOI that it names or nothing."""
    parts = _DOI.split(text)
    return [(part, "") if i % 2 == 0 else (f"doi:{part}", part) for i, part in enumerate(parts) if part]


def _policy(styles: Sequence[str], script: str) -> str:
    """Return the content security policy: nothing but these styles, this script, and pictures within the page."""
    allowed = " ".join(_hash(style) for style in styles if style)
    scripts = _hash(script) if script else "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src {allowed}; script-src {scripts}; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
