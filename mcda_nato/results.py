"""What every result can do: a frame, a text, HTML, Markdown and LaTeX, and what a citation of it must state."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, ClassVar

from mcda_nato import __version__
from mcda_nato.errors import McdaError
from mcda_nato.labels import literal, shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

#: The package and its version, as provenance states them.
PACKAGE = f"mcda_nato {__version__}"

_DIGITS = 6
_SPOKEN_FOR = {"method", "source", "weights", "performances", "ties", "margin"}
_LARGE = 1e15  # from which numbers are written with an exponent
_ROWS = 60  # of a table in a notebook; the frame has all
_MARKDOWN = {ord(mark): f"\\{mark}" for mark in "\\`*_{}[]<>#|~&$"}
_LATEX = {ord(mark): f"\\{mark}" for mark in "&%$#_{}"} | {
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
    ord("\\"): r"\textbackslash{}",
    ord("<"): r"\textless{}",
    ord(">"): r"\textgreater{}",
    ord("\N{REPLACEMENT CHARACTER}"): "?",
}


class Drawn:
    """What has a picture."""

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the picture of this kind; `mcda_nato.plots` has others, options, and the data behind them.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Those of a new figure where not given.
        """
        from mcda_nato.plots.picture_data import picture_of

        return picture_of(self, ax)


class Result(Drawn):
    """What every result can do.

    A class of results says what it is called (`_title`), what it answers
    (`_answer`, lines above its table), which table its text shows
    (`_shown_table`) and a page (`_read_frame`), what a reader must know
    (`_remarks`, lines below), what is from judgements (`_judged`), which
    conventions it rests on (`conventions`, in words `_cited`) and from what it
    was computed (`_arguments`).
    """

    #: The public call that gives it.
    _call: ClassVar[str]

    def to_frame(self) -> pd.DataFrame:
        """Return the result as a tidy frame, at full precision."""
        raise NotImplementedError

    @property
    def conventions(self) -> dict[str, Any]:
        """What a citation of this result must state."""
        return {}

    @property
    def provenance(self) -> dict[str, Any]:
        """What is needed to recompute the result: version, call, digest of the problem, arguments, conventions."""
        import numpy as np

        about = {"package": PACKAGE, "numpy": np.__version__, "call": self._call}
        return about | self._arguments() | {"conventions": self.conventions}

    def to_markdown(self, digits: int = _DIGITS) -> str:
        """Return the result as Markdown: its table, and what to know before citing it.

        Parameters
        ----------
        digits : int
            Significant digits of a number, from 1 to 17; `to_frame` has all.
        """
        _check_digits(digits)
        parts = [
            f"**{markdown_escaped(self._title())}**",
            "\n".join(f"- {markdown_escaped(line)}" for line in self._answer()),
            markdown_table(*table_of(self._read_frame(), digits)),
            "\n".join(f"- {markdown_escaped(line)}" for line in [*self._remarks(), *self._judged(), *self._cited()]),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def to_latex(self, digits: int = _DIGITS, caption: str | None = None, label: str | None = None) -> str:
        r"""Return the result as a LaTeX table for the package booktabs, names escaped.

        Parameters
        ----------
        digits : int
            Significant digits of a number; `to_frame` has all.
        caption : str, optional
            LaTeX; the title of the result where not given.
        label : str, optional
            What ``\ref`` refers to.
        """
        _check_digits(digits)
        below = [*self._remarks(), *self._judged()]
        lines = [
            r"\begin{table}",
            r"\centering\footnotesize\setlength{\tabcolsep}{4pt}",
            rf"\caption{{{latex_escaped(self._title()) if caption is None else caption}}}",
            *([] if label is None else [rf"\label{{{label}}}"]),
            latex_table(*table_of(self._read_frame(), digits)),
            r"\par\medskip\raggedright",
            *(rf"{latex_escaped(line)}\par" for line in [*self._answer(), *below, *self._cited()]),
            r"\end{table}",
        ]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        frame = self._read_frame()
        left_out = [f"The first {_ROWS} of {len(frame):,} rows; to_frame() has all."] if len(frame) > _ROWS else []
        parts = [
            f"<p><strong>{html.escape(shown(self._title()))}</strong></p>",
            *(f"<p>{html.escape(shown(line))}</p>" for line in self._answer()),
            html_table(*table_of(frame.head(_ROWS), _DIGITS)),
            *(f"<p>{html.escape(shown(line))}</p>" for line in [*left_out, *self._remarks(), *self._judged()]),
            "<details><summary>Conventions</summary><ul>",
            *(f"<li>{html.escape(shown(line))}</li>" for line in self._cited()),
            "</ul></details>",
        ]
        return "\n".join(["<div>", *parts, "</div>"])

    def __repr__(self) -> str:
        table = self._shown_table()
        shown_table = [] if table is None else [table if isinstance(table, str) else table.to_string()]
        return "\n".join([self._title(), *self._answer(), *shown_table, *self._remarks(), *self._judged()])

    def _title(self) -> str:
        raise NotImplementedError

    def _answer(self) -> Sequence[str]:
        return ()

    def _read_frame(self) -> pd.DataFrame:
        """Return the frame as a reader wants it, without what is said in words."""
        return self.to_frame()

    def _shown_table(self) -> pd.DataFrame | str | None:
        return None

    def _remarks(self) -> Sequence[str]:
        return ()

    def _judged(self) -> Sequence[str]:
        """Return what is from pairwise judgements, and how consistent they are."""
        return ()

    def _arguments(self) -> dict[str, Any]:
        return {}

    def _cited(self) -> list[str]:
        """Return what a citation must state: the weights used, the conventions, the version."""
        weights = self._arguments().get("weights")
        used = [f"Weights: {weights_line(weights)}."] if isinstance(weights, dict) else []
        return [*used, *convention_lines({"Method": self.conventions})]


def weights_line(weights: Mapping[Any, float]) -> str:
    """Return weights by name, in a line."""
    return ", ".join(f"{name} {weight:.4f}" for name, weight in weights.items())


def convention_lines(found: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return what a citation must state: each method with its source, ties, lead, and the version."""
    first = next(iter(found.values()))
    methods = [f"{name}: {about['method']}; {about['source']}." for name, about in found.items() if "method" in about]
    ties = [f"Ties: {first['ties']}."] if "ties" in first else []
    lead = [f"Lead: {first['margin']}."] if "margin" in first else []
    others = [f"{key}: {text}." for key, text in first.items() if key not in _SPOKEN_FOR]
    return [*methods, *ties, *lead, *others, f"Computed by {PACKAGE}."]


def _check_digits(digits: Any) -> None:
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 17:
        raise McdaError(f"digits must be a whole number from 1 to 17, got {literal(digits)}")


# Tables of text, from frames.


def table_of(frame: pd.DataFrame, digits: int) -> tuple[list[str], list[list[str]], list[str]]:
    """Return headers, cells and alignments of a frame, its index first where it has names."""
    import pandas as pd

    columns = [(str(name), frame.iloc[:, j]) for j, name in enumerate(frame.columns)]
    if not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None):
        levels = enumerate(frame.index.names)
        index = [(str(name or ""), frame.index.get_level_values(level).to_series()) for level, name in levels]
        columns = [*index, *columns]
    aligned = ["right" if column.dtype.kind in "iuf" else "left" for _, column in columns]
    cells = [_column(column.tolist(), digits) for _, column in columns]
    return [name for name, _ in columns], [list(row) for row in zip(*cells, strict=True)], aligned


def _column(values: list[Any], digits: int) -> list[str]:
    """Return cells, numbers with as many decimals as the one that has most, so that they stand below each other."""
    texts = [cell(value, digits) for value in values]
    plain = [
        isinstance(value, float) and text[-1].isdigit() and "e" not in text
        for value, text in zip(values, texts, strict=True)
    ]
    longest = max((len(text.partition(".")[2]) for text in compress(texts, plain)), default=0)
    decimals = min(longest, digits)
    lines = zip(values, texts, plain, strict=True)
    return [f"{value:z.{decimals}f}" if is_plain else text for value, text, is_plain in lines]


def cell(value: Any, digits: int) -> str:
    """Return a value as text with so many significant digits, a dash for what is undefined.

    The whole part of a number is never rounded: amounts of money keep their units.
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN differs from itself
        return "-"
    if isinstance(value, float):
        return _number(value, digits)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    return str(value)


def _number(value: float, digits: int) -> str:
    if abs(value) == float("inf"):
        return "infinite"
    if 10.0 ** (digits - 2) <= abs(value) < _LARGE:
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return f"{value:z.{digits}g}"


def markdown_escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return shown(text).translate(_MARKDOWN)


def latex_escaped(text: str) -> str:
    """Return text that LaTeX shows as it is."""
    return shown(text).translate(_LATEX).replace("--", "-{}-")


def markdown_table(headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """Return a table as Markdown, every cell escaped."""
    return _tabulated([[*map(markdown_escaped, row)] for row in [headers, *rows]], "pipe", aligned)


def latex_table(headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """Return a table as LaTeX with the rules of booktabs, every cell escaped."""
    head, *body = ([latex_escaped(text) for text in row] for row in [headers, *rows])
    lines = [" & ".join(_guarded_start(row)) + r" \\" for row in [head, *body]]
    columns = "".join("r" if side == "right" else "l" for side in aligned) or "l" * len(head)
    rules = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", lines[0], r"\midrule"]
    return "\n".join([*rules, *lines[1:], r"\bottomrule", r"\end{tabular}"])


def _guarded_start(row: list[str]) -> list[str]:
    """Keep the start of a row from being read as an option of the line break before it."""
    return [f"{{}}{row[0]}", *row[1:]] if row and row[0].startswith(("[", "*")) else row


def html_table(headers: Sequence[str], rows: Iterable[Sequence[str]], aligned: Sequence[str] = ()) -> str:
    """Return a table as HTML; what it holds is escaped by the writer."""
    return _tabulated([[*map(shown, row)] for row in [headers, *rows]], "html", aligned)


def _tabulated(rows: list[list[str]], form: str, aligned: Sequence[str]) -> str:
    from tabulate import tabulate

    return str(tabulate(rows[1:], rows[0], form, disable_numparse=True, colalign=aligned or None))
