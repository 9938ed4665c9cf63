"""Polytopes of weights: affine hull, vertices and triangulation.

A set of weights is ``{w : A w <= b, sum(w) = 1}``. It may be of lower dimension
than the simplex; it is then described inside its own affine hull.
"""

from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray

_FLAT = 1e-9  # slack below which an inequality is taken for an equation


class DegenerateError(Exception):
    """A body is too thin for floating-point geometry."""


@dataclass(frozen=True)
class Polytope:
    """A non-empty polytope in the coordinates of its own affine hull.

    ``w = origin + basis.T x`` for x with ``a.x + b <= 0`` for every row
    ``(a, b)`` of `half_spaces`; x = 0 is inside all of them strictly, by
    `slack`. `flattened` is the largest slack that was taken for none.
    """

    origin: FloatArray
    basis: FloatArray
    half_spaces: FloatArray
    slack: float = 1.0
    flattened: float = 0.0

    @property
    def dimension(self) -> int:
        """Dimension of the affine hull."""
        return len(self.basis)


def largest_slack(matrix: FloatArray, bounds: FloatArray, loose: BoolArray) -> tuple[FloatArray | None, float]:
    """Return a point of the set with the largest common slack in the loose rows.

    `None` where the set is empty.
    """
    from scipy.optimize import linprog

    n = matrix.shape[1]
    found = linprog(
        np.r_[np.zeros(n), -1.0],
        A_ub=np.c_[matrix, loose.astype(float)],
        b_ub=bounds,
        A_eq=np.r_[np.ones(n), 0.0][None],
        b_eq=[1.0],
        bounds=[(None, None)] * n + [(0.0, 1.0)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return (found.x[:n], float(found.x[n])) if found.status == 0 and found.x is not None else (None, 0.0)


def polytope(matrix: FloatArray, bounds: FloatArray) -> Polytope | None:
    """Return the set ``{w : A w <= b, sum(w) = 1}``, or `None` where it is empty.

    Rows without slack are found one by one and become equations of the hull.
    """
    size = np.abs(matrix).max(axis=1)
    matrix, bounds = matrix / size[:, None], bounds / size
    point, slack = largest_slack(matrix, bounds, np.ones(len(matrix), dtype=bool))
    if point is None:
        return None
    loose = np.ones(len(matrix), dtype=bool)
    flattened = 0.0
    if slack <= _FLAT:
        alone = [largest_slack(matrix, bounds, np.arange(len(matrix)) == i)[1] for i in range(len(matrix))]
        loose = np.array(alone) > _FLAT
        flattened = max([*np.array(alone)[~loose], _narrowest(matrix[~loose], bounds[~loose])])
        point, slack = largest_slack(matrix, bounds, loose)
        if point is None:  # empty, by less than the tolerance of the programme above
            return None
    equations = np.vstack([np.ones(matrix.shape[1]), matrix[~loose]])
    _, singular, rows = np.linalg.svd(equations)
    basis = rows[int((singular > _FLAT).sum()) :]
    inner = np.c_[matrix[loose] @ basis.T, matrix[loose] @ point - bounds[loose]]
    return Polytope(point, basis, inner[np.abs(inner[:, :-1]).max(axis=1, initial=0.0) > _FLAT], slack, flattened)


def _narrowest(matrix: FloatArray, bounds: FloatArray) -> float:
    """Return how far two rows that leave (nearly) nothing between them are from opposites."""
    apart = np.abs(matrix[:, None] + matrix[None]).max(axis=2) + np.abs(bounds[:, None] + bounds[None])
    return float(apart[apart <= 10 * _FLAT].max(initial=0.0))


def rounded(body: Polytope) -> Polytope:
    """Return the same body in coordinates in which it is about as wide in every direction.

    A walk with steps in uniform directions needs that: in a thin body it would
    hardly move. Points furthest in many directions give the centre and the axes.
    """
    for _ in range(3):
        far = _furthest(body)
        centre = far.mean(axis=0)
        axes = np.linalg.cholesky(np.cov(far, rowvar=False, ddof=0).reshape(body.dimension, -1))
        normals, offsets = body.half_spaces[:, :-1], body.half_spaces[:, -1]
        moved = np.c_[normals @ axes, normals @ centre + offsets]
        moved /= np.linalg.norm(moved[:, :-1], axis=1, keepdims=True)
        body = Polytope(body.origin + centre @ body.basis, axes.T @ body.basis, moved)
    return body


def _furthest(body: Polytope) -> FloatArray:
    from scipy.optimize import linprog

    d = body.dimension
    some = np.random.Generator(np.random.SFC64(0)).standard_normal((2 * d, d))
    found = [
        linprog(-direction, body.half_spaces[:, :-1], -body.half_spaces[:, -1], bounds=(None, None), method="highs")
        for direction in np.vstack([np.eye(d), -np.eye(d), some, -some])
    ]
    if any(result.status != 0 for result in found):
        raise DegenerateError("no furthest point was found")
    return np.array([result.x for result in found])


def needed(half_spaces: FloatArray) -> FloatArray:
    """Return the rows ``a.x + b <= 0`` without those that the others imply."""
    from scipy.optimize import linprog

    rows = half_spaces / np.linalg.norm(half_spaces[:, :-1], axis=1, keepdims=True)
    rows = rows[np.sort(np.unique(rows.round(12), axis=0, return_index=True)[1])]
    kept = np.ones(len(rows), dtype=bool)
    for i, row in enumerate(rows):
        kept[i] = False
        others = rows[kept]
        found = linprog(
            -row[:-1],
            A_ub=np.vstack([others[:, :-1], row[:-1]]),
            b_ub=np.append(-others[:, -1], 1.0 - row[-1]),
            bounds=(None, None),
            method="highs",
        )
        kept[i] = found.status != 0 or row[-1] - found.fun > _FLAT
    return rows[kept]


def corner_bounds(body: Polytope) -> FloatArray:
    """Return the d + 1 planes ``a.x + b >= 0`` of a simplex that holds the body with some room."""
    from scipy.optimize import linprog

    d = body.dimension
    inward = np.vstack([np.eye(d), -np.ones(d)])
    rows = body.half_spaces
    found = [linprog(a, rows[:, :-1], -rows[:, -1], bounds=(None, None), method="highs") for a in inward]
    if any(result.status != 0 for result in found):
        raise DegenerateError("no furthest point was found")
    lowest = np.array([result.fun for result in found])
    room = 0.1 * -lowest.sum()  # a tenth of how much of the sum of coordinates the body takes
    return np.c_[inward, room - lowest]


def vertices(body: Polytope) -> FloatArray:
    """Return the vertices in the coordinates of the hull, ``(vertices, d)``."""
    if body.dimension == 0:
        return np.zeros((1, 0))
    normals, offsets = body.half_spaces[:, :-1], body.half_spaces[:, -1]
    if body.dimension == 1:
        ends = -offsets / normals[:, 0]
        return np.array([[ends[normals[:, 0] < 0].max()], [ends[normals[:, 0] > 0].min()]])
    from scipy.spatial import HalfspaceIntersection, QhullError

    try:
        corners = HalfspaceIntersection(body.half_spaces, np.zeros(body.dimension)).intersections
    except QhullError as error:
        raise DegenerateError(str(error).partition("\n")[0]) from None
    corners = corners[np.isfinite(corners).all(axis=1)]
    return corners[np.sort(np.unique(corners.round(10), axis=0, return_index=True)[1])]


def triangulation(corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return simplices ``(k, d + 1, d)`` that fill the hull of the corners, and their volumes."""
    dimension = corners.shape[1]
    if len(corners) == dimension + 1:
        parts = corners[None]
    else:
        from scipy.spatial import Delaunay, QhullError

        try:
            parts = corners[Delaunay(corners, qhull_options="Qt Qbb Qc Qz Q12").simplices]
        except QhullError as error:
            raise DegenerateError(str(error).partition("\n")[0]) from None
    edges = parts[:, 1:] - parts[:, :1]
    volumes = np.abs(np.linalg.det(edges)) if dimension else np.ones(len(parts))
    keep = volumes > volumes.max() * 1e-14
    return parts[keep], volumes[keep]
