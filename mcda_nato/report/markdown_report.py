"""A report as Markdown, names escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mcda_nato.report.blocks import Block, Chapter, Figure, Lines, Statement, Statements, Table
from mcda_nato.results import markdown_escaped, markdown_table


def markdown_report(title: str, found: Sequence[Chapter]) -> str:
    """Return chapters as one Markdown text; figures are named by their place in the folder."""
    parts = [f"# {markdown_escaped(title)}"]
    for chapter in found:
        parts.append(f"{'#' * chapter.level} {markdown_escaped(chapter.title)}")
        parts.extend(part for block in chapter.blocks for part in _parts(block))
    return "\n\n".join(part for part in parts if part) + "\n"


def _parts(block: Block) -> Iterator[str]:
    if isinstance(block, Lines):
        yield _points(block.texts) if block.listed else "\n\n".join(map(markdown_escaped, block.texts))
    elif isinstance(block, Table) and block.rows:
        yield f"**{markdown_escaped(block.caption)}**"
        yield markdown_table(block.headers, block.rows)
        yield _points(block.lines)
    elif isinstance(block, Figure):
        yield f"![{markdown_escaped(block.alt)}](figures/{block.name}.svg)"
        yield markdown_escaped(f"{block.caption}. {block.reading}".strip())
    elif isinstance(block, Statements):
        yield from _statements(block)


def _statements(block: Statements) -> Iterator[str]:
    for title, holds in (("What may be said", True), ("What must not be claimed", False)):
        found = [statement for statement in block.found if statement.holds is holds]
        if found:
            yield f"#### {title}"
            yield "\n".join(map(_statement, found))


def _statement(found: Statement) -> str:
    rests = [found.evidence, f"confidence: {found.confidence}", f"results.json {found.key}", found.call]
    return "\n".join([f"- **{markdown_escaped(found.claim)}**", *(f"  - {markdown_escaped(text)}" for text in rests)])


def _points(texts: Sequence[str]) -> str:
    return "\n".join(f"- {markdown_escaped(text)}" for text in texts)
