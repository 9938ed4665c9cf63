"""Shares of weights under which a change reverses something: against an independent loop, and in closed form."""

import judging
import numpy as np
import pytest
from auditing import COUNTS, audited, counted, leaders, ranks, reversed_pairs
from pymcdm.methods import VIKOR
from sizes import in_full, sized

import mcda_nato as mn
from mcda_nato.reversal.plan import planned
from mcda_nato.reversal.shares import _events

SHARES = ["reversal", "winner"]
WORSE = "one that is not first by a worse one"
COPIES = ["an exact copy of one that is not first", "an exact copy of a first one"]


def share(audit, change):
    at = audit.rows["change"].str.contains(change)
    assert at.sum() == 1
    return audit.probability[at.to_numpy()].iloc[0]


def sampled(problem, method, variants, count, seed, who=None):
    """Return the share of random weights under which some variant reverses a pair, and changes the winner.

    Variants are in the order of the alternatives they change; `who`, where given, says by rank which of them count.
    """
    rng, hits = np.random.default_rng(seed), np.zeros(2)
    for weights in rng.dirichlet(np.ones(len(problem.criteria)), count):
        before, turned, new = ranks(problem, method, weights), False, False
        for at, (changed, survivors) in enumerate(variants):
            after = ranks(changed, method, weights)
            if after is not None and (who is None or who(before[problem.alternatives[at]])):
                turned |= bool(reversed_pairs(before, after, survivors))
                new |= not leaders(before, survivors) & leaders(after, survivors)
        hits += turned, new
    return hits / count


def removals(problem):
    names = problem.alternatives
    return [(problem.drop(gone), [name for name in names if name != gone]) for gone in names]


def copied(problem):
    names = problem.alternatives
    return [(problem.add("new", row), names) for row in problem.performance]


PROBLEM = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])


@pytest.mark.parametrize("method", ["weighted_sum", "ahp", "topsis"])
def test_shares_are_those_of_a_loop(method):
    """Removals of any one, and copies of any, within five standard errors of an independent sample."""
    audit, count = audited(PROBLEM, method, tests=["removal", "copy"]), 150
    for change, variants, who in (
        ("any one$", removals(PROBLEM), None),
        ("any one that is not first", removals(PROBLEM), lambda rank: rank > 1),
        ("copy of one that is not first", copied(PROBLEM), lambda rank: rank > 1),
        ("copy of a first one", copied(PROBLEM), lambda rank: rank == 1),
    ):
        one = share(audit, change)
        for key, rate in zip(SHARES, sampled(PROBLEM, method, variants, count, 1, who), strict=True):
            spread = one[key] * (1 - one[key]) / count + one["standard_error"] ** 2
            assert abs(one[key] - rate) <= 5 * np.sqrt(spread) + 1e-12
        assert bool(one["exact"]) == (method != "topsis")


@pytest.mark.parametrize("third", [(0, 0), (0, -7), (3, -7), (5, 0), (1.5, 1.5), (2, 1)])
def test_the_share_of_two_criteria_is_a_length(third):
    """Of two criteria the weights are a segment: a fine grid of it counts the pairs that reverse on min-max."""
    problem = mn.DecisionProblem([[2, 1], [1, 2], third], [1, 1])
    rows, w = problem.performance, (np.arange(100_000) + 0.5) / 100_000
    hit = np.zeros(len(w), dtype=bool)
    for i, k in ((0, 1), (0, 2), (1, 2)):  # each pair, when the other one is removed
        apart = rows[i] - rows[k]
        whole, alone = apart / np.ptp(rows, axis=0), np.sign(apart)
        hit |= (whole[0] * w + whole[1] * (1 - w)) * (alone[0] * w + alone[1] * (1 - w)) < -1e-12
    found = share(audited(problem, "weighted_sum", [0.9, 0.1], tests=["removal"]), "any one$")
    assert found["exact"]
    assert abs(found["reversal"] - hit.mean()) < 2e-5


def test_a_tenth_of_all_weights():
    """Of A = (2, 1), B = (1, 2) and C = (0, -1), A leads B alone for w > 1/2, and with C for w > 2/5.

    With C the criteria have ranges 2 and 3, so A leads where w/2 > (1 - w)/3; C is last by both in every set.
    """
    problem = mn.DecisionProblem([[2, 1], [1, 2], [0, -1]], [1, 1])
    audit = audited(problem, "weighted_sum", tests=["removal", "recomposition", "transitivity"])
    for change in ("any one$", "any subset", "recomposed"):
        assert share(audit, change)["reversal"] == pytest.approx(0.1, abs=1e-12)
        assert share(audit, change)["winner"] == pytest.approx(0.1, abs=1e-12)
        assert share(audit, change)["exact"]
    assert share(audit, "cycle")["reversal"] == 0


@pytest.mark.parametrize("method", ["weighted_sum", "ahp", "topsis", mn.weighted_sum("vector")])
def test_three_alternatives_reverse_alone_what_they_reverse_without_one(method):
    """Of three, to remove one is to leave a pair: pairs on cycles, and pairs where there are none, share the share."""
    rng = np.random.default_rng(5)
    cyclic = 0.0
    for _ in range(6):
        problem = mn.DecisionProblem(rng.integers(1, 10, (3, 3)), [1, 1, -1])
        audit = audited(problem, method, tests=["removal", "transitivity", "recomposition"])
        one, on, off = (share(audit, change) for change in ("any one$", "cycle", "recomposed"))
        assert one["reversal"] == pytest.approx(on["reversal"] + off["reversal"], abs=1e-9)
        cyclic += on["reversal"]
    assert method != "weighted_sum" or cyclic > 0


def test_shares_of_cycles_are_of_all_weights():
    """Pairs that do not cycle at the present weights cycle under others; a grid of weights counts them."""
    problem = mn.DecisionProblem([[1, 2, 3.5], [3, 1, 2], [2, 3, 1]], [1, 1, 1])
    here = audited(problem, "weighted_sum", [0.8, 0.1, 0.1], tests=["transitivity", "recomposition"])
    there = audited(problem, "weighted_sum", tests=["transitivity", "recomposition"])
    assert here.rows["verdict"].tolist() != there.rows["verdict"].tolist()
    assert here.probability.equals(there.probability)
    # each pair alone is a vote of criteria: it cycles where no criterion has half of the weight, a quarter
    assert share(here, "cycle")["reversal"] == pytest.approx(0.25, abs=1e-12)


def test_shares_do_not_depend_on_how_many_variants_there_are():
    """Near copies in parts, some of which have as many variants as there are weights, reverse no more than together."""
    setting = audited(PROBLEM, "weighted_sum")._setting
    near = planned(setting, ("copy",))[2].variants[0]
    weights = np.random.default_rng(6).dirichlet(np.ones(3), len(near))
    whole = _events(setting, [near], weights, "all")
    one_by_one = np.array([_events(setting, [near], weights[at : at + 1], "all")[:, 0] for at in range(len(weights))]).T
    assert (whole == one_by_one).all()
    rng = np.random.default_rng(7)
    for _ in range(8):
        m, n = rng.integers(3, 5), rng.integers(2, 4)
        problem = mn.DecisionProblem(rng.integers(1, 6, (m, n)), rng.choice([-1, 1], n))
        audit = audited(problem, "weighted_sum", tests=["removal", "copy"])
        wanted = sampled(problem, "weighted_sum", removals(problem), 100, 3)
        for key, rate in zip(SHARES, wanted, strict=True):
            assert abs(share(audit, "any one$")[key] - rate) <= 5 * np.sqrt(0.25 / 100)
        exact = audit.rows["change"].str.contains("exact").to_numpy()
        assert audit.probability["exact"].all()
        assert (audit.probability.loc[exact, SHARES] == 0).all(axis=None)  # on min-max


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp", mn.ahp("ideal")])
def test_more_variants_reverse_under_more_weights(method):
    """Any subset at least any one, any one at least any that is not first; a phantom is not less than none."""
    rng = np.random.default_rng(7)
    for _ in range(4):
        problem = mn.DecisionProblem(rng.integers(1, 8, (4, 3)), [1, 1, 1])
        audit = audited(problem, method, tests=["removal"])
        shares = audit.probability[SHARES].to_numpy()
        assert (np.diff(shares, axis=0) >= -1e-9).all()
        assert (shares <= 1 + 1e-9).all()
        # the share of a change of the winner needs a reversal, but for ties
        assert (shares[:, 1] <= shares[:, 0] + 1e-9).all()


def test_what_reverses_at_the_present_weights_has_a_share():
    """A strict reversal holds in a neighbourhood of the weights."""
    rng = np.random.default_rng(8)
    for _ in range(3):
        problem = mn.DecisionProblem(rng.integers(1, 8, (4, 3)), [1, -1, 1])
        audit = audited(problem, "ahp", rng.dirichlet(np.ones(3)))
        turned, exact = audit.rows["reversals"] > 0, audit.probability["exact"]
        assert (audit.probability.loc[turned & exact, "reversal"] > 0).all()


def test_undefined_variants_reverse_nothing():
    problem = mn.DecisionProblem([[0, 1, 3], [0, 3, 1], [5, 2, 1]], [1, 1, 1])
    found = audited(problem, "ahp", tests=["removal", "recomposition"])
    one = share(found, "any one$")
    rate = sampled(problem, "ahp", removals(problem), 300, 4)
    assert abs(one["reversal"] - rate[0]) <= 5 * np.sqrt(0.25 / 300)


def test_methods_without_a_form_are_sampled():
    """VIKOR is undefined for some variants under some weights; the rest is sampled and says so."""
    problem = mn.DecisionProblem([[1, 5], [3, 1], [2, 2]], [1, 1])
    method, count = mn.from_pymcdm(VIKOR()), 100
    audit = audited(problem, method, tests=["removal", "copy"])
    assert not audit.probability.loc[audit.rows["variants"] > 0, "exact"].any()
    one = share(audit, "copy of one that is not first")
    for key, rate in zip(SHARES, sampled(problem, method, copied(problem), count, 5, lambda r: r > 1), strict=True):
        assert abs(one[key] - rate) <= 5 * np.sqrt(0.25 / count + one["standard_error"] ** 2)


def test_nothing_to_change_reverses_nothing():
    for table in ([[1, 2]], [[1, 2], [2, 1]]):
        audit = audited(mn.DecisionProblem(table, [1, 1]), "ahp", tests=["removal", "replacement", "transitivity"])
        assert (audit.probability[SHARES] == 0).all(axis=None)
        assert audit.probability["exact"].all()


def test_one_criterion_has_one_weight():
    problem = mn.DecisionProblem([[1], [2], [4]], [1])
    audit = audited(problem, "ahp")
    assert audit.probability["exact"].all()
    assert (audit.probability[SHARES] == 0).all(axis=None)
    wanted = counted(ranks(problem, "ahp", [1.0]), removals(problem), "ahp", [1.0])
    assert wanted["reversals"] == audit.rows[COUNTS].iloc[1]["reversals"] == 0


def test_a_phantom_reverses_wherever_a_dominated_or_a_dominating_alternative_does():
    """Either is somewhere in the bounds, so its share is no larger; all of them are lower bounds and say so."""
    audit = mn.audit_rank_reversal(mn.load_models(), "weighted_sum", tests=["addition"])
    shares = audit.probability.set_index("change")
    assert shares["at_least"].all()
    for kind in ("dominated", "dominating"):
        assert (
            shares.loc[f"a {kind} alternative", "reversal"] <= shares.loc["a phantom alternative", "reversal"] + 1e-12
        )


@in_full
@pytest.mark.parametrize("mode", judging.MODES)
def test_shares_through_judgements_are_those_of_a_loop(mode):
    """Of judgements that are not consistent; who is first is asked under each weighting."""
    matrices = np.array(
        [
            [[1, 1 / 3, 5, 2], [3, 1, 1 / 2, 7], [1 / 5, 2, 1, 1 / 3], [1 / 2, 1 / 7, 3, 1]],
            [[1, 4, 1 / 2, 1], [1 / 4, 1, 3, 1 / 5], [2, 1 / 3, 1, 2], [1, 5, 1 / 2, 1]],
        ]
    )
    probability = judging.audited(matrices, mode, tests=["removal", "copy", "replacement"]).probability.set_index(
        "change"
    )
    count, rng = sized(100, 300), np.random.default_rng(9)
    hits = dict.fromkeys(["any one that is not first", "any one", *COPIES, WORSE], 0)
    for weights in rng.dirichlet(np.ones(2), count):
        before = judging.plain_scores(matrices, mode, weights)
        first = [i for i, score in enumerate(before) if judging.sign(max(before) - score) == 0]
        variants = judging.plain_variants(matrices.tolist(), first)
        for change in hits:
            hits[change] += any(judging.turned(before, variant, mode, weights) for variant in variants[change])
    for change, found in hits.items():
        one = probability.loc[change]
        spread = one["reversal"] * (1 - one["reversal"]) / count + one["standard_error"] ** 2
        assert abs(one["reversal"] - found / count) <= 5 * np.sqrt(spread) + 1e-12
    assert hits["any one that is not first"] > 0
    assert probability.loc["any one that is not first", "reversal"] <= probability.loc["any one", "reversal"]
