"""The reasons of a verdict: what each question says of the winner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from mcda_nato.conclusions.verdict import Verdict
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import PALETTE
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: From the best to the worst, with colours and marks that differ in grey too.
_KINDS = ("robust", "conditional", "fragile", "not determined")
_LOOKS = ((PALETTE[2], "o"), (PALETTE[1], "s"), (PALETTE[4], "v"), (PALETTE[6], "X"))
_WIDE = 56  # characters of a line of a finding


def reasons_frame(result: Verdict) -> pd.DataFrame:
    """Return one row a question: question, says, finding, value, limit, call, decisive."""
    found = result.reasons.reset_index()
    decisive = {reason.question for reason in result.decisive}
    return found.assign(decisive=found["question"].isin(decisive))


@checked
def reasons(result: Verdict, ax: Axes | None = None) -> Axes:
    """Draw what each question says of the winner of the base case, from robust to not determined, with its finding.

    Parameters
    ----------
    result : Verdict
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> ax = mn.plots.reasons(mn.verdict(mn.load_models()))
    >>> ax.get_yticklabels()[0].get_text()
    'lead'
    """
    frame = reasons_frame(result)
    texts = [canvas.label(text, _WIDE, 4) for text in frame["finding"]]
    ax = canvas.axes_for(ax, 10.5, 1.3 + sum(0.14 * max(text.count("\n") + 1, 2) + 0.1 for text in texts))
    for row, (says, decisive, text) in enumerate(zip(frame["says"], frame["decisive"], texts, strict=True)):
        colour, marker = _LOOKS[_KINDS.index(says)]
        ax.plot(_KINDS.index(says), row, marker=marker, color=colour, markersize=10, markeredgecolor="black")
        ax.text(
            len(_KINDS) - 0.35, row, text, fontsize=7, va="center", clip_on=False,
            fontweight="bold" if decisive else "normal",
        )  # fmt: skip
    canvas.name_rows(ax, list(frame["question"]))
    ax.set_xticks(range(len(_KINDS)), [kind.replace(" ", "\n") for kind in _KINDS], fontsize=canvas.SMALL)
    ax.set_xlim(-0.5, len(_KINDS) - 0.5)
    ax.grid(color="#EEEEEE")
    ax.set_axisbelow(True)
    canvas.bare(ax)
    winners = " and ".join(map(str, result.baseline.best))
    about = f"{winners} by {canvas.method_name(result.baseline.method)}, the base case: {result.kind}"
    ax.set_title(f"{canvas.label(about, 110, 2)}\nbold: what decides the verdict", fontsize=9, loc="left")
    return ax
