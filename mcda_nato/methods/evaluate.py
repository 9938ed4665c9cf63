"""One call from a problem to its ranking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mcda_nato.arrays import FloatArray, read_only
from mcda_nato.errors import MethodError, ProblemError, WeightsError
from mcda_nato.judgements.judged_weights import consistency_behind, warn_inconsistent
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods.method import Method, ahp, check_finite, topsis, warn_constant, weighted_sum
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranking import AnyMethod, Ranking
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.preferences.weights import Weights, resolve_weights, scenario_names
from mcda_nato.problem.problem import DecisionProblem

MethodLike: TypeAlias = AnyMethod | str


BUILT_IN: dict[str, Callable[[], Method]] = {"weighted_sum": weighted_sum, "topsis": topsis, "ahp": ahp}


def resolve_method(method: MethodLike) -> AnyMethod:
    """Return the method that a name stands for, or the method itself."""
    if isinstance(method, (Method, PymcdmMethod)):
        return method
    if isinstance(method, str) and method in BUILT_IN:
        return BUILT_IN[method]()
    near = hint(method, BUILT_IN) if isinstance(method, str) else ""
    raise MethodError(
        f"unknown method {literal(method)}{near}; use one of {listed(BUILT_IN)}",
        call="" if isinstance(method, str) else "or a Method; from_pymcdm makes one of a pymcdm method",
    )


def admitted(problem: object, method: MethodLike, caller: str) -> AnyMethod:
    """Return the method, checked against a problem; warn of criteria that are constant."""
    if not isinstance(problem, DecisionProblem):
        kind = type(problem).__name__
        raise ProblemError(f"{caller} needs a DecisionProblem, got {kind}", call="see DecisionProblem.from_frame")
    chosen = resolve_method(method)

    def names(row: int | None, column: int) -> str:
        on = quoted(problem.criteria[column])
        return on if row is None else f"{quoted(problem.alternatives[row])} on {on}"

    chosen.check(problem.settled.performance, problem.senses, names)
    warn_constant(problem.settled.performance, names)
    return chosen


def one_set(weights: Weights, problem: DecisionProblem) -> FloatArray:
    """Return one set of weights, shape (n,); refuse a table of scenarios, warn of inconsistent judgements."""
    w = resolve_weights(weights, problem.criteria)
    warn_inconsistent(weights)
    if w.ndim != 1:
        raise WeightsError("give one set of weights, not a table of scenarios")
    return w


def evaluate(problem: DecisionProblem, method: MethodLike = "topsis", weights: Weights = None) -> Ranking:
    """Rank the alternatives of a problem.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : mapping, Series, sequence, array, frame or Judgements, shape (n,) or (scenarios, n)
        By criterion name, or in order; finite, non-negative, sum 1 within
        1e-6 (else see `rescale`). Equal where not given. A frame or a
        two-dimensional array gives one ranking a scenario.

    Returns
    -------
    Ranking

    Raises
    ------
    ProblemError, WeightsError, MethodError
        Name the criterion, scenario or cell at fault.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["lowest_risk"])
    Ranking by topsis(scale='vector')
       1  Strategic Partnership    0.847539
       2  Incremental Enlargement  0.487559
       3  Hybrid Integration       0.145830
    'Strategic Partnership' leads by 0.35998, 51.3% of the spread
    Weights from judgements by the principal eigenvector: CR 0.0016 (random indices of the table saaty2005)
    """
    ranking = ranked(problem, admitted(problem, method, "evaluate"), weights)
    warn_inconsistent(weights)
    return ranking


def ranked(problem: DecisionProblem, method: AnyMethod, weights: Weights) -> Ranking:
    """Rank by a method that was admitted: nothing is checked, and nothing warned of, again."""
    w = resolve_weights(weights, problem.criteria)
    if w.ndim > 2:
        w = w.reshape(-1, w.shape[-1])
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        key = method.keys(problem.settled.performance, problem.senses, w)
        scores = method.score(key)
        ranks = competition_ranks(key, method.bar(key, w))
    check_finite(scores, method)
    for array in (w, scores, ranks):
        read_only(array)
    scenarios = None if w.ndim == 1 else scenario_names(weights, len(w))
    return Ranking(problem, method, w, scores, ranks, scenarios, consistency_behind(weights))
