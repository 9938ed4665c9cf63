"""Which variants each test looks at: nothing that brute force finds is missed, and theorems hold."""

import warnings
from itertools import product

import numpy as np
import pytest
from auditing import METHODS, audited, reversed_pairs
from hypothesis import given
from hypothesis import strategies as st
from strategies import integer_cases, law

import mcda_nato as mn
from mcda_nato.methods.evaluate import evaluate
from mcda_nato.reversal.tests import TESTS, trials
from mcda_nato.reversal.verdicts import Setting, judged

CLEAR = 1e-10  # a lead beyond every tolerance


def set_up(problem, method, weights=None, low=1.0, high=5.0):
    n = len(problem.criteria)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        baseline = evaluate(problem, method, weights)
    return Setting(baseline, baseline.weights.to_numpy(), np.full(n, low), np.full(n, high))


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


@pytest.mark.exhaustive
def test_nothing_that_a_grid_of_integers_reverses_is_missed_in_full():
    gone, seen = missed(1, 1000, each=len(METHODS))
    assert gone == []
    assert seen >= 5000


def test_control_brute_force_sees_what_a_narrow_box_misses():
    """Within the columns' own ranges min-max passes vacuously; brute force over more sees the reversal."""
    problem, weights = mn.DecisionProblem([[2, 4], [3, 3], [4, 2]], [1, 1]), np.array([0.55, 0.45])
    every = np.array(list(product(np.arange(1.0, 6.0), repeat=2)))
    assert brute_force(problem, mn.weighted_sum(), weights, every)["phantom"]
    for bounds, verdict in (((2, 4), "proved"), ((1, 5), "reversed")):
        audit = audited(problem, "weighted_sum", weights, bounds=bounds, tests=["addition"])
        assert audit.rows["verdict"].iloc[-1] == verdict


# Theorems


@law
@given(integer_cases(most=4), st.integers(0, 1), st.booleans())
def test_scores_that_do_not_depend_on_the_set_never_reverse(case, below, topsis):
    """Neither the weighted sum on fixed bounds nor TOPSIS with fixed references reverses anything, by any test."""
    scale = mn.fixed(1.0 - below, 9.0 + below)
    method = mn.topsis(scale, 1.0, 0.0) if topsis else mn.weighted_sum(scale)
    audit = audited(mn.DecisionProblem(case.table, case.senses), method, case.weights)
    assert audit.passed
    assert (audit.rows["verdict"] == "proved").all()
    assert audit.rows["theorem"].notna().all()
    assert (audit.rows[["reversals", "winner_changes", "kendall"]] == 0).all(axis=None)


@law
@given(integer_cases(most=5), st.sampled_from(["minmax", "maximum"]), st.booleans())
def test_copies_never_reverse_on_scales_of_extremes(case, scale, topsis):
    """A copy changes no extreme, so on min-max and maximum it changes nothing."""
    method = mn.topsis(scale) if topsis else mn.weighted_sum(scale)
    audit = audited(mn.DecisionProblem(case.table, case.senses), method, case.weights, tests=["copy"])
    exact = audit.rows[audit.rows["change"].str.contains("exact")]
    assert (exact["verdict"] == "proved").all()
    assert exact["theorem"].notna().all()
    assert (exact[["reversals", "winner_changes", "ties_broken"]] == 0).all(axis=None)


@law
@given(integer_cases(most=5))
def test_verdicts_are_of_one_kind(case):
    """Reversed exactly where a variant reverses; passed exactly where no row is reversed."""
    audit = audited(mn.DecisionProblem(case.table, case.senses), "weighted_sum", case.weights)
    assert ((audit.rows["verdict"] == "reversed") == (audit.rows["reversals"] > 0)).all()
    assert (audit.rows["first"].notna() == (audit.rows["reversals"] > 0)).all()
    assert (audit.rows["reversals"] <= audit.rows["variants"]).all()
    assert (audit.rows["kendall"] >= (audit.rows["reversals"] > 0)).all()


TABLES = {
    # Belton and Gear's ratings, and decisor-zero's with the fifth alternative
    "ahp": ([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], None, "copy"),
    "ahp(ideal)": ([[1, 5], [3, 6], [1, 8], [9, 2]], [1, 1], None, "removal"),
    "topsis": (
        [[450e3, 62, 15, 4], [380e3, 70, 35, 3], [520e3, 85, 25, 5], [340e3, 55, 20, 2], [430e3, 59, 24, 1]],
        [-1, 1, -1, 1], [0.35, 0.25, 0.25, 0.15], "removal",
    ),
    "weighted_sum": (
        [[450e3, 62, 15, 4], [380e3, 70, 35, 3], [520e3, 85, 25, 5], [340e3, 55, 20, 2], [430e3, 59, 24, 1]],
        [-1, 1, -1, 1], [0.35, 0.25, 0.25, 0.15], "removal",
    ),
    "weighted_sum(vector)": ([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], None, "copy"),
    "weighted_sum(maximum)": ([[1, 5], [3, 6], [1, 8], [9, 2]], [1, 1], None, "removal"),
    "topsis(minmax)": ([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1], None, "addition"),
    "topsis(fixed)": ([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1], None, "addition"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_control_methods_known_to_reverse_do(name):
    """Every scale that depends on the set reverses something somewhere."""
    table, senses, weights, test = TABLES[name]
    bounds = (0, 9) if "fixed" in name else None
    audit = audited(mn.DecisionProblem(table, senses), METHODS[name], weights, bounds=bounds)
    assert not audit.passed
    assert "reversed" in audit.rows.loc[audit.rows["test"] == test, "verdict"].to_list()


# What is tried


def test_every_test_has_its_rows():
    setting = set_up(mn.DecisionProblem([[1, 5], [3, 4], [5, 1]], [1, 1]), "topsis")
    rows = [(trial.test, trial.change) for trial in trials(setting, TESTS)]
    assert [test for test, _ in rows] == (
        ["removal"] * 3 + ["copy"] * 3 + ["replacement"] + ["addition"] * 3 + ["transitivity", "recomposition"]
    )
    assert len(set(rows)) == len(rows)
    assert list(trials(setting, ())) == []


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


def test_new_alternatives_are_of_their_kind():
    """Dominated ones are no better than some alternative, dominating ones no worse than any, worse ones no better."""
    rng = np.random.default_rng(2)
    for _ in range(15):
        n = rng.integers(1, 4)
        problem = mn.DecisionProblem(rng.integers(1, 6, (rng.integers(2, 5), n)), rng.choice([-1, 1], n))
        for name in ("topsis", "ahp", "weighted_sum(vector)", "topsis(minmax)"):
            setting = set_up(problem, METHODS[name])
            old = problem.performance * problem.senses
            for trial in trials(setting, ("replacement", "addition")):
                for group in trial.variants:
                    assert group.tables.min() >= 1
                    assert group.tables.max() <= 5
                    new = group.tables * problem.senses
                    if trial.kind == "worse":
                        rows = new[np.arange(len(new)), group.changed]
                        assert (rows <= old[group.changed]).all()
                        assert not setting.first[group.changed].any()
                    elif trial.kind == "dominated":
                        assert (new[:, -1:] <= old).all(axis=2).any(axis=1).all()
                    elif trial.kind == "dominating":
                        assert (new[:, -1:] >= old).all()


def test_more_subsets_than_the_cap_are_tried_up_to_a_size():
    """For twenty alternatives all subsets of up to four, and the search says so."""
    rng = np.random.default_rng(3)
    problem = mn.DecisionProblem(rng.integers(1, 10, (20, 2)), [1, 1])
    setting = set_up(problem, "weighted_sum", high=9.0)
    whole = list(trials(setting, ("removal",)))[2]
    assert whole.search == "all subsets of up to 4 alternatives"
    assert sum(map(len, whole.variants)) == 20 + 190 + 1140 + 4845
    assert not whole.exhaustive
    assert judged(setting, whole).verdict in ("none found", "reversed")


def test_pymcdm_is_searched_on_a_coarse_grid():
    from pymcdm.methods import TOPSIS

    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    ours = audited(problem, "topsis", bounds=(1, 5), tests=["addition"])
    theirs = audited(problem, mn.from_pymcdm(TOPSIS()), bounds=(1, 5), tests=["addition"])
    assert set(theirs.rows["verdict"]) <= {"none found", "reversed"}
    assert not theirs.passed
    assert not ours.passed
