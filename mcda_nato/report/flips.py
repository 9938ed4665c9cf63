"""Arrange flips and possible ranks as reports; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.flips.weight_flip import Flip
from mcda_nato.report.citation import below, document_of, know, names_cell
from mcda_nato.report.sections import Report, Section, as_given, number, records, with_details
from mcda_nato.report.verdict import LazyVerdict, answer_section
from mcda_nato.text_tables import fixed_point, told_apart

_ABOUT = ("winner", "challenger", "distance", "percent")
_RATING = ("alternative", "criterion", "value", "new_value", "norm")
_JUDGEMENT = ("pair", "value", "new_value", "CR_before", "CR_after")


def change_lines(found: Mapping[str, Scrutiny]) -> list[str]:
    """Return what a reader of `flip_section` must know."""
    lines = ["All weights: the sum of what some gain and others lose. One weight: the others keep their proportions."]
    if any(item.judgement_flip is not None for item in found.values()):
        lines.append(
            "A judgement, from 1/9 to 9 (or the largest given), is how many times the first criterion is preferred to "
            "the second; below 1 the second is preferred."
        )
    lines.append("A rating moves alone, within its bounds. Never is proven; none found is what a search says.")
    lines.append("Whoever overtakes is level at the value shown, and ahead beyond it.")
    return lines


def flip_section(found: Mapping[str, Scrutiny], title: str, lines: Sequence[str] = ()) -> Section:
    """Return, for each method, the smallest change of weights, one weight, a judgement and a rating."""
    headers = ["", "first now", "what changes", "from", "to", "who overtakes"]
    rows: list[list[str]] = []
    for method, item in found.items():
        winner = names_cell(item.ranking.best) + (" FRAGILE" if item.fragile else "")
        heads = [[method, winner], *[["", ""]] * 3]
        rows.extend([*head, *row] for head, row in zip(heads, _changes(item), strict=False))
    return Section(title, headers, rows, lines)


def _settled(item: Scrutiny) -> str | None:
    """Return why nothing needs to change, or can."""
    if len(item.problem.alternatives) == 1:
        return "nothing: there is no other"
    return "nothing: they tie now" if len(item.ranking.best) > 1 else None


def _changes(item: Scrutiny) -> list[list[str]]:
    why = _settled(item)
    if why is not None:
        return [[why, "", "", ""]]
    judgement = [] if item.judgement_flip is None else [_judgement_row(item)]
    return [_weights_row(item), _one_weight_row(item), *judgement, _rating_row(item)]


def _none(what: str, *, exact: bool) -> list[str]:
    return [what, "", "never" if exact else "none found", ""]


def _weights_row(item: Scrutiny) -> list[str]:
    flip = item.flip
    if flip.challenger is None:
        return _none("all weights", exact=flip.exact)
    bound = "" if flip.exact else f", at least {flip.lower:.4f}"
    return [f"all weights, {flip.distance:.4f} in sum{bound}", "", "", flip.challenger]


def _one_weight_row(item: Scrutiny) -> list[str]:
    criterion, *change = one_weight_cells(item)
    return [f"weight of {criterion}" if item.one_weight else "one weight", *change]


def one_weight_cells(item: Scrutiny) -> list[str]:
    """Return the criterion whose weight need move least, from where to where, and who is first beyond."""
    found = item.one_weight
    if found is None:
        return ["-", "", "never" if item.stability.exact else "none found", ""]
    weight, value = found["weight"], found["value"]
    return [found["criterion"], number(weight), number(value, weight), str(found["challenger"])]


def _judgement_row(item: Scrutiny) -> list[str]:
    flip = item.judgement_flip
    if flip is None or flip.pair is None:
        return _none("one judgement", exact=flip is not None and flip.exact)
    change = [as_given(flip.value), number(flip.new_value, flip.value)]
    return [f"{flip.pair[0]} against {flip.pair[1]}", *change, str(flip.challenger)]


def _rating_row(item: Scrutiny) -> list[str]:
    flip = item.cell_flip
    if flip.value is None:
        return _none("one rating", exact=flip.exact)
    change = [as_given(flip.value), number(flip.new_value, flip.value)]
    return [f"{flip.alternative} on {flip.criterion}", *change, str(flip.challenger)]


def flip_report(found: Mapping[str, Scrutiny], notes: Sequence[str] = (), verdict: LazyVerdict = None) -> Report:
    """Return the smallest changes that flip each winner; as CSV those of the weights, a row a norm."""

    def first() -> Iterable[Section]:
        yield from answer_section(verdict)
        yield flip_section(found, "The smallest changes that change the winner", change_lines(found))
        yield _weights_section(found)
        yield know(found, notes)

    def sections() -> Iterable[Section]:
        ratings = (_ratings_section(method, item) for method, item in found.items() if not _settled(item))
        return with_details(first, ratings)

    def document() -> dict[str, Any]:
        return document_of("flips", {m: _flip_details(item) for m, item in found.items()}, found, notes)

    return Report(sections, lambda: below({m: _flips(item) for m, item in found.items()}), document, first)


def _weights_section(found: Mapping[str, Scrutiny]) -> Section:
    """Return the nearest weights, by the sum of the changes, that change each winner."""
    ranking = next(iter(found.values())).ranking
    columns = []
    for item in found.values():
        weights = None if _settled(item) else item.flip.weights
        columns.append([None] * len(ranking.weights) if weights is None else list(weights))
    numbers = zip(ranking.weights.to_numpy().tolist(), *columns, strict=True)
    texts = [told_apart(row, lambda value, more: fixed_point(value, 4 + more)) for row in numbers]
    rows = [[name, *row] for name, row in zip(ranking.problem.criteria, texts, strict=True)]
    lines = [f"{method}: {note}" for method, item in found.items() if not _settled(item) for note in item.flip.notes]
    lines.extend(line for method, item in found.items() if not _settled(item) for line in _without_flip(method, item))
    lines.append("There may be others as near. The nearest by other norms are in the formats csv and json.")
    return Section("The nearest weights beyond which another is ahead", ["", "now", *found], rows, lines)


def _without_flip(method: str, item: Scrutiny) -> Iterable[str]:
    """Say that nobody overtakes, and who draws level before anybody does."""
    flip = item.flip
    if flip.challenger is None:
        yield f"{method}: {flip.winner} leads under all weights{'' if flip.exact else ' that were tried'}."
    if flip.draw is not None:
        yield f"{method}: {flip.draw.challenger} draws level, and no more, at {flip.draw.distance:.4f} in sum."


def _ratings_section(method: str, item: Scrutiny) -> Section:
    """Return the ratings that can change the winner, each alone."""
    sides = ("below", "above")
    rows = [
        [str(row["alternative"]), str(row["criterion"]), as_given(row["value"])]
        + [text for side in sides for text in (number(row[f"flip_{side}"]), row[f"challenger_{side}"] or "-")]
        for row in records(item.cell_flip.to_frame())
        if any(row[f"challenger_{side}"] is not None for side in sides)
    ]
    flip = item.cell_flip
    rest = "no other rating" if rows else "no rating"
    lines = [f"By itself, {rest} changes the winner within its bounds: {flip.bounds_rule}.", *flip.notes]
    headers = ["", "criterion", "now", "if below", "then ahead", "if above", "then ahead"]
    return Section(f"{method}: ratings that change the winner, each alone", headers, rows, lines)


def _flips(item: Scrutiny) -> pd.DataFrame:
    """Return the nearest weights, a row a norm."""
    rows = []
    for norm, flip in item.flips.items():
        weights = {} if flip.weights is None else flip.weights.to_dict()
        about = {key: getattr(flip, key) for key in (*_ABOUT, "lower", "upper", "exact")}
        rows.append(
            {"norm": norm, **about, **{f"weight of {name}": weights.get(name) for name in item.problem.criteria}}
        )
    return pd.DataFrame(rows).astype(object)


def flip_document(item: Scrutiny) -> dict[str, Any]:
    """Return the smallest changes as plain values."""
    rating, judgement = item.cell_flip, item.judgement_flip
    return {
        "weights": [
            {"norm": norm}
            | {key: getattr(flip, key) for key in (*_ABOUT, "lower", "upper", "exact")}
            | {"weights": None if flip.weights is None else flip.weights.to_dict()}
            | {"draw": _draw(flip), "method_of_search": flip.method_of_search, "notes": flip.notes}
            for norm, flip in item.flips.items()
        ],
        "one_weight": item.one_weight,
        "cell": {key: getattr(rating, key) for key in (*_ABOUT, *_RATING)}
        | {"exact": rating.exact, "bounds": rating.bounds_rule, "notes": rating.notes},
        "judgement": None
        if judgement is None
        else {key: getattr(judgement, key) for key in (*_ABOUT, *_JUDGEMENT)}
        | {"exact": judgement.exact, "notes": judgement.notes},
    }


def _draw(flip: Flip) -> dict[str, Any] | None:
    """Return the nearest mere tie before a flip of the weights, as plain values."""
    draw = flip.draw
    if draw is None or draw.weights is None:
        return None
    return {key: getattr(draw, key) for key in _ABOUT} | {"weights": draw.weights.to_dict()}


def _flip_details(item: Scrutiny) -> dict[str, Any]:
    """Return the smallest changes, and those of every cell and pair."""
    pairs = None if item.judgement_flip is None else records(item.judgement_flip.to_frame())
    return flip_document(item) | {"cells": records(item.cell_flip.to_frame()), "pairs": pairs}
