"""The tables of a report about facts, priorities, rankings and the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from mcda_nato.problem.digest import sense_name
from mcda_nato.report.blocks import Table
from mcda_nato.report.citation import names_cell
from mcda_nato.report.findings import Findings
from mcda_nato.report.overview import problem_section
from mcda_nato.report.sections import Section
from mcda_nato.report.table_cells import read_of
from mcda_nato.report.verdict import verdict_section


def matrix_table(found: Findings) -> Table:
    """Return the ratings, one row an alternative and criterion."""
    p = found.problem
    rows = [
        {
            "alternative": name,
            "criterion": criterion,
            "sense": sense_name(p.senses[j]),
            "value": p.performance[i, j],
            "low": p.low[i, j],
            "high": p.high[i, j],
            "term": "" if p.terms is None else p.terms[i][j],
        }
        for i, name in enumerate(p.alternatives)
        for j, criterion in enumerate(p.criteria)
    ]
    section = problem_section(p)
    return Table(
        "decision_matrix", "The decision matrix", pd.DataFrame(rows), ("alternative", "criterion"),
        **read_of(section, "decision_matrix"),
    )  # fmt: skip


def criteria_table(found: Findings) -> Table:
    """Return criteria with their sense and definition."""
    details = zip(found.problem.details, found.problem.senses, strict=True)
    frame = pd.DataFrame(
        [
            {"criterion": c.name, "sense": sense_name(sense), "contested": c.contested, "definition": c.definition}
            for c, sense in details
        ]
    )
    words = {"max": "more is better", "min": "less is better"}
    rows = [
        [row["criterion"], words[row["sense"]] + (" (contested)" if row["contested"] else ""), row["definition"] or "-"]
        for row in frame.to_dict("records")
    ]
    return Table("criteria", "The criteria", frame, ("criterion",), ["criterion", "sense", "definition"], rows)


def priorities_table(found: Findings) -> Table:
    """Return the weight of each criterion under each profile."""
    overview = found.overview
    weights = {profile: overview.rankings[profile, found.method].weights for profile in overview.profiles}
    frame = pd.DataFrame(
        [
            {"profile": profile, "criterion": str(criterion), "weight": weight}
            for profile, used in weights.items()
            for criterion, weight in used.items()
        ]
    )
    rows = [
        [criterion, *(f"{used[criterion]:.4f}" for used in weights.values())] for criterion in found.problem.criteria
    ]
    lines = [f"{profile}: {about}" for profile, about in overview.descriptions.items()]
    return Table(
        "priorities", "Priorities: the weight of each criterion under each profile", frame, ("profile", "criterion"),
        ["", *weights], rows, lines,
    )  # fmt: skip


def consistency_table(found: Findings) -> Table | None:
    """Return how consistent the judgements of each profile are, nothing where there are none."""
    keys = ("lambda_max", "CI", "CR", "RI", "GCI", "random_index")
    judged = found.overview.consistency
    if not judged:
        return None
    frame = pd.DataFrame([{"profile": name, **{k: getattr(c, k) for k in keys}} for name, c in judged.items()])
    rows = [
        [
            name,
            "-" if c.CR is None else f"{c.CR:.4f}",
            f"{c.lambda_max:.4f}",
            f"{c.GCI:.4f}",
            "no random index" if c.acceptable is None else "yes" if c.acceptable else "NO",
        ]
        for name, c in judged.items()
    ]
    lines = ["CR: consistency ratio of Saaty; up to 0.1 is usually accepted, 0 is free of contradiction."]
    headers = ["profile", "CR", "lambda_max", "GCI", "acceptable"]
    return Table("consistency", "Consistency of the pairwise judgements", frame, ("profile",), headers, rows, lines)


def reasons_table(found: Findings) -> Table:
    """Return every question of the verdict, with what was found."""
    section = verdict_section(found.verdict)
    frame = found.verdict.reasons.reset_index()
    return Table(
        "reasons", "What the verdict rests on", frame, ("question",), section.headers, section.rows,
        [found.verdict.limits],
    )  # fmt: skip


def winners_table(found: Findings) -> Table:
    """Return who is first, by profile and method."""
    overview = found.overview
    frame = pd.DataFrame(
        [
            {
                "profile": profile,
                "method": method,
                "first": names_cell(ranking.best),
                "margin": ranking.margin,
                "fragile": ranking.fragile,
            }
            for (profile, method), ranking in overview.rankings.items()
        ]
    )
    rows = [
        [profile, *(names_cell(overview.rankings[profile, method].best) for method in overview.methods)]
        for profile in overview.profiles
    ]
    return Table(
        "winners", "Who is first under each profile, by each method", frame, ("profile", "method"),
        ["", *overview.methods], rows,
    )  # fmt: skip


def rankings_table(found: Findings) -> Table:
    """Return ranks and scores of all, by profile and method; read is the base profile."""
    overview = found.overview
    order = np.argsort(overview.rankings[found.profile, found.method].ranks.to_numpy(), kind="stable")
    columns = []
    for method in overview.methods:
        ranking = overview.rankings[found.profile, method]
        ranks, scores = ranking.ranks.to_numpy(), ranking.scores.to_numpy()
        shared = np.bincount(ranks)[ranks] > 1
        columns.append([f"{ranks[i]}{'=' if shared[i] else ''} ({scores[i]:.4f})" for i in order])
    names = [found.problem.alternatives[i] for i in order]
    rows = [list(row) for row in zip(names, *columns, strict=True)]
    lines = [
        "Rank, and the score in brackets; = marks a shared rank. Scores of different methods are on different scales."
    ]
    section = Section("", ["", *overview.methods], rows, lines)
    return Table(
        "rankings", f"Ranks and scores under {found.under}", overview.to_frame(),
        ("profile", "method", "alternative"), **read_of(section, "rankings"),
    )  # fmt: skip


def claims_table(found: Findings) -> Table | None:
    """Return the document's statements, held against its table."""
    claims = found.overview.claims
    if claims is None:
        return None
    headers = ["the document says, in our words", "at modal codes", "over the intervals", "section"]
    rows = [
        [str(c.statement), "yes" if c.holds else "no", str(c.over_intervals), str(c.section)]
        for c in claims.itertuples()
    ]
    lines = ["Tied at worst: only the touching ends of two intervals tie."]
    caption = "Statements of the document, held against its own table"
    return Table("claims", caption, claims, ("id",), headers, rows, lines)


def data_table(name: str, caption: str, frame: pd.DataFrame, keys: Sequence[str], columns: Sequence[str]) -> Table:
    """Return rows of the document as a table, of which these columns are read."""
    rows = [[_words(value) for value in row] for row in frame[list(columns)].itertuples(index=False, name=None)]
    return Table(name, caption, frame, keys, [c.replace("_", " ") for c in columns], rows)


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value) or "-"
