"""Where triangles of weights stand beside each other, with room for what is written about them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np

from mcda_nato.acceptability.weight_slices import WeightSlice
from mcda_nato.arrays import FloatArray
from mcda_nato.plots import canvas

HEIGHT = float(np.sqrt(0.75))  # of a triangle whose side is 1
_SIDE = {1: 4.0}  # inches; of several triangles less
_SIDE_OF_MANY = 2.6
_LETTER, _LINE = 0.068, 0.14  # inches, of text of 8 points
_EDGE = 0.12  # inches
_CORNER = 22  # characters of a line at a corner


class Layout(NamedTuple):
    """Lengths in sides of a triangle; `inch` is one inch."""

    across: int
    down: int
    pitch_across: float
    pitch_down: float
    margin: float
    above: float
    below: float
    inch: float
    corners: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...]

    @property
    def width(self) -> float:
        """Return that of all triangles with their texts."""
        return (self.across - 1) * self.pitch_across + 1.0 + 2.0 * self.margin

    @property
    def heading(self) -> float:
        """Return how far above the top of a triangle its heading starts."""
        return self.above - _EDGE * self.inch

    @property
    def height(self) -> float:
        """Return that of all triangles with their texts, without what stands below them all."""
        return (self.down - 1) * self.pitch_down + HEIGHT + self.above + self.below

    def offset(self, number: int) -> FloatArray:
        """Return where the left corner of a triangle stands."""
        row, column = divmod(number, self.across)
        return np.array([column * self.pitch_across, -row * self.pitch_down])

    def placed(self, points: FloatArray, number: int) -> FloatArray:
        """Return where points of the plane of a triangle stand."""
        return in_triangle(points) + self.offset(number)


def in_triangle(points: FloatArray) -> FloatArray:
    """Return where points of a plane stand: its first corner on top, the second to the left, the third to the right."""
    x, y = points[..., 0], points[..., 1]
    return np.stack([x / 2.0 + y, x * HEIGHT], axis=-1)


def layout_of(slices: Sequence[WeightSlice], headings: Sequence[str], side: float | None = None) -> Layout:
    """Return the layout of triangles whose sides have so many inches, those of a new figure where not given."""
    count = len(slices)
    inch = 1.0 / (side or _SIDE.get(count, _SIDE_OF_MANY))
    across = count if count < 3 else 2 if count == 4 else 3
    corners = tuple(tuple(canvas.label(name, _CORNER, 5) for name in own.corners) for own in slices)
    lines = [[text.count("\n") + 1 for text in texts] for texts in corners]
    half = 0.5 * _LETTER * max(max(map(len, text.split("\n"))) for texts in corners for text in texts) * inch
    titles = tuple(canvas.label(text, 44, 3) for text in headings) if count > 1 else ()
    title = _LINE * 1.2 * max((text.count("\n") + 1 for text in titles), default=0)
    above = (2.0 * _EDGE + 0.06 + title + _LINE * max(row[0] for row in lines)) * inch
    below = (_EDGE + 0.04 + _LINE * max(max(row[1:]) for row in lines)) * inch
    pitch = max(1.0 + 2.0 * half, 1.0) + _EDGE * inch
    return Layout(
        across, ceil(count / across), pitch, HEIGHT + above + below + _EDGE * inch, half + _EDGE * inch, above, below,
        inch, corners, titles,
    )  # fmt: skip


def side_that_fits(slices: Sequence[WeightSlice], headings: Sequence[str], width: float, height: float) -> float:
    """Return the side, in inches, with which the triangles and their texts fit into a room of so many inches."""
    side = 0.5
    for wider in np.arange(0.5, 6.0, 0.05):
        found = layout_of(slices, headings, float(wider))
        if found.width > width * found.inch or found.height > height * found.inch:
            break
        side = float(wider)
    return side
