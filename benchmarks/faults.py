"""Print every figure on faults: kills, failing disks, interruptions, races, damage, memory.

``python benchmarks/faults.py [r1|r2|...|all] [--small]``; numbers are those of
the reliability list. Each line ends in good/all; the exit code is 1 where one
of them misses. POSIX only; R11 also fills a small tmpfs where it may mount one.
"""

import argparse
import dataclasses
import errno
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

import mcda_nato as mn
from mcda_nato.acceptability import blocks as block_sizes
from mcda_nato.acceptability import sweep_run
from mcda_nato.acceptability.checkpoint import load_state

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(  # what every child would import again, for public names are loaded when first used
    ["__main__", "pandas", "scipy.stats", "mcda_nato.acceptability.sweep", "mcda_nato.datasets.document"]
)

BLOCK = 1 << 8  # scenarios of a block in all figures but memory and soak
SIZES = ("BLOCK", "SLOW_BLOCK", "_CHUNK")  # what decides how many scenarios a block has
PATIENCE = 60.0  # seconds after which a child is given up


def wide():
    """Return a problem of 9 criteria: bounded weights of as many need a chain of dependent scenarios."""
    cells = np.random.default_rng(9).integers(1, 99, (6, 9)).astype(float)
    return mn.DecisionProblem(cells, [1, -1, 1] * 3, [f"a{i}" for i in range(6)], [f"c{j}" for j in range(9)])


KINDS = {
    "weighted sum": {"method": "weighted_sum"},
    "uncertain cells": {"method": "topsis", "cells": "triangular"},
    "bounded, ordered": {
        "weights": mn.Simplex(upper={"Risk Exposure": 0.5}, order=["Risk Exposure", "Resource Allocation"])
    },
    "Dirichlet": {"weights": mn.Dirichlet([0.1, 0.2, 0.3, 0.4], 9.0)},
    "Sobol'": {"sampling": "sobol", "cells": "uniform", "n": 32 * BLOCK - 32},
    "hit-and-run": {"n": 12 * BLOCK, "problem": wide(), "weights": mn.Simplex(upper={"c1": 0.3})},
    "certified": {"n": None, "until": 0.02, "n_max": 64 * BLOCK},  # stops in the 47th block
}


# What is compared, and how sweeps are made small.


def fingerprint(found):
    """Return a hash of every bit of a result: each table, its labels and its provenance."""
    digest = hashlib.sha256()
    plain = []
    for part in (*dataclasses.fields(found.indices), *dataclasses.fields(found)[1:]):
        value = getattr(found, part.name)
        if isinstance(value, (pd.DataFrame, pd.Series)):
            _add(digest, part.name, value)
        elif part.name == "baseline":
            _add(digest, "scores", value.scores)
            _add(digest, "ranks", value.ranks)
        else:
            plain.append((part.name, value))
    digest.update(repr((plain, found.best, found.entropy)).encode())
    return digest.hexdigest()[:16]


def count_fingerprint(found):
    """Return a hash of what follows from counts of rankings alone."""
    digest = hashlib.sha256()
    for name in ("rank_acceptability", "pairwise_winning", "pairwise_ties", "orderings"):
        _add(digest, name, getattr(found, name))
    return digest.hexdigest()[:16]


def _add(digest, name, table):
    labels = [list(axis) for axis in table.axes]
    digest.update(repr((name, labels, table.dtypes if table.ndim == 1 else table.dtypes.tolist())).encode())
    digest.update(np.ascontiguousarray(table.to_numpy()).tobytes())


def set_block(size=BLOCK, every=0.0):
    """Make blocks small and let checkpoints be written after each."""
    for name in SIZES:
        setattr(block_sizes, name, size)
    sweep_run.CHECKPOINT_EVERY = every


def _prepare_worker():
    """Make blocks small, and leave Ctrl-C to the caller: a worker that dies of it can block its pool for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_block()


@contextmanager
def small_blocks(size=BLOCK, every=0.0):
    """Do so for a while."""
    before = {name: getattr(block_sizes, name) for name in SIZES}
    with mock.patch.multiple(block_sizes, **before), mock.patch.object(sweep_run, "CHECKPOINT_EVERY", every):
        set_block(size, every)
        yield


@contextmanager
def pool_of(engine, workers=2):
    """Give an executor of threads or processes whose blocks are small too."""
    if engine == "here":
        yield None
    elif engine == "threads":
        with ThreadPoolExecutor(workers) as pool:
            yield pool
    else:  # forked workers inherit every open file, so they are the hardest case
        context = multiprocessing.get_context("fork")
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
            with ProcessPoolExecutor(workers, context, _prepare_worker) as pool:
                yield pool


def run(*, problem=None, **arguments):
    """Sweep the default models where no problem is given."""
    return mn.sweep(problem or mn.load_models(), **arguments)


def swept(**arguments):
    """Return the fingerprint of a sweep of small blocks, or its error as text."""
    try:
        with small_blocks():
            return fingerprint(run(**arguments))
    except Exception as error:  # noqa: BLE001 - any error at all is a miss, and is shown
        return f"{type(error).__name__}: {error}"


def stopping_after(scenarios):
    """Return a callback that interrupts a sweep once so many scenarios are done."""

    def stop(done, _):
        if done >= scenarios:
            raise KeyboardInterrupt

    return stop


def leave_unfinished(path, scenarios, **arguments):
    """Leave the checkpoint of a sweep that was interrupted after so many scenarios."""
    try:
        with small_blocks():
            run(checkpoint=path, progress=stopping_after(scenarios), **arguments)
    except mn.SweepInterrupted:
        return
    raise AssertionError(f"not interrupted after {scenarios} scenarios")


def report(figure, what, good, total, note=""):
    """Print one figure and say whether it is reached."""
    print(f"{figure} {what}: {good}/{total}{f'   ({note})' if note else ''}", flush=True)
    return good == total


def trouble(*what):
    print("   ", *what, file=sys.stderr, flush=True)


@contextmanager
def room(directory=None):
    """Give a folder of our own, and remove it."""
    path = Path(tempfile.mkdtemp(prefix="faults-", dir=directory))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


# Children that are killed, interrupted or raced.


def _child(pipe, arguments, engine, kill_at, wake):
    """Run one checkpointed sweep in a process group of its own, and tell how it ended."""
    os.setsid()
    if engine == "processes":  # interrupted workers print where they were
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    set_block()
    disk = Disk(_killer(*kill_at)) if kill_at else nullcontext()
    while wake is not None and time.monotonic() < wake:
        pass
    pipe.send(("begun", time.monotonic()))
    try:
        with pool_of(engine) as pool, disk:
            try:
                found = run(executor=pool, **arguments)
                pipe.send(("done", fingerprint(found)))
            except mn.SweepInterrupted as stop:
                _tell_interruption(pipe, arguments, str(stop), stop.partial)
            except mn.McdaError as error:
                pipe.send((type(error).__name__, str(error)))
    finally:
        pipe.send(("left", time.monotonic()))


def _tell_interruption(pipe, arguments, message, partial):
    """Tell when control came back, and what the partial result was."""
    back = time.monotonic()
    _, _, text = Path(arguments["checkpoint"]).read_bytes().partition(b"\n")
    states = json.loads(text)["counts"]["n"]
    pipe.send(
        ("interrupted", back, message, None if partial is None else (partial.n, count_fingerprint(partial)), states)
    )


@contextmanager
def child(arguments, engine="here", kill_at=None, wake=None):
    """Start a child and its pipe; nothing of its process group is left behind."""
    mine, theirs = FORKS.Pipe()
    process = FORKS.Process(target=_child, args=(theirs, arguments, engine, kill_at, wake))
    process.start()
    theirs.close()
    try:
        yield process, mine
    finally:
        end_group(process.pid)
        process.join(PATIENCE)
        mine.close()


def heard(pipe, wanted):
    """Return the message of that name, or the end of the child as ("gone",)."""
    try:
        while pipe.poll(PATIENCE):
            message = pipe.recv()
            if message[0] == wanted:
                return message
    except (EOFError, ConnectionResetError):
        pass
    return ("gone",)


def everything(pipe):
    """Return every message of a child until its end, by name."""
    messages = {}
    try:
        while pipe.poll(PATIENCE):
            message = pipe.recv()
            messages[message[0]] = message
    except (EOFError, ConnectionResetError):
        pass
    return messages


def end_group(leader):
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _group_members(leader):
    """Return the living processes of a group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] not in "ZX":
            found.append(int(entry.name))
    return found


# Every call that reaches the disk, counted.


WRITES = ("mkstemp", "write", "fsync", "close", "chmod", "replace")  # before them the file is as it was
FOLDER = "fsync of the folder"  # before it the file is written, but its name may not outlive a power cut


class Disk:
    """Stand before every call that writes, and let `before(name, number)` fail it or kill us.

    `after(name, number)` is called when it is done.
    """

    _PLACES = ((os, "write"), (os, "chmod"), (os, "replace"), (os, "unlink"))

    def __init__(self, before, after=None):
        self.before, self.after, self.number = before, after or (lambda *_: None), 0

    def call(self, name, function, *args, **kwargs):
        """Count a call, and make it."""
        self.number += 1
        number = self.number
        self.before(name, number)
        result = function(*args, **kwargs)
        self.after(name, number)
        return result

    def __enter__(self):
        self.patches = [
            mock.patch.object(place, name, self._counted(name, getattr(place, name))) for place, name in self._PLACES
        ]
        mkstemp, close, fsync, ours = tempfile.mkstemp, os.close, os.fsync, set()

        def make(*args, **kwargs):
            handle, name = self.call("mkstemp", mkstemp, *args, **kwargs)
            ours.add(handle)
            return handle, name

        def shut(handle):
            """Count the closing of what we made; it is closed even where it fails."""
            try:
                if handle in ours:
                    ours.remove(handle)
                    self.call("close", lambda: None)
            finally:
                close(handle)

        def sync(handle):
            """Tell the sync of a file from that of its folder."""
            return self.call("fsync" if handle in ours else FOLDER, fsync, handle)

        stands = ((tempfile, "mkstemp", make), (os, "close", shut), (os, "fsync", sync))
        self.patches += [mock.patch.object(*stand) for stand in stands]
        for patch in self.patches:
            patch.start()
        return self

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()

    def _counted(self, name, function):
        return lambda *args, **kwargs: self.call(name, function, *args, **kwargs)


def _killer(name, number, when):
    """Return what kills this process at a numbered call of that name."""
    seen = []

    def strike(called, _):
        seen.append(called)
        if called == name and seen.count(name) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return {"before": strike}[when]


# R1 and R2: kills.


def r1(directory, kills=100, blocks=60, writes=(1, 2, 5)):
    """Kill a checkpointed sweep at random moments, and at each step of a write."""
    jobs = [{"n": blocks * BLOCK, **kind} for kind in KINDS.values()]
    good, killed, inside, left = _random_kills(directory, jobs, kills)
    reached = report("R1", "kills resumed to the same bytes", good, killed, f"{inside} of them inside a write")
    reached &= report("R1", "folders with nothing but the checkpoint after the resume", killed - left, killed)
    return reached & _aimed_kills(directory, jobs[0], writes)


def _random_kills(directory, jobs, kills):
    random = np.random.default_rng(1)
    expected = [swept(**job) for job in jobs]
    seconds = [_seconds(directory / f"timed-{i}", job) for i, job in enumerate(jobs)]
    good = killed = inside = left = 0
    while killed < kills:
        which = killed % len(jobs)
        with room(directory) as own:
            job = jobs[which] | {"checkpoint": own / "c"}
            with child(job) as (process, pipe):
                heard(pipe, "begun")
                time.sleep(random.uniform(0, seconds[which]))
                process.kill()
                process.join()
            if process.exitcode != -signal.SIGKILL:
                continue  # it was quicker than the signal
            killed += 1
            inside += any(path.suffix == ".partial" for path in own.iterdir())
            found = swept(**job)
            good += found == expected[which]
            left += [path.name for path in own.iterdir()] != ["c"]
            if found != expected[which]:
                trouble(f"kill {killed}: {found} instead of {expected[which]}")
    return good, killed, inside, left


def _seconds(path, job):
    """Return how long a child takes, checkpoints included."""
    with child(job | {"checkpoint": path}) as (_, pipe):
        messages = everything(pipe)
    return messages["left"][1] - messages["begun"][1]


def _aimed_kills(directory, job, writes):
    """Kill before each step of some writes."""
    good = total = 0
    expected = swept(**job)
    for name in (*WRITES, FOLDER, "unlink"):
        for number in writes:
            with room(directory) as own:
                mine = job | {"checkpoint": own / "c"}
                with child(mine, kill_at=(name, number, "before")) as (process, pipe):
                    everything(pipe)
                    process.join(PATIENCE)
                if name == "unlink" and process.exitcode == 0:
                    continue  # so many temporary files had not to be removed
                total += 1
                found = swept(**mine)
                good += process.exitcode == -signal.SIGKILL and found == expected
                if found != expected or process.exitcode != -signal.SIGKILL:
                    trouble(f"kill before {name} {number}: exit {process.exitcode}, {found}")
    return report("R1", "kills aimed at each step of a write resumed to the same bytes", good, total)


def r2(directory, kills=50, blocks=600):
    """Kill one of two worker processes, then the process that owns them."""
    job = {"n": blocks * BLOCK, **KINDS["uncertain cells"]}
    expected = swept(**job)
    good = sum(_worker_killed(directory / f"worker-{i}", job, i) == expected for i in range(kills))
    reached = report("R2", "sweeps with one of two workers killed that ended with the same bytes", good, kills)
    good = sum(_owner_killed(directory / f"owner-{i}", job, i) == expected for i in range(kills))
    return reached & report("R2", "sweeps over two workers killed and resumed to the same bytes", good, kills)


def _worker_killed(path, job, seed):
    """Kill a worker at a random block; the sweep must warn and go on."""
    random = np.random.default_rng(seed)
    fatal = random.integers(1, job["n"] // BLOCK // 2) * BLOCK
    with pool_of("processes") as pool:

        def strike(done, _):
            if done == fatal:
                os.kill(random.choice(list(pool._processes)), signal.SIGKILL)  # noqa: SLF001 - no public list

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found = swept(executor=pool, checkpoint=path, progress=strike, **job)
    warned = any("the executor broke" in str(warning.message) for warning in caught)
    if not warned:
        trouble(f"worker {seed}: no warning; {found}")
    return found if warned else "no warning"


def _owner_killed(path, job, seed):
    """Kill the caller at a random moment, and go on at once while its workers may still live."""
    with child(job | {"checkpoint": path}, "processes") as (process, pipe):
        heard(pipe, "begun")
        time.sleep(np.random.default_rng(seed).uniform(0.05, 0.4))
        process.kill()
        process.join()
        found = swept(checkpoint=path, **job)
    if process.exitcode != -signal.SIGKILL:
        found = "the sweep ended before the signal"
    if len(found) > 16:
        trouble(f"caller {seed}: {found}")
    return found


# R3 and R4: the same bits everywhere.


def r3(directory, workers=(1, 2, 3, 8), blocks=40):
    """Compare workers, engines, memory order and resume, for each way to draw."""
    total = same = 0
    hashes = []
    for name, kind in _r3_kinds(blocks).items():
        kind["problem"] = _ordered(kind.get("problem") or mn.load_models(), "C")
        expected = swept(**kind)
        hashes.append(expected)
        for engine in ("threads", "processes"):
            for count in workers:
                with pool_of(engine, count) as pool:
                    for order in "CF":
                        for resume in (False, True):
                            path = directory / f"r3-{total}"
                            found = _by_another_way(path, kind, pool, order, resume=resume)
                            total += 1
                            same += found == expected
                            if found != expected:
                                trouble(f"{name}, {count} {engine}, order {order}, resume {resume}: {found}")
    overall = hashlib.sha256("".join(hashes).encode()).hexdigest()
    return report("R3", "combinations with the same bits", same, total, f"hash {overall[:16]}")


def _r3_kinds(blocks):
    table = np.random.default_rng(3).dirichlet(np.ones(4), blocks * BLOCK)
    kinds = {name: {"n": blocks * BLOCK - 17, **kind} for name, kind in KINDS.items()}
    return kinds | {"table of weights": {"weights": table}}


def _ordered(problem, order):
    """Return a problem made from tables in C or Fortran order."""
    cells, low, high = (np.array(table, order=order) for table in (problem.performance, problem.low, problem.high))
    return mn.DecisionProblem(cells, problem.senses, problem.alternatives, problem.criteria, low=low, high=high)


def _by_another_way(path, kind, pool, order, *, resume):
    kind = dict(kind)
    if isinstance(kind.get("weights"), np.ndarray):
        kind["weights"] = np.array(kind["weights"], order=order)
    if resume:
        leave_unfinished(path, _some(kind), executor=pool, **kind)
    kind["problem"] = _ordered(kind["problem"], order)
    return swept(executor=pool, checkpoint=path, **kind)


def _some(kind):
    """Return about half of the scenarios of a sweep."""
    if "until" in kind:
        return kind["n_max"] // 4
    return (kind.get("n") or len(kind["weights"])) // 2


def _environments():
    """Return what may change how sums are made: threads, BLAS kernels, and processor features from few to none."""
    core = np._core._multiarray_umath  # noqa: SLF001 - no public list
    dispatched = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    threads = [{"OPENBLAS_NUM_THREADS": str(k), "OMP_NUM_THREADS": str(k)} for k in (1, 2, 8)]
    kernels = [{"OPENBLAS_CORETYPE": kernel} for kernel in ("Haswell", "Nehalem", "Prescott")]
    features = [" ".join(dispatched[k:]) for k in reversed(range(len(dispatched)))]
    return threads + kernels + [{"NPY_DISABLE_CPU_FEATURES": names} for names in features]


ENVIRONMENTS = _environments()


def r4(_, scenarios=1_000_000, environments=ENVIRONMENTS):
    """Compare numbers of BLAS threads and processor features, each in a process of its own."""
    job = {"r4": scenarios}
    base, *others = [measured(job, environment) for environment in ({}, *environments)]
    good = sum(other["counts"] == base["counts"] for other in others)
    bits = sum(other["bits"] == base["bits"] for other in others)
    for environment, other in zip(environments, others, strict=True):
        if other["counts"] != base["counts"]:
            trouble(f"{environment}: {other['counts']} instead of {base['counts']}")
    note = f"{bits} of them with the same bits in every table; {len(base['counts'])} sweeps of {scenarios:,} scenarios"
    return report("R4", "environments with the same ranking counts", good, len(others), note)


# R10 and R15: memory and time of long sweeps, each in a fresh process.


def measured(job, environment=None):
    """Run this script on one job in a fresh process and return what it measured."""
    command = [sys.executable, __file__, "measure", "--job", json.dumps(job)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | (environment or {}), check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def measure(job):
    """Print the figures of one job."""
    if "r4" in job:
        found = [run(**{"n": job["r4"]} | kind) for kind in KINDS.values()]
        print(json.dumps({"counts": [*map(count_fingerprint, found)], "bits": [*map(fingerprint, found)]}))
        return
    looks = [(time.monotonic(), 0, peak_mb())]
    checkpoint = job.pop("checkpoint", None)
    run(
        **job,
        checkpoint=checkpoint,
        progress=lambda done, _: looks.append((time.monotonic(), done, peak_mb())),
    )
    print(json.dumps({"peak_mb": peak_mb(), "looks": looks[:: max(len(looks) // 1000, 1)] + looks[-1:]}))


def peak_mb():
    """Return the peak of the memory of this process, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def r10(_, largest=10**9, smallest=10**5, kinds=("weighted sum", "uncertain cells")):
    """Peak memory of a fresh process from 1e5 scenarios to the largest, a hundredth of that with uncertain cells."""
    reached = True
    for name in kinds:
        top = largest if name == "weighted sum" else max(largest // 100, 10 * smallest)
        sizes = [10**k for k in range(20) if smallest <= 10**k <= top]
        use = {n: measured({"n": n, **KINDS[name]})["peak_mb"] for n in sizes}
        grown = max(use.values()) - use.get(10**6, 0)
        note = f"grows by {grown:.1f} MB: " + ", ".join(f"{n:.0e} {mb:.1f} MB" for n, mb in use.items())
        what = f"{name}: peak below 300 MB and at most 10 MB above that of 1e6"
        reached &= report("R10", what, int(grown <= 10 and max(use.values()) < 300), 1, note)
    return reached


def r15(directory, scenarios=10**9):
    """One long sweep with a checkpoint: memory flat, and as fast at the end as at the start."""
    found = measured({"n": scenarios, "method": "weighted_sum", "checkpoint": str(directory / "soak")})
    looks = found["looks"]
    fifth = len(looks) // 5

    def rate(first, last):
        return (last[1] - first[1]) / (last[0] - first[0])

    # the very first looks hold imports and warming up
    rates = rate(looks[fifth // 5], looks[fifth]), rate(looks[-fifth], looks[-1])
    drift, grown = rates[1] / rates[0] - 1, looks[-1][2] - looks[fifth // 5][2]
    seconds = looks[-1][0] - looks[0][0]
    note = f"{scenarios:.0e} scenarios in {seconds:.1f} s, drift {drift:+.1%}, peak grows by {grown:.1f} MB"
    return report("R15", "soak: drift below 5 % and memory flat", int(drift > -0.05 and grown <= 10), 1, note)


# R11: a disk that fails.


def r11(directory, blocks=6, codes=(errno.ENOSPC, errno.EIO)):
    """Fail each call that writes, once and for good, and the calls that clean up."""
    job = {"n": blocks * BLOCK, **KINDS["uncertain cells"]}
    expected, calls = swept(**job), _calls(directory / "count", job)
    good = {True: 0, False: 0}
    total = {True: 0, False: 0}
    for number, name in enumerate(calls, start=1):
        for code in codes:
            for lasting in (False, True):
                with room(directory) as own:
                    wrong = _failing(own, job, expected, number, code, lasting=lasting)
                total[name in (*WRITES, FOLDER)] += 1
                good[name in (*WRITES, FOLDER)] += not wrong
                if wrong:
                    trouble(f"{name} (call {number}), {errno.errorcode[code]}, lasting {lasting}: {wrong}")
    reached = report("R11", "failing writes survived", good[True], total[True], f"{len(calls)} calls of a sweep")
    reached &= report("R11", "failing removals of a temporary or lock file survived", good[False], total[False])
    return reached & _tiny_disk(directory, job, expected)


def _calls(path, job):
    """Return the names of the calls of a resumed sweep, in order."""
    leave_unfinished(path, 2 * BLOCK, **job)
    names = []
    with Disk(lambda name, _: names.append(name)):
        swept(checkpoint=path, **job)
    return names


def _failing(own, job, expected, number, code, *, lasting):
    """Fail a numbered call of a resumed sweep; return what was wrong then or after the disk recovered."""
    path = own / "c"
    leave_unfinished(path, 2 * BLOCK, **job)
    failed = {}
    progress = []

    def fail(name, now):
        if now == number:
            failed.update(name=name, before=path.read_bytes(), started=bool(progress))
        if now == number or (lasting and failed.get("name") == name):
            raise OSError(code, os.strerror(code))

    with Disk(fail), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = swept(checkpoint=path, progress=lambda *look: progress.append(look), **job)
    return _verdict(found, expected, failed, caught, path, lasting=lasting) or _after(own, path, job, expected, failed)


def _verdict(found, expected, failed, caught, path, *, lasting):
    warned = any(issubclass(warning.category, mn.SweepWarning) for warning in caught)
    writes = failed["name"] in (*WRITES, FOLDER)
    if found != expected and (failed["started"] or not found.startswith("FileError: cannot write")):
        return f"the result was {found}"
    if found == expected and writes and not warned:
        return "no warning"
    if lasting and failed["name"] in WRITES and path.read_bytes() != failed["before"]:
        return "the earlier checkpoint changed"
    return ""


def _after(own, path, job, expected, failed):
    again = swept(checkpoint=path, **job)
    if again != expected:
        return f"the resume gave {again}"
    left = sorted(entry.name for entry in own.iterdir())
    return f"left behind: {left}" if left != ["c"] and failed["name"] != "unlink" else ""


@contextmanager
def tiny_disk(directory):
    """Mount a file system of 12 KB, where we may."""
    disk = directory / "tiny"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield disk if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 - the system's own


def _tiny_disk(directory, job, expected):
    """Fill a real disk in the middle of a sweep."""
    with tiny_disk(directory) as disk:
        if disk is None:
            print("R11 tiny disk: not measured, mounting is not allowed here")
            return True

        def fill(done, _):
            if done == 2 * BLOCK:
                _fill(disk / "filler")

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            full = swept(checkpoint=disk / "c", progress=fill, **job)
        warned = any("No space left" in str(warning.message) for warning in caught)
        (disk / "filler").unlink()
        again = swept(checkpoint=disk / "c", **job)
        good = full == expected and warned and again == expected
        if not good:
            trouble(f"tiny disk: {full}, warned {warned}, again {again}")
    return report("R11", "a full disk: warning, result, same bytes after a resume", int(good), 1)


def _fill(path):
    with path.open("wb", buffering=0) as filler:
        try:
            while filler.write(b"x"):
                pass
        except OSError:
            return


# R12: interruptions.


def r12(directory, interruptions=50):
    """Interrupt a sweep that would take hours, as a terminal does: the whole process group."""
    good = total = 0
    slowest = 0.0
    for seed in range(interruptions):
        engine = ("here", "threads", "processes")[seed % 3]
        wrong, seconds = _interrupted(directory / f"r12-{seed}", engine, seed)
        slowest = max(slowest, seconds)
        total += 1
        good += not wrong
        if wrong:
            trouble(f"interruption {seed}, {engine}: {wrong}")
    return report(
        "R12",
        "interruptions with control back in 2 s, partial result labelled, checkpoint whole, no orphans",
        good,
        total,
        f"slowest {slowest:.2f} s",
    )


def _interrupted(path, engine, seed):
    job = {"n": 10**9, "checkpoint": path, "progress": False, **KINDS["uncertain cells"]}
    with child(job, engine) as (process, pipe):
        heard(pipe, "begun")
        time.sleep(np.random.default_rng(seed).uniform(0.15, 0.6))
        sent = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        messages = everything(pipe)
        process.join(5)
        orphans = _group_members(process.pid)
    if "interrupted" not in messages:
        return f"no interruption, exit {process.exitcode}, {messages}", 0.0
    _, _, message, partial, written = messages["interrupted"]
    seconds = messages.get("left", ("", sent + PATIENCE))[1] - sent  # the pool is left by then, too
    if seconds > 2:
        return f"took {seconds:.1f} s", seconds
    if orphans:
        return f"orphans {orphans}", seconds
    return _wrong_partial(job, message, partial, written), seconds


def _wrong_partial(job, message, partial, written):
    """Return what is wrong with a partial result: it is a sweep of so many scenarios, and says so."""
    if partial is None:
        return "" if written == 0 else "no partial result of a written state"
    done, counts = partial
    if done != written:
        return f"{done} scenarios in the result, {written} in the checkpoint"
    if f"{done:,}" not in message or f"{job['n']:,}" not in message:
        return f"message without done of all: {message}"
    with small_blocks():
        same = count_fingerprint(run(n=done, **KINDS["uncertain cells"])) == counts
    return "" if same else "the partial result is not that of its scenarios"


# R13: two at once.


def r13(directory, races=100, blocks=40):
    """Race two sweeps for one checkpoint, of the same seed and of two."""
    jobs = [{"n": blocks * BLOCK, "method": "weighted_sum", "rng": seed} for seed in range(2)]
    expected = [swept(**job) for job in jobs]
    random = np.random.default_rng(0)
    good = refused = 0
    for race in range(races):
        mine, theirs = 0, race % 2
        path = directory / f"race-{race}"
        wake = time.monotonic() + 0.3
        offset = random.uniform(-0.1, 0.1)
        with (
            child(jobs[mine] | {"checkpoint": path}, wake=wake) as (_, first),
            child(jobs[theirs] | {"checkpoint": path}, wake=wake + offset) as (_, second),
        ):
            ends = [everything(first), everything(second)]
        fair = [_fair(end, expected[which]) for end, which in zip(ends, (mine, theirs), strict=True)]
        done = [which for end, which in zip(ends, (mine, theirs), strict=True) if "done" in end]
        refused += sum("CheckpointError" in end for end in ends)
        whole = bool(done) and swept(checkpoint=path, **jobs[done[0]]) == expected[done[0]]
        good += all(fair) and whole
        if not (all(fair) and whole):
            trouble(f"race {race}: {ends}")
    return report("R13", "races for one checkpoint without corruption", good, races, f"{refused} refused with an error")


def _fair(end, expected):
    """Return whether a racer had the right result or a clear refusal."""
    return end.get("done", ("", ""))[1] == expected or "CheckpointError" in end


# R14: damage.


def r14(directory, *, every_bit=True):
    """Flip every byte of small checkpoints, and cut them at every length."""
    fixed = _damaged(directory, "fixed n", {"n": 4 * BLOCK}, every_bit=every_bit)
    return fixed & _damaged(directory, "certified", KINDS["certified"], every_bit=every_bit)


def _damaged(directory, name, job, *, every_bit):
    path = directory / name
    leave_unfinished(path, 2 * BLOCK, method="weighted_sum", **job)
    whole = path.read_bytes()
    masks = [1 << bit for bit in range(8)] + [0xFF] if every_bit else [1, 0x20]
    flips = ((at, mask) for at in range(len(whole)) for mask in masks)
    damaged = (whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :] for at, mask in flips)
    found = [_detected(path, content) for content in damaged]
    reached = report("R14", f"{name}: flipped bytes found", sum(found), len(found), f"{len(whole)} bytes")
    found = [_detected(path, whole[:length]) for length in range(len(whole))]
    found += [_detected(path, whole + extra) for extra in (b"\n", b"x", b"\0", whole)]
    reached &= report("R14", f"{name}: truncations and additions found", sum(found), len(found))
    header = json.loads(whole.split(b"\n")[1])["header"]
    path.write_bytes(whole)
    assert load_state(path, header) is not None
    return reached


def _detected(path, content):
    path.write_bytes(content)
    try:
        load_state(path, {})
    except mn.CheckpointError as error:
        return str(path) in str(error) and "belongs" not in str(error)
    return False


# R17: threads that share a problem.


def r17(directory, runs=1000, threads=8):
    """Let threads share one problem, each with sweeps, evaluations and checkpoints of its own."""
    problem, seeds = mn.load_models(), range(10)
    with small_blocks():
        expected = [_shared(problem, seed, None) for seed in seeds]
        umask = os.umask(0)
        os.umask(umask)
        switch = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        start = threading.Barrier(threads)

        def work(thread):
            start.wait()
            numbers = range(thread, runs, threads)
            return sum(
                _shared(problem, k % 10, directory / f"{k}" if k % 5 == 0 else None) == expected[k % 10]
                for k in numbers
            )

        try:
            with ThreadPoolExecutor(threads) as pool:
                good = sum(pool.map(work, range(threads)))
        finally:
            sys.setswitchinterval(switch)
            after = os.umask(umask)
    reached = report("R17", f"runs in {threads} threads on one problem with the same bits", good, runs)
    reached &= report("R17", "the umask is as before", int(after == umask), 1)
    frozen = [not array.flags.writeable for array in (problem.performance, problem.low, problem.high, problem.senses)]
    return reached & report("R17", "arrays of the problem that are read-only", sum(frozen), len(frozen))


def _shared(problem, seed, path):
    found = mn.sweep(problem, n=3 * BLOCK, rng=seed, cells="triangular", checkpoint=path)
    ranking = mn.evaluate(problem, "topsis", np.random.default_rng(seed).dirichlet(np.ones(4)))
    return fingerprint(found), ranking.scores.to_numpy().tobytes()


FIGURES = {
    "r1": r1,
    "r2": r2,
    "r3": r3,
    "r4": r4,
    "r10": r10,
    "r11": r11,
    "r12": r12,
    "r13": r13,
    "r14": r14,
    "r15": r15,
    "r17": r17,
}
SMALL = {
    "r1": {"kills": 15, "blocks": 12, "writes": [2]},
    "r2": {"kills": 2, "blocks": 300},
    "r3": {"workers": [3], "blocks": 3},
    "r4": {"scenarios": 5_000, "environments": [dict(pair for one in ENVIRONMENTS for pair in one.items())]},
    "r10": {"largest": 10**7, "smallest": 10**6, "kinds": ["weighted sum"]},
    "r11": {"blocks": 3, "codes": (errno.ENOSPC,)},
    "r12": {"interruptions": 3},
    "r13": {"races": 6},
    "r14": {"every_bit": False},
    "r15": {"scenarios": 3 * 10**7},
    "r17": {"runs": 80},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="*", default="all", choices=[*FIGURES, "all", "measure"])
    parser.add_argument("--small", action="store_true", help="the sizes of the test suite")
    parser.add_argument("--largest", type=int, help="scenarios of R10 and R15, 1e9 where not given")
    parser.add_argument("--job", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.figures == ["measure"]:
        measure(options.job)
        return 0
    chosen = list(FIGURES) if "all" in options.figures else options.figures
    reached = True
    for name in chosen:
        sizes = dict(SMALL[name]) if options.small else {}
        if options.largest and name in ("r10", "r15"):
            sizes[{"r10": "largest", "r15": "scenarios"}[name]] = options.largest
        with room() as directory:
            reached &= FIGURES[name](directory, **sizes)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
