"""The regions of weights where each alternative is first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.acceptability.weight_slices import WeightSlice, slices_of, within_limits
from mcda_nato.acceptability.winner_outlines import linear_outlines, outlines_kept, ratio_outlines
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import NotExact, WeightsError
from mcda_nato.geometry.polygons import signed_area
from mcda_nato.labels import joined, listed, literal, quoted, shown
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.methods.score_forms import Form, Linear, form_of
from mcda_nato.percentages import percent
from mcda_nato.preferences.weight_sets import Around, Dirichlet, Simplex, feasible
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.text_tables import SAME, told_rounded

#: Trade-offs that are kept of all pairs of five criteria or more.
MOST_PAIRS = 6
_LEAST = 1e-15  # area of an outline that is rounding
_COARSE = 15  # steps of the lattice on which trade-offs are compared


@dataclass(frozen=True, eq=False, repr=False)
class WinnerRegions(OfRanking):
    """On triangles of weights, the regions where each alternative is first.

    Attributes
    ----------
    shares : DataFrame, shape (m, slices)
        Share of each triangle, or of the part that limits leave, in which the
        alternative is first. Those that tie throughout have it both.
    slices : tuple of WeightSlice
        The triangles; one, of all weights, for three criteria.
    exact : bool
        Whether outlines are polygons (linear methods). Otherwise every corner
        is on the boundary within 1e-9 and chords between corners stand for
        curves.
    baseline : Ranking
        The ranking under the present weights.
    notes : tuple of str
        What a reader must know before citing the regions.
    """

    baseline: Ranking
    slices: tuple[WeightSlice, ...]
    exact: bool
    notes: tuple[str, ...]
    _outlines: tuple[list[list[FloatArray]], ...]  # by slice and alternative
    _limits: str
    _call: ClassVar[str] = "winner_regions"
    _published: ClassVar[tuple[str, ...]] = ("hofstetter1999",)

    @cached_property
    def shares(self) -> pd.DataFrame:  # noqa: D102 - in the class docstring
        found = {
            own.name: [sum(map(signed_area, outlines)) / own.area for outlines in regions]
            for own, regions in zip(self.slices, self._outlines, strict=True)
        }
        index = self.baseline.problem.alternative_index
        return pd.DataFrame(found, index).clip(0.0, 1.0).rename_axis(columns="slice")

    def outlines(self, slice_number: int, alternative: str) -> list[FloatArray]:
        """Return the outlines of an alternative's regions on one triangle, as points ``(k, 2)`` of its plane.

        Counterclockwise; the outline of a hole runs clockwise.
        """
        place = self.baseline.problem.alternatives.index(alternative)
        return [outline.copy() for outline in self._outlines[slice_number][place]]

    def to_frame(self) -> pd.DataFrame:
        """Return a row a corner of an outline.

        Columns: `slice`, `alternative`, `region` (from 1 within an
        alternative), `hole` (whether the outline is that of a hole in a
        region), `vertex` (from 1 along the outline) and ``weight: criterion``.
        """
        names = self.baseline.problem.alternatives
        parts = [
            self._rows(own, names[i], number, outline)
            for own, regions in zip(self.slices, self._outlines, strict=True)
            for i, outlines in enumerate(regions)
            for number, outline in enumerate(outlines, 1)
        ]
        return pd.concat(parts, ignore_index=True)

    def _rows(self, own: WeightSlice, name: str, number: int, outline: FloatArray) -> pd.DataFrame:
        weights = own.plane.weights(outline)
        columns: dict[str, Any] = {
            "slice": own.name,
            "alternative": name,
            "region": number,
            "hole": signed_area(outline) < 0,
            "vertex": np.arange(1, len(outline) + 1),
        }
        columns |= {f"weight: {c}": weights[:, j] for j, c in enumerate(self.baseline.problem.criteria)}
        return pd.DataFrame(columns)

    def leads(self, slice_number: int, steps: int = 60) -> pd.DataFrame:
        """Return, on a lattice of one triangle, by how much score the first is ahead of the next: how near a change is.

        Columns: `x` and `y` in the plane, `lead`.
        """
        grid = np.array([(i, j) for i in range(steps + 1) for j in range(steps + 1 - i)]) / steps
        scores = _evaluated(self.baseline, self.slices[slice_number].plane.weights(grid))
        top = np.sort(scores, axis=1)
        lead = top[:, -1] - top[:, -2] if top.shape[1] > 1 else np.zeros(len(top))
        return pd.DataFrame({"x": grid[:, 0], "y": grid[:, 1], "lead": lead})

    def _arguments(self) -> dict[str, Any]:
        return super()._arguments() | {"limits": self._limits, "slices": [own.exact_name for own in self.slices]}

    def _finding(self) -> str:
        first = self.shares.iloc[:, 0]
        most = list(first.index[first >= first.max() - SAME])
        are = "are each" if len(most) > 1 else "is"
        others = bool((first.drop(most) > 0).any())
        what = self.slices[0].name
        whole = what == "all weights"
        area = what if whole else f"the triangle of weights '{what}'"
        part = "all of " if first.max() == 1.0 and not others else f"{percent(float(first.max()), others=others)} of "
        return f"{joined(most)} {are} first on {'' if whole and part == 'all of ' else part}{area}"

    def _certainty(self) -> str:
        return "exact polygons" if self.exact else "corners of the regions within 1e-9, chords between them"

    def _title(self) -> str:
        how = "polygons" if self.exact else "boundaries by roots"
        return f"Winners by {self.baseline.method} over the weights: {how}"

    def _answer(self) -> list[str]:
        return [f"First at present: {listed(self.baseline.best, whole=True)}"]

    def _read_frame(self) -> pd.DataFrame:
        return self.shares

    def _shown_table(self) -> pd.DataFrame:
        return told_rounded(self.shares, 4).rename(index=shown, columns=shown)

    def _remarks(self) -> list[str]:
        return list(self.notes)


def winner_regions(
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    weights: Simplex = Simplex(),  # noqa: B008
    *,
    present: Weights = None,
    criteria: Sequence[str] | None = None,
    fixed: Mapping[str, float | Sequence[float]] | None = None,
) -> WinnerRegions:
    """Find the regions of weights where each alternative is first.

    Of three criteria all weights are a triangle. Of four, slices fix the
    weight of one and are triangles of the other three. Of more, trade-offs let
    the weights of two criteria vary while the others keep their present
    proportions: the six pairs of which the present winner keeps least.

    For the weighted sum and AHP regions are convex polygons. For TOPSIS, with
    ``u = w^2``, i is ahead of k where ``(d-_i^2 d+_k^2 - d-_k^2 d+_i^2)(u) > 0``,
    on a line of weights a quartic: boundaries are its roots on at least 257
    lines, which close up to 1e-12 where the sequence of winners changes, so
    that points where three regions meet are found. A region that is narrower
    than the distance of the lines, 1/256 of the triangle, may be missed.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and at least three criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
    weights : Simplex
        Limits of the weights asked about; none where not given.
    present : mapping, Series, sequence, array or Judgements, shape (n,)
        The present weights; equal where not given.
    criteria : sequence of str, optional
        Two criteria to trade off against each other, or three to vary while
        the others keep their present weights.
    fixed : mapping, optional
        Of four criteria the one to fix, and its weight or weights. Where not
        given the last, at 0, half its present weight, that weight, and half
        way from there to 1. A slice is named by that weight, with as many
        digits as tell it from the others.

    Returns
    -------
    WinnerRegions

    Raises
    ------
    NotExact
        The method is neither linear in the weights nor TOPSIS; names `sweep`.
    McdaError, ProblemError, WeightsError, MethodError
        Name the criterion or cell at fault.

    References
    ----------
    Hofstetter, P., Braunschweig, A., Mettier, T., Mueller-Wenk, R., &
    Tietje, O. (1999). The mixing triangle: correlation and graphical decision
    support for LCA-based comparisons. *Journal of Industrial Ecology*, 3(4),
    97-115.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> problem = mn.DecisionProblem([[3, 1, 2], [1, 3, 2], [2, 2, 1]], [1, 1, 1], ["a", "b", "c"])
    >>> mn.winner_regions(problem, "weighted_sum").shares["all weights"].to_dict()
    {'a': 0.5, 'b': 0.5, 'c': 0.0}
    """
    chosen = admitted(problem, method, "winner_regions")
    form = form_of(chosen, problem.settled.performance, problem.senses)
    if form is None:
        raise NotExact(
            f"where {chosen} ranks an alternative first is not known in closed form",
            call="mcda_nato.sweep gives shares by sampling",
            option="mcda-nato sweep gives shares by sampling",
        )
    rows = _limits(weights, problem)
    now = one_set(present, problem)
    baseline = ranked(problem, chosen, present)
    slices = [within_limits(own, rows) for own in slices_of(problem.criteria, now, criteria, fixed)]
    kept = [own for own in slices if own is not None]
    if not kept:
        raise WeightsError("the limits leave no area of these weights, only a line, a point or nothing")
    kept = _most_decisive(kept, baseline) if len(kept) > MOST_PAIRS else kept
    outlines = tuple(_outlines(own, form) for own in kept)
    exact = isinstance(form, Linear)
    words = "none" if weights == Simplex() else " ".join(repr(weights).split())
    return WinnerRegions(baseline, tuple(kept), exact, tuple(_notes(baseline, exact=exact)), outlines, words)


def _limits(weights: object, problem: DecisionProblem) -> list[tuple[str, FloatArray, float]]:
    if not isinstance(weights, Simplex) or isinstance(weights, (Dirichlet, Around)):
        raise WeightsError(
            f"weights must be a set of weights, got {literal(weights)}",
            call="give a mcda_nato.Simplex; the present weights go to present=",
        )
    rows = weights.constraints(problem.criteria)
    if len(rows) > len(problem.criteria):
        feasible(rows)  # names those that conflict
    return rows


def _outlines(own: WeightSlice, form: Form) -> list[list[FloatArray]]:
    if isinstance(form, Linear):
        found = linear_outlines(own.plane, form.differences(), float(np.abs(form.values).max()))
    else:
        found = ratio_outlines(own.plane, form.to_worst, form.to_best)
    return [outlines_kept(outlines, _LEAST) for outlines in found]


def _evaluated(baseline: Ranking, weights: FloatArray) -> FloatArray:
    return ranked(baseline.problem, baseline.method, weights).scores.to_numpy()


def _most_decisive(slices: list[WeightSlice], baseline: Ranking) -> list[WeightSlice]:
    """Return the slices on which those that are first at present keep least, in the order of the criteria."""
    grid = np.array([(i, j) for i in range(_COARSE + 1) for j in range(_COARSE + 1 - i)]) / _COARSE
    best = np.flatnonzero(baseline.ranks.to_numpy() == 1)

    def kept(own: WeightSlice) -> float:
        ranks = ranked(baseline.problem, baseline.method, own.plane.weights(grid)).ranks.to_numpy()
        return float((ranks[:, best] == 1).any(axis=1).mean())

    shares = np.array([kept(own) for own in slices])
    return [slices[i] for i in np.sort(np.argsort(shares, kind="stable")[:MOST_PAIRS])]


def _notes(baseline: Ranking, *, exact: bool) -> list[str]:
    found = [f"Several are first at present: {listed(baseline.best)}."] if len(baseline.best) > 1 else []
    table = baseline.problem.settled.performance
    if len(table) > 1:
        constant = [quoted(baseline.problem.criteria[j]) for j in np.flatnonzero((table == table[0]).all(axis=0))]
        found += [f"{name} is the same for all and cannot discriminate." for name in constant]
    if not exact:
        found.append(
            "Every corner of an outline is a root, within 1e-9; curves between them are drawn straight, and a region "
            "narrower than 1/256 of a triangle may be missed."
        )
    return found
