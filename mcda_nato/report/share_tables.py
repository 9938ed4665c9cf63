"""The tables of shares of weights: under how many priorities each has which rank."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from mcda_nato.acceptability.acceptance import Acceptance
from mcda_nato.errors import NotExact
from mcda_nato.report.acceptance import acceptance_section
from mcda_nato.report.blocks import Table
from mcda_nato.report.findings import MANY, Findings
from mcda_nato.report.sections import table
from mcda_nato.report.table_cells import read_of


def first_ranks_table(found: Findings) -> Table | None:
    """Return under what share of all weights each is first."""
    if not found.shares:
        return None
    parts = [_first_ranks(method, acceptance) for method, acceptance in found.shares.items()]
    section = acceptance_section(found.shares)
    return Table(
        "first_ranks", "Of all weights, the share under which each is first", pd.concat(parts, ignore_index=True),
        ("method", "alternative"), **read_of(section, "first_ranks"),
    )  # fmt: skip


def _first_ranks(method: str, found: Acceptance) -> pd.DataFrame:
    try:
        share, error = found.first_rank, found.standard_error[1]
    except NotExact:
        share = error = pd.Series(np.nan, found.baseline.problem.alternative_index)
    frame = pd.DataFrame({"method": method, "alternative": list(share.index), "share": share.to_numpy()})
    return frame.assign(
        standard_error=error.to_numpy(), expected_rank=found.expected_rank.to_numpy(), exact=found.exact, n=found.n
    )


def rank_tables(found: Findings) -> Iterator[Table]:
    """Return the shares of all ranks, who beats whom and central weights, where the alternatives are not many."""
    if len(found.problem.alternatives) > MANY:
        return
    for name, caption, keys, rows_of, read in _OF_SHARES:
        parts = [rows_of(method, acceptance) for method, acceptance in found.shares.items()]
        known = [part for part in parts if part is not None]
        if known:
            shown = _shown(found.shares.get(found.method), read)
            frame = pd.concat(known, ignore_index=True)
            yield Table(name, f"{caption}, by {found.by}", frame, ("method", *keys), *shown)


def _shown(found: Acceptance | None, read: str) -> tuple[list[str], list[list[str]]]:
    """Return one of the frames of a result as text, nothing where it is not known."""
    if found is None:
        return [], []
    try:
        return table(getattr(found, read), names=True)
    except NotExact:
        return [], []


def _all_ranks(method: str, found: Acceptance) -> pd.DataFrame | None:
    try:
        return found.to_frame().assign(method=method)
    except NotExact:
        return None


def _central(method: str, found: Acceptance) -> pd.DataFrame | None:
    try:
        weights, factors = found.central_weights, found.confidence_factors
    except NotExact:
        return None
    rows = [
        {"method": method, "alternative": name, "criterion": criterion, "weight": weights.loc[name, criterion]}
        | {"confidence_factor": factors[name]}
        for name in weights.index
        for criterion in weights.columns
    ]
    return pd.DataFrame(rows)


def _pairs(method: str, found: Acceptance) -> pd.DataFrame:
    share = found.pairwise_winning
    rows = [
        {"method": method, "alternative": name, "other": other, "ahead": share.loc[name, other]}
        for name in share.index
        for other in share.columns
        if name != other
    ]
    return pd.DataFrame(rows, columns=["method", "alternative", "other", "ahead"])


_OF_SHARES = (
    (
        "rank_shares",
        "Share of all weights under which each has each rank",
        ("alternative", "rank"),
        _all_ranks,
        "rank_acceptability",
    ),
    (
        "central_weights",
        "Central weights: the typical priorities of those who would put an alternative first",
        ("alternative", "criterion"),
        _central,
        "central_weights",
    ),
    (
        "pairs",
        "Share of all weights under which the row is ahead of the column",
        ("alternative", "other"),
        _pairs,
        "pairwise_winning",
    ),
)
