"""The nearest weights on the other side of a plane.

Given weights w and a comparison that is lost where ``a.x <= 0``, find the
nearest x in the weight simplex (``x >= 0``, ``sum(x) = 1``) with ``a.x <= 0``.
Each norm has its own exact algorithm; none iterates to a tolerance.
"""

from collections.abc import Callable

import numpy as np

from mcda_nato.arrays import FloatArray


def distance(points: FloatArray, weights: FloatArray, norm: str) -> FloatArray:
    """Return how far ``(..., n)`` points are from the weights ``(n,)``.

    For "ratio" it is the least theta for which some c has ``c x_j / w_j`` within
    ``[1/theta, theta]`` for all j, infinite where a zero appears or vanishes.
    """
    if norm == "ratio":
        held = weights > 0
        ratios = points[..., held] / weights[held]
        low, high = ratios.min(axis=-1), ratios.max(axis=-1)
        with np.errstate(divide="ignore"):
            theta = np.sqrt(high / low)
        return np.where((points[..., ~held] > 0).any(axis=-1), np.inf, theta)
    moved = np.abs(points - weights)
    if norm == "max":
        return moved.max(axis=-1)
    return moved.sum(axis=-1) if norm == "l1" else np.sqrt((moved * moved).sum(axis=-1))


def nearest(normal: FloatArray, weights: FloatArray, norm: str) -> FloatArray | None:
    """Return the nearest x in the simplex with ``normal.x <= 0``, `None` where there is none."""
    if normal @ weights <= 0:
        return weights.copy()
    if normal.min() > 0:
        return None
    found = NEAREST[norm](normal, weights)
    if found is not None and normal.min() == 0.0:  # the plane only touches: what must vanish does so exactly
        found = np.where(normal > 0, 0.0, found)
        found = found / found.sum()
    return found


def _moved_mass(normal: FloatArray, weights: FloatArray) -> tuple[FloatArray, int]:
    """Return what each criterion gives to the one with the least normal, and the last giver.

    The mass that lowers ``normal.x`` most goes first, so that the least is moved.
    """
    order = np.argsort(-normal, kind="stable")
    gain = normal[order] - normal.min()
    given = weights[order]
    lowered = np.cumsum(given * gain)
    need = normal @ weights
    last = int(np.searchsorted(lowered, need))
    if normal.min() == 0.0 or last >= int((gain > 0).sum()):  # all of it has to go
        moved = np.where(gain > 0, given, 0.0)
        last = 0
    else:
        before = lowered[last - 1] if last else 0.0
        moved = np.where(np.arange(len(given)) < last, given, 0.0)
        moved[last] = (need - before) / gain[last]
    out = np.empty_like(moved)
    out[order] = moved
    return out, int(order[last])


def _nearest_l1(normal: FloatArray, weights: FloatArray) -> FloatArray:
    moved, _ = _moved_mass(normal, weights)
    found = np.maximum(weights - moved, 0.0)
    found[normal.argmin()] += moved.sum()
    return found


def _nearest_l2(normal: FloatArray, weights: FloatArray) -> FloatArray:
    """Follow the projection of ``w - mu a`` to the simplex while mu grows from 0.

    ``x_j = w_j - mu a_j - nu`` on a support that only shrinks: its mean of a
    falls as those above it leave, so nothing can come back. A zero weight is in
    the support from the start, where its a is below that mean, or never.
    """
    inside = weights > 0
    for j in np.argsort(normal, kind="stable"):
        if not inside[j] and normal[j] < normal[inside].mean():
            inside[j] = True
    found = weights.copy()
    while (left := normal @ found) > 0:
        speed = np.where(inside, normal - normal[inside].mean(), 0.0)
        steps = np.divide(found, speed, out=np.full_like(found, np.inf), where=speed > 0)
        rate = normal @ speed
        if not np.isfinite(steps.min()) or rate <= 0:
            break
        step = min(left / rate, steps.min())
        found = np.maximum(found - step * speed, 0.0)
        if step < steps.min():
            break
        gone = steps <= step
        found[gone] = 0.0
        inside &= ~gone
    return found / found.sum()


def _reaches(normal: FloatArray, weights: FloatArray) -> FloatArray:
    """Return, for each multiplier ``a_l``, the least delta that it allows, ``(n,)``.

    If every weight may move by delta, ``a.x`` can fall by the least over l of
    ``sum_j (a_j - a_l)+ min(w_j, delta) + delta sum_j (a_l - a_j)+`` (duality);
    each is concave in delta, linear between the weights.
    """
    falls = np.maximum(normal - normal[:, None], 0.0)
    rises = np.maximum(normal[:, None] - normal, 0.0).sum(axis=1)
    knots = np.r_[0.0, np.sort(weights)]
    reached = np.minimum(weights, knots[:, None]) @ falls.T + knots[:, None] * rises  # (n + 1, n)
    need = normal @ weights
    least = np.empty_like(weights)
    for column in range(len(weights)):
        at = min(int(np.searchsorted(reached[:, column], need)), len(knots)) - 1
        slope = falls[column][weights > knots[at]].sum() + rises[column]
        more = (need - reached[at, column]) / slope if slope > 0 else 0.0
        least[column] = knots[at] + more
    return least


def _nearest_max(normal: FloatArray, weights: FloatArray) -> FloatArray:
    delta = _reaches(normal, weights).max()
    low = np.maximum(weights - delta, 0.0)
    order = np.argsort(normal, kind="stable")
    room = (weights + delta - low)[order]
    taken = np.cumsum(room) - room
    found = np.empty_like(low)
    found[order] = low[order] + np.clip(1.0 - low.sum() - taken, 0.0, room)
    return found


def _nearest_ratio(normal: FloatArray, weights: FloatArray) -> FloatArray | None:
    """Divide the weights that help the winner by theta and multiply the others by it."""
    parts = normal * weights
    against = -parts[parts < 0].sum()
    if against == 0:
        return None
    theta = np.sqrt(parts[parts > 0].sum() / against)
    found = weights * np.where(normal > 0, 1.0 / theta, np.where(normal < 0, theta, 1.0))
    return found / found.sum()


NEAREST: dict[str, Callable[[FloatArray, FloatArray], FloatArray | None]] = {
    "l1": _nearest_l1,
    "l2": _nearest_l2,
    "max": _nearest_max,
    "ratio": _nearest_ratio,
}


def support(normal: FloatArray, weights: FloatArray, norm: str) -> FloatArray:
    """Return a linear form that bounds the distance from below, for the norms "l1" and "max".

    ``distance(x) >= form.(x - w)`` for every x, with equality at the nearest point of the plane.
    """
    if norm == "l1":
        gain = normal - normal.min()
        spread = gain[_moved_mass(normal, weights)[1]] if normal.min() < 0 else 0.0
        spread = spread or gain.min(where=gain > 0, initial=np.inf)
        return np.clip(1.0 - 2.0 * gain / spread, -1.0, 1.0)
    least = _reaches(normal, weights)
    level = normal[least.argmax()]
    slope = np.where((normal > level) & (weights < least.max() * (1.0 - 1e-12)), 0.0, level - normal)
    return slope / (np.abs(slope).sum() or 1.0)
