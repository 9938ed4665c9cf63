"""Hypothesis strategies that the test modules share.

Integers from a small range come first: among them ties are common, while
`floats()` almost never ties. A property is shown on 25 examples; the check of
a change runs its second suite on 100 (`.ci/run`), ``MCDA_EXAMPLES=100000
pytest`` the full-size version of every property. What a property costs more
than it needs to show, it spends under ``pytest -m exhaustive`` (`heavy_law`).
A strategy is built once for each of its arguments: building and validating
one takes longer than drawing from it.
"""

import os
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sizes import in_full, sized

import mcda_nato as mn

EXAMPLES = int(os.environ.get("MCDA_EXAMPLES", "25"))

#: Applied to every property: the same examples in every run.
law = settings(
    derandomize=True,
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def heavy_law(percent):
    """Return the decorator of a law whose examples are slow: so many of a hundred by default, all of them in full."""
    all_of_them = max(EXAMPLES, 100)

    def decorate(test):
        examples = sized(max(1, min(EXAMPLES, all_of_them * percent // 100)), all_of_them)
        return in_full(settings(law, max_examples=examples)(test))

    return decorate


LARGEST_CODE = 9


class Case(NamedTuple):
    """What the array door takes."""

    table: np.ndarray
    senses: np.ndarray
    weights: np.ndarray


@cache
def sizes(low=1, high=6):
    return st.integers(low, high)


@cache
def senses(n):
    return st.lists(st.sampled_from([1.0, -1.0]), min_size=n, max_size=n).map(np.array)


@cache
def codes(m, n, low=1, high=LARGEST_CODE):
    """Tables of small integers, as floats: linguistic codes, full of ties."""
    row = st.lists(st.integers(low, high), min_size=n, max_size=n)
    return st.lists(row, min_size=m, max_size=m).map(lambda rows: np.array(rows, dtype=float))


@cache
def reals(m, n, low=0.5, high=1000.0):
    """Tables of positive real numbers, away from zero."""
    row = st.lists(st.floats(low, high, allow_nan=False), min_size=n, max_size=n)
    return st.lists(row, min_size=m, max_size=m).map(np.array)


@cache
def tables(m, n, low=1, high=LARGEST_CODE):
    return codes(m, n, low, high) | reals(m, n)


@cache
def parts_of(n, most):
    return st.lists(st.integers(0, most), min_size=n, max_size=n).filter(any)


@cache
@st.composite
def simplex_fractions(draw, n, most=20):
    """Weights k/K with sum 1, exact; some may be zero."""
    parts = draw(parts_of(n, most))
    return [Fraction(part, sum(parts)) for part in parts]


@cache
def simplex_grid_points(n):
    """Weights k/K as floats."""
    return simplex_fractions(n).map(lambda parts: np.array([float(part) for part in parts]))


@cache
def positive(n):
    return st.lists(st.floats(0.001, 1.0), min_size=n, max_size=n)


@cache
@st.composite
def simplex_floats(draw, n):
    """Weights that are arbitrary floats and sum to 1 within rounding."""
    parts = np.array(draw(positive(n)))
    return parts / parts.sum()


@cache
def weights(n):
    return simplex_grid_points(n) | simplex_floats(n)


@cache
@st.composite
def cases(draw, least=1, most=6, low=1, high=LARGEST_CODE, *, real=True):
    """Tables with senses and weights: small integers, or (where `real`) real numbers too."""
    m, n = draw(sizes(least, most)), draw(sizes(1, 5))
    return Case(draw(tables(m, n, low, high) if real else codes(m, n, low, high)), draw(senses(n)), draw(weights(n)))


@cache
def integer_cases(least=1, most=6, low=1, high=LARGEST_CODE):
    return cases(least, most, low, high, real=False)


@cache
def more_weights(n, most):
    return st.lists(weights(n), min_size=0, max_size=most)


@cache
@st.composite
def batches(draw, most=4):
    """Like `cases`, with one table and a batch of weights, shape (scenarios, n)."""
    case = draw(cases())
    more = draw(more_weights(len(case.senses), most - 1))
    return case._replace(weights=np.array([case.weights, *more]))


@cache
@st.composite
def table_batches(draw, most=3):
    """Like `batches`, with a table a scenario too, shape (scenarios, m, n)."""
    batch = draw(batches(most))
    m, n = batch.table.shape
    return batch._replace(table=np.array([draw(tables(m, n)) for _ in batch.weights]))


@cache
def labels(count, prefix=""):
    """Return strategy for distinct visible names, of any script and with any punctuation."""
    text = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
    names = text.map(lambda name: prefix + name).filter(str.strip)
    return st.lists(names, min_size=count, max_size=count, unique=True)


@cache
@st.composite
def decision_problems(draw, least=1):
    """Labelled problems with intervals."""
    case = draw(cases(least=least))
    m, n = case.table.shape
    slack = draw(codes(m, n, low=0, high=2)) / 4
    return mn.DecisionProblem(
        case.table, case.senses, draw(labels(m)), draw(labels(n)), case.table - slack, case.table + slack
    )


SAATY = [Fraction(k) for k in range(1, 10)] + [Fraction(1, k) for k in range(2, 10)]
of_saaty = st.sampled_from(SAATY)


@cache
@st.composite
def judgement_matrices(draw, least=1, most=6):
    """Reciprocal matrices on Saaty's scale, mostly inconsistent."""
    n = draw(sizes(least, most))
    matrix = np.ones((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            value = draw(of_saaty)
            matrix[i, j], matrix[j, i] = float(value), float(1 / value)
    return matrix


@cache
@st.composite
def priorities(draw, least=1, most=6):
    """Priorities in small whole proportions, with sum 1."""
    parts = draw(st.lists(st.integers(1, 9), min_size=least, max_size=most))
    return [Fraction(part, sum(parts)) for part in parts]
