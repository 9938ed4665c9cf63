"""What speaks for and against a winner: one reason a question, with its number, its limit and its witness."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.acceptability.exact import acceptance
from mcda_nato.acceptability.sweep import sweep
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.errors import McdaWarning, MethodError, NotExact
from mcda_nato.judgements.judged_problem import JudgedProblem, performances_statement
from mcda_nato.judgements.judged_weights import consistency_behind, weights_statement
from mcda_nato.labels import joined
from mcda_nato.methods.evaluate import BUILT_IN, evaluate
from mcda_nato.methods.score_forms import Form, Linear, form_of
from mcda_nato.percentages import percent, under_share
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.reversal.removal_tests import NOT_FIRST
from mcda_nato.text_tables import decimals_apart, rounded_outwards

Kind: TypeAlias = Literal["robust", "conditional", "fragile", "not determined"]

#: What a verdict rests on, unless other limits are given.
THRESHOLDS: dict[str, float] = {
    "share": 0.9,  # of the weights: first under at least so many is robust
    "rated": 0.5,  # of the ratings within their intervals: first under fewer is not determined
    "lead": 0.01,  # of the spread of the scores: a smaller one is fragile
    "weight": 0.01,  # a change of one weight, or of all in sum, up to which is fragile
    "rating": 0.01,  # of the width of its bounds: a change of one rating up to which is fragile
    "CR": 0.1,  # a larger consistency ratio leaves the weights undetermined
    "errors": 2.0,  # standard errors between a sampled share and a limit, else it is not determined
}

#: Ratings within their intervals that are drawn.
DRAWN = 1 << 14

#: The call that gives the number of each question, for frames and documents.
CALLS = {
    "lead": "mn.evaluate(problem, method, weights).margin",
    "all weights": "mn.sweep(problem, method, n={n}).first_rank",
    "all weights, exactly": "mn.acceptance(problem, method).first_rank",
    "one weight": "mn.weight_stability(problem, method, weights)",
    "several weights": "mn.nearest_flip(problem, method, weights)",
    "judgements": "judgements.consistency().CR",
    "judged ratings": "max(c.CR or 0.0 for c in problem.consistency.values())",
    "intervals": "mn.possible_ranks(problem, method, weights)",
    "one rating": "mn.nearest_cell_flip(problem, method, weights)",
    "list of alternatives": "mn.audit_rank_reversal(problem, method, weights)",
    "list of alternatives, removals": "mn.audit_rank_reversal(problem, method, weights, tests=['removal'])",
    "method": "mn.overview(problem, profiles={'given': weights})",
}

#: Cells of a table up to which a question is asked; each costs more than the ones before it.
_ASKED = {
    "acceptance": 500,
    "cell flip": 400,
    "audit": 120,
    "removal": 400,
    "flip without planes": 60,
    "share": 100_000,
}
#: Tests of an audit in which the winner itself stays, of removals only `NOT_FIRST`.
_STAYS = {"removal", "copy", "replacement", "addition"}


@dataclass(frozen=True)
class Reason:
    """One question, what was found, and what that says of the winner."""

    question: str
    says: Kind
    finding: str
    value: float | None
    limit: float | None
    call: str


@dataclass(frozen=True)
class Evidence:
    """One ranking looked at from all sides, and the limits it is held against."""

    scrutiny: Scrutiny
    thresholds: Mapping[str, float]
    views: Any
    cells: Any
    n: int
    rng: Any

    @property
    def winner(self) -> str:
        """The alternative that is first; the first of them where several are."""
        return str(self.scrutiny.ranking.best[0])

    @property
    def which(self) -> str:
        """The weights over which the share is taken, in words."""
        return "all weights" if self.views == Simplex() else "the weights allowed"

    @cached_property
    def form(self) -> Form | None:
        """The form of the method's comparisons, `None` where none is known, so that every analysis is a slow search."""
        compared = self.scrutiny.problem.settled
        return form_of(self.scrutiny.method, compared.performance, compared.senses)

    @property
    def searched(self) -> bool:
        """Whether the comparisons have no known form."""
        return self.form is None

    @property
    def size(self) -> int:
        """How many cells the table has."""
        return len(self.scrutiny.problem.alternatives) * len(self.scrutiny.problem.criteria)

    @cached_property
    def shares(self) -> Acceptance | None:
        """Under what share of the views each is first: exact where that is quick, else sampled."""
        item = self.scrutiny
        if self.size > _ASKED["share"]:
            return None
        if self.size <= _ASKED["acceptance"]:
            try:
                found = acceptance(item.problem, item.method, weights=self.views)
                found.first_rank  # noqa: B018 - raises where there is no exact share
            except (NotExact, MethodError):
                pass
            else:
                return found
        large = len(item.problem.alternatives) > 30
        n = max(1_024, self.n * 30 // len(item.problem.alternatives)) if large else self.n
        return sweep(item.problem, item.method, n=n, weights=self.views, rng=self.rng)

    def drawn(self) -> Acceptance:
        """Under what share of ratings within their intervals each is first, at the present weights."""
        item = self.scrutiny
        weights = np.tile(item.ranking.weights.to_numpy(), (DRAWN, 1))
        return sweep(item.problem, item.method, weights=weights, cells=self.cells, rng=self.rng, pairwise=False)

    @property
    def uncertain(self) -> bool:
        """Whether any rating is an interval."""
        compared = self.scrutiny.problem.settled
        return bool((compared.low != compared.high).any())


def reasons(found: Evidence) -> Iterator[Reason]:
    """Ask everything that bears on the winner."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", McdaWarning)  # what the ranking warned of once
        for question in _QUESTIONS:
            with suppress(MethodError):  # some methods of pymcdm are undefined where one alternative is gone
                yield from question(found)


def kind_of(found: list[Reason]) -> Kind:
    """Return what all reasons together say: the worst of them."""
    said = {reason.says for reason in found}
    kinds: tuple[Kind, ...] = ("not determined", "fragile", "conditional")
    return next((kind for kind in kinds if kind in said), "robust")


def _lead(found: Evidence) -> Iterator[Reason]:
    ranking, limit = found.scrutiny.ranking, found.thresholds["lead"]
    margin, best = float(np.asarray(ranking.margin)), tuple(ranking.best)
    call = CALLS["lead"]
    if len(best) > 1:
        yield Reason("lead", "fragile", f"{joined(best)} tie for the first place", 0.0, limit, call)
        return
    if len(ranking.ranks) == 1:
        yield Reason("lead", "not determined", "there is no other alternative", None, limit, call)
        return
    if len(ranking.ranks) == 2:
        both = "is ahead of the only other; that lead is the whole spread, and says nothing"
        yield Reason("lead", "robust", both, None, limit, call)
        return
    ahead = ranking.to_frame().index[1]
    says: Kind = "robust" if margin >= limit else "fragile"
    yield Reason("lead", says, f"leads {ahead} by {percent(margin)} of the spread of the scores", margin, limit, call)


def _all_weights(found: Evidence) -> Iterator[Reason]:
    shares = found.shares
    if shares is None:
        return
    first, limit = shares.first_rank, found.thresholds["share"]
    share, most = float(first[found.winner]), str(first.idxmax())
    error = 0.0 if shares.exact else float(shares.standard_error[1][found.winner])
    call = CALLS["all weights, exactly"] if shares.exact else CALLS["all weights"].format(n=shares.n)
    sure = "exact" if shares.exact else f"sampled, standard error {percent(error)}"
    rest = first.drop(found.winner)
    others = bool((rest > 0).any())
    words = f"first {under_share(share, others=others)} of {found.which} ({sure})"
    near = found.thresholds["errors"] * (0.0 if shares.exact else float(shares.standard_error[1].max()))
    if most != found.winner and float(first[most]) - share <= near:
        words += f"; level with {most} within the error"
    elif most != found.winner:
        which, verb = ("most", "favour") if float(first[most]) > 0.5 else ("the largest share", "favours")
        words += f"; {which}, {percent(float(first[most]), others=share > 0)}, {verb} {most}"
    elif others:
        rival = str(rest.idxmax())
        words += f"; next {rival}, {percent(float(first[rival]))}"
    says: Kind = "robust" if share >= limit else "conditional"
    if error and abs(share - limit) < found.thresholds["errors"] * error:
        says, words = "not determined", f"{words}: too near the limit of {percent(limit)} for that sampling error"
    yield Reason("all weights", says, words, share, limit, call)


def _one_weight(found: Evidence) -> Iterator[Reason]:
    stability, limit = found.scrutiny.stability, found.thresholds["weight"]
    call = CALLS["one weight"]
    change = found.scrutiny.one_weight
    if change is None:
        yield Reason("one weight", "robust", "no single weight changes that", None, limit, call)
        return
    weight, value, side = change["weight"], change["value"], change["side"]
    then, now = rounded_outwards(value, weight, 3), decimals_apart([value, weight], 3)[1]
    words = (
        f"{change['challenger']} is first where {change['criterion']} weighs {side} than {then} "
        f"(now {now}{_relative(value, weight)})"
    )
    says: Kind = "fragile" if stability.nearest is not None and stability.nearest <= limit else "conditional"
    yield Reason("one weight", _at_most(says, found), words, abs(value - weight), limit, call)


def _at_most(says: Kind, found: Evidence) -> Kind:
    """Return what a change that is far away says: nothing against a winner who has nearly all of the weights."""
    return "robust" if says == "conditional" and _wide(found) else says


def _wide(found: Evidence) -> bool:
    """Return whether the winner is first under nearly all weights, whichever are right."""
    shares = found.shares
    return shares is not None and float(shares.first_rank[found.winner]) >= found.thresholds["share"]


def _several_weights(found: Evidence) -> Iterator[Reason]:
    item, limit = found.scrutiny, found.thresholds["weight"]
    large = not isinstance(found.form, Linear) and found.size > _ASKED["flip without planes"]
    if len(item.ranking.best) > 1 or large or found.searched:
        return
    call, flip = CALLS["several weights"], item.flip
    if flip.weights is None:
        how = "leads under all weights" if flip.exact else "leads under all weights that were tried"
        yield Reason("several weights", "robust", how, flip.distance, 2 * limit, call)
        return
    now = item.ranking.weights
    away = {name: abs(float(flip.weights[name]) - float(now[name])) for name in now.index}
    moved = [name for name in now.index if away[name] > min(5e-4, 0.5 * max(away.values()))]
    steps = ", ".join(f"{name} {' to '.join(decimals_apart([now[name], flip.weights[name]], 3))}" for name in moved[:4])
    words = f"{flip.challenger} overtakes at the nearest with {steps}{' and others' if len(moved) > 4 else ''}"
    says: Kind = "fragile" if flip.distance <= 2 * limit else "conditional"
    yield Reason("several weights", _at_most(says, found), words, flip.distance, 2 * limit, call)


def _judgements(found: Evidence) -> Iterator[Reason]:
    item, limit = found.scrutiny, found.thresholds["CR"]
    weights = consistency_behind(item.weights)
    if weights is not None and weights.CR is not None:
        says: Kind = "robust" if limit >= weights.CR or _wide(found) else "not determined"
        words = f"the weights are {weights_statement(weights)}"
        yield Reason("judgements", says, words, weights.CR, limit, CALLS["judgements"])
    if isinstance(item.problem, JudgedProblem):
        worst = max(under.CR or 0.0 for under in item.problem.consistency.values())
        says = "robust" if worst <= limit else "not determined"
        words = f"the ratings are {performances_statement(item.problem)}"
        yield Reason("judged ratings", says, words, worst, limit, CALLS["judged ratings"])


def _intervals(found: Evidence) -> Iterator[Reason]:
    if not found.uncertain or found.size > _ASKED["acceptance"] or found.searched:
        return
    possible, drawn = found.scrutiny.possible, found.drawn()
    share, limit = float(drawn.first_rank[found.winner]), found.thresholds["rated"]
    error = float(drawn.standard_error[1][found.winner])
    sure = possible.necessarily_first == (found.winner,)
    others = [name for name in possible.possibly_first if name != found.winner]
    words = f"first {under_share(share)} of the ratings within their intervals (standard error {percent(error)})"
    words = "first whatever the ratings within their intervals" if sure else words
    if others:
        words += f"; {joined(others)} can be first too"
    says: Kind = "robust" if sure or share >= found.thresholds["share"] else "conditional"
    if not sure and share >= limit:
        limit = found.thresholds["share"]
    elif not sure:
        says, words = "not determined", f"{words}: the intervals are too wide"
    yield Reason("intervals", says, words, share, limit, CALLS["intervals"])


def _one_rating(found: Evidence) -> Iterator[Reason]:
    item, limit = found.scrutiny, found.thresholds["rating"]
    if len(item.ranking.best) > 1 or found.size > _ASKED["cell flip"] or found.searched:
        return
    flip, call = item.cell_flip, CALLS["one rating"]
    if flip.value is None:
        yield Reason("one rating", "robust", "no single rating changes that within its bounds", None, limit, call)
        return
    words = (
        f"{flip.challenger} is first once {flip.alternative} on {flip.criterion} goes from {flip.value:.10g} "
        f"beyond {flip.new_value:.6g}"
    )
    near = flip.distance <= limit or (flip.percent is not None and flip.percent <= 100.0 * limit)
    yield Reason("one rating", "fragile" if near else "robust", words, flip.distance, limit, call)


def _the_set(found: Evidence) -> Iterator[Reason]:
    """Ask whether a change of the others makes the winner lose its place to one of them."""
    item = found.scrutiny
    if len(item.problem.alternatives) < 3 or found.size > _ASKED["removal"]:
        return
    whole = found.size <= _ASKED["audit"] and not found.searched
    audit = item.audit if whole else item.removals
    call = CALLS["list of alternatives" if whole else "list of alternatives, removals"]
    witness = next((w for w in audit.witnesses if w.pair[0] in item.ranking.best and w.test in _STAYS), None)
    rows = audit.rows[(audit.rows["winner_changes"] > 0) & audit.rows["test"].isin(_STAYS)]
    changed = rows[(rows["test"] != "removal") | (rows["change"] == NOT_FIRST)]
    if witness is None and changed.empty:
        what = "no change of the list of the others" if whole else "no removal of others"
        yield Reason("list of alternatives", "robust", f"{what} that was tried changes that", 0.0, 0.0, call)
        return
    words = (
        f"another takes the first place: {changed.iloc[0]['test']}, {changed.iloc[0]['change']}"
        if witness is None
        else f"{witness.pair[1]} overtakes with {witness.change}"
    )
    yield Reason("list of alternatives", "conditional", words, float(max(len(changed), 1)), 0.0, call)


def _other_methods(found: Evidence) -> Iterator[Reason]:
    item = found.scrutiny
    others = {}
    for name in BUILT_IN:
        if name == item.method.name or found.size > _ASKED["share"]:
            continue
        try:
            others[name] = evaluate(item.problem, name, item.weights).best
        except MethodError:
            continue
    if not others:
        return
    differ = [f"{joined(best)} by {name}" for name, best in others.items() if best != item.ranking.best]
    words = "; ".join(differ) if differ else f"first by {joined(others)} too"
    says: Kind = "conditional" if differ else "robust"
    yield Reason("method", says, words, float(len(differ)), 0.0, CALLS["method"])


_QUESTIONS = (
    _lead,
    _all_weights,
    _one_weight,
    _several_weights,
    _judgements,
    _intervals,
    _one_rating,
    _the_set,
    _other_methods,
)


def _relative(value: float, now: float) -> str:
    if not now:
        return ""
    words = percent(abs(value / now - 1), 0).split()  # "81%", or "under 0.01%" of a step that is hardly one
    return f", {' '.join([*words[:-1], ('-' if value < now else '+') + words[-1]])}"
