"""What may be said of a result and what must not be claimed: propositions held against the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mcda_nato.conclusions.claims import THROUGHOUT
from mcda_nato.conclusions.reasons import DRAWN
from mcda_nato.labels import joined
from mcda_nato.percentages import percent
from mcda_nato.report.blocks import Statement, pointer
from mcda_nato.report.document_claims import claim_evidence
from mcda_nato.report.findings import Findings
from mcda_nato.report.weight_statements import (
    CALLS,
    all_weights,
    errors_from_half,
    every_profile,
    first_in_words,
    most_weights,
    no_other,
    sureness,
    turning_point,
    undetermined,
    winner_of,
)

_NEVER = "as defined; no computation makes it so"
_RATED = "as rated: codes of words are assumptions where the problem says so"


def propositions(found: Findings) -> Iterator[Statement]:
    """Return every proposition about the result, each once: it holds and may be said, or it must not be claimed."""
    if not found.several_alternatives:
        yield _only(found)
    elif len(found.winners) > 1:
        yield from _tied(found)
    else:
        for ask in (
            _first, most_weights, all_weights, every_profile, _every_method, _clear_lead, _small_shift, turning_point,
            _most_ratings, _all_ratings, _list, _best_on, _best_on_all,
        ):  # fmt: skip
            yield from ask(found)
        yield no_other(found)
    yield from _judged(found)
    yield from _contested(found)
    yield _chance(found)
    yield _response(found)
    yield from _claims(found)


def _only(found: Findings) -> Statement:
    name = found.problem.alternatives[0]
    return Statement(
        "preferred", f"{name} is preferred to others.", holds=False,
        evidence=f"{name} is the only alternative: rank 1 says nothing about it", confidence="certain",
        key=pointer("rankings", found.profile, found.method, name, "rank"),
        call=CALLS["ranking"],
    )  # fmt: skip


def _tied(found: Findings) -> Iterator[Statement]:
    key = pointer("winners", found.profile, found.method, "first")
    who = joined(found.winners)
    evidence = f"by {found.method} under {found.profile} their scores are equal within rounding"
    call = CALLS["winners"]
    yield Statement("share_first", f"{who} share the first place.", True, evidence, "exact", key, call)
    yield Statement("one_ahead", f"One of {who} is ahead of the others.", False, evidence, "exact", key, call)


def _first(found: Findings) -> Iterator[Statement]:
    winner = winner_of(found)
    margin = found.base.ranking.margin
    several = len(found.problem.alternatives) > 2
    lead = f", with a lead of {percent(float(np.asarray(margin)))} of the spread of the scores" if several else ""
    yield Statement(
        "first", f"{winner} is first by {found.method} under the profile {found.profile}.", True,
        f"its rank is 1 of {len(found.problem.alternatives)}{lead}", "exact for these ratings and weights",
        pointer("rankings", found.profile, found.method, winner, "rank"), CALLS["ranking"],
    )  # fmt: skip


def _every_method(found: Findings) -> Iterator[Statement]:
    methods, winner = found.overview.methods, winner_of(found)
    if len(methods) == 1:
        return
    cases = [
        (profile, method)
        for profile in found.overview.profiles
        for method in methods
        if found.overview.rankings[profile, method].best != found.overview.rankings[profile, found.method].best
    ]
    here = [method for profile, method in cases if profile == found.profile]
    call = CALLS["agreement"]
    said = "; ".join(f"{joined(found.overview.rankings[found.profile, m].best)} by {m}" for m in here)
    yield Statement(
        "methods_agree", f"Under {found.profile}, {winner} is first by each of the methods {', '.join(methods)}.",
        not here, said or "all of them name it first", "exact",
        pointer("winners", found.profile, (here or methods)[0], "first"), call,
    )  # fmt: skip
    if cases and not here:
        profile, method = cases[0]
        mine, other = (tuple(found.overview.rankings[profile, m].best) for m in (found.method, method))
        yield Statement(
            "method_immaterial", "The choice of the method makes no difference to the winner.", False,
            f"under {profile} {first_in_words(mine)} by {found.method}, {joined(other)} by {method}", "exact",
            pointer("winners", profile, method, "first"), call,
        )  # fmt: skip


def _clear_lead(found: Findings) -> Iterator[Statement]:
    reason = found.asked["lead"]
    if reason.value is None:
        return
    holds = reason.says == "robust"
    yield Statement(
        "clear_lead", f"{winner_of(found)} leads by more than what counts as fragile.", holds,
        f"it {reason.finding}; below {reason.limit:.0%} counts as fragile", "exact",
        pointer("reasons", "lead", "value"), reason.call,
    )  # fmt: skip


def _small_shift(found: Findings) -> Iterator[Statement]:
    reason = found.asked.get("one weight")
    if reason is None or reason.value is None:
        return
    yield Statement(
        "small_shift", f"A shift of one weight by {reason.limit:g} or less leaves {winner_of(found)} first.",
        reason.says != "fragile", f"the nearest: {reason.finding}", sureness(found),
        pointer("reasons", "one weight", "value"), reason.call,
    )  # fmt: skip


def _most_ratings(found: Findings) -> Iterator[Statement]:
    reason = found.asked.get("intervals")
    if reason is None or reason.value is None:
        return
    errors = errors_from_half(found)
    near = errors * math.sqrt(reason.value * (1.0 - reason.value) / DRAWN)
    unknown = abs(reason.value - 0.5) <= near
    yield Statement(
        "most_ratings", f"{winner_of(found)} is first under most of the ratings within their intervals.",
        reason.says != "not determined" and reason.value - near > 0.5,
        f"it is {reason.finding.split(';')[0]}{undetermined(errors) if unknown else ''}",
        "proven" if found.base.possible.necessarily_first == found.winners else "sampled",
        pointer("reasons", "intervals", "value"), reason.call,
    )  # fmt: skip


def _all_ratings(found: Findings) -> Iterator[Statement]:
    if "intervals" not in found.asked:
        return
    winner, possible = winner_of(found), found.base.possible
    sure = possible.necessarily_first == (winner,)
    others = [str(name) for name in possible.possibly_first if name != winner]
    who = winner if sure or not others else others[0]
    yield Statement(
        "all_ratings", f"{winner} is first whatever the ratings are within their intervals.", sure,
        "no ratings within them put another first" if sure else f"{joined(others or [winner])} can be first too",
        "proven" if sure else "proven: ratings that do it are known",
        pointer("possible_ranks", found.method, who, "best_attained"), CALLS["possible ranks"],
    )  # fmt: skip


def _list(found: Findings) -> Iterator[Statement]:
    reason = found.asked.get("list of alternatives")
    if reason is None:
        return
    yield Statement(
        "list", f"{winner_of(found)} owes the first place to no particular other on the list.", reason.says == "robust",
        reason.finding, "of the changes that were tried", pointer("reasons", "list of alternatives", "value"),
        reason.call,
    )  # fmt: skip


def _best_on(found: Findings) -> Iterator[Statement]:
    best = [c for c, (_, better) in _compared(found).items() if not better]
    if best:
        yield Statement(
            "best_on", f"On {joined(best[:4])} no other is rated better than {winner_of(found)}.", True,
            "; ".join(f"on {c} {_rating(found, winner_of(found), c)}" for c in best[:4]), _RATED,
            pointer("decision_matrix", winner_of(found), best[0], "value"), "problem.to_frame()",
        )  # fmt: skip


def _best_on_all(found: Findings) -> Iterator[Statement]:
    compared = _compared(found)
    worse = {c: better for c, (_, better) in compared.items() if better}
    first = next(iter(worse), None)
    pairs = {c: [_rating(found, name, c) for name in (better[0], winner_of(found))] for c, better in worse.items()}
    evidence = "; ".join(f"on {c} {' and '.join(rated)}" for c, rated in list(pairs.items())[:4])
    yield Statement(
        "best_on_all", f"{winner_of(found)} is at least as good as every other on every criterion.", first is None,
        evidence or "no other is rated better on any", _RATED,
        pointer("decision_matrix", winner_of(found), first or found.problem.criteria[0], "value"), "problem.to_frame()",
    )  # fmt: skip


def _compared(found: Findings) -> dict[str, tuple[float, list[str]]]:
    """Return, by criterion, the rating of the winner, and who is rated better, the best first."""
    p, i = found.problem, found.problem.alternatives.index(winner_of(found))
    ratings: dict[str, tuple[float, list[str]]] = {}
    for j, criterion in enumerate(p.criteria):
        column = p.senses[j] * p.settled.performance[:, j]
        order = sorted(range(len(column)), key=lambda k, column=column: -column[k])  # type: ignore[misc]
        better = [p.alternatives[k] for k in order if column[k] > column[i]]
        ratings[criterion] = (float(p.performance[i, j]), better)
    return ratings


def _rating(found: Findings, name: str, criterion: str) -> str:
    p = found.problem
    i, j = p.alternatives.index(name), p.criteria.index(criterion)
    value = f"{p.performance[i, j]:.10g}"
    return f"{name} is rated {value if p.terms is None or not p.terms[i][j] else f'{p.terms[i][j]} ({value})'}"


def _judged(found: Findings) -> Iterator[Statement]:
    judged = found.overview.consistency.get(found.profile)
    if judged is None or judged.CR is None:
        return
    yield Statement(
        "consistent", f"The judgements behind the weights of {found.profile} do not contradict each other.",
        bool(judged.acceptable), f"their consistency ratio is {judged.CR:.4f}; up to 0.1 is usually accepted", "exact",
        pointer("consistency", found.profile, "CR"), "judgements.consistency().CR",
    )  # fmt: skip


def _contested(found: Findings) -> Iterator[Statement]:
    for criterion, sense in zip(found.problem.details, found.problem.senses, strict=True):
        if criterion.contested:
            better = "more" if sense > 0 else "less"
            yield Statement(
                f"sense of {criterion.name}", f"That {better} {criterion.name} is better is beyond dispute.", False,
                "the problem marks this sense as contested: it is an assumption", "as the problem states it",
                pointer("criteria", criterion.name, "contested"), "problem.details",
            )  # fmt: skip


def _chance(found: Findings) -> Statement:
    who = winner_of(found)
    shares = found.verdict.shares
    return Statement(
        "chance", "A share of the weights is the chance that a choice succeeds.", False,
        "it counts priorities under which an alternative is first; it says nothing about what will happen", _NEVER,
        pointer("first_ranks", found.method, who, "share") if shares is not None else
        pointer("rankings", found.profile, found.method, who, "score"),
        CALLS["shares"],
    )  # fmt: skip


def _response(found: Findings) -> Statement:
    p = found.problem
    return Statement(
        "response", "These numbers foretell how others will respond.", False,
        "ratings are what the problem states; nobody's response was observed", _NEVER,
        pointer("decision_matrix", p.alternatives[0], p.criteria[0], "value"), "problem.to_frame()",
    )  # fmt: skip


def _claims(found: Findings) -> Iterator[Statement]:
    """Return of each statement of the document what its own table can be held against."""
    claims = found.overview.claims
    for row in [] if claims is None else claims.to_dict("records"):
        throughout = bool(row["holds"]) and row["over_intervals"] in THROUGHOUT
        yield Statement(
            str(row["id"]), f"By the document's own table: {row['tested']}" if throughout else str(row["tested"]),
            throughout, claim_evidence(found.problem, row), f"of the document ({row['section']})",
            pointer("claims", row["id"], "over_intervals"), CALLS["claims"],
        )  # fmt: skip
