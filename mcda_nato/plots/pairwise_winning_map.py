"""How often each alternative beats each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.arrays import BoolArray
from mcda_nato.plots import canvas
from mcda_nato.plots.number_map import numbers_in
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TAIL = 0.025  # two-sided 95 %


def pairwise_winning_frame(result: Acceptance) -> pd.DataFrame:
    """Return one row a pair: alternative, other, share, standard_error, present, separated.

    `share` says how often the first strictly beats the other, `present`
    whether it does in the base case. The error is that of independent
    scenarios. `separated` says whether sampling tells who is ahead more often:
    of the scenarios in which the two do not tie, the exact two-sided 95 %
    interval of Clopper and Pearson (1934) for the share of one excludes 1/2,
    which takes at least six scenarios. Where scenarios are dependent (walks,
    replicates) there count as many as independent ones would give the standard
    error of the rank shares, n at most, and where that is 0 or unknown one a
    replicate, in a walk none. Exact shares are separated always.
    """
    shares, ranks = result.pairwise_winning, result.baseline.ranks.to_numpy()
    index = pd.MultiIndex.from_product([shares.index, shares.columns], names=["alternative", "other"])
    found = pd.DataFrame({"share": shares.to_numpy().ravel()}, index=index).reset_index()
    p = found["share"].to_numpy()
    found["standard_error"] = 0.0 if result.n is None else np.sqrt(p * (1.0 - p) / result.n)
    found["present"] = (ranks[:, None] < ranks).ravel()
    found["separated"] = _separated(result).ravel()
    return found[found["alternative"] != found["other"]].reset_index(drop=True)


def _separated(result: Acceptance) -> BoolArray:
    """Return for which pairs one of the two is ahead more often, beyond what sampling explains."""
    from scipy.special import betaincinv

    ahead = result.pairwise_winning.to_numpy()
    if result.n is None:
        return np.ones(ahead.shape, dtype=bool)
    ahead = _effective_number(result) * ahead
    more, less = np.maximum(ahead, ahead.T), np.minimum(ahead, ahead.T)
    lowest = betaincinv(np.where(more > 0, more, 1.0), less + 1.0, _TAIL)  # what the share of the one is at least
    return np.asarray((more > 0) & (lowest > 0.5))


def _effective_number(result: Acceptance) -> float:
    """Return how many independent scenarios say as much as those of a sweep: n where they are, else n at most."""
    n = float(result.n or 0)
    if result.recorded.get("error_from") == "independent scenarios":
        return n
    share, error = result.rank_acceptability.to_numpy(), result.standard_error.to_numpy()
    squared = float((error**2).sum())  # of all shares together: that of one is too uncertain
    implied = float((share * (1.0 - share)).sum()) / squared if squared > 0.0 else float(result.recorded["replicates"])
    return min(n, implied)


@checked
def pairwise_winning(result: Acceptance, ax: Axes | None = None) -> Axes:
    """Draw in how many percent of the scenarios the row beats the column; framed where it does in the base case.

    Hatched are pairs of which sampling does not say, at 95 %, who is ahead
    more often, by an interval that holds for few scenarios and for shares of 0
    and 1 too (Clopper and Pearson 1934).

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
    open_pairs = ~_separated(result)
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
