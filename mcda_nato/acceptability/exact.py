"""Acceptability without sampling, for methods that are linear in the weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance, ordering_shares
from mcda_nato.acceptability.regions import (
    WeightSpace,
    constrained_space,
    first_regions,
    ordering_cells,
    pairwise_shares,
    rank_cells,
    shares,
    whole_space,
)
from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import NotExact, WeightsError
from mcda_nato.geometry.arrangements import Cells, TooManyError
from mcda_nato.geometry.polytopes import DegenerateError
from mcda_nato.labels import literal
from mcda_nato.methods.evaluate import MethodLike, admitted, ranked
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranking import Ranking
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.methods.score_forms import Linear, form_of
from mcda_nato.preferences.weight_sets import Around, Dirichlet, Simplex, feasible
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import PACKAGE

#: Vertices up to which regions are cut, of all alternatives together or of one arrangement.
LARGEST_VERTICES = 300_000
#: Entries of the matrices at all vertices, d by d each, up to which that holds.
LARGEST_ENTRIES = 1 << 23
#: Estimated error of a share above which it is refused.
LARGEST_ERROR = 1e-9
_ROUNDING = 1e-14  # a width that is more than rounding, yet too thin for a volume
_OTHERWISE = {
    "call": "mcda_nato.sweep gives it by sampling",
    "option": "mcda-nato sweep gives it by sampling",
}

_R = TypeVar("_R")


def acceptance(
    problem: DecisionProblem,
    method: MethodLike = "weighted_sum",
    *,
    weights: Simplex = Simplex(),  # noqa: B008
) -> Acceptance:
    """Return exactly under what share of the weights each alternative has each rank.

    For methods whose scores are linear in the weights: the weighted sum and
    AHP. The weights at which an alternative is first, or has a rank, are
    polytopes; their volumes come from their vertices (Lawrence, 1991), those
    of half-spaces from a closed form (Varsi, 1973). Each index is computed
    when it is first read: pairs and expected ranks are cheap for any m and n,
    first ranks cost more, all ranks and orderings most.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria, at their modal cells.
    method : Method or {"weighted_sum", "ahp"}
        By default the weighted sum and not TOPSIS, the default elsewhere:
        shares are volumes where scores are linear in the weights.
    weights : Simplex
        The whole simplex where not given; bounds, orders and ratios.

    Returns
    -------
    Acceptance
        With `exact` true, `n` None and `standard_error` zero. Ranks from 2
        are NaN, with a note, where they would take more than 300,000 vertices
        (fewer from 7 criteria on); first ranks and what follows from them then
        raise `NotExact`.

    Raises
    ------
    NotExact
        The method is not linear in the weights, or a set or a region is too
        large or too thin; names `sweep`.
    WeightsError, MethodError, ProblemError

    References
    ----------
    Lawrence, J. (1991). Polytope volume computation. *Mathematics of
    Computation*, 57(195), 259-271. https://doi.org/10.1090/S0025-5718-1991-1079024-2
    Varsi, G. (1973). The multidimensional content of the frustum of the
    simplex. *Pacific Journal of Mathematics*, 46(1), 303-314.
    https://doi.org/10.2140/pjm.1973.46.303

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.acceptance(mn.load_models())
    >>> found.first_rank.round(8).to_dict()  # doctest: +NORMALIZE_WHITESPACE
    {'Incremental Enlargement': 0.21164021, 'Strategic Partnership': 0.65343915,
     'Hybrid Integration': 0.13492063}
    """
    chosen = admitted(problem, method, "acceptance")
    form = form_of(chosen, problem.settled.performance, problem.senses)
    if not isinstance(form, Linear) or not isinstance(chosen, Method):
        raise NotExact(f"{chosen.name} is not linear in the weights, so its shares are no volumes", **_OTHERWISE)
    if isinstance(weights, (Dirichlet, Around)):
        raise NotExact(f"weights must be uniform on a set, got {type(weights).__name__}", **_OTHERWISE)
    if not isinstance(weights, Simplex):
        raise WeightsError(
            f"weights must be a set of weights, got {literal(weights)}",
            call="give a mcda_nato.Simplex; one set of weights goes to evaluate",
            option="give limits with --lower, --upper and --order; one set of weights goes to rank",
        )
    space = _within_caps(lambda: _space(weights, problem), "the set of weights")
    centre = space.weights(space.cell.points.mean(axis=0))
    baseline = ranked(problem, chosen, centre)
    recorded = {
        "package": PACKAGE,
        "numpy": np.__version__,
        "problem": digest(problem),
        "method": str(chosen),
        "weights": f"{' '.join(literal(weights).split())}; {digest(space.cell.planes)}",
        "cells": "modal",
    }
    indices = _Volumes(baseline, form, space)
    return Acceptance(indices, None, exact=True, separated=None, baseline=baseline, recorded=recorded, first_counts=())


def _space(weights: Simplex, problem: DecisionProblem) -> WeightSpace:
    rows = weights.constraints(problem.criteria)
    n = len(problem.criteria)
    if len(rows) == n:
        return whole_space(n)
    body = feasible(rows)
    if body.flattened > _ROUNDING:
        raise DegenerateError(f"constraints leave a width of {body.flattened:.1g} between them")
    return constrained_space(body, _most(body.dimension))


def _most(d: int) -> int:
    """Return the vertices allowed in d dimensions."""
    return min(LARGEST_VERTICES, LARGEST_ENTRIES // max(1, d * d))


def _within_caps(compute: Callable[[], _R], what: str) -> _R:
    try:
        return compute()
    except TooManyError as many:
        raise NotExact(f"{what} has more than {many.args[0]:,} vertices", **_OTHERWISE) from None
    except (DegenerateError, np.linalg.LinAlgError) as error:
        raise NotExact(f"{what} is too thin for exact volumes ({error})", **_OTHERWISE) from None


class _Volumes:
    """Indices from volumes, each computed when it is first read."""

    notes: tuple[str, ...] = ()
    error = 0.0

    def __init__(self, baseline: Ranking, form: Linear, space: WeightSpace) -> None:
        self.baseline, self.form, self.space = baseline, form, space
        self.problem = baseline.problem
        self.m = len(self.problem.alternatives)
        self.most = _most(len(space.basis))
        self._refused: dict[str, NotExact] = {}

    @cached_property
    def _compared(self) -> tuple[FloatArray, FloatArray]:
        """Planes ``(m, m, d + 1)`` above which the first is ahead of the second, and their blur ``(m, m)``."""
        gaps = self.form.differences()
        planes, blur = self.space.planes(gaps.reshape(-1, gaps.shape[-1]), float(np.abs(self.form.values).max()))
        return planes.reshape(self.m, self.m, -1), blur.reshape(self.m, self.m)

    @property
    def planes(self) -> FloatArray:
        """Planes ``(m, m, d + 1)``."""
        return self._compared[0]

    def _frame(self, values: FloatArray) -> pd.DataFrame:
        return pd.DataFrame(values, self.problem.alternative_index, pd.RangeIndex(1, self.m + 1, name="rank"))

    def _measured(
        self, regions: Callable[[], tuple[IntArray, Cells]], what: str
    ) -> tuple[IntArray, FloatArray, FloatArray]:
        """Return what regions are of, their shares and centres."""

        def job() -> tuple[IntArray, tuple[FloatArray, FloatArray, FloatArray]]:
            owner, cells = regions()
            return owner, shares(self.space, cells)

        if what in self._refused:  # what was refused once took its time
            raise self._refused[what]
        try:
            owner, (share, centre, errors) = _within_caps(job, what)
        except NotExact as beyond:
            self._refused[what] = beyond
            raise
        self._accept(float(errors.sum()) + float(self._compared[1].sum(axis=1).max()), what)
        return owner, share, centre

    def _accept(self, error: float, what: str) -> None:
        error += self.space.blur
        if not error <= LARGEST_ERROR:
            raise NotExact(f"{what}: the estimated error {error:.1g} exceeds {LARGEST_ERROR:g}", **_OTHERWISE)
        self.error = max(self.error, error)

    @cached_property
    def _wins(self) -> tuple[FloatArray, FloatArray]:
        wins, ties = np.zeros((self.m, self.m)), np.zeros((self.m, self.m))
        upper = np.triu_indices(self.m, 1)
        planes = self.planes[upper]
        always = (planes == 0).all(axis=1)
        share, error = _within_caps(lambda: pairwise_shares(self.space, planes, self.most), "the set of weights")
        self._accept(error + float(self._compared[1].max()), "a pair's share")
        wins[upper] = np.where(always, 0.0, share)
        wins.T[upper] = np.where(always, 0.0, 1.0 - share)
        ties[upper] = ties.T[upper] = always
        return wins, ties

    @property
    def pairwise_winning(self) -> pd.DataFrame:
        names = self.problem.alternative_index
        return pd.DataFrame(self._wins[0].copy(), names, names)

    @property
    def pairwise_ties(self) -> pd.DataFrame:
        names = self.problem.alternative_index
        return pd.DataFrame(self._wins[1].copy(), names, names)

    @property
    def expected_rank(self) -> pd.Series:
        ahead = 1.0 + self._wins[0].sum(axis=0)
        return pd.Series(ahead, self.problem.alternative_index, name="expected_rank")

    @cached_property
    def _first(self) -> tuple[FloatArray, FloatArray]:
        """Shares (m,) and central weights (m, n)."""
        owner, share, centre = self._measured(
            lambda: first_regions(self.space, self.planes, self.most), "the regions of first ranks"
        )
        first, central = np.zeros(self.m), np.full((self.m, centre.shape[1]), np.nan)
        first[owner], central[owner] = share, centre
        return first, central

    @property
    def first_rank(self) -> pd.Series:
        return pd.Series(self._first[0].copy(), self.problem.alternative_index, name="first_rank")

    @property
    def central_weights(self) -> pd.DataFrame:
        return pd.DataFrame(self._first[1].copy(), self.problem.alternative_index, self.problem.criterion_index)

    @property
    def confidence_factors(self) -> pd.Series:
        central = self._first[1]
        some = np.flatnonzero(~np.isnan(central[:, 0]))
        factors = np.full(self.m, np.nan)
        method = self.baseline.method
        if len(some):
            key = method.keys(self.problem.settled.performance, self.problem.senses, central[some])
            ranks = competition_ranks(key, method.bar(key, central[some]))
            factors[some] = ranks[np.arange(len(some)), some] == 1
        return pd.Series(factors, self.problem.alternative_index, name="confidence_factor")

    @cached_property
    def _ranks(self) -> FloatArray:
        table = np.zeros((self.m, self.m))
        table[:, 0] = self._first[0]
        try:
            for row, planes in zip(table, self.planes, strict=True):
                row[1:] = self._rank_shares(planes)[1:]
        except NotExact as beyond:
            table[:, 1:] = np.nan
            self.notes = (f"Ranks from 2 are not computed: {beyond}.",)
        return table

    def _rank_shares(self, planes: FloatArray) -> FloatArray:
        what = "the arrangement of ranks"
        rank, share, _ = self._measured(lambda: rank_cells(self.space, planes, self.most), what)
        self._accept(abs(float(share.sum()) - 1.0), what)
        return np.asarray(np.bincount(rank - 1, share, minlength=self.m), dtype=np.float64)

    @property
    def rank_acceptability(self) -> pd.DataFrame:
        return self._frame(self._ranks.copy())

    @property
    def standard_error(self) -> pd.DataFrame:
        return self._frame(np.zeros((self.m, self.m)))

    @property
    def orderings(self) -> pd.Series:
        return self._orderings.copy()

    @cached_property
    def _orderings(self) -> pd.Series:
        ranks, share, _ = self._measured(
            lambda: ordering_cells(self.space, self.planes, self.most), "the arrangement of orderings"
        )
        orders: dict[tuple[int, ...], float] = {}
        for row, part in zip(map(tuple, ranks.tolist()), share.tolist(), strict=True):
            orders[row] = orders.get(row, 0.0) + part
        return ordering_shares(orders, 1.0, self.problem.alternatives)
