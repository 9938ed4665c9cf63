"""The scores of a ranking, in the order of their ranks, with ties marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.methods.ranking import Ranking
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 500  # scenarios whose scores are drawn


def scores_frame(result: Ranking) -> pd.DataFrame:
    """Return one row a scenario and alternative, by rank: scenario, alternative, score, rank, tied.

    `scenario` is empty where there is one ranking, which is the base case.
    """
    found = result.to_frame()[["score", "rank"]]
    if found.index.nlevels == 1:
        found = pd.concat({"": found})
    found = found.rename_axis(["scenario", "alternative"]).reset_index()
    found["tied"] = found.duplicated(["scenario", "rank"], keep=False)
    return found


@checked
def scores(result: Ranking, ax: Axes | None = None) -> Axes:
    """Draw the scores of all alternatives, the first at the top, with their ranks; "=" marks those that tie.

    Of a table of weights every scenario is a dot, in the order of the mean
    score; of more than 500 the first 500 are drawn.

    Parameters
    ----------
    result : Ranking
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> ax = mn.plots.scores(mn.evaluate(mn.load_models()))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['1  Strategic Partnership', '2  Hybrid Integration', '3  Incremental Enlargement']
    """
    frame, problem = scores_frame(result), result.problem
    scenarios = frame["scenario"].drop_duplicates()
    order = frame.groupby("alternative", sort=False)["score"].mean().sort_values(ascending=False, kind="stable").index
    names = list(frame["alternative"]) if len(scenarios) == 1 else list(order)
    ax = canvas.axes_for(ax, 8.0, max(2.2, 1.4 + max(canvas.row_height(names), 0.28) * len(names)))
    drawn = frame[frame["scenario"].isin(scenarios.iloc[:_MOST])]
    places = {name: i for i, name in enumerate(problem.alternatives)}
    for row, name in enumerate(names):
        _dots(ax, row, places[name], drawn.loc[drawn["alternative"] == name, "score"].to_numpy(), len(scenarios))
    canvas.name_rows(ax, _ranked(frame, names) if len(scenarios) == 1 else names)
    ax.set_xlabel("Score")
    canvas.bare(ax)
    ax.grid(axis="y", color="#EEEEEE")
    ax.set_axisbelow(True)
    ax.margins(x=0.1)
    some = f"{len(scenarios):,} scenarios" + (
        f", of which the first {_MOST} are drawn" if len(scenarios) > _MOST else ""
    )
    what = "the base case; = marks a tie" if len(scenarios) == 1 else some
    ax.set_title(f"Scores by {canvas.plain(canvas.method_name(result.method))}\n{what}", fontsize=9, loc="left")
    return ax


def _ranked(frame: pd.DataFrame, names: list[str]) -> list[str]:
    marks = zip(frame["rank"], frame["tied"], names, strict=True)
    return [f"{rank}{'=' if tied else ''}  {name}" for rank, tied, name in marks]


def _dots(ax: Axes, row: int, position: int, values: np.ndarray, scenarios: int) -> None:
    drawn = style(position)
    if scenarios > 1:
        spread = row + 0.5 * (np.arange(len(values)) % 9 / 8.0 - 0.5)  # so that equal scores are seen as many
        ax.plot(values, spread, linestyle="none", marker=drawn.marker, color=drawn.colour, markersize=3, alpha=0.5)
        return
    ax.plot(values, [row], linestyle="none", marker=drawn.marker, color=drawn.colour, markersize=8)
    ax.annotate(f"{values[0]:.4g}", (values[0], row), (8, 0), textcoords="offset points", va="center", fontsize=7)
