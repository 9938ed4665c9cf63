"""Stability of weights against exact roots, dense scans and laws."""

import json
import pickle
import warnings
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import CASES
from slow import columns, scaled, squared_distances
from strategies import codes, heavy_law, reals, senses, simplex_fractions, weights

import mcda_nato as mn
from mcda_nato.labels import ordering_texts
from mcda_nato.stability.breakpoints import moved
from mcda_nato.stability.weight_stability import weight_stability

RAW = mn.fixed(0, 1)  # values as they are, without normalisation

few = heavy_law(20)  # each makes several results

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"], found["recomputed"]


METHODS = {
    "sum, min-max": (mn.weighted_sum(), "sum", "minmax", None, None),
    "sum, fixed": (mn.weighted_sum(mn.fixed(0, 10)), "sum", "fixed", None, None),
    "AHP": (mn.ahp(), "sum", "total", None, None),
    "ideal AHP": (mn.ahp("ideal"), "sum", "maximum", None, None),
    "TOPSIS": (mn.topsis(), "ratio", "vector", None, None),
    "TOPSIS, min-max": (mn.topsis("minmax"), "ratio", "minmax", None, None),
    "TOPSIS, total": (mn.topsis("total"), "ratio", "total", None, None),
    "TOPSIS, maximum": (mn.topsis("maximum"), "ratio", "maximum", None, None),
    "TOPSIS, fixed": (mn.topsis(mn.fixed(0, 10)), "ratio", "fixed", None, None),
    "TOPSIS, references": (mn.topsis(mn.fixed(0, 10), 1, 0), "ratio", "fixed", 1, 0),
    "TOPSIS, ideal": (mn.topsis(mn.fixed(0, 10), ideal=0.75), "ratio", "fixed", Fraction(3, 4), None),
    "TOPSIS, anti-ideal": (mn.topsis(mn.fixed(0, 10), anti_ideal=0.25), "ratio", "fixed", None, Fraction(1, 4)),
}


SAME = Decimal("1e-20")  # of numbers to 28 digits at least

# The slow twin: every root exactly rational, or the square root of a rational number to 60 digits


def exact_values(table, directions, scale):
    """Return scaled values that TOPSIS ranks alike: on the vector scale their squares are rational."""
    return scaled([[Fraction(int(x)) for x in row] for row in table], directions, scale, Fraction(0), Fraction(10))


def vector_squares(table, directions, shares, *, best):
    """Return squared distances on the vector scale: ``(x - x_best)^2 / sum(x^2)``."""
    found = [Fraction(0)] * len(table)
    for column, sense, share in zip(columns(table), directions, shares, strict=True):
        whole = [int(x) for x in column]
        point = max(whole) if (sense > 0) == best else min(whole)
        norm = sum(x * x for x in whole)
        found = [d + share**2 * Fraction((x - point) ** 2, norm) for d, x in zip(found, whole, strict=True)]
    return found


def polynomials(table, directions, w, j, method):
    """Return for each pair ``c + e s`` or ``c + b z + a z^2``: positive where the first is ahead."""
    _, kind, scale, ideal, anti_ideal = METHODS[method]
    n = len(w)
    rest = sum(w) - w[j]
    others = [x / rest if rest else Fraction(1, n - 1) for x in w]
    ends = ([0 if k == j else x for k, x in enumerate(others)], [int(k == j) for k in range(n)])
    pairs = [(i, k) for i in range(len(table)) for k in range(i + 1, len(table))]
    if scale == "vector":
        squares = [[vector_squares(table, directions, end, best=best) for end in ends] for best in (False, True)]
    else:
        values = exact_values(table, directions, scale)
        if kind == "sum":
            start, end = ([sum(p * x for p, x in zip(share, row, strict=True)) for row in values] for share in ends)
            return {(i, k): [start[i] - start[k], end[i] - end[k]] for i, k in pairs}
        worst = [min(c) for c in columns(values)] if anti_ideal is None else [anti_ideal] * n
        best = [max(c) for c in columns(values)] if ideal is None else [ideal] * n
        squares = [[squared_distances(values, end, point) for end in ends] for point in (worst, best)]
    (w0, w1), (b0, b1) = squares
    return {
        (i, k): [
            w0[i] * b0[k] - w0[k] * b0[i],
            w0[i] * b1[k] + w1[i] * b0[k] - w0[k] * b1[i] - w1[k] * b0[i],
            w1[i] * b1[k] - w1[k] * b1[i],
        ]
        for i, k in pairs
    }


def decimal(number):
    return Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else Decimal(number)


def roots_of(polynomial):
    """Return the weights t in [0, 1] at which a comparison is a tie and others near are not."""
    if not any(polynomial):
        return []
    if len(polynomial) == 2:
        c, e = polynomial
        return [decimal(Fraction(abs(c)) / (abs(c) + abs(e)))] if c * e <= 0 else []
    c, b, a = (decimal(x) for x in polynomial)
    found = [Decimal(0)] * (c == 0) + [Decimal(1)] * (a == 0)
    below = polynomial[1] ** 2 - 4 * polynomial[0] * polynomial[2]
    if a == 0 and b != 0:
        z = [-c / b]
    elif a == 0 or below < 0:
        z = []
    else:
        root = decimal(below).sqrt()
        z = [(-b - root) / (2 * a), (-b + root) / (2 * a)][: 1 if below == 0 else 2]
    return found + [x.sqrt() / (1 + x.sqrt()) for x in z if x > Decimal("1e-40")]


def sign_at(polynomial, t):
    """Return who is ahead at a weight, as a sign; at t = 1 from the leading coefficient. Whole numbers: t = p / q."""
    power = 2 if len(polynomial) == 3 else 1
    p, q = Fraction(t).as_integer_ratio()
    z, rest, degree = p**power, (q - p) ** power, len(polynomial) - 1
    found = sum(c * z**k * rest ** (degree - k) for k, c in enumerate(polynomial))
    return (found > 0) - (found < 0)


def exact_ranks(comparisons, ties, m, t, *, point):
    """Rank m alternatives at a weight by counting who is ahead; at a breakpoint those that meet there tie."""
    found = [1] * m
    for pair, polynomial in comparisons.items():
        meet = point and any(abs(t - root) < SAME for root in ties[pair])
        sign = 0 if meet else sign_at(polynomial, t)
        if sign:
            found[pair[1] if sign > 0 else pair[0]] += 1
    return found


def exact_cells(table, directions, w, j, method):
    """Return ``(low, high, ranks)`` of every breakpoint and every stretch between."""
    with localcontext() as context:
        context.prec = 60
        comparisons = polynomials(table, directions, w, j, method)
        ties = {pair: roots_of(polynomial) for pair, polynomial in comparisons.items()}
        ends = [Decimal(0)]
        for t in sorted(t for found in ties.values() for t in found):
            if len(ends) == 1 or t - ends[-1] > SAME:
                ends.append(t)
        cells = []
        for number, (low, high) in enumerate(pairwise([*ends, Decimal(1)])):
            if number:
                cells.append((low, low, exact_ranks(comparisons, ties, len(table), low, point=True)))
            if low < high:
                middle = (low + high) / 2
                cells.append((low, high, exact_ranks(comparisons, ties, len(table), middle, point=False)))
        return cells


def walk(cells, present, good):
    """Go from the present weight to both sides as long as a cell is good; return the bad cells too."""
    at = next(
        (k for k, (low, high, _) in enumerate(cells) if low == high and abs(low - present) < SAME),
        None,
    )
    if at is None:
        at = next(k for k, (low, high, _) in enumerate(cells) if low <= present <= high and low < high)
    after = next((cell for cell in cells[at + 1 :] if not good(cell)), None)
    before = next((cell for cell in reversed(cells[:at]) if not good(cell)), None)
    return (before[1] if before else Decimal(0)), (after[0] if after else Decimal(1)), before, after


@st.composite
def problems(draw, least=1, most=6):
    """Tables of codes with exact weights, some of them zero, now and then a single one."""
    m, n = draw(st.integers(least, most)), draw(st.integers(2, 4))
    table = draw(codes(m, n, high=draw(st.sampled_from([3, 9]))))
    w = draw(simplex_fractions(n, 6) | st.sampled_from([[Fraction(int(k == j)) for k in range(n)] for j in range(n)]))
    return table, draw(senses(n)), w


def stability(table, directions, w, method):
    return weight_stability(mn.DecisionProblem(table, directions), METHODS[method][0], [float(x) for x in w])


def rows_of(found, criterion):
    frame = found.breakpoints
    return frame[frame["criterion"] == criterion].drop(columns="criterion").reset_index(drop=True)


@heavy_law(60)  # exact cells of every criterion
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_breakpoints_are_those_of_exact_arithmetic(problem, method):
    """Every breakpoint is found, none too many, and every ranking at and between them is right."""
    table, directions, w = problem
    found = stability(table, directions, w, method)
    names = found.baseline.problem.alternatives
    for j in range(len(w)):
        cells = exact_cells(table, directions, w, j, method)
        rows = rows_of(found, f"C{j + 1}")
        assert rows["ranking"].tolist() == ordering_texts(names, np.array([ranks for *_, ranks in cells]))
        np.testing.assert_allclose(rows["low"], [float(low) for low, *_ in cells], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(rows["high"], [float(high) for _, high, _ in cells], rtol=1e-12, atol=1e-15)


@heavy_law(60)  # exact cells of every criterion
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_intervals_are_those_of_a_walk_through_exact_cells(problem, method):
    """Winner and ranking intervals end where a walk from the present weight meets the first cell that is against."""
    table, directions, w = problem
    found = stability(table, directions, w, method)
    names, frame = found.baseline.problem.alternatives, found.to_frame()
    ranks = found.baseline.ranks.tolist()
    for j, name in enumerate(frame.index):
        cells, present, row = exact_cells(table, directions, w, j, method), decimal(w[j]), frame.loc[name]
        low, high, *_ = walk(cells, present, lambda cell: cell[2] == ranks or cell[0] == cell[1])
        assert (row["ranking_low"], row["ranking_high"]) == pytest.approx((float(low), float(high)), abs=1e-12)
        for winner in found.baseline.best:
            i, own = names.index(winner), found.winners.loc[(name, winner)]
            low, high, before, after = walk(cells, present, lambda cell, i=i: cell[2][i] == 1)
            assert (own["low"], own["high"]) == pytest.approx((float(low), float(high)), abs=1e-12)
            beyond = [None if cell is None else names[cell[2].index(1)] for cell in (before, after)]
            assert [own["challenger_below"], own["challenger_above"]] == beyond
        low, high, before, after = walk(cells, present, lambda cell: all(cell[2][i] == 1 for i in firsts(ranks)))
        assert (row["winner_low"], row["winner_high"]) == pytest.approx((float(low), float(high)), abs=1e-12)
        assert (row["challenger_below"] is None, row["challenger_above"] is None) == (before is None, after is None)
        if after is not None:
            assert after[2][names.index(row["challenger_above"])] == 1


def firsts(ranks):
    return [i for i, rank in enumerate(ranks) if rank == 1]


# Dense scans


def scan(found, j, points=2_001):
    """Return weights at which a dense scan ranks otherwise than stated, near breakpoints left out."""
    baseline = found.baseline
    rows = rows_of(found, baseline.problem.criteria[j])
    low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
    wide = np.flatnonzero(high - low > 1e-5)
    at = np.concatenate([np.linspace(0, 1, points), (low[wide] + high[wide]) / 2])
    path = moved(baseline.weights.to_numpy(), j, at)
    ranks = mn.evaluate(baseline.problem, baseline.method, path).ranks.to_numpy()
    texts = np.array(ordering_texts(baseline.problem.alternatives, ranks))
    away = np.abs(at[:, None] - np.concatenate([low[1:], [-1.0]])).min(axis=1) > 2e-6
    place = wide[np.searchsorted(low[wide], at, side="right") - 1]
    inside = away & (at > low[place]) & (at < high[place])
    return at[inside][texts[inside] != rows["ranking"].to_numpy()[place[inside]]]


@few
@given(st.data(), st.sampled_from(sorted(METHODS)))
def test_a_dense_scan_sees_no_other_ranking(data, method):
    """At 2,001 weights and in the middle of every stretch the ranking is the one stated."""
    m, n = data.draw(st.integers(1, 7)), data.draw(st.integers(2, 4))
    table = data.draw(codes(m, n) | reals(m, n, high=100.0))
    found = weight_stability(mn.DecisionProblem(table, data.draw(senses(n))), METHODS[method][0], data.draw(weights(n)))
    assert [scan(found, j).tolist() for j in range(n)] == [[]] * n


@heavy_law(60)  # a ranking at each breakpoint
@given(problems(least=2), st.sampled_from(sorted(METHODS)))
def test_at_a_breakpoint_the_ranking_is_that_of_evaluate(problem, method):
    """Evaluated at a breakpoint, the ranking with its ties is the one stated there."""
    found = stability(*problem, method)
    baseline = found.baseline
    for j, name in enumerate(baseline.problem.criteria):
        rows = rows_of(found, name)
        points = rows["low"].to_numpy()[rows["low"] == rows["high"]]
        if not len(points):
            continue
        ranks = mn.evaluate(baseline.problem, baseline.method, moved(baseline.weights.to_numpy(), j, points)).ranks
        texts = ordering_texts(baseline.problem.alternatives, ranks.to_numpy())
        assert texts == rows["ranking"][rows["low"] == rows["high"]].tolist()


def test_control_breakpoints_of_a_grid_are_seen_to_be_wrong():
    """Breakpoints rounded to a grid fail the scan, and so do rankings that are exchanged."""
    problem = mn.DecisionProblem([[9, 1, 3], [2, 8, 5], [5, 6, 1], [3, 3, 9]], [1, 1, 1])
    found = weight_stability(problem, "topsis", [0.2, 0.5, 0.3])
    assert [len(scan(found, j)) for j in range(3)] == [0, 0, 0]
    good = found.breakpoints
    object.__setattr__(found, "breakpoints", good.assign(low=good["low"].round(2), high=good["high"].round(2)))
    assert any(len(scan(found, j)) for j in range(3))
    swapped = good["ranking"].str.translate(str.maketrans("12", "21"))
    object.__setattr__(found, "breakpoints", good.assign(ranking=swapped))
    assert all(len(scan(found, j)) for j in range(3))


def test_many_alternatives():
    """Forty alternatives and six criteria: scans and neighbours agree."""
    rng = np.random.default_rng(3)
    problem = mn.DecisionProblem(rng.integers(1, 10, (40, 6)), [1, -1] * 3)
    for method in ("weighted_sum", "topsis"):
        found = weight_stability(problem, method, rng.dirichlet(np.ones(6)))
        assert [scan(found, j, 101).tolist() for j in range(6)] == [[]] * 6
        for name, row in found.to_frame().iterrows():
            rows = rows_of(found, name)
            here = rows[(rows["low"] <= row["weight"]) & (row["weight"] <= rows["high"])].iloc[0]
            assert here["low"] == pytest.approx(row["ranking_low"], abs=1e-12)
            assert here["high"] == pytest.approx(row["ranking_high"], abs=1e-12)


# Published and analytic


def test_two_criteria_of_which_the_lines_are_known():
    """Winner intervals and breakpoints of three straight lines."""
    given_, published, recomputed = case("sens-analytic-two-criteria-stability")
    problem = mn.DecisionProblem(given_["values"], [1, 1])
    for interval in published["winner_intervals_in_w1"]:
        middle = (interval["from"] + interval["to"]) / 2
        found = weight_stability(problem, mn.weighted_sum(RAW), [middle, 1 - middle])
        row = found.to_frame().iloc[0]
        assert found.baseline.best == (interval["winner"],)
        assert (row["winner_low"], row["winner_high"]) == pytest.approx((interval["from"], interval["to"]), abs=1e-12)
    found = weight_stability(problem, mn.weighted_sum(RAW), given_["weights"])
    assert found.baseline.best == (published["winner_at_05"],)
    np.testing.assert_allclose(found.baseline.scores, recomputed["values_at_half"], rtol=1e-12)
    rows = rows_of(found, "C1")
    breaks = rows["low"][rows["low"] == rows["high"]].to_numpy()
    np.testing.assert_allclose(breaks, published["full_order_breaks"], atol=1e-12)
    for t, scores in zip(breaks, [recomputed["values_at_breaks"][key] for key in ("0.25", "1/3", "3/7")], strict=True):
        np.testing.assert_allclose(mn.weighted_sum(RAW)(given_["values"], [1, 1], [t, 1 - t]), scores, atol=1e-12)
    assert rows["ranking"].tolist() == [
        "A2 > A3 > A1", "A2 = A3 > A1", "A3 > A2 > A1", "A3 > A1 = A2", "A3 > A1 > A2", "A1 = A3 > A2", "A1 > A3 > A2",
    ]  # fmt: skip
    row = found.to_frame().iloc[0]
    assert (row["challenger_below"], row["challenger_above"]) == ("A3", None)
    assert row["weight"] - row["winner_low"] == pytest.approx(published["PT_change_C1_absolute"], abs=1e-12)
    assert found.nearest == pytest.approx(1 / 14)


def test_the_default_ranking_ties_so_its_interval_is_a_point():
    """Two models tie at equal weights on min-max: one weight moved, and they part."""
    found = weight_stability(mn.load_models(), "weighted_sum")
    frame = found.to_frame()
    assert (frame["ranking_low"] == 0.25).all()
    assert (frame["ranking_high"] == 0.25).all()
    assert frame["winner_low"].tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(frame["winner_high"], [0.5, 1, 0.4, 1], rtol=1e-14)
    assert frame["challenger_below"].tolist() == [None] * 4
    assert frame["challenger_above"].tolist() == ["Hybrid Integration", None, "Incremental Enlargement", None]
    assert any("is a point" in note for note in found.notes)
    assert not found.fragile


def test_the_frame_is_the_contract():
    frame = weight_stability(mn.load_models()).to_frame()
    assert frame.columns.tolist() == [
        "weight", "winner_low", "winner_high", "ranking_low", "ranking_high", "challenger_below", "challenger_above",
        "percent_low", "percent_high",
    ]  # fmt: skip
    assert frame.index.name == "criterion"
    assert frame.index.tolist() == list(mn.load_models().criteria)
    assert frame.dtypes.tolist()[:5] == [np.float64] * 5


# Laws


@heavy_law(60)
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_intervals_contain_the_present_weight_and_are_nested(problem, method):
    """0 <= winner low <= ranking low <= weight, and likewise above, where one alternative is first."""
    found = stability(*problem, method)
    frame = found.to_frame()
    for what in ("winner", "ranking"):
        assert (frame[f"{what}_low"].between(0, frame["weight"])).all()
        assert (frame[f"{what}_high"].between(frame["weight"], 1)).all()
    assert (frame["winner_low"] <= frame["ranking_low"] + 1e-12).all()
    assert (frame["winner_high"] >= frame["ranking_high"] - 1e-12).all()
    assert ((frame["winner_low"] == 0) == frame["challenger_below"].isna()).all()
    above = found.to_frame()["challenger_above"]
    assert ((frame["winner_high"] == 1) == above.isna()).all()


@few
@given(problems(least=2), st.sampled_from(sorted(METHODS)), st.randoms(use_true_random=False))
def test_the_order_of_alternatives_and_criteria_does_not_matter(problem, method, random):
    """Intervals belong to names, wherever these stand."""
    table, directions, w = problem
    rows, cols = list(range(len(table))), list(range(len(w)))
    random.shuffle(rows)
    random.shuffle(cols)
    facts = mn.DecisionProblem(table, directions)
    other = mn.DecisionProblem(
        table[np.ix_(rows, cols)],
        directions[cols],
        [facts.alternatives[i] for i in rows],
        [facts.criteria[j] for j in cols],
    )
    frames = [
        weight_stability(problem, METHODS[method][0], dict(zip(facts.criteria, map(float, w), strict=True))).to_frame()
        for problem in (facts, other)
    ]
    ends = ["winner_low", "winner_high", "ranking_low", "ranking_high"]
    np.testing.assert_allclose(frames[1].loc[list(facts.criteria), ends], frames[0][ends], atol=1e-13)


@few
@given(problems(least=2), st.sampled_from(["sum, min-max", "TOPSIS, min-max", "TOPSIS, references", "ideal AHP"]))
def test_a_copy_changes_no_interval(problem, method):
    """With every alternative twice the intervals stay: copies tie throughout."""
    table, directions, w = problem
    once, twice = stability(table, directions, w, method), stability(np.repeat(table, 2, axis=0), directions, w, method)
    ends = ["winner_low", "winner_high", "ranking_low", "ranking_high"]
    np.testing.assert_allclose(twice.to_frame()[ends], once.to_frame()[ends], atol=1e-13)
    assert len(twice.baseline.best) == 2 * len(once.baseline.best)


@few
@given(problems(least=2), st.sampled_from(sorted(METHODS)))
def test_reversed_weights_lead_back(problem, method):
    """From any weight within a winner interval the interval is the same, seen from there."""
    found = stability(*problem, method)
    frame, w = found.to_frame(), problem[2]
    if len(found.baseline.best) > 1:
        return
    for j, row in enumerate(frame.itertuples()):
        inner = 0.3 * row.winner_low + 0.7 * row.winner_high
        if inner in (0, 1) or w[j] == 1:
            continue
        path = moved(np.array([float(x) for x in w]), j, np.array(inner))
        other = weight_stability(found.baseline.problem, METHODS[method][0], path).to_frame().iloc[j]
        assert other["winner_low"] == pytest.approx(row.winner_low, abs=1e-9)
        assert other["winner_high"] == pytest.approx(row.winner_high, abs=1e-9)


# Edges


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
def test_one_criterion_cannot_move(method):
    """The weight of a single criterion is 1 and stays so."""
    found = weight_stability(mn.DecisionProblem([[1], [3], [3]], [1]), method)
    assert found.to_frame().iloc[0].tolist() == [1, 1, 1, 1, 1, None, None, 0, 0]
    assert found.breakpoints.to_numpy().tolist() == [["C1", 1, 1, "A2 = A3 > A1"]]
    assert found.winners.index.tolist() == [("C1", "A2"), ("C1", "A3")]
    assert found.notes == ("There is only one criterion: its weight cannot move.",)
    assert found.exact
    assert found.nearest is None


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
def test_one_alternative_is_always_first(method):
    with warnings.catch_warnings(record=True):
        found = weight_stability(mn.DecisionProblem([[1, 2]], [1, 1]), method)
    assert found.to_frame().iloc[:, 1:7].to_numpy().tolist() == [[0, 1, 0, 1, None, None]] * 2
    assert found.breakpoints["ranking"].tolist() == ["A1", "A1"]


def test_where_one_criterion_has_all_the_weight_the_others_rise_equally():
    """From a weight of 1 the way is towards equal weights of the others, and the result says so."""
    problem = mn.DecisionProblem([[3, 1, 1], [2, 3, 2], [1, 1, 3]], [1, 1, 1])
    found = weight_stability(problem, mn.weighted_sum(mn.fixed(0, 1)), [1, 0, 0])
    assert any("'C1' has all the weight" in note for note in found.notes)
    row = found.to_frame().loc["C1"]
    assert (row["winner_low"], row["winner_high"], row["challenger_below"]) == (0.6, 1, "A2")  # 3 t + 1 - t against
    assert found.to_frame().loc["C2", ["winner_low", "winner_high"]].tolist() == [0, pytest.approx(1 / 3)]


def test_equal_alternatives_tie_throughout():
    """All equal: all are first, whatever the weights."""
    with pytest.warns(mn.ConstantCriterionWarning) as seen:
        found = weight_stability(mn.DecisionProblem([[2, 3]] * 3, [1, 1]), "topsis", [0.3, 0.7])
    assert len(seen) == 2  # each criterion once
    assert found.to_frame().iloc[:, 1:7].to_numpy().tolist() == [[0, 1, 0, 1, None, None]] * 2
    assert set(found.breakpoints["ranking"]) == {"A1 = A2 = A3"}


def test_a_constant_criterion_ties_all_at_one():
    """A criterion that cannot discriminate leaves the order alone, up to its end where all tie."""
    problem = mn.DecisionProblem([[3, 5], [2, 5], [1, 5]], [1, 1])
    for method in ("weighted_sum", "topsis"):
        found = weight_stability(problem, method)
        assert found.to_frame().iloc[:, 1:7].to_numpy().tolist() == [[0, 1, 0, 1, None, None]] * 2
        assert rows_of(found, "C2").to_numpy().tolist() == [[0, 1, "A1 > A2 > A3"], [1, 1, "A1 = A2 = A3"]]


def test_several_first_are_each_reported():
    """Two that tie at the top: each has its own interval, and together they hold at one point."""
    problem = mn.DecisionProblem([[2, 1], [1, 2], [1, 1]], [1, 1])
    found = weight_stability(problem, mn.weighted_sum(RAW))
    winners = found.winners.loc["C1"]
    assert winners.loc["A1"].tolist() == [0.5, 0.5, 1, "A2", None]
    assert winners.loc["A2"].tolist() == [0.5, 0, 0.5, None, "A1"]
    assert found.to_frame().loc["C1"].tolist() == [0.5] * 5 + ["A2", "A1", 0, 0]
    assert found.nearest == 0
    assert found.fragile
    assert any("Several are first" in note for note in found.notes)


def touching(x):
    """Two alternatives of which the first is ahead for small and large weights of C3; how far depends on x."""
    problem = mn.DecisionProblem([[1.0, 0.0, 0.91], [0.5, x, 0.9]], [1, 1, 1])
    return weight_stability(problem, mn.topsis(RAW, ideal=1.0, anti_ideal=0.0), [0.45, 0.45, 0.1])


def test_a_point_that_is_touched_does_not_end_the_ranking():
    """Between a reversal and none lies a double root: a tie at one weight, the same order on both sides."""
    low, high = 0.48, 0.0
    assert rows_of(touching(low), "C3")["ranking"].tolist() == [
        "A1 > A2", "A1 = A2", "A2 > A1", "A1 = A2", "A1 > A2",
    ]  # fmt: skip
    assert rows_of(touching(high), "C3")["ranking"].tolist() == ["A1 > A2"]
    while len(rows_of(touching((low + high) / 2), "C3")) != 3:
        middle = (low + high) / 2
        low, high = (middle, high) if len(rows_of(touching(middle), "C3")) == 5 else (low, middle)
    found = touching((low + high) / 2)
    rows, row = rows_of(found, "C3"), found.to_frame().loc["C3"]
    assert rows["ranking"].tolist() == ["A1 > A2", "A1 = A2", "A1 > A2"]
    at = rows["low"][1]
    assert 0.1 < at < 0.9
    assert row.iloc[1:7].tolist() == [0, 1, 0, 1, None, None]
    assert scan(found, 2).tolist() == []
    there = moved(np.array([0.45, 0.45, 0.1]), 2, np.array(at))
    assert mn.evaluate(found.baseline.problem, found.baseline.method, there).best == ("A1", "A2")
    reversal = touching(0.48).to_frame().loc["C3"]
    assert reversal["winner_high"] == reversal["ranking_high"] < 0.9


# Percent, and changes of one weight.


@pytest.mark.parametrize("method", ["weighted_sum", "topsis", "ahp"])
def test_one_who_only_draws_level_bounds_nothing(method):
    """A dominated alternative draws level where one weight is 0: the winner holds from 0 to 1, and beyond nothing."""
    row = weight_stability(mn.DecisionProblem([[4, 3], [4, 1], [2, 2]], [1, 1]), method).to_frame().loc["C2"]
    assert (row.winner_low, row.winner_high) == (0, 1)
    assert (row.challenger_below, row.challenger_above) == (None, None)


def test_percent_is_relative_to_the_weight_and_infinite_from_zero():
    problem = mn.DecisionProblem([[2, 1], [1, 3]], [1, 1])
    frame = weight_stability(problem, mn.weighted_sum(RAW), [0.75, 0.25]).to_frame()
    assert frame.loc["C1", ["percent_low", "percent_high"]].tolist() == pytest.approx([-100 / 9, 100 / 3])
    assert frame.loc["C2", ["percent_low", "percent_high"]].tolist() == pytest.approx([-100, 100 / 3])
    nought = weight_stability(problem, mn.weighted_sum(RAW), [1, 0]).to_frame().loc["C2"]
    assert (nought.percent_low, nought.percent_high) == (0, np.inf)


def test_a_change_of_one_weight_holds_within_the_interval():
    """A2 overtakes A1 where the second weight passes 1/3: from 1/4 that is a third of itself, or 1/12."""
    found = weight_stability(mn.DecisionProblem([[2, 1], [1, 3]], [1, 1]), mn.weighted_sum(RAW), [0.75, 0.25])
    answers = {"+33%": True, "+34%": False, "-100%": True, " +33.0 % ": True, 0.083: True, "0.084": False, -0.25: True}
    assert {change: found.holds("C2", change) for change in answers} == answers
    assert found.holds("C1", "+33%")
    assert not found.holds("C1", "-12%")


BAD_CHANGES = {
    "a name": (("C3", "+10%"), "unknown criterion 'C3'; use one of 'C1', 'C2'"),
    "no name": ((1, "+10%"), "unknown criterion 1; use one of 'C1', 'C2'"),
    "words": (("C1", "a tenth"), "the change of the weight is text: 'a tenth'; give a share such as .*, or a number"),
    "nothing": (("C1", None), "the change of the weight is missing: None"),
    "a truth": (("C1", True), "the change of the weight .*True.*a share such as"),
    "no number": (("C1", np.nan), "the change of the weight .*nan.*a share such as"),
    "above 1": (
        ("C1", "+200%"),
        "the weight of 'C1', 0.75, would become 2.25 with '\\+200%'; it must stay within 0 and 1",
    ),
    "below 0": (("C2", -0.3), "the weight of 'C2', 0.25, would become -0.05 with -0.3"),
}


@pytest.mark.parametrize("name", BAD_CHANGES)
def test_a_change_that_is_none_is_refused(name):
    given_, match = BAD_CHANGES[name]
    found = weight_stability(mn.DecisionProblem([[2, 1], [1, 3]], [1, 1]), mn.weighted_sum(RAW), [0.75, 0.25])
    with pytest.raises(mn.McdaError, match=match):
        found.holds(*given_)


def test_who_is_first_just_beyond_is_named():
    """Where two take over at one weight the challenger is the one that rises faster."""
    problem = mn.DecisionProblem([[0, 6], [6, 3], [9, 0]], [1, 1])  # lines 6 - 6 t, 3 + 3 t, 9 t
    found = weight_stability(problem, mn.weighted_sum(RAW), [0.2, 0.8]).to_frame().loc["C1"]
    assert (found["winner_high"], found["challenger_above"]) == (pytest.approx(1 / 3), "A2")
    meeting = mn.DecisionProblem([[0, 6], [6, 4], [12, 0], [8, 2]], [1, 1])
    found = weight_stability(meeting, mn.weighted_sum(RAW), [0.1, 0.9]).to_frame().loc["C1"]
    assert (found["winner_high"], found["challenger_above"]) == (0.25, "A2")
    together = mn.DecisionProblem([[0, 6], [6, 3], [9, 1.5], [1, 5]], [1, 1])  # the first three meet at 1/3
    found = weight_stability(together, mn.weighted_sum(RAW), [0.1, 0.9]).to_frame().loc["C1"]
    assert (found["winner_high"], found["challenger_above"]) == (pytest.approx(1 / 3), "A3")


# Search


def test_other_methods_are_searched_and_say_so():
    """Without a known form the breakpoints are searched for; here they are those of the exact form."""
    from pymcdm.methods import TOPSIS

    problem = mn.DecisionProblem([[1, 9, 4], [8, 2, 3], [5, 6, 7], [9, 1, 5]], [1, 1, -1])
    found = weight_stability(problem, mn.from_pymcdm(TOPSIS()), [0.5, 0.3, 0.2])
    exact = weight_stability(problem, mn.topsis("minmax"), [0.5, 0.3, 0.2])
    assert (found.exact, exact.exact) == (False, True)
    assert any("search" in note for note in found.notes)
    ends = ["winner_low", "winner_high", "ranking_low", "ranking_high"]
    np.testing.assert_allclose(found.to_frame()[ends], exact.to_frame()[ends], atol=2e-10)
    names = ["challenger_below", "challenger_above"]
    assert found.to_frame()[names].equals(exact.to_frame()[names])
    assert exact.to_frame()[names].notna().to_numpy().any()
    assert "searched" in repr(found)


def test_a_search_sees_a_present_tie():
    """A tie at the present weight makes the ranking interval a point there too."""
    from pymcdm.methods import TOPSIS

    problem = mn.DecisionProblem([[3, 1, 1], [1, 3, 1], [2, 2, 3]], [1, 1, 1])
    found = weight_stability(problem, mn.from_pymcdm(TOPSIS()), [0.4, 0.4, 0.2]).to_frame()
    assert found.loc["C1", ["ranking_low", "ranking_high"]].tolist() == [0.4, 0.4]
    exact = weight_stability(problem, mn.topsis("minmax"), [0.4, 0.4, 0.2]).to_frame()
    assert exact.loc["C1", ["ranking_low", "ranking_high"]].tolist() == [0.4, 0.4]


# Results and bad input


def test_a_result_reads_well_and_can_be_pickled():
    found = weight_stability(mn.load_models(), "topsis", mn.load_profiles()["urgent_security"])
    text = repr(found)
    assert "Stability of 'Hybrid Integration' by topsis" in text
    assert "exact" in text
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - written here
    assert again.to_frame().equals(found.to_frame())
    assert again.breakpoints.equals(found.breakpoints)


def test_a_near_winner_is_fragile():
    problem = mn.DecisionProblem([[1, 0], [0, 1]], [1, 1])
    assert weight_stability(problem, mn.weighted_sum(RAW), [0.505, 0.495]).fragile
    assert "Fragile: the winner changes" in repr(weight_stability(problem, mn.weighted_sum(RAW), [0.505, 0.495]))
    assert not weight_stability(problem, mn.weighted_sum(RAW), [0.52, 0.48]).fragile


def test_orderings_are_told_apart():
    """Names that contain a mark of the text are quoted."""
    ranks = np.array([[1, 2], [1, 1], [2, 1]])
    assert ordering_texts(("A", "B"), ranks) == ["A > B", "A = B", "B > A"]
    assert ordering_texts(("A > B", "C"), ranks)[0] == "'A > B' > 'C'"


def test_bad_input_is_named():
    models = mn.load_models()
    with pytest.raises(mn.ProblemError, match="weight_stability needs a DecisionProblem, got list"):
        weight_stability([[1, 2]], "topsis")
    with pytest.raises(mn.MethodError, match="did you mean 'topsis'"):
        weight_stability(models, "topsi")
    with pytest.raises(mn.WeightsError, match="one set of weights"):
        weight_stability(models, "topsis", np.full((2, 4), 0.25))
    with pytest.raises(mn.WeightsError, match=r"sum to 2, not 1"):
        weight_stability(models, "topsis", [0.5] * 4)
