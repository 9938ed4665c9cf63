"""Critical criteria of Triantaphyllou and Sanchez against exact arithmetic and the stability of weights."""

import json
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import CASES
from slow import scaled, weighted_sum
from strategies import codes, heavy_law, senses, simplex_fractions

import mcda_nato as mn
from mcda_nato.stability.critical_criteria import critical_criteria
from mcda_nato.stability.weight_stability import weight_stability

RAW = mn.fixed(0, 1)  # values as they are, without normalisation

pytestmark = pytest.mark.filterwarnings("ignore::mcda_nato.ConstantCriterionWarning")

costly = heavy_law(50)  # an example is a frame of every pair under every criterion

METHODS = {
    "minmax": mn.weighted_sum(),
    "fixed": mn.weighted_sum(mn.fixed(0, 10)),
    "total": mn.ahp(),
    "maximum": mn.ahp("ideal"),
}


def case(name):
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found["input"], found["published"], found["recomputed"]


@st.composite
def problems(draw, least=2):
    m, n = draw(st.integers(least, 5)), draw(st.integers(2, 4))
    return draw(codes(m, n)), draw(senses(n)), draw(simplex_fractions(n, 6))


def critical(problem, scale):
    table, directions, w = problem
    return critical_criteria(mn.DecisionProblem(table, directions), METHODS[scale], [float(x) for x in w])


# The slow twin


def exact_values(problem, scale):
    whole = [[Fraction(int(x)) for x in row] for row in problem[0]]
    return scaled(whole, problem[1], scale, Fraction(0), Fraction(10))


def exact_changes(problem, scale):
    """Return ``d = (P_j - P_i) / (a_jk - a_ik)`` by criterion and pair, `None` where k does not tell them apart."""
    values, w = exact_values(problem, scale), problem[2]
    scores = weighted_sum(values, w)
    return {
        (k, i, j): (scores[j] - scores[i]) / (values[j][k] - values[i][k]) if values[j][k] != values[i][k] else None
        for k in range(len(w))
        for i, j in combinations(range(len(values)), 2)
    }


@costly
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_changes_are_those_of_exact_arithmetic(problem, scale):
    """Every change, its share of the weight and whether it is feasible are the rational ones."""
    w, found = problem[2], critical(problem, scale).changes
    for ((k, i, j), d), row in zip(exact_changes(problem, scale).items(), found.itertuples(), strict=True):
        assert (row.criterion, row.first, row.second) == (f"C{k + 1}", f"A{i + 1}", f"A{j + 1}")
        assert row.feasible == (d is not None and d <= w[k] and w[k] < 1)
        expected = [np.nan if d is None else float(d), np.nan if d is None or w[k] == 0 else float(100 * d / w[k])]
        np.testing.assert_allclose([row.delta, row.percent], expected, rtol=1e-9, atol=1e-14)


@costly
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_the_smallest_changes_are_the_smallest(problem, scale):
    """Top is the smallest over pairs with one that is first, any that over all pairs."""
    found = critical(problem, scale)
    best = {found.baseline.problem.alternatives.index(name) for name in found.baseline.best}
    w, changes = problem[2], exact_changes(problem, scale)
    for k, row in enumerate(found.criteria.itertuples()):
        own = {(i, j): d for (c, i, j), d in changes.items() if c == k and d is not None}
        possible = {pair: abs(d) for pair, d in own.items() if d <= w[k] and w[k] < 1}
        top = [d for pair, d in possible.items() if best & set(pair)]
        least, least_top = min(possible.values(), default=None), min(top, default=None)
        share = 100 / w[k] if w[k] else None
        expected = [
            np.nan if d is None or factor is None else float(d * factor)
            for d, factor in ((least_top, 1), (least, 1), (least_top, share), (least, share), (least, share))
        ]
        np.testing.assert_allclose(row[2:7], expected, rtol=1e-9, atol=1e-14)
        if least is None:
            assert row.sensitivity_coefficient == 0
        elif share and least:
            assert row.sensitivity_coefficient == pytest.approx(1 / expected[-1], rel=1e-9)
        else:
            assert np.isinf(row.sensitivity_coefficient) if share else np.isnan(row.sensitivity_coefficient)


@costly
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_a_changed_weight_makes_the_pair_equal(problem, scale):
    """With the change taken from the weight, and all divided by their sum, the two alternatives tie."""
    found, w = critical(problem, scale), np.array([float(x) for x in problem[2]])
    possible = found.changes[found.changes["feasible"]].reset_index(drop=True)
    if possible.empty:
        return
    place = found.baseline.problem.criterion_index.get_indexer(possible["criterion"])
    changed = np.tile(w, (len(possible), 1))
    changed[np.arange(len(possible)), place] -= possible["delta"]
    changed = np.maximum(changed, 0) / np.maximum(changed, 0).sum(axis=1, keepdims=True)
    scores = mn.evaluate(found.baseline.problem, found.baseline.method, changed).scores
    for (_, row), line in zip(scores.iterrows(), possible.itertuples(), strict=True):
        assert row[line.first] == pytest.approx(row[line.second], abs=1e-12)


@costly
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_changes_are_breakpoints_of_the_weight(problem, scale):
    """At ``t = (w - d) / (1 - d)`` lie the breakpoints below 1, all of them and nothing else."""
    found = critical(problem, scale)
    w = [float(x) for x in problem[2]]
    stability = weight_stability(found.baseline.problem, METHODS[scale], w)
    rows, changes = stability.breakpoints, found.changes
    for j, name in enumerate(found.baseline.problem.criteria):
        if problem[2][j] == 1:
            continue  # nothing is left to be in proportion
        d = changes["delta"][changes["feasible"] & (changes["criterion"] == name)].to_numpy()
        here = rows[(rows["criterion"] == name) & (rows["low"] == rows["high"]) & (rows["low"] < 1)]
        away = np.abs(((w[j] - d) / (1 - d))[:, None] - here["low"].to_numpy())
        assert (away.min(axis=0, initial=1) < 1e-12).all()
        assert len(here) or not len(d)
        assert not len(here) or (away.min(axis=1, initial=1) < 1e-12).all()


@costly
@given(problems(), st.sampled_from(sorted(METHODS)))
def test_top_changes_are_the_ends_of_the_winner_interval(problem, scale):
    """The winner's interval ends at a feasible change of a pair with it."""
    found = critical(problem, scale)
    if len(found.baseline.best) > 1:
        return
    (best,) = found.baseline.best
    w = [float(x) for x in problem[2]]
    frame, changes = weight_stability(found.baseline.problem, METHODS[scale], w).to_frame(), found.changes
    with_best = changes["feasible"] & ((changes["first"] == best) | (changes["second"] == best))
    for j, (name, row) in enumerate(frame.iterrows()):
        d = changes["delta"][with_best & (changes["criterion"] == name)].to_numpy()
        t = (w[j] - d) / (1 - d)
        for end, challenger, side in (("low", "below", t <= w[j]), ("high", "above", t >= w[j])):
            if row[f"challenger_{challenger}"] is not None and w[j] < 1:
                nearest = np.abs(t[side] - w[j]).min()
                assert abs(row[f"winner_{end}"] - w[j]) == pytest.approx(nearest, abs=1e-12)


# Published


def test_absolute_and_percent_changes_name_different_criteria():
    """The publication's two criteria, made into a table: C1 is critical in absolute, C2 in relative terms."""
    given_, published, recomputed = case("sens-triantaphyllou-sanchez-1997-absolute-vs-percent")
    weight = {name: entry["weight"] for name, entry in given_["criteria"].items()}
    delta = {name: entry["weight"] - entry["weight_at_reversal"] for name, entry in given_["criteria"].items()}
    others = 20  # so light that no change of theirs is feasible
    left = 1 - sum(weight.values())
    gaps = [0.01 / delta[name] for name in weight]  # by how much A leads B, with scores 0.01 apart
    gaps += [(0.01 - sum(w * gap for w, gap in zip(weight.values(), gaps, strict=True))) / left] * others
    a = np.maximum(gaps, 0)
    names = [*weight, *(f"other {k}" for k in range(others))]
    problem = mn.DecisionProblem([a, a - gaps], [1] * len(names), ["A", "B"], names)
    found = critical_criteria(problem, mn.weighted_sum(RAW), [*weight.values(), *[left / others] * others])
    assert found.baseline.best == ("A",)
    for name in weight:
        row = found.criteria.loc[name]
        assert row["absolute_top"] == pytest.approx(recomputed["absolute"][name], abs=1e-9)
        assert row["percent_top"] == pytest.approx(recomputed["percent"][name], abs=1e-9)
        assert row["percent_top"] == pytest.approx(published[f"percent_{name}"], abs=0.005)
        assert row["sensitivity_coefficient"] == pytest.approx(1 / recomputed["percent"][name], abs=1e-9)
    assert found.most_critical == {
        "absolute_top": (published["most_critical_absolute"],),
        "absolute_any": (published["most_critical_absolute"],),
        "percent_top": (published["most_critical_percent"],),
        "percent_any": (published["most_critical_percent"],),
    }
    light = found.criteria.iloc[2:]
    assert (light["sensitivity_coefficient"] == 0).all()
    assert light["absolute_any"].isna().all()


def test_two_criteria_of_which_the_lines_are_known():
    """The lines of two alternatives cross where the change, divided out, puts the weight."""
    given_, published, _ = case("sens-analytic-two-criteria-stability")
    problem = mn.DecisionProblem(given_["values"], [1, 1])
    found = critical_criteria(problem, mn.weighted_sum(RAW), given_["weights"])
    d = found.criteria.loc["C1", "absolute_top"]
    assert d == pytest.approx(1 / 8)
    assert 0.5 - (0.5 - d) / (1 - d) == pytest.approx(published["PT_change_C1_absolute"], abs=1e-12)


# Edges


def test_ties_need_no_change():
    """A pair that ties now has change 0 where the criterion tells the two apart, and none where it does not."""
    found = critical_criteria(mn.DecisionProblem([[2, 1, 1], [1, 2, 1], [0, 0, 0]], [1, 1, 1]), mn.weighted_sum(RAW))
    pair = found.changes[(found.changes["first"] == "A1") & (found.changes["second"] == "A2")]
    assert pair["delta"].tolist()[:2] == [0, 0]
    assert np.isnan(pair["delta"].iloc[2])
    assert found.criteria["absolute_top"].tolist()[:2] == [0, 0]
    assert np.isinf(found.criteria["sensitivity_coefficient"].iloc[0])
    assert found.most_critical["percent_any"] == ("C1", "C2")


def test_where_nothing_can_change_there_is_no_critical_criterion():
    """An alternative that is best everywhere stays so: no change is feasible."""
    found = critical_criteria(mn.DecisionProblem([[2, 2], [1, 1]], [1, 1]), mn.weighted_sum(RAW))
    assert not found.changes["feasible"].any()
    assert found.changes["delta"].tolist() == [1, 1]
    assert set(found.most_critical.values()) == {None}
    assert (found.criteria["sensitivity_coefficient"] == 0).all()
    assert "no change is feasible" in repr(found)


def test_one_alternative_or_one_criterion():
    alone = critical_criteria(mn.DecisionProblem([[1, 2]], [1, 1]), mn.weighted_sum(RAW))
    assert alone.changes.empty
    assert alone.criteria["sensitivity_coefficient"].tolist() == [0, 0]
    single = critical_criteria(mn.DecisionProblem([[1], [2]], [1]), mn.weighted_sum(RAW))
    assert single.changes[["delta", "feasible"]].to_numpy().tolist() == [[1, False]]  # no weight would be left


def test_a_weight_of_zero_has_no_percentage():
    """Of a weight of 0 no change is a percentage; the absolute change stands."""
    found = critical_criteria(mn.DecisionProblem([[3, 0], [1, 4]], [1, 1]), mn.weighted_sum(RAW), [1, 0]).criteria
    assert found.loc["C2", "absolute_top"] == pytest.approx(0.5)
    assert found.loc["C2", ["percent_top", "percent_any", "sensitivity_coefficient"]].isna().all()
    assert found.loc["C1", "sensitivity_coefficient"] == 0


def test_control_the_sign_matters():
    """Changes taken with the wrong sign do not make the pair equal."""
    problem = mn.DecisionProblem([[1, 0], [0, 0.5], [0.6, 0.3]], [1, 1])
    d = critical_criteria(problem, mn.weighted_sum(RAW)).changes["delta"].iloc[0]
    for sign, tie in ((-1, True), (1, False)):
        w = mn.rescale([0.5 + sign * d, 0.5])
        scores = mn.evaluate(problem, mn.weighted_sum(RAW), w).scores
        assert (abs(scores["A1"] - scores["A2"]) < 1e-12) == tie


def test_a_result_reads_well():
    found = critical_criteria(mn.load_models(), "ahp", mn.load_profiles()["urgent_security"])
    assert "Critical criteria of ahp(mode='distributive')" in repr(found)
    assert found.to_frame().columns.tolist() == [
        "weight", "absolute_top", "absolute_any", "percent_top", "percent_any", "criticality_degree",
        "sensitivity_coefficient",
    ]  # fmt: skip


def test_bad_input_is_named():
    models = mn.load_models()
    with pytest.raises(mn.NotExact, match=r"got topsis.*; use weight_stability"):
        critical_criteria(models, "topsis")
    with pytest.raises(mn.ProblemError, match="critical_criteria needs a DecisionProblem, got int"):
        critical_criteria(3)
    with pytest.raises(mn.WeightsError, match="one set of weights"):
        critical_criteria(models, "ahp", np.full((2, 4), 0.25))
