"""How far a cell may move: the bounds of every rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, first_index, to_floats
from mcda_nato.errors import ProblemError
from mcda_nato.labels import check_same_names, literal, quoted
from mcda_nato.problem.problem import DecisionProblem

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    Bound: TypeAlias = ArrayLike | Mapping[str, float] | pd.Series

#: The scale's or the column's own, each cell's interval, or ``(low, high)``, a number or one a criterion.
CellBounds: TypeAlias = "tuple[Bound, Bound] | Literal['intervals'] | None"


class HasDomain(Protocol):
    """What a scale says of the values on which it is defined."""

    name: str
    ratio: bool
    bounds: tuple[Any, Any] | None


@dataclass(frozen=True)
class Room:
    """The values that each cell may take.

    Attributes
    ----------
    low, high : ndarray, shape (m, n)
    rule : str
        Where they are from.
    """

    low: FloatArray
    high: FloatArray
    rule: str


def resolve_bounds(problem: DecisionProblem, scale: HasDomain | None, bounds: CellBounds) -> Room:
    """Return the room of every cell; it holds the present value and the scale, if there is one, is defined in it."""
    if isinstance(bounds, str) and bounds == "intervals":
        room = Room(problem.settled.low, problem.settled.high, "each cell's own interval")
    elif bounds is not None:
        room = _given(problem, bounds)
    elif scale is not None and scale.bounds is not None:
        room = _everywhere(problem, scale.bounds[0], scale.bounds[1], "the bounds of the fixed scale")
    else:
        room = _of_each_criterion(problem, ratio=scale is not None and scale.ratio)
    _check_inside(problem, room)
    if scale is not None and scale.ratio:
        _check_domain(problem, room, scale.name)
    return room


def _everywhere(problem: DecisionProblem, low: Any, high: Any, rule: str) -> Room:
    shape = problem.performance.shape
    return Room(np.broadcast_to(low, shape), np.broadcast_to(high, shape), rule)


def _of_each_criterion(problem: DecisionProblem, *, ratio: bool) -> Room:
    facts = problem.settled
    smallest, largest = facts.performance.min(axis=0), facts.performance.max(axis=0)
    half = (largest - smallest) / 2.0
    low = np.minimum(smallest - half, facts.low.min(axis=0))
    high = np.maximum(largest + half, facts.high.max(axis=0))
    low = np.where(facts.low.min(axis=0) >= 0, np.maximum(low, 0.0), low)  # what is never negative stays so
    high = np.where(facts.high.max(axis=0) <= 0, np.minimum(high, 0.0), high)
    coded = [j for j, detail in enumerate(problem.details) if detail.codes is not None]
    for j in coded:
        low[j], high[j] = problem.details[j].codes or (low[j], high[j])
    rules = ["the scale on which each criterion is rated"] if coded else []
    if len(coded) < len(low):
        rules.append("else its range, " if coded else "each criterion's range, ")
        rules[-1] += "widened by half on each side (not across 0), and every interval"
    if ratio:
        benefit = problem.senses > 0
        cut = np.where(benefit, low < 0, low <= 0)
        low = np.where(cut, np.where(benefit, 0.0, smallest / 2.0), low)
        if cut.any():
            rules.append("but no benefit below 0 and no cost below half the smallest, for the scale of ratios")
    return _everywhere(problem, low, high, "; ".join(rules))


def _given(problem: DecisionProblem, bounds: Any) -> Room:
    pair = list(bounds) if isinstance(bounds, (tuple, list)) else []
    if len(pair) != 2:
        raise ProblemError(
            f"bounds must be None, 'intervals' or (low, high), a number or one a criterion; got {literal(bounds)}"
        )
    low, high = (_side(problem, side, what) for side, what in zip(pair, ("low", "high"), strict=True))
    if (low > high).any():
        j = int(np.argmax(low > high))
        raise ProblemError(
            f"the bounds of {quoted(problem.criteria[j])} are the wrong way round: low {float(low[j])!r} "
            f"exceeds high {float(high[j])!r}"
        )
    return _everywhere(problem, low, high, "given")


def _side(problem: DecisionProblem, given: Any, what: str) -> FloatArray:
    criteria = problem.criteria
    if isinstance(given, (Mapping, pd.Series)):
        check_same_names(given.keys(), criteria, f"the {what} bounds", ProblemError)
        given = [given[name] for name in criteria]
    try:
        values = to_floats(given)
    except NotReal as entry:
        at = entry.index
        name = f" of {quoted(criteria[at[0]])}" if len(at) == 1 and at[0] < len(criteria) else ""
        raise ProblemError(f"the {what} bound{name} {entry.reason}: {literal(entry.value)}; give a number") from None
    if values.shape not in {(), (len(criteria),)}:
        raise ProblemError(
            f"the {what} bounds must be one number or one for each of {len(criteria)} criteria, "
            f"got shape {values.shape}"
        )
    return np.broadcast_to(values, (len(criteria),))


def _check_inside(problem: DecisionProblem, room: Room) -> None:
    table = problem.settled.performance
    outside = (table < room.low) | (table > room.high)
    if outside.any():
        i, j = first_index(outside)
        raise ProblemError(
            f"{_cell(problem, i, j)} is {float(table[i, j])!r}, outside its bounds "
            f"[{float(room.low[i, j])!r}, {float(room.high[i, j])!r}] ({room.rule})",
            call="give bounds=(low, high) that hold it",
        )


def _check_domain(problem: DecisionProblem, room: Room, scale: str) -> None:
    wrong = np.where(problem.senses > 0, room.low < 0, room.low <= 0)
    if wrong.any():
        i, j = first_index(wrong)
        need = "not be negative" if problem.senses[j] > 0 else "be positive, because a cost is inverted"
        raise ProblemError(
            f"the bounds of {_cell(problem, i, j)} reach down to {float(room.low[i, j])!r}, "
            f"where the scale {quoted(scale)} is undefined; low must {need}"
        )


def _cell(problem: DecisionProblem, i: int, j: int) -> str:
    return f"{quoted(problem.alternatives[i])} on {quoted(problem.criteria[j])}"
