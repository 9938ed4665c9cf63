"""How far one rating must move before another alternative is ahead of the winner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray, first_index
from mcda_nato.errors import McdaError
from mcda_nato.flips.cell_moves import MESH, CellMoves
from mcda_nato.flips.first_change import percent_changes
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judged_weights import consistency_behind
from mcda_nato.labels import listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set
from mcda_nato.methods.ranking import AnyMethod, arguments_of, conduct_of, conventions_of, judged_lines, sources_of
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.bounds import CellBounds, Room, resolve_bounds
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result, Source
from mcda_nato.text_tables import cell, told_apart

_DOES = {"flip": "overtakes", "draw": "draws level, and no more, with"}
_SAME = 1e-12  # relative: distances that differ by less are equal, and the first cell is named


@dataclass(frozen=True, eq=False, repr=False)
class CellFlip(Result):
    """The smallest change of one rating beyond which, arbitrarily near, another is ahead of the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; where several are, the first
        of them that falls behind.
    challenger : str or None
        The alternative that overtakes it there; the best of them.
    alternative, criterion : str or None
        The cell that moves, `None` where no change within the bounds is enough.
    cell : tuple of str, or None
        The two of them.
    value, new_value : float or None
        Its present value, and the one beyond which the challenger is ahead:
        the same where several are first at present and the cell parts them.
    change : float or None
        ``new_value - value``, in the unit of the criterion.
    distance : float
        The change without its sign; with the norm "range" as a share of the
        width of the cell's bounds. inf where no change within the bounds is
        enough.
    percent : float or None
        The change without its sign as a share of the present value, in
        percent; inf where that is 0, `None` where there is no flip.
    draw : CellFlip or None
        The smallest change at which another draws level without getting ahead
        beyond it, with the same attributes, where it is smaller than that of
        the flip.
    norm : str
        "range" or "absolute".
    exact : bool
        Whether every comparison had a known form, so that none nearer exists;
        otherwise a search over 257 values a cell, which may miss one.
    bounds : DataFrame
        Columns low and high, indexed by alternative and criterion.
    bounds_rule : str
        Where the bounds are from.
    notes : tuple of str
        What a reader must know before citing the result.
    method : Method
    weights : Series
        Weights used, by criterion.
    """

    winner: str
    challenger: str | None
    alternative: str | None
    criterion: str | None
    value: float | None
    new_value: float | None
    distance: float
    draw: CellFlip | None
    norm: str
    exact: bool
    bounds: pd.DataFrame
    bounds_rule: str
    notes: tuple[str, ...]
    method: AnyMethod
    weights: pd.Series
    _problem: DecisionProblem
    _cells: pd.DataFrame
    _what: Literal["flip", "draw"]
    _consistency: Consistency | None = None
    _call: ClassVar[str] = "nearest_cell_flip"
    _compared: ClassVar[tuple[str, ...]] = ("value", "flip_below", "flip_above", "low", "high")

    @property
    def cell(self) -> tuple[str, str] | None:  # noqa: D102 - in the class docstring
        return None if self.alternative is None or self.criterion is None else (self.alternative, self.criterion)

    @property
    def change(self) -> float | None:  # noqa: D102
        return None if self.value is None or self.new_value is None else self.new_value - self.value

    @property
    def percent(self) -> float | None:  # noqa: D102
        if self.value is None or self.new_value is None:
            return None
        return float(percent_changes(self.new_value, self.value))

    def to_frame(self) -> pd.DataFrame:
        """Return a row a cell: how far it must move for another to be ahead.

        Columns: `alternative`, `criterion`; `value`, at present; `flip_below`
        and `challenger_below`, the nearest lower value beyond which another is
        ahead of the winner, and which (NaN and `None` where there is none
        within the bounds); `flip_above` and `challenger_above`; `distance` to
        the nearer, in the norm of the result (inf where there is none), and
        `percent`, by what share of itself the value moves to it (NaN where
        there is none); `low` and `high`, the bounds. Where several are first
        at present a cell that parts them flips at its present value.
        """
        return self._cells.copy()

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return conventions_of(self.method, self._problem, self._consistency)

    def _judged(self) -> list[str]:
        return judged_lines(self._problem, self._consistency)

    def _arguments(self) -> dict[str, Any]:
        ends = {end: column.tolist() for end, column in self.bounds.items()}  # of each cell, row by row
        bounds = {"rule": self.bounds_rule, **ends}
        return arguments_of(self._problem, self.method, self.weights, norm=self.norm, bounds=bounds)

    def _sources(self) -> tuple[Source, ...]:
        return ("triantaphyllou1997", *sources_of(self._problem, self.method, self._consistency))

    def _conduct(self) -> str:
        return conduct_of(self.method, self.weights, self._consistency)

    def _finding(self) -> str:
        if self.value is None or self.new_value is None:
            return f"{self.winner} stays first whatever one rating becomes within its bounds"
        old, new = told_apart([self.value, self.new_value], lambda value, more: cell(value, 6, more))
        way = f"goes from {old} beyond {new}" if self.value != self.new_value else f"leaves {old} at all"
        return (
            f"{self.challenger} {_DOES[self._what]} {self.winner} once the rating of {self.alternative} on "
            f"{self.criterion} {way}, the smallest change of one rating that does"
        )

    def _certainty(self) -> str:
        return "exact: none nearer exists" if self.exact else "found by a search, which may miss a nearer one"

    def _title(self) -> str:
        return f"Nearest {self._what} of one cell by {self.method}"

    def _answer(self) -> list[str]:
        draw = [] if self.draw is None else [_does(self.draw, "draw")]
        if self.value is None:
            return [f"{quoted(self.winner)} stays first whatever one cell becomes within its bounds", *draw]
        return [_does(self, self._what), *draw]

    def _remarks(self) -> list[str]:
        return [f"Bounds: {self.bounds_rule}", *self.notes]


def nearest_cell_flip(
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    weights: Weights = None,
    *,
    bounds: CellBounds = None,
    norm: Literal["range", "absolute"] = "range",
) -> CellFlip:
    """Find the one rating whose smallest change puts another alternative ahead of the winner.

    Every cell moves alone, within its bounds, and its column is scaled anew
    for each value. For weighted sum, AHP and TOPSIS the answer is exact:
    between breaks at the smallest and largest of its column's other cells each
    comparison with the winner is a polynomial of degree at most 8 times a
    positive factor, so that all its roots are found; the nearest value beyond
    which another is ahead is then polished on the method itself. Other methods
    are searched.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`.
    bounds : None, "intervals" or (low, high)
        Where each cell may move: `None`, the bounds of the method's fixed
        scale, else the codes of its criterion, else the criterion's range
        widened by half on each side (and by the cells' intervals), within what
        a scale of ratios admits;
        "intervals", each cell's own interval in the problem; or low and high,
        each a number, one a criterion, or by criterion name.
    norm : {"range", "absolute"}
        Whether changes are compared as shares of the width of the cell's
        bounds, or in the criteria's own units, which makes sense where these
        are the same.

    Returns
    -------
    CellFlip

    Raises
    ------
    ProblemError
        Where bounds are unusable or do not hold a present value; names the cell.
    McdaError
        Where the norm is unknown.
    WeightsError, MethodError
        As `evaluate`.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    Notes
    -----
    On fixed bounds the change of the winner's or the challenger's rating that
    makes a tie is the threshold value of Triantaphyllou and Sanchez,
    ``(s_i - s_k) / w_j`` in scaled units. Where the other cells of a min-max
    column are all equal, the scale jumps as the moving cell passes them; the
    value is then the float beside theirs, and the other is ahead where the
    cell is beyond it by more than rounding noise (see `DecisionProblem.settled`).

    References
    ----------
    Triantaphyllou, E., & Sanchez, A. (1997). A sensitivity analysis approach
    for some deterministic multi-criteria decision-making methods. *Decision
    Sciences*, 28(1), 151-194. https://doi.org/10.1111/j.1540-5915.1997.tb01306.x

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.nearest_cell_flip(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5)))
    >>> found.challenger, found.criterion, found.value, round(found.new_value, 6)
    ('Hybrid Integration', 'Speed of Integration', 4.0, 2.0)
    >>> round(found.percent, 3)
    50.0
    """
    if not isinstance(norm, str) or norm not in ("range", "absolute"):
        raise McdaError(f"unknown norm {literal(norm)}; use 'range' or 'absolute'")
    chosen = admitted(problem, method, "nearest_cell_flip")
    w = one_set(weights, problem)
    moves = CellMoves(chosen, problem.settled.performance, problem.senses, w)
    found = _found(moves, problem, resolve_bounds(problem, getattr(chosen, "scale", None), bounds), norm)
    return replace(found, _consistency=consistency_behind(weights))


def _does(flip: CellFlip, what: str) -> str:
    old, new = f"{flip.value:.10g}", f"{flip.new_value:.10g}"
    way = f"goes from {old} to {new}" if old != new else f"leaves {old} at all"
    share = [] if flip.norm != "range" else [f"{flip.distance:.3g} of the width of its bounds"]
    share += [f"{flip.percent:.4g}% of itself"] if flip.percent is not None and np.isfinite(flip.percent) else []
    who = f"{quoted(flip.challenger)} {_DOES[what]} {quoted(flip.winner)}"
    moved = f"{quoted(flip.alternative)} on {quoted(flip.criterion)} {way}"
    return f"{who} when {moved}" + (f" ({', '.join(share)})" if share else "")


def _found(moves: CellMoves, problem: DecisionProblem, room: Room, norm: str) -> CellFlip:
    found = moves.flips(room.low, room.high)
    table = _Table(moves, problem, room, norm)
    flip = table.flip(found.flips, found.winners, found.challengers)
    draw = table.flip(found.draws, np.full_like(found.drawing, moves.firsts[0]), found.drawing, "draw")
    return replace(flip, draw=draw) if draw.distance < flip.distance * (1.0 - _SAME) else flip


class _Table(NamedTuple):
    """What flips and draws of one problem have in common."""

    moves: CellMoves
    problem: DecisionProblem
    room: Room
    norm: str

    def flip(
        self, values: FloatArray, winners: IntArray, who: IntArray, what: Literal["flip", "draw"] = "flip"
    ) -> CellFlip:
        """Return the nearest of the new values ``(m, n, 2)``, at which an alternative overtakes a winner."""
        moves, problem, room = self.moves, self.problem, self.room
        share = self._shares(values)
        nearest = share.min()
        at = first_index(share <= nearest * (1.0 + _SAME))
        i, j, moved, names = at[0], at[1], nearest < np.inf, problem.alternatives
        cells = _frame(problem, room, values, who, share.min(axis=-1))
        return CellFlip(
            winner=names[winners[at] if moved else moves.firsts[0]],
            challenger=names[who[at]] if moved else None,
            alternative=names[i] if moved else None,
            criterion=problem.criteria[j] if moved else None,
            value=float(problem.performance[i, j]) if moved else None,
            new_value=float(values[at]) if moved else None,
            distance=float(share[at]),
            draw=None,
            norm=self.norm,
            exact=moves.exact,
            bounds=cells.set_index(["alternative", "criterion"])[["low", "high"]],
            bounds_rule=room.rule,
            notes=_notes(moves, problem),
            method=moves.method,
            weights=pd.Series(moves.weights, problem.criterion_index, name="weight"),
            _problem=problem,
            _cells=cells,
            _what=what,
        )

    def _shares(self, values: FloatArray) -> FloatArray:
        """Return how far the values are away, inf where there are none."""
        change = np.abs(values - self.problem.settled.performance[..., None])
        width = self.room.high - self.room.low if self.norm == "range" else np.ones_like(self.room.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = change / width[..., None]
        return np.where(np.isnan(values), np.inf, share)


def _frame(
    problem: DecisionProblem, room: Room, flips: FloatArray, challengers: IntArray, distance: FloatArray
) -> pd.DataFrame:
    cells = pd.MultiIndex.from_product([problem.alternative_index, problem.criterion_index])
    frame = pd.DataFrame({"value": problem.performance.ravel()}, index=cells)
    for side, where in enumerate(("below", "above")):
        frame[f"flip_{where}"] = flips[..., side].ravel()
        names = [problem.alternatives[k] if k >= 0 else None for k in challengers[..., side].ravel()]
        frame[f"challenger_{where}"] = pd.Series(names, index=cells, dtype=object)
    percent = percent_changes(flips, problem.performance[..., None])
    frame["distance"] = distance.ravel()
    frame["percent"] = np.fmin(percent[..., 0], percent[..., 1]).ravel()
    frame["low"], frame["high"] = room.low.ravel(), room.high.ravel()
    return frame.reset_index()


def _notes(moves: CellMoves, problem: DecisionProblem) -> tuple[str, ...]:
    found = []
    if len(moves.firsts) > 1:
        found.append(f"Several are first at present: {listed(problem.alternatives[i] for i in moves.firsts)}.")
    if len(moves.performance) == 1:
        found.append("There is only one alternative: nothing can overtake it.")
    if not moves.exact:
        found.append(f"A search over {MESH} values a cell: a nearer flip between two of them may be missed.")
    if moves.undefined:
        found.append(f"The method was undefined at {moves.undefined:,} of the values tried, which were passed over.")
    return tuple(found)
