"""What a change of the set of alternatives does to the order of those that stay.

Comparisons are matrices: ``ahead[..., i, k]`` says that i precedes k beyond the
tie tolerance.
"""

from dataclasses import dataclass

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
