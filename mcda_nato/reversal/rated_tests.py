"""The tests for rank reversal that change ratings: which variants each of them looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.reversal.planned_tests import BELTON, WANG, PlannedTest
from mcda_nato.reversal.rating_search import distances, strongest, with_mildest
from mcda_nato.reversal.removal_tests import LARGEST_SUBSETS, pair_tests, removal_tests
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.theorems import harmless_copies, independence
from mcda_nato.reversal.variants import Variants, additions, filled, largest_removal, near_copies, pairs, removals

#: Step of a near copy, as a share of the bounds of its criterion.
NEAR = 0.01


def rated_tests(setting: Setting, names: tuple[str, ...]) -> Iterator[PlannedTest]:
    """Yield the tests of these names."""
    theorem = independence(setting)
    for test in _tests(setting, names):
        yield replace(test, theorem=test.theorem or theorem)


def _tests(setting: Setting, names: tuple[str, ...]) -> Iterator[PlannedTest]:
    if "removal" in names:
        yield from removal_tests(removed(setting.table), len(setting.table))
    if "copy" in names:
        yield from _copies(setting)
    if "replacement" in names:
        yield _replacement(setting)
    if "addition" in names:
        yield from _additions(setting)
    if {"transitivity", "recomposition"} & set(names):
        yield from (test for test in pair_tests(pairs(setting.table)) if test.test in names)


def removed(table: FloatArray) -> list[Variants]:
    """Return all subsets removed, up to the size at which they are too many."""
    m = len(table)
    return list(removals(table, np.arange(m), range(1, largest_removal(m, LARGEST_SUBSETS) + 1)))


def _copies(setting: Setting) -> Iterator[PlannedTest]:
    table, m = setting.table, len(setting.table)
    every, theorem = (additions(table, table, np.zeros(m), np.arange(m)),), harmless_copies(setting)
    loser = PlannedTest(
        "copy", "an exact copy of one that is not first", BELTON, every, True, "all", theorem, "copy", "not first"
    )
    yield loser
    yield replace(loser, change="an exact copy of a first one", counted="first")
    rows, of = near_copies(table, setting.low, setting.high, NEAR)
    near = additions(table, rows, np.full(len(rows), NEAR), of)
    search = f"each criterion, and all, moved by {NEAR:.0%} of the bounds either way"
    yield PlannedTest("copy", "a near copy of any", BELTON, filled([near]), False, search, None, "near copy")


def _replacement(setting: Setting) -> PlannedTest:
    worst = np.where(setting.problem.senses > 0, setting.low, setting.high)
    found, of, exact = [np.empty((0, len(worst)))], [np.empty(0, dtype=np.int64)], True
    for k in np.flatnonzero(~setting.first):
        own = setting.table[k]
        others = np.delete(np.arange(len(setting.table)), k)
        if len(others) < 2:
            continue
        rows, sure = strongest(setting, others, np.minimum(worst, own), np.maximum(worst, own))
        exact &= sure
        found.append(rows[(rows != own).any(axis=1)])
        of.append(np.full(len(found[-1]), k))
    changed = np.concatenate(of)
    worse = filled([with_mildest(setting, np.concatenate(found), setting.table[changed], changed)])
    search = _search(exact, "each alternative that is not first, no criterion better than it was")
    return PlannedTest("replacement", "one that is not first by a worse one", WANG, worse, exact, search, None, "worse")


def _additions(setting: Setting) -> Iterator[PlannedTest]:
    table, senses = setting.table, setting.problem.senses
    worst, best = np.where(senses > 0, setting.low, setting.high), np.where(senses > 0, setting.high, setting.low)
    top = (table * senses).max(axis=0) * senses
    boxes = {
        "dominated": (
            [(worst, own) for own in np.unique(table, axis=0)],
            "no better than some alternative in any criterion",
        ),
        "dominating": ([(top, best)], "no worse than any alternative in any criterion"),
        "phantom": ([(setting.low, setting.high)], "anywhere in the bounds"),
    }
    all_found: list[Variants] = []
    for kind, (ends, words) in boxes.items():
        rows, exact = _strongest_of(setting, ends)
        grown = with_mildest(setting, rows, _starts(setting, kind, rows, top))
        all_found.append(grown)  # every dominated or dominating one is somewhere in the bounds
        shared = filled(all_found if kind == "phantom" else [grown])
        change, search = f"a {kind} alternative", _search(exact, words)
        yield PlannedTest("addition", change, WANG, filled([grown]), exact, search, None, kind, shared=shared)


def _strongest_of(setting: Setting, boxes: list[tuple[FloatArray, FloatArray]]) -> tuple[FloatArray, bool]:
    """Return what is found between the ends of each box, and whether all are optima."""
    everyone = np.arange(len(setting.table))
    found = [strongest(setting, everyone, np.minimum(one, other), np.maximum(one, other)) for one, other in boxes]
    return np.unique(np.concatenate([rows for rows, _ in found]), axis=0), all(sure for _, sure in found)


def _starts(setting: Setting, kind: str, rows: FloatArray, top: FloatArray) -> FloatArray:
    """Return the ratings from which the way to each row starts: the nearest alternative of which it is a kind."""
    if kind == "dominating":
        return np.broadcast_to(top, rows.shape)
    senses, far = setting.problem.senses, distances(setting, rows)
    if kind == "dominated":  # the way to it must not leave what its start dominates
        far[(rows[:, None, :] * senses > setting.table * senses).any(axis=2)] = np.inf
    return np.asarray(setting.table[far.argmin(axis=1)])


def _search(exact: bool, words: str) -> str:  # noqa: FBT001 - a word or the other
    how = "the optimum for each pair" if exact else "a grid and an ascent for each pair"
    return f"{words}; {how}"
