"""Weights from judgements: what a result says of them, and the warning where they are inconsistent."""

from __future__ import annotations

from mcda_nato.errors import InconsistentJudgementsWarning, warn_caller
from mcda_nato.judgements.consistency import ACCEPTED, RANDOM_INDEX_SOURCES, Consistency, shown_ratio
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import listed
from mcda_nato.preferences.weight_sets import Around, Dirichlet

__all__ = [
    "EIGENVECTOR",
    "consistency_behind",
    "ratio_line",
    "shown_ratio",
    "sources_of_judged",
    "warn_inconsistent",
    "weights_statement",
]

#: How priorities follow from judgements where nothing else is said.
EIGENVECTOR = "the principal eigenvector"


def sources_of_judged(found: Consistency, way: str = EIGENVECTOR) -> tuple[str, ...]:
    """Return keys of references.bib for priorities of judgements, and for the table of random indices."""
    priorities = ("saaty1977",) if way == EIGENVECTOR else ("crawfordwilliams1985",)
    return (*priorities, RANDOM_INDEX_SOURCES[found.random_index])


def consistency_behind(weights: object) -> Consistency | None:
    """Return the consistency of the judgements that weights are, or are drawn around; `None` where there are none."""
    given = weights.mean if isinstance(weights, Dirichlet) else weights
    given = given.weights if isinstance(given, Around) else given
    return given.consistency() if isinstance(given, Judgements) else None


def warn_inconsistent(weights: object, place: str = "") -> None:
    """Warn the caller of the package where weights are from judgements with a ratio above the limit."""
    found = consistency_behind(weights)
    if found is not None and found.acceptable is False:
        message = f"{place}the judgements of {listed(found.names)} are inconsistent: {ratio_line(found)}"
        warn_caller(message, InconsistentJudgementsWarning)


def weights_statement(found: Consistency, way: str = EIGENVECTOR) -> str:
    """Return where weights are from, with their consistency ratio and the table of random indices."""
    mark = ", inconsistent" if found.acceptable is False else ""
    return f"from judgements by {way}{mark}: {ratio_line(found)}"


def ratio_line(found: Consistency) -> str:
    """Return the ratio, held against the limit, and the table of random indices it is by."""
    n, table = len(found.names), found.random_index
    if n <= 2:
        return f"CR 0, for {'two' if n == 2 else 'one'} cannot be inconsistent"
    if found.CR is None:
        return f"CI {found.CI:.4f}, without a CR, for the table {table} has no random index for {n}"
    above = "" if found.acceptable else f" is above {ACCEPTED:g}"
    return f"CR {shown_ratio(found.CR)}{above} (random indices of the table {table})"
