"""Near flips of a method of which no form is known: rays, halving and random steps.

Every flip that is returned has been seen; nothing says that none is nearer.
The directions are the same in every run.
"""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.flips import nearest_plane

#: Tells of weights ``(p, n)`` which alternatives are ahead of the winner (2) or level with it (1), ``(p, m)``.
Standing = Callable[[FloatArray], IntArray]

#: Distances ``(m,)``, infinite where nothing was seen, and weights ``(m, n)``.
Seen = tuple[FloatArray, FloatArray]

_DIRECTIONS = 200
_MESH = 16
_HALVINGS = 45
_SWAYS = (0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.003, 0.001)  # shares of the way by which ends are moved
_TRIES = 32
_DEEPENED = 3  # challengers that are searched for further
_CLOSE = (1e-6, 1e-5)  # shares of the way to an end that are close by


def seek(standing: Standing, weights: FloatArray, norm: str, count: int) -> tuple[Seen, Seen]:
    """Return the nearest weights beyond which each alternative is ahead, and the nearest at which it is only level."""
    random = np.random.Generator(np.random.SFC64(0))
    ends = _ends(_free(weights, norm), random)
    flips, draws = _first(standing, weights, ends, count)
    distance, points = _nearest(flips, weights, norm)
    for owner in np.argsort(distance, kind="stable")[:_DEEPENED]:
        if np.isfinite(distance[owner]):
            points[owner] = _swayed(standing, weights, norm, points[owner], int(owner), random)
    distance = np.where(np.isfinite(distance), nearest_plane.distance(points, weights, norm), np.inf)
    return (distance, points), _nearest(draws, weights, norm)


def close_by(weights: FloatArray, norm: str) -> FloatArray:
    """Return weights ``(p, n)`` around others, on the same rays as `seek`."""
    ends = _ends(_free(weights, norm), np.random.Generator(np.random.SFC64(0)))
    return np.vstack([weights + share * (ends - weights) for share in _CLOSE])


def _free(weights: FloatArray, norm: str) -> BoolArray:
    return weights > 0 if norm == "ratio" else np.ones(len(weights), dtype=bool)


def _nearest(ties: FloatArray, weights: FloatArray, norm: str) -> Seen:
    """Return the nearest of the points ``(rays, m, n)``, NaN where there is none, for each alternative."""
    far = np.where(np.isnan(ties[..., 0]), np.inf, nearest_plane.distance(ties, weights, norm))
    best, owners = far.argmin(axis=0), np.arange(far.shape[1])
    return far[best, owners], ties[best, owners]


def _ends(free: BoolArray, random: np.random.Generator) -> FloatArray:
    n = len(free)
    corners = np.eye(n)[free]
    middles = [(corners[i] + corners[k]) / 2.0 for i, k in combinations(range(len(corners)), 2)]
    drawn = np.zeros((_DIRECTIONS, n))
    drawn[:, free] = random.dirichlet(np.ones(len(corners)), _DIRECTIONS)
    return np.vstack([corners, *middles, drawn])


def _first(standing: Standing, weights: FloatArray, ends: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Return where each alternative first gets ahead on each ray, ``(rays, m, n)``, NaN where it does not.

    Then where it is level before, or without, being ahead.
    """
    mesh = np.arange(1, _MESH + 1) / _MESH
    points = weights + mesh[:, None] * (ends - weights)[:, None]
    seen = standing(points.reshape(-1, len(weights))).reshape(len(ends), _MESH, count)
    ahead = seen == 2
    level = (seen == 1) & (np.cumsum(ahead, axis=1) == 0)

    def located(there: BoolArray, least: int) -> FloatArray:
        ray, owner = np.nonzero(there.any(axis=1))
        high = mesh[there.argmax(axis=1)[ray, owner]]
        ties = np.full((len(ends), count, len(weights)), np.nan)
        ties[ray, owner] = _halved(standing, weights, ends[ray], owner, (high - 1.0 / _MESH, high), least)
        return ties

    return located(ahead, 2), located(level, 1)


def _halved(
    standing: Standing,
    weights: FloatArray,
    ends: FloatArray,
    owner: IntArray,
    between: tuple[FloatArray, FloatArray],
    least: int,
) -> FloatArray:
    """Return where standings reach the least one between two shares of the way to each end."""
    rows, apart, (low, high) = np.arange(len(ends)), ends - weights, between
    for _ in range(_HALVINGS if len(ends) else 0):
        middle = 0.5 * (low + high)
        reached = standing(weights + middle[:, None] * apart)[rows, owner] >= least
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return np.where((high == 1.0)[:, None], ends, weights + high[:, None] * apart)


def _swayed(
    standing: Standing, weights: FloatArray, norm: str, point: FloatArray, owner: int, random: np.random.Generator
) -> FloatArray:
    """Move a flip at random, keep what is ahead nearer by, with smaller and smaller moves."""
    for sway in _SWAYS:
        noise = random.standard_normal((_TRIES, len(weights))) * np.abs(point - weights).max()
        moved = np.maximum(point + sway * noise * (point > 0), 0.0)
        moved /= moved.sum(axis=1, keepdims=True)
        nearer = weights + (1.0 - 0.1 * sway) * (moved - weights)
        closer = nearest_plane.distance(nearer, weights, norm) < nearest_plane.distance(point, weights, norm)
        ahead = (standing(nearer)[:, owner] == 2) & closer
        if ahead.any():
            found = nearer[ahead]
            whole = np.zeros(len(found)), np.ones(len(found))
            ends = _halved(standing, weights, found, np.full(len(found), owner), whole, 2)
            point = ends[nearest_plane.distance(ends, weights, norm).argmin()]
    return point
