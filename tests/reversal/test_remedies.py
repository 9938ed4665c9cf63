"""Methods that would remove a reversal: they do where they are said to."""

import numpy as np
import pytest
from auditing import METHODS, audited, random_case

import mcda_nato as mn
from mcda_nato.reversal.remedies import remedies
from mcda_nato.reversal.setting import Setting

COLUMNS = ["test", "remedy", "method", "why", "passes", "same_winner"]


def setting_of(audit):
    return audit._setting


def test_every_cure_is_an_audit_that_anyone_can_make():
    """`passes` and `same_winner` are those of the remedy's own audit, for each test that reversed something."""
    rng = np.random.default_rng(0)
    seen = 0
    for _ in range(5):
        problem, weights = random_case(rng)
        for method in METHODS.values():
            audit = audited(problem, method, weights)
            failed = audit.rows.loc[audit.rows["verdict"] == "reversed", "test"].unique().tolist()
            offered = remedies(setting_of(audit)) if failed else {}
            assert sorted(audit.cures[["test", "remedy"]].itertuples(index=False, name=None)) == sorted(
                (test, remedy) for test in failed for remedy in offered
            )
            for _, cure in audit.cures.iterrows():
                seen += 1
                setting = setting_of(audit)
                bounds = (setting.low, setting.high)
                remedy = cure["method"]
                assert remedy == offered[cure["remedy"]][0]
                again = audited(problem, remedy, weights, bounds=bounds, tests=[cure["test"]])
                assert cure["passes"] == again.passed
                assert cure["same_winner"] == (set(again.baseline.best) == set(audit.baseline.best))
                assert cure["passes"] or "ahp(" in cure["remedy"]
    assert seen >= 20


def test_the_weighted_sum_is_cured_by_bounds_and_topsis_by_references():
    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    sums, topsis = audited(problem, "weighted_sum"), audited(problem, "topsis")
    assert set(sums.cures["remedy"]) == {"weighted_sum(fixed(low, high))"}
    assert set(topsis.cures["remedy"]) == {"topsis(fixed(low, high), 1, 0)"}
    assert sums.cures["passes"].all()
    assert topsis.cures["passes"].all()


@pytest.mark.parametrize(("mode", "other"), [("distributive", "ideal"), ("ideal", "distributive")])
def test_ahp_is_offered_the_other_mode(mode, other):
    """The other mode of synthesis, which need not pass, and a scale that does not move, which does."""
    problem = mn.DecisionProblem([[1, 7, 3], [2, 6, 1], [2, 7, 6], [1, 9, 8]], [1, 1, 1])
    cures = audited(problem, mn.ahp(mode)).cures
    assert set(cures["remedy"]) == {f"ahp({other!r})", "weighted_sum(fixed(low, high))"}
    assert cures.loc[cures["remedy"].str.startswith("weighted_sum"), "passes"].all()


def test_nothing_is_offered_where_nothing_failed():
    cures = audited(mn.load_models(), mn.weighted_sum(mn.fixed(1, 5))).cures
    assert cures.empty
    assert cures.columns.tolist() == COLUMNS


@pytest.mark.parametrize("constant", [0.0, 2.0, -2.0, 1e-300, 1e299, -1e299])
def test_a_constant_criterion_has_bounds_too(constant):
    """Bounds of a criterion without range are apart, whatever its size."""
    problem = mn.DecisionProblem([[1, constant, 3], [3, constant, 4], [2, constant, 1]], [1, 1, -1])
    setting = setting_of(audited(problem, "topsis"))
    assert isinstance(setting, Setting)
    for method, _ in remedies(setting).values():
        low, high = method.scale.bounds
        assert all(a < b for a, b in zip(low, high, strict=True))
        assert audited(problem, method, bounds=(setting.low, setting.high)).passed


def test_methods_of_pymcdm_are_offered_the_weighted_sum():
    from pymcdm.methods import TOPSIS

    problem = mn.DecisionProblem([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1])
    cures = audited(problem, mn.from_pymcdm(TOPSIS()), tests=["addition"]).cures
    assert set(cures["remedy"]) == {"weighted_sum(fixed(low, high))"}
    assert cures["passes"].all()
