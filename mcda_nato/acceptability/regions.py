"""Regions of weights: where an alternative is first, has a rank, or an ordering holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.geometry.arrangements import Cells, Measures, corner_cells, cut, measure
from mcda_nato.geometry.halfspaces import share_above
from mcda_nato.geometry.polytopes import Polytope, corner_bounds, needed

_FLAT = 1e-12  # a difference below this, relative to the larger of 1 and the largest value, is a tie
_BATCH = 1 << 16  # vertices that a batch of pairs may start with


@dataclass(frozen=True)
class WeightSpace:
    """A set of weights ``w = origin + y @ basis``, y in one cell of dimension d.

    `corners` are those of the set where it is a simplex, otherwise `None`;
    `blur` is the share of it that rounding may misplace.
    """

    origin: FloatArray  # (n,)
    basis: FloatArray  # (d, n)
    cell: Cells
    corners: FloatArray | None  # (d + 1, n)
    volume: float
    blur: float = 0.0

    def planes(self, gaps: FloatArray, size: float) -> tuple[FloatArray, FloatArray]:
        """Return planes ``(rows, d + 1)`` of differences ``(rows, n)``, in units of about 1, and their blur.

        A plane is zero where the difference is a tie on the whole set. The blur
        is how much of the set may be on the wrong side for the rounding of the
        differences: of a convex set, at most 2 d e lies where a form is within
        e of 0, relative to its largest value.
        """
        planes = np.concatenate([gaps @ self.basis.T, (gaps @ self.origin)[:, None]], axis=1)
        values = planes[:, :-1] @ self.cell.points.T + planes[:, -1:]
        largest = np.abs(values).max(axis=1, initial=0.0)
        tie = largest <= _FLAT * max(1.0, size)
        unit = np.where(tie, 1.0, largest)
        blur = 2 * len(self.basis) * 4.0 * np.finfo(float).eps * np.abs(gaps).max(axis=1, initial=0.0) / unit
        return np.where(tie[:, None], 0.0, planes / unit[:, None]), np.where(tie, 0.0, blur)

    def weights(self, points: FloatArray) -> FloatArray:
        """Return the weights of points of the cell."""
        weights = np.maximum(self.origin + points @ self.basis, 0.0)
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def whole_space(n: int) -> WeightSpace:
    """Return the whole simplex."""
    d = n - 1
    faces = np.vstack([np.eye(d, d + 1), np.append(-np.ones(d), 1.0)])
    corners = np.eye(n)
    basis = np.eye(n)[:d] - np.eye(n)[d]
    cell = corner_cells(corners[:, :d], faces, 1)
    return WeightSpace(corners[d], basis, cell, corners, float(measure(cell).volume[0]))


def constrained_space(body: Polytope, most: int) -> WeightSpace:
    """Return a set of weights from its half-spaces; raise as `cut` does."""
    d = body.dimension
    if d == 0:
        return WeightSpace(body.origin, body.basis, corner_cells(np.zeros((1, 0)), np.zeros((0, 1)), 1), None, 1.0)
    faces = -needed(body.half_spaces)
    simple = len(faces) == d + 1
    first = faces if simple else corner_bounds(body)
    corners = np.array([_meet(np.delete(first, i, axis=0)) for i in range(d + 1)]).reshape(d + 1, d)
    cell = corner_cells(corners, first, 1)
    if not simple:
        for face in faces:
            cell, _, _ = cut(cell, face[None] / np.abs(face).max(), most, both=False)
    own = body.origin + corners @ body.basis if simple else None
    blur = 2 * d * 4.0 * np.finfo(float).eps / body.slack
    return WeightSpace(body.origin, body.basis, cell, own, float(measure(cell).volume[0]), blur)


def _meet(planes: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.solve(planes[:, :-1], -planes[:, -1]))


def copies(cells: Cells, count: int) -> Cells:
    """Return so many copies of one cell."""
    size = len(cells.points)
    return Cells(
        np.tile(cells.points, (count, 1)),
        np.tile(cells.incident, (count, 1)),
        np.repeat(np.arange(count), size),
        cells.planes,
    )


def pairwise_shares(space: WeightSpace, planes: FloatArray, most: int) -> tuple[FloatArray, float]:
    """Return the share of the set above each plane, and the largest error."""
    if space.corners is not None:
        values = planes[:, :-1] @ space.cell.points.T + planes[:, -1:]
        return share_above(np.where(np.abs(values) <= _FLAT, 0.0, values)), 1e-15 * planes.shape[1]
    share, error = np.empty(len(planes)), 0.0
    step = max(1, _BATCH // len(space.cell.points))
    for start in range(0, len(planes), step):
        part = planes[start : start + step]
        cells, origin, _ = cut(copies(space.cell, len(part)), part, most, both=False)
        found = _shares(space, cells)
        own = np.zeros(len(part))
        own[origin] = found.volume
        own[(part == 0).all(axis=1)] = 0.0
        share[start : start + step], error = own, max(error, float(found.error.max(initial=0.0)))
    return share, error


def first_regions(space: WeightSpace, planes: FloatArray, most: int) -> tuple[IntArray, Cells]:
    """Return where each alternative is first: the alternative of each cell, and the cells.

    `planes` has shape (m, m, d + 1): alternative i is ahead of k above ``planes[i, k]``.
    """
    m = len(planes)
    cells, owner = copies(space.cell, m), np.arange(m)
    for k in _strongest_first(space, planes):
        cells, origin, _ = cut(cells, planes[owner, k], most, both=False)
        owner = owner[origin]
    return owner, cells


def rank_cells(space: WeightSpace, planes: FloatArray, most: int) -> tuple[IntArray, Cells]:
    """Return cells on which the rank of one alternative is the same, and that rank.

    `planes` has shape (m, d + 1), those of the alternative against each.
    """
    cells, rank = space.cell, np.ones(1, dtype=np.int64)
    for plane in planes[np.argsort(np.abs(planes[:, -1]), kind="stable")]:
        cells, origin, side = cut(cells, np.broadcast_to(plane, (cells.count, len(plane))), most)
        rank = rank[origin] + (side < 0)
    return rank, cells


def ordering_cells(space: WeightSpace, planes: FloatArray, most: int) -> tuple[IntArray, Cells]:
    """Return cells on which the whole ranking is the same, and the ranks (cells, m)."""
    m = len(planes)
    cells, ranks = space.cell, np.ones((1, m), dtype=np.int64)
    for i in range(1, m):
        for k in range(i):
            plane = planes[i, k]
            cells, origin, side = cut(cells, np.broadcast_to(plane, (cells.count, len(plane))), most)
            ranks = ranks[origin]
            if (plane != 0).any():
                ranks[:, i] += side < 0
                ranks[:, k] += side > 0
    return ranks, cells


def _strongest_first(space: WeightSpace, planes: FloatArray) -> IntArray:
    """Return alternatives by how many others they beat in the middle of the set."""
    middle = np.append(space.cell.points.mean(axis=0), 1.0)
    return np.argsort((planes @ middle > 0).sum(axis=0), kind="stable")


def _shares(space: WeightSpace, cells: Cells) -> Measures:
    found = measure(cells, 1e-10 * space.volume)
    return Measures(found.volume / space.volume, found.moment / space.volume, found.error / space.volume)


def shares(space: WeightSpace, cells: Cells) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the share of the set that each cell is, its central weights, and errors of the shares.

    Central weights are NaN where a cell is too small to be told from its error.
    """
    found = _shares(space, cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = space.weights(found.moment / found.volume[:, None])
    centre[~(found.error <= 1e-6 * found.volume)] = np.nan
    share = np.where(np.abs(found.volume - 1.0) <= found.error, 1.0, found.volume)
    return share, centre, found.error
