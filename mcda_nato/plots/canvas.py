"""The axes a picture is drawn on, and names as they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

from mcda_nato.errors import McdaError
from mcda_nato.labels import shown
from mcda_nato.methods.evaluate import BUILT_IN
from mcda_nato.plots.alternative_styles import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SMALL = 8  # points, of names and numbers
_COLUMN = 14  # characters of a line below a column
_LINES = 3  # of a name at most
_WIDTH = 34  # characters of a line
_CROWDED = 12  # alternatives from which names take less room


def axes_for(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those of a new figure (inches) that no window and no global state knows of."""
    return _figure(width, height, layout="constrained").add_subplot() if ax is None else ax


def whole_page(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or those that fill a new figure (inches), for pictures that place everything."""
    return _figure(width, height, layout=None).add_axes((0.0, 0.0, 1.0, 1.0)) if ax is None else ax


def _figure(width: float, height: float, *, layout: Literal["constrained"] | None) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise without_matplotlib() from error
    return Figure(figsize=(width, height), layout=layout)


def without_matplotlib() -> McdaError:
    """Return the error that says how to install what pictures need."""
    return McdaError("pictures need Matplotlib, which is not installed", call="run: pip install 'mcda_nato[plots]'")


def plain(name: object) -> str:
    """Return text that Matplotlib shows as it is: no formula, no control character, none that legends leave out."""
    text = shown(name).replace("$", r"\$")
    return f" {text}" if text.startswith("_") else text


def method_name(method: object) -> str:
    """Return how readers call a method: the built-in ones by their usual names, without what is default."""
    name = str(method)
    for known, made in BUILT_IN.items():
        if name in (known, str(made())):
            return {"topsis": "TOPSIS", "ahp": "AHP"}.get(known, known.replace("_", " "))
    return name


def label(name: object, width: int = _WIDTH, lines: int = _LINES) -> str:
    """Return a name on several lines, shortened where these do not hold it."""
    found = wrap(shown(name), width, break_on_hyphens=False)
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: width - 3]}..."]
    return "\n".join(map(plain, found))


def row_height(names: Sequence[str]) -> float:
    """Return the inches that each of the names needs on an axis."""
    return 0.14 * max(label(name).count("\n") + 1 for name in names) + 0.14


def name_rows(ax: Axes, names: Sequence[str]) -> None:
    """Put names at the rows of the vertical axis, the first at the top."""
    ax.set_yticks(range(len(names)), [label(name) for name in names], fontsize=SMALL)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def name_columns(ax: Axes, names: Sequence[str]) -> None:
    """Put names below the columns of the horizontal axis, upright where they are many or long."""
    found = [label(name, _COLUMN) for name in names]
    turned = len(names) > 4 or any(len(line) > _COLUMN for text in found for line in text.split("\n"))
    turned = turned or any(len(text) < len(plain(name)) for text, name in zip(found, names, strict=True))
    texts = [label(name) for name in names] if turned else found
    ax.set_xticks(range(len(names)), texts, fontsize=SMALL, rotation=90 if turned else 0)


def legend_of(ax: Axes, names: Sequence[str], handles: Sequence[Any], title: str = "") -> None:
    """Put a legend beside the axes, where it covers nothing."""
    texts = [label(name, 34, 2) for name in names]
    ax.legend(
        handles, texts, title=title, loc="upper left", bbox_to_anchor=(1.02, 1.0), borderaxespad=0.0,
        fontsize=SMALL - (len(names) > _CROWDED), frameon=False, handlelength=2.6, labelspacing=0.35,
    )  # fmt: skip


def legend_height(names: Sequence[str]) -> float:
    """Return the inches that a legend of these names takes."""
    return sum(0.135 * (label(name, 34, 2).count("\n") + 1) + 0.05 for name in names) + 0.6


def line_handles(positions: Sequence[int], *, joined: bool = True) -> list[Any]:
    """Return a line with its marker for each of the alternatives."""
    from matplotlib.lines import Line2D

    drawn = [style(i) for i in positions]
    return [
        Line2D([], [], color=s.colour, marker=s.marker, linestyle=s.line if joined else "", markersize=5) for s in drawn
    ]


def bare(ax: Axes) -> None:
    """Take away the frame that carries no information."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def whole_numbers(ax: Axes) -> None:
    """Let the vertical axis number ranks: from 1 to the last, whole, not too many."""
    last = round(max(ax.get_ylim()) - 0.5)
    step = -(-last // 10)
    ax.set_yticks([1, *range(step if step > 1 else 2, last + 1, step)])
