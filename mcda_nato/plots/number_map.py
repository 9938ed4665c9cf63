"""A heat map with its numbers, some of them framed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.plots.alternative_styles import faded, readable_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK = "#08519C"  # of 100 %


def numbers_in(ax: Axes, percents: FloatArray, framed: BoolArray, hatched: BoolArray | None = None) -> None:
    """Draw percentages ``(rows, columns)`` as cells, darker where larger, some of them framed or hatched."""
    size = 8 if percents.shape[1] <= 12 else 5.5
    colours = np.array([[faded(_INK, 1.0 - value / 100.0) for value in row] for row in np.nan_to_num(percents)])
    edges = [np.arange(length + 1) - 0.5 for length in percents.shape]
    ax.pcolormesh(edges[1], edges[0], colours, edgecolor="#DDDDDD", linewidth=0.5)
    for (i, j), value in np.ndenumerate(percents):
        about: dict[str, Any] = {}
        if hatched is not None and hatched[i, j]:
            _cell(ax, i, j, 0.5, edgecolor="#777777", hatch="///", linewidth=0.0)
            about = {"bbox": {"boxstyle": "square,pad=0.15", "facecolor": tuple(colours[i, j]), "edgecolor": "none"}}
        ink = readable_on(tuple(colours[i, j]))
        text = ax.text(j, i, _number(value), ha="center", va="center", fontsize=size, color=ink, **about)
        text.set_in_layout(False)  # it is inside, and hundreds of them make the layout slow
        if framed[i, j]:
            _cell(ax, i, j, 0.45, edgecolor="black", linewidth=1.4)
    ax.set_xlim(-0.5, percents.shape[1] - 0.5)
    ax.set_ylim(percents.shape[0] - 0.5, -0.5)
    ax.tick_params(length=0)


def _cell(ax: Axes, i: int, j: int, half: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(Rectangle((j - half, i - half), 2 * half, 2 * half, fill=False, **look)).set_in_layout(False)


def _number(value: float) -> str:
    """Return a percentage so that neither what is never nor what is always so seems to be rounded there."""
    if np.isnan(value):
        return ""
    if 0.0 < value < 0.5:
        return "<1"
    return ">99" if 99.5 <= value < 100.0 else f"{value:.0f}"
