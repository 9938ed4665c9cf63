"""Draws: uniform numbers to weights and cells, scenarios along the last axis.

Columns ``(n, c)``, a scenario a column, come from uniforms ``(d, c)`` strictly
inside (0, 1), so that pseudo-random and quasi-random numbers go through the
same transform, or from a generator where no such transform is known.
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from mcda_nato.arrays import Buffers, FloatArray, sorted_rows

#: Walkers of a hit-and-run chain that step together.
WALKERS = 64
_NETWORK = 8  # rows up to which comparing pairs beats numpy.sort


def simplex(uniforms: FloatArray, buffers: Buffers | None = None) -> FloatArray:
    """Return points uniform on the simplex, ``(d, c) -> (d + 1, c)``.

    The spacings of sorted uniforms (a flat Dirichlet distribution): no
    logarithm, so the same bits on every processor, and columns sum to 1.
    Overwrites its argument.
    """
    d, c = uniforms.shape
    buffers = Buffers() if buffers is None else buffers
    points = buffers("points", (d + 1, c))
    if d == 0:
        points[0] = 1.0
        return points
    ordered: Sequence[FloatArray] = list(uniforms)
    if d <= _NETWORK:
        ordered = sorted_rows(list(uniforms), buffers("spare", (c,)))
    else:
        uniforms.sort(axis=0)
    points[0] = ordered[0]
    for k in range(1, d):
        np.subtract(ordered[k], ordered[k - 1], out=points[k])
    np.subtract(1.0, ordered[-1], out=points[-1])
    return points


def combine(vertices: FloatArray, points: FloatArray) -> FloatArray:
    """Return ``sum_k s_k v_k``: vertices ``(k, n)`` and points ``(k, c)`` to ``(n, c)``."""
    columns = np.zeros((vertices.shape[1], points.shape[1]))
    for vertex, share in zip(vertices, points, strict=True):
        for j in np.flatnonzero(vertex):
            columns[j] += vertex[j] * share
    return columns


def triangulated(vertices: FloatArray, cumulative: FloatArray, uniforms: FloatArray) -> FloatArray:
    """Return points uniform on a triangulated polytope, ``(d + 1, c) -> (n, c)``.

    Vertices are ``(simplices, d + 1, n)``; the last uniform picks a simplex by
    the cumulative shares of the volume.
    """
    which = np.searchsorted(cumulative, uniforms[-1], side="right").clip(max=len(vertices) - 1)
    points = simplex(np.array(uniforms[:-1]))
    columns = np.zeros((vertices.shape[2], points.shape[1]))
    for k, share in enumerate(points):
        columns += vertices[which, k].T * share
    return columns


def gamma_shares(rng: Generator, shape: FloatArray, count: int) -> FloatArray:
    """Return Dirichlet weights ``(n, count)`` for positive shapes ``(n,)``.

    For small shapes gamma variables underflow, so they are made one shape
    higher and brought down in logarithms.
    """
    draws = rng.standard_gamma(shape[:, None] + 1.0, size=(len(shape), count))
    logs = np.log(draws) + np.log(rng.random((len(shape), count))) / shape[:, None]
    return shares(logs)


def shares(logs: FloatArray) -> FloatArray:
    """Return columns in proportion to their exponentials, summing to 1."""
    parts = np.exp(logs - logs.max(axis=0))
    return parts / parts.sum(axis=0)


def triangular(uniforms: FloatArray, low: FloatArray, mode: FloatArray, high: FloatArray) -> FloatArray:
    """Return quantiles of the triangular distribution, elementwise; low < high."""
    width = high - low
    left = (mode - low) / width
    below = low + np.sqrt(uniforms * width * (mode - low))
    above = high - np.sqrt((1.0 - uniforms) * width * (high - mode))
    return np.where(uniforms < left, below, above)


def hit_and_run(rng: Generator, half_spaces: FloatArray, start: FloatArray, count: int) -> FloatArray:
    """Walk inside ``a.x + b <= 0`` from a point and return `count` places, ``(count, d)``.

    Each step moves to a uniform point of the chord in a uniform direction
    (Smith 1984, doi:10.1287/opre.32.6.1296). Several walkers take a burn-in
    of ``50 + 10 d`` steps, then every step is a place: places are dependent.
    """
    normals, offsets = half_spaces[:, :-1], half_spaces[:, -1]
    place = np.broadcast_to(start, (WALKERS, len(start))).copy()
    rounds = -(-count // WALKERS)
    places = np.empty((rounds, WALKERS, len(start)))
    for step in range(-(50 + 10 * len(start)), rounds):
        direction = rng.standard_normal(place.shape)
        slope = direction @ normals.T
        slack = np.maximum(-(place @ normals.T + offsets), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = slack / slope
        far = np.where(slope > 0, reach, np.inf).min(axis=1)
        near = np.where(slope < 0, reach, -np.inf).max(axis=1)
        place += (near + (far - near) * rng.random(WALKERS))[:, None] * direction
        if step >= 0:
            places[step] = place
    return places.reshape(-1, len(start))[:count]
