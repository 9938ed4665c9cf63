"""One call from a problem to its ranking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray, read_only
from mcda_nato.errors import MethodError, ProblemError, WeightsError
from mcda_nato.labels import hint, listed, literal, quoted, shown
from mcda_nato.methods.method import Method, ahp, check_finite, topsis, warn_constant, weighted_sum
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranks import competition_ranks, lead
from mcda_nato.preferences.weights import Weights, resolve_weights, scenario_names
from mcda_nato.problem.problem import DecisionProblem

#: A winner with a lead below this share of the spread of the scores is fragile.
FRAGILE = 0.01


AnyMethod: TypeAlias = Method | PymcdmMethod
MethodLike: TypeAlias = AnyMethod | str


BUILT_IN: dict[str, Callable[[], Method]] = {"weighted_sum": weighted_sum, "topsis": topsis, "ahp": ahp}


def resolve_method(method: MethodLike) -> AnyMethod:
    """Return the method that a name stands for, or the method itself."""
    if isinstance(method, (Method, PymcdmMethod)):
        return method
    if isinstance(method, str) and method in BUILT_IN:
        return BUILT_IN[method]()
    suggestion = hint(method, BUILT_IN) if isinstance(method, str) else " (wrap a pymcdm method with from_pymcdm)"
    raise MethodError(f"unknown method {literal(method)}{suggestion}; use one of {listed(BUILT_IN)} or a Method")


def admitted(problem: object, method: MethodLike, caller: str) -> AnyMethod:
    """Return the method, checked against a problem; warn of criteria that are constant."""
    if not isinstance(problem, DecisionProblem):
        kind = type(problem).__name__
        raise ProblemError(f"{caller} needs a DecisionProblem, got {kind}; see DecisionProblem.from_frame")
    chosen = resolve_method(method)

    def names(row: int | None, column: int) -> str:
        on = quoted(problem.criteria[column])
        return on if row is None else f"{quoted(problem.alternatives[row])} on {on}"

    chosen.check(problem.performance, problem.senses, names)
    warn_constant(problem.performance, names)
    return chosen


def one_set(weights: Weights, problem: DecisionProblem) -> FloatArray:
    """Return one set of weights, shape (n,); refuse a table of scenarios."""
    w = resolve_weights(weights, problem.criteria)
    if w.ndim != 1:
        raise WeightsError("give one set of weights, not a table of scenarios")
    return w


@dataclass(frozen=True, eq=False, repr=False)
class Ranking:
    """Scores and ranks of every alternative, with the conventions they rest on.

    Attributes
    ----------
    problem : DecisionProblem
    method : Method
    weights : Series, or frame of shape (scenarios, n)
        Weights used, with sum 1, by criterion.
    scores : Series, or frame of shape (scenarios, m)
        Scores by alternative, larger is better; unrounded.
    ranks : Series, or frame of shape (scenarios, m)
        Competition ranks from 1; ties share the better rank.
    best : tuple of str, or Series of tuples
        Every alternative at rank 1.
    margin : float, or Series
        The winner's lead over the runner-up as a share of the spread of the
        scores: 0 for a tie, NaN for a single alternative.
    fragile : bool, or Series
        Whether that lead is below 0.01; a tie at the top is.
    notes : tuple of str
        What a reader must know before citing the ranking.
    """

    problem: DecisionProblem
    method: AnyMethod
    _weights: FloatArray
    _scores: FloatArray
    _ranks: IntArray
    _scenarios: pd.Index | None

    def _labelled(self, values: np.ndarray, index: pd.Index, what: str) -> pd.Series | pd.DataFrame:
        if self._scenarios is None:
            return pd.Series(values.copy(), index=index, name=what)
        return pd.DataFrame(values.copy(), index=self._scenarios, columns=index)

    @property
    def weights(self) -> pd.Series | pd.DataFrame:  # noqa: D102 - in the class docstring
        return self._labelled(self._weights, self.problem.criterion_index, "weight")

    @property
    def scores(self) -> pd.Series | pd.DataFrame:  # noqa: D102
        return self._labelled(self._scores, self.problem.alternative_index, "score")

    @property
    def ranks(self) -> pd.Series | pd.DataFrame:  # noqa: D102
        return self._labelled(self._ranks, self.problem.alternative_index, "rank")

    @cached_property
    def best(self) -> tuple[str, ...] | pd.Series:  # noqa: D102
        if self._scenarios is None:
            return self._first(self._ranks)
        return pd.Series([self._first(row) for row in self._ranks], index=self._scenarios, name="best")

    def _first(self, ranks: IntArray) -> tuple[str, ...]:
        return tuple(self.problem.alternatives[i] for i in np.flatnonzero(ranks == 1))

    @cached_property
    def margin(self) -> float | pd.Series:  # noqa: D102
        margin = np.where((self._ranks == 1).sum(axis=-1) > 1, 0.0, lead(self._scores))
        return float(margin) if self._scenarios is None else pd.Series(margin, index=self._scenarios, name="margin")

    @property
    def fragile(self) -> bool | pd.Series:  # noqa: D102
        return self.margin < FRAGILE

    @property
    def notes(self) -> tuple[str, ...]:  # noqa: D102
        m, n = self.problem.performance.shape
        found = []
        if m == 1:
            found.append("There is only one alternative: rank 1 says nothing about it.")
        if m == 2:
            found.append("There are only two alternatives: the lead is the whole spread, so compare the scores.")
        if m > 1:
            table = self.problem.performance
            constant = [quoted(self.problem.criteria[j]) for j in np.flatnonzero((table == table[0]).all(axis=0))]
            found.extend(f"{name} is the same for all and cannot discriminate." for name in constant)
        if n == 1:
            found.append("There is only one criterion: the ranking is that of its values, up to ties.")
        return tuple(found)

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this ranking must state."""
        return {
            "method": str(self.method),
            "source": self.method.source,
            "weights": "non-negative, sum 1",
            "ties": (
                "competition ranks; scores within 1e-12, relative to the larger of 1 and the largest score, "
                "tie (for TOPSIS: squared distance ratios within 2e-12, relative)"
            ),
            "margin": "lead of the winner as a share of the spread of the scores; below 0.01 is fragile",
        }

    def to_frame(self) -> pd.DataFrame:
        """Return scores and ranks: a row an alternative, or a scenario and alternative."""
        if self._scenarios is None:
            return pd.DataFrame({"score": self.scores, "rank": self.ranks})
        scenarios = self._scenarios.to_flat_index().rename(self._scenarios.name or "scenario")
        index = pd.MultiIndex.from_product([scenarios, self.problem.alternative_index])
        return pd.DataFrame({"score": self._scores.ravel(), "rank": self._ranks.ravel()}, index=index)

    def __repr__(self) -> str:
        if self._scenarios is not None:
            sizes = f"{len(self._scenarios)} scenarios, {len(self.problem.alternatives)} alternatives"
            return f"Ranking by {self.method}: {sizes}"
        order = np.argsort(self._ranks, kind="stable")
        width = max(len(shown(name)) for name in self.problem.alternatives)
        lines = [f"Ranking by {self.method}"]
        for i in order[:30]:
            tie = " tie" if (self._ranks == self._ranks[i]).sum() > 1 else ""
            name = shown(self.problem.alternatives[i])
            lines.append(f"{self._ranks[i]:>4}  {name:<{width}}  {self._scores[i]:.6f}{tie}")
        if len(order) > 30:
            lines.append("   ...")
        return "\n".join([*lines, *self.notes, *self._verdict()])

    def _verdict(self) -> list[str]:
        if len(self.problem.alternatives) == 1:
            return []
        if len(self.best) > 1:
            return [f"Exact tie at the top: {listed(self.best)}"]
        top = np.sort(self._scores)[::-1]
        lead = f"{quoted(self.best[0])} leads by {top[0] - top[1]:.6g}, {self.margin:.1%} of the spread"
        return [f"Fragile: {lead}"] if self.fragile else [f"{lead}"]


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
    WeightsError, MethodError
        Name the criterion, scenario or cell at fault.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.evaluate(mn.load_models(), "topsis", mn.load_profiles()["lowest_risk"])
    Ranking by topsis(scale='vector')
       1  Strategic Partnership    0.847539
       2  Incremental Enlargement  0.487559
       3  Hybrid Integration       0.145830
    'Strategic Partnership' leads by 0.35998, 51.3% of the spread
    """
    return ranked(problem, admitted(problem, method, "evaluate"), weights)


def ranked(problem: DecisionProblem, method: AnyMethod, weights: Weights) -> Ranking:
    """Rank by a method that was admitted: nothing is checked, and nothing warned of, again."""
    w = resolve_weights(weights, problem.criteria)
    if w.ndim > 2:
        w = w.reshape(-1, w.shape[-1])
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        key = method.keys(problem.performance, problem.senses, w)
        scores = method.score(key)
        ranks = competition_ranks(key, method.bar(key, w))
    check_finite(scores, method)
    for array in (w, scores, ranks):
        read_only(array)
    return Ranking(problem, method, w, scores, ranks, None if w.ndim == 1 else scenario_names(weights, len(w)))
