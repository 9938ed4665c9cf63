"""Pairwise comparisons with names: every way in, priorities, consistency, copies."""

import copy
import pickle
from decimal import Decimal
from fractions import Fraction
from inspect import cleandoc

import numpy as np
import pandas as pd
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import judgement_matrices, labels, law

import mcda_nato as mn

PAIRS = {("speed", "risk"): 3, ("speed", "cost"): 5, ("risk", "cost"): 2}


@pytest.fixture
def judged():
    return mn.Judgements.from_pairs(PAIRS)


@law
@given(matrix=judgement_matrices(least=2, most=5), data=st.data())
def test_every_way_in_gives_the_same_judgements(matrix, data):
    """A matrix, a frame in any order and pairs in either direction say the same."""
    n = len(matrix)
    names = data.draw(labels(n))
    built = mn.Judgements.from_matrix(matrix, names)
    order = list(data.draw(st.permutations(range(n))))
    frame = pd.DataFrame(matrix, names, names)
    assert mn.Judgements.from_frame(frame.iloc[:, order]) == built
    assert mn.Judgements.from_frame(built.to_frame()) == built
    pairs = {}
    for i in range(n):
        for j in range(i):
            turned = data.draw(st.booleans())
            a, b = (i, j) if turned else (j, i)
            pairs[names[a], names[b]] = matrix[a, b]
    found = mn.Judgements.from_pairs(pairs, names)
    assert found.names == built.names
    np.testing.assert_allclose(found.matrix, built.matrix, rtol=1e-15)


def test_names_come_in_order_of_appearance_or_as_given(judged):
    assert judged.names == ("speed", "risk", "cost")
    turned = mn.Judgements.from_pairs(PAIRS, names=["cost", "speed", "risk"])
    assert turned.names == ("cost", "speed", "risk")
    assert turned.priorities()["speed"] == pytest.approx(judged.priorities()["speed"], rel=1e-12)


def test_what_is_not_given_is_the_reciprocal(judged):
    np.testing.assert_array_equal(judged.matrix, [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])


@pytest.mark.parametrize(
    "three", [3, 3.0, np.int64(3), np.float32(3), Fraction(3), Decimal(3)], ids=lambda three: type(three).__name__
)
def test_a_judgement_may_be_any_real_number(three):
    assert mn.Judgements.from_pairs({("a", "b"): three}).matrix.tolist() == [[1, 3], [1 / 3, 1]]


def test_both_directions_may_be_given():
    pairs = {("a", "b"): 3, ("b", "a"): 0.3333333}
    assert mn.Judgements.from_pairs(pairs).matrix.tolist() == [[1, 3], [0.3333333, 1]]


def test_reciprocals_may_be_off_by_1e_6_bound_included():
    assert 1 - 2 * 0.4999995 > 1e-6  # in floats
    assert mn.Judgements.from_pairs({("a", "b"): 2, ("b", "a"): 0.4999995}).matrix[1, 0] == 0.4999995
    with pytest.raises(mn.JudgementError, match="reciprocal within 1e-06"):
        mn.Judgements.from_pairs({("a", "b"): 2, ("b", "a"): 0.499999499})


def test_one_item_has_all_the_priority():
    for one in (mn.Judgements.from_matrix([[1]], ["a"]), mn.Judgements.from_pairs({}, names=["a"])):
        assert one.priorities().to_dict() == {"a": 1}
        assert one.consistency().CR == 0


@pytest.mark.parametrize("method", ["eigenvector", "geometric"])
@law
@given(matrix=judgement_matrices(), data=st.data())
def test_priorities_are_named_positive_and_sum_to_1(method, matrix, data):
    names = data.draw(labels(len(matrix)))
    found = mn.Judgements.from_matrix(matrix, names).priorities(method)
    assert found.index.tolist() == names
    assert found.name == "priority"
    assert (found > 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-14)
    twins = {"geometric": slow.geometric_means, "eigenvector": lambda rows: slow.power_iteration(rows)[1]}
    np.testing.assert_allclose(found, twins[method](matrix.tolist()), rtol=1e-9)


def test_an_unknown_priority_method_is_an_error(judged):
    with pytest.raises(mn.JudgementError, match=r"method 'geometrical' \(did you mean 'geometric'\?\)"):
        judged.priorities("geometrical")


def test_the_matrix_is_read_only_and_not_shared():
    given_matrix = np.array([[1.0, 2.0], [0.5, 1.0]])
    judged = mn.Judgements.from_matrix(given_matrix, ["a", "b"])
    given_matrix[:] = 7
    assert judged.matrix.tolist() == [[1, 2], [0.5, 1]]
    for twin in (judged, copy.copy(judged), copy.deepcopy(judged), pickle.loads(pickle.dumps(judged))):  # noqa: S301
        assert twin == judged
        assert hash(twin) == hash(judged)
        with pytest.raises(ValueError, match="read-only"):
            twin.matrix[0, 1] = 9
    with pytest.raises(AttributeError):
        judged.names = ("c", "d")


def test_equality_compares_names_and_numbers(judged):
    assert judged == mn.Judgements.from_pairs(PAIRS)
    assert judged != mn.Judgements.from_pairs(PAIRS | {("risk", "cost"): 2.5})
    assert judged != mn.Judgements.from_matrix(judged.matrix, ["a", "b", "c"])
    assert judged != "judged"
    assert len({judged, mn.Judgements.from_pairs(PAIRS)}) == 1


def test_changing_the_frame_leaves_the_judgements(judged):
    before = judged.matrix.tolist()
    frame = judged.to_frame() * 2
    assert frame.loc["speed", "risk"] == 6
    assert judged.matrix.tolist() == before


def test_what_is_shown():
    judged = mn.Judgements.from_pairs({("speed", "risk"): 2})
    assert repr(judged) == cleandoc("""
        Judgements of 'speed', 'risk':
               speed  risk
        speed    1.0   2.0
        risk     0.5   1.0
    """)


def test_judgements_are_weights_wherever_weights_are(judged):
    problem = mn.DecisionProblem([[1, 2, 3], [3, 1, 2]], [1, -1, -1], criteria=["cost", "speed", "risk"])
    found = mn.evaluate(problem, "topsis", judged)
    assert found.weights.to_dict() == pytest.approx(judged.priorities().to_dict())
    assert found.ranks.equals(mn.evaluate(problem, "topsis", judged.priorities()).ranks)
