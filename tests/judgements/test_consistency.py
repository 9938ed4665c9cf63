"""Consistency indices against their slow twins, by published tables of random indices."""

import numpy as np
import pytest
import slow
from hypothesis import given
from strategies import judgement_matrices, law

import mcda_nato as mn
from mcda_nato.judgements.consistency import RANDOM_INDICES

PAIRS = {("speed", "risk"): 3, ("speed", "cost"): 5, ("risk", "cost"): 2}


@pytest.fixture
def judged():
    return mn.Judgements.from_pairs(PAIRS)


@law
@given(matrix=judgement_matrices())
def test_consistency_is_its_slow_twin(matrix):
    n = len(matrix)
    found = mn.Judgements.from_matrix(matrix, [f"C{i}" for i in range(n)]).consistency()
    assert found.lambda_max == pytest.approx(slow.power_iteration(matrix.tolist())[0], rel=1e-12)
    assert pytest.approx(slow.consistency_index(matrix.tolist()), abs=1e-11) == found.CI
    assert pytest.approx(slow.geometric_consistency_index(matrix.tolist()), abs=1e-12) == found.GCI
    assert pytest.approx(found.CI / found.RI if n > 2 else 0, abs=1e-15) == found.CR


@pytest.mark.parametrize("table", RANDOM_INDICES)
def test_the_ratio_follows_the_table_of_random_indices(judged, table):
    found = judged.consistency(table)
    assert found.random_index == table
    assert RANDOM_INDICES[table][0] == found.RI
    assert found.CI / RANDOM_INDICES[table][0] == found.CR


@pytest.mark.parametrize("table", RANDOM_INDICES)
def test_random_indices_grow_with_n_towards_their_limit(table):
    indices = RANDOM_INDICES[table]
    assert slow.is_sorted(indices)
    assert 0.49 < indices[0] < indices[-1] < 1.6
    assert len(indices) >= 13


def test_beyond_the_table_the_ratio_is_missing():
    """Missing, not 0 and not an error."""
    names = [f"C{i}" for i in range(16)]
    found = mn.Judgements.from_matrix(np.ones((16, 16)), names).consistency("saaty2005")
    assert found.RI is None
    assert found.CR is None
    assert found.lambda_max == pytest.approx(16)
    assert mn.Judgements.from_matrix(np.ones((16, 16)), names).consistency("donegan_dodd1991").CR is not None


def test_an_unknown_table_is_an_error(judged):
    with pytest.raises(mn.JudgementError, match="unknown table of random indices 'saaty'"):
        judged.consistency("saaty")
