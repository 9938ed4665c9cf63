"""From a problem and options to the plan of a sweep, its baseline and its provenance."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.random import Generator, SeedSequence

from mcda_nato.acceptability.block_counts import run_block
from mcda_nato.acceptability.blocks import Plan
from mcda_nato.acceptability.counts import LARGEST_PAIRWISE
from mcda_nato.acceptability.scenario_scores import scored
from mcda_nato.acceptability.sweep_options import SweepOptions
from mcda_nato.arrays import FloatArray
from mcda_nato.errors import McdaError, SweepError
from mcda_nato.labels import literal, quoted
from mcda_nato.methods.evaluate import MethodLike, evaluate, resolve_method
from mcda_nato.methods.ranking import Ranking
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.preferences.samplers import FixedSampler, Sampler, resolve_sampler
from mcda_nato.preferences.weight_sets import Around, Dirichlet, Simplex
from mcda_nato.preferences.weights import resolve_weights
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.results import PACKAGE

_REPLICATES = 16
_LARGEST_DIMENSION = 21_201  # of a Sobol' sequence in SciPy
_LARGEST_SOBOL = _REPLICATES << 30  # points that 30 bits tell apart

_Weights: TypeAlias = Sampler | FloatArray


def plan_of(problem: DecisionProblem, method: MethodLike, options: SweepOptions) -> Plan:
    """Return the plan of a sweep, refusing what does not fit the problem."""
    weights = _resolved(options.weights, problem)
    n = options.scenarios(len(weights) if isinstance(weights, np.ndarray) else None)
    sobol = options.sampling == "sobol"
    if sobol:
        _check_sobol(weights, problem.performance.size if options.cells != "modal" else 0, n)
    entropy, spawn_key = _entropy(options.rng)
    few = len(problem.alternatives) <= LARGEST_PAIRWISE
    plan = Plan(
        performance=problem.performance,
        low=problem.low,
        high=problem.high,
        senses=problem.senses,
        method=resolve_method(method),
        weights=weights,
        cells=options.cells,
        n=n,
        entropy=entropy,
        spawn_key=spawn_key,
        replicates=min(_REPLICATES, n) if sobol else 0,
        pairwise=few if options.pairwise is None else options.pairwise,
    )
    _check_cells(problem, plan)
    if options.until is not None and plan.group(0) is not None:
        raise SweepError(
            "certified stopping needs independent scenarios: pseudo-random, from a set that can be triangulated"
        )
    return plan


def _resolved(weights: Any, problem: DecisionProblem) -> _Weights:
    """Return how weights are drawn, or a table of them."""
    if isinstance(weights, (Simplex, Dirichlet, Around)):
        return resolve_sampler(weights, problem.criteria)
    found = resolve_weights(weights, problem.criteria)
    return FixedSampler(found) if found.ndim == 1 else found.reshape(-1, found.shape[-1])


def _check_sobol(weights: _Weights, varying: int, n: int) -> None:
    """Raise where there is no quasi-random sequence of so many points for these weights and varying cells."""
    if isinstance(weights, np.ndarray) or weights.dimension is None:
        raise SweepError(
            "quasi-random sampling needs weights drawn from a set that can be triangulated or a distribution"
        )
    if weights.dimension + varying > _LARGEST_DIMENSION:
        raise SweepError(
            f"quasi-random sampling has at most {_LARGEST_DIMENSION:,} dimensions", call="use sampling='random'"
        )
    if n > _LARGEST_SOBOL:
        raise SweepError(f"n must be at most {_LARGEST_SOBOL:,} for quasi-random sampling, got {n:,}")


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


def _check_cells(problem: DecisionProblem, plan: Plan) -> None:
    """Raise where the method is undefined somewhere in the intervals, or a distribution does not fit."""

    def name(row: int | None, column: int) -> str:
        on = quoted(problem.criteria[column])
        return on if row is None else f"the interval of {quoted(problem.alternatives[row])} on {on}"

    if not isinstance(plan.cells, str):
        run_block(plan.first(1), 0)
    elif plan.random_cells.any():
        for table in (problem.low, problem.high):
            plan.method.check(table, problem.senses, name)


def baseline_of(problem: DecisionProblem, plan: Plan) -> Ranking:
    """Rank the modal cells at the centre of the weights, by `evaluate` and by the sweep's own arithmetic."""
    centre = plan.weights[0] if isinstance(plan.weights, np.ndarray) else plan.weights.centre
    centre = centre / centre.sum()
    ranking = evaluate(problem, plan.method, centre)
    key, bar = scored(replace(plan, cells="modal"), centre[:, None])
    if not np.array_equal(competition_ranks(key.T, bar.T)[0], ranking.ranks.to_numpy()):
        raise McdaError("the sweep does not reproduce the baseline ranking; please report this problem")
    return ranking


def provenance_of(problem: DecisionProblem, plan: Plan, options: SweepOptions) -> dict[str, Any]:
    """Return what tells this sweep from any other, in plain values."""
    table = isinstance(plan.weights, np.ndarray)
    numbers = plan.weights if isinstance(plan.weights, np.ndarray) else plan.weights.identity
    about = "table" if table else " ".join(literal(options.weights).split())
    cells = plan.cells if isinstance(plan.cells, str) else f"{type(plan.cells).__name__}; {digest(_probe(plan))}"
    return {
        "package": PACKAGE,
        "numpy": np.__version__,
        "problem": digest(problem),
        "method": str(plan.method),
        "method_digest": digest(_probe(replace(plan, cells="modal"))),
        "weights": f"{about}; {digest(numbers)}",
        "cells": cells,
        "n": plan.n,
        "rng": plan.entropy if isinstance(plan.entropy, int) else list(plan.entropy),
        "spawn_key": list(plan.spawn_key),
        "sampling": options.sampling,
        "replicates": plan.replicates,
        "block": plan.block_size,
        "chunk": plan.chunk,
        "pairwise": plan.pairwise,
        "error_from": "independent scenarios" if plan.group(0) is None else "spread of replicates or blocks",
    } | _stopping_provenance(options)


def _stopping_provenance(options: SweepOptions) -> dict[str, Any]:
    """Return the stopping rule, where there is one."""
    if options.until is None:
        return {}
    return {"until": options.until, "confidence": options.confidence, "n_max": int(options.n_max)}


def _probe(plan: Plan) -> FloatArray:
    """Return keys at a few fixed weights and cells: what a method or a distribution does is what it is."""
    n = plan.performance.shape[1]
    uniforms = (np.arange(1, 9)[:, None] * np.sqrt(np.arange(2.0, n + 2.0))) % 1.0 + 0.01
    weights = uniforms / uniforms.sum(axis=1, keepdims=True)
    return scored(plan, weights.T, np.asarray(uniforms[:, 0] % 1.0, dtype=np.float64))[0]
