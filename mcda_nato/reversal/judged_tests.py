"""The tests for rank reversal that change judgements of the alternatives: which variants each of them looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.reversal.changed_judgements import added, alone, one_or_all, priorities, rejudged
from mcda_nato.reversal.planned_tests import BELTON, SAATY, WANG, PlannedTest
from mcda_nato.reversal.rated_tests import removed
from mcda_nato.reversal.removal_tests import pair_tests, removal_tests
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.theorems import harmless_copies
from mcda_nato.reversal.variants import Variants, additions, filled, pairs, replacements

#: Judgements of a changed alternative as multiples of another's: Saaty's scale and its reciprocals.
SCALE = np.array([*(1.0 / np.arange(9.0, 1.0, -1.0)), *np.arange(2.0, 10.0)])
#: The same for a near copy: what Saaty's scale has for two that are close.
CLOSE = np.array([1.0 / 1.1, 1.1])
_JUDGEMENTS = 1 << 20  # held at a time
_UNDER = "under each criterion and under all; products are not held to the scale of 1/9 to 9"

#: ``matrices (n, m, m), of (v,), factors (v, n) -> (v, n, rows, rows)``.
Change = Callable[[FloatArray, IntArray, FloatArray], FloatArray]
#: ``table, rows, size, changed -> variants``.
Make = Callable[[FloatArray, FloatArray, FloatArray, IntArray], Variants]


def judged_tests(setting: Setting, names: tuple[str, ...]) -> Iterator[PlannedTest]:
    """Yield the tests of these names."""
    matrices = setting.matrices
    assert matrices is not None  # noqa: S101 - the alternatives are judged
    for test in _tests(setting, matrices, names):
        yield replace(test, through="through judgements")


def _tests(setting: Setting, matrices: FloatArray, names: tuple[str, ...]) -> Iterator[PlannedTest]:
    if "removal" in names:
        alone_together = [_judged_alone(matrices, group) for group in removed(setting.table)]
        yield from removal_tests(alone_together, len(setting.table))
    if "copy" in names:
        yield from _copies(setting, matrices)
    if "replacement" in names:
        yield _replacement(setting, matrices)
    if "addition" in names:
        yield from _additions(setting, matrices)
    if {"transitivity", "recomposition"} & set(names):
        every_two = _judged_alone(matrices, pairs(setting.table))
        yield from (test for test in pair_tests(every_two) if test.test in names)


def _judged_alone(matrices: FloatArray, group: Variants) -> Variants:
    """Return variants of some alternatives alone with the priorities of their judgements."""
    n, size = len(matrices), group.tables.shape[1]
    step = max(1, _JUDGEMENTS // (n * size * size))
    parts = [group.before[at : at + step] for at in range(0, len(group), step)]
    tables = np.concatenate([priorities(alone(matrices, places)) for places in parts] or [group.tables])
    return replace(group, tables=tables, factors=np.ones((len(group), n)))


def _copies(setting: Setting, matrices: FloatArray) -> Iterator[PlannedTest]:
    n, everyone = len(matrices), np.arange(len(setting.table))
    alike = np.ones((len(everyone), n))
    frame = additions(setting.table, setting.table, np.zeros(len(everyone)), everyone)
    tables = np.concatenate([priorities(added(matrices, everyone[k : k + 1], alike[:1])) for k in everyone])
    exact = (replace(frame, tables=tables, factors=alike),)
    loser = PlannedTest(
        "copy",
        "an exact copy of one that is not first",
        BELTON,
        exact,
        exhaustive=True,
        search="all",
        theorem=harmless_copies(setting),
        kind="copy",
        counted="not first",
    )
    yield loser
    yield replace(loser, change="an exact copy of a first one", counted="first")
    near = _judged_anew(setting.table, matrices, CLOSE, everyone, added, additions)
    search = "1.1 times one alternative or 1/1.1, under each criterion and under all"
    yield PlannedTest("copy", "a near copy of any", BELTON, (near,), False, search, None, "near copy")


def _replacement(setting: Setting, matrices: FloatArray) -> PlannedTest:
    change, search = "one that is not first by a worse one", f"each, 1/2 to 1/9 times what it was, {_UNDER}"
    worse: tuple[Variants, ...] = ()
    if len(setting.table) > 2:  # of everyone, for under other weights others are first
        everyone = np.arange(len(setting.table))
        worse = (_judged_anew(setting.table, matrices, SCALE[SCALE < 1.0], everyone, rejudged, replacements),)
    return PlannedTest("replacement", change, WANG, worse, False, search, None, "worse", "not first")


def _additions(setting: Setting, matrices: FloatArray) -> Iterator[PlannedTest]:
    everyone = np.arange(len(setting.table))
    every = _judged_anew(setting.table, matrices, SCALE, everyone, added, additions)
    search = f"1/9 to 9 times one alternative, {_UNDER}"
    for kind, chosen in _kinds(every).items():
        some = filled([every.part(chosen)])
        yield PlannedTest("addition", f"a {kind} alternative", SAATY, some, False, search, None, kind)


def _kinds(every: Variants) -> dict[str, BoolArray]:
    """Return which of the added alternatives are dominated, dominating, and anything at all."""
    new, others = every.tables[:, -1], every.tables[:, :-1]
    assert every.factors is not None  # noqa: S101 - they are judged
    return {
        "dominated": np.asarray((every.factors <= 1.0).all(axis=1)),
        "dominating": np.asarray((new[:, None, :] >= others * (1.0 - 1e-12)).all(axis=(1, 2))),
        "phantom": np.ones(len(every), dtype=bool),
    }


def _judged_anew(
    table: FloatArray, matrices: FloatArray, scale: FloatArray, of: IntArray, change: Change, make: Make
) -> Variants:
    """Return alternatives judged anew, each factor of the scale under one criterion at a time and under all."""
    n, factors = len(matrices), np.append(1.0, scale)
    moves = one_or_all(len(scale), n)
    every = np.repeat(factors[:, None], n, axis=1)
    # criteria do not interact, so each factor under each criterion is computed once for all the moves
    found = [priorities(change(matrices, np.full(len(factors), k), every))[moves, :, np.arange(n)] for k in of]
    tables = np.concatenate([np.swapaxes(one, 1, 2) for one in found])
    changed, chosen = np.repeat(of, len(moves)), np.tile(factors[moves], (len(of), 1))
    size = np.abs(np.log(chosen)).max(axis=1) / np.log(9.0)
    frame = make(table, table[changed], size, changed)
    return replace(frame, tables=np.ascontiguousarray(tables), factors=chosen)
