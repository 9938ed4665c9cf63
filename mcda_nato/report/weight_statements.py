"""What may be said of the weights: under how many, up to which, and under whose the winner stays first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from mcda_nato.labels import joined
from mcda_nato.percentages import percent, under_share
from mcda_nato.report.blocks import Statement, pointer
from mcda_nato.report.findings import Findings
from mcda_nato.text_tables import decimals_apart, rounded_inwards, rounded_outwards

#: The calls that give the numbers a statement rests on.
CALLS = {
    "shares": "mn.acceptance, mn.sweep",
    "ranking": "mn.evaluate(problem, method, weights)",
    "winners": "mn.evaluate(problem, method, weights).best",
    "claims": "mn.overview().claims",
    "agreement": "mn.overview(problem, profiles=profiles).agreement",
    "possible ranks": "mn.possible_ranks(problem, method, weights)",
    "stability": "mn.weight_stability(problem, method, weights)",
}

_NOISE = 1e-12  # of an exact share
_ERRORS = (
    3.0  # standard errors, at least, between a sampled share and one half: of two, chance alone exceeds in one of 40
)


def most_weights(found: Findings) -> Iterator[Statement]:
    """Return whether the winner is first under more than half of all weights, where sampling tells."""
    reason, shares = found.asked.get("all weights"), found.verdict.shares
    if reason is None or reason.value is None or shares is None:
        return
    winner, errors = winner_of(found), errors_from_half(found)
    error = 0.0 if shares.exact else float(shares.standard_error[1][winner])
    near = max(2.0 * shares.error, _NOISE) if shares.exact else errors * error
    unknown = not shares.exact and not abs(reason.value - 0.5) > near
    share = under_share(reason.value, others=_others(found))
    yield Statement(
        "most_weights", f"{winner} is first under most weights.", reason.value - near > 0.5,
        f"it is first {share} of all weights by {found.method}"
        + (undetermined(errors) if unknown else ""),
        "exact" if shares.exact else f"sampled: standard error {percent(error, 2)}",
        pointer("first_ranks", found.method, winner, "share"), reason.call,
    )  # fmt: skip


def errors_from_half(found: Findings) -> float:
    """Return how many standard errors a sampled share must be away from one half: those of the verdict, 3 at least."""
    return max(_ERRORS, found.verdict.thresholds["errors"])


def undetermined(errors: float) -> str:
    """Return what is said of a sampled share that is too near one half."""
    return f", within {errors:g} standard errors of one half: it is not determined"


def _others(found: Findings) -> bool:
    """Return whether another than the winner is first under some weights, however few."""
    shares = found.verdict.shares
    return shares is not None and bool((shares.first_rank.drop(winner_of(found)) > 0).any())


def all_weights(found: Findings) -> Iterator[Statement]:
    """Return whether the winner is first under all weights: no other has a share, however small."""
    winner = winner_of(found)
    claim = f"{winner} is the best whatever one's priorities are."
    shares = found.verdict.shares
    lost = [p for p in found.overview.profiles if winner not in found.overview.rankings[p, found.method].best]
    if lost:
        other = first_in_words(tuple(found.overview.rankings[lost[0], found.method].best))
        yield Statement(
            "all_weights", claim, False, f"under the profile {lost[0]} {other} by {found.method}", "exact",
            pointer("winners", lost[0], found.method, "first"), CALLS["agreement"],
        )  # fmt: skip
        return
    if shares is None:
        return
    first, others = shares.first_rank, _others(found)
    left, rival = 1.0 - float(first[winner]), str(first.drop(winner).idxmax())
    proven = shares.exact and not others and left <= max(2.0 * shares.error, _NOISE)
    evidence = (
        "it is first under all weights"
        if proven
        else f"{rival} is first {under_share(float(first[rival]))} of all weights"
        if others
        else f"no weights of the {shares.n:,} sampled put another first, which proves nothing about the rest"
        if not shares.exact
        else f"others tie with it or lead {under_share(left)} of all weights"
    )
    yield Statement(
        "all_weights", claim, proven, evidence, "exact" if shares.exact else "sampled",
        pointer("first_ranks", found.method, rival if others else winner, "share"), found.asked["all weights"].call,
    )  # fmt: skip


def every_profile(found: Findings) -> Iterator[Statement]:
    """Return under which profiles the winner is first, alone or with others."""
    profiles, winner = found.overview.profiles, winner_of(found)
    if len(profiles) == 1:
        return
    best = {p: tuple(found.overview.rankings[p, found.method].best) for p in profiles}
    kept = [p for p in profiles if best[p] == (winner,)]
    level = [p for p in profiles if winner in best[p] and p not in kept]
    lost = [p for p in profiles if winner not in best[p]]
    call = CALLS["agreement"]
    alone = " alone" if level else ""
    these = "this is" if len(kept) == 1 else "these are"
    yield Statement(
        "some_profiles",
        f"{winner} is first{alone} by {found.method} under {len(kept)} of the {len(profiles)} profiles.", True,
        f"{these} {joined(kept)}", "exact", pointer("winners", kept[0], found.method, "first"), call,
    )  # fmt: skip
    first = "is first, or shares the first place," if level else "is first"
    others = "; ".join(f"under {p} {first_in_words(best[p])}" for p in lost or level)
    yield Statement(
        "every_profile", f"{winner} {first} under every profile that was looked at.", not lost,
        others or f"it is first under {joined(kept)}", "exact",
        pointer("winners", (lost or level or kept)[0], found.method, "first"), call,
    )  # fmt: skip


def turning_point(found: Findings) -> Iterator[Statement]:
    """Return between which values of the weight that need move least the winner stays first."""
    change = found.base.one_weight
    if change is None:
        return
    name, now = str(change["criterion"]), float(change["weight"])
    row = found.base.stability.to_frame().loc[name]
    sides = {"below": "winner_low", "above": "winner_high"}
    turning = {side: column for side, column in sides.items() if row[f"challenger_{side}"] is not None}
    known = {side: float(np.asarray(row[column])) for side, column in turning.items()}
    next_ = [f"{side} {'it' if i else 'that is'} {row[f'challenger_{side}']}" for i, side in enumerate(known)]
    end = "winner_high" if change["side"] == "more" else "winner_low"
    yield Statement(
        "turning_point",
        f"As long as the others keep their proportions and {name} weighs {_span(known, now)}, "
        f"{winner_of(found)} stays first; the first to replace it {' and '.join(next_)}.",
        True, f"it weighs {decimals_apart([float(change['value']), now], 3)[1]} now", sureness(found),
        pointer("weight_stability", found.profile, found.method, name, end), CALLS["stability"],
    )  # fmt: skip


def _span(ends: dict[str, float], now: float) -> str:
    """Return an interval in words, each end rounded into it, so that what is said of it holds in all of it."""
    texts = {side: rounded_inwards(end, now, 3) for side, end in ends.items()}
    if len(texts) == 2:
        return f"between {texts['below']} and {texts['above']}"
    return f"at most {texts['above']}" if "above" in texts else f"at least {texts['below']}"


def no_other(found: Findings) -> Statement:
    """Return whether there are weights under which another is first."""
    winner, shares = winner_of(found), found.verdict.shares
    claim = "There are no priorities under which another choice comes first."
    if shares is not None:
        first = shares.first_rank.drop(winner)
        rivals = first[first > 0].sort_values(ascending=False, kind="stable")
        if len(rivals):
            most = rivals.head(3).items()
            said = [f"{name} is first {under_share(float(share))} of all weights" for name, share in most]
            return Statement(
                "no_other", claim, False, "; ".join(said), "exact" if shares.exact else "sampled",
                pointer("first_ranks", found.method, rivals.index[0], "share"), found.asked["all weights"].call,
            )  # fmt: skip
    change = found.base.one_weight
    holds = change is None and found.base.stability.exact and shares is not None and shares.exact
    return Statement(
        "no_other", claim, holds,
        _beyond(change) if change is not None else "no weights do" if holds else "none were found, which is no proof",
        sureness(found), pointer("rankings", found.profile, found.method, winner, "rank"), CALLS["stability"],
    )  # fmt: skip


def _beyond(change: dict[str, Any]) -> str:
    end = rounded_outwards(float(change["value"]), float(change["weight"]), 3)
    return f"{change['challenger']} is where {change['criterion']} weighs {change['side']} than {end}"


def winner_of(found: Findings) -> str:
    """Return who is first in the base case."""
    return found.winners[0]


def sureness(found: Findings) -> str:
    """Return how sure the ends of intervals of the weights are."""
    return "exact: a root, not a grid point" if found.base.stability.exact else "found by search, not proven"


def first_in_words(best: Sequence[str]) -> str:
    """Return who is first, or who share the first place, as a clause."""
    return f"{best[0]} is first" if len(best) == 1 else f"{joined(best)} share the first place"
