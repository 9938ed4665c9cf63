"""Scenario sweeps: fixed blocks, drawn, scored, ranked and reduced to additive counts."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from collections.abc import Generator as Stream
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.acceptance import Acceptance, acceptance_from_counts, central_weights
from mcda_nato.acceptability.blocks import Cells, Plan, run_block, scored
from mcda_nato.acceptability.checkpoint import Lock, load_state, save_state
from mcda_nato.acceptability.confidence_sequences import RunningMean
from mcda_nato.acceptability.counts import LARGEST_N, LARGEST_ORDERS, LARGEST_PAIRWISE, Counts
from mcda_nato.errors import FileError, McdaError, SweepError, SweepInterrupted, SweepWarning, warn_caller
from mcda_nato.labels import hint, listed, literal, quoted
from mcda_nato.methods.evaluate import MethodLike, evaluate, resolve_method
from mcda_nato.methods.ranking import Ranking
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.preferences.samplers import FixedSampler, Sampler, resolve_sampler
from mcda_nato.preferences.weight_sets import Around, Dirichlet, Simplex
from mcda_nato.preferences.weights import resolve_weights
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem

#: Seconds between two writes of a checkpoint.
CHECKPOINT_EVERY = 5.0
_IN_FLIGHT = 64  # blocks submitted ahead of the first that is not yet done
_CONFIDENCE_BLOCKS = 4  # a fraction of a block is enough for a confidence factor
_OWN = 2**32 - 1  # the stream of confidence factors
_REPLICATES = 16
_LARGEST_DIMENSION = 21_201  # of a Sobol' sequence in SciPy
_LARGEST_SOBOL = _REPLICATES << 30  # points that 30 bits tell apart
_CELLS = ("modal", "uniform", "triangular")

Progress: TypeAlias = bool | Callable[[int, int], None] | None


def sweep(  # noqa: PLR0913 - each is a keyword of its own
    problem: DecisionProblem,
    method: MethodLike = "topsis",
    *,
    n: int | None = None,
    weights: Any = Simplex(),  # noqa: B008 - frozen
    cells: Cells = "modal",
    rng: int | SeedSequence | Generator = 0,
    sampling: Literal["random", "sobol"] = "random",
    until: Literal["separated"] | float | None = None,
    confidence: float = 0.95,
    n_max: int = 10**9,
    pairwise: bool | None = None,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress = None,
) -> Acceptance:
    """Ask under what share of weights and cells each alternative has each rank.

    Parameters
    ----------
    problem : DecisionProblem
    method : Method or {"topsis", "weighted_sum", "ahp"}
        Also a pymcdm method through `from_pymcdm`, one scenario at a time.
    n : int, optional
        Number of scenarios. May be left out for a table of weights, and with `until`.
    weights : Simplex, Dirichlet, around(...), array or frame of shape (scenarios, n)
        Uniform on the whole simplex where not given.
    cells : {"modal", "uniform", "triangular"} or distribution
        Whether cells vary over their intervals, each on its own. An object
        with ``ppf(u)`` or ``icdf(u)`` is called with uniforms of shape
        (scenarios, m, n) and returns performances of that shape.
    rng : int, SeedSequence or Generator
        Scenario i is a function of this and of i alone.
    sampling : {"random", "sobol"}
        Pseudo-random numbers, or 16 scrambles of a Sobol' sequence (n is then
        divided among them, rounded up).
    until : {"separated"} or float, optional
        In place of `n`: run until the best alternative is separated from all
        others, or until every acceptability is known to this half-width, at
        the stated confidence although one looks after each block.
    confidence : float
        Of `until`.
    n_max : int
        Scenarios at which `until` gives up.
    pairwise : bool, optional
        Whether to count who beats whom; by default up to 200 alternatives.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or a cluster behind the same interface. The result
        does not depend on it, to the last bit.
    checkpoint : path, optional
        File that keeps the state; a sweep called again with the same arguments
        goes on from it.
    progress : bool or callable, optional
        Called with (done, all) scenarios; `True` or `False` to show or hide a
        bar; by default a bar for long sweeps in a terminal.

    Returns
    -------
    Acceptance

    Raises
    ------
    SweepError, WeightsError, CheckpointError, FileError, MethodError
        Before work starts where that is possible.
    SweepInterrupted
        On an interruption from the keyboard, with the partial result.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.sweep(mn.load_models(), "weighted_sum", n=100_000)
    >>> found.rank_acceptability[1].round(2).to_dict()
    {'Incremental Enlargement': 0.21, 'Strategic Partnership': 0.65, 'Hybrid Integration': 0.14}
    """
    if not isinstance(problem, DecisionProblem):
        raise SweepError(f"sweep needs a DecisionProblem, got {type(problem).__name__}")
    _check_options(sampling, until, confidence, cells, executor, pairwise, progress)
    drawn = _drawn(weights, problem)
    size = _checked_size(n, until, n_max, len(drawn) if isinstance(drawn, np.ndarray) else None)
    plan = _plan(problem, method, size, drawn=drawn, cells=cells, rng=rng, sampling=sampling, pairwise=pairwise)
    if until is not None and plan.group(0) is not None:
        raise SweepError(
            "certified stopping needs independent scenarios: pseudo-random, from a set that can be triangulated"
        )
    baseline = _baseline(problem, plan)
    header = _provenance(problem, plan, weights, sampling)
    if until is not None:
        header |= {"until": until, "confidence": confidence, "n_max": n_max}
    rule = None if until is None else _Rule(until, confidence, plan)
    run = _Run(plan, executor, rule, header, _checkpoint_path(checkpoint), progress)
    try:
        run.all()
    except KeyboardInterrupt:
        partial = _result(run, baseline, header) if run.counts.n else None
        message = f"interrupted after {run.counts.n:,} of {plan.scenarios:,} scenarios"
        raise SweepInterrupted(message, partial) from None
    return _result(run, baseline, header)


class _Rule:
    """When certified stopping stops, looked at after each block in order."""

    def __init__(self, until: Literal["separated"] | float, confidence: float, plan: Plan) -> None:
        m = len(plan.performance)
        self.until, self.alpha = until, 1.0 - confidence
        # differences of first-rank indicators lie in [-1, 1], indicators in [0, 1]
        self.running = RunningMean((m, m), width=2.0 if until == "separated" else 1.0)
        self.reached = m == 1

    def look(self, counts: Counts) -> bool:
        """Take one more block and say whether to stop."""
        first = counts.ranks[:, 0].astype(np.float64)
        if self.until == "separated":
            total = first[:, None] - first[None, :]
            squares = first[:, None] + first[None, :] - 2.0 * counts.both_first
            self.running.add(counts.n, total, squares)
            apart = self.running.mean - self.running.half_width(self.alpha) > 0
            self.reached = self.reached or bool((apart.sum(axis=1) == len(apart) - 1).any())
        else:
            ranks = counts.ranks.astype(np.float64)
            self.running.add(counts.n, ranks, ranks)
            self.reached = bool((self.running.half_width(self.alpha) <= self.until).all())
        return self.reached


class _Run:
    """A sweep under way: its state is replaced at once, so that it is whole at any moment."""

    def __init__(
        self,
        plan: Plan,
        executor: Executor | None,
        rule: _Rule | None,
        header: dict[str, Any],
        file: Path | None,
        progress: Progress,
    ) -> None:
        m, n = plan.performance.shape
        self.plan, self.executor, self.rule, self.header, self.file = plan, executor, rule, header, file
        self.state: tuple[int, Counts, dict[int, Counts]] = (0, Counts.empty(m, n, pairwise=plan.pairwise), {})
        self.progress = progress
        self.written = monotonic()

    @property
    def counts(self) -> Counts:
        """Counts of the blocks done."""
        return self.state[1]

    def all(self) -> None:
        """Run every block that is not yet done, in order, keeping the checkpoint."""
        if self.file is None:
            self._blocks()
            return
        if self.rule is not None:
            raise SweepError("a checkpoint needs a fixed n; certified stopping looks at every block anew")
        with Lock(self.file):
            self.state = load_state(self.file, self.header) or self.state
            save_state(self.file, self.header, self.state)
            try:
                self._blocks()
            finally:
                self._write()

    def _blocks(self) -> None:
        show = _reporter(self.progress, self.plan.scenarios)
        results = _results(self.plan, self.state[0], self.executor)
        try:
            for block, counts in results:
                self._take(block, counts)
                show(self.counts.n)
                if self.rule is not None and self.rule.look(counts):
                    return
                if self.file is not None and monotonic() - self.written > CHECKPOINT_EVERY:
                    self._write()
        finally:
            results.close()
            show(-1)

    def _take(self, block: int, counts: Counts) -> None:
        _, total, groups = self.state
        group = self.plan.group(block)
        if group is not None:
            groups = groups | {group: groups[group] + counts if group in groups else counts}
        self.state = (block + 1, total.plus(counts, LARGEST_ORDERS), groups)

    def _write(self) -> None:
        assert self.file is not None  # noqa: S101 - only called with one
        try:
            save_state(self.file, self.header, self.state)
        except FileError as error:
            message = f"the checkpoint was not written and stays as it was: {error}"
            warn_caller(message, SweepWarning)
        self.written = monotonic()


def _results(plan: Plan, start: int, executor: Executor | None) -> Stream[tuple[int, Counts], None, None]:
    """Yield the counts of blocks in order, with a bounded number under way."""
    if executor is not None:
        pending: deque[Future[Counts]] = deque()
        accepted = False
        try:
            while start < plan.blocks:
                while len(pending) < min(_IN_FLIGHT, plan.blocks - start):
                    block = start + len(pending)
                    pending.append(executor.submit(run_block, plan.part(block), block))
                    accepted = True
                counts = pending[0].result()
                pending.popleft()
                start += 1
                yield start - 1, counts
        except McdaError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever befell the pool, the blocks are pure functions
            if not accepted:
                raise SweepError(f"the executor takes no work: {error}") from None
            what = f"the executor broke ({type(error).__name__}: {error}); the remaining blocks run here"
            warn_caller(what, SweepWarning)
        finally:
            for future in pending:
                future.cancel()
    for block in range(start, plan.blocks):
        yield block, run_block(plan, block)


def _checked_size(n: Any, until: Any, n_max: Any, rows: int | None) -> int:
    if n is None and until is None and rows is None:
        raise SweepError("give n=, the number of scenarios, or until=")
    if n is not None and until is not None:
        raise SweepError("give n= or until=, not both; n_max= is where until gives up")
    what, size = ("n", n) if n is not None else ("n_max", n_max) if rows is None else ("n", rows)
    if isinstance(size, (bool, np.bool_)) or not isinstance(size, (int, np.integer)):
        raise SweepError(f"{what} must be a whole number of scenarios, got {literal(size)}")
    if not 1 <= size <= LARGEST_N:
        raise SweepError(f"{what} must be from 1 to {LARGEST_N:,}, got {literal(size)}")
    if rows is not None and size != rows:
        raise SweepError(f"n is {size} but the table of weights has {rows} scenarios; leave n out to use them all")
    return int(size)


def _checkpoint_path(checkpoint: Any) -> Path | None:
    try:
        path = None if checkpoint is None else Path(checkpoint)
    except TypeError:
        path = Path()
    if path is not None and not path.name:
        raise FileError(f"a checkpoint is named by the path of a file, got {literal(checkpoint)}")
    return path


def _check_options(
    sampling: Any, until: Any, confidence: Any, cells: Any, executor: Any, pairwise: Any, progress: Any
) -> None:
    if not isinstance(sampling, str) or sampling not in ("random", "sobol"):
        raise SweepError(f"sampling must be 'random' or 'sobol', got {literal(sampling)}")
    named = isinstance(until, str) and until == "separated"
    if not (until is None or named or (isinstance(until, float) and 0.0 < until < 1.0)):
        raise SweepError(f"until must be 'separated' or a half-width between 0 and 1, got {literal(until)}")
    if not (isinstance(confidence, float) and 0.0 < confidence < 1.0):
        raise SweepError(f"confidence must lie between 0 and 1, got {literal(confidence)}")
    if not (pairwise is None or isinstance(pairwise, bool)):
        raise SweepError(f"pairwise must be True, False or None, got {literal(pairwise)}")
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise SweepError(f"progress must be True, False, None or a function of (done, all), got {literal(progress)}")
    if isinstance(cells, str):
        if cells not in _CELLS:
            raise SweepError(
                f"unknown cells {literal(cells)}{hint(cells, _CELLS)}; use one of {listed(_CELLS)} or a distribution"
            )
    elif not (callable(getattr(cells, "ppf", None)) or callable(getattr(cells, "icdf", None))):
        raise SweepError(f"cells must be one of {listed(_CELLS)} or have ppf(u) or icdf(u), got {literal(cells)}")
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise SweepError(f"executor must be a concurrent.futures.Executor, got {literal(executor)}")


def _plan(  # noqa: PLR0913 - the arguments of sweep that a block depends on
    problem: DecisionProblem,
    method: MethodLike,
    n: int,
    *,
    drawn: Sampler | np.ndarray[Any, Any],
    cells: Any,
    rng: Any,
    sampling: str,
    pairwise: Any,
) -> Plan:
    if sampling == "sobol" and (isinstance(drawn, np.ndarray) or drawn.dimension is None):
        raise SweepError(
            "quasi-random sampling needs weights drawn from a set that can be triangulated or a distribution"
        )
    varying = problem.performance.size if cells != "modal" else 0
    dimension = 0 if isinstance(drawn, np.ndarray) else drawn.dimension or 0
    if sampling == "sobol" and dimension + varying > _LARGEST_DIMENSION:
        raise SweepError(f"quasi-random sampling has at most {_LARGEST_DIMENSION:,} dimensions; use sampling='random'")
    if sampling == "sobol" and n > _LARGEST_SOBOL:
        raise SweepError(f"n must be at most {_LARGEST_SOBOL:,} for quasi-random sampling, got {n:,}")
    entropy, spawn_key = _entropy(rng)
    plan = Plan(
        performance=problem.performance,
        low=problem.low,
        high=problem.high,
        senses=problem.senses,
        method=resolve_method(method),
        weights=drawn,
        cells=cells,
        n=n,
        entropy=entropy,
        spawn_key=spawn_key,
        replicates=min(_REPLICATES, n) if sampling == "sobol" else 0,
        pairwise=len(problem.alternatives) <= LARGEST_PAIRWISE if pairwise is None else bool(pairwise),
    )
    if isinstance(cells, str):
        _check_interval(problem, plan)
    else:  # a distribution whose shape does not fit is found before work starts
        run_block(plan.first(1), 0)
    return plan


def _check_interval(problem: DecisionProblem, plan: Plan) -> None:
    """Raise where the method is undefined somewhere in the intervals."""

    def name(row: int | None, column: int) -> str:
        on = quoted(problem.criteria[column])
        return on if row is None else f"the interval of {quoted(problem.alternatives[row])} on {on}"

    if plan.random_cells.any():
        for table in (problem.low, problem.high):
            plan.method.check(table, problem.senses, name)


def _drawn(weights: Any, problem: DecisionProblem) -> Sampler | np.ndarray[Any, Any]:
    if isinstance(weights, (Simplex, Dirichlet, Around)):
        return resolve_sampler(weights, problem.criteria)
    found = resolve_weights(weights, problem.criteria)
    return FixedSampler(found) if found.ndim == 1 else found.reshape(-1, found.shape[-1])


def _entropy(rng: Any) -> tuple[int | tuple[int, ...], tuple[int, ...]]:
    """Return what a seed stands for, as integers that provenance can state."""
    if isinstance(rng, SeedSequence):
        entropy: Any = rng.entropy
        whole = isinstance(entropy, (int, np.integer))
        return int(entropy) if whole else tuple(map(int, entropy)), tuple(map(int, rng.spawn_key))
    if isinstance(rng, Generator):
        return int.from_bytes(rng.bytes(16), "little"), ()
    if isinstance(rng, (bool, np.bool_)) or not isinstance(rng, (int, np.integer)) or rng < 0:
        raise SweepError(f"rng must be a non-negative integer, a SeedSequence or a Generator, got {literal(rng)}")
    return int(rng), ()


def _baseline(problem: DecisionProblem, plan: Plan) -> Ranking:
    """Rank the modal cells at the centre of the weights, by `evaluate` and by the sweep's own arithmetic."""
    centre = plan.weights[0] if isinstance(plan.weights, np.ndarray) else plan.weights.centre
    centre = centre / centre.sum()
    ranking = evaluate(problem, plan.method, centre)
    key, bar = scored(replace(plan, cells="modal"), centre[:, None])
    if not np.array_equal(competition_ranks(key.T, bar.T)[0], ranking.ranks.to_numpy()):
        raise McdaError("the sweep does not reproduce the baseline ranking; please report this problem")
    return ranking


def _provenance(problem: DecisionProblem, plan: Plan, weights: Any, sampling: str) -> dict[str, Any]:
    from importlib.metadata import version

    table = isinstance(plan.weights, np.ndarray)
    numbers = plan.weights if isinstance(plan.weights, np.ndarray) else plan.weights.identity
    about = "table" if table else " ".join(literal(weights).split())
    cells = plan.cells if isinstance(plan.cells, str) else f"{type(plan.cells).__name__}; {digest(_probe(plan))}"
    return {
        "package": f"mcda_nato {version('mcda_nato')}",
        "numpy": np.__version__,
        "problem": digest(problem),
        "method": str(plan.method),
        "method_digest": digest(_probe(replace(plan, cells="modal"))),
        "weights": f"{about}; {digest(numbers)}",
        "cells": cells,
        "n": plan.n,
        "rng": plan.entropy if isinstance(plan.entropy, int) else list(plan.entropy),
        "spawn_key": list(plan.spawn_key),
        "sampling": sampling,
        "replicates": plan.replicates,
        "block": plan.block_size,
        "chunk": plan.chunk,
        "pairwise": plan.pairwise,
        "error_from": "independent scenarios" if plan.group(0) is None else "spread of replicates or blocks",
    }


def _probe(plan: Plan) -> np.ndarray[Any, Any]:
    """Return keys at a few fixed weights and cells: what a method or a distribution does is what it is."""
    n = plan.performance.shape[1]
    uniforms = (np.arange(1, 9)[:, None] * np.sqrt(np.arange(2.0, n + 2.0))) % 1.0 + 0.01
    weights = uniforms / uniforms.sum(axis=1, keepdims=True)
    return scored(plan, weights.T, np.asarray(uniforms[:, 0] % 1.0, dtype=np.float64))[0]


def _result(run: _Run, baseline: Ranking, header: dict[str, Any]) -> Acceptance:
    _, counts, groups = run.state
    separated = None if run.rule is None else run.rule.reached
    confidence = _confidence_factors(run.plan, counts)
    provenance = header | {"n": counts.n, "n_asked": header["n"]}
    return acceptance_from_counts(
        counts,
        baseline,
        [groups[group] for group in sorted(groups)],
        confidence,
        separated=separated,
        provenance=provenance,
    )


def _confidence_factors(plan: Plan, counts: Counts) -> np.ndarray[Any, Any]:
    """Return how often each alternative is first at its own central weights."""
    central = central_weights(counts)
    if isinstance(plan.weights, FixedSampler):  # the only weights there are
        return np.where(counts.ranks[:, 0] > 0, counts.ranks[:, 0] / counts.n, np.nan)
    factors = np.full(len(central), np.nan)
    some = np.flatnonzero(~np.isnan(central[:, 0]))
    table = central[some] / central[some].sum(axis=1, keepdims=True)
    if not plan.random_cells.any():
        key, bar = scored(plan, table.T)
        factors[some] = competition_ranks(key.T, bar.T)[np.arange(len(some)), some] == 1
        return factors
    scenarios = min(plan.block_size // _CONFIDENCE_BLOCKS, plan.n)
    for i, weights in zip(some, table, strict=True):
        own = replace(plan, weights=FixedSampler(weights), n=scenarios, replicates=0, spawn_key=(*plan.spawn_key, _OWN))
        factors[i] = run_block(own, 0).ranks[i, 0] / scenarios
    return factors


def _reporter(progress: Progress, total: int) -> Callable[[int], None]:
    """Return a function of the scenarios done, called with -1 at the end."""
    if callable(progress):
        call = progress
        return lambda done: call(done, total) if done >= 0 else None
    if progress is False or (progress is None and not (sys.stderr is not None and sys.stderr.isatty())):
        return lambda _: None
    from tqdm.auto import tqdm

    bar = tqdm(total=total, unit=" scenarios", unit_scale=True, delay=0 if progress else 2.0, leave=False)

    def show(done: int) -> None:
        if done < 0:
            bar.close()
        else:
            bar.update(done - bar.n)

    return show
