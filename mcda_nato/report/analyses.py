"""Arrange the exact analyses as reports; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.errors import NotExact
from mcda_nato.labels import listed
from mcda_nato.methods.ranking import Ranking
from mcda_nato.problem.digest import digest
from mcda_nato.report.sections import Report, Section, cell, records, table
from mcda_nato.results import PACKAGE, convention_lines, weights_line
from mcda_nato.stability.weight_stability import Stability

KNOW = "What to know before citing this"


def names_cell(names: Iterable[str]) -> str:
    """Return alternatives that share a rank."""
    return " = ".join(names)


def below(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return frames below each other, the method first."""
    frames = [frame.reset_index() if frame.index.name else frame.copy() for frame in parts.values()]
    for name, frame in zip(parts, frames, strict=True):
        frame.insert(0, "method", name)
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True)


def know(found: Mapping[str, Scrutiny], notes: Sequence[str]) -> Section:
    """Return the section that every command ends with."""
    rankings = {name: item.ranking for name, item in found.items()}
    first = next(iter(rankings.values()))
    return Section(KNOW, lines=[f"Weights: {weights_line(first.weights.to_dict())}", *notes, *conventions(rankings)])


def conventions(rankings: Mapping[str, Ranking]) -> list[str]:
    """Return what a citation must state of each method."""
    return convention_lines({name: ranking.conventions for name, ranking in rankings.items()})


def document_of(
    what: str, methods: dict[str, Any], found: Mapping[str, Scrutiny], notes: Sequence[str]
) -> dict[str, Any]:
    """Return what is known of each method beside the weights and the notes."""
    first = next(iter(found.values())).ranking
    return {
        "weights": first.weights.to_dict(),
        what: methods,
        "notes": notes,
        "conventions": {name: item.ranking.conventions for name, item in found.items()},
        "provenance": {"package": PACKAGE, "problem": digest(first.problem)},
    }


# Acceptance.


def acceptance_section(found: Mapping[str, Acceptance], limits: Sequence[str] = ()) -> Section:
    """Return a table of first-rank shares by method."""
    methods = list(found)
    names = found[methods[0]].baseline.problem.alternatives
    shares = {method: _first(acceptance) for method, acceptance in found.items()}
    rows = [[name, *(shares[method][i] for method in methods)] for i, name in enumerate(names)]
    lines = [f"Only weights with {', '.join(limits)}."] if limits else []
    lines.extend(line for method, acceptance in found.items() for line in _acceptance_lines(method, acceptance))
    which = "the weights allowed" if limits else "all weights"
    return Section(f"Of {which}, the share under which each is first", ["", *methods], rows, lines)


def _first(found: Acceptance) -> list[str]:
    try:
        return [f"{share:.6f}" if found.exact else f"{share:.3f}" for share in found.first_rank]
    except NotExact:
        return ["-"] * len(found.baseline.problem.alternatives)


def _acceptance_lines(method: str, found: Acceptance) -> Iterable[str]:
    sampled = "" if found.exact else "sampled, "
    yield f"{method}: {sampled}{found.accuracy}; weights uniform on that set."
    for group in found.tied:
        yield f"{method}: {listed(group)} always tie."
    yield from (f"{method}: {note}" for note in found.notes)


def acceptance_report(found: Mapping[str, Acceptance], limits: Sequence[str] = (), notes: Sequence[str] = ()) -> Report:
    """Return every index; as CSV the shares of ranks."""

    def sections() -> Iterable[Section]:
        yield acceptance_section(found, limits)
        for method, acceptance in found.items():
            yield from _index_sections(method, acceptance)
        yield Section(KNOW, lines=[*notes, *conventions({name: item.baseline for name, item in found.items()})])

    def document() -> dict[str, Any]:
        return {
            "limits": limits,
            "acceptance": {method: acceptance_document(acceptance) for method, acceptance in found.items()},
            "notes": notes,
        }

    return Report(sections, lambda: below({method: _shares(item) for method, item in found.items()}), document)


def _shares(found: Acceptance) -> pd.DataFrame:
    try:
        return found.to_frame()
    except NotExact:
        return pd.DataFrame(columns=["alternative", "rank", "share", "standard_error"])


def _index_sections(method: str, found: Acceptance) -> Iterable[Section]:
    title = f"{method}: share of each rank"
    try:
        yield Section(title, *table(found.rank_acceptability, 6))
        yield Section(
            f"{method}: typical weights of those who favour an alternative (central weights)",
            *table(found.central_weights, names=True),
        )
    except NotExact as beyond:
        yield Section(title, lines=[str(beyond)])
    headers, rows = table(found.pairwise_winning, 6, names=True)
    for i, (row, rank) in enumerate(zip(rows, found.expected_rank, strict=True)):
        row[1 + i] = "-"
        row.append(cell(rank, 6))
    title = f"{method}: how often the row beats the column, and expected ranks"
    yield Section(title, [*headers, "expected rank"], rows)


def acceptance_document(found: Acceptance) -> dict[str, Any]:
    """Return every index as plain values, by alternative."""
    document: dict[str, Any] = {
        "exact": found.exact,
        "n": found.n,
        "pairwise_winning": found.pairwise_winning.T.to_dict(),
        "pairwise_ties": found.pairwise_ties.T.to_dict(),
        "expected_rank": found.expected_rank.to_dict(),
        "tied": found.tied,
        "provenance": found.provenance,
    }
    try:
        document |= {
            "rank_acceptability": found.rank_acceptability.T.to_dict(),
            "central_weights": found.central_weights.T.to_dict(),
            "confidence_factors": found.confidence_factors.to_dict(),
        }
        document["orderings"] = found.orderings.to_dict()
    except NotExact as beyond:
        document["not_computed"] = str(beyond)
    return document | {"notes": found.notes, "error": found.error}


# Stability.


def stability_report(found: Mapping[str, Scrutiny], notes: Sequence[str] = ()) -> Report:
    """Return intervals of each weight, breakpoints and critical criteria; as CSV the intervals."""

    def sections() -> Iterable[Section]:
        for method, item in found.items():
            yield from _stability_sections(method, item)
        yield Section(KNOW, lines=[*notes, *conventions({name: item.ranking for name, item in found.items()})])

    def document() -> dict[str, Any]:
        return document_of("stability", {m: stability_document(item) for m, item in found.items()}, found, notes)

    return Report(sections, lambda: below({m: item.stability.to_frame() for m, item in found.items()}), document)


def _stability_sections(method: str, item: Scrutiny) -> Iterable[Section]:
    stability = item.stability
    lines = [_how(item), *stability.notes]
    yield Section(f"{method}: how far each weight may move", *table(stability.to_frame()), lines)
    if item.critical is not None:
        frame = item.critical.to_frame().drop(columns="criticality_degree")  # it is percent_any
        notions = item.critical.most_critical.items()
        lines = [
            "The smallest change that makes the first and another (top), or any two, equal; percent of the weight.",
            *(f"Most critical, {what.replace('_', ' ')}: {listed(names)}." for what, names in notions if names),
        ]
        title = f"{method}: critical criteria (Triantaphyllou and Sanchez 1997)"
        yield Section(title, *table(frame), lines)
    points = records(stability.breakpoints)
    rows = [[str(p["criterion"]), _span(p["low"], p["high"]), str(p["ranking"])] for p in points]
    yield Section(f"{method}: the ranking as each weight moves from 0 to 1", ["criterion", "weight", "ranking"], rows)


def _span(low: float, high: float) -> str:
    return f"{low:.6f}" if low == high else f"{low:.4f} to {high:.4f}"


def _how(item: Scrutiny) -> str:
    stability: Stability = item.stability
    way = "Breakpoints are roots, not grid points." if stability.exact else "Found by search, not proven."
    first = names_cell(stability.baseline.best) + (" FRAGILE" if item.fragile else "")
    return f"First now: {first}. The other weights keep their proportions. {way}"


def stability_document(item: Scrutiny) -> dict[str, Any]:
    """Return intervals, breakpoints and critical criteria as plain values."""
    critical = item.critical
    return {
        "best": item.stability.baseline.best,
        "exact": item.stability.exact,
        "fragile": item.fragile,
        "intervals": records(item.stability.to_frame()),
        "breakpoints": records(item.stability.breakpoints),
        "critical_criteria": None if critical is None else records(critical.to_frame()),
        "most_critical": None if critical is None else critical.most_critical,
        "notes": item.stability.notes,
    }
