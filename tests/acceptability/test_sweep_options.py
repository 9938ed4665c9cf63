"""Bad input: one clear error, before work starts."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from pymcdm import methods as peers
from small_sweeps import MODELS

import mcda_nato as mn
from mcda_nato.acceptability import block_counts, block_results, sweep_plan
from mcda_nato.acceptability.counts import LARGEST_N


def refused(error, *parts, **options):
    """Assert the class and the content of an error, and that no scenario was drawn."""
    with pytest.raises(error) as found:
        mn.sweep(options.pop("problem", MODELS), **{"n": 10} | options)
    message = str(found.value)
    assert isinstance(found.value, mn.McdaError)
    assert [part for part in parts if part not in message] == []
    assert len(message) < 1000


RISK, SPEED, REFORM, RESOURCES = "Risk Exposure", "Speed of Integration", "Domestic Reform Depth", "Resource Allocation"


def frame_with(value, column=RISK):
    frame = pd.DataFrame(np.full((5, 4), 0.25), columns=MODELS.criteria, index=list("vwxyz"), dtype=object)
    frame.loc["y", column] = value
    return frame


class Shaped:
    """A distribution that gives what it was made with."""

    def __init__(self, value):
        self.value = value

    def ppf(self, u):
        """Return the value, whatever the uniforms."""
        return self.value(u) if callable(self.value) else self.value


SWEEP, WEIGHTS, METHOD = mn.SweepError, mn.WeightsError, mn.MethodError
BAD = {
    "n zero": (SWEEP, ("n must be", "0"), {"n": 0}),
    "n negative": (SWEEP, ("n must be", "-1"), {"n": -1}),
    "n fractional": (SWEEP, ("n must be", "1.5"), {"n": 1.5}),
    "n a whole float": (SWEEP, ("n must be", "1000.0"), {"n": 1e3}),
    "n a bool": (SWEEP, ("n must be", "True"), {"n": True}),
    "n NaN": (SWEEP, ("n must be", "nan"), {"n": math.nan}),
    "n text": (SWEEP, ("n must be", "'10'"), {"n": "10"}),
    "n an array": (SWEEP, ("n must be", "array"), {"n": np.array([10])}),
    "n too large": (SWEEP, ("n must be", f"{LARGEST_N:,}"), {"n": LARGEST_N + 1}),
    "n too large to print": (SWEEP, ("n must be",), {"n": 10**5000}),
    "no n": (SWEEP, ("n=", "until="), {"n": None}),
    "n and until": (SWEEP, ("not both",), {"until": 0.1}),
    "n_max zero": (SWEEP, ("n_max", "0"), {"n": None, "until": 0.1, "n_max": 0}),
    "n_max fractional": (SWEEP, ("n_max", "1.5"), {"n": None, "until": 0.1, "n_max": 1.5}),
    "n_max text beside a table": (
        SWEEP, ("n_max", "'10'"), {"n": None, "until": 0.1, "n_max": "10", "weights": np.full((5, 4), 0.25)},
    ),
    "n other than the table": (SWEEP, ("10", "5"), {"weights": np.full((5, 4), 0.25)}),
    "until unknown": (SWEEP, ("until", "'seperated'"), {"n": None, "until": "seperated"}),
    "until one": (SWEEP, ("until", "1"), {"n": None, "until": 1.0}),
    "until zero": (SWEEP, ("until", "0"), {"n": None, "until": 0.0}),
    "until NaN": (SWEEP, ("until", "nan"), {"n": None, "until": math.nan}),
    "until a bool": (SWEEP, ("until", "True"), {"n": None, "until": True}),
    "until an array": (SWEEP, ("until",), {"n": None, "until": np.array([0.1, 0.2])}),
    "until with sobol": (SWEEP, ("independent",), {"n": None, "until": 0.1, "sampling": "sobol"}),
    "confidence in percent": (SWEEP, ("confidence", "95"), {"n": None, "until": 0.1, "confidence": 95}),
    "confidence zero": (SWEEP, ("confidence", "0"), {"n": None, "until": 0.1, "confidence": 0.0}),
    "confidence text": (SWEEP, ("confidence",), {"n": None, "until": 0.1, "confidence": "high"}),
    "cells unknown": (SWEEP, ("'unifrom'", "'uniform'"), {"cells": "unifrom"}),
    "cells None": (SWEEP, ("cells", "None"), {"cells": None}),
    "cells a number": (SWEEP, ("cells", "0.1"), {"cells": 0.1}),
    "cells of wrong shape": (SWEEP, ("3, 4",), {"cells": scipy.stats.norm(loc=np.zeros((2, 2)))}),
    "cells without scenarios": (SWEEP, ("3, 4",), {"cells": Shaped(np.ones((3, 4)))}),
    "cells of transposed shape": (SWEEP, ("3, 4",), {"cells": Shaped(lambda u: u.transpose(0, 2, 1))}),
    "cells with NaN": (SWEEP, ("finite",), {"cells": Shaped(lambda u: u * math.nan)}),
    "cells infinite": (SWEEP, ("finite",), {"cells": Shaped(lambda u: u / 0.0)}),
    "cells with NaN parameters": (SWEEP, ("finite",), {"cells": scipy.stats.norm(loc=np.full((3, 4), math.nan))}),
    "cells complex": (SWEEP, ("cells",), {"cells": Shaped(lambda u: u + 1j)}),
    "cells text": (SWEEP, ("cells",), {"cells": Shaped("7")}),
    "cells missing": (SWEEP, ("cells",), {"cells": Shaped(None)}),
    "cells an unfrozen class": (mn.McdaError, ("cells",), {"cells": scipy.stats.rv_continuous}),
    "sampling unknown": (SWEEP, ("'random' or 'sobol'", "'halton'"), {"sampling": "halton"}),
    "sampling None": (SWEEP, ("sampling", "None"), {"sampling": None}),
    "sampling an array": (SWEEP, ("sampling",), {"sampling": np.array(["random", "sobol"])}),
    "sobol with a table": (SWEEP, ("quasi-random",), {"sampling": "sobol", "weights": np.full((10, 4), 0.25)}),
    "rng negative": (SWEEP, ("rng", "-1"), {"rng": -1}),
    "rng float": (SWEEP, ("rng", "1.0"), {"rng": 1.0}),
    "rng bool": (SWEEP, ("rng", "False"), {"rng": False}),
    "rng None": (SWEEP, ("rng", "None"), {"rng": None}),
    "rng text": (SWEEP, ("rng", "'42'"), {"rng": "42"}),
    "rng of the old kind": (SWEEP, ("rng", "Generator"), {"rng": np.random.RandomState(0)}),
    "rng a list": (SWEEP, ("rng", "[1, 2]"), {"rng": [1, 2]}),
    "executor a number": (SWEEP, ("executor", "4"), {"executor": 4}),
    "executor a name": (SWEEP, ("executor", "'threads'"), {"executor": "threads"}),
    "executor a class": (SWEEP, ("executor",), {"executor": ThreadPoolExecutor}),
    "checkpoint a number": (mn.McdaError, ("checkpoint",), {"checkpoint": 5}),
    "checkpoint in no folder": (mn.FileError, ("nowhere",), {"checkpoint": "nowhere/state"}),
    "progress text": (SWEEP, ("progress", "'no'"), {"progress": "no"}),
    "pairwise text": (SWEEP, ("pairwise", "'no'"), {"pairwise": "no"}),
    "method unknown": (METHOD, ("'topsi'", "'topsis'"), {"method": "topsi"}),
    "method a class": (METHOD, ("unknown method",), {"method": peers.TOPSIS}),
    "problem a frame": (SWEEP, ("DecisionProblem", "DataFrame"), {"problem": MODELS.to_frame()}),
    "weights text": (WEIGHTS, ("weights", "str"), {"weights": "uniform"}),
    "weights a class": (WEIGHTS, ("weights",), {"weights": mn.Simplex}),
    "weights too few": (WEIGHTS, ("2 weights for 4",), {"weights": [0.5, 0.5]}),
    "weights ragged": (WEIGHTS, ("lengths",), {"weights": [[0.5, 0.5], [1]]}),
    "weights without a scenario": (mn.McdaError, ("empty",), {"n": None, "weights": np.zeros((0, 4))}),
    "weights missing by name": (WEIGHTS, (RISK, SPEED), {"weights": {RISK: 1}}),
    "frame with a missing value": (WEIGHTS, ("'y'", RISK, "nan"), {"n": None, "weights": frame_with(math.nan)}),
    "frame with a negative value": (WEIGHTS, ("'y'", RISK, "-0.25"), {"n": None, "weights": frame_with(-0.25)}),
    "frame with text": (WEIGHTS, ("'y'", RISK, "'x'"), {"n": None, "weights": frame_with("x")}),
    "frame with another sum": (WEIGHTS, ("'y'", "1.25"), {"n": None, "weights": frame_with(0.5)}),
    "frame of other names": (
        WEIGHTS, ("'speed'", SPEED), {"n": None, "weights": frame_with(0.25).rename(columns={SPEED: "speed"})},
    ),
    "array with a bad row": (WEIGHTS, ("'3'", "0.5"), {"n": None, "weights": np.diag([2, 2, 2, 1, 2.0])[:, :4] / 2}),
}  # fmt: skip


@pytest.mark.parametrize(("error", "parts", "options"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_by_one_clear_error(error, parts, options):
    refused(error, *parts, **options)


def test_too_many_dimensions_for_a_quasi_random_sequence_are_refused():
    table = np.random.default_rng(0).random((1000, 30)) + 1
    problem = mn.DecisionProblem(table, [1] * 30, low=table - 0.5, high=table + 0.5)
    refused(SWEEP, "quasi-random", "dimensions", problem=problem, cells="uniform", sampling="sobol")


def test_a_refused_sweep_draws_nothing(monkeypatch):
    def never(*unused):
        raise AssertionError("a block was run")

    for module in (block_counts, block_results, sweep_plan):
        monkeypatch.setattr(module, "run_block", never)
    for name, (error, parts, options) in BAD.items():
        if not name.startswith(("cells", "executor a class")):
            refused(error, *parts, **options)
