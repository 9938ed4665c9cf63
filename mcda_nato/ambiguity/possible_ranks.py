"""Necessary and possible ranks: what the intervals of the cells leave open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.ambiguity.attained_ranks import BEST, WORST, Attained
from mcda_nato.ambiguity.extreme_codings import Outline, check_intervals, outline, weight_region
from mcda_nato.ambiguity.rank_cases import PUBLISHED, RankCase, evaluator, rank_case, search
from mcda_nato.arrays import FloatArray, IntArray, read_only
from mcda_nato.errors import ProblemError
from mcda_nato.geometry.feasible_subsystems import Region
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judged_weights import consistency_behind
from mcda_nato.labels import hint, joined, listed, quoted, shown
from mcda_nato.methods.evaluate import MethodLike, admitted
from mcda_nato.methods.ranking import (
    AnyMethod,
    arguments_of,
    assumptions_of,
    conduct_of,
    conventions_of,
    judged_lines,
    sources_of,
)
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source

_NAMED = 6  # alternatives that a sentence names


@dataclass(frozen=True, eq=False, repr=False)
class PossibleRanks(Result):
    """The ranks that each alternative can take within the intervals.

    A *coding* puts every cell somewhere in its interval. Everything is over
    all codings, and over all weights of the set where one is given.

    Attributes
    ----------
    problem : DecisionProblem
    method : Method
    weights : Series, shape (n,)
        The weights given, or the centre of the set of weights.
    weight_set : Simplex or None
        The set, where one was given.
    ranks : DataFrame, shape (m, 7)
        By alternative: `modal`, the rank at the modal codes and `weights`;
        `best_attained` and `worst_attained`, ranks that some coding (and
        weights) was seen to give; `best_bound` and `worst_bound`, proven:
        no coding (and weights) gives a rank outside them; `exact_best` and
        `exact_worst`, whether the two meet.
    necessary_preference, possible_preference : DataFrame of bool, shape (m, m)
        Whether the row is at least as good as the column, ties included, in
        every coding (proven); in at least one (seen or proven). True on the
        diagonal. These are the relations of Greco, Mousseau and Slowinski.
    necessary_strict, possible_strict : DataFrame of bool, shape (m, m)
        The same for the row being strictly ahead of the column.
    undecided : DataFrame of bool, shape (m, m)
        Whether it could not be decided that the row is strictly ahead of the
        column always, or that it is ever. Nowhere for weighted sums.

    References
    ----------
    Greco, S., Mousseau, V., & Slowinski, R. (2008). Ordinal regression
    revisited: multiple criteria ranking using a set of additive value
    functions. *European Journal of Operational Research*, 191(2), 416-436.
    https://doi.org/10.1016/j.ejor.2007.08.013

    Kadzinski, M., Greco, S., & Slowinski, R. (2012). Extreme ranking analysis
    in robust ordinal regression. *Omega*, 40(4), 488-501.
    https://doi.org/10.1016/j.omega.2011.09.003
    """

    problem: DecisionProblem
    method: AnyMethod
    weights: pd.Series
    weight_set: Simplex | None
    ranks: pd.DataFrame
    necessary_preference: pd.DataFrame
    possible_preference: pd.DataFrame
    necessary_strict: pd.DataFrame
    possible_strict: pd.DataFrame
    undecided: pd.DataFrame
    _tables: FloatArray
    _weights: FloatArray
    _consistency: Consistency | None = None
    _call: ClassVar[str] = "possible_ranks"

    @property
    def necessarily_first(self) -> tuple[str, ...]:
        """Names of the alternatives that are first in every coding (proven), ties included."""
        return tuple(self.ranks.index[self.ranks["worst_bound"] == 1])

    @property
    def possibly_first(self) -> tuple[str, ...]:
        """Names of the alternatives that were seen to be first in some coding, ties included."""
        return tuple(self.ranks.index[self.ranks["best_attained"] == 1])

    def best_case(self, alternative: str) -> RankCase:
        """Return a coding, and weights, that give an alternative its `best_attained` rank."""
        return self._case(alternative, BEST)

    def worst_case(self, alternative: str) -> RankCase:
        """Return a coding, and weights, that give an alternative its `worst_attained` rank."""
        return self._case(alternative, WORST)

    def _case(self, alternative: str, side: int) -> RankCase:
        names = self.problem.alternatives
        if not isinstance(alternative, str) or alternative not in names:
            raise ProblemError(
                f"no alternative is called {quoted(alternative)}{hint(alternative, names)}; use one of {listed(names)}"
            )
        i = names.index(alternative)
        rank = int(self.ranks[("best_attained", "worst_attained")[side]].iloc[i])
        return rank_case(self.problem, self.method, i, side, rank, self._tables[side, i], self._weights[side, i])

    def to_frame(self) -> pd.DataFrame:
        """Return `ranks`, one row an alternative."""
        return self.ranks.copy()

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return conventions_of(self.method, self.problem, self._consistency)

    def _judged(self) -> list[str]:
        return judged_lines(self.problem, self._consistency)

    def _arguments(self) -> dict[str, Any]:
        over = {} if self.weight_set is None else {"weight_set": repr(self.weight_set)}
        return arguments_of(self.problem, self.method, self.weights, **over)

    def _sources(self) -> tuple[Source, ...]:
        return (*PUBLISHED, *sources_of(self.problem, self.method, self._consistency))

    def _conduct(self) -> str:
        if self.weight_set is not None:
            return f"{self.method.words}; weights {' '.join(repr(self.weight_set).split())}"
        return conduct_of(self.method, self.weights, self._consistency)

    def _finding(self) -> str:
        names, sure = self.possibly_first, self.necessarily_first
        who = joined(names) if len(names) <= _NAMED else f"{len(names)} of {len(self.ranks)} alternatives"
        if sure == names:
            return f"{who} {'is' if len(sure) == 1 else 'are each'} first whatever the ratings within their intervals"
        always = f", and {joined(sure)} whatever they are" if sure else ""
        return f"{who} can be first for some ratings within their intervals{always}"

    def _certainty(self) -> str:
        exact = bool(self.ranks[["exact_best", "exact_worst"]].to_numpy().all())
        return "exact" if exact else "ranks attained, with proven bounds"

    def _cited(self) -> list[str]:
        over = (
            [] if self.weight_set is None else [f"Over all weights of {self.weight_set!r}; modal ranks at the centre."]
        )
        return [*over, *assumptions_of(self.problem, self.method), *super()._cited()]

    def _title(self) -> str:
        over = "within the intervals" + ("" if self.weight_set is None else " and the set of weights")
        return f"Possible ranks by {self.method}, {over}"

    def _shown_table(self) -> pd.DataFrame:
        return self.ranks.rename(index=shown)

    def _remarks(self) -> list[str]:
        lines = []
        if not self.ranks[["exact_best", "exact_worst"]].to_numpy().all():
            lines.append("Where not exact, the rank lies between the attained one and the bound.")
        lines.append(f"Possibly first: {listed(self.possibly_first, whole=True)}")
        if self.necessarily_first:
            lines.append(f"Necessarily first: {listed(self.necessarily_first, whole=True)}")
        return lines


def possible_ranks(
    problem: DecisionProblem, method: MethodLike = "topsis", weights: Weights | Simplex = None
) -> PossibleRanks:
    """Return the best and worst rank of each alternative over the intervals of the cells.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria; cells with ``low = high`` are crisp.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : weights, shape (n,), or Simplex
        One set in any form that `evaluate` takes, or a set of weights that
        vary together with the cells.

    Returns
    -------
    PossibleRanks

    Raises
    ------
    MethodError
        Names the cell whose interval reaches values for which the scale is undefined.
    ProblemError, WeightsError

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    Notes
    -----
    Ranks that are attained have been seen, ranks outside the bounds are
    proven impossible, and where they meet the answer is exact. For a weighted
    sum (and AHP) the preferences of pairs are exact on every scale of this
    package: a score is a sum over criteria and each column's difference of
    two alternatives has a known maximum over its box. With one set of weights
    the bounds of ranks count pairs; with a set of weights they are the
    fewest or most that precede at one and the same weights, by branch and
    bound. On a `fixed` scale a score depends on the alternative's own cells
    alone, so the bounds are attained, unless branch and bound gives up (it
    then leaves a gap). Where the scale moves with the cells they may not be.
    TOPSIS: bounds by interval arithmetic on both distances, where both
    reference points are given on a fixed scale or neither is; exact for one
    set of weights if both are and no interval leaves them. Other methods:
    what a search finds, between the bounds 1 and m; codings for which a pymcdm
    method is undefined are passed over.

    Examples
    --------
    What *Variable* and *Flexible* alone do to the ranking, the other cells held:

    >>> import numpy as np
    >>> import mcda_nato as mn
    >>> models = mn.load_models()
    >>> words = np.isin(models.terms, ["Variable", "Flexible"])
    >>> low, high = (np.where(words, end, models.performance) for end in (models.low, models.high))
    >>> found = mn.possible_ranks(models.replace(low=low, high=high), mn.weighted_sum(mn.fixed(1, 5)))
    >>> found.to_frame()[["modal", "best_attained", "worst_attained"]].to_numpy().tolist()
    [[3, 2, 3], [1, 1, 1], [2, 1, 3]]
    >>> found.necessarily_first, found.possibly_first
    (('Strategic Partnership',), ('Strategic Partnership', 'Hybrid Integration'))
    >>> found.best_case("Incremental Enlargement")
    'Incremental Enlargement' at rank 2 with
           alternative           criterion modal value
    Hybrid Integration Resource Allocation   3.0   4.0
    """
    chosen = admitted(problem, method, "possible_ranks")
    check_intervals(chosen, problem)
    region = weight_region(weights, problem)
    found = outline(chosen, problem, region)
    seen, bounds = search(chosen, problem, region, found)
    result = _result(chosen, problem, weights, region, found, seen, bounds)
    return replace(result, _consistency=consistency_behind(weights))


def _result(
    method: AnyMethod,
    problem: DecisionProblem,
    weights: Weights | Simplex,
    region: Region,
    found: Outline,
    seen: Attained,
    bounds: IntArray,
) -> PossibleRanks:
    names = problem.alternative_index
    modal = evaluator(method, problem.senses)(problem.settled.performance[None], region.centre[None]).precedes[0, 0]
    always, perhaps = found.precedence
    ever, fails = (perhaps, ~always) if found.rows is not None else (seen.precedes, seen.fails)
    undecided = (perhaps & ~ever) | (~always & ~fails)
    np.fill_diagonal(undecided, val=False)
    for array in (seen.tables, seen.weights):
        read_only(array)

    def square(values: np.ndarray) -> pd.DataFrame:
        return pd.DataFrame(values, names, names)

    columns = {
        "modal": 1 + modal.sum(axis=0),
        "best_attained": seen.ranks[BEST],
        "best_bound": bounds[BEST],
        "worst_attained": seen.ranks[WORST],
        "worst_bound": bounds[WORST],
        "exact_best": seen.ranks[BEST] == bounds[BEST],
        "exact_worst": seen.ranks[WORST] == bounds[WORST],
    }
    return PossibleRanks(
        problem,
        method,
        pd.Series(region.centre.copy(), index=problem.criterion_index, name="weight"),
        weights if isinstance(weights, Simplex) else None,
        pd.DataFrame(columns, index=names),
        necessary_preference=square(~perhaps.T),
        possible_preference=square(fails.T),
        necessary_strict=square(always),
        possible_strict=square(ever),
        undecided=square(undecided),
        _tables=seen.tables,
        _weights=seen.weights,
    )
