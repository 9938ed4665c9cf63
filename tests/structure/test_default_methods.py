"""One default method everywhere, and the reason beside each exception."""

import inspect

import pytest

import mcda_nato as mn

DEFAULT = "topsis"
#: The exceptions, and what their docstrings say of the reason.
EXCEPTIONS = {
    "acceptance": ("weighted_sum", "linear in the weights"),
    "critical_criteria": ("weighted_sum", "linear in the weights"),
    "regret": ("weighted_sum", "linear in the weights"),
    "blend": ("weighted_sum", "linear in the weights"),
    "nearest_judgement_flip": ("ahp", "whose weights are judgements"),
}


def of_a_problem():
    """Return the public functions that take a problem and a method, by name, with the parameter."""
    found = {}
    for name in dir(mn):
        entry = getattr(mn, name)
        if inspect.isfunction(entry):
            parameters = inspect.signature(entry).parameters
            if {"problem", "method"} <= set(parameters):
                found[name] = parameters["method"]
    return found


ASKED = of_a_problem()


@pytest.mark.parametrize("name", ASKED)
def test_the_default_method_is_one(name):
    wanted, reason = EXCEPTIONS.get(name, (DEFAULT, ""))
    assert ASKED[name].default == wanted
    described = inspect.getdoc(getattr(mn, name)).split("method : ")[1].split(" : ")[0]
    assert described.split("{")[1].startswith(f'"{wanted}"')  # the default comes first
    assert reason in " ".join(described.split())


def test_the_table_holds_the_analyses():
    assert {"evaluate", "sweep", "acceptance", "weight_stability", "nearest_flip", "nearest_cell_flip"} <= set(ASKED)
    assert {"nearest_judgement_flip", "possible_ranks", "audit_rank_reversal", "critical_criteria"} <= set(ASKED)


def test_the_overview_uses_every_method_that_applies():
    assert inspect.signature(mn.overview).parameters["methods"].default is None
    assert mn.overview(mn.load_models(), profiles={"equal": None}).methods == ("weighted_sum", "topsis", "ahp")
