"""Cells: polytopes cut by planes, many at a time, and their volumes and centroids.

Every cell is kept simple, each vertex on exactly d planes, by moving the k-th
plane outwards by an amount that is infinitely small, yet infinitely larger than
those of the planes before it: a vertex that lies on the new plane is then
inside, and no answer changes in the limit. Integer codes put many planes
through one vertex, so this is the normal case, not the exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.geometry.polytopes import DegenerateError

#: A vertex nearer to a plane than this, in units of the plane's largest value on the set, is on it.
ON = 1e-12
_OBJECTIVES = 4  # of Lawrence's formula; the steadiest counts
_CAUTION = 10.0  # two objectives may agree by luck


class TooManyError(Exception):
    """More cells or vertices than allowed."""


@dataclass(frozen=True)
class Cells:
    """Simple polytopes of dimension d, their vertices grouped by cell.

    Attributes
    ----------
    points : shape (vertices, d)
    incident : shape (vertices, d)
        Numbers of the planes that a vertex lies on.
    cell : shape (vertices,)
        Number of the cell of each vertex, ascending.
    planes : shape (planes, d + 1)
        Rows ``(a, b)``: a cell on the plane has ``a.y + b >= 0``.
    """

    points: FloatArray
    incident: IntArray
    cell: IntArray
    planes: FloatArray

    @property
    def count(self) -> int:
        """Number of cells."""
        return int(self.cell[-1]) + 1 if len(self.cell) else 0

    @property
    def starts(self) -> IntArray:
        """Where the vertices of each cell begin."""
        return np.flatnonzero(np.diff(self.cell, prepend=-1))


def corner_cells(corners: FloatArray, planes: FloatArray, copies: int) -> Cells:
    """Return copies of one simplex: corner i lies on every plane but the i-th."""
    size, d = corners.shape
    incident = np.array([[j for j in range(size) if j != i] for i in range(size)], dtype=np.int64).reshape(size, d)
    return Cells(
        np.tile(corners, (copies, 1)),
        np.tile(incident, (copies, 1)),
        np.repeat(np.arange(copies), size),
        planes,
    )


def cut(
    cells: Cells, planes: FloatArray, most: int, *, both: bool = True, tolerance: float = ON
) -> tuple[Cells, IntArray, IntArray]:
    """Cut each cell by its own plane.

    Parameters
    ----------
    cells : Cells
    planes : shape (cells, d + 1)
        In units of about 1: what is within `tolerance` of 0 counts as 0.
    most : int
        Vertices allowed.
    both : bool
        Whether to keep what lies below a plane too.

    Returns
    -------
    cells : Cells
    origin : shape (new cells,)
        The cell that each was a part of.
    side : shape (new cells,)
        +1 above its plane, -1 below; a cell that no more than touches a plane is whole on one side.

    Raises
    ------
    TooManyError, DegenerateError
    """
    own = planes[cells.cell]
    value = np.einsum("vd,vd->v", cells.points, own[:, :-1]) + own[:, -1]
    starts = cells.starts
    above = np.maximum.reduceat(value, starts) > tolerance
    below = np.minimum.reduceat(value, starts) < -tolerance
    parted = above & below
    new = np.flatnonzero(parted)
    number = np.zeros(cells.count, dtype=np.int64)
    number[new] = len(cells.planes) + np.arange(len(new))
    inside = value >= -tolerance
    points, incident, cell, place = _crossings(cells, value, inside, parted)
    high = np.flatnonzero(np.where(parted[cells.cell], inside, ~below[cells.cell]))
    low = np.flatnonzero(np.where(parted[cells.cell], ~inside, below[cells.cell])) if both else high[:0]
    if len(high) + len(low) + (1 + both) * len(points) > most:
        raise TooManyError(most)
    faces = [incident.copy() for _ in range(1 + both)]
    for sign, face in enumerate(faces):  # the plane that bounds the upper part, and its reverse
        face[np.arange(len(face)), place] = number[cell] + sign * len(new)
    # upper parts have even numbers and lower ones odd, until they are numbered again
    numbers = np.concatenate([2 * cells.cell[high], 2 * cells.cell[low] + 1, 2 * cell, *[2 * cell + 1] * both])
    order = np.argsort(numbers, kind="stable")
    kept, renumbered = np.unique(numbers, return_inverse=True)
    old = np.concatenate([high, low])
    parts = Cells(
        np.concatenate([cells.points[old], *[points] * (1 + both)])[order],
        np.concatenate([cells.incident[old], *faces])[order],
        renumbered[order],
        np.vstack([cells.planes, planes[new], -planes[new]]),
    )
    return parts, kept // 2, 1 - 2 * (kept % 2)


def _crossings(
    cells: Cells, value: FloatArray, inside: BoolArray, parted: BoolArray
) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """Return where edges of parted cells cross their planes.

    Points, the planes on which each lies with one place left for the new one,
    cells, and that place.
    """
    at = np.flatnonzero(parted[cells.cell])
    d = cells.points.shape[1]
    random = np.random.Generator(np.random.SFC64(20010703))
    keys = random.integers(-(2**62), 2**62, size=len(cells.planes) + 1, dtype=np.int64)
    named = keys[cells.incident[at]]
    whole = named.sum(axis=1) + keys[-1] * cells.cell[at]  # sums wrap, as those of a hash may
    edges = (whole[:, None] - named).ravel()  # an edge is what is left when one plane is dropped
    order = np.argsort(edges, kind="stable")
    ends = edges[order].reshape(-1, 2) if len(edges) % 2 == 0 else np.array([[0, 1]])
    if (ends[:, 0] != ends[:, 1]).any() or (ends[1:, 0] == ends[:-1, 1]).any():
        raise DegenerateError("a cell lost an edge: planes are too nearly parallel")
    first, second = order.reshape(-1, 2).T
    one, other = at[first // d], at[second // d]
    crossing = inside[one] != inside[other]
    first, one, other = first[crossing], one[crossing], other[crossing]
    top, bottom = np.where(inside[one], one, other), np.where(inside[one], other, one)
    high = np.maximum(value[top], 0.0)
    share = (high / (high - value[bottom]))[:, None]
    points = cells.points[top] + share * (cells.points[bottom] - cells.points[top])
    return points, cells.incident[one], cells.cell[one], first % d


@dataclass(frozen=True)
class Measures:
    """Volumes (cells,), first moments (cells, d) and estimated errors of the volumes (cells,)."""

    volume: FloatArray
    moment: FloatArray
    error: FloatArray


def measure(cells: Cells, target: float = 0.0) -> Measures:
    """Return volumes and first moments by Lawrence's formula (1991) and its derivative.

    ``vol = sum over vertices of (c.v)^d / (d! |det A_v| prod(-c.e))``, e being
    the edges of a vertex, for any c that is constant on no edge. Coordinates
    are taken from the middle of each cell. Of several c the one with the
    smallest terms is used; how far it is from the next, and the rounding of its
    terms, are the error. More are tried where that exceeds `target`.
    """
    d, count = cells.points.shape[1], cells.count
    if d == 0 or count == 0:
        return Measures(np.ones(count), np.zeros((count, d)), np.zeros(count))
    volume, moment, error = _lawrence(cells, np.float64)
    coarse = np.flatnonzero(~(error <= target))
    if len(coarse) and np.finfo(np.longdouble).eps < np.finfo(np.float64).eps:
        again = np.isin(cells.cell, coarse)
        number = np.searchsorted(coarse, cells.cell[again])
        part = Cells(cells.points[again], cells.incident[again], number, cells.planes)
        volume[coarse], moment[coarse], error[coarse] = _lawrence(part, np.longdouble)
    return Measures(volume, moment, error)


def _lawrence(cells: Cells, kind: Any) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return volumes, moments and errors, computed in numbers of one kind."""
    starts = cells.starts
    sizes = np.diff(np.append(starts, len(cells.cell)))[:, None]
    middle = np.add.reduceat(cells.points, starts) / sizes
    width = np.maximum.reduceat(np.abs(cells.points - middle[cells.cell]), starts)
    width = np.maximum(width, 1e-300)
    unit = width.prod(axis=1)
    own, planes = cells.cell, cells.planes[cells.incident].astype(kind)
    offsets = np.einsum("vij,vj->vi", planes[..., :-1], middle[own].astype(kind)) + planes[..., -1]
    normals = planes[..., :-1] * width[own][:, None, :]
    edges, det = _inverse(normals)
    points = (cells.points - middle[own]) / width[own]
    if kind is not np.float64:
        points = -np.einsum("vij,vj->vi", edges, offsets)
    volume, moment, error = _steadiest(points, edges, det, own)
    moment = (moment * width + volume[:, None] * middle) * unit[:, None]
    return (volume * unit).astype(np.float64), moment.astype(np.float64), (error * unit).astype(np.float64)


def _inverse(matrices: Any) -> tuple[Any, Any]:
    """Return inverses and absolute determinants of (v, d, d), in the precision given."""
    if matrices.dtype == np.float64:
        det = np.abs(np.linalg.det(matrices))
        if (det == 0).any():
            raise DegenerateError("planes that meet in a vertex are parallel")
        return np.linalg.inv(matrices), det
    d = matrices.shape[-1]
    work = np.concatenate([matrices, np.broadcast_to(np.eye(d, dtype=matrices.dtype), matrices.shape)], axis=2)
    det = np.ones(len(work), dtype=matrices.dtype)
    rows = np.arange(len(work))
    for i in range(d):  # Gauss and Jordan, with partial pivoting
        pivot = i + np.abs(work[:, i:, i]).argmax(axis=1)
        work[rows, i], work[rows, pivot] = work[rows, pivot].copy(), work[rows, i].copy()
        head = work[rows, i, i]
        det *= np.abs(head)
        if (det == 0).any():
            raise DegenerateError("planes that meet in a vertex are parallel")
        work[:, i] /= head[:, None]
        factor = work[:, :, i].copy()
        factor[:, i] = 0
        work -= factor[:, :, None] * work[:, None, i]
    return work[:, :, d:], det


def _steadiest(points: Any, edges: Any, det: Any, cell: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Evaluate the formula with several objectives; keep the one with the smallest terms."""
    d, count = points.shape[1], int(cell[-1]) + 1
    moment, size = np.zeros((count, d)), np.full(count, np.inf)
    volumes, sizes = np.empty((_OBJECTIVES, count)), np.empty((_OBJECTIVES, count))
    random = np.random.Generator(np.random.SFC64(1991))
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    for attempt in range(_OBJECTIVES):
        found = _terms(points, edges, det, random.standard_normal(d), starts)
        volumes[attempt], sizes[attempt] = found[0], found[2]
        better = found[2] < size
        moment[better], size[better] = found[1][better], found[2][better]
    volume, error = _best(volumes, sizes)
    return volume, moment, error


def _best(volumes: FloatArray, sizes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the volume with the smallest terms, and its error if errors are as the sizes of terms."""
    at = sizes.argmin(axis=0), np.arange(sizes.shape[1])
    volume, size = volumes[at], sizes[at]
    with np.errstate(invalid="ignore"):
        rounding = np.nan_to_num(np.abs(volumes - volume) / sizes).max(axis=0)
        return volume, np.nan_to_num(_CAUTION * np.maximum(rounding, 1e-19) * size + 2e-16 * np.abs(volume), nan=np.inf)


def _terms(points: Any, edges: Any, det: Any, c: FloatArray, starts: IntArray) -> tuple[FloatArray, ...]:
    """Return volumes, first moments and the sums of the sizes of the terms."""
    d = points.shape[1]
    height = points @ c
    slope = np.einsum("j,vji->vi", c, edges)  # of c along each edge
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        term = height**d * (1.0 / (np.arange(1, d + 1) * -slope)).prod(axis=1) / det
        along = np.einsum("vji,vi->vj", edges, 1.0 / slope)
        # the derivative with respect to c of (c.v)^(d+1) / ((d+1)! |det A_v| prod(-c.e))
        moment = term[:, None] * (points - (height / (d + 1))[:, None] * along)
    volume = np.add.reduceat(term, starts)
    size = np.add.reduceat(np.abs(term), starts)
    size[~np.isfinite(size)] = np.inf
    return volume, np.add.reduceat(moment, starts), size
