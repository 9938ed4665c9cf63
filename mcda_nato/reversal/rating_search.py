"""Search for new ratings: those that reverse each pair the most, and the mildest that still reverse."""

from __future__ import annotations

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.methods.method import Method
from mcda_nato.methods.scales import built_in_name
from mcda_nato.methods.score_forms import Linear
from mcda_nato.reversal.evaluations import reverses
from mcda_nato.reversal.new_alternatives import (
    LARGEST_GRID,
    candidates,
    grid,
    reversing,
    searched,
    separable_optima,
    whole_numbers,
)
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.theorems import independence
from mcda_nato.reversal.variants import Variants, additions, replacements

#: Combinations of ratings tried with a method that is evaluated row by row.
SLOW_GRID = 64
_HALVINGS = 20  # to a millionth of the way
_SLOW_HALVINGS = 8


def strongest(setting: Setting, others: IntArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, bool]:
    """Return new ratings in a box, those that reverse each pair of `others` the most, and whether these are optima."""
    table, senses = setting.table[others], setting.problem.senses
    ahead = setting.ahead[np.ix_(others, others)]
    ratings = candidates(table, low, high)
    method = setting.method
    if isinstance(method, Method) and isinstance(setting.form, Linear) and built_in_name(method.scale):
        # on scales of the package the factor of a criterion is monotone between the extremes of its column
        with np.errstate(all="ignore"):
            scaled = method.scaled(_with_each(table, ratings), senses)[:, :-1]
        best = separable_optima(scaled, ratings, setting.weights)
        return np.unique(best[ahead], axis=0), True

    def keys(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        key, bar = setting.keys(_with_each(table, rows))
        return key[:, :-1], bar[:, :-1]

    fast = isinstance(method, Method)
    start = grid(ratings, LARGEST_GRID if fast else SLOW_GRID)
    found = searched(keys, start, ahead, low, high, rounds=3 if fast else 1)
    if fast and ahead.any() and not reversing(keys, found, ahead).any():
        codes = searched(keys, whole_numbers(low, high), ahead, low, high, rounds=0)
        found = np.vstack([found, codes[reversing(keys, codes, ahead)]])
    return np.unique(np.vstack([found, ratings[:2]]), axis=0), independence(setting) is not None


def _with_each(table: FloatArray, rows: FloatArray) -> FloatArray:
    """Return the table with each row below it, (rows, m + 1, n)."""
    return np.concatenate([np.repeat(table[None], len(rows), axis=0), rows[:, None]], axis=1)


def with_mildest(setting: Setting, rows: FloatArray, start: FloatArray, replaced: IntArray | None = None) -> Variants:
    """Return rows and, on the way to each from its start, the nearest ratings that still reverse.

    They are added, or stand in the place of those `replaced`, one a row.
    """

    def between(which: IntArray, share: FloatArray) -> FloatArray:
        one, other, part = start[which], rows[which], share[:, None]
        return np.clip((1.0 - part) * one + part * other, np.minimum(one, other), np.maximum(one, other))

    every = np.arange(len(rows))
    whole = _variants(setting, rows, replaced)
    if len(rows) == 0:
        return whole
    hit = np.flatnonzero(reverses(setting, whole))
    there = None if replaced is None else replaced[hit]
    low, high = np.zeros(len(hit)), np.ones(len(hit))
    steps = _HALVINGS if isinstance(setting.method, Method) else _SLOW_HALVINGS
    for _ in range(steps if len(hit) else 0):
        middle = (low + high) / 2.0
        inside = reverses(setting, _variants(setting, between(hit, middle), there))
        high, low = np.where(inside, middle, high), np.where(inside, low, middle)
    which = np.append(every, hit)
    return _variants(setting, np.vstack([rows, between(hit, high)]), None if replaced is None else replaced[which])


def _variants(setting: Setting, rows: FloatArray, replaced: IntArray | None) -> Variants:
    """Return the table with each row, and how far it is from what is replaced, else from the nearest alternative."""
    apart = distances(setting, rows)
    at = apart.argmin(axis=1) if replaced is None else replaced
    make = additions if replaced is None else replacements
    return make(setting.table, rows, apart[np.arange(len(rows)), at], at)


def distances(setting: Setting, rows: FloatArray) -> FloatArray:
    """Return the largest distance of each row from each alternative, as a share of the bounds."""
    width = np.where(setting.high > setting.low, setting.high - setting.low, 1.0)
    return np.asarray((np.abs(rows[:, None, :] - setting.table) / width).max(axis=2))
