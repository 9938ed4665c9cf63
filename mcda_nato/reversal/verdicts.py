"""Verdicts on tests, read off the evaluations of their variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import BoolArray, IntArray
from mcda_nato.reversal.evaluations import BATCH, Evaluation
from mcda_nato.reversal.order_changes import Effects, effects, joined, pairs_on_cycles, precedence
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.variants import Variants


@dataclass(frozen=True, eq=False)
class Example:
    """One variant that reverses, and the places of the pair that it reverses the most."""

    variant: Variants
    pair: tuple[int, int]

    @property
    def size(self) -> float:
        """How large the change is."""
        return float(self.variant.size[0])


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the variants of a test do.

    Attributes
    ----------
    test : PlannedTest
    verdict : str
        proved, none found, reversed or undefined.
    search : str
        What was looked at, and what of it is left out.
    variants, reversals, winner_changes, ties_broken, kendall : int
    by : float
    examples : tuple of Example
        The smallest change that reverses, and of new alternatives the one that
        reverses the most.
    """

    test: PlannedTest
    verdict: str
    search: str
    variants: int
    reversals: int
    winner_changes: int
    ties_broken: int
    kendall: int
    by: float
    examples: tuple[Example, ...]


def verdicts(
    tests: Sequence[PlannedTest], evaluated: Mapping[Variants, Evaluation], ahead: BoolArray
) -> tuple[Verdict, ...]:
    """Return the verdict of each test, where `ahead` says who was ahead of whom before any change."""
    done = {group: effects_of(ahead, group, evaluation) for group, evaluation in evaluated.items()}
    return tuple(_verdict(test, evaluated, done, ahead) for test in tests)


def effects_of(ahead: BoolArray, group: Variants, evaluation: Evaluation) -> Effects:
    """Return what each variant does to the order of those that stay."""
    key, bar, score = evaluation.key, evaluation.bar, evaluation.score
    return joined(
        [
            effects(ahead, group.before[part], group.after[part], key[part], bar[part], score[part])
            for part in group.batches(BATCH)
        ]
    )


def _verdict(
    test: PlannedTest, evaluated: Mapping[Variants, Evaluation], done: Mapping[Variants, Effects], ahead: BoolArray
) -> Verdict:
    cycling = _cycling(test, evaluated, len(ahead))
    counted = np.concatenate([[], *(_counted(test, group, ahead, cycling) for group in test.variants)]).astype(bool)
    tried = int(counted.sum()) if test.counted in ("first", "not first") else len(counted)
    if not counted.any():
        return Verdict(test, _word(test, cycling, 0), _search(test, cycling, 0), tried, 0, 0, 0, 0, 0.0, ())
    whole = joined([done[group] for group in test.variants])
    hit = np.flatnonzero(counted & (whole.count > 0))
    undefined = int((counted & whole.undefined).sum())
    return Verdict(
        test,
        _word(test, cycling, len(hit)),
        _search(test, cycling, undefined),
        tried - undefined,
        len(hit),
        int((counted & whole.winner).sum()),
        int((counted & whole.broken).sum()),
        int(whole.count[counted].max()),
        float(whole.by[hit].max(initial=0.0)),
        _examples(test, whole, hit),
    )


def _cycling(test: PlannedTest, evaluated: Mapping[Variants, Evaluation], m: int) -> BoolArray:
    """Return which of every two alternatives alone lie on a cycle; nothing where the test is not of these."""
    if test.counted not in ("cycles", "no cycles") or not test.variants:
        return np.empty(0, dtype=bool)
    (pairs,) = test.variants
    return pairs_on_cycles(precedence(evaluated[pairs].key, evaluated[pairs].bar), pairs.before, m)


def _counted(test: PlannedTest, group: Variants, ahead: BoolArray, cycling: BoolArray) -> BoolArray:
    """Return which variants count, at the weights that are audited."""
    if test.counted in ("first", "not first"):
        leads = np.asarray(~ahead.any(axis=0))
        return np.asarray(leads[group.changed] == (test.counted == "first"))
    if test.counted == "cycles":
        return cycling
    return np.full(len(group), not cycling.any())


def _word(test: PlannedTest, cycling: BoolArray, reversals: int) -> str:
    if test.counted == "no cycles" and cycling.any():
        return "undefined"
    if reversals:
        return "reversed"
    return "proved" if (test.exhaustive and not cycling.any()) or test.theorem is not None else "none found"


def _search(test: PlannedTest, cycling: BoolArray, undefined: int) -> str:
    said = test.search
    if cycling.any():
        cycles = f"{said}; {cycling.sum()} lie on cycles"
        said = cycles if test.counted == "cycles" else "pairs cycle, so there is no order to recompose"
    return "; ".join(filter(None, [said, test.through, f"{undefined} are undefined" if undefined else ""]))


def _examples(test: PlannedTest, whole: Effects, hit: IntArray) -> tuple[Example, ...]:
    if not len(hit):
        return ()
    size = np.concatenate([group.size for group in test.variants])
    smallest = hit[np.lexsort((~whole.winner[hit], size[hit]))[0]]
    largest = hit[np.argmax(whole.by[hit])]
    chosen = dict.fromkeys((smallest, largest) if test.kind else (smallest,))
    return tuple(Example(_variant(test, at), (int(whole.pair[at, 0]), int(whole.pair[at, 1]))) for at in chosen)


def _variant(test: PlannedTest, at: int) -> Variants:
    ends = np.cumsum([len(group) for group in test.variants])
    group = int(np.searchsorted(ends, at, side="right"))
    return test.variants[group].part([at - ends[group]])
