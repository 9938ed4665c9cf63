"""How far one judgement must move before another alternative draws level with the winner."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray, NotReal, first_index, to_floats
from mcda_nato.errors import JudgementError, WeightsError
from mcda_nato.flips.judgement_moves import JudgementMoves
from mcda_nato.judgements.consistency import in_words, pairs_of
from mcda_nato.judgements.judgements import Judgements, Priorities
from mcda_nato.labels import check_same_names, hint, listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted
from mcda_nato.methods.ranking import AnyMethod, arguments_of, conventions_of
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result

_SAME = 1e-12  # relative: factors that differ by less are equal, and the first pair is named
_PRIORITIES = ("eigenvector", "geometric")


@dataclass(frozen=True, eq=False, repr=False)
class JudgementFlip(Result):
    """The smallest change of one pairwise judgement that lets another alternative draw level with the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; the first of them where
        several are.
    challenger : str or None
        The best of those level with the winner, or ahead of it, after the change.
    pair : tuple of str, or None
        The criteria compared, turned so that the first is preferred at
        present (or equal). `None` where none needs to move, because several
        alternatives are first at present, and where no change is enough.
    value, new_value : float or None
        How many times the first is preferred to the second, at present and
        after the change; the reciprocal judgement moves with it.
    judgement : tuple, or None
        The pair with its new value, as `Judgements.from_pairs` takes it.
    distance : float
        The factor between the two, at least 1: `new_value / value` or its
        inverse. 1 where several are first at present; inf where no change
        within the limit is enough.
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
    _call: ClassVar[str] = "nearest_judgement_flip"

    @property
    def judgement(self) -> tuple[tuple[str, str], float] | None:  # noqa: D102 - in the class docstring
        return None if self.pair is None or self.new_value is None else (self.pair, self.new_value)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a pair: how far its judgement must move for another to be level.

        Columns: `first` and `second`, turned so that the first is preferred at
        present; `value`, the judgement; `flip_below` and `challenger_below`,
        the nearest lower judgement at which another is level with the winner,
        and which (NaN and `None` where there is none within the limit);
        `flip_above` and `challenger_above`; `distance`, the factor to the
        nearer (inf where there is none). Where several are first at present
        each pair flips at its present value.
        """
        return self._pairs.copy()

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return conventions_of(self.method)

    def _arguments(self) -> dict[str, Any]:
        weights = self._given.priorities(self.priorities)
        judged = in_words(pairs_of(self._given.names, self._given.matrix))
        options = {"judgements": judged, "priorities": self.priorities, "limit": self._limit}
        return arguments_of(self._problem, self.method, weights, **options)

    def _title(self) -> str:
        return f"Nearest flip of one judgement by {self.method}, {self.priorities} priorities"

    def _answer(self) -> list[str]:
        if self.pair is None:
            if self.challenger is not None:
                return [f"{quoted(self.challenger)} ties with {quoted(self.winner)} at present"]
            return [f"{quoted(self.winner)} stays first whatever one judgement becomes within the limit"]
        move = (
            f"{quoted(self.challenger)} draws level with {quoted(self.winner)} when {quoted(self.pair[0])} against "
            f"{quoted(self.pair[1])} goes from {self.value:.10g} to {self.new_value:.10g} "
            f"(a factor of {self.distance:.4g})"
        )
        if self.CR_before is None or self.CR_after is None:
            return [move]
        return [move, f"The consistency ratio goes from {self.CR_before:.4f} to {self.CR_after:.4f}"]

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
    """Find the one judgement of the criteria whose smallest change lets another alternative draw level.

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
        Also a pymcdm method through `from_pymcdm`.
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
    """
    chosen = admitted(problem, method, "nearest_judgement_flip")
    given = _checked(weights, problem.criteria)
    if not isinstance(priorities, str) or priorities not in _PRIORITIES:
        raise JudgementError(
            f"unknown priority method {literal(priorities)}{hint(priorities, _PRIORITIES)}; "
            f"use one of {listed(_PRIORITIES)}"
        )
    most = _checked_limit(limit, given)
    moves = JudgementMoves(chosen, problem.performance, problem.senses, given.matrix, priorities == "geometric")
    return _found(moves, problem, given, priorities, most)


def _checked(weights: Any, criteria: tuple[str, ...]) -> Judgements:
    """Return the judgements in the order of the criteria."""
    if not isinstance(weights, Judgements):
        raise WeightsError(
            f"a flip of a judgement needs weights that are Judgements of the criteria, got {type(weights).__name__}",
            call="for other weights see nearest_flip",
            option="give --weights a square table of judgements",
        )
    check_same_names(weights.names, criteria, "the judgements", WeightsError)
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
    matrix, names = given.matrix, problem.criteria
    pairs = [(i, j) if matrix[i, j] >= 1.0 else (j, i) for i, j in combinations(range(len(names)), 2)]
    flips, challengers = moves.flips(pairs, limit)
    present = np.array([matrix[pair] for pair in pairs])
    factor = np.maximum(flips / present[:, None], present[:, None] / flips)
    factor[np.isnan(flips)] = np.inf
    nearest = 1.0 if moves.tied_with is not None else float(factor.min(initial=np.inf))
    pair = value = old = after = None
    best = moves.tied_with
    if best is None and nearest < np.inf:
        line, side = first_index(factor <= nearest * (1.0 + _SAME))
        pair, best = pairs[line], int(challengers[line, side])
        old, value = float(present[line]), float(flips[line, side])
        changed = matrix.copy()
        changed[pair], changed[pair[::-1]] = value, 1.0 / value
        after = Judgements(changed, names)
    return JudgementFlip(
        winner=problem.alternatives[moves.first],
        challenger=None if best is None else problem.alternatives[best],
        pair=None if pair is None else (names[pair[0]], names[pair[1]]),
        value=old,
        new_value=value,
        distance=nearest,
        judgements=after,
        CR_before=given.consistency().CR,
        CR_after=None if after is None else after.consistency().CR,
        priorities=priorities,
        exact=moves.exact,
        notes=moves.notes,
        method=moves.method,
        _problem=problem,
        _given=given,
        _limit=limit,
        _pairs=_frame(problem, pairs, present, flips, challengers, factor),
    )


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
    return pd.DataFrame(columns)
