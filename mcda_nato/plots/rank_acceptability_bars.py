"""How often each alternative takes each rank: stacked bars, or a heat map with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import faded, readable_on, style
from mcda_nato.plots.number_map import numbers_in
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NORMAL = 1.959963984540054  # two-sided 95 %
_PALEST = 0.9  # of the last rank
_ROOM = 0.055  # share of the axis that a number takes


def rank_acceptability_frame(result: Acceptance) -> pd.DataFrame:
    """Return one row an alternative and rank: alternative, rank, share, standard_error, present.

    `present` marks the rank in the base case. Alternatives stand in the order
    of their first-rank share.
    """
    shares, error = result.rank_acceptability, result.standard_error
    order = shares.iloc[:, 0].sort_values(ascending=False, kind="stable").index
    index = pd.MultiIndex.from_product([order, shares.columns], names=["alternative", "rank"])
    values = {"share": shares.loc[order], "standard_error": error.loc[order]}
    found = pd.DataFrame({name: table.to_numpy().ravel() for name, table in values.items()}, index=index).reset_index()
    found["present"] = found["rank"] == found["alternative"].map(result.baseline.ranks.to_dict())
    return found


@checked
def rank_acceptability(result: Acceptance, ax: Axes | None = None, *, heat: bool = False) -> Axes:
    """Draw under what share of the scenarios each alternative takes each rank.

    Each bar has the colour of its alternative, full for rank 1 and paler for
    every rank behind it. A whisker at the end of rank 1 shows its 95 %
    interval where the shares are sampled; a diamond marks the rank in the base
    case.

    Parameters
    ----------
    result : Acceptance
        From `sweep` or `acceptance`.
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.
    heat : bool
        A heat map with numbers in percent instead; the base case is framed.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> ax = mn.plots.rank_acceptability(mn.acceptance(mn.load_models()))
    >>> ax.get_xlabel()
    'Share of all scenarios (%)'
    """
    frame = rank_acceptability_frame(result)
    names = list(dict.fromkeys(frame["alternative"]))
    if heat:
        return _heat(frame, names, ax)
    ax = canvas.axes_for(ax, 8.0, 1.4 + canvas.row_height(names) * len(names))
    place = {name: i for i, name in enumerate(result.baseline.problem.alternatives)}
    for row, name in enumerate(names):
        _bar(ax, row, place[name], frame[frame["alternative"] == name], exact=result.exact)
    canvas.name_rows(ax, names)
    canvas.bare(ax)
    ax.set_xlim(0, 100)
    ax.set_xlabel("Share of all scenarios (%)")
    ax.set_title(_title(result), fontsize=9, loc="left")
    return ax


def _bar(ax: Axes, row: int, position: int, found: pd.DataFrame, *, exact: bool) -> None:
    """Draw the ranks of one alternative from left to right."""
    drawn = style(position)
    shares = 100.0 * found["share"].fillna(0.0).to_numpy()
    starts = np.cumsum(shares) - shares
    paler = _PALEST * np.minimum(1.0, np.arange(len(shares)) / max(len(shares) - 1, 1)) ** 0.7
    colours = [faded(drawn.colour, float(share)) for share in paler]
    seen = np.flatnonzero(shares)
    bars = ax.barh(
        np.full(len(seen), row), shares[seen], 0.74, left=starts[seen], color=[colours[at] for at in seen],
        edgecolor="white", linewidth=0.8, hatch=drawn.hatch,
    )  # fmt: skip
    for bar in bars:
        bar.set_in_layout(False)  # it is inside, and hundreds of them make the layout slow
    for at in seen[shares[seen] > 100 * _ROOM]:
        about = {"boxstyle": "square,pad=0.1", "facecolor": colours[at], "edgecolor": "none"} if drawn.hatch else None
        ink, middle = readable_on(colours[at]), starts[at] + shares[at] / 2
        text = ax.text(middle, row, str(at + 1), ha="center", va="center", fontsize=7, color=ink, bbox=about)
        text.set_in_layout(False)
    for at in np.flatnonzero(found["present"]):
        middle = starts[at] + shares[at] / 2
        ax.plot(middle, row + 0.30, marker="D", markersize=4, color="black", markeredgecolor="white", clip_on=False)
    if not exact:
        reach = 100.0 * _NORMAL * float(found["standard_error"].iloc[0])
        ax.errorbar(shares[0], row, xerr=reach, color="black", capsize=2.5, elinewidth=1.0, zorder=3)


def _title(result: Acceptance) -> str:
    how = "exact" if result.exact else f"{result.n:,} sampled; whisker: 95 % interval of rank 1"
    last = len(result.rank_acceptability.columns)
    return f"Ranks from 1 (full colour) to {last} (palest), {how}\n◆ rank in the base case"


def _heat(frame: pd.DataFrame, names: list[str], ax: Axes | None) -> Axes:
    m = len(names)
    ax = canvas.axes_for(ax, 3.0 + max(0.36 * m, 2.5), 1.4 + max(canvas.row_height(names), 0.24) * m)
    shares = frame["share"].to_numpy().reshape(m, -1)
    numbers_in(ax, 100.0 * shares, framed=frame["present"].to_numpy().reshape(m, -1))
    canvas.name_rows(ax, names)
    ax.set_xticks(np.arange(shares.shape[1]), [str(rank + 1) for rank in range(shares.shape[1])], fontsize=canvas.SMALL)
    ax.set_xlabel("Rank")
    ax.set_title("Share of all scenarios (%); framed: the base case", fontsize=9, loc="left")
    return ax
