"""Methods as values, and the array door."""

import pickle

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from strategies import batches, law

import mcda_nato as mn

quiet = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
BOUNDS = (0.0, 1000.0)
BUILDERS = {
    "weighted_sum": mn.weighted_sum,
    "weighted_sum on shares": lambda: mn.weighted_sum("total"),
    "weighted_sum fixed": lambda: mn.weighted_sum(mn.fixed(0, 5)),
    "weighted_sum fixed by criterion": lambda: mn.weighted_sum(mn.fixed([0, 1], [5, 6])),
    "topsis": mn.topsis,
    "topsis with ideal": lambda: mn.topsis(ideal=1),
    "topsis fixed": lambda: mn.topsis(mn.fixed(0, 5), ideal=[1, 1], anti_ideal=0),
    "ahp": mn.ahp,
    "ahp ideal": lambda: mn.ahp("ideal"),
}


@quiet
@law
@given(case=batches())
def test_methods_are_scale_then_key_then_score(case):
    """The array door composes the slow twins: scaled values, their sum or distances, the score."""
    table, signs = case.table.tolist(), case.senses.tolist()
    for name in ("minmax", "vector", "total", "maximum", "fixed"):
        scale = mn.fixed(*BOUNDS) if name == "fixed" else name
        values = slow.scaled(table, signs, name, *BOUNDS)
        expected = [slow.weighted_sum(values, w) for w in case.weights.tolist()]
        np.testing.assert_allclose(mn.weighted_sum(scale)(*case), expected, rtol=1e-12, atol=1e-14)


@quiet
@law
@given(case=batches().filter(lambda case: (np.ptp(case.table, axis=0) > 1e-3).all()))
def test_topsis_is_its_slow_twin(case):
    values = slow.scaled(case.table.tolist(), case.senses.tolist(), "vector")
    expected = [[slow.closeness(ratio) for ratio in slow.distance_ratio(values, w.tolist())] for w in case.weights]
    np.testing.assert_allclose(mn.topsis()(*case), expected, rtol=1e-9, atol=1e-9)


@quiet
@law
@given(case=batches())
def test_ahp_is_the_weighted_sum_on_its_scale(case):
    """Distributive is the weighted sum of shares, ideal that of ratios to the best: the same bits."""
    assert mn.ahp()(*case).tolist() == mn.weighted_sum("total")(*case).tolist()
    assert mn.ahp("ideal")(*case).tolist() == mn.weighted_sum("maximum")(*case).tolist()


@quiet
@law
@given(case=batches(), factor=st.integers(1, 8))
def test_weights_are_not_rescaled_at_the_array_door(case, factor):
    """Scores of a weighted sum are linear in the weights; closeness does not see their size."""
    bigger = case._replace(weights=case.weights * 2.0**factor)
    assert (mn.weighted_sum()(*bigger) == mn.weighted_sum()(*case) * 2.0**factor).all()
    assert (mn.topsis()(*bigger) == mn.topsis()(*case)).all()


@pytest.mark.parametrize(
    ("table", "w", "shape"),
    [
        ((3, 2), (2,), (3,)),
        ((3, 2), (1, 2), (1, 3)),
        ((3, 2), (5, 2), (5, 3)),
        ((3, 2), (4, 5, 2), (4, 5, 3)),
        ((5, 3, 2), (2,), (5, 3)),
        ((5, 3, 2), (5, 2), (5, 3)),
        ((1, 3, 2), (5, 2), (5, 3)),
        ((4, 1, 3, 2), (5, 2), (4, 5, 3)),
    ],
)
@pytest.mark.parametrize("method", [mn.weighted_sum(), mn.topsis(), mn.ahp()], ids=str)
def test_shapes_broadcast(method, table, w, shape):
    """Scenarios lead: (..., m, n) and (..., n) give (..., m)."""
    rng = np.random.default_rng(0)
    scores = method(rng.random(table), np.ones(2), rng.random(w))
    assert scores.shape == shape
    assert scores.dtype == np.float64


def test_plain_lists_are_accepted():
    assert mn.weighted_sum()([[1, 30], [2, 10]], [1, -1], [0.25, 0.75]).tolist() == [0, 1]


def test_reference_points_make_scores_independent_of_the_set():
    method = mn.topsis(mn.fixed(0, 10), ideal=1, anti_ideal=0)
    whole = method([[2, 8], [5, 5], [9, 1]], [1, 1], [0.5, 0.5])
    assert method([[2, 8]], [1, 1], [0.5, 0.5]).tolist() == whole[:1].tolist()


def test_reference_points_may_differ_by_criterion():
    found = mn.topsis(mn.fixed(0, 10), ideal=[1, 0.5], anti_ideal=[0, 0])([[10, 5], [0, 0]], [1, 1], [0.5, 0.5])
    assert found.tolist() == [1, 0]


def test_one_reference_point_leaves_the_other_to_the_data():
    table, w = [[2.0], [8.0]], [1.0]
    np.testing.assert_allclose(mn.topsis(mn.fixed(0, 10), ideal=1)(table, [1], w), [0, 0.75])
    np.testing.assert_allclose(mn.topsis(mn.fixed(0, 10), anti_ideal=0)(table, [1], w), [0.25, 1])


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_methods_are_values(build):
    """Built alike they are equal, hash alike, and survive pickling."""
    method = build()
    assert method == build()
    assert hash(method) == hash(build())
    assert pickle.loads(pickle.dumps(method)) == method  # noqa: S301 - our own bytes


def test_different_methods_are_different():
    built = [build() for build in BUILDERS.values()]
    assert all(a != b for i, a in enumerate(built) for b in built[:i])
    assert mn.topsis(ideal=1) != mn.topsis(ideal=0.9)
    assert mn.weighted_sum(mn.fixed(0, 5)) != mn.weighted_sum(mn.fixed(0, 6))


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_pickled_methods_score_alike(build):
    method, table = build(), [[1.0, 4.0], [3.0, 2.0]]
    copy = pickle.loads(pickle.dumps(method))  # noqa: S301 - our own bytes
    assert copy(table, [1, -1], [0.5, 0.5]).tolist() == method(table, [1, -1], [0.5, 0.5]).tolist()


@pytest.mark.parametrize(
    ("method", "text"),
    [
        (mn.weighted_sum(), "weighted_sum(scale='minmax')"),
        (mn.topsis(), "topsis(scale='vector')"),
        (mn.ahp("ideal"), "ahp(mode='ideal')"),
        (mn.topsis(mn.fixed(0, [5, 6]), ideal=1), "topsis(scale=fixed(low=0.0, high=[5.0, 6.0]), ideal=1.0)"),
    ],
)
def test_methods_are_shown_as_they_are_built(method, text):
    assert str(method) == repr(method) == text


@pytest.mark.parametrize("method", [mn.weighted_sum(), mn.topsis(), mn.ahp()], ids=str)
def test_every_method_names_its_publication(method):
    assert "doi:10." in method.source


@pytest.mark.parametrize("method", [mn.weighted_sum(), mn.topsis(), mn.ahp()], ids=str)
def test_a_constant_criterion_is_named_in_a_warning(method):
    with pytest.warns(mn.ConstantCriterionWarning, match="criterion 2 has the same value for every alternative"):
        method([[1, 7], [2, 7]], [1, 1], [0.5, 0.5])


def test_a_criterion_that_is_constant_in_one_scenario_is_named_once():
    tables = [[[1, 7], [2, 7]], [[1, 7], [2, 8]], [[1, 7], [2, 7]]]
    with pytest.warns(mn.ConstantCriterionWarning, match="criterion 2") as caught:
        mn.weighted_sum()(tables, [1, 1], [0.5, 0.5])
    assert len(caught) == 1


def test_the_warning_points_at_the_caller():
    with pytest.warns(mn.ConstantCriterionWarning) as caught:
        mn.weighted_sum()([[1, 7], [2, 7]], [1, 1], [0.5, 0.5])
    assert caught[0].filename == __file__


def test_one_alternative_has_no_constant_criterion():
    """Nothing is compared, so nothing is constant; a warning would be an error here."""
    assert mn.topsis()([[1, 2]], [1, 1], [0.5, 0.5]).tolist() == [0.5]
