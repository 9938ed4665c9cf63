"""The map of winners: triangles of weights with the region of each alternative."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from mcda_nato.acceptability.weight_slices import WeightSlice
from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.geometry.polygons import inside, signed_area
from mcda_nato.labels import shown
from mcda_nato.plots.alternative_styles import style
from mcda_nato.plots.canvas import axes_for
from mcda_nato.preferences.weights import Weights, resolve_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = np.sqrt(0.75)
_ACROSS, _DOWN = 1.95, 1.6  # from one triangle to the next
_FADED = 0.7  # share of white where the next is level
_FULL = 0.9  # quantile of the leads from which a colour is full
_STEPS = 60  # of the lattice of the fading
_VISIBLE = 500  # parts of a side, of which a ninth is too small to be seen
_SMALL = 0.1  # share of a triangle below which a region is not labelled


def winner_map_frame(regions: WinnerRegions) -> pd.DataFrame:
    """Return what the map draws: the corners of all outlines, with `x` and `y` where they stand."""
    places = [
        _position(outline, number, regions)
        for number, _ in enumerate(regions.slices)
        for name in regions.baseline.problem.alternatives
        for outline in regions.outlines(number, name)
    ]
    return regions.to_frame().assign(**dict(zip("xy", np.concatenate(places).T, strict=True)))


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
        Further weights by name, marked where they lie on a triangle.
    flip : Flip, optional
        A nearest flip of the same problem; marked where it lies on a triangle.

    Returns
    -------
    Axes

    Raises
    ------
    McdaError
        `regions` are no regions of winners.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> problem = mn.DecisionProblem([[3, 1, 2], [1, 3, 2], [2, 2, 1]], [1, 1, 1], ["a", "b", "c"])
    >>> ax = mn.plots.winner_map(mn.winner_regions(problem, "weighted_sum"))
    """
    if not isinstance(regions, WinnerRegions):
        raise McdaError(f"winner_map needs WinnerRegions, got {type(regions).__name__}", call="see winner_regions")
    axes = _new_axes(regions, ax)
    marks = [(mark, mark.places(regions)) for mark in _marks(regions, profiles or {}, flip)]
    for number, own in enumerate(regions.slices):
        _draw_regions(axes, regions, number)
        _draw_names(axes, regions, number, own)
        taken = [
            at + beside for mark, places in marks for place, at in places if place == number for beside in mark.room
        ]
        _name_regions(axes, regions, number, taken)
    for mark, places in marks:
        _draw_mark(axes, mark, places)
    _finish(axes, regions, [mark.name for mark, places in marks if not places])
    return axes


def _new_axes(regions: WinnerRegions, ax: Axes | None) -> Axes:
    across, down = _grid(regions)
    names = int((regions.shares > 0).any(axis=1).sum()) + 2
    text = 1.2 + 0.26 * ceil(names / _columns(regions))
    return axes_for(ax, *((6.4, text + 4.2) if across == 1 else (1.0 + 3.9 * across, text + 3.1 * down)))


def _grid(regions: WinnerRegions) -> tuple[int, int]:
    count = len(regions.slices)
    across = count if count < 3 else 2 if count == 4 else 3
    return across, ceil(count / across)


def _columns(regions: WinnerRegions) -> int:
    """Return the columns of the legend: one below a single triangle, as long as it is short."""
    return 1 if len(regions.slices) == 1 and len(regions.shares) <= 10 else 2


def _position(points: FloatArray, number: int, regions: WinnerRegions) -> FloatArray:
    """Return where points of a triangle stand: its first corner on top, the second to the left, the third right."""
    row, column = divmod(number, _grid(regions)[0])
    x, y = points[..., 0], points[..., 1]
    return np.stack([column * _ACROSS + x / 2.0 + y, x * _HEIGHT - row * _DOWN], axis=-1)


_CORNERS = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])


def _draw_regions(ax: Axes, regions: WinnerRegions, number: int) -> None:
    from matplotlib.patches import PathPatch

    for i, name in enumerate(regions.baseline.problem.alternatives):
        outlines = regions.outlines(number, name)
        if outlines:
            path = _compound([_thinned(_position(outline, number, regions)) for outline in outlines])
            ax.add_patch(PathPatch(path, facecolor=style(i).colour, edgecolor="none", hatch=style(i).hatch, zorder=1))
    _fade(ax, regions, number)
    for name in regions.baseline.problem.alternatives:
        for outline in regions.outlines(number, name):
            line = _thinned(_position(outline, number, regions))
            ax.plot(*line.T, color="black", linewidth=0.8, zorder=3)


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


def _fade(ax: Axes, regions: WinnerRegions, number: int) -> None:
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
    corner, right, top = _position(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), number, regions)
    onto = Affine2D.from_values(*(top - corner), *(right - corner), *corner)
    half = 0.5 / _STEPS
    image = ax.imshow(
        white, origin="lower", extent=(-half, 1.0 + half, -half, 1.0 + half), interpolation="bilinear",
        transform=onto + ax.transData, zorder=2,
    )  # fmt: skip
    domain = _position(regions.slices[number].plane.domain, number, regions)
    image.set_clip_path(Polygon(domain, transform=ax.transData))


def _name_regions(ax: Axes, regions: WinnerRegions, number: int, taken: list[FloatArray]) -> None:
    """Write names into the largest outline of each alternative that has some room."""
    for name, share in regions.shares.iloc[:, number].items():
        if share < _SMALL:
            continue
        largest = max(regions.outlines(number, str(name)), key=signed_area)
        at = _free_place(largest, number, regions, taken)
        if at is not None:
            x, y = at
            ax.text(
                x, y, text_of(str(name), 14, 2), ha="center", va="center", fontsize=7, zorder=5,
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
            )  # fmt: skip


def _free_place(outline: FloatArray, number: int, regions: WinnerRegions, taken: list[FloatArray]) -> FloatArray | None:
    """Return the middle of an outline, or where marks are near it the nearest place away from them."""
    middle = _middle(outline)
    away = [middle + share * (outline - middle) for share in (0.15, 0.3, 0.5)]
    points = np.concatenate([middle[None], *away])
    points = points[inside(outline, points) == 1]
    if not len(points):
        return None
    places = _position(points, number, regions)
    apart = np.full(len(places), np.inf)
    for x, y in taken:  # a name is wider than high
        apart = np.minimum(apart, np.hypot((places[:, 0] - x) / 1.5, places[:, 1] - y))
    moved = np.linalg.norm(places - _position(middle, number, regions), axis=1)
    return np.asarray(places[np.where(apart > 0.14, moved, 10.0 - apart).argmin()])


def _middle(polygon: FloatArray) -> FloatArray:
    """Return the centre of gravity of a polygon."""
    onward = np.roll(polygon, -1, axis=0)
    cross = polygon[:, 0] * onward[:, 1] - onward[:, 0] * polygon[:, 1]
    return np.asarray(((polygon + onward) * cross[:, None]).sum(axis=0) / (3.0 * cross.sum()))


def _draw_names(ax: Axes, regions: WinnerRegions, number: int, own: WeightSlice) -> None:
    corners = _position(_CORNERS, number, regions)
    ax.plot(*np.concatenate([corners, corners[:1]]).T, color="black", linewidth=1.2, zorder=4)
    top, left, right = corners
    written: dict[str, Any] = {"fontsize": 8, "color": "black"}
    texts = [text_of(name, 24) for name in own.corners]
    ax.text(top[0], top[1] + 0.03, texts[0], ha="center", va="bottom", **written)
    ax.text(left[0], left[1] - 0.03, texts[1], ha="center", va="top", **written)
    ax.text(right[0], right[1] - 0.03, texts[2], ha="center", va="top", **written)
    if len(regions.slices) > 1:
        ax.text(
            top[0],
            top[1] + 0.06 + 0.085 * (1 + texts[0].count("\n")),
            text_of(own.name, 44),
            ha="center",
            va="bottom",
            fontsize=9,
            fontweight="bold",
        )


def text_of(name: str, width: int | None = None, lines: int | None = None) -> str:
    """Return a name as text that stays text: no mathematics between dollar signs, wrapped, its start where too long."""
    text = shown(name) if width is None else "\n".join(wrap(shown(name), width, max_lines=lines, placeholder=" ..."))
    return (" " * text.startswith("_") + text).replace("$", r"\$")  # a legend leaves out what starts with _


class _Mark(NamedTuple):
    """A set of weights to be marked; profiles are named beside the mark, the others in the legend."""

    name: str
    weights: FloatArray
    sign: str
    size: float
    named: bool

    @property
    def room(self) -> list[FloatArray]:
        """Return where, from the mark, no other text should stand."""
        return [np.zeros(2), np.array([0.16, 0.03])] if self.named else [np.zeros(2)]

    def places(self, regions: WinnerRegions) -> list[tuple[int, FloatArray]]:
        """Return the triangles on which the weights lie, and where."""
        found = ((number, own.place(self.weights)) for number, own in enumerate(regions.slices))
        return [(number, _position(at, number, regions)) for number, at in found if at is not None]


def _marks(regions: WinnerRegions, profiles: Mapping[str, Weights], flip: Flip | None) -> list[_Mark]:
    baseline = regions.baseline
    found = [_Mark("present weights", baseline.weights.to_numpy(), "o", 7.0, named=False)]
    if flip is not None and flip.weights is not None:
        found.append(_Mark(f"nearest flip, to {flip.challenger}", flip.weights.to_numpy(), "X", 8.0, named=False))
    criteria = baseline.problem.criteria
    return found + [
        _Mark(name, resolve_weights(weights, criteria), "s", 5.0, named=True) for name, weights in profiles.items()
    ]


def _draw_mark(ax: Axes, mark: _Mark, places: list[tuple[int, FloatArray]]) -> None:
    for times, (_, (x, y)) in enumerate(places):
        ax.plot(
            [x], [y], mark.sign, markersize=mark.size, markerfacecolor="white", markeredgecolor="black", zorder=6,
            label=None if times or mark.named else text_of(mark.name), linestyle="none",
        )  # fmt: skip
        if mark.named:
            ax.annotate(
                text_of(mark.name, 20), (x, y), (4, 4), textcoords="offset points", fontsize=7, zorder=7,
                bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip


def _finish(ax: Axes, regions: WinnerRegions, missing: list[str]) -> None:
    from matplotlib.patches import Patch

    across, down = _grid(regions)
    ax.set_aspect("equal", anchor="N")
    ax.set_axis_off()
    ax.set_xlim(-0.42, (across - 1) * _ACROSS + 1.42)
    ax.set_ylim(-(down - 1) * _DOWN - 0.3, _HEIGHT + (0.42 if len(regions.slices) > 1 else 0.22))
    shares = regions.shares
    firsts = [i for i in range(len(shares)) if (shares.iloc[i] > 0).any()]
    single = len(regions.slices) == 1
    patches = [
        Patch(
            facecolor=style(i).colour, hatch=style(i).hatch, edgecolor="black", linewidth=0.5,
            label=text_of(
                f"{shares.index[i]!s}{f', {shares.to_numpy()[i, 0]:.1%} of the triangle' if single else ''}", 60
            ),
        )
        for i in firsts
    ]  # fmt: skip
    points = ax.get_legend_handles_labels()[0]
    ax.legend(
        handles=[*patches, *points], loc="upper center", bbox_to_anchor=(0.5, 0.0), fontsize=8, frameon=False,
        ncols=_columns(regions), title=text_of(caption(regions, missing), 84 if across == 1 else 110),
        title_fontsize=8, alignment="left",
    )  # fmt: skip


def caption(regions: WinnerRegions, missing: list[str]) -> str:
    """Return how to read the map, one point read aloud."""
    ranking = regions.baseline
    weights = ", ".join(f"{name!s} {weight:.2f}" for name, weight in ranking.weights.items())
    winners = " and ".join(map(str, ranking.best))
    beyond = f" Not on these triangles: {', '.join(missing)}." if missing else ""
    verb = "is" if len(ranking.best) == 1 else "are level and"
    return (
        f"Read: at the circle the weights are the present ones ({weights}), and there {winners} "
        f"{verb} first by {ranking.method!s}. "
        f"Towards a corner what stands there counts more; colours fade where the runner-up is close.{beyond}"
    )
