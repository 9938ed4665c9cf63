"""Sets of weights as points on triangles: the present ones, profiles, and the nearest flip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.arrays import FloatArray
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.labels import shown
from mcda_nato.plots import canvas
from mcda_nato.plots.triangle_layout import Layout
from mcda_nato.preferences.weights import Weights, resolve_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Mark(NamedTuple):
    """A set of weights to be marked; profiles are named beside the mark, the others in the legend."""

    name: str
    weights: FloatArray
    sign: str
    size: float
    named: bool

    def room(self, layout: Layout) -> list[FloatArray]:
        """Return where, from the mark, no other text should stand."""
        beside = np.array([0.35, 0.08]) * layout.inch
        return [np.zeros(2), beside, 2 * beside * [1, 0.5]] if self.named else [np.zeros(2)]

    def places(self, regions: WinnerRegions, layout: Layout) -> list[tuple[int, FloatArray]]:
        """Return the triangles on which the weights lie, and where."""
        found = ((number, own.place(self.weights)) for number, own in enumerate(regions.slices))
        return [(number, layout.placed(at, number)) for number, at in found if at is not None]


def marks_of(regions: WinnerRegions, profiles: Mapping[str, Weights], flip: Flip | None) -> list[Mark]:
    """Return all that is marked, the present weights first."""
    baseline = regions.baseline
    found = [Mark("present weights", baseline.weights.to_numpy(), "o", 8.0, named=False)]
    if flip is not None and flip.weights is not None:
        name = f"nearest change of winner, to {flip.challenger}"
        found.append(Mark(name, flip.weights.to_numpy(), "X", 8.0, named=False))
    criteria = baseline.problem.criteria
    return found + [
        Mark(profile_name(name), resolve_weights(weights, criteria), "s", 5.0, named=True)
        for name, weights in profiles.items()
    ]


def profile_name(name: object) -> str:
    """Return how readers call a profile."""
    return str(name).replace("_", " ")


def unmarked(regions: WinnerRegions, marks: Sequence[Mark], flip: Flip | None) -> list[str]:
    """Return, as sentences, what the triangles cannot show and why."""
    found = []
    if flip is not None and flip.weights is None:
        found.append("No flip is marked: no weights were found at which another is first.")
    missing = [mark.name for mark in marks if all(own.place(mark.weights) is None for own in regions.slices)]
    if missing:
        found.append(f"Not on these triangles: {shown(', '.join(missing))}; {_why(regions)}.")
    return found


def _why(regions: WinnerRegions) -> str:
    corners = np.eye(3)[:, :2]
    fixed = all((np.ptp(own.plane.weights(corners), axis=0) == 0.0).sum() == 1 for own in regions.slices)
    if len(regions.baseline.problem.criteria) == 4 and fixed:
        return "each triangle fixes one weight, which is another there"
    return "each triangle keeps the present proportions of the weights that it does not vary, which are others there"


def draw_mark(ax: Axes, mark: Mark, places: list[tuple[int, FloatArray]]) -> None:
    """Draw a mark wherever it lies."""
    for times, (_, (x, y)) in enumerate(places):
        ax.plot(
            [x], [y], mark.sign, markersize=mark.size, markerfacecolor="white", markeredgecolor="black", zorder=6,
            markeredgewidth=1.2, linestyle="none",
            label=None if times or mark.named else canvas.label(mark.name, 95, 1),
        )  # fmt: skip
        if mark.named:
            ax.annotate(
                canvas.label(mark.name, 20, 2), (x, y), (5, 0), textcoords="offset points", fontsize=7, zorder=7,
                va="center", style="italic",
                bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip
