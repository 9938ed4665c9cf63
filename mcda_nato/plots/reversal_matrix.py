"""The order before and after each change of the list, with the changed places marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mcda_nato.methods.ranking import Ranking
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.reversal.audit import ReversalAudit
from mcda_nato.reversal.witnesses import Witness

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def reversals_frame(result: ReversalAudit | Witness) -> pd.DataFrame:
    """Return the ranks in the base case and in each witness: test, change, alternative, rank, changed, present.

    `rank` is that among the alternatives of the list that are left, `changed`
    says whether the order with another of these is reversed, and `present`
    marks the base case. An alternative that is removed has no row.
    """
    base = pd.Series(_base(result).ranks.to_dict())
    rows = [("base case", "", name, int(rank), False, True) for name, rank in base.items()]
    for witness in _distinct(result):
        rows.extend((witness.test, witness.change, *row, False) for row in _changes(witness, base))
    return pd.DataFrame(rows, columns=["test", "change", "alternative", "rank", "changed", "present"])


def _base(result: ReversalAudit | Witness) -> Ranking:
    return result.before if isinstance(result, Witness) else result.baseline


def _distinct(result: ReversalAudit | Witness) -> list[Witness]:
    """Return the witnesses, of those that make the same change the first."""
    if isinstance(result, Witness):
        return [result]
    return list({(w.test, w.change): w for w in reversed(result.witnesses)}.values())[::-1]


def _changes(witness: Witness, base: pd.Series) -> list[tuple[str, int, bool]]:
    """Return names, ranks among those left, and whether an order with another of them is reversed."""
    after = witness.after.ranks
    left = [name for name in base.index if name in after.index]
    before, now = base[left].to_numpy(), after[left].to_numpy()
    turned = ((before[:, None] < before) & (now[:, None] > now)) | ((before[:, None] > before) & (now[:, None] < now))
    place = 1 + (now[:, None] > now).sum(axis=1)
    return [(name, int(rank), bool(row.any())) for name, rank, row in zip(left, place, turned, strict=True)]


@checked
def reversals(result: ReversalAudit | Witness, ax: Axes | None = None) -> Axes:
    """Draw ranks in the base case and after each change of the list that reversed something, changed cells marked.

    A column has the colour of its alternative where its order changed, and is
    empty where the alternative is not on the list any more.

    Parameters
    ----------
    result : ReversalAudit or Witness
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> ax = mn.plots.reversals(mn.audit_rank_reversal(mn.load_models(), "topsis"))
    >>> ax.get_yticklabels()[0].get_text()
    'base case'
    """
    frame, names = reversals_frame(result), list(_base(result).problem.alternatives)
    number = _row_numbers(frame)
    labels = [f"{w.test}: {w.change}" for w in _distinct(result)]
    rows = ["base case", *labels]
    ax = canvas.axes_for(ax, max(3.4 + 0.5 * len(names), 7.0), 2.8 + max(canvas.row_height(rows), 0.3) * len(rows))
    for row, found in zip(number, frame.itertuples(), strict=True):
        _cell(ax, int(row), names.index(str(found.alternative)), str(found.rank), changed=bool(found.changed))
    canvas.name_rows(ax, rows)
    ax.set_xlim(-0.5, len(names) - 0.5)
    canvas.name_columns(ax, names)
    ax.axhline(0.5, color="black", linewidth=1.2)
    passed = "no strict reversal was found" if not labels else "coloured: the order with another is reversed"
    ax.set_title(f"Ranks among those that stay on the list\n{passed}", fontsize=9, loc="left")
    return ax


def _row_numbers(frame: pd.DataFrame) -> np.ndarray:
    """Return the row of each cell: a new one starts where the names of the alternatives start again."""
    order = {name: i for i, name in enumerate(frame.loc[frame["present"], "alternative"])}
    place = frame["alternative"].map(order).to_numpy()
    return np.concatenate([[0], np.cumsum(np.diff(place) <= 0)])


def _cell(ax: Axes, row: int, column: int, text: str, *, changed: bool) -> None:
    from matplotlib.patches import Rectangle

    drawn = style(column)
    colour = drawn.colour if changed else "white"
    hatch = drawn.hatch if changed else ""
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=colour, edgecolor="#BBBBBB", hatch=hatch))
    about = {"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": "none"} if changed else None
    ax.text(column, row, text, ha="center", va="center", fontsize=8, weight="bold" if changed else "normal", bbox=about)
