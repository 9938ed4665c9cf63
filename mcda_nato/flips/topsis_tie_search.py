"""Searches for near ties beyond which the winner loses: each is attained, none is proven to be the nearest.

With ``u = w**2``, i precedes k where ``f(w) = u' M u > 0``; M is symmetric. A
tie counts where f turns negative beyond it; those that are only touched are
kept apart.
"""

from itertools import combinations, product

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.flips import nearest_plane, overtaking, tie_refinement
from mcda_nato.flips.topsis_tie_bound import Nearest

_MESH = 24  # points on either side of a target at which a ray is tried
_HALVINGS = 54
_TANGENTS = 6  # steps of the search before a general optimiser goes on
_DEEPENED = 32  # owners, the nearest, that go on from what the rays found
_FACES = 8  # criteria up to which all faces of the simplex are tried
_NEAR = 1e-9  # share of the distance that is not worth a step
_STEPS = (1.0, 0.5, 0.2, 0.05, 0.01)


def comparison(forms: FloatArray, points: FloatArray) -> FloatArray:
    """Return f, ``(k, e)``, of forms ``(k, n, n)`` at points ``(k, e, n)``."""
    squares = points * points
    return ((squares @ forms) * squares).sum(axis=-1)


def gradient(form: FloatArray, point: FloatArray) -> FloatArray:
    """Return the derivatives of f by the weights, ``(n,)``."""
    return 4.0 * point * (form @ (point * point))


def to_the_boundary(weights: FloatArray, ends: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return where the rays from the weights through the ends leave the simplex, and the ends' share of the way."""
    apart = ends - weights
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(apart < 0, weights / -apart, np.inf)
    last = times.min(axis=-1, keepdims=True)
    last = np.where(np.isfinite(last), np.maximum(last, 1.0), 1.0)
    outer = np.where(times <= last, 0.0, np.maximum(weights + last * apart, 0.0))
    return outer / outer.sum(axis=-1, keepdims=True), 1.0 / last[..., 0]


def first_ties(
    forms: FloatArray, weights: FloatArray, ends: FloatArray, sure: FloatArray | None = None
) -> tuple[FloatArray, BoolArray]:
    """Return the first tie before a loss on each ray through the ends ``(k, e, n)``, and whether one was seen.

    A loss is where the forms `sure`, by default the forms themselves, are negative.
    """
    outer, share = to_the_boundary(weights, ends)
    mesh = np.arange(1, _MESH + 1) / _MESH
    times = np.concatenate([mesh * share[..., None], share[..., None] + mesh * (1.0 - share[..., None])], axis=-1)
    apart = outer - weights
    k, e, n = ends.shape
    points = weights + times[..., None] * apart[..., None, :]
    points = points.reshape(k, -1, n)
    lost = comparison(forms if sure is None else sure, points).reshape(k, e, -1) < 0
    found, at = np.asarray(lost.any(axis=-1)), lost.argmax(axis=-1)
    at = _run_before(comparison(forms, points).reshape(k, e, -1) <= 0, at)
    padded = np.concatenate([np.zeros((k, e, 1)), times], axis=-1)
    low, high = (np.take_along_axis(padded, at[..., None] + step, axis=-1) for step in (0, 1))
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        below = (comparison(forms, weights + middle * apart) <= 0)[..., None]
        high, low = np.where(below, middle, high), np.where(below, low, middle)
    return np.where(high == 1.0, outer, weights + high * apart), found


def _run_before(level: BoolArray, at: IntArray) -> IntArray:
    """Return where the run of ties begins that ends at these places of the last axis."""
    ahead = ~level & (np.arange(level.shape[-1]) < at[..., None])
    last = level.shape[-1] - 1 - ahead[..., ::-1].argmax(axis=-1)
    return np.asarray(np.where(ahead.any(axis=-1), last + 1, 0))


class Search:
    """The nearest tie known of each owner, in a shape that `topsis_tie_bound.lower_bounds` reads.

    `drawn` and `draw_points` are the nearest ties known that are only touched.
    """

    def __init__(self, forms: FloatArray, weights: FloatArray, norm: str, sure: FloatArray | None = None) -> None:
        self.forms, self.weights, self.norm = forms, weights, norm
        self.sure = forms if sure is None else sure
        shape = (len(forms), len(weights))
        self.points, self.draw_points = np.full(shape, np.nan), np.full(shape, np.nan)
        self.drawn = np.full(len(forms), np.inf)
        self.nearest = Nearest(np.full(len(forms), np.inf), np.zeros(shape))

    def run(self) -> None:
        """Look along the edges and at faces on which everything ties; then go on from there."""
        owners = np.arange(len(self.forms))
        n = len(self.weights)
        corners = np.eye(n)
        middles = [(corners[i] + corners[k]) / 2.0 for i, k in combinations(range(n), 2)]
        starts = np.vstack([corners, *middles])
        self._look(owners, np.broadcast_to(starts, (len(owners), *starts.shape)))
        self._tied_faces()
        self._descend(owners)

    def improve(self, owners: IntArray, ends: FloatArray) -> None:
        """Look along rays; go on from what is nearer than before."""
        before = self.nearest.distance[owners].copy()
        self._look(owners, ends)
        nearer = self.nearest.distance[owners] < before
        if nearer.any():
            self._descend(owners[nearer])

    def _look(self, owners: IntArray, ends: FloatArray) -> BoolArray:
        """Keep the nearest ties on these rays; return for which owners they are nearer by more than rounding."""
        points, found = first_ties(self.forms[owners], self.weights, ends, self.sure[owners])
        far = np.where(found, nearest_plane.distance(points, self.weights, self.norm), np.inf)
        best = far.argmin(axis=1)
        rows = np.arange(len(owners))
        known = self.nearest.distance[owners]
        nearer = far[rows, best] < known
        self.points[owners[nearer]] = points[rows, best][nearer]
        self.nearest.distance[owners[nearer]] = far[rows, best][nearer]
        return nearer & (far[rows, best] < known * (1.0 - 1e-13))

    def _tied_faces(self) -> None:
        """Try faces of the simplex on which f is 0: no gradient leads there."""
        n = len(self.weights)
        masks = np.array(list(product((0.0, 1.0), repeat=n))[1:]) if n <= _FACES else np.empty((0, n))
        for owner, form in enumerate(self.forms):
            own = masks if n <= _FACES else (np.diag(form) == 0)[None] * 1.0
            tied = (own @ np.abs(form) * own).sum(axis=-1) == 0
            for mask in own[tied & own.any(axis=-1)]:
                self._tied_face(owner, 1.0 - mask)

    def _tied_face(self, owner: int, normal: FloatArray) -> None:
        """Keep the nearest point of a face, beyond which the winner loses, or which is only touched."""
        point = nearest_plane.nearest(normal, self.weights, self.norm)
        if point is None:
            return
        far = float(nearest_plane.distance(point, self.weights, self.norm))
        if not overtaking.near_face(self.forms[owner], point, np.ones(len(point), dtype=bool)):
            if far < self.drawn[owner]:
                self.drawn[owner], self.draw_points[owner] = far, point
        elif far <= self.nearest.distance[owner] * (1.0 + 1e-12):
            self.nearest.distance[owner], self.points[owner] = far, point
            if self.norm != "l2":
                self.nearest.form[owner] = nearest_plane.support(normal, self.weights, self.norm)

    def _descend(self, owners: IntArray) -> None:
        """Go on from each tie by tangents, then by a general optimiser where tangents do not end."""
        active = owners[np.argsort(self.nearest.distance[owners], kind="stable")[:_DEEPENED]]
        active = active[np.isfinite(self.nearest.distance[active])]
        for _ in range(_TANGENTS):
            active = self._step(active)
        for owner in active:
            end = tie_refinement.polished(self.forms[owner], self.weights, self.points[owner], self.norm)
            if end is not None:
                self._look(np.array([owner]), end[None, None])
        self._step(active)

    def _step(self, owners: IntArray) -> IntArray:
        """Replace f by its tangent at each tie and look along rays towards its nearest point; return who moved."""
        targets = {int(owner): self._target(owner) for owner in owners}
        moved = np.array([owner for owner, target in targets.items() if target is not None], dtype=np.int64)
        if len(moved):
            here = self.points[moved][:, None]
            aim = np.array([targets[int(owner)] for owner in moved])[:, None]
            self._look(moved, here + np.array(_STEPS)[:, None] * (aim - here))
        return moved

    def _target(self, owner: int) -> FloatArray | None:
        """Return the nearest point of the tangent, `None` where the tie is as near."""
        here = self.points[owner]
        normal = gradient(self.forms[owner], here)
        normal = normal - normal @ here
        if normal @ self.weights <= 0 or normal.min() > 0:
            return None
        target = nearest_plane.nearest(normal, self.weights, self.norm)
        if target is None:
            return None
        if self.norm != "l2":
            self.nearest.form[owner] = nearest_plane.support(normal, self.weights, self.norm)
        far = nearest_plane.distance(target, self.weights, self.norm)
        return target if far < self.nearest.distance[owner] * (1.0 - _NEAR) else None
