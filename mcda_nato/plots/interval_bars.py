"""Intervals of the cells of a problem, and of the ranks that these leave possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.ambiguity.possible_ranks import PossibleRanks
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.problem.problem import DecisionProblem

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLOCK = 0.8  # width of a criterion, whose neighbour starts at 1


def intervals_frame(result: DecisionProblem | PossibleRanks) -> pd.DataFrame:
    """Return one row a cell (alternative, criterion, value, low, high) or an alternative (alternative, present, ranks).

    The ranks are low, high, those proven, and low_attained, high_attained,
    those seen.
    """
    if isinstance(result, PossibleRanks):
        names = {
            "modal": "present", "best_bound": "low", "worst_bound": "high",
            "best_attained": "low_attained", "worst_attained": "high_attained",
        }  # fmt: skip
        return result.ranks.rename(columns=names)[list(names.values())].rename_axis("alternative").reset_index()
    index = pd.MultiIndex.from_product([result.alternatives, result.criteria], names=["alternative", "criterion"])
    tables = {"value": result.performance, "low": result.low, "high": result.high}
    return pd.DataFrame({name: table.ravel() for name, table in tables.items()}, index=index).reset_index()


@checked
def intervals(result: DecisionProblem | PossibleRanks, ax: Axes | None = None) -> Axes:
    """Draw the intervals of all cells, a block a criterion, or of the possible ranks; marks are the base case.

    Parameters
    ----------
    result : DecisionProblem or PossibleRanks
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.intervals(mn.possible_ranks(mn.load_models())).get_xlabel()
    'Rank'
    """
    ranked = isinstance(result, PossibleRanks)
    problem = result.problem if isinstance(result, PossibleRanks) else result
    width = 7.5 if ranked else 3.0 + 1.5 * len(problem.criteria)
    ax = canvas.axes_for(
        ax, width, 1.6 + max(canvas.row_height(problem.alternatives), 0.28) * len(problem.alternatives)
    )
    canvas.name_rows(ax, problem.alternatives)
    canvas.bare(ax)
    frame = intervals_frame(result)
    _ranks(ax, frame) if ranked else _cells(ax, frame, problem)
    return ax


def _ranks(ax: Axes, frame: pd.DataFrame) -> None:
    parts = (frame[name].tolist() for name in ("present", "low", "high", "low_attained", "high_attained"))
    for i, (now, low, high, first, last) in enumerate(zip(*parts, strict=True)):
        drawn = style(i)
        ax.plot([low, high], [i, i], color=drawn.colour, linewidth=1.2)
        ax.plot([first, last], [i, i], color=drawn.colour, linewidth=6, solid_capstyle="butt")
        ax.plot(now, i, marker=drawn.marker, color="black", markeredgecolor="white", markersize=8)
    ax.set_xlim(0.5, len(frame) + 0.5)
    ax.set_xlabel("Rank")
    ax.set_xticks(np.unique(np.linspace(1, len(frame), min(len(frame), 10)).round()))
    ax.set_title(
        "Possible ranks: thick those seen, thin those not excluded\nmark: the base case", fontsize=9, loc="left"
    )


def _cells(ax: Axes, frame: pd.DataFrame, problem: DecisionProblem) -> None:
    texts = []
    for j, criterion in enumerate(problem.criteria):
        found = frame[frame["criterion"] == criterion]
        least, most = float(found["low"].min()), float(found["high"].max())
        span = most - least if most > least else 1.0
        ends = found[["low", "high", "value"]].to_numpy()
        for i, (low, high, now) in enumerate(j + _BLOCK * (ends - least) / span):
            drawn = style(i)
            ax.plot([low, high], [i, i], color=drawn.colour, linewidth=4, solid_capstyle="butt")
            ax.plot(now, i, marker=drawn.marker, color="black", markeredgecolor="white", markersize=6)
        sense = "more" if problem.senses[j] > 0 else "less"
        texts.append(f"{canvas.label(criterion, 20, 4)}\n{least:.4g} to {most:.4g}\n{sense} is better")
        ax.axvline(j - (1 - _BLOCK) / 2, color="#DDDDDD", linewidth=0.8)
    ax.set_xticks(np.arange(len(texts)) + _BLOCK / 2, texts, fontsize=canvas.SMALL - 1)
    ax.set_xlim(-(1 - _BLOCK) / 2, len(texts) - (1 - _BLOCK) / 2)
    ax.set_title("Intervals of the ratings; mark: the base case", fontsize=9, loc="left")
