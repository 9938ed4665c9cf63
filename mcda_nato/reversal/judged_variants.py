"""The tests for rank reversal that change judgements of the alternatives instead of ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray, first_index
from mcda_nato.errors import ProblemError
from mcda_nato.judgements.judged_problem import problem_from_judgements
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, listed, quoted
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.changed_judgements import added, alone, is_consistent, one_or_all, priorities, rejudged
from mcda_nato.reversal.changed_problem import changed_problem
from mcda_nato.reversal.tests import BELTON, WANG, recomposition, transitivity, trials
from mcda_nato.reversal.variants import Variants, additions, pairs, replacements
from mcda_nato.reversal.verdicts import Setting, Trial

#: Judgements of a changed alternative as multiples of another's: Saaty's scale and its reciprocals.
SCALE = np.array([*(1.0 / np.arange(9.0, 1.0, -1.0)), *np.arange(2.0, 10.0)])
#: The same for a near copy: what Saaty's scale has for two that are close.
CLOSE = np.array([1.0 / 1.1, 1.1])
_RATINGS = 1 << 20  # judgements held at a time
_SAATY = "Saaty (1977), doi:10.1016/0022-2496(77)90033-5"
_CONSISTENT = "a copy leaves the ratios of consistent priorities, on which alone this scale depends"
_UNDER = "under each criterion and under all; products are not held to the scale of 1/9 to 9"

#: ``matrices (n, m, m), of (v,), factors (v, n) -> (v, n, rows, rows)``.
Change = Callable[[FloatArray, IntArray, FloatArray], FloatArray]
#: ``table, rows, size, changed -> variants``.
Make = Callable[[FloatArray, FloatArray, FloatArray, IntArray], Variants]


@dataclass(frozen=True)
class JudgedVariants(Variants):
    """Variants whose tables are priorities of changed judgements.

    Attributes
    ----------
    factors : shape (v, n)
        Under each criterion, how many times the alternative `changed` the new
        one is judged; 1 throughout where none is new.
    """

    factors: FloatArray

    def part(self, which: Any) -> JudgedVariants:
        """Return some of the variants."""
        return JudgedVariants(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class JudgedSetting(Setting):
    """The ranking that is audited, of alternatives judged under each criterion."""

    @cached_property
    def matrices(self) -> FloatArray:
        """Judgements in the order of the problem, shape (n, m, m)."""
        names, given = list(self.problem.alternatives), self.judgements or {}
        frames = [given[criterion].to_frame() for criterion in self.problem.criteria]
        return np.stack([frame.loc[names, names].to_numpy() for frame in frames])

    @cached_property
    def consistent(self) -> bool:
        """Whether the judgements under each criterion are those of ratios."""
        return is_consistent(self.matrices)

    @cached_property
    def independent(self) -> bool:
        """Never: priorities have sum 1, so they depend on the set on any scale."""
        return False

    @cached_property
    def blind_to_copies(self) -> bool:
        """Whether copies keep the ratios of the priorities, and the scale depends on these alone."""
        scale = getattr(self.method, "scale", None)
        return self.consistent and self.form is not None and getattr(scale, "name", "") in ("minmax", "maximum")


def checked_judgements(problem: DecisionProblem, judgements: Mapping[str, Judgements]) -> None:
    """Raise where the performances are not the priorities of these judgements."""
    judged = problem_from_judgements(judgements)
    check_same_names(judged.criteria, problem.criteria, "criteria of the judgements", ProblemError)
    check_same_names(judged.alternatives, problem.alternatives, "alternatives of the judgements", ProblemError)
    if (problem.senses < 0).any():
        cost = problem.criteria[int((problem.senses < 0).argmax())]
        raise ProblemError(f"{quoted(cost)} is a cost, but priorities are preferences, of which more is better")
    table = judged.to_frame().loc[list(problem.alternatives), list(problem.criteria)].to_numpy()
    off = np.abs(table - problem.performance) > 1e-9
    if off.any():
        i, j = first_index(off)
        cell = f"{quoted(problem.alternatives[i])} on {quoted(problem.criteria[j])}"
        given, wanted = float(problem.performance[i, j]), float(table[i, j])
        raise ProblemError(f"{cell} is {given!r}, but its priority by the judgements is {wanted!r}")


def judged_trials(setting: JudgedSetting, tests: tuple[str, ...]) -> Iterator[Trial]:
    """Yield the rows of an audit whose changes are of judgements."""
    makers: dict[str, Callable[[JudgedSetting], Iterator[Trial]]] = {
        "removal": _removals,
        "copy": _copies,
        "replacement": _replacements,
        "addition": _additions,
        "transitivity": lambda setting: transitivity(setting, _pairs(setting)),
        "recomposition": lambda setting: recomposition(setting, _pairs(setting)),
    }
    for test in tests:
        for trial in makers[test](setting):
            yield replace(trial, search=f"{trial.search}; through judgements")


def judged_problem(setting: JudgedSetting, trial: Trial, group: int, variant: int) -> tuple[DecisionProblem, str]:
    """Return a variant as the problem that its judgements give, and the change in words."""
    rated, words = changed_problem(setting, trial, group, variant)
    part = trial.variants[group].part([variant])
    assert isinstance(part, JudgedVariants)  # noqa: S101 - the trial is of judgements
    if trial.kind:
        change = rejudged if trial.test == "replacement" else added
        matrices = change(setting.matrices, part.changed, part.factors)[0]
        words += f", judged {_times(setting, trial.test, part)}"
    else:
        matrices = alone(setting.matrices, part.before)[0]
    judged = [Judgements.from_matrix(matrix, rated.alternatives) for matrix in matrices]
    return problem_from_judgements(dict(zip(setting.problem.criteria, judged, strict=True))), words


def _times(setting: JudgedSetting, test: str, part: JudgedVariants) -> str:
    factors, name = part.factors[0], quoted(setting.problem.alternatives[int(part.changed[0])])
    under = [criterion for criterion, factor in zip(setting.problem.criteria, factors, strict=True) if factor != 1.0]
    if not under:
        return f"like {name}"
    factor = float(factors[np.abs(np.log(factors)).argmax()])
    times = f"{factor:.10g}" if factor >= 1.0 else f"1/{1.0 / factor:.10g}"
    where = f" under {listed(under)}" if len(under) < len(factors) else ""
    return f"{times} times {'what it was' if test == 'replacement' else name}{where}"


def _without(setting: JudgedSetting, group: Variants) -> JudgedVariants:
    """Return variants of some alternatives alone with the priorities of their judgements."""
    n, size = len(setting.matrices), group.tables.shape[1]
    step = max(1, _RATINGS // (n * size * size))
    parts = [group.before[at : at + step] for at in range(0, len(group), step)]
    tables = np.concatenate([priorities(alone(setting.matrices, places)) for places in parts] or [group.tables])
    return JudgedVariants(tables, group.before, group.after, group.size, group.changed, np.ones((len(group), n)))


def _pairs(setting: JudgedSetting) -> JudgedVariants:
    return _without(setting, pairs(setting.table))


def _scaled(setting: JudgedSetting, scale: FloatArray, of: IntArray, change: Change, make: Make) -> JudgedVariants:
    """Return alternatives judged anew, each factor of the scale under one criterion at a time and under all."""
    n, factors = len(setting.matrices), np.append(1.0, scale)
    moves = one_or_all(len(scale), n)
    every = np.repeat(factors[:, None], n, axis=1)
    # criteria do not interact, so each factor under each criterion is computed once for all the moves
    found = [priorities(change(setting.matrices, np.full(len(factors), k), every))[moves, :, np.arange(n)] for k in of]
    tables = np.concatenate([np.swapaxes(table, 1, 2) for table in found])
    changed, chosen = np.repeat(of, len(moves)), np.tile(factors[moves], (len(of), 1))
    size = np.abs(np.log(chosen)).max(axis=1) / np.log(9.0)
    frame = make(setting.table, setting.table[changed], size, changed)
    return JudgedVariants(np.ascontiguousarray(tables), frame.before, frame.after, size, changed, chosen)


def _some(group: JudgedVariants, which: BoolArray) -> tuple[JudgedVariants, ...]:
    return (group.part(which),) if which.any() else ()


def _removals(setting: JudgedSetting) -> Iterator[Trial]:
    for trial in trials(setting, ("removal",)):
        yield replace(trial, variants=tuple(_without(setting, group) for group in trial.variants))


def _copies(setting: JudgedSetting) -> Iterator[Trial]:
    n, everyone = len(setting.matrices), np.arange(len(setting.table))
    alike = np.ones((len(everyone), n))
    frame = additions(setting.table, setting.table, np.zeros(len(everyone)), everyone)
    tables = np.concatenate([priorities(added(setting.matrices, everyone[k : k + 1], alike[:1])) for k in everyone])
    exact = JudgedVariants(tables, frame.before, frame.after, frame.size, everyone, alike)
    theorem = _CONSISTENT if setting.blind_to_copies else None
    for words, which in (("one that is not first", ~setting.first), ("a first one", setting.first)):
        yield Trial("copy", f"an exact copy of {words}", BELTON, _some(exact, which), True, "all", theorem, "copy")
    near = _scaled(setting, CLOSE, everyone, added, additions)
    search = "1.1 times one alternative or 1/1.1, under each criterion and under all"
    yield Trial("copy", "a near copy of any", BELTON, (near,), False, search, None, "near copy")


def _replacements(setting: JudgedSetting) -> Iterator[Trial]:
    change, search = "one that is not first by a worse one", f"each, 1/2 to 1/9 times what it was, {_UNDER}"
    losers = np.flatnonzero(~setting.first)
    worse: tuple[JudgedVariants, ...] = ()
    if len(losers) and len(setting.table) > 2:
        worse = (_scaled(setting, SCALE[SCALE < 1.0], losers, rejudged, replacements),)
    yield Trial("replacement", change, WANG, worse, False, search, None, "worse")


def _additions(setting: JudgedSetting) -> Iterator[Trial]:
    every = _scaled(setting, SCALE, np.arange(len(setting.table)), added, additions)
    new, others = every.tables[:, -1], every.tables[:, :-1]
    which = {
        "dominated": np.asarray((every.factors <= 1.0).all(axis=1)),
        "dominating": np.asarray((new[:, None, :] >= others * (1.0 - 1e-12)).all(axis=(1, 2))),
        "phantom": np.ones(len(every), dtype=bool),
    }
    search = f"1/9 to 9 times one alternative, {_UNDER}"
    for kind, chosen in which.items():
        yield Trial("addition", f"a {kind} alternative", _SAATY, _some(every, chosen), False, search, None, kind)
