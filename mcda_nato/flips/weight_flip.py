"""The nearest weights at which another alternative ties with the winner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from mcda_nato.errors import McdaError
from mcda_nato.flips import nearest_plane
from mcda_nato.flips.nearest_tie import Ties, nearest_ties
from mcda_nato.flips.topsis_tie_bound import GAP
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem

Norm = Literal["l1", "l2", "max", "ratio"]


@dataclass(frozen=True, eq=False, repr=False)
class Flip(OfRanking):
    """The nearest weights at which another alternative is at least as good as the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; the first of them where several are.
    challenger : str or None
        The alternative that is level with it at `weights`; `None` where there is none.
    weights : Series or None
        Those weights, by criterion, with sum 1. There may be others as near.
    distance : float
        From the present weights w to them: ``sum |w'_j - w_j|`` ("l1"), its
        Euclidean length ("l2"), the largest ``|w'_j - w_j|`` ("max"), or the
        least theta for which every ``w'_j / w_j`` is within ``[1/theta, theta]``
        up to a common factor ("ratio"). Where several are first at present 0,
        and 1 for "ratio"; inf where no tie was found.
    lower, upper : float
        Bounds of the least distance. The upper one is `distance`; the lower one
        is certified, up to rounding, and 0 (1 for "ratio") where nothing is.
    exact : bool
        Whether the bounds agree: within 1e-6 of the distance, of its logarithm
        for "ratio". With a distance of inf it says that there is no tie.
    norm : str
    method_of_search : str
        How the weights and the bounds were found.
    notes : tuple of str
        What a reader must know before citing the result.
    baseline : Ranking
        At the present weights.
    """

    winner: str
    challenger: str | None
    weights: pd.Series | None
    distance: float
    lower: float
    upper: float
    exact: bool
    norm: Norm
    method_of_search: str
    notes: tuple[str, ...]
    baseline: Ranking
    _challengers: pd.DataFrame
    _call: ClassVar[str] = "nearest_flip"

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each other alternative, the nearest first.

        Columns: `distance`, `lower` and `upper` of its nearest tie with the
        winner, and the weights there, a column a criterion, NaN where it has
        none. Bounds may be wide for those that are far from the nearest.
        """
        return self._challengers.copy()

    def _arguments(self) -> dict[str, Any]:
        return super()._arguments() | {"norm": self.norm}

    def _title(self) -> str:
        return f"Nearest flip by {self.baseline.method}, norm {self.norm}"

    def _answer(self) -> list[str]:
        if self.weights is None:
            sure = "stays first at all weights" if self.exact else "stays first at all weights that were tried"
            return [f"{quoted(self.winner)} {sure}" + (" that are 0 where they are 0" * (self.norm == "ratio"))]
        size = f"{self.distance:.6g}" + ("" if self.exact else f", at least {self.lower:.6g}")
        return [f"{quoted(self.challenger)} draws level with {quoted(self.winner)} at a distance of {size}"]

    def _shown_table(self) -> pd.DataFrame | None:
        if self.weights is None:
            return None
        return pd.DataFrame({"from": self.baseline.weights, "to": self.weights}).round(6)

    def _remarks(self) -> list[str]:
        return [self.method_of_search, *self.notes]


def nearest_flip(
    problem: DecisionProblem, method: MethodLike = "topsis", weights: Weights = None, norm: Norm = "l1"
) -> Flip:
    """Find the nearest weights at which another alternative ties with the winner.

    Weighted sum and AHP: exact, by an algorithm of its own for each norm.
    TOPSIS: attained ties, and lower bounds from a branch and bound over the
    weights. The gap closes to 1e-6 within seconds in up to five criteria,
    mostly in six; in seven the bound that was reached is reported, in more a
    wide one. For the norm "ratio" it closes in any number of criteria.
    Other methods: a search along some hundred directions, without a bound.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`.
    norm : {"l1", "l2", "max", "ratio"}
        How changes of the weights are measured, see `Flip`. With "ratio" a
        weight of 0 stays 0 and no other becomes 0.

    Returns
    -------
    Flip

    Raises
    ------
    McdaError
        Where the norm is unknown.
    ProblemError, WeightsError, MethodError
        As `evaluate`.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    References
    ----------
    Bundfuss, S., & Duer, M. (2008). Algorithmic copositivity detection by
    simplicial partition. *Linear Algebra and its Applications*, 428(7),
    1511-1523. https://doi.org/10.1016/j.laa.2007.09.035

    Examples
    --------
    >>> import mcda_nato as mn
    >>> flip = mn.nearest_flip(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5)))
    >>> flip.challenger, round(flip.distance, 6)
    ('Hybrid Integration', 0.333333)
    >>> flip.weights.round(4).to_list()
    [0.4167, 0.0833, 0.25, 0.25]
    """
    if not isinstance(norm, str) or norm not in nearest_plane.NEAREST:
        near = hint(norm, nearest_plane.NEAREST) if isinstance(norm, str) else ""
        raise McdaError(f"unknown norm {literal(norm)}{near}; use one of {listed(nearest_plane.NEAREST)}")
    chosen = admitted(problem, method, "nearest_flip")
    w = one_set(weights, problem)
    baseline = ranked(problem, chosen, weights)
    first = baseline.ranks.to_numpy() == 1
    return _flip(nearest_ties(problem, chosen, w, norm, first), baseline, norm, int(first.argmax()))


def _flip(ties: Ties, baseline: Ranking, norm: Norm, winner: int) -> Flip:
    problem = baseline.problem
    others = np.flatnonzero(np.arange(len(ties.distance)) != winner)
    order = others[np.argsort(ties.distance[others], kind="stable")]
    frame = pd.DataFrame(
        {"distance": ties.distance[order], "lower": ties.lower[order], "upper": ties.distance[order]},
        index=problem.alternative_index[order].rename("challenger"),
    )
    points = pd.DataFrame(ties.points[order], frame.index, problem.criterion_index)
    upper = float(ties.distance[others].min(initial=np.inf))
    lower = float(ties.lower[others].min(initial=np.inf))
    found = np.isfinite(upper)
    return Flip(
        winner=problem.alternatives[winner],
        challenger=problem.alternatives[order[0]] if found else None,
        weights=points.iloc[0].rename("weight") if found else None,
        distance=upper,
        lower=lower,
        upper=upper,
        exact=_closed(lower, upper, norm),
        norm=norm,
        method_of_search=ties.how,
        notes=_notes(baseline, norm),
        baseline=baseline,
        _challengers=pd.concat([frame, points], axis=1),
    )


def _closed(lower: float, upper: float, norm: Norm) -> bool:
    if lower == upper:
        return True
    if norm == "ratio":
        lower, upper = np.log(lower), np.log(upper)
    return bool(upper - lower <= 1.01 * GAP * upper < np.inf)


def _notes(baseline: Ranking, norm: Norm) -> tuple[str, ...]:
    found = []
    if len(baseline.best) > 1:
        found.append(f"Several are first at present: {listed(baseline.best)}.")
    if norm == "ratio" and (baseline.weights == 0).any():
        found.append("Weights of 0 stay 0: a ratio to them is not defined.")
    return tuple(found)
