"""The tests that only leave alternatives out: of subsets of all sizes, and of all but two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mcda_nato.reversal.planned_tests import WANG, PlannedTest
from mcda_nato.reversal.variants import Variants, filled

#: Subsets of alternatives up to which all are removed in turn.
LARGEST_SUBSETS = 20_000

#: The removal under which the first stays.
NOT_FIRST = "any one that is not first"


def removal_tests(groups: Sequence[Variants], m: int) -> Iterator[PlannedTest]:
    """Yield the tests of removal from m alternatives; `groups` are all subsets up to a size, a size each."""
    single, every = filled(groups[:1]), filled(groups)
    none = "no removal leaves two alternatives"
    search = "all" if groups else none
    yield PlannedTest("removal", NOT_FIRST, WANG, single, True, search, counted="not first")
    yield PlannedTest("removal", "any one", WANG, single, True, search)
    whole = len(groups) == max(m - 2, 0)
    search = none if not groups else "all" if whole else f"all subsets of up to {len(groups)} alternatives"
    yield PlannedTest("removal", "any subset", WANG, every, whole, search)


def pair_tests(pairs: Variants) -> Iterator[PlannedTest]:
    """Yield the tests of every two alternatives alone: whether they cycle, and whether they give the whole order."""
    some, search = filled([pairs]), "all pairs"
    yield PlannedTest("transitivity", "pairs alone that cycle", WANG, some, True, search, counted="cycles")
    change = "the order recomposed from pairs alone"
    yield PlannedTest("recomposition", change, WANG, some, True, search, counted="no cycles")
