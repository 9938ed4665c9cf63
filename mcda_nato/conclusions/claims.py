"""Checkable statements about a problem, held against its codes and intervals."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from mcda_nato.errors import ProblemError
from mcda_nato.labels import listed, quoted
from mcda_nato.problem.problem import DecisionProblem

_RELATIONS = ("lowest", "highest", "below", "above")
#: What a claim that holds throughout the intervals does over them: nobody else is ever ahead.
THROUGHOUT = ("always", "tied at worst")


def audit_claims(problem: DecisionProblem, claims: pd.DataFrame) -> pd.DataFrame:
    """Say of each claim whether it holds at the modal codes and over the intervals.

    Parameters
    ----------
    problem : DecisionProblem
    claims : DataFrame
        Columns id, alternative, criterion, relation and other, as
        `mcda_nato.datasets.load_claims` returns them.

    Returns
    -------
    DataFrame
        The claims with two more columns: `holds`, whether the relation is
        strict at the modal codes; `over_intervals`, whether it is for values
        in the intervals: "always", "tied at worst", "sometimes" or "never".
    """
    records: list[dict[Any, Any]] = claims.to_dict("records")
    return claims.assign(
        holds=[_lead(problem, claim, "modal") > 0 for claim in records],
        over_intervals=[_over_intervals(problem, claim) for claim in records],
    )


def rivals(problem: DecisionProblem, claim: dict[Any, Any]) -> dict[str, bool]:
    """Return who can be level with what a claim speaks of, for values in the intervals, and whether ahead of it."""
    i = _place(claim["alternative"], problem.alternatives)
    others = [problem.alternatives[k] for k in _others(problem, claim, i)]
    pair = "above" if claim["relation"] in ("highest", "above") else "below"
    leads = {name: _lead(problem, {**claim, "relation": pair, "other": name}, "worst") for name in others}
    return {name: lead < 0 for name, lead in leads.items() if lead <= 0}


def _over_intervals(problem: DecisionProblem, claim: dict[Any, Any]) -> str:
    worst = _lead(problem, claim, "worst")
    if worst >= 0:
        return "always" if worst > 0 else "tied at worst"
    return "sometimes" if _lead(problem, claim, "best") > 0 else "never"


def _lead(problem: DecisionProblem, claim: dict[Any, Any], case: Literal["modal", "worst", "best"]) -> float:
    """Return by how much the claim holds at the modal codes, or at the ends worst or best for it."""
    if claim["relation"] not in _RELATIONS:
        raise ProblemError(f"unknown relation {quoted(claim['relation'])}; use one of {listed(_RELATIONS)}")
    i = _place(claim["alternative"], problem.alternatives)
    j = _place(claim["criterion"], problem.criteria)
    sign = 1.0 if claim["relation"] in ("highest", "above") else -1.0
    facts = problem.settled
    below, modal, above = (sign * table[:, j] for table in (facts.low, facts.performance, facts.high))
    if sign < 0:
        below, above = above, below
    mine, theirs = {"modal": (modal, modal), "worst": (below, above), "best": (above, below)}[case]
    return float(min((mine[i] - theirs[k] for k in _others(problem, claim, i)), default=0.0))


def _others(problem: DecisionProblem, claim: dict[Any, Any], i: int) -> list[int]:
    if claim["relation"] in ("below", "above"):
        return [_place(claim["other"], problem.alternatives)]
    return [k for k in range(len(problem.alternatives)) if k != i]


def _place(name: str, names: tuple[str, ...]) -> int:
    if name not in names:
        raise ProblemError(f"a claim speaks of {quoted(name)}, which is not one of {listed(names)}")
    return names.index(name)
