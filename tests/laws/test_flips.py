"""Flips of the weights against brute force: no nearer loss, a loss beside every flip, and none beside a draw."""

import numpy as np
import pytest
from sizes import in_full, sized

import mcda_nato as mn
from mcda_nato.flips import nearest_plane

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

NORMS = ("l1", "l2", "max", "ratio")
METHODS = ("weighted_sum", "topsis", "ahp")
PROBLEMS, TRIED = 500, 3000  # problems a method and norm, and weights tried for each
NEAR = (1e-3, 1e-4, 1e-5)  # balls in which a loss must be
SHARE = 2e-6  # of the distance that a certified flip may lack


def drawn(seed):
    """Return a problem and weights: two in three of small codes, where ties are common, one in five with zeros."""
    random = np.random.default_rng([11, seed])
    m, n = random.integers(2, 6), random.integers(2, 5)
    table = random.random((m, n)) if seed % 3 == 0 else random.integers(1, [4, 10][seed % 2], (m, n))
    weights = random.dirichlet(np.ones(n)) if seed % 2 else np.full(n, 1 / n)
    if seed % 5 == 0:
        weights = weights * (random.random(n) < 0.7)
    if weights.sum() == 0:
        weights = np.eye(n)[0]
    return mn.DecisionProblem(table + 0.5 * (seed % 3 == 0), random.choice([-1, 1], n)), weights / weights.sum()


def lost(problem, method, points, winners):
    """Return under which weights one of those that are first now is behind."""
    return (mn.evaluate(problem, method, points).ranks[list(winners)] > 1).any(axis=1).to_numpy()


def weights_around(weights, far, norm, seed):
    """Return weights to try: everywhere, near, on faces, at corners and just within the distance."""
    random, n = np.random.default_rng([12, seed]), len(weights)
    many = sized(600, TRIED)
    spread = random.dirichlet(np.ones(n), many // 3)
    faces = random.dirichlet(np.full(n, 0.5), many // 3) * (random.random((many // 3, n)) < 0.5)
    faces = faces[faces.sum(axis=1) > 0]
    ends = np.vstack([spread, faces / faces.sum(axis=1, keepdims=True), np.eye(n)])
    if norm == "ratio":
        reach = np.log(min(far, 1e3)) * random.random((many // 3, 1))
        near = weights * np.exp(random.choice([-1, 1], (many // 3, n)) * reach)
    else:
        outer = nearest_plane.distance(ends, weights, norm)
        share = np.minimum(1.0, (1 - SHARE) * min(far, 9) / np.maximum(outer, 1e-300))
        share = share * np.where(random.random(len(ends)) < 0.5, 1.0, random.random(len(ends)))
        near = weights + share[:, None] * (ends - weights)
    return np.vstack([ends, near / near.sum(axis=1, keepdims=True)])


def beside(point, free, size, seed):
    """Return weights at about this distance from a point, in many directions."""
    n = len(point)
    ends = np.vstack([np.eye(n), np.random.default_rng([13, seed]).dirichlet(np.full(n, 0.5), 60)]) * free
    ends = ends[ends.sum(axis=1) > 0]
    ends /= ends.sum(axis=1, keepdims=True)
    ways = np.vstack([ends - point, *(ends[i] - ends for i in range(n) if i < len(ends))])
    moved = np.maximum(point + size * ways, 0.0)
    return moved / moved.sum(axis=1, keepdims=True)


def lost_beside(problem, method, flip, size, seed):
    """Return whether the challenger is ahead of the winner somewhere in a small ball about a flip or a draw."""
    free = (flip.baseline.weights.to_numpy() > 0) | (flip.norm != "ratio")
    ranks = mn.evaluate(problem, method, beside(flip.weights.to_numpy(), free, size, seed)).ranks
    return bool((ranks[flip.challenger] < ranks[flip.winner]).any())


def nothing_nearer_is_lost(flip, problem, method, seed):
    """Check that nobody who is first now is behind at weights that are nearer than the flip."""
    weights = flip.baseline.weights.to_numpy()
    points = weights_around(weights, flip.lower, flip.norm, seed)
    with np.errstate(invalid="ignore"):  # where all that may move are 0
        far = nearest_plane.distance(points, weights, flip.norm)
    nearer = far < flip.lower * (1 - 1e-9)
    if nearer.any():
        assert not lost(problem, method, points[nearer], flip.baseline.best).any(), seed


@in_full
@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("method", METHODS)
def test_flips_are_losses_draws_are_none_and_nothing_is_nearer(method, norm):
    flips = draws = 0
    for seed in range(sized(12, PROBLEMS)):
        problem, weights = drawn(seed)
        flip = mn.nearest_flip(problem, method, weights, norm)
        assert flip.exact, seed
        nothing_nearer_is_lost(flip, problem, method, seed)
        if flip.challenger is not None:
            flips += 1
            assert all(lost_beside(problem, method, flip, size, seed) for size in NEAR), seed
        if flip.draw is not None:
            draws += 1
            assert flip.draw.distance < flip.distance, seed
            assert not lost_beside(problem, method, flip.draw, 1e-3, seed), seed
            ranks = mn.evaluate(problem, method, flip.draw.weights).ranks
            assert ranks[flip.draw.challenger] == ranks[flip.draw.winner], seed
    assert flips > sized(5, 200)
    assert draws > sized(0, 20) or norm == "ratio"


@pytest.mark.parametrize("norm", NORMS[:3])
@pytest.mark.parametrize("method", METHODS)
def test_control_the_nearest_tie_is_no_flip(method, norm):
    """The rule that takes any tie for a flip: at it nobody is ahead, in no ball however large."""
    problem = mn.DecisionProblem([[1, 3], [1, 1]], ["max", "max"])
    flip = mn.nearest_flip(problem, method, norm=norm)
    assert (flip.challenger, flip.distance, flip.exact) == (None, np.inf, True)
    assert flip.draw.weights.tolist() == [1, 0]
    for size in (*NEAR, 0.1, 1.0):
        assert not lost_beside(problem, method, flip.draw, size, 0)


def far_loss():
    """Return a problem in which the second is level with the first on C1, worse on C2 and better on C3."""
    return mn.DecisionProblem([[5, 4, 1], [5, 1, 2], [1, 1, 1]], [1, 1, 1])


@pytest.mark.parametrize("method", METHODS)
def test_control_another_distance_is_found_out(method):
    """Twice the distance leaves losses that are nearer, and a tie elsewhere has no loss beside it."""
    problem, weights = far_loss(), [0.4, 0.4, 0.2]
    flip = mn.nearest_flip(problem, method, weights)
    nothing_nearer_is_lost(flip, problem, method, 0)
    wrong = mn.nearest_flip(problem, method, weights)
    object.__setattr__(wrong, "lower", 2 * flip.distance)
    with pytest.raises(AssertionError):
        nothing_nearer_is_lost(wrong, problem, method, 0)
