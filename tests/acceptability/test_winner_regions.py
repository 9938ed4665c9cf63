"""Regions of winners against evaluation at points, exact shares, sweeps and cases worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizes import sized
from strategies import codes, heavy_law, law

import mcda_nato as mn
from mcda_nato.acceptability.ratio_lines import unit_roots
from mcda_nato.geometry.polygons import inside

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.errors.ConstantCriterionWarning")

POINTS = np.random.default_rng(7).dirichlet([1, 1, 1], 400)[:, [0, 2]]


def problem_of(table, senses=None):
    table = np.asarray(table, dtype=float)
    return mn.DecisionProblem(table, [1] * table.shape[1] if senses is None else senses)


def distance(outline, points):
    """Return how far points are from an outline."""
    start, step = outline, np.roll(outline, -1, axis=0) - outline
    along = ((points[:, None] - start) * step).sum(axis=-1) / np.maximum((step**2).sum(axis=-1), 1e-300)
    nearest = start + np.clip(along, 0, 1)[..., None] * step
    return np.linalg.norm(points[:, None] - nearest, axis=-1).min(axis=1)


def disagreements(found, number=0, near=1e-9, points=POINTS):
    """Count points of a slice whose winners by evaluation are not those whose outlines enclose them."""
    own = found.slices[number]
    points = points[inside(own.plane.domain, points) == 1]
    names = found.baseline.problem.alternatives
    outlines = [found.outlines(number, name) for name in names]
    away = np.ones(len(points), dtype=bool)
    for outline in (each for several in outlines for each in several):
        away &= distance(outline, points) > near
    claimed = np.array([sum((inside(o, points) for o in several), np.zeros(len(points))) for several in outlines]).T
    ranks = mn.evaluate(found.baseline.problem, found.baseline.method, own.plane.weights(points)).ranks.to_numpy()
    return int(((claimed == 1) != (ranks == 1)).any(axis=1)[away].sum())


@law
@given(table=st.integers(1, 5).flatmap(lambda m: codes(m, 3, 1, 4)), senses=st.sampled_from([[1, 1, 1], [1, -1, 1]]))
@pytest.mark.parametrize("method", ["weighted_sum", "ahp"])
def test_linear_regions_are_those_of_evaluation_and_of_exact_shares(table, senses, method):
    problem = problem_of(table, senses)
    found = mn.winner_regions(problem, method)
    assert disagreements(found) == 0
    assert found.exact
    exact = mn.acceptance(problem, method).first_rank
    assert np.abs(found.shares["all weights"] - exact).max() <= 1e-9


@heavy_law(30)
@given(table=st.integers(1, 5).flatmap(lambda m: codes(m, 3, 1, 4)), senses=st.sampled_from([[1, 1, 1], [1, -1, 1]]))
def test_topsis_regions_are_those_of_evaluation(table, senses):
    found = mn.winner_regions(problem_of(table, senses), "topsis")
    assert disagreements(found, near=1e-4) == 0  # chords stand for curves
    assert not found.exact
    distinct = found.shares["all weights"].to_numpy()[np.unique(table, axis=0, return_index=True)[1]]
    assert distinct.sum() == pytest.approx(1.0, abs=1e-9)


def test_topsis_corners_are_ties_within_what_is_stated():
    found = mn.winner_regions(three_criteria(), "topsis")
    frame = found.to_frame()
    weights = frame.filter(like="weight: ").to_numpy()
    inner = (weights > 1e-6).all(axis=1)
    scores = np.sort(mn.evaluate(three_criteria(), "topsis", weights[inner]).scores.to_numpy(), axis=1)
    assert inner.sum() > 100
    assert (scores[:, -1] - scores[:, -2]).max() < 1e-9


def three_criteria():
    models = mn.load_models()
    return mn.DecisionProblem(models.performance[:, :3], models.senses[:3], models.alternatives, models.criteria[:3])


def test_topsis_shares_are_those_of_a_sweep():
    swept = mn.sweep(three_criteria(), "topsis", n=40_000)
    shares = mn.winner_regions(three_criteria(), "topsis").shares["all weights"]
    assert (np.abs(shares - swept.first_rank) < 4 * swept.standard_error[1] + 1e-9).all()


def test_regions_worked_by_hand():
    """Under min-max each of the units is first where its weight is largest: kites about the corners."""
    found = mn.winner_regions(problem_of(np.eye(3)), "weighted_sum").to_frame()
    first = found[found["alternative"] == found["alternative"].iloc[0]].filter(like="weight: ").to_numpy()
    expected = {(1, 0, 0), (0.5, 0, 0.5), (round(1 / 3, 12),) * 3, (0.5, 0.5, 0)}
    assert {tuple(row) for row in first.round(12).tolist()} == expected
    assert found["region"].eq(1).all()
    assert not found["hole"].any()


def test_topsis_of_units_by_hand():
    """The units are alike but for their criterion, so that under TOPSIS too each has a third, with straight borders."""
    shares = mn.winner_regions(problem_of(np.eye(3)), "topsis").shares["all weights"]
    assert shares.to_numpy() == pytest.approx([1 / 3] * 3, abs=1e-9)


def test_the_twin_sees_a_region_that_is_moved():
    found = mn.winner_regions(three_criteria(), "topsis")
    for outlines in found._outlines[0]:
        for outline in outlines:
            outline[:, 0] += 0.02
    assert disagreements(found) > 0


def test_those_that_tie_throughout_have_the_region_both():
    found = mn.winner_regions(problem_of([[2, 1, 1], [2, 1, 1], [1, 2, 1]]), mn.topsis("minmax")).shares["all weights"]
    assert found.iloc[0] == found.iloc[1] == pytest.approx(0.5, abs=1e-9)
    assert mn.winner_regions(problem_of([[1, 1, 1], [1, 1, 1]]), "topsis").shares.to_numpy().tolist() == [[1.0], [1.0]]


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_limits_cut_the_triangle(method):
    problem = three_criteria()
    limits = mn.Simplex(order=[problem.criteria[2], problem.criteria[0]], upper={problem.criteria[1]: 0.5})
    found = mn.winner_regions(problem, method, limits)
    assert disagreements(found, near=1e-5) == 0
    weights = found.to_frame().filter(like="weight: ").to_numpy()
    assert (weights[:, 2] >= weights[:, 0] - 1e-9).all()
    assert weights[:, 1].max() <= 0.5 + 1e-9
    assert found.shares.sum().item() == pytest.approx(1.0, abs=1e-9)
    if method == "weighted_sum":
        exact = mn.acceptance(problem, method, weights=limits).first_rank
        assert np.abs(found.shares["all weights"] - exact).max() <= 1e-9


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_slices_of_four_criteria(method):
    found = mn.winner_regions(mn.load_models(), method)
    fixed = f"weight: {mn.load_models().criteria[3]}"
    levels = found.to_frame().groupby("slice")[fixed].agg(["min", "max"])
    assert levels["min"].to_numpy() == pytest.approx([0.0, 0.125, 0.25, 0.625])
    assert (levels["max"] - levels["min"]).max() < 1e-12
    assert [disagreements(found, number, near=1e-4) for number in range(4)] == [0] * 4
    given = mn.winner_regions(mn.load_models(), method, fixed={mn.load_models().criteria[3]: 0.25})
    assert given.shares.iloc[:, 0].equals(found.shares.iloc[:, 2])


FOUR = mn.DecisionProblem([[1.0, 3, 2, 4], [2, 1, 3, 1], [3, 2, 1, 3]], ["max"] * 4)


@pytest.mark.parametrize(
    ("levels", "texts"),
    [
        ([0.12341, 0.12344], ["0.12341", "0.12344"]),
        ([0.3, 0.1 + 0.2], ["0.3", "0.30000000000000004"]),
        ([0.99999, 1e-9, 0.0], ["0.99999", "1e-09", "0"]),
        ([0.25, 0.5, 0.25], ["0.25", "0.5"]),
        ([1 / 3], ["0.3333"]),
    ],
)
def test_slices_have_names_that_tell_them_apart(levels, texts):
    """And 0 and 1 are names of 0 and 1 alone; a weight that is given twice has one slice."""
    found = mn.winner_regions(FOUR, "weighted_sum", fixed={"C4": levels})
    assert list(found.shares.columns) == [f"C4 {text}" for text in texts] == [own.name for own in found.slices]
    assert list(found.to_frame()["slice"].unique()) == list(found.shares.columns)


def test_slices_beside_nearly_all_of_the_weight_have_names_of_their_own():
    found = mn.winner_regions(FOUR, "topsis", present=[1e-6, 1e-6, 1e-6, 1 - 3e-6])
    assert list(found.shares.columns) == ["C4 0", "C4 0.5", "C4 0.999997", "C4 0.999999"]


def test_the_id_holds_every_digit_of_a_fixed_weight():
    one, other = (mn.winner_regions(FOUR, "weighted_sum", fixed={"C4": level}) for level in (0.12341, 0.12344))
    assert one.slices[0].name == other.slices[0].name == "C4 0.1234"
    assert one.provenance["slices"] == ["C4 0.12341"]
    assert one.id != other.id
    near = [mn.winner_regions(FOUR, "weighted_sum", present=[0.2, 0.3, 0.1 + d, 0.4 - d], criteria=["C1", "C2"])
            for d in (0.0, 1e-9)]  # fmt: skip
    assert near[0].id != near[1].id


@pytest.mark.parametrize("method", ["weighted_sum", "topsis"])
def test_trade_offs_of_more_criteria(method):
    rng = np.random.default_rng(3)
    problem = problem_of(rng.integers(1, 9, (4, sized(5, 7))))
    found = mn.winner_regions(problem, method)
    assert len(found.slices) == 6
    assert sum(disagreements(found, number, near=1e-4) for number in range(6)) == 0
    here = found.baseline.weights.to_numpy()
    assert all(own.plane.weights(own.place(here)) == pytest.approx(here) for own in found.slices)
    pair = mn.winner_regions(problem, method, criteria=problem.criteria[:2], present=found.baseline.weights)
    assert len(pair.slices) == 1
    three = mn.winner_regions(problem, method, criteria=problem.criteria[:3])
    others = three.to_frame()[[f"weight: {name}" for name in problem.criteria[3:]]]
    assert others.to_numpy() == pytest.approx(1 / len(problem.criteria))


@law
@given(st.lists(st.integers(-4, 4), min_size=2, max_size=5))
def test_roots_in_the_unit_interval_are_where_the_sign_changes(coefficients):
    found = unit_roots(np.array([coefficients], dtype=float))[0]
    degree = len(coefficients) - 1

    def value(t):
        return sum(c * math.comb(degree, d) * t**d * (1 - t) ** (degree - d) for d, c in enumerate(coefficients))

    assert np.abs(value(found[found < 1])).max(initial=0.0) < 1e-12
    grid = value(np.linspace(1e-3, 1 - 1e-3, 500))
    changes = (np.sign(grid[1:]) * np.sign(grid[:-1]) < 0).sum()
    assert (found < 1).sum() >= changes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"problem": problem_of(np.eye(2))}, "at least three criteria, got 2; weight_stability"),
        ({"weights": [0.2, 0.3, 0.5]}, "weights must be a set of weights.*present="),
        ({"criteria": ["C9", "C1"]}, "unknown criterion 'C9'"),
        ({"criteria": ["C1"]}, r"two \(a trade-off\) or three"),
        ({"fixed": {"C1": 0.5}}, "a fixed weight goes with four criteria"),
        ({"problem": problem_of(np.eye(4)), "fixed": {"C1": 1.0}}, "must be below 1"),
        ({"problem": problem_of(np.eye(4)), "fixed": 0.5}, "fixed must give one criterion"),
        ({"weights": mn.Simplex(lower={"C1": 0.5}, upper={"C1": 0.5})}, "leave no area"),
        ({"weights": mn.Simplex(lower={"C1": 0.5}, upper={"C1": 0.4})}, "C1"),
    ],
)
def test_bad_input_gets_one_clear_error(arguments, words):
    with pytest.raises(mn.McdaError, match=words):
        mn.winner_regions(**{"problem": problem_of(np.eye(3)), "method": "weighted_sum"} | arguments)


def test_a_method_without_a_form_names_the_sweep():
    pymcdm = pytest.importorskip("pymcdm")
    with pytest.raises(mn.NotExact, match=r"mcda_nato\.sweep"):
        mn.winner_regions(problem_of(np.eye(3) + 1), mn.from_pymcdm(pymcdm.methods.VIKOR()))


def test_the_text_says_shares_and_tolerance():
    text = repr(mn.winner_regions(three_criteria(), "topsis"))
    assert "Winners by topsis" in text
    assert "narrower than 1/256" in text
    assert "lowest" not in text
    assert mn.winner_regions(three_criteria(), "topsis").provenance["call"] == "winner_regions"
