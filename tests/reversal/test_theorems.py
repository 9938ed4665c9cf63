"""Theorems by which nothing reverses: where they hold, and that nothing does then."""

from auditing import audited, setting_of
from hypothesis import given
from hypothesis import strategies as st
from pymcdm.methods import VIKOR
from strategies import integer_cases, law

import mcda_nato as mn
from mcda_nato.reversal.theorems import harmless_copies, independence


@law
@given(integer_cases(most=4), st.integers(0, 1), st.booleans())
def test_scores_that_do_not_depend_on_the_set_never_reverse(case, below, topsis):
    """Neither the weighted sum on fixed bounds nor TOPSIS with fixed references reverses anything, by any test."""
    scale = mn.fixed(1.0 - below, 9.0 + below)
    method = mn.topsis(scale, 1.0, 0.0) if topsis else mn.weighted_sum(scale)
    audit = audited(mn.DecisionProblem(case.table, case.senses), method, case.weights)
    assert audit.passed
    assert (audit.rows["verdict"] == "proved").all()
    assert audit.rows["theorem"].notna().all()
    assert (audit.rows[["reversals", "winner_changes", "kendall"]] == 0).all(axis=None)


@law
@given(integer_cases(most=5), st.sampled_from(["minmax", "maximum"]), st.booleans())
def test_copies_never_reverse_on_scales_of_extremes(case, scale, topsis):
    """A copy changes no extreme, so on min-max and maximum it changes nothing."""
    method = mn.topsis(scale) if topsis else mn.weighted_sum(scale)
    audit = audited(mn.DecisionProblem(case.table, case.senses), method, case.weights, tests=["copy"])
    exact = audit.rows[audit.rows["change"].str.contains("exact")]
    assert (exact["verdict"] == "proved").all()
    assert exact["theorem"].notna().all()
    assert (exact[["reversals", "winner_changes", "ties_broken"]] == 0).all(axis=None)


def test_independence_needs_bounds_and_both_references():
    table = [[1, 2], [2, 1], [3, 3]]
    scale = mn.fixed(0, 4)
    for method, wanted in (
        (mn.weighted_sum(scale), True),
        (mn.topsis(scale, 1.0, 0.0), True),
        (mn.topsis(scale, ideal=1.0), False),
        (mn.topsis(scale, anti_ideal=0.0), False),
        (mn.topsis(scale), False),
        (mn.topsis("minmax", 1.0, 0.0), False),
        (mn.weighted_sum(), False),
        (mn.ahp(), False),
        (mn.from_pymcdm(VIKOR()), False),
    ):
        assert (independence(setting_of(mn.DecisionProblem(table, [1, 1]), method)) is not None) is wanted


def test_copies_do_not_matter_to_extremes_alone():
    table = [[1, 2], [2, 1], [3, 3]]
    for scale, wanted in (("minmax", True), ("maximum", True), ("vector", False), ("total", False)):
        for method in (mn.weighted_sum(scale), mn.topsis(scale)):
            assert (harmless_copies(setting_of(mn.DecisionProblem(table, [1, 1]), method)) is not None) is wanted
    assert harmless_copies(setting_of(mn.DecisionProblem(table, [1, 1]), mn.from_pymcdm(VIKOR()))) is None
