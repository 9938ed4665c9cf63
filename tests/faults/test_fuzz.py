"""Arbitrary input: a finite answer or an error of this package, never anything else."""

import csv
import io
import json
import warnings
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, event, given, reject, settings
from hypothesis import strategies as st

import mcda_nato as mn
from mcda_nato.files.tables import read_weights

EXAMPLES = 60  # a target, by default: to see that a change breaks nothing plain
ALL = 100_000  # examples of the exhaustive runs together

# What people and programs put where a number belongs.
finite = st.floats(allow_nan=False, allow_infinity=False)
ordinary = st.integers(-9, 9) | st.sampled_from([0.0, -0.0, 0.5, 1.0, 2.5, 1e3]) | st.floats(-1e6, 1e6)
extreme = (
    st.sampled_from(
        [5e-324, -5e-324, 2.3e-308, 1e-200, 1e-100, 1e100, 1e150, 1e154, 1e200, 1e299, 1e300, -1e300, 1e301, 1.7e308]
    )
    | finite
)
junk = st.sampled_from(
    [
        float("nan"),
        float("inf"),
        float("-inf"),
        None,
        True,
        False,
        1j,
        "",
        "1",
        "Fast",
        b"1",
        10**400,
        -(10**4000),
        Fraction(1, 3),
        Decimal("nan"),
        Decimal("1.5"),
        date(2022, 2, 24),
        np.float32(1.5),
        np.int8(-3),
        np.bool_(1),
        np.datetime64("NaT"),
        np.str_("x"),
        np.array(2.0),
        np.array([1.0]),
        pd.NA,
        pd.NaT,
        [],
        [1],
        {},
        {"a": 1},
        (),
        object,
        "\ud800",
        "x" * 5000,
    ]
)
entry = ordinary | extreme
anything = ordinary | extreme | junk | st.text(max_size=3)
# Mostly numbers, so that tables with a single bad entry are common too.
mixed = st.integers(0, 30).flatmap(lambda k: junk if k == 0 else ordinary if k < 25 else extreme)
nested = st.recursive(anything, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
label = st.sampled_from(["a", "b", "c", "d", "priorities", "=1", "\u05d0", "", " ", "\0", "a\n", "\ud800"]) | st.text(
    max_size=4
)
visible = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=3).filter(str.strip)
sense = st.sampled_from([1, -1, "max", "min", "benefit", "cost", 1.0, -1.0, np.int64(1)])
METHODS = ["topsis", "weighted_sum", "ahp"]
SCALES = ["minmax", "vector", "total", "maximum"]


@cache
def tables(m, n, entries=mixed):
    return st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)


@cache
def positive(n):
    return st.lists(st.floats(0.01, 1), min_size=n, max_size=n)


def rarely(often, rare, one_in=8):
    """Draw mostly from one strategy, now and then from the other."""
    return st.integers(0, one_in - 1).flatmap(lambda k: rare if k == 0 else often)


scales = (
    st.sampled_from(SCALES).map(lambda name: lambda: name)
    | st.tuples(entry, entry).map(lambda ends: lambda: mn.fixed(*ends))
    | st.tuples(anything | nested, nested).map(lambda ends: lambda: mn.fixed(*ends))
)
points = rarely(st.none(), ordinary | extreme | nested, 3)
made = (
    st.sampled_from([*METHODS, mn.topsis("minmax"), mn.ahp("ideal")]).map(lambda name: lambda: name)
    | scales.map(lambda scale: lambda: mn.weighted_sum(scale()))
    | st.tuples(scales, points, points).map(lambda parts: lambda: mn.topsis(parts[0](), *parts[1:]))
    | (st.sampled_from(["ideal", "distributive"]) | anything).map(lambda mode: lambda: mn.ahp(mode))
    | st.sampled_from([*SCALES, mn.topsis]).map(lambda method: lambda: method)
)


def outcome(call):
    """Return the answer, or the error of this package; any other error or warning fails."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer = call()
        except mn.McdaError as error:
            answer, refusal = None, error
        else:
            refusal = None
    for warning in caught:
        assert issubclass(warning.category, mn.McdaWarning), warning
    if refusal is not None:
        assert type(refusal) is not mn.McdaError
        assert str(refusal).encode("utf-8")  # it says something that can be printed
    event("answered" if refusal is None else type(refusal).__name__)
    return answer


def is_ranking(ranks):
    """Each rank is 1 plus a number of others, 1 is taken, and ranks with ties skip."""
    ranks = np.sort(ranks, axis=-1)
    assert ranks.dtype == np.int64
    assert (ranks[..., 0] == 1).all()
    assert (ranks <= np.arange(1, ranks.shape[-1] + 1)).all()


def is_answer(ranking):
    """Scores are finite, ranks are ranks, and all can be shown."""
    scores, ranks = ranking.scores.to_numpy(), ranking.ranks.to_numpy()
    assert scores.shape == ranks.shape
    assert np.isfinite(scores).all()
    is_ranking(ranks)
    assert np.isfinite(ranking.weights.to_numpy()).all()
    for shown in (repr(ranking), repr(ranking.problem), ranking.problem._repr_html_(), str(ranking.conventions)):
        shown.encode("utf-8")
    margin = np.asarray(ranking.margin)
    assert (np.isnan(margin) if scores.shape[-1] == 1 else margin >= 0).all()
    ranking.to_frame()


# Problems and their evaluation.


@st.composite
def raw_problems(draw):
    """Return arguments of a decision problem: mostly well-formed, some parts junk."""
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    good = draw(tables(m, n, draw(plain)))
    values = draw(rarely(st.just(good), nested, 20))
    interval = rarely(st.none() | st.just(good), tables(m, n), 15)
    return {
        "performance": draw(forms(values)),
        "senses": draw(rarely(st.lists(sense, min_size=n, max_size=n), nested | st.just(good), 20)),
        "alternatives": draw(names(m)),
        "criteria": draw(names(n)),
        "low": draw(interval),
        "high": draw(interval),
        "terms": draw(terms(m, n)),
    }


plain = st.sampled_from([st.integers(0, 3), ordinary, entry, mixed])


@cache
def names(size):
    often = st.none() | st.lists(visible, min_size=size, max_size=size, unique=True)
    return rarely(often, st.lists(label, min_size=size, max_size=size) | nested, 15)


@cache
def terms(m, n):
    return rarely(st.none() | tables(m, n, st.text(max_size=3) | st.none()), nested, 15)


def forms(values):
    """Strategy of the same values as lists, as an array of objects, or as an array where they are numbers."""
    found = [values]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found += [np.array(values), np.array(values, dtype=object), np.ma.array(values)]
    except (ValueError, TypeError, OverflowError):
        pass  # NumPy takes no ragged lists
    return st.sampled_from(found)


@cache
def raw_weights(n):
    """Strategy of weights: valid, almost valid, or junk."""
    simple = positive(n).map(mn.rescale)
    named = st.lists(positive(n), min_size=1, max_size=3).map(
        lambda rows: pd.DataFrame(mn.rescale(rows), columns=[f"C{j}" for j in range(1, n + 1)])
    )
    by_name = simple.map(lambda w: {f"C{j}": x for j, x in enumerate(w, 1)})
    odd = nested | tables(2, n) | st.dictionaries(label, anything, max_size=4) | st.lists(mixed, min_size=n, max_size=n)
    return rarely(st.none() | simple | named | by_name, odd, 3)


def evaluates(examples):
    @quietly(examples)
    @given(raw_problems(), made, st.data())
    def check(arguments, method, data):
        problem = outcome(lambda: mn.DecisionProblem(**arguments))
        if problem is None:
            return
        assert np.isfinite(problem.performance).all()
        weights = data.draw(raw_weights(len(problem.criteria)))
        ranking = outcome(lambda: mn.evaluate(problem, method(), weights))
        if ranking is not None:
            is_answer(ranking)

    check()


def changes(examples):
    """Check add, replace, drop and from_frame with arbitrary arguments."""
    base = mn.load_models()
    row = rarely(st.lists(mixed, min_size=4, max_size=4), nested | st.dictionaries(label, anything, max_size=5), 3)

    @quietly(examples)
    @given(label | anything, row, st.none() | row, st.none() | row | st.text(max_size=4), st.data())
    def check(name, values, low, terms, data):
        outcome(lambda: base.add(name, values, low, None, terms))
        outcome(lambda: base.drop(name))
        field = data.draw(st.sampled_from(["performance", "senses", "alternatives", "criteria", "low", "terms", "x"]))
        outcome(lambda: base.replace(**{field: data.draw(nested | tables(3, 4))}))
        frame = data.draw(frames())
        outcome(lambda: mn.DecisionProblem.from_frame(frame, [1] * frame.shape[1]))
        outcome(lambda: mn.DecisionProblem.from_frame(base.to_frame(), [1] * 4, low=frame))
        outcome(lambda: mn.rescale(values))

    check()


@st.composite
def frames(draw):
    """Frames of any entries and any names."""
    m, n = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    columns = draw(st.lists(label | st.integers(), min_size=n, max_size=n))
    values = np.empty((m, n), dtype=object)
    for index in np.ndindex(m, n):
        values[index] = draw(mixed)
    try:
        return pd.DataFrame(values, draw(st.lists(label, min_size=m, max_size=m)), columns, dtype=object)
    except UnicodeEncodeError:  # half of a surrogate pair is no name that a frame can have
        reject()


small = st.sampled_from([1, 2, 3]) | mixed


@cache
def raw_arrays(m, n):
    """Strategy of a table, signs and weights, now and then one of them junk."""
    return st.tuples(
        rarely(tables(m, n, small), nested),
        rarely(st.lists(st.sampled_from([1, -1]), min_size=n, max_size=n), nested),
        rarely(positive(n) | st.lists(positive(n), min_size=1, max_size=3), nested | tables(2, n)),
    )


def scores_arrays(examples):
    """Check the array door with arbitrary arrays."""

    @quietly(examples)
    @given(made, st.data())
    def check(make, data):
        method = outcome(make)
        assume(isinstance(method, mn.Method))
        m, n = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
        table, signs, weights = data.draw(raw_arrays(m, n))
        scores = outcome(lambda: method(table, signs, weights))
        if scores is not None:
            assert scores.dtype == np.float64
            assert scores.shape[-1] == np.shape(table)[-2]
            assert np.isfinite(scores).all()

    check()


# Judgements.


ratio = rarely(st.integers(1, 9) | st.floats(0.1, 10), extreme.map(abs).filter(bool), 4)


@st.composite
def raw_matrices(draw):
    """Return a matrix: reciprocal with extreme ratios, almost reciprocal, or junk; and names."""
    n = draw(st.integers(1, 5))
    matrix = np.ones((n, n), dtype=object)
    for i in range(n):
        for j in range(i + 1, n):
            value = draw(ratio)
            matrix[i, j], matrix[j, i] = value, draw(rarely(st.just(1 / value), mixed, 20))
    names = draw(rarely(st.lists(label, min_size=n, max_size=n, unique=True), nested, 10))
    return draw(rarely(st.just(matrix), nested, 10)), names


def judges(examples):
    @quietly(examples)
    @given(raw_matrices(), st.dictionaries(st.tuples(label, label) | label, mixed | anything, max_size=4) | nested)
    def check(raw, pairs):
        for call in (lambda: mn.Judgements(*raw), lambda: mn.Judgements.from_pairs(pairs)):
            found = outcome(call)
            if found is not None:
                is_consistent(found)

    check()


def is_consistent(judgements):
    """Priorities are finite shares and the indices are finite and not negative."""
    for method in ("eigenvector", "geometric"):
        shares = outcome(lambda method=method: judgements.priorities(method))
        if shares is not None:
            assert np.isfinite(shares).all()
            assert (shares >= 0).all()
            assert abs(shares.sum() - 1) < 1e-9
    found = outcome(judgements.consistency)
    if found is not None:
        indices = [x for x in (found.lambda_max, found.CI, found.CR, found.RI, found.GCI) if x is not None]
        assert np.isfinite(indices).all()
        assert min(indices) >= 0


# Files.

SNIPPETS = {
    ".csv": r"alternative criterion sense value low term contested , '' ' \r a x max min 1 -0.5 1e9 --inf nan = true",
    ".json": r'{ } [ ] : , " "a" "name" "sense" "cells" NaN -Infinity 1e999 null true 1 \ud800 "criteria" "value" \\',
    ".toml": r"""[[criteria]] [[alternatives]] = name sense "a" cells { } nan 0x 1979-05-27 ''' ' . , a 1 # inf""",
}
WORDS = {
    suffix: [*text.split(" "), " ", "\n", "\r", '"', "\0", "9" * 5000, "f" * 5000] for suffix, text in SNIPPETS.items()
}

leaf = (
    ordinary | extreme | st.sampled_from([None, True, "", "x", float("nan"), 10**4000, "\ud800"]) | st.text(max_size=3)
)
tree = st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)


@st.composite
def documents(draw):
    """Return a document of the right layout with one part replaced by anything."""
    document = {
        "schema_version": 1,
        "criteria": [{"name": "a", "sense": "max"}, {"name": "b", "sense": -1, "definition": "d", "contested": True}],
        "alternatives": [
            {"name": "x", "cells": {"a": 1, "b": {"value": 2, "low": 1, "high": 3, "term": "t"}}},
            {"name": "y", "cells": {"b": 1.5, "a": 4}},
        ],
    }
    place, key = document, draw(st.sampled_from(list(document)))
    while isinstance(place[key], (dict, list)) and draw(st.booleans()):
        place = place[key]
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    if draw(st.booleans()):
        place[key] = draw(tree)
    elif isinstance(place, list):
        place.append(place[key])
    else:
        place[draw(st.text(max_size=3))] = place.pop(key)
    return document


def encoded(value):
    return value.encode("utf-8", "surrogatepass")


field = rarely(entry, st.text(max_size=3) | st.sampled_from(WORDS[".csv"]), 20).map(str)


@st.composite
def grids(draw):
    """Return the bytes of a CSV table of numbers, wide or long, with at most a few fields of anything."""
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    if draw(st.booleans()):
        rows = [["", *"abc"[:n]], *([name, *draw(st.lists(field, min_size=n, max_size=n))] for name in "xyz"[:m])]
    else:
        cells = [
            [x, c, draw(st.sampled_from(["max", "max", "min", "1"])), draw(field)] for x in "xyz"[:m] for c in "ab"
        ]
        rows = [["alternative", "criterion", "sense", "value"], *cells]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return encoded(out.getvalue())


@st.composite
def contents(draw, suffix):
    """Return bytes of a file: random, random words of the format, or a valid file with a change."""
    pieces = st.lists(st.sampled_from(WORDS[suffix]), max_size=30).map("".join).map(encoded)
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return draw(st.binary(max_size=60) | st.text(max_size=60).map(encoded))
    if kind == 1:
        return draw(pieces)
    if kind > 2 and suffix == ".json":
        return encoded(json.dumps(draw(documents())))
    if kind > 2 and suffix == ".csv":
        return draw(grids())
    valid = VALID[suffix]
    start = draw(st.integers(0, len(valid)))
    stop = draw(st.integers(start, min(len(valid), start + 4)))
    return (
        valid[:start]
        + draw(st.sampled_from(WORDS[suffix]).map(encoded) | st.binary(max_size=2) | st.just(b""))
        + valid[stop:]
    )


VALID = {}


@pytest.fixture(scope="module", autouse=True)
def _valid_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("valid")
    problem = mn.DecisionProblem([[1, 2], [3, 4]], [1, -1], ["x", "=y"], ["a", mn.Criterion("b", "d", contested=True)])
    for suffix in SNIPPETS:
        mn.save_problem(problem, folder / f"p{suffix}")
        VALID[suffix] = (folder / f"p{suffix}").read_bytes()


def reads(suffix, folder, examples):
    path = folder / f"p{suffix}"
    overriding = rarely(
        st.none(), st.lists(sense, min_size=1, max_size=3) | st.dictionaries(label, sense, max_size=3), 2
    )

    @quietly(examples)
    @given(contents(suffix), overriding)
    def check(content, senses):
        path.write_bytes(content)
        problem = outcome(lambda: mn.read_problem(path, senses))
        if problem is not None:
            assert np.isfinite(problem.performance).all()
            mn.save_problem(problem, path)
            assert mn.read_problem(path) == problem
        path.write_bytes(content)
        weights = outcome(lambda: read_weights(path))
        if weights is not None:
            outcome(lambda: mn.evaluate(mn.load_models(), weights=weights))

    check()


def quietly(examples):
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def read_of(suffix):
    return lambda folder, examples: reads(suffix, folder, examples)


TARGETS = {
    "evaluate": lambda _, examples: evaluates(examples),
    "add, replace, drop, from_frame, rescale": lambda _, examples: changes(examples),
    "array door": lambda _, examples: scores_arrays(examples),
    "judgements": lambda _, examples: judges(examples),
    "csv": read_of(".csv"),
    "json": read_of(".json"),
    "toml": read_of(".toml"),
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_any_input_is_answered_or_refused(target, tmp_path):
    """A finite answer, or an error of this package: nothing else."""
    target(tmp_path, EXAMPLES)


@pytest.mark.exhaustive
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_hundred_thousand_inputs_are_answered_or_refused(target, tmp_path):
    """The same, for a hundred thousand inputs in all."""
    target(tmp_path, -(-ALL // len(TARGETS)))
