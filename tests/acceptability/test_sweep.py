"""Sweeps against a plain loop over `evaluate`, and the laws that hold whatever draws and counts them."""

import math
import multiprocessing
import os
import signal
import tempfile
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from comparing import assert_same
from hypothesis import given
from hypothesis import strategies as st
from pymcdm import methods as peers
from strategies import codes, integer_cases, law, senses, simplex_grid_points

import mcda_nato as mn
from mcda_nato.acceptability import block_counts, block_results, blocks, sweep_plan
from mcda_nato.acceptability.counts import LARGEST_N, LARGEST_ORDERED
from mcda_nato.acceptability.sweep_state import SweepState

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

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
NAMED = ["weighted_sum", "topsis", "ahp"]
MODELS = mn.load_models()


@contextmanager
def small(block=64, chunk=16):
    """Let a block and what is drawn together be few scenarios."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", block)
        patch.setattr(blocks, "SLOW_BLOCK", block)
        patch.setattr(blocks, "_CHUNK", chunk)
        yield patch


def random_problem(m, n=3, seed=0, width=0.4):
    """Return a problem with intervals: codes where ties are common, for few alternatives."""
    rng = np.random.default_rng([seed, m, n])
    table = rng.integers(1, 6, (m, n)) + (rng.random((m, n)) if m > 7 else 0.0)
    signs = rng.choice([1.0, -1.0], n)
    return mn.DecisionProblem(table, signs, low=table * (1 - width * rng.random((m, n))), high=table * (1 + width))


# The slow twin: one call of `evaluate` a scenario.


def recorded(problem, method, n, **options):
    """Sweep, and return the result with the weights and the table of every scenario, in order."""
    make, seen = block_counts.drawer, []

    def drawer(plan, *where):
        draw = make(plan, *where)

        def drawing(done, size):
            columns, tables = draw(done, size)
            if plan.n == n and not plan.spawn_key:  # neither the trial before nor the confidence factors after
                seen.append((columns.T.copy(), None if tables is None else np.array(tables)))
            return columns, tables

        return drawing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_counts, "drawer", drawer)
        found = mn.sweep(problem, method, n=n, **options)
    weights = np.concatenate([columns for columns, _ in seen])
    if seen[0][1] is None:
        return found, weights, np.broadcast_to(problem.performance, (len(weights), *problem.performance.shape))
    return found, weights, np.concatenate([tables for _, tables in seen])


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


class Quantiles:
    """A distribution of cells of one's own."""

    def __init__(self, table, name="icdf"):
        self.table = table
        setattr(self, name, self._quantiles)
        self.seen = []

    def __repr__(self):
        return "Quantiles"

    def _quantiles(self, u):
        self.seen.append(u)
        return self.table * (0.5 + np.round(4 * u) / 4)  # discrete, so that ties are common


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


@law
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


# Cells.


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_a_distribution_is_called_with_open_uniforms_a_scenario_a_row(sampling):
    cells = Quantiles(MODELS.performance, "ppf")
    with small():
        mn.sweep(MODELS, n=200, cells=cells, sampling=sampling)
    assert all(u.shape[1:] == (3, 4) for u in cells.seen)
    assert sum(len(u) for u in cells.seen) >= 200
    assert min(u.min() for u in cells.seen) > 0
    assert max(u.max() for u in cells.seen) < 1


@pytest.mark.parametrize(("cells", "variance"), [("uniform", 1 / 12), ("triangular", 1 / 24)])
def test_cells_fill_their_intervals_and_crisp_ones_stay(cells, variance):
    """On (-1, 1) about a mode of 0 a uniform cell has variance 1/3, a triangular one 1/6."""
    table = np.full((2, 2), 3.0)
    problem = mn.DecisionProblem(table, [1, 1], low=[[2, 3], [3, 3]], high=[[4, 3], [3, 3]])
    _, weights, tables = recorded(problem, "weighted_sum", 20_000, cells=cells)
    assert (tables[:, [0, 1, 1], [1, 0, 1]] == 3).all()
    cell = tables[:, 0, 0]
    assert cell.min() >= 2
    assert cell.max() <= 4
    assert abs(cell.mean() - 3) < 5 * np.sqrt(4 * variance / len(cell))
    assert abs(cell.var() - 4 * variance) < 0.02
    assert abs(np.corrcoef(cell, weights[:, 0])[0, 1]) < 5 / np.sqrt(len(cell))


def test_cells_without_intervals_are_modal():
    crisp = MODELS.replace(low=None, high=None) if (MODELS.low < MODELS.high).any() else MODELS
    assert_shares = [mn.sweep(crisp, n=1000, cells=cells).rank_acceptability for cells in ("modal", "uniform")]
    assert assert_shares[0].equals(assert_shares[1])


@pytest.mark.parametrize("cells", ["uniform", "triangular"])
@pytest.mark.parametrize("method", ["ahp", mn.weighted_sum("maximum"), mn.topsis("total")], ids=str)
def test_a_scale_that_is_undefined_on_a_sampled_table_is_refused(method, cells):
    """`evaluate` refuses negative values on a ratio scale, and so does a sweep whose intervals reach them."""
    problem = mn.DecisionProblem([[1.0, 2], [2, 1]], [1, -1], low=[[-3, -3], [-3, -3]], high=[[3, 3], [3, 3]])
    with pytest.raises(mn.MethodError):
        mn.sweep(problem, method, n=100, cells=cells)


# Laws.


@st.composite
def problems(draw, least=1, most=6):
    case = draw(integer_cases(least=least, most=most))
    return mn.DecisionProblem(case.table, case.senses)


def swept(problem, name, n=60, **options):
    with small(32):
        return mn.sweep(problem, name, n=n, **options)


@law
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


@law
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


@law
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


@law
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


@law
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


@law
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


# Scenarios are numbered.


@pytest.mark.parametrize("cells", ["modal", "uniform"])
@pytest.mark.parametrize("weights", [mn.Simplex(), mn.Simplex(upper={"C1": 0.6}), mn.Dirichlet(None, 3)], ids=repr)
def test_scenario_i_does_not_depend_on_how_many_there_are(weights, cells):
    """The scenarios of a shorter sweep are the first ones of a longer."""
    with small(32):
        runs = [recorded(random_problem(3), "topsis", n, weights=weights, cells=cells) for n in (1, 7, 16, 33, 200)]
    longest = runs[-1]
    for _, drawn, tables in runs:
        assert drawn.tobytes() == longest[1][: len(drawn)].tobytes()
        assert np.array_equal(tables, longest[2][: len(tables)])


def test_scenarios_of_different_blocks_and_seeds_differ():
    with small(32):
        _, first, _ = recorded(MODELS, "topsis", 64)
        _, other, _ = recorded(MODELS, "topsis", 64, rng=1)
    assert len(np.unique(first, axis=0)) == 64
    assert not np.isin(first, other).any()


def test_blocks_of_a_quasi_random_replicate_continue_its_sequence():
    """Cutting a replicate into blocks does not change its points."""
    runs = []
    for block in (16, 64):
        with small(block):
            runs.append(recorded(MODELS, "topsis", 16 * 64, sampling="sobol")[1])
    assert runs[0].tobytes() == runs[1].tobytes()


def test_the_first_blocks_of_a_longer_sweep_are_the_shorter_one():
    """Counts of n blocks are the running counts of 2n blocks after n."""
    seen = {}

    def keep(patch, n):
        after = SweepState.after

        def kept(state, block, group):
            seen[n, state.done] = (new := after(state, block, group)).counts
            return new

        patch.setattr(SweepState, "after", kept)

    for n in (128, 256):
        with small(32) as patch:
            keep(patch, n)
            mn.sweep(MODELS, n=n)
    assert all(seen[128, block] == seen[256, block] for block in range(4))


# The same bits whoever computes them.

THREE_KINDS = [{}, {"cells": "uniform"}, {"sampling": "sobol"}]


class Lazy(Future):
    """A future whose result is computed when it is asked for."""

    def __init__(self, pool):
        super().__init__()
        self.pool = pool

    def result(self, timeout=None):
        """Run all that waits, and this with it."""
        self.pool.run_all()
        return super().result(timeout)


class Shuffled(Executor):
    """Runs what waits in an order of its own, in the caller, when a result is first asked for."""

    def __init__(self, order):
        self.order, self.waiting, self.most, self.rows = order, [], 0, 0

    def submit(self, work, /, *args, **kwargs):
        """Let the work wait."""
        future = Lazy(self)
        self.waiting.append((future, work, args, kwargs))
        self.most = max(self.most, len(self.waiting))
        plan = args[0]
        self.rows = max(self.rows, len(plan.weights) if isinstance(plan.weights, np.ndarray) else 0)
        return future

    def run_all(self):
        """Do all that waits, in an order of its own."""
        waiting, self.waiting = self.order(self.waiting), []
        for future, work, args, kwargs in waiting:
            if future.set_running_or_notify_cancel():
                future.set_result(work(*args, **kwargs))


ORDERS = {
    "in order": list,
    "backwards": lambda waiting: waiting[::-1],
    "shuffled": lambda waiting: [waiting[i] for i in np.random.default_rng(0).permutation(len(waiting))],
}


@pytest.mark.parametrize("options", THREE_KINDS, ids=str)
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_the_order_of_completion_does_not_matter(order, options):
    with small(32):
        alone = mn.sweep(MODELS, n=3000, **options)
        assert_same(mn.sweep(MODELS, n=3000, executor=Shuffled(order), **options), alone)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("options", THREE_KINDS, ids=str)
def test_threads_do_not_matter(options, workers):
    with small(64), ThreadPoolExecutor(workers) as pool:
        alone = mn.sweep(MODELS, n=2000, **options)
        assert_same(mn.sweep(MODELS, n=2000, executor=pool, **options), alone)


@law
@given(block=st.integers(1, 8), n=st.integers(1, 300), order=st.sampled_from(list(ORDERS.values())))
def test_splits_do_not_matter(block, n, order):
    with small(16 * block):
        assert_same(mn.sweep(MODELS, n=n, executor=Shuffled(order)), mn.sweep(MODELS, n=n))


def test_the_blocks_under_way_are_bounded_and_tables_are_sent_in_parts():
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 8000)
    pool = Shuffled(list)
    with small(16):
        found = mn.sweep(MODELS, weights=weights, executor=pool)
        assert_same(found, mn.sweep(MODELS, weights=weights))
    assert pool.most <= 64
    assert pool.rows == 16
    assert found.n == 8000


def test_memory_order_does_not_matter():
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 500)
    fortran = mn.DecisionProblem(
        np.asfortranarray(MODELS.performance), MODELS.senses, MODELS.alternatives, MODELS.criteria,
        np.asfortranarray(MODELS.low), np.asfortranarray(MODELS.high), MODELS.terms,
    ).replace()  # fmt: skip
    for name in NAMED:
        a = mn.sweep(MODELS, name, weights=weights)
        assert a.rank_acceptability.equals(mn.sweep(fortran, name, weights=weights).rank_acceptability)
        assert_same(a, mn.sweep(MODELS, name, weights=np.asfortranarray(weights)))
        assert_same(a, mn.sweep(MODELS, name, weights=np.repeat(weights, 2, axis=0)[::2]))
        assert_same(a, mn.sweep(MODELS, name, weights=pd.DataFrame(weights, columns=MODELS.criteria)[::1]))
        uncertain = [mn.sweep(p, name, n=500, cells="uniform").rank_acceptability for p in (MODELS, fortran)]
        assert uncertain[0].equals(uncertain[1])


@pytest.fixture(scope="module")
def processes():
    """Yield two processes, started afresh."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def test_processes_do_not_matter(processes):
    n = 2 * blocks.BLOCK + 1
    for name in NAMED[:2]:
        assert_same(mn.sweep(MODELS, name, n=n, executor=processes), mn.sweep(MODELS, name, n=n))


def test_processes_do_not_matter_to_a_method_scored_row_by_row(processes):
    method, n = mn.from_pymcdm(peers.TOPSIS()), 3 * blocks.SLOW_BLOCK + 5
    alone = mn.sweep(MODELS, method, n=n, cells="uniform")
    assert_same(mn.sweep(MODELS, method, n=n, cells="uniform", executor=processes), alone)


def test_processes_do_not_matter_to_a_table_of_weights(processes):
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 2 * blocks.SLOW_BLOCK + 5)
    method = mn.from_pymcdm(peers.VIKOR())
    assert_same(
        mn.sweep(MODELS, method, weights=weights, executor=processes), mn.sweep(MODELS, method, weights=weights)
    )


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["fork", "spawn", "forkserver"])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_processes_of_any_kind_and_number_do_not_matter(kind, workers):
    context = multiprocessing.get_context(kind)
    for options in [*THREE_KINDS, {"method": "weighted_sum"}]:
        n = blocks.BLOCK * 5 + 17
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            assert_same(mn.sweep(MODELS, n=n, executor=pool, **options), mn.sweep(MODELS, n=n, **options))


# Halves.


class Stop(Exception):  # noqa: N818 - a signal
    """Ends a sweep from its progress callback."""


@law
@given(cuts=st.lists(st.integers(1, 7), max_size=2), options=st.sampled_from(THREE_KINDS))
def test_a_sweep_cut_short_and_continued_ends_with_the_same_bits(cuts, options):
    """Whatever the cuts, also after they come again at the same block."""
    with small(32), tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "state"
        for cut in sorted(cuts):

            def stop(done, _, cut=cut):
                if done >= 32 * cut:
                    raise Stop

            with suppress(Stop):  # nothing is left to stop after the last block
                mn.sweep(MODELS, n=256, checkpoint=checkpoint, progress=stop, **options)
        assert_same(mn.sweep(MODELS, n=256, checkpoint=checkpoint, **options), mn.sweep(MODELS, n=256, **options))


def test_an_interrupted_sweep_returns_what_it_has_and_goes_on(tmp_path):
    calls = []

    def interrupt(done, total):
        calls.append((done, total))
        if len(calls) == 5:
            raise KeyboardInterrupt

    with small(32):
        whole = mn.sweep(MODELS, n=512)
        with pytest.raises(mn.SweepInterrupted) as caught:
            mn.sweep(MODELS, n=512, checkpoint=tmp_path / "state", progress=interrupt)
        assert caught.value.partial.n == 160
        assert caught.value.partial.provenance["n"] == 160
        first = mn.sweep(MODELS, n=160)
        assert caught.value.partial.rank_acceptability.equals(first.rank_acceptability)
        with ThreadPoolExecutor(2) as pool:
            resumed = mn.sweep(MODELS, n=512, checkpoint=tmp_path / "state", executor=pool)
    assert_same(resumed, whole)


def test_a_sweep_interrupted_before_its_first_block_has_no_partial_result():
    class Interrupted(Executor):
        def submit(self, work, /, *args, **kwargs):
            raise KeyboardInterrupt

    with pytest.raises(mn.SweepInterrupted) as caught:
        mn.sweep(MODELS, n=10, executor=Interrupted())
    assert caught.value.partial is None


def same_arguments(tmp_path, first, second):
    """Sweep with a checkpoint, then again with other arguments."""
    mn.sweep(MODELS, checkpoint=tmp_path / "state", **{"n": 20} | first)
    mn.sweep(MODELS, checkpoint=tmp_path / "state", **{"n": 20} | second)


THIRD = 1 / 3
OTHER = {
    "n": ({}, {"n": 21}),
    "rng": ({}, {"rng": 1}),
    "spawn key": ({}, {"rng": np.random.SeedSequence(0).spawn(1)[0]}),
    "cells": ({}, {"cells": "uniform"}),
    "sampling": ({"n": 32}, {"n": 32, "sampling": "sobol"}),
    "pairwise": ({}, {"pairwise": False}),
    "method": ({}, {"method": "ahp"}),
    "scale": ({}, {"method": mn.topsis("minmax")}),
    "set": ({}, {"weights": mn.Simplex(lower={"Risk Exposure": 0.1})}),
    "bound in the tenth digit": (
        {"weights": mn.Simplex(lower=pd.Series({"Risk Exposure": THIRD}))},
        {"weights": mn.Simplex(lower=pd.Series({"Risk Exposure": THIRD + 1e-10}))},
    ),
    "mean in the tenth digit": (
        {"weights": mn.Dirichlet(np.array([THIRD, THIRD, THIRD, 0]), 3)},
        {"weights": mn.Dirichlet(np.array([THIRD + 1e-10, THIRD, THIRD - 1e-10, 0]), 3)},
    ),
    "fixed weights in the tenth digit": (
        {"weights": np.array([THIRD, THIRD, THIRD, 0])},
        {"weights": np.array([THIRD + 1e-10, THIRD, THIRD - 1e-10, 0])},
    ),
    "table": ({"weights": np.full((20, 4), 0.25)}, {"weights": np.tile([0.5, 0.5, 0, 0], (20, 1))}),
    "bounds of a pymcdm method": (
        {"method": mn.from_pymcdm(peers.SPOTIS(np.array([[0, 9]] * 4)))},
        {"method": mn.from_pymcdm(peers.SPOTIS(np.array([[0, 90]] + [[0, 9]] * 3)))},
    ),
    "parameter of a pymcdm method": (
        {"method": mn.from_pymcdm(peers.VIKOR(v=0.5)), "weights": [0.4, 0.3, 0.2, 0.1]},
        {"method": mn.from_pymcdm(peers.VIKOR(v=0.75)), "weights": [0.4, 0.3, 0.2, 0.1]},
    ),
}


@pytest.mark.parametrize(("first", "second"), OTHER.values(), ids=OTHER)
def test_provenance_tells_any_two_arguments_apart(first, second, tmp_path):
    """And so a checkpoint of the one is refused by the other."""
    records = [mn.sweep(MODELS, **{"n": 20} | options).provenance for options in (first, second)]
    assert records[0] != records[1]
    with pytest.raises(mn.CheckpointError):
        same_arguments(tmp_path, first, second)


def test_provenance_of_a_frozen_distribution_is_its_parameters(tmp_path):
    """Not its address: the same distribution made again goes on with the same checkpoint, another is refused."""

    def frozen(loc):
        return scipy.stats.norm(loc=MODELS.performance + loc, scale=0.1)

    a, b, c = frozen(0), frozen(0), frozen(1)
    records = [mn.sweep(MODELS, n=20, cells=cells).provenance["cells"] for cells in (a, b, c)]
    assert records[0] == records[1] != records[2]
    same_arguments(tmp_path, {"cells": a}, {"cells": b})


# Executors that fail.


class Breaking(Executor):
    """Works for a while, then refuses work or loses it."""

    def __init__(self, after, how):
        self.left, self.how = after, how

    def submit(self, work, /, *args, **kwargs):
        """Do the work at once, or fail as told."""
        future = Future()
        self.left -= 1
        if self.left < 0 and self.how == "refuses":
            raise RuntimeError("cannot schedule new futures")
        if self.left < 0 and self.how == "cancels":
            future.cancel()
            future.set_running_or_notify_cancel()
        elif self.left < 0:
            future.set_exception(ConnectionError("lost"))
        else:
            future.set_result(work(*args, **kwargs))
        return future


@pytest.mark.parametrize("how", ["refuses", "loses", "cancels"])
@pytest.mark.parametrize("after", [1, 2, 70, 99])
def test_an_executor_that_breaks_half_way_leaves_the_rest_to_the_caller(after, how):
    with small(16):
        alone = mn.sweep(MODELS, n=1600)
        with pytest.warns(mn.SweepWarning, match="the executor broke"):
            found = mn.sweep(MODELS, n=1600, executor=Breaking(after, how))
    assert_same(found, alone)


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_that_is_shut_down_is_refused(kind):
    pool = kind(1)
    pool.shutdown()
    with pytest.raises(mn.SweepError, match="executor"):
        mn.sweep(MODELS, n=10, executor=pool)


class Weighted:
    """A weighted sum for `from_pymcdm`, at some weights the end of any process but the first."""

    def __init__(self, deadly):
        self.deadly, self.parent = deadly, os.getpid()

    def __call__(self, table, weights, types):
        """Score a table, or end the process."""
        if weights[0] > self.deadly and os.getpid() != self.parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return (table * types) @ weights


def rows_of(weights, at, deadly):
    """Put deadly weights into one row of a table."""
    table = np.tile(weights, (12 * blocks.SLOW_BLOCK, 1))
    table[at] = deadly
    return table


@pytest.mark.parametrize("at", [pytest.param(0, marks=pytest.mark.exhaustive), 9 * blocks.SLOW_BLOCK])
def test_a_worker_that_kills_itself_leaves_the_rest_to_the_caller(at):
    method = mn.from_pymcdm(Weighted(deadly=0.9))
    weights = rows_of([0.2, 0.3, 0.3, 0.2], at, [1, 0, 0, 0])
    alone = mn.sweep(MODELS, method, weights=weights)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        with pytest.warns(mn.SweepWarning, match="BrokenProcessPool"):
            found = mn.sweep(MODELS, method, weights=weights, executor=pool)
        with pytest.raises(mn.SweepError, match="takes no work"):
            mn.sweep(MODELS, method, weights=weights, executor=pool)
    assert_same(found, alone)


def test_what_cannot_be_sent_to_processes_runs_in_the_caller(processes):
    class Local:
        def ppf(self, u):
            return 1 + u

        def __repr__(self):
            return "Local"

    alone = mn.sweep(MODELS, n=20, cells=Local())
    with pytest.warns(mn.SweepWarning, match="the executor broke"):
        assert_same(mn.sweep(MODELS, n=20, cells=Local(), executor=processes), alone)


def undefined(table, weights, types):
    """Be undefined at some weights."""
    return (table * types) @ weights / (weights[0] <= 0.9)


def test_an_error_of_a_method_is_no_fault_of_the_executor():
    """It is raised as it is, without a warning, in a pool and alone."""
    weights = rows_of([0.2, 0.3, 0.3, 0.2], 700, [1, 0, 0, 0])
    method = mn.from_pymcdm(undefined)
    for pool in (None, Shuffled(list), ThreadPoolExecutor(2)):
        with pytest.raises(mn.MethodError, match="undefined"):
            mn.sweep(MODELS, method, weights=weights, executor=pool)


# Provenance and baseline.


@pytest.mark.parametrize("sampling", ["random", "sobol"])
@pytest.mark.parametrize("name", NAMED)
def test_provenance_is_enough_to_do_it_again(name, sampling):
    found = mn.sweep(MODELS, name, n=1600, rng=np.random.default_rng(3), sampling=sampling)
    record = found.provenance
    seed = np.random.SeedSequence(record["rng"], spawn_key=record["spawn_key"])
    again = mn.sweep(MODELS, name, n=record["n"], rng=seed, sampling=record["sampling"], cells=record["cells"])
    assert_same(again, found)


def test_provenance_is_complete():
    record = mn.sweep(MODELS, n=10).provenance
    assert record["package"].startswith("mcda_nato ")
    assert record["numpy"] == np.__version__
    assert len(record["problem"]) == 64
    expected = {"method", "weights", "cells", "n", "rng", "spawn_key", "sampling", "replicates", "block", "chunk"}
    assert expected | {"pairwise", "error_from"} <= record.keys()
    assert record["method"] == str(mn.topsis())


def test_provenance_of_a_sweep_that_stops_by_itself_says_by_what_rule():
    with small(64):
        record = mn.sweep(MODELS, until=0.2, confidence=0.9, n_max=6400).provenance
    assert {"until": 0.2, "confidence": 0.9, "n_max": 6400}.items() <= record.items()


def test_provenance_holds_the_facts_of_the_problem():
    records = [mn.sweep(p, n=10).provenance["problem"] for p in (MODELS, MODELS.replace(), MODELS.add("D", [1] * 4))]
    assert records[0] == records[1] != records[2]


def test_seeds():
    """Zero is a seed; an integer, its sequence and its parts are one; a generator advances and its children differ."""
    zero, one = mn.sweep(MODELS, n=100), mn.sweep(MODELS, n=100, rng=1)
    assert zero.provenance["rng"] == 0
    assert not zero.rank_acceptability.equals(one.rank_acceptability)
    for same in (0, np.int64(0), np.random.SeedSequence(0)):
        assert_same(mn.sweep(MODELS, n=100, rng=same), zero)
    first, second = np.random.SeedSequence(0).spawn(2)
    assert first.spawn_key == (0,)
    children = [mn.sweep(MODELS, n=100, rng=child) for child in (first, second)]
    assert not children[0].rank_acceptability.equals(children[1].rank_acceptability)
    rng = np.random.default_rng(0)
    drawn = [mn.sweep(MODELS, n=100, rng=rng).rank_acceptability for _ in range(2)]
    assert not drawn[0].equals(drawn[1])
    assert drawn[0].equals(mn.sweep(MODELS, n=100, rng=np.random.default_rng(0)).rank_acceptability)


@pytest.mark.parametrize("entropy", [[1, 2], [2**64], [0, 1], 10**40, [3, 10**30]], ids=str)
def test_seed_sequences_of_different_entropy_give_different_scenarios(entropy):
    others = [[1, 2], [2**64], [0, 1], 10**40, [3, 10**30], 1]
    ours = mn.sweep(MODELS, n=10, rng=np.random.SeedSequence(entropy)).provenance
    state = np.random.SeedSequence(entropy).generate_state(4).tolist()
    for other in others:
        theirs = mn.sweep(MODELS, n=10, rng=np.random.SeedSequence(other)).provenance
        alike = np.random.SeedSequence(other).generate_state(4).tolist() == state
        assert (ours == theirs) == alike


@pytest.mark.parametrize(
    "weights", [mn.Simplex(), mn.Simplex(order=MODELS.criteria), mn.Dirichlet([0.1, 0.2, 0.3, 0.4], 9)]
)
@pytest.mark.parametrize("name", NAMED)
def test_every_sweep_holds_the_baseline(name, weights):
    """The modal cells at the centre of the weights, as `evaluate` ranks them."""
    baseline = mn.sweep(MODELS, name, n=10, weights=weights, cells="uniform").baseline
    assert baseline.ranks.equals(mn.evaluate(MODELS, name, baseline.weights).ranks)
    if isinstance(weights, mn.Dirichlet):
        np.testing.assert_allclose(baseline.weights, weights.mean, rtol=1e-15)
    elif weights == mn.Simplex():
        assert (baseline.weights == 0.25).all()
    else:
        np.testing.assert_allclose(baseline.weights, np.cumsum([1 / 16, 1 / 12, 1 / 8, 1 / 4])[::-1], rtol=1e-12)


# Tables of weights.


def test_a_frame_of_scenarios_is_aligned_by_name():
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 300)
    frame = pd.DataFrame(weights, columns=MODELS.criteria)
    a, b = mn.sweep(MODELS, weights=weights), mn.sweep(MODELS, weights=frame[list(reversed(MODELS.criteria))])
    assert_same(a, b)
    assert_same(a, mn.sweep(MODELS, n=300, weights=weights.tolist()))
    assert a.provenance["weights"].startswith("table")


@law
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


# Quasi-random sampling.


def test_quasi_random_shares_are_nearer_than_pseudo_random_ones():
    """The error stated from the replicates covers the true one and is smaller."""
    problem, n = mn.DecisionProblem(np.eye(4), [1] * 4), 16 * 2048
    quasi, pseudo = (mn.sweep(problem, "weighted_sum", n=n, sampling=kind) for kind in ("sobol", "random"))
    error = np.abs(quasi.rank_acceptability - 0.25)
    assert (error <= 6 * quasi.standard_error).all(axis=None)
    assert quasi.standard_error.to_numpy().mean() < pseudo.standard_error.to_numpy().mean() / 1.5
    assert quasi.provenance["replicates"] >= 10
    assert quasi.provenance["error_from"] != "independent scenarios"


def test_the_spread_of_replicates_covers_as_a_normal_error_does():
    problem, inside = mn.DecisionProblem(np.eye(3), [1] * 3), []
    for seed in range(60):
        found = mn.sweep(problem, "weighted_sum", n=16 * 64, sampling="sobol", rng=seed)
        inside.append(abs(found.rank_acceptability.iloc[0, 0] - 1 / 3) < 2.13 * found.standard_error.iloc[0, 0])
    assert np.mean(inside) > 0.85


@pytest.mark.parametrize("n", [1, 5, 16, 17, 1000])
def test_quasi_random_scenarios_are_divided_among_the_replicates(n):
    found = mn.sweep(MODELS, n=n, sampling="sobol")
    assert n <= found.n < n + 16
    assert found.provenance["n"] == found.n
    np.testing.assert_allclose(found.rank_acceptability.sum(axis=1), 1, rtol=1e-14)


def test_quasi_random_weights_of_a_small_dirichlet_are_defined():
    """Gamma quantiles that underflow do not become missing weights."""
    found = mn.sweep(MODELS, n=20_000, weights=mn.Dirichlet(None, 0.01), sampling="sobol")
    vertices = mn.evaluate(MODELS, "topsis", np.eye(4)).ranks.eq(1).mean()
    assert np.abs(found.rank_acceptability[1] - vertices).max() < 0.1


# Progress.


def test_progress_is_told_in_order_and_ends_with_everything():
    calls = []
    with small(64):
        mn.sweep(MODELS, n=200, progress=lambda *done: calls.append(done))
    assert calls == [(64, 200), (128, 200), (192, 200), (200, 200)]


def test_a_bar_is_shown_when_asked_for_and_otherwise_only_in_a_terminal(capsys):
    with small(64):
        mn.sweep(MODELS, n=200)
        mn.sweep(MODELS, n=200, progress=False)
        assert capsys.readouterr() == ("", "")
        mn.sweep(MODELS, n=200, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "scenarios" in err


# Bad input: one clear error, before work starts.


def refused(error, *parts, **options):
    """Assert the class and the content of an error, and that no scenario was drawn."""
    with pytest.raises(error) as found:
        mn.sweep(options.pop("problem", MODELS), **{"n": 10} | options)
    message = str(found.value)
    assert isinstance(found.value, mn.McdaError)
    assert [part for part in parts if part not in message] == []
    assert len(message) < 1000


RISK, SPEED, REFORM, RESOURCES = "Risk Exposure", "Speed of Integration", "Domestic Reform Depth", "Resource Allocation"


def frame_with(value, column=RISK):
    frame = pd.DataFrame(np.full((5, 4), 0.25), columns=MODELS.criteria, index=list("vwxyz"), dtype=object)
    frame.loc["y", column] = value
    return frame


class Shaped:
    """A distribution that gives what it was made with."""

    def __init__(self, value):
        self.value = value

    def ppf(self, u):
        """Return the value, whatever the uniforms."""
        return self.value(u) if callable(self.value) else self.value


SWEEP, WEIGHTS, METHOD = mn.SweepError, mn.WeightsError, mn.MethodError
BAD = {
    "n zero": (SWEEP, ("n must be", "0"), {"n": 0}),
    "n negative": (SWEEP, ("n must be", "-1"), {"n": -1}),
    "n fractional": (SWEEP, ("n must be", "1.5"), {"n": 1.5}),
    "n a whole float": (SWEEP, ("n must be", "1000.0"), {"n": 1e3}),
    "n a bool": (SWEEP, ("n must be", "True"), {"n": True}),
    "n NaN": (SWEEP, ("n must be", "nan"), {"n": math.nan}),
    "n text": (SWEEP, ("n must be", "'10'"), {"n": "10"}),
    "n an array": (SWEEP, ("n must be", "array"), {"n": np.array([10])}),
    "n too large": (SWEEP, ("n must be", f"{LARGEST_N:,}"), {"n": LARGEST_N + 1}),
    "n too large to print": (SWEEP, ("n must be",), {"n": 10**5000}),
    "no n": (SWEEP, ("n=", "until="), {"n": None}),
    "n and until": (SWEEP, ("not both",), {"until": 0.1}),
    "n_max zero": (SWEEP, ("n_max", "0"), {"n": None, "until": 0.1, "n_max": 0}),
    "n_max fractional": (SWEEP, ("n_max", "1.5"), {"n": None, "until": 0.1, "n_max": 1.5}),
    "n other than the table": (SWEEP, ("10", "5"), {"weights": np.full((5, 4), 0.25)}),
    "until unknown": (SWEEP, ("until", "'seperated'"), {"n": None, "until": "seperated"}),
    "until one": (SWEEP, ("until", "1"), {"n": None, "until": 1.0}),
    "until zero": (SWEEP, ("until", "0"), {"n": None, "until": 0.0}),
    "until NaN": (SWEEP, ("until", "nan"), {"n": None, "until": math.nan}),
    "until a bool": (SWEEP, ("until", "True"), {"n": None, "until": True}),
    "until an array": (SWEEP, ("until",), {"n": None, "until": np.array([0.1, 0.2])}),
    "until with sobol": (SWEEP, ("independent",), {"n": None, "until": 0.1, "sampling": "sobol"}),
    "until with a checkpoint": (SWEEP, ("checkpoint",), {"n": None, "until": 0.1, "checkpoint": "nowhere/state"}),
    "confidence in percent": (SWEEP, ("confidence", "95"), {"n": None, "until": 0.1, "confidence": 95}),
    "confidence zero": (SWEEP, ("confidence", "0"), {"n": None, "until": 0.1, "confidence": 0.0}),
    "confidence text": (SWEEP, ("confidence",), {"n": None, "until": 0.1, "confidence": "high"}),
    "cells unknown": (SWEEP, ("'unifrom'", "'uniform'"), {"cells": "unifrom"}),
    "cells None": (SWEEP, ("cells", "None"), {"cells": None}),
    "cells a number": (SWEEP, ("cells", "0.1"), {"cells": 0.1}),
    "cells of wrong shape": (SWEEP, ("3, 4",), {"cells": scipy.stats.norm(loc=np.zeros((2, 2)))}),
    "cells without scenarios": (SWEEP, ("3, 4",), {"cells": Shaped(np.ones((3, 4)))}),
    "cells of transposed shape": (SWEEP, ("3, 4",), {"cells": Shaped(lambda u: u.transpose(0, 2, 1))}),
    "cells with NaN": (SWEEP, ("finite",), {"cells": Shaped(lambda u: u * math.nan)}),
    "cells infinite": (SWEEP, ("finite",), {"cells": Shaped(lambda u: u / 0.0)}),
    "cells with NaN parameters": (SWEEP, ("finite",), {"cells": scipy.stats.norm(loc=np.full((3, 4), math.nan))}),
    "cells complex": (SWEEP, ("cells",), {"cells": Shaped(lambda u: u + 1j)}),
    "cells text": (SWEEP, ("cells",), {"cells": Shaped("7")}),
    "cells missing": (SWEEP, ("cells",), {"cells": Shaped(None)}),
    "cells an unfrozen class": (mn.McdaError, ("cells",), {"cells": scipy.stats.rv_continuous}),
    "sampling unknown": (SWEEP, ("'random' or 'sobol'", "'halton'"), {"sampling": "halton"}),
    "sampling None": (SWEEP, ("sampling", "None"), {"sampling": None}),
    "sampling an array": (SWEEP, ("sampling",), {"sampling": np.array(["random", "sobol"])}),
    "sobol with a table": (SWEEP, ("quasi-random",), {"sampling": "sobol", "weights": np.full((10, 4), 0.25)}),
    "rng negative": (SWEEP, ("rng", "-1"), {"rng": -1}),
    "rng float": (SWEEP, ("rng", "1.0"), {"rng": 1.0}),
    "rng bool": (SWEEP, ("rng", "False"), {"rng": False}),
    "rng None": (SWEEP, ("rng", "None"), {"rng": None}),
    "rng text": (SWEEP, ("rng", "'42'"), {"rng": "42"}),
    "rng of the old kind": (SWEEP, ("rng", "Generator"), {"rng": np.random.RandomState(0)}),
    "rng a list": (SWEEP, ("rng", "[1, 2]"), {"rng": [1, 2]}),
    "executor a number": (SWEEP, ("executor", "4"), {"executor": 4}),
    "executor a name": (SWEEP, ("executor", "'threads'"), {"executor": "threads"}),
    "executor a class": (SWEEP, ("executor",), {"executor": ThreadPoolExecutor}),
    "checkpoint a number": (mn.McdaError, ("checkpoint",), {"checkpoint": 5}),
    "checkpoint in no folder": (mn.FileError, ("nowhere",), {"checkpoint": "nowhere/state"}),
    "progress text": (SWEEP, ("progress", "'no'"), {"progress": "no"}),
    "pairwise text": (SWEEP, ("pairwise", "'no'"), {"pairwise": "no"}),
    "method unknown": (METHOD, ("'topsi'", "'topsis'"), {"method": "topsi"}),
    "method a class": (METHOD, ("unknown method",), {"method": peers.TOPSIS}),
    "problem a frame": (SWEEP, ("DecisionProblem", "DataFrame"), {"problem": MODELS.to_frame()}),
    "weights text": (WEIGHTS, ("weights", "str"), {"weights": "uniform"}),
    "weights a class": (WEIGHTS, ("weights",), {"weights": mn.Simplex}),
    "weights too few": (WEIGHTS, ("2 weights for 4",), {"weights": [0.5, 0.5]}),
    "weights ragged": (WEIGHTS, ("lengths",), {"weights": [[0.5, 0.5], [1]]}),
    "weights without a scenario": (mn.McdaError, ("empty",), {"n": None, "weights": np.zeros((0, 4))}),
    "weights missing by name": (WEIGHTS, (RISK, SPEED), {"weights": {RISK: 1}}),
    "frame with a missing value": (WEIGHTS, ("'y'", RISK, "nan"), {"n": None, "weights": frame_with(math.nan)}),
    "frame with a negative value": (WEIGHTS, ("'y'", RISK, "-0.25"), {"n": None, "weights": frame_with(-0.25)}),
    "frame with text": (WEIGHTS, ("'y'", RISK, "'x'"), {"n": None, "weights": frame_with("x")}),
    "frame with another sum": (WEIGHTS, ("'y'", "1.25"), {"n": None, "weights": frame_with(0.5)}),
    "frame of other names": (
        WEIGHTS, ("'speed'", SPEED), {"n": None, "weights": frame_with(0.25).rename(columns={SPEED: "speed"})},
    ),
    "array with a bad row": (WEIGHTS, ("'3'", "0.5"), {"n": None, "weights": np.diag([2, 2, 2, 1, 2.0])[:, :4] / 2}),
}  # fmt: skip


@pytest.mark.parametrize(("error", "parts", "options"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_by_one_clear_error(error, parts, options):
    refused(error, *parts, **options)


def test_too_many_dimensions_for_a_quasi_random_sequence_are_refused():
    table = np.random.default_rng(0).random((1000, 30)) + 1
    problem = mn.DecisionProblem(table, [1] * 30, low=table - 0.5, high=table + 0.5)
    refused(SWEEP, "quasi-random", "dimensions", problem=problem, cells="uniform", sampling="sobol")


def test_a_refused_sweep_draws_nothing(monkeypatch):
    def never(*unused):
        raise AssertionError("a block was run")

    for module in (block_counts, block_results, sweep_plan):
        monkeypatch.setattr(module, "run_block", never)
    for name, (error, parts, options) in BAD.items():
        if not name.startswith(("cells", "executor a class")):
            refused(error, *parts, **options)
