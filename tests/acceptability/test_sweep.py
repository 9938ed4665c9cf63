"""Sweeps against a plain loop over `evaluate`, and the laws that hold whatever draws and counts them."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from comparing import assert_same
from hypothesis import given
from hypothesis import strategies as st
from pymcdm import methods as peers
from small_sweeps import MODELS, NAMED, Quantiles, random_problem, recorded, small
from strategies import codes, heavy_law, integer_cases, senses, simplex_grid_points

import mcda_nato as mn
from mcda_nato.acceptability.counts import LARGEST_ORDERED

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

swept_law = heavy_law(40)  # an example is a sweep or more, of ten milliseconds each

BOUNDS = (0.0, 1000.0)
METHODS = {
    "weighted_sum-minmax": mn.weighted_sum("minmax"),
    "weighted_sum-vector": mn.weighted_sum("vector"),
    "weighted_sum-total": mn.weighted_sum("total"),
    "weighted_sum-maximum": mn.weighted_sum("maximum"),
    "weighted_sum-fixed": mn.weighted_sum(mn.fixed(*BOUNDS)),
    "weighted_sum-not-unit": mn.weighted_sum(mn.fixed(4, 6)),
    "topsis-vector": mn.topsis("vector"),
    "topsis-minmax": mn.topsis("minmax"),
    "topsis-total": mn.topsis("total"),
    "topsis-maximum": mn.topsis("maximum"),
    "topsis-fixed": mn.topsis(mn.fixed(*BOUNDS)),
    "topsis-fixed-references": mn.topsis(mn.fixed(*BOUNDS), ideal=1, anti_ideal=0),
    "topsis-ideal-by-criterion": mn.topsis("minmax", ideal=[1, 0.9, 1.1]),
    "topsis-anti-ideal": mn.topsis("vector", anti_ideal=0),
    "ahp-distributive": mn.ahp("distributive"),
    "ahp-ideal": mn.ahp("ideal"),
}


# The slow twin: one call of `evaluate` a scenario.


def looped(problem, method, weights, tables):
    """Rank every scenario by `evaluate`, ``(scenarios, m)``."""
    given = [
        mn.DecisionProblem(table, problem.senses, problem.alternatives, problem.criteria) if table is not None else None
        for table in tables
    ]
    return np.array([mn.evaluate(one, method, w).ranks for one, w in zip(given, weights, strict=True)])


def ordering(names, ranks):
    """Write a ranking as a text, the best first."""
    tied = [[name for name, r in zip(names, ranks, strict=True) if r == rank] for rank in sorted(set(ranks))]
    return " > ".join(" = ".join(group) for group in tied)


def assert_counts_are(found, problem, ranks, weights):
    """Hold every index against whole rankings: shares to the last bit, central weights to 2**-36."""
    n, m = ranks.shape
    share = np.array([[(ranks[:, i] == rank).sum() / n for rank in range(1, m + 1)] for i in range(m)])
    assert found.n == n
    assert found.rank_acceptability.to_numpy().tolist() == share.tolist()
    wins = (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0)
    ties = (ranks[:, :, None] == ranks[:, None, :]).sum(axis=0) * (1 - np.eye(m, dtype=int))
    assert found.pairwise_winning.to_numpy().tolist() == (wins / n).tolist()
    assert found.pairwise_ties.to_numpy().tolist() == (ties / n).tolist()
    np.testing.assert_allclose(found.expected_rank, ranks.mean(axis=0), rtol=1e-14)
    for i, name in enumerate(problem.alternatives):
        own = weights[ranks[:, i] == 1]
        expected = own.mean(axis=0) if len(own) else np.full(weights.shape[1], np.nan)
        np.testing.assert_allclose(found.central_weights.loc[name], expected, rtol=0, atol=2.0**-36)
    if m <= LARGEST_ORDERED:
        texts = pd.Series([ordering(problem.alternatives, row) for row in ranks.tolist()]).value_counts() / n
        assert found.orderings.to_dict() == texts.to_dict()


def twin_agrees(problem, method, n=80, **options):
    """Hold a sweep against a loop over `evaluate`, scenario by scenario."""
    found, weights, tables = recorded(problem, method, n, **options)
    assert_counts_are(found, problem, looped(problem, method, weights, tables), weights)


GRID = np.array([[i, j, 6 - i - j] for i in range(7) for j in range(7 - i)]) / 6


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 6, 7, 10, 40])
@pytest.mark.parametrize("name", NAMED)
def test_a_sweep_counts_what_a_loop_over_evaluate_ranks(name, m):
    with small():
        twin_agrees(random_problem(m), name)
        twin_agrees(random_problem(m), name, n=len(GRID), weights=GRID)


@pytest.mark.parametrize("m", [2, 3, 5, 7, 10])
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_twin_agrees_on_every_scale_and_reference(method, m):
    with small():
        twin_agrees(random_problem(m, seed=1), method, n=len(GRID), weights=GRID)


@pytest.mark.parametrize("cells", ["uniform", "triangular"])
@pytest.mark.parametrize("m", [1, 2, 4, 5, 7, 40])
@pytest.mark.parametrize("name", NAMED)
def test_the_twin_agrees_on_uncertain_cells(name, m, cells):
    with small():
        twin_agrees(random_problem(m), name, n=40, cells=cells)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_twin_agrees_on_uncertain_cells_on_every_scale(method):
    with small():
        twin_agrees(random_problem(4), method, n=40, cells="uniform")


@pytest.mark.parametrize("m", [1, 3, 5, 7])
@pytest.mark.parametrize("name", NAMED)
def test_the_twin_agrees_on_distributions_of_cells(name, m):
    problem = random_problem(m)
    with small():
        for door in ("ppf", "icdf"):
            twin_agrees(problem, name, n=40, cells=Quantiles(problem.performance, door))
        frozen = scipy.stats.gamma(problem.performance, scale=0.1)
        twin_agrees(problem, name, n=40, cells=frozen)


@pytest.mark.parametrize("peer", [peers.VIKOR(), peers.TOPSIS(), peers.MAIRCA()], ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("cells", ["modal", "uniform"])
def test_the_twin_agrees_on_methods_of_pymcdm(peer, cells):
    with small(32):
        twin_agrees(random_problem(5, seed=3), mn.from_pymcdm(peer), cells=cells)


@pytest.mark.parametrize("cells", ["modal", "uniform"])
@pytest.mark.parametrize("m", [3, 7])
def test_the_twin_agrees_on_quasi_random_scenarios(m, cells):
    with small():
        twin_agrees(random_problem(m), "topsis", n=320, sampling="sobol", cells=cells)


@pytest.mark.parametrize(
    "weights",
    [
        mn.Simplex(lower={"C1": 0.1}, upper={"C2": 0.5}),
        mn.Simplex(order=["C3", "C1"], ratios={("C1", "C2"): (0.5, 3)}),
        mn.Dirichlet([0.2, 0.3, 0.5], 4),
        mn.around([0.2, 0.3, 0.5], 0.1),
        [0.25, 0.25, 0.5],
    ],
    ids=repr,
)
def test_the_twin_agrees_on_every_set_of_weights(weights):
    with small():
        for m in (4, 6):
            twin_agrees(random_problem(m), "weighted_sum", n=100, weights=weights)


@swept_law
@given(case=integer_cases(most=7), data=st.data())
def test_the_twin_agrees_on_grids_full_of_ties(case, data):
    n = len(case.senses)
    table = np.array(data.draw(st.lists(simplex_grid_points(n), min_size=1, max_size=5)))
    problem = mn.DecisionProblem(case.table, case.senses)
    with small(2, 2):
        for name in NAMED:
            twin_agrees(problem, name, n=len(table), weights=table)


def test_the_twin_agrees_where_a_weight_is_too_small_to_be_squared():
    """Where `evaluate` refuses a scenario a sweep does not count it as a tie."""
    problem = mn.DecisionProblem([[1, 2], [1, 3]], [1, 1])
    weights = np.array([[1.0, 1e-200]])
    with pytest.raises(mn.MethodError):
        mn.evaluate(problem, "topsis", weights[0])
    with pytest.raises(mn.MethodError):
        mn.sweep(problem, "topsis", weights=weights)


@pytest.mark.exhaustive
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_twin_agrees_on_thousands_of_scenarios(method):
    for m in (3, 4, 5, 8, 33):
        for cells in ("modal", "uniform", "triangular"):
            twin_agrees(random_problem(m, seed=7), method, n=1000, cells=cells)


def test_control_the_twin_notices_one_wrong_scenario():
    with small():
        found, weights, tables = recorded(random_problem(4), "topsis", 80)
    ranks = looped(random_problem(4), "topsis", weights, tables)
    ranks[17] = ranks[17][::-1]
    with pytest.raises(AssertionError):
        assert_counts_are(found, random_problem(4), ranks, weights)


# Laws.


@st.composite
def problems(draw, least=1, most=6):
    case = draw(integer_cases(least=least, most=most))
    return mn.DecisionProblem(case.table, case.senses)


def swept(problem, name, n=60, **options):
    with small(32):
        return mn.sweep(problem, name, n=n, **options)


@swept_law
@given(problem=problems(most=7), name=st.sampled_from(NAMED))
def test_shares_add_up(problem, name):
    """Rows sum to one, columns too where nothing ties; wins, losses and ties of a pair to one."""
    found = swept(problem, name)
    m = len(problem.alternatives)
    np.testing.assert_allclose(found.rank_acceptability.sum(axis=1), 1, rtol=1e-14)
    if not found.pairwise_ties.to_numpy().any():
        np.testing.assert_allclose(found.rank_acceptability.sum(axis=0), 1, rtol=1e-14)
    wins, ties = found.pairwise_winning.to_numpy(), found.pairwise_ties.to_numpy()
    np.testing.assert_allclose(wins + wins.T + ties + np.eye(m), 1, rtol=1e-14)
    assert not np.diagonal(wins).any()
    assert (ties == ties.T).all()
    np.testing.assert_allclose(found.expected_rank, 1 + wins.sum(axis=0), rtol=1e-14)
    np.testing.assert_allclose(found.orderings.sum(), 1, rtol=1e-14)
    assert ((found.central_weights.sum(axis=1) - 1).abs()[found.rank_acceptability[1] > 0] < 1e-9).all()


def test_control_columns_do_not_sum_to_one_where_alternatives_tie():
    found = swept(mn.DecisionProblem([[1, 2], [1, 2], [0, 1]], [1, 1]), "weighted_sum")
    assert found.rank_acceptability.sum(axis=0).tolist() == [2, 0, 1]


@swept_law
@given(problem=problems(least=2), name=st.sampled_from(NAMED), data=st.data())
def test_a_dominated_alternative_is_never_first(problem, name, data):
    """Worse on every criterion means no first rank, no win, no central weights and no confidence factor."""
    victim = data.draw(st.integers(0, len(problem.alternatives) - 1))
    worse = problem.performance[victim] - 0.5 * problem.senses
    found = swept(problem.add("worse", worse), name)
    assert found.rank_acceptability.loc["worse", 1] == 0
    assert found.pairwise_winning.loc["worse", problem.alternatives[victim]] == 0
    assert found.pairwise_ties.loc["worse", problem.alternatives[victim]] == 0
    assert found.central_weights.loc["worse"].isna().all()
    assert np.isnan(found.confidence_factors["worse"])
    assert "worse" not in found.best


@swept_law
@given(problem=problems(), name=st.sampled_from(NAMED), data=st.data())
def test_duplicates_tie_and_share_every_index(problem, name, data):
    twin = data.draw(st.integers(0, len(problem.alternatives) - 1))
    original = problem.alternatives[twin]
    found = swept(problem.add("copy", problem.performance[twin]), name)
    assert found.pairwise_ties.loc["copy", original] == 1
    for part in ("rank_acceptability", "central_weights", "expected_rank", "confidence_factors", "standard_error"):
        frame = getattr(found, part)
        assert frame.loc["copy"].tobytes() == frame.loc[original].tobytes() if frame.ndim == 1 else True
        if frame.ndim == 2:
            assert frame.loc["copy"].to_numpy().tobytes() == frame.loc[original].to_numpy().tobytes()


@swept_law
@given(problem=problems(least=2, most=7), name=st.sampled_from(NAMED), data=st.data())
def test_permuting_alternatives_permutes_the_result(problem, name, data):
    """The order in which alternatives are listed changes not one bit of any index."""
    order = data.draw(st.permutations(range(len(problem.alternatives))))
    names = [problem.alternatives[i] for i in order]
    permuted = mn.DecisionProblem(problem.performance[list(order)], problem.senses, names, problem.criteria)
    a, b = swept(problem, name), swept(permuted, name)
    assert a.rank_acceptability.loc[names].equals(b.rank_acceptability)
    assert a.pairwise_winning.loc[names, names].equals(b.pairwise_winning)
    assert a.central_weights.loc[names].equals(b.central_weights)
    assert a.confidence_factors.loc[names].equals(b.confidence_factors)
    assert set(a.best) == set(b.best)
    assert sorted(a.orderings) == sorted(b.orderings)


@swept_law
@given(problem=problems(most=7), name=st.sampled_from(NAMED), data=st.data())
def test_one_set_of_weights_and_modal_cells_give_the_ranking_itself(problem, name, data):
    """Shares are 0 or 1 and say what `evaluate` says; there is no error and no doubt."""
    weights = data.draw(simplex_grid_points(len(problem.criteria)))
    found, ranking = swept(problem, name, weights=weights), mn.evaluate(problem, name, weights)
    for alternative, rank in ranking.ranks.items():
        assert found.rank_acceptability.loc[alternative, rank] == 1
    assert found.best == ranking.best
    assert (found.standard_error.to_numpy() == 0).all()
    assert len(found.orderings) == 1
    np.testing.assert_allclose(found.central_weights.loc[list(ranking.best)], [weights] * len(ranking.best), atol=1e-11)


def test_an_exact_tie_at_one_set_of_weights_keeps_its_confidence_factor():
    """Who is first at the only weights there are is first at the central weights, which are these."""
    problem = mn.DecisionProblem([[7, 0, 0], [0, 0, 1]], [1, 1, 1])
    found = mn.sweep(problem, mn.weighted_sum(mn.fixed(0, 7)), n=10, weights=[0.1, 0.2, 0.7])
    assert found.rank_acceptability[1].tolist() == [1, 1]
    assert found.confidence_factors.tolist() == [1, 1]


@swept_law
@given(problem=problems(least=2))
def test_the_region_of_a_winner_of_a_weighted_sum_is_convex(problem):
    """So an alternative that is ever first is first at its own central weights."""
    found = swept(problem, "weighted_sum", n=100)
    assert (found.confidence_factors.dropna() == 1).all()


@pytest.mark.parametrize("name", ["weighted_sum", "topsis"])
@pytest.mark.parametrize("m", [2, 3, 4, 5, 7])
def test_a_symmetric_problem_gives_equal_shares(name, m):
    """On the identity every rank of every alternative has probability 1/m, and a pair wins alike."""
    found = mn.sweep(mn.DecisionProblem(np.eye(m), [1] * m), name, n=60_000, rng=5)
    error = np.sqrt(1 / m * (1 - 1 / m) / 60_000)
    assert np.abs(found.rank_acceptability - 1 / m).to_numpy().max() < 5 * error
    wins = found.pairwise_winning.to_numpy()[~np.eye(m, dtype=bool)]
    assert np.abs(wins - 0.5).max() < 5 * np.sqrt(0.25 / 60_000)
    assert found.entropy == pytest.approx(np.log2(m), abs=1e-3)


def test_the_error_falls_with_the_root_of_the_number_of_scenarios():
    """The slope of the logarithm of the error is -1/2 within 0.1."""
    sizes = np.array([500, 2_000, 8_000, 32_000])
    problem = mn.DecisionProblem([[1, 0], [0, 0.5]], [1, 1])
    method = mn.weighted_sum(mn.fixed(0, 1))
    errors = [
        np.sqrt(
            np.mean(
                [
                    (mn.sweep(problem, method, n=int(n), rng=s).rank_acceptability.iloc[0, 0] - 2 / 3) ** 2
                    for s in range(60)
                ]
            )
        )
        for n in sizes
    ]
    assert np.polyfit(np.log(sizes), np.log(errors), 1)[0] == pytest.approx(-0.5, abs=0.1)


# Tables of weights.


def test_a_frame_of_scenarios_is_aligned_by_name():
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 300)
    frame = pd.DataFrame(weights, columns=MODELS.criteria)
    a, b = mn.sweep(MODELS, weights=weights), mn.sweep(MODELS, weights=frame[list(reversed(MODELS.criteria))])
    assert_same(a, b)
    assert_same(a, mn.sweep(MODELS, n=300, weights=weights.tolist()))
    assert a.provenance["weights"].startswith("table")


@swept_law
@given(table=codes(3, 4), signs=senses(4), count=st.integers(1, 70))
def test_a_table_of_weights_is_counted_whole(table, signs, count):
    weights = np.random.default_rng(count).dirichlet(np.ones(4), count)
    problem = mn.DecisionProblem(table, signs)
    ranks = mn.evaluate(problem, "topsis", weights).ranks
    with small(16):
        found = mn.sweep(problem, weights=weights)
    assert found.rank_acceptability[1].tolist() == (ranks == 1).mean().tolist()


# Many alternatives.


def test_pairs_are_counted_up_to_two_hundred_alternatives_or_on_demand():
    few, many = random_problem(200, 4), random_problem(201, 4)
    assert mn.sweep(few, n=20).pairwise_winning.notna().all(axis=None)
    without = mn.sweep(many, n=20)
    assert without.pairwise_winning.isna().all(axis=None)
    assert without.pairwise_ties.isna().all(axis=None)
    with_pairs = mn.sweep(many, n=20, pairwise=True)
    assert with_pairs.rank_acceptability.equals(without.rank_acceptability)
    assert with_pairs.expected_rank.equals(without.expected_rank)


@pytest.mark.parametrize("m", [5, 7, 40, 300])
def test_ranks_do_not_depend_on_whether_pairs_are_counted(m):
    """Counting pairs and searching sorted scores are two ways to the same ranks."""
    problem = random_problem(m, 4)
    for name in NAMED:
        with_pairs, without = (mn.sweep(problem, name, n=50, pairwise=pairs) for pairs in (True, False))
        for part in ("rank_acceptability", "central_weights", "orderings"):
            assert getattr(with_pairs, part).equals(getattr(without, part))
