"""The plan of an audit: the tests that are asked for, in one order."""

import pytest
from auditing import setting_of

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal
from mcda_nato.reversal.plan import TESTS, planned


def test_every_test_has_its_rows():
    setting = setting_of(mn.DecisionProblem([[1, 5], [3, 4], [5, 1]], [1, 1]), "topsis")
    rows = [(test.test, test.change) for test in planned(setting, TESTS)]
    assert [test for test, _ in rows] == (
        ["removal"] * 3 + ["copy"] * 3 + ["replacement"] + ["addition"] * 3 + ["transitivity", "recomposition"]
    )
    assert len(set(rows)) == len(rows)
    assert planned(setting, ()) == ()


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("removals", "unknown test 'removals' .did you mean 'removal'.*use some of 'removal', 'copy'"),
        (["copy", "x"], "unknown test 'x'"),
        ([None], "unknown test None"),
        ([], r"tests must be some of .* got \[\]"),
        (5, "tests must be some of .* got 5"),
        ((), r"tests must be some of .* got \(\)"),
    ],
)
def test_unknown_tests(tests, message):
    with pytest.raises(mn.ProblemError, match=message):
        audit_rank_reversal(mn.load_models(), tests=tests)


def test_some_tests_in_any_order():
    audit = audit_rank_reversal(mn.load_models(), tests=["copy", "removal", "copy"])
    assert audit.rows["test"].unique().tolist() == ["removal", "copy"]
    assert audit_rank_reversal(mn.load_models(), tests="copy").rows["test"].unique().tolist() == ["copy"]
