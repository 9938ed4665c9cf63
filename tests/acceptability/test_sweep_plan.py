"""Provenance tells any two sweeps apart and is enough to do one again; seeds; the baseline."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from comparing import assert_same
from pymcdm import methods as peers
from small_sweeps import MODELS, NAMED, small

import mcda_nato as mn


@pytest.mark.parametrize("sampling", ["random", "sobol"])
@pytest.mark.parametrize("name", NAMED)
def test_provenance_is_enough_to_do_it_again(name, sampling):
    found = mn.sweep(MODELS, name, n=1600, rng=np.random.default_rng(3), sampling=sampling)
    record = found.provenance
    seed = np.random.SeedSequence(record["rng"], spawn_key=record["spawn_key"])
    again = mn.sweep(MODELS, name, n=record["n"], rng=seed, sampling=record["sampling"], cells=record["cells"])
    assert_same(again, found)


def test_provenance_is_complete():
    record = mn.sweep(MODELS, n=10).provenance
    assert record["package"].startswith("mcda_nato ")
    assert record["numpy"] == np.__version__
    assert len(record["problem"]) == 64
    expected = {"method", "weights", "cells", "n", "rng", "spawn_key", "sampling", "replicates", "block", "chunk"}
    assert expected | {"pairwise", "error_from"} <= record.keys()
    assert record["method"] == str(mn.topsis())


def test_provenance_of_a_sweep_that_stops_by_itself_says_by_what_rule():
    with small(64):
        record = mn.sweep(MODELS, until=0.2, confidence=0.9, n_max=6400).provenance
    assert {"until": 0.2, "confidence": 0.9, "n_max": 6400}.items() <= record.items()


def test_provenance_holds_the_facts_of_the_problem():
    records = [mn.sweep(p, n=10).provenance["problem"] for p in (MODELS, MODELS.replace(), MODELS.add("D", [1] * 4))]
    assert records[0] == records[1] != records[2]


def test_seeds():
    """Zero is a seed; an integer, its sequence and its parts are one; a generator advances and its children differ."""
    zero, one = mn.sweep(MODELS, n=100), mn.sweep(MODELS, n=100, rng=1)
    assert zero.provenance["rng"] == 0
    assert not zero.rank_acceptability.equals(one.rank_acceptability)
    for same in (0, np.int64(0), np.random.SeedSequence(0)):
        assert_same(mn.sweep(MODELS, n=100, rng=same), zero)
    first, second = np.random.SeedSequence(0).spawn(2)
    assert first.spawn_key == (0,)
    children = [mn.sweep(MODELS, n=100, rng=child) for child in (first, second)]
    assert not children[0].rank_acceptability.equals(children[1].rank_acceptability)
    rng = np.random.default_rng(0)
    drawn = [mn.sweep(MODELS, n=100, rng=rng).rank_acceptability for _ in range(2)]
    assert not drawn[0].equals(drawn[1])
    assert drawn[0].equals(mn.sweep(MODELS, n=100, rng=np.random.default_rng(0)).rank_acceptability)


@pytest.mark.parametrize("entropy", [[1, 2], [2**64], [0, 1], 10**40, [3, 10**30]], ids=str)
def test_seed_sequences_of_different_entropy_give_different_scenarios(entropy):
    others = [[1, 2], [2**64], [0, 1], 10**40, [3, 10**30], 1]
    ours = mn.sweep(MODELS, n=10, rng=np.random.SeedSequence(entropy)).provenance
    state = np.random.SeedSequence(entropy).generate_state(4).tolist()
    for other in others:
        theirs = mn.sweep(MODELS, n=10, rng=np.random.SeedSequence(other)).provenance
        alike = np.random.SeedSequence(other).generate_state(4).tolist() == state
        assert (ours == theirs) == alike


@pytest.mark.parametrize(
    "weights", [mn.Simplex(), mn.Simplex(order=MODELS.criteria), mn.Dirichlet([0.1, 0.2, 0.3, 0.4], 9)]
)
@pytest.mark.parametrize("name", NAMED)
def test_every_sweep_holds_the_baseline(name, weights):
    """The modal cells at the centre of the weights, as `evaluate` ranks them."""
    baseline = mn.sweep(MODELS, name, n=10, weights=weights, cells="uniform").baseline
    assert baseline.ranks.equals(mn.evaluate(MODELS, name, baseline.weights).ranks)
    if isinstance(weights, mn.Dirichlet):
        np.testing.assert_allclose(baseline.weights, weights.mean, rtol=1e-15)
    elif weights == mn.Simplex():
        assert (baseline.weights == 0.25).all()
    else:
        np.testing.assert_allclose(baseline.weights, np.cumsum([1 / 16, 1 / 12, 1 / 8, 1 / 4])[::-1], rtol=1e-12)


# What differs is told apart.


def same_arguments(tmp_path, first, second):
    """Sweep with a checkpoint, then again with other arguments."""
    mn.sweep(MODELS, checkpoint=tmp_path / "state", **{"n": 20} | first)
    mn.sweep(MODELS, checkpoint=tmp_path / "state", **{"n": 20} | second)


THIRD = 1 / 3
OTHER = {
    "n": ({}, {"n": 21}),
    "rng": ({}, {"rng": 1}),
    "spawn key": ({}, {"rng": np.random.SeedSequence(0).spawn(1)[0]}),
    "cells": ({}, {"cells": "uniform"}),
    "sampling": ({"n": 32}, {"n": 32, "sampling": "sobol"}),
    "pairwise": ({}, {"pairwise": False}),
    "method": ({}, {"method": "ahp"}),
    "scale": ({}, {"method": mn.topsis("minmax")}),
    "set": ({}, {"weights": mn.Simplex(lower={"Risk Exposure": 0.1})}),
    "bound in the tenth digit": (
        {"weights": mn.Simplex(lower=pd.Series({"Risk Exposure": THIRD}))},
        {"weights": mn.Simplex(lower=pd.Series({"Risk Exposure": THIRD + 1e-10}))},
    ),
    "mean in the tenth digit": (
        {"weights": mn.Dirichlet(np.array([THIRD, THIRD, THIRD, 0]), 3)},
        {"weights": mn.Dirichlet(np.array([THIRD + 1e-10, THIRD, THIRD - 1e-10, 0]), 3)},
    ),
    "fixed weights in the tenth digit": (
        {"weights": np.array([THIRD, THIRD, THIRD, 0])},
        {"weights": np.array([THIRD + 1e-10, THIRD, THIRD - 1e-10, 0])},
    ),
    "table": ({"weights": np.full((20, 4), 0.25)}, {"weights": np.tile([0.5, 0.5, 0, 0], (20, 1))}),
    "bounds of a pymcdm method": (
        {"method": mn.from_pymcdm(peers.SPOTIS(np.array([[0, 9]] * 4)))},
        {"method": mn.from_pymcdm(peers.SPOTIS(np.array([[0, 90]] + [[0, 9]] * 3)))},
    ),
    "parameter of a pymcdm method": (
        {"method": mn.from_pymcdm(peers.VIKOR(v=0.5)), "weights": [0.4, 0.3, 0.2, 0.1]},
        {"method": mn.from_pymcdm(peers.VIKOR(v=0.75)), "weights": [0.4, 0.3, 0.2, 0.1]},
    ),
}


@pytest.mark.parametrize(("first", "second"), OTHER.values(), ids=OTHER)
def test_provenance_tells_any_two_arguments_apart(first, second, tmp_path):
    """And so a checkpoint of the one is refused by the other."""
    records = [mn.sweep(MODELS, **{"n": 20} | options).provenance for options in (first, second)]
    assert records[0] != records[1]
    with pytest.raises(mn.CheckpointError):
        same_arguments(tmp_path, first, second)


def test_provenance_of_a_frozen_distribution_is_its_parameters(tmp_path):
    """Not its address: the same distribution made again goes on with the same checkpoint, another is refused."""

    def frozen(loc):
        return scipy.stats.norm(loc=MODELS.performance + loc, scale=0.1)

    a, b, c = frozen(0), frozen(0), frozen(1)
    records = [mn.sweep(MODELS, n=20, cells=cells).provenance["cells"] for cells in (a, b, c)]
    assert records[0] == records[1] != records[2]
    same_arguments(tmp_path, {"cells": a}, {"cells": b})
