"""The plan of an audit: the tests that are asked for, each with its variants."""

from __future__ import annotations

from collections.abc import Sequence

from mcda_nato.errors import ProblemError
from mcda_nato.labels import hint, listed, literal
from mcda_nato.problem.checks import as_list
from mcda_nato.reversal.judged_tests import judged_tests
from mcda_nato.reversal.planned_tests import PlannedTest
from mcda_nato.reversal.rated_tests import rated_tests
from mcda_nato.reversal.setting import Setting

TESTS = ("removal", "copy", "replacement", "addition", "transitivity", "recomposition")


def checked_names(tests: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of tests in the order of an audit, all where none are given; refuse unknown ones."""
    if tests is None:
        return TESTS
    given = [tests] if isinstance(tests, str) else as_list(tests)
    if not given:
        raise ProblemError(f"tests must be some of {listed(TESTS)}, got {literal(tests)}")
    for test in given:
        if test not in TESTS:
            suggestion = hint(test, TESTS) if isinstance(test, str) else ""
            raise ProblemError(f"unknown test {literal(test)}{suggestion}; use some of {listed(TESTS)}")
    return tuple(test for test in TESTS if test in given)


def planned(setting: Setting, names: tuple[str, ...]) -> tuple[PlannedTest, ...]:
    """Return the tests of these names, through judgements where the alternatives are judged, else through ratings."""
    return tuple((rated_tests if setting.matrices is None else judged_tests)(setting, names))
