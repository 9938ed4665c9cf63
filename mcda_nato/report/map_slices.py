"""The slices of weights on which a map of winners of four criteria shows what a report marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mcda_nato.arrays import FloatArray

#: Slices of one map.
MOST = 4
_SAME = 1e-9  # weights that differ by less are one
_QUARTERS = (0.0, 0.25, 0.5, 0.75)


def slices_through(criteria: Sequence[str], points: Sequence[FloatArray]) -> dict[str, list[float]]:
    """Return the criterion to fix, and at which weights, so that as many of these points as can be lie on a slice.

    The present weights are first among the points; of criteria with which the
    same number of points lie on slices the one with the fewest weights is
    fixed, and of these the last. Where fewer than four weights are needed the
    rest are those that `winner_regions` takes by itself.

    Parameters
    ----------
    criteria : sequence of str
        Four of them.
    points : sequence of arrays, shape (4,)
        Sets of weights, what matters most first.

    Returns
    -------
    dict of str to list of float
        What `fixed` of `winner_regions` takes: ascending weights of one criterion.

    Examples
    --------
    >>> slices_through(["a", "b", "c", "d"], [[0.1, 0.2, 0.3, 0.4], [0.1, 0.3, 0.2, 0.4]])
    {'d': [0.0, 0.2, 0.4, 0.7]}
    """
    levels = [_levels(point[j] for point in points) for j in range(len(criteria))]

    def order(j: int) -> tuple[int, int, int]:
        on = sum(any(abs(point[j] - level) <= _SAME for level in levels[j][:MOST]) for point in points)
        return -on, len(levels[j]), -j

    chosen = min(range(len(criteria)), key=order)
    now = float(points[0][chosen])
    more = (0.0, (1.0 + now) / 2.0, now / 2.0) if 0.0 < now < 1.0 else _QUARTERS
    return {criteria[chosen]: sorted(_levels([*levels[chosen][:MOST], *more])[:MOST])}


def _levels(weights: Iterable[float]) -> list[float]:
    """Return weights below 1 that are distinct, as they are read in the name of a slice too."""
    found: list[float] = []
    for weight in map(float, weights):
        apart = all(abs(weight - own) > _SAME and f"{weight:.4g}" != f"{own:.4g}" for own in found)
        if apart and weight < 1.0 - _SAME:
            found.append(min(max(weight, 0.0), 1.0))
    return found
