"""Print what about forty public calls give on six problems, texts and frames at full precision.

`python tests/golden/calls.py > tests/golden/calls.txt` makes the file that
`tests/golden/test_golden.py` holds later versions against.
"""

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pymcdm.methods import VIKOR

import mcda_nato as mn

_UNSTABLE = {"numpy", "package", "id"}  # of provenance: versions, and what is made of them


def problems() -> dict[str, mn.DecisionProblem]:
    """Return the six problems: words, bare numbers, ties, reals, a constant criterion, judged alternatives."""
    rng = np.random.default_rng(7)
    ties = mn.DecisionProblem([[1, 2, 3], [3, 2, 1], [2, 2, 2], [1, 2, 3]], ["max", "max", "min"])
    reals = rng.uniform(1.0, 9.0, (6, 4)).round(3)
    wide = mn.DecisionProblem(reals, [1, -1, 1, -1], low=reals - 0.25, high=reals + 0.25)
    constant = mn.DecisionProblem(
        [[4, 1, 7], [2, 3, 7], [3, 2, 7], [1, 1, 7], [4, 3, 7]], {"x": "max", "y": "min", "same": "max"},
        ["a", "b", "c", "d", "e"], ["x", "y", "same"],
    )  # fmt: skip
    return {
        "models": mn.load_models(),
        "cars": mn.DecisionProblem(
            [[20_000, 400], [25_000, 500], [15_000, 250]],
            ["min", "max"],
            ["alpha", "beta", "gamma"],
            ["price", "range"],
        ),
        "ties": ties,
        "reals": wide,
        "constant": constant,
        "judged": mn.problem_from_judgements(judged()),
    }


def judged() -> dict[str, mn.Judgements]:
    """Return Belton and Gear's judgements, https://doi.org/10.1016/0305-0483(83)90047-6."""
    ratios = {"a": [1, 9, 1], "b": [9, 1, 1], "c": [8, 9, 1]}
    return {c: mn.Judgements.from_matrix([[i / k for k in r] for i in r], ["A", "B", "C"]) for c, r in ratios.items()}


def weights_of(problem: mn.DecisionProblem) -> dict[str, float]:
    """Return unequal weights by name."""
    n = len(problem.criteria)
    return mn.rescale({name: float(2 * n - j) for j, name in enumerate(problem.criteria)})


def judgements_of(problem: mn.DecisionProblem) -> mn.Judgements:
    """Return slightly inconsistent judgements of the criteria."""
    pairs = {}
    for i, first in enumerate(problem.criteria):
        for k, second in enumerate(problem.criteria[i + 1 :], start=i + 1):
            pairs[first, second] = float(min(9, k - i + 1 + (k + i) % 2))
    return mn.Judgements.from_pairs(pairs, problem.criteria)


def calls(name: str, problem: mn.DecisionProblem) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield the calls on one problem, each with its name."""
    w, j = weights_of(problem), judgements_of(problem)
    n = len(problem.criteria)
    table = np.vstack([np.eye(n), np.full((1, n), 1 / n)])
    half = {problem.criteria[0]: 0.5}
    yield "problem", lambda: problem
    yield "judgements", lambda: j
    yield "priorities", lambda: [j.priorities(), j.priorities("geometric")]
    yield "consistency", lambda: [j.consistency(), j.consistency("alonso_lamata2006")]
    for method in ("weighted_sum", "topsis", "ahp"):
        yield f"evaluate {method}", lambda method=method: mn.evaluate(problem, method, w)
    yield "evaluate ideal", lambda: mn.evaluate(problem, mn.ahp("ideal"), j)
    for scale in ("vector", "total", "maximum", mn.fixed(0, 30_000)):
        yield f"evaluate weighted_sum {scale}", lambda scale=scale: mn.evaluate(problem, mn.weighted_sum(scale))
    yield "evaluate topsis minmax", lambda: mn.evaluate(problem, mn.topsis("minmax"), w)
    yield "evaluate table", lambda: mn.evaluate(problem, "topsis", table)
    yield "evaluate pymcdm", lambda: mn.evaluate(problem, mn.from_pymcdm(VIKOR()), w)
    yield "sweep weighted_sum", lambda: mn.sweep(problem, "weighted_sum", n=20_000)
    yield "sweep topsis cells", lambda: mn.sweep(problem, n=20_000, cells="triangular", rng=3)
    yield "sweep sobol", lambda: mn.sweep(problem, n=4_096, sampling="sobol")
    yield "sweep until", lambda: mn.sweep(problem, "weighted_sum", until=0.01)
    yield "sweep dirichlet", lambda: mn.sweep(problem, n=5_000, weights=mn.Dirichlet(w, 20.0))
    yield "sweep around", lambda: mn.sweep(problem, n=5_000, weights=mn.around(w, 0.1))
    yield "sweep order", lambda: mn.sweep(problem, n=5_000, weights=mn.Simplex(order=problem.criteria))
    yield "intervals", lambda: mn.sweep(problem, "weighted_sum", n=1_000).confidence_intervals()
    yield "acceptance", lambda: mn.acceptance(problem)
    yield "acceptance ahp", lambda: mn.acceptance(problem, "ahp", weights=mn.Simplex(upper=half))
    for method in ("weighted_sum", "topsis", "ahp"):
        yield f"stability {method}", lambda method=method: mn.weight_stability(problem, method, w)
    yield "critical", lambda: mn.critical_criteria(problem, weights=w)
    for norm in ("l1", "l2", "max", "ratio"):
        yield f"flip topsis {norm}", lambda norm=norm: mn.nearest_flip(problem, "topsis", w, norm)
        yield f"flip weighted_sum {norm}", lambda norm=norm: mn.nearest_flip(problem, "weighted_sum", w, norm)
    for method in ("weighted_sum", "topsis", "ahp"):
        yield f"cell flip {method}", lambda method=method: mn.nearest_cell_flip(problem, method, w)
        yield f"judgement flip {method}", lambda method=method: mn.nearest_judgement_flip(problem, method, j)
        yield f"possible {method}", lambda method=method: mn.possible_ranks(problem, method, w)
        yield f"audit {method}", lambda method=method: mn.audit_rank_reversal(problem, method, w)
    yield (
        "possible cases",
        lambda: [
            mn.possible_ranks(problem, "weighted_sum", w).best_case(problem.alternatives[-1]),
            mn.possible_ranks(problem, "weighted_sum", w).worst_case(problem.alternatives[0]),
        ],
    )
    yield "overview", lambda: mn.overview(problem)
    if name == "judged":
        yield (
            "audit judged",
            lambda: [
                mn.audit_rank_reversal(problem, mn.ahp(mode), j, judgements=judged())
                for mode in ("distributive", "ideal")
            ],
        )
    if name == "models":
        yield "profiles", lambda: [mn.evaluate(problem, "topsis", p) for p in mn.load_profiles().values()]
    yield "unknown weight", lambda: mn.evaluate(problem, weights={"no such": 1.0})
    yield "unknown method", lambda: mn.sweep(problem, "topsy", n=10)
    yield "unknown test", lambda: mn.audit_rank_reversal(problem, tests="removing")


def commands(folder: Path) -> Iterator[list[str]]:
    """Yield command lines on the default data set, and on a problem whose file lies in the folder."""
    file = folder / "cars.csv"
    file.write_text("car,price,range\nalpha,20000,400\nbeta,25000,500\ngamma,15000,250\n")
    own = [str(file), "--senses", "price=min,range=max"]
    for form in ("table", "csv", "json", "markdown"):
        yield ["--format", form]
        yield ["rank", *own, "--weights", "0.4,0.6", "--format", form]
        yield ["acceptance", *own, "--lower", "price=0.2", "--format", form]
        for command in ("stability", "flip", "possible", "reversals"):
            yield [command, *own, "--weights", "0.4,0.6", "--format", form]
            yield [command, "--profile", "lowest_risk", "--method", "topsis", "--format", form]


def lines(value: Any) -> Iterator[str]:
    """Yield a result as text: its own, its frame, and every public attribute."""
    if isinstance(value, pd.DataFrame | pd.Series):
        yield value.to_csv()
    elif isinstance(value, np.ndarray):
        yield repr(value.tolist())
    elif isinstance(value, dict):
        yield repr({key: item for key, item in value.items() if key not in _UNSTABLE})
    elif isinstance(value, list):
        for item in value:
            yield from lines(item)
    elif type(value).__module__.startswith("mcda_nato") and not isinstance(value, mn.DecisionProblem | mn.Method):
        yield from _result(value)
    elif isinstance(value, mn.DecisionProblem):
        yield value.to_frame().to_csv()
    else:
        yield repr(value)


_SHOWN = (
    "scores", "ranks", "weights", "best", "margin", "fragile", "notes", "conventions",
    "first_rank", "pairwise_winning", "pairwise_ties", "central_weights", "expected_rank", "confidence_factors",
    "orderings", "entropy", "tied", "separated", "error", "accuracy", "provenance", "exact", "n",
    "breakpoints", "most_critical", "changes", "distance", "winner", "challenger", "lower", "upper",
    "alternative", "criterion", "present", "value", "pair", "new_value", "CR_before", "CR_after", "bounds_rule",
    "necessarily_first", "possibly_first", "necessary_preference", "possible_preference", "rank", "problem",
    "passed", "probability", "cures", "before", "after", "change", "size", "test",
    "lambda_max", "CI", "CR", "RI", "GCI", "random_index", "agreement",
)  # fmt: skip


def _result(value: Any) -> Iterator[str]:
    yield repr(value)
    if hasattr(value, "to_frame"):
        yield value.to_frame().to_csv()
    for name in _SHOWN:
        if hasattr(type(value), name) or name in getattr(value, "__dict__", {}):
            try:
                found = getattr(value, name)
            except mn.McdaError as error:
                yield f"{name}: {error}"
                continue
            if callable(found):
                continue
            yield f"{name}:"
            if isinstance(found, mn.Ranking):
                yield from (repr(found), found.scores.to_csv())
            else:
                yield from lines(found)
    for witness in getattr(value, "witnesses", ()):
        yield from lines(witness)


def everything() -> Iterator[str]:
    """Yield the whole text, a block a call."""
    for name, problem in problems().items():
        for call, job in calls(name, problem):
            yield f"#### {name}: {call}"
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    text = list(lines(job()))
                except mn.McdaError as error:
                    text = [f"{type(error).__name__}: {error}"]
            yield from text
            yield from sorted({f"{w.category.__name__}: {w.message}" for w in caught})
    with tempfile.TemporaryDirectory() as folder:
        for arguments in commands(Path(folder)):
            done = subprocess.run(
                [sys.executable, "-m", "mcda_nato", *arguments], cwd=folder, capture_output=True, check=False
            )
            shown = " ".join(arguments).replace(folder, "")
            text = (done.stdout + done.stderr).decode().replace(folder, "")
            yield f"#### mcda-nato {shown}\nexit {done.returncode}\n{text}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for text in everything():
        sys.stdout.write(text.replace("\r\n", "\n") + "\n")
