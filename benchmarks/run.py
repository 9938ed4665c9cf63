"""Print every speed and memory figure of the project, as ratios measured in one run.

Machines are noisy: each pair is measured in turns, and the best of several
turns is compared, so that only the ratio should be cited.
"""

import subprocess
import sys
import timeit
import tracemalloc
import warnings

import numpy as np
from pymcdm.methods import TOPSIS

import mcda_nato as mn

ROUNDS = 7


def best_in_turns(*calls, number=1):
    """Return the best time of each call, measured turn by turn."""
    times = [[timeit.timeit(call, number=number) / number for call in calls] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*times, strict=True)]


def import_seconds(statement):
    code = f"import time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def imports():
    pairs = [(import_seconds("import numpy, pandas"), import_seconds("import mcda_nato")) for _ in range(ROUNDS)]
    base, ours = (min(column) for column in zip(*pairs, strict=True))
    report("import mcda_nato, against import numpy, pandas", ours / base, "at most 1.3")


def labelled_evaluate():
    problem = mn.load_models()
    table, types = problem.performance.copy(), problem.senses.astype(int)
    weights, peer = np.full(4, 0.25), TOPSIS()
    ours, theirs = best_in_turns(
        lambda: mn.evaluate(problem, "topsis").scores, lambda: peer(table, weights, types), number=2000
    )
    report("labelled evaluate, against pymcdm TOPSIS on bare arrays", ours / theirs, "at most 1.0")


def obvious_broadcast(table, senses, weights):
    """TOPSIS as one writes it first: every intermediate as (scenarios, m, n)."""
    share = table / np.linalg.norm(table, axis=0)
    weighted = np.where(senses > 0, share, 1 - share) * weights[:, None, :]
    best, worst = weighted.max(axis=1, keepdims=True), weighted.min(axis=1, keepdims=True)
    to_best = np.sqrt(((weighted - best) ** 2).sum(axis=-1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=-1))
    return to_worst / (to_best + to_worst)


def peak(call):
    tracemalloc.start()
    call()
    size = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return size


def array_door(scenarios):
    problem, method = mn.load_models(), mn.topsis()
    weights = np.random.default_rng(0).dirichlet(np.ones(4), scenarios)
    calls = [
        lambda: method(problem.performance, problem.senses, weights),
        lambda: obvious_broadcast(problem.performance, problem.senses, weights),
    ]
    assert np.allclose(calls[0](), calls[1](), rtol=0, atol=1e-14)
    ours, theirs = best_in_turns(*calls)
    report(f"array door, {scenarios:,} weightings: speed against the obvious broadcast", theirs / ours, "at least 5")
    ours, theirs = (peak(call) for call in calls)
    report(f"array door, {scenarios:,} weightings: peak memory against its", ours / theirs, "below 0.25")


def report(what, ratio, target):
    print(f"{what:<75} {ratio:8.3f}   ({target})", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("error")
    imports()
    labelled_evaluate()
    array_door(100_000)
    array_door(1_000_000)
