"""The tests for rank reversal: which variants of a problem each of them looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray
from mcda_nato.methods.method import Method
from mcda_nato.methods.score_forms import Linear
from mcda_nato.reversal import variants
from mcda_nato.reversal.new_alternatives import LARGEST_GRID, candidates, grid, searched, separable_optima
from mcda_nato.reversal.order_changes import on_cycles, precedence
from mcda_nato.reversal.variants import Variants
from mcda_nato.reversal.verdicts import Setting, Trial, reverses

TESTS = ("removal", "copy", "replacement", "addition", "transitivity", "recomposition")
#: Subsets of alternatives up to which all are removed in turn.
LARGEST_SUBSETS = 20_000
#: Step of a near copy, as a share of the bounds of its criterion.
NEAR = 0.01
#: Combinations of ratings tried with a method that is evaluated row by row.
SLOW_GRID = 64
#: Scales on which the factor of a criterion is monotone between the extremes of its column.
KNOWN = ("minmax", "vector", "total", "maximum", "fixed")
_HALVINGS = 20  # to a millionth of the way
_SLOW_HALVINGS = 8
BELTON = "Belton and Gear (1983), doi:10.1016/0305-0483(83)90047-6"
WANG = "Wang and Triantaphyllou (2008), doi:10.1016/j.omega.2005.12.003"
_INDEPENDENT = "on a fixed scale, with fixed reference points, a score does not depend on the other alternatives"
_COPIES = "a copy changes neither the smallest nor the largest rating of a criterion, on which alone this scale depends"


def trials(setting: Setting, tests: tuple[str, ...]) -> Iterator[Trial]:
    """Yield the rows of an audit."""
    makers: dict[str, Callable[[Setting], Iterator[Trial]]] = {
        "removal": _removals,
        "copy": _copies,
        "replacement": _replacements,
        "addition": _additions,
        "transitivity": transitivity,
        "recomposition": recomposition,
    }
    theorem = _INDEPENDENT if setting.independent else None
    for test in tests:
        for trial in makers[test](setting):
            yield replace(trial, theorem=trial.theorem or theorem)


def _removals(setting: Setting) -> Iterator[Trial]:
    m = len(setting.table)
    largest = variants.largest_removal(m, LARGEST_SUBSETS)
    groups = list(variants.removals(setting.table, np.arange(m), range(1, largest + 1)))
    losers = [group.part(~setting.first[group.changed]) for group in groups[:1]]
    none = "no removal leaves two alternatives"
    search = "all" if groups else none
    single = _some(groups[:1])
    change = "any one that is not first"
    yield Trial("removal", change, WANG, _some(losers), True, search, shared=single, who="not first")
    yield Trial("removal", "any one", WANG, single, True, search)
    whole = largest == max(m - 2, 0)
    search = none if not groups else "all" if whole else f"all subsets of up to {largest} alternatives"
    yield Trial("removal", "any subset", WANG, _some(groups), whole, search)


def _some(groups: Iterable[Variants]) -> tuple[Variants, ...]:
    return tuple(group for group in groups if len(group))


def _copies(setting: Setting) -> Iterator[Trial]:
    table, m = setting.table, len(setting.table)
    every = variants.additions(table, table, np.zeros(m), np.arange(m))
    theorem = _COPIES if setting.blind_to_copies else None
    whom = {"an exact copy of one that is not first": ~setting.first, "an exact copy of a first one": setting.first}
    for (change, which), who in zip(whom.items(), ("not first", "first"), strict=True):
        trial = Trial("copy", change, BELTON, _some([every.part(which)]), True, "all", theorem, "copy")
        yield replace(trial, shared=_some([every]), who=who)
    rows, of = variants.near_copies(table, setting.low, setting.high, NEAR)
    near = variants.additions(table, rows, np.full(len(rows), NEAR), of)
    search = f"each criterion, and all, moved by {NEAR:.0%} of the bounds either way"
    yield Trial("copy", "a near copy of any", BELTON, _some([near]), False, search, None, "near copy")


def _replacements(setting: Setting) -> Iterator[Trial]:
    benefit = setting.problem.senses > 0
    worst = np.where(benefit, setting.low, setting.high)
    found, of, exact = [np.empty((0, len(worst)))], [np.empty(0, dtype=np.int64)], True
    for k in np.flatnonzero(~setting.first):
        own = setting.table[k]
        low, high = np.minimum(worst, own), np.maximum(worst, own)
        others = np.delete(np.arange(len(setting.table)), k)
        if len(others) < 2:
            continue
        rows, sure = _rows(setting, others, low, high)
        exact &= sure
        found.append(rows[(rows != own).any(axis=1)])
        of.append(np.full(len(found[-1]), k))
    changed = np.concatenate(of)
    worse = _with_mildest(setting, np.concatenate(found), setting.table[changed], changed)
    search = _search(exact, "each alternative that is not first, no criterion better than it was")
    yield Trial(
        "replacement", "one that is not first by a worse one", WANG, _some([worse]), exact, search, None, "worse"
    )


def _additions(setting: Setting) -> Iterator[Trial]:
    table, senses = setting.table, setting.problem.senses
    worst, best = np.where(senses > 0, setting.low, setting.high), np.where(senses > 0, setting.high, setting.low)
    top = (table * senses).max(axis=0) * senses
    boxes = {
        "dominated": [(worst, own) for own in np.unique(table, axis=0)],
        "dominating": [(top, best)],
        "phantom": [(setting.low, setting.high)],
    }
    words = {
        "dominated": "no better than some alternative in any criterion",
        "dominating": "no worse than any alternative in any criterion",
        "phantom": "anywhere in the bounds",
    }
    everyone, all_found = np.arange(len(table)), []
    for kind, pairs in boxes.items():
        found, exact = [], True
        for one, other in pairs:
            rows, sure = _rows(setting, everyone, np.minimum(one, other), np.maximum(one, other))
            exact &= sure
            found.append(rows)
        rows = np.unique(np.concatenate(found), axis=0)
        far = _distances(setting, rows)
        if kind == "dominated":  # the way to it must not leave what its start dominates
            far[(rows[:, None, :] * senses > table * senses).any(axis=2)] = np.inf
        start = np.broadcast_to(top, rows.shape) if kind == "dominating" else table[far.argmin(axis=1)]
        grown = _with_mildest(setting, rows, start)
        search = _search(exact, words[kind])
        all_found.append(grown)  # every dominated or dominating one is somewhere in the bounds
        shared = _some(all_found if kind == "phantom" else [grown])
        change = f"a {kind} alternative"
        yield Trial("addition", change, WANG, _some([grown]), exact, search, None, kind, shared=shared)


def _search(exact: bool, words: str) -> str:  # noqa: FBT001 - a word or the other
    how = "the optimum for each pair" if exact else "a grid and an ascent for each pair"
    return f"{words}; {how}"


def _rows(setting: Setting, others: IntArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, bool]:
    """Return new ratings in a box, those that reverse each pair the most, and whether these are optima."""
    table, senses = setting.table[others], setting.problem.senses
    ahead = setting.ahead[np.ix_(others, others)]
    ratings = candidates(table, low, high)
    method = setting.method
    if isinstance(method, Method) and isinstance(setting.form, Linear) and method.scale.name in KNOWN:
        tables = np.concatenate([np.repeat(table[None], len(ratings), axis=0), ratings[:, None]], axis=1)
        with np.errstate(all="ignore"):
            scaled = method.scaled(tables, senses)[:, :-1]
        best = separable_optima(scaled, ratings, setting.weights)
        return np.unique(best[ahead], axis=0), True

    def keys(rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        tables = np.concatenate([np.repeat(table[None], len(rows), axis=0), rows[:, None]], axis=1)
        key, bar = setting.keys(tables)
        return key[:, :-1], bar[:, :-1]

    fast = isinstance(method, Method)
    start = grid(ratings, LARGEST_GRID if fast else SLOW_GRID)
    found = searched(keys, start, ahead, low, high, rounds=3 if fast else 1)
    return np.unique(np.vstack([found, ratings[:2]]), axis=0), setting.independent


def _distances(setting: Setting, rows: FloatArray) -> FloatArray:
    """Return the largest distance of each row from each alternative, as a share of the bounds."""
    width = np.where(setting.high > setting.low, setting.high - setting.low, 1.0)
    return np.asarray((np.abs(rows[:, None, :] - setting.table) / width).max(axis=2))


def _with_mildest(setting: Setting, rows: FloatArray, start: FloatArray, replaced: IntArray | None = None) -> Variants:
    """Return rows and, on the way to each from its start, the nearest ratings that still reverse."""
    make = variants.additions if replaced is None else variants.replacements

    def with_rows(new: FloatArray, which: IntArray) -> Variants:
        apart = _distances(setting, new)
        at = apart.argmin(axis=1) if replaced is None else replaced[which]
        return make(setting.table, new, apart[np.arange(len(new)), at], at)

    def between(which: IntArray, share: FloatArray) -> FloatArray:
        one, other, part = start[which], rows[which], share[:, None]
        return np.clip((1.0 - part) * one + part * other, np.minimum(one, other), np.maximum(one, other))

    whole = with_rows(rows, np.arange(len(rows)))
    if len(rows) == 0:
        return whole
    hit = np.flatnonzero(reverses(setting, whole))
    low, high = np.zeros(len(hit)), np.ones(len(hit))
    steps = _HALVINGS if isinstance(setting.method, Method) else _SLOW_HALVINGS
    for _ in range(steps if len(hit) else 0):
        middle = (low + high) / 2.0
        inside = reverses(setting, with_rows(between(hit, middle), hit))
        high, low = np.where(inside, middle, high), np.where(inside, low, middle)
    return with_rows(np.vstack([rows, between(hit, high)]), np.append(np.arange(len(rows)), hit))


def _cycling(setting: Setting, group: Variants) -> BoolArray:
    """Return which of every two alternatives alone lie on a cycle."""
    wins = np.zeros((len(setting.table),) * 2, dtype=bool)
    if not len(group):
        return np.empty(0, dtype=bool)
    order = precedence(*setting.keys(group.tables))
    first, second = group.before.T
    wins[first, second], wins[second, first] = order[:, 0, 1], order[:, 1, 0]
    return np.asarray(on_cycles(wins)[first, second])


def transitivity(setting: Setting, group: Variants | None = None) -> Iterator[Trial]:
    """Yield the test whether the orders of every two alternatives alone, `group`, cycle."""
    group = variants.pairs(setting.table) if group is None else group
    cycle = _cycling(setting, group)
    search = f"all pairs; {cycle.sum()} lie on cycles" if cycle.any() else "all pairs"
    change, some = "pairs alone that cycle", _some([group.part(cycle)])
    yield Trial("transitivity", change, WANG, some, not cycle.any(), search, tried=len(group), pairs=group)


def recomposition(setting: Setting, group: Variants | None = None) -> Iterator[Trial]:
    """Yield the test whether the orders of every two alternatives alone, `group`, are those of the whole."""
    group = variants.pairs(setting.table) if group is None else group
    cycle = bool(_cycling(setting, group).any())
    change = "the order recomposed from pairs alone"
    search = "pairs cycle, so there is no order to recompose" if cycle else "all pairs"
    yield Trial("recomposition", change, WANG, _some([group]), True, search, undefined=cycle, pairs=group)
