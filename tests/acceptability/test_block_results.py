"""The same bits whoever computes the blocks, in whatever order, and when an executor fails."""

import multiprocessing
import os
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from comparing import assert_same
from hypothesis import given
from hypothesis import strategies as st
from pymcdm import methods as peers
from small_sweeps import MODELS, NAMED, THREE_KINDS, small
from strategies import heavy_law

import mcda_nato as mn
from mcda_nato.acceptability import blocks


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


@heavy_law(40)  # two sweeps each
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
