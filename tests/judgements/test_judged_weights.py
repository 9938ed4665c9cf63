"""Weights from judgements: every result says so, and inconsistent ones are warned of once a call."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from strategies import judgement_matrices, law

import mcda_nato as mn
from mcda_nato.conclusions.winner import scrutinise
from mcda_nato.judgements.judged_weights import consistency_behind, ratio_line, shown_ratio

# Each is nine times as important as the next, in a circle: CR (10.1111 - 3) / 2 / 0.52.
CIRCLE = mn.Judgements.from_matrix([[1, 9, "1/9"], ["1/9", 1, 9], [9, "1/9", 1]], ["a", "b", "c"])
SOUND = mn.Judgements.from_pairs({("a", "b"): 3, ("b", "c"): 2, ("a", "c"): 5})
PROBLEM = mn.DecisionProblem([[1, 2, 3], [3, 1, 2], [2, 3, 1.5]], [1, 1, 1], ["x", "y", "z"], ["a", "b", "c"])
RATIO = "inconsistent: CR 6.84 is above 0.1 (random indices of the table saaty2005)"
SAID = f"the judgements of 'a', 'b', 'c' are {RATIO}"

#: Every analysis that takes weights.
CALLS = {
    "evaluate": lambda w: mn.evaluate(PROBLEM, "topsis", w),
    "weight_stability": lambda w: mn.weight_stability(PROBLEM, "topsis", w),
    "critical_criteria": lambda w: mn.critical_criteria(PROBLEM, "weighted_sum", w),
    "nearest_flip": lambda w: mn.nearest_flip(PROBLEM, "weighted_sum", w),
    "nearest_cell_flip": lambda w: mn.nearest_cell_flip(PROBLEM, "weighted_sum", w),
    "nearest_judgement_flip": lambda w: mn.nearest_judgement_flip(PROBLEM, "ahp", w),
    "possible_ranks": lambda w: mn.possible_ranks(PROBLEM, "weighted_sum", w),
    "audit_rank_reversal": lambda w: mn.audit_rank_reversal(PROBLEM, "topsis", w, tests="removal"),
    "sweep": lambda w: mn.sweep(PROBLEM, n=10, weights=w),
    "sweep around": lambda w: mn.sweep(PROBLEM, n=10, weights=mn.around(w, 0.05)),
    "sweep Dirichlet": lambda w: mn.sweep(PROBLEM, n=10, weights=mn.Dirichlet(w, 50)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_inconsistent_judgements_are_warned_of_once_and_stated(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call(CIRCLE)
    (warning,) = caught
    assert warning.category is mn.InconsistentJudgementsWarning
    assert warning.filename == __file__
    assert str(warning.message) == SAID
    assert RATIO in found.conventions["weights"]
    for text in (repr(found), found._repr_html_(), found.to_latex(), found.to_markdown().replace("\\", "")):
        assert text.count(RATIO) == 1


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_consistent_judgements_are_stated_without_a_warning(call):
    """Warnings are errors here."""
    found = call(SOUND)
    line = "from judgements by the principal eigenvector: CR 0.0036 (random indices of the table saaty2005)"
    assert line in found.conventions["weights"]
    assert f"Weights {line}" in repr(found)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_control_other_weights_are_from_no_judgements(call):
    if call is CALLS["nearest_judgement_flip"]:
        return  # it takes judgements alone
    for weights in (None, SOUND.priorities(), [0.5, 0.3, 0.2]):
        found = call(weights)
        assert found.conventions["weights"] == "non-negative, sum 1"
        assert "judgements" not in repr(found)


def test_judgements_change_no_number():
    """What is stated is beside the numbers, which are those of the same weights."""
    judged, plain = (mn.evaluate(PROBLEM, "topsis", w) for w in (SOUND, SOUND.priorities()))
    assert judged.to_frame().equals(plain.to_frame())


def test_geometric_priorities_are_stated():
    found = mn.nearest_judgement_flip(PROBLEM, "ahp", SOUND, priorities="geometric")
    assert "Weights from judgements by geometric means of the rows: CR 0.0036" in repr(found)


def test_scrutiny_warns_once_whatever_is_read_of_it():
    with pytest.warns(mn.InconsistentJudgementsWarning, match="CR 6.84") as caught:
        item = scrutinise(PROBLEM, "ahp", CIRCLE)
    assert [str(warning.message) for warning in caught] == [SAID]
    parts = [item.ranking, item.stability, item.flip, item.cell_flip, item.judgement_flip]
    parts += [item.critical, item.possible, item.audit]
    assert all(RATIO in repr(part) for part in parts)


def test_the_overview_warns_once_a_profile():
    worse = mn.Judgements.from_matrix([[1, 9, 1 / 9], [1 / 9, 1, 8], [9, 1 / 8, 1]], ["a", "b", "c"])
    with pytest.warns(mn.InconsistentJudgementsWarning) as caught:
        found = mn.overview(PROBLEM, None, {"circle": CIRCLE, "sound": SOUND, "none": None, "worse": worse})
    told = [str(warning.message) for warning in caught]
    assert [text.partition(": ")[0] for text in told] == ["profile 'circle'", "profile 'worse'"]
    stated = [note for note in found.notes if note.startswith("Weights")]
    assert stated[0] == f"Weights of circle from judgements by the principal eigenvector, {RATIO}."
    assert [note.split()[2] for note in stated] == ["circle", "worse"]
    assert found.conventions["weights"] == "non-negative, sum 1"


def test_the_default_data_set_raises_no_alarm():
    assert all(judged.consistency().acceptable for judged in mn.load_profiles().values())
    assert not any("inconsistent" in note for note in mn.overview().notes)


def test_an_overview_of_one_profile_states_it():
    (line,) = [note for note in mn.overview(PROBLEM, "topsis", {"mine": SOUND}).notes if "judgements" in note]
    assert line.startswith("Weights from judgements by the principal eigenvector: CR 0.0036")


def test_two_cannot_be_inconsistent():
    two = mn.Judgements.from_pairs({("a", "b"): 9})
    assert ratio_line(two.consistency()) == "CR 0, for two cannot be inconsistent"
    one = mn.Judgements.from_matrix([[1]], ["a"])
    assert ratio_line(one.consistency()) == "CR 0, for one cannot be inconsistent"


def test_beyond_the_random_indices_it_is_said_that_there_is_no_ratio():
    """The table ends with 15; nothing is warned of, for there is nothing to hold against the limit."""
    names = [f"C{i}" for i in range(16)]
    many = mn.Judgements.from_pairs({(a, b): 9 if a != "C0" else 1 / 9 for a in names for b in names if a < b})
    problem = mn.DecisionProblem(np.eye(16) + 1, [1] * 16, criteria=names)
    found = mn.evaluate(problem, "topsis", many)
    assert "without a CR, for the table saaty2005 has no random index for 16" in repr(found)
    assert many.consistency().acceptable is None


@pytest.mark.parametrize(
    ("ratio", "text"), [(0.0016, "0.0016"), (0.1, "0.1000"), (0.10004, "0.10004"), (0.5, "0.5000"), (6.8376, "6.84")]
)
def test_a_ratio_is_never_shown_on_the_other_side_of_the_limit(ratio, text):
    assert shown_ratio(ratio) == text


@law
@given(matrix=judgement_matrices(least=1, most=5))
def test_a_warning_is_given_where_the_ratio_is_above_the_limit_and_nowhere_else(matrix):
    names = [f"C{i}" for i in range(len(matrix))]
    judged = mn.Judgements.from_matrix(matrix, names)
    problem = mn.DecisionProblem(np.ones((2, len(matrix))) + np.eye(2, len(matrix)), [1] * len(matrix), criteria=names)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        mn.evaluate(problem, "topsis", judged)
    told = [w for w in caught if w.category is mn.InconsistentJudgementsWarning]
    assert bool(told) == (judged.consistency().CR > 0.1) == (judged.consistency().acceptable is False)
    assert consistency_behind(judged) == judged.consistency()
