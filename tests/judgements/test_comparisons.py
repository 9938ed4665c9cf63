"""Comparisons as people have them: printed with few decimals, one triangle, texts."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import judgement_matrices, law

import mcda_nato as mn

PRINTED = [[1, 3, 5], [0.33, 1, 2], [0.2, 0.5, 1]]
EXACT = [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]
NAMES = ["price", "range", "comfort"]


def test_a_printed_matrix_is_read_from_its_entries_of_at_least_1():
    read = mn.Judgements.from_matrix(PRINTED, NAMES, rounded=2)
    np.testing.assert_array_equal(read.matrix, EXACT)
    assert read.priorities().equals(mn.Judgements.from_matrix(EXACT, NAMES).priorities())
    np.testing.assert_allclose(read.priorities(), [0.6483, 0.2297, 0.1220], atol=5e-5)
    assert pytest.approx(0.0036, abs=5e-5) == read.consistency().CR


def test_frames_may_be_printed_too():
    frame = pd.DataFrame(PRINTED, NAMES, NAMES)
    assert mn.Judgements.from_frame(frame.iloc[:, ::-1], rounded=2) == mn.Judgements.from_matrix(EXACT, NAMES)


@law
@given(matrix=judgement_matrices(least=2), decimals=st.integers(1, 6))
def test_a_rounded_matrix_on_the_scale_is_the_triangle_of_its_larger_entries(matrix, decimals):
    names = [f"C{i}" for i in range(len(matrix))]
    n = range(len(matrix))
    pairs = {(names[i], names[j]): matrix[i, j] for i, j in product(n, n) if i < j and matrix[i, j] >= 1}
    pairs |= {(names[j], names[i]): matrix[j, i] for i, j in product(n, n) if i < j and matrix[i, j] < 1}
    read = mn.Judgements.from_matrix(np.round(matrix, decimals), names, rounded=decimals)
    assert read == mn.Judgements.from_pairs(pairs, names)


@law
@given(weights=st.lists(st.floats(0.1, 1), min_size=2, max_size=5), decimals=st.integers(2, 8))
def test_any_rounded_ratios_are_read_within_their_rounding(weights, decimals):
    exact = np.divide.outer(np.array(weights), np.array(weights))
    names = [f"C{i}" for i in range(len(weights))]
    read = mn.Judgements.from_matrix(np.round(exact, decimals), names, rounded=decimals).matrix
    larger = exact >= 1
    assert (np.abs(read - exact)[larger] <= 0.51 * 10.0**-decimals).all()
    np.testing.assert_allclose(read * read.T, 1, rtol=1e-15)


CONTRADICTIONS = [
    ((3, 0.34), 2), ((3, 0.5), 2), ((3, 0.32), 2), ((3, 3), 2), ((2, 0.51), 2),
    ((9, 0.1), 2), ((0.98, 0.99), 2), ((3, 0.333), 4), ((4, 0.5), 1),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "decimals"), CONTRADICTIONS)
def test_control_what_is_not_a_rounded_reciprocal_is_refused(pair, decimals):
    with pytest.raises(mn.JudgementError, match=rf"no judgement is rounded to the one .* with {decimals} decimals"):
        mn.Judgements.from_matrix([[1, pair[0]], [pair[1], 1]], ["p", "q"], rounded=decimals)


@pytest.mark.parametrize("pair", [(3, 0.33), (1, 1), (1.41, 0.71), (2.24, 0.45), (1.01, 1.0), (8, 0.13), (8, 0.12)])
def test_what_rounds_to_both_agrees(pair):
    """8 and 1/8: a half of the last decimal may be rounded either way."""
    for a, b in (pair, pair[::-1]):
        read = mn.Judgements.from_matrix([[1, a], [b, 1]], ["p", "q"], rounded=2).matrix
        assert read.max() == max(pair)
        np.testing.assert_allclose(read * read.T, 1, rtol=1e-15)


@pytest.mark.parametrize("rounded", [0, -2, 16, True, 2.0, "2", [2]])
def test_the_decimals_are_a_whole_number(rounded):
    with pytest.raises(mn.JudgementError, match=r"decimals .* must be a whole number from 1 to 15, got"):
        mn.Judgements.from_matrix(EXACT, NAMES, rounded=rounded)


def test_the_refusal_of_a_printed_matrix_names_the_remedy_of_each_door():
    with pytest.raises(mn.JudgementError, match=r"0\.33; expected 0\.33333") as found:
        mn.Judgements.from_matrix(PRINTED, NAMES)
    assert "rounded=2" in str(found.value)
    assert "Judgements.from_pairs" in str(found.value)
    assert "--rounded 2" in found.value.on_command_line
    assert "rounded=" not in found.value.on_command_line


@pytest.mark.parametrize("blank", [None, float("nan"), np.float64("nan"), "", "  ", pd.NA, pd.NaT], ids=repr)
def test_where_one_of_a_pair_is_missing_it_is_the_reciprocal_of_the_other(blank):
    expected = mn.Judgements.from_matrix(EXACT, NAMES)
    assert mn.Judgements.from_matrix([[1, 3, 5], [blank, 1, 2], [blank, blank, 1]], NAMES) == expected
    assert mn.Judgements.from_matrix([[blank, 3, blank], [blank, blank, 2], [1 / 5, blank, blank]], NAMES) == expected


def test_a_triangle_of_floats_is_enough():
    upper = np.array([[1, 3, 5], [np.nan, 1, 2], [np.nan, np.nan, 1]])
    assert mn.Judgements.from_matrix(upper, NAMES) == mn.Judgements.from_matrix(EXACT, NAMES)
    assert np.isnan(upper[1, 0])
    assert mn.Judgements.from_matrix(upper, NAMES, rounded=2) == mn.Judgements.from_matrix(EXACT, NAMES)


def test_control_what_is_missing_on_both_sides_is_refused():
    with pytest.raises(mn.JudgementError, match=r"'price' against 'comfort' is missing \(None\), and so is its recip"):
        mn.Judgements.from_matrix([[1, 3, None], [1 / 3, 1, 2], [None, 1 / 2, 1]], NAMES)


@pytest.mark.parametrize("entry", ["many", 0, -3, [3], True, "1/0", 10**400])
def test_control_beside_a_missing_entry_the_other_is_named(entry):
    with pytest.raises(mn.JudgementError, match="the judgement of 'p' against 'q'"):
        mn.Judgements.from_matrix([[1, entry], [None, 1]], ["p", "q"])


def test_a_rounded_entry_below_1_is_not_enough():
    with pytest.raises(
        mn.JudgementError, match=r"'range' against 'price' is 0.33, rounded, and its reciprocal is miss"
    ):
        mn.Judgements.from_matrix([[1, None, None], [0.33, 1, None], [0.2, 0.5, 1]], NAMES, rounded=2)


@pytest.mark.parametrize(("side", "turn"), [("below", np.array), ("above", np.transpose)])
def test_a_triangle_of_zeros_is_refused_by_that(side, turn):
    with pytest.raises(mn.JudgementError, match=f"every judgement {side} the diagonal is 0, .* leave those {side} it"):
        mn.Judgements.from_matrix(turn([[1, 3, 5], [0, 1, 2], [0, 0, 1]]), NAMES)


def test_texts_are_judgements_in_every_form():
    words = [["1", "3", "strongly more important"], ["1/3", "1", 2], ["1/5", "equally to moderately less important", 1]]
    expected = mn.Judgements.from_matrix(EXACT, NAMES)
    assert mn.Judgements.from_matrix(words, NAMES) == expected
    assert mn.Judgements.from_frame(pd.DataFrame(words, NAMES, NAMES)) == expected
    assert mn.Judgements.from_matrix(np.array([["1", "1/3"], ["3", "1"]]), ["p", "q"]).matrix[0, 1] == 1 / 3
    pairs = {("price", "range"): "moderately more important", ("comfort", "price"): "1/5", ("range", "comfort"): "2"}
    np.testing.assert_allclose(mn.Judgements.from_pairs(pairs).matrix, EXACT, rtol=1e-15)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("many", r"is text: 'many'; give a positive number, a fraction such as 1/3 or words such as 'strongly more"),
        ("strongy more important", r"is text: .* \(did you mean 'strongly more important'\?\); give a positive num"),
        ("slightly preferred", r"is text: 'slightly preferred'; slight and weak stand for 2 in one of Saaty's tables"),
        ("1/0", r"is text: '1/0'; give a positive number"),
    ],
)
def test_a_text_that_is_no_judgement_is_named_with_its_remedy(text, message):
    for call in (
        lambda: mn.Judgements.from_pairs({("p", "q"): text}),
        lambda: mn.Judgements.from_matrix([[1, text], [1, 1]], ["p", "q"]),
        lambda: mn.Judgements.from_frame(pd.DataFrame([[1, text], [1, 1]], ["p", "q"], ["p", "q"])),
    ):
        with pytest.raises(mn.JudgementError, match=f"the judgement of 'p' against 'q' {message}"):
            call()
