"""A changed set of alternatives as a problem that anyone can evaluate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.judgements.judged_problem import judged_problem
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import listed, quoted
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.changed_judgements import added, alone, rejudged
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.variants import Variants


def changed_problem(setting: Setting, test: PlannedTest, variant: Variants) -> tuple[DecisionProblem, str]:
    """Return one variant of a test as a problem, and the change in words."""
    names, words = _told(test, variant, setting.problem.alternatives)
    if setting.matrices is None:
        return _rated(setting.problem.settled, test, variant, names), words
    if test.kind:
        words += f", judged {_times(setting.problem, test, variant)}"
    matrices = _rejudged(setting.matrices, test, variant)
    judged = [Judgements.from_matrix(matrix, names) for matrix in matrices]
    return judged_problem(dict(zip(setting.problem.criteria, judged, strict=True))), words


def _told(test: PlannedTest, variant: Variants, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the alternatives of the changed problem, and the change in words."""
    of = names[int(variant.changed[0])]
    if not test.kind:
        kept = tuple(names[i] for i in variant.before[0])
        gone = [name for name in names if name not in kept]
        some, what = (gone, "removed") if test.test == "removal" else (kept, "alone")
        return kept, f"{listed(some, whole=True)} {what}"
    if test.test == "replacement":
        return names, f"{quoted(of)} replaced by a worse one"
    new = _unused(f"{test.kind} of {of}" if test.test == "copy" else f"{test.kind} alternative", names)
    return (*names, new), f"{quoted(new)} added"


def _unused(name: str, names: tuple[str, ...]) -> str:
    while name in names:
        name += "'"
    return name


def _rated(problem: DecisionProblem, test: PlannedTest, variant: Variants, names: tuple[str, ...]) -> DecisionProblem:
    if not test.kind:
        gone = [name for name in problem.alternatives if name not in names]
        return problem.drop(*gone) if gone else problem
    table = variant.tables[0]
    wide = _wide_enough(problem, table)
    if test.test == "replacement":
        return wide.replace(performance=table, low=table, high=table, terms=None)
    return wide.add(names[-1], table[-1])


def _wide_enough(problem: DecisionProblem, table: FloatArray) -> DecisionProblem:
    """Return the problem, its scales of ratings as wide as bounds that a caller has set wider."""
    details = [
        d if d.codes is None else replace(d, codes=(min(d.codes[0], column.min()), max(d.codes[1], column.max())))
        for d, column in zip(problem.details, table.T, strict=True)
    ]
    return problem.replace(criteria=details)


def _rejudged(matrices: FloatArray, test: PlannedTest, variant: Variants) -> FloatArray:
    """Return the judgements of a variant, (n, rows, rows)."""
    if not test.kind:
        return alone(matrices, variant.before)[0]
    assert variant.factors is not None  # noqa: S101 - the test is of judgements
    change = rejudged if test.test == "replacement" else added
    return change(matrices, variant.changed, variant.factors)[0]


def _times(problem: DecisionProblem, test: PlannedTest, variant: Variants) -> str:
    assert variant.factors is not None  # noqa: S101 - the test is of judgements
    factors, name = variant.factors[0], quoted(problem.alternatives[int(variant.changed[0])])
    under = [criterion for criterion, factor in zip(problem.criteria, factors, strict=True) if factor != 1.0]
    if not under:
        return f"like {name}"
    factor = float(factors[np.abs(np.log(factors)).argmax()])
    times = f"{factor:.10g}" if factor >= 1.0 else f"1/{1.0 / factor:.10g}"
    where = f" under {listed(under, whole=True)}" if len(under) < len(factors) else ""
    return f"{times} times {'what it was' if test.test == 'replacement' else name}{where}"
