"""Names in a row: cut in errors, whole in results."""

import pytest

import mcda_nato as mn
from mcda_nato.labels import listed

MANY = [f"alternative number {i}" for i in range(1, 10)]


def test_errors_list_the_first_of_many_names():
    assert listed(MANY).endswith("'alternative number 6' and 3 more")
    assert listed(["x" * 90]) == f"'{'x' * 77}...'"


def test_results_list_all_names_and_none_is_cut():
    assert listed(MANY, whole=True) == ", ".join(f"'{name}'" for name in MANY)
    assert listed(["x" * 90, "a\nb"], whole=True) == f"'{'x' * 90}', 'a\N{REPLACEMENT CHARACTER}b'"


@pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
@pytest.mark.parametrize(
    "call",
    [mn.evaluate, mn.acceptance, mn.weight_stability, mn.possible_ranks],
    ids=lambda call: call.__name__,
)
def test_a_result_names_all_who_are_first(call):
    """Nine alternatives that are the same are all first."""
    text = str(call(mn.DecisionProblem([[1.0, 2.0]] * 9, [1, -1], MANY), "weighted_sum"))
    assert listed(MANY, whole=True) in text
    assert "more" not in text
