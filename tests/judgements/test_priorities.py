"""Priorities and consistency of pairwise comparisons against their slow twins."""

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import judgement_matrices, law

from mcda_nato.judgements import priorities

CIRCULAR = np.array([[1, 2, 1 / 2], [1 / 2, 1, 2], [2, 1 / 2, 1]])


@law
@given(matrix=judgement_matrices())
def test_principal_eigenvector_is_the_limit_of_powers(matrix):
    """Perron's vector is what repeated multiplication converges to."""
    largest, vector = priorities.principal_eigenvector(matrix)
    expected_largest, expected = slow.power_iteration(matrix.tolist())
    np.testing.assert_allclose(vector, expected, rtol=1e-9)
    assert float(largest) == pytest.approx(expected_largest, rel=1e-12)


@law
@given(matrix=judgement_matrices())
def test_the_eigenvector_solves_its_equation(matrix):
    """``A w = lambda w``, w positive with sum 1, lambda at least n."""
    largest, vector = priorities.principal_eigenvector(matrix)
    np.testing.assert_allclose(matrix @ vector, largest * vector, rtol=1e-12)
    assert (vector > 0).all()
    assert float(vector.sum()) == pytest.approx(1, abs=1e-15 * len(matrix))
    assert largest >= len(matrix) * (1 - 1e-12)


@law
@given(matrix=judgement_matrices())
def test_geometric_means_are_their_slow_twin(matrix):
    np.testing.assert_allclose(priorities.geometric_means(matrix), slow.geometric_means(matrix.tolist()), rtol=1e-12)


@law
@given(matrix=judgement_matrices())
def test_consistency_indices_are_their_slow_twins(matrix):
    n = len(matrix)
    largest = priorities.principal_eigenvector(matrix)[0]
    found = priorities.consistency_index(largest, n)
    assert float(found) == pytest.approx(slow.consistency_index(matrix.tolist()), abs=1e-11)
    assert found >= 0
    gci = float(priorities.geometric_consistency_index(matrix))
    assert gci == pytest.approx(slow.geometric_consistency_index(matrix.tolist()), abs=1e-12)


@law
@given(data=st.data())
def test_kernels_broadcast_over_leading_axes(data):
    """Stacked matrices give what each gives alone."""
    n = data.draw(st.integers(1, 5))
    stack = np.array([[data.draw(judgement_matrices(least=n, most=n)) for _ in range(2)]])
    largest, vectors = priorities.principal_eigenvector(stack)
    assert largest.shape == (1, 2)
    for i, matrix in enumerate(stack[0]):
        np.testing.assert_allclose(vectors[0, i], priorities.principal_eigenvector(matrix)[1], rtol=1e-12)
        np.testing.assert_allclose(
            priorities.geometric_means(stack)[0, i], priorities.geometric_means(matrix), rtol=1e-14
        )
        np.testing.assert_allclose(
            priorities.geometric_consistency_index(stack)[0, i],
            priorities.geometric_consistency_index(matrix),
            atol=1e-14,
        )


def test_a_circle_of_preferences_gives_equal_priorities_and_lambda_7_halves():
    """For the 3 x 3 circle with factor 2, lambda is 1 + 2 + 1/2 by symmetry."""
    largest, vector = priorities.principal_eigenvector(CIRCULAR)
    assert float(largest) == pytest.approx(3.5, abs=1e-12)
    np.testing.assert_allclose(vector, 1 / 3, rtol=1e-12)
    assert float(priorities.consistency_index(largest, 3)) == pytest.approx(0.25, abs=1e-12)
    assert float(priorities.geometric_consistency_index(CIRCULAR)) == pytest.approx(3 * np.log(2) ** 2, rel=1e-12)


@pytest.mark.parametrize("matrix", [[[1.0]], [[1.0, 9.0], [1 / 9, 1.0]]])
def test_up_to_two_items_are_always_consistent(matrix):
    array = np.array(matrix)
    largest, vector = priorities.principal_eigenvector(array)
    assert float(priorities.consistency_index(largest, len(array))) == 0
    assert float(priorities.geometric_consistency_index(array)) == 0
    np.testing.assert_allclose(vector, slow.geometric_means(matrix), rtol=1e-14)


def test_wide_ratios_keep_their_priorities():
    """Beyond Saaty's scale too: a ratio of 10^12 comes back as given."""
    weights = np.array([1.0, 1e-6, 1e-12])
    matrix = weights[:, None] / weights
    for found in (priorities.principal_eigenvector(matrix)[1], priorities.geometric_means(matrix)):
        np.testing.assert_allclose(found, weights / weights.sum(), rtol=1e-9)


def test_control_the_largest_eigenvalue_in_modulus_may_be_complex_elsewhere():
    """The kernel takes the largest real part; the circle's other eigenvalues are complex."""
    values = np.linalg.eigvals(CIRCULAR)
    assert np.iscomplex(values).sum() == 2
    assert priorities.principal_eigenvector(CIRCULAR)[0].dtype == float
