"""What is audited: a ranking, the bounds of new ratings, and the judgements that may take their place."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, first_index
from mcda_nato.errors import MethodError, ProblemError
from mcda_nato.judgements.judged_problem import judged_problem
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, quoted
from mcda_nato.methods.ranking import AnyMethod, Ranking
from mcda_nato.methods.score_forms import Form, form_of
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.order_changes import precedence


@dataclass(frozen=True, eq=False)
class Setting:
    """A ranking, and within what others are made to compare with it.

    Attributes
    ----------
    baseline : Ranking
        The ranking that is audited.
    weights : shape (n,)
    low, high : shape (n,)
        Bounds of new ratings.
    judgements : dict of str to Judgements, or None
        Of the alternatives under each criterion, where these are changed and
        not the ratings.
    """

    baseline: Ranking
    weights: FloatArray
    low: FloatArray
    high: FloatArray
    judgements: Mapping[str, Judgements] | None = None

    @property
    def problem(self) -> DecisionProblem:
        """The problem."""
        return self.baseline.problem

    @property
    def method(self) -> AnyMethod:
        """The method."""
        return self.baseline.method

    @property
    def table(self) -> FloatArray:
        """Performances, shape (m, n)."""
        return self.problem.settled.performance

    @cached_property
    def matrices(self) -> FloatArray | None:
        """Judgements in the order of the problem, shape (n, m, m); `None` where ratings are changed."""
        if self.judgements is None:
            return None
        names = list(self.problem.alternatives)
        frames = [self.judgements[criterion].to_frame() for criterion in self.problem.criteria]
        return np.stack([frame.loc[names, names].to_numpy() for frame in frames])

    @cached_property
    def first(self) -> BoolArray:
        """Who is first, shape (m,)."""
        return np.asarray(self.baseline.ranks.to_numpy() == 1)

    @cached_property
    def ahead(self) -> BoolArray:
        """Who is ahead of whom, shape (m, m)."""
        key, bar = self.keys(self.table[None])
        return precedence(key, bar)[0]

    @cached_property
    def form(self) -> Form | None:
        """The form of the comparisons, `None` where none is known."""
        return form_of(self.method, self.table, self.problem.senses)

    def keys(self, tables: FloatArray, weights: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
        """Return keys and bars ``(..., v, rows)``; NaN where a table is outside the domain of the method."""
        w = self.weights if weights is None else weights
        with np.errstate(all="ignore"):
            try:
                key = self.method.keys(tables, self.problem.senses, w)
            except MethodError:
                key = self._each(tables, w)
            bar = np.array(self.method.bar(key, w))
        undefined = np.asarray(np.isnan(key).any(axis=-1))[..., None]
        return np.where(undefined, np.nan, key), np.where(undefined, np.nan, bar)

    def _each(self, tables: FloatArray, weights: FloatArray) -> FloatArray:
        batch = np.broadcast_shapes(tables.shape[:-2], weights.shape[:-1])
        tables = np.broadcast_to(tables, (*batch, *tables.shape[-2:]))
        weights = np.broadcast_to(weights, (*batch, weights.shape[-1]))
        key = np.full((*batch, tables.shape[-2]), np.nan)
        for index in np.ndindex(batch):
            with suppress(MethodError):
                key[index] = self.method.keys(tables[index], self.problem.senses, weights[index])
        return key


def check_judgements(problem: DecisionProblem, judgements: Mapping[str, Judgements]) -> None:
    """Raise where the performances are not the priorities of these judgements."""
    judged = judged_problem(judgements)
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
