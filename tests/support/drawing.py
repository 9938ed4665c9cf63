"""Results of small and large problems, and every picture of them."""

import numpy as np

import mcda_nato as mn

LONG = "A name of sixty characters that says at length what it means"
HOSTILE = ["Cost $x_1^2$ < $5 & <b>", "_hidden\nline", r"\frac{1}{2} $", "100 % ^ ~ # {}"]


def problem(m, names=None):
    """Return m alternatives by four criteria, reproducibly."""
    rng = np.random.default_rng(m)
    table = rng.uniform(1, 9, (m, 4)).round(2)
    names = names or [f"{LONG[:50]} {i:02}" for i in range(m)]
    return mn.DecisionProblem(table, ["max", "min", "max", "max"], alternatives=names, criteria=["a", "b", "c", "d"])


def results(facts):
    """Yield the name of each picture, with a result that it shows."""
    weights, swept = [0.4, 0.3, 0.2, 0.1], mn.sweep(facts, "topsis", n=300)
    yield "weight_path", mn.weight_path(facts, "topsis", "b", weights)
    yield "scores", mn.evaluate(facts, "topsis", weights)
    yield "critical_criteria", mn.critical_criteria(facts, "weighted_sum", weights)
    for name in ("rank_acceptability", "pairwise_winning", "central_weights"):
        yield name, swept
    yield "flips", mn.weight_stability(facts, "topsis", weights)
    yield "ranks", mn.overview(facts, profiles={"first": weights, "equal": None})
    yield "intervals", facts.widen("10%")
    if len(facts.alternatives) <= 4:
        yield "reversals", mn.audit_rank_reversal(facts, "topsis", weights)
        yield "flips", mn.nearest_cell_flip(facts, "weighted_sum", weights)
        possible = mn.possible_ranks(facts.widen("10%"), "weighted_sum", weights)
        yield "intervals", possible
        yield "rank_case", possible.worst_case(facts.alternatives[0])
        yield "reasons", mn.verdict(facts, "weighted_sum", weights, n=2000)
        yield (
            "consistency",
            mn.Judgements.from_matrix([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]], facts.criteria[:3]),
        )
