"""Forms of comparisons: differences of values keep their digits in every unit of the performances."""

import numpy as np
import pytest

import mcda_nato as mn
from mcda_nato.methods.score_forms import form_of

TABLE = np.array([[1.0, 3, 2], [2, 1, 3], [3, 2, 1]])
SENSES = np.array([-1.0, 1.0, 1.0])


def differences(table):
    method = mn.evaluate(mn.DecisionProblem(table, SENSES), "ahp").method
    return form_of(method, table, SENSES).differences()


@pytest.mark.parametrize("unit", [1e155, 1e200, 1e299, 1e-155, 1e-200, 1e-300])
@pytest.mark.parametrize("criterion", [0, 1])
def test_no_unit_of_a_ratio_scale_changes_a_difference(unit, criterion):
    """Powers of two change no bit, other units no more than rounding does."""
    table, power = TABLE.copy(), TABLE.copy()
    table[:, criterion] *= unit
    power[:, criterion] *= 2.0 ** np.round(np.log2(unit))
    np.testing.assert_allclose(differences(table), differences(TABLE), rtol=1e-14)
    np.testing.assert_array_equal(differences(power), differences(TABLE))


@pytest.mark.parametrize("costs", [[1.0, 3.0, 1e200], [1e-300, 2e-300, 1e300], [1e-160, 1e-5, 1e160]])
def test_costs_of_all_sizes_in_one_column(costs):
    """The slow twin: values less values, good to the rounding of the values."""
    table = TABLE.copy()
    table[:, 0] = costs
    inverse = min(costs) / np.array(costs)
    values = inverse / inverse.sum()
    np.testing.assert_allclose(differences(table)[..., 0], values[:, None] - values, atol=1e-15)


@pytest.mark.parametrize("unit", [1e155, 1e-200])
def test_regions_do_not_depend_on_the_unit_of_costs(unit):
    table = TABLE.copy()
    table[:, 0] *= unit
    shares = mn.winner_regions(mn.DecisionProblem(table, SENSES), "ahp").shares["all weights"]
    assert shares.tolist() == pytest.approx([0.873563, 0.126437, 0.0], abs=1e-6)
    exact = mn.acceptance(mn.DecisionProblem(table, SENSES), "ahp").rank_acceptability
    assert exact[1].tolist() == pytest.approx(shares.tolist(), abs=1e-9)
