"""A planned test: what it changes, its variants, and which of these count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mcda_nato.reversal.variants import Variants

BELTON = "Belton and Gear (1983), doi:10.1016/0305-0483(83)90047-6"
WANG = "Wang and Triantaphyllou (2008), doi:10.1016/j.omega.2005.12.003"
SAATY = "Saaty (1977), doi:10.1016/0022-2496(77)90033-5"

#: Keys of references.bib by source.
SOURCES = {BELTON: "beltongear1983", WANG: "wang2008", SAATY: "saaty1977"}

#: Which variants count: those whose changed alternative is first or is not, pairs that cycle, all where none does.
Counted: TypeAlias = Literal["all", "first", "not first", "cycles", "no cycles"]


@dataclass(frozen=True, eq=False)
class PlannedTest:
    """A test, before anything is evaluated.

    Attributes
    ----------
    test, change, source : str
        Its name, what it changes in words, and the publication.
    variants : tuple of Variants
    exhaustive : bool
        Whether all variants are here, or the one that reverses each pair the
        most.
    search : str
        What was looked at.
    theorem : str or None
        Why nothing can reverse.
    kind : str
        What a new alternative is called; empty where none is new.
    counted : str
        Which of the variants count, under the weights that are audited and
        under each of those whose share is taken.
    shared : tuple of Variants, or None
        The variants whose share of the weights is taken, where these are
        others.
    through : str
        Through what the set is changed, where this is not ratings.
    """

    test: str
    change: str
    source: str
    variants: tuple[Variants, ...]
    exhaustive: bool
    search: str
    theorem: str | None = None
    kind: str = ""
    counted: Counted = "all"
    shared: tuple[Variants, ...] | None = None
    through: str = ""
