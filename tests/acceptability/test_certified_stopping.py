"""Certified stopping: where it stops, that it is right, and that whoever computes does not matter."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sizes import in_full, sized

import mcda_nato as mn
from mcda_nato.acceptability import blocks
from mcda_nato.acceptability.certified_stopping import CertifiedStopping
from mcda_nato.acceptability.confidence_sequences import RunningMean
from mcda_nato.acceptability.counts import count

UNEVEN = mn.DecisionProblem([[1, 0], [0, 0.5]], [1, 1])  # 2/3 to 1/3 on the fixed scale
EVEN = mn.DecisionProblem([[1, 0], [0, 1]], [1, 1])
TIED = mn.DecisionProblem([[1, 2], [1, 2]], [1, 1])
RAW = mn.weighted_sum(mn.fixed(0, 1))


@pytest.mark.parametrize("until", ["separated", 0.05])
def test_the_rule_sees_what_a_loop_over_scenarios_sees(until):
    """Sums and squares of differences of first-rank indicators, or of indicators of ranks."""
    rng = np.random.default_rng(0)
    key, weights = rng.integers(0, 4, (5, 300)).astype(float), rng.dirichlet(np.ones(3), 300).T
    ranks = 1 + (key[:, None] < key[None, :]).sum(axis=1).T  # of each scenario, (300, 5)
    first = (ranks == 1).astype(float)
    terms = first[:, :, None] - first[:, None, :] if until == "separated" else ranks[:, :, None] == np.arange(1, 6)
    rule, slow = CertifiedStopping.begun(until, 0.95, 5), RunningMean.empty((5, 5), 2.0 if until == "separated" else 1)
    for part in (slice(0, 100), slice(100, 120), slice(120, 300)):
        rule = rule.after(count(key[:, part], key[:, part], weights[:, part], pairwise=False))
        slow = slow.plus(len(terms[part]), terms[part].sum(axis=0), (terms[part] ** 2).sum(axis=0))
    assert (rule.running.n, rule.running.width) == (300, slow.width)
    assert rule.running.total.tolist() == slow.total.tolist()
    np.testing.assert_allclose(rule.running.variance, slow.variance, rtol=1e-12)


@pytest.mark.parametrize("until", ["separated", 0.9])
def test_a_look_changes_nothing_of_the_one_before(until):
    """So that an interruption between two looks finds a whole state."""
    key = np.array([[1.0] * 64, [0.0] * 64])
    block = count(key, key, np.full((2, 64), 0.5), pairwise=False)
    looks = [CertifiedStopping.begun(until, 0.9, 2)]
    copies = []
    for _ in range(20):
        running = looks[-1].running
        copies.append((running.n, running.total.tobytes(), running.variance.tobytes(), looks[-1].reached))
        looks.append(looks[-1].after(block))
    assert [
        (look.running.n, look.running.total.tobytes(), look.running.variance.tobytes(), look.reached)
        for look in looks[:-1]
    ] == copies
    assert not looks[0].reached
    assert looks[-1].reached


# In a sweep.


@pytest.fixture
def small(monkeypatch):
    """Look after every few scenarios."""
    monkeypatch.setattr(blocks, "BLOCK", 128)
    monkeypatch.setattr(blocks, "_CHUNK", 64)


def test_a_clear_winner_is_separated_long_before_the_largest_n(small):
    found = mn.sweep(UNEVEN, RAW, until="separated", n_max=10**6)
    assert found.separated is True
    assert found.best == ("A1",)
    assert found.n < 20_000
    assert found.n % 128 == 0


@pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")
def test_an_exact_tie_is_never_separated_and_says_so(small):
    found = mn.sweep(TIED, RAW, until="separated", n_max=5_000)
    assert found.separated is False
    assert found.n == 5_000
    assert found.best == ("A1", "A2")


def test_a_copy_of_the_winner_keeps_it_from_being_separated(small):
    found = mn.sweep(UNEVEN.add("copy", UNEVEN.performance[0]), RAW, until="separated", n_max=20_000)
    assert (found.separated, found.n) == (False, 20_000)


def test_a_single_alternative_is_separated_at_once(small):
    found = mn.sweep(mn.DecisionProblem([[1, 2]], [1, 1]), RAW, until="separated")
    assert (found.separated, found.n) == (True, 128)


def test_without_a_rule_nothing_is_said():
    assert mn.sweep(UNEVEN, RAW, n=100).separated is None


@in_full
def test_equal_shares_are_hardly_ever_separated(small):
    """In fewer than alpha of fifty sweeps, of 150 in full, although each is looked at after every block."""
    seeds = range(sized(50, 150))
    wrong = sum(
        mn.sweep(EVEN, RAW, until="separated", n_max=6_400, confidence=0.8, rng=seed).separated for seed in seeds
    )
    assert wrong <= 0.2 * len(seeds)


def test_half_widths_are_reached_and_hold(small):
    """Every acceptability is within the half-width of the truth, and a tenth of the width takes about 100 times n."""
    wide, narrow = (mn.sweep(UNEVEN, RAW, until=h, n_max=10**7) for h in (0.2, 0.03))
    for found, half in ((wide, 0.2), (narrow, 0.03)):
        assert found.separated is True
        truth = np.array([[2 / 3, 1 / 3], [1 / 3, 2 / 3]])
        assert np.abs(found.rank_acceptability - truth).to_numpy().max() <= half
    assert 5 < narrow.n / wide.n < 100


def test_a_half_width_out_of_reach_stops_at_the_largest_n(small):
    found = mn.sweep(UNEVEN, RAW, until=1e-4, n_max=1_000)
    assert (found.separated, found.n) == (False, 1_000)


def test_more_confidence_takes_more_scenarios(small):
    sizes = [mn.sweep(UNEVEN, RAW, until="separated", confidence=c, n_max=10**6).n for c in (0.5, 0.95, 0.9999999)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("until", ["separated", 0.05])
def test_workers_do_not_change_where_it_stops(small, workers, until):
    """The rule looks at the prefix of blocks in order."""
    alone = mn.sweep(UNEVEN, RAW, until=until, n_max=10**6)
    with ThreadPoolExecutor(workers) as pool:
        found = mn.sweep(UNEVEN, RAW, until=until, n_max=10**6, executor=pool)
    assert found.n == alone.n
    assert found.rank_acceptability.equals(alone.rank_acceptability)


def test_what_was_counted_is_the_sweep_of_that_many(small):
    found = mn.sweep(UNEVEN, RAW, until="separated", n_max=10**6)
    again = mn.sweep(UNEVEN, RAW, n=found.n)
    assert again.rank_acceptability.equals(found.rank_acceptability)
    assert again.central_weights.equals(found.central_weights)


@pytest.mark.parametrize("rejected", [mn.Simplex(upper={f"C{j}": 0.3 for j in range(1, 11)})], ids=["hit-and-run"])
def test_dependent_scenarios_are_refused(rejected):
    problem = mn.DecisionProblem(np.eye(10), [1] * 10)
    with pytest.raises(mn.SweepError, match="independent"):
        mn.sweep(problem, until="separated", weights=rejected)
