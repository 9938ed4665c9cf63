"""Arrange acceptabilities as reports; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.errors import NotExact
from mcda_nato.labels import listed
from mcda_nato.percentages import percent, under_share
from mcda_nato.report.citation import KNOW, below, conventions, names_cell, provenance_of
from mcda_nato.report.sections import Report, Section, cell, table, with_details
from mcda_nato.text_tables import decimals_apart

_NONE: Mapping[str, Any] = {}


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
        return decimals_apart(found.first_rank.tolist(), 6 if found.exact else 3)
    except NotExact:
        return ["-"] * len(found.baseline.problem.alternatives)


def _acceptance_lines(method: str, found: Acceptance) -> Iterable[str]:
    sampled = "" if found.exact else "sampled, "
    yield f"{method}: {sampled}{found.accuracy}; weights uniform on that set."
    for group in found.tied:
        yield f"{method}: {listed(group, whole=True)} always tie."
    yield from (f"{method}: {note}" for note in found.notes)


def acceptance_report(
    found: Mapping[str, Acceptance],
    limits: Sequence[str] = (),
    notes: Sequence[str] = (),
    arguments: Mapping[str, Any] = _NONE,
) -> Report:
    """Return every index; as CSV the shares of ranks."""

    def first() -> Iterable[Section]:
        which = "the weights allowed" if limits else "all weights"
        yield Section("", lines=[_answer(method, shares, which) for method, shares in found.items()])
        yield acceptance_section(found, limits)
        yield know()

    def sections() -> Iterable[Section]:
        indices = (section for method, acceptance in found.items() for section in index_sections(method, acceptance))
        return with_details(first, indices)

    def know() -> Section:
        return Section(KNOW, lines=[*notes, *conventions({name: item.baseline for name, item in found.items()})])

    def document() -> dict[str, Any]:
        return {
            "limits": limits,
            "acceptance": {method: acceptance_document(acceptance) for method, acceptance in found.items()},
            "notes": notes,
            "provenance": asked_provenance(found, arguments),
        }

    return Report(sections, lambda: shares_frame(found), document, first)


def _answer(method: str, found: Acceptance, which: str) -> str:
    """Say in one line who is first under most weights, and who comes next."""
    try:
        shares = found.first_rank
    except NotExact as beyond:
        return f"{method}: {beyond.on_command_line}"
    rest = shares.drop(list(found.best))
    after = "" if rest.empty or rest.max() <= 0 else f"; next {rest.idxmax()}, {percent(float(rest.max()), 2)}"
    most = under_share(float(shares.max()), 2, others=bool((rest > 0).any()))
    return f"{method}: {names_cell(found.best)}, first {most} of {which}{after} ({found.accuracy})."


def asked_provenance(found: Mapping[str, Acceptance], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what shares were computed from: the version, the problem, the methods and what was asked."""
    problem = next(iter(found.values())).baseline.problem
    return provenance_of(problem, arguments={"method": list(found), **arguments})


def shares_frame(found: Mapping[str, Acceptance]) -> pd.DataFrame:
    """Return the shares of all ranks below each other, by method."""
    return below({method: _shares(item) for method, item in found.items()})


def _shares(found: Acceptance) -> pd.DataFrame:
    try:
        return found.to_frame()
    except NotExact:
        return pd.DataFrame(columns=["alternative", "rank", "share", "standard_error"])


def index_sections(method: str, found: Acceptance) -> Iterable[Section]:
    """Return the tables of one method: ranks, central weights, pairs."""
    title = f"{method}: share of each rank"
    try:
        yield Section(title, *table(found.rank_acceptability, 6))
        yield Section(
            f"{method}: typical weights of those who favour an alternative (central weights)",
            *table(found.central_weights, names=True),
        )
    except NotExact as beyond:
        yield Section(title, lines=[beyond.on_command_line])
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
        document["not_computed"] = beyond.on_command_line
    return document | {"notes": found.notes, "error": found.error}
