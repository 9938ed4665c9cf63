"""Print the speed and memory of sweeps, as ratios measured in one run.

Every pair is measured in turns and the best turn of each is compared. The
peers score the same weightings by the same formula; a loop that would take
hours is timed on fewer scenarios and marked as extrapolated.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import timeit
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
from peers import imported

import mcda_nato as mn

ROUNDS = 5
N = 1 << 21
PROBLEM = mn.load_models()


def seconds(call, rounds=ROUNDS):
    return min(timeit.repeat(call, number=1, repeat=rounds))


def in_turns(calls, rounds=ROUNDS):
    """Return the best seconds of each call, measured turn by turn."""
    times = [[timeit.timeit(call, number=1) for call in calls] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def ours(n=N, method="topsis", **options):
    return mn.sweep(PROBLEM, method, n=n, progress=False, **options)


def pymcdm_loop(n):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    body, types = TOPSIS(vector_normalization), PROBLEM.senses.astype(int)
    counts = np.zeros((3, 3), dtype=int)
    for weights in np.random.default_rng(0).dirichlet(np.ones(4), n):
        ranks = body.rank(body(PROBLEM.performance, weights, types)).astype(int)
        counts[np.arange(3), ranks - 1] += 1
    return counts


def pysensmcda_simulation(smaa, n):
    from pymcdm.methods import TOPSIS

    return smaa.simulate(
        TOPSIS(), PROBLEM.performance.copy(), PROBLEM.senses.astype(int), num_samples=n, store="accumulate"
    )


def broadcast(n):
    """Write the obvious NumPy: every intermediate as (scenarios, m, n)."""
    weights = np.random.default_rng(0).dirichlet(np.ones(4), n)
    share = PROBLEM.performance / np.linalg.norm(PROBLEM.performance, axis=0)
    weighted = np.where(PROBLEM.senses > 0, share, 1 - share) * weights[:, None, :]
    best, worst = weighted.max(axis=1, keepdims=True), weighted.min(axis=1, keepdims=True)
    to_best = np.sqrt(((weighted - best) ** 2).sum(axis=-1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=-1))
    score = to_worst / (to_best + to_worst)
    ranks = (score[:, None, :] > score[:, :, None]).sum(axis=-1)
    return np.stack([np.bincount(ranks[:, i], minlength=3) for i in range(3)])


def exponentials(n):
    rng, out = np.random.default_rng(0), np.empty((4, 8192))
    for _ in range(n // 8192):
        rng.standard_exponential(out=out)


def numba_loop(numba):
    """Compile a fused loop that draws, scores, ranks and counts."""
    scaled = mn.topsis().scaled(PROBLEM.performance, PROBLEM.senses)
    to_best, to_worst = (scaled - scaled.max(axis=0)) ** 2, (scaled - scaled.min(axis=0)) ** 2

    @numba.njit
    def run(n):
        np.random.seed(0)  # noqa: NPY002 - the generator that Numba compiles fastest
        counts = np.zeros((3, 3), dtype=np.int64)
        w, r = np.empty(4), np.empty(3)
        for _ in range(n):
            for j in range(4):
                w[j] = np.random.standard_exponential()  # noqa: NPY002
            for i in range(3):
                up = down = 0.0
                for j in range(4):
                    up += to_best[i, j] * w[j] * w[j]
                    down += to_worst[i, j] * w[j] * w[j]
                r[i] = down / up
            for i in range(3):
                rank = 0
                for k in range(3):
                    rank += r[k] > r[i] * (1 + 2e-12)
                counts[i, rank] += 1
        return counts

    run(10)
    return run


def report(what, ratio, target):
    print(f"{what:<78} {ratio:10.3f}   ({target})", flush=True)


def against_others():
    base = in_turns([ours, lambda: exponentials(N), lambda: ours(method="weighted_sum"), lambda: ours(cells="uniform")])
    rate = N / base[0]
    print(f"one core, 3 x 4, TOPSIS, uniform weights, whole sweep: {rate / 1e6:.1f} million scenarios a second")
    report("rate, against drawing as many exponentials and nothing else", base[1] / base[0], "at least 0.35, aim 0.6")
    report("weighted sum, speed against TOPSIS", base[0] / base[2], "at least 1")
    report("cells uncertain too, rate against weights only", base[0] / base[3], "at least 0.2")
    mine, theirs = in_turns([ours, lambda: broadcast(N)], 3)
    report("speed against the obvious broadcast", theirs / mine, "at least 10, aim 20")
    numba = imported("numba")
    if numba is not None:
        run = numba_loop(numba)
        mine, theirs = in_turns([ours, lambda: run(N)])
        report("speed against a fused Numba loop", theirs / mine, "at least 1")
    slow = 4000
    mine, theirs = in_turns([ours, lambda: pymcdm_loop(slow)], 3)
    report(
        f"speed against a loop over pymcdm ({slow:,} scenarios, extrapolated)",
        theirs / slow / (mine / N),
        "at least 3000",
    )
    smaa = imported("pysensmcda.smaa")
    if smaa is not None:
        mine, theirs = in_turns([ours, lambda: pysensmcda_simulation(smaa, slow)], 3)
        report(
            f"speed against pysensmcda ({slow:,} scenarios, extrapolated)", theirs / slow / (mine / N), "at least 2000"
        )


def workers():
    n = 1 << 25
    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two, ThreadPoolExecutor(2) as threads:
        for pool in (one, two, threads):
            ours(1 << 21, executor=pool)
        times = in_turns([lambda p=pool: ours(n, executor=p) for pool in (one, two, threads)], 3)
    report("2 processes, speed against 1", times[0] / times[1], "at least 1.8 on two free cores")
    report("2 threads, speed against 1 process", times[0] / times[2], "reported")


def peak_megabytes(call):
    code = (
        f"import mcda_nato as mn; {call}; "
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) / 1024


def memory(largest):
    sizes = [n for n in (10**5, 10**6, 10**7, 10**8, 10**9) if n <= largest]
    peaks = [peak_megabytes(f"mn.sweep(mn.load_models(), n={n}, progress=False)") for n in sizes]
    for n, size in zip(sizes, peaks, strict=True):
        print(f"peak memory of a whole process, {n:>13,} scenarios: {size:7.1f} MiB")
    report("peak memory, largest sweep against 10^6", peaks[-1] / peaks[1], "at most 1.05")


def raw_scenarios():
    """Print speed and peak memory of writing scenarios, a whole process each."""
    endings = [".csv", *([".parquet"] if find_spec("pyarrow") else [])]
    for ending in endings:
        with tempfile.TemporaryDirectory() as folder:
            peaks = []
            for n in (1 << 18, 1 << 20):
                start = time.perf_counter()
                call = f"mn.write_scenarios({folder + '/s' + ending!r}, mn.load_models(), n={n}, progress=False)"
                peaks.append(peak_megabytes(call))
                spent = time.perf_counter() - start
                print(f"{ending}, {n:>9,} raw scenarios: {spent:5.1f} s, peak memory {peaks[-1]:6.1f} MiB")
            report(f"peak memory of writing {ending}, four times the scenarios", peaks[1] / peaks[0], "at most 1.1")


def sizes():
    rng = np.random.default_rng(0)
    for m, n in ((3, 4), (10, 4), (30, 8), (100, 12), (1000, 12)):
        problem = mn.DecisionProblem(rng.integers(1, 10, (m, n)), [1] * n)
        count = max((1 << 22) // m**2, 1 << 13)
        start = time.perf_counter()
        mn.sweep(problem, n=count, progress=False)
        print(f"{m:>5} x {n:<3}: {(time.perf_counter() - start) / count * 1e6:9.3f} microseconds a scenario")


def accuracy():
    """Print the error of the first-rank shares, and the time that a given error needs."""
    exact = ours(1 << 26, "weighted_sum", sampling="sobol").rank_acceptability[1]
    errors, spent = {}, {}
    for n in (1 << 14, 1 << 17, 1 << 20, 1 << 23):
        for sampling in ("random", "sobol"):
            start = time.perf_counter()
            runs = [ours(n, "weighted_sum", sampling=sampling, rng=seed).rank_acceptability[1] for seed in range(8)]
            spent[sampling, n] = (time.perf_counter() - start) / 8
            errors[sampling, n] = float(np.sqrt(np.mean([(run - exact) ** 2 for run in runs])))
        fewer = (errors["random", n] / errors["sobol", n]) ** 2
        print(
            f"{n:>9,} scenarios: error {errors['random', n]:.1e} at random, {errors['sobol', n]:.1e} with Sobol', "
            f"which random numbers reach with {fewer:.0f} times as many"
        )
    variance = float(np.mean(exact * (1 - exact)))
    each = seconds(lambda: pymcdm_loop(2000), 3) / 2000
    rate = (1 << 23) / spent["random", 1 << 23]
    for target in (1e-3, 1e-4, 1e-5):
        needed = variance / target**2
        enough = [n for n in (1 << 14, 1 << 17, 1 << 20, 1 << 23) if errors["sobol", n] <= target]
        quasi = f"{spent['sobol', enough[0]]:.2f} s" if enough else "more than 2**23 scenarios"
        print(
            f"error {target:.0e}: random {needed / rate:.2g} s ({needed:.1e} scenarios), Sobol' {quasi}, "
            f"a loop over pymcdm {needed * each:.2g} s (extrapolated)"
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=float, default=1e8, help="scenarios of the largest memory run")
    options = parser.parse_args()
    against_others()
    workers()
    memory(int(options.largest))
    raw_scenarios()
    sizes()
    accuracy()
    print(f"peak memory of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
