"""Problems from judgements: what they hold, state and warn of."""

import copy
import pickle

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.judgements.judged_problem import JudgedProblem

CIRCLE = mn.Judgements.from_matrix([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]], ["x", "y", "z"])
SOUND = mn.Judgements.from_pairs({("x", "y"): 3, ("y", "z"): 2, ("x", "z"): 5})
EVEN = mn.Judgements.from_pairs({("x", "y"): 2, ("y", "z"): 2, ("x", "z"): 4})


@pytest.fixture
def judged():
    return mn.problem_from_judgements({"speed": SOUND, "risk": EVEN})


def test_performances_are_the_priorities(judged):
    np.testing.assert_array_equal(judged.performance[:, 0], SOUND.priorities())
    assert judged.senses.tolist() == [1, 1]
    assert dict(judged.judgements) == {"speed": SOUND, "risk": EVEN}
    assert dict(judged.consistency) == {"speed": SOUND.consistency(), "risk": EVEN.consistency()}


def test_it_equals_the_plain_problem_and_its_copies(judged):
    plain = judged.replace()
    assert type(plain) is mn.DecisionProblem
    for twin in (plain, copy.copy(judged), copy.deepcopy(judged), pickle.loads(pickle.dumps(judged))):  # noqa: S301
        assert twin == judged
        assert judged == twin
        assert hash(twin) == hash(judged)
    assert isinstance(copy.deepcopy(judged), JudgedProblem)
    with pytest.raises(TypeError):
        judged.judgements["speed"] = CIRCLE


def test_each_inconsistent_matrix_is_warned_of_by_its_criterion():
    with pytest.warns(mn.InconsistentJudgementsWarning) as caught:
        mn.problem_from_judgements({"speed": CIRCLE, "risk": SOUND})
    (warning,) = caught
    assert warning.filename == __file__
    assert str(warning.message) == (
        "the judgements of the alternatives are inconsistent: CR 6.84 under 'speed' is above 0.1 "
        "(random indices of the table saaty2005)"
    )
    with pytest.warns(mn.InconsistentJudgementsWarning, match="CR 6.84 under 'a' and CR 6.84 under 'b' are above 0.1"):
        mn.problem_from_judgements({"a": CIRCLE, "b": CIRCLE})


@pytest.mark.filterwarnings("ignore::mcda_nato.errors.InconsistentJudgementsWarning")
@pytest.mark.filterwarnings("ignore::mcda_nato.errors.ConstantCriterionWarning")  # a circle makes all equal
def test_rankings_state_it_without_a_further_warning():
    problem = mn.problem_from_judgements({"speed": CIRCLE, "risk": SOUND})
    for found in (mn.evaluate(problem, "ahp"), mn.weight_stability(problem, "ahp"), mn.nearest_cell_flip(problem)):
        line = "from judgements by the principal eigenvector, inconsistent: CR 6.84 under 'speed' is above 0.1"
        assert f"Performances {line}" in repr(found)
        assert line in found.conventions["performances"]
        assert found.to_markdown().count("inconsistent") == 1
    assert any("inconsistent: CR 6.84 under 'speed'" in note for note in mn.overview(problem).notes)


def test_consistent_ones_are_stated_by_their_largest_ratio(judged):
    line = "Performances from judgements by the principal eigenvector: under 'speed' CR 0.0036 (random indices of the"
    assert line in repr(mn.evaluate(judged, "ahp"))
    assert "saaty2005), the largest" in repr(mn.evaluate(judged, "ahp"))


def test_ratings_are_not_said_to_be_read_as_ratios_where_they_are_priorities(judged):
    assert "reads the codes as ratios" in mn.evaluate(judged.replace(), "ahp").to_markdown()
    assert "reads the codes as ratios" not in mn.evaluate(judged, "ahp").to_markdown()


def test_control_a_changed_copy_is_no_longer_from_these_judgements(judged):
    for changed in (judged.drop("x"), judged.change({("x", "speed"): 0.5}), judged.replace(senses=[1, -1])):
        assert "judgements by" not in repr(mn.evaluate(changed, "weighted_sum"))


@pytest.mark.filterwarnings("ignore::mcda_nato.errors.ConstantCriterionWarning")  # a circle makes all equal
def test_an_audit_warns_of_none_of_its_changed_problems():
    """Warnings are errors here; the problem's own has been given."""
    judgements = {"speed": CIRCLE, "risk": SOUND}
    with pytest.warns(mn.InconsistentJudgementsWarning):
        problem = mn.problem_from_judgements(judgements)
    audit = mn.audit_rank_reversal(problem, "ahp", [0.6, 0.4], judgements=judgements, tests=["removal", "copy"])
    assert audit.witnesses
    assert all(witness.after.ranks.any() for witness in audit.witnesses)
