"""The nearest flip of one cell: against exact rationals, dense scans, and laws."""

import json
import math
import warnings
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import slow
from hypothesis import assume, given
from hypothesis import strategies as st
from places import CASES
from pymcdm.methods import TOPSIS, VIKOR
from strategies import Case, heavy_law, integer_cases, law, simplex_fractions

import mcda_nato as mn
from mcda_nato.flips.cell_flip import nearest_cell_flip
from mcda_nato.methods.method import Method
from mcda_nato.methods.ranks import absolute_bar
from mcda_nato.methods.scales import Scale

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

LOW, HIGH = 0.5, 10.0
FIXED = mn.fixed(0, 12)
METHODS = [
    build(scale)
    for build in (mn.weighted_sum, mn.topsis, lambda scale: mn.topsis(scale, 1, 0))
    for scale in ("minmax", "vector", "total", "maximum", FIXED)
]
METHODS += [mn.topsis("total", ideal=1), mn.topsis("vector", anti_ideal=0), mn.ahp("ideal")]
methods = st.sampled_from(METHODS)
costly = heavy_law(30)  # an example is a search through every cell


def problem_of(case):
    return mn.DecisionProblem(case.table, case.senses)


def standing(method, tables, senses, weights):
    """Return for each table which alternatives are first."""
    with np.errstate(all="ignore"):
        key = method.keys(tables, senses, weights)
        return key.max(axis=-1, keepdims=True) <= method.bar(key, weights)


def level(method, tables, case, winner):
    """Return in which tables the winner is not first alone."""
    first = standing(method, tables, case.senses, case.weights)
    return ~first[..., winner] | (first.sum(axis=-1) > 1)


def passed(method, tables, case, winner):
    """Return in which tables another is strictly ahead of the winner."""
    return ~standing(method, tables, case.senses, case.weights)[..., winner]


def with_cell(case, i, j, values):
    tables = np.repeat(case.table[None], len(values), axis=0)
    tables[:, i, j] = values
    return tables


def alone_at_top(method, case):
    first = standing(method, case.table[None], case.senses, case.weights)[0]
    return int(first.argmax()) if first.sum() == 1 else None


# Against dense scans.


@heavy_law(60)  # and a scan of every cell
@given(integer_cases(least=2, most=3), methods)
def test_no_scan_finds_a_nearer_flip_and_every_flip_is_one(case, method):
    """Up to the flip nobody is ahead; at it, or just beyond, someone is; and a scan finds none where there is none."""
    winner = alone_at_top(method, case)
    assume(winner is not None)
    found = nearest_cell_flip(problem_of(case), method, case.weights, bounds=(LOW, HIGH))
    assert found.exact
    assert found.winner == f"A{winner + 1}"
    n = case.table.shape[1]
    for row in found.to_frame().itertuples():
        i, j = divmod(row.Index, n)
        for end, flip in ((LOW, row.flip_below), (HIGH, row.flip_above)):
            clear = end if math.isnan(flip) else flip + (row.value - flip) * 1e-3
            inside = np.linspace(row.value, clear, 60)
            if abs(clear - row.value) > 1e-12:
                assert not passed(method, with_cell(case, i, j, inside), case, winner).any()
            if not math.isnan(flip):
                assert level(method, with_cell(case, i, j, [flip]), case, winner).all()
                near = flip + np.copysign([0.0, 1e-9, 1e-7, 1e-5, 1e-3], end - row.value)
                assert passed(method, with_cell(case, i, j, near.clip(LOW, HIGH)), case, winner).any()


def scan(case, method, winner, i, j, steps=2001):
    """Return the nearest flips on a grid, without any knowledge of scales."""
    x = case.table[i, j]
    values = np.linspace(LOW, HIGH, steps)
    at = values[passed(method, with_cell(case, i, j, values), case, winner)]
    return max(at[at < x], default=math.nan), min(at[at > x], default=math.nan)


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_flips_of_a_larger_table_are_those_of_a_fine_scan(method):
    rng = np.random.default_rng(4)
    case = case_of(rng.integers(1, 10, (5, 3)), [1, -1, 1], [0.5, 0.2, 0.3])
    winner = alone_at_top(method, case)
    found = nearest_cell_flip(problem_of(case), method, case.weights, bounds=(LOW, HIGH)).to_frame()
    step = (HIGH - LOW) / 2000
    for row in found.itertuples():
        below, above = scan(case, method, winner, *divmod(row.Index, 3))
        np.testing.assert_allclose([row.flip_below, row.flip_above], [below, above], atol=step)


def case_of(table, senses, weights):
    return Case(np.array(table, dtype=float), np.array(senses, dtype=float), np.array(weights, dtype=float))


def test_control_a_scale_that_does_not_move_with_the_cell_gives_other_flips():
    """The closed form of fixed scales is wrong on min-max: the winner stays first there."""
    case = case_of([[9, 1], [4, 8], [1, 3]], [1, 1], [0.7, 0.3])
    scores = mn.weighted_sum().scaled(case.table, case.senses) @ case.weights
    frozen = 9 - (scores[0] - scores[1]) / 0.7 * 8
    found = nearest_cell_flip(problem_of(case), "weighted_sum", case.weights, bounds=(1, 9)).to_frame()
    assert found.flip_below[0] == pytest.approx(6.25)
    assert level(mn.weighted_sum(), with_cell(case, 0, 0, [found.flip_below[0], frozen]), case, 0).tolist() == [
        True,
        False,
    ]


# Against exact rational arithmetic.


def exact_gap(column, weight, sense, scale, pair):
    """Return by how much one column puts the first of the pair ahead of the second, as a fraction."""
    values = slow.SCALES[scale](column, sense, Fraction(0), Fraction(12))
    return weight * (values[pair[0]] - values[pair[1]])


def divisor(column, i, sense, scale, x):
    """Return what makes the scaled values of the column polynomials in x."""
    moved = [*column[:i], x, *column[i + 1 :]]
    if scale == "minmax":
        return max(moved) - min(moved)
    if scale == "total":
        return sum(moved) if sense > 0 else x * sum(1 / value for value in moved)
    if scale == "maximum":
        return max(moved) if sense > 0 else x
    return Fraction(1)


def quadratic(gap, low, high):
    """Return the coefficients of the quadratic through three exact values inside (low, high)."""
    x0, x1, x2 = ((low * (4 - k) + high * k) / 4 for k in (1, 2, 3))
    y0, y1, y2 = gap(x0), gap(x1), gap(x2)
    first, second = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
    a = (second - first) / (x2 - x0)
    b = first - a * (x0 + x1)
    return a, b, y0 - b * x0 - a * x0 * x0


def roots_of(a, b, c):
    if a == 0:
        return [] if b == 0 else [-c / b]
    inside = b * b - 4 * a * c
    if inside < 0:
        return []
    root = Fraction(math.isqrt(inside.numerator * inside.denominator * 10**60), inside.denominator * 10**30)
    return [(-b - root) / (2 * a), (-b + root) / (2 * a)]


def exact_flip(case, weights, scale, winner, cell, end):
    """Return the infimum of the values towards `end` at which another is level, or NaN: by pieces, in fractions."""
    table = slow.fractions(case.table)
    (i, j), senses, m = cell, case.senses, len(table)
    columns = slow.columns(table)
    column, start, end = columns[j], table[i][j], Fraction(end)
    rest = column[:i] + column[i + 1 :]
    between = [x for x in (min(rest), max(rest)) if min(start, end) < x < max(start, end)]
    breaks = sorted({start, end, *between}, reverse=end < start)
    rivals = [k for k in range(m) if k != winner]

    @cache
    def gap_of_the_rest(k):
        parts = zip(columns, weights, senses, strict=True)
        return sum(exact_gap(*part, scale, (k, winner)) for at, part in enumerate(parts) if at != j)

    def gap(k, x):
        moved = [*column[:i], x, *column[i + 1 :]]
        return gap_of_the_rest(k) + exact_gap(moved, weights[j], senses[j], scale, (k, winner))

    for near, far in pairwise(breaks):
        if near != start and any(gap(k, near) > 0 for k in rivals):
            return float(near)  # the scale jumps at the break
        found = []
        for k in rivals:
            scaled = quadratic(lambda x, k=k: gap(k, x) * divisor(column, i, senses[j], scale, x), near, far)
            found += [root for root in roots_of(*scaled) if min(near, far) < root < max(near, far)]
        for one, two in pairwise([near, *sorted(found, key=lambda root: abs(root - near)), far]):
            if any(gap(k, (one + two) / 2) > 0 for k in rivals):
                return float(one)
    return float(end) if any(gap(k, end) > 0 for k in rivals) else math.nan


@costly
@given(integer_cases(least=2, most=3), st.sampled_from(["minmax", "total", "maximum", "fixed"]), st.data())
def test_flips_are_the_roots_in_exact_rational_arithmetic(case, scale, data):
    """Every flip of a weighted sum is a root, a break or a jump of exact quadratics; none other exists."""
    weights = data.draw(simplex_fractions(len(case.senses)))
    case = case._replace(weights=np.array([float(weight) for weight in weights]))
    method = mn.weighted_sum(FIXED if scale == "fixed" else scale)
    winner = alone_at_top(method, case)
    assume(winner is not None)
    frame = nearest_cell_flip(problem_of(case), method, case.weights, bounds=(LOW, HIGH)).to_frame()
    n = case.table.shape[1]
    for row in frame.itertuples():
        cell = divmod(row.Index, n)
        exact = [exact_flip(case, weights, scale, winner, cell, end) for end in (LOW, HIGH)]
        np.testing.assert_allclose([row.flip_below, row.flip_above], exact, rtol=1e-9)


# Published.

OUTSIDE = (-5, 5)


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"]["thresholds"]


def thresholds():
    return case("sens-analytic-measure-thresholds")


@pytest.mark.parametrize("name", thresholds()[1])
def test_thresholds_of_triantaphyllou_and_sanchez(name):
    """Tau ties two alternatives on fixed scales; whichever is ahead, and inside the scale or not."""
    given_, published = thresholds()
    i, j, k = int(name[3]) - 1, int(name[6]) - 1, int(name[-1]) - 1
    problem = mn.DecisionProblem(np.array(given_["matrix"])[[i, k]], [1, 1, 1], [f"A{i + 1}", f"A{k + 1}"])
    found = nearest_cell_flip(problem, mn.weighted_sum(mn.fixed(0, 1)), given_["weights"], bounds=OUTSIDE)
    row = found.to_frame().query(f"alternative == 'A{i + 1}' and criterion == 'C{j + 1}'").iloc[0]
    expected, tau = float(Fraction(published[name]["new_value"])), float(Fraction(published[name]["tau"]))
    flip = row.flip_below if tau > 0 else row.flip_above
    assert flip == pytest.approx(expected, abs=1e-12)
    assert row.value - flip == pytest.approx(tau, abs=1e-12)
    inside = nearest_cell_flip(problem, mn.weighted_sum(mn.fixed(0, 1)), given_["weights"]).to_frame()
    least = inside.distance[row.name]
    assert math.isfinite(least) is (published[name]["inside_0_1"] and 0 < expected < 1)  # at an end it is a draw


def test_the_nearest_of_the_published_thresholds():
    given_, _ = thresholds()
    problem = mn.DecisionProblem(given_["matrix"], [1, 1, 1])
    found = nearest_cell_flip(problem, mn.weighted_sum(mn.fixed(0, 1)), given_["weights"])
    assert (found.winner, found.challenger, found.criterion) == ("A1", "A3", "C1")
    assert found.alternative == "A1"  # the same distance as A3 on C1, and named first
    assert found.distance == pytest.approx(9 / 50)
    assert (found.value, found.new_value, found.change) == pytest.approx((0.9, 0.72, -0.18))


# Laws.


@costly
@given(integer_cases(least=2, most=3), methods, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(case, method, random):
    """Permuting alternatives and criteria permutes the frame and leaves the distance."""
    m, n = case.table.shape
    rows, cols = random.sample(range(m), m), random.sample(range(n), n)
    problem = problem_of(case)
    turned = mn.DecisionProblem(
        case.table[np.ix_(rows, cols)], case.senses[cols], [f"A{i + 1}" for i in rows], [f"C{j + 1}" for j in cols]
    )
    weights = {f"C{j + 1}": w for j, w in enumerate(case.weights)}
    found, again = (nearest_cell_flip(p, method, weights, bounds=(LOW, HIGH)) for p in (problem, turned))
    assert again.distance == pytest.approx(found.distance, rel=1e-6)
    columns = ["value", "flip_below", "flip_above", "distance"]
    one, two = (f.to_frame().set_index(["alternative", "criterion"])[columns].astype(float) for f in (found, again))
    np.testing.assert_allclose(two.loc[one.index], one, rtol=1e-6)


@law
@given(integer_cases(), methods)
def test_the_distance_is_zero_where_several_are_first_and_only_there(case, method):
    problem = problem_of(case)
    best = mn.evaluate(problem, method, case.weights).best
    found = nearest_cell_flip(problem, method, case.weights, bounds=(LOW, HIGH))
    assert len(best) > 1 or found.distance > 0.0
    assert found.winner in best
    if len(best) > 1 and len(set(map(tuple, problem.performance))) == len(problem.performance):
        assert found.distance == 0.0
    if found.distance == 0.0:
        assert found.challenger != found.winner
        assert (found.value, found.change, found.percent) == (found.new_value, 0.0, 0.0)
        assert "at all" in repr(found)


@costly
@given(integer_cases(least=3, most=3))
def test_on_fixed_scales_a_cell_concerns_its_own_alternative_alone(case):
    """Without a common column scale only the winner falling or the challenger rising can flip."""
    method = mn.weighted_sum(FIXED)
    winner = alone_at_top(method, case)
    assume(winner is not None)
    frame = nearest_cell_flip(problem_of(case), method, case.weights).to_frame()
    for row in frame.itertuples():
        for challenger in (row.challenger_below, row.challenger_above):
            assert challenger is None or row.alternative in {challenger, f"A{winner + 1}"}


def test_a_third_alternative_can_decide_between_two_where_the_column_sets_the_scale():
    """Widening the range of C1 by the last, min-max makes C1 count less between the first two."""
    problem = mn.DecisionProblem([[5, 1], [4, 3], [3, 1]], [1, 1])
    found = nearest_cell_flip(problem, "weighted_sum", [0.7, 0.3], bounds=(0, 6))
    row = found.to_frame().query("alternative == 'A3' and criterion == 'C1'").iloc[0]
    assert (found.winner, row.challenger_below) == ("A1", "A2")
    assert row.flip_below == pytest.approx(5 - 7 / 3)
    changed = problem.replace(performance=[[5, 1], [4, 3], [row.flip_below, 1]])
    assert mn.evaluate(changed, "weighted_sum", [0.7, 0.3]).best == ("A1", "A2")


@costly
@given(integer_cases(least=2, most=3), methods)
def test_wider_bounds_never_bring_a_flip_nearer_nor_lose_one(case, method):
    """The absolute distance is least where most is allowed; flips inside both bounds are the same."""
    problem = problem_of(case)
    wide, narrow = (
        nearest_cell_flip(problem, method, case.weights, bounds=bounds, norm="absolute")
        for bounds in ((LOW, HIGH), (1, 9))
    )
    assert wide.distance <= narrow.distance * (1 + 1e-6)
    inside = narrow.to_frame().dropna(subset="flip_above")
    np.testing.assert_allclose(wide.to_frame().flip_above[inside.index], inside.flip_above, rtol=1e-6)


def test_a_criterion_without_weight_flips_nothing():
    problem = mn.DecisionProblem([[5, 1], [4, 9]], [1, 1])
    frame = nearest_cell_flip(problem, "weighted_sum", [1, 0], bounds=(0, 10)).to_frame()
    assert frame.query("criterion == 'C2'").distance.tolist() == [math.inf, math.inf]


# Bounds, norms and edge cases.


def test_the_norm_decides_between_criteria_of_different_units():
    problem = mn.DecisionProblem([[1000, 2.0], [900, 2.5]], [1, 1])
    method = mn.weighted_sum(mn.fixed([0, 0], [2000, 4]))
    share = nearest_cell_flip(problem, method, [0.8, 0.2])
    units = nearest_cell_flip(problem, method, [0.8, 0.2], norm="absolute")
    assert (share.norm, share.criterion, share.distance) == ("range", "C1", pytest.approx(0.01875))
    assert (units.norm, units.criterion, units.distance) == ("absolute", "C2", pytest.approx(0.3))
    assert share.change == pytest.approx(-37.5)


def test_default_bounds_are_the_scale_s_or_the_widened_range():
    problem = mn.DecisionProblem([[1, 6], [5, 2]], [1, -1], low=[[1, 6], [5, 1.5]], high=[[9, 6], [5, 2]])
    on_fixed = nearest_cell_flip(problem, mn.weighted_sum(FIXED))
    assert on_fixed.bounds.to_numpy().tolist() == [[0, 12]] * 4
    assert "fixed scale" in on_fixed.bounds_rule
    plain = nearest_cell_flip(problem, "weighted_sum")
    assert plain.bounds.loc["A1"].to_numpy().tolist() == [[0, 9], [0, 8]]
    owed = mn.DecisionProblem([[-1, 6], [5, 2]], [1, -1])
    assert nearest_cell_flip(owed, "weighted_sum").bounds.loc["A1"].to_numpy().tolist() == [[-4, 8], [0, 8]]
    assert plain.bounds.index.names == ["alternative", "criterion"]
    ratio = nearest_cell_flip(problem, "ahp")
    assert ratio.bounds.loc["A2"].to_numpy().tolist() == [[0, 9], [1, 8]]
    assert "no cost below half the smallest" in ratio.bounds_rule


def test_default_bounds_are_the_codes_where_a_criterion_has_them():
    found = nearest_cell_flip(mn.load_models(), "topsis")
    assert found.bounds.drop_duplicates().to_numpy().tolist() == [[1, 5]]
    assert found.bounds_rule == "the scale on which each criterion is rated"
    criteria = [mn.Criterion("C1", codes=(0, 6)), "C2"]
    mixed = nearest_cell_flip(mn.DecisionProblem([[1, 6], [5, 2]], [-1, 1], criteria=criteria), "ahp")
    assert mixed.bounds.loc["A1"].to_numpy().tolist() == [[0.5, 6], [0, 8]]
    assert mixed.bounds_rule == (
        "the scale on which each criterion is rated; else its range, widened by half on each side (not across 0), "
        "and every interval; but no benefit below 0 and no cost below half the smallest, for the scale of ratios"
    )


def test_intervals_as_bounds_move_no_crisp_cell():
    models = mn.load_models()
    found = nearest_cell_flip(models, "weighted_sum", [0.4, 0.3, 0.2, 0.1], bounds="intervals")
    assert (found.alternative, found.criterion) == ("Hybrid Integration", "Domestic Reform Depth")
    assert (found.new_value, found.distance) == pytest.approx((3.75, 0.75 / 2))
    assert (
        found.to_frame()[["low", "high"]].to_numpy().tolist()
        == np.stack([models.low.ravel(), models.high.ravel()], axis=1).tolist()
    )
    crisp = nearest_cell_flip(mn.DecisionProblem([[5, 1], [4, 1.1]], [1, 1]), "ahp", bounds="intervals")
    assert crisp.distance == math.inf
    assert crisp.winner == "A1"
    parts = crisp.challenger, crisp.alternative, crisp.criterion, crisp.value, crisp.new_value, crisp.change
    assert [*parts, crisp.percent, crisp.draw] == [None] * 8
    assert "stays first" in repr(crisp)


def test_bounds_by_name_and_by_order_are_the_same():
    problem = mn.DecisionProblem([[5, 1], [4, 2]], [1, 1])
    by_name = nearest_cell_flip(problem, bounds=({"C2": 0, "C1": 1}, 9), weights=[0.7, 0.3])
    in_order = nearest_cell_flip(problem, bounds=([1, 0], [9, 9]), weights=[0.7, 0.3])
    assert by_name.to_frame().equals(in_order.to_frame())


def test_one_alternative_has_no_challenger():
    found = nearest_cell_flip(mn.DecisionProblem([[5, 1]], [1, 1]), "topsis")
    assert (found.winner, found.challenger, found.distance) == ("A1", None, math.inf)
    assert "only one alternative" in found.notes[0]
    assert found.to_frame().distance.tolist() == [math.inf, math.inf]


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_a_copy_of_the_winner_is_level_at_once(method):
    problem = mn.DecisionProblem([[5, 1, 3], [2, 4, 2], [5, 1, 3]], [1, -1, 1])
    best = mn.evaluate(problem, method).best
    found = nearest_cell_flip(problem, method)
    assert found.distance == 0.0
    assert {found.winner, found.challenger} == set(best)


def test_a_criterion_without_spread_jumps_on_min_max():
    """The least change of a constant column stretches over the whole scale: the next float flips."""
    problem = mn.DecisionProblem([[5, 3], [4, 3]], [1, 1])
    with pytest.warns(mn.ConstantCriterionWarning):
        found = nearest_cell_flip(problem, "weighted_sum", [0.3, 0.7], bounds=(1, 5))
    assert found.criterion == "C2"
    assert found.new_value in {math.nextafter(3, 0), math.nextafter(3, 9)}
    assert 0.0 < found.distance < 1e-15
    assert "on 'C2' leaves 3 " in repr(found)


def test_a_jump_beyond_a_value_that_all_others_share():
    """A1 passes the value 3 that all others have on C2, and wins the whole scale."""
    problem = mn.DecisionProblem([[1, 2], [5, 3], [1, 3]], [1, 1])
    row = nearest_cell_flip(problem, "weighted_sum", [0.4, 0.6], bounds=(1, 5)).to_frame().iloc[1]
    assert (row.flip_above, row.challenger_above) == (math.nextafter(3, 9), "A1")


def test_a_root_where_only_one_value_in_a_column_is_not_zero():
    problem = mn.DecisionProblem([[5, 1], [4, 0], [0, 0]], [1, 1])
    for method in ("ahp", mn.weighted_sum("vector"), mn.topsis("vector"), mn.topsis("total")):
        row = nearest_cell_flip(problem, method, [0.5, 0.5], bounds=(0, 6)).to_frame().iloc[1]
        assert math.isnan(row.flip_above)
        assert math.isnan(row.flip_below)  # there the scale of ratios is undefined, and the vector scale is A1's still


@pytest.mark.parametrize("bounds", [(1e-6, 1e6), (1e-3, 1e12)])
@pytest.mark.parametrize("method", METHODS, ids=str)
def test_wide_bounds_lose_no_digits(method, bounds):
    """The flips between 1 and 9 are the same however far a cell may go."""
    case = case_of([[5, 2, 7], [3, 6, 4], [8, 1, 5], [2, 7, 3]], [1, -1, 1], [0.3, 0.4, 0.3])
    near, far = (
        nearest_cell_flip(problem_of(case), method, case.weights, bounds=b).to_frame() for b in ((1, 9), bounds)
    )
    for column in ("flip_below", "flip_above"):
        inside = near[column].dropna()
        np.testing.assert_allclose(far[column][inside.index], inside, rtol=1e-9)


def test_the_default_data_under_every_method():
    """Kept as they are: what the default run says of each method."""
    models, weights = mn.load_models(), [0.4, 0.3, 0.2, 0.1]
    expected = {"weighted_sum": 3.25, "topsis": 2.7029217429562, "ahp": 172 / 63}
    for method, value in expected.items():
        found = nearest_cell_flip(models, method, weights, bounds=(1, 5))
        assert (found.winner, found.challenger) == ("Strategic Partnership", "Hybrid Integration")
        assert found.new_value == pytest.approx(value, rel=1e-9), method
        assert found.method is not None
        assert found.weights.tolist() == weights
    text = repr(nearest_cell_flip(models, "weighted_sum", weights, bounds=(1, 5)))
    assert "goes from 4 to 3.25 (0.188 of the width of its bounds, 18.75% of itself)" in text
    assert "Bounds: given" in text


# Methods without a known form.


def test_a_method_of_pymcdm_is_searched_and_says_so():
    models, weights = mn.load_models(), [0.4, 0.3, 0.2, 0.1]
    found = nearest_cell_flip(models, mn.from_pymcdm(VIKOR()), weights, bounds=(1, 5))
    assert not found.exact
    assert "A search over 257 values" in found.notes[0]
    i, j = models.alternatives.index(found.alternative), models.criteria.index(found.criterion)
    table = models.performance.copy()
    table[i, j] = found.new_value
    best = mn.evaluate(models.replace(performance=table, low=None, high=None), found.method, weights).best
    assert best != (found.winner,)


def test_the_search_finds_what_the_exact_answer_is():
    """TOPSIS of pymcdm on min-max scales is ours: the same flips, by a search."""
    problem = mn.DecisionProblem([[5, 2, 7], [3, 6, 4], [8, 1, 5]], [1, -1, 1])
    exact, searched = (
        nearest_cell_flip(problem, method, [0.3, 0.4, 0.3], bounds=(1, 9)).to_frame()
        for method in (mn.topsis("minmax"), mn.from_pymcdm(TOPSIS()))
    )
    columns = ["flip_below", "flip_above"]
    np.testing.assert_allclose(searched[columns], exact[columns], rtol=1e-9)


def test_values_at_which_a_method_is_undefined_are_counted():
    """With two alternatives VIKOR divides by zero where a column is constant."""
    problem = mn.DecisionProblem([[5, 1], [3, 6]], [1, 1])
    found = nearest_cell_flip(problem, mn.from_pymcdm(VIKOR()), [0.7, 0.3], bounds=(1, 9))
    assert any("undefined at" in note for note in found.notes) == (len(found.notes) == 2)


def test_a_scale_of_the_caller_s_own_is_searched():
    cubed = Scale("cubed", lambda performance, senses: (performance * senses) ** 3)
    method = Method("cubes", cubed, mn.weighted_sum().key, mn.weighted_sum().score, "none", absolute_bar)
    found = nearest_cell_flip(mn.DecisionProblem([[3, 1], [2, 1.5]], [1, 1]), method, [0.5, 0.5], bounds=(0, 5))
    assert not found.exact
    assert found.new_value**3 == pytest.approx(
        {("A1", "C1"): 8 + 1.5**3 - 1}[found.alternative, found.criterion], rel=1e-9
    )


# Bad input.

BAD = {
    "bounds that are text": ({"bounds": "interval"}, mn.ProblemError, "bounds must be None, 'intervals' or"),
    "one number": ({"bounds": 5}, mn.ProblemError, "bounds must be None, 'intervals' or"),
    "three numbers": ({"bounds": (1, 2, 3)}, mn.ProblemError, "bounds must be None, 'intervals' or"),
    "a text bound": ({"bounds": ("a", 9)}, mn.ProblemError, "the low bound is text: 'a'"),
    "a missing bound": ({"bounds": (0, [9, None])}, mn.ProblemError, "the high bound of 'C2' is missing"),
    "too many": ({"bounds": (0, [9, 9, 9])}, mn.ProblemError, "one for each of 2 criteria, got shape"),
    "an unknown name": ({"bounds": (0, {"C1": 9, "C3": 9})}, mn.ProblemError, "the high bounds: unknown 'C3'"),
    "the wrong way round": ({"bounds": (9, 0)}, mn.ProblemError, "'C1' are the wrong way round: low 9.0"),
    "a value outside": ({"bounds": (0, 4)}, mn.ProblemError, r"'A1' on 'C1' is 5.0, outside its bounds \[0.0, 4.0\]"),
    "a norm": ({"norm": "l1"}, mn.McdaError, "unknown norm 'l1'; use 'range' or 'absolute'"),
    "several weights": ({"weights": [[1, 0], [0, 1]]}, mn.WeightsError, "one set of weights"),
    "a method": ({"method": "topsi"}, mn.MethodError, "did you mean 'topsis'"),
    "negative benefits": (
        {"method": "ahp", "bounds": (-1, 9)},
        mn.ProblemError,
        "'A1' on 'C1' reach down to -1.0, where the scale 'total' is undefined; low must not be negative",
    ),
    "costs of 0": (
        {"method": "ahp", "bounds": ([0, 0], 9)},
        mn.ProblemError,
        "'A1' on 'C2' reach down to 0.0, where the scale 'total' is undefined; low must be positive",
    ),
    "outside the fixed scale": (
        {"method": mn.topsis(mn.fixed(0, 4))},
        mn.ProblemError,
        r"'A1' on 'C1' is 5.0, outside its bounds \[0.0, 4.0\] \(the bounds of the fixed scale\); give bounds=",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_an_error_that_says_what_is_allowed(name):
    options, error, match = BAD[name]
    problem = mn.DecisionProblem([[5, 1], [3, 6]], [1, -1])
    with pytest.raises(error, match=match):
        nearest_cell_flip(problem, **options)


def test_a_frame_is_no_problem():
    with pytest.raises(mn.ProblemError, match="nearest_cell_flip needs a DecisionProblem, got DataFrame"):
        nearest_cell_flip(mn.load_models().to_frame())


def test_the_result_is_frozen_and_its_frame_a_copy():
    found = nearest_cell_flip(mn.load_models(), "weighted_sum", [0.4, 0.3, 0.2, 0.1])
    with pytest.raises(AttributeError):
        found.distance = 0.0
    frame = found.to_frame()
    frame["distance"] = -1.0
    assert (found.to_frame().distance > 0).all()
    assert found.to_frame().columns.tolist() == [
        "alternative", "criterion", "value", "flip_below", "challenger_below",
        "flip_above", "challenger_above", "distance", "percent", "low", "high",
    ]  # fmt: skip


def test_no_warning_but_that_of_constant_criteria():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nearest_cell_flip(mn.load_models(), "topsis")


def test_the_cell_is_named_as_a_pair_too():
    found = nearest_cell_flip(mn.load_models(), "weighted_sum", mn.load_profiles()["urgent_security"])
    assert found.cell == (found.alternative, found.criterion) == ("Strategic Partnership", "Speed of Integration")
    alone = nearest_cell_flip(mn.load_models().drop("Hybrid Integration", "Incremental Enlargement"))
    assert alone.cell is None
