"""Arrange results as text, Markdown, CSV or JSON; nothing is computed here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mcda_nato.checking import arrow
from mcda_nato.csvtables import csv_text
from mcda_nato.documents import to_document
from mcda_nato.evaluation import Ranking
from mcda_nato.labels import guarded, shown
from mcda_nato.overview import Overview
from mcda_nato.problem import DecisionProblem

_MARKDOWN = {ord(mark): f"\\{mark}" for mark in "\\`*_{}[]<>#|"}


@dataclass(frozen=True)
class _Section:
    """A heading, a table of text and lines below it; every part may be empty."""

    title: str
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[str] = ()


def overview_text(overview: Overview) -> str:
    """Return the main job's result as text for a terminal."""
    return "\n".join(_as_text(section) for section in _sections(overview)).strip() + "\n"


def overview_markdown(overview: Overview) -> str:
    """Return the main job's result as Markdown, names escaped."""
    return "\n".join(_as_markdown(section) for section in _sections(overview)).strip() + "\n"


def overview_csv(overview: Overview) -> str:
    """Return the rankings as CSV: one row a profile, method and alternative."""
    frame = overview.to_frame()
    rows = [[_field(value) for value in row] for row in frame.itertuples(index=False)]
    return csv_text([list(frame.columns), *rows])


def overview_json(overview: Overview) -> str:
    """Return the whole result as JSON: problem, rankings, consistency, claims, conventions."""
    document = {
        "problem": to_document(overview.problem),
        "profiles": [_profile(overview, profile) for profile in overview.profiles],
        "claims": None if overview.claims is None else overview.claims.to_dict("records"),
        "undefined": overview.undefined,
        "notes": overview.notes,
        "conventions": _conventions(overview),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"


FORMATS: dict[str, Callable[[Overview], str]] = {
    "table": overview_text,
    "csv": overview_csv,
    "json": overview_json,
    "markdown": overview_markdown,
}


def _sections(overview: Overview) -> Iterable[_Section]:
    yield _problem_section(overview.problem)
    if len(overview.profiles) > 1:
        yield _agreement_section(overview)
    for profile in overview.profiles:
        yield _profile_section(overview, profile)
    if overview.claims is not None:
        yield _claims_section(overview)
    yield _Section("What to know before citing this", lines=[*overview.notes, *_convention_lines(overview)])


def _problem_section(problem: DecisionProblem) -> _Section:
    headers = ["", *(f"{name} {arrow(s)}" for name, s in zip(problem.criteria, problem.senses, strict=True))]
    rows = [
        [name, *(problem.cell(i, j) for j in range(len(problem.criteria)))]
        for i, name in enumerate(problem.alternatives)
    ]
    legend = "An arrow points up where more is better, down where less is."
    if problem.terms is not None or (problem.low != problem.high).any():
        legend = f"Each cell: term, code, [interval]. {legend}"
    return _Section("The decision matrix", headers, rows, [legend])


def _profile_section(overview: Overview, profile: str) -> _Section:
    found = [overview.rankings[profile, method] for method in overview.methods]
    rows = [
        [name, *(_rank_cell(ranking, i) for ranking in found)] for i, name in enumerate(overview.problem.alternatives)
    ]
    rows.append(["lead, of the spread", *(_lead_cell(ranking) for ranking in found)])
    about = overview.descriptions.get(profile)
    lines = [f"Basis: {about}"] if about else []
    lines.append(f"Weights: {_weights_line(found[0])}")
    consistency = overview.consistency.get(profile)
    if consistency is not None:
        lines.append(f"Judgements: {_consistency_line(consistency)}")
    if len(found) > 1 and len(overview.problem.alternatives) > 1:
        lines.append(_agreement_line(overview, profile))
    return _Section(f"Profile {profile}", ["", *overview.methods], rows, lines)


def _rank_cell(ranking: Ranking, i: int) -> str:
    rank = ranking.ranks.iloc[i]
    tie = "=" if (ranking.ranks == rank).sum() > 1 else " "
    return f"{rank}{tie} ({ranking.scores.iloc[i]:.4f})"


def _lead_cell(ranking: Ranking) -> str:
    if len(ranking.problem.alternatives) == 1:
        return "only one"
    if len(ranking.best) > 1:
        return "exact tie"
    return f"{ranking.margin:.1%}{' FRAGILE' if ranking.fragile else ''}"


def _weights_line(ranking: Ranking) -> str:
    return ", ".join(f"{name} {weight:.4f}" for name, weight in ranking.weights.items())


def _consistency_line(consistency: Any) -> str:
    if consistency.CR is None:
        return f"lambda_max {consistency.lambda_max:.4f}, GCI {consistency.GCI:.4f}, no random index for this size"
    verdict = "acceptable" if consistency.CR <= 0.1 else "NOT acceptable: above 0.1"
    return f"CR {consistency.CR:.4f} ({verdict}), lambda_max {consistency.lambda_max:.4f}, GCI {consistency.GCI:.4f}"


def _agreement_line(overview: Overview, profile: str) -> str:
    row = overview.agreement.loc[profile]
    if row["same_ranking"]:
        return "The methods agree on the whole ranking."
    if row["same_winner"]:
        return f"The methods agree on the winner, {_names(row[overview.methods[0]])}, but not on the ranks below."
    return "The methods DISAGREE on the winner: " + "; ".join(
        f"{method} {_names(row[method])}" for method in overview.methods
    )


def _names(best: Any) -> str:
    return " = ".join(best)


def _agreement_section(overview: Overview) -> _Section:
    rows = []
    for profile, row in overview.agreement.iterrows():
        winners = [row[method] for method in overview.methods]
        most = max(winners.count(best) for best in winners)
        verdict = "the whole ranking" if row["same_ranking"] else f"{most} of {len(winners)} on the winner"
        rows.append([str(profile), *(_names(row[method]) for method in overview.methods), verdict])
    return _Section("Who wins, by profile and method", ["", *overview.methods, "agreed"], rows)


def _claims_section(overview: Overview) -> _Section:
    claims = overview.claims
    assert claims is not None  # noqa: S101 - the caller asked
    rows = [[str(c.statement), "yes" if c.holds else "no", str(c.over_intervals)] for c in claims.itertuples()]
    headers = ["the document says, in our words", "at modal codes", "over the intervals"]
    lines = ["Over the intervals: tied at worst means that only the touching ends of two intervals tie."]
    return _Section("Claims of the document, held against its table", headers, rows, lines)


def _convention_lines(overview: Overview) -> list[str]:
    shared = _conventions(overview)
    methods = [f"{name}: {about['method']}; {about['source']}." for name, about in shared["methods"].items()]
    random_index = {c.random_index for c in overview.consistency.values()}
    return [
        *methods,
        f"Ties: {shared['ties']}.",
        f"Lead: {shared['margin']}.",
        "Scores and leads of different methods are on different scales: compare ranks across methods, not scores.",
        *(f"Consistency ratio: random indices of the table {name}." for name in sorted(random_index)),
    ]


def _conventions(overview: Overview) -> dict[str, Any]:
    found = {method: overview.rankings[overview.profiles[0], method].conventions for method in overview.methods}
    first = next(iter(found.values()))
    methods = {name: {key: about[key] for key in ("method", "source")} for name, about in found.items()}
    return {"methods": methods} | {key: first[key] for key in ("weights", "ties", "margin")}


def _profile(overview: Overview, profile: str) -> dict[str, Any]:
    found = {method: overview.rankings[profile, method] for method in overview.methods}
    agreement = overview.agreement.loc[profile]
    consistency = overview.consistency.get(profile)
    return {
        "name": profile,
        "basis": overview.descriptions.get(profile),
        "weights": next(iter(found.values())).weights.to_dict(),
        "consistency": None if consistency is None else asdict(consistency),
        "same_winner": agreement["same_winner"],
        "same_ranking": agreement["same_ranking"],
        "rankings": [
            {
                "method": method,
                "scores": ranking.scores.to_dict(),
                "ranks": ranking.ranks.to_dict(),
                "best": ranking.best,
                "margin": _plain(ranking.margin),
                "fragile": ranking.fragile,
            }
            for method, ranking in found.items()
        ],
    }


def _plain(value: Any) -> Any:
    """Return a NumPy scalar as Python's, what is undefined as null."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN differs from itself


def _field(value: Any) -> object:
    plain = _plain(value)
    return guarded(plain) if isinstance(plain, str) else "" if plain is None else plain


def _as_text(section: _Section) -> str:
    from tabulate import tabulate

    title = shown(section.title)
    parts = [f"{title}\n{'=' * len(title)}"]
    if section.rows:
        rows = [[shown(cell) for cell in row] for row in section.rows]
        headers = [shown(cell) for cell in section.headers]
        parts.append(tabulate(rows, headers=headers, tablefmt="simple", disable_numparse=True))
    parts.append("\n".join(shown(line) for line in section.lines))
    return "\n".join(part for part in parts if part) + "\n"


def _as_markdown(section: _Section) -> str:
    from tabulate import tabulate

    parts = [f"## {_escaped(section.title)}"]
    if section.rows:
        rows = [[_escaped(cell) for cell in row] for row in section.rows]
        headers = [_escaped(cell) for cell in section.headers]
        parts.append(tabulate(rows, headers=headers, tablefmt="pipe", disable_numparse=True))
    parts.append("\n".join(f"- {_escaped(line)}" for line in section.lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _escaped(text: str) -> str:
    return shown(text).translate(_MARKDOWN)
