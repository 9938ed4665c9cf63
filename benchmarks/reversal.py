"""Print the speed of the audit of rank reversal, and its agreement with two peers, measured in one run.

``python benchmarks/reversal.py [--small]``. Times are processor seconds on one
core, medians of repeats. Each figure of a peer is for the whole call, with
labels and result object, ours too; since an audit looks at more changed tables
than its peers do, the ratio for one changed table stands beside it.
"""

import argparse
import os
import time
import timeit
import warnings
from functools import partial
from types import SimpleNamespace
from unittest.mock import patch

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # read when NumPy is imported

import numpy as np
from peers import imported
from pymcdm.correlations import weighted_spearman
from pymcdm.helpers import leave_one_out_rr
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal
from mcda_nato.reversal.setting import Setting

ROUNDS = 7
MODELS = mn.load_models()
PROFILE = mn.load_profiles()["urgent_security"]
METHODS = ("weighted_sum", "topsis", "ahp")


def seconds(call, rounds=ROUNDS):
    """Return the median processor time of a call that has been warmed up."""
    call()
    return float(np.median(timeit.repeat(call, timer=time.process_time, number=1, repeat=rounds)))


def in_turns(*calls, rounds=ROUNDS):
    """Return the median of each call, measured turn by turn."""
    times = [[timeit.timeit(call, timer=time.process_time, number=1) for call in calls] for _ in range(rounds + 1)]
    return np.median(times[1:], axis=0)


def report(what, value, unit, target):
    print(f"{what:<78} {value:12,.4g} {unit:<3} ({target})", flush=True)


def problem_of(m, n, seed=0):
    """Return a table of reals between 1 and 9, every second criterion a cost."""
    cells = 1 + 8 * np.random.default_rng(seed).random((m, n))
    return mn.DecisionProblem(cells, np.where(np.arange(n) % 2, -1, 1))


def tables_evaluated(call):
    """Return how many different changed tables a call evaluates."""
    seen, keys = set(), Setting.keys

    def counted(self, tables, *arguments):
        seen.update(table.tobytes() for table in tables)
        return keys(self, tables, *arguments)

    with patch.object(Setting, "keys", counted):
        call()
    return len(seen) - 1  # one is the table that is audited


# scikit-criteria


def scikit_criteria():
    """Return its parts, or None; its TOPSIS is given negated costs, so that its distances are ours."""
    if imported("skcriteria") is None:
        return None
    from skcriteria import datasets, mkdm
    from skcriteria.agg import topsis
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import SumScaler, VectorScaler
    from skcriteria.ranksrev import RankClonesChecker, RankInvariantChecker, RankTransitivityChecker

    pipe = mkpipe(NegateMinimize(), VectorScaler(target="matrix"), SumScaler(target="weights"), topsis.TOPSIS())
    checkers = {
        "replacement": (RankInvariantChecker(pipe, random_state=0), ("replacement",)),
        "transitivity and recomposition": (RankTransitivityChecker(pipe), ("transitivity", "recomposition")),
        "copies": (RankClonesChecker(pipe), ("copy",)),
    }
    return SimpleNamespace(datasets=datasets, mkdm=mkdm, pipe=pipe, checkers=checkers)


def as_problem(dm):
    """Return a matrix of scikit-criteria as ours."""
    names = {"alternatives": dm.alternatives.tolist(), "criteria": dm.criteria.tolist()}
    return mn.DecisionProblem(dm.matrix.to_numpy(float), dm.iobjectives.to_numpy(), **names)


def as_matrix(peer, problem, weights):
    parts = {"weights": weights, "alternatives": problem.alternatives, "criteria": problem.criteria}
    return peer.mkdm(problem.performance, problem.senses.astype(int), **parts)


def against_checkers(peer, rounds):
    examples = {
        "6 x 3, stock selection": peer.datasets.load_simple_stock_selection(),
        "9 x 6, van2021evaluation": peer.datasets.load_van2021evaluation(),
        "20 x 8, random": as_matrix(peer, problem_of(20, 8), np.full(8, 0.125)),
    }
    for where, dm in examples.items():
        problem, weights = as_problem(dm), mn.rescale(dm.weights.to_numpy())
        gap = np.abs(peer.pipe.evaluate(dm).e_.similarity - mn.evaluate(problem, "topsis", weights).scores).max()
        report(f"{where}: largest difference of the scores", gap, "", "0 to rounding: one method, one scale")
        total = np.zeros(2)
        for test, (checker, ours) in peer.checkers.items():
            call = partial(audit_rank_reversal, problem, "topsis", weights, tests=ours)
            theirs, mine = in_turns(partial(checker.evaluate, dm), call, rounds=rounds)
            total += theirs, mine
            tables = len(checker.evaluate(dm).ranks) - 1 if "trans" not in test else len(dm) * (len(dm) - 1) // 2
            tried = tables_evaluated(call)
            print(f"{where}, {test}: {mine * 1e3:.3g} ms for {tried:,} changed tables, "
                  f"scikit-criteria {theirs * 1e3:.3g} ms for {tables:,}")  # fmt: skip
            report(f"{where}, {test}: speed of the call", theirs / mine, "", "at least 100")
            report(f"{where}, {test}: speed of a changed table", theirs / tables / (mine / tried), "", "reported")
        report(f"{where}: speed of the three calls together", total[0] / total[1], "", "at least 100")


def strict(ranks):
    ranks = np.asarray(ranks)
    return ranks[:, None] < ranks[None, :]


def verdicts(peer, problem, weights, seed):
    """Return, for each test that both define, what scikit-criteria says and what we say."""
    dm = as_matrix(peer, problem, weights)
    rows = audit_rank_reversal(problem, "topsis", weights).rows.set_index(["test", "change"])
    before = strict(peer.pipe.evaluate(dm).values)
    pairs = peer.checkers["transitivity and recomposition"][0].evaluate(dm).extra_
    cycles = rows.loc["transitivity", "verdict"].iloc[0] == "reversed"
    recomposed = rows.loc["recomposition", "verdict"].iloc[0]
    clones = [strict(rank.values) for _, rank in peer.checkers["copies"][0].evaluate(dm).ranks[1:]]
    copied = rows.loc[("copy", "an exact copy of one that is not first"), "reversals"]
    yield "pairs that cycle", not pairs["test_criterion_2"], cycles
    yield "recomposition holds", pairs["test_criterion_3"], recomposed in {"proved", "none found"}
    yield "copies that reverse", sum((before & after.T).any() for after in clones), copied
    yield from replacements(peer, dm, problem, weights, before, seed)


def replacements(peer, dm, problem, weights, before, seed):
    """Compare the rankings of its random worse alternatives, and see that ours reverses where they do."""
    checker = type(peer.checkers["replacement"][0])(peer.pipe, random_state=seed)
    reversed_there = False
    span = np.ptp(problem.performance, axis=0)
    bounds = problem.performance.min(axis=0) - span, problem.performance.max(axis=0) + span
    for _, rank in checker.evaluate(dm).ranks[1:]:
        info = rank.e_.rank_inv_check
        i = problem.alternatives.index(info.mutated)
        table = problem.performance.copy()
        table[i] += info.noise.to_numpy()
        yield "ranks after a replacement", rank.values.tolist(), _ranks(problem, table, weights)
        others = np.delete(np.arange(len(table)), i)
        both = np.ix_(others, others)
        reversed_there |= bool((before[both] & strict(rank.values)[both].T).any())
    row = audit_rank_reversal(problem, "topsis", weights, bounds=bounds, tests="replacement").rows.iloc[0]
    yield "a replacement that reverses is found", reversed_there, reversed_there and row["verdict"] == "reversed"


def _ranks(problem, table, weights):
    changed = mn.DecisionProblem(table, problem.senses)
    return mn.evaluate(changed, "topsis", weights).ranks.to_list()


def agreement(peer, tables):
    found = {}
    for seed in range(tables):
        random = np.random.default_rng(seed)
        problem = problem_of(int(random.integers(3, 8)), int(random.integers(2, 5)), seed)
        for test, theirs, mine in verdicts(peer, problem, random.dirichlet(np.ones(len(problem.criteria))), seed):
            found.setdefault(test, []).append((theirs, mine))
    for test, pairs in found.items():
        same = sum(theirs == mine for theirs, mine in pairs)
        kinds = (
            "" if isinstance(pairs[0][0], list) else f", {sum(bool(theirs) for theirs, _ in pairs)} of them positive"
        )
        target = f"{len(pairs)} of {len(pairs)}{kinds}"
        report(f"{tables} random tables, agreement with scikit-criteria: {test}", same, "", target)


# pymcdm


def against_leave_one_out(tables):
    body = TOPSIS(vector_normalization)
    for m, n in ((5, 4), (10, 6), (20, 8)):
        problem, weights = problem_of(m, n), np.full(n, 1 / n)
        parts = problem.performance, weights, problem.senses.astype(int)
        peer = partial(leave_one_out_rr, body, *parts, weighted_spearman, only_rr=False)
        call = partial(audit_rank_reversal, problem, "topsis", weights, tests="removal")
        theirs, mine = in_turns(peer, call)
        tried = call().rows["variants"].iloc[-1]
        print(f"removal, {m} x {n}: {mine * 1e3:.3g} ms for {tried:,} subsets, pymcdm {theirs * 1e3:.3g} ms for {m}")
        report(f"removal, {m} x {n}: speed of the call against leave_one_out_rr", theirs / mine, "", "reported")
        report(f"removal, {m} x {n}: speed of a subset", theirs / m / (mine / tried), "", "reported")
    agree = [same_removals(body, seed) for seed in range(tables)]
    report(f"{tables} random tables, same rankings as leave_one_out_rr", sum(agree), "", f"{tables} of {tables}")


def same_removals(body, seed):
    """Whether each ranking without one is the same, and the row of the audit counts what follows from them."""
    random = np.random.default_rng(seed)
    problem = problem_of(int(random.integers(3, 9)), int(random.integers(2, 6)), seed)
    weights = random.dirichlet(np.ones(len(problem.criteria)))
    parts = problem.performance, weights, problem.senses.astype(int)
    full, *without, _ = leave_one_out_rr(body, *parts, weighted_spearman, only_rr=False)[0]
    m, reversals = len(full), 0
    for i, ranks in enumerate(without):
        others = np.delete(np.arange(m), i)
        ours = mn.evaluate(problem.drop(problem.alternatives[i]), "topsis", weights).ranks
        if (ours.to_numpy() != ranks[others]).any():
            return False
        reversals += bool((strict(full[others]) & strict(ranks[others]).T).any())
    row = audit_rank_reversal(problem, "topsis", weights, tests="removal").rows.iloc[1]
    return row["reversals"] == reversals and row["variants"] == m


# The audit itself


def everything(problem, method, weights=None):
    audit = audit_rank_reversal(problem, method, weights)
    return audit.probability, audit.cures


def default_problem(rounds):
    plain, more = 0.0, 0.0
    for method in METHODS:
        spent = seconds(partial(audit_rank_reversal, MODELS, method, PROFILE), rounds)
        report(f"default problem, complete audit, {method}", spent * 1e3, "ms", "milliseconds")
        whole = seconds(partial(everything, MODELS, method, PROFILE), rounds)
        report(f"default problem, complete audit, probability and cures, {method}", whole * 1e3, "ms", "reported")
        plain, more = plain + spent, more + whole
    report("default problem, complete audit, three methods", plain * 1e3, "ms", "part of every default run")
    report("default problem, with probability and cures, three methods", more * 1e3, "ms", "reported")


def large(rounds):
    problem = problem_of(20, 8)
    for method in METHODS:
        spent = seconds(partial(audit_rank_reversal, problem, method), rounds)
        report(f"20 x 8, complete audit, {method}", spent, "s", "seconds")
        audits = iter([audit_rank_reversal(problem, method) for _ in range(rounds + 1)])
        spent = seconds(lambda left=audits: next(left).probability, rounds)
        report(f"20 x 8, probability, {method}", spent, "s", "reported")


def growth(rounds, sizes=(5, 10, 15, 20, 30)):
    """Print the time of a complete audit as alternatives are added, and slopes of its logarithm."""
    for method in METHODS:
        times = []
        for m in sizes:
            times.append(seconds(partial(audit_rank_reversal, problem_of(m, 6), method), rounds))
            print(f"complete audit, {m:>2} x 6, {method}: {times[-1] * 1e3:9.4g} ms")
        slope = float(np.polyfit(np.log(sizes), np.log(times), 1)[0])
        last = float(np.diff(np.log(times))[-1] / np.diff(np.log(sizes))[-1])
        what = f"complete audit, {method}, time as a power of the number of alternatives"
        report(what, slope, "", f"reported; last step {last:.2g}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="fewer random tables and repeats")
    small = parser.parse_args().small
    peer = scikit_criteria()
    if peer is not None:
        against_checkers(peer, 3 if small else ROUNDS)
        agreement(peer, 10 if small else 100)
    against_leave_one_out(20 if small else 200)
    default_problem(3 if small else ROUNDS)
    large(1 if small else 3)
    growth(1 if small else 3)
