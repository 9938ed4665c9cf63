"""Sweeps of ten small blocks that write a checkpoint after each, and their interruption."""

import warnings
from contextlib import contextmanager
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from numpy.random import default_rng

import mcda_nato as mn
from mcda_nato.acceptability import blocks, sweep_run

BLOCK = 64
N = 10 * BLOCK
MODELS = mn.load_models()


@contextmanager
def small_blocks():
    """Make blocks small and write after each."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("BLOCK", "SLOW_BLOCK", "_CHUNK"):
            patch.setattr(blocks, name, BLOCK)
        patch.setattr(sweep_run, "CHECKPOINT_EVERY", 0.0)
        yield


def sweep(checkpoint=None, **arguments):
    arguments = {"problem": MODELS, "n": N, "cells": "triangular"} | arguments
    return mn.sweep(**arguments, checkpoint=checkpoint)


def stop_after(scenarios):
    def stop(done, _):
        if done >= scenarios:
            raise KeyboardInterrupt

    return stop


def interrupted(path, scenarios=4 * BLOCK, **arguments):
    """Leave an unfinished checkpoint and return the interruption."""
    with pytest.raises(mn.SweepInterrupted) as caught:
        sweep(path, progress=stop_after(scenarios), **arguments)
    return caught.value


def assert_same_bits(found, expected):
    for part in (*fields(found.indices), *fields(found)[1:]):
        mine, theirs = getattr(found, part.name), getattr(expected, part.name)
        if isinstance(mine, (pd.DataFrame, pd.Series)):
            assert mine.axes[0].equals(theirs.axes[0])
            assert mine.to_numpy().tobytes() == theirs.to_numpy().tobytes(), part.name
        elif part.name == "baseline":
            assert mine.scores.to_numpy().tobytes() == theirs.scores.to_numpy().tobytes()
        else:
            assert mine == theirs, part.name


def listing(folder):
    return sorted(entry.name for entry in folder.iterdir())


def wide(alternatives, criteria=9):
    cells = default_rng(9).integers(1, 99, (alternatives, criteria)).astype(float)
    return mn.DecisionProblem(cells, np.resize([1, -1], criteria))


def warned(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = call()
    return found, [warning for warning in caught if issubclass(warning.category, mn.SweepWarning)]
