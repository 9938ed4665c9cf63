"""Scores or ranks against one weight, with the exact crossings and the present weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError
from mcda_nato.labels import literal
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.stability.weight_path import WeightPath

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SPOKEN = 6  # changes of the winner whose weight is written


def weight_path_frame(result: WeightPath) -> pd.DataFrame:
    """Return scores and ranks along the weight, with `crossing`: whether it passes or is passed by another there."""
    found, crossings = result.to_frame(), result.crossings
    ends = pd.concat([crossings[["weight", end]].set_axis(["weight", "alternative"], axis=1) for end in ("from", "to")])
    pairs = set(zip(ends["weight"], ends["alternative"], strict=True))
    found["crossing"] = [pair in pairs for pair in zip(found["weight"], found["alternative"], strict=True)]
    return found


@checked
def weight_path(result: WeightPath, ax: Axes | None = None, *, show: Literal["score", "rank"] = "score") -> Axes:
    """Draw the scores, or the ranks, of all alternatives against one weight.

    Rings stand exactly where two alternatives change places, with the weight
    beside them where the winner changes; the dashed line is the present weight.

    Parameters
    ----------
    result : WeightPath
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.
    show : {"score", "rank"}

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    McdaError
        Where `show` is neither.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> ax = mn.plots.weight_path(mn.weight_path(mn.load_models(), "topsis", "Risk Exposure"))
    >>> len(ax.get_lines()) >= 4  # one an alternative, and the present weight
    True
    """
    if show not in ("score", "rank"):
        raise McdaError(f"show must be 'score' or 'rank', got {literal(show)}")
    names = list(result.baseline.problem.alternatives)
    frame = weight_path_frame(result)
    ax = canvas.axes_for(ax, 9.0, max(4.4, canvas.legend_height(names)))
    for i, name in enumerate(names):
        _line(ax, i, frame[frame["alternative"] == name], show, 5.0 if len(names) <= 12 else 3.5)
    _mark_winners(ax, result)
    ax.axvline(result.weight, color="black", linestyle=(0, (5, 3)), linewidth=1.0, zorder=1)
    present = f"present weight {result.weight:.3g}"
    _above(ax, result.weight, present, 0.0)
    ax.set_xlim(0, 1)
    ax.set_xlabel(f"Weight of {canvas.label(result.criterion, 60, 1)}, the others in proportion")
    ax.set_ylabel("Rank" if show == "rank" else "Score")
    if show == "rank":
        ax.set_ylim(len(names) + 0.5, 0.5)
        canvas.whole_numbers(ax)
    canvas.bare(ax)
    canvas.legend_of(ax, names, canvas.line_handles(range(len(names))))
    return ax


def _line(ax: Axes, position: int, found: pd.DataFrame, show: str, size: float) -> None:
    drawn = style(position)
    x, y = found["weight"].to_numpy(), found[show].to_numpy().astype(float)
    crossing = found["crossing"].to_numpy()
    lines = _steps(x, y, crossing) if show == "rank" else (x, y)
    every: dict[str, Any] = {"marker": drawn.marker, "markevery": (5 + 3 * position % 20, 25), "markersize": 4.5}
    ax.plot(*lines, color=drawn.colour, linestyle=drawn.line, linewidth=1.7, **every)
    if show == "score":
        ring: dict[str, Any] = {
            "marker": "o",
            "markersize": size,
            "markerfacecolor": "white",
            "markeredgecolor": "black",
        }
        ax.plot(x[crossing], y[crossing], linestyle="none", markeredgewidth=0.9, zorder=4, **ring)


def _steps(x: FloatArray, y: FloatArray, crossing: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Return ranks that step exactly at the crossings, instead of standing at the tie there."""
    before, after = np.concatenate([y[:1], y[:-1]]), np.concatenate([y[1:], y[-1:]])
    both = np.stack([np.where(crossing, before, y), np.where(crossing, after, y)], axis=1)
    return np.repeat(x, 2), both.ravel()


def _mark_winners(ax: Axes, result: WeightPath) -> None:
    """Write at which weights the winner changes."""
    inner = sorted({at for at in result.winners["low"] if at > 0})
    for number, at in enumerate(inner):
        ax.axvline(at, color="#999999", linewidth=0.8, linestyle=":", zorder=0)
        if len(inner) <= _SPOKEN:
            _above(ax, at, f"{at:.4g}", 10.0 + 9.0 * (number % 2))


def _above(ax: Axes, at: float, text: str, lift: float) -> None:
    side = "left" if at < 0.15 else "right" if at > 0.85 else "center"
    ax.annotate(
        text, (at, 1.0), (0, 3 + lift), xycoords=("data", "axes fraction"), textcoords="offset points",
        ha=side, va="bottom", fontsize=canvas.SMALL - 1, annotation_clip=False,
    )  # fmt: skip
