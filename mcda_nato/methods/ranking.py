"""Scores and ranks of every alternative, and the conventions they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, IntArray
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.judgements.judged_problem import JudgedProblem, performances_statement
from mcda_nato.judgements.judged_weights import EIGENVECTOR, sources_of_judged, weights_statement
from mcda_nato.labels import joined, listed, quoted, shown
from mcda_nato.methods.method import Method
from mcda_nato.methods.pymcdm_adapter import PymcdmMethod
from mcda_nato.methods.ranks import lead
from mcda_nato.methods.scales import built_in_name
from mcda_nato.percentages import percent
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import OwnSource, Result, Source, weights_words
from mcda_nato.text_tables import decimals_apart

#: A winner with a lead below this share of the spread of the scores is fragile.
FRAGILE = 0.01
_SHOWN = 30  # alternatives in a text

AnyMethod: TypeAlias = Method | PymcdmMethod


def conventions_of(
    method: AnyMethod,
    problem: DecisionProblem | None = None,
    weights: Consistency | None = None,
    way: str = EIGENVECTOR,
) -> dict[str, str]:
    """Return what a citation of any result by a method must state, judgements behind it included."""
    performances = None if problem is None else performances_statement(problem)
    judged = {} if performances is None else {"performances": performances}
    return judged | {
        "method": str(method),
        "source": method.source,
        "weights": "non-negative, sum 1" + ("" if weights is None else f"; {weights_statement(weights, way)}"),
        "ties": (
            "competition ranks; scores within 1e-12, relative to the larger of 1 and the largest score, "
            "tie (for TOPSIS: squared distance ratios within 2e-12, relative)"
        ),
    }


def assumptions_of(problem: DecisionProblem, method: AnyMethod | None) -> list[str]:
    """Return what a problem and a method take for granted, in words."""
    found = []
    if isinstance(method, Method) and method.name == "ahp" and not isinstance(problem, JudgedProblem):
        found.append(
            "AHP here reads the codes as ratios (4 is twice as good as 2, a cost of 2 twice as good as 4): "
            "an assumption; judgements of the alternatives are preferred where they exist."
        )
    contested = [c.name for c in problem.details if c.contested]
    found.extend(f"The sense of {name} is contested: it is an assumption of this problem." for name in contested)
    return found


def judged_lines(problem: DecisionProblem, weights: Consistency | None, way: str = EIGENVECTOR) -> list[str]:
    """Return which of weights and performances are from judgements, and how consistent those are."""
    performances = performances_statement(problem)
    return [
        *([] if weights is None else [f"Weights {weights_statement(weights, way)}"]),
        *([] if performances is None else [f"Performances {performances}"]),
    ]


def sources_of(
    problem: DecisionProblem, method: AnyMethod, weights: Consistency | None = None, way: str = EIGENVECTOR
) -> tuple[Source, ...]:
    """Return the publications behind a method, its scale, and the judgements that weights or ratings are from."""
    judged = () if weights is None else sources_of_judged(weights, way)
    return (*sources_of_method(method), *judged, *sources_of_problem(problem))


def sources_of_method(method: AnyMethod) -> tuple[Source, ...]:
    """Return the publications behind a method and its scale."""
    own: tuple[Source, ...] = method.references or (OwnSource(method.name, method.source),)
    return (*own, *(method.scale.references if isinstance(method, Method) else ()))


def sources_of_problem(problem: DecisionProblem) -> tuple[str, ...]:
    """Return the publications behind ratings that are priorities of judgements."""
    judged = problem.consistency.values() if isinstance(problem, JudgedProblem) else ()
    return tuple(key for under in judged for key in sources_of_judged(under))


def conduct_of(method: AnyMethod, weights: pd.Series | pd.DataFrame, judged: Consistency | None = None) -> str:
    """Return the method and the weights as a sentence names them."""
    if isinstance(weights, pd.DataFrame):
        return method.words
    return f"{method.words}; {weights_words(weights.to_dict())}" + (" from judgements" if judged is not None else "")


class OfRanking(Result):
    """A result about one ranking, its baseline."""

    baseline: Ranking
    #: Keys of references.bib of the analysis itself.
    _published: ClassVar[tuple[str, ...]]

    def _sources(self) -> tuple[Source, ...]:
        return (*self._published, *self.baseline._sources())  # noqa: SLF001 - its own kind

    def _conduct(self) -> str:
        return self.baseline._conduct()  # noqa: SLF001

    def _judged(self) -> list[str]:
        return self.baseline._judged()  # noqa: SLF001 - its own kind

    def _cited(self) -> list[str]:
        return [*assumptions_of(self.baseline.problem, self.baseline.method), *super()._cited()]

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this result must state."""
        return self.baseline.conventions

    def _arguments(self) -> dict[str, Any]:
        return self.baseline._arguments()  # noqa: SLF001 - its own kind


def arguments_of(
    problem: DecisionProblem, method: AnyMethod, weights: pd.Series | pd.DataFrame, **options: Any
) -> dict[str, Any]:
    """Return what a result was computed from: the digest of its problem, the method and weights used, its options."""
    used: Mapping[Any, Any] | str
    used = weights.to_dict() if isinstance(weights, pd.Series) else f"table; {digest(weights.to_numpy())}"
    return {"problem": digest(problem), "method": str(method), **_own(method), "weights": used, **options}


def _own(method: AnyMethod) -> dict[str, Any]:
    """Return what tells a method that is not of this package from others of its name."""
    if isinstance(method, PymcdmMethod):
        options = {key: value for key, value in getattr(method.wrapped, "__dict__", {}).items() if key[0] != "_"}
        return {"wrapped": described(method.wrapped), "options": described(options)}
    functions = {"key": described(method.key), "score": described(method.score)}
    own = {what: name for what, name in functions.items() if not name.startswith("mcda_nato.")}
    return own if built_in_name(method.scale) else own | {"scale": described(method.scale.apply)}


def described(part: Any) -> Any:
    """Return options, functions and arrays as plain values."""
    if isinstance(part, dict):
        return {str(key): described(value) for key, value in part.items()}
    if isinstance(part, np.ndarray):
        return digest(part) if part.dtype.kind in "iuf" else str(part.tolist())
    if isinstance(part, (str, int, float, bool, type(None))):
        return part
    if isinstance(part, (list, tuple)):
        return [described(value) for value in part]
    kind = part if hasattr(part, "__qualname__") else type(part)
    return f"{kind.__module__}.{kind.__qualname__}"


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Result):
    """Scores and ranks of every alternative, with the conventions they rest on.

    Attributes
    ----------
    problem : DecisionProblem
    method : Method
    weights : Series, or frame of shape (scenarios, n)
        Weights used, with sum 1, by criterion.
    scores : Series, or frame of shape (scenarios, m)
        Scores by alternative, larger is better; unrounded.
    ranks : Series, or frame of shape (scenarios, m)
        Competition ranks from 1; ties share the better rank.
    best : tuple of str, or Series of tuples
        Every alternative at rank 1.
    margin : float, or Series
        The winner's lead over the runner-up as a share of the spread of the
        scores: 0 for a tie, NaN for a single alternative.
    fragile : bool, or Series
        Whether that lead is below 0.01; a tie at the top is.
    notes : tuple of str
        What a reader must know before citing the ranking.
    """

    problem: DecisionProblem
    method: AnyMethod
    _weights: FloatArray
    _scores: FloatArray
    _ranks: IntArray
    _scenarios: pd.Index | None
    _consistency: Consistency | None = None
    _call: ClassVar[str] = "evaluate"

    def _labelled(self, values: np.ndarray, index: pd.Index, what: str) -> pd.Series | pd.DataFrame:
        if self._scenarios is None:
            return pd.Series(values.copy(), index=index, name=what)
        return pd.DataFrame(values.copy(), index=self._scenarios, columns=index)

    @property
    def weights(self) -> pd.Series | pd.DataFrame:  # noqa: D102 - in the class docstring
        return self._labelled(self._weights, self.problem.criterion_index, "weight")

    @property
    def scores(self) -> pd.Series | pd.DataFrame:  # noqa: D102
        return self._labelled(self._scores, self.problem.alternative_index, "score")

    @property
    def ranks(self) -> pd.Series | pd.DataFrame:  # noqa: D102
        return self._labelled(self._ranks, self.problem.alternative_index, "rank")

    @cached_property
    def best(self) -> tuple[str, ...] | pd.Series:  # noqa: D102
        if self._scenarios is None:
            return self._first(self._ranks)
        return pd.Series([self._first(row) for row in self._ranks], index=self._scenarios, name="best")

    def _first(self, ranks: IntArray) -> tuple[str, ...]:
        return tuple(self.problem.alternatives[i] for i in np.flatnonzero(ranks == 1))

    @cached_property
    def margin(self) -> float | pd.Series:  # noqa: D102
        margin = np.where((self._ranks == 1).sum(axis=-1) > 1, 0.0, lead(self._scores))
        return float(margin) if self._scenarios is None else pd.Series(margin, index=self._scenarios, name="margin")

    @property
    def fragile(self) -> bool | pd.Series:  # noqa: D102
        return self.margin < FRAGILE

    @property
    def notes(self) -> tuple[str, ...]:  # noqa: D102
        m, n = self.problem.performance.shape
        found = []
        if m == 1:
            found.append("There is only one alternative: rank 1 says nothing about it.")
        if m == 2:
            found.append("There are only two alternatives: the lead is the whole spread, so compare the scores.")
        if m > 1:
            table = self.problem.settled.performance
            constant = [quoted(self.problem.criteria[j]) for j in np.flatnonzero((table == table[0]).all(axis=0))]
            found.extend(f"{name} is the same for all and cannot discriminate." for name in constant)
        if n == 1:
            found.append("There is only one criterion: the ranking is that of its values, up to ties.")
        return tuple(found)

    @property
    def conventions(self) -> dict[str, str]:
        """What a citation of this ranking must state."""
        margin = "lead of the winner as a share of the spread of the scores; below 0.01 is fragile"
        return conventions_of(self.method, self.problem, self._consistency) | {"margin": margin}

    def _judged(self) -> list[str]:
        return judged_lines(self.problem, self._consistency)

    def to_frame(self) -> pd.DataFrame:
        """Return the ranking as a frame, a row an alternative, by rank.

        Columns: `score`, `rank`, and `weight: <criterion>`, the weights used,
        the same in every row. Alternatives that tie stand in the order of the
        problem. Of a table of weights a row a scenario and alternative, by
        scenario and then by rank.
        """
        scores, ranks, weights = (np.atleast_2d(part) for part in (self._scores, self._ranks, self._weights))
        order = np.argsort(ranks, axis=1, kind="stable")
        alternatives = self.problem.alternative_index[order.ravel()]
        columns = {
            "score": np.take_along_axis(scores, order, axis=1).ravel(),
            "rank": np.take_along_axis(ranks, order, axis=1).ravel(),
        }
        for name, used in zip(self.problem.criteria, weights.T, strict=True):
            columns[f"weight: {name}"] = np.repeat(used, order.shape[1])
        if self._scenarios is None:
            return pd.DataFrame(columns, index=alternatives)
        clash = self._scenarios.name in (None, "alternative")
        scenarios = self._scenarios.to_flat_index().rename("scenario" if clash else self._scenarios.name)
        index = pd.MultiIndex.from_arrays([scenarios.repeat(order.shape[1]), alternatives])
        return pd.DataFrame(columns, index=index)

    def _arguments(self) -> dict[str, Any]:
        return arguments_of(self.problem, self.method, self.weights)

    def _sources(self) -> tuple[Source, ...]:
        return sources_of(self.problem, self.method, self._consistency)

    def _conduct(self) -> str:
        return conduct_of(self.method, self.weights, self._consistency)

    def _certainty(self) -> str:
        return "exact up to rounding"

    def _finding(self) -> str:
        if self._scenarios is not None:
            return self._finding_of_many()
        names = self.problem.alternatives
        if len(names) == 1:
            return f"{names[0]} is the only alternative"
        if len(self.best) > 1:
            return f"{joined(self.best)} tie for the first place of {len(names)} alternatives"
        if len(names) == 2:
            more, less = decimals_apart(sorted(self._scores.tolist(), reverse=True), 6, scores=True)
            return f"{self.best[0]} is ahead of {self.to_frame().index[1]} with a score of {more} against {less}"
        lead = f"{'fragile ' * bool(self.fragile)}lead of {percent(float(np.asarray(self.margin)))}"
        return f"{self.best[0]} is first of {len(names)} alternatives with a {lead} of the spread of the scores"

    def _finding_of_many(self) -> str:
        times = pd.Series([name for best in self.best for name in best]).value_counts(sort=False)
        most = list(times.index[times == times.max()])
        are = "are each" if len(most) > 1 else "is"
        return f"{joined(most)} {are} first in {times.max():,} of {len(self._ranks):,} weightings"

    def _cited(self) -> list[str]:
        return [*assumptions_of(self.problem, self.method), *super()._cited()]

    def _title(self) -> str:
        if self._scenarios is None:
            return f"Ranking by {self.method}"
        sizes = f"{len(self._scenarios)} scenarios, {len(self.problem.alternatives)} alternatives"
        return f"Ranking by {self.method}: {sizes}"

    def _read_frame(self) -> pd.DataFrame:
        frame = self.to_frame()
        return frame if self._scenarios is not None else frame[["score", "rank"]]

    def _shown_table(self) -> str | None:
        if self._scenarios is not None:
            return None
        order = np.argsort(self._ranks, kind="stable")
        width = max(len(shown(name)) for name in self.problem.alternatives)
        lines = []
        scores = decimals_apart(self._scores.tolist(), 6, scores=True)
        for i in order[:_SHOWN]:
            tie = " tie" if (self._ranks == self._ranks[i]).sum() > 1 else ""
            name = shown(self.problem.alternatives[i])
            lines.append(f"{self._ranks[i]:>4}  {name:<{width}}  {scores[i]}{tie}")
        return "\n".join([*lines, *(["   ..."] if len(order) > _SHOWN else [])])

    def _remarks(self) -> list[str]:
        return [] if self._scenarios is not None else [*self.notes, *self._verdict()]

    def _verdict(self) -> list[str]:
        if len(self.problem.alternatives) == 1:
            return []
        if len(self.best) > 1:
            return [f"Exact tie at the top: {listed(self.best, whole=True)}"]
        top = np.sort(self._scores)[::-1]
        share = percent(float(np.asarray(self.margin)))
        lead = f"{quoted(self.best[0])} leads by {top[0] - top[1]:.6g}, {share} of the spread"
        return [f"Fragile: {lead}"] if self.fragile else [f"{lead}"]
