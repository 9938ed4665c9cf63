"""Weights in every form they may arrive in, and rescaling."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import labels, law, simplex_floats, sizes

import mcda_nato as mn
from mcda_nato.preferences.weights import resolve_weights, scenario_names

CRITERIA = ("speed", "risk", "cost")
EXPECTED = [0.5, 0.25, 0.25]
FORMS = {
    "mapping in another order": {"cost": 0.25, "speed": 0.5, "risk": 0.25},
    "Series in another order": pd.Series({"risk": 0.25, "cost": 0.25, "speed": 0.5}),
    "list in order": [0.5, 0.25, 0.25],
    "tuple in order": (0.5, 0.25, 0.25),
    "array in order": np.array([0.5, 0.25, 0.25]),
    "float32": np.array([0.5, 0.25, 0.25], dtype=np.float32),
    "fractions": [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)],
    "decimals": {"speed": Decimal("0.5"), "risk": Decimal("0.25"), "cost": Decimal("0.25")},
    "judgements": mn.Judgements.from_pairs({("speed", "cost"): 2, ("risk", "cost"): 1, ("speed", "risk"): 2}),
    "nullable Series": pd.Series({"risk": 0.25, "cost": 0.25, "speed": 0.5}, dtype="Float64"),
}
SCENARIOS = {
    "nested lists": [[0.5, 0.25, 0.25], [0, 0, 1]],
    "array": np.array([[0.5, 0.25, 0.25], [0, 0, 1]]),
    "frame in another order": pd.DataFrame({"cost": [0.25, 1], "speed": [0.5, 0], "risk": [0.25, 0]}),
    "frame of objects": pd.DataFrame({"cost": [Fraction(1, 4), 1], "speed": [0.5, 0], "risk": [0.25, 0]}),
    "frame of mixed types": pd.DataFrame({"cost": [0.25, 1], "speed": [0.5, 0], "risk": [0.25, 0]}).astype(
        {"risk": "Float64"}
    ),
}


class Preferences:
    """Anything with priorities by name."""

    def priorities(self):  # noqa: D102 - what makes it one
        return pd.Series({"cost": 0.25, "risk": 0.25, "speed": 0.5})


@pytest.mark.parametrize("weights", [*FORMS.values(), Preferences()], ids=[*FORMS, "own class"])
def test_every_form_is_aligned_by_name_or_order(weights):
    found = resolve_weights(weights, CRITERIA)
    assert found.shape == (3,)
    np.testing.assert_allclose(found, EXPECTED, rtol=1e-15)


@pytest.mark.parametrize("weights", SCENARIOS.values(), ids=SCENARIOS)
def test_every_form_of_scenarios_is_aligned(weights):
    assert resolve_weights(weights, CRITERIA).tolist() == [EXPECTED, [0, 0, 1]]


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_none_means_equal_weights(n):
    assert resolve_weights(None, [f"C{j}" for j in range(n)]).tolist() == [1 / n] * n


@law
@given(data=st.data(), n=sizes(1, 6))
def test_the_order_of_a_mapping_is_immaterial(data, n):
    """Names decide where a weight belongs, to the last bit."""
    names = data.draw(labels(n))
    w = dict(zip(names, data.draw(simplex_floats(n)).tolist(), strict=True))
    shuffled = {name: w[name] for name in data.draw(st.permutations(names))}
    expected = resolve_weights(list(w.values()), names).tolist()
    assert resolve_weights(shuffled, names).tolist() == expected
    assert resolve_weights(pd.Series(shuffled), names).tolist() == expected
    assert resolve_weights(pd.DataFrame([shuffled]), names).tolist() == [expected]


@pytest.mark.parametrize("total", [1 - 0.9e-6, 1 + 0.9e-6, 0.999999, 1.000001])
def test_sums_near_1_are_divided_out(total):
    found = resolve_weights([total / 2, total / 2], ["a", "b"])
    assert found.tolist() == [0.5, 0.5]


def test_the_bound_of_1e_6_is_included_however_the_sum_is_rounded():
    assert 1 - 0.999999 > 1e-6  # in floats
    thirds = resolve_weights([0.333333, 0.333333, 0.333333], ["a", "b", "c"])
    assert thirds.tolist() == pytest.approx([1 / 3] * 3, abs=1e-15)
    many = [1.0] + [0.0] * 98 + [1e-6]
    assert resolve_weights(many, [f"C{j}" for j in range(100)])[0] < 1.0


@pytest.mark.parametrize("total", [0.999998999, 1.000001001, 1 - 1.1e-6, 1 + 1.1e-6, 2, 100])
def test_other_sums_are_an_error_that_says_how_to_rescale(total):
    with pytest.raises(mn.WeightsError, match=r"sum to .*, not 1; rescale them with mcda_nato\.rescale\(weights\)"):
        resolve_weights([total / 2, total / 2], ["a", "b"])


def test_the_scenario_at_fault_is_named():
    frame = pd.DataFrame([[0.5, 0.5], [0.5, 0.6]], columns=["a", "b"], index=["calm", "storm"])
    with pytest.raises(mn.WeightsError, match=r"the weights of scenario 'storm' sum to 1\.1"):
        resolve_weights(frame, ["a", "b"])


def test_weights_given_are_never_written_to():
    for given_weights in (np.array([0.5, 0.5 + 1e-7]), np.array([[0.5, 0.5 + 1e-7]])):
        before = given_weights.tolist()
        found = resolve_weights(given_weights, ["a", "b"])
        assert given_weights.tolist() == before
        assert not np.shares_memory(found, given_weights)


@law
@given(data=st.data(), n=sizes(1, 20), scenarios=sizes(1, 4))
def test_scenarios_are_resolved_one_by_one(data, n, scenarios):
    """A row of a table of weights gets the bits it gets alone, in any memory order."""
    rows = np.array([data.draw(simplex_floats(n)) for _ in range(scenarios)]) * (1 + 3e-7)
    names = [f"C{j}" for j in range(n)]
    alone = [resolve_weights(row, names).tolist() for row in rows]
    frame = pd.DataFrame(rows, columns=names)
    for table in (rows, np.asfortranarray(rows), rows.tolist(), frame):
        assert resolve_weights(table, names).tolist() == alone


def test_memory_order_of_many_weights_changes_no_bit():
    """Pairwise summation would group twelve weights in a row otherwise than in a column."""
    rows = np.random.default_rng(0).dirichlet(np.ones(12), size=50) * (1 + 3e-7)
    names = [f"C{j}" for j in range(12)]
    assert (rows.sum(axis=-1) != np.asfortranarray(rows).sum(axis=-1)).any()  # the control
    assert (resolve_weights(rows, names) == resolve_weights(np.asfortranarray(rows), names)).all()
    assert (mn.rescale(rows) == mn.rescale(np.asfortranarray(rows))).all()


def test_scenario_names_are_those_of_a_frame_or_numbers():
    frame = pd.DataFrame([[1.0]], index=["calm"], columns=["a"])
    assert scenario_names(frame, 1).tolist() == ["calm"]
    assert scenario_names(frame, 1).name == "scenario"
    assert frame.index.name is None
    assert scenario_names(frame.rename_axis("sea"), 1).name == "sea"
    assert scenario_names(np.ones((3, 1)), 3).equals(pd.RangeIndex(3))


@pytest.mark.parametrize(
    "weights",
    [
        {"a": 3, "b": 1}, [3, 1], np.array([3, 1]), pd.Series({"a": 3, "b": 1}, name="w"),
        [[3, 1]], np.array([[3.0, 1.0]]), pd.DataFrame({"a": [3], "b": [1]}, index=["calm"]),
    ],
    ids=lambda weights: f"{type(weights).__name__}-{np.ndim(weights)}",
)  # fmt: skip
def test_rescaling_keeps_the_form(weights):
    found = mn.rescale(weights)
    assert type(found) is type(weights)
    values = list(found.values()) if isinstance(found, dict) else np.ravel(found).tolist()
    assert values == [0.75, 0.25]
    if isinstance(weights, dict):
        assert list(found) == list(weights)
    if isinstance(weights, pd.Series):
        assert found.index.equals(weights.index)
        assert found.name == weights.name
    if isinstance(weights, pd.DataFrame):
        assert found.index.equals(weights.index)
        assert found.columns.equals(weights.columns)


def test_rescaling_changes_nothing_given():
    for weights in ({"a": 3, "b": 1}, [3, 1], np.array([3.0, 1.0]), pd.Series([3.0, 1.0])):
        before = str(weights)
        mn.rescale(weights)
        assert str(weights) == before


@law
@given(parts=st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=8), factor=st.sampled_from([1e-305, 1, 1e296]))
def test_rescaled_weights_sum_to_1_in_the_same_proportions(parts, factor):
    """Neither very large nor very small weights overflow or vanish."""
    found = mn.rescale(np.array(parts) * factor)
    assert found.sum() == pytest.approx(1, abs=1e-14)
    np.testing.assert_allclose(found, np.array(parts) / np.sum(parts), rtol=1e-12)
    resolve_weights(found, [f"C{j}" for j in range(len(parts))])


@law
@given(data=st.data(), n=sizes(1, 6))
def test_rescaling_twice_is_rescaling_once(data, n):
    once = mn.rescale(data.draw(simplex_floats(n)))
    np.testing.assert_allclose(mn.rescale(once), once, rtol=1e-15)


def test_each_scenario_is_rescaled_on_its_own():
    assert mn.rescale(np.array([[3, 1], [1, 1], [0, 9]])).tolist() == [[0.75, 0.25], [0.5, 0.5], [0, 1]]


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2], [], {}, 3, ["a"], [None, 1], [float("nan"), 1]])
def test_what_cannot_be_rescaled_is_an_error(weights):
    with pytest.raises(mn.WeightsError):
        mn.rescale(weights)
