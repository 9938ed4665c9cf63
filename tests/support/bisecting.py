"""Slow, obvious twin of volumes on the simplex of weights: bisection in `fractions.Fraction`.

A simplex is a list of corners; a form is a list of coefficients, linear in the
corners. An edge from a corner with a positive value to one with a negative
value crosses zero at x, and x splits the simplex in two: one in which it
replaces the first corner, one in which it replaces the second. Their shares of
the volume are those of the edge. Nothing is rounded.
"""

from collections import defaultdict
from fractions import Fraction
from itertools import combinations, pairwise
from math import inf, prod

import slow


def value(form, point):
    return sum(a * x for a, x in zip(form, point, strict=True) if a and x)


def unit(n, j):
    return [Fraction(int(k == j)) for k in range(n)]


def whole(n):
    return [unit(n, j) for j in range(n)]


def split(corners, share, form):
    """Yield simplices on which the form has one sign, with their shares and that sign; 0 where it is zero on all."""
    values = [value(form, corner) for corner in corners]
    if max(values) <= 0 or min(values) >= 0:
        yield corners, share, (max(values) > 0) - (min(values) < 0)
        return
    p, q = values.index(max(values)), values.index(min(values))
    t = values[p] / (values[p] - values[q])
    x = [a + t * (b - a) for a, b in zip(corners[p], corners[q], strict=True)]
    yield from split([x if k == p else corner for k, corner in enumerate(corners)], share * (1 - t), form)
    yield from split([x if k == q else corner for k, corner in enumerate(corners)], share * t, form)


def arrangement(pieces, forms):
    """Return simplices on which every form has one sign: corners, share, and all signs."""
    found = [(corners, share, ()) for corners, share in pieces]
    for form in forms:
        found = [
            (part, size, (*signs, sign))
            for corners, share, signs in found
            for part, size, sign in split(corners, share, form)
        ]
    return found


def kept(pieces, forms):
    """Return the simplices, with shares, on which all forms are not negative; those without volume are dropped."""
    for form in forms:
        pieces = [
            (part, size) for corners, share in pieces for part, size, sign in split(corners, share, form) if sign >= 0
        ]
    return pieces


def share_where(forms, corners):
    """Return the share of a simplex where all forms are not negative."""
    return sum(share for _, share in kept([(corners, Fraction(1))], forms))


def mean(corners):
    return [sum(column) / len(corners) for column in zip(*corners, strict=True)]


def centroid(pieces):
    whole_share = sum(share for _, share in pieces)
    sums = [sum(share * x for share, x in column) for column in zip(*[
        [(share, x) for x in mean(corners)] for corners, share in pieces
    ], strict=True)]  # fmt: skip
    return [x / whole_share for x in sums]


def differences(values):
    """Return forms by pair ``(i, k)``, i < k: positive where i is ahead of k."""
    return {
        (i, k): [a - b for a, b in zip(values[i], values[k], strict=True)]
        for i, k in combinations(range(len(values)), 2)
    }


def everything(values, pieces=None):
    """Return every index from exact scaled values ``(m, n)`` on simplices of weights, the whole simplex if not given.

    A dict: ranks ``(m, m)``, wins and ties ``(m, m)``, expected ranks, central
    weights (None where never first), and shares of orderings by tuples of ranks.
    """
    m, n = len(values), len(values[0])
    pieces = [(whole(n), Fraction(1))] if pieces is None else pieces
    size = sum(share for _, share in pieces)
    forms = differences(values)
    ranks, wins, ties = ([[Fraction(0)] * m for _ in range(m)] for _ in range(3))
    first, orderings = [[] for _ in range(m)], defaultdict(Fraction)
    for corners, volume, signs in arrangement(pieces, forms.values()):
        share = volume / size
        place = [1] * m
        for (i, k), sign in zip(forms, signs, strict=True):
            if sign == 0:
                ties[i][k] += share
                ties[k][i] += share
            else:
                ahead, behind = (i, k) if sign > 0 else (k, i)
                wins[ahead][behind] += share
                place[behind] += 1
        orderings[tuple(place)] += share
        for i, rank in enumerate(place):
            ranks[i][rank - 1] += share
            if rank == 1:
                first[i].append((corners, share))
    expected = [sum((r + 1) * share for r, share in enumerate(row)) for row in ranks]
    central = [centroid(parts) if parts else None for parts in first]
    return {
        "ranks": ranks, "wins": wins, "ties": ties, "expected": expected,
        "central": central, "orderings": dict(orderings),
    }  # fmt: skip


def scaled(table, senses, scale, low=None, high=None):
    """Return exact scaled values of a table of whole numbers or floats."""
    bounds = [None if bound is None else Fraction(bound) for bound in (low, high)]
    return slow.scaled(slow.fractions(table), senses, scale, *bounds)


def constraint_forms(weights, criteria):
    """Return the forms that are not negative on a `Simplex` of weights with sum 1, written out by hand."""
    n, at = len(criteria), {name: j for j, name in enumerate(criteria)}

    def form(terms, constant=0):
        row = [Fraction(constant)] * n  # times the sum of the weights
        for name, factor in terms.items():
            row[at[name]] += Fraction(factor)
        return row

    forms = [form({name: 1}, -Fraction(bound)) for name, bound in weights.lower.items()]
    forms += [form({name: -1}, Fraction(bound)) for name, bound in weights.upper.items()]
    chains = [weights.order] if all(isinstance(name, str) for name in weights.order) else weights.order
    forms += [form({more: 1, less: -1}) for chain in chains for more, less in pairwise(chain)]
    for (more, less), (low, high) in weights.ratios.items():
        forms.append(form({more: 1, less: -Fraction(low)}))
        if high not in (None, inf):
            forms.append(form({more: -1, less: Fraction(high)}))
    return forms


def pieces_of(weights, criteria, corners=None):
    """Return a set of full dimension in the hull of the corners (the whole simplex if not given) as simplices."""
    start = whole(len(criteria)) if corners is None else corners
    return kept([(start, Fraction(1))], constraint_forms(weights, criteria))


def half_space(values):
    """Return P(a.w > 0) from the values at the corners of a simplex, in any number of them.

    The sum over positive values x of ``x^(n-1) / prod(x - y)``, equal ones moved apart by next to nothing.
    """
    apart = [Fraction(x) + Fraction(i + 1, 10**60) for i, x in enumerate(values)]
    n = len(apart)
    return sum(
        (x ** (n - 1) / prod(x - y for j, y in enumerate(apart) if j != i) for i, x in enumerate(apart) if x > 0),
        start=Fraction(0),
    )
