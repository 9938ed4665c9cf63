"""How far one weight may move before the winner, or the ranking, changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.errors import McdaError
from mcda_nato.labels import hint, joined, listed, literal, ordering_texts, quoted, shown
from mcda_nato.methods.evaluate import MethodLike, admitted, one_set, ranked
from mcda_nato.methods.ranking import FRAGILE, OfRanking, Ranking
from mcda_nato.percentages import relative_amount
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.stability.bracketing import WIDTH, Cells
from mcda_nato.stability.breakpoints import SAME
from mcda_nato.stability.weight_paths import MESH, ExactPaths, Held, Paths, paths_of
from mcda_nato.text_tables import decimals_apart, rounded_outwards


@dataclass(frozen=True, eq=False, repr=False)
class Stability(OfRanking):
    """What one weight decides, as it moves and the others keep their proportions.

    The weight of a criterion becomes t, every other ``w_l (1 - t) / (1 - w_j)``.
    Intervals are closed and connected, and contain the present weight. An
    alternative stays first while nobody is strictly ahead of it: where another
    only draws level and falls back, or does so at 0 or 1, its interval goes on.
    The ranking holds while no strict pair reverses and no tie breaks; points that are only
    touched do not count, and a tie that breaks at once makes the interval the
    present weight alone. Where scores are so near that they tie on a whole
    stretch, comparisons that tie at present turn at the present weight;
    `weight_path` has them at their roots.

    Attributes
    ----------
    winners : DataFrame
        One row a criterion and alternative that is first now: `weight`, `low`,
        `high` (where it stays first), `challenger_below`, `challenger_above`
        (who is first just beyond, or `None` where the interval reaches 0 or 1;
        the first by position where several tie there).
    breakpoints : DataFrame
        Columns criterion, low, high, ranking: every breakpoint on [0, 1]
        (`low` is `high`) and every open stretch between, with the ranking as a
        text such as "B > A = C". Computed on first access; m alternatives can
        have m (m - 1) breakpoints a criterion.
    nearest : float or None
        Smallest change of one weight at which the winner changes; `None` where
        no such change exists.
    fragile : bool
        Whether that is at most 0.01.
    exact : bool
        Whether the breakpoints are roots. Otherwise they were searched for.
    baseline : Ranking
        The ranking under the present weights.
    notes : tuple of str
        What a reader must know before citing the intervals.
    """

    baseline: Ranking
    exact: bool
    notes: tuple[str, ...]
    _held: Held  # shapes (alternatives that are first now, n)
    _ranking: tuple[FloatArray, FloatArray]
    _paths: Paths | None
    _call: ClassVar[str] = "weight_stability"
    _published: ClassVar[tuple[str, ...]] = ("mareschal1988",)
    _compared: ClassVar[tuple[str, ...]] = ("weight", "winner_low", "winner_high", "ranking_low", "ranking_high")

    @property
    def winners(self) -> pd.DataFrame:  # noqa: D102 - in the class docstring
        problem, held = self.baseline.problem, self._held
        index = pd.MultiIndex.from_product([problem.criteria, self.baseline.best], names=["criterion", "winner"])
        columns = {
            "weight": np.repeat(self.baseline.weights.to_numpy(), len(held.low)),
            "low": held.low.T.ravel(),
            "high": held.high.T.ravel(),
            "challenger_below": _names(held.below.T.ravel(), problem, index),
            "challenger_above": _names(held.above.T.ravel(), problem, index),
        }
        return pd.DataFrame(columns, index=index)

    @cached_property
    def breakpoints(self) -> pd.DataFrame:  # noqa: D102
        problem = self.baseline.problem
        still = Cells(np.ones(1), np.ones(1), self.baseline.ranks.to_numpy()[None])
        parts = [self._paths.cells(j) if self._paths else still for j in range(len(problem.criteria))]
        columns = {
            "criterion": np.repeat(np.array(problem.criteria, dtype=object), [len(part.low) for part in parts]),
            "low": np.concatenate([part.low for part in parts]),
            "high": np.concatenate([part.high for part in parts]),
            "ranking": [text for part in parts for text in ordering_texts(problem.alternatives, part.ranks)],
        }
        return pd.DataFrame(columns)

    @property
    def _together(self) -> Held:
        """Where every alternative that is first now stays so: the narrowest of their intervals."""
        held, number = self._held, np.arange(self._held.low.shape[1])
        lowest, highest = held.low.argmax(axis=0), held.high.argmin(axis=0)
        return Held(
            held.low[lowest, number], held.high[highest, number],
            held.below[lowest, number], held.above[highest, number],
        )  # fmt: skip

    @property
    def nearest(self) -> float | None:  # noqa: D102
        weights, held = self.baseline.weights.to_numpy(), self._together
        away = [*(weights - held.low)[held.below >= 0], *(held.high - weights)[held.above >= 0]]
        return float(min(away)) if away else None

    def _finding(self) -> str:
        who = joined(self.baseline.best)
        if self.nearest is None:
            return f"No change of one weight alone changes who is first, {who}"
        held, weights = self._together, self.baseline.weights.to_numpy()
        sides = {"below": (held.low, held.below), "above": (held.high, held.above)}
        away = {
            (abs(ends[j] - weights[j]), j, side)
            for side, (ends, challengers) in sides.items()
            for j in np.flatnonzero(challengers >= 0)
        }
        _, j, side = min(away)
        ends, challengers = sides[side]
        now = decimals_apart([float(weights[j]), float(ends[j])], 4)[0]
        end = rounded_outwards(float(ends[j]), float(weights[j]), 4)
        stays = "stays" if len(self.baseline.best) == 1 else "stay"
        problem, least = self.baseline.problem, _down(self.nearest)
        return (
            f"{who} {stays} first while no weight moves by more than {least}; the nearest change is that of "
            f"{problem.criteria[j]} from {now} to {side} {end}, where {problem.alternatives[challengers[j]]} is first"
        )

    def _certainty(self) -> str:
        return "ends are roots" if self.exact else "found by a search, not proven"

    @property
    def fragile(self) -> bool:  # noqa: D102
        return self.nearest is not None and self.nearest <= FRAGILE

    def to_frame(self) -> pd.DataFrame:
        """Return the intervals, one row a criterion.

        Columns weight, winner_low, winner_high, ranking_low, ranking_high,
        challenger_below, challenger_above, and percent_low and percent_high:
        how far the ends of the winner interval are from the present weight, in
        percent of it; inf where that is 0 and may rise. Where several are first
        now, the winner interval is that in which all of them stay first, and
        the challenger who is first beyond its end, perhaps one of them.
        """
        problem, held = self.baseline.problem, self._together
        index, weights = problem.criterion_index, self.baseline.weights.to_numpy()
        columns = {
            "weight": weights,
            "winner_low": held.low,
            "winner_high": held.high,
            "ranking_low": self._ranking[0],
            "ranking_high": self._ranking[1],
            "challenger_below": _names(held.below, problem, index),
            "challenger_above": _names(held.above, problem, index),
            "percent_low": _percent(held.low, weights),
            "percent_high": _percent(held.high, weights),
        }
        return pd.DataFrame(columns, index=index)

    def holds(self, criterion: str, change: str | float) -> bool:
        """Say whether the winner stays first all the way while one weight moves.

        Where several are first now, whether all of them do.

        Parameters
        ----------
        criterion : str
            Whose weight moves; the others keep their proportions.
        change : str or float
            A share of that weight, such as "+10%" or "-10%", or a number that
            is added to it. The changed weight must be within 0 and 1.

        Returns
        -------
        bool

        Raises
        ------
        McdaError
            Where the criterion is unknown, or the change is no such number.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> found = mn.weight_stability(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
        >>> found.holds("Risk Exposure", "+10%"), found.holds("Risk Exposure", "+20%")
        (True, False)
        >>> found.holds("Risk Exposure", -0.05)
        True
        """
        names = self.baseline.problem.criteria
        if not isinstance(criterion, str) or criterion not in names:
            near = hint(criterion, names) if isinstance(criterion, str) else ""
            raise McdaError(f"unknown criterion {literal(criterion)}{near}; use one of {listed(names)}")
        j, held = names.index(criterion), self._together
        present = float(self.baseline.weights.to_numpy()[j])
        amount, relative = relative_amount(change, "the change of the weight")
        changed = present + (present * amount if relative else amount)
        if not -SAME <= changed <= 1.0 + SAME:
            raise McdaError(
                f"the weight of {quoted(criterion)}, {present:.6g}, would become {changed:.6g} with {literal(change)}; "
                "it must stay within 0 and 1"
            )
        return bool(held.low[j] - SAME <= changed <= held.high[j] + SAME)

    def _title(self) -> str:
        how = "exact" if self.exact else "searched"
        return f"Stability of {listed(self.baseline.best, whole=True)} by {self.baseline.method}: {how}"

    def _shown_table(self) -> pd.DataFrame:
        table = self.to_frame().rename(index=shown)
        for column in ("challenger_below", "challenger_above"):
            table[column] = ["" if name is None else shown(name) for name in table[column]]
        return table.round(6)

    def _remarks(self) -> list[str]:
        fragile = [f"Fragile: the winner changes when one weight moves by {self.nearest:.6g}"] if self.fragile else []
        return [*fragile, *self.notes]


def weight_stability(problem: DecisionProblem, method: MethodLike = "topsis", weights: Weights = None) -> Stability:
    """Say between which values each weight may move while the winner, or the ranking, holds.

    One weight is t and the others share 1 - t in their present proportions.
    A comparison of weighted sums (AHP too) is then linear in t; one of TOPSIS
    is a quadratic in ``(t / (1 - t))^2``. The ends are their roots, not points
    of a grid. For other methods they are searched for on a mesh of 401 weights
    and halved to 1e-10; `Stability.exact` says which.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`, by search.
    weights : mapping, Series, sequence, array or Judgements, shape (n,)
        One set, as for `evaluate`; equal where not given. Where a criterion
        has all the weight the others rise equally; the notes say so. A single
        criterion cannot move: its intervals are [1, 1].

    Returns
    -------
    Stability

    Raises
    ------
    ProblemError, WeightsError, MethodError
        Name the criterion or cell at fault.

    Warns
    -----
    ConstantCriterionWarning
        Names each criterion that has the same value for every alternative.
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1.

    References
    ----------
    Mareschal, B. (1988). Weight stability intervals in multicriteria decision
    aid. *European Journal of Operational Research*, 33(1), 54-64.
    https://doi.org/10.1016/0377-2217(88)90254-8

    Examples
    --------
    >>> import mcda_nato as mn
    >>> models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    >>> found = mn.weight_stability(models, "weighted_sum", profile)
    >>> found.to_frame()[["weight", "winner_low", "winner_high"]].round(3).iloc[0].to_list()
    [0.109, 0.0, 0.585]
    """
    chosen = admitted(problem, method, "weight_stability")
    one_set(weights, problem)
    baseline = ranked(problem, chosen, weights)
    paths = paths_of(baseline) if len(problem.criteria) > 1 else None
    ends = paths.ranking() if paths else (np.ones(1), np.ones(1))
    exact = paths is None or isinstance(paths, ExactPaths)
    return Stability(baseline, exact, tuple(_notes(baseline, ends, exact=exact)), _held(baseline, paths), ends, paths)


def _held(baseline: Ranking, paths: Paths | None) -> Held:
    """Return where each alternative that is first now stays so."""
    still = Held(np.ones(1), np.ones(1), np.array([-1]), np.array([-1]))
    firsts = [int(i) for i in np.flatnonzero(baseline.ranks.to_numpy() == 1)]
    found = [paths.winner(i) if paths else still for i in firsts]
    return Held(*(np.stack(part) for part in zip(*found, strict=True)))


def _down(size: float) -> str:
    """Return a size with four digits, never more than it is: what holds up to it holds up to this."""
    known = Decimal(f"{size:.12g}")  # beyond is rounding
    return f"{float(Context(prec=4, rounding=ROUND_FLOOR).create_decimal(known)):.4g}"


def _percent(ends: FloatArray, weights: FloatArray) -> FloatArray:
    """Return how far the ends are from the weights, in percent of these."""
    moved = ends - weights
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(moved == 0, 0.0, 100.0 * moved / weights))


def _names(places: IntArray, problem: DecisionProblem, index: pd.Index) -> pd.Series:
    """Return names, `None` where there is none, which a column of text would turn into NaN."""
    return pd.Series([None if at < 0 else problem.alternatives[at] for at in places], index, dtype=object)


def _notes(baseline: Ranking, ranking: tuple[FloatArray, FloatArray], *, exact: bool) -> Iterator[str]:
    weights = baseline.weights
    if len(weights) == 1:
        yield "There is only one criterion: its weight cannot move."
        return
    for name in weights.index[weights.to_numpy() == 1.0]:
        yield f"{quoted(name)} has all the weight: as it falls the others rise equally."
    if len(baseline.best) > 1:
        several = listed(baseline.best, whole=True)
        yield f"Several are first: {several}; the winner interval is where all of them stay so."
    if (ranking[0] == ranking[1]).any():
        yield "The ranking holds a tie that breaks as soon as the weight moves: its interval is a point."
    if not exact:
        yield (
            f"Found by a search on a mesh of {MESH + 1} weights a criterion, each change then halved to {WIDTH:g}: "
            "what changes and changes back between two of them is missed."
        )
