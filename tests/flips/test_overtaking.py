"""Whether a form is negative beside a point at which it is 0: against a dense look around it."""

import numpy as np
import pytest

from mcda_nato.flips.overtaking import near_face, near_tie, never

EVERY = np.ones(3, dtype=bool)


def seen_around(form, point, free):
    """Return whether the form is negative somewhere close by: the slow twin."""
    random = np.random.default_rng(0)
    ways = np.vstack([np.eye(3), random.dirichlet(np.ones(3), 400), random.dirichlet(np.full(3, 0.2), 400)]) * free
    ways = np.vstack([ways - point, ways[:1] - ways, point - ways]) * free
    tried = np.maximum(point + 1e-3 * ways, 0.0) ** 2
    return bool((((tried @ form) * tried).sum(axis=1) < -1e-15).any())


def integer_form(random):
    form = random.integers(-2, 3, (3, 3)).astype(float)
    form = form + form.T
    mask = random.random(3) < 0.6
    return np.where(mask[:, None] & mask, 0.0, form), mask


@pytest.mark.parametrize("seed", range(200))
def test_a_face_on_which_all_ties_is_crossed_where_a_dense_look_sees_a_loss(seed):
    random = np.random.default_rng(seed)
    form, mask = integer_form(random)
    if not mask.any():
        return
    point = random.dirichlet(np.ones(3)) * mask
    assert near_face(form, point / point.sum(), EVERY) == seen_around(form, point / point.sum(), EVERY)


def test_only_free_weights_move():
    """With u1 (u2 - u3) the loss beside (0, 0, 1) and (0, 1, 0) needs the first weight, and one sign of the others."""
    form = np.array([[0.0, 1.0, -1.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]])
    third, second = np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])
    assert near_face(form, third, EVERY)
    assert not near_face(form, third, np.array([False, True, True]))
    assert not near_face(form, second, EVERY)


def test_a_square_is_only_touched_and_a_product_crossed():
    """Beside (1, 1) the form (u1 - u2)^2 is positive, and u1^2 - u2^2 has both signs."""
    square, product = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.diag([1.0, -1.0])
    middle, free = np.array([0.5, 0.5]), np.ones(2, dtype=bool)
    assert not near_face(square, middle, free)
    assert not near_tie(square, middle, free)
    assert near_face(product, middle, free)
    assert near_tie(product, middle, free)


def test_control_the_value_alone_says_nothing():
    """Both forms are 0 at the point; only what is around it tells a flip from a draw."""
    square, product = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.diag([1.0, -1.0])
    squares = np.array([0.25, 0.25])
    assert squares @ square @ squares == squares @ product @ squares == 0.0


@pytest.mark.parametrize("seed", range(200))
def test_a_form_that_is_never_negative_has_no_loss_on_a_dense_sample(seed):
    """Of random integers, and of a square whose kernel is at positive weights beside entries that help the winner."""
    random = np.random.default_rng(seed)
    form, _ = integer_form(random)
    row = random.integers(-3, 4, 3)
    touched = np.outer(row, row) + random.integers(0, 2, (3, 3)) * random.integers(0, 2)
    squares = np.vstack([random.dirichlet(np.full(3, spread), 4000) for spread in (0.2, 1.0)])
    for one in (form, touched + touched.T):
        lost = (((squares @ one) * squares).sum(axis=1) < -1e-12).any()
        assert not (never(one, EVERY) and lost)


@pytest.mark.parametrize("seed", range(50))
def test_a_square_is_never_negative_whatever_the_units(seed):
    """Of a kernel of two dimensions and weights in units up to 1e6 apart; a little less of it is negative there."""
    random = np.random.default_rng(seed)
    row = np.r_[random.uniform(0.5, 2, 2), -random.uniform(0.5, 2)] * 10.0 ** random.integers(-3, 4, 3)
    square = np.outer(row, row)
    assert never(square, EVERY)
    assert not never(square - 1e-9 * np.diag(np.diag(square)), EVERY)


def test_only_free_weights_count_for_never():
    form = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    assert not never(form, EVERY)
    assert never(form, np.array([True, True, False]))
    assert never(np.ones((3, 3)), EVERY)
