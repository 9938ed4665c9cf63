"""Arrange sampled shares as reports: who is first in what share of the scenarios, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.percentages import percent
from mcda_nato.report.acceptance import acceptance_document, asked_provenance, index_sections, shares_frame
from mcda_nato.report.citation import KNOW, conventions, names_cell
from mcda_nato.report.sections import Report, Section, with_details
from mcda_nato.results import weights_line


def sweep_report(
    found: Mapping[str, Acceptance], limits: Sequence[str], notes: Sequence[str], arguments: Mapping[str, Any]
) -> Report:
    """Return the answer, then every index; as CSV the shares of ranks."""

    def first() -> Iterable[Section]:
        yield Section("", lines=[answer(name, shares) for name, shares in found.items()])
        yield first_rank_section(found, _limits(limits, arguments))
        yield know()

    def sections() -> Iterable[Section]:
        indices = (section for method, shares in found.items() for section in index_sections(method, shares))
        return with_details(first, indices)

    def know() -> Section:
        lines = [f"{name}: {_drawn(shares)}" for name, shares in found.items()]
        ranked = {name: shares.baseline for name, shares in found.items()}
        return Section(KNOW, lines=[*lines, "+- is one standard error.", *notes, *conventions(ranked)])

    def document() -> dict[str, Any]:
        return {
            "limits": limits,
            "sweep": {method: sweep_document(shares) for method, shares in found.items()},
            "notes": notes,
            "provenance": asked_provenance(found, arguments),
        }

    return Report(sections, lambda: shares_frame(found), document, first)


def sweep_document(found: Acceptance) -> dict[str, Any]:
    """Return every index as plain values, with the standard errors."""
    sampled = {"standard_error": found.standard_error.T.to_dict(), "separated": found.separated}
    return acceptance_document(found) | {"best": found.best} | sampled


def answer(method: str, found: Acceptance) -> str:
    """Say in one line who is first most often, and how sure that is."""
    share, error = (part[list(found.best)].iloc[0] for part in (found.first_rank, found.standard_error[1]))
    each = "each " if len(found.best) > 1 else ""
    of = f"{found.n:,} scenarios"
    how = f"every one of {of}" if share == 1.0 else f"{_percent(share, error)} of {of}"
    return f"{method}: {names_cell(found.best)}, {each}first in {how}{_stopped(found)}."


def _stopped(found: Acceptance) -> str:
    """Say what a stopping rule found."""
    until = found.recorded.get("until")
    if until is None:
        return ""
    what = "separated from all others" if until == "separated" else f"every share known to {until:g}"
    sure = f"with {100 * found.recorded['confidence']:g}% confidence"
    return f"; {what} {sure}" if found.separated else f"; not yet {what} {sure}"


def _percent(share: float, error: float) -> str:
    digits = max(_decimals(error) - 2, 1)
    text = f"{100 * share:.{digits}f}%"
    whole = float(text[:-1]) in (0.0, 100.0)  # what is neither never reads so
    return (percent(share) if whole else text) + ("" if _unknown(error) else f" +- {100 * error:.{digits}f}%")


def _unknown(error: float) -> bool:
    return math.isnan(error) or error == 0.0


def _decimals(error: float) -> int:
    """Return as many decimals as show two digits of an error, three at least."""
    return 3 if _unknown(error) else min(max(1 - math.floor(math.log10(error)), 3), 12)


def first_rank_section(found: Mapping[str, Acceptance], limits: str) -> Section:
    """Return a table of first-rank shares with their errors, by method."""
    names = next(iter(found.values())).baseline.problem.alternatives
    columns = [_with_errors(shares.first_rank, shares.standard_error[1]) for shares in found.values()]
    rows = [[name, *cells] for name, cells in zip(names, zip(*columns, strict=True), strict=True)]
    return Section("The share of the scenarios in which each is first", ["", *found], rows, [limits])


def _with_errors(shares: pd.Series, errors: pd.Series) -> list[str]:
    digits = max(map(_decimals, errors))
    return [
        f"{share:.{digits}f}" + ("" if _unknown(error) else f" +- {error:.{digits}f}")
        for share, error in zip(shares, errors, strict=True)
    ]


def _limits(limits: Sequence[str], arguments: Mapping[str, Any]) -> str:
    """Say which weights are drawn."""
    if arguments.get("spread") is not None:
        middle = weights_line(arguments["around"])
        return f"Weights drawn about {middle}, with a standard deviation of at most {arguments['spread']:g}."
    return f"Only weights with {', '.join(limits)}." if limits else "All weights, uniformly."


def _drawn(found: Acceptance) -> str:
    """Say how the scenarios were drawn."""
    about = found.recorded
    cut = about.get("until") is None and about["n_asked"] > about["n"]
    short = f" of {about['n_asked']:,} asked for" if cut else ""
    return f"{found.n:,} scenarios{short}; rng {about['rng']}, sampling {about['sampling']}, cells {about['cells']}."
