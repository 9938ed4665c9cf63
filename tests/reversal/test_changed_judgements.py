"""Changed judgements and their priorities: laws, and the same bits alone as in a batch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import SAATY, judged, named
from strategies import law

import mcda_nato as mn
from mcda_nato.reversal import changed_judgements

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.InconsistentJudgementsWarning")  # judgements at random


@law
@given(judged(smallest=2), st.data())
def test_what_is_judged_s_times_another_has_s_times_its_priority(case, data):
    """For any judgements the new priority is s times the old one, and the others keep their ratios whatever s is."""
    matrices, _ = case
    k, s = data.draw(st.integers(0, matrices.shape[1] - 1)), data.draw(st.sampled_from(SAATY))
    factors = np.array([[s], [1.0]]).repeat(len(matrices), axis=1)
    grown, copied = changed_judgements.priorities(changed_judgements.added(matrices, np.array([k, k]), factors))
    assert grown[-1] == pytest.approx(s * grown[k], rel=1e-12)
    assert grown[:-1] / grown[0] == pytest.approx(copied[:-1] / copied[0], rel=1e-12)
    changed = changed_judgements.priorities(changed_judgements.rejudged(matrices, np.array([k]), factors[:1]))[0]
    old = changed_judgements.priorities(matrices[None])[0]
    old[k] *= s
    assert changed == pytest.approx(old / old.sum(axis=0), rel=1e-12)


@law
@given(judged(smallest=3))
def test_changed_judgements_are_judgements_and_batches_change_no_bit(case):
    """Changed matrices pass as judgements, and their priorities are the same bits alone as in a batch."""
    matrices, _ = case
    m, n = matrices.shape[1], len(matrices)
    of, factors = np.arange(m), np.full((m, n), 7.0)
    for changed in (
        changed_judgements.added(matrices, of, factors),
        changed_judgements.rejudged(matrices, of, 1 / factors),
    ):
        tables = changed_judgements.priorities(changed)
        for table, stack in zip(tables, changed, strict=True):
            assert np.array_equal(mn.problem_from_judgements(named(stack)).performance, table)
