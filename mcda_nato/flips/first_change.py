"""One number moves along a line: the first place where another alternative draws level.

Between breaks, each comparison times a known positive factor is a polynomial
in the moving number (or in a variable that grows with it), so that a few of
its values give all its roots. What is found is tested on keys and bars.
"""

from collections.abc import Callable

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

_HALVINGS = 200


def growing_breaks(low: float, high: float, unit: float, *, ratio: bool) -> FloatArray:
    """Return breaks at growing distances from [low, high], so that no power varies too much between two.

    At ``low - unit 4**k`` and ``high + unit 4**k``; for a ratio towards 0 too.
    """
    powers = 4.0 ** np.arange(64)
    towards = low / powers[1:] if ratio and low > 0 else powers[:0]
    return np.concatenate([low - unit * powers, high + unit * powers, towards])


def with_middles(points: FloatArray) -> FloatArray:
    """Return distinct points in order with one more between each two neighbours."""
    ordered = np.unique(points)
    return np.unique(np.concatenate([ordered, ordered[:-1] + np.diff(ordered) / 2.0]))


# Who is level with the first, from keys (..., m) and bars.


def standing(key: FloatArray, bar: FloatArray, first: int) -> IntArray:
    """Return how far the best other has come, ``(...,)``.

    0 where the first precedes all others, 1 where one ties with it, 2 where
    the key of one is not below its own, 3 where one precedes it. Keys that are
    not numbers have come nowhere.
    """
    others = np.delete(key, first, axis=-1)
    tied = key[..., first, None] <= np.delete(bar, first, axis=-1)
    reached = np.asarray((tied, others >= key[..., first, None], others > bar[..., first, None]))
    return np.asarray(reached.any(axis=-1).sum(axis=0))


def challenger(key: FloatArray, bar: FloatArray, first: int) -> IntArray:
    """Return the best of the others, the earliest where several tie, ``(...,)``."""
    others = key.copy()
    others[..., first] = -np.inf
    ties = others.max(axis=-1, keepdims=True) <= bar
    ties[..., first] = False
    return np.asarray(ties.argmax(axis=-1))


def brackets(points: FloatArray, start: float, changed: BoolArray, sure: BoolArray) -> FloatArray:
    """Return where things first change, downwards and upwards from the start, ``(2, 3)``.

    The last point unchanged, the first changed, and 1 if that one is a root or
    a break (`sure`); NaN where nothing changes. The points are in order and
    hold the start.
    """
    found = np.full((2, 3), np.nan)
    at = int(np.searchsorted(points, start))
    below, above = np.flatnonzero(changed[:at]), at + 1 + np.flatnonzero(changed[at + 1 :])
    if below.size:
        found[0] = points[below[-1] + 1], points[below[-1]], sure[below[-1]]
    if above.size:
        found[1] = points[above[0] - 1], points[above[0]], sure[above[0]]
    return found


def first_tie_in_bracket(bracket: FloatArray, standing_at: Callable[[FloatArray], IntArray]) -> FloatArray:
    """Return where another draws level inside brackets ``(lines, 3)``, ``(lines,)``.

    A root or break at which another ties is the answer. Where it is ahead the
    bracket is halved until the keys change places between two floats; where a
    tie begins between two points, until it begins.
    """
    out, into, sure = bracket.T.copy()
    at_end = standing_at(into)
    enough = np.where(at_end == 3, 2, 1)
    open_ = (at_end == 3) | (sure == 0.0)
    for _ in range(_HALVINGS):
        middle = out + (into - out) / 2.0
        open_ = open_ & (middle != out) & (middle != into)
        if not open_.any():
            break
        inside = standing_at(middle) >= enough
        into = np.where(open_ & inside, middle, into)
        out = np.where(open_ & ~inside, middle, out)
    return into
