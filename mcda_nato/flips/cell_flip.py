"""How far one rating must move before another alternative draws level with the winner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray, first_index
from mcda_nato.errors import McdaError
from mcda_nato.flips.cell_moves import MESH, CellMoves
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judged_weights import consistency_behind
from mcda_nato.labels import literal, quoted
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set
from mcda_nato.methods.ranking import AnyMethod, arguments_of, conventions_of, judged_lines
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.bounds import CellBounds, Room, resolve_bounds
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Result

_SAME = 1e-12  # relative: distances that differ by less are equal, and the first cell is named


@dataclass(frozen=True, eq=False, repr=False)
class CellFlip(Result):
    """The smallest change of one rating that lets another alternative draw level with the winner.

    Attributes
    ----------
    winner : str
        The alternative that is first at present; the first of them where
        several are.
    challenger : str or None
        The alternative that is level with the winner, or ahead of it, after
        the change; the best of them.
    alternative, criterion : str or None
        The cell that moves. `None` where none needs to, because several
        alternatives are first at present, and where no change within the
        bounds is enough.
    cell : tuple of str, or None
        The two of them.
    present, value : float or None
        Its present and its new value.
    change : float or None
        ``value - present``, in the unit of the criterion.
    distance : float
        The change without its sign; with the norm "range" as a share of the
        width of the cell's bounds. 0 where several are first at present; inf
        where no change within the bounds is enough.
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
    present: float | None
    value: float | None
    distance: float
    norm: str
    exact: bool
    bounds: pd.DataFrame
    bounds_rule: str
    notes: tuple[str, ...]
    method: AnyMethod
    weights: pd.Series
    _problem: DecisionProblem
    _cells: pd.DataFrame
    _consistency: Consistency | None = None
    _call: ClassVar[str] = "nearest_cell_flip"

    @property
    def cell(self) -> tuple[str, str] | None:  # noqa: D102 - in the class docstring
        return None if self.alternative is None or self.criterion is None else (self.alternative, self.criterion)

    @property
    def change(self) -> float | None:  # noqa: D102
        return None if self.value is None or self.present is None else self.value - self.present

    def to_frame(self) -> pd.DataFrame:
        """Return a row a cell: how far it must move for another to be level.

        Columns: `alternative`, `criterion`; `value`, at present; `flip_below`
        and `challenger_below`, the nearest lower value at which another is
        level with the winner, and which (NaN and `None` where there is none
        within the bounds); `flip_above` and `challenger_above`; `distance` to
        the nearer, in the norm of the result (inf where there is none); `low`
        and `high`, the bounds. Where several are first at present each cell
        flips at its present value.
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

    def _title(self) -> str:
        return f"Nearest flip of one cell by {self.method}"

    def _answer(self) -> list[str]:
        if self.distance == 0.0:
            return [f"{quoted(self.challenger)} ties with {quoted(self.winner)} at present"]
        if self.value is None:
            return [f"{quoted(self.winner)} stays first whatever one cell becomes within its bounds"]
        old, new = f"{self.present:.10g}", f"{self.value:.10g}"
        way = f"goes from {old} to {new}" if old != new else f"leaves {old} at all"
        share = f" ({self.distance:.3g} of the width of its bounds)" if self.norm == "range" else ""
        level = f"{quoted(self.challenger)} draws level with {quoted(self.winner)}"
        return [f"{level} when {quoted(self.alternative)} on {quoted(self.criterion)} {way}{share}"]

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
    """Find the one rating whose smallest change lets another alternative draw level with the winner.

    Every cell moves alone, within its bounds, and its column is scaled anew
    for each value. For weighted sum, AHP and TOPSIS the answer is exact:
    between breaks at the smallest and largest of its column's other cells each
    comparison with the winner is a polynomial of degree at most 8 times a
    positive factor, so that all its roots are found; the nearest value at
    which another is level is then polished on the method itself. Other methods
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
    value is then the next float.

    References
    ----------
    Triantaphyllou, E., & Sanchez, A. (1997). A sensitivity analysis approach
    for some deterministic multi-criteria decision-making methods. *Decision
    Sciences*, 28(1), 151-194. https://doi.org/10.1111/j.1540-5915.1997.tb01306.x

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.nearest_cell_flip(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5)))
    >>> found.challenger, found.criterion, round(found.value, 6)
    ('Hybrid Integration', 'Speed of Integration', 2.0)
    """
    if not isinstance(norm, str) or norm not in ("range", "absolute"):
        raise McdaError(f"unknown norm {literal(norm)}; use 'range' or 'absolute'")
    chosen = admitted(problem, method, "nearest_cell_flip")
    w = one_set(weights, problem)
    moves = CellMoves(chosen, problem.settled.performance, problem.senses, w)
    found = _found(moves, problem, resolve_bounds(problem, getattr(chosen, "scale", None), bounds), norm)
    return replace(found, _consistency=consistency_behind(weights))


def _found(moves: CellMoves, problem: DecisionProblem, room: Room, norm: str) -> CellFlip:
    flips, challengers = moves.flips(room.low, room.high)
    change = np.abs(flips - problem.settled.performance[..., None])
    width = room.high - room.low if norm == "range" else np.ones_like(room.low)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = change / width[..., None]
    share[np.isnan(flips)] = np.inf
    if moves.tied:
        share[:] = 0.0
    cells = _frame(problem, room, flips, challengers, share.min(axis=-1))
    nearest = share.min()
    i, j, side = first_index(share <= nearest * (1.0 + _SAME))
    moved = not moves.tied and nearest < np.inf
    names = problem.alternatives
    return CellFlip(
        winner=names[moves.first],
        challenger=names[challengers[i, j, side]] if nearest < np.inf else None,
        alternative=names[i] if moved else None,
        criterion=problem.criteria[j] if moved else None,
        present=float(problem.performance[i, j]) if moved else None,
        value=float(flips[i, j, side]) if moved else None,
        distance=float(share[i, j, side]),
        norm=norm,
        exact=moves.exact,
        bounds=cells.set_index(["alternative", "criterion"])[["low", "high"]],
        bounds_rule=room.rule,
        notes=_notes(moves),
        method=moves.method,
        weights=pd.Series(moves.weights, problem.criterion_index, name="weight"),
        _problem=problem,
        _cells=cells,
    )


def _frame(
    problem: DecisionProblem, room: Room, flips: FloatArray, challengers: IntArray, distance: FloatArray
) -> pd.DataFrame:
    cells = pd.MultiIndex.from_product([problem.alternative_index, problem.criterion_index])
    frame = pd.DataFrame({"value": problem.performance.ravel()}, index=cells)
    for side, where in enumerate(("below", "above")):
        frame[f"flip_{where}"] = flips[..., side].ravel()
        names = [problem.alternatives[k] if k >= 0 else None for k in challengers[..., side].ravel()]
        frame[f"challenger_{where}"] = pd.Series(names, index=cells, dtype=object)
    frame["distance"] = distance.ravel()
    frame["low"], frame["high"] = room.low.ravel(), room.high.ravel()
    return frame.reset_index()


def _notes(moves: CellMoves) -> tuple[str, ...]:
    found = []
    if len(moves.performance) == 1:
        found.append("There is only one alternative: nothing can draw level with it.")
    if not moves.exact:
        found.append(f"A search over {MESH} values a cell: a nearer flip between two of them may be missed.")
    if moves.undefined:
        found.append(f"The method was undefined at {moves.undefined:,} of the values tried, which were passed over.")
    return tuple(found)
