"""Print what other packages make of the default problem, and by which convention of theirs it differs.

``python benchmarks/comparison.py``. Every package ranks the same table with
equal weights, by its own weighted sum and its own TOPSIS and with nothing
chosen that it chooses itself; scikit-criteria scales nothing of its own
accord and gets the pipeline that is printed. Packages that are not installed
are named. Scores and ranks are each package's own.
"""

import os
import warnings
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from peers import imported
from pymcdm import methods

import mcda_nato as mn

os.environ.setdefault("MPLBACKEND", "Agg")  # some of the packages import Matplotlib
PROBLEM = mn.load_models()
TABLE, SENSES, WEIGHTS = PROBLEM.performance.copy(), PROBLEM.senses.astype(int), np.full(4, 0.25)


def ours():
    """Yield what the evaluation of this package gives."""
    for name in ("weighted_sum", "topsis", "ahp"):
        ranking = mn.evaluate(PROBLEM, name)
        yield f"{name}, {ranking.method.scale.name}", ranking.scores.to_numpy(), ranking.ranks.to_numpy()


def pymcdm():
    for name, method in (("WSM", methods.WSM()), ("TOPSIS", methods.TOPSIS())):
        scores = method(TABLE, WEIGHTS, SENSES)
        yield f"{name}, {method.normalization.__name__}", scores, method.rank(scores)


def scikit_criteria():
    if (skcriteria := imported("skcriteria")) is None:
        return
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.pipelines import mkpipe
    from skcriteria.preprocessing.invert_objectives import InvertMinimize
    from skcriteria.preprocessing.scalers import SumScaler, VectorScaler

    table = skcriteria.mkdm(TABLE, SENSES, weights=WEIGHTS)
    for name, scaler, last, values in (
        ("InvertMinimize, SumScaler, WeightedSumModel", SumScaler, WeightedSumModel, "score"),
        ("InvertMinimize, VectorScaler, TOPSIS", VectorScaler, TOPSIS, "similarity"),
    ):
        found = mkpipe(InvertMinimize(), scaler(target="matrix"), last()).evaluate(table)
        yield name, getattr(found.e_, values), found.rank_


def pydecision():
    if imported("pyDecision") is None:
        return
    from pyDecision.algorithm.saw import saw_method
    from pyDecision.algorithm.topsis import topsis_method

    senses = ["max" if sense > 0 else "min" for sense in SENSES]
    quiet = {"graph": False, "verbose": False}
    yield "saw_method", saw_method(TABLE, senses, WEIGHTS, **quiet)[:, 1], None
    yield "topsis_method", topsis_method(TABLE, WEIGHTS, senses, **quiet), None


def pyrepo_mcda():
    if imported("pyrepo_mcda") is None:
        return
    from pyrepo_mcda.additions import rank_preferences
    from pyrepo_mcda.mcda_methods import SAW, TOPSIS

    for name, method in (("SAW", SAW()), ("TOPSIS", TOPSIS())):
        scores = method(TABLE, WEIGHTS, SENSES)
        yield f"{name}, {method.normalization_method.__name__}", scores, rank_preferences(scores, reverse=True)


def pysensmcda():
    """Yield the shares of all weights under which each is first by the weighted sum: it ranks by pymcdm."""
    if (smaa := imported("pysensmcda.smaa")) is None:
        return
    found = smaa.exact_acceptability(TABLE, SENSES, weight_bounds=False)
    yield "exact_acceptability", np.asarray(found.acceptability), None
    yield "mcda_nato.acceptance", mn.acceptance(PROBLEM).first_rank.to_numpy(), None


#: What each distribution is asked.
PACKAGES = {
    "mcda_nato": ours,
    "pymcdm": pymcdm,
    "scikit-criteria": scikit_criteria,
    "pydecision": pydecision,
    "pyrepo-mcda": pyrepo_mcda,
    "pysensmcda": pysensmcda,
}


def rows(package):
    """Return a row a call: what was called, its scores and its ranks, as text."""
    return [
        (
            what,
            " ".join(f"{score:.4f}" for score in scores),
            "none" if ranks is None else " ".join(f"{r:g}" for r in ranks),
        )
        for what, scores, ranks in PACKAGES[package]()
    ]


def main():
    print(f"{datetime.now(UTC):%Y-%m-%d}: {', '.join(PROBLEM.alternatives)}; equal weights; scores, then ranks")
    for package in PACKAGES:
        if found := rows(package):
            print(f"{package} {version(package)}")
        for what, scores, ranks in found:
            print(f"  {what:<48} {scores}   {ranks}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
