"""Rank reversal by changes of judgements: Belton and Gear's case, a twin in plain Python, and laws."""

import json
import warnings
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import CASES
from strategies import law

import mcda_nato as mn
from mcda_nato.reversal import changed_judgements
from mcda_nato.reversal.audit import audit_rank_reversal

CASES = CASES / "rr-belton-gear-1983.json"
SAATY = [1 / 9, 1 / 8, 1 / 7, 1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 2, 3, 4, 5, 6, 7, 8, 9]
MODES = ("distributive", "ideal")
COUNTS = ["test", "change", "verdict", "variants", "reversals", "winner_changes", "ties_broken", "kendall"]
TESTS = ("removal", "copy", "replacement", "addition", "transitivity", "recomposition")


def named(matrices, names=None):
    """Return judgements under criteria g1, g2, ... of alternatives A, B, ..."""
    names = names or [chr(ord("A") + i) for i in range(len(matrices[0]))]
    return {f"g{j + 1}": mn.Judgements.from_matrix(matrix, names) for j, matrix in enumerate(matrices)}


def ratios(column):
    column = np.asarray(column, dtype=float)
    return column[:, None] / column


def audited(matrices, mode, weights=None, **options):
    judgements = named(matrices)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        problem = mn.problem_from_judgements(judgements)
        return audit_rank_reversal(problem, mn.ahp(mode), weights, judgements=judgements, **options)


def rated(matrices, mode, weights, tests):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
        return audit_rank_reversal(mn.problem_from_judgements(named(matrices)), mn.ahp(mode), weights, tests=tests)


@st.composite
def judged(draw, smallest=1, largest=4):
    """Reciprocal matrices on Saaty's scale, seldom consistent, one a criterion, and weights."""
    m, n = draw(st.integers(smallest, largest)), draw(st.integers(1, 3))
    matrices = np.ones((n, m, m))
    for j in range(n):
        for i, k in combinations(range(m), 2):
            matrices[j, i, k] = draw(st.sampled_from([1, *SAATY]))
            matrices[j, k, i] = 1 / matrices[j, i, k]
    return matrices, parts(draw, n)


@st.composite
def consistent(draw, largest=5):
    """Matrices of ratios of small integers, one a criterion, and weights."""
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, 3))
    columns = [draw(st.lists(st.integers(1, 9), min_size=m, max_size=m)) for _ in range(n)]
    return np.stack([ratios(column) for column in columns]), parts(draw, n)


def parts(draw, n):
    shares = np.array(draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    return shares / shares.sum()


# The twin: lists, loops and the power method.


def plain_priorities(matrix):
    return power_method(tuple(tuple(row) for row in matrix))


@lru_cache(maxsize=1 << 16)
def power_method(matrix):
    size = len(matrix)
    vector = [1.0 / size] * size
    for _ in range(10_000):
        product = [sum(a * value for a, value in zip(row, vector, strict=True)) for row in matrix]
        total = sum(product)
        old, vector = vector, [value / total for value in product]
        if max(abs(one / other - 1.0) for one, other in zip(vector, old, strict=True)) < 1e-15:
            break
    return vector


def plain_scores(matrices, mode, weights):
    scores = [0.0] * len(matrices[0])
    for matrix, weight in zip(matrices, weights, strict=True):
        local = plain_priorities(matrix)
        divisor = max(local) if mode == "ideal" else sum(local)
        scores = [score + weight * value / divisor for score, value in zip(scores, local, strict=True)]
    return scores


def sign(difference):
    return 0 if abs(difference) <= 1e-12 else 1 if difference > 0 else -1


def plain_without(matrices, gone):
    keep = [i for i in range(len(matrices[0])) if i not in gone]
    return [[[matrix[i][k] for k in keep] for i in keep] for matrix in matrices], keep


def plain_added(matrices, k, factors):
    grown = []
    for matrix, s in zip(matrices, factors, strict=True):
        old = [list(row) for row in matrix]
        row = [s * value for value in old[k]]
        grown.append([[*own, own[k] / s] for own in old] + [[*row, 1.0]])
    return grown, list(range(len(matrices[0])))


def plain_worse(matrices, k, factors):
    changed = []
    for matrix, s in zip(matrices, factors, strict=True):
        old = [list(row) for row in matrix]
        for i in range(len(old)):
            if i != k:
                old[k][i] *= s
                old[i][k] /= s
        changed.append(old)
    return changed, [i for i in range(len(matrices[0])) if i != k]


def one_or_all(scale, n):
    moves = {tuple(s if j == under else 1.0 for j in range(n)) for s in scale for under in range(n)}
    return sorted(moves | {(s,) * n for s in scale})


def plain_variants(matrices, first, add=plain_added):
    """Return {row of the audit: [(changed matrices, survivors)]} of what is enumerated."""
    m, n = len(matrices[0]), len(matrices)
    subsets = [gone for size in range(1, m - 1) for gone in combinations(range(m), size)]
    close, worse = [1.1, 1 / 1.1], [s for s in SAATY if s < 1]
    same = (1.0,) * n
    new = {"a phantom alternative": SAATY, "a dominated alternative": worse}
    added = [add(matrices, k, f) for k in range(m) for f in one_or_all(SAATY, n)]
    return {
        "any one that is not first": [plain_without(matrices, g) for g in subsets if len(g) == 1 and g[0] not in first],
        "any one": [plain_without(matrices, gone) for gone in subsets if len(gone) == 1],
        "any subset": [plain_without(matrices, gone) for gone in subsets],
        "an exact copy of one that is not first": [add(matrices, k, same) for k in range(m) if k not in first],
        "an exact copy of a first one": [add(matrices, k, same) for k in first],
        "a near copy of any": [add(matrices, k, f) for k in range(m) for f in one_or_all(close, n)],
        "one that is not first by a worse one": [
            plain_worse(matrices, k, f) for k in range(m) if k not in first and m > 2 for f in one_or_all(worse, n)
        ],
        **{words: [add(matrices, k, f) for k in range(m) for f in one_or_all(s, n)] for words, s in new.items()},
        "a dominating alternative": [variant for variant in added if is_best_throughout(variant[0])],
        "the order recomposed from pairs alone": [
            plain_without(matrices, [i for i in range(m) if i not in pair]) for pair in combinations(range(m), 2)
        ],
    }


def is_best_throughout(matrices):
    return all(local[-1] >= max(local) * (1.0 - 1e-12) for local in map(plain_priorities, matrices))


def plain_counts(matrices, mode, weights, add=plain_added):
    """Return {row: (variants, those under which a pair reverses)}."""
    before = plain_scores(matrices, mode, weights)
    first = [i for i, score in enumerate(before) if sign(max(before) - score) == 0]
    counts = {}
    for words, variants in plain_variants(matrices.tolist(), first, add).items():
        hits = 0
        for changed, survivors in variants:
            after = plain_scores(changed, mode, weights)
            places = survivors if len(after) >= len(before) else range(len(survivors))
            hits += any(
                sign(before[i] - before[k]) * sign(after[a] - after[b]) < 0
                for (i, a), (k, b) in combinations(zip(survivors, places, strict=True), 2)
            )
        counts[words] = (len(variants), hits)
    return counts


def counts_of(audit):
    rows = audit.rows.set_index("change")
    assert rows.index.is_unique
    return {words: (int(row["variants"]), int(row["reversals"])) for words, row in rows.iterrows()}


@law
@given(st.sampled_from(MODES), judged())
def test_agrees_with_a_twin_in_plain_python(mode, case):
    """Every enumerated row counts the variants, and the reversals among them, that loops over lists count."""
    matrices, weights = case
    audit = audited(matrices[:2], mode, weights[:2] / weights[:2].sum())
    expected = plain_counts(matrices[:2], mode, weights[:2] / weights[:2].sum())
    found = counts_of(audit)
    if (audit.rows["verdict"] == "undefined").any():  # pairs cycle, and nothing is counted
        del expected["the order recomposed from pairs alone"]
    assert {words: found[words] for words in expected} == expected


def test_control_the_twin_sees_a_copy_judged_otherwise():
    """A copy judged equal to every other, not like its original, gives other counts."""

    def equal_to_all(matrices, k, factors):
        grown, survivors = plain_added(matrices, k, factors)
        for matrix in grown:
            for row in matrix:
                row[-1] = 1.0
            matrix[-1] = [1.0] * len(matrix)
        return grown, survivors

    matrices, weights = np.stack([ratios(column) for column in ([1, 9, 1], [9, 1, 1], [8, 9, 1])]), [1 / 3] * 3
    found = counts_of(audited(matrices, "distributive", weights))
    right, wrong = (plain_counts(matrices, "distributive", weights, add) for add in (plain_added, equal_to_all))
    assert {words: found[words] for words in right} == right
    assert {words: found[words] for words in wrong} != wrong


def test_transitivity_looks_at_the_judgement_of_each_pair():
    """A over B over C over A under one criterion cycles, though the eigenvector is level; pairs say so."""
    cycle = np.array([[1, 2, 0.5], [0.5, 1, 2], [2, 0.5, 1]])
    rows = audited([cycle], "distributive").rows.set_index("test")
    assert rows.loc["recomposition", "verdict"] == "undefined"
    assert "3 lie on cycles" in rows.loc["transitivity", "search"]


@law
@given(st.sampled_from(MODES), consistent())
def test_consistent_judgements_give_what_ratings_give(mode, case):
    """Removals and exact copies do through consistent judgements what they do through ratings."""
    matrices, weights = case
    tests = ("removal", "copy")
    through, direct = (
        audit.rows[~audit.rows["change"].str.startswith("a near")].reset_index(drop=True)
        for audit in (audited(matrices, mode, weights, tests=tests), rated(matrices, mode, weights, tests))
    )
    assert through[COUNTS].equals(direct[COUNTS])
    assert through["by"].to_numpy() == pytest.approx(direct["by"].to_numpy(), abs=1e-9, nan_ok=True)


@law
@given(consistent())
def test_copies_of_consistent_judgements_never_reverse_the_ideal_mode(case):
    """The theorem that such rows name holds."""
    rows = audited(*case[:1], "ideal", case[1], tests="copy").rows.iloc[:2]
    assert set(rows["verdict"]) == {"proved"}
    assert rows["theorem"].str.startswith("a copy leaves the ratios").all()


def belton_and_gear():
    source = json.loads(CASES.read_text("utf-8"))
    columns = np.array(list(source["input"]["consistent_generators"].values()), dtype=float)
    return source, np.stack([ratios(column) for column in columns])


def test_belton_and_gear_in_the_distributive_mode():
    """The copy of B reverses A and B, with the published priorities before and after, to four digits."""
    source, whole = belton_and_gear()
    assert whole == pytest.approx(np.array(source["input"]["pairwise_matrices_with_D"]), rel=1e-11)
    audit = audited(whole[:, :3, :3], "distributive", tests="copy")
    [witness] = [w for w in audit.witnesses if w.change.startswith("'copy of B'")]
    before, after = source["published"]["EM_before"], source["published"]["EM_after"]
    assert witness.before.scores.round(4).tolist() == list(before.values())
    assert witness.after.scores.round(4).tolist() == list(after.values())
    assert witness.change == "'copy of B' added, judged like 'B'"
    assert witness.pair == ("B", "A")
    assert witness.problem.alternatives == ("A", "B", "C", "copy of B")
    assert witness.problem.performance == pytest.approx(mn.problem_from_judgements(named(whole)).performance, abs=1e-15)
    assert audit.cures.set_index("remedy").loc["ahp('ideal')", "passes"]


def test_belton_and_gear_in_the_ideal_mode():
    """The same copy reverses nothing, with the published shares of the best."""
    source, whole = belton_and_gear()
    audit = audited(whole[:, :3, :3], "ideal", tests="copy")
    assert audit.passed
    assert audit.baseline.scores.round(4).tolist() == list(source["published"]["BG_before"].values())
    after = mn.evaluate(mn.problem_from_judgements(named(whole)), mn.ahp("ideal"))
    assert after.scores.round(4).tolist() == list(source["published"]["BG_after"].values())


def test_inconsistent_judgements_reverse_the_ideal_mode_by_an_exact_copy():
    """What a copy cannot do to consistent judgements it does to these: the others' priorities change places."""
    matrix = np.array([[1, 2, 1 / 3, 5], [1 / 2, 1, 4, 1 / 2], [3, 1 / 4, 1, 1], [1 / 5, 2, 1, 1]])
    audit = audited([matrix], "ideal", tests="copy")
    assert not audit.passed
    assert audit.rows["theorem"].isna().all()
    assert rated([matrix], "ideal", None, ("copy",)).passed


@law
@given(st.sampled_from(MODES), judged(smallest=3))
def test_every_witness_reverses_its_pair_when_evaluated_again(mode, case):
    """A witness is the problem of changed judgements, and anyone finds its pair in the other order."""
    matrices, weights = case
    audit = audited(matrices, mode, weights)
    for witness in audit.witnesses:
        first, second = witness.pair
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", mn.ConstantCriterionWarning)
            after = mn.evaluate(witness.problem, mn.ahp(mode), weights)
        assert audit.baseline.ranks[first] < audit.baseline.ranks[second]
        assert after.ranks[first] > after.ranks[second]
        assert witness.problem.performance.sum(axis=0) == pytest.approx(1.0)
    assert audit.passed == (not audit.witnesses)


@pytest.mark.parametrize("mode", MODES)
def test_witnesses_are_the_problems_of_the_judgements_said(mode):
    """The priorities of a witness are those of the matrix that its words describe."""
    matrices = np.stack([ratios(column) for column in ([1, 9, 1], [9, 1, 1], [8, 9, 1])])
    audit = audited(matrices, mode, tests="addition")
    [witness] = [w for w in audit.witnesses if w.test == "addition" and "dominating" in w.change]
    assert witness.change == "'dominating alternative' added, judged 9 times 'B'"
    expected = [plain_priorities(matrix) for matrix in plain_added(matrices.tolist(), 1, (9.0,) * 3)[0]]
    assert witness.problem.performance == pytest.approx(np.array(expected).T, abs=1e-14)
    assert witness.size == 1.0


@law
@given(judged(smallest=2), st.data())
def test_what_is_judged_s_times_another_has_s_times_its_priority(case, data):
    """For any judgements the new priority is s times the old one, and the others keep their ratios whatever s is."""
    matrices, _ = case
    k, s = data.draw(st.integers(0, matrices.shape[1] - 1)), data.draw(st.sampled_from(SAATY))
    factors = np.array([[s], [1.0]]).repeat(len(matrices), axis=1)
    grown, copied = changed_judgements.priorities(changed_judgements.added(matrices, np.array([k, k]), factors))
    assert grown[-1] == pytest.approx(s * grown[k], rel=1e-12)
    assert grown[:-1] / grown[0] == pytest.approx(copied[:-1] / copied[0], rel=1e-12)
    changed = changed_judgements.priorities(changed_judgements.rejudged(matrices, np.array([k]), factors[:1]))[0]
    old = changed_judgements.priorities(matrices[None])[0]
    old[k] *= s
    assert changed == pytest.approx(old / old.sum(axis=0), rel=1e-12)


@law
@given(judged(smallest=3))
def test_changed_judgements_are_judgements_and_batches_change_no_bit(case):
    """Changed matrices pass as judgements, and their priorities are the same bits alone as in a batch."""
    matrices, _ = case
    m, n = matrices.shape[1], len(matrices)
    of, factors = np.arange(m), np.full((m, n), 7.0)
    for changed in (
        changed_judgements.added(matrices, of, factors),
        changed_judgements.rejudged(matrices, of, 1 / factors),
    ):
        tables = changed_judgements.priorities(changed)
        for table, stack in zip(tables, changed, strict=True):
            assert np.array_equal(mn.problem_from_judgements(named(stack)).performance, table)


def test_every_row_says_that_it_is_through_judgements():
    """So do the bounds; and the scale's limit is stated where it might matter."""
    _, whole = belton_and_gear()
    audit = audited(whole, "ideal")
    assert tuple(dict.fromkeys(audit.rows["test"])) == TESTS
    assert audit.rows["search"].str.endswith("through judgements").all()
    assert audit.rows.set_index("test").loc[["addition", "replacement"], "search"].str.contains("1/9 to 9").all()
    assert "judged" in audit.bounds_rule
    assert not (audit.rows["verdict"] == "proved")[audit.rows["test"].isin(["addition", "replacement"])].any()


def test_names_in_another_order_change_nothing():
    """Judgements are matched to the problem by name, alternatives and criteria."""
    _, whole = belton_and_gear()
    judgements = named(whole[:, :3, :3])
    problem = mn.problem_from_judgements(judgements)
    turned = {
        criterion: mn.Judgements.from_frame(judgements[criterion].to_frame().loc[list("CAB"), list("CAB")])
        for criterion in reversed(judgements)
    }
    one, other = (audit_rank_reversal(problem, "ahp", judgements=given).rows for given in (judgements, turned))
    assert one[COUNTS].equals(other[COUNTS])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("matrix", [[[1.0]], [[1, 3], [1 / 3, 1]], [[1, 1], [1, 1]]])
def test_one_and_two_alternatives_have_defined_answers(mode, matrix):
    """One alternative has no pair; the two of a pair are compared with a third."""
    audit = audited([matrix, np.ones_like(matrix)], mode)
    rows = audit.rows.set_index("change")
    assert audit.passed
    assert (rows.loc[["any one", "any subset", "one that is not first by a worse one"], "variants"] == 0).all()
    assert rows.loc["a phantom alternative", "variants"] == 3 * 16 * len(matrix)
    assert audit.probability[["reversal", "winner"]].notna().all(axis=None)


def test_bad_judgements_are_refused_by_name():
    """What does not fit the problem is named, with the allowed names or the expected priority."""
    judgements = named([[[1, 3], [1 / 3, 1]], [[1, 2], [1 / 2, 1]]])
    problem = mn.problem_from_judgements(judgements)

    def refuses(error, match, given=judgements, facts=problem):
        with pytest.raises(error, match=match):
            audit_rank_reversal(facts, "ahp", judgements=given)

    refuses(mn.JudgementError, "as a mapping from each criterion", list(judgements.values()))
    refuses(mn.JudgementError, "under 'g2' are list, not Judgements", {**judgements, "g2": [[1]]})
    refuses(mn.ProblemError, "criteria of the judgements: unknown 'g3'", {**judgements, "g3": judgements["g2"]})
    refuses(mn.ProblemError, "criteria of the judgements: nothing given for 'g2'", {"g1": judgements["g1"]})
    other = {name: mn.Judgements.from_matrix(j.matrix, ["A", "C"]) for name, j in judgements.items()}
    refuses(mn.ProblemError, "alternatives of the judgements: unknown 'C'", other)
    refuses(mn.ProblemError, "'g2' is a cost", facts=problem.replace(senses=["max", "min"]))
    moved = problem.performance + np.array([[0.0, 0.0], [0.0, 2e-9]])
    refuses(
        mn.ProblemError, r"'B' on 'g2' is 0\.33.*by the judgements is 0\.33", facts=problem.replace(performance=moved)
    )


def test_control_priorities_within_a_billionth_are_accepted():
    """The check of the performances refuses 2e-9 (above), not 5e-10."""
    judgements = named([[[1, 3], [1 / 3, 1]]])
    problem = mn.problem_from_judgements(judgements)
    near = problem.replace(performance=problem.performance + np.array([[0.0], [5e-10]]))
    assert audit_rank_reversal(near, "ahp", judgements=judgements).passed
