"""How often each alternative beats each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.plots import canvas
from mcda_nato.plots.number_map import numbers_in
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NORMAL = 1.959963984540054  # two-sided 95 %


def pairwise_winning_frame(result: Acceptance) -> pd.DataFrame:
    """Return one row a pair: alternative, other, share, standard_error, present, separated.

    `share` says how often the first strictly beats the other, `present`
    whether it does in the base case. The error is that of independent
    scenarios. `separated` says whether the two shares of a pair differ by more
    than sampling explains at 95 %; those that are exact always are.
    """
    shares, ranks = result.pairwise_winning, result.baseline.ranks.to_numpy()
    index = pd.MultiIndex.from_product([shares.index, shares.columns], names=["alternative", "other"])
    found = pd.DataFrame({"share": shares.to_numpy().ravel()}, index=index).reset_index()
    p = found["share"].to_numpy()
    found["standard_error"] = 0.0 if result.n is None else np.sqrt(p * (1.0 - p) / result.n)
    found["present"] = (ranks[:, None] < ranks).ravel()
    found["separated"] = _separated(shares.to_numpy(), result.n).ravel()
    return found[found["alternative"] != found["other"]].reset_index(drop=True)


def _separated(shares: FloatArray, n: int | None) -> BoolArray:
    """Return for which pairs one of the two is ahead more often, beyond what sampling explains."""
    if n is None:
        return np.ones(shares.shape, dtype=bool)
    apart = np.abs(shares - shares.T)
    spread = np.sqrt(np.maximum(shares + shares.T - apart**2, 0.0) / n)  # of a difference of shares of one sample
    return np.asarray(apart > _NORMAL * spread)


@checked
def pairwise_winning(result: Acceptance, ax: Axes | None = None) -> Axes:
    """Draw in how many percent of the scenarios the row beats the column; framed where it does in the base case.

    Hatched are pairs of which sampling does not say, at 95 %, who is ahead
    more often.

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
    >>> mn.plots.pairwise_winning(mn.acceptance(mn.load_models())).get_xlabel()
    'beaten'
    """
    names, m = list(result.baseline.problem.alternatives), len(result.baseline.problem.alternatives)
    ranks = result.baseline.ranks.to_numpy()
    shares = 100.0 * result.pairwise_winning.to_numpy()
    shares = np.where(np.eye(m, dtype=bool), np.nan, shares)
    size = max(canvas.row_height(names), 0.3)
    ax = canvas.axes_for(ax, max(2.6 + max(size, 0.45) * m, 6.5), 2.6 + size * m)
    frame = pairwise_winning_frame(result)
    open_pairs = ~_separated(result.pairwise_winning.to_numpy(), result.n)
    numbers_in(ax, shares, framed=ranks[:, None] < ranks, hatched=open_pairs & ~np.eye(m, dtype=bool))
    canvas.name_rows(ax, names)
    canvas.name_columns(ax, names)
    ax.set_xlabel("beaten")
    error = float(frame["standard_error"].max())
    how = (
        "exact"
        if result.exact
        else f"{result.n:,} sampled, each within {196.0 * error:.1f} points (95 %); hatched: not told apart"
    )
    ax.set_title(f"How often the row beats the column (%)\n{how}\nframed: in the base case", fontsize=9, loc="left")
    return ax
