"""Arrange intervals of weights and critical criteria as reports; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.labels import listed
from mcda_nato.report.citation import KNOW, below, conventions, document_of, names_cell
from mcda_nato.report.sections import Report, Section, records, table
from mcda_nato.report.verdict import LazyVerdict, answer_section
from mcda_nato.stability.weight_stability import Stability
from mcda_nato.text_tables import decimals_apart


def stability_report(found: Mapping[str, Scrutiny], notes: Sequence[str] = (), verdict: LazyVerdict = None) -> Report:
    """Return intervals of each weight, breakpoints and critical criteria; as CSV the intervals."""
    know = Section(KNOW, lines=[*notes, *conventions({name: item.ranking for name, item in found.items()})])

    def first() -> Iterable[Section]:
        yield from answer_section(verdict)
        yield from (_intervals_section(method, item, winner_alone=True) for method, item in found.items())
        yield know

    def sections() -> Iterable[Section]:
        yield from answer_section(verdict)
        for method, item in found.items():
            yield from _stability_sections(method, item)
        yield know

    def document() -> dict[str, Any]:
        return document_of("stability", {m: stability_document(item) for m, item in found.items()}, found, notes)

    return Report(sections, lambda: below({m: item.stability.to_frame() for m, item in found.items()}), document, first)


def _intervals_section(method: str, item: Scrutiny, *, winner_alone: bool = False) -> Section:
    lines = [_how(item), *item.stability.notes]
    less = ["percent_low", "percent_high", *(["ranking_low", "ranking_high"] if winner_alone else [])]
    intervals = item.stability.to_frame().drop(columns=less)  # CSV and JSON have them
    ends = [name for name in intervals.columns if name == "weight" or name.endswith(("_low", "_high"))]
    return Section(f"{method}: how far each weight may move", *table(intervals, compared=ends), lines)


def _stability_sections(method: str, item: Scrutiny) -> Iterable[Section]:
    stability = item.stability
    yield _intervals_section(method, item)
    if item.critical is not None:
        frame = item.critical.to_frame().drop(columns="criticality_degree")  # it is percent_any
        notions = item.critical.most_critical.items()
        lines = [
            "The smallest change that makes the first and another (top), or any two, equal; percent of the weight.",
            *(
                f"Most critical, {what.replace('_', ' ')}: {listed(names, whole=True)}."
                for what, names in notions
                if names
            ),
        ]
        title = f"{method}: critical criteria (Triantaphyllou and Sanchez 1997)"
        yield Section(title, *table(frame), lines)
    points = records(stability.breakpoints)
    rows = [[str(p["criterion"]), span, str(p["ranking"])] for p, span in zip(points, _spans(points), strict=True)]
    yield Section(f"{method}: the ranking as each weight moves from 0 to 1", ["criterion", "weight", "ranking"], rows)


def _spans(points: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return points with six decimals and stretches with four, more where ends that differ would read alike."""
    single = decimals_apart([p["low"] for p in points], 6)
    ends = decimals_apart([end for p in points for end in (p["low"], p["high"]) if p["low"] != p["high"]], 4)
    pairs = iter(zip(ends[::2], ends[1::2], strict=True))
    return [text if p["low"] == p["high"] else " to ".join(next(pairs)) for p, text in zip(points, single, strict=True)]


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
