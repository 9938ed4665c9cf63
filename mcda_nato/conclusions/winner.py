"""What would change a winner: every exact analysis of one ranking, side by side."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from mcda_nato.ambiguity.possible_ranks import PossibleRanks, possible_ranks
from mcda_nato.errors import ConstantCriterionWarning, InconsistentJudgementsWarning, NotExact
from mcda_nato.flips.cell_flip import CellFlip, nearest_cell_flip
from mcda_nato.flips.judgement_flip import JudgementFlip, nearest_judgement_flip
from mcda_nato.flips.weight_flip import Flip, Norm, nearest_flip
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import listed, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted, evaluate, one_set
from mcda_nato.methods.method import ahp
from mcda_nato.methods.ranking import AnyMethod, Ranking
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.reversal.audit import ReversalAudit, audit_rank_reversal
from mcda_nato.stability.critical_criteria import CriticalCriteria, critical_criteria
from mcda_nato.stability.weight_stability import Stability, weight_stability

#: Norms of changes of the weights.
NORMS: tuple[Norm, ...] = ("l1", "l2", "max", "ratio")

#: The largest judgement on Saaty's scale; one that was given may be larger.
SAATY = 9.0

_Found = TypeVar("_Found")


@dataclass(frozen=True, eq=False, repr=False)
class Scrutiny:
    """What would change the winner of one ranking; each part is computed when first read.

    Attributes
    ----------
    problem : DecisionProblem
    method : Method
    weights : weights
        As they were given; `None` for equal ones.
    ranking : Ranking
        The ranking itself.
    stability : Stability
        Intervals of each weight.
    flip : Flip
        The nearest weights that change the winner, by the sum of the changes.
    flips : dict of str to Flip
        The nearest in each norm.
    cell_flip : CellFlip
        The nearest change of one rating that does.
    judgement_flip : JudgementFlip or None
        The nearest change of one judgement that does; `None` where the
        weights are not judgements.
    critical : CriticalCriteria or None
        `None` where the method is not linear in the weights.
    possible : PossibleRanks
        Ranks over the intervals of the cells.
    audit : ReversalAudit
        Whether the order depends on the set of alternatives.
    removals : ReversalAudit
        Of this question the removals alone, for tables where the rest takes long.
    one_weight : dict or None
        The criterion whose weight need move least for another to be first,
        its `weight`, the `value` beyond which that is so, on the `side` of
        "less" or "more", and the `challenger`.
    fragile : bool
        Whether the lead is below 0.01 of the spread, or a change of one weight
        by at most 0.01 changes the winner.
    """

    problem: DecisionProblem
    method: AnyMethod
    weights: Weights

    @cached_property
    def ranking(self) -> Ranking:  # noqa: D102 - in the class docstring
        return self._about(evaluate)

    @cached_property
    def stability(self) -> Stability:  # noqa: D102
        return self._about(weight_stability)

    @cached_property
    def flip(self) -> Flip:  # noqa: D102
        return self._about(nearest_flip, NORMS[0])

    @cached_property
    def flips(self) -> dict[Norm, Flip]:  # noqa: D102
        return {NORMS[0]: self.flip} | {norm: self._about(nearest_flip, norm) for norm in NORMS[1:]}

    @cached_property
    def cell_flip(self) -> CellFlip:  # noqa: D102
        return self._about(nearest_cell_flip)

    @cached_property
    def judgement_flip(self) -> JudgementFlip | None:  # noqa: D102
        if not isinstance(self.weights, Judgements):
            return None
        return self._about(nearest_judgement_flip, limit=max(SAATY, float(self.weights.matrix.max())))

    @cached_property
    def critical(self) -> CriticalCriteria | None:  # noqa: D102
        try:
            return self._about(critical_criteria)
        except NotExact:
            return None

    @cached_property
    def possible(self) -> PossibleRanks:  # noqa: D102
        return self._about(possible_ranks)

    @cached_property
    def audit(self) -> ReversalAudit:  # noqa: D102
        return self._about(audit_rank_reversal)

    @cached_property
    def removals(self) -> ReversalAudit:  # noqa: D102
        return self._about(audit_rank_reversal, tests=["removal"])

    @cached_property
    def one_weight(self) -> dict[str, Any] | None:  # noqa: D102
        rows: list[dict[Any, Any]] = self.stability.to_frame().reset_index().to_dict("records")
        ends: list[dict[str, Any]] = [
            {"criterion": row["criterion"], "weight": row["weight"], "value": row[end], "challenger": row[who]}
            | {"side": side}
            for row in rows
            for end, who, side in (
                ("winner_low", "challenger_below", "less"),
                ("winner_high", "challenger_above", "more"),
            )
            if row[who] is not None
        ]
        return min(ends, key=lambda end: abs(end["value"] - end["weight"]), default=None)

    @property
    def fragile(self) -> bool:  # noqa: D102
        return bool(self.ranking.fragile or self.stability.fragile)

    def _about(self, analysis: Callable[..., _Found], *more: Any, **options: Any) -> _Found:
        with warnings.catch_warnings():
            for given in (ConstantCriterionWarning, InconsistentJudgementsWarning):
                warnings.simplefilter("ignore", given)
            return analysis(self.problem, self.method, self.weights, *more, **options)

    def __repr__(self) -> str:
        flip, fragile = self.flip, "; fragile" if self.fragile else ""
        away = "" if flip.challenger is None else f"; {quoted(flip.challenger)} is {flip.distance:.6g} away"
        return f"Scrutiny of {listed(self.ranking.best, whole=True)}, first by {self.method}{away}{fragile}"


def both_modes(found: Mapping[str, Scrutiny]) -> dict[str, Scrutiny]:
    """Return the analyses, and beside AHP in the distributive mode those in the ideal mode: they differ here."""
    ideal = {
        f"{name}, ideal": Scrutiny(item.problem, ahp("ideal"), item.weights)
        for name, item in found.items()
        if item.method == ahp("distributive")
    }
    return {**found, **ideal}


def scrutinise(problem: DecisionProblem, method: MethodLike = "topsis", weights: Weights = None) -> Scrutiny:
    """Return every exact analysis of one ranking.

    Parameters
    ----------
    problem : DecisionProblem
    method : Method or {"topsis", "weighted_sum", "ahp"}
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`; equal where not given.

    Raises
    ------
    ProblemError, WeightsError, MethodError
        Name the criterion or cell at fault.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.
    """
    chosen = admitted(problem, method, "scrutinise")
    one_set(weights, problem)
    return Scrutiny(problem, chosen, weights)
