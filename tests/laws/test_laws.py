"""Every method against every law, and for each law a control that must fail.

A law is a plain function that asserts. `METHODS` go through all of them as
properties; a broken method goes through the same function and must be caught.
"""

import math
import warnings
from fractions import Fraction
from functools import cache, partial

import numpy as np
import pandas as pd
import pytest
import slow
from hypothesis import assume, given
from hypothesis import strategies as st
from pymcdm import methods as peers
from pymcdm import normalizations
from strategies import (
    Case,
    batches,
    cases,
    codes,
    decision_problems,
    integer_cases,
    judgement_matrices,
    labels,
    law,
    priorities,
    reals,
    senses,
    simplex_fractions,
    sizes,
    table_batches,
    weights,
)

import mcda_nato as mn
from mcda_nato import arrays
from mcda_nato.judgements.priorities import geometric_means, principal_eigenvector
from mcda_nato.methods import method as method_module
from mcda_nato.methods.ranks import competition_ranks
from mcda_nato.methods.scales import Scale
from mcda_nato.methods.scores import distance_ratio, unchanged, weighted_sum

pytestmark = [  # laws hold for any input
    pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning"),
    pytest.mark.filterwarnings("ignore::mcda_nato.InconsistentJudgementsWarning"),
]

EPS = np.finfo(float).eps
BOUNDS = (0.0, 1000.0)  # every table of the strategies lies within

METHODS = {
    "weighted_sum-minmax": mn.weighted_sum("minmax"),
    "weighted_sum-vector": mn.weighted_sum("vector"),
    "weighted_sum-total": mn.weighted_sum("total"),
    "weighted_sum-maximum": mn.weighted_sum("maximum"),
    "weighted_sum-fixed": mn.weighted_sum(mn.fixed(*BOUNDS)),
    "topsis-vector": mn.topsis("vector"),
    "topsis-minmax": mn.topsis("minmax"),
    "topsis-total": mn.topsis("total"),
    "topsis-fixed-references": mn.topsis(mn.fixed(*BOUNDS), ideal=1, anti_ideal=0),
    "ahp-distributive": mn.ahp("distributive"),
    "ahp-ideal": mn.ahp("ideal"),
}
WEIGHTED_SUMS = {name: method for name, method in METHODS.items() if not name.startswith("topsis")}
TOPSIS = {name: method for name, method in METHODS.items() if name.startswith("topsis")}
ADAPTED = {
    f"pymcdm {name}": mn.from_pymcdm(peer)
    for name, peer in {
        "vikor": peers.VIKOR(),
        "wsm": peers.WSM(),
        "topsis": peers.TOPSIS(),
        "mairca": peers.MAIRCA(),
        "spotis": peers.SPOTIS(np.array([BOUNDS] * 3)),
    }.items()
}

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
every_adapted = pytest.mark.parametrize("method", ADAPTED.values(), ids=ADAPTED)


def for_each(methods, check, *args):
    """Hold every method against one law; a failure names the method."""
    for name, method in methods.items():
        try:
            check(method, *args)
        except Exception as error:
            error.add_note(f"method: {name}")
            raise


def same_bits(a, b):
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def keys_of(method, case):
    return method.keys(*case)


def ranks_of(method, case, rank=competition_ranks):
    key = keys_of(method, case)
    return rank(key, method.bar(key, case.weights))


def composed(key=weighted_sum, apply=None, **parts):
    """Return a method for controls: identity scale unless one is given."""
    scale = Scale("control", apply or (lambda performance, senses: performance * senses))
    parts = {"score": unchanged, "source": "a control", **parts}
    return mn.Method("control", scale, key, **parts)


def must_fail(law_function, *args, **kwargs):
    with pytest.raises(AssertionError):
        law_function(*args, **kwargs)


def random_case(m, n, scenarios=None, seed=0):
    rng = np.random.default_rng(seed)
    shape = n if scenarios is None else (scenarios, n)
    w = rng.exponential(size=shape)
    return case_of(rng.integers(1, 10, (m, n)) + rng.random((m, n)), np.ones(n), w / w.sum(-1, keepdims=True))


def case_of(table, signs, w):
    return Case(np.asarray(table, float), np.asarray(signs, float), np.asarray(w, float))


varied = cases(least=2).filter(lambda case: (np.ptp(case.table, axis=0) > 1e-6).all())


@cache
def varied_codes(m):
    return codes(m, 3).filter(lambda table: (np.ptp(table, axis=0) > 0).all())


positive_weights = weights(3).filter(lambda w: (w > 0).all())


@st.composite
def adapted_cases(draw, most=5):
    """Three criteria of small integers without a constant one, on which VIKOR too is defined."""
    m = draw(sizes(2, most))
    case = case_of(draw(varied_codes(m)), draw(senses(3)), draw(positive_weights))
    assume(is_defined(case))
    return case


def is_defined(case):
    """Whether VIKOR gives a number: its S and R must each have a spread."""
    try:
        ADAPTED["pymcdm vikor"](*case)
    except mn.MethodError:
        return False
    return True


# Scenarios: a batch is its rows.


def batch_equals_loop(method, case):
    """Batches give every scenario the bits that the scenario alone gets."""
    batch = method(*case)
    tables = np.broadcast_to(case.table, (len(case.weights), *case.table.shape[-2:]))
    loop = [method(table, case.senses, w) for table, w in zip(tables, case.weights, strict=True)]
    assert same_bits(batch, loop)


def row_equals_batch_of_one(method, case):
    """Every row of a batch has the bits of a batch of one."""
    batch = method(*case)
    for i in range(len(case.weights)):
        assert same_bits(method(case.table, case.senses, case.weights[i : i + 1]), batch[i : i + 1])


@law
@given(case=batches() | table_batches())
def test_batch_equals_loop(case):
    for_each(METHODS, batch_equals_loop, case)


@law
@given(case=batches())
def test_row_equals_batch_of_one(case):
    for_each(METHODS, row_equals_batch_of_one, case)


@law
@given(case=adapted_cases(), data=st.data())
def test_batch_equals_loop_for_adapted_methods(case, data):
    more = data.draw(st.permutations(case.weights))
    assume(is_defined(case._replace(weights=np.array(more))))
    for_each(ADAPTED, batch_equals_loop, case._replace(weights=np.array([case.weights, more])))


def matrix_product(scaled, w):
    return np.atleast_2d(w) @ scaled.reshape(scaled.shape[-2:]).T


@pytest.mark.parametrize("check", [batch_equals_loop, row_equals_batch_of_one])
def test_control_a_matrix_product_changes_bits_with_the_shape_of_its_batch(check):
    def all_shapes(method):
        for m, n in [(3, 4), (10, 8), (50, 30)]:
            check(method, random_case(m, n, scenarios=500))

    all_shapes(composed())
    must_fail(all_shapes, composed(matrix_product))


@every_method
@pytest.mark.parametrize("chunk", [1, 3, 64])
def test_the_chunk_changes_no_bit(method, chunk, monkeypatch):
    """Scenarios are scored in chunks of any size to the same bits."""
    case = random_case(4, 5, scenarios=130)
    whole = method(*case)
    monkeypatch.setattr(method_module, "_CHUNK", chunk)
    assert same_bits(method(*case), whole)


@pytest.mark.parametrize("name", ["weighted_sum", "topsis", "ahp"])
def test_evaluate_gives_a_scenario_the_bits_that_it_gets_alone(name):
    """Rows of a frame of weights rank as they do one by one, for any number of criteria."""
    for n in (1, 4, 7, 8, 9, 17):
        case = random_case(6, n, scenarios=20, seed=n)
        problem = mn.DecisionProblem(case.table, case.senses)
        frame = pd.DataFrame(case.weights, columns=problem.criteria)
        together = mn.evaluate(problem, name, frame)
        for i, w in enumerate(case.weights):
            alone = mn.evaluate(problem, name, w)
            assert same_bits(together.scores.loc[i], alone.scores), n
            assert same_bits(together.ranks.loc[i], alone.ranks)


# Memory.


def layouts(array):
    """Yield the same numbers in other memory orders."""
    doubled = np.repeat(array, 2, axis=-1)
    yield np.asfortranarray(array)
    yield doubled[..., ::2]
    yield np.ascontiguousarray(array[..., ::-1])[..., ::-1]


def memory_order_is_immaterial(method, case):
    """C, Fortran, strided and reversed inputs give the same bits."""
    expected = method(*case)
    for table, w in zip(layouts(case.table), layouts(case.weights), strict=True):
        assert same_bits(method(table, case.senses, case.weights), expected)
        assert same_bits(method(case.table, case.senses, w), expected)


@law
@given(case=batches())
def test_memory_order_is_immaterial(case):
    for_each(METHODS, memory_order_is_immaterial, case)


@every_method
@pytest.mark.parametrize(("m", "n"), [(3, 4), (40, 9), (7, 33)])
def test_memory_order_is_immaterial_for_large_tables(method, m, n):
    memory_order_is_immaterial(method, random_case(m, n, scenarios=20))


@every_adapted
def test_memory_order_is_immaterial_for_adapted_methods(method):
    memory_order_is_immaterial(method, random_case(12, 3))


@pytest.mark.parametrize("name", ["weighted_sum", "topsis", "ahp"])
@pytest.mark.parametrize("n", [4, 9, 17])
def test_memory_order_is_immaterial_in_evaluate(name, n):
    """A frame, a C array and a Fortran array of weights or performances give the same bits."""
    case = random_case(6, n, scenarios=50)
    expected = mn.evaluate(mn.DecisionProblem(case.table, case.senses), name, case.weights).scores
    for table in layouts(case.table):
        problem = mn.DecisionProblem(table, case.senses)
        for w in [*layouts(case.weights), pd.DataFrame(case.weights, columns=problem.criteria)]:
            assert same_bits(mn.evaluate(problem, name, w).scores, expected)


def test_control_a_sum_over_the_last_axis_changes_bits_with_memory_order():
    product_sum = composed(lambda scaled, w: (w[..., None, :] * scaled).sum(axis=-1))
    memory_order_is_immaterial(composed(), random_case(50, 30))
    must_fail(memory_order_is_immaterial, product_sum, random_case(50, 30))


def input_is_not_changed(method, case):
    """Nothing that is passed in is written to."""
    before = [array.copy() for array in case]
    method(*case)
    assert all(same_bits(a, b) for a, b in zip(case, before, strict=True))


@law
@given(case=adapted_cases())
def test_input_is_not_changed(case):
    for_each(METHODS | ADAPTED, input_is_not_changed, case)


def test_control_a_key_that_works_in_place_is_noticed():
    def careless(scaled, w):
        scaled *= w
        return scaled.sum(axis=-1)

    in_place = composed(careless, apply=lambda performance, senses: performance)
    must_fail(input_is_not_changed, in_place, random_case(3, 4))


def test_read_only_input_is_accepted():
    case = random_case(3, 4)
    for array in case:
        array.setflags(write=False)
    for method in METHODS.values():
        assert np.isfinite(method(*case)).all()


# Order.


def order_of_alternatives_is_immaterial(method, case, order):
    """Permuted rows give permuted scores and ranks, to the last bit."""
    permuted = case._replace(table=case.table[order])
    assert same_bits(method(*permuted), method(*case)[order])
    assert same_bits(ranks_of(method, permuted), ranks_of(method, case)[order])


@law
@given(case=cases(), data=st.data())
def test_order_of_alternatives_is_immaterial(case, data):
    order = data.draw(st.permutations(range(len(case.table))))
    for_each(METHODS, order_of_alternatives_is_immaterial, case, list(order))


@every_method
def test_order_of_many_alternatives_is_immaterial(method):
    case = random_case(200, 5)
    order_of_alternatives_is_immaterial(method, case, np.random.default_rng(1).permutation(200))


def test_control_an_unsorted_column_sum_depends_on_the_order_of_rows():
    plain = composed(apply=lambda performance, senses: performance / performance.sum(axis=-2, keepdims=True))
    sorted_first = composed(apply=lambda performance, senses: performance / arrays.ordered_sum(performance))
    case = case_of([[0.1], [0.2], [0.3]], [1], [1])
    order_of_alternatives_is_immaterial(sorted_first, case, [2, 1, 0])
    must_fail(order_of_alternatives_is_immaterial, plain, case, [2, 1, 0])


def order_of_criteria_is_immaterial(method, case, order):
    """Permuted columns give the same ranks; scores may differ in the last bits."""
    permuted = case_of(case.table[:, order], case.senses[order], case.weights[order])
    np.testing.assert_allclose(method(*permuted), method(*case), rtol=1e-12, atol=1e-14)
    assert same_bits(ranks_of(method, permuted), ranks_of(method, case))


@law
@given(case=integer_cases(), data=st.data())
def test_order_of_criteria_is_immaterial(case, data):
    order = data.draw(st.permutations(range(len(case.senses))))
    for_each(METHODS, order_of_criteria_is_immaterial, case, list(order))


def test_control_a_lexicographic_key_depends_on_the_order_of_criteria():
    first_only = composed(lambda scaled, w: scaled[..., 0] + 0 * w[..., :1])
    must_fail(order_of_criteria_is_immaterial, first_only, case_of([[1, 2], [2, 1]], [1, 1], [0.5, 0.5]), [1, 0])


def test_control_without_a_tie_rule_the_order_of_criteria_breaks_ties():
    """0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit: raw float order is no ranking."""
    raw = composed(bar=lambda key, w: key)
    case = case_of([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]], [1, 1, 1], [1, 1, 1])
    assert ranks_of(composed(), case).tolist() == [1, 1]
    assert ranks_of(raw, case).tolist() != [1, 1]


# Units.

ANY_UNIT = {name: method for name, method in METHODS.items() if "fixed" not in name}
ANY_ORIGIN = {name: method for name, method in METHODS.items() if "minmax" in name}


def units_do_not_change_ranks(method, case, factor):
    """Units that floats round leave every rank, ties included, to the tie rule."""
    changed = case._replace(table=case.table * factor)
    assert same_bits(ranks_of(method, changed), ranks_of(method, case))


def units_are_immaterial(method, case, factor, shift=0):
    """Whole-number units, which floats represent exactly, change no bit of the scores."""
    assert same_bits(method(case.table * factor + shift, case.senses, case.weights), method(*case))


@law
@given(case=integer_cases(), data=st.data())
def test_units_and_origin_are_immaterial_on_minmax(case, data):
    n = len(case.senses)
    factor = data.draw(st.lists(st.integers(1, 10**6), min_size=n, max_size=n))
    shift = data.draw(st.lists(st.integers(-(10**6), 10**6), min_size=n, max_size=n))
    for_each(ANY_ORIGIN, units_are_immaterial, case, np.array(factor), np.array(shift))


@law
@given(case=integer_cases(), data=st.data())
def test_units_are_immaterial_on_ratio_scales(case, data):
    n = len(case.senses)
    factor = data.draw(st.lists(st.integers(1, 10**6), min_size=n, max_size=n))
    for_each(ANY_UNIT, units_are_immaterial, case, np.array(factor))


@law
@given(case=integer_cases(), data=st.data())
def test_units_that_round_do_not_change_ranks(case, data):
    n = len(case.senses)
    factor = np.array(data.draw(st.lists(st.floats(1e-6, 1e6), min_size=n, max_size=n)))
    for_each(ANY_UNIT, units_do_not_change_ranks, case, factor)


@pytest.mark.parametrize("name", ["weighted_sum-total", "weighted_sum-maximum", "topsis-vector", "topsis-total"])
def test_control_ratio_scales_depend_on_the_origin(name):
    """Degrees Celsius and kelvins rank differently: a shift reverses the order on every ratio scale."""
    case = case_of([[1, 3], [2, 2]], [1, 1], [0.5, 0.5])
    must_fail(units_are_immaterial, METHODS[name], case, 1, shift=[100, 0])
    shifted = case._replace(table=case.table + np.array([100, 0]))
    assert ranks_of(METHODS[name], case).tolist() == [2, 1]
    assert ranks_of(METHODS[name], shifted).tolist() == [1, 2]


def test_control_fixed_bounds_are_in_units():
    must_fail(units_are_immaterial, METHODS["weighted_sum-fixed"], random_case(3, 2), 2)


def a_cost_is_a_mirrored_benefit(method, case):
    """Less of x is more of -x, to the last bit."""
    mirrored = case_of(case.table * case.senses, np.ones_like(case.senses), case.weights)
    assert same_bits(method(*mirrored), method(*case))


@law
@given(case=integer_cases())
def test_a_cost_is_a_mirrored_benefit_on_minmax(case):
    for_each(ANY_ORIGIN, a_cost_is_a_mirrored_benefit, case)


def test_control_a_cost_is_no_mirrored_benefit_on_total():
    """Inverting a cost is not mirroring it: the order of three alternatives changes."""
    table = np.array([[1.0, 1.0], [2.0, 8.0], [6.0, 9.0]])
    method, w = METHODS["weighted_sum-total"], np.array([0.5, 0.5])
    cost = ranks_of(method, case_of(table, [-1, 1], w))
    mirrored = ranks_of(method, case_of(np.array([10, 0]) + table * [-1, 1], [1, 1], w))
    assert cost.tolist() == [2, 1, 3]
    assert mirrored.tolist() == [3, 1, 2]


# Dominance and equality.


def dominance_is_respected(method, case, i, other):
    """Whoever is at least as good on every criterion never ranks below."""
    better = case.senses * np.maximum(case.senses * case.table[i], case.senses * other)
    extended = case._replace(table=np.vstack([case.table, better]))
    key = keys_of(method, extended)
    assert key[-1] >= key[i]
    ranks = ranks_of(method, extended)
    assert ranks[-1] <= ranks[i]


@law
@given(case=cases(), data=st.data())
def test_dominance_is_respected(case, data):
    m, n = case.table.shape
    i = data.draw(st.integers(0, m - 1))
    other = data.draw(codes(1, n) | reals(1, n))[0]
    for_each(METHODS, dominance_is_respected, case, i, other)


def test_control_a_reference_point_inside_the_range_breaks_dominance():
    """More than the ideal counts as worse, so an ideal must lie at the end of the scale."""
    inside = mn.topsis(mn.fixed(0, 10), ideal=0.5, anti_ideal=0)
    case = case_of([[5.0], [1.0]], [1], [1])
    must_fail(dominance_is_respected, inside, case, 0, np.array([9.0]))


def equal_alternatives_tie(method, case, i, place, rank=competition_ranks):
    """Equal rows tie exactly, wherever they stand."""
    table = np.insert(case.table, place, case.table[i], axis=0)
    copied = case._replace(table=table)
    original = i + (place <= i)
    scores, ranks = method(*copied), ranks_of(method, copied, rank)
    assert same_bits(scores[place], scores[original])
    assert ranks[place] == ranks[original]


@law
@given(case=cases(), data=st.data())
def test_equal_alternatives_tie(case, data):
    m = len(case.table)
    for_each(METHODS, equal_alternatives_tie, case, data.draw(st.integers(0, m - 1)), data.draw(st.integers(0, m)))


@law
@given(case=adapted_cases(), data=st.data())
def test_equal_alternatives_tie_for_adapted_methods(case, data):
    m = len(case.table)
    for_each(ADAPTED, equal_alternatives_tie, case, data.draw(st.integers(0, m - 1)), data.draw(st.integers(0, m)))


def argsort_ranks(key, bar):
    del bar
    return np.argsort(np.argsort(-key, axis=-1), axis=-1) + 1


@pytest.mark.parametrize("method", [METHODS["weighted_sum-minmax"], METHODS["topsis-vector"]])
def test_control_argsort_of_argsort_breaks_ties_by_position(method):
    case = case_of([[1, 2], [3, 4]], [1, 1], [0.5, 0.5])
    equal_alternatives_tie(method, case, 0, 1)
    must_fail(equal_alternatives_tie, method, case, 0, 1, rank=argsort_ranks)


def all_equal_share_rank_one(method, case):
    """Where every alternative is the same, all tie at rank 1, whatever their number."""
    assert (ranks_of(method, case) == 1).all()
    assert len(set(method(*case).tolist())) == 1


@law
@given(case=cases(), count=sizes(1, 40))
def test_all_equal_alternatives_share_rank_one(case, count):
    for_each(METHODS, all_equal_share_rank_one, case._replace(table=np.repeat(case.table[:1], count, axis=0)))


def test_control_distinct_alternatives_do_not_share_rank_one():
    must_fail(all_equal_share_rank_one, METHODS["topsis-vector"], case_of([[1], [2]], [1], [1]))


def ranks_are_valid(ranks):
    """Ranks are one plus the number of better ones: a competition ranking."""
    assert list(ranks) == [1 + sum(bool(k < i) for k in ranks) for i in ranks]


@law
@given(case=integer_cases(most=8))
def test_ranks_are_a_competition_ranking(case):
    for_each(METHODS, lambda method: ranks_are_valid(ranks_of(method, case)))


@law
@given(case=adapted_cases())
def test_ranks_are_a_competition_ranking_for_adapted_methods(case):
    for_each(ADAPTED, lambda method: ranks_are_valid(ranks_of(method, case)))


@pytest.mark.parametrize("ranks", [[1, 1, 2], [1.5, 1.5, 3], [2, 3, 4], [0, 1, 2], [1, 3, 3]])
def test_control_dense_average_and_shifted_ranks_are_no_competition_ranking(ranks):
    ranks_are_valid([1, 1, 3])
    must_fail(ranks_are_valid, ranks)


# Weights.


def size_of_weights_is_immaterial(method, case, factor):
    """Weights multiplied by a positive number rank alike."""
    multiplied = case._replace(weights=case.weights * factor)
    assert same_bits(ranks_of(method, multiplied), ranks_of(method, case))


@law
@given(case=cases(), factor=st.floats(1e-9, 1e9))
def test_size_of_weights_is_immaterial(case, factor):
    for_each(METHODS, size_of_weights_is_immaterial, case, factor)


@law
@given(case=adapted_cases(), exponent=st.integers(-40, 40))
def test_size_of_weights_is_immaterial_for_adapted_methods(case, exponent):
    for_each(ADAPTED, size_of_weights_is_immaterial, case, 2.0**exponent)


def test_control_a_tolerance_that_ignores_the_size_of_weights():
    absolute = composed(bar=lambda key, w: key + 1e-12)
    case = case_of([[1], [2]], [1], [1])
    size_of_weights_is_immaterial(composed(), case, 1e-13)
    must_fail(size_of_weights_is_immaterial, absolute, case, 1e-13)


def a_criterion_without_weight_is_immaterial(method, case, column):
    """Criteria of weight 0 change no bit."""
    table = np.hstack([case.table, column])
    assert same_bits(method(table, [*case.senses, 1.0], [*case.weights, 0.0]), method(*case))


@law
@given(case=cases(), data=st.data())
def test_a_criterion_without_weight_is_immaterial(case, data):
    column = data.draw(codes(len(case.table), 1))
    for_each(METHODS, a_criterion_without_weight_is_immaterial, case, column)


def test_control_unweighted_distances_see_a_criterion_without_weight():
    unweighted = composed(lambda scaled, w: distance_ratio(scaled, np.ones_like(w)))
    must_fail(a_criterion_without_weight_is_immaterial, unweighted, random_case(3, 2), np.array([[9.0], [1], [5]]))


def the_winners_region_is_convex(method, case, other, mix):
    """Whoever wins a weighted sum at two weights wins at every mix of them."""
    winners = ranks_of(method, case) == 1
    winners &= ranks_of(method, case._replace(weights=other)) == 1
    between = case._replace(weights=mix * case.weights + (1 - mix) * other)
    assert (ranks_of(method, between)[winners] == 1).all()


@law
@given(case=integer_cases(least=2), data=st.data())
def test_the_winners_region_is_convex(case, data):
    other, mix = data.draw(weights(len(case.senses))), data.draw(st.integers(0, 8)) / 8
    for_each(WEIGHTED_SUMS, the_winners_region_is_convex, case, other, mix)


def test_control_the_winners_region_of_topsis_need_not_be_convex():
    """Its comparisons are linear in squared weights, not in weights."""
    case = case_of([[3, 2, 1], [4, 4, 1], [2, 5, 2]], [1, 1, 1], [1 / 2, 0, 1 / 2])
    must_fail(the_winners_region_is_convex, METHODS["topsis-vector"], case, np.array([1 / 3, 2 / 3, 0]), 0.5)


def the_order_of_scores_is_the_order_of_keys(method, case):
    """Scores never contradict the keys that are ranked."""
    key = keys_of(method, case)
    assert slow.is_sorted(method.score(key)[np.argsort(key, kind="stable")])


@law
@given(case=cases(least=2))
def test_the_order_of_scores_is_the_order_of_keys(case):
    for_each(METHODS, the_order_of_scores_is_the_order_of_keys, case)


def test_control_a_score_that_falls_with_the_key_is_noticed():
    must_fail(the_order_of_scores_is_the_order_of_keys, composed(score=np.negative), random_case(3, 2))


def closeness_is_a_share(method, case):
    """Scores are numbers from 0 to 1, never NaN."""
    scores = method.score(keys_of(method, case))
    assert ((scores >= 0) & (scores <= 1)).all()


@law
@given(case=cases() | cases(low=1, high=2))
def test_closeness_lies_between_0_and_1(case):
    for_each(TOPSIS, closeness_is_a_share, case)


def test_control_closeness_without_a_rule_for_two_zero_distances_is_nan():
    def naive(scaled, w):
        to_best = np.sqrt(weighted_sum((scaled - scaled.max(-2, keepdims=True)) ** 2, w**2))
        to_worst = np.sqrt(weighted_sum((scaled - scaled.min(-2, keepdims=True)) ** 2, w**2))
        with np.errstate(invalid="ignore"):
            return to_worst / (to_best + to_worst)

    same = case_of([[1, 2], [1, 2]], [1, 1], [0.5, 0.5])
    closeness_is_a_share(METHODS["topsis-vector"], same)
    must_fail(closeness_is_a_share, composed(naive), same)


# Names.


def relabelling_changes_labels_only(evaluate, problem, alternatives, criteria):
    """Other names appear in the result and change nothing else."""
    before = evaluate(problem)
    after = evaluate(problem.replace(alternatives=alternatives, criteria=criteria))
    assert list(after.scores.index) == list(alternatives)
    assert list(after.weights.index) == list(criteria)
    assert same_bits(after.scores, before.scores)
    assert after.ranks.tolist() == before.ranks.tolist()


@law
@given(problem=decision_problems(), data=st.data())
def test_relabelling_changes_labels_only(problem, data):
    m, n = problem.performance.shape
    alternatives, criteria = data.draw(labels(m)), data.draw(labels(n))
    for method in ("weighted_sum", "topsis", "ahp"):
        relabelling_changes_labels_only(partial(mn.evaluate, method=method), problem, alternatives, criteria)


def test_control_ties_broken_by_name_are_noticed():
    def alphabetical(problem):
        result = mn.evaluate(problem)
        order = sorted(range(len(problem.alternatives)), key=lambda i: problem.alternatives[i])
        object.__setattr__(result, "_ranks", np.argsort(order) + 1)
        return result

    problem = mn.DecisionProblem([[1, 2], [2, 1]], [1, 1])
    must_fail(relabelling_changes_labels_only, alphabetical, problem, ["b", "a"], ["x", "y"])


# Other alternatives.


def other_alternatives_are_immaterial(method, case, keep):
    """Scores of some alternatives do not depend on which others are there."""
    subset = case._replace(table=case.table[keep])
    assert same_bits(method(*subset), method(*case)[keep])


@law
@given(case=cases(least=2), data=st.data())
def test_other_alternatives_are_immaterial_on_fixed_scales(case, data):
    m = len(case.table)
    keep = sorted(data.draw(st.sets(st.integers(0, m - 1), min_size=1)))
    fixed_scales = {name: method for name, method in METHODS.items() if "fixed" in name}
    for_each(fixed_scales, other_alternatives_are_immaterial, case, keep)


@pytest.mark.parametrize("name", ["weighted_sum-minmax", "weighted_sum-total", "topsis-vector", "ahp-ideal"])
def test_control_other_alternatives_matter_on_scales_from_the_data(name):
    """Removing one alternative changes the scores of those that stay."""
    case = case_of([[1, 9], [5, 6], [9, 1]], [1, 1], [0.5, 0.5])
    must_fail(other_alternatives_are_immaterial, METHODS[name], case, [0, 1])


def test_control_minmax_reverses_ranks_when_the_last_is_removed():
    """Rank reversal: removing the alternative in last place reverses the first two."""
    case = case_of([[4, 7], [3, 8], [2, 2]], [1, 1], [0.4, 0.6])
    without_last = case._replace(table=case.table[:2])
    method, fixed_scale = METHODS["weighted_sum-minmax"], mn.weighted_sum(mn.fixed(1, 9))
    assert ranks_of(method, case).tolist() == [1, 2, 3]
    assert ranks_of(method, without_last).tolist() == [2, 1]
    assert ranks_of(fixed_scale, case).tolist()[:2] == ranks_of(fixed_scale, without_last).tolist()


@law
@given(case=integer_cases(), i=st.integers(0, 5), j=st.integers(0, 4))
def test_weighted_sum_on_a_fixed_scale_is_monotone_in_each_cell(case, i, j):
    """Improving one cell never lowers the score of its row and leaves the others alone."""
    m, n = case.table.shape
    i, j = i % m, j % n
    better = case.table.copy()
    better[i, j] += case.senses[j]
    method = METHODS["weighted_sum-fixed"]
    before, after = method(*case), method(*case._replace(table=better))
    assert after[i] >= before[i]
    assert same_bits(np.delete(after, i), np.delete(before, i))


# Exact rational arithmetic.


def exact_key(name, case, parts):
    """Return the exact key of a method with rational scores."""
    table, signs = slow.fractions(case.table.tolist()), [int(s) for s in case.senses]
    aggregate, _, scale = name.partition("-")
    if name == "topsis-vector":
        return slow.exact_vector_ratio(table, signs, parts)
    scale = {"distributive": "total", "ideal": "maximum", "fixed-references": "fixed"}.get(scale, scale)
    values = slow.scaled(table, signs, scale, *(Fraction(b) for b in BOUNDS))
    if aggregate != "topsis":
        return slow.weighted_sum(values, parts)
    points = ([Fraction(1)] * len(signs), [Fraction(0)] * len(signs)) if name.endswith("references") else ()
    return slow.distance_ratio(values, parts, *points)


RATIONAL = [name for name in METHODS if name != "weighted_sum-vector"]


def ranks_are_exact(name, case, parts, rank=competition_ranks):
    """On small integers and weights k/K the ranking is the exact rational one, ties included."""
    floats = case._replace(weights=np.array([float(part) for part in parts]))
    assert ranks_of(METHODS[name], floats, rank).tolist() == slow.exact_ranks(exact_key(name, case, parts))


@law
@given(case=integer_cases(), data=st.data())
def test_ranks_are_those_of_exact_arithmetic(case, data):
    parts = data.draw(simplex_fractions(len(case.senses)))
    for name in RATIONAL:
        ranks_are_exact(name, case, parts)


def test_control_raw_float_order_is_not_exact():
    case = case_of([[4, 5, 6], [6, 5, 4], [1, 1, 1], [11, 11, 11]], [1, 1, 1], [0, 0, 0])
    parts = [Fraction(k, 10) for k in (3, 4, 3)]
    ranks_are_exact("weighted_sum-minmax", case, parts)
    must_fail(ranks_are_exact, "weighted_sum-minmax", case, parts, rank=lambda key, _: argsort_ranks(key, key))


def scores_are_within_a_few_units_of_the_last_place(name, method, case, parts):
    """Weighted sums lie within (n + 8) eps of the exact rational score."""
    problem = mn.DecisionProblem(case.table, case.senses)
    scores = mn.evaluate(problem, method, [float(part) for part in parts]).scores
    for score, exact in zip(scores, exact_key(name, case, parts), strict=True):
        assert abs(Fraction(score) - exact) <= (len(parts) + 8) * Fraction(EPS)


@law
@given(case=integer_cases(), data=st.data())
def test_scores_are_within_a_few_units_of_the_last_place(case, data):
    parts = data.draw(simplex_fractions(len(case.senses)))
    for name, method in WEIGHTED_SUMS.items():
        if name in RATIONAL:
            scores_are_within_a_few_units_of_the_last_place(name, method, case, parts)


def test_control_single_precision_is_not_within_a_few_units_of_the_last_place():
    single = composed(
        lambda scaled, w: weighted_sum(scaled, w).astype(np.float32).astype(float),
        apply=METHODS["weighted_sum-minmax"].scale.apply,
    )
    case, parts = case_of([[1, 1], [2, 5], [4, 8]], [1, 1], [0, 0]), [Fraction(1, 3), Fraction(2, 3)]
    must_fail(scores_are_within_a_few_units_of_the_last_place, "weighted_sum-minmax", single, case, parts)


@law
@given(case=integer_cases(), data=st.data())
def test_closeness_is_within_a_few_units_of_the_last_place(case, data):
    """Closeness lies within (n + 8) eps of the root of the exact ratio."""
    n = len(case.senses)
    parts = data.draw(simplex_fractions(n))
    scores = mn.topsis()(case.table, case.senses, [float(part) for part in parts])
    exact = [slow.closeness(ratio) for ratio in exact_key("topsis-vector", case, parts)]
    np.testing.assert_allclose(scores, exact, rtol=0, atol=(n + 8) * EPS)


STEPS = 100


@cache
def grid():
    points = np.array(list(slow.simplex_grid(4, STEPS)))
    points.setflags(write=False)
    return points


def exact_sums(values, whole_weights):
    """Return ``sum_j w_j v_ij`` times a common denominator, as Python integers, ``(S, m)``."""
    denominator = math.lcm(*(value.denominator for row in values for value in row))
    numerators = np.array([[int(value * denominator) for value in row] for row in values], dtype=object)
    return whole_weights.astype(object) @ numerators.T


def exact_grid_ranks(numerator, denominator):
    """Rank exact fractions, ``(S, m)``, by cross-multiplication."""
    ranks = np.ones(numerator.shape, dtype=int)
    for k in range(numerator.shape[1]):
        ranks += (numerator[:, [k]] * denominator > numerator * denominator[:, [k]]).astype(int)
    return ranks


def exact_default_ranks(name, problem, whole_weights):
    """Rank the default problem exactly at weights k/K: weighted sum on min-max, or TOPSIS on vector."""
    table, signs = slow.fractions(problem.performance.tolist()), problem.senses.tolist()
    if name == "weighted_sum":
        sums = exact_sums(slow.scaled(table, signs, "minmax"), whole_weights)
        return exact_grid_ranks(sums, np.ones_like(sums))
    to_best, to_worst = [], []
    for column, sense in zip(slow.columns(table), signs, strict=True):
        ends = (max(column), min(column)) if sense > 0 else (min(column), max(column))
        for distances, end in zip((to_best, to_worst), ends, strict=True):
            distances.append([(x - end) ** 2 / sum(y * y for y in column) for x in column])
    squares = whole_weights**2
    both_distances = exact_sums([*slow.rows(to_worst), *slow.rows(to_best)], squares)
    m = len(table)
    assert not ((both_distances[:, :m] == 0) & (both_distances[:, m:] == 0)).any()  # no constant criterion
    return exact_grid_ranks(both_distances[:, :m], both_distances[:, m:])


@pytest.mark.parametrize(("name", "ties"), [("weighted_sum", 2306), ("topsis", 2)])
def test_the_whole_weight_grid_ranks_as_exact_arithmetic_does(name, ties):
    """Not one of 176,851 rankings of the default problem differs from the exact one, ties included."""
    problem = mn.load_models()
    assert len(grid()) == 176_851
    exact = exact_default_ranks(name, problem, grid())
    found = mn.evaluate(problem, name, grid() / STEPS).ranks.to_numpy()
    assert (found != exact).sum() == 0
    tied = (np.sort(exact, axis=1) != [1, 2, 3]).any(axis=1)
    assert tied.sum() == ties


def test_control_raw_float_order_ranks_some_grid_points_wrong():
    problem = mn.load_models()
    exact = exact_default_ranks("weighted_sum", problem, grid())
    scores = mn.evaluate(problem, "weighted_sum", grid() / STEPS).scores.to_numpy()
    raw = competition_ranks(scores, scores)
    assert (raw != exact).any(axis=1).sum() > 100


@pytest.mark.parametrize("name", ["weighted_sum", "topsis"])
def test_the_fast_exact_ranks_are_those_of_fractions(name):
    """The vectorised exact ranking is checked against fractions, point by point."""
    problem = mn.load_models()
    case = case_of(problem.performance, problem.senses, np.ones(4))
    points = grid()[::997]
    full_name = {"weighted_sum": "weighted_sum-minmax", "topsis": "topsis-vector"}[name]
    expected = [
        slow.exact_ranks(exact_key(full_name, case, [Fraction(int(k), STEPS) for k in point])) for point in points
    ]
    assert exact_default_ranks(name, problem, points).tolist() == expected


# Agreement with a peer.

AGREEING = {
    "minmax": (mn.weighted_sum("minmax"), peers.WSM(normalizations.minmax_normalization)),
    "total": (mn.weighted_sum("total"), peers.WSM(normalizations.sum_normalization)),
    "vector": (mn.weighted_sum("vector"), peers.WSM(normalizations.vector_normalization)),
    "maximum": (mn.weighted_sum("maximum"), peers.WSM(normalizations.linear_normalization)),
    "topsis-vector": (mn.topsis("vector"), peers.TOPSIS(normalizations.vector_normalization)),
    "topsis-minmax": (mn.topsis("minmax"), peers.TOPSIS(normalizations.minmax_normalization)),
    "topsis-total": (mn.topsis("total"), peers.TOPSIS(normalizations.sum_normalization)),
}


def preference(peer, case):
    """Call pymcdm, which warns of a dominant alternative."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return peer(case.table, case.weights / case.weights.sum(), case.senses.astype(int))


def agrees_with_the_peer(ours, theirs, case):
    """Scores agree within 1e-12."""
    expected = preference(theirs, case)
    np.testing.assert_allclose(ours(*case), expected, rtol=1e-12, atol=1e-12)


@law
@given(case=varied)
def test_scores_agree_with_pymcdm(case):
    positive = case._replace(weights=(case.weights + 1) / (case.weights + 1).sum())
    for ours, theirs in AGREEING.values():
        agrees_with_the_peer(ours, theirs, positive)


@pytest.mark.parametrize("scale", AGREEING)
def test_scores_agree_with_pymcdm_on_ten_thousand_random_rows(scale):
    ours, theirs = AGREEING[scale]
    for seed in range(100):
        case = random_case(100, 1 + seed % 12, seed=seed)
        agrees_with_the_peer(ours, theirs, case)


DIFFERENT = {
    "its TOPSIS is min-max by default, ours vector": (mn.topsis(), peers.TOPSIS()),
    "its weighted sum is on shares by default, ours on min-max": (mn.weighted_sum(), peers.WSM()),
    "its max normalisation of a cost is 1 - x/max, ours min/x": (
        mn.weighted_sum("maximum"), peers.WSM(normalizations.max_normalization),
    ),
}  # fmt: skip


@pytest.mark.parametrize("reason", DIFFERENT)
def test_control_scores_differ_from_pymcdm_where_conventions_do(reason):
    case = random_case(4, 3)._replace(senses=np.array([1.0, -1.0, 1.0]))
    must_fail(agrees_with_the_peer, *DIFFERENT[reason], case)


def test_a_constant_criterion_counts_0_here_and_1_in_pymcdm():
    """The peer adds the weight of a criterion without spread to every score; the order is the same."""
    case = case_of([[1, 7], [2, 7], [4, 7]], [1, 1], [0.75, 0.25])
    theirs = preference(peers.WSM(normalizations.minmax_normalization), case)
    np.testing.assert_allclose(METHODS["weighted_sum-minmax"](*case), theirs - 0.25, atol=1e-15)


# Judgements.


@law
@given(parts=priorities())
def test_consistent_judgements_return_their_weights(parts):
    """Ratios of weights give back the weights by either method, with CR 0."""
    names = [f"C{i}" for i in range(len(parts))]
    judged = mn.Judgements.from_matrix([[float(a / b) for b in parts] for a in parts], names)
    exact = [float(part) for part in parts]
    np.testing.assert_allclose(judged.priorities("eigenvector"), exact, rtol=1e-12)
    np.testing.assert_allclose(judged.priorities("geometric"), exact, rtol=1e-12)
    found = judged.consistency()
    assert abs(found.CR) <= 1e-12
    assert abs(found.GCI) <= 1e-12
    assert abs(found.lambda_max - len(parts)) <= 1e-12 * len(parts)


def test_control_inconsistent_judgements_have_a_positive_ratio():
    circular = mn.Judgements.from_pairs({("a", "b"): 2, ("b", "c"): 2, ("c", "a"): 2})
    assert circular.consistency().CR > 0.1
    assert circular.consistency().GCI > 0.1


def transposition_inverts(priorities_of, matrix):
    """Asking "how many times worse" instead of "better" inverts the priorities."""
    inverted = 1 / priorities_of(matrix.T)
    np.testing.assert_allclose(priorities_of(matrix), inverted / inverted.sum(), rtol=1e-9)


def eigenvector(matrix):
    return principal_eigenvector(matrix)[1]


@law
@given(matrix=judgement_matrices())
def test_transposition_inverts_geometric_means(matrix):
    transposition_inverts(geometric_means, matrix)


@law
@given(matrix=judgement_matrices(most=3))
def test_transposition_inverts_the_eigenvector_up_to_three_items(matrix):
    transposition_inverts(eigenvector, matrix)


def test_control_transposition_does_not_invert_the_eigenvector_of_four_items():
    """Right and left eigenvectors disagree (Johnson, Beine and Wang 1979)."""
    matrix = np.array([[1, 2, 1 / 3, 5], [1 / 2, 1, 4, 1], [3, 1 / 4, 1, 2], [1 / 5, 1, 1 / 2, 1]])
    transposition_inverts(geometric_means, matrix)
    must_fail(transposition_inverts, eigenvector, matrix)


@law
@given(matrix=judgement_matrices(most=3))
def test_both_priorities_agree_up_to_three_items(matrix):
    np.testing.assert_allclose(eigenvector(matrix), geometric_means(matrix), rtol=1e-9)


@pytest.mark.parametrize("priorities_of", [eigenvector, geometric_means])
@law
@given(matrix=judgement_matrices(), data=st.data())
def test_order_of_items_is_immaterial(priorities_of, matrix, data):
    """Permuted judgements give permuted priorities."""
    order = list(data.draw(st.permutations(range(len(matrix)))))
    np.testing.assert_allclose(priorities_of(matrix[np.ix_(order, order)]), priorities_of(matrix)[order], rtol=1e-9)


@law
@given(matrix=judgement_matrices(least=2), i=st.integers(0, 5), k=st.integers(0, 5))
def test_a_stronger_judgement_raises_the_priority(matrix, i, k):
    """Preferring i more strongly to k never lowers the share of i."""
    n = len(matrix)
    i, k = i % n, k % n
    if i == k:
        return
    stronger = matrix.copy()
    stronger[i, k] *= 2
    stronger[k, i] /= 2
    for priorities_of in (eigenvector, geometric_means):
        assert priorities_of(stronger)[i] > priorities_of(matrix)[i]
