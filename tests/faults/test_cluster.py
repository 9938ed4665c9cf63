"""A sweep on a cluster of separate processes, one of which is killed half-way."""

import os
import signal
import time
from contextlib import suppress

import numpy as np
import pytest
from comparing import assert_same
from pymcdm import methods as peers

import mcda_nato as mn
from mcda_nato.acceptability import blocks

distributed = pytest.importorskip("distributed")

MODELS = mn.load_models()
METHOD = mn.from_pymcdm(peers.TOPSIS())  # row by row: many blocks of little work


@pytest.fixture(scope="module")
def client():
    """Yield a client of two worker processes on this machine."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(host="127.0.0.1", silence_logs=50, **options) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def processes_of(client):
    """Return the process numbers of the workers."""
    return set(client.run(os.getpid).values())


def processes_after(client, patience=30):
    """Return the process numbers once two workers answer again."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with suppress(OSError):  # the loss may not have been noticed yet
            if len(found := processes_of(client)) == 2:
                return found
        time.sleep(0.1)
    raise TimeoutError("the cluster did not replace its worker")


def test_the_workers_are_processes_of_their_own(client):
    assert len(processes_of(client)) == 2
    assert os.getpid() not in processes_of(client)


@pytest.mark.parametrize("method", ["topsis", METHOD], ids=str)
@pytest.mark.parametrize("cells", ["modal", "uniform"])
def test_a_cluster_gives_the_same_bits(client, method, cells):
    n = 3 * (blocks.BLOCK if method == "topsis" else blocks.SLOW_BLOCK) + 3
    alone = mn.sweep(MODELS, method, n=n, cells=cells)
    assert_same(mn.sweep(MODELS, method, n=n, cells=cells, executor=client.get_executor()), alone)


def test_a_table_of_weights_goes_to_a_cluster_in_parts(client):
    weights = np.random.default_rng(0).dirichlet(np.ones(4), 5 * blocks.SLOW_BLOCK + 3)
    alone = mn.sweep(MODELS, METHOD, weights=weights)
    assert_same(mn.sweep(MODELS, METHOD, weights=weights, executor=client.get_executor()), alone)


@pytest.mark.parametrize(
    ("method", "size"), [("topsis", blocks.BLOCK), (METHOD, blocks.SLOW_BLOCK)], ids=["fast", "slow"]
)
def test_a_worker_killed_half_way_changes_nothing(client, method, size):
    """The blocks that were lost are done again elsewhere, to the last bit, without a warning."""
    n, killed = 9 * size, []

    def kill(done, total):
        if done >= total / 3 and not killed:
            killed.append(min(processes_of(client)))
            os.kill(killed[0], signal.SIGKILL)

    alone = mn.sweep(MODELS, method, n=n)
    found = mn.sweep(MODELS, method, n=n, executor=client.get_executor(), progress=kill)
    assert_same(found, alone)
    assert len(killed) == 1
    assert killed[0] not in processes_after(client)


@pytest.mark.exhaustive
def test_a_cluster_that_is_closed_half_way_leaves_the_rest_to_the_caller():
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    n, closed = 20 * blocks.SLOW_BLOCK, []
    with distributed.LocalCluster(host="127.0.0.1", silence_logs=50, **options) as cluster:
        client = distributed.Client(cluster)

        def close(done, total):
            if done >= total / 4 and not closed:
                closed.append(time.monotonic())
                client.close()

        alone = mn.sweep(MODELS, METHOD, n=n)
        with pytest.warns(mn.SweepWarning, match="the executor broke"):
            found = mn.sweep(MODELS, METHOD, n=n, executor=client.get_executor(), progress=close)
    assert_same(found, alone)
