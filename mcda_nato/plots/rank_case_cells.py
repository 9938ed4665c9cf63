"""The ratings that give an alternative its best or worst rank, within their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from mcda_nato.ambiguity.rank_cases import RankCase
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rank_case_frame(result: RankCase) -> pd.DataFrame:
    """Return one row a responsible rating: alternative, criterion, low, high, modal, value."""
    found, problem = result.to_frame(), result.problem
    places = [
        (problem.alternatives.index(row), problem.criteria.index(column))
        for row, column in zip(found["alternative"], found["criterion"], strict=True)
    ]
    found.insert(2, "low", [float(problem.low[place]) for place in places])
    found.insert(3, "high", [float(problem.high[place]) for place in places])
    return found


@checked
def rank_case(result: RankCase, ax: Axes | None = None) -> Axes:
    """Draw which ratings give an alternative its best or worst rank: from the base case, within their intervals.

    Parameters
    ----------
    result : RankCase
        From `PossibleRanks.best_case` or `worst_case`.
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> case = mn.possible_ranks(mn.load_models()).best_case("Hybrid Integration")
    >>> mn.plots.rank_case(case).get_title(loc="left").splitlines()[0]
    'Hybrid Integration at rank 1'
    """
    frame = rank_case_frame(result)
    names = [f"{row}: {column}" for row, column in zip(frame["alternative"], frame["criterion"], strict=True)]
    height = max(canvas.row_height(names), 0.3) * len(names) if names else 0.3
    ax = canvas.axes_for(ax, 9.0, max(2.4, 1.5 + height))
    place = {name: i for i, name in enumerate(result.problem.alternatives)}
    drawn = frame[["alternative", "low", "high", "modal", "value"]].itertuples(index=False)
    for row, (name, low, high, modal, value) in enumerate(drawn):
        own = style(place[name])
        ax.plot([low, high], [row, row], color=own.colour, linewidth=4, alpha=0.4, solid_capstyle="butt")
        ax.annotate("", (value, row), (modal, row), arrowprops={"arrowstyle": "->", "shrinkA": 0, "shrinkB": 0})
        ax.plot(modal, row, linestyle="none", marker="o", color="black", label=None if row else "base case")
        ax.plot(
            value, row, linestyle="none", marker="D", color=own.colour, markeredgecolor="black",
            label=None if row else "in this case",
        )  # fmt: skip
    _finish(ax, result, names)
    return ax


def _finish(ax: Axes, result: RankCase, names: list[str]) -> None:
    canvas.bare(ax)
    if names:
        canvas.name_rows(ax, names)
        ax.set_xlabel("Rating; the bar is its interval")
        ax.margins(x=0.05)
        ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=canvas.SMALL, frameon=False)
        said = "with these ratings in place of the base case"
    else:
        ax.set_axis_off()
        said = "with all ratings of the base case"
    used = ", ".join(f"{name} {weight:.2f}" for name, weight in result.weights.items())
    title = canvas.label(f"{result.alternative} at rank {result.rank}", 100, 2)
    ax.set_title(f"{title}\n{said}\n{canvas.label(f'weights: {used}', 110, 3)}", fontsize=9, loc="left")
