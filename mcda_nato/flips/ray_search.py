"""Near ties of a method of which no form is known: rays, halving and random steps.

Every tie that is returned has been seen; nothing says that none is nearer.
The directions are the same in every run.
"""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.flips import nearest_plane

#: Tells of weights ``(p, n)`` which alternatives are level with the winner or ahead, ``(p, m)``.
Level = Callable[[FloatArray], BoolArray]

_DIRECTIONS = 200
_MESH = 16
_HALVINGS = 45
_SWAYS = (0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)  # shares of the way by which ends are moved
_TRIES = 24
_DEEPENED = 3  # challengers that are searched for further


def seek(level: Level, weights: FloatArray, norm: str, count: int) -> tuple[FloatArray, FloatArray]:
    """Return distances ``(m,)``, infinite where no tie was seen, and the weights of the ties ``(m, n)``."""
    free = weights > 0 if norm == "ratio" else np.ones(len(weights), dtype=bool)
    random = np.random.Generator(np.random.SFC64(0))
    ends = _ends(free, random)
    ties, found = _first(level, weights, ends, count)
    far = np.where(found, nearest_plane.distance(ties, weights, norm), np.inf)  # (rays, m)
    best = far.argmin(axis=0)
    owners = np.arange(count)
    points, distance = ties[best, owners], far[best, owners]
    for owner in np.argsort(distance, kind="stable")[:_DEEPENED]:
        if np.isfinite(distance[owner]):
            points[owner] = _swayed(level, weights, norm, points[owner], int(owner), random)
    distance = np.where(np.isfinite(distance), nearest_plane.distance(points, weights, norm), np.inf)
    return distance, points


def _ends(free: BoolArray, random: np.random.Generator) -> FloatArray:
    n = len(free)
    corners = np.eye(n)[free]
    middles = [(corners[i] + corners[k]) / 2.0 for i, k in combinations(range(len(corners)), 2)]
    drawn = np.zeros((_DIRECTIONS, n))
    drawn[:, free] = random.dirichlet(np.ones(len(corners)), _DIRECTIONS)
    return np.vstack([corners, *middles, drawn])


def _first(level: Level, weights: FloatArray, ends: FloatArray, count: int) -> tuple[FloatArray, BoolArray]:
    """Return each alternative's first tie on each ray, ``(rays, m, n)``, and whether one was seen."""
    mesh = np.arange(1, _MESH + 1) / _MESH
    points = weights + mesh[:, None] * (ends - weights)[:, None]
    seen = level(points.reshape(-1, len(weights))).reshape(len(ends), _MESH, count)
    found, at = np.asarray(seen.any(axis=1)), seen.argmax(axis=1)
    ray, owner = np.nonzero(found)
    high = mesh[at[ray, owner]]
    ties = np.full((len(ends), count, len(weights)), np.nan)
    ties[ray, owner] = _halved(level, weights, ends[ray], owner, high - 1.0 / _MESH, high)
    return ties, found


def _halved(
    level: Level, weights: FloatArray, ends: FloatArray, owner: IntArray, low: FloatArray, high: FloatArray
) -> FloatArray:
    """Return the ties between two shares of the way to each end, at the nearer of which there is none."""
    rows, apart = np.arange(len(ends)), ends - weights
    for _ in range(_HALVINGS if len(ends) else 0):
        middle = 0.5 * (low + high)
        tied = level(weights + middle[:, None] * apart)[rows, owner]
        high, low = np.where(tied, middle, high), np.where(tied, low, middle)
    return np.where((high == 1.0)[:, None], ends, weights + high[:, None] * apart)


def _swayed(
    level: Level, weights: FloatArray, norm: str, point: FloatArray, owner: int, random: np.random.Generator
) -> FloatArray:
    """Move a tie at random, keep what ties nearer by, with smaller and smaller moves."""
    for sway in _SWAYS:
        noise = random.standard_normal((_TRIES, len(weights))) * np.abs(point - weights).max()
        moved = np.maximum(point + sway * noise * (point > 0), 0.0)
        moved /= moved.sum(axis=1, keepdims=True)
        nearer = weights + (1.0 - 0.1 * sway) * (moved - weights)
        closer = nearest_plane.distance(nearer, weights, norm) < nearest_plane.distance(point, weights, norm)
        tied = level(nearer)[:, owner] & closer
        if tied.any():
            found = nearer[tied]
            ends = _halved(level, weights, found, np.full(len(found), owner), np.zeros(len(found)), np.ones(len(found)))
            point = ends[nearest_plane.distance(ends, weights, norm).argmin()]
    return point
