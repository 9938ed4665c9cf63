"""What weights of a set can reach: the most linear comparisons that hold at once.

A set of weights is ``{w : A w <= b, sum(w) = 1}`` within the simplex, with its
corners where they are known. Which of K comparisons ``g_k . w > t`` hold at
once is a question of feasible subsystems, NP-hard in K: branch and bound, a
linear programme a node. No node is closed on the word of the solver alone: its
multipliers y give ``min_k g_k . w <= max over the set of (y G) . w``, and that
is computed anew.
"""

from dataclasses import dataclass

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray

_ACTIVE = 1e-8  # slack below which a solution of a linear programme is meant to touch a plane
INSIDE = 1e-12  # by how much weights may break a constraint and still be in the set


@dataclass(frozen=True)
class Region:
    """A non-empty set of weights.

    `matrix` ``(r, n)`` and `bounds` ``(r,)`` say ``A w <= b`` and hold at least
    ``w >= 0``; `corners` ``(v, n)`` are its vertices, `None` where there are too
    many; `centre` ``(n,)`` is inside.
    """

    matrix: FloatArray
    bounds: FloatArray
    corners: FloatArray | None
    centre: FloatArray

    def holds(self, weights: FloatArray) -> BoolArray:
        """Return which of the weights ``(k, n)`` are in the set, but for rounding."""
        return np.asarray((weights @ self.matrix.T <= self.bounds + INSIDE).all(axis=1))

    def touched(self, weights: FloatArray) -> FloatArray:
        """Return the weights ``(n,)`` put onto the planes of the set that they nearly touch."""
        active = np.abs(self.matrix @ weights - self.bounds) < _ACTIVE
        return put_onto(weights, self.matrix[active], self.bounds[active])

    def furthest(self, rows: FloatArray) -> FloatArray:
        """Return ``(k, n)`` weights, for each row ``c`` those with the largest ``c . w``."""
        if self.corners is not None:
            return self.corners[(rows @ self.corners.T).argmax(axis=1)]
        found = [self._solved(row) for row in rows]
        return np.array(found).reshape(-1, len(self.centre))

    def _solved(self, row: FloatArray) -> FloatArray:
        from scipy.optimize import linprog

        found = linprog(
            -row, self.matrix, self.bounds, np.ones((1, len(row))), [1.0], bounds=(None, None), method="highs"
        )
        return self.centre if found.x is None else self.touched(found.x)

    def largest(self, rows: FloatArray) -> FloatArray:
        """Return the largest ``c . w`` in the set for each row, ``(k,)``."""
        return (rows * self.furthest(rows)).sum(axis=1)


def put_onto(weights: FloatArray, rows: FloatArray, bounds: FloatArray) -> FloatArray:
    """Return the nearest weights with sum 1 on the planes ``rows . w = bounds``, without errors below 0."""
    rows = np.vstack([np.ones(len(weights)), rows])
    step = np.linalg.lstsq(rows, np.append(1.0, bounds) - rows @ weights, rcond=1e-9)[0]
    moved = weights + step
    moved[np.abs(moved) <= INSIDE] = 0.0
    return moved / moved.sum()


def most_at_once(region: Region, rows: FloatArray, threshold: float, nodes: int) -> tuple[FloatArray, int]:
    """Return weights at which many comparisons hold, and the most that can.

    Comparison k holds where ``rows[k] . w > threshold``. The second number is
    an upper bound: with up to `nodes` linear programmes it is in general what
    the weights attain.
    """
    far = region.furthest(rows)
    highest, lowest = (rows * far).sum(axis=1), -region.largest(-rows)
    unsure = (highest > threshold) & (lowest <= threshold)
    always = int((lowest > threshold).sum())
    if not unsure.any():
        return region.centre, always
    search = _Search(region, rows[unsure], threshold, nodes)
    search.offer(np.vstack([region.centre, far[unsure], (far[unsure] + region.centre) / 2.0]))
    most = search.run()
    return search.weights, always + most


class _Search:
    """Depth first: a comparison that fails is required, then given up."""

    def __init__(self, region: Region, rows: FloatArray, threshold: float, nodes: int) -> None:
        self.region, self.rows, self.threshold, self.left = region, rows, threshold, nodes
        self.weights, self.most = region.centre, -1

    def offer(self, weights: FloatArray) -> None:
        weights = weights[self.region.holds(weights)]
        counts = (weights @ self.rows.T > self.threshold).sum(axis=1)
        if len(counts) and counts.max() > self.most:
            self.most, self.weights = int(counts.max()), weights[counts.argmax()]

    def run(self) -> int:
        """Return the most comparisons that hold at once, or a bound above where the nodes run out."""
        stack: list[tuple[list[int], list[int], FloatArray]] = [([], list(range(len(self.rows))), self.weights)]
        settled = 0
        while stack and self.left:
            required, free, at = stack.pop()
            failing = [k for k in free if not self.rows[k] @ at > self.threshold]
            if len(required) + len(free) <= self.most or not failing:
                settled = max(settled, len(required) + len(free) if not failing else 0)
                continue
            k = min(failing, key=lambda k: (float(self.rows[k] @ at), k))
            rest = [other for other in free if other != k]
            stack.append((required, rest, at))
            weights = self._meeting([*required, k])
            if weights is not None:
                self.offer(weights[None])
                stack.append(([*required, k], rest, weights))
        return max([self.most, settled, *(len(required) + len(free) for required, free, _ in stack)])

    def _meeting(self, required: list[int]) -> FloatArray | None:
        """Return weights at which the required comparisons hold by the most, `None` where they cannot all."""
        self.left -= 1
        rows = self.rows[required]
        solved = _largest_least(self.region, rows)
        if solved is None:
            return self.region.centre
        weights, multipliers = solved
        if self.region.largest((multipliers @ rows)[None])[0] <= self.threshold:
            return None
        return weights


def _largest_least(region: Region, rows: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return the weights with the largest ``min_k rows[k] . w`` and the multipliers of the rows, with sum 1."""
    from scipy.optimize import linprog

    n, count = rows.shape[1], len(rows)
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.block([[-rows, np.ones((count, 1))], [region.matrix, np.zeros((len(region.matrix), 1))]]),
        b_ub=np.append(np.zeros(count), region.bounds),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=(None, None),
        method="highs",
    )
    if found.status != 0 or found.x is None:
        return None
    multipliers = np.clip(-found.ineqlin.marginals[:count], 0.0, None)
    if not multipliers.sum() > 0:
        return None
    return _exactly(region, rows, found.x[:n], float(found.x[n])), multipliers / multipliers.sum()


def _exactly(region: Region, rows: FloatArray, weights: FloatArray, least: float) -> FloatArray:
    """Put a solution onto the planes that it touches; those of comparisons only where they tie."""
    active = np.abs(region.matrix @ weights - region.bounds) < _ACTIVE
    ties = np.abs(rows @ weights) < _ACTIVE if abs(least) < _ACTIVE else np.zeros(len(rows), dtype=bool)
    return put_onto(
        weights, np.vstack([region.matrix[active], rows[ties]]), np.append(region.bounds[active], np.zeros(ties.sum()))
    )
