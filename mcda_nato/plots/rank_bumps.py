"""The ranks of every alternative by method and profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from mcda_nato.conclusions.overview import Overview
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Places: TypeAlias = dict[tuple[str, str], float]
_SPREAD = 0.24  # of the marks of alternatives that share a rank


def ranks_frame(result: Overview) -> pd.DataFrame:
    """Return one row a profile, method and alternative: profile, method, alternative, rank, tied, present.

    `present` marks the base case: the first profile by the method of the headline.
    """
    found = result.to_frame()[["profile", "method", "alternative", "rank", "tied"]]
    order = {profile: i for i, profile in enumerate(result.profiles)}
    found = found.sort_values("profile", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    found["present"] = (found["profile"] == result.profiles[0]) & (found["method"] == result.headline)
    return found


@checked
def ranks(result: Overview, ax: Axes | None = None) -> Axes:
    """Draw the ranks of all alternatives across methods and profiles, a line within each profile.

    The shaded column is the base case. Alternatives that share a rank stand
    side by side.

    Parameters
    ----------
    result : Overview
    ax : matplotlib.axes.Axes, optional
        Those of a new figure where not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.plots.ranks(mn.overview()).get_ylabel()
    'Rank'
    """
    frame, names = ranks_frame(result), list(result.problem.alternatives)
    columns = [(profile, method) for profile in result.profiles for method in result.methods]
    gap = {profile: 0.6 * i for i, profile in enumerate(result.profiles)}
    places = {column: i + gap[column[0]] for i, column in enumerate(columns)}
    ax = canvas.axes_for(ax, max(7.0, 3.6 + 0.55 * len(columns)), max(3.6, canvas.legend_height(names)))
    base = places[result.profiles[0], result.headline]
    ax.axvspan(base - 0.42, base + 0.42, color="#E8E8E8", zorder=0)
    for (_, name), found in frame.groupby(["profile", "alternative"], sort=False):
        _line(ax, names.index(str(name)), found, frame, places)
    _name_axes(ax, result, places, len(names))
    canvas.legend_of(ax, names, canvas.line_handles(range(len(names))))
    return ax


def _line(ax: Axes, position: int, found: pd.DataFrame, frame: pd.DataFrame, places: Places) -> None:
    drawn, x = style(position), []
    row: Any
    for row in found.itertuples():
        same = frame[(frame["profile"] == row.profile) & (frame["method"] == row.method) & (frame["rank"] == row.rank)]
        number = same["alternative"].tolist().index(row.alternative)
        step = _SPREAD * min(1.0, 3.0 / max(len(same), 3))
        x.append(places[row.profile, row.method] + step * (number - (len(same) - 1) / 2))
    mark: dict[str, Any] = {"marker": drawn.marker, "markersize": 7, "markeredgecolor": "white", "markeredgewidth": 0.6}
    ax.plot(x, found["rank"], color=drawn.colour, linestyle=drawn.line, linewidth=1.6, **mark)


def _name_axes(ax: Axes, result: Overview, places: Places, m: int) -> None:
    texts = [canvas.label(canvas.method_name(method), 20, 2) for _, method in places]
    ax.set_xticks(list(places.values()), texts, fontsize=canvas.SMALL, rotation=90)
    for profile in result.profiles:
        own = [x for (name, _), x in places.items() if name == profile]
        text = canvas.label(profile.replace("_", " "), 16, 3)
        ax.annotate(
            text, (sum(own) / len(own), 1.0), (0, 4), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", fontsize=canvas.SMALL, annotation_clip=False,
        )  # fmt: skip
    ax.set_ylim(m + 0.5, 0.5)
    canvas.whole_numbers(ax)
    ax.set_ylabel("Rank")
    ax.set_xlabel("shaded: the base case")
    canvas.bare(ax)
