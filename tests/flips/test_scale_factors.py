"""The parameter of the vector scale, in which its values are quotients of quadratics."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import codes, law

from mcda_nato.flips import scale_factors


@law
@given(st.floats(-1e6, 1e6), codes(3, 1, low=0))
def test_the_parameter_of_the_vector_scale_goes_there_and_back(x, others):
    """Both the number and the norm are quotients of quadratics in t."""
    column = others[:, 0]
    t = scale_factors.to_parameter(np.array(x), column)
    assert -1.0 < t < 1.0
    np.testing.assert_allclose(scale_factors.from_parameter(t, column), x, rtol=1e-6, atol=1e-12)
    r = np.hypot.reduce(column) or 1.0
    np.testing.assert_allclose(r * (1 + t**2) / (1 - t**2), np.hypot(r, x), rtol=1e-6)
