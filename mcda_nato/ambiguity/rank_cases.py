"""The search for codings and weights that attain a rank, and what it finds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.ambiguity import interval_codings
from mcda_nato.ambiguity.attained_ranks import BEST, Attained, Evaluator, Outcomes, put_back
from mcda_nato.ambiguity.extreme_codings import Outline, tightened
from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import MethodError
from mcda_nato.geometry.feasible_subsystems import Region
from mcda_nato.labels import joined, quoted, shown
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranking import AnyMethod, arguments_of, conduct_of, conventions_of, sources_of
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source

_CORNERS = 12  # uncertain cells up to which every table of ends is seen
#: Keys of references.bib for necessary and possible ranks.
PUBLISHED = ("greco2008", "kadzinski2012")
_NAMED = 4  # ratings that a sentence names
_FEW_WEIGHTS = 30  # under which every coding of interest is seen
_NODES, _ALL_NODES = 60, 2000  # linear programmes for one rank of one alternative, and in all
_BUDGET = 60_000_000  # cells and comparisons that a search may look at
_BY_ROW = 5_000  # tables that it may look at where a method is called table by table


@dataclass(frozen=True, eq=False, repr=False)
class RankCase(Result):
    """One coding, and weights, in which an alternative has its best or worst rank.

    Attributes
    ----------
    alternative : str
    rank : int
        What `evaluate` gives it for `problem` and `weights`.
    problem : DecisionProblem
        The coding: performances within the intervals, which are kept, as are
        the terms.
    weights : Series, shape (n,)
        The weights, one set: those given, or some of the given set.
    cells : tuple of (str, str)
        The alternative and criterion of each cell that is not at its modal
        code. They are responsible: with any one of them put back to it, the
        rank under these weights is another. Empty where the weights alone
        are responsible, or nothing is.
    """

    alternative: str
    rank: int
    problem: DecisionProblem
    weights: pd.Series
    cells: tuple[tuple[str, str], ...]
    _method: AnyMethod
    _original: DecisionProblem
    _side: str
    _call: ClassVar[str] = "possible_ranks"

    def to_frame(self) -> pd.DataFrame:
        """Return the responsible cells: alternative, criterion, modal, value."""
        alternatives, criteria = self.problem.alternative_index, self.problem.criterion_index
        places = [(alternatives.get_loc(row), criteria.get_loc(column)) for row, column in self.cells]
        frame = pd.DataFrame(list(self.cells), columns=["alternative", "criterion"])
        frame["modal"] = [float(self._original.performance[place]) for place in places]
        frame["value"] = [float(self.problem.performance[place]) for place in places]
        return frame

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return conventions_of(self._method)

    def _arguments(self) -> dict[str, Any]:
        cells = {f"{row}, {column}": value for row, column, _, value in self.to_frame().itertuples(index=False)}
        about = {"alternative": self.alternative, "case": self._side, "rank": self.rank, "cells": cells}
        return arguments_of(self._original, self._method, self.weights, **about)

    def _sources(self) -> tuple[Source, ...]:
        return (*PUBLISHED, *sources_of(self._original, self._method))

    def _conduct(self) -> str:
        return conduct_of(self._method, self.weights)

    def _finding(self) -> str:
        rows = self.to_frame().itertuples(index=False)
        moved = [f"{row.alternative} on {row.criterion} is {row.value:.10g} and not {row.modal:.10g}" for row in rows]
        many = f" and {len(moved) - _NAMED} other ratings change" * (len(moved) > _NAMED)
        where = f" where {joined(moved[:_NAMED])}{many}" if moved else " with all ratings as they are"
        return f"{self.alternative} has rank {self.rank}, its {self._side},{where}"

    def _certainty(self) -> str:
        return "one case, attained"

    def _title(self) -> str:
        return f"{quoted(self.alternative)} at rank {self.rank}{'' if self.cells else ', all cells modal'}"

    def __repr__(self) -> str:
        cells = f" with\n{self.to_frame().map(shown).to_string(index=False)}" if self.cells else ""
        return f"{self._title()}{cells}"


def evaluator(method: AnyMethod, senses: FloatArray) -> Evaluator:
    """Return how a method ranks tables under weights, to the bits of `evaluate`."""

    def evaluated(tables: FloatArray, weights: FloatArray) -> Outcomes:
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            if isinstance(method, PymcdmMethod):
                key = _keys_by_row(method, tables, senses, weights)
            else:
                key = method.keys(tables[:, None], senses, weights)
            bar = method.bar(key, weights)
            return Outcomes(method.score(key), key[..., :, None] > bar[..., None, :])

    return evaluated


def _keys_by_row(method: PymcdmMethod, tables: FloatArray, senses: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the keys ``(t, w, m)``, NaN where the method is undefined."""
    keys = np.full((len(tables), len(weights), tables.shape[1]), np.nan)
    for t, w in np.ndindex(keys.shape[:2]):
        with suppress(MethodError):
            keys[t, w] = method.keys(tables[t], senses, weights[w])
    return keys


def search(method: AnyMethod, problem: DecisionProblem, region: Region, found: Outline) -> tuple[Attained, IntArray]:
    """Look where ranks are extreme, the cheapest places first; return what was seen, and the bounds."""
    facts = problem.settled
    seen = Attained(evaluator(method, problem.senses), facts.low, facts.high, _BUDGET)
    if isinstance(method, PymcdmMethod):
        seen.budget = _BY_ROW * seen.size
        method.keys(facts.performance, problem.senses, region.centre)  # raises where it is undefined
    bounds = found.bounds.copy()
    corners = region.corners if region.corners is not None else np.zeros((0, len(region.centre)))
    some = np.vstack([region.centre, corners[:_FEW_WEIGHTS]]) if len(corners) != 1 else corners
    seen.see(facts.performance[None], some[:1])  # first, so that nothing else is blamed for its ranks
    seen.see(found.tables, some)

    def unmet() -> list[tuple[int, int]]:
        return [(side, i) for side, i in np.argwhere(seen.ranks != bounds).tolist()]

    if found.rows is not None and len(corners) != 1:
        open_ranks = unmet()
        for side, i in open_ranks:
            at, bounds[side, i] = tightened(found, region, side, i, min(_NODES, _ALL_NODES // len(open_ranks)))
            seen.see(found.tables, at[None])
    uncertain = int((facts.low != facts.high).sum())
    if unmet() and uncertain <= _CORNERS and (1 << uncertain) * len(some) * seen.size <= seen.budget:
        seen.see(interval_codings.corners(facts.low, facts.high), some)
    for side, i in unmet():
        columns = found.widest[i] if side == BEST else found.widest[:, i]
        seen.climb(side, i, int(bounds[side, i]), columns, some)
    return seen, bounds


def rank_case(
    problem: DecisionProblem, method: AnyMethod, i: int, side: int, rank: int, table: FloatArray, weights: FloatArray
) -> RankCase:
    """Return the case of alternative i, with as few cells away from their modal codes as possible."""
    facts = problem.settled
    table, cells = put_back(evaluator(method, problem.senses), table, facts.performance, weights, i)
    return RankCase(
        problem.alternatives[i],
        rank,
        facts.replace(performance=table, low=facts.low, high=facts.high),
        pd.Series(weights.copy(), index=problem.criterion_index, name="weight"),
        tuple((problem.alternatives[row], problem.criteria[column]) for row, column in cells),
        method,
        problem,
        "best" if side == BEST else "worst",
    )
