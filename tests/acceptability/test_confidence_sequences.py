"""Confidence sequences hold however often one looks; a fixed interval does not."""

import math

import numpy as np
import pytest
from scipy.special import zeta
from scipy.stats import binom, norm

from mcda_nato.acceptability import confidence_sequences
from mcda_nato.acceptability.confidence_sequences import RunningMean, stitched_boundary

STREAMS, LOOKS, BATCH, ALPHA = 400, 120, 250, 0.2


def streams(draw, streams=STREAMS, looks=LOOKS):
    """Return sums and sums of squares of the batches of every stream, ``(looks, streams)``."""
    rng = np.random.default_rng(1)
    terms = [draw(rng, (streams, BATCH)) for _ in range(looks)]
    return np.array([t.sum(axis=1) for t in terms]), np.array([(t**2).sum(axis=1) for t in terms])


DRAWS = {
    "coin": (lambda rng, shape: rng.random(shape) < 0.5, 0.5, 1.0),
    "rare": (lambda rng, shape: rng.random(shape) < 0.002, 0.002, 1.0),
    "certain": (lambda rng, shape: np.ones(shape), 1.0, 1.0),
    "difference": (lambda rng, shape: rng.integers(-1, 2, shape), 0.0, 2.0),
}


def missed(totals, squares, truth, width, alpha=ALPHA):
    """Return how many streams left their confidence sequence at any look; each of k means gets a k-th of alpha."""
    count = totals.shape[1]
    run, out = RunningMean.empty((count,), width), np.zeros(count, dtype=bool)
    for total, square in zip(totals, squares, strict=True):
        run = run.plus(BATCH, total, square)
        out |= np.abs(run.mean - truth) > run.half_width(alpha * count)
    return out.sum()


def allowed(alpha, count):
    """Return the number of misses that a rate of alpha exceeds once in ten thousand."""
    return binom.ppf(0.9999, count, alpha)


@pytest.mark.parametrize(("draw", "truth", "width"), DRAWS.values(), ids=DRAWS)
def test_a_confidence_sequence_covers_at_all_looks(draw, truth, width):
    """Fewer than alpha of the streams ever leave it."""
    totals, squares = streams(lambda rng, shape: draw(rng, shape).astype(float))
    assert missed(totals, squares, truth, width) <= ALPHA * STREAMS


def test_it_also_covers_terms_that_change_their_variance():
    """Batches need not be alike, only their mean."""

    def draw(rng, shape):
        wide = rng.random() < 0.3
        return np.where(rng.random(shape) < 0.5, 0.5 - 0.5 * wide, 0.5 + 0.5 * wide)

    totals, squares = streams(draw)
    assert missed(totals, squares, 0.5, 1.0) <= ALPHA * STREAMS


def test_control_a_normal_interval_looked_at_repeatedly_does_not_cover():
    """At a fixed look it does, but far more than alpha of the streams leave it at some look."""
    totals, _ = streams(DRAWS["coin"][0])
    n = BATCH * np.arange(1, LOOKS + 1)[:, None]
    off = np.abs(totals.cumsum(axis=0) / n - 0.5) > norm.ppf(1 - ALPHA / 2) * 0.5 / np.sqrt(n)
    assert off[-1].sum() <= allowed(ALPHA, STREAMS)
    assert off.any(axis=0).sum() > allowed(ALPHA, STREAMS)
    assert off.any(axis=0).mean() > 2 * ALPHA


@pytest.mark.exhaustive
@pytest.mark.parametrize(("draw", "truth", "width"), DRAWS.values(), ids=DRAWS)
def test_a_confidence_sequence_covers_thousands_of_streams(draw, truth, width):
    totals, squares = streams(lambda rng, shape: draw(rng, shape).astype(float), 2000, 240)
    assert missed(totals, squares, truth, width) <= ALPHA * 2000


def test_batches_are_predicted_by_those_before():
    """The variance is the sum of squared deviations from the mean of all earlier batches."""
    rng = np.random.default_rng(0)
    batches = [rng.random(size) for size in (3, 1, 10, 7)]
    run, expected, before = RunningMean.empty((), 1.0), 0.0, np.empty(0)
    for batch in batches:
        expected += ((batch - (before.mean() if before.size else 0.0)) ** 2).sum()
        before = np.concatenate([before, batch])
        run = run.plus(len(batch), np.array(batch.sum()), np.array((batch**2).sum()))
        assert run.variance == pytest.approx(expected)
        assert run.mean == pytest.approx(before.mean())


def slow_boundary(v, alpha, c, m):
    """Return the polynomial stitched boundary, equation (10) of Howard et al. (2021), eta = 2, s = 1.4."""
    eta, s = 2.0, 1.4
    k1, k2 = (eta**0.25 + eta**-0.25) / math.sqrt(2), (math.sqrt(eta) + 1) / 2
    v = max(v, m)
    loglog = s * math.log(math.log(eta * v / m)) + math.log(zeta(s) / (alpha * math.log(eta) ** s))
    return math.sqrt(k1**2 * v * loglog + (k2 * c * loglog) ** 2) + k2 * c * loglog


@pytest.mark.parametrize("variance", [0.0, 1.0, 999.0, 1000.0, 12_345.6, 1e9])
@pytest.mark.parametrize("alpha", [0.2, 0.05, 1e-6])
@pytest.mark.parametrize("width", [1.0, 2.0])
def test_the_boundary_is_the_published_one(variance, alpha, width):
    found = float(stitched_boundary(np.array(variance), alpha, width))
    assert found == pytest.approx(slow_boundary(variance, alpha, width, 1000.0), rel=1e-5)
    assert found >= slow_boundary(variance, alpha, width, 1000.0)  # rounded up
    assert zeta(1.4) <= confidence_sequences._ZETA


def test_half_widths_shrink_nearly_with_the_root_of_n():
    run = RunningMean.empty((), 1.0)
    widths = []
    for _ in range(12):
        n = max(run.n, 5_000)
        run = run.plus(n, np.array(n / 2), np.array(n / 2))
        widths.append(float(run.half_width(0.05)))
    slope = np.polyfit(np.log(5_000 * 2.0 ** np.arange(12)), np.log(widths), 1)[0]
    assert -0.55 < slope < -0.42
    normal = norm.ppf(0.975) * 0.5 / math.sqrt(run.n)
    assert normal < widths[-1] < 2.5 * normal


def test_several_means_hold_at_once():
    """Each of k gets alpha / k."""
    one, many = RunningMean.empty((), 1.0), RunningMean.empty((10,), 1.0)
    one = one.plus(5000, np.array(2500.0), np.array(2500.0))
    many = many.plus(5000, np.full(10, 2500.0), np.full(10, 2500.0))
    assert many.half_width(0.05)[0] == pytest.approx(float(one.half_width(0.005)))
    assert many.half_width(0.05)[0] > one.half_width(0.05)
