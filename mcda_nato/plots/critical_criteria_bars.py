"""How little each weight must change before two alternatives are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import PALETTE
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.stability.critical_criteria import CriticalCriteria

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KINDS = {
    "percent_top": ("the first and another are equal", PALETTE[0], ""),
    "percent_any": ("any two are equal", PALETTE[1], "///"),
}


def critical_criteria_frame(result: CriticalCriteria) -> pd.DataFrame:
    """Return one row a criterion: criterion, weight, percent_top, percent_any, most_critical; the most critical first.

    Percentages are missing where no change is feasible.
    """
    found = result.to_frame()[["weight", "percent_top", "percent_any"]]
    most = result.most_critical["percent_top"] or ()
    found = found.assign(most_critical=found.index.isin(most)).sort_values("percent_top", kind="stable")
    return found.rename_axis("criterion").reset_index()


@checked
def critical_criteria(result: CriticalCriteria, ax: Axes | None = None) -> Axes:
    """Draw by how many percent of itself each weight must change before the first, or any two, are level.

    The most critical criterion is at the top; 0 is the base case, whose
    weights stand beside the names.

    Parameters
    ----------
    result : CriticalCriteria
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.critical_criteria(mn.critical_criteria(mn.load_models())).get_xlabel()
    'Change of the weight, of itself (%)'
    """
    frame = critical_criteria_frame(result)
    names = [f"{name} (now {weight:.3g})" for name, weight in zip(frame["criterion"], frame["weight"], strict=True)]
    ax = canvas.axes_for(ax, 9.0, 1.9 + max(canvas.row_height(names), 0.44) * len(names))
    for number, (column, (text, colour, hatch)) in enumerate(_KINDS.items()):
        rows = np.arange(len(frame)) + 0.38 * (number - 0.5)
        values = frame[column].to_numpy()
        shown = np.where(np.isfinite(values), values, 0.0)
        ax.barh(rows, shown, 0.36, color=colour, hatch=hatch, edgecolor="white", label=text)
        for row, value in zip(rows, values, strict=True):
            said = f"{value:.1f} %" if np.isfinite(value) else "no change is feasible"
            ax.annotate(
                said, (value if np.isfinite(value) else 0.0, row), (4, 0), textcoords="offset points", va="center",
                fontsize=7,
            )  # fmt: skip
    canvas.name_rows(ax, names)
    canvas.bare(ax)
    ax.axvline(0, color="black", linewidth=1.0)
    ax.margins(x=0.14)
    ax.set_xlim(left=0.0)
    ax.set_xlabel("Change of the weight, of itself (%)")
    method = canvas.plain(canvas.method_name(result.baseline.method))
    ax.set_title(f"The smallest change of each weight, by {method}\nat 0: the base case", fontsize=9, loc="left")
    ax.legend(
        title="until", loc="upper left", bbox_to_anchor=(1.02, 1.0), fontsize=canvas.SMALL, frameon=False,
        title_fontsize=canvas.SMALL, alignment="left",
    )  # fmt: skip
    return ax
