"""The nearest weights beyond which another alternative is ahead of the winner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from mcda_nato.arrays import IntArray
from mcda_nato.errors import McdaError
from mcda_nato.flips import nearest_plane
from mcda_nato.flips.first_change import percent_changes
from mcda_nato.flips.nearest_tie import nearest_flips
from mcda_nato.flips.ties import Ties
from mcda_nato.flips.topsis_tie_bound import GAP
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Source
from mcda_nato.text_tables import decimals_apart, told_rounded

Norm = Literal["l1", "l2", "max", "ratio"]


@dataclass(frozen=True, eq=False, repr=False)
class Flip(OfRanking):
    """The nearest weights beyond which, arbitrarily near, another alternative is ahead of the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; where several are, the first
        of them that another gets ahead of there.
    challenger : str or None
        The alternative that is level with it at `weights` and ahead of it just
        beyond; `None` where there is none.
    weights : Series or None
        Those weights, by criterion, with sum 1. There may be others as near.
    distance : float
        From the present weights w to them: ``sum |w'_j - w_j|`` ("l1"), its
        Euclidean length ("l2"), the largest ``|w'_j - w_j|`` ("max"), or the
        least theta for which every ``w'_j / w_j`` is within ``[1/theta, theta]``
        up to a common factor ("ratio"). 0, and 1 for "ratio", where several are
        first at present and not at all weights; inf where no flip was found.
    percent : float or None
        The largest change of a weight as a share of itself, in percent; inf
        where a weight of 0 rises, `None` where there is no flip.
    lower, upper : float
        Bounds of the least distance. The upper one is `distance`; the lower one
        is certified, up to rounding, and 0 (1 for "ratio") where nothing is.
    exact : bool
        Whether the bounds agree: within 1e-6 of the distance, of its logarithm
        for "ratio". With a distance of inf it says that there is no flip.
    draw : Flip or None
        The nearest weights at which another alternative draws level without
        getting ahead beyond them, with the same attributes, where they are
        nearer than the flip. For TOPSIS those on faces of the weight simplex,
        where some weights are 0.
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
    draw: Flip | None
    norm: Norm
    method_of_search: str
    notes: tuple[str, ...]
    baseline: Ranking
    _challengers: pd.DataFrame
    _rival: str | None
    _what: Literal["flip", "draw"]
    _call: ClassVar[str] = "nearest_flip"
    _published: ClassVar[tuple[str, ...]] = ()

    @property
    def percent(self) -> float | None:  # noqa: D102 - in the class docstring
        return None if self.weights is None else float(self._challengers["percent"].iloc[0])

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each other alternative, the nearest first; one for the challenger that was asked for.

        Columns: `distance`, `percent`, `lower` and `upper` of the nearest
        weights beyond which it is ahead of the winner, and these weights, a
        column ``weight: criterion`` each, NaN where it has none. Bounds may be
        wide for those that are far from the nearest.
        """
        return self._challengers.copy()

    def _arguments(self) -> dict[str, Any]:
        rival = {} if self._rival is None else {"challenger": self._rival}
        return super()._arguments() | {"norm": self.norm} | rival

    def _sources(self) -> tuple[Source, ...]:
        bounded = self.baseline.method.name == "topsis" and self.norm != "ratio"
        return ("bundfuss2008",) * bounded + super()._sources()

    def _finding(self) -> str:
        if self.weights is None:
            return self._stays().replace("'", "")
        now = self.baseline.weights
        moved = [name for name in now.index if abs(self.weights[name] - now[name]) > 5e-4]
        steps = [f"{name} {' to '.join(decimals_apart([now[name], self.weights[name]], 4))}" for name in moved[:4]]
        many = " and others" * (len(moved) > 4)
        return (
            f"{self.challenger} {_DOES[self._what].format(self.winner)} at the nearest {self.norm} distance of "
            f"{self.distance:.4g} from the present weights ({', '.join(steps)}{many})"
        )

    def _certainty(self) -> str:
        if self.exact:
            return "exact within 1e-6"
        return (
            f"certified to be at least {self.lower:.4g}" if self.lower > (self.norm == "ratio") else "found by a search"
        )

    def _title(self) -> str:
        return f"Nearest {self._what} by {self.baseline.method}, norm {self.norm}"

    def _answer(self) -> list[str]:
        draw = [] if self.draw is None else [_does(self.draw, "draw")]
        return [_does(self, self._what) if self.weights is not None else self._stays(), *draw]

    def _stays(self) -> str:
        leads = f"{listed(self.baseline.best)} lead{'s' * (len(self.baseline.best) == 1)}"
        if self._rival is not None:
            leads = f"{quoted(self._rival)} is never ahead of {quoted(self.winner)}"
        under = "under all weights" + ("" if self.exact else " that were tried")
        return f"{leads} {under}" + (" that are 0 where they are 0" * (self.norm == "ratio"))

    def _shown_table(self) -> pd.DataFrame | None:
        if self.weights is None:
            return None
        frame = pd.DataFrame({"from": self.baseline.weights, "to": self.weights})
        return told_rounded(frame, 6, tuple(frame.columns))

    def _remarks(self) -> list[str]:
        return [self.method_of_search, *self.notes]


def nearest_flip(
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    weights: Weights = None,
    norm: Norm = "l1",
    challenger: str | None = None,
) -> Flip:
    """Find the nearest weights beyond which another alternative is ahead of the winner.

    A flip is a tie at which the challenger overtakes: arbitrarily near it, at
    other weights, it is strictly better. A tie that is only touched, such as
    that of a dominated alternative when a weight reaches 0, is a draw.

    Weighted sum and AHP: exact, by an algorithm of its own for each norm.
    TOPSIS: attained flips, and lower bounds from a branch and bound over the
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
    challenger : str, optional
        A rival: what it takes for this one to be ahead of the winner, whoever
        else is. By default the nearest of all.

    Returns
    -------
    Flip

    Raises
    ------
    McdaError
        Where the norm or the challenger is unknown, or the challenger alone is
        first at present.
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

    No other is anywhere better than the first: the second draws level where
    only the first criterion counts.

    >>> flip = mn.nearest_flip(mn.DecisionProblem([[4, 3], [4, 1], [2, 2]], ["max", "max"]))
    >>> flip.distance, flip.challenger, flip.draw.distance, flip.draw.challenger
    (inf, None, 1.0, 'A2')
    """
    if not isinstance(norm, str) or norm not in nearest_plane.NEAREST:
        near = hint(norm, nearest_plane.NEAREST) if isinstance(norm, str) else ""
        raise McdaError(f"unknown norm {literal(norm)}{near}; use one of {listed(nearest_plane.NEAREST)}")
    chosen = admitted(problem, method, "nearest_flip")
    w = one_set(weights, problem)
    baseline = ranked(problem, chosen, weights)
    rival = None if challenger is None else _rival(challenger, baseline)
    first = baseline.ranks.to_numpy() == 1
    winner, rivals, (flips, draws) = nearest_flips(problem, chosen, w, norm, first, rival)
    asked = _Table(baseline, norm, winner, rivals, challenger)
    return asked.flip(flips, draw=asked.draw(draws, float(flips.distance[rivals].min(initial=np.inf))))


_DOES = {"flip": "overtakes {}", "draw": "draws level with {}, and no more,"}


def _does(flip: Flip, what: str) -> str:
    """Return what happens, where."""
    size = f"{flip.distance:.6g}" + ("" if flip.exact else f", at least {flip.lower:.6g}")
    known = flip.percent is not None and np.isfinite(flip.percent)
    share = f" (no weight changes by more than {flip.percent:.4g}%)" if known else ""
    does = _DOES[what].format(quoted(flip.winner))
    return f"{quoted(flip.challenger)} {does} at a distance of {size}{share}"


def _rival(challenger: object, baseline: Ranking) -> int:
    """Return the place of an alternative that may get ahead of the winner."""
    names = baseline.problem.alternatives
    if not isinstance(challenger, str) or challenger not in names:
        near = hint(challenger, names) if isinstance(challenger, str) else ""
        raise McdaError(f"unknown challenger {literal(challenger)}{near}; use one of {listed(names)}")
    if baseline.best == (challenger,):
        raise McdaError(f"the challenger {quoted(challenger)} is first at present; use another alternative")
    return names.index(challenger)


class _Table(NamedTuple):
    """What flips and draws of one ranking have in common."""

    baseline: Ranking
    norm: Norm
    winner: int
    rivals: IntArray
    rival: str | None

    def flip(self, ties: Ties, what: Literal["flip", "draw"] = "flip", draw: Flip | None = None) -> Flip:
        """Return the nearest of these ties, and a row for each rival."""
        problem = self.baseline.problem
        order = self.rivals[np.argsort(ties.distance[self.rivals], kind="stable")]
        upper = float(ties.distance[order].min(initial=np.inf))
        lower = float(ties.lower[order].min(initial=np.inf))
        found = np.isfinite(upper)
        nearest = pd.Series(ties.points[order[0]], problem.criterion_index, name="weight") if found else None
        return Flip(
            winner=problem.alternatives[self.winner],
            challenger=problem.alternatives[order[0]] if found else None,
            weights=nearest,
            distance=upper,
            lower=lower,
            upper=upper,
            exact=_closed(lower, upper, self.norm),
            draw=draw,
            norm=self.norm,
            method_of_search=ties.how,
            notes=_notes(self.baseline, self.norm),
            baseline=self.baseline,
            _challengers=_frame(ties, order, self.baseline),
            _rival=self.rival,
            _what=what,
        )

    def draw(self, ties: Ties, flip: float) -> Flip | None:
        """Return the nearest of these ties where it is nearer than the flip by more than the gap of a search."""
        upper = float(ties.distance[self.rivals].min(initial=np.inf))
        return self.flip(ties, "draw") if upper < flip * (1.0 - GAP) else None


def _frame(ties: Ties, order: IntArray, baseline: Ranking) -> pd.DataFrame:
    """Return a row for each of these alternatives."""
    problem, points = baseline.problem, ties.points[order]
    columns = {
        "distance": ties.distance[order],
        "percent": percent_changes(points, baseline.weights.to_numpy()).max(axis=1, initial=0.0),
        "lower": ties.lower[order],
        "upper": ties.distance[order],
    } | {f"weight: {name}": column for name, column in zip(problem.criteria, points.T, strict=True)}
    return pd.DataFrame(columns, index=problem.alternative_index[order].rename("challenger"))


def _closed(lower: float, upper: float, norm: Norm) -> bool:
    if lower == upper:
        return True
    if norm == "ratio":
        lower, upper = np.log(lower), np.log(upper)
    return bool(upper - lower <= 1.01 * GAP * upper < np.inf)


def _notes(baseline: Ranking, norm: Norm) -> tuple[str, ...]:
    found = []
    if len(baseline.best) > 1:
        found.append(f"Several are first at present: {listed(baseline.best, whole=True)}.")
    if norm == "ratio" and (baseline.weights == 0).any():
        found.append("Weights of 0 stay 0: a ratio to them is not defined.")
    return tuple(found)
