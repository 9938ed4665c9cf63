"""Arrange results as text, Markdown, CSV or JSON; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mcda_nato.arrays import IntArray
from mcda_nato.conclusions.claims import THROUGHOUT
from mcda_nato.conclusions.overview import Overview
from mcda_nato.conclusions.winner import both_modes
from mcda_nato.judgements.consistency import Consistency
from mcda_nato.methods.ranking import Ranking
from mcda_nato.percentages import percent
from mcda_nato.problem.checks import arrow
from mcda_nato.problem.digest import to_document
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.acceptance import acceptance_document, acceptance_section
from mcda_nato.report.citation import KNOW, conventions, names_cell
from mcda_nato.report.flips import change_lines, flip_document, flip_section, one_weight_cells
from mcda_nato.report.possible_ranks import possible_document, possible_section
from mcda_nato.report.reversal import reversal_document, reversal_section
from mcda_nato.report.sections import Report, Section, records
from mcda_nato.report.stability import stability_document
from mcda_nato.report.verdict import verdict_document, verdict_section
from mcda_nato.results import weights_line
from mcda_nato.text_tables import decimals_apart

_SHOWN = 20  # alternatives by rank that are read first


def overview_report(overview: Overview) -> Report:
    """Return the main job's result: as CSV the rankings, one row a profile, method and alternative."""
    return Report(
        lambda: _sections(overview), overview.to_frame, lambda: _document(overview), lambda: _first_sections(overview)
    )


def _document(overview: Overview) -> dict[str, Any]:
    document = {
        "verdict": verdict_document(overview.verdict),
        "problem": to_document(overview.problem),
        "profiles": [_profile(overview, profile) for profile in overview.profiles],
        "claims": None if overview.claims is None else records(overview.claims),
        "undefined": overview.undefined,
        "notes": overview.notes,
        "conventions": overview.conventions,
    }
    if overview.claims is not None:
        document |= {
            "acceptance": {name: acceptance_document(found) for name, found in overview.shares.items()},
            "scrutiny": {profile: _scrutiny(overview, profile) for profile in overview.profiles},
            "reversals": {
                method: reversal_document(item.audit)
                for method, item in both_modes(overview.scrutinies(overview.profiles[0])).items()
            },
        }
    return document


def _scrutiny(overview: Overview, profile: str) -> dict[str, Any]:
    return {
        method: {
            "fragile": item.fragile,
            "stability": stability_document(item),
            "flips": flip_document(item),
            "possible_ranks": possible_document(item.possible),
        }
        for method, item in overview.scrutinies(profile).items()
    }


def _first_sections(overview: Overview) -> Iterable[Section]:
    """Return the answer, where it loses, what decides, the ranks, and where to read on."""
    first = overview.profiles[0]
    yield verdict_section(overview.verdict)
    if len(overview.profiles) > 1:
        yield _agreement_section(overview)
    if overview.shares:
        yield _shares_section(overview)
    yield _deciding_section(overview)
    yield _ranks_section(overview, first)
    claims = overview.claims
    said = [] if claims is None else [claims_line(claims)]
    yield Section(KNOW, lines=[*said, *overview.notes, *overview_conventions(overview), overview.verdict.limits])
    yield Section("Where to read on", ["command", "answers"], _READ_ON)


def _shares_section(overview: Overview) -> Section:
    """Return the shares of all methods, in the order of those of the verdict, which bars show."""
    shares = overview.shares[overview.headline].first_rank.to_numpy()
    order = np.argsort(-shares, kind="stable")
    found = acceptance_section(overview.shares)
    lines = [*found.lines, f"The bars show {overview.headline}."]
    return replace(found, rows=[found.rows[i] for i in order], shares=shares[order].tolist(), lines=lines)


_READ_ON = [
    ["mcda-nato --full", "everything, with every profile and what would change it"],
    ["mcda-nato acceptance, sweep", "under what share of the weights each has each rank"],
    ["mcda-nato stability, flip", "how far a weight, a judgement or a rating may move"],
    ["mcda-nato possible", "which ranks are possible within the intervals of the ratings"],
    ["mcda-nato reversals", "whether the order depends on which others are in the list"],
    ["--format json, csv, markdown", "the same for a program or a document, at full precision"],
]


def _deciding_section(overview: Overview) -> Section:
    """Return the one weight whose smallest change makes another first: by profile, of one profile by method."""
    method, first = overview.verdict.baseline.method.name, overview.profiles[0]
    several = len(overview.profiles) > 1
    found = (
        {profile: overview.scrutinies(profile)[overview.headline] for profile in overview.profiles}
        if several
        else overview.scrutinies(first)
    )
    rows = [[name, names_cell(item.ranking.best), *one_weight_cells(item)] for name, item in found.items()]
    headers = ["", "first now", "weight of", "from", "to", "then first"]
    title = f"What decides: the one weight that need move least{f' by {method}' if several else ''}"
    return Section(title, headers, rows, ["The other weights keep their proportions; beyond that value another leads."])


def _ranks_section(overview: Overview, profile: str) -> Section:
    """Return the first alternatives by rank, in the order of the method of the verdict."""
    found = {method: overview.rankings[profile, method] for method in overview.methods}
    order = np.argsort(found[overview.headline].ranks.to_numpy(), kind="stable")
    names = overview.problem.alternatives
    columns = {method: _ranks_column(ranking, order[:_SHOWN]) for method, ranking in found.items()}
    rows = [[names[i], *cells] for i, *cells in zip(order, *columns.values(), strict=False)]
    rows.append(["lead, of the spread", *(_lead_cell(ranking) for ranking in found.values())])
    left = len(names) - len(order[:_SHOWN])
    lines = [f"And {left:,} more: --full, or --format csv, has all."] if left else []
    weights = weights_line(found[overview.headline].weights.to_dict())
    title = f"By rank under {overview.weights_words(profile)}"
    return Section(title, ["", *columns], rows, [*lines, f"Weights: {weights}"])


def _sections(overview: Overview) -> Iterable[Section]:
    yield verdict_section(overview.verdict)
    yield problem_section(overview.problem)
    if len(overview.profiles) > 1:
        yield _agreement_section(overview)
    whole = overview.claims is not None
    if whole:
        yield acceptance_section(overview.shares)
    for profile in overview.profiles:
        yield _profile_section(overview, profile)
        if whole:
            under = overview.weights_words(profile)
            yield flip_section(overview.scrutinies(profile), f"What would change the winner under {under}")
    if whole:
        first, under = overview.profiles[0], overview.weights_words(overview.profiles[0])
        possible = {method: item.possible for method, item in overview.scrutinies(first).items()}
        yield possible_section(possible, f"Ranks possible within the intervals of the ratings under {under}")
        yield reversal_section(
            both_modes(overview.scrutinies(first)), f"Does the order depend on the set, under {under}?"
        )
        yield _claims_section(overview)
    changes = change_lines(overview.scrutinies(overview.profiles[0])) if whole else []
    yield Section(KNOW, lines=[*overview.notes, *overview_conventions(overview), overview.verdict.limits, *changes])


def problem_section(problem: DecisionProblem) -> Section:
    """Return the decision matrix as a section."""
    headers = ["", *(f"{name} {arrow(s)}" for name, s in zip(problem.criteria, problem.senses, strict=True))]
    rows = [
        [name, *(problem.cell(i, j) for j in range(len(problem.criteria)))]
        for i, name in enumerate(problem.alternatives)
    ]
    legend = "An arrow points up where more is better, down where less is."
    if problem.terms is not None or (problem.low != problem.high).any():
        legend = f"Each cell: term, code, [interval]. {legend}"
    return Section("The decision matrix", headers, rows, [legend])


def _profile_section(overview: Overview, profile: str) -> Section:
    found = [overview.rankings[profile, method] for method in overview.methods]
    every = np.arange(len(overview.problem.alternatives))
    columns = [_ranks_column(ranking, every) for ranking in found]
    rows = [list(row) for row in zip(overview.problem.alternatives, *columns, strict=True)]
    rows.append(["lead, of the spread", *(_lead_cell(ranking) for ranking in found)])
    about = overview.descriptions.get(profile)
    lines = [f"Basis: {about}"] if about else []
    lines.append(f"Weights: {weights_line(found[0].weights.to_dict())}")
    consistency = overview.consistency.get(profile)
    if consistency is not None:
        lines.append(f"Judgements: {_consistency_line(consistency)}")
    if len(found) > 1 and len(overview.problem.alternatives) > 1:
        lines.append(_agreement_line(overview, profile))
    return Section(f"Profile {profile}", ["", *overview.methods], rows, lines)


def _ranks_column(ranking: Ranking, which: IntArray) -> list[str]:
    """Return rank and score of some alternatives."""
    ranks, scores = ranking.ranks.to_numpy(), ranking.scores.to_numpy()
    shared = np.bincount(ranks)[ranks] > 1
    texts = decimals_apart([float(score) for score in scores], 4)
    return [f"{ranks[i]}{'=' if shared[i] else ' '} ({texts[i]})" for i in which]


def _lead_cell(ranking: Ranking) -> str:
    if len(ranking.problem.alternatives) == 1:
        return "only one"
    if len(ranking.best) > 1:
        return "exact tie"
    return f"{percent(float(np.asarray(ranking.margin)))}{' FRAGILE' if ranking.fragile else ''}"


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
        return f"The methods agree on the winner, {names_cell(row[overview.methods[0]])}, but not on the ranks below."
    return "The methods DISAGREE on the winner: " + "; ".join(
        f"{method} {names_cell(row[method])}" for method in overview.methods
    )


def _agreement_section(overview: Overview) -> Section:
    rows = []
    for profile, row in overview.agreement.iterrows():
        winners = [row[method] for method in overview.methods]
        most = max(winners.count(best) for best in winners)
        verdict = "whole ranking" if row["same_ranking"] else f"winner {most} of {len(winners)}"
        rows.append([str(profile), *(names_cell(row[method]) for method in overview.methods), verdict])
    return Section("Where it wins and where it loses", ["", *overview.methods, "agreed"], rows)


def _claims_section(overview: Overview) -> Section:
    claims = overview.claims
    assert claims is not None  # noqa: S101 - the caller asked
    rows = [
        [str(c.statement), str(c.tested), "yes" if c.holds else "no", str(c.over_intervals)]
        for c in claims.itertuples()
    ]
    headers = ["the document says, in our words", "tested", "at modal codes", "over the intervals"]
    tied = "Over the intervals: tied at worst means that only the touching ends of two intervals tie."
    return Section("Claims of the document, held against its table", headers, rows, [claims_line(claims), tied])


def claims_line(claims: pd.DataFrame) -> str:
    """Say how many of the document's statements its own table bears out, and how surely."""
    throughout = int((claims["holds"] & claims["over_intervals"].isin(THROUGHOUT)).sum())
    return (
        f"Of the document's {len(claims)} statements, by what of them its table can test, {claims['holds'].sum()} hold "
        f"at the modal codes; {throughout} of them throughout the intervals, whose ends may touch."
    )


def overview_conventions(overview: Overview) -> list[str]:
    """Return what a citation must state of all methods and judgements together."""
    rankings = {method: overview.rankings[overview.profiles[0], method] for method in overview.methods}
    random_index = {c.random_index for c in overview.consistency.values()}
    return [
        *conventions(rankings),
        "Scores and leads of different methods are on different scales: compare ranks across methods, not scores.",
        *(f"Consistency ratio: random indices of the table {name}." for name in sorted(random_index)),
    ]


def _consistency(found: Consistency) -> dict[str, Any]:
    keys = ("lambda_max", "CI", "CR", "RI", "GCI", "random_index")
    return {key: getattr(found, key) for key in keys}


def _profile(overview: Overview, profile: str) -> dict[str, Any]:
    found = {method: overview.rankings[profile, method] for method in overview.methods}
    agreement = overview.agreement.loc[profile]
    consistency = overview.consistency.get(profile)
    return {
        "name": profile,
        "basis": overview.descriptions.get(profile),
        "weights": next(iter(found.values())).weights.to_dict(),
        "consistency": None if consistency is None else _consistency(consistency),
        "same_winner": agreement["same_winner"],
        "same_ranking": agreement["same_ranking"],
        "rankings": [
            {
                "method": method,
                "scores": ranking.scores.to_dict(),
                "ranks": ranking.ranks.to_dict(),
                "best": ranking.best,
                "margin": ranking.margin,
                "fragile": ranking.fragile,
            }
            for method, ranking in found.items()
        ],
    }
