"""What every result can do: a frame, texts, a sentence to quote, and what a citation of it must state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from mcda_nato import __version__
from mcda_nato.errors import McdaError
from mcda_nato.labels import literal, shown
from mcda_nato.text_tables import (
    cell,
    html_escaped,
    html_table,
    latex_escaped,
    latex_table,
    markdown_escaped,
    markdown_table,
    table_of,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = [
    "ID_SCHEMA",
    "PACKAGE",
    "OwnSource",
    "Result",
    "Source",
    "cell",
    "convention_lines",
    "digest_of",
    "html_escaped",
    "html_table",
    "latex_escaped",
    "latex_table",
    "markdown_escaped",
    "markdown_table",
    "table_of",
    "weights_line",
    "weights_words",
]

#: The package and its version, as provenance states them.
PACKAGE = f"mcda_nato {__version__}"
#: Version of the canonical form of provenance that ids are made of.
ID_SCHEMA = 1

_DIGITS = 6
_SPOKEN_FOR = {"method", "source", "weights", "performances", "ties", "margin"}
_ROWS = 60  # of a table in a notebook; the frame has all
_LISTED = 6  # weights that a sentence names


class OwnSource(NamedTuple):
    """The source of a method that is not of this package, as its author states it."""

    method: str
    text: str


#: A key of references.bib, or the source of somebody's own method.
Source = str | OwnSource


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
    was computed (`_arguments`). For a citation it says in a clause what was
    found (`_finding`), how certain that is (`_certainty`), by what method
    (`_conduct`), and which publications it rests on (`_sources`).
    """

    #: The public call that gives it.
    _call: ClassVar[str]
    #: Columns of its table that are read against each other: what differs reads differently there.
    _compared: ClassVar[tuple[str, ...]] = ()

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
        return about | self._arguments() | {"conventions": self.conventions, "id": self.id}

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that tell this result from any other.

        The first of the SHA-256 of its provenance in a canonical form, without
        the version of NumPy: the same call gives the same id whenever and
        wherever it is made, and another argument or version another id.
        """
        about = {"package": PACKAGE, "call": self._call} | self._arguments() | {"conventions": self.conventions}
        return digest_of({key: value for key, value in about.items() if key != "numpy"})

    @property
    def sentence(self) -> str:
        """The one sentence to quote: what was found, how certain it is, by what method, and the id to find it by."""
        about = [*(part for part in (self._certainty(), self._conduct()) if part), self._reference()]
        return shown(f"{self._finding()} ({'; '.join(about)}).")

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
            markdown_table(*self._table(self._read_frame(), digits)),
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
            latex_table(*self._table(self._read_frame(), digits)),
            r"\par\medskip\raggedright",
            *(rf"{latex_escaped(line)}\par" for line in [*self._answer(), *below, *self._cited()]),
            r"\end{table}",
        ]
        return "\n".join(lines) + "\n"

    def to_html(self, digits: int = _DIGITS) -> str:
        """Return the result as HTML, a part of a page: its whole table, and what to know before citing it.

        Parameters
        ----------
        digits : int
            Significant digits of a number, from 1 to 17; `to_frame` has all.
        """
        _check_digits(digits)
        return self._html(self._read_frame(), digits)

    def _repr_html_(self) -> str:
        frame = self._read_frame()
        left_out = [f"The first {_ROWS} of {len(frame):,} rows; to_frame() has all."] if len(frame) > _ROWS else []
        return self._html(frame.head(_ROWS), _DIGITS, left_out)

    def _html(self, frame: pd.DataFrame, digits: int, left_out: Sequence[str] = ()) -> str:
        parts = [
            f"<p><strong>{html_escaped(self._title())}</strong></p>",
            *(f"<p>{html_escaped(line)}</p>" for line in self._answer()),
            html_table(*self._table(frame, digits)),
            *(f"<p>{html_escaped(line)}</p>" for line in [*left_out, *self._remarks(), *self._judged()]),
            "<details><summary>Conventions</summary><ul>",
            *(f"<li>{html_escaped(line)}</li>" for line in self._cited()),
            "</ul></details>",
        ]
        return "\n".join(["<div>", *parts, "</div>"])

    def _table(self, frame: pd.DataFrame, digits: int) -> tuple[list[str], list[list[str]], list[str]]:
        return table_of(frame, digits, self._compared)

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

    def _finding(self) -> str:
        """Return what was found, as a clause that starts a sentence."""
        raise NotImplementedError

    def _certainty(self) -> str:
        """Return how certain the numbers are: exact, within which error, or only searched for."""
        raise NotImplementedError

    def _conduct(self) -> str:
        """Return by what method, under which weights."""
        return ""

    def _reference(self) -> str:
        return f"{PACKAGE}, result {self.id}"

    def _sources(self) -> tuple[Source, ...]:
        """Return the publications that the result rests on."""
        raise NotImplementedError

    def _cited(self) -> list[str]:
        """Return what a citation must state: the weights used, the conventions, the version."""
        weights = self._arguments().get("weights")
        used = [f"Weights: {weights_line(weights)}."] if isinstance(weights, dict) else []
        return [*used, *convention_lines({"Method": self.conventions})]


def digest_of(about: Mapping[str, Any]) -> str:
    """Return the first sixteen digits of the SHA-256 of plain values in their canonical form.

    JSON with sorted keys, without spaces, floats rounded to twelve significant
    digits, and 0 for a negative zero: priorities of judgements differ in their
    last digits from one processor to another, and the id must not.

    Examples
    --------
    >>> digest_of({"a": 1, "b": [0.1, -0.0]}) == digest_of({"b": (0.1, 0.0), "a": 1})
    True
    """
    text = json.dumps(_canonical({"schema": ID_SCHEMA, **about}), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    plain = value.item() if hasattr(value, "item") else value
    return float(f"{plain:.12g}") + 0.0 if isinstance(plain, float) else plain


def weights_words(weights: Mapping[Any, float]) -> str:
    """Return weights as a sentence names them: a few by name, of many how many."""
    values = list(weights.values())
    if len(values) == 1:
        return "one criterion"
    if max(values) - min(values) < 1e-12:
        return "equal weights"
    return f"weights {weights_line(weights)}" if len(values) <= _LISTED else f"weights of {len(values)} criteria"


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
