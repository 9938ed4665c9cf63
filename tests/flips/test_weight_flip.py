"""The nearest weights that change the winner: attained, never beaten, and bounded."""

import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import CASES
from pymcdm.methods import TOPSIS, VIKOR
from scipy.optimize import brentq, minimize
from sizes import in_full, sized
from strategies import cases, heavy_law, integer_cases

import mcda_nato as mn
from mcda_nato.flips import nearest_plane, ray_search
from mcda_nato.flips.topsis_ties import MOST_CRITERIA, comparisons
from mcda_nato.flips.weight_flip import nearest_flip
from mcda_nato.methods.method import Method
from mcda_nato.methods.score_forms import form_of

NORMS = ("l1", "l2", "max", "ratio")
METHODS = ("weighted_sum", "topsis", "ahp")
CASE = CASES / "sens-analytic-two-criteria-stability.json"

quiet = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")


few = heavy_law(12)  # each is an analysis of its own, and most laws go through three methods and four norms


def problem_of(case):
    return mn.DecisionProblem(case.table, case.senses)


def keeps(problem, method, weights, winner):
    """Return whether nobody is strictly ahead of the winner, for each row of weights."""
    return (mn.evaluate(problem, method, np.atleast_2d(weights)).ranks[winner] == 1).to_numpy()


def points_within(random, weights, far, norm, count):
    """Return weights at less than this distance: scattered about the present ones, and simply scattered."""
    n = len(weights)
    spread = random.dirichlet(np.full(n, 0.5), count)
    if norm == "ratio":
        spread = weights * np.exp(random.uniform(-1, 1, (count, n)) * np.log(min(far, 1e3)))
        edges = weights * np.exp(random.choice([-1, 1], (count, n)) * np.log(min(far, 1e3)) * (1 - 1e-8))
        points = np.vstack([spread, edges])
        points /= points.sum(axis=1, keepdims=True)
    else:
        outer = nearest_plane.distance(spread, weights, norm)
        step = np.minimum(1.0, far * random.uniform(0.2, 1, count) / np.maximum(outer, 1e-300))
        points = weights + step[:, None] * (spread - weights)
    return points[nearest_plane.distance(points, weights, norm) < far * (1 - 1e-9)]


def weight_columns(problem):
    return [f"weight: {name}" for name in problem.criteria]


def checked(flip, problem, method, norm):
    """Check what holds of every result: the tie is there, at that distance, and the bounds enclose it."""
    w = flip.baseline.weights.to_numpy()
    frame = flip.to_frame()
    assert flip.lower <= flip.upper == flip.distance
    assert flip.winner in flip.baseline.best
    assert sorted([*frame.index, flip.winner]) == sorted(problem.alternatives)
    assert frame["distance"].is_monotonic_increasing
    assert (frame["lower"] <= frame["upper"]).all()
    for name, row in frame.iterrows():
        point = row[weight_columns(problem)].to_numpy(dtype=float)
        if np.isinf(row["distance"]):
            assert np.isnan(point).all()
            continue
        assert point.min() >= 0
        assert point.sum() == pytest.approx(1, abs=1e-12)
        assert nearest_plane.distance(point, w, norm) == pytest.approx(row["distance"], rel=1e-9, abs=1e-12)
        there = mn.evaluate(problem, method, point).ranks
        assert there[name] <= there[flip.winner]
    if flip.challenger is None:
        assert flip.weights is None
        assert np.isinf(flip.distance)
    else:
        assert frame.index[0] == flip.challenger
        np.testing.assert_array_equal(flip.weights.to_numpy(), frame.iloc[0][weight_columns(problem)])


@quiet
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
@few
@given(case=cases(least=2, most=4), seed=st.integers(0, 9))
def test_nothing_nearer_changes_the_winner(method, norm, case, seed):
    """The tie is attained, and at no weights that are nearer is anyone ahead."""
    problem = problem_of(case)
    flip = nearest_flip(problem, method, case.weights, norm)
    checked(flip, problem, method, norm)
    nought = 1 if norm == "ratio" else 0
    if len(flip.baseline.best) > 1:
        assert nought in (flip.distance, flip.draw and flip.draw.distance)
    if flip.distance == nought:
        return
    far = flip.lower if np.isfinite(flip.lower) else 2.0
    random = np.random.default_rng(seed)
    points = points_within(random, np.asarray(flip.baseline.weights), far, norm, 200)
    if len(points):
        assert keeps(problem, method, points, flip.winner).all()


@quiet
@pytest.mark.parametrize("norm", NORMS)
@few
@given(case=integer_cases(least=2, most=4))
def test_the_bounds_of_topsis_meet_in_few_criteria(norm, case):
    """Up to four criteria the result is exact: the bounds agree to 1e-6, or nothing ties at all."""
    if case.table.shape[1] > 4:
        return
    flip = nearest_flip(problem_of(case), "topsis", case.weights, norm)
    assert flip.exact
    if norm != "ratio" and np.isfinite(flip.distance):
        assert flip.upper - flip.lower <= 1.01e-6 * flip.upper


@quiet
def test_two_criteria_that_are_proportional_move_together():
    """Between winner and challenger the second and the third criterion differ by a factor alone: both are needed."""
    table = np.array([[1, 1, 4, 1], [1, 1, 8, 1], [1, 5, 5, 1], [2, 2, 7, 3]])
    problem, weights = mn.DecisionProblem(table, [1, -1, 1, -1]), np.array([2, 1, 1, 3]) / 7
    flip = nearest_flip(problem, "topsis", weights, "ratio")
    checked(flip, problem, "topsis", "ratio")
    assert (flip.winner, flip.challenger, flip.draw, flip.exact) == ("A2", "A4", None, True)
    assert flip.distance == pytest.approx(1.5318967, abs=1e-6)
    random = np.random.default_rng(0)
    ends = weights * flip.distance ** (random.choice([-1, 1], (4000, 4)) * [1, 0, 0, 1] * (1 - 1e-5))
    ends[:, 1:3] = weights[1:3] * flip.distance ** random.uniform(-1, 1, (4000, 2))
    assert keeps(problem, "topsis", ends / ends.sum(axis=1, keepdims=True), "A2").all()
    beyond = flip.weights + 1e-5 * (flip.weights - weights)
    assert mn.evaluate(problem, "topsis", beyond / beyond.sum()).ranks["A4"] == 1


def test_the_analytic_case_of_two_criteria():
    """The winner holds down to a first weight of 3/7, so the nearest flip is there in every norm."""
    case = json.loads(CASE.read_text("utf-8"))
    problem = mn.DecisionProblem(case["input"]["values"], ["max", "max"])
    moved = 0.5 - case["published"]["winner_intervals_in_w1"][1]["to"]
    method = mn.weighted_sum(mn.fixed(0, 1))
    factor = np.sqrt((4 / 7) / (3 / 7))  # the weights' ratio goes from 1 to 3/4
    for norm, distance in {"l1": 2 * moved, "l2": np.sqrt(2) * moved, "max": moved, "ratio": factor}.items():
        flip = nearest_flip(problem, method, case["input"]["weights"], norm)
        assert (flip.winner, flip.challenger) == ("A1", "A3")
        assert flip.distance == pytest.approx(distance, rel=1e-11)
        assert flip.weights.to_list() == pytest.approx([3 / 7, 4 / 7], abs=1e-12)
        assert flip.exact


def dense_flip(problem, method, winner, weights):
    """Return the least change of the first of two weights that ends the lead, on a mesh of 200,001."""
    first = np.linspace(0, 1, 200_001)
    held = keeps(problem, method, np.c_[first, 1 - first], winner)
    return np.abs(first - weights[0])[~held].min(initial=np.inf)


@quiet
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(6))
def test_two_criteria_against_a_dense_scan(method, seed):
    random = np.random.default_rng(seed)
    problem = mn.DecisionProblem(random.integers(1, 10, (4, 2)), random.choice([-1, 1], 2))
    weights = np.array([0.37, 0.63])
    flip = nearest_flip(problem, method, weights, "max")
    scanned = dense_flip(problem, method, flip.winner, weights)
    if np.isinf(flip.distance):
        assert np.isinf(scanned)
    else:
        assert flip.distance == pytest.approx(scanned, abs=1e-5)
        assert nearest_flip(problem, method, weights, "l1").distance == pytest.approx(2 * flip.distance, rel=2e-6)


@quiet
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("norm", ["l1", "l2", "max"])
def test_three_criteria_against_a_fine_grid(method, norm):
    """On a grid of 1/150 the nearest loss is no nearer than the flip, and hardly further."""
    random = np.random.default_rng(3)
    i, k = np.meshgrid(np.arange(151), np.arange(151))
    grid = np.stack([i, k, 150 - i - k], axis=-1)[i + k <= 150] / 150
    for _ in range(5):
        problem = mn.DecisionProblem(random.integers(1, 10, (4, 3)), random.choice([-1, 1], 3))
        weights = random.dirichlet(np.ones(3))
        flip = nearest_flip(problem, method, weights, norm)
        far = nearest_plane.distance(grid[~keeps(problem, method, grid, flip.winner)], weights, norm).min(
            initial=np.inf
        )
        assert flip.lower <= far + 1e-12
        assert np.isinf(far) or far <= flip.distance + 0.04


def optimised(problem, flip, start):
    """Look for a nearer loss of the winner in TOPSIS by a general optimiser, from one start, in l2."""
    method = mn.topsis()
    values = method.scaled(problem.performance, problem.senses)
    i, k = (problem.alternatives.index(name) for name in (flip.winner, flip.challenger))
    weights = flip.baseline.weights.to_numpy()

    def behind(w):
        key = method.key(values, np.abs(w))
        return key[k] / key[i] - 1.0

    found = minimize(
        lambda w: ((w - weights) ** 2).sum(),
        start,
        bounds=[(1e-9, 1)] * len(weights),
        constraints=[{"type": "eq", "fun": lambda w: w.sum() - 1}, {"type": "ineq", "fun": behind}],
    )
    feasible = found.success and behind(found.x) >= -1e-9
    return np.sqrt(found.fun) if feasible else np.inf


@pytest.mark.filterwarnings("ignore:Values in x were outside bounds:RuntimeWarning")  # of older SciPy
@pytest.mark.parametrize("seed", range(6))
def test_a_general_optimiser_finds_nothing_nearer(seed):
    random = np.random.default_rng(seed)
    problem = mn.DecisionProblem(random.integers(1, 10, (4, 4)), random.choice([-1, 1], 4))
    flip = nearest_flip(problem, "topsis", random.dirichlet(np.full(4, 3.0)), "l2")
    if flip.challenger is None:
        return
    for start in [flip.weights.to_numpy(), *random.dirichlet(np.ones(4), 4)]:
        assert optimised(problem, flip, start) >= flip.distance * (1 - 1e-5)


@quiet
@pytest.mark.parametrize("method", METHODS)
@few
@given(case=integer_cases(least=2, most=4))
def test_norms_are_ordered(method, case):
    """The largest change is at most the Euclidean one, and that at most half the root of 2 of the sum."""
    if case.table.shape[1] > 4:
        return
    found = {norm: nearest_flip(problem_of(case), method, case.weights, norm).distance for norm in NORMS}
    if np.isinf(found["l1"]):
        assert np.isinf(list(found.values())).all()
        return
    assert found["max"] <= found["l2"] * (1 + 2e-6)
    assert found["l2"] <= found["l1"] / np.sqrt(2) * (1 + 2e-6)


@quiet
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_alternatives_and_criteria_does_not_matter(method, norm):
    random = np.random.default_rng(11)
    for _ in range(4):
        table, senses = random.integers(1, 10, (4, 3)), random.choice([-1, 1], 3)
        weights = random.dirichlet(np.ones(3))
        rows, columns = random.permutation(4), random.permutation(3)
        names, criteria = np.array(["a", "b", "c", "d"]), np.array(["x", "y", "z"])
        one = nearest_flip(mn.DecisionProblem(table, senses, names, criteria), method, weights, norm)
        moved = mn.DecisionProblem(table[rows][:, columns], senses[columns], names[rows], criteria[columns])
        two = nearest_flip(moved, method, weights[columns], norm)
        assert two.distance == pytest.approx(one.distance, rel=2e-6)
        assert (one.winner, one.challenger) == (two.winner, two.challenger)


@quiet
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", [mn.weighted_sum(mn.fixed(0, 9)), mn.topsis(mn.fixed(0, 9), 1, 0)])
def test_another_alternative_cannot_make_the_winner_safer(method, norm):
    """On a fixed scale one more alternative that does not win leaves the flip as near or brings it nearer."""
    random = np.random.default_rng(2)
    for _ in range(6):
        problem = mn.DecisionProblem(random.integers(1, 9, (4, 3)), [1, -1, 1])
        weights = random.dirichlet(np.full(3, 2.0))
        whole = nearest_flip(problem, method, weights, norm)
        left_out = next(name for name in problem.alternatives if name != whole.winner)
        part = nearest_flip(problem.drop(left_out), method, weights, norm)
        assert whole.distance <= part.distance * (1 + 2e-6)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_a_duplicate_of_the_winner_draws_at_once_and_never_overtakes(method, norm):
    """The draw is at 0, or a factor of 1, at the present weights; beyond them nobody falls behind."""
    problem = mn.DecisionProblem([[5, 1], [2, 3], [5, 1]], ["max", "min"], ["a", "b", "c"])
    flip = nearest_flip(problem, method, [0.75, 0.25], norm)
    assert (flip.winner, flip.challenger, flip.distance, flip.exact) == ("a", None, np.inf, True)
    assert flip.draw.challenger == "c"
    assert flip.draw.distance == flip.draw.lower == (1 if norm == "ratio" else 0)
    assert flip.draw.weights.to_list() == [0.75, 0.25]
    assert flip.draw.exact
    assert flip.notes == ("Several are first at present: 'a', 'c'.",)


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_a_winner_that_is_better_everywhere_stays(method, norm):
    problem = mn.DecisionProblem([[9, 1], [2, 3], [5, 2]], ["max", "min"])
    flip = nearest_flip(problem, method, [0.75, 0.25], norm)
    assert (flip.winner, flip.challenger, flip.weights) == ("A1", None, None)
    assert flip.distance == flip.lower == np.inf
    assert flip.exact
    assert np.isinf(flip.to_frame()[["distance", "lower", "upper"]]).all(axis=None)
    assert flip.percent is None
    assert flip.to_frame()["percent"].isna().all()
    assert flip.draw is None
    assert "leads under all weights" in repr(flip)


@pytest.mark.parametrize("method", METHODS)
def test_a_tie_on_a_face_is_at_weights_of_exactly_zero(method):
    """Where the challenger equals the winner on the second criterion and loses on the first, all goes there."""
    problem = mn.DecisionProblem([[9, 5, 5], [2, 5, 1], [1, 1, 1]], [1, 1, 1])
    for norm in ("l1", "l2", "max"):
        flip = nearest_flip(problem, method, [0.5, 0.25, 0.25], norm)
        assert (flip.distance, flip.weights, flip.exact) == (np.inf, None, True)
        assert flip.draw.weights.to_list() == [0, 1, 0]
        assert flip.draw.exact
    assert nearest_flip(problem, method, [0.5, 0.25, 0.25], "ratio").distance == np.inf


@pytest.mark.parametrize("method", METHODS)
def test_one_alternative_or_one_criterion_has_no_flip(method):
    alone = nearest_flip(mn.DecisionProblem([[1, 2]], [1, 1]), method)
    assert (alone.winner, alone.challenger, alone.distance) == ("A1", None, np.inf)
    assert alone.exact
    assert alone.to_frame().empty
    single = nearest_flip(mn.DecisionProblem([[1], [2]], [1]), method)
    assert (single.winner, single.challenger, single.distance, single.exact) == ("A2", None, np.inf, True)


@pytest.mark.parametrize("method", METHODS)
def test_a_weight_of_zero_keeps_its_factor(method):
    """In "ratio" it stays 0; in the other norms it may rise."""
    problem = mn.DecisionProblem([[9, 2, 1], [4, 5, 9], [1, 1, 1]], [1, 1, 1])
    found = {norm: nearest_flip(problem, method, [0.8, 0.2, 0.0], norm) for norm in NORMS}
    assert found["ratio"].weights["C3"] == 0
    assert found["ratio"].notes == ("Weights of 0 stay 0: a ratio to them is not defined.",)
    assert method == "topsis" or found["l1"].weights["C3"] > 0  # its square would rise too slowly


@pytest.mark.parametrize("norm", NORMS)
def test_a_step_beyond_the_flip_puts_the_challenger_ahead(norm):
    """A little further in the same direction the challenger is strictly ahead of the winner."""
    models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    for method in METHODS:
        flip = nearest_flip(models, method, profile, norm)
        beyond = flip.weights + 1e-6 * (flip.weights - flip.baseline.weights)
        beyond = beyond.clip(lower=0) / beyond.clip(lower=0).sum()
        ranks = mn.evaluate(models, method, beyond).ranks
        assert ranks[flip.challenger] < ranks[flip.winner]
        short = flip.weights - 1e-5 * (flip.weights - flip.baseline.weights)
        assert mn.evaluate(models, method, short).best == (flip.winner,)


@pytest.mark.parametrize("norm", NORMS)
def test_beyond_the_certified_size_a_search_says_so(norm):
    """The tie is attained, the lower bound holds but does not meet it; the norm "ratio" is certified still."""
    random = np.random.default_rng(4)
    n = MOST_CRITERIA + 2
    problem = mn.DecisionProblem(random.integers(1, 10, (4, n)), random.choice([-1, 1], n))
    flip = nearest_flip(problem, "topsis", random.dirichlet(np.full(n, 5.0)), norm)
    checked(flip, problem, "topsis", norm)
    assert flip.lower > (1 if norm == "ratio" else 0)
    assert flip.exact == (norm == "ratio")
    assert norm == "ratio" or "search" in flip.method_of_search


@in_full
@pytest.mark.parametrize("norm", NORMS)
def test_other_methods_are_searched(norm, monkeypatch):
    """What a search says of itself, whatever the number of its rays: that all of them come near is the next test."""
    monkeypatch.setattr(ray_search, "_DIRECTIONS", sized(20, ray_search._DIRECTIONS))
    method = mn.from_pymcdm(VIKOR())
    models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    flip = nearest_flip(models, method, profile, norm)
    checked(flip, models, method, norm)
    assert not flip.exact
    assert flip.lower == (1 if norm == "ratio" else 0)
    assert "search" in flip.method_of_search


def test_a_search_comes_near_the_exact_answer():
    """A weighted sum in disguise, of which no form is known, gives a distance within 2% of the exact one."""
    models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    known = mn.weighted_sum()

    def unknown(values, weights):
        return known.key(values, weights)

    disguised = Method("disguised", known.scale, unknown, known.score, "none")
    for norm in NORMS:
        exact = nearest_flip(models, known, profile, norm).distance
        found = nearest_flip(models, disguised, profile, norm).distance
        assert exact * (1 - 1e-9) <= found <= exact * 1.02


def test_comparisons_have_the_sign_of_the_order():
    """``u' M u`` is positive where the winner is strictly ahead, 0 for itself, for any weights."""
    random = np.random.default_rng(0)
    problem = mn.DecisionProblem(random.integers(1, 6, (5, 4)), [1, -1, 1, 1])
    method = mn.topsis()
    form = form_of(method, problem.performance, problem.senses)
    entries = comparisons(form, 2)
    assert (entries[2] == 0).all()
    for weights in random.dirichlet(np.ones(4), 200):
        key = method.keys(problem.performance, problem.senses, weights)
        signs = np.einsum("j,kjl,l->k", weights**2, entries, weights**2)
        assert (np.sign(signs) == np.sign(key[2] - key)).all()


def test_the_result_is_frozen_shows_itself_and_gives_copies():
    flip = nearest_flip(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5)))
    with pytest.raises(FrozenInstanceError):
        flip.distance = 0.0
    frame = flip.to_frame()
    frame.loc[:, :] = 0.0
    assert flip.to_frame()["distance"].iloc[0] == pytest.approx(1 / 3)
    text = repr(flip)
    assert "'Hybrid Integration' overtakes 'Strategic Partnership' at a distance of 0.333333" in text
    assert "Exact" in text
    assert list(flip.to_frame().columns[:4]) == ["distance", "percent", "lower", "upper"]


@quiet
@few
@given(case=integer_cases(least=2, most=4))
def test_the_input_is_not_changed(case):
    problem = problem_of(case)
    before = problem.performance.copy(), case.weights.copy()
    nearest_flip(problem, "weighted_sum", case.weights)
    np.testing.assert_array_equal(problem.performance, before[0])
    np.testing.assert_array_equal(case.weights, before[1])


def test_a_constant_criterion_is_named_once():
    problem = mn.DecisionProblem([[1, 5], [2, 5]], [1, 1])
    with pytest.warns(mn.ConstantCriterionWarning) as caught:
        nearest_flip(problem, "topsis", [0.5, 0.5])
    assert len(caught) == 1


def test_bad_input_is_refused():
    models = mn.load_models()
    with pytest.raises(mn.McdaError, match=r"unknown norm 'maxi' \(did you mean 'max'\?\); use one of 'l1', 'l2'"):
        nearest_flip(models, norm="maxi")
    with pytest.raises(mn.McdaError, match="unknown norm 1; use one of"):
        nearest_flip(models, norm=1)
    with pytest.raises(mn.WeightsError, match="one set of weights, not a table"):
        nearest_flip(models, weights=[[0.25] * 4] * 2)
    with pytest.raises(mn.ProblemError, match="nearest_flip needs a DecisionProblem, got list"):
        nearest_flip([[1, 2]])
    with pytest.raises(mn.MethodError, match="unknown method 'topsi'"):
        nearest_flip(models, "topsi")


# Rivals, ties at present, shares and names.


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_a_rival_of_one_s_choice_is_its_row_of_the_frame(method, norm):
    """What a challenger needs is what the whole frame says of it, or nearer, and certified."""
    models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    whole = nearest_flip(models, method, profile, norm)
    for name, row in whole.to_frame().iterrows():
        one = nearest_flip(models, method, profile, norm, challenger=name)
        assert one.to_frame().index.tolist() == [name]
        assert (one.winner, one.challenger) == (whole.winner, name)
        assert one.exact
        assert row["lower"] * (1 - 1e-9) <= one.distance <= row["distance"] * (1 + 1e-9)
        assert one._arguments()["challenger"] == name


def test_a_rival_who_is_never_ahead_or_no_rival_at_all():
    problem = mn.DecisionProblem([[9, 1], [2, 3], [5, 2]], ["max", "min"], ["a", "b", "c"])
    never = nearest_flip(problem, "topsis", [0.75, 0.25], challenger="c")
    assert (never.challenger, never.distance, never.exact) == (None, np.inf, True)
    assert "'c' is never ahead of 'a' under all weights" in repr(never)
    with pytest.raises(mn.McdaError, match=r"unknown challenger 'd'; use one of 'a', 'b', 'c'"):
        nearest_flip(problem, challenger="d")
    with pytest.raises(mn.McdaError, match="unknown challenger 1; use one of"):
        nearest_flip(problem, challenger=1)
    with pytest.raises(mn.McdaError, match="the challenger 'a' is first at present; use another alternative"):
        nearest_flip(problem, challenger="a")


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_several_first_part_at_once_where_they_differ(method, norm):
    """Two that cross at the present weights: the first of them falls behind on one side."""
    problem = mn.DecisionProblem([[3, 1], [1, 3], [1, 1]], [1, 1])
    flip = nearest_flip(problem, method, norm=norm)
    assert (flip.winner, flip.challenger, flip.draw) == ("A1", "A2", None)
    assert flip.distance == flip.lower == (1 if norm == "ratio" else 0)
    assert (flip.percent, flip.exact) == (0.0, True)
    assert flip.notes == ("Several are first at present: 'A1', 'A2'.",)
    rival = nearest_flip(problem, method, norm=norm, challenger="A1")
    assert (rival.winner, rival.challenger, rival.distance) == ("A2", "A1", flip.distance)


@pytest.mark.parametrize("method", METHODS)
def test_the_one_of_several_first_that_falls_behind_is_named(method):
    """With all the weight on C1 the two tie; wherever C2 counts the second is behind. As a factor it never does."""
    problem = mn.DecisionProblem([[4, 3], [4, 1], [2, 2]], [1, 1])
    flip = nearest_flip(problem, method, [1, 0])
    assert (flip.winner, flip.challenger, flip.distance) == ("A2", "A1", 0)
    factor = nearest_flip(problem, method, [1, 0], "ratio")
    assert (factor.challenger, factor.distance, factor.draw.distance) == (None, np.inf, 1)
    assert "'A1', 'A2' lead under all weights that are 0 where they are 0" in repr(factor)


@pytest.mark.parametrize("method", METHODS)
def test_the_share_that_weights_change_by(method):
    models, profile = mn.load_models(), mn.load_profiles()["lowest_risk"]
    flip = nearest_flip(models, method, profile)
    now = flip.baseline.weights
    assert flip.percent == pytest.approx(100 * (np.abs(flip.weights - now) / now).max(), rel=1e-12)
    assert flip.to_frame()["percent"].iloc[0] == flip.percent
    nought = nearest_flip(mn.DecisionProblem([[3, 1], [1, 3]], [1, 1]), method, [1, 0])
    assert nought.percent == np.inf


def test_a_criterion_may_bear_the_name_of_a_column():
    names = ["distance", "challenger"]
    frame = nearest_flip(mn.DecisionProblem([[3, 1], [1, 4]], [1, 1], criteria=names), "weighted_sum").to_frame()
    assert frame.columns.tolist()[4:] == ["weight: distance", "weight: challenger"]
    assert frame.columns.is_unique


def test_a_draw_shows_itself_and_has_a_frame_of_its_own():
    flip = nearest_flip(mn.DecisionProblem([[4, 3], [4, 1], [2, 2]], [1, 1]), "topsis")
    assert (flip.draw.draw, flip.draw.norm, flip.draw.percent) == (None, "l1", 100.0)
    assert flip.draw.to_frame().loc["A2", "distance"] == flip.draw.distance == flip.draw.lower == 1.0
    assert "'A2' draws level with 'A1', and no more, at a distance of 1" in repr(flip)
    assert repr(flip.draw).startswith("Nearest draw by topsis")


@pytest.mark.parametrize("norm", NORMS)
def test_a_double_root_is_no_flip_and_two_roots_close_together_are(norm):
    """A criterion of which the best value lies inside: the comparison touches 0 once between two roots and none."""
    method, weights = mn.topsis(mn.fixed(0, 1), ideal=0.5, anti_ideal=0.0), [0.9, 0.1]
    for value, crossed in ((0.8, True), (0.80404, True), (0.80405, False), (0.81, False)):
        problem = mn.DecisionProblem([[5.0, value], [5.5, 3.0]], [1, 1])
        first = np.linspace(0, 1, 200_001)[1:-1]
        assert keeps(problem, method, np.c_[first, 1 - first], "A1").all() == (not crossed)
        flip = nearest_flip(problem, method, weights, norm)
        assert (flip.challenger == "A2") == crossed
        assert flip.exact or not (crossed or norm == "ratio")


def touching(value):
    """Return a problem of which the second alternative touches the first at one ratio of the weights, or nearly."""
    return mn.DecisionProblem([[5.0, value], [5.5, 3.0]], [1, 1])


def test_a_touch_by_factors_is_a_draw_and_no_flip_at_all():
    """At a double root the comparison is a square: whatever the factor, nobody gets ahead, and that is certain."""
    method, weights = mn.topsis(mn.fixed(0, 1), ideal=0.5, anti_ideal=0.0), [0.9, 0.1]

    def least(value):
        form = form_of(method, touching(value).performance, np.ones(2))
        return np.linalg.eigvalsh(comparisons(form, 0)[1])[0]

    double = brentq(least, 0.80404, 0.80405, xtol=1e-16)
    for moved, flips, draws in ((-1e-9, True, False), (0.0, False, True), (1e-9, False, False)):
        flip = nearest_flip(touching(double + moved), method, weights, "ratio")
        assert (flip.challenger == "A2", flip.draw is not None, flip.exact) == (flips, draws, True)
        assert flip.draw is None or flip.draw.exact


@pytest.mark.parametrize("norm", NORMS[:3])
def test_a_search_tells_a_flip_from_a_draw_too(norm):
    """TOPSIS of pymcdm on min-max scales is ours: nobody overtakes, and the draw is at the same corner."""
    searched = mn.from_pymcdm(TOPSIS())
    problem = mn.DecisionProblem([[4, 3], [4, 1], [2, 1]], [1, 1])
    flip, exact = (nearest_flip(problem, method, norm=norm) for method in (searched, mn.topsis("minmax")))
    assert (flip.challenger, flip.distance, exact.distance) == (None, np.inf, np.inf)
    assert "leads under all weights that were tried" in repr(flip)
    assert exact.draw.weights.to_list() == [1, 0]
    assert flip.draw.weights.to_list() == pytest.approx([1, 0], abs=1e-9)  # as soon as the tie rule says so
    assert not flip.draw.exact
    tied = nearest_flip(problem, searched, [1, 0], norm)
    assert (tied.winner, tied.challenger, tied.distance) == ("A2", "A1", 0.0)
