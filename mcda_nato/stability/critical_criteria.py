"""Critical criteria: the smallest change of one weight that makes two alternatives equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray
from mcda_nato.errors import NotExact
from mcda_nato.labels import joined, listed, shown
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.methods.ranks import TOLERANCE
from mcda_nato.methods.score_forms import Linear, form_of
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.text_tables import told_rounded

_NOTIONS = ("absolute_top", "absolute_any", "percent_top", "percent_any")


@dataclass(frozen=True, eq=False, repr=False)
class CriticalCriteria(OfRanking):
    """How little each weight must change before two alternatives are equal.

    The change ``d`` is taken from one weight before all are divided by their
    sum, as Triantaphyllou and Sanchez define it: the criterion then has the
    share ``t = (w - d) / (1 - d)``, one of the breakpoints of
    `weight_stability`. It is feasible where ``d <= w`` and some weight is left.

    Attributes
    ----------
    criteria : DataFrame
        One row a criterion: `weight`; `absolute_top` and `absolute_any`, the
        smallest feasible ``|d|`` over the pairs with an alternative that is
        first now, and over all pairs; `percent_top` and `percent_any`, the
        same as a percentage of the weight; `criticality_degree`, which is
        `percent_any`; `sensitivity_coefficient`, its reciprocal: 0 where no
        change is feasible, infinite where two alternatives are equal already.
        NaN where no change is feasible, and percentages of a weight of 0.
    changes : DataFrame
        One row a criterion and pair: criterion, `first` and `second` (by
        position), `delta` (NaN where the criterion does not tell the two
        apart), `percent` (NaN too for a weight of 0), `feasible`.
    most_critical : dict
        For absolute_top, absolute_any, percent_top and percent_any the names
        of the criteria with the smallest value, several where they tie within
        1e-12, relative; `None` where no change is feasible.
    baseline : Ranking
        The ranking under the present weights.

    References
    ----------
    Triantaphyllou, E., & Sanchez, A. (1997). A sensitivity analysis approach
    for some deterministic multi-criteria decision-making methods. *Decision
    Sciences*, 28(1), 151-194. https://doi.org/10.1111/j.1540-5915.1997.tb01306.x
    """

    baseline: Ranking
    criteria: pd.DataFrame
    changes: pd.DataFrame
    _call: ClassVar[str] = "critical_criteria"
    _published: ClassVar[tuple[str, ...]] = ("triantaphyllou1997",)

    @property
    def most_critical(self) -> dict[str, tuple[str, ...] | None]:  # noqa: D102 - in the class docstring
        return {notion: _least(self.criteria[notion]) for notion in _NOTIONS}

    def to_frame(self) -> pd.DataFrame:
        """Return the smallest changes, one row a criterion."""
        return self.criteria.copy()

    def _finding(self) -> str:
        critical = self.most_critical["percent_top"]
        if critical is None:
            return f"No feasible change of one weight makes another equal to {joined(self.baseline.best)}"
        least = float(self.criteria["percent_top"].min())
        many = "criteria are" if len(critical) > 1 else "criterion is"
        return (
            f"The most critical {many} {joined(critical)}: a change by {least:.4g}% of its weight makes another equal "
            f"to {joined(self.baseline.best)}"
        )

    def _certainty(self) -> str:
        return "exact up to rounding"

    def _title(self) -> str:
        return f"Critical criteria of {self.baseline.method}"

    def _shown_table(self) -> pd.DataFrame:
        return told_rounded(self.criteria.rename(index=shown), 6)

    def _remarks(self) -> list[str]:
        return [
            f"{notion.replace('_', ' ')}: {listed(names, whole=True) if names else 'no change is feasible'}"
            for notion, names in self.most_critical.items()
        ]


def critical_criteria(
    problem: DecisionProblem, method: MethodLike = "weighted_sum", weights: Weights = None
) -> CriticalCriteria:
    """Say which weight need change least before the winner, or any pair, is no longer apart.

    For criterion k and alternatives i and j with scores P and scaled values a
    the change, taken from the weight, is ``d = (P_j - P_i) / (a_jk - a_ik)``,
    and ``100 d / w_k`` in percent. Pairs that tie already need none.

    Parameters
    ----------
    problem : DecisionProblem
    method : Method or {"weighted_sum", "ahp"}
        By default the weighted sum and not TOPSIS, the default elsewhere: the
        change has this form where scores are linear in the weights.
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`; equal where not given.

    Returns
    -------
    CriticalCriteria

    Raises
    ------
    NotExact
        For a method that is not linear in the weights; use `weight_stability`.
    ProblemError, WeightsError, MethodError
        Name the criterion or cell at fault.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> profile = mn.load_profiles()["urgent_security"]
    >>> found = mn.critical_criteria(mn.load_models(), "weighted_sum", profile)
    >>> found.most_critical["percent_top"]
    ('Speed of Integration',)
    """
    chosen = admitted(problem, method, "critical_criteria")
    w = one_set(weights, problem)
    form = form_of(chosen, problem.settled.performance, problem.senses)
    if not isinstance(form, Linear):
        raise NotExact(
            f"critical criteria are those of a weighted sum or AHP, got {chosen.name}", call="use weight_stability"
        )
    baseline = ranked(problem, chosen, weights)
    changes = _changes(baseline, form.values, w)
    return CriticalCriteria(baseline, _smallest(baseline, changes), changes)


def _changes(baseline: Ranking, values: FloatArray, w: FloatArray) -> pd.DataFrame:
    """Return the change of every criterion for every pair."""
    names = np.array(baseline.problem.alternatives, dtype=object)
    scores = baseline.scores.to_numpy()
    first, second = np.triu_indices(len(names), 1)
    lead = _distinct(scores[second] - scores[first], scores)
    gap = np.stack([_distinct(column[second] - column[first], column) for column in values.T])  # (n, pairs)
    delta = _divided(np.broadcast_to(lead, gap.shape), gap)
    weight = np.broadcast_to(w[:, None], gap.shape)
    left = np.array([np.delete(w, k).any() for k in range(len(w))])  # without it nothing can be divided out
    return pd.DataFrame(
        {
            "criterion": np.repeat(np.array(baseline.problem.criteria, dtype=object), len(first)),
            "first": np.tile(names[first], len(w)),
            "second": np.tile(names[second], len(w)),
            "delta": delta.ravel(),
            "percent": _divided(100.0 * delta, weight).ravel(),
            "feasible": ((delta <= weight + TOLERANCE) & left[:, None]).ravel(),
        }
    )


def _distinct(gap: FloatArray, values: FloatArray) -> FloatArray:
    """Return differences, 0 where the tie rule calls the two equal."""
    return np.where(np.abs(gap) <= TOLERANCE * max(1.0, float(np.abs(values).max())), 0.0, gap)


def _divided(above: FloatArray, below: FloatArray) -> FloatArray:
    """Return quotients, NaN where the divisor is 0."""
    return np.divide(above, below, out=np.full(below.shape, np.nan), where=below != 0) + 0.0  # no negative zero


def _smallest(baseline: Ranking, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the smallest feasible changes of each criterion."""
    possible = changes[changes["feasible"]]
    top = possible[possible["first"].isin(baseline.best) | possible["second"].isin(baseline.best)]
    frame = pd.DataFrame({"weight": baseline.weights})
    for what, column in (("absolute", "delta"), ("percent", "percent")):
        for pairs, part in (("top", top), ("any", possible)):
            least = part[column].abs().groupby(part["criterion"], sort=False).min()
            frame[f"{what}_{pairs}"] = least.reindex(frame.index).astype(np.float64)
    frame["criticality_degree"] = degree = frame["percent_any"]
    with np.errstate(divide="ignore"):
        frame["sensitivity_coefficient"] = np.where(frame["absolute_any"].isna(), 0.0, 1.0 / degree.to_numpy())
    return frame


def _least(values: pd.Series) -> tuple[str, ...] | None:
    """Return the names with the smallest value, those that tie with it too."""
    if not values.notna().any():
        return None
    return tuple(values.index[values <= values.min() * (1.0 + TOLERANCE)])
