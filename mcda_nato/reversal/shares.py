"""Under what share of all weights a change of the set reverses something."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from mcda_nato.acceptability.regions import WeightSpace, shares, whole_space
from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.geometry.arrangements import TooManyError, cut
from mcda_nato.geometry.polytopes import DegenerateError
from mcda_nato.methods.method import Method
from mcda_nato.methods.score_forms import Linear
from mcda_nato.reversal.order_changes import among, among_each, pairs_on_cycles, precedence, shifts
from mcda_nato.reversal.planned_tests import Counted, PlannedTest
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.theorems import independence
from mcda_nato.reversal.variants import Variants

#: Vertices up to which the weights are cut into cells on which nothing changes.
LARGEST_CELLS = 20_000
#: Comparisons up to which that is tried.
LARGEST_PLANES = 2_000
_WORK = 1 << 25  # comparisons made for a sample, all variants together
_CALLS = 1 << 11  # the same of a method that is called table by table
_SAMPLE = 1 << 14
_LEAST = 64
_RATINGS = 1 << 20


def event_shares(setting: Setting, tests: Sequence[PlannedTest]) -> list[dict[str, Any]]:
    """Return the share of weights of a reversal and of a change of the winner, for each test."""
    return [_share(setting, test) for test in tests]


def _row(test: PlannedTest, share: Any, error: float, n: int | None) -> dict[str, Any]:
    return {
        "test": test.test,
        "change": test.change,
        "reversal": float(share[0]),
        "winner": float(share[1]),
        "standard_error": error,
        "n": n,
        "exact": n is None,
        "at_least": test.test in ("replacement", "addition"),
    }


def _share(setting: Setting, test: PlannedTest) -> dict[str, Any]:
    groups = test.variants if test.shared is None else test.shared
    if not groups or independence(setting) is not None:
        return _row(test, (0.0, 0.0), 0.0, None)

    def events(weights: FloatArray) -> BoolArray:
        if test.counted in ("cycles", "no cycles"):
            return _pair_events(setting, groups[0], weights, cycling=test.counted == "cycles")
        return _events(setting, groups, weights, test.counted)

    cells = _cells(setting, groups)
    if cells is not None:
        weights, share = cells
        return _row(test, (events(weights) * share).sum(axis=1), 0.0, None)
    count = _sample_size(setting, groups)
    random = np.random.Generator(np.random.SFC64(0)).standard_exponential((count, len(setting.weights)))
    rate = events(random / random.sum(axis=1, keepdims=True)).mean(axis=1)
    return _row(test, rate, float(np.sqrt(rate * (1 - rate) / count).max()), count)


def _sample_size(setting: Setting, groups: Sequence[Variants]) -> int:
    size = sum(group.tables.size + group.tables.shape[0] * group.tables.shape[1] ** 2 for group in groups)
    work = _WORK // size if isinstance(setting.method, Method) else _CALLS // (1 + sum(map(len, groups)))
    return int(np.clip(work, _LEAST, _SAMPLE))


def _cells(setting: Setting, groups: Sequence[Variants]) -> tuple[FloatArray, FloatArray] | None:
    """Return weights in the middle of cells on which no comparison changes, and their shares; `None` beyond the cap."""
    pairs = sum(group.before.shape[0] * comb(group.before.shape[1], 2) for group in groups)
    if not isinstance(setting.form, Linear) or pairs > LARGEST_PLANES:
        return None
    space = whole_space(len(setting.weights))
    planes = _planes(setting, groups, space)
    cells = space.cell
    try:
        for plane in planes:
            cells, _, _ = cut(cells, np.broadcast_to(plane, (cells.count, len(plane))), LARGEST_CELLS)
        share, centre, error = shares(space, cells)
    except (TooManyError, DegenerateError):
        return None
    if not error.sum() <= 1e-9 or np.isnan(centre).any():
        return None
    return centre, share


def _planes(setting: Setting, groups: Sequence[Variants], space: WeightSpace) -> FloatArray:
    """Return the planes on which a comparison of survivors changes, each once."""
    method, senses = setting.method, setting.problem.senses
    assert isinstance(method, Method)  # noqa: S101 - the caller saw its form
    whole = method.scaled(setting.table[None], senses)
    with np.errstate(all="ignore"):
        parts = [np.take_along_axis(method.scaled(g.tables, senses), g.after[:, :, None], axis=1) for g in groups]
    gaps = []
    for scaled in (whole, *parts):
        first, second = np.triu_indices(scaled.shape[1], 1)
        gaps.append((scaled[:, first] - scaled[:, second]).reshape(-1, scaled.shape[2]))
    flat = np.concatenate(gaps)
    flat = flat[~np.isnan(flat).any(axis=1)]
    planes, _ = space.planes(flat, 1.0)
    lead = np.take_along_axis(planes, np.abs(planes).argmax(axis=1)[:, None], axis=1)
    planes = planes[lead[:, 0] != 0] * np.sign(lead[lead[:, 0] != 0])
    return planes[np.unique(planes.round(10), axis=0, return_index=True)[1]]


def _events(setting: Setting, groups: Sequence[Variants], weights: FloatArray, counted: Counted) -> BoolArray:
    """Return under which weights any variant that counts reverses something, and changes the winner: (2, weights).

    Who is first, where only variants whose changed alternative is or is not count, is asked under these weights.
    """
    hits = np.zeros((2, len(weights)), dtype=bool)
    key, bar = setting.keys(setting.table, weights)
    old = precedence(key, bar)  # (weights, m, m)
    leads = np.asarray(~old.any(axis=-2))
    for group in groups:
        for part in map(group.part, group.batches(_RATINGS // len(weights))):
            new = precedence(*setting.keys(part.tables[:, None], weights))  # (variants, weights, rows, rows)
            moved = shifts(among(old, part.before), among_each(np.swapaxes(new, 0, 1), part.after))
            counts = np.ones(1, dtype=bool) if counted == "all" else leads[:, part.changed] == (counted == "first")
            hits[0] |= (moved.any & counts).any(axis=-1)
            hits[1] |= (moved.winner & counts).any(axis=-1)
    return hits


def _pair_events(setting: Setting, pairs: Variants, weights: FloatArray, *, cycling: bool) -> BoolArray:
    """Return the same of every two alternatives alone: of those on cycles, or where there are no cycles."""
    m, hits = len(setting.table), np.zeros((2, len(weights)), dtype=bool)
    step = max(1, _RATINGS // pairs.tables.size)
    for at in range(0, len(weights), step):
        some = weights[at : at + step]
        new = np.swapaxes(precedence(*setting.keys(pairs.tables[:, None], some)), 0, 1)  # (weights, pairs, 2, 2)
        cycle = pairs_on_cycles(new, pairs.before, m)
        counts = cycle if cycling else ~cycle.any(axis=1, keepdims=True)
        moved = shifts(among(precedence(*setting.keys(setting.table, some)), pairs.before), new)
        hits[:, at : at + step] = (moved.any & counts).any(axis=1), (moved.winner & counts).any(axis=1)
    return hits
