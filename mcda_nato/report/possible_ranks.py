"""Arrange possible ranks as reports; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mcda_nato.ambiguity.possible_ranks import PossibleRanks
from mcda_nato.ambiguity.rank_cases import RankCase
from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.report.citation import below, document_of, know, names_cell
from mcda_nato.report.sections import Report, Section, as_given, records, with_details
from mcda_nato.report.verdict import LazyVerdict, answer_section


def possible_section(found: Mapping[str, PossibleRanks], title: str) -> Section:
    """Return the span of ranks of each alternative, by method."""
    names: Sequence[str] = next(iter(found.values())).problem.alternatives
    spans = [[_ranks_cell(row) for row in records(possible.to_frame())] for possible in found.values()]
    rows = [[name, *cells] for name, *cells in zip(names, *spans, strict=True)]
    lines = ["A span is exact unless marked: then an end in brackets is not excluded, but was not found."]
    return Section(title, ["", *found], rows, lines if any("(" in cell for row in rows for cell in row[1:]) else [])


def _ranks_cell(row: dict[str, Any]) -> str:
    best, worst = str(row["best_attained"]), str(row["worst_attained"])
    if not row["exact_best"]:
        best = f"({row['best_bound']}) {best}"
    if not row["exact_worst"]:
        worst = f"{worst} ({row['worst_bound']})"
    return best if best == worst else f"{best} to {worst}"


def possible_report(found: Mapping[str, Scrutiny], notes: Sequence[str] = (), verdict: LazyVerdict = None) -> Report:
    """Return possible ranks and the cells responsible; as CSV the ranks."""
    ranks = {method: item.possible for method, item in found.items()}

    def first() -> Iterable[Section]:
        yield from answer_section(verdict, _answers(ranks))
        yield possible_section(ranks, "Ranks that are possible within the intervals of the ratings")
        yield know(found, notes)

    def sections() -> Iterable[Section]:
        return with_details(first, (_cases_section(method, possible) for method, possible in ranks.items()))

    def document() -> dict[str, Any]:
        methods = {m: possible_document(p) | {"cases": _case_documents(p)} for m, p in ranks.items()}
        return document_of("possible_ranks", methods, found, notes)

    return Report(sections, lambda: below({m: possible.to_frame() for m, possible in ranks.items()}), document, first)


def _answers(found: Mapping[str, PossibleRanks]) -> list[str]:
    """Say by each method who can be first at all, and who is whatever the ratings."""
    compared = next(iter(found.values())).problem.settled
    if not (compared.low < compared.high).any():
        return ["No rating has an interval: every alternative has the rank that it has."]
    lines = []
    for method, possible in found.items():
        sure = f"; first whatever they are: {names_cell(possible.necessarily_first)}" * bool(possible.necessarily_first)
        lines.append(f"{method}: first for some ratings: {', '.join(possible.possibly_first)}{sure}.")
    return lines


def _cases(possible: PossibleRanks) -> Iterable[tuple[str, str, RankCase]]:
    for name in possible.problem.alternatives:
        yield name, "best", possible.best_case(name)
        yield name, "worst", possible.worst_case(name)


def _cases_section(method: str, possible: PossibleRanks) -> Section:
    rows: list[list[str]] = []
    for name, what, case in _cases(possible):
        cells = [
            [f"{row['alternative']} on {row['criterion']}", as_given(row["modal"]), as_given(row["value"])]
            for row in records(case.to_frame())
        ]
        heads = [[name, f"{what}, {case.rank}"], *[["", ""]] * len(cells)]
        rows.extend([*head, *moved] for head, moved in zip(heads, cells or [["as they are", "", ""]], strict=False))
    title = f"{method}: a coding that gives the best and the worst rank, and the ratings it must change"
    return Section(title, ["", "rank", "rating", "from", "to"], rows)


def possible_document(possible: PossibleRanks) -> dict[str, Any]:
    """Return possible ranks and preferences as plain values."""
    return {
        "ranks": records(possible.to_frame()),
        "necessarily_first": possible.necessarily_first,
        "possibly_first": possible.possibly_first,
        "necessary_preference": possible.necessary_preference.T.to_dict(),
        "possible_preference": possible.possible_preference.T.to_dict(),
    }


def _case_documents(possible: PossibleRanks) -> list[dict[str, Any]]:
    return [
        {"alternative": name, "case": what, "rank": case.rank, "cells": records(case.to_frame())}
        for name, what, case in _cases(possible)
    ]
