"""Variants of a problem, evaluated many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray
from mcda_nato.reversal.order_changes import among, among_each, precedence
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.variants import Variants

#: Comparisons by criterion made at a time.
BATCH = 1 << 18


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The alternatives of each variant, evaluated.

    Attributes
    ----------
    key, bar : shape (v, rows)
        Who has a key above another's bar precedes it; NaN throughout a variant
        that is outside the domain of the method.
    score : shape (v, rows)
    """

    key: FloatArray
    bar: FloatArray
    score: FloatArray


def evaluations(setting: Setting, tests: Sequence[PlannedTest]) -> dict[Variants, Evaluation]:
    """Evaluate every variant of every test, those of several tests once."""
    groups = dict.fromkeys(group for test in tests for group in test.variants)
    return {group: _evaluated(setting, group) for group in groups}


def _evaluated(setting: Setting, group: Variants) -> Evaluation:
    parts = [setting.keys(group.tables[part]) for part in group.batches(BATCH)]
    key, bar = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    with np.errstate(all="ignore"):
        return Evaluation(key, bar, setting.method.score(key))


def reverses(setting: Setting, group: Variants) -> BoolArray:
    """Return under which variants any pair reverses, and nothing else."""
    found = [np.empty(0, dtype=bool)]
    for part in group.batches(BATCH):
        key, bar = setting.keys(group.tables[part])
        new = among_each(precedence(key, bar), group.after[part])
        turned = among(setting.ahead, group.before[part]) & np.swapaxes(new, -2, -1)
        found.append(np.asarray(turned.any(axis=(-2, -1)) & ~np.isnan(key).any(axis=-1)))
    return np.concatenate(found)
