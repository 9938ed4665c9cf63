"""Acceptance: the indices of stochastic multicriteria acceptability analysis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, cast

import numpy as np
import pandas as pd

from mcda_nato.acceptability.counts import WEIGHT_UNIT, Counts
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError, NotExact
from mcda_nato.labels import joined, listed, literal, ordering_texts, shown
from mcda_nato.methods.ranking import OfRanking, Ranking
from mcda_nato.percentages import percent, under_share
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.results import Source
from mcda_nato.text_tables import told_rounded

_T = TypeVar("_T")
_ALL_RANKS_SHOWN = 12  # alternatives up to which an exact result shows all ranks


_ALL = " ".join(literal(Simplex()).split())


def _without_empty(weights: str) -> str:
    """Return the text of a set of weights without the limits that it does not have."""
    return re.sub(r", \)", ")", re.sub(r"\b\w+=(?:\{\}|\(\))(?:, )?", "", weights))


class _Index(Generic[_T]):
    """An index of an acceptance, read from where it was counted or is computed."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, result: Acceptance | None, owner: type | None = None) -> _T:
        value: Any = self if result is None else getattr(result.indices, self.name)
        return cast("_T", value)


@dataclass(frozen=True, eq=False)
class CountedIndices:
    """Indices read off the counts of a sweep."""

    rank_acceptability: pd.DataFrame
    pairwise_winning: pd.DataFrame
    pairwise_ties: pd.DataFrame
    central_weights: pd.DataFrame
    expected_rank: pd.Series
    confidence_factors: pd.Series
    standard_error: pd.DataFrame
    orderings: pd.Series
    error: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def first_rank(self) -> pd.Series:
        """First column of the rank acceptabilities."""
        return self.rank_acceptability[1].rename("first_rank")


@dataclass(frozen=True, eq=False, repr=False)
class Acceptance(OfRanking):
    """Under what share of weights and cells each alternative has each rank.

    Attributes
    ----------
    rank_acceptability : DataFrame, shape (m, m)
        Share of the scenarios, or of the set of weights, in which the
        alternative has each rank, 1 to m. Rows sum to 1; columns do where
        nothing ties.
    first_rank : Series, shape (m,)
        Its first column, which is the cheap one where it is exact.
    pairwise_winning : DataFrame, shape (m, m)
        Share in which the row strictly beats the column; diagonal 0.
    pairwise_ties : DataFrame, shape (m, m)
        Share in which row and column tie; diagonal 0.
    central_weights : DataFrame, shape (m, n)
        Mean weights of the scenarios in which the alternative is first; NaN
        where it never is, or so rarely that there is no telling.
    expected_rank, confidence_factors : Series, shape (m,)
        Mean rank; share of scenarios in which the alternative is first when
        the weights are its own central weights (NaN where it has none).
    standard_error : DataFrame, shape (m, m)
        Of `rank_acceptability`: from independent scenarios, or from the spread
        of replicates or blocks where they are not independent.
    orderings : Series
        Share of each complete ranking, the most frequent first, indexed by a
        text such as "B > A = C"; the remainder, if orderings were too many to
        count, is `1 - orderings.sum()`.
    entropy : float
        Of the first-rank shares, in bits: 0 where one alternative always wins.
    n : int or None
        Scenarios; `None` where the result is exact.
    exact : bool
        Whether no sampling took place.
    error : float
        Estimated numerical error of the shares so far computed; 0 for counts.
    tied : tuple of tuples of str
        Alternatives that tie with each other always, in every scenario.
    notes : tuple of str
        What was not computed, and why.
    best : tuple of str
        Names with the largest first-rank share; exact shares within their
        error of it are equal to it.
    separated : bool or None
        With certified stopping, whether the best was separated or every
        half-width reached; otherwise `None`.
    baseline : Ranking
        The modal cells at the centre of the weights, which the sweep's own
        arithmetic reproduced before it began.
    provenance : dict
        What is needed to recompute the result.
    recorded : dict
        The part of it that a sweep and its checkpoint share.

    References
    ----------
    Lahdelma, R., & Salminen, P. (2001). SMAA-2: Stochastic multicriteria
    acceptability analysis for group decision making. *Operations Research*,
    49(3), 444-454. https://doi.org/10.1287/opre.49.3.444.11220
    """

    indices: Any  # CountedIndices, or volumes: has every index below
    n: int | None
    exact: bool
    separated: bool | None
    baseline: Ranking
    recorded: dict[str, Any]
    first_counts: tuple[int, ...]
    _call: ClassVar[str] = "sweep or acceptance"

    rank_acceptability = _Index[pd.DataFrame]()
    first_rank = _Index[pd.Series]()
    pairwise_winning = _Index[pd.DataFrame]()
    pairwise_ties = _Index[pd.DataFrame]()
    central_weights = _Index[pd.DataFrame]()
    expected_rank = _Index[pd.Series]()
    confidence_factors = _Index[pd.Series]()
    standard_error = _Index[pd.DataFrame]()
    orderings = _Index[pd.Series]()
    error = _Index[float]()
    notes = _Index[tuple[str, ...]]()

    def _arguments(self) -> dict[str, Any]:
        return {"call": "acceptance" if self.exact else "sweep"} | self.recorded

    @property
    def tied(self) -> tuple[tuple[str, ...], ...]:  # noqa: D102
        always = self.pairwise_ties == 1.0
        groups = {(str(name), *always.columns[always.loc[name]]) for name in always.index[always.any(axis=1)]}
        order = list(always.index)
        return tuple(
            sorted({tuple(sorted(group, key=order.index)) for group in groups}, key=lambda g: order.index(g[0]))
        )

    @property
    def best(self) -> tuple[str, ...]:
        """Names with the largest first-rank share."""
        first = self.first_rank
        equal = max(2.0 * self.error, 1e-12) if self.exact else 0.0
        return tuple(first.index[first >= first.max() - equal])

    @property
    def accuracy(self) -> str:
        """What a citation says of the error of the shares so far computed."""
        if self.exact:
            return f"exact, error below {10.0 ** np.ceil(np.log10(max(self.error, 1e-12))):.0e}"
        return f"{self.n:,} scenarios, standard error at most {self.standard_error.max().max():.2g}"

    @property
    def entropy(self) -> float:
        """Entropy of the first-rank shares, in bits."""
        share = self.first_rank.to_numpy()
        share = share[share > 0] / share.sum()
        return float(-(share * np.log2(share)).sum()) + 0.0

    def confidence_intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Return intervals for the first-rank shares that all hold at once.

        Clopper and Pearson's exact intervals with Bonferroni's correction:
        valid under ties and where the standard error is 0. They need
        independent scenarios.
        """
        from scipy.special import betaincinv

        if self.exact:
            raise McdaError("these shares are exact: there is nothing to be confident about")
        if not (isinstance(level, float) and 0.0 < level < 1.0):
            raise McdaError(f"level must be a number between 0 and 1, got {literal(level)}")
        if self.recorded.get("error_from") != "independent scenarios":
            raise McdaError(
                "these scenarios are not independent", call="use standard_error, which is from their spread"
            )
        k, n = np.array(self.first_counts, dtype=np.float64), float(self.n or 0)
        tail = (1.0 - level) / (2.0 * len(k))
        low = np.where(k > 0, betaincinv(np.maximum(k, 1), n - k + 1, tail), 0.0)
        high = np.where(k < n, betaincinv(k + 1, np.maximum(n - k, 1), 1.0 - tail), 1.0)
        return pd.DataFrame({"low": low, "high": high}, index=self.rank_acceptability.index)

    def to_frame(self) -> pd.DataFrame:
        """Return acceptabilities tidy: alternative, rank, share, standard_error."""
        frame = self.rank_acceptability.melt(ignore_index=False, var_name="rank", value_name="share")
        frame["standard_error"] = self.standard_error.melt(var_name="rank")["value"].to_numpy()
        return frame.reset_index().astype({"rank": int})

    def _sources(self) -> tuple[Source, ...]:
        about = self.recorded
        if self.exact:
            return ("lahdelma2001", "varsi1973", "lawrence1991", *self.baseline._sources())  # noqa: SLF001 - its own kind
        walked = about["sampling"] == "random" and about["error_from"] != "independent scenarios"
        own = ["lahdelma1998", "lahdelma2001", *["smith1984"] * walked, *["howard2021"] * ("until" in about)]
        return (*own, *self.baseline._sources())  # noqa: SLF001

    def _conduct(self) -> str:
        return self.baseline.method.words

    def _over(self) -> str:
        """Return over which weights and ratings the shares are."""
        weights = str(self.recorded["weights"]).rpartition("; ")[0]
        cells = str(self.recorded["cells"]).partition(";")[0]
        known = {_ALL: "all weights", "table": "the weights given"}
        over = known.get(weights, f"the weights {_without_empty(weights)}")
        return over if cells == "modal" else f"{over} and ratings within their intervals ({cells})"

    def _finding(self) -> str:
        try:
            share, each = float(self.first_rank.max()), "are each" if len(self.best) > 1 else "is"
        except NotExact:
            ranks = self.expected_rank
            return f"{ranks.idxmin()} has the best expected rank, {ranks.min():.4f}, over {self._over()}"
        others = bool((self.first_rank.drop(list(self.best)) > 0).any())
        how = f"{under_share(share, others=others)} of {self._over()}"
        if share == 1.0 and not others:
            every = "everywhere" if self.exact else f"in every one of {self.n:,} scenarios"
            how = f"{every} over {self._over()}"
        return f"{joined(self.best)} {each} first {how}"

    def _certainty(self) -> str:
        if self.exact:
            return self.accuracy
        error = float(self.standard_error[1][self.best[0]])
        known = "standard error unknown" if np.isnan(error) else f"standard error {percent(error)}"
        parts = [known] if error != 0.0 else []
        until = self.recorded.get("until")
        if isinstance(until, float) and self.separated:
            parts.append(f"every share within {until:g} with {100 * self.recorded['confidence']:g}% confidence")
        if until == "separated" and self.separated:
            parts.append(f"separated from all others with {100 * self.recorded['confidence']:g}% confidence")
        return ", ".join([*parts, f"{self.n:,} scenarios, seed {self.recorded['rng']}"])

    def _cited(self) -> list[str]:
        about = self.recorded
        seed = "" if self.exact else f"; n {self.n:,}, rng {about.get('rng')}, sampling {about.get('sampling')}"
        weights = str(about.get("weights")).rpartition("; ")[0]  # without their digest
        return [f"Over the weights {weights}; cells {about.get('cells')}{seed}.", *super()._cited()]

    def _title(self) -> str:
        title = f"Acceptance by {self.baseline.method}"
        try:  # before the accuracy, which is that of all that was computed
            self._shares()
            self.tied  # noqa: B018
        except NotExact as beyond:
            return f"{title}: {beyond}"
        return f"{title}: {self.accuracy}"

    def _shares(self) -> tuple[str, pd.DataFrame]:
        """Return who is most often first, or why that is not known, and the widest table that can be had."""
        try:
            best = f"Most often first: {listed(self.best, whole=True)}"
            if not self.exact or len(self.first_rank) <= _ALL_RANKS_SHOWN:  # beyond, all ranks take long
                return best, self.rank_acceptability
            return best, pd.concat([self.first_rank, self.expected_rank], axis=1)
        except NotExact as beyond:
            return str(beyond), pd.DataFrame(self.expected_rank)

    def _answer(self) -> list[str]:
        with suppress(NotExact):  # said by the title
            return [self._shares()[0]]
        return []

    def _shown_table(self) -> pd.DataFrame | None:
        with suppress(NotExact):
            return told_rounded(self._shares()[1], 4).rename(index=shown)
        return None

    def _read_frame(self) -> pd.DataFrame:
        with suppress(NotExact):
            return self._shares()[1].rename(columns=lambda rank: f"rank {rank}" if isinstance(rank, int) else rank)
        return pd.DataFrame()

    def _remarks(self) -> list[str]:
        with suppress(NotExact):
            return [*(f"Always tied: {listed(group, whole=True)}" for group in self.tied), *self.notes]
        return []


def acceptance_from_counts(
    counts: Counts,
    baseline: Ranking,
    groups: list[Counts],
    confidence: FloatArray,
    *,
    separated: bool | None,
    provenance: dict[str, Any],
) -> Acceptance:
    """Read every index off additive counts."""
    problem = baseline.problem
    names, criteria = problem.alternative_index, problem.criterion_index
    m, n = len(names), counts.n
    numbers = pd.RangeIndex(1, m + 1, name="rank")
    share = counts.ranks / n
    wins = np.full((m, m), np.nan) if counts.wins is None else counts.wins / n
    ties = np.full((m, m), np.nan)
    if counts.wins is not None:
        ties = (n - counts.wins - counts.wins.T) / n
        np.fill_diagonal(ties, 0.0)
    indices = CountedIndices(
        rank_acceptability=pd.DataFrame(share, names, numbers),
        pairwise_winning=pd.DataFrame(wins, names, names),
        pairwise_ties=pd.DataFrame(ties, names, names),
        central_weights=pd.DataFrame(central_weights(counts), names, criteria),
        expected_rank=pd.Series(counts.ranks @ np.arange(1, m + 1) / n, names, name="expected_rank"),
        confidence_factors=pd.Series(confidence, names, name="confidence_factor"),
        standard_error=pd.DataFrame(_standard_error(share, n, groups), names, numbers),
        orderings=ordering_shares(counts.orders, n, problem.alternatives),
    )
    return Acceptance(
        indices=indices,
        n=n,
        exact=False,
        separated=separated,
        baseline=baseline,
        recorded=provenance,
        first_counts=tuple(counts.ranks[:, 0].tolist()),
    )


def central_weights(counts: Counts) -> FloatArray:
    """Return mean weights where each alternative is first, NaN where it never is."""
    first = counts.ranks[:, 0]
    sums = (counts.weights * WEIGHT_UNIT).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(first[:, None] > 0, sums / first[:, None], np.nan)


def _standard_error(share: FloatArray, n: int, groups: list[Counts]) -> FloatArray:
    """Return errors of independent scenarios, or from the spread of groups of them."""
    if not groups:
        return np.sqrt(share * (1.0 - share) / n)
    if len(groups) < 2:
        return np.full_like(share, np.nan)
    means = np.stack([group.ranks / group.n for group in groups])
    weights = np.array([group.n for group in groups]) / n
    spread = (weights[:, None, None] ** 2 * (means - share) ** 2).sum(axis=0)
    return np.asarray(np.sqrt(spread * len(groups) / (len(groups) - 1)))


def ordering_shares(orders: Mapping[tuple[int, ...], float], whole: float, names: tuple[str, ...]) -> pd.Series:
    """Return the share of each ranking by a text such as "B > A = C", the largest first."""
    ranked = sorted(orders.items(), key=lambda item: (-item[1], item[0]))
    texts = ordering_texts(names, np.array([order for order, _ in ranked], dtype=np.int64).reshape(-1, len(names)))
    index = pd.Index(texts, name="ordering", dtype=object)
    return pd.Series([times / whole for _, times in ranked], index, name="share", dtype=np.float64)
