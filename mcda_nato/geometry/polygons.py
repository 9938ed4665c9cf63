"""Polygons in the plane: clipped by half-planes, their areas, and what is straight in them."""

import numpy as np

from mcda_nato.arrays import FloatArray

_STRAIGHT = 1e-13  # a corner that is nearer to the line between its neighbours is none


def clipped(polygon: FloatArray, half_plane: FloatArray, flat: float = 1e-12) -> FloatArray:
    """Return the part of a convex polygon ``(k, 2)`` in which ``a x + b y + c >= 0``.

    Corners within `flat` of the line are on it (Sutherland and Hodgman 1974).
    What has fewer than three corners is empty: ``(0, 2)``.
    """
    values = polygon @ half_plane[:2] + half_plane[2]
    values = np.where(np.abs(values) <= flat, 0.0, values)
    if (values >= 0).all():
        return polygon
    kept = []
    for i in range(len(polygon)):
        here, there = values[i - 1], values[i]
        if here * there < 0:
            share = here / (here - there)
            kept.append(polygon[i - 1] + share * (polygon[i] - polygon[i - 1]))
        if there >= 0:
            kept.append(polygon[i])
    return np.array(kept) if len(kept) > 2 and (values > 0).any() else np.empty((0, 2))


def signed_area(polygon: FloatArray) -> float:
    """Return the area, negative where the corners run clockwise."""
    if len(polygon) < 3:
        return 0.0
    (x, y), (u, v) = (polygon - polygon[0]).T, (np.roll(polygon, -1, axis=0) - polygon[0]).T
    return float((x * v - u * y).sum() / 2.0)


def cornered(polygon: FloatArray) -> FloatArray:
    """Return a polygon without corners that repeat their predecessor or lie straight between their neighbours."""
    polygon = polygon[np.abs(polygon - np.roll(polygon, 1, axis=0)).max(axis=1) > _STRAIGHT]
    back, on = np.roll(polygon, 1, axis=0) - polygon, np.roll(polygon, -1, axis=0) - polygon
    cross = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0])
    length = np.linalg.norm(back - on, axis=1)
    bent = cross > _STRAIGHT * np.where(length > 0, length, 1.0)
    return polygon[bent] if bent.sum() > 2 else polygon


def inside(polygon: FloatArray, points: FloatArray) -> np.ndarray:
    """Return how often a polygon winds about each of the points ``(k, 2)``, by crossings of a ray to the right."""
    (x, y), (u, v) = polygon.T, np.roll(polygon, -1, axis=0).T
    px, py = points[:, :1], points[:, 1:]
    left = (u - x) * (py - y) - (px - x) * (v - y)
    up, down = (y <= py) & (v > py) & (left > 0), (y > py) & (v <= py) & (left < 0)
    return np.asarray(up.sum(axis=1) - down.sum(axis=1))
