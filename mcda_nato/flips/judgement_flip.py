"""How far one judgement must move before another alternative is ahead of the winner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray, NotReal, first_index, to_floats
from mcda_nato.errors import JudgementError, WeightsError
from mcda_nato.flips.first_change import percent_changes
from mcda_nato.flips.judgement_moves import JudgementMoves
from mcda_nato.judgements.consistency import in_words, pairs_of
from mcda_nato.judgements.judged_weights import EIGENVECTOR, warn_inconsistent
from mcda_nato.judgements.judgements import Judgements, Priorities
from mcda_nato.labels import check_same_names, hint, listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted
from mcda_nato.methods.ranking import AnyMethod, arguments_of, conventions_of, judged_lines, sources_of
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source
from mcda_nato.text_tables import cell, told_apart

_DOES = {"flip": "overtakes", "draw": "draws level, and no more, with"}
_SAME = 1e-12  # relative: factors that differ by less are equal, and the first pair is named
_PRIORITIES = ("eigenvector", "geometric")
_WAYS = {"eigenvector": EIGENVECTOR, "geometric": "geometric means of the rows"}


@dataclass(frozen=True, eq=False, repr=False)
class JudgementFlip(Result):
    """The smallest change of one pairwise judgement beyond which, arbitrarily near, another is ahead of the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; where several are, the first
        of them that falls behind.
    challenger : str or None
        The alternative that overtakes it there; the best of them.
    pair : tuple of str, or None
        The criteria compared, turned so that the first is preferred at
        present (or equal). `None` where no change is enough.
    value, new_value : float or None
        How many times the first is preferred to the second, at present and
        after the change; the reciprocal judgement moves with it. The same
        where several are first at present and the judgement parts them.
    judgement : tuple, or None
        The pair with its new value, as `Judgements.from_pairs` takes it.
    distance : float
        The factor between the two, at least 1: `new_value / value` or its
        inverse. inf where no change within the limit is enough.
    percent : float or None
        The change without its sign as a share of the present value, in
        percent; `None` where there is no flip.
    draw : JudgementFlip or None
        The smallest change at which another draws level without getting ahead
        beyond it, with the same attributes, where it is smaller than that of
        the flip.
    judgements : Judgements or None
        All comparisons after the change.
    CR_before, CR_after : float or None
        Consistency ratios at present and after the change; `None` where there
        is no random index for so many criteria, or no change.
    priorities : {"eigenvector", "geometric"}
    exact : bool
        Whether every comparison was a polynomial in a power of the judgement,
        so that none nearer exists; `notes` says what was done otherwise.
    notes : tuple of str
        What a reader must know before citing the result.
    method : Method
    """

    winner: str
    challenger: str | None
    pair: tuple[str, str] | None
    value: float | None
    new_value: float | None
    distance: float
    draw: JudgementFlip | None
    judgements: Judgements | None
    CR_before: float | None
    CR_after: float | None
    priorities: Priorities
    exact: bool
    notes: tuple[str, ...]
    method: AnyMethod
    _problem: DecisionProblem
    _given: Judgements
    _limit: float
    _pairs: pd.DataFrame
    _what: Literal["flip", "draw"]
    _call: ClassVar[str] = "nearest_judgement_flip"
    _compared: ClassVar[tuple[str, ...]] = ("value", "flip_below", "flip_above")

    @property
    def judgement(self) -> tuple[tuple[str, str], float] | None:  # noqa: D102 - in the class docstring
        return None if self.pair is None or self.new_value is None else (self.pair, self.new_value)

    @property
    def percent(self) -> float | None:  # noqa: D102
        if self.value is None or self.new_value is None:
            return None
        return float(percent_changes(self.new_value, self.value))

    def to_frame(self) -> pd.DataFrame:
        """Return a row a pair: how far its judgement must move for another to be ahead.

        Columns: `first` and `second`, turned so that the first is preferred at
        present; `value`, the judgement; `flip_below` and `challenger_below`,
        the nearest lower judgement beyond which another is ahead of the
        winner, and which (NaN and `None` where there is none within the
        limit); `flip_above` and `challenger_above`; `distance`, the factor to
        the nearer (inf where there is none), and `percent`, by what share of
        itself the judgement moves to it (NaN where there is none). Where
        several are first at present a pair that parts them flips at its
        present value.
        """
        return self._pairs.copy()

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return conventions_of(self.method, self._problem, self._given.consistency(), _WAYS[self.priorities])

    def _judged(self) -> list[str]:
        return judged_lines(self._problem, self._given.consistency(), _WAYS[self.priorities])

    def _arguments(self) -> dict[str, Any]:
        weights = self._given.priorities(self.priorities)
        judged = in_words(pairs_of(self._given.names, self._given.matrix))
        options = {"judgements": judged, "priorities": self.priorities, "limit": self._limit}
        return arguments_of(self._problem, self.method, weights, **options)

    def _sources(self) -> tuple[Source, ...]:
        return sources_of(self._problem, self.method, self._given.consistency(), _WAYS[self.priorities])

    def _conduct(self) -> str:
        return f"{self.method.words}; weights from judgements by {_WAYS[self.priorities]}"

    def _finding(self) -> str:
        if self.pair is None or self.value is None or self.new_value is None:
            return f"{self.winner} stays first whatever one judgement becomes up to a factor of {self._limit:g}"
        old, new = told_apart([self.value, self.new_value], lambda value, more: cell(value, 6, more))
        way = f"goes from {old} beyond {new}" if self.value != self.new_value else f"leaves {old} at all"
        return (
            f"{self.challenger} {_DOES[self._what]} {self.winner} once the judgement of {' against '.join(self.pair)} "
            f"{way}, the smallest change of one judgement that does"
        )

    def _certainty(self) -> str:
        return "exact: none nearer exists" if self.exact else "found by a search, which may miss a nearer one"

    def _title(self) -> str:
        return f"Nearest {self._what} of one judgement by {self.method}, {self.priorities} priorities"

    def _answer(self) -> list[str]:
        draw = [] if self.draw is None else [_does(self.draw, "draw")]
        if self.pair is None:
            return [f"{quoted(self.winner)} stays first whatever one judgement becomes within the limit", *draw]
        if self.CR_before is None or self.CR_after is None:
            return [_does(self, self._what), *draw]
        return [
            _does(self, self._what),
            f"The consistency ratio goes from {self.CR_before:.4f} to {self.CR_after:.4f}",
            *draw,
        ]

    def _remarks(self) -> tuple[str, ...]:
        return self.notes


def nearest_judgement_flip(
    problem: DecisionProblem,
    method: MethodLike = "ahp",
    weights: Judgements | None = None,
    *,
    priorities: Priorities = "eigenvector",
    limit: float = 9.0,
) -> JudgementFlip:
    """Find the one judgement of the criteria whose smallest change puts another alternative ahead of the winner.

    Every judgement moves alone between 1 / limit and limit, its reciprocal
    with it. With geometric priorities a comparison is, in the n-th root of the
    judgement, a polynomial of degree 2 (8 for TOPSIS) times a positive factor:
    all its roots are found and the answer is exact. With the eigenvector it is
    interpolated through 33 Chebyshev nodes for each factor of 3, and its roots
    polished on the method itself. Methods without a known form are searched.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"ahp", "weighted_sum", "topsis"}
        By default AHP, whose weights are judgements. Also a pymcdm method
        through `from_pymcdm`.
    weights : Judgements
        Pairwise comparisons of the n criteria, by name.
    priorities : {"eigenvector", "geometric"}
        How weights follow from judgements, as in `Judgements.priorities`.
    limit : float
        The largest judgement; 9 on Saaty's scale.

    Returns
    -------
    JudgementFlip

    Raises
    ------
    WeightsError, JudgementError
        Where the weights are no judgements of these criteria, or one is beyond the limit.
    ProblemError, MethodError
        As `evaluate`.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    References
    ----------
    Saaty, T. L. (1977). A scaling method for priorities in hierarchical
    structures. *Journal of Mathematical Psychology*, 15(3), 234-281.
    https://doi.org/10.1016/0022-2496(77)90033-5

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.nearest_judgement_flip(mn.load_models(), "ahp", mn.load_profiles()["urgent_security"])
    >>> found.pair, found.value, round(found.new_value, 3)
    (('Speed of Integration', 'Risk Exposure'), 3.0, 5.957)
    >>> round(found.percent, 1)
    98.6
    """
    chosen = admitted(problem, method, "nearest_judgement_flip")
    given = _checked(weights, problem.criteria)
    if not isinstance(priorities, str) or priorities not in _PRIORITIES:
        raise JudgementError(
            f"unknown priority method {literal(priorities)}{hint(priorities, _PRIORITIES)}; "
            f"use one of {listed(_PRIORITIES)}"
        )
    most = _checked_limit(limit, given)
    moves = JudgementMoves(chosen, problem.settled.performance, problem.senses, given.matrix, priorities == "geometric")
    return _found(moves, problem, given, priorities, most)


def _does(flip: JudgementFlip, what: str) -> str:
    pair = flip.pair or ("", "")
    old, new = f"{flip.value:.10g}", f"{flip.new_value:.10g}"
    way = f"goes from {old} to {new} (a factor of {flip.distance:.4g})" if old != new else f"leaves {old} at all"
    who = f"{quoted(flip.challenger)} {_DOES[what]} {quoted(flip.winner)}"
    return f"{who} when {quoted(pair[0])} against {quoted(pair[1])} {way}"


def _checked(weights: Any, criteria: tuple[str, ...]) -> Judgements:
    """Return the judgements in the order of the criteria."""
    if not isinstance(weights, Judgements):
        raise WeightsError(
            f"a flip of a judgement needs weights that are Judgements of the criteria, got {type(weights).__name__}",
            call="for other weights see nearest_flip",
            option="give --weights a square table of judgements",
        )
    check_same_names(weights.names, criteria, "the judgements", WeightsError)
    warn_inconsistent(weights)
    order = [weights.names.index(name) for name in criteria]
    return Judgements(weights.matrix[np.ix_(order, order)], criteria)


def _checked_limit(limit: Any, given: Judgements) -> float:
    try:
        most = to_floats(limit)
    except NotReal as entry:
        raise JudgementError(f"limit {entry.reason}: {literal(entry.value)}; give a number above 1") from None
    if most.shape != () or not 1.0 < most <= 1e50:
        raise JudgementError(f"limit must be one number above 1 and at most 1e50, got {literal(limit)}")
    beyond = given.matrix > float(most) * (1.0 + 1e-9)
    if beyond.any():
        i, j = first_index(beyond)
        raise JudgementError(
            f"the judgement of {quoted(given.names[i])} against {quoted(given.names[j])} is "
            f"{float(given.matrix[i, j])!r}, beyond the limit of {float(most)!r}; give a larger limit"
        )
    return float(most)


def _found(
    moves: JudgementMoves, problem: DecisionProblem, given: Judgements, priorities: Priorities, limit: float
) -> JudgementFlip:
    matrix, n = given.matrix, len(problem.criteria)
    pairs = [(i, j) if matrix[i, j] >= 1.0 else (j, i) for i, j in combinations(range(n), 2)]
    found = moves.flips(pairs, limit)
    table = _Table(moves, problem, given, priorities, limit, pairs)
    flip = table.flip(found.flips, found.winners, found.challengers)
    draw = table.flip(found.draws, np.full_like(found.drawing, moves.firsts[0]), found.drawing, "draw")
    return replace(flip, draw=draw) if draw.distance < flip.distance * (1.0 - _SAME) else flip


class _Table(NamedTuple):
    """What flips and draws of one matrix have in common."""

    moves: JudgementMoves
    problem: DecisionProblem
    given: Judgements
    priorities: Priorities
    limit: float
    pairs: list[tuple[int, int]]

    def flip(
        self, values: FloatArray, winners: IntArray, who: IntArray, what: Literal["flip", "draw"] = "flip"
    ) -> JudgementFlip:
        """Return the nearest of the new judgements ``(pairs, 2)``, at which an alternative overtakes a winner."""
        moves, problem, given, names = self.moves, self.problem, self.given, self.problem.criteria
        present = np.array([given.matrix[pair] for pair in self.pairs])
        with np.errstate(invalid="ignore"):
            factor = np.maximum(values / present[:, None], present[:, None] / values)
        factor[np.isnan(values)] = np.inf
        nearest = float(factor.min(initial=np.inf))
        moved = nearest < np.inf
        at = first_index(factor <= nearest * (1.0 + _SAME)) if moved else (0, 0)
        pair = self.pairs[at[0]] if moved else None
        after = None if pair is None else self._changed(pair, float(values[at]))
        return JudgementFlip(
            winner=problem.alternatives[winners[at] if moved else moves.firsts[0]],
            challenger=problem.alternatives[who[at]] if moved else None,
            pair=None if pair is None else (names[pair[0]], names[pair[1]]),
            value=float(present[at[0]]) if moved else None,
            new_value=float(values[at]) if moved else None,
            distance=nearest,
            draw=None,
            judgements=after,
            CR_before=given.consistency().CR,
            CR_after=None if after is None else after.consistency().CR,
            priorities=self.priorities,
            exact=moves.exact,
            notes=_notes(moves, problem),
            method=moves.method,
            _problem=problem,
            _given=given,
            _limit=self.limit,
            _pairs=_frame(problem, self.pairs, present, values, who, factor),
            _what=what,
        )

    def _changed(self, pair: tuple[int, int], value: float) -> Judgements:
        """Return the judgements with another value for a pair."""
        changed = self.given.matrix.copy()
        changed[pair], changed[pair[::-1]] = value, 1.0 / value
        return Judgements(changed, self.given.names)


def _notes(moves: JudgementMoves, problem: DecisionProblem) -> tuple[str, ...]:
    if len(moves.firsts) < 2:
        return moves.notes
    return (f"Several are first at present: {listed(problem.alternatives[i] for i in moves.firsts)}.", *moves.notes)


def _frame(
    problem: DecisionProblem,
    pairs: list[tuple[int, int]],
    present: FloatArray,
    flips: FloatArray,
    challengers: IntArray,
    factor: FloatArray,
) -> pd.DataFrame:
    first, second = ([problem.criteria[pair[k]] for pair in pairs] for k in (0, 1))
    columns: dict[str, Any] = {"first": first, "second": second, "value": present}
    for side, where in enumerate(("below", "above")):
        columns[f"flip_{where}"] = flips[:, side]
        who = [problem.alternatives[k] if k >= 0 else None for k in challengers[:, side]]
        columns[f"challenger_{where}"] = pd.Series(who, dtype=object)
    columns["distance"] = factor.min(axis=-1, initial=np.inf)
    percent = percent_changes(flips, present[:, None])
    nearer = factor.argmin(axis=-1)
    columns["percent"] = percent[np.arange(len(percent)), nearer] if len(percent) else []
    return pd.DataFrame(columns)
