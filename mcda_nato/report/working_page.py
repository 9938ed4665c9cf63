"""The part of the page that works: what its reader moves, and what answers."""

from __future__ import annotations

from typing import NamedTuple

from mcda_nato.acceptability.winner_regions import WinnerRegions
from mcda_nato.conclusions.overview import Overview


class WorkingPage(NamedTuple):
    """Style, body and script that a page inserts as they are."""

    style: str
    body: str
    script: str


def working_page(overview: Overview, regions: WinnerRegions | None) -> WorkingPage:  # noqa: ARG001
    """Return nothing yet."""
    return WorkingPage("", "", "")
