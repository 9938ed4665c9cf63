"""The verdict on a ranking: who wins, how surely, and what that depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.acceptability.blocks import Cells
from mcda_nato.acceptability.sweep_options import SweepOptions
from mcda_nato.arrays import FloatArray
from mcda_nato.conclusions.reasons import THRESHOLDS, Evidence, Kind, Reason, kind_of, reasons
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.errors import McdaError, WeightsError
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, literal, shown
from mcda_nato.methods.evaluate import BUILT_IN, MethodLike, admitted, one_set, resolve_method
from mcda_nato.methods.ranking import OfRanking, Ranking, described
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import Source

#: Weightings that are drawn where shares are not exact.
SAMPLED = 1 << 17

#: What a question is about; of those about one thing the first that decided is the witness.
_SUBJECTS = {
    "lead": "the scores",
    "one weight": "the weights",
    "several weights": "the weights",
    "all weights": "the weights",
    "judgements": "the judgements",
    "judged ratings": "the judgements of the alternatives",
    "intervals": "the ratings within their intervals",
    "one rating": "one rating",
    "list of alternatives": "the list of alternatives",
    "method": "the method",
}
#: Keys of references.bib of the analyses that answer a question.
_SOURCES = {
    "one weight": ("mareschal1988",),
    "intervals": ("greco2008", "kadzinski2012", "lahdelma1998"),
    "one rating": ("triantaphyllou1997",),
    "list of alternatives": ("beltongear1983", "wang2008"),
}
_PREPOSITIONS = {"conditional": "on", "fragile": "to", "not determined": "for"}


@dataclass(frozen=True, eq=False, repr=False)
class Verdict(OfRanking):
    """Who wins, and whether that is robust, conditional, fragile or not determined.

    Attributes
    ----------
    kind : {"robust", "conditional", "fragile", "not determined"}
        The worst that a reason says: not determined, then fragile, then conditional.
    winner : str or None
        `None` where several tie for the first place.
    sentence : str
        The one sentence to quote.
    reasons : DataFrame
        The numbers it rests on, a row a question: `says` (a kind), `finding`
        (in words, with its witness), `value`, `limit` (the threshold it is
        held against) and `call`, the call that gives it.
    thresholds : dict of str to float
        See `verdict`.
    shares : Acceptance or None
        Under what share of all weights each is first; `None` for a table so
        large that this was not asked.
    baseline : Ranking
    """

    kind: Kind
    thresholds: Mapping[str, float]
    shares: Acceptance | None
    baseline: Ranking
    given: str
    asked: tuple[Reason, ...]
    options: Mapping[str, Any]
    _call: ClassVar[str] = "verdict"
    _published: ClassVar[tuple[str, ...]] = ()

    @property
    def winner(self) -> str | None:  # noqa: D102 - in the class docstring
        return str(self.baseline.best[0]) if len(self.baseline.best) == 1 else None

    @property
    def reasons(self) -> pd.DataFrame:  # noqa: D102
        columns = ["question", "says", "finding", "value", "limit", "call"]
        frame = pd.DataFrame([[getattr(r, c) for c in columns] for r in self.asked], columns=columns)
        return frame.set_index("question").astype({"value": float, "limit": float})

    @property
    def sentence(self) -> str:  # noqa: D102
        return shown(f"{self.headline} {self.judgement} ({self.baseline.method.words}; {self._reference()}).")

    def _finding(self) -> str:
        return self.headline.removesuffix(".")

    def _certainty(self) -> str:
        return self.kind

    def _sources(self) -> tuple[Source, ...]:
        shares = () if self.shares is None else self.shares._sources()  # noqa: SLF001 - its own kind
        asked = [key for reason in self.asked for key in _SOURCES.get(reason.question, ())]
        ranked = [key for name in BUILT_IN for key in resolve_method(name).references]
        others = ranked if any(reason.question == "method" for reason in self.asked) else []
        return (*super()._sources(), *shares, *asked, *others)

    @property
    def headline(self) -> str:
        """Who is first, by what, and under what share of all weights."""
        who = " and ".join(shown(name) for name in self.baseline.best)
        verb = "is first" if len(self.baseline.best) == 1 else "tie for the first place"
        found = [r.finding.split(";")[0] for r in self.asked if r.question == "all weights"]
        share = f", and {found[0].removeprefix('first ')}" if found and len(self.baseline.best) == 1 else ""
        return f"{who} {verb} by {self.baseline.method.name} under {self.given}{share}."

    @property
    def judgement(self) -> str:
        """Which kind it is, and on account of what."""
        if self.kind == "robust":
            return "Robust: nothing that was asked speaks against it."
        findings = {reason.question: reason.finding for reason in self.decisive}
        about: dict[str, str] = {}
        for question, subject in _SUBJECTS.items():
            if question in findings:
                about.setdefault(subject, findings[question])
        word = _PREPOSITIONS[self.kind]
        return shown(f"{self.kind.capitalize()} {', '.join(f'{word} {what} ({why})' for what, why in about.items())}.")

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons that say what the whole says."""
        return () if self.kind == "robust" else tuple(reason for reason in self.asked if reason.says == self.kind)

    def to_frame(self) -> pd.DataFrame:
        """Return `reasons`."""
        return self.reasons

    def _arguments(self) -> dict[str, Any]:
        return super()._arguments() | {"thresholds": dict(self.thresholds), **self.options}

    def _title(self) -> str:
        return f"Verdict: {self.kind}"

    def _answer(self) -> list[str]:
        return [self.headline, self.judgement]

    def _read_frame(self) -> pd.DataFrame:
        return self.reasons[["says", "finding"]]

    def _shown_table(self) -> str:
        width = max(len(reason.question) for reason in self.asked)
        kinds = max(len(reason.says) for reason in self.asked)
        return "\n".join(f"{r.question:<{width}}  {r.says:<{kinds}}  {shown(r.finding)}" for r in self.asked)

    def _remarks(self) -> list[str]:
        return [self.limits]

    @property
    def limits(self) -> str:
        """The thresholds, in a line."""
        return f"Limits of the verdict: {', '.join(f'{name} {value:g}' for name, value in self.thresholds.items())}."


def verdict(  # noqa: PLR0913 - each is a keyword of its own
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    weights: Weights = None,
    *,
    views: Simplex = Simplex(),  # noqa: B008 - frozen
    cells: Cells = "uniform",
    n: int = SAMPLED,
    rng: Any = 0,
    thresholds: Mapping[str, float] | None = None,
) -> Verdict:
    """Say who wins, and whether that is robust, conditional, fragile or not determined.

    Everything that bears on the winner is asked: its lead, the share of all
    weights, the nearest change of one weight, of several, of one rating and of
    the list of alternatives, the intervals of the ratings, the consistency of
    judgements, and the other methods. Each answer is held against a limit, and
    the verdict is the worst that one of them says.

    Parameters
    ----------
    problem : DecisionProblem
        m alternatives and n criteria.
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`.
    weights : weights, shape (n,)
        One set in any form that `evaluate` takes; equal where not given.
    views : Simplex
        The weights over which the share is taken; all where not given.
    cells : {"uniform", "triangular", "modal"} or distribution
        How ratings vary within their intervals, as for `sweep`.
    n : int
        Scenarios, where a share is sampled.
    rng : int, SeedSequence or Generator
        As for `sweep`.
    thresholds : dict of str to float, optional
        In place of some of: `share` 0.9, first under at least so many of the
        weights is robust; `rated` 0.5, first under fewer of the ratings within
        their intervals is not determined; `lead` 0.01 of the spread of the
        scores, and `weight` 0.01, a change of a weight, and `rating` 0.01 of
        the width of its bounds: a smaller one is fragile; `CR` 0.1, a larger
        consistency ratio is not determined; ``errors`` 2, standard errors that a
        sampled share must be away from its limit, else it is not determined.

    Returns
    -------
    Verdict

    Raises
    ------
    ProblemError, WeightsError, MethodError
        As `evaluate`.

    Notes
    -----
    A change of one or several weights that makes another first says
    conditional only where the winner is first under less than `share` of them.
    Tables of more than 120 cells are asked about removals alone, of more than
    400 not about the list; the nearest change of several weights is left out
    for TOPSIS above 60 cells, of one rating above 400, and the intervals
    above 500: `reasons` has the questions that were asked.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.verdict(mn.load_models(), weights=mn.load_profiles()["lowest_risk"])
    >>> found.winner, found.kind
    ('Strategic Partnership', 'conditional')
    >>> found.reasons.loc["one weight", "finding"]
    'Incremental Enlargement is first where Domestic Reform Depth weighs more than 0.513 (now 0.209, +145%)'
    """
    chosen = admitted(problem, method, "verdict")
    given = one_set(weights, problem)
    limits = THRESHOLDS | _checked(thresholds)
    SweepOptions(n, views, cells, rng, "random", executor=None, progress=None).scenarios(None)  # refuses what is none
    _check_views(views, problem, given)
    return verdict_of(Evidence(Scrutiny(problem, chosen, weights), limits, views, cells, n, rng))


def _check_views(views: Any, problem: DecisionProblem, weights: FloatArray) -> None:
    """Raise where the weights are not among those over which shares are taken."""
    if not isinstance(views, Simplex):
        raise WeightsError(f"views must be a set of weights, such as Simplex or within, got {literal(views)}")
    for words, normal, bound in views.constraints(problem.criteria):
        if float(normal @ weights) > bound + 1e-9:
            raise WeightsError(f"the weights are not among the views over which shares are taken: these have {words}")


def verdict_of(found: Evidence, given: str = "") -> Verdict:
    """Return what the evidence says; `given` names the weights."""
    asked = list(reasons(found))
    weights = found.scrutiny.weights
    if not given:
        judged = "the judgements given" if isinstance(weights, Judgements) else "the weights given"
        given = "equal weights" if weights is None else judged
    return Verdict(
        kind_of(asked),
        dict(found.thresholds),
        found.shares,
        found.scrutiny.ranking,
        given,
        tuple(asked),
        _options(found),
    )


def _options(found: Evidence) -> dict[str, Any]:
    """Return the options of a verdict as plain values."""
    drawn = None if found.shares is None else found.shares.recorded.get("rng")
    return {
        "views": " ".join(repr(found.views).split()),
        "cells": found.cells if isinstance(found.cells, str) else described(vars(found.cells)),
        "n": int(found.n),
        "rng": found.rng if isinstance(found.rng, int) else drawn,
    }


def _checked(thresholds: Mapping[str, float] | None) -> dict[str, float]:
    if thresholds is None:
        return {}
    if not isinstance(thresholds, Mapping):
        raise McdaError(f"thresholds must be a mapping from a name to a number, got {literal(thresholds)}")
    known = [name for name in THRESHOLDS if name in thresholds]
    check_same_names(thresholds, known or THRESHOLDS, "thresholds", McdaError)
    for name, value in thresholds.items():
        most = 1.0 if name in ("share", "rated") else float("inf")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
            allowed = "from 0 to 1" if most == 1.0 else "that is not negative"
            raise McdaError(f"the threshold '{name}' must be a number {allowed}, got {literal(value)}")
    return {name: float(value) for name, value in thresholds.items()}
