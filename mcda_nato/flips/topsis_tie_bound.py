"""How near a loss can be: certified lower bounds by branch and bound.

With ``u = w**2``, i precedes k where ``f(w) = u' M u > 0``. The weight simplex is
cut into smaller ones. On each, f is a polynomial of degree 4, enclosed by its
Bernstein coefficients, and linear forms (for "l2" the square itself) bound the
distance: for any mu >= 0, ``distance + mu f`` exceeds its least coefficient; the
greatest of these over mu bounds the distance wherever ``f <= 0``. It is off by the
square of the size of the cell, and weights that are not negative cost nothing. A
cell without a negative coefficient holds no loss, even where f is 0 on its boundary.
"""

import math
from collections.abc import Callable
from functools import cache
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np

from mcda_nato.arrays import FloatArray, IntArray

#: A gap is closed where less than this share of the distance is left.
GAP = 1e-6

_BATCH = 1024  # cells cut in a round
_ROUNDING = 1e-15  # coefficients of forms with entries up to 1 that are nearer to 0 are 0
_CLOSE = 1e-9  # where a coefficient is further below 0 the loss is mostly sure
_SMALLEST = 1e-13  # cells that are narrower are not cut
_FEW = 200  # cells below which a round costs the same for four parts as for two

#: Called with owners ``(p,)`` and ends ``(p, e, n)``: look for nearer ties there.
Improve = Callable[[IntArray, FloatArray], None]


class Basis(NamedTuple):
    """Bernstein coefficients of degree 4 on a simplex of n vertices, from products of vertices."""

    pairs: IntArray  # (p, 2): vertices i <= k
    products: IntArray  # (q, 2): pairs
    quartic: FloatArray  # (q, c): from products of pairs
    raised: FloatArray  # (p, c): from degree 2
    shares: FloatArray  # (c, n): the control points, as means of vertices


class Nearest(NamedTuple):
    """What is known of each owner's nearest tie; the arrays are updated in place."""

    distance: FloatArray  # (k,), infinite where no tie is known
    form: FloatArray  # (k, n): distance(x) >= form.(x - w), nearly equal at that tie


@cache
def basis(n: int) -> Basis:
    """Return what the coefficients are made of."""
    pairs: list[tuple[int, ...]] = list(combinations_with_replacement(range(n), 2))
    indices: dict[tuple[int, ...], int] = {
        index: at for at, index in enumerate(combinations_with_replacement(range(n), 4))
    }
    products = list(combinations_with_replacement(range(len(pairs)), 2))
    quartic: FloatArray = np.zeros((len(products), len(indices)))
    raised: FloatArray = np.zeros((len(pairs), len(indices)))
    for row, (p, q) in enumerate(products):
        index = tuple(sorted(pairs[p] + pairs[q]))
        share = _arrangements(pairs[p]) * _arrangements(pairs[q]) / _arrangements(index)
        quartic[row, indices[index]] = share if p == q else 2.0 * share
        raised[p, indices[index]] += share
        if p != q:
            raised[q, indices[index]] += share
    shares = np.array([[index.count(i) / 4.0 for i in range(n)] for index in indices])
    return Basis(np.array(pairs), np.array(products), quartic, raised, shares)


def _arrangements(index: tuple[int, ...]) -> int:
    return math.factorial(len(index)) // math.prod(math.factorial(index.count(i)) for i in set(index))


def coefficients(cells: FloatArray, forms: FloatArray) -> FloatArray:
    """Return the Bernstein coefficients of f ``(s, c)`` on cells, of a vertex a row, for forms: both ``(s, n, n)``."""
    known = basis(cells.shape[-1])
    left, right = known.pairs.T
    squares = cells[:, left] * cells[:, right]
    left, right = known.products.T
    return ((squares @ forms)[:, left] * squares[:, right]).sum(axis=-1) @ known.quartic


def _without_touching(values: FloatArray, cells: FloatArray, sure: FloatArray) -> FloatArray:
    """Return the coefficients, those of a cell without a loss as 1: f may be 0 there, and is never surely below."""
    least = values.min(axis=1)
    touched = least >= -_ROUNDING
    near = np.flatnonzero(~touched & (least >= -_CLOSE))
    if near.size:
        touched[near] = coefficients(cells[near], sure[near]).min(axis=1) >= 0
    return np.where(touched[:, None], 1.0, values)


def envelope(values: FloatArray, heights: FloatArray) -> FloatArray:
    """Return the greatest over mu >= 0 of ``min(heights + mu values)``, ``(s,)``.

    That is the height of the lower hull of the points where the value is 0,
    infinite where all values are positive. Every mu gives a lower bound; a few
    steps from hull point to hull point find the best, or one nearly as good.
    """
    rows, below = np.arange(len(values)), values <= 0
    best = np.full(len(values), -np.inf)
    at = np.where(below, heights, np.inf).argmin(axis=1)
    for _ in range(4):
        run = np.where(below, 1.0, np.maximum(values - values[rows, at][:, None], np.finfo(float).tiny))
        with np.errstate(over="ignore"):
            rise = np.where(below, np.inf, (heights - heights[rows, at][:, None]) / run)
            slope = np.maximum(-rise.min(axis=1), 0.0)
            slope[~np.isfinite(slope)] = 0.0
            lines = heights + slope[:, None] * values
        best = np.maximum(best, lines.min(axis=1))
        at = np.where(below, lines, np.inf).argmin(axis=1)
    return np.where(below.any(axis=1), best, np.inf)


def reach(
    cells: FloatArray, forms: FloatArray, weights: FloatArray, norm: str, known: FloatArray, sure: FloatArray
) -> FloatArray:
    """Return a lower bound of the distance of a loss in each cell, ``(s,)``, infinite where there is none.

    `known`, ``(s, n)``, are further forms that bound the distance, as in `Nearest`;
    `sure`, ``(s, n, n)``, are negative only where the tie rule says that it is a loss.
    """
    values = _without_touching(coefficients(cells, forms), cells, sure)
    parts, apart = basis(cells.shape[-1]), cells - weights
    if norm == "l2":
        left, right = parts.pairs.T
        heights = (apart[:, left] * apart[:, right]).sum(axis=-1) @ parts.raised
        return np.sqrt(np.maximum(envelope(values, heights), 0.0))
    low = np.zeros(len(cells))
    for form in (_steepest(apart.mean(axis=1), norm), known):
        low = np.maximum(low, envelope(values, (apart * form[:, None]).sum(axis=-1) @ parts.shares.T))
    return low


def _steepest(centres: FloatArray, norm: str) -> FloatArray:
    """Return the forms that equal the distance at the centre of each cell."""
    if norm == "l1":
        return np.sign(centres)
    rows, widest = np.arange(len(centres)), np.abs(centres).argmax(axis=1)
    form = np.zeros_like(centres)
    form[rows, widest] = np.sign(centres[rows, widest])
    return form


def _halves(cells: FloatArray) -> FloatArray:
    """Cut each cell through the middle of its longest edge; first halves come first."""
    left, right = np.triu_indices(cells.shape[-1], 1)
    rows = np.arange(len(cells))
    longest = ((cells[:, left] - cells[:, right]) ** 2).sum(axis=-1).argmax(axis=1)
    middle = 0.5 * (cells[rows, left[longest]] + cells[rows, right[longest]])
    halves = np.concatenate([cells, cells])
    halves[rows, left[longest]] = middle
    halves[len(cells) + rows, right[longest]] = middle
    return halves


class Front(NamedTuple):
    """Cells that are still to be cut, with their owners and lower bounds."""

    cells: FloatArray
    owner: IntArray
    low: FloatArray

    def at(self, where: IntArray) -> "Front":
        """Return those of these indices."""
        return Front(self.cells[where], self.owner[where], self.low[where])

    def lowest(self, count: int) -> tuple["Front", "Front"]:
        """Return those with the lowest bounds, and the others."""
        order = np.argsort(self.low, kind="stable")
        return self.at(order[:count]), self.at(order[count:])

    def halved(self) -> "Front":
        """Return both halves of every cell."""
        return Front(_halves(self.cells), np.tile(self.owner, 2), np.tile(self.low, 2))

    def beside(self, other: "Front") -> "Front":
        """Return these and others."""
        return Front(*(np.concatenate(pair) for pair in zip(self, other, strict=True)))


def _start(weights: FloatArray, distance: FloatArray, norm: str) -> Front:
    """Return the cells between the weights and the facets of a simplex around all that is nearer than each distance.

    No weight falls by more than the share of the distance that one may fall by
    while others rise; what is further than the distance need not be looked at.
    """
    n = len(weights)
    fall = {"l1": 0.5, "l2": np.sqrt(1.0 - 1.0 / n), "max": 1.0}[norm] * distance[:, None] * (1.0 + 1e-9)
    least = np.maximum(weights - fall, 0.0)
    corners = least[:, None] + (1.0 - least.sum(axis=1))[:, None, None] * np.eye(n)
    apex = np.broadcast_to(weights, (len(distance), 1, n))
    facets = np.flatnonzero(weights > 0)
    cells = np.stack([np.concatenate([np.delete(corners, j, axis=1), apex], axis=1) for j in facets], axis=1)
    owner = np.repeat(np.arange(len(distance)), len(facets))
    return Front(cells.reshape(-1, n, n), owner, np.zeros(len(owner)))


def lower_bounds(
    forms: FloatArray, sure: FloatArray, weights: FloatArray, norm: str, nearest: Nearest, improve: Improve, most: int
) -> FloatArray:
    """Return certified lower bounds of each owner's distance to a loss, ``(k,)``.

    Parameters
    ----------
    forms : ndarray, shape (k, n, n)
        Symmetric M of each owner, with f positive at the weights.
    sure : ndarray, shape (k, n, n)
        The same, negative only where the tie rule says that it is a loss.
    weights : ndarray, shape (n,)
    norm : {"l1", "l2", "max"}
    nearest : Nearest
        Read in every round, so that `improve` may update it.
    improve : callable
        Given the most promising cells after 2, 4, 8, ... rounds.
    most : int
        Cells to bound at most, and a quarter of that once the nearest owner is
        settled. The lowest bounds go first, so that it is settled first.
    """
    new = _start(weights, nearest.distance, norm)
    waiting = new.at(np.arange(0))
    closed = np.full(len(forms), np.inf)
    rounds = spent = 0
    while len(new.cells):
        spent, rounds = spent + len(new.cells), rounds + 1
        found = reach(new.cells, forms[new.owner], weights, norm, nearest.form[new.owner], sure[new.owner])
        new = new._replace(low=np.maximum(found, new.low))
        wide = np.ptp(new.cells, axis=1).max(axis=1) > _SMALLEST
        np.minimum.at(closed, new.owner[~wide], new.low[~wide])
        waiting = waiting.beside(new.at(np.flatnonzero(wide)))
        if rounds > 1 and rounds & (rounds - 1) == 0:
            _offer(waiting, improve)
        open_ = waiting.low < (1.0 - GAP) * nearest.distance[waiting.owner]
        np.minimum.at(closed, waiting.owner[~open_], waiting.low[~open_])
        waiting = waiting.at(np.flatnonzero(open_))
        settled = waiting.low.min(initial=np.inf) >= (1.0 - GAP) * nearest.distance.min()
        if spent > (most / 4 if settled else most):
            break
        now, waiting = waiting.lowest(_BATCH)
        new = now.halved().halved() if len(now.cells) < _FEW else now.halved()
    np.minimum.at(closed, waiting.owner, waiting.low)
    return np.minimum(closed, nearest.distance)


def _offer(front: Front, improve: Improve) -> None:
    """Show the vertices and the centre of each owner's most promising cell."""
    order = np.lexsort((front.low, front.owner))
    owners, first = np.unique(front.owner[order], return_index=True)
    best = front.cells[order[first]]
    improve(owners, np.concatenate([best, best.mean(axis=1, keepdims=True)], axis=1))
