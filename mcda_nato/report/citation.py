"""What every report shares: names of winners, frames by method, and what to know before citing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.conclusions.winner import Scrutiny
from mcda_nato.methods.ranking import Ranking
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.sections import Section
from mcda_nato.results import PACKAGE, convention_lines, weights_line

KNOW = "What to know before citing this"


def names_cell(names: Iterable[str]) -> str:
    """Return alternatives that share a rank."""
    return " = ".join(names)


def below(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return frames below each other, the method first."""
    frames = [frame.reset_index() if frame.index.name else frame.copy() for frame in parts.values()]
    for name, frame in zip(parts, frames, strict=True):
        frame.insert(0, "method", name)
    return pd.concat([frame.astype(object) for frame in frames], ignore_index=True)


def know(found: Mapping[str, Scrutiny], notes: Sequence[str]) -> Section:
    """Return the section that every command ends with."""
    rankings = {name: item.ranking for name, item in found.items()}
    first = next(iter(rankings.values()))
    return Section(KNOW, lines=[f"Weights: {weights_line(first.weights.to_dict())}", *notes, *conventions(rankings)])


def conventions(rankings: Mapping[str, Ranking]) -> list[str]:
    """Return what a citation must state of each method."""
    return convention_lines({name: ranking.conventions for name, ranking in rankings.items()})


def document_of(
    what: str, methods: dict[str, Any], found: Mapping[str, Scrutiny], notes: Sequence[str]
) -> dict[str, Any]:
    """Return what is known of each method beside the weights and the notes."""
    first = next(iter(found.values())).ranking
    return {
        "weights": first.weights.to_dict(),
        what: methods,
        "notes": notes,
        "conventions": {name: item.ranking.conventions for name, item in found.items()},
        "provenance": provenance_of(first.problem),
    }


def provenance_of(problem: DecisionProblem, **about: Any) -> dict[str, Any]:
    """Return what a document was computed from: the version, the digest of the problem, and what else is said."""
    return {"package": PACKAGE, "problem": digest(problem), **about}
