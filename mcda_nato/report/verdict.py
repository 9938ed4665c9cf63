"""Arrange a verdict, which stands first in every report; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from mcda_nato.conclusions.verdict import Verdict
from mcda_nato.report.sections import Section, records

#: A verdict that is formed when a text is written; tables for machines do without it.
LazyVerdict: TypeAlias = "Callable[[], Verdict] | None"


def verdict_section(found: Verdict) -> Section:
    """Return who wins and how surely, and below it every question that was asked."""
    rows = [[reason.question, reason.says, reason.finding] for reason in found.asked]
    return Section("", ["asked", "says", "found"], rows, [found.headline, found.judgement], kind=found.kind)


def answer_section(verdict: LazyVerdict, own: Sequence[str] = ()) -> list[Section]:
    """Return the verdict in its two lines, and below it the answer to what was asked besides."""
    if verdict is None:
        return []
    found = verdict()
    return [Section("", lines=[found.headline, found.judgement, *own], kind=found.kind)]


def verdict_document(found: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values."""
    return {
        "kind": found.kind,
        "winner": found.winner,
        "sentence": found.sentence,
        "reasons": records(found.reasons),
        "thresholds": dict(found.thresholds),
    }
