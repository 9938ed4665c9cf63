"""The map of winners: triangles of weights with the region of each alternative."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.geometry.polygons import inside, signed_area
from mcda_nato.labels import literal, shown
from mcda_nato.percentages import percents
from mcda_nato.plots import canvas
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.picture_kinds import checked
from mcda_nato.plots.triangle_layout import HEIGHT, Layout, in_triangle, layout_of, side_that_fits
from mcda_nato.plots.weight_marks import draw_mark, marks_of, unmarked
from mcda_nato.preferences.weights import Weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FADED = 0.7  # share of white where the next is level
_FULL = 0.9  # quantile of the leads from which a colour is full
_STEPS = 60  # of the lattice of the fading
_VISIBLE = 500  # parts of a side, of which a ninth is too small to be seen
_SMALL = 0.1  # share of a triangle below which a region is not labelled
_READ = 6  # weights that are read aloud
_LINE, _ENTRY, _LETTER = 0.14, 0.175, 0.064  # inches: of a line and an entry of the legend, and of a letter


def winner_map_frame(regions: WinnerRegions) -> pd.DataFrame:
    """Return what the map draws: the corners of all outlines, `x` and `y` where they stand in a triangle of side 1."""
    places = [
        in_triangle(outline)
        for number, _ in enumerate(regions.slices)
        for name in regions.baseline.problem.alternatives
        for outline in regions.outlines(number, name)
    ]
    return regions.to_frame().assign(**dict(zip("xy", np.concatenate(places).T, strict=True)))


@checked
def winner_map(
    regions: WinnerRegions,
    ax: Axes | None = None,
    *,
    profiles: Mapping[str, Weights] | None = None,
    flip: Flip | None = None,
) -> Axes:
    """Draw the regions of weights where each alternative is first.

    Every point of a triangle is a set of weights: towards a corner what stands
    there counts more. Colours fade to white where the runner-up is close, in
    score, to the winner.

    Parameters
    ----------
    regions : WinnerRegions
        Several triangles stand side by side on the same Axes.
    ax : Axes, optional
        New ones where not given.
    profiles : mapping, optional
        Further weights or judgements by name, marked where they lie on a
        triangle; those that lie on none are named below. Slices of four
        criteria pass through each of them where `winner_regions` is asked for
        theirs by ``fixed=``.
    flip : Flip, optional
        A nearest flip of the same problem; marked where it lies on a triangle.

    Returns
    -------
    Axes

    Raises
    ------
    McdaError
        `regions` are no regions of winners, or another argument is not what it is to be.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> problem = mn.DecisionProblem([[3, 1, 2], [1, 3, 2], [2, 2, 1]], [1, 1, 1], ["a", "b", "c"])
    >>> ax = mn.plots.winner_map(mn.winner_regions(problem, "weighted_sum"))
    """
    if profiles is not None and not isinstance(profiles, Mapping):
        raise McdaError(f"profiles must be weights by name, got {literal(profiles)}")
    if flip is not None and not isinstance(flip, Flip):
        raise McdaError(f"flip must be a nearest flip, got a {type(flip).__name__}", call="see mcda_nato.nearest_flip")
    every = marks_of(regions, profiles or {}, flip)
    texts = " ".join([caption(regions), *unmarked(regions, every, flip)])
    axes, layout, below = _page(regions, ax, texts, len([mark for mark in every if not mark.named]))
    marks = [(mark, mark.places(regions, layout)) for mark in every]
    for number in range(len(regions.slices)):
        _draw_regions(axes, regions, number, layout)
        _write_corners(axes, number, layout)
        taken = [
            at + beside
            for mark, places in marks
            for place, at in places
            if place == number
            for beside in mark.room(layout)
        ]
        _name_regions(axes, regions, number, layout, taken)
    for mark, places in marks:
        draw_mark(axes, mark, places)
    _write_below(axes, regions, layout, below)
    return axes


class _Below(NamedTuple):
    """What stands below the triangles: columns of the legend, its inches, and the lines of the caption."""

    columns: int
    legend: float
    lines: list[str]

    @property
    def inches(self) -> float:
        return self.legend + _LINE * len(self.lines) + 0.32


def _page(regions: WinnerRegions, ax: Axes | None, text: str, points: int) -> tuple[Axes, Layout, _Below]:
    """Return axes, the layout that fits them, and what stands below."""
    headings = [_heading(regions, number) for number in range(len(regions.slices))]
    if ax is None:
        layout = layout_of(regions.slices, headings)
        below = _below(regions, text, points, layout.width / layout.inch)
        high = layout.height + below.inches * layout.inch
        ax = canvas.whole_page(None, layout.width / layout.inch, high / layout.inch)
    else:
        figure = ax.get_figure(root=True)
        assert figure is not None  # noqa: S101 - axes that are given stand on one
        box = ax.get_position()
        width, height = box.width * figure.get_figwidth(), box.height * figure.get_figheight()
        below = _below(regions, text, points, width)
        side = side_that_fits(regions.slices, headings, width, height - below.inches)
        layout = layout_of(regions.slices, headings, side)
        high = layout.height + below.inches * layout.inch
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_xlim(-layout.margin, layout.width - layout.margin)
    top = HEIGHT + layout.above
    ax.set_ylim(top - high, top)
    return ax, layout, below


def _heading(regions: WinnerRegions, number: int) -> str:
    now = regions.baseline.weights.to_numpy()
    on = [own.place(now) is not None for own in regions.slices]
    return regions.slices[number].name + (" (as at present)" if on[number] and not all(on) else "")


def _below(regions: WinnerRegions, text: str, points: int, width: float) -> _Below:
    names = _entries(regions)
    longest = max(len(line) for name in names for line in name.split("\n"))
    columns = max(1, min(3, int(width / (_LETTER * max(longest, 28) + 0.6)), len(names)))
    lines = max(name.count("\n") + 1 for name in names)
    legend = -(-(len(names) + points) // columns) * (_ENTRY + _LINE * (lines - 1)) + 0.1
    return _Below(columns, legend, wrap(text, max(30, int((width - 0.3) / _LETTER)), break_on_hyphens=False))


def _entries(regions: WinnerRegions) -> list[str]:
    """Return the legend of those that are first somewhere."""
    shares, single = regions.shares, len(regions.slices) == 1
    parts = [f", {text} of the triangle" if single else "" for text in percents(shares.iloc[:, 0].tolist())]
    return [
        canvas.label(_keyed(regions, i, f"{name}{parts[i]}"), 66, 2)
        for i, (name, row) in enumerate(shares.iterrows())
        if (row > 0).any()
    ]


def _short(regions: WinnerRegions) -> list[str]:
    """Return what stands in a region: names, or their numbers where the starts of names do not tell them apart."""
    names = regions.baseline.problem.alternatives
    found = [canvas.label(name, 14, 2) for name in names]
    return found if len(set(found)) == len(found) else [str(i + 1) for i in range(len(names))]


def _keyed(regions: WinnerRegions, position: int, text: str) -> str:
    """Return an entry of the legend, with the number that stands in the regions if it does."""
    short = _short(regions)[position]
    return f"{short}: {text}" if short == str(position + 1) else text


def _draw_regions(ax: Axes, regions: WinnerRegions, number: int, layout: Layout) -> None:
    from matplotlib.patches import PathPatch

    outlines = {
        i: [_thinned(layout.placed(outline, number)) for outline in regions.outlines(number, name)]
        for i, name in enumerate(regions.baseline.problem.alternatives)
    }
    for i, own in outlines.items():
        if own:
            drawn = style(i)
            path = _compound(own)
            ax.add_patch(PathPatch(path, facecolor=drawn.colour, edgecolor="none", hatch=drawn.hatch, zorder=1))
        for line in own:
            ax.plot(*line.T, color="black", linewidth=0.8, zorder=3)
    _fade(ax, regions, number, layout)


def _compound(closed: list[FloatArray]) -> Any:
    from matplotlib.path import Path

    return Path.make_compound_path(*(Path(line, closed=True) for line in closed))


def _thinned(outline: FloatArray) -> FloatArray:
    """Return a closed outline without the corners that nobody sees, 1/9 of a 500th of a side from its line at most."""
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

    closed = np.concatenate([outline, outline[:1]])
    path = Path(closed).cleaned(Affine2D().scale(_VISIBLE), simplify=True)
    return np.asarray(path.vertices)[:-1] / _VISIBLE


def _fade(ax: Axes, regions: WinnerRegions, number: int, layout: Layout) -> None:
    """Lay white over the triangle, the denser the closer the runner-up."""
    from matplotlib.patches import Polygon
    from matplotlib.transforms import Affine2D

    leads = regions.leads(number, _STEPS)
    full = max(float(leads["lead"].quantile(_FULL)), np.finfo(float).tiny)
    white = np.ones((_STEPS + 1, _STEPS + 1, 4))
    i, k = (np.rint(leads[axis].to_numpy() * _STEPS).astype(np.int64) for axis in "xy")
    cover = _FADED * (1.0 - np.minimum(leads["lead"].to_numpy() / full, 1.0))
    white[_STEPS - i, _STEPS - k, 3] = cover  # beyond the triangle its mirror image, for the edge
    white[k, i, 3] = cover
    corner, right, top = layout.placed(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), number)
    onto = Affine2D.from_values(*(top - corner), *(right - corner), *corner)
    half = 0.5 / _STEPS
    image = ax.imshow(
        white, origin="lower", extent=(-half, 1.0 + half, -half, 1.0 + half), interpolation="bilinear",
        transform=onto + ax.transData, zorder=2, aspect="equal",
    )  # fmt: skip
    domain = layout.placed(regions.slices[number].plane.domain, number)
    image.set_clip_path(Polygon(domain, transform=ax.transData))


def _name_regions(ax: Axes, regions: WinnerRegions, number: int, layout: Layout, taken: list[FloatArray]) -> None:
    """Write names into the largest outline of each alternative that has some room."""
    texts = _short(regions)
    for i, (name, share) in enumerate(regions.shares.iloc[:, number].items()):
        if share < _SMALL:
            continue
        largest = max(regions.outlines(number, str(name)), key=signed_area)
        at = _free_place(largest, number, layout, taken)
        if at is not None:
            x, y = at
            ax.text(
                x, y, texts[i], ha="center", va="center", fontsize=7, zorder=5,
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
            )  # fmt: skip


def _free_place(outline: FloatArray, number: int, layout: Layout, taken: list[FloatArray]) -> FloatArray | None:
    """Return the middle of an outline, or where marks are near it the nearest place away from them."""
    middle = _middle(outline)
    away = [middle + share * (outline - middle) for share in (0.15, 0.3, 0.5)]
    points = np.concatenate([middle[None], *away])
    points = points[inside(outline, points) == 1]
    if not len(points):
        return None
    places = layout.placed(points, number)
    apart = np.full(len(places), np.inf)
    for x, y in taken:  # a name is wider than high
        apart = np.minimum(apart, np.hypot((places[:, 0] - x) / 2.0, places[:, 1] - y))
    moved = np.linalg.norm(places - layout.placed(middle, number), axis=1)
    return np.asarray(places[np.where(apart > 0.3 * layout.inch, moved, 10.0 - apart).argmin()])


def _middle(polygon: FloatArray) -> FloatArray:
    """Return the centre of gravity of a polygon."""
    onward = np.roll(polygon, -1, axis=0)
    cross = polygon[:, 0] * onward[:, 1] - onward[:, 0] * polygon[:, 1]
    return np.asarray(((polygon + onward) * cross[:, None]).sum(axis=0) / (3.0 * cross.sum()))


def _write_corners(ax: Axes, number: int, layout: Layout) -> None:
    corners = layout.placed(np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), number)
    ax.plot(*np.concatenate([corners, corners[:1]]).T, color="black", linewidth=1.2, zorder=4)
    gap = 0.05 * layout.inch
    for at, text, up in zip(corners, layout.corners[number], (True, False, False), strict=True):
        y = at[1] + (gap if up else -gap)
        ax.text(at[0], y, text, ha="center", va="bottom" if up else "top", fontsize=canvas.SMALL)
    if layout.headings:
        y = corners[0, 1] + layout.heading
        ax.text(corners[0, 0], y, layout.headings[number], ha="center", va="top", fontsize=9, fontweight="bold")


def _write_below(ax: Axes, regions: WinnerRegions, layout: Layout, below: _Below) -> None:
    from matplotlib.patches import Patch

    firsts = [i for i, own in enumerate((regions.shares > 0).any(axis=1)) if own]
    patches = [
        Patch(facecolor=style(i).colour, hatch=style(i).hatch, edgecolor="black", linewidth=0.5, label=name)
        for i, name in zip(firsts, _entries(regions), strict=True)
    ]
    left, bottom = ax.get_xlim()[0] + 0.15 * layout.inch, ax.get_ylim()[0]
    start = bottom + (below.inches - 0.1) * layout.inch
    legend = ax.legend(
        handles=[*patches, *ax.get_legend_handles_labels()[0]], loc="upper left", bbox_to_anchor=(left, start),
        bbox_transform=ax.transData, borderaxespad=0.0, borderpad=0.0, fontsize=canvas.SMALL, frameon=False,
        ncols=below.columns,
    )  # fmt: skip
    legend.set_zorder(8)
    text = "\n".join(map(canvas.plain, below.lines))
    ax.text(left, bottom + 0.12 * layout.inch, text, ha="left", va="bottom", fontsize=canvas.SMALL)


def caption(regions: WinnerRegions) -> str:
    """Return how to read the map, one point read aloud."""
    ranking = regions.baseline
    found = sorted(ranking.weights.to_dict().items(), key=lambda pair: -float(pair[1]))[:_READ]
    weights = ", ".join(f"{criterion!s} {weight:.2f}" for criterion, weight in found)
    more = " and less for the others" if len(ranking.weights) > _READ else ""
    method = canvas.method_name(ranking.method)
    name = f"the {method}" if method == "weighted sum" else method
    winners = " and ".join(map(str, ranking.best))
    verb = "is" if len(ranking.best) == 1 else "are level and"
    return shown(
        f"Who is first by {name}, for every set of weights. "
        f"Read: at the circle the weights are the present ones ({weights}{more}), and there {winners} "
        f"{verb} first. Towards a corner what stands there counts more; paler: the runner-up is close."
    )
