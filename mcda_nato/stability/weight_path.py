"""Scores and ranks along one weight, and exactly where two alternatives change places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import McdaError
from mcda_nato.labels import hint, joined, listed, literal, quoted, shown
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.stability.bracketing import WIDTH, Cells
from mcda_nato.stability.breakpoints import moved
from mcda_nato.stability.weight_paths import MESH, ExactPaths, paths_of
from mcda_nato.text_tables import told_rounded

_STEPS = 100  # equal steps of the weight in the frame, beside the crossings


@dataclass(frozen=True, eq=False, repr=False)
class WeightPath(OfRanking):
    """What the scores and ranks do while one weight goes from 0 to 1.

    Attributes
    ----------
    criterion : str
        Whose weight t moves; every other is ``w_l (1 - t) / (1 - w_j)``.
    crossings : DataFrame
        Columns weight, from, to: one row a pair that changes places, in the
        order of the weights. `from` is ahead just below the weight, `to` just
        above it, but for the tie rule. Pairs that only draw level are left
        out. The present weight changes no crossing as long as the others keep
        their proportions.
    winners : DataFrame
        Columns low, high, winner: who is first, and between which weights; a
        row an alternative where several are first along a whole stretch.
    exact : bool
        Whether the crossings are roots. Otherwise they were searched for.
    baseline : Ranking
        The ranking under the present weights.
    """

    baseline: Ranking
    criterion: str
    exact: bool
    _cells: Cells
    _call: ClassVar[str] = "weight_path"
    _published: ClassVar[tuple[str, ...]] = ("mareschal1988",)

    @property
    def weight(self) -> float:
        """The present weight of the criterion."""
        return float(self.baseline.weights.to_numpy()[self.baseline.problem.criteria.index(self.criterion)])

    @cached_property
    def crossings(self) -> pd.DataFrame:  # noqa: D102 - in the class docstring
        names = np.array(self.baseline.problem.alternatives, dtype=object)
        rows: list[tuple[float, str, str]] = []
        for (_, at, before), (_, _, after) in pairwise(self._stretches()):
            overtaken = (before[:, None] < before) & (after[:, None] > after)
            rows.extend((at, names[i], names[k]) for i, k in np.argwhere(overtaken))
        return pd.DataFrame(rows, columns=["weight", "from", "to"]).astype({"weight": float})

    @cached_property
    def winners(self) -> pd.DataFrame:  # noqa: D102
        names = self.baseline.problem.alternatives
        rows: list[tuple[float, float, tuple[str, ...]]] = []
        for low, high, ranks in self._stretches():
            first = tuple(names[i] for i in np.flatnonzero(ranks == 1))
            if rows and rows[-1][2] == first:
                low = rows.pop()[0]  # noqa: PLW2901 - the stretch goes on
            rows.append((low, high, first))
        return pd.DataFrame(rows, columns=["low", "high", "winner"]).explode("winner", ignore_index=True)

    def _stretches(self) -> list[tuple[float, float, IntArray]]:
        """Return the stretches of one ranking, without the points between."""
        found = list(zip(self._cells.low.tolist(), self._cells.high.tolist(), self._cells.ranks, strict=True))
        return [part for part in found if part[0] < part[1]] or found

    def to_frame(self) -> pd.DataFrame:
        """Return scores and ranks, one row a weight and alternative.

        Columns weight, alternative, score, rank, present. The weights are 101
        equal steps from 0 to 1, every point at which the ranking changes, and
        the present weight, whose rows are marked in `present`. Ranks are those
        of `evaluate`: two whose scores are that near tie about their crossing.
        """
        problem, at = self.baseline.problem, self._weights()
        rows = moved(self.baseline.weights.to_numpy(), problem.criteria.index(self.criterion), at)
        now = at == self.weight
        rows[now] = self.baseline.weights.to_numpy()
        m, evaluated = len(problem.alternatives), ranked(problem, self.baseline.method, rows)
        ranks = evaluated.ranks.to_numpy() if self.exact else self._ranks(at)
        columns = {
            "weight": np.repeat(at, m),
            "alternative": np.tile(np.array(problem.alternatives, dtype=object), len(at)),
            "score": evaluated.scores.to_numpy().ravel(),
            "rank": ranks.ravel(),
            "present": np.repeat(now, m),
        }
        return pd.DataFrame(columns)

    def _weights(self) -> FloatArray:
        if len(self.baseline.problem.criteria) == 1:
            return np.ones(1)
        ends = np.concatenate([self._cells.low, self._cells.high, [self.weight]])
        return np.union1d(np.arange(_STEPS + 1) / _STEPS, ends)

    def _ranks(self, at: FloatArray) -> IntArray:
        """Return the ranks that a search found: those of the point there, if there is one, else of the stretch."""
        point = self._cells.low == self._cells.high
        place = np.searchsorted(self._cells.high, at).clip(max=len(point) - 1)
        beyond = np.minimum(place + 1, len(point) - 1)
        place = np.where(point[beyond] & (self._cells.low[beyond] == at), beyond, place)
        found = self._cells.ranks[place].copy()
        found[at == self.weight] = self.baseline.ranks.to_numpy()
        return found

    def _finding(self) -> str:
        held = [f"{row.winner} from {row.low:.6g} to {row.high:.6g}" for row in self.winners.itertuples()]
        return f"As the weight of {self.criterion} goes from 0 to 1 the first is {joined(held)}"

    def _certainty(self) -> str:
        return "ends are roots" if self.exact else f"found by a search, to {WIDTH:g}"

    def _title(self) -> str:
        how = "exact" if self.exact else "searched"
        return f"Path of the weight of {quoted(self.criterion)} by {self.baseline.method}: {how}"

    def _answer(self) -> list[str]:
        held = [f"{shown(row.winner)} from {row.low:.6g} to {row.high:.6g}" for row in self.winners.itertuples()]
        return [f"First: {'; '.join(held)}", f"Present weight {self.weight:.6g}"]

    def _shown_table(self) -> pd.DataFrame:
        names = {end: self.crossings[end].map(shown) for end in ("from", "to")}
        return told_rounded(self.crossings.assign(**names), 6)

    def _read_frame(self) -> pd.DataFrame:
        return self.crossings

    def _arguments(self) -> dict[str, Any]:
        return super()._arguments() | {"criterion": self.criterion}

    def _remarks(self) -> list[str]:
        if self.exact:
            return []
        found = f"Found by a search on a mesh of {MESH + 1} weights, each change then halved to {WIDTH:g}"
        return [f"{found}: what changes and changes back between two of them is missed."]


def weight_path(
    problem: DecisionProblem, method: MethodLike = "topsis", criterion: str | None = None, weights: Weights = None
) -> WeightPath:
    """Follow scores and ranks along one weight, the others in proportion.

    The weight of the criterion is t, every other ``w_l (1 - t) / (1 - w_j)``.
    For weighted sums (AHP too) and TOPSIS the crossings are roots, as in
    `weight_stability`; for other methods they are searched for.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
    criterion : str, optional
        Whose weight moves; where not given the one with the largest weight,
        the first of several.
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`; equal where not given.

    Returns
    -------
    WeightPath

    Raises
    ------
    McdaError
        Where the criterion is unknown.
    ProblemError, WeightsError, MethodError
        Name the criterion or cell at fault.

    References
    ----------
    Mareschal, B. (1988). Weight stability intervals in multicriteria decision
    aid. *European Journal of Operational Research*, 33(1), 54-64.
    https://doi.org/10.1016/0377-2217(88)90254-8

    Examples
    --------
    >>> import mcda_nato as mn
    >>> models, profile = mn.load_models(), mn.load_profiles()["urgent_security"]
    >>> path = mn.weight_path(models, "topsis", "Speed of Integration", profile)
    >>> path.crossings[path.crossings["to"] == "Hybrid Integration"].round(4).to_numpy().tolist()
    [[0.2711, 'Incremental Enlargement', 'Hybrid Integration'], [0.5196, 'Strategic Partnership', 'Hybrid Integration']]
    """
    chosen = admitted(problem, method, "weight_path")
    names = problem.criteria
    criterion = names[int(one_set(weights, problem).argmax())] if criterion is None else criterion
    if not isinstance(criterion, str) or criterion not in names:
        near = hint(criterion, names) if isinstance(criterion, str) else ""
        raise McdaError(f"unknown criterion {literal(criterion)}{near}; use one of {listed(names)}")
    baseline = ranked(problem, chosen, weights)
    if len(names) == 1:
        return WeightPath(baseline, criterion, True, Cells(np.ones(1), np.ones(1), baseline.ranks.to_numpy()[None]))
    paths = paths_of(baseline)
    cells = paths.cells(names.index(criterion), of_roots=True)
    return WeightPath(baseline, criterion, isinstance(paths, ExactPaths), cells)
