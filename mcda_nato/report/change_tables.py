"""The tables of what changes a winner: weights, judgements, ratings, their intervals, the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.report.blocks import Table
from mcda_nato.report.findings import EVERYWHERE, Findings
from mcda_nato.report.flips import change_lines, flip_section
from mcda_nato.report.possible_ranks import possible_section
from mcda_nato.report.reversal import reversal_section
from mcda_nato.report.table_cells import cells_of, read_of, text_of


def stability_table(found: Findings) -> Table:
    """Return how far each weight may move, by profile and method."""
    parts = []
    for profile, method, item in found.cases:
        frame = item.stability.to_frame().reset_index()
        frame.insert(0, "method", method)
        frame.insert(0, "profile", profile)
        parts.append(frame.astype(object))
    base = found.base.stability.to_frame()
    rows = [
        [str(name), *map(text_of, row)]
        for name, *row in base[
            ["weight", "winner_low", "winner_high", "challenger_below", "challenger_above"]
        ].itertuples(name=None)
    ]
    headers = ["criterion", "weight", "first down to", "first up to", "below, first is", "above, first is"]
    lines = [
        "The other weights keep their proportions. "
        + ("The ends are roots, not grid points." if found.base.stability.exact else "Found by search, not proven."),
        *found.base.stability.notes,
    ]
    return Table(
        "weight_stability", f"How far each weight may move, by {found.by} under {found.under}",
        pd.concat(parts, ignore_index=True), ("profile", "method", "criterion"), headers, rows, lines,
    )  # fmt: skip


def changes_table(found: Findings) -> Table:
    """Return the smallest changes that change each winner; read are those of the base profile, where all are asked."""
    rows = [
        {"profile": profile, "method": method, **row}
        for profile, method, item in found.cases
        for row in _changes(found, item)
    ]
    columns = ["profile", "method", "change", "what", "now", "then", "challenger", "distance", "exact"]
    frame = pd.DataFrame(rows, columns=columns)
    caption = f"The smallest changes that change the winner under {found.under}"
    whole = {method: item for profile, method, item in found.cases if profile == found.profile}
    if all((found.several(item) and found.rating(item)) or len(item.ranking.best) > 1 for item in whole.values()):
        section = flip_section(whole, caption, change_lines(whole))
        return Table("smallest_changes", caption, frame, columns[:3], section.headers, section.rows, section.lines)
    read = frame[frame["profile"] == found.profile].drop(columns="profile")
    return Table("smallest_changes", caption, frame, columns[:3], *cells_of(read))


def _changes(found: Findings, item: Scrutiny) -> Iterator[dict[str, Any]]:
    if len(item.ranking.best) > 1 or not found.several_alternatives:
        return
    if found.several(item):
        flip = item.flip
        yield _change("all weights", "", None, None, flip.challenger, flip.distance, exact=flip.exact)
    one = item.one_weight or dict.fromkeys(("criterion", "weight", "value", "challenger"))
    distance = None if one["value"] is None else abs(one["value"] - one["weight"])
    yield _change(
        "one weight", one["criterion"], one["weight"], one["value"], one["challenger"], distance,
        exact=item.stability.exact,
    )  # fmt: skip
    judged = item.judgement_flip if found.several(item) else None
    if judged is not None:
        pair = None if judged.pair is None else f"{judged.pair[0]} against {judged.pair[1]}"
        yield _change(
            "one judgement", pair, judged.value, judged.new_value, judged.challenger, judged.distance,
            exact=judged.exact,
        )  # fmt: skip
    if found.rating(item):
        cell = item.cell_flip
        what = None if cell.value is None else f"{cell.alternative} on {cell.criterion}"
        yield _change("one rating", what, cell.value, cell.new_value, cell.challenger, cell.distance, exact=cell.exact)


def _change(
    change: str, what: Any, now: Any, then: Any, challenger: Any, distance: Any, *, exact: bool
) -> dict[str, Any]:
    return {
        "change": change, "what": what, "now": now, "then": then, "challenger": challenger, "distance": distance,
        "exact": exact,
    }  # fmt: skip


def possible_table(found: Findings) -> Table | None:
    """Return the ranks that the intervals of the ratings allow, in the base profile."""
    if "intervals" not in found.asked:
        return None
    items = {method: item for profile, method, item in found.cases if profile == found.profile}
    possible = {method: item.possible for method, item in items.items()}
    parts = []
    for method, ranks in possible.items():
        frame = ranks.to_frame().reset_index()
        frame.insert(0, "method", method)
        parts.append(frame.astype(object))
    caption = f"Ranks that are possible within the intervals of the ratings, under {found.under}"
    section = possible_section(possible, caption)
    return Table(
        "possible_ranks", caption, pd.concat(parts, ignore_index=True), ("method", "alternative"),
        **read_of(section, "possible_ranks"),
    )  # fmt: skip


def reversals_table(found: Findings) -> Table | None:
    """Return whether the order depends on who else is on the list, in the base case."""
    if "list of alternatives" not in found.asked:
        return None
    whole = found.cells <= EVERYWHERE
    audit = found.base.audit if whole else found.base.removals
    caption = f"Does the order depend on who else is on the list, by {found.by} under {found.under}?"
    frame = audit.rows.join(audit.probability.drop(columns=["test", "change"]).add_prefix("share_"))
    keys = ("test", "change")
    if whole:
        section = reversal_section({found.method: found.base}, caption)
        return Table("reversals", caption, frame, keys, section.headers, section.rows, section.lines)
    return Table("reversals", caption, frame, keys, *cells_of(frame[["test", "change", "verdict", "winner_changes"]]))
