"""What a report is built of: chapters of text, tables, figures and statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pandas as pd


@dataclass(frozen=True, eq=False)
class Lines:
    """Sentences, as paragraphs or as the points of a list."""

    texts: Sequence[str]
    listed: bool = False
    kind: str = ""  # of a verdict, which colours it


@dataclass(frozen=True, eq=False)
class Table:
    """A table: a frame at full precision for files, and what a reader sees of it.

    Attributes
    ----------
    name : str
        Of its files and of its object in results.json.
    caption : str
    frame : DataFrame
        Tidy; no two rows agree in the columns `keys`, which name the number in every other.
    keys : sequence of str
    headers, rows : what is read, as text; nothing where the table is for files alone
    lines : sequence of str
        Below the table.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    keys: Sequence[str]
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture as files, what it shows in words, and the frame behind it."""

    name: str
    caption: str
    alt: str
    frame: pd.DataFrame
    svg: bytes
    png: bytes
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    reading: str = ""


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence that may be said, or must not be claimed, and what it rests on.

    Attributes
    ----------
    name : str
        Of the proposition: what may be said under a name is claimed nowhere else under it.
    claim : str
        The sentence.
    holds : bool
        Whether it may be said.
    evidence : str
        The numbers for it, or against it.
    confidence : str
        How sure these numbers are.
    key : str
        Pointer (RFC 6901) to the number in results.json.
    call : str
        The call that gives it.
    """

    name: str
    claim: str
    holds: bool
    evidence: str
    confidence: str
    key: str
    call: str


@dataclass(frozen=True, eq=False)
class Statements:
    """What may be said to one audience, and what must not be claimed."""

    found: Sequence[Statement]


@dataclass(frozen=True, eq=False)
class Working:
    """The place of the part of the page that its reader moves."""


Block: TypeAlias = Lines | Table | Figure | Statements | Working


@dataclass(frozen=True, eq=False)
class Chapter:
    """A heading with blocks below it; `level` 3 stands within the chapter before it, `page` begins a page in print."""

    name: str
    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    level: int = 2
    page: bool = False


def nested(frame: pd.DataFrame, keys: Sequence[str]) -> dict[str, Any]:
    """Return the rows of a frame as objects within objects, by the names in the key columns in order.

    Raises
    ------
    ValueError
        Where two rows have the same names.
    """
    found: dict[str, Any] = {}
    others = [column for column in frame.columns if column not in keys]
    for row in frame.to_dict("records"):
        under = found
        for key in keys[:-1]:
            under = under.setdefault(str(row[key]), {})
        name = str(row[keys[-1]])
        if name in under:
            raise ValueError(f"two rows of the table are called {name}")
        under[name] = {str(column): row[column] for column in others}
    return found


def pointer(*names: object) -> str:
    """Return the JSON pointer (RFC 6901) to what these names lead to."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)
