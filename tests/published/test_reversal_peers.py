"""Removal as pymcdm does it: the audit counts what its leave-one-out rankings show."""

import warnings

import numpy as np
import pytest
from pymcdm.helpers import leave_one_out_rr
from pymcdm.methods import TOPSIS, WSM
from pymcdm.normalizations import minmax_normalization, sum_normalization, vector_normalization

import mcda_nato as mn
from mcda_nato.reversal.audit import audit_rank_reversal

TABLES = range(20)


class Rounded:
    """A method of pymcdm whose preferences are rounded, so that it ties where the tie rule does."""

    def __init__(self, peer):
        self.peer = peer
        self.rank = peer.rank

    def __call__(self, *arrays):
        """Return what the peer prefers, to nine digits."""
        return np.round(self.peer(*arrays), 9)


PAIRS = {
    "topsis, vector": (mn.topsis(), TOPSIS(vector_normalization)),
    "topsis, minmax": (mn.topsis("minmax"), TOPSIS(minmax_normalization)),
    "weighted sum, minmax": (mn.weighted_sum(), WSM(minmax_normalization)),
    "weighted sum, total": (mn.weighted_sum("total"), WSM(sum_normalization)),
}


def problem_of(seed, *, codes):
    """Return integer codes, where ties are common, or reals, that vary without any one row; and weights."""
    random = np.random.default_rng(seed)
    m, n = int(random.integers(4, 9)), int(random.integers(2, 5))
    while True:
        table = random.integers(1, 10, (m, n)).astype(float) if codes else 1 + 8 * random.random((m, n))
        if all((np.ptp(np.delete(table, i, axis=0), axis=0) > 0).all() for i in range(m)):
            return mn.DecisionProblem(table, random.choice([1, -1], n)), random.dirichlet(np.ones(n))


def leave_one_out(peer, problem, weights):
    """Return the ranks in the whole set, and those without each alternative in turn."""
    parts = problem.performance, weights, problem.senses.astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # pymcdm warns of alternatives that are best in every criterion
        rankings = leave_one_out_rr(Rounded(peer), *parts, lambda *_: 0.0, only_rr=False)[0]
    return rankings[0], rankings[1:-1]


def counted(full, without, *, first=True):
    """Return reversals, winner changes, ties broken and the largest Kendall distance, from rankings alone."""
    found = np.zeros(4, dtype=int)
    for i, ranks in enumerate(without):
        if full[i] == 1 and not first:
            continue
        stay = [k for k in range(len(full)) if k != i]
        pairs = [(a, b) for a in stay for b in stay if full[a] < full[b]]
        turned = sum(ranks[a] > ranks[b] for a, b in pairs)
        made = any(ranks[a] == ranks[b] for a, b in pairs)
        broken = any(full[a] == full[b] and ranks[a] != ranks[b] for a in stay for b in stay)
        led, lead = ({k for k in stay if r[k] == min(r[j] for j in stay)} for r in (full, ranks))
        found[:3] += turned > 0, not led & lead, made or broken
        found[3] = max(found[3], turned)
    return found.tolist()


def removal_rows(problem, method, weights):
    rows = audit_rank_reversal(problem, method, weights, tests=["removal"]).rows.set_index("change")
    return rows[["reversals", "winner_changes", "ties_broken", "kendall"]]


@pytest.mark.parametrize("codes", [True, False], ids=["codes", "reals"])
@pytest.mark.parametrize("name", PAIRS)
def test_rankings_without_one_are_those_of_leave_one_out(name, codes):
    """Without any one alternative the others rank as pymcdm's leave-one-out ranks them."""
    method, peer = PAIRS[name]
    for seed in TABLES:
        problem, weights = problem_of(seed, codes=codes)
        for gone, ranks in zip(problem.alternatives, leave_one_out(peer, problem, weights)[1], strict=True):
            left = mn.evaluate(problem.drop(gone), method, weights).scores
            ours, theirs = (np.sign(v[:, None] - v) for v in (left.round(9).to_numpy(), -ranks[ranks > 0]))
            assert (ours == theirs).all()


@pytest.mark.parametrize("codes", [True, False], ids=["codes", "reals"])
@pytest.mark.parametrize("name", PAIRS)
def test_removal_counts_what_leave_one_out_shows(name, codes):
    """Reversals, winner changes, ties broken and the Kendall distance follow from pymcdm's rankings."""
    method, peer = PAIRS[name]
    for seed in TABLES:
        problem, weights = problem_of(seed, codes=codes)
        full, without = leave_one_out(peer, problem, weights)
        rows = removal_rows(problem, method, weights)
        assert rows.loc["any one"].tolist() == counted(full, without)
        assert rows.loc["any one that is not first"].tolist() == counted(full, without, first=False)


@pytest.mark.parametrize("name", ["topsis, vector", "weighted sum, minmax"])
def test_the_tables_are_hard_enough(name):
    """Some tables reverse and some do not, so that agreement says something."""
    method, _ = PAIRS[name]
    found = []
    for seed in TABLES:
        problem, weights = problem_of(seed, codes=False)
        found.append(removal_rows(problem, method, weights).loc["any one", "reversals"] > 0)
    assert 0 < sum(found) < len(found)


def test_control_another_scale_does_not_agree():
    """Leave-one-out by another normalisation gives other counts on some table."""
    differ = 0
    for seed in TABLES:
        problem, weights = problem_of(seed, codes=False)
        theirs = counted(*leave_one_out(TOPSIS(minmax_normalization), problem, weights))
        differ += removal_rows(problem, mn.topsis("vector"), weights).loc["any one"].tolist() != theirs
    assert differ > 0


def test_witness_of_removal_is_a_ranking_of_leave_one_out():
    """The smallest removal that reverses is one whose ranking pymcdm also turns round."""
    method, peer = PAIRS["topsis, vector"]
    seen = 0
    for seed in TABLES:
        problem, weights = problem_of(seed, codes=False)
        full, without = leave_one_out(peer, problem, weights)
        names = problem.alternatives
        for witness in audit_rank_reversal(problem, method, weights, tests=["removal"]).witnesses:
            if witness.size > 1:
                continue
            (gone,) = set(names) - set(witness.problem.alternatives)
            first, second = (names.index(name) for name in witness.pair)
            ranks = without[names.index(gone)]
            assert full[first] < full[second]
            assert ranks[first] > ranks[second]
            seen += 1
    assert seen > 0
