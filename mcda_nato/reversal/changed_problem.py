"""A changed set of alternatives as a problem that anyone can evaluate."""

from __future__ import annotations

from dataclasses import replace

from mcda_nato.arrays import FloatArray
from mcda_nato.labels import listed, quoted
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.verdicts import Setting, Trial


def changed_problem(setting: Setting, trial: Trial, group: int, variant: int) -> tuple[DecisionProblem, str]:
    """Return a variant as a problem, and the change in words."""
    variants, problem = trial.variants[group], setting.problem
    names, table = problem.alternatives, variants.tables[variant]
    of = int(variants.changed[variant])
    if trial.test in ("removal", "transitivity", "recomposition"):
        kept = [names[i] for i in variants.before[variant]]
        gone = [name for name in names if name not in kept]
        words = f"{listed(gone)} removed" if trial.test == "removal" else f"{listed(kept)} alone"
        return (problem.drop(*gone) if gone else problem), words
    problem = _wide_enough(problem, table)
    if trial.test == "replacement":
        crisp = problem.replace(performance=table, low=table, high=table, terms=None)
        return crisp, f"{quoted(names[of])} replaced by a worse one"
    new = _unused(f"{trial.kind} of {names[of]}" if trial.test == "copy" else f"{trial.kind} alternative", names)
    return problem.add(new, table[-1]), f"{quoted(new)} added"


def _wide_enough(problem: DecisionProblem, table: FloatArray) -> DecisionProblem:
    """Return the problem, its scales of ratings as wide as bounds that a caller has set wider."""
    details = [
        d if d.codes is None else replace(d, codes=(min(d.codes[0], column.min()), max(d.codes[1], column.max())))
        for d, column in zip(problem.details, table.T, strict=True)
    ]
    return problem.replace(criteria=details)


def _unused(name: str, names: tuple[str, ...]) -> str:
    while name in names:
        name += "'"
    return name
