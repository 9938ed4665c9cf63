"""Slow, obvious twins of the kernels: plain Python, one formula a line. They are the specification.

Those named ``exact_...`` take and return `fractions.Fraction`; tables are lists of rows.
"""

import math
from fractions import Fraction
from itertools import pairwise

INFINITE = math.inf


def fractions(values):
    """Turn floats, or rows of floats, into the rationals that they are."""
    return [fractions(v) if hasattr(v, "__len__") else Fraction(v) for v in values]


def columns(table):
    return [list(column) for column in zip(*table, strict=True)]


def rows(cols):
    return [list(row) for row in zip(*cols, strict=True)]


# Scales of one column. Each works on floats and on fractions alike.


def minmax(column, sense, low=None, high=None):
    low, high = min(column), max(column)
    spread = high - low
    if spread == 0:
        return [0 * x for x in column]
    return [(x - low) / spread if sense > 0 else (high - x) / spread for x in column]


def total(column, sense, low=None, high=None):
    del low, high
    parts = [x if sense > 0 else 1 / x for x in column]
    whole = sum(parts)
    return [part / whole for part in parts]


def maximum(column, sense, low=None, high=None):
    low, high = min(column), max(column)
    return [x / high if sense > 0 else low / x for x in column]


def fixed(column, sense, low, high):
    return [(x - low) / (high - low) if sense > 0 else (high - x) / (high - low) for x in column]


def vector(column, sense, low=None, high=None):
    """Irrational in general: on floats only."""
    del low, high
    norm = math.sqrt(math.fsum(x * x for x in column))
    if norm == 0:
        return [0.0 for _ in column]
    return [x / norm if sense > 0 else 1 - x / norm for x in column]


SCALES = {"minmax": minmax, "total": total, "maximum": maximum, "fixed": fixed, "vector": vector}


def scaled(table, senses, scale, low=None, high=None):
    """Scale a table column by column; `low` and `high` are numbers or one a criterion."""
    found = []
    for j, column in enumerate(columns(table)):
        bounds = [bound[j] if hasattr(bound, "__len__") else bound for bound in (low, high)]
        found.append(SCALES[scale](column, senses[j], *bounds))
    return rows(found)


# Scores.


def weighted_sum(values, weights):
    """``s_i = sum_j w_j v_ij``, of floats or of fractions."""
    return [sum(w * v for w, v in zip(weights, row, strict=True)) for row in values]


def squared_distances(values, weights, point):
    """``d_i^2 = sum_j w_j^2 (v_ij - p_j)^2``, of floats or of fractions."""
    return [sum((w * (v - p)) ** 2 for w, v, p in zip(weights, row, point, strict=True)) for row in values]


def ratios(to_worst, to_best):
    """``d-^2 / d+^2``: infinite where ``d+`` alone is zero, 1 where both are."""
    return [
        worst / best if best else (INFINITE if worst else type(best)(1))
        for worst, best in zip(to_worst, to_best, strict=True)
    ]


def distance_ratio(values, weights, ideal=None, anti_ideal=None):
    """Return the key of TOPSIS from scaled values, of floats or of fractions."""
    best = [max(column) for column in columns(values)] if ideal is None else ideal
    worst = [min(column) for column in columns(values)] if anti_ideal is None else anti_ideal
    return ratios(squared_distances(values, weights, worst), squared_distances(values, weights, best))


def exact_vector_ratio(table, senses, weights):
    """Return the key of TOPSIS on the vector scale without a root.

    ``((x - x_best) / ||x||)^2 = (x - x_best)^2 / sum(x^2)`` is rational, and
    ``1 - x / ||x||`` of a cost has the same differences but for their sign.
    """
    to_best, to_worst = [Fraction(0)] * len(table), [Fraction(0)] * len(table)
    for column, sense, weight in zip(columns(table), senses, weights, strict=True):
        best, worst = (max(column), min(column)) if sense > 0 else (min(column), max(column))
        norm = sum(x * x for x in column)
        if norm == 0:
            continue
        to_best = [d + weight**2 * (x - best) ** 2 / norm for d, x in zip(to_best, column, strict=True)]
        to_worst = [d + weight**2 * (x - worst) ** 2 / norm for d, x in zip(to_worst, column, strict=True)]
    return ratios(to_worst, to_best)


def closeness(ratio):
    """``C = d- / (d+ + d-)`` of one alternative, from ``(d- / d+)^2``."""
    if ratio == INFINITE:
        return 1.0
    return math.sqrt(ratio) / (1 + math.sqrt(ratio))


# Ranks.


def exact_ranks(keys):
    """``1 + #{k : key_k > key_i}``, without any tolerance."""
    return [1 + sum(other > key for other in keys) for key in keys]


def absolute_ranks(scores, weight_sum=1.0):
    """Count who precedes whom: ``s_k > s_i + 1e-12 max(sum(w), max|s|)``."""
    bar = 1e-12 * max(weight_sum, *(abs(s) for s in scores))
    return [1 + sum(other > score + bar for other in scores) for score in scores]


def ratio_ranks(keys):
    """Count who precedes whom: ``r_k > r_i (1 + 2e-12)``."""
    return [1 + sum(other > key * (1 + 2e-12) for other in keys) for key in keys]


def lead(scores):
    """Return the winner's lead as a share of the spread; 0 where all are equal, NaN for one."""
    if len(scores) == 1:
        return math.nan
    first, second, *_ = sorted(scores, reverse=True)
    spread = first - min(scores)
    return (first - second) / spread if spread else 0.0


# Pairwise comparisons.


def power_iteration(matrix, steps=400):
    """Return the principal eigenvalue and its eigenvector with sum 1, by multiplying again and again."""
    n = len(matrix)
    vector = [1.0 / n] * n
    largest = 0.0
    for _ in range(steps):
        image = [sum(a * v for a, v in zip(row, vector, strict=True)) for row in matrix]
        largest = sum(image)  # because the vector has sum 1
        before, vector = vector, [x / largest for x in image]
        if vector == before:
            break  # to the last bit, so every step to come gives the same
    return largest, vector


def geometric_means(matrix):
    """Return the n-th roots of the row products, with sum 1."""
    means = [math.prod(row) ** (1 / len(row)) for row in matrix]
    return [mean / sum(means) for mean in means]


def consistency_index(matrix):
    n = len(matrix)
    return (power_iteration(matrix)[0] - n) / (n - 1) if n > 2 else 0.0


def geometric_consistency_index(matrix):
    n = len(matrix)
    if n <= 2:
        return 0.0
    w = geometric_means(matrix)
    errors = [math.log(matrix[i][j] * w[j] / w[i]) ** 2 for i in range(n) for j in range(i + 1, n)]
    return 2 / ((n - 1) * (n - 2)) * sum(errors)


def simplex_grid(n, steps):
    """Yield every tuple of n non-negative integers with sum `steps`."""
    if n == 1:
        yield (steps,)
        return
    for first in range(steps + 1):
        for rest in simplex_grid(n - 1, steps - first):
            yield (first, *rest)


def is_sorted(values):
    return all(a <= b for a, b in pairwise(values))
