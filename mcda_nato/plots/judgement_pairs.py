"""Where pairwise judgements contradict each other."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.errors import McdaError
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import PALETTE
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def consistency_frame(result: Judgements | Consistency) -> pd.DataFrame:
    """Return one row a pair that was judged: first, second, judgement, implied, factor.

    `implied` is the ratio of the two priorities, and `factor` how many times
    the judgement is that, or that the judgement; the largest first.
    """
    judged = _judged(result)
    names, matrix, priorities = judged.names, np.asarray(judged.matrix), judged.priorities().to_numpy()
    rows = [
        (names[i], names[k], matrix[i, k], priorities[i] / priorities[k])
        for i, k in combinations(range(len(names)), 2)
        if np.isfinite(matrix[i, k])
    ]
    found = pd.DataFrame(rows, columns=["first", "second", "judgement", "implied"])
    found["factor"] = np.exp(np.abs(np.log(found["judgement"] / found["implied"])))
    return found.sort_values("factor", ascending=False, kind="stable", ignore_index=True)


def _judged(result: Judgements | Consistency) -> Judgements:
    if isinstance(result, Judgements):
        return result
    return Judgements.from_pairs({(one, other): times for one, other, times in result._pairs}, result.names)  # noqa: SLF001


@checked
def consistency(result: Judgements | Consistency, ax: Axes | None = None) -> Axes:
    """Draw each judgement, the base case, beside the ratio of priorities that all judgements together imply.

    The pair with the largest disagreement is at the top; of more than 30 pairs
    the 30 with the largest are drawn.

    Parameters
    ----------
    result : Judgements or Consistency
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    McdaError
        Where a single item is judged: there is no pair.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.consistency(mn.load_profiles()["urgent_security"]).get_title(loc="left").splitlines()[0]
    'CR 0.0016, of which at most 0.1 is usually accepted'
    """
    every = consistency_frame(result)
    frame = every.head(30)
    if not len(every):
        raise McdaError("judgements of a single item compare nothing, so there is nothing to draw")
    names = [f"{one} over {other}" for one, other in zip(frame["first"], frame["second"], strict=True)]
    ax = canvas.axes_for(ax, 8.0, max(1.8 + max(canvas.row_height(names), 0.3) * len(names), 3.0))
    rows = np.arange(len(frame))
    ax.hlines(rows, frame["judgement"], frame["implied"], color="#999999", linewidth=1.5, zorder=1)
    ax.plot(frame["judgement"], rows, linestyle="none", marker="o", color="black", label="judgement (base case)")
    ax.plot(frame["implied"], rows, linestyle="none", marker="D", color=PALETTE[1], label="implied by all together")
    ax.set_xscale("log", base=10)
    ticks = [value for value in (1 / 9, 1 / 5, 1 / 3, 1, 3, 5, 9) if _within(value, frame)]
    ax.set_xticks(ticks, [f"1/{round(1 / value)}" if value < 1 else f"{value:.0f}" for value in ticks])
    ax.minorticks_off()
    canvas.name_rows(ax, names)
    canvas.bare(ax)
    ax.set_xlabel("How many times as important (logarithmic)")
    found = result.consistency() if isinstance(result, Judgements) else result
    ratio = "no CR" if found.CR is None else f"CR {found.CR:.4f}, of which at most 0.1 is usually accepted"
    some = f"; the 30 largest of {len(every)} disagreements" if len(every) > len(frame) else ""
    ax.set_title(f"{ratio}{some}\nthe largest disagreement at the top", fontsize=9, loc="left")
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=canvas.SMALL, frameon=False)
    return ax


def _within(value: float, frame: pd.DataFrame) -> bool:
    both = frame[["judgement", "implied"]].to_numpy()
    return bool(both.min() / 1.5 <= value <= both.max() * 1.5)
