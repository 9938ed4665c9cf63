"""The order and content of a report: it follows the document's road map, for any problem."""

from __future__ import annotations

from collections.abc import Iterator

from mcda_nato.datasets.document import (
    load_case_studies,
    load_impacts,
    load_instruments,
    load_phases,
    load_roadmap,
)
from mcda_nato.report.audiences import Audience, audiences, told
from mcda_nato.report.blocks import Block, Chapter, Figure, Lines, Statement, Statements, Table, Working
from mcda_nato.report.change_tables import changes_table, possible_table, reversals_table, stability_table
from mcda_nato.report.findings import Findings
from mcda_nato.report.overview import overview_conventions
from mcda_nato.report.report_figures import (
    drawn,
    intervals_figure,
    ranks_figure,
    reversals_figure,
    shares_figure,
    tornado_figure,
    winners_figure,
)
from mcda_nato.report.report_tables import (
    claims_table,
    consistency_table,
    criteria_table,
    data_table,
    matrix_table,
    priorities_table,
    rankings_table,
    reasons_table,
    winners_table,
)
from mcda_nato.report.share_tables import first_ranks_table, rank_tables
from mcda_nato.report.statements import propositions
from mcda_nato.results import PACKAGE

#: How many chapters a report has at most.
CHAPTERS = 13


def chapters(found: Findings) -> Iterator[Chapter]:
    """Return a report: the answer, objectives, selection, communication, and what to know before citing it."""
    yield Chapter("answer", "The answer", list(_answer(found)))
    yield Chapter("objectives", "1. Assess the objectives", list(_objectives(found)), page=True)
    yield from _selection(found)
    yield from _communication(found)
    yield Chapter("conventions", "4. Conventions, limits and how to verify", list(_conventions(found)), page=True)


def _answer(found: Findings) -> Iterator[Block]:
    verdict = found.verdict
    yield Lines([verdict.headline, verdict.judgement], kind=verdict.kind)
    words = "Weights are priorities: how much each criterion counts. A profile is one set of them, a method a rule that"
    under = found.overview.weights_words(found.profile, "the profile ")
    yield Lines([f"{words} ranks by ratings and weights. The base case is {found.by} under {under}."])
    yield from drawn([winners_figure, tornado_figure], found)
    yield reasons_table(found)
    yield Working()


def _step(found: Findings, order: int) -> Iterator[Block]:
    """Return what the document's road map says of a step."""
    if found.overview.claims is not None:
        row = load_roadmap().set_index("order").loc[order]
        yield Lines([f"Step {order} of the document's road map, {row['step']}: {row['content']} ({row['section']})"])


def _objectives(found: Findings) -> Iterator[Block]:
    yield from _step(found, 1)
    yield criteria_table(found)
    yield priorities_table(found)
    consistency = consistency_table(found)
    if consistency is not None:
        yield consistency


def _selection(found: Findings) -> Iterator[Chapter]:
    title = "2. Select an alternative" if found.overview.claims is None else "2. Select the model"
    yield Chapter("selection", title, [*_step(found, 2), matrix_table(found)], page=True)
    yield Chapter(
        "rankings",
        "Who is first",
        [winners_table(found), *drawn([ranks_figure], found), rankings_table(found)],
        level=3,
    )
    weights = [*_some(first_ranks_table(found)), *drawn([shares_figure], found), *rank_tables(found)]
    if weights and found.several_alternatives:
        yield Chapter("shares", "Under how many priorities", weights, level=3)
    yield Chapter("changes", "What would change the winner", [stability_table(found), changes_table(found)], level=3)
    ratings = [*_some(possible_table(found)), *drawn([intervals_figure], found)]
    if ratings:
        yield Chapter("ratings", "What the intervals of the ratings allow", ratings, level=3)
    others = [*_some(reversals_table(found)), *drawn([reversals_figure], found)]
    if others:
        yield Chapter("list", "Whether it depends on who else is on the list", others, level=3)
    said = _some(claims_table(found))
    if said:
        yield Chapter("claims", "What the document says", said, level=3)


def _some(table: Table | None) -> list[Block]:
    return [] if table is None else [table]


def _communication(found: Findings) -> Iterator[Chapter]:
    said = list(propositions(found))
    about = [
        "Each sentence names the number it rests on, where that stands in results.json, and the call that gives it.",
        "A sentence that may be said is true of these ratings, priorities and methods; it is no advice.",
    ]
    blocks: list[Block] = [*_step(found, 3), Lines(about)]
    if found.overview.claims is not None:
        phases = load_phases()
        blocks.append(
            data_table("phases", "Phases, as the document has them", phases, ("phase",), list(phases.columns))
        )
    yield Chapter("communication", "3. Prepare the communication", blocks, page=True)
    for audience in audiences(found):
        yield _page(audience, found, said)


def _page(audience: Audience, found: Findings, said: list[Statement]) -> Chapter:
    blocks: list[Block] = [Lines([audience.about]), Statements(list(told(audience, found, said)))]
    if found.overview.claims is not None:
        blocks.append(_document_table(audience.name))
    return Chapter(f"to-{audience.name}", audience.title, blocks, level=3, page=True)


def _document_table(audience: str) -> Table:
    """Return what the document has for an audience."""
    if audience == "allies":
        frame = load_instruments()
        return data_table(
            "instruments",
            "Diplomatic instruments, as the document has them",
            frame,
            ("instrument",),
            list(frame.columns),
        )
    if audience == "public":
        frame = load_impacts()
        return data_table(
            "impacts", "What each model is said to gain and lose, not tested here", frame, ("alternative",),
            list(frame.columns),
        )  # fmt: skip
    frame = load_case_studies()
    return data_table("case_studies", "Past cases, as the document tells them", frame, ("year",), list(frame.columns))


def _conventions(found: Findings) -> Iterator[Block]:
    overview = found.overview
    yield Lines([*overview.notes, *overview_conventions(overview), found.verdict.limits, *found.left_out], listed=True)
    yield Lines(
        [
            f"This report is {found.request.result_id}, by {PACKAGE}.",
            "To verify: mcda-nato verify FOLDER makes every file of this folder anew, and compares.",
            "Every table is in tables/, as CSV at full precision and as LaTeX.",
            "Every figure is in figures/, as SVG and PNG; the rows behind it are in tables/.",
            "Every number is in results.json, under its name.",
            f"To quote: {found.verdict.sentence}",
        ],
        listed=True,
    )


def parts_of(found: list[Chapter], kind: type[Block]) -> Iterator[Block]:
    """Return the blocks of one kind, in order."""
    return (block for chapter in found for block in chapter.blocks if isinstance(block, kind))


def tables_of(found: list[Chapter]) -> list[Table]:
    """Return every table, in order."""
    return [block for block in parts_of(found, Table) if isinstance(block, Table)]


def figures_of(found: list[Chapter]) -> list[Figure]:
    """Return every figure, in order."""
    return [block for block in parts_of(found, Figure) if isinstance(block, Figure)]
