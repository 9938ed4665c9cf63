"""Scenario sweeps: fixed blocks, drawn, scored, ranked and reduced to additive counts."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Literal

from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.acceptance import Acceptance, acceptance_from_counts
from mcda_nato.acceptability.blocks import Cells
from mcda_nato.acceptability.confidence_factors import confidence_factors
from mcda_nato.acceptability.progress import Progress
from mcda_nato.acceptability.sweep_options import SweepOptions
from mcda_nato.acceptability.sweep_plan import baseline_of, plan_of, provenance_of
from mcda_nato.acceptability.sweep_run import SweepRun
from mcda_nato.errors import SweepError, SweepInterrupted
from mcda_nato.methods.evaluate import MethodLike
from mcda_nato.methods.ranking import Ranking
from mcda_nato.preferences.weight_sets import Simplex
from mcda_nato.problem.problem import DecisionProblem


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
        File that keeps the state, what certified stopping has seen included; a
        sweep called again with the same arguments goes on from it.
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

    Warns
    -----
    InconsistentJudgementsWarning
        Where the weights are from judgements whose CR is above 0.1, or drawn around them.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> found = mn.sweep(mn.load_models(), "weighted_sum", n=100_000)
    >>> found.rank_acceptability[1].round(2).to_dict()
    {'Incremental Enlargement': 0.21, 'Strategic Partnership': 0.65, 'Hybrid Integration': 0.14}
    """
    if not isinstance(problem, DecisionProblem):
        raise SweepError(f"sweep needs a DecisionProblem, got {type(problem).__name__}")
    options = SweepOptions(
        n=n,
        weights=weights,
        cells=cells,
        rng=rng,
        sampling=sampling,
        until=until,
        confidence=confidence,
        n_max=n_max,
        pairwise=pairwise,
        executor=executor,
        checkpoint=checkpoint,
        progress=progress,
    )
    plan = plan_of(problem, method, options)
    baseline = baseline_of(problem, plan, weights)
    provenance = provenance_of(problem, plan, options)
    run = SweepRun(plan, options, provenance)
    try:
        run.to_the_end()
    except KeyboardInterrupt:
        done = run.state.counts.n
        partial = _result(run, baseline, provenance) if done else None
        raise SweepInterrupted(f"interrupted after {done:,} of {plan.scenarios:,} scenarios", partial) from None
    return _result(run, baseline, provenance)


def _result(run: SweepRun, baseline: Ranking, provenance: dict[str, Any]) -> Acceptance:
    """Read every index off what was counted."""
    state = run.state
    return acceptance_from_counts(
        state.counts,
        baseline,
        [state.groups[group] for group in sorted(state.groups)],
        confidence_factors(run.plan, state.counts),
        separated=state.separated,
        provenance=provenance | {"n": state.counts.n, "n_asked": provenance["n"]},
    )
