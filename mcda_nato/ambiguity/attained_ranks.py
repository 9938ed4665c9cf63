"""The best and the worst ranks that a search over codings and weights attains.

Nothing here is proven to be the best or the worst; everything has been seen:
each rank comes with the table and the weights that gave it. The search is
deterministic.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from mcda_nato.ambiguity import interval_codings
from mcda_nato.arrays import BoolArray, FloatArray, IntArray

_AT_A_TIME = 1 << 18  # cells and comparisons evaluated at once
_STEPS = 50  # of one climb

BEST, WORST = 0, 1


class Outcomes(NamedTuple):
    """Scores and who precedes whom: ``(t, w, m)``, NaN where undefined, and ``(t, w, m, m)``."""

    scores: FloatArray
    precedes: BoolArray


#: From tables ``(t, m, n)`` and weights ``(w, n)`` to what they give, each with each.
Evaluator = Callable[[FloatArray, FloatArray], Outcomes]


class Attained:
    """What has been seen so far.

    Attributes
    ----------
    budget : int
        Cells and comparisons that may still be evaluated; climbing ends at 0.
    size : int
        What one table costs.
    ranks : ndarray, shape (2, m)
        Best and worst rank of each alternative.
    tables, weights : ndarray, shape (2, m, m, n) and (2, m, n)
        What gave them.
    precedes, fails : ndarray of bool, shape (m, m)
        Whether the row has been seen to precede the column, and not to.
    """

    def __init__(self, evaluator: Evaluator, low: FloatArray, high: FloatArray, budget: int) -> None:
        m, n = low.shape
        self.evaluator, self.low, self.high, self.budget = evaluator, low, high, budget
        self.size = m * (m + n)
        self.ranks: IntArray = np.array([[m + 1] * m, [0] * m])
        self.tables, self.weights = np.zeros((2, m, m, n)), np.zeros((2, m, n))
        self.precedes = np.zeros((m, m), dtype=bool)
        self.fails = np.zeros((m, m), dtype=bool)

    def see(self, tables: FloatArray, weights: FloatArray) -> None:
        """Take note of every table under every one of the weights."""
        chunk = max(1, _AT_A_TIME // (len(weights) * self.size))
        for start in range(0, len(tables), chunk):
            self._note(tables[start : start + chunk], weights)

    def _note(self, tables: FloatArray, weights: FloatArray) -> Outcomes:
        self.budget -= len(tables) * len(weights) * self.size
        seen = self.evaluator(tables, weights)
        defined = np.asarray(~np.isnan(seen.scores).any(axis=-1))
        self.precedes |= seen.precedes[defined].any(axis=0)
        self.fails |= ~seen.precedes[defined].all(axis=0)
        counts = seen.precedes.sum(axis=-2)
        lowest = np.where(defined[..., None], 1 + counts, len(self.low) + 1).reshape(-1, len(self.low))
        highest = np.where(defined[..., None], 1 + counts, 0).reshape(-1, len(self.low))
        for side, ranks, places in (
            (BEST, lowest, lowest.argmin(axis=0)),
            (WORST, highest, highest.argmax(axis=0)),
        ):
            for i, place in enumerate(places):
                if self.better(side, ranks[place, i], self.ranks[side, i]):
                    at_table, at_weights = divmod(int(place), len(weights))
                    self.ranks[side, i] = ranks[place, i]
                    self.tables[side, i], self.weights[side, i] = tables[at_table], weights[at_weights]
        return seen

    @staticmethod
    def better(side: int, rank: int, other: int) -> bool:
        """Return whether a rank is further out on this side."""
        return rank < other if side == BEST else rank > other

    def climb(self, side: int, i: int, bound: int, columns: FloatArray, weights: FloatArray) -> None:
        """Change a cell, a column or the weights at a time while alternative i moves towards the bound."""
        table, at = self.tables[side, i], self.weights[side, i]
        standing = self._standing(side, i, self.evaluator(table[None], at[None]))[0, 0]
        for _ in range(_STEPS):
            if self.ranks[side, i] == bound or self.budget <= 0:
                return
            halves = (table + self.low) / 2.0, (table + self.high) / 2.0
            choices = np.array([self.low, self.high, *halves, np.clip(table[i], self.low, self.high)])
            tables = np.concatenate([interval_codings.neighbours(table, choices, columns), table[None]])
            moved = self._standing(side, i, self._note(tables, at[None]))[:, 0]
            turned = self._standing(side, i, self._note(table[None], weights))[0]
            if min(moved.min(), turned.min()) >= standing - 1e-13:
                return
            standing = min(moved.min(), turned.min())
            if moved.min() <= turned.min():
                table = tables[moved.argmin()]
            else:
                at = weights[turned.argmin()]

    @staticmethod
    def _standing(side: int, i: int, seen: Outcomes) -> FloatArray:
        """Return ``(t, w)``, less is better: the rank, and as its fraction the nearest lead to overcome."""
        to_pass = seen.precedes[..., :, i].copy() if side == BEST else ~seen.precedes[..., :, i]
        to_pass[..., i] = False
        leads = np.where(to_pass, np.abs(seen.scores - seen.scores[..., i, None]), np.inf).min(axis=-1)
        with np.errstate(invalid="ignore"):
            share = np.where(np.isfinite(leads), leads / (1.0 + leads), 0.0)
        return np.where(np.isnan(seen.scores).any(axis=-1), np.inf, to_pass.sum(axis=-1) + share)


def put_back(
    evaluator: Evaluator, table: FloatArray, modal: FloatArray, weights: FloatArray, i: int
) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Return the table with cells put back to modal while the rank of i stays, and the cells that cannot be.

    Not one of these can be put back alone. The cells are tried forwards and
    backwards, and what leaves fewer is returned.
    """
    cells = _differing(table, modal)
    tables = [_with_few(evaluator, table, modal, weights, i, order) for order in (cells, cells[::-1])]
    fewest = min(tables, key=lambda found: len(_differing(found, modal)))
    return fewest, _differing(fewest, modal)


def _with_few(
    evaluator: Evaluator,
    table: FloatArray,
    modal: FloatArray,
    weights: FloatArray,
    i: int,
    order: list[tuple[int, int]],
) -> FloatArray:
    def rank(changed: FloatArray) -> int:
        scores, precedes = evaluator(changed[None], weights[None])
        return 0 if np.isnan(scores).any() else 1 + int(precedes[0, 0, :, i].sum())

    wanted, table, before = rank(table), table.copy(), -1
    while order and len(order) != before:
        before = len(order)
        for cell in order:
            tried = table.copy()
            tried[cell] = modal[cell]
            if rank(tried) == wanted:
                table = tried
        order = [cell for cell in order if table[cell] != modal[cell]]
    return table


def _differing(table: FloatArray, modal: FloatArray) -> list[tuple[int, int]]:
    cells: Iterable[list[int]] = np.argwhere(table != modal).tolist()
    return [(row, column) for row, column in cells]
