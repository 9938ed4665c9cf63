"""One number moves along a line: the first place beyond which another alternative is ahead.

Between breaks, each comparison times a known positive factor is a polynomial
in the moving number (or in a variable that grows with it), so that a few of
its values give all its roots. What is found is tested on keys and bars. Several
alternatives may be first at the start; then one of them has to fall behind.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

_HALVINGS = 200
_SAME = 1e-9  # relative: ties in a row that are nearer to each other are one

#: Keys ``(..., m)`` and bars.
Keys = tuple[FloatArray, FloatArray]


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


def percent_changes(new: FloatArray | float, old: FloatArray | float) -> FloatArray:
    """Return by what share of themselves numbers move, in percent.

    Infinite where a 0 moves, NaN where there is no new number.
    """
    moved = np.abs(np.subtract(new, old))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(moved == 0, 0.0, 100.0 * moved / np.abs(old)))


# Who is level with the first, and ahead of them, from keys (..., m) and bars.


def standing(key: FloatArray, bar: FloatArray, firsts: IntArray) -> IntArray:
    """Return how far the best other has come, ``(...,)``.

    0 where the firsts precede all others, 1 where one ties with one of them, 2
    where the key of one is not below, 3 where anyone precedes one of the firsts.
    Keys that are not numbers have come nowhere.
    """
    own, own_bar = key[..., firsts].min(axis=-1), bar[..., firsts].min(axis=-1)
    tied = own[..., None] <= np.delete(bar, firsts, axis=-1)
    reached = np.delete(key, firsts, axis=-1) >= own[..., None]
    ahead = (key > own_bar[..., None]).any(axis=-1)
    return np.asarray(np.where(ahead, 3, np.where(reached.any(axis=-1), 2, tied.any(axis=-1) * 1)))


def challenger(key: FloatArray, bar: FloatArray, firsts: IntArray) -> IntArray:
    """Return the best of the others, the earliest where several tie, ``(...,)``."""
    others = np.ones(key.shape[-1], dtype=bool)
    others[firsts] = False
    return _best(key, bar, np.broadcast_to(others, key.shape))


def overtaken(at: Keys, beyond: Keys, firsts: IntArray) -> tuple[IntArray, IntArray]:
    """Return who of the firsts falls behind just beyond a tie, and who is then ahead, ``(...,)``.

    The best at the tie of those that are level there and ahead beyond, the
    earliest where several are.
    """
    fallen = (beyond[0][..., None, :] > beyond[1][..., firsts, None]).any(axis=-1)
    winner = firsts[fallen.argmax(axis=-1)][..., None]
    ahead = beyond[0] > np.take_along_axis(beyond[1], winner, axis=-1)
    level = ahead & (np.take_along_axis(at[0], winner, axis=-1) <= at[1])
    return winner[..., 0], _best(*at, np.where(level.any(axis=-1, keepdims=True), level, ahead))


def _best(key: FloatArray, bar: FloatArray, which: BoolArray) -> IntArray:
    """Return the best of some alternatives, the earliest where several tie."""
    most = np.where(which, key, -np.inf).max(axis=-1, keepdims=True)
    return np.asarray((which & (most <= bar)).argmax(axis=-1))


# Where that changes: on each side of the start a bracket of the flip and one of the mere tie before it.


def brackets(points: FloatArray, start: float, reached: IntArray, sure: BoolArray, *, several: bool) -> FloatArray:
    """Return the brackets of the first changes, downwards and upwards from the start, ``(2, 2, 4)``.

    For the point beyond which another is ahead (`reached`, a `standing`, is 3),
    then for the tie before it, if there is one: the last point unchanged, the
    first changed, 1 if that one is a root or a break (`sure`), and a point where
    the change is seen; NaN where there is none. The points are in order and
    hold the start, at which `several` are first.
    """
    at = int(np.searchsorted(points, start))
    sides = slice(at, None, -1), slice(at, None)
    return np.stack([_outwards(points[side], reached[side], sure[side], several=several) for side in sides])


def _outwards(points: FloatArray, reached: IntArray, sure: BoolArray, *, several: bool) -> FloatArray:
    """Return both brackets ``(2, 4)`` on the line that begins with the start."""
    found = np.full((2, 4), np.nan)
    ahead, tied = np.flatnonzero(reached[1:] == 3) + 1, np.flatnonzero(reached[1:] > 0) + 1
    loss, tie = (int(where[0]) if where.size else len(points) for where in (ahead, tied))
    if loss < len(points):
        before = loss - 1
        wide = float(np.abs(points[-1] - points[0]))
        joined = tie < loss and reached[tie:loss].all() and _are_one(points[tie], points[before], wide)
        if joined:
            found[0] = points[tie - 1], points[tie], sure[tie], points[loss]
            return found
        here = (several and sure[before] and not sure[loss]) or (reached[before] > 0 and sure[before])
        if here or (several and before == 0):
            found[0] = points[before], points[before], 1.0, points[loss]
        else:
            found[0] = points[before], points[loss], sure[loss], points[loss]
    if tie < loss:
        found[1] = points[tie - 1], points[tie], sure[tie], points[tie]
    return found


def _are_one(tie: float, other: float, wide: float) -> bool:
    return abs(tie - other) <= max(_SAME * max(abs(tie), abs(other)), _SAME**2 * wide)


def first_tie_in_bracket(bracket: FloatArray, standing_at: Callable[[FloatArray], IntArray]) -> FloatArray:
    """Return where the change is inside brackets ``(lines, 3 or more)``, ``(lines,)``.

    A root or break at which another ties is the answer. Where it is ahead the
    bracket is halved until the keys change places between two floats, or, from
    a tie, until it gets ahead; where a tie begins between two points, until it
    begins.
    """
    out, into, sure = bracket.T[:3].copy()
    at_end = standing_at(into)
    enough = np.where(at_end == 3, np.where(standing_at(out) > 0, 3, 2), 1)
    open_ = ((at_end == 3) | (sure == 0.0)) & (out != into)
    for _ in range(_HALVINGS):
        middle = out + (into - out) / 2.0
        open_ = open_ & (middle != out) & (middle != into)
        if not open_.any():
            break
        inside = standing_at(middle) >= enough
        into = np.where(open_ & inside, middle, into)
        out = np.where(open_ & ~inside, middle, out)
    return into


class Changes(NamedTuple):
    """What happens first on each line, ``(lines,)``: NaN and -1 where nothing does."""

    flips: FloatArray
    winners: IntArray
    challengers: IntArray
    draws: FloatArray
    drawing: IntArray

    def shaped(self, *shape: int) -> "Changes":
        """Return the same in another shape."""
        flips, winners, challengers, draws, drawing = self
        return Changes(
            flips.reshape(shape), winners.reshape(shape), challengers.reshape(shape),
            draws.reshape(shape), drawing.reshape(shape),
        )  # fmt: skip


def changes(ends: FloatArray, firsts: IntArray, keys_at: Callable[[IntArray, FloatArray], Keys]) -> Changes:
    """Return the first flip and the first mere tie inside brackets ``(lines, 2, 4)``.

    `keys_at` gives keys and bars for lines and the moving number on each.
    """
    lines = len(ends)
    values, who = np.full((2, lines), np.nan), np.full((3, lines), -1)
    kind, rows = np.nonzero(~np.isnan(ends[..., 0].T))
    if rows.size:
        inside = ends[rows, kind]
        at = first_tie_in_bracket(inside, lambda x: standing(*keys_at(rows, x), firsts))
        values[kind, rows] = at
        there, flips = keys_at(rows, at), kind == 0
        who[2, rows[~flips]] = challenger(*there, firsts)[~flips]
        beyond = keys_at(rows[flips], inside[flips, 3])
        who[:2, rows[flips]] = overtaken((there[0][flips], there[1][flips]), beyond, firsts)
    return Changes(values[0], who[0], who[1], values[1], who[2])
