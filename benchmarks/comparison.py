"""Print what other packages make of the default problem, and by which convention of theirs it differs.

``python benchmarks/comparison.py``. Every package ranks the same table with
equal weights, by its own weighted sum and its own TOPSIS and with nothing
chosen that it chooses itself; scikit-criteria scales nothing of its own
accord and gets the pipeline that is printed. Packages that are not installed
are named. Scores and ranks are each package's own.
"""

import contextlib
import io
import os
import warnings
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from peers import imported

import mcda_nato as mn

os.environ.setdefault("MPLBACKEND", "Agg")  # some of the packages import Matplotlib
PROBLEM = mn.load_models()
TABLE, SENSES, WEIGHTS = PROBLEM.performance.copy(), PROBLEM.senses.astype(int), np.full(4, 0.25)


def ours():
    """Yield what the evaluation of this package gives."""
    for name in ("weighted_sum", "topsis", "ahp"):
        ranking = mn.evaluate(PROBLEM, name)
        yield f"{name}, {ranking.method.scale}", ranking.scores.to_numpy(), ranking.ranks.to_numpy()


def pymcdm():
    methods = imported("pymcdm.methods")
    for name, method in (("WSM", methods.WSM()), ("TOPSIS", methods.TOPSIS())):
        scores = method(TABLE, WEIGHTS, SENSES)
        yield f"{name}, {method.normalization.__name__}", scores, method.rank(scores)


def scikit_criteria(skcriteria):
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


def pydecision(_):
    from pyDecision.algorithm.saw import saw_method
    from pyDecision.algorithm.topsis import topsis_method

    senses = ["max" if sense > 0 else "min" for sense in SENSES]
    quiet = {"graph": False, "verbose": False}
    yield "saw_method", saw_method(TABLE, senses, WEIGHTS, **quiet)[:, 1], None
    yield "topsis_method", topsis_method(TABLE, WEIGHTS, senses, **quiet), None


def pyrepo_mcda(_):
    from pyrepo_mcda.additions import rank_preferences
    from pyrepo_mcda.mcda_methods import SAW, TOPSIS

    for name, method in (("SAW", SAW()), ("TOPSIS", TOPSIS())):
        scores = method(TABLE, WEIGHTS, SENSES)
        yield f"{name}, {method.normalization_method.__name__}", scores, rank_preferences(scores, reverse=True)


def pysensmcda(smaa):
    """Yield the shares of all weights under which each is first by the weighted sum: it ranks by pymcdm."""
    found = smaa.exact_acceptability(TABLE, SENSES, weight_bounds=False)
    yield "exact first-rank shares, min-max", np.asarray(found.acceptability), None
    yield "mcda_nato acceptance, min-max", mn.acceptance(PROBLEM).first_rank.to_numpy(), None


#: Distribution, the module whose import shows that it is installed, and what it is asked.
PEERS = [
    ("scikit-criteria", "skcriteria", scikit_criteria),
    ("pydecision", "pyDecision", pydecision),
    ("pyrepo-mcda", "pyrepo_mcda", pyrepo_mcda),
    ("pysensmcda", "pysensmcda.smaa", pysensmcda),
]


def report(package, rows):
    print(f"{package} {version(package)}")
    for what, scores, ranks in rows:
        shown = "no ranks" if ranks is None else " ".join(f"{rank:g}" for rank in ranks)
        print(f"  {what:<48} {' '.join(f'{score:.4f}' for score in scores)}   {shown}")


def main():
    print(f"{datetime.now(UTC):%Y-%m-%d}: {', '.join(PROBLEM.alternatives)}; equal weights; scores, then ranks")
    report("mcda_nato", ours())
    report("pymcdm", pymcdm())
    for package, module, asked in PEERS:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            peer = imported(module)
        print(said.getvalue(), end="") if peer is None else report(package, asked(peer))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
