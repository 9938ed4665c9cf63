"""One number moves along a line: where another alternative first draws level.

Between breaks, each comparison times a known positive factor is a polynomial
in the moving number (or in a variable that grows with it), so that a few of
its values give all its roots. What is found is tested on keys and bars.
"""

from collections.abc import Callable

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, IntArray

_NEGLIGIBLE = 1e-14  # of the largest coefficient: below it a leading one is rounding
_AT_THE_END = 1e-6  # on [-1, 1]: an end is tried itself, and a double root there is scattered by rounding
_NEARLY_REAL = 1e-2  # on [-1, 1]: where two roots merge, rounding parts them along the imaginary axis
_HALVINGS = 200


def chebyshev_nodes(count: int) -> FloatArray:
    """Return the roots of the Chebyshev polynomial of this degree, on (-1, 1), ``(count,)``."""
    return np.asarray(np.cos(np.pi * (np.arange(count) + 0.5) / count))


def polynomial_roots(values: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the roots inside (-1, 1) of polynomials given at the Chebyshev nodes.

    Values ``(polynomials, count)`` to the polynomial's number and the root,
    both ``(found,)``: the real parts of all that are nearly real, as
    eigenvalues of colleague matrices (Good 1961). Constants have none, nor
    have polynomials with a value that is not finite.
    """
    count = values.shape[-1]
    order = np.arange(count)[:, None]
    basis = np.cos(np.pi * order * (np.arange(count) + 0.5) / count) * np.where(order > 0, 2.0, 1.0) / count
    coefficients = np.where(np.isfinite(values).all(axis=-1, keepdims=True), values, 0.0) @ basis.T
    size = np.abs(coefficients)
    matters = size > _NEGLIGIBLE * size.max(axis=-1, keepdims=True, initial=0.0)
    degree = np.where(matters.any(axis=-1), count - 1 - matters[:, ::-1].argmax(axis=-1), 0)
    which, roots = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for d in np.unique(degree[degree > 0]):
        those = np.flatnonzero(degree == d)
        row, root = _roots_of_degree(coefficients[those, : d + 1])
        which.append(those[row])
        roots.append(root)
    return np.concatenate(which), np.concatenate(roots)


def _roots_of_degree(coefficients: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the nearly real roots inside (-1, 1) of Chebyshev series ``(series, degree + 1)``, and whose they are."""
    degree = coefficients.shape[-1] - 1
    matrix = np.zeros((len(coefficients), degree, degree))
    beside = np.full(degree - 1, 0.5)
    beside[:1] = np.sqrt(0.5)
    at = np.arange(degree - 1)
    matrix[:, at, at + 1] = matrix[:, at + 1, at] = beside
    scale = np.where(np.arange(degree) == 0, 1.0, np.sqrt(0.5))
    lead = coefficients[:, -1:] * (1.0 if degree == 1 else 2.0)
    matrix[:, :, -1] -= coefficients[:, :-1] / lead * scale / scale[-1]
    roots = np.linalg.eigvals(matrix)
    real = (np.abs(roots.imag) <= _NEARLY_REAL) & (np.abs(roots.real) < 1.0 - _AT_THE_END)
    return np.nonzero(real)[0], roots.real[real]


# What turns the scaled values of a column with one moving cell x (...,) beside
# the others (m - 1,) into polynomials of degree at most two between breaks.


def no_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return 1: fixed bounds are linear."""
    del others, sense
    return np.ones_like(x)


def minmax_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the spread of the column."""
    del sense
    return np.maximum(x, others.max()) - np.minimum(x, others.min())


def total_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the sum, and x times the sum of the inverses for a cost."""
    return others.sum() + x if sense > 0 else x * (1.0 / others).sum() + 1.0


def maximum_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return the largest, and x for a cost."""
    return np.maximum(x, others.max()) if sense > 0 else x


def vector_factor(others: FloatArray, x: FloatArray, sense: float) -> FloatArray:
    """Return ``1 + t**2``: x and the norm are quotients of quadratics in the t of `to_parameter`."""
    del sense
    return 1.0 + to_parameter(x, others) ** 2


def to_parameter(x: FloatArray, others: FloatArray) -> FloatArray:
    """Return t with ``x = r 2t / (1 - t**2)``, so that ``||(x, others)|| = r (1 + t**2) / (1 - t**2)``.

    r is the norm of the others, 1 where these are all 0.
    """
    ratio = x / _norm(others)
    return np.asarray(ratio / (1.0 + np.hypot(1.0, ratio)))


def from_parameter(t: FloatArray, others: FloatArray) -> FloatArray:
    """Return x from t."""
    return np.asarray(_norm(others) * 2.0 * t / ((1.0 - t) * (1.0 + t)))


def _norm(others: FloatArray) -> float:
    return float(np.hypot.reduce(others)) or 1.0


def grades(low: float, high: float, unit: float, *, ratio: bool) -> FloatArray:
    """Return breaks at growing distances from [low, high], so that no power varies too much between two.

    At ``low - unit 4**k`` and ``high + unit 4**k``; for a ratio towards 0 too.
    """
    powers = 4.0 ** np.arange(64)
    towards = low / powers[1:] if ratio and low > 0 else powers[:0]
    return np.concatenate([low - unit * powers, high + unit * powers, towards])


def with_middles(points: FloatArray) -> FloatArray:
    """Return distinct points in order with one more between each two neighbours."""
    ordered = np.unique(points)
    return np.unique(np.concatenate([ordered, ordered[:-1] + np.diff(ordered) / 2.0]))


# Who is level with the first, from keys (..., m) and bars.


def standing(key: FloatArray, bar: FloatArray, first: int) -> IntArray:
    """Return how far the best other has come, ``(...,)``.

    0 where the first precedes all others, 1 where one ties with it, 2 where
    the key of one is not below its own, 3 where one precedes it. Keys that are
    not numbers have come nowhere.
    """
    others = np.delete(key, first, axis=-1)
    tied = key[..., first, None] <= np.delete(bar, first, axis=-1)
    reached = np.asarray((tied, others >= key[..., first, None], others > bar[..., first, None]))
    return np.asarray(reached.any(axis=-1).sum(axis=0))


def challenger(key: FloatArray, bar: FloatArray, first: int) -> IntArray:
    """Return the best of the others, the earliest where several tie, ``(...,)``."""
    others = key.copy()
    others[..., first] = -np.inf
    ties = others.max(axis=-1, keepdims=True) <= bar
    ties[..., first] = False
    return np.asarray(ties.argmax(axis=-1))


def linear_margins(values: FloatArray, weights: FloatArray, first: int) -> FloatArray:
    """Return ``s_k - s_first``, ``(..., m)``."""
    scores = np.einsum("...mn,...n->...m", values, weights)
    return np.asarray(scores - scores[..., first, None])


def ratio_margins(to_worst: FloatArray, to_best: FloatArray, weights: FloatArray, first: int) -> FloatArray:
    """Return ``d-_k d+_first - d-_first d+_k`` of squared distances, ``(..., m)``."""
    worst, best = (np.einsum("...mn,...n->...m", squares, weights**2) for squares in (to_worst, to_best))
    return np.asarray(worst * best[..., first, None] - worst[..., first, None] * best)


def brackets(points: FloatArray, start: float, changed: BoolArray, sure: BoolArray) -> FloatArray:
    """Return where things first change, downwards and upwards from the start, ``(2, 3)``.

    The last point unchanged, the first changed, and 1 if that one is a root or
    a break (`sure`); NaN where nothing changes. The points are in order and
    hold the start.
    """
    found = np.full((2, 3), np.nan)
    at = int(np.searchsorted(points, start))
    below, above = np.flatnonzero(changed[:at]), at + 1 + np.flatnonzero(changed[at + 1 :])
    if below.size:
        found[0] = points[below[-1] + 1], points[below[-1]], sure[below[-1]]
    if above.size:
        found[1] = points[above[0] - 1], points[above[0]], sure[above[0]]
    return found


def polished(bracket: FloatArray, standing_at: Callable[[FloatArray], IntArray]) -> FloatArray:
    """Return where another draws level inside brackets ``(lines, 3)``, ``(lines,)``.

    A root or break at which another ties is the answer. Where it is ahead the
    bracket is halved until the keys change places between two floats; where a
    tie begins between two points, until it begins.
    """
    out, into, sure = bracket.T.copy()
    at_end = standing_at(into)
    enough = np.where(at_end == 3, 2, 1)
    open_ = (at_end == 3) | (sure == 0.0)
    for _ in range(_HALVINGS):
        middle = out + (into - out) / 2.0
        open_ = open_ & (middle != out) & (middle != into)
        if not open_.any():
            break
        inside = standing_at(middle) >= enough
        into = np.where(open_ & inside, middle, into)
        out = np.where(open_ & ~inside, middle, out)
    return into
