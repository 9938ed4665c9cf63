"""Exact acceptability: against bisection in fractions, sampling, closed forms and laws."""

import itertools
import json
import math
import pickle
from collections import defaultdict
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest
from bisecting import everything, half_space, pieces_of, scaled, whole
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from places import CASES
from pymcdm import methods as peers
from sizes import in_full, sized
from strategies import EXAMPLES, codes, heavy_law, integer_cases, law, senses

import mcda_nato as mn
from mcda_nato.acceptability import exact
from mcda_nato.acceptability.exact import acceptance
from mcda_nato.methods.ranks import competition_ranks

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

RAW = mn.weighted_sum(mn.fixed(0, 1))  # values as they are, without normalisation
METHODS = {
    "minmax": mn.weighted_sum(),
    "total": mn.ahp(),
    "maximum": mn.ahp("ideal"),
    "fixed": mn.weighted_sum(mn.fixed(1, 9)),
}
BOUNDS = {"fixed": (1, 9)}
few = hypothesis_settings(law, max_examples=max(EXAMPLES // 5, 10))  # where one example takes several results
SHARE, CENTRE = 1e-12, 1e-10  # what shares and centroids may be off


def names(n):
    return [f"C{j + 1}" for j in range(n)]


def problem_of(table, signs=None):
    table = np.array(table, dtype=float)
    return mn.DecisionProblem(table, np.ones(table.shape[1]) if signs is None else signs)


def exactly(table, signs, scale="minmax", pieces=None):
    table = np.asarray(table).tolist()
    return everything(scaled(table, signs, scale, *BOUNDS.get(scale, ())), pieces)


def floats(table):
    return np.array(table, dtype=float)


def ranks_in(text):
    """Read the ranks off an ordering such as "A2 > A1 = A3"."""
    place, found = 1, {}
    for group in text.split(" > "):
        tied = group.split(" = ")
        found |= dict.fromkeys(tied, place)
        place += len(tied)
    return found


def assert_is(found, expected, tolerance=SHARE):
    """Hold every index of an exact result to exact rationals."""
    np.testing.assert_allclose(found.rank_acceptability, floats(expected["ranks"]), rtol=0, atol=tolerance)
    np.testing.assert_allclose(found.first_rank, floats(expected["ranks"])[:, 0], rtol=0, atol=tolerance)
    np.testing.assert_allclose(found.pairwise_winning, floats(expected["wins"]), rtol=0, atol=tolerance)
    np.testing.assert_allclose(found.pairwise_ties, floats(expected["ties"]), rtol=0, atol=tolerance)
    np.testing.assert_allclose(found.expected_rank, floats(expected["expected"]), rtol=0, atol=10 * tolerance)
    central = found.central_weights.to_numpy()
    for i, centre in enumerate(expected["central"]):
        wanted = np.full(central.shape[1], np.nan) if centre is None else floats(centre)
        np.testing.assert_allclose(central[i], wanted, rtol=0, atol=max(CENTRE, 100 * tolerance))
    order = list(found.first_rank.index)
    orderings = {tuple(ranks_in(text)[name] for name in order): share for text, share in found.orderings.items()}
    assert set(orderings) == set(expected["orderings"])
    for ranks, share in expected["orderings"].items():
        assert abs(orderings[ranks] - float(share)) <= tolerance


# The slow twin: bisection in fractions.


def tables(least=1, most=5, criteria=4):
    """Tables of whole numbers with senses; from the smaller ranges most have ties and constant columns."""
    return st.tuples(st.integers(least, most), st.integers(1, criteria), st.sampled_from([2, 3, 5, 9])).flatmap(
        lambda size: st.tuples(codes(size[0] if size[1] < 4 else min(size[0], 4), size[1], 1, size[2]), senses(size[1]))
    )


@heavy_law(50)  # a result of every kind and its twin for each
@given(case=tables(), scale=st.sampled_from(sorted(METHODS)), twice=st.booleans())
def test_every_index_is_that_of_bisection(case, scale, twice):
    """On the whole simplex, for every exact scale, with duplicates, ties and constant columns."""
    table, signs = case
    if twice:
        table[-1] = table[0]
    found = acceptance(problem_of(table, signs), METHODS[scale])
    assert_is(found, exactly(table, signs, scale))
    assert found.error < 1e-11


@st.composite
def sets(draw, n):
    """Bounds, chains and ratios of few binary digits, so that what touches in print touches in floats."""
    criteria = names(n)
    some = st.lists(st.sampled_from(criteria), unique=True, max_size=n)
    lower = {name: draw(st.integers(0, 4)) / 16 for name in draw(some)}
    upper = {name: draw(st.integers(4, 12)) / 16 for name in draw(some)}
    order = draw(some.filter(lambda chain: len(chain) != 1))
    ratios = {}
    if draw(st.booleans()):
        pair = draw(st.permutations(criteria))[:2]
        low = draw(st.sampled_from([0, 0.5, 1]))
        ratios[tuple(pair)] = (low, low + draw(st.sampled_from([0.5, 1, math.inf])))
    return mn.Simplex(lower=lower, upper=upper, order=order, ratios=ratios)


@heavy_law(40)  # all of the above, and the set
@given(case=tables(2, 4).filter(lambda case: len(case[1]) > 1), data=st.data())
def test_every_index_on_a_set_is_that_of_bisection(case, data):
    """Bounds, orders and ratios together."""
    table, signs = case
    weights = data.draw(sets(len(signs)))
    pieces = pieces_of(weights, names(len(signs)))
    assume(sum(share for _, share in pieces) > 0)
    assert_is(acceptance(problem_of(table, signs), weights=weights), exactly(table, signs, pieces=pieces))


def flat_sets(n):
    """Return sets of lower dimension with the corners of their hulls."""
    unit, most = [[Fraction(int(i == j)) for i in range(n)] for j in range(n)], Fraction(1, 4)

    def mixed(*parts):
        return [sum(factor * unit[j][i] for factor, j in parts) for i in range(n)]

    equal = [mixed((Fraction(1, 2), 0), (Fraction(1, 2), 1)), *unit[2:]]
    quarter = [mixed((most, 0), (1 - most, j)) for j in range(1, n)]
    parts = [Fraction(2 ** min(j + 1, n - 1)) ** -1 for j in range(n)]
    numbers = dict(zip(names(n), map(float, parts), strict=True))
    return {
        "one weight given": (mn.Simplex(lower={"C1": 0.25}, upper={"C1": 0.25}), quarter),
        "one weight given, and an order": (
            mn.Simplex(lower={"C1": 0.25}, upper={"C1": 0.25}, order=["C1", "C2"]), quarter,
        ),
        "one weight of zero": (mn.Simplex(upper={"C1": 0}), unit[1:]),
        "two equal weights": (mn.Simplex(ratios={("C1", "C2"): (1, 1)}), equal),
        "two weights of which each is at least the other": (mn.Simplex(order=[["C1", "C2"], ["C2", "C1"]]), equal),
        "one ratio given": (
            mn.Simplex(ratios={("C1", "C2"): (2, 2)}), [mixed((Fraction(2, 3), 0), (Fraction(1, 3), 1)), *unit[2:]],
        ),
        "one criterion alone": (mn.Simplex(lower={"C1": 1}), unit[:1]),
        "a point by equal bounds": (mn.Simplex(lower=numbers, upper=numbers), [parts]),
        "a point by lower bounds": (mn.Simplex(lower=numbers), [parts]),
    }  # fmt: skip


@heavy_law(10)  # for each of nine kinds
@given(case=tables(2, 4).filter(lambda case: len(case[1]) > 1))
@pytest.mark.parametrize("kind", flat_sets(2))
def test_every_index_on_a_flat_set_is_that_of_bisection(kind, case):
    """Sets of lower dimension down to a point: shares of what there is, ties where the set lies within a plane."""
    table, signs = case
    weights, corners = flat_sets(len(signs))[kind]
    pieces = pieces_of(weights, names(len(signs)), corners)
    assume(sum(share for _, share in pieces) > 0)
    assert_is(acceptance(problem_of(table, signs), weights=weights), exactly(table, signs, pieces=pieces))


# Sampling.


@cache
def flat_weights(n, count=8_000):
    return np.random.default_rng(n).dirichlet(np.ones(n), count)


def random_table(rng, alternatives, criteria):
    """Integer codes: duplicates in a third of the tables, a constant column in a tenth."""
    m, n = rng.integers(2, alternatives + 1), rng.integers(2, criteria + 1)
    table = rng.integers(1, rng.choice([3, 5, 9]) + 1, (m, n)).astype(float)
    if rng.random() < 1 / 3:
        table[rng.integers(m)] = table[rng.integers(m)]
    if rng.random() < 0.1:
        table[:, rng.integers(n)] = 3
    return table, rng.choice([1.0, -1.0], n)


def assert_sampled(table, signs, method):
    """Hold exact shares to counted ones within six standard errors, and central weights to means."""
    weights = flat_weights(len(signs))
    key = method.keys(table, signs, weights)
    ranks = competition_ranks(key, method.bar(key, weights))
    found = acceptance(problem_of(table, signs), method)

    def assert_counted(share, hits):
        share = np.asarray(share)
        spread = np.sqrt(np.maximum(share * (1 - share), 0) / len(weights))
        assert (np.abs(hits.mean(axis=0) - share) <= 6 * spread + 12 / len(weights)).all(), (table, signs)

    m = len(table)
    assert_counted(found.rank_acceptability, ranks[:, :, None] == np.arange(1, m + 1))
    assert_counted(found.pairwise_winning, ranks[:, :, None] < ranks[:, None, :])
    off = ~np.eye(m, dtype=bool)
    assert_counted(found.pairwise_ties.to_numpy()[off], (ranks[:, :, None] == ranks[:, None, :])[:, off])
    for i, centre in enumerate(found.central_weights.to_numpy()):
        own = weights[ranks[:, i] == 1]
        if len(own) > 50:
            assert (np.abs(own.mean(axis=0) - centre) <= 6 * own.std(axis=0) / math.sqrt(len(own)) + 1e-3).all()


def test_sampling_agrees_on_random_tables():
    """A hundred of them; thousands below."""
    rng = np.random.default_rng(4)
    for k in range(100):
        assert_sampled(*random_table(rng, 6, 4), METHODS[sorted(METHODS)[k % 4]])


@pytest.mark.exhaustive
def test_sampling_agrees_on_thousands_of_tables():
    rng = np.random.default_rng(5)
    for k in range(max(5000, EXAMPLES // 10)):
        assert_sampled(*random_table(rng, 8, 6), METHODS[sorted(METHODS)[k % 4]])


def test_control_sampling_notices_another_distribution(monkeypatch):
    """Weights with another prior than the flat one do not pass the same check."""
    table, signs = np.array([[3.0, 1, 2], [1, 3, 2], [2, 2, 3]]), np.ones(3)
    assert_sampled(table, signs, RAW)
    u = np.random.default_rng(0).random((8_000, 3))
    monkeypatch.setitem(globals(), "flat_weights", lambda n: u / u.sum(axis=1, keepdims=True))
    with pytest.raises(AssertionError):
        assert_sampled(table, signs, RAW)


# Closed forms.


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"]


def test_two_alternatives_on_two_criteria():
    given, published = case("smaa-analytic-2x2")
    found = acceptance(problem_of(given["matrix"]), RAW)
    np.testing.assert_allclose(found.rank_acceptability, published["rank_acceptability"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.rank_acceptability, [[2 / 3, 1 / 3], [1 / 3, 2 / 3]], rtol=0, atol=1e-15)
    np.testing.assert_allclose(found.central_weights, [[2 / 3, 1 / 3], [1 / 6, 5 / 6]], rtol=0, atol=1e-14)
    assert found.pairwise_winning.iloc[0, 1] == pytest.approx(published["pwi_A_B"], abs=1e-12)
    assert found.confidence_factors.tolist() == [1, 1]


@pytest.mark.parametrize("weights", [mn.Simplex(), mn.Simplex(lower={"C1": 0.2}), mn.Simplex(order=["C2", "C1"])])
def test_a_dominated_alternative_and_a_duplicate(weights):
    given, published = case("smaa-analytic-dominance-and-duplicates")
    found = acceptance(problem_of(given["matrix"]), RAW, weights=weights)
    competition = published["competition_rank"]
    assert found.first_rank.tolist() == pytest.approx(competition["first_rank_acceptability"], abs=1e-15)
    assert found.first_rank["A2"] == 0
    assert found.first_rank.sum() == pytest.approx(competition["sum_of_first_rank"], abs=1e-15)
    assert found.rank_acceptability.loc["A2", 3] == pytest.approx(competition["third_rank_of_dominated"], abs=1e-15)
    assert found.pairwise_winning.loc["A1", "A3"] == published["pwi_strict_between_duplicates"]
    half = found.pairwise_winning + found.pairwise_ties / 2
    assert half.loc["A1", "A3"] == published["pwi_half_credit_between_duplicates"]
    assert found.central_weights.loc["A2"].isna().all()
    assert math.isnan(found.confidence_factors["A2"])
    assert found.tied == (("A1", "A3"),)
    assert found.orderings.to_dict() == pytest.approx({"A1 = A3 > A2": 1}, abs=1e-15)
    assert found.best == ("A1", "A3")


@pytest.mark.parametrize("method", [RAW, mn.weighted_sum()], ids=str)
@pytest.mark.parametrize("m", [3, 4])
def test_the_identity(m, method):
    """Every ordering is as likely as any other; the central weight of one's own criterion is the largest spacing."""
    given, published = {3: case("smaa-analytic-identity-3"), 4: case("smaa-analytic-identity-4")}[m]
    found = acceptance(problem_of(given["matrix"]), method)
    np.testing.assert_allclose(found.rank_acceptability, 1 / m, rtol=0, atol=1e-14)
    assert found.rank_acceptability.iloc[0, 0] == pytest.approx(published["rank_acceptability_value"], abs=1e-11)
    off = ~np.eye(m, dtype=bool)
    assert found.pairwise_winning.to_numpy()[off] == pytest.approx(published["pairwise_winning_index"], abs=1e-15)
    own, other = (Fraction(published[f"central_weight_{which}_fraction"]) for which in ("own", "other"))
    central = found.central_weights.to_numpy()
    np.testing.assert_allclose(np.diagonal(central), float(own), rtol=0, atol=1e-13)
    np.testing.assert_allclose(central[off], float(other), rtol=0, atol=1e-13)
    assert (found.confidence_factors == published["confidence_factor"]).all()
    assert found.entropy == pytest.approx(published["choice_entropy_bits"], abs=1e-11)
    assert -(found.orderings * np.log2(found.orderings)).sum() == pytest.approx(
        published["ranking_entropy_bits"], abs=1e-10
    )
    assert len(found.orderings) == math.factorial(m)
    assert found.best == tuple(found.first_rank.index)  # equal shares, whatever their last bits


@pytest.mark.parametrize("n", [5, 6, 8])
def test_the_identity_of_more_criteria(n):
    """First ranks 1/n; own central weight (1 + 1/2 + ... + 1/n) / n; each rank equally likely."""
    found = acceptance(problem_of(np.eye(n)), RAW)
    np.testing.assert_allclose(found.rank_acceptability, 1 / n, rtol=0, atol=1e-11)
    own = sum(Fraction(1, k) for k in range(1, n + 1)) / n
    np.testing.assert_allclose(np.diagonal(found.central_weights), float(own), rtol=0, atol=1e-9)
    assert found.error < 1e-9


def test_pairwise_winning_indices():
    """The published cases, through the whole of acceptance."""
    _, published = case("smaa-analytic-pairwise-winning-closed-form")
    listed = [(one["d"], Fraction(one["P_fraction"])) for one in published["cases"]]
    repeated = {"(1,1,-1)": [1, 1, -1], "(1,-1,-1)": [1, -1, -1]}
    listed += [(d, Fraction(published["repeated_entries"][key])) for key, d in repeated.items()]
    listed += [([1] * (n - 1) + [-1], 1 - Fraction(1, 2 ** (n - 1))) for n in (2, 5, 9)]
    for d, share in listed:
        found = acceptance(problem_of([np.maximum(d, 0), np.maximum(-np.array(d), 0)]), RAW)
        assert found.pairwise_winning.iloc[0, 1] == pytest.approx(float(share), abs=1e-14)
        assert found.first_rank.iloc[0] == pytest.approx(float(share), abs=1e-12)


def test_the_default_problem_in_fractions():
    models = mn.load_models()
    assert_is(acceptance(models), exactly(models.performance, models.senses), 1e-14)
    shares = {"Incremental Enlargement": "40/189", "Strategic Partnership": "247/378", "Hybrid Integration": "17/126"}
    for name, share in shares.items():
        assert acceptance(models).first_rank[name] == pytest.approx(float(Fraction(share)), abs=1e-15)


# Laws.


def small(least=1, most=5):
    return integer_cases(least, most, high=5)


@heavy_law(40)  # four results each
@given(case=small())
def test_sums(case):
    """Rows sum to 1, columns too where nothing ties; expected ranks sum to m(m+1)/2 less the ties."""
    found = acceptance(problem_of(case.table, case.senses))
    m, shares = len(case.table), found.rank_acceptability
    ties = np.triu(found.pairwise_ties.to_numpy()).sum()
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-12)
    if ties == 0:
        np.testing.assert_allclose(shares.sum(axis=0), 1, rtol=0, atol=1e-12)
    assert found.expected_rank.sum() == pytest.approx(m * (m + 1) / 2 - ties, abs=1e-12)
    np.testing.assert_allclose(shares @ np.arange(1, m + 1), found.expected_rank, rtol=0, atol=1e-11)
    pairs = found.pairwise_winning + found.pairwise_winning.T + found.pairwise_ties
    np.testing.assert_allclose(pairs, 1 - np.eye(m), rtol=0, atol=1e-15)
    assert (shares >= 0).all(axis=None)
    assert (np.diagonal(found.pairwise_winning) == 0).all()
    assert (found.pairwise_ties == found.pairwise_ties.T).all(axis=None)


@few
@given(case=small(most=4))
def test_orderings_sum_to_one_and_have_the_ranks_as_their_margins(case):
    found = acceptance(problem_of(case.table, case.senses))
    margins = pd.DataFrame(0.0, found.rank_acceptability.index, found.rank_acceptability.columns)
    for text, share in found.orderings.items():
        for name, rank in ranks_in(text).items():
            margins.loc[name, rank] += share
    assert found.orderings.sum() == pytest.approx(1, abs=1e-12)
    assert found.orderings.is_monotonic_decreasing
    np.testing.assert_allclose(margins, found.rank_acceptability, rtol=0, atol=1e-12)


@few
@given(case=small(), data=st.data())
def test_the_order_of_alternatives_and_criteria_does_not_matter(case, data):
    m, n = case.table.shape
    rows, cols = data.draw(st.permutations(range(m))), data.draw(st.permutations(range(n)))
    problem = problem_of(case.table, case.senses)
    other = mn.DecisionProblem(
        case.table[np.ix_(rows, cols)], case.senses[cols],
        [problem.alternatives[i] for i in rows], [problem.criteria[j] for j in cols],
    )  # fmt: skip
    one, two = acceptance(problem), acceptance(other)
    for index in ("first_rank", "expected_rank", "rank_acceptability", "pairwise_winning", "pairwise_ties"):
        ours, theirs = getattr(one, index), getattr(two, index).loc[list(problem.alternatives)]
        theirs = theirs[ours.columns] if ours.ndim == 2 else theirs
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-12)
    central = two.central_weights.loc[list(problem.alternatives), list(problem.criteria)]
    np.testing.assert_allclose(central, one.central_weights, rtol=0, atol=CENTRE)
    assert {frozenset(group) for group in one.tied} == {frozenset(group) for group in two.tied}


@few
@given(case=small(), which=st.integers(0, 4))
def test_a_duplicate_takes_nothing_from_the_others(case, which):
    """First ranks stay, and the copy has those of the original; the two are said to be tied."""
    which %= len(case.table)
    one = acceptance(problem_of(case.table, case.senses))
    two = acceptance(problem_of([*case.table, case.table[which]], case.senses))
    np.testing.assert_allclose(two.first_rank[:-1], one.first_rank, rtol=0, atol=1e-12)
    assert two.first_rank.iloc[-1] == pytest.approx(two.first_rank.iloc[which], abs=1e-14)
    copy = f"A{len(case.table) + 1}"
    assert any({f"A{which + 1}", copy} <= set(group) for group in two.tied)
    assert two.pairwise_ties.loc[f"A{which + 1}", copy] == 1


@few
@given(case=small(2))
def test_who_is_dominated_is_never_first(case):
    """To the last bit: 0.0, no central weights, and a certain loss; by scores at the corners of the simplex."""
    method = mn.weighted_sum()
    values = np.array(scaled(case.table.tolist(), case.senses, "minmax"))
    found = acceptance(problem_of(case.table, case.senses), method)
    names_of = found.first_rank.index
    for i, k in itertools.permutations(range(len(values)), 2):
        if (values[i] >= values[k]).all() and (values[i] > values[k]).any():
            assert found.first_rank.iloc[k] == 0
            assert found.central_weights.iloc[k].isna().all()
            assert math.isnan(found.confidence_factors.iloc[k])
            assert found.pairwise_winning.loc[names_of[i], names_of[k]] == 1
            assert found.pairwise_winning.loc[names_of[k], names_of[i]] == 0
            assert found.rank_acceptability.iloc[k, 0] == 0


@few
@given(case=small(2).filter(lambda case: len(case.senses) > 1), data=st.data())
def test_central_weights_lie_in_the_set_and_make_their_alternative_first(case, data):
    """Regions are convex: the centroid is inside, so every confidence factor is 1."""
    n = len(case.senses)
    weights = data.draw(sets(n))
    assume(sum(share for _, share in pieces_of(weights, names(n))) > 0)
    problem = problem_of(case.table, case.senses)
    found = acceptance(problem, weights=weights)
    for name, centre in found.central_weights.dropna().iterrows():
        assert centre.min() >= 0
        assert centre.sum() == pytest.approx(1, abs=1e-12)
        for _, row, bound in weights.constraints(problem.criteria):
            assert row @ centre.to_numpy() <= bound + 1e-10
        assert mn.evaluate(problem, "weighted_sum", centre).ranks[name] == 1
        assert found.confidence_factors[name] == 1
    assert (found.central_weights.isna().all(axis=1) == (found.first_rank == 0)).all()
    assert (found.confidence_factors.isna() == (found.first_rank == 0)).all()


@heavy_law(10)  # three results each
@given(case=small(2, 4).filter(lambda case: len(case.senses) > 1), scale=st.sampled_from(sorted(METHODS)))
def test_two_halves_of_the_simplex_average_to_the_whole(case, scale):
    """C1 above C2 and C2 above C1 are equally likely: total probability, for shares and central weights."""
    problem = problem_of(case.table, case.senses)
    method = METHODS[scale]
    whole = acceptance(problem, method)
    halves = [acceptance(problem, method, weights=mn.Simplex(order=order)) for order in (["C1", "C2"], ["C2", "C1"])]
    for index in ("first_rank", "rank_acceptability", "pairwise_winning", "pairwise_ties", "expected_rank"):
        average = sum(getattr(half, index) for half in halves) / 2
        np.testing.assert_allclose(average, getattr(whole, index), rtol=0, atol=1e-12)
    orderings = pd.concat([half.orderings for half in halves]).groupby(level=0).sum() / 2
    np.testing.assert_allclose(orderings.loc[whole.orderings.index], whole.orderings, rtol=0, atol=1e-12)
    moments = [half.central_weights.mul(half.first_rank, axis=0).fillna(0) for half in halves]
    expected = whole.central_weights.mul(whole.first_rank, axis=0).fillna(0)
    np.testing.assert_allclose(sum(moments) / 2, expected, rtol=0, atol=1e-11)


@few
@given(case=small(2, 4))
def test_who_is_tied_is_who_has_the_same_values(case):
    """Groups of equal rows of scaled values, in the order of the problem."""
    values = scaled(case.table.tolist(), case.senses, "minmax")
    groups = defaultdict(list)
    for name, row in zip(problem_of(case.table).alternatives, values, strict=True):
        groups[tuple(row)].append(name)
    found = acceptance(problem_of(case.table, case.senses))
    assert found.tied == tuple(tuple(group) for group in groups.values() if len(group) > 1)


def test_alternatives_may_tie_on_a_set_alone():
    """Where the weight of the only criterion on which they differ is zero."""
    problem = problem_of([[1, 2, 3], [3, 2, 3], [2, 3, 1]])
    assert acceptance(problem, RAW).tied == ()
    found = acceptance(problem, RAW, weights=mn.Simplex(upper={"C1": 0}))
    assert found.tied == (("A1", "A2"),)
    assert "Always tied: 'A1', 'A2'" in repr(found)


@few
@given(case=small(2))
def test_the_best_has_the_largest_share(case):
    """Shares that are equal but for rounding are equal."""
    found = acceptance(problem_of(case.table, case.senses))
    assert set(found.best) == set(found.first_rank.index[found.first_rank >= found.first_rank.max() - 1e-12])


@pytest.mark.parametrize("m", [2, 3, 4, 5])
def test_a_symmetric_table_has_no_favourite(m):
    assert len(acceptance(problem_of(np.eye(m))).best) == m


@few
@given(case=small(2, 4).filter(lambda case: len(case.senses) > 1), part=st.integers(1, 7))
def test_bounds_that_do_not_bind_change_nothing(case, part):
    """Upper bounds of 1, lower bounds of 0, and what others imply."""
    problem = problem_of(case.table, case.senses)
    loose = mn.Simplex(lower={"C1": part / 8}, upper={"C1": 1.0, "C2": 1.0 - part / 8})
    tight = mn.Simplex(lower={"C1": part / 8})
    one, two = acceptance(problem, weights=loose), acceptance(problem, weights=tight)
    np.testing.assert_allclose(one.rank_acceptability, two.rank_acceptability, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.central_weights, two.central_weights, rtol=0, atol=CENTRE)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_orders_of_all_criteria_average_to_the_whole(n):
    table = np.random.default_rng(n).integers(1, 6, (4, n))
    whole = acceptance(problem_of(table)).rank_acceptability
    orders = [mn.Simplex(order=list(order)) for order in itertools.permutations(names(n))]
    parts = [acceptance(problem_of(table), weights=order).rank_acceptability for order in orders]
    np.testing.assert_allclose(sum(parts) / len(parts), whole, rtol=0, atol=1e-12)


# Numbers of every size.


def right_or_refused(table, method=RAW, values=None, weights=None, pieces=None):
    """Hold every index to fractions of the floats given, within the error reported or 1e-9; or see it refused.

    Returns the number of indices that were given.
    """
    table = np.array(table, dtype=float)
    try:
        found = acceptance(problem_of(table), method, weights=weights or mn.Simplex())
    except mn.NotExact:
        return 0
    expected = everything([[Fraction(x) for x in row] for row in table.tolist()] if values is None else values, pieces)
    wanted = {
        "first_rank": [row[0] for row in expected["ranks"]], "rank_acceptability": expected["ranks"],
        "pairwise_winning": expected["wins"], "expected_rank": expected["expected"],
    }  # fmt: skip
    given = 0
    for index, exact_values in wanted.items():
        try:
            values = getattr(found, index).to_numpy()
        except mn.NotExact:
            continue
        off = np.abs(values - floats(exact_values))
        many = len(table) if index == "expected_rank" else 1  # a sum of as many shares
        assert found.error <= 1e-9
        assert not (off > 1e-9 * many).any(), (index, off.max(), found.error, table.tolist())
        given += 1
    return given


def almost_tied(table, pieces=None):
    """Whether two differ by so little on the whole set that they tie by the tie rule, or almost."""
    table = [[Fraction(x) for x in row] for row in np.asarray(table).tolist()]
    pieces = [(whole(len(table[0])), 1)] if pieces is None else pieces
    size = max(1, *(abs(x) for row in table for x in row))
    largest = [
        max(abs(sum(w * (a - b) for w, a, b in zip(corner, one, two, strict=True))) for corner in corners)
        for one, two in itertools.combinations(table, 2)
        for corners in [[corner for part, _ in pieces for corner in part]]
    ]
    return any(0 < gap <= 2e-12 * size for gap in largest)


NEAR = [1e-3, 1e-6, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-15]


@in_full
@pytest.mark.parametrize("near", NEAR)
def test_nearly_equal_rows_are_right_or_refused(near):
    """Planes that almost coincide, and planes made of next to nothing; each table is tried in three ways."""
    rng, given = np.random.default_rng(7), 0
    for _ in range(sized(4, 12)):
        m, n = rng.integers(2, 5), rng.integers(2, 5)
        table = rng.integers(0, 4, (m, n)).astype(float)
        for moved in (
            np.vstack([table, table[0] + near * rng.integers(-2, 3, n)]),
            table[0] + near * rng.integers(-2, 3, (m, n)),
            table + near * rng.integers(-2, 3, (m, n)),
        ):
            if not almost_tied(moved):
                given += right_or_refused(moved)
    assert given > 0 or near <= 1e-9


@in_full
@pytest.mark.parametrize("near", NEAR)
def test_nearly_equal_rows_of_any_direction_are_right_or_refused(near):
    """A row moved by normal numbers: some entries of the difference are much smaller than others.

    Fractions of such floats have hundreds of digits, and the nine sizes see the same tables: three by default.
    """
    rng = np.random.default_rng(8)
    for _ in range(sized(3, 12)):
        m, n = rng.integers(2, 5), rng.integers(2, 5)
        table = rng.integers(0, 4, (m, n)).astype(float)
        moved = np.vstack([table, table[0] + near * rng.standard_normal(n) * 10.0 ** -rng.integers(0, 4, n)])
        if not almost_tied(moved):
            right_or_refused(moved)


@pytest.mark.parametrize("scale", sorted(METHODS))
@pytest.mark.parametrize("offset", [1e3, 1e6, 1e8, 1e9, 1e10])
def test_codes_on_a_huge_offset_are_right_or_refused(scale, offset):
    """What rounding takes from the scaled values belongs to the error."""
    rng = np.random.default_rng(9)
    for _ in range(8):
        table = rng.integers(1, 10, (3, 3)) + offset
        given = right_or_refused(
            table, METHODS[scale], scaled(table.tolist(), np.ones(3), scale, *BOUNDS.get(scale, ()))
        )
        assert given == 4 or scale != "minmax"  # differences that are formed first lose nothing


@few
@given(case=small(2, 4), power=st.lists(st.integers(-100, 100), min_size=5, max_size=5))
def test_units_do_not_matter(case, power):
    """Columns in units of powers of two give the same bits: min-max values are the same."""
    units = 2.0 ** np.array(power[: len(case.senses)])
    one, two = (acceptance(problem_of(table, case.senses)) for table in (case.table, case.table * units))
    assert (one.rank_acceptability.to_numpy() == two.rank_acceptability.to_numpy()).all()


@pytest.mark.parametrize("large", [1e3, 1e6, 1e9, 1e12, 1e150])
def test_values_of_very_different_size_are_right_or_refused(large):
    rng = np.random.default_rng(10)
    for _ in range(8):
        table = rng.integers(0, 5, (3, 3)) * np.array([1, 1, large])
        if not almost_tied(table):
            right_or_refused(table)


@pytest.mark.parametrize("n", [4, 8, 12, 16])
def test_the_error_reported_holds_what_volumes_are_off(n):
    """Of two alternatives, the first ranks are pairwise shares, of which a closed form is known at any size."""
    rng = np.random.default_rng(n)
    for k in range(30):
        table = rng.integers(0, 5, (2, n)) if k % 2 else rng.random((2, n))
        found = acceptance(problem_of(table), RAW)
        off = np.abs(found.first_rank - found.pairwise_winning.sum(axis=1)).max()
        assert off <= found.error + 1e-15 or found.tied


WIDTHS = [1e-2, 1e-3, 1e-5, 1e-7, 1e-8, 3e-9, 1e-9, 3e-10, 1e-10, 1e-11, 1e-13]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["slab", "edge", "ratio", "small ratio"])
def test_thin_sets_are_right_or_refused(kind, width):
    """However thin: never the answer for a flat set in place of a thin one."""
    weights = {
        "slab": mn.Simplex(lower={"C1": 0.25}, upper={"C1": 0.25 + width}),
        "edge": mn.Simplex(upper={"C1": width}),
        "ratio": mn.Simplex(ratios={("C1", "C2"): (1, 1 + width)}),
        "small ratio": mn.Simplex(ratios={("C1", "C2"): (width, 2 * width)}),
    }[kind]
    rng = np.random.default_rng(11)
    for _ in range(6):
        m, n = rng.integers(2, 4), rng.integers(2, 5)
        table = rng.integers(1, 6, (m, n)).astype(float)
        table[:2] = [[2, 1, 1, 3][:n], [1, 2, 1, 3][:n]]  # equal where the first two weights are
        pieces = pieces_of(weights, names(n))
        if not almost_tied(table, pieces):
            assert right_or_refused(table, weights=weights, pieces=pieces) == 4 or width < 1e-4


# Sizes.


def textbook(problem, i, k, corners):
    """Return the exact pairwise winning index from the values at the corners of a set, exact but for the values."""
    gap = [Fraction(a) - Fraction(b) for a, b in zip(*problem.performance[[i, k]].tolist(), strict=True)]
    return float(half_space([sum(w * g for w, g in zip(corner, gap, strict=True)) for corner in corners]))


FORTY = np.random.default_rng(12).integers(0, 8, (3, 40)) / 8  # differences are exact


@pytest.mark.parametrize("kind", ["whole", "order", "lower", "upper"])
def test_forty_criteria(kind):
    """Pairs on the whole simplex, complete orders and lower bounds: closed forms at any size."""
    n = FORTY.shape[1]
    unit = [[Fraction(int(i == j)) for i in range(n)] for j in range(n)]
    rest = 1 - Fraction(n - 1, 64)
    weights, corners = {
        "whole": (mn.Simplex(), unit),
        "order": (mn.Simplex(order=names(n)), [[Fraction(int(i <= j), j + 1) for i in range(n)] for j in range(n)]),
        "lower": (
            mn.Simplex(lower=dict.fromkeys(names(n)[1:], 1 / 64)),
            [[rest * (i == j) + Fraction(int(i > 0), 64) for i in range(n)] for j in range(n)],
        ),
        "upper": (mn.Simplex(upper=dict.fromkeys(names(n)[:-1], 0)), unit[-1:]),
    }[kind]
    problem = problem_of(FORTY)
    found = acceptance(problem, RAW, weights=weights)
    for i, k in ((0, 1), (0, 2), (1, 2)):
        assert found.pairwise_winning.iloc[i, k] == pytest.approx(textbook(problem, i, k, corners), abs=1e-11)
    assert found.expected_rank.sum() == pytest.approx(6 - np.triu(found.pairwise_ties).sum(), abs=1e-12)


def test_two_hundred_alternatives():
    """Pairs and expected ranks of many: against sampling, and their sum."""
    table = np.random.default_rng(13).integers(1, 10, (200, 8)).astype(float)
    found = acceptance(problem_of(table))
    weights = flat_weights(8)
    key = mn.weighted_sum().keys(table, np.ones(8), weights)
    ranks = competition_ranks(key, mn.weighted_sum().bar(key, weights))
    spread = ranks.std(axis=0) / math.sqrt(len(weights))
    assert (np.abs(ranks.mean(axis=0) - found.expected_rank) <= 6 * spread + 1e-9).all()
    assert found.expected_rank.sum() == pytest.approx(200 * 201 / 2 - np.triu(found.pairwise_ties).sum(), abs=1e-9)


@pytest.mark.parametrize("table", [[[3]], [[3, 1, 2]], [[3], [1], [3]], [[1], [1]]], ids=str)
def test_one_alternative_or_one_criterion(table):
    """Everything is certain: ranks are those of evaluate, and weights of the set's centre."""
    problem = problem_of(table)
    found, ranks = acceptance(problem), mn.evaluate(problem, "weighted_sum").ranks
    for name, rank in ranks.items():
        assert found.rank_acceptability.loc[name, rank] == pytest.approx(1, abs=1e-15)
        assert found.rank_acceptability.loc[name].sum() == pytest.approx(1, abs=1e-15)
        assert found.expected_rank[name] == rank
        if rank == 1:
            np.testing.assert_allclose(found.central_weights.loc[name], 1 / len(table[0]), rtol=0, atol=1e-14)
        else:
            assert found.central_weights.loc[name].isna().all()
    assert len(found.orderings) == 1
    assert isinstance(repr(found), str)


# Caps.

CODES = np.random.default_rng(14).integers(1, 10, (7, 5)).astype(float)


def capped(monkeypatch, most):
    monkeypatch.setattr("mcda_nato.acceptability.exact.LARGEST_VERTICES", most)
    return acceptance(problem_of(CODES))


def just_enough_for_first_ranks(monkeypatch):
    """Raise the cap until first ranks are there."""
    for most in range(20, 2000, 20):
        found = capped(monkeypatch, most)
        try:
            _ = found.first_rank
        except mn.NotExact:
            continue
        return found
    raise AssertionError("no cap found")


def test_beyond_the_cap_on_cells_ranks_from_two_are_missing_and_said_so(monkeypatch):
    whole = acceptance(problem_of(CODES))
    found = just_enough_for_first_ranks(monkeypatch)
    shares = found.rank_acceptability
    np.testing.assert_allclose(shares[1], whole.rank_acceptability[1], rtol=0, atol=1e-12)
    assert shares.loc[:, 2:].isna().all(axis=None)
    assert len(found.notes) == 1
    assert "sweep" in found.notes[0]
    assert found.notes[0] in repr(found)
    np.testing.assert_allclose(found.first_rank, whole.first_rank, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.central_weights, whole.central_weights, rtol=0, atol=CENTRE)
    np.testing.assert_allclose(found.expected_rank, whole.expected_rank, rtol=0, atol=1e-12)
    with pytest.raises(mn.NotExact, match="sweep"):
        _ = found.orderings
    assert found.best == whole.best
    assert found.to_frame()["share"].isna().sum() == 7 * 6


def test_beyond_the_cap_on_vertices_the_cheap_indices_stand(monkeypatch):
    """First ranks and what follows from them raise and name sweep; pairs, expected ranks, ties and the text remain."""
    whole = acceptance(problem_of(CODES))
    found = capped(monkeypatch, 10)
    for index in ("first_rank", "rank_acceptability", "central_weights", "confidence_factors", "orderings"):
        with pytest.raises(mn.NotExact, match=r"more than 10 vertices; mcda_nato\.sweep"):
            getattr(found, index)
    for index in ("best", "entropy"):
        with pytest.raises(mn.NotExact, match="sweep"):
            getattr(found, index)
    with pytest.raises(mn.NotExact, match="sweep"):
        found.to_frame()
    for index in ("expected_rank", "pairwise_winning", "pairwise_ties"):
        np.testing.assert_array_equal(getattr(found, index), getattr(whole, index))
    assert found.tied == whole.tied
    text = repr(found)
    assert "sweep" in text
    assert "expected_rank" in text
    assert found.standard_error.to_numpy().max() == 0


def test_a_set_beyond_the_cap_is_refused_at_once(monkeypatch):
    """Upper bounds of 1/2 make n(n - 1) vertices and more."""
    monkeypatch.setattr("mcda_nato.acceptability.exact.LARGEST_VERTICES", 12)
    with pytest.raises(mn.NotExact, match="the set of weights has more than 12 vertices"):
        acceptance(problem_of(CODES), weights=mn.Simplex(upper=dict.fromkeys(names(5), 0.375)))


def test_an_error_beyond_the_limit_is_refused(monkeypatch):
    """The shares are there, but not to be trusted."""
    monkeypatch.setattr("mcda_nato.acceptability.exact.LARGEST_ERROR", 1e-18)
    found = acceptance(problem_of(CODES))
    with pytest.raises(mn.NotExact, match="estimated error"):
        _ = found.first_rank


def test_the_text_of_a_result_never_raises():
    """Even where not one pair can be told from its error."""
    thin = mn.Simplex(ratios={("C1", "C2"): (1, 1.000001)})
    found = acceptance(problem_of([[2, 1, 1], [1, 2, 1], [1, 1, 2]]), weights=thin)
    with pytest.raises(mn.NotExact, match="sweep"):
        _ = found.pairwise_winning
    assert "sweep" in repr(found)


# Refusals.


@pytest.mark.parametrize(
    "method", ["topsis", mn.topsis("minmax", ideal=1), mn.from_pymcdm(peers.TOPSIS()), mn.from_pymcdm(peers.VIKOR())],
    ids=str,
)  # fmt: skip
def test_a_method_that_is_not_linear_is_refused_and_sweep_is_named(method):
    with pytest.raises(mn.NotExact, match=r"not linear in the weights.*mcda_nato\.sweep"):
        acceptance(mn.load_models(), method)


@pytest.mark.parametrize("weights", [mn.Dirichlet(None, 9), mn.around(None, 0.1)], ids=str)
def test_other_distributions_are_refused_and_sweep_is_named(weights):
    with pytest.raises(mn.NotExact, match=r"uniform.*mcda_nato\.sweep"):
        acceptance(mn.load_models(), weights=weights)


@pytest.mark.parametrize("weights", [None, [0.25] * 4, {"Risk Exposure": 1.0}, "uniform", mn.Simplex, 1, np.eye(4)])
def test_what_is_no_set_is_refused_by_type(weights):
    with pytest.raises(mn.WeightsError, match=r"weights must be a set of weights, got .*give a mcda_nato\.Simplex"):
        acceptance(mn.load_models(), weights=weights)


BAD_SETS = {
    "unknown 'Risk'": mn.Simplex(lower={"Risk": 0.2}),
    "order names a criterion twice": mn.Simplex(order=["Risk Exposure", "Risk Exposure"]),
    "lower of 'Risk Exposure'": mn.Simplex(lower={"Risk Exposure": -0.1}),
    "upper of 'Risk Exposure'": mn.Simplex(upper={"Risk Exposure": math.nan}),
    "exceeds the highest": mn.Simplex(ratios={("Risk Exposure", "Resource Allocation"): (3, 1)}),
    "'Risk Exposure' >= 0.6, 'Resource Allocation' >= 0.6": mn.Simplex(
        lower={"Risk Exposure": 0.6, "Resource Allocation": 0.6}
    ),
}


@pytest.mark.parametrize("match", BAD_SETS)
def test_a_set_that_is_none_is_refused(match):
    """An empty one names the constraints that conflict, and no others."""
    with pytest.raises(mn.WeightsError, match=match):
        acceptance(mn.load_models(), weights=BAD_SETS[match])


def test_a_set_that_is_empty_by_next_to_nothing_is_no_crash():
    """By a billionth or less, which is within what constraints are met to: refused, or the point they leave."""
    nothing = mn.Simplex(upper={"C4": 0.999999999}, order=["C3", "C1", "C5", "C2"], ratios={("C1", "C3"): (3, 3)})
    hardly = mn.Simplex(lower={"C2": 1e-10, "C3": 1.0}, ratios={("C4", "C2"): (1, 1)})
    for m, weights in ((5, nothing), (4, hardly)):
        try:
            found = acceptance(problem_of(np.eye(m)), weights=weights)
        except mn.McdaError:
            continue
        assert found.first_rank.sum() == 1.0


def test_other_input_is_refused_as_elsewhere():
    with pytest.raises(mn.ProblemError, match="acceptance needs a DecisionProblem"):
        acceptance(np.eye(3))
    with pytest.raises(mn.MethodError, match="unknown method"):
        acceptance(mn.load_models(), "wsm")
    with pytest.raises(mn.MethodError, match="must be positive"):
        acceptance(problem_of([[1, 2], [0, 1]], [1, -1]).replace(performance=[[1, 0], [2, 1]]), "ahp")
    with pytest.raises(mn.McdaError, match="exact"):
        acceptance(mn.load_models()).confidence_intervals()


def test_constant_criteria_are_warned_of():
    with pytest.warns(mn.ConstantCriterionWarning, match="'C2'"):
        acceptance(problem_of([[1, 2], [3, 2]]))


# What a result is.


def test_an_exact_result_says_so():
    models = mn.load_models()
    found = acceptance(models)
    assert found.exact
    assert found.n is None
    assert found.separated is None
    assert found.notes == ()
    assert found.error == 0  # nothing computed so far
    _ = found.first_rank
    assert 0 < found.error < 1e-13
    assert (found.standard_error == 0).all(axis=None)
    assert "exact, error below 1e-12" in repr(found)
    frame = found.to_frame()
    assert frame.columns.tolist() == ["alternative", "rank", "share", "standard_error"]
    assert frame["share"].sum() == pytest.approx(3, abs=1e-12)
    assert found.rank_acceptability.index.name == "alternative"
    assert found.rank_acceptability.columns.tolist() == [1, 2, 3]
    assert found.central_weights.columns.tolist() == list(models.criteria)
    sampled = mn.sweep(models, "weighted_sum", n=100)
    for index in ("rank_acceptability", "pairwise_winning", "pairwise_ties", "central_weights", "standard_error"):
        ours, theirs = getattr(found, index), getattr(sampled, index)
        pd.testing.assert_frame_equal(ours * 0, theirs * 0, check_exact=True)  # same labels and types
    for index in ("first_rank", "expected_rank", "confidence_factors"):
        pd.testing.assert_series_equal(getattr(found, index) * 0, getattr(sampled, index) * 0)
    assert found.orderings.index.name == sampled.orderings.index.name
    assert found.orderings.name == sampled.orderings.name


def test_the_baseline_is_the_ranking_at_the_centre_of_the_set():
    models = mn.load_models()
    found = acceptance(models)
    np.testing.assert_allclose(found.baseline.weights, 0.25, rtol=0, atol=1e-15)
    assert found.baseline.problem == models
    order = ["Risk Exposure", "Speed of Integration", "Domestic Reform Depth", "Resource Allocation"]
    assert set(order) == set(models.criteria)
    ordered = acceptance(models, weights=mn.Simplex(order=order)).baseline.weights[order]
    expected = [sum(Fraction(1, k) for k in range(i, 5)) / 4 for i in range(1, 5)]  # the rank order centroid
    np.testing.assert_allclose(ordered, floats(expected), rtol=0, atol=1e-12)


def test_provenance_tells_results_apart():
    """The same twice; another for another problem, method or set."""
    models = mn.load_models()
    one = acceptance(models).provenance
    assert one == acceptance(models).provenance
    assert {"package", "numpy", "problem", "method", "weights", "cells"} <= set(one)
    others = [
        acceptance(models.drop("Hybrid Integration")).provenance,
        acceptance(models, "ahp").provenance,
        acceptance(models, weights=mn.Simplex(lower={"Risk Exposure": 0.25})).provenance,
        acceptance(models, weights=mn.Simplex(lower={"Risk Exposure": 0.25000000001})).provenance,
    ]
    texts = [json.dumps(each, sort_keys=True) for each in [one, *others]]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("read", [False, True])
def test_results_are_pickled_before_and_after_they_are_read(read):
    found = acceptance(mn.load_models(), weights=mn.Simplex(lower={"Risk Exposure": 0.25}))
    if read:
        repr(found)
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert copy.first_rank.equals(found.first_rank)
    assert copy.rank_acceptability.equals(found.rank_acceptability)
    assert copy.orderings.equals(found.orderings)
    assert copy.provenance == found.provenance
    assert repr(copy) == repr(found)


INDICES = (
    "rank_acceptability", "first_rank", "pairwise_winning", "pairwise_ties", "central_weights", "expected_rank",
    "confidence_factors", "standard_error", "orderings",
)  # fmt: skip


@pytest.mark.parametrize("index", INDICES)
def test_what_is_returned_is_a_copy(index):
    """Writing into a table does not change the next one."""
    found = acceptance(mn.load_models())
    given = getattr(found, index)
    before = given.copy()
    given.iloc[:] = 99.0
    assert getattr(found, index).equals(before)


def test_nothing_is_computed_before_it_is_read(monkeypatch):
    """And what is cheap does not wait for what is not."""
    called = []

    def watched(name, inner):
        return lambda *args: (called.append(name), inner(*args))[1]

    for name in ("first_regions", "rank_cells", "ordering_cells", "pairwise_shares"):
        monkeypatch.setattr(exact, name, watched(name, getattr(exact, name)))
    found = acceptance(mn.load_models())
    assert called == []
    for index, needed in (
        ("expected_rank", "pairwise_shares"), ("pairwise_winning", ""), ("first_rank", "first_regions"),
        ("central_weights", ""), ("confidence_factors", ""), ("best", ""), ("rank_acceptability", "rank_cells"),
        ("orderings", "ordering_cells"), ("rank_acceptability", ""), ("first_rank", ""),
    ):  # fmt: skip
        called.clear()
        getattr(found, index)
        assert set(called) == ({needed} if needed else set()), index


def test_a_problem_is_not_changed():
    models = mn.load_models()
    before = pickle.dumps(models)
    repr(acceptance(models))
    assert pickle.dumps(models) == before


# Controls.


def test_control_bisection_notices_a_wrong_share():
    """The check that acceptance passes fails for the shares of another table, and of another set."""
    models = mn.load_models()
    expected = exactly(models.performance, models.senses)
    assert_is(acceptance(models), expected)
    changed = models.performance.copy()
    changed[0, 0] += 1
    for wrong in (
        acceptance(models.replace(performance=changed, low=None, high=None)),
        acceptance(models, weights=mn.Simplex(lower={"Risk Exposure": 0.001})),
        acceptance(models, "ahp"),
    ):
        with pytest.raises(AssertionError):
            assert_is(wrong, expected)


def test_control_half_the_bisection_is_not_the_whole():
    """The twin itself: shares of its parts sum to one, and without its second parts they do not."""
    expected = exactly(CODES[:4, :4], np.ones(4))
    assert sum(expected["orderings"].values()) == 1
    assert all(sum(row) == 1 for row in expected["ranks"])
    assert sum(expected["expected"]) == 10
