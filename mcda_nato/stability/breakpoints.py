"""Where comparisons turn as one weight moves: roots, and what holds between them.

The weight of one criterion is t and the others share 1 - t in the proportion
that they have now. With ``s = t / (1 - t)`` a difference of weighted sums is
``c + e s``, and a difference of squared distance ratios, over their divisors,
``c + b z + a z^2`` with ``z = s^2``: one root and at most two. What holds at
t = 1 is read off the leading coefficient, so that both ends are ordinary.
"""

from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

#: Coefficients that are smaller, relative to the terms they are made of, are 0: the tie rule.
TOLERANCE = 1e-12
#: Breakpoints that are nearer are one.
SAME = 1e-12
_APART = 1e-9  # and never are those that are farther, however ill-conditioned
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)


class Crossings(NamedTuple):
    """How two alternatives compare for 0 <= t <= 1; leading axes are criteria and pairs.

    A point that is only touched is one root with the same sign on both sides.
    """

    roots: FloatArray  # (..., 2), ascending; NaN where there is none
    signs: IntArray  # (..., 3), before, between and after the roots: 1, -1, or 0 where identical
    blur: FloatArray  # (..., 2), by how much rounding may have moved the roots


def proportions(weights: FloatArray) -> FloatArray:
    """Return ``(n, n)``: row j the shares of the others, with sum 1 and 0 for j.

    Equal shares where j has all the weight.
    """
    n = len(weights)
    alone = np.eye(n, dtype=bool)
    others = np.where(alone, 0.0, weights)
    sums = others.sum(axis=1, keepdims=True)
    equal = np.where(alone, 0.0, 1.0 / max(n - 1, 1))
    return np.where(sums > 0, others / np.where(sums > 0, sums, 1.0), equal)


def moved(weights: FloatArray, criterion: int, at: FloatArray) -> FloatArray:
    """Return weights ``(..., n)`` in which one criterion has the weight `at` ``(...)``."""
    away = 1.0 - at
    found = away[..., None] * proportions(weights)[criterion]
    found[..., criterion] = at
    return found


def ends(values: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the sums ``(2, n, m)`` at t = 0 and t = 1, from values ``(m, n)`` and shares ``(n, n)``."""
    found = np.zeros((2, *values.T.shape))
    for j, column in enumerate(values.T):
        found[0] += shares[:, j, None] * column
        found[1, j] = column
    return found


def linear_crossings(scores: FloatArray, first: IntArray, second: IntArray) -> Crossings:
    """Compare weighted sums, given at both ends ``(2, n, m)``: ``t = |c| / (|c| + |e|)``."""
    size = np.maximum(1.0, np.abs(scores).max(axis=-1, keepdims=True))
    gap = scores[..., first] - scores[..., second]
    gap[np.abs(gap) <= TOLERANCE * size] = 0.0
    start, end = np.sign(gap).astype(np.int64)
    total = np.abs(gap).sum(axis=0)
    turns = (start * end <= 0) & (total > 0)
    safe = np.where(turns, total, 1.0)
    none = np.full_like(total, np.nan)
    roots = np.stack([np.where(turns, np.abs(gap[0]) / safe, np.nan), none], axis=-1)
    blur = np.stack([_ROUNDING * size.max(axis=0) / safe * ((start * end) != 0), none], axis=-1)
    return Crossings(roots, np.stack([start, end, end], axis=-1), blur)


def ratio_crossings(to_worst: FloatArray, to_best: FloatArray, first: IntArray, second: IntArray) -> Crossings:
    """Compare squared distance ratios, the squared distances given at both ends ``(2, n, m)``."""
    plus = _product(to_worst[..., first], to_best[..., second])
    minus = _product(to_worst[..., second], to_best[..., first])
    size, gap = plus + minus, plus - minus
    gap[np.abs(gap) <= TOLERANCE * size] = 0.0
    return _quadratic_crossings(gap, size)


def _product(p: FloatArray, q: FloatArray) -> FloatArray:
    return np.stack([p[0] * q[0], p[0] * q[1] + p[1] * q[0], p[1] * q[1]])


def _quadratic_crossings(gap: FloatArray, size: FloatArray) -> Crossings:
    """Find the roots z >= 0 of ``c + b z + a z^2``, infinity being one where a = 0.

    From ``q = -(b + sign(b) sqrt(b^2 - 4 a c)) / 2`` they are ``q / a`` and
    ``c / q``, without cancellation. Where the vertex is within the tie rule
    of 0 the two alternatives touch there.
    """
    c, b, a = gap
    half = b / 2.0
    middle = np.sqrt(np.abs(a)) * np.sqrt(np.abs(c))
    alike = np.sign(a) * np.sign(c) > 0
    inner = (np.abs(half) - middle) * (np.abs(half) + middle)
    reach = np.where(alike, np.sqrt(np.maximum(inner, 0.0)), np.hypot(half, middle))
    q = -(half + np.copysign(reach, half))
    share = size[2] / np.where(alike, np.abs(a), 1.0)
    band = np.abs(a) * size[0] + np.abs(half) * size[1] + half * half * share  # |a| times the terms at the vertex
    touch = alike & (half * np.sign(a) < 0) & (np.abs(inner) <= TOLERANCE * band)
    above = np.where(touch, [half, np.zeros_like(c)], [q, c])
    below = np.where(touch, [-a, np.zeros_like(c)], [a, q])
    real = (~alike | touch | (inner > 0)) & (np.sign(above) * np.sign(below) >= 0) & ((above != 0) | (below != 0))
    above, below = np.abs(above), np.abs(below)
    slope = np.where(touch, np.abs(a) * above, 2.0 * reach * below) * above
    spread = size[0] * below * below + size[1] * above * below + size[2] * above * above
    up, down = np.sqrt(above), np.sqrt(below)
    t = np.where(real, up / np.where(real, up + down, 1.0), np.nan)
    error = _ROUNDING * t * (1.0 - t) / 2.0 * spread
    blur = np.divide(error, slope, out=np.where(error > 0, 1.0, 0.0), where=slope > error)
    order = np.argsort(t, axis=0)
    t, blur = np.take_along_axis(t, order, axis=0), np.take_along_axis(blur, order, axis=0)
    return Crossings(np.moveaxis(t, 0, -1), _signs(gap, real.sum(axis=0)), np.moveaxis(blur, 0, -1))


def _signs(gap: FloatArray, count: IntArray) -> IntArray:
    """Return the signs before, between and after the roots from those of the coefficients."""
    c, b, a = np.sign(gap).astype(np.int64)
    lead = np.where(c != 0, c, np.where(b != 0, b, a))
    last = np.where(a != 0, a, np.where(b != 0, b, c))
    between = np.where(c == 0, lead, np.where(a == 0, last, -lead))
    return np.stack([lead, np.where(count == 2, between, last), last], axis=-1)


def pinned(found: Crossings, present: FloatArray, tied: BoolArray, *, rounding: bool = False) -> Crossings:
    """Put a root at the present weight where the tie rule calls the two equal there.

    It is the nearest root, or a point touched where there is none; comparisons
    that are identical stay without. With `rounding` no root moves by more than
    rounding may have moved it, and none is added.
    """
    present = np.broadcast_to(present, tied.shape)
    tied = tied & (found.signs != 0).any(axis=-1)
    away = np.where(np.isnan(found.roots), np.inf, np.abs(found.roots - present[..., None]))
    nearest = np.arange(2) == away.argmin(axis=-1)[..., None]
    moves = tied[..., None] & nearest
    if rounding:
        moves &= away <= np.clip(np.nan_to_num(found.blur), SAME, _APART)
    return found._replace(roots=np.where(moves, present[..., None], found.roots), blur=np.where(moves, 0.0, found.blur))


def held(found: Crossings, present: FloatArray, allowed: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the ends of the closed interval about the present weight without a forbidden stretch.

    `allowed` ``(..., 3)`` says of each open stretch between roots whether it
    may belong. An end is 0 or 1 exactly where nothing ends it before.
    """
    roots = np.where(np.isnan(found.roots), 1.0, found.roots)
    edge = np.ones_like(roots[..., :1])
    low, high = np.concatenate([0.0 * edge, roots], axis=-1), np.concatenate([roots, edge], axis=-1)
    bad = ~allowed & (low < high)
    present = np.broadcast_to(present, bad.shape[:-1])[..., None]
    before = np.where(bad & (low < present), np.minimum(high, present), 0.0).max(axis=-1)
    after = np.where(bad & (high > present), np.maximum(low, present), 1.0).min(axis=-1)
    return before, after


def signs_beside(found: Crossings, at: float, step: int) -> IntArray:
    """Return the signs just above (step 1) or just below (step -1) a weight."""
    stretch = (found.roots <= at + step * SAME).sum(axis=-1)
    return np.take_along_axis(found.signs, stretch[..., None], axis=-1)[..., 0]


def merged(roots: FloatArray, blur: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return distinct breakpoints ``(q,)`` and the place among them of each root, q for none.

    Of those that are one but for rounding the best conditioned stands for all.
    """
    flat, vague = roots.ravel(), blur.ravel()
    order = np.argsort(flat, kind="stable")[: int(np.isfinite(flat).sum())]
    if not len(order):
        return np.empty(0), np.zeros(roots.shape, dtype=np.int64)
    slack = np.clip(vague[order[1:]] + vague[order[:-1]], SAME, _APART)
    group = np.concatenate([[0], np.cumsum(np.diff(flat[order]) > slack)])
    best = order[np.lexsort((vague[order], group))]
    points = flat[best[np.searchsorted(group, np.arange(group[-1] + 1))]]
    place = np.full(flat.shape, len(points), dtype=np.int64)
    place[order] = group
    return points, place.reshape(roots.shape)


def ranks_between(signs: IntArray, place: IntArray, pairs: IntArray, points: int, m: int) -> IntArray:
    """Return the ranks ``(2 q + 1, m)``: before the first of q breakpoints, at it, after it, and so on.

    From the signs ``(p, 3)`` of all pairs ``(2, p)`` and the places ``(p, 2)``
    of their roots, q where there is none.
    """
    first, second = pairs
    beyond = 2 * points + 1
    change = np.zeros((beyond + 1, m), dtype=np.int64)

    def switch(cell: IntArray, sign: IntArray, by: int | IntArray) -> None:
        behind = np.where(sign > 0, second, first)
        np.add.at(change, (np.minimum(cell, beyond), behind), by * np.abs(sign))

    one, two = place.T
    last = np.where(two < points, two, one)
    apart = ((two < points) & (two > one)).astype(np.int64)
    switch(0 * one, signs[:, 0], 1)
    switch(2 * one + 1, signs[:, 0], -1)
    switch(2 * one + 2, signs[:, 1], apart)
    switch(2 * two + 1, signs[:, 1], -apart)
    switch(2 * last + 2, signs[:, 2], 1)
    return 1 + change[:-1].cumsum(axis=0)
