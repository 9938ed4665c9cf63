"""The search for new ratings: nothing that brute force finds is missed, and the mildest are where it begins."""

from itertools import product

import numpy as np
import pytest
from auditing import METHODS, audited, reversed_pairs

import mcda_nato as mn

CLEAR = 1e-10  # a lead beyond every tolerance


def reversing(method, tables, senses, weights, ahead, kept):
    """Return which tables reverse a pair of those kept, both as row numbers."""
    score = method.score(method.keys(tables, senses, weights))[:, kept]
    return ((score[:, None, :] - score[:, :, None] > CLEAR) & ahead[np.ix_(kept, kept)]).any(axis=(1, 2))


def brute_force(problem, method, weights, every):
    """Return for each kind of new alternative whether some row of the grid reverses a pair."""
    table, senses, m = problem.performance, problem.senses, len(problem.alternatives)
    key = method.keys(table, senses, weights)
    score = method.score(key)
    ahead = score[:, None] - score[None, :] > CLEAR
    new, old = every * senses, table * senses
    grown = np.concatenate([np.repeat(table[None], len(every), axis=0), every[:, None]], axis=1)
    hit = reversing(method, grown, senses, weights, ahead, np.arange(m))
    found = {
        "dominated": hit[(new[:, None] <= old).all(axis=2).any(axis=1)].any(),
        "dominating": hit[(new[:, None] >= old).all(axis=(1, 2))].any(),
        "phantom": hit.any(),
        "worse": False,
    }
    for k in np.flatnonzero(ahead.any(axis=0)):
        rows = every[(new <= old[k]).all(axis=1)]
        changed = np.repeat(table[None], len(rows), axis=0)
        changed[:, k] = rows
        found["worse"] |= bool(reversing(method, changed, senses, weights, ahead, np.delete(np.arange(m), k)).any())
    return found


def missed(seed, count, each=3):
    """Return kinds of reversals that brute force found on a grid of integers and the audit did not, and how many."""
    rng, gone, seen, names = np.random.default_rng(seed), [], 0, list(METHODS)
    for at in range(count):
        m, n = rng.integers(3, 5), rng.integers(2, 4)
        problem = mn.DecisionProblem(rng.integers(1, 6, (m, n)), rng.choice([-1, 1], n))
        weights = rng.dirichlet(np.ones(n)) if at % 2 else np.full(n, 1 / n)
        every = np.array(list(product(np.arange(1.0, 6.0), repeat=int(n))))
        for step in range(each):
            name = names[(at * each + step) % len(names)]
            audit = audited(problem, METHODS[name], weights, bounds=(1, 5), tests=("replacement", "addition"))
            for kind, real in brute_force(problem, METHODS[name], weights, every).items():
                row = audit.rows[audit.rows["change"].str.contains(kind)].iloc[0]
                seen += real
                if real and row["verdict"] != "reversed":
                    gone.append((name, kind, row["verdict"], problem, weights))
    return gone, seen


def test_nothing_that_a_grid_of_integers_reverses_is_missed():
    """Where any alternative rated 1 to 5, added or in the place of a better one, reverses a pair, the audit has one."""
    gone, seen = missed(0, 40)
    assert gone == []
    assert seen >= 50


def test_a_reversal_that_only_whole_numbers_show_is_found():
    """The search from the corners and extremes of this table ends short of it."""
    problem = mn.DecisionProblem([[4, 4], [3, 3], [2, 4], [2, 3]], [-1, 1])
    every = np.array(list(product(np.arange(1.0, 6.0), repeat=2)))
    for name, method in METHODS.items():
        audit = audited(problem, method, [0.5, 0.5], bounds=(1, 5), tests=["addition"])
        if brute_force(problem, method, np.array([0.5, 0.5]), every)["phantom"]:
            row = audit.rows[audit.rows["change"].str.contains("phantom")].iloc[0]
            assert row["verdict"] == "reversed", name


@pytest.mark.exhaustive
def test_nothing_that_a_grid_of_integers_reverses_is_missed_in_full():
    gone, seen = missed(1, 1000, each=len(METHODS))
    assert gone == []
    assert seen >= 4800  # 4,870 real ones, whatever the audit finds


def test_control_brute_force_sees_what_a_narrow_box_misses():
    """Within the columns' own ranges min-max passes vacuously; brute force over more sees the reversal."""
    problem, weights = mn.DecisionProblem([[2, 4], [3, 3], [4, 2]], [1, 1]), np.array([0.55, 0.45])
    every = np.array(list(product(np.arange(1.0, 6.0), repeat=2)))
    assert brute_force(problem, mn.weighted_sum(), weights, every)["phantom"]
    for bounds, verdict in (((2, 4), "proved"), ((1, 5), "reversed")):
        audit = audited(problem, "weighted_sum", weights, bounds=bounds, tests=["addition"])
        assert audit.rows["verdict"].iloc[-1] == verdict


def test_mildest_variants_stand_where_the_reversal_begins():
    """A hundred-thousandth of the way back to an alternative, or to what was replaced, nothing reverses."""
    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    seen = set()
    for method in ("ahp", "weighted_sum", "topsis"):
        audit = audited(problem, method, bounds=(0.5, 6), tests=["replacement", "addition"])
        for change in ("worse", "phantom"):
            row = audit.rows[audit.rows["change"].str.contains(change)].iloc[0]
            small = next((w for w in audit.witnesses if change in w.change and w.size == row["size"]), None)
            if small is None:
                continue
            old, new = problem.performance, small.problem.performance.copy()
            at = -1 if change == "phantom" else int((new != old).any(axis=1).argmax())
            starts = old[at : at + 1] if change == "worse" else old
            assert np.abs(starts - new[at]).max(axis=1).min() / 5.5 == pytest.approx(small.size)
            names = [name for name in problem.alternatives if change == "phantom" or name != problem.alternatives[at]]
            assert reversed_pairs(small.before.ranks, small.after.ranks, names)
            still = []
            for start in starts:
                back = new.copy()
                back[at] += 1e-5 * (start - new[at])
                nearer = mn.evaluate(small.problem.replace(performance=back), method)
                still.append(bool(reversed_pairs(small.before.ranks, nearer.ranks, names)))
            assert not all(still)
            seen.add(change)
    assert seen == {"worse", "phantom"}


def test_pymcdm_is_searched_on_a_coarse_grid():
    from pymcdm.methods import TOPSIS

    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    ours = audited(problem, "topsis", bounds=(1, 5), tests=["addition"])
    theirs = audited(problem, mn.from_pymcdm(TOPSIS()), bounds=(1, 5), tests=["addition"])
    assert set(theirs.rows["verdict"]) <= {"none found", "reversed"}
    assert not theirs.passed
    assert not ours.passed
