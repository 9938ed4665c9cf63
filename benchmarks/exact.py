"""Print the speed, accuracy and memory of exact answers, as ratios measured in one run.

``python benchmarks/exact.py [--small]``. Times are processor seconds on one
core, medians of repeats. A peer that needs minutes is measured once.
"""

import argparse
import os
import subprocess
import sys
import time
import timeit
import warnings
from functools import partial

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # read when NumPy is imported

import numpy as np
from peers import imported

import mcda_nato as mn
from mcda_nato.ambiguity.possible_ranks import possible_ranks
from mcda_nato.flips.cell_flip import nearest_cell_flip
from mcda_nato.flips.judgement_flip import nearest_judgement_flip
from mcda_nato.flips.weight_flip import nearest_flip
from mcda_nato.stability.critical_criteria import critical_criteria
from mcda_nato.stability.weight_stability import weight_stability

ROUNDS = 7
YEAR = 365.25 * 24 * 3600
MODELS = mn.load_models()
PROFILE = mn.load_profiles()["urgent_security"]
NORMS = ("l1", "l2", "max", "ratio")
LINEAR, EVERY = ("weighted_sum", "ahp"), ("weighted_sum", "topsis", "ahp")


def seconds(call, rounds=ROUNDS):
    """Return the median processor time of a call that has been warmed up."""
    call()
    return float(np.median(repeated(call, rounds)))


def repeated(call, rounds):
    return timeit.repeat(call, timer=time.process_time, number=1, repeat=rounds)


def table(m, n, kind="reals", seed=0):
    random = np.random.default_rng(seed)
    return random.random((m, n)) if kind == "reals" else random.integers(1, 10, (m, n)).astype(float)


def problem_of(*arguments):
    cells = table(*arguments)
    return mn.DecisionProblem(cells, [1] * cells.shape[1])


def first_ranks(problem):
    return mn.acceptance(problem).first_rank


def pairs_and_expected_ranks(problem):
    found = mn.acceptance(problem)
    return found.pairwise_winning, found.expected_rank


def every_index(problem, method="weighted_sum"):
    """Read every index; none may have been left out for its size."""
    found = mn.acceptance(problem, method)
    indices = (
        found.pairwise_winning, found.pairwise_ties, found.expected_rank, found.first_rank, found.central_weights,
        found.confidence_factors, found.rank_acceptability, found.orderings,
    )  # fmt: skip
    assert not found.notes
    return indices


def frame(analysis, method, **options):
    return analysis(MODELS, method, PROFILE, **options).to_frame()


# The default problem, everything: what is timed for each method.

DEFAULT = [
    ("acceptance, every index", LINEAR, partial(every_index, MODELS)),
    ("weight_stability", EVERY, lambda method: weight_stability(MODELS, method, PROFILE).breakpoints),
    *((f"nearest_flip, {norm}", EVERY, partial(frame, nearest_flip, norm=norm)) for norm in NORMS),
    ("nearest_cell_flip", EVERY, partial(frame, nearest_cell_flip)),
    ("nearest_judgement_flip", EVERY, partial(frame, nearest_judgement_flip)),
    ("critical_criteria", LINEAR, partial(frame, critical_criteria)),
    ("possible_ranks", EVERY, partial(frame, possible_ranks)),
]


def default_problem():
    for label, methods, call in DEFAULT:
        for method in methods:
            spent = seconds(partial(call, method)) * 1e3
            report(f"default problem, {label}, {method}", spent, "ms", "milliseconds")


def report(what, value, unit, target):
    print(f"{what:<74} {value:12,.4g} {unit:<3} ({target})", flush=True)


def against_peer(size, kinds):
    """Compare first ranks and central weights, all that both compute; ours is measured before and after."""
    smaa = imported("pysensmcda.smaa")
    if smaa is None:
        return
    for kind in kinds:
        cells, problem = table(size, size, kind), problem_of(size, size, kind)
        call = partial(first_ranks, problem)
        call()
        before = repeated(call, 25)
        start = time.process_time()
        theirs = smaa.exact_acceptability(cells, np.ones(size), weight_bounds=False)
        spent = time.process_time() - start
        mine, found = float(np.median(before + repeated(call, 25))), mn.acceptance(problem)
        what = f"first ranks, {size} x {size} {kind}"
        print(f"{what}: {mine * 1e3:.3g} ms, pysensmcda {spent:.3g} s")
        target = "at least 500" if size >= 8 else "reported; at least 500 for 8 x 8"
        report(f"{what}: speed against pysensmcda", spent / mine, "", target)
        gap = float(np.abs(found.first_rank.to_numpy() - theirs.acceptability).max())
        report(f"{what}: largest difference of the shares", gap, "", "at most 1e-6")
        report(f"{what}: estimated error", found.error, "", "at most 1e-9")


def large(kinds, rounds):
    for kind in kinds:
        spent = seconds(partial(first_ranks, problem_of(20, 8, kind)))
        report(f"first ranks, 20 x 8 {kind}", spent, "s", "below 1")
        spent = seconds(partial(every_index, problem_of(8, 4, kind)), rounds)
        report(f"every index, 8 x 4 {kind}", spent, "s", "seconds")
        spent = seconds(partial(pairs_and_expected_ranks, problem_of(1000, 12, kind)), rounds)
        report(f"pairwise winning indices and expected ranks, 1,000 x 12 {kind}", spent, "s", "below 2")


def against_sampling():
    """Print how many scenarios have the standard error that the exact answer has as its error."""
    for what, problem in (("the default problem", MODELS), ("20 x 8 reals", problem_of(20, 8))):
        found, n = mn.acceptance(problem), 1 << 18
        share = found.first_rank
        variance = float((share * (1 - share)).max())
        error = max(found.error, np.finfo(float).eps)
        rate = n / seconds(lambda p=problem, n=n: mn.sweep(p, "weighted_sum", n=n, progress=False), 3)
        needed, spent = variance / error**2, seconds(partial(first_ranks, problem))
        meanwhile = (variance / (rate * spent)) ** 0.5
        print(
            f"{what}: exact in {spent * 1e3:.3g} ms, error {error:.1e}; a sweep needs {needed:.1e} scenarios for that "
            f"({needed / rate / YEAR:.1e} years at {rate / 1e6:.3g} million a second); "
            f"in the same time its standard error is {meanwhile:.1e}"
        )


def growth(tables):
    """Print the time of first ranks as the problem grows, and slopes of its logarithm."""
    by_m, by_n = [(m, 6) for m in (5, 10, 20, 40)], [(10, n) for n in (4, 6, 8, 10)]
    for shapes, axis, name in ((by_m, 0, "alternatives"), (by_n, 1, "criteria")):
        times = []
        for m, n in shapes:
            each = [seconds(partial(first_ranks, problem_of(m, n, "reals", seed)), 3) for seed in range(tables)]
            times.append(float(np.median(each)))
            print(f"first ranks, {m:>2} x {n:<2}: {times[-1] * 1e3:9.3g} ms, median of {tables} random tables")
        size = np.log([shape[axis] for shape in shapes])
        slope = float(np.polyfit(size, np.log(times), 1)[0])
        last = float(np.diff(np.log(times))[-1] / np.diff(size)[-1])
        report(f"first ranks, time as a power of the number of {name}", slope, "", f"reported; last step {last:.2g}")


def peak_mebibytes(statement):
    code = (
        "import numpy as np, mcda_nato as mn; "
        "problem = lambda m, n: mn.DecisionProblem(np.random.default_rng(0).random((m, n)), [1] * n); "
        f"{statement}; "
        "print([line for line in open('/proc/self/status') if line.startswith('VmHWM')][0].split()[1])"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) / 1024


def memory(shapes):
    base = peak_mebibytes("mn.acceptance(problem(3, 4)).first_rank")
    for m, n, index in shapes:
        peak = peak_mebibytes(f"mn.acceptance(problem({m}, {n})).{index}")
        report(f"peak memory of a whole process, {index}, {m:,} x {n}", peak, "MiB", f"reported; 3 x 4 has {base:.0f}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="6 x 6 against the peer, integer codes only, fewer tables")
    small = parser.parse_args().small
    kinds = ("codes",) if small else ("reals", "codes")
    shapes = [(8, 8, "first_rank"), (20, 8, "first_rank"), (100, 12, "expected_rank"), (1000, 12, "expected_rank")]
    against_peer(6 if small else 8, kinds)
    large(kinds, 1 if small else 3)
    default_problem()
    against_sampling()
    growth(1 if small else 5)
    memory(shapes[1:2] if small else shapes)
