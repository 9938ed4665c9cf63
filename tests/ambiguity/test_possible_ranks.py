"""Necessary and possible ranks over the intervals of the cells, and over a set of weights."""

import itertools
import warnings
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import slow
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.methods import VIKOR
from strategies import heavy_law, law, senses, simplex_fractions

import mcda_nato as mn
from mcda_nato.ambiguity.possible_ranks import possible_ranks
from mcda_nato.preferences.samplers import resolve_sampler

FEW = heavy_law(8)  # for each of eleven methods
REFERENCES = mn.topsis(mn.fixed(0, 12), 1, 0)
METHODS = {
    "minmax": mn.weighted_sum(),
    "vector": mn.weighted_sum("vector"),
    "total": mn.ahp(),
    "maximum": mn.ahp("ideal"),
    "fixed": mn.weighted_sum(mn.fixed(1, 5)),
    "topsis": mn.topsis(),
    "topsis minmax": mn.topsis("minmax"),
    "topsis total": mn.topsis("total"),
    "topsis fixed": mn.topsis(mn.fixed(1, 5)),
    "topsis references": REFERENCES,
    "topsis references inside": mn.topsis(mn.fixed(1, 5), 0.8, 0.2),
}
SUMS = ["minmax", "vector", "total", "maximum", "fixed"]
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")


def boxed(low, high, modal=None, signs=None):
    low, high = np.array(low, dtype=float), np.array(high, dtype=float)
    signs = [1] * low.shape[1] if signs is None else signs
    return mn.DecisionProblem((low + high) / 2 if modal is None else modal, signs, low=low, high=high)


@st.composite
def problems(draw, most=3, criteria=2, uncertain=6, least=1):
    """Small integer tables; at most `uncertain` cells have an interval."""
    m, n = draw(st.integers(least, most)), draw(st.integers(1, criteria))
    low = np.reshape(draw(st.lists(st.integers(1, 6), min_size=m * n, max_size=m * n)), (m, n))
    width = np.reshape(draw(st.lists(st.sampled_from([0, 1, 2, 4]), min_size=m * n, max_size=m * n)), (m, n))
    width.ravel()[np.flatnonzero(width)[uncertain:]] = 0
    return boxed(low, low + width, low + width // 2, draw(senses(n)))


def weight_sets(problem):
    names = list(problem.criteria)
    return st.sampled_from(
        [mn.Simplex(), mn.Simplex(order=names), mn.Simplex(lower={names[0]: 0.25}), mn.Simplex(upper={names[-1]: 1.0})]
    )


def equal(problem):
    return np.full((1, len(problem.criteria)), 1.0 / len(problem.criteria))


def grid(problem, points):
    """Return every table whose cells are at so many places of their intervals."""
    axes = [np.unique(np.linspace(a, b, points)) for a, b in zip(problem.low.flat, problem.high.flat, strict=True)]
    return np.array(list(itertools.product(*axes))).reshape(-1, *problem.low.shape)


def precedence(problem, method, tables, weights):
    """Return who precedes whom in each table under each of the weights, ``(..., m, m)``."""
    key = method.keys(tables[:, None], problem.senses, weights)
    return key[..., :, None] > method.bar(key, weights)[..., None, :]


def outside(found, seen):
    """Return whether what was seen, ``(t, w, m, m)``, contradicts what is proven."""
    ranks = 1 + seen.sum(axis=-2).reshape(-1, seen.shape[-1])
    bounds, certain = found.ranks, found.undecided.to_numpy()
    return (
        (ranks.min(axis=0) < bounds["best_bound"]).any()
        or (ranks.max(axis=0) > bounds["worst_bound"]).any()
        or (found.necessary_strict.to_numpy() & ~seen.all(axis=(0, 1))).any()
        or (seen.any(axis=(0, 1)) & ~found.possible_strict.to_numpy() & ~certain).any()
        or (found.necessary_preference.to_numpy() & seen.any(axis=(0, 1)).T).any()
    )


def passes(problem, method, weights=None):
    """Run `possible_ranks` and check what must hold of every result."""
    found = possible_ranks(problem, method, weights)
    frame = found.to_frame()
    assert (frame["best_bound"] >= 1).all()
    assert (frame["best_bound"] <= frame["best_attained"]).all()
    assert (frame["best_attained"] <= frame["modal"]).all()
    assert (frame["modal"] <= frame["worst_attained"]).all()
    assert (frame["worst_attained"] <= frame["worst_bound"]).all()
    assert (frame["worst_bound"] <= len(frame)).all()
    assert (frame["exact_best"] == (frame["best_bound"] == frame["best_attained"])).all()
    assert (frame["exact_worst"] == (frame["worst_bound"] == frame["worst_attained"])).all()
    return found


@every_method
@FEW
@given(data=st.data())
def test_no_coding_is_outside_the_bounds(method, data):
    """No table of a grid gives a rank outside the bounds or contradicts a proven preference."""
    problem = data.draw(problems())
    seen = precedence(problem, method, grid(problem, 4), equal(problem))
    assert not outside(passes(problem, method), seen)


@every_method
@FEW
@given(data=st.data())
def test_no_weights_of_the_set_are_outside_the_bounds(method, data):
    """Nor does a table under weights drawn from the set, or at its centre."""
    problem = data.draw(problems(uncertain=4, criteria=3))
    weights = data.draw(weight_sets(problem))
    sampler = resolve_sampler(weights, problem.criteria)
    uniforms = np.random.default_rng(0).random((sampler.dimension, 40))
    drawn = np.vstack([sampler.centre, sampler.transform(uniforms).T])
    assert not outside(passes(problem, method, weights), precedence(problem, method, grid(problem, 3), drawn))


@every_method
@FEW
@given(data=st.data(), joint=st.booleans())
def test_cases_attain_their_ranks(method, data, joint):
    """The coding of a case is within the intervals and evaluates to its rank; no cell of it can be put back."""
    problem = data.draw(problems(criteria=3, uncertain=5))
    found = possible_ranks(problem, method, mn.Simplex() if joint else None)
    for name in problem.alternatives:
        for case, rank in ((found.best_case(name), "best_attained"), (found.worst_case(name), "worst_attained")):
            assert case.rank == found.ranks.loc[name, rank]
            assert mn.evaluate(case.problem, method, case.weights).ranks[name] == case.rank
            assert (problem.low <= case.problem.performance).all()
            assert (case.problem.performance <= problem.high).all()
            moved = np.argwhere(case.problem.performance != problem.performance).tolist()
            assert [(problem.alternatives.index(a), problem.criteria.index(c)) for a, c in case.cells] == [
                (i, j) for i, j in moved
            ]
            for i, j in moved:
                table = case.problem.performance.copy()
                table[i, j] = problem.performance[i, j]
                put_back = case.problem.replace(performance=table, low=problem.low, high=problem.high)
                assert mn.evaluate(put_back, method, case.weights).ranks[name] != case.rank


# Exact answers.


def exact_extremes(problem, weights):
    """Specification on `fixed(0, 12)`: best and worst ranks over all tables of ends, in fractions."""
    w = [Fraction(x) for x in weights]
    cells = [sorted({Fraction(a), Fraction(b)}) for a, b in zip(problem.low.flat, problem.high.flat, strict=True)]
    m, n = problem.low.shape
    ranks = []
    for point in itertools.product(*cells):
        table = [list(point[i * n : i * n + n]) for i in range(m)]
        scaled = slow.scaled(table, problem.senses, "fixed", 0, 12)
        ranks.append(slow.exact_ranks(slow.weighted_sum(scaled, w)))
    return [min(column) for column in slow.columns(ranks)], [max(column) for column in slow.columns(ranks)]


@law
@given(data=st.data())
def test_fixed_scales_are_exact(data):
    """On a fixed scale both ranks are those over all tables of ends in rational arithmetic, and both are proven."""
    problem = data.draw(problems(uncertain=5))
    weights = data.draw(simplex_fractions(len(problem.criteria)))
    found = passes(problem, mn.weighted_sum(mn.fixed(0, 12)), [float(w) for w in weights])
    best, worst = exact_extremes(problem, weights)
    assert found.ranks["best_bound"].tolist() == found.ranks["best_attained"].tolist() == best
    assert found.ranks["worst_bound"].tolist() == found.ranks["worst_attained"].tolist() == worst


@heavy_law(50)  # a linear programme for each bound
@given(data=st.data())
def test_fixed_scales_are_exact_for_a_set_of_weights(data):
    """With a set of weights too, bounds and attained ranks meet, and nothing is undecided."""
    problem = data.draw(problems(most=5, criteria=4, uncertain=20))
    found = passes(problem, mn.weighted_sum(mn.fixed(1, 5)), data.draw(weight_sets(problem)))
    assert found.ranks[["exact_best", "exact_worst"]].to_numpy().all()
    assert not found.undecided.to_numpy().any()


@FEW
@given(data=st.data())
def test_references_on_a_fixed_scale_are_exact(data):
    """TOPSIS with both references outside all intervals: tables of ends give the bounds."""
    problem = data.draw(problems(uncertain=5))
    found = passes(problem, REFERENCES)
    seen = precedence(problem, REFERENCES, grid(problem, 2), equal(problem))
    ranks = 1 + seen.sum(axis=-2).reshape(-1, len(problem.alternatives))
    assert found.ranks["best_bound"].tolist() == ranks.min(axis=0).tolist()
    assert found.ranks["worst_bound"].tolist() == ranks.max(axis=0).tolist()
    assert found.ranks[["exact_best", "exact_worst"]].to_numpy().all()


@pytest.mark.parametrize("name", SUMS)
@FEW
@given(data=st.data(), joint=st.booleans())
def test_preferences_of_weighted_sums_are_exact(name, data, joint):
    """Nothing is undecided, and a pair that can be strict is so in some coding and for some weights."""
    problem = data.draw(problems(most=2, uncertain=4, least=2))
    found = passes(problem, METHODS[name], mn.Simplex() if joint else None)
    assert not found.undecided.to_numpy().any()
    first, second = problem.alternatives
    for one, other in ((first, second), (second, first)):  # of two, rank 1 is no strict successor
        assert found.possible_strict.loc[one, other] == (found.ranks.loc[other, "worst_attained"] == 2)


@every_method
@FEW
@given(data=st.data(), joint=st.booleans())
def test_a_crisp_problem_has_one_ranking(method, data, joint):
    """Where no cell has an interval, best and worst are the rank, and for a set of weights they hold its centre."""
    problem = data.draw(problems(most=4, criteria=3, uncertain=0))
    found = passes(problem, method, mn.Simplex() if joint else None)
    ranks = mn.evaluate(problem, method).ranks
    assert found.ranks["modal"].tolist() == ranks.tolist()
    if not joint:
        for column in ("best_attained", "best_bound", "worst_attained", "worst_bound"):
            assert found.ranks[column].tolist() == ranks.tolist(), column
        assert not found.undecided.to_numpy().any()
        assert all(not found.worst_case(name).cells for name in problem.alternatives)


# Laws.


@every_method
@FEW
@given(data=st.data())
def test_narrower_intervals_give_nested_ranks(method, data):
    """Bounds over half of each interval are within those over the whole, and so is what is attained."""
    wide = data.draw(problems(criteria=3, uncertain=5))
    narrow = wide.replace(low=(wide.low + wide.performance) / 2, high=(wide.high + wide.performance) / 2)
    assert_nested(passes(narrow, method), passes(wide, method))


@pytest.mark.parametrize("name", SUMS)
@FEW
@given(data=st.data())
def test_tighter_sets_of_weights_give_nested_ranks(name, data):
    """The whole simplex, weights in order, the centre of these: each holds the next."""
    problem = data.draw(problems(criteria=3, uncertain=5))
    order = mn.Simplex(order=list(problem.criteria))
    centre = resolve_sampler(order, problem.criteria).centre
    wide, middle, one = (passes(problem, METHODS[name], weights) for weights in (mn.Simplex(), order, centre))
    assert_nested(middle, wide)
    assert_nested(one, middle)


def assert_nested(narrow, wide):
    assert (narrow.ranks["best_bound"] >= wide.ranks["best_bound"]).all()
    assert (narrow.ranks["worst_bound"] <= wide.ranks["worst_bound"]).all()
    assert (narrow.ranks["best_attained"] >= wide.ranks["best_bound"]).all()
    assert (narrow.necessary_strict | ~wide.necessary_strict).to_numpy().all()
    assert (narrow.necessary_preference | ~wide.necessary_preference).to_numpy().all()


@every_method
@FEW
@given(data=st.data(), joint=st.booleans())
def test_relations_of_preference(method, data, joint):
    """Necessary implies possible; every pair is possible one way; for sums, necessary is transitive."""
    problem = data.draw(problems(most=4, criteria=3))
    found = passes(problem, method, mn.Simplex() if joint else None)
    necessary, possible = found.necessary_preference.to_numpy(), found.possible_preference.to_numpy()
    always, ever = found.necessary_strict.to_numpy(), found.possible_strict.to_numpy()
    assert (possible | ~necessary).all()
    assert (ever | ~always).all()
    assert (possible | possible.T).all()
    assert necessary.diagonal().all()
    assert not ever.diagonal().any()
    assert not (always & always.T).any()
    assert (necessary | ~always).all()
    if method in [METHODS[name] for name in SUMS]:
        np.testing.assert_array_equal(necessary, ~ever.T)
        np.testing.assert_array_equal(possible, ~always.T)
        for relation in (necessary, always):
            assert not ((relation.astype(int) @ relation.astype(int) > 0) & ~relation).any()


@every_method
@FEW
@given(data=st.data(), joint=st.booleans())
def test_the_order_of_the_alternatives_does_not_matter(method, data, joint):
    """Bounds and proven preferences move with the alternatives."""
    problem = data.draw(problems(most=4, criteria=2, uncertain=5))
    order = data.draw(st.permutations(range(len(problem.alternatives))))
    turned = problem.replace(
        performance=problem.performance[order], low=problem.low[order], high=problem.high[order],
        alternatives=[problem.alternatives[i] for i in order],
    )  # fmt: skip
    weights = mn.Simplex() if joint else None
    found, other = passes(problem, method, weights), passes(turned, method, weights)
    bounds = ["modal", "best_bound", "worst_bound"]
    assert other.ranks.loc[list(problem.alternatives), bounds].equals(found.ranks[bounds])
    names = list(problem.alternatives)
    assert other.necessary_strict.loc[names, names].equals(found.necessary_strict)


def test_duplicates_are_told_apart_by_their_intervals_alone():
    """Crisp duplicates tie in every coding; with intervals either can be ahead."""
    crisp = possible_ranks(boxed([[2, 3], [2, 3]], [[2, 3], [2, 3]]), "weighted_sum", mn.Simplex())
    assert crisp.ranks[["best_bound", "worst_bound"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert crisp.necessary_preference.to_numpy().all()
    assert not crisp.possible_strict.to_numpy().any()
    loose = possible_ranks(boxed([[2, 3], [2, 3]], [[4, 3], [4, 3]]))
    assert loose.ranks[["best_attained", "worst_attained"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert not loose.necessary_preference.loc["A1", "A2"]


@every_method
def test_one_alternative_has_one_rank(method):
    found = passes(boxed([[1, 2]], [[3, 4]]), method, mn.Simplex())
    assert found.ranks.iloc[0].tolist() == [1, 1, 1, 1, 1, True, True]
    assert found.necessarily_first == found.possibly_first == ("A1",)


def test_a_constant_criterion_is_named_and_discriminates_nothing():
    problem = boxed([[2, 1], [2, 3]], [[2, 2], [2, 4]])
    with pytest.warns(mn.ConstantCriterionWarning, match="'C1' has the same value"):
        found = possible_ranks(problem, "weighted_sum")
    assert found.necessarily_first == ("A2",)
    assert found.ranks.loc["A1", "best_bound"] == 2


def test_a_column_that_may_lose_its_spread():
    """The min-max scale jumps there: a tie is one rank among the others."""
    found = possible_ranks(boxed([[1], [2]], [[2], [2]]))
    assert found.ranks.loc["A1"].tolist() == [2, 1, 1, 2, 2, True, True]
    assert found.best_case("A1").problem.performance.tolist() == [[2], [2]]
    assert found.necessary_preference.loc["A2", "A1"]
    assert not found.necessary_strict.loc["A2", "A1"]


# The default data set.


def two_words():
    models = mn.load_models()
    words = np.isin(models.terms, ["Variable", "Flexible"])
    low, high = (np.where(words, end, models.performance) for end in (models.low, models.high))
    return models.replace(low=low, high=high)


@pytest.mark.parametrize(
    ("method", "ranks"),
    [
        (mn.weighted_sum(), [[2, 3], [1, 2], [1, 3]]),
        (mn.weighted_sum(mn.fixed(1, 5)), [[2, 3], [1, 1], [1, 3]]),
        (mn.ahp(), [[2, 3], [1, 1], [2, 3]]),
        (mn.topsis(), [[2, 3], [1, 1], [2, 3]]),
    ],
    ids=str,
)
def test_what_variable_and_flexible_do_to_the_ranking(method, ranks):
    """Exact: they can make or unmake the second place, and on two scales the first."""
    found = passes(two_words(), method)
    assert found.ranks[["best_bound", "worst_bound"]].to_numpy().tolist() == ranks
    assert found.ranks[["exact_best", "exact_worst"]].to_numpy().all()
    for name in found.problem.alternatives:
        for case in (found.best_case(name), found.worst_case(name)):
            assert {alternative for alternative, _ in case.cells} <= {"Hybrid Integration"}


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
def test_with_every_interval_every_rank_is_possible(method):
    found = passes(mn.load_models(), method)
    assert found.ranks[["best_attained", "worst_attained"]].to_numpy().tolist() == [[1, 3]] * 3
    assert found.ranks[["exact_best", "exact_worst"]].to_numpy().all()
    assert found.necessarily_first == ()


def test_a_profile_that_no_coding_upsets():
    found = possible_ranks(two_words(), "weighted_sum", mn.load_profiles()["lowest_risk"])
    assert found.ranks["worst_bound"].tolist() == found.ranks["best_bound"].tolist() == [2, 1, 3]
    assert found.necessarily_first == ("Strategic Partnership",)


# Controls.

#: Of this table the first alternative is first in no table of ends: the third
#: in its first column must be neither well above 4 nor, lifting the second, well below.
INSIDE = boxed([[4, 1], [4, 3], [2, 4]], [[7, 1], [4, 3], [5, 4]], [[4, 1], [4, 3], [2, 4]])
INSIDE_WEIGHTS = [0.52, 0.48]


def test_control_tables_of_ends_miss_an_attained_rank():
    seen = precedence(INSIDE, METHODS["minmax"], grid(INSIDE, 2), np.array([INSIDE_WEIGHTS]))
    assert (1 + seen.sum(axis=-2))[..., 0].min() == 2
    found = passes(INSIDE, "weighted_sum", INSIDE_WEIGHTS)
    assert found.ranks.loc["A1", ["best_attained", "best_bound"]].tolist() == [1, 1]
    case = found.best_case("A1")
    assert 2 < case.problem.performance[2, 0] < 5
    assert mn.evaluate(case.problem, "weighted_sum", INSIDE_WEIGHTS).best == ("A1",)


def test_control_a_wrong_bound_is_caught():
    """The check of the bounds finds one that is too tight by a rank, either way, and a preference that is not."""
    seen = precedence(INSIDE, METHODS["minmax"], grid(INSIDE, 7), equal(INSIDE))
    for column, step in (("best_bound", 1), ("worst_bound", -1)):
        found = possible_ranks(INSIDE, "weighted_sum")
        assert not outside(found, seen)
        found.ranks.loc["A2", column] += step
        assert outside(found, seen)
    found = possible_ranks(INSIDE, "weighted_sum")
    found.necessary_strict.loc["A1", "A2"] = True
    assert outside(found, seen)


def test_control_equal_weights_do_not_stand_for_the_set():
    """What one set of weights excludes, others allow."""
    problem = boxed([[1, 9], [5, 5]], [[1, 9], [6, 6]])
    one, all_of_them = (possible_ranks(problem, mn.weighted_sum(mn.fixed(0, 10)), w) for w in (None, mn.Simplex()))
    assert one.ranks["best_bound"].tolist() == [1, 1]
    assert one.ranks["worst_bound"].tolist() == [2, 1]
    assert all_of_them.ranks["worst_bound"].tolist() == [2, 2]


# Other methods, larger problems, and what results look like.


def test_methods_without_a_form_are_searched():
    """Nothing is proven of VIKOR, and what is attained is real; codings where it is undefined are passed over."""
    method, weights = mn.from_pymcdm(VIKOR()), [0.4, 0.3, 0.2, 0.1]
    found = passes(two_words(), method, weights)
    assert found.ranks[["best_bound", "worst_bound"]].to_numpy().tolist() == [[1, 3]] * 3
    assert not found.necessary_strict.to_numpy().any()
    assert found.undecided.to_numpy().any()
    case = found.best_case("Hybrid Integration")
    assert mn.evaluate(case.problem, method, case.weights).ranks["Hybrid Integration"] == case.rank
    with pytest.raises(mn.MethodError, match=r"VIKOR.* is undefined for this problem"):
        possible_ranks(two_words(), method)  # at its modal codes
    assert possible_ranks(two_words(), method, mn.Simplex(lower={"Risk Exposure": 0.3})).ranks.shape == (3, 7)


@pytest.mark.parametrize(
    "method",
    [mn.weighted_sum(mn.Scale("cubes", lambda table, signs: (table * signs) ** 3)), mn.topsis("vector", ideal=1.0)],
    ids=["own scale", "one reference"],
)
def test_what_has_no_proof_is_bounded_by_the_number_of_alternatives(method):
    found = passes(two_words(), method)
    assert found.ranks[["best_bound", "worst_bound"]].to_numpy().tolist() == [[1, 3]] * 3


@cache
def twelve_criteria():
    """Return a problem with lower bounds and an order, weights drawn from the set, and codings."""
    rng = np.random.default_rng(3)
    low = rng.integers(1, 6, (4, 12)).astype(float)
    problem = boxed(low, low + rng.integers(0, 2, low.shape), low)
    names = list(problem.criteria)
    weights = mn.Simplex(order=[names[:6]], lower=dict.fromkeys(names, 0.03), upper=dict.fromkeys(names, 0.2))
    drawn = resolve_sampler(weights, names).draw(rng, 200, None).T
    return problem, weights, drawn, problem.low + rng.random((50, 4, 12)).round() * (problem.high - problem.low)


@pytest.mark.parametrize("name", ["fixed", "topsis"])
def test_many_criteria_are_programmes_without_corners(name):
    """Weights drawn from the set stay within the bounds."""
    problem, weights, drawn, tables = twelve_criteria()
    found = passes(problem, METHODS[name], weights)
    assert not outside(found, precedence(problem, METHODS[name], tables, drawn))
    case = found.best_case("A1").weights
    assert case.sum() == pytest.approx(1.0, abs=1e-12)
    assert case.between(0.03 - 1e-12, 0.2 + 1e-12).all()
    assert (case.iloc[:5].to_numpy() >= case.iloc[1:6].to_numpy() - 1e-12).all()


def test_large_problems_end():
    rng = np.random.default_rng(0)
    low = rng.integers(1, 10, (10, 6)).astype(float)
    for method in ("weighted_sum", mn.weighted_sum(mn.fixed(1, 12))):
        passes(boxed(low, low + 1, low, [1, -1, 1, -1, 1, -1]), method, mn.Simplex(lower={"C1": 0.1}))


def test_weights_of_a_case_are_of_the_set():
    found = possible_ranks(two_words(), "weighted_sum", mn.Simplex(lower={"Risk Exposure": 0.4}))
    for name in found.problem.alternatives:
        assert found.best_case(name).weights["Risk Exposure"] >= 0.4 - 1e-12
    assert found.weights["Risk Exposure"] == pytest.approx(0.55)
    assert found.weight_set is not None


def test_results_show_themselves():
    found = possible_ranks(two_words(), mn.weighted_sum(mn.fixed(1, 5)))
    text = repr(found)
    assert text.startswith("Possible ranks by weighted_sum(scale=fixed(low=1.0, high=5.0)), within the intervals\n")
    assert text.endswith("Necessarily first: 'Strategic Partnership'")
    assert "Where not exact" in repr(possible_ranks(two_words(), mn.from_pymcdm(VIKOR()), [0.4, 0.3, 0.2, 0.1]))
    assert "and the set of weights" in repr(possible_ranks(two_words(), weights=mn.Simplex()))
    assert repr(found.best_case("Strategic Partnership")) == "'Strategic Partnership' at rank 1, all cells modal"
    case = found.worst_case("Hybrid Integration")
    assert case.to_frame().to_dict("list") == {
        "alternative": ["Hybrid Integration"] * 2,
        "criterion": ["Domestic Reform Depth", "Resource Allocation"],
        "modal": [3.0, 3.0],
        "value": [2.0, 4.0],
    }
    assert case.problem.terms == found.problem.terms
    assert found.to_frame().columns.tolist() == [
        "modal", "best_attained", "best_bound", "worst_attained", "worst_bound", "exact_best", "exact_worst",
    ]  # fmt: skip


def test_the_result_is_the_same_every_time():
    one, other = (possible_ranks(mn.load_models(), "topsis", mn.Simplex()) for _ in range(2))
    assert one.ranks.equals(other.ranks)
    np.testing.assert_array_equal(one._tables, other._tables)


# Bad input.


def refuses(error, match, *args, **kwargs):
    with pytest.raises(error, match=match):
        possible_ranks(*args, **kwargs)


def test_intervals_that_leave_the_domain_of_a_scale_are_named():
    cost = mn.DecisionProblem([[1.0], [2.0]], [-1], ["x", "y"], ["a"], low=[[0.0], [1.0]])
    refuses(mn.MethodError, "'total' is undefined: low of 'x' on 'a' is 0.0 and must be positive", cost, "ahp")
    benefit = mn.DecisionProblem([[1.0], [2.0]], [1], ["x", "y"], ["a"], low=[[-1.0], [1.0]])
    refuses(mn.MethodError, "low of 'x' on 'a' is -1.0 and must be not negative", benefit, mn.ahp("ideal"))
    nothing = mn.DecisionProblem([[1.0], [2.0]], [1], ["x", "y"], ["a"], low=[[0.0], [0.0]])
    refuses(mn.MethodError, "every value of low of 'a' is 0", nothing, "ahp")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        possible_ranks(cost, "weighted_sum")


def test_other_bad_input_is_refused():
    models = mn.load_models()
    refuses(mn.ProblemError, "possible_ranks needs a DecisionProblem, got ndarray", models.performance)
    refuses(mn.MethodError, "unknown method 'wsm'", models, "wsm")
    refuses(mn.WeightsError, "give one set of weights, not a table", models, weights=np.full((2, 4), 0.25))
    refuses(mn.WeightsError, "sum to 2, not 1", models, weights=[0.5] * 4)
    refuses(
        mn.WeightsError, "got Dirichlet; give one set of weights or a Simplex", models, weights=mn.Dirichlet(None, 9)
    )
    refuses(mn.WeightsError, "got Around; give one set of weights or a Simplex", models, weights=mn.around(None, 0.02))
    refuses(mn.WeightsError, "unknown 'Speed'", models, weights=mn.Simplex(lower={"Speed": 0.1}))
    refuses(
        mn.WeightsError, "no weights satisfy all of these", models,
        weights=mn.Simplex(lower={"Risk Exposure": 0.6}, upper={"Risk Exposure": 0.5}),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Hybrid", 3, None])
def test_a_case_of_no_alternative_is_refused(name):
    found = possible_ranks(mn.load_models())
    for case in (found.best_case, found.worst_case):
        with pytest.raises(mn.ProblemError, match=r"no alternative is called .*; use one of 'Incremental"):
            case(name)
