"""A problem of three alternatives in a row, and three scenarios of weights."""

import pandas as pd
import pytest

import mcda_nato as mn

quiet = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
NAMES = ["left", "middle", "right"]


@pytest.fixture
def problem():
    return mn.DecisionProblem([[4, 1], [2, 2], [0, 3]], ["max", "max"], NAMES, ["speed", "reach"])


@pytest.fixture
def scenarios():
    return pd.DataFrame({"reach": [0.0, 0.5, 0.9], "speed": [1.0, 0.5, 0.1]}, index=["fast", "even", "far"])
