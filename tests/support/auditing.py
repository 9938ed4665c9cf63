"""The slow, obvious twin of the audit for rank reversal: one evaluation after another, ranks compared by loops."""

import warnings
from itertools import combinations

import numpy as np

import mcda_nato as mn
from mcda_nato.reversal.setting import Setting

NEAR = 0.01


def ranks(problem, method, weights):
    """Return ranks by name, `None` where the method is undefined."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        try:
            return mn.evaluate(problem, method, weights).ranks.to_dict()
        except mn.MethodError:
            return None


def audited(*args, **kwargs):
    """Audit without a word on constant criteria."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        return mn.audit_rank_reversal(*args, **kwargs)


def setting_of(problem, method, weights=None, low=1.0, high=5.0):
    """Return what is audited, with the same bounds for every criterion."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        baseline = mn.evaluate(problem, method, weights)
    n = len(problem.criteria)
    return Setting(baseline, baseline.weights.to_numpy(), np.full(n, low), np.full(n, high))


def row(audit, change):
    found = audit.rows[audit.rows["change"].str.contains(change)]
    assert len(found) == 1
    return found.iloc[0]


def reversed_pairs(before, after, survivors):
    return [(a, b) for a in survivors for b in survivors if before[a] < before[b] and after[a] > after[b]]


def ties_changed(before, after, survivors):
    return any((before[a] == before[b]) != (after[a] == after[b]) for a, b in combinations(survivors, 2))


def leaders(order, survivors):
    first = min(order[name] for name in survivors)
    return {name for name in survivors if order[name] == first}


def counted(before, variants, method, weights):
    """Return what a row of the audit counts; `variants` are (problem, survivors)."""
    row = {"variants": 0, "reversals": 0, "winner_changes": 0, "ties_broken": 0, "kendall": 0}
    for problem, survivors in variants:
        after = ranks(problem, method, weights)
        if after is None:
            continue
        pairs = len(reversed_pairs(before, after, survivors))
        row["variants"] += 1
        row["reversals"] += pairs > 0
        row["winner_changes"] += not leaders(before, survivors) & leaders(after, survivors)
        row["ties_broken"] += ties_changed(before, after, survivors)
        row["kendall"] = max(row["kendall"], pairs)
    return row


def without(problem, *gone):
    return (problem.drop(*gone) if gone else problem), [name for name in problem.alternatives if name not in gone]


def alone(problem, *kept):
    return without(problem, *(name for name in problem.alternatives if name not in kept))


def near_rows(problem, low, high):
    """Return ratings near each alternative's: one criterion, or all, moved by a hundredth of the bounds either way."""
    n = len(problem.criteria)
    found = []
    for row in problem.performance.tolist():
        for sign in (1, -1):
            for moved in [*([j] for j in range(n)), list(range(n))]:
                new = [x + sign * NEAR * (high[j] - low[j]) if j in moved else x for j, x in enumerate(row)]
                new = [min(max(x, low[j]), high[j]) for j, x in enumerate(new)]
                if new != row:
                    found.append(new)
    return found


def on_a_cycle(wins, names):
    """Return pairs (winner, loser) where the loser comes back to the winner by wins."""

    def reached(start):
        seen, ahead = set(), [start]
        while ahead:
            ahead = [b for a in ahead for b in names if (a, b) in wins and b not in seen]
            seen |= set(ahead)
        return seen

    return {(a, b) for a, b in wins if a in reached(b)}


def slow_rows(problem, method, weights, low, high):
    """Return the rows of the finite tests, in the order of the audit."""
    names, before = problem.alternatives, ranks(problem, method, weights)
    m = len(names)
    losers = [name for name in names if before[name] > 1]
    winners = [name for name in names if before[name] == 1]
    subsets = [gone for size in range(1, m - 1) for gone in combinations(names, size)]
    rows = [
        [without(problem, name) for name in losers if m > 2],
        [without(problem, name) for name in names if m > 2],
        [without(problem, *gone) for gone in subsets],
        [(problem.add("copy", problem.performance[names.index(name)]), names) for name in losers],
        [(problem.add("copy", problem.performance[names.index(name)]), names) for name in winners],
        [(problem.add("near", row), names) for row in near_rows(problem, low, high)],
    ]
    found = [counted(before, variants, method, weights) for variants in rows]
    pairs, wins = [alone(problem, *pair) for pair in combinations(names, 2)], set()
    for pair, (a, b) in pairs:
        order = ranks(pair, method, weights)
        if order is not None and order[a] != order[b]:
            wins.add((a, b) if order[a] < order[b] else (b, a))
    cycle = on_a_cycle(wins, names)
    cycling = [(pair, (a, b)) for pair, (a, b) in pairs if (a, b) in cycle or (b, a) in cycle]
    transitivity = counted(before, cycling, method, weights) | {"variants": len(pairs)}
    recomposition = counted(before, pairs, method, weights)
    if cycle:
        recomposition = dict.fromkeys(recomposition, 0) | {"variants": len(pairs)}
    return [*found, transitivity, recomposition]


def assert_real(problem, method, weights, audit):
    """Every witness, evaluated anew, reverses its pair, whose ratings are unchanged."""
    senses = problem.senses
    for found in audit.witnesses:
        first, second = found.pair
        before, after = ranks(problem, method, weights), ranks(found.problem, method, weights)
        assert before == found.before.ranks.to_dict()
        assert after == found.after.ranks.to_dict()
        assert before[first] < before[second]
        assert after[first] > after[second]
        old, new = problem.to_frame(), found.problem.to_frame()
        assert old.loc[list(found.pair)].equals(new.loc[list(found.pair)])
        if found.test == "removal":
            gone = [name for name in problem.alternatives if name not in found.problem.alternatives]
            assert len(gone) == found.size
            assert found.problem == problem.drop(*gone)
            assert found.minimal
            for fewer in range(1, len(gone)):
                for some in combinations(problem.alternatives, fewer):
                    left = [name for name in problem.alternatives if name not in some]
                    order = ranks(problem.drop(*some), method, weights)
                    assert order is None or not reversed_pairs(before, order, left)
        elif found.test in ("transitivity", "recomposition"):
            assert set(found.problem.alternatives) == {first, second}
        elif found.test == "replacement":
            changed = (old != new).any(axis=1)
            assert changed.sum() == 1
            assert before[changed.idxmax()] > 1
            assert (new.loc[changed] * senses <= old.loc[changed] * senses).all(axis=None)
        else:
            assert new.iloc[:-1].equals(old)
            added, table = new.iloc[-1].to_numpy() * senses, old.to_numpy() * senses
            if "dominated" in found.change:
                assert (added <= table).all(axis=1).any()
            elif "dominating" in found.change:
                assert (added >= table).all()
            elif found.test == "copy" and "near" not in found.change:
                assert (added == table).all(axis=1).any()


COUNTS = ["variants", "reversals", "winner_changes", "ties_broken", "kendall"]
FINITE = ("removal", "copy", "transitivity", "recomposition")


def random_case(rng, most_alternatives=5, most_criteria=4, low=1, high=5):
    """Return a problem of small integers, mostly with ties and duplicates, and weights, sometimes zero."""
    m, n = rng.integers(2, most_alternatives + 1), rng.integers(1, most_criteria + 1)
    table = rng.integers(low, high + 1, (m, n)).astype(float)
    if rng.random() < 0.2:
        table[rng.integers(m)] = table[rng.integers(m)]
    problem = mn.DecisionProblem(table, rng.choice([-1, 1], n))
    weights = [np.ones(n), rng.integers(0, 4, n) + np.eye(n)[0], rng.dirichlet(np.ones(n))][rng.integers(3)]
    return problem, weights / weights.sum()


METHODS = {
    "weighted_sum": mn.weighted_sum(),
    "weighted_sum(vector)": mn.weighted_sum("vector"),
    "weighted_sum(maximum)": mn.weighted_sum("maximum"),
    "weighted_sum(fixed)": mn.weighted_sum(mn.fixed(0, 9)),
    "topsis": mn.topsis(),
    "topsis(minmax)": mn.topsis("minmax"),
    "topsis(fixed)": mn.topsis(mn.fixed(0, 9)),
    "topsis(fixed, 1, 0)": mn.topsis(mn.fixed(0, 9), 1.0, 0.0),
    "ahp": mn.ahp(),
    "ahp(ideal)": mn.ahp("ideal"),
}
