"""The problem whose performances are priorities of judgements."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from mcda_nato.errors import InconsistentJudgementsWarning, JudgementError, warn_caller
from mcda_nato.judgements.consistency import ACCEPTED, Consistency
from mcda_nato.judgements.judged_weights import EIGENVECTOR, ratio_line, shown_ratio
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, quoted
from mcda_nato.problem.problem import DecisionProblem


class JudgedProblem(DecisionProblem):
    """A problem whose performances are priorities of judgements, which it holds.

    A copy with a change (`replace`, `drop`, `add`, ...) is a plain
    `DecisionProblem`: its performances are no longer those priorities.

    Attributes
    ----------
    judgements : mapping of str to Judgements
        Comparisons of the alternatives under each criterion.
    consistency : mapping of str to Consistency
        Of the judgements under each criterion.
    """

    judgements: Mapping[str, Judgements]

    def __init__(self, judgements: Mapping[str, Judgements]) -> None:
        names = next(iter(judgements.values())).names
        columns = [under.priorities()[list(names)].to_numpy() for under in judgements.values()]
        super().__init__(np.stack(columns, axis=1), [1] * len(columns), names, list(judgements))
        self.judgements = MappingProxyType(dict(judgements))

    def __reduce__(self) -> tuple[Any, ...]:
        return JudgedProblem, (dict(self.judgements),)

    @cached_property
    def consistency(self) -> Mapping[str, Consistency]:  # noqa: D102 - in the class docstring
        return MappingProxyType({criterion: under.consistency() for criterion, under in self.judgements.items()})


def performances_statement(problem: DecisionProblem) -> str | None:
    """Return where performances are from and how consistent, `None` where they are not priorities of judgements."""
    if not isinstance(problem, JudgedProblem):
        return None
    faults = inconsistent(problem)
    name, found = max(problem.consistency.items(), key=lambda item: item[1].CR or item[1].CI)
    most = f"under {quoted(name)} {ratio_line(found)}"
    where = "" if len(problem.criteria) == 1 else ", the largest"
    return f"from judgements by {EIGENVECTOR}" + (f", inconsistent: {faults}" if faults else f": {most}{where}")


def inconsistent(problem: JudgedProblem) -> str:
    """Return under which criteria judgements are inconsistent, each with its ratio; nothing where under none."""
    found = {name: under for name, under in problem.consistency.items() if under.acceptable is False}
    if not found:
        return ""
    *others, last = (f"CR {shown_ratio(under.CR or 0.0)} under {quoted(name)}" for name, under in found.items())
    ratios = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    table = next(iter(found.values())).random_index
    return f"{ratios} above {ACCEPTED:g} (random indices of the table {table})"


def problem_from_judgements(judgements: Mapping[str, Judgements]) -> DecisionProblem:
    """Return the problem whose performances are judged under each criterion.

    Parameters
    ----------
    judgements : dict of str to Judgements
        Comparisons of the same alternatives under each criterion. Their
        priorities by the principal eigenvector become the performances; they
        are preferences, so more is better throughout.

    Returns
    -------
    DecisionProblem
        Rankings of it, but not of changed copies, state the consistency of
        the judgements under each criterion.

    Raises
    ------
    JudgementError
        Where these are no judgements, or not of the same alternatives.

    Warns
    -----
    InconsistentJudgementsWarning
        Names each criterion under which CR is above 0.1.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> pairs = mn.Judgements.from_pairs
    >>> p = mn.problem_from_judgements({"speed": pairs({("A", "B"): 3}), "risk": pairs({("A", "B"): 1 / 2})})
    >>> mn.evaluate(p, "ahp", {"speed": 0.5, "risk": 0.5}).scores.round(4).to_dict()
    {'A': 0.5417, 'B': 0.4583}
    """
    problem = judged_problem(judgements)
    faults = inconsistent(problem)
    if faults:
        warn_caller(f"the judgements of the alternatives are inconsistent: {faults}", InconsistentJudgementsWarning)
    return problem


def judged_problem(judgements: Mapping[str, Judgements]) -> JudgedProblem:
    """Return the problem, and warn of nothing."""
    if not isinstance(judgements, Mapping) or not judgements:
        raise JudgementError("give judgements of the alternatives as a mapping from each criterion to Judgements")
    for criterion, under in judgements.items():
        if not isinstance(under, Judgements):
            raise JudgementError(f"the judgements under {quoted(criterion)} are {type(under).__name__}, not Judgements")
    names = next(iter(judgements.values())).names
    for criterion, under in judgements.items():
        check_same_names(under.names, names, f"alternatives judged under {quoted(criterion)}", JudgementError)
    return JudgedProblem(judgements)
