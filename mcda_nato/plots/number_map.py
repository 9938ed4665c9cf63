"""A heat map with its numbers, some of them framed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.plots.alternative_styles import faded, readable_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK = "#08519C"  # of 100 %


def numbers_in(ax: Axes, percents: FloatArray, framed: BoolArray) -> None:
    """Draw percentages ``(rows, columns)`` as cells, darker where larger, with a frame about some of them."""
    from matplotlib.patches import Rectangle

    size = 8 if percents.shape[1] <= 12 else 5.5
    for (i, j), value in np.ndenumerate(percents):
        colour = faded(_INK, 1.0 - (0.0 if np.isnan(value) else value / 100.0))
        ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, facecolor=colour, edgecolor="#DDDDDD", linewidth=0.5))
        ax.text(j, i, _number(value), ha="center", va="center", fontsize=size, color=readable_on(colour))
        if framed[i, j]:
            ax.add_patch(Rectangle((j - 0.45, i - 0.45), 0.9, 0.9, fill=False, edgecolor="black", linewidth=1.4))
    ax.set_xlim(-0.5, percents.shape[1] - 0.5)
    ax.set_ylim(percents.shape[0] - 0.5, -0.5)
    ax.tick_params(length=0)


def _number(value: float) -> str:
    """Return a percentage so that neither what is never nor what is always so seems to be rounded there."""
    if np.isnan(value):
        return ""
    if 0.0 < value < 0.5:
        return "<1"
    return ">99" if 99.5 <= value < 100.0 else f"{value:.0f}"
