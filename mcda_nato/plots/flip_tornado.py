"""The smallest changes, in percent, at which another alternative wins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.flips.cell_flip import CellFlip
from mcda_nato.flips.judgement_flip import JudgementFlip
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.stability.weight_stability import Stability

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Flips: TypeAlias = Stability | CellFlip | JudgementFlip | Flip
_MOST = 20  # rows that are drawn
_WHAT = {
    Stability: "one weight, the others in proportion",
    CellFlip: "one rating",
    JudgementFlip: "one judgement",
    Flip: "all weights at once, to the nearest flip",
}


def flips_frame(result: Flips) -> pd.DataFrame:
    """Return one row a change that flips the winner: what, present, flipped, percent, challenger; smallest first.

    What flips nothing on either side has one row, with NaN and `None`.
    """
    frame = pd.DataFrame(list(_rows(result)), columns=["what", "present", "flipped", "challenger"])
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["percent"] = 100.0 * (frame["flipped"] - frame["present"]) / frame["present"].abs()
    smallest = frame["percent"].abs().groupby(frame["what"]).transform("min").fillna(np.inf)
    order = (
        smallest.to_frame("smallest")
        .assign(size=frame["percent"].abs())
        .sort_values(["smallest", "size"], kind="stable")
    )
    return frame.loc[order.index, ["what", "present", "flipped", "percent", "challenger"]].reset_index(drop=True)


def _rows(result: Flips) -> Iterator[tuple[str, float, float, str | None]]:
    if isinstance(result, Flip):
        for name, now in result.baseline.weights.to_dict().items():
            then = np.nan if result.weights is None else float(result.weights.to_dict()[name])
            yield str(name), float(now), then, result.challenger
        return
    for what, now, ends in _both_sides(result):
        known = [(end, who) for end, who in ends if who is not None]
        for end, who in known or [(np.nan, None)]:
            yield what, now, end, who


def _both_sides(result: Stability | CellFlip | JudgementFlip) -> Iterator[tuple[str, float, list[tuple[Any, Any]]]]:
    frame = result.to_frame()
    low, high, now = ("winner_low", "winner_high", "weight") if isinstance(result, Stability) else (
        "flip_below", "flip_above", "value"
    )  # fmt: skip
    row: Any
    for at, row in frame.iterrows():
        what = str(at)
        if isinstance(result, CellFlip):
            what = f"{row['alternative']}: {row['criterion']}"
        elif isinstance(result, JudgementFlip):
            what = f"{row['first']} over {row['second']}"
        sides = [(row[low], row["challenger_below"]), (row[high], row["challenger_above"])]
        yield what, float(row[now]), [(end, None if pd.isna(who) else who) for end, who in sides]


@checked
def flips(result: Flips, ax: Axes | None = None) -> Axes:
    """Draw a tornado: how many percent each number may change before the winner does, the smallest at the top.

    The line at 0 is the base case; a bar has the colour of the alternative
    that takes over at its end, where the changed value is written. Of more
    than 20 numbers the 20 that need least are drawn.

    Parameters
    ----------
    result : Stability, CellFlip, JudgementFlip or Flip
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.weight_stability(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    >>> mn.plots.data("flips", found)["percent"].round(1).head(2).to_list()
    [-9.2, 19.6]
    >>> mn.plots.flips(found).get_xlabel()
    'Change that flips the winner (%)'
    """
    frame = flips_frame(result)
    every = list(dict.fromkeys(frame["what"]))
    names = every[:_MOST]
    problem = result._problem if isinstance(result, CellFlip | JudgementFlip) else result.baseline.problem  # noqa: SLF001
    places = {name: i for i, name in enumerate(problem.alternatives)}
    ax = canvas.axes_for(ax, 10.0, max(1.5 + max(canvas.row_height(names), 0.34) * len(names), 3.0))
    drawn = frame[frame["what"].isin(names)]
    for row in drawn.itertuples():
        _bar(ax, names.index(row.what), row, places)
    canvas.name_rows(ax, names)
    _finish(ax, result, frame, len(every))
    found = sorted({places[who] for who in drawn["challenger"] if who is not None and who == who})  # noqa: PLR0124
    canvas.legend_of(ax, [problem.alternatives[i] for i in found], [_patch(i) for i in found], "Then first")
    return ax


def _patch(position: int) -> Any:
    from matplotlib.patches import Patch

    drawn = style(position)
    return Patch(facecolor=drawn.colour, hatch=drawn.hatch, edgecolor="white")


def _bar(ax: Axes, at: int, row: Any, places: dict[str, int]) -> None:
    if not np.isfinite(row.percent):
        said = "never flips the winner" if np.isnan(row.flipped) else f"flips at {row.flipped:.4g}, from 0"
        ax.annotate(said, (0, at), (4, 0), textcoords="offset points", va="center", fontsize=7, color="#555555")
        return
    drawn = style(places[row.challenger])
    ax.barh(at, row.percent, 0.62, color=drawn.colour, hatch=drawn.hatch, edgecolor="white")
    side = 1 if row.percent >= 0 else -1
    ax.annotate(
        f"{row.percent:+.1f} %  (to {row.flipped:.4g})", (row.percent, at), (4 * side, 0), textcoords="offset points",
        ha="left" if side > 0 else "right", va="center", fontsize=7,
    )  # fmt: skip


def _finish(ax: Axes, result: Flips, frame: pd.DataFrame, number: int) -> None:
    ax.axvline(0, color="black", linewidth=1.0)
    sizes = frame["percent"].to_numpy()
    finite = sizes[np.isfinite(sizes)]
    low, high = min(finite.min(initial=0.0), 0.0), max(finite.max(initial=0.0), 0.0)
    room = 0.6 * max(high - low, 1.0)  # for the texts at the ends
    ax.set_xlim(low - room, high + room)
    ax.set_xlabel("Change that flips the winner (%)")
    canvas.bare(ax)
    what = next(text for kind, text in _WHAT.items() if isinstance(result, kind))
    some = f"; the {_MOST} that need least of {number}" if number > _MOST else ""
    ax.set_title(f"Changes of {what}{some}\nat 0: the base case", fontsize=9, loc="left")
