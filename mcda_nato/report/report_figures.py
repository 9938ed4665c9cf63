"""The figures of a report: which there are, what each shows in words, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from mcda_nato import plots
from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.errors import NotExact
from mcda_nato.labels import shown
from mcda_nato.percentages import percents, under_share
from mcda_nato.plots.canvas import method_name
from mcda_nato.plots.figure_files import png_of, svg_of
from mcda_nato.plots.weight_marks import marks_of, profile_name, unmarked
from mcda_nato.preferences.weights import Weights
from mcda_nato.report.blocks import Figure
from mcda_nato.report.citation import names_cell
from mcda_nato.report.findings import MANY, Findings
from mcda_nato.report.sections import cell, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI = 120
_BARS = 8  # alternatives up to which shares are bars, of more a heat map
_READ = 40  # rows behind a figure that the page shows; the file has all


def _figure(  # noqa: PLR0913 - each part is a sentence
    found: Findings, name: str, draw: Callable[[], Axes], frame: pd.DataFrame, *, caption: str, alt: str,
    reading: str = "", behind: pd.DataFrame | None = None,
) -> Figure:  # fmt: skip
    ax, who = draw(), found.request.result_id
    caption, alt, reading = map(shown, (caption, alt, reading))
    svg = svg_of(ax, alt=alt, identity=who)
    ax.figure.set_layout_engine("none")  # type: ignore[union-attr] # the places found are those of the other file
    png = png_of(ax, alt=alt, identity=who, dpi=_DPI)
    read = frame if behind is None else behind
    rows = [[_text(value) for value in row] for row in read.head(_READ).itertuples(index=False, name=None)]
    left = len(read) - _READ
    more = f" Of {len(read):,} rows behind the figure the page shows {_READ}; tables/{name}.csv has all." * (left > 0)
    headers = [str(column).replace("_", " ") for column in read.columns]
    return Figure(name, caption, alt, frame, svg, png, headers, rows, reading + more)


def _text(value: Any) -> str:
    return number(value) if isinstance(value, float) else cell(value, 4)


def winners_figure(found: Findings) -> Figure | None:
    """Return who wins where: the map of winners, with one or two criteria the scores along one weight."""
    regions, flip = found.regions, found.flip
    if regions is None:
        return _path_figure(found)
    profiles = found.overview.given if len(found.overview.profiles) > 1 else {}
    shares = regions.shares.rename_axis("alternative").reset_index()
    parts = [f"{name}: {_parts(regions.shares[name])}" for name in regions.shares.columns]
    nearest = "" if flip is None or flip.challenger is None else f" The nearest flip leads to {flip.challenger}."
    return _figure(
        found, "winner_map",
        lambda: plots.winner_map(regions, profiles=profiles, flip=flip),
        plots.data("winner_map", regions), behind=shares,
        caption=f"Who wins where, by {found.by}: each point is a set of weights, each colour the winner there",
        alt=f"Triangles of weights, coloured by who is first. {'; '.join(parts)}.{nearest}",
        reading="Towards a corner the criterion that stands there counts more; where the colour fades, the next is "
        "close. Behind the figure: the share of each triangle in which each is first."
        + "".join(f" {text}" for text in _unmarked(found, regions, profiles)),
    )  # fmt: skip


def _unmarked(found: Findings, regions: WinnerRegions, profiles: Mapping[str, Weights]) -> list[str]:
    """Return what the map does not mark, and why."""
    said = unmarked(regions, marks_of(regions, profiles, found.flip), found.flip)
    if found.flip is None:
        why = "it is not asked of a table of this size" if len(found.winners) == 1 else "several are first at present"
        said.append(f"The nearest flip is not marked: {why}.")
    return said


def _parts(shares: pd.Series) -> str:
    found = shares[shares > 0].sort_values(ascending=False, kind="stable")
    texts = percents(found.tolist())[:4]
    first = [f"{name} is first in {text}" for name, text in zip(found.index, texts, strict=False)]
    return ", ".join(first) + (f" and {len(found) - 4} more" if len(found) > 4 else "")


def _path_figure(found: Findings) -> Figure | None:
    path = found.path
    if path is None:
        return None
    spans = [f"{row.winner} from {row.low:.3f} to {row.high:.3f}" for row in path.winners.head(6).itertuples()]
    return _figure(
        found, "weight_path", lambda: plots.weight_path(path), plots.data("weight_path", path),
        behind=path.winners,
        caption=f"Who wins where, by {found.by}: scores as the weight of {path.criterion} goes from 0 to 1",
        alt=f"Scores against the weight of {path.criterion}, now {path.weight:.3f}. First: {'; '.join(spans)}.",
        reading="The other weights keep their proportions. Behind the figure: who is first between which weights.",
    )  # fmt: skip


def tornado_figure(found: Findings) -> Figure | None:
    """Return how far each weight may move before another wins."""
    if not found.several_alternatives:
        return None
    stability = found.base.stability
    frame = plots.data("flips", stability)
    known = frame.dropna(subset=["percent"]).head(3)
    said = [f"{row.what} {row.percent:+.1f} %, then {row.challenger} is first" for row in known.itertuples()]
    return _figure(
        found, "weight_flips", lambda: plots.flips(stability), frame,
        caption=f"How far the wind may turn: the change of one weight at which another is first, by {found.by} "
        f"under {found.under}",
        alt=f"Bars from the base case to the change that flips the winner. {'; '.join(said) or 'None does'}.",
        reading="The other weights keep their proportions.",
    )  # fmt: skip


def ranks_figure(found: Findings) -> Figure | None:
    """Return the ranks by profile and method."""
    if len(found.overview.rankings) < 2 or not 1 < len(found.problem.alternatives) <= MANY:
        return None
    winners = [
        f"{profile_name(profile)} by {method_name(method)}: {names_cell(r.best)}"
        for (profile, method), r in found.overview.rankings.items()
    ]
    return _figure(
        found, "ranks", lambda: plots.ranks(found.overview), plots.data("ranks", found.overview),
        caption="Ranks under each profile by each method",
        alt=f"Lines of ranks. First under {'; '.join(winners[:15])}.",
    )  # fmt: skip


def shares_figure(found: Findings) -> Figure | None:
    """Return under what share of all weights each has each rank."""
    shares = found.shares.get(found.method)
    if shares is None or not 1 < len(found.problem.alternatives) <= MANY:
        return None
    try:
        first = shares.first_rank.sort_values(ascending=False, kind="stable")
        frame = plots.data("rank_acceptability", shares)
    except NotExact:
        return None
    several = bool((first > 0).sum() > 1)
    said = [f"{name} is first {under_share(share, others=several)}" for name, share in first.head(4).items()]
    heat = len(found.problem.alternatives) > _BARS
    return _figure(
        found, "rank_acceptability", lambda: plots.rank_acceptability(shares, heat=heat), frame,
        caption=f"Share of all weights under which each has each rank, by {found.by}",
        alt=f"{'A heat map' if heat else 'Stacked bars'} of shares of ranks. {'; '.join(said)}.",
    )  # fmt: skip


def intervals_figure(found: Findings) -> Figure | None:
    """Return the ranks that the intervals of the ratings allow."""
    if "intervals" not in found.asked or len(found.problem.alternatives) > MANY:
        return None
    possible = found.base.possible
    can = ", ".join(possible.possibly_first)
    return _figure(
        found, "rank_intervals", lambda: plots.intervals(possible), plots.data("intervals", possible),
        caption=f"Ranks that are possible within the intervals of the ratings, by {found.by} under {found.under}",
        alt=f"A bar of possible ranks for each alternative. For some ratings first: {can}.",
    )  # fmt: skip


def reversals_figure(found: Findings) -> Figure | None:
    """Return which changes of the list change the order."""
    reason = found.asked.get("list of alternatives")
    if reason is None or found.cells > 120 or len(found.problem.alternatives) > 12:
        return None
    audit = found.base.audit
    if not audit.witnesses:
        return None
    said = [f"with {w.change}, {w.pair[1]} overtakes {w.pair[0]}" for w in audit.witnesses[:2]]
    return _figure(
        found, "order_reversals", lambda: plots.reversals(audit), plots.data("reversals", audit),
        caption=f"Changes of the list that change the order of others, by {found.by} under {found.under}",
        alt=f"Ranks in the base case and after each change that reverses an order. {'; '.join(said)}.",
    )  # fmt: skip


def drawn(makers: Sequence[Callable[[Findings], Figure | None]], found: Findings) -> Iterator[Figure]:
    """Return the figures of those that there are."""
    for make in makers:
        figure = make(found)
        if figure is not None:
            yield figure
