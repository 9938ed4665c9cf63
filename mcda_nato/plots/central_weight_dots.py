"""The weights under which each alternative is typically first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NORMAL = 1.959963984540054  # two-sided 95 %


def central_weights_frame(result: Acceptance) -> pd.DataFrame:
    """Return one row an alternative and criterion: alternative, criterion, weight, error_bound, present.

    `weight` is NaN where the alternative is never first; `present` is the
    weight in the base case. `error_bound` is what the standard error of a
    sampled mean w of k weights between 0 and 1 cannot exceed,
    ``sqrt(w (1 - w) / k)``, with k the scenarios in which the alternative is
    first; 0 where it is exact.

    References
    ----------
    Bhatia, R., & Davis, C. (2000). A better bound on the variance. *American
    Mathematical Monthly*, 107(4), 353-357.
    """
    found, present = result.central_weights, result.baseline.weights.to_dict()
    index = pd.MultiIndex.from_product([found.index, found.columns], names=["alternative", "criterion"])
    frame = pd.DataFrame({"weight": found.to_numpy().ravel()}, index=index).reset_index()
    first = (result.n or 0) * frame["alternative"].map(result.first_rank.to_dict()).to_numpy()
    w = frame["weight"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["error_bound"] = np.where(
            np.isnan(w), np.nan, 0.0 if result.n is None else np.sqrt(w * (1.0 - w) / first)
        )
    frame["present"] = frame["criterion"].map(present)
    return frame


@checked
def central_weights(result: Acceptance, ax: Axes | None = None) -> Axes:
    """Draw the central weights of every alternative that is ever first, and the weights of the base case.

    Whiskers are 95 % intervals by a bound of the standard error, where sampled.

    Parameters
    ----------
    result : Acceptance
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.central_weights(mn.acceptance(mn.load_models())).get_xlabel()
    'Weight'
    """
    frame, problem = central_weights_frame(result), result.baseline.problem
    ever = set(frame.dropna()["alternative"])
    shown = [i for i, name in enumerate(problem.alternatives) if name in ever]
    names = [problem.alternatives[i] for i in shown]
    high = max(0.5, 0.09 * len(names)) * len(problem.criteria) + 1.2
    ax = canvas.axes_for(ax, 9.0, max(high, canvas.legend_height([*names, "base case"])))
    for number, i in enumerate(shown):
        found = frame[frame["alternative"] == problem.alternatives[i]]
        rows = [row + 0.7 * ((number + 0.5) / len(shown) - 0.5) for row in range(len(found))]
        drawn = style(i)
        reach = _NORMAL * found["error_bound"].to_numpy()
        both = (
            None if result.n is None else [np.minimum(reach, found["weight"]), np.minimum(reach, 1.0 - found["weight"])]
        )
        ax.errorbar(
            found["weight"], rows, xerr=both, linestyle="none", marker=drawn.marker, color=drawn.colour, markersize=6,
            elinewidth=1.0, capsize=2.0,
        )  # fmt: skip
    present = list(result.baseline.weights.to_dict().values())
    for row, weight in enumerate(present):
        ax.plot([weight, weight], [row - 0.42, row + 0.42], color="black", linewidth=1.3, zorder=1)
        ax.axhline(row + 0.5, color="#DDDDDD", linewidth=0.8)
    canvas.name_rows(ax, problem.criteria)
    canvas.bare(ax)
    ax.set_xlim(left=0)
    ax.set_xlabel("Weight")
    title = "Centre of the weights under which each is first; black: the base case"
    whiskers = "" if result.n is None else "\nwhiskers: 95 %, at most"
    ax.set_title(title + whiskers, fontsize=9, loc="left")
    canvas.legend_of(ax, names, canvas.line_handles(shown, joined=False))
    return ax
