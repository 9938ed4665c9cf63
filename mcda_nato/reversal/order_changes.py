"""What a change of the set of alternatives does to the order of those that stay.

Comparisons are matrices: ``ahead[..., i, k]`` says that i precedes k beyond the
tie tolerance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Shifts:
    """What happens to the survivors of each variant.

    Attributes
    ----------
    reversed : shape (..., s, s)
        The row was strictly ahead of the column and is strictly behind it now.
    broken : shape (..., s, s)
        They tied and do not now, or the row was ahead and they tie now.
    winner : shape (...,)
        Nobody who led the survivors leads them now.
    """

    reversed: BoolArray
    broken: BoolArray
    winner: BoolArray

    @property
    def any(self) -> BoolArray:
        """Whether any strict pair reversed, shape (...,)."""
        return np.asarray(self.reversed.any(axis=(-2, -1)))

    @property
    def count(self) -> IntArray:
        """Strict pairs reversed (the Kendall distance of the strict orders), shape (...,)."""
        return np.asarray(self.reversed.sum(axis=(-2, -1)))


@dataclass(frozen=True)
class Effects:
    """What each variant does to the survivors, all of shape (v,) but for `pair`.

    Attributes
    ----------
    undefined : bool
        Whether the variant is outside the domain of the method; then it does
        nothing.
    count : int
        Strict pairs reversed.
    winner, broken : bool
        Whether the winner changes, and whether a tie breaks or is made.
    by : float
        The largest lead of a reversed pair after the change, as a share of the
        spread of the scores; 0 where none reversed.
    pair : int, shape (v, 2)
        That pair, as places in the table of the problem.
    """

    undefined: BoolArray
    count: IntArray
    winner: BoolArray
    broken: BoolArray
    by: FloatArray
    pair: IntArray

    def part(self, which: BoolArray) -> "Effects":
        """Return the effects of some of the variants."""
        return Effects(*(getattr(self, field.name)[which] for field in fields(self)))


def joined(parts: Sequence[Effects]) -> Effects:
    """Return the effects of all variants, one part after another."""
    return Effects(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Effects)))


def precedence(key: FloatArray, bar: FloatArray) -> BoolArray:
    """Return who is ahead of whom, ``(..., m, m)``, from keys and bars ``(..., m)``."""
    return np.asarray(key[..., :, None] > bar[..., None, :])


def among(ahead: BoolArray, places: IntArray) -> BoolArray:
    """Return comparisons ``(..., v, s, s)`` of those at places ``(v, s)``, from ``(..., m, m)`` for all variants."""
    return np.asarray(ahead[..., places[:, :, None], places[:, None, :]])


def among_each(ahead: BoolArray, places: IntArray) -> BoolArray:
    """Return comparisons ``(..., v, s, s)`` of those at places ``(v, s)``, from ``(..., v, m, m)``, one a variant."""
    variant = np.arange(len(places))[:, None, None]
    return np.asarray(ahead[..., variant, places[:, :, None], places[:, None, :]])


def on_cycles(wins: BoolArray) -> BoolArray:
    """Return which pairs lie on a cycle of strict preferences, either way round, ``(..., m, m)``."""
    reach = wins.copy()
    for k in range(wins.shape[-1]):
        reach |= reach[..., :, k, None] & reach[..., k, None, :]
    cycle = wins & np.swapaxes(reach, -2, -1)
    return np.asarray(cycle | np.swapaxes(cycle, -2, -1))


def pairs_on_cycles(order: BoolArray, places: IntArray, m: int) -> BoolArray:
    """Return which of every two alternatives alone, at places ``(p, 2)`` of m, lie on a cycle of their orders.

    Orders are ``(..., p, 2, 2)``, the result ``(..., p)``.
    """
    first, second = places.T
    wins = np.zeros((*order.shape[:-3], m, m), dtype=bool)
    wins[..., first, second], wins[..., second, first] = order[..., 0, 1], order[..., 1, 0]
    return np.asarray(on_cycles(wins)[..., first, second])


def shifts(old: BoolArray, new: BoolArray) -> Shifts:
    """Compare the order of the survivors before and after, both ``(..., s, s)``."""
    turned, back = np.swapaxes(new, -2, -1), np.swapaxes(old, -2, -1)
    tied_before, tied_now = ~(old | back), ~(new | turned)
    leads_before, leads_now = ~old.any(axis=-2), ~new.any(axis=-2)
    return Shifts(
        old & turned,
        (tied_before & new) | (old & tied_now),
        np.asarray(~(leads_before & leads_now).any(axis=-1)),
    )


def effects(
    ahead: BoolArray, before: IntArray, after: IntArray, key: FloatArray, bar: FloatArray, score: FloatArray
) -> Effects:
    """Return what variants do to survivors at places ``(v, s)`` before and after, evaluated ``(v, rows)``."""
    undefined = np.asarray(np.isnan(key).any(axis=-1))
    moved = shifts(among(ahead, before), among_each(precedence(key, bar), after))
    with np.errstate(all="ignore"):
        spread = score.max(axis=-1) - score.min(axis=-1)
        own = np.take_along_axis(score, after, axis=1)
        gap = (own[:, None, :] - own[:, :, None]) / np.where(spread > 0, spread, 1.0)[:, None, None]
    gap = np.where(moved.reversed & ~undefined[:, None, None], gap, -np.inf).reshape(len(before), -1)
    rows, at, survivors = np.arange(len(before)), gap.argmax(axis=1), before.shape[1]
    return Effects(
        undefined,
        np.where(undefined, 0, moved.count),
        moved.winner & ~undefined,
        moved.broken.any(axis=(-2, -1)) & ~undefined,
        np.where(np.isfinite(gap[rows, at]), gap[rows, at], 0.0),
        np.stack([before[rows, at // survivors], before[rows, at % survivors]], axis=1),
    )
