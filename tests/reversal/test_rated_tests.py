"""Which changed ratings each test looks at: new alternatives of their kind, and reversals that are known."""

import numpy as np
import pytest
from auditing import METHODS, audited, setting_of

import mcda_nato as mn
from mcda_nato.reversal.plan import planned

TABLES = {
    # Belton and Gear's ratings, and decisor-zero's with the fifth alternative
    "ahp": ([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], None, "copy"),
    "ahp(ideal)": ([[1, 5], [3, 6], [1, 8], [9, 2]], [1, 1], None, "removal"),
    "topsis": (
        [[450e3, 62, 15, 4], [380e3, 70, 35, 3], [520e3, 85, 25, 5], [340e3, 55, 20, 2], [430e3, 59, 24, 1]],
        [-1, 1, -1, 1], [0.35, 0.25, 0.25, 0.15], "removal",
    ),
    "weighted_sum": (
        [[450e3, 62, 15, 4], [380e3, 70, 35, 3], [520e3, 85, 25, 5], [340e3, 55, 20, 2], [430e3, 59, 24, 1]],
        [-1, 1, -1, 1], [0.35, 0.25, 0.25, 0.15], "removal",
    ),
    "weighted_sum(vector)": ([[1, 9, 8], [9, 1, 9], [1, 1, 1]], [1, 1, 1], None, "copy"),
    "weighted_sum(maximum)": ([[1, 5], [3, 6], [1, 8], [9, 2]], [1, 1], None, "removal"),
    "topsis(minmax)": ([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1], None, "addition"),
    "topsis(fixed)": ([[1, 5, 3], [3, 1, 4], [2, 3, 1], [5, 2, 2]], [1, -1, 1], None, "addition"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_control_methods_known_to_reverse_do(name):
    """Every scale that depends on the set reverses something somewhere."""
    table, senses, weights, test = TABLES[name]
    bounds = (0, 9) if "fixed" in name else None
    audit = audited(mn.DecisionProblem(table, senses), METHODS[name], weights, bounds=bounds)
    assert not audit.passed
    assert "reversed" in audit.rows.loc[audit.rows["test"] == test, "verdict"].to_list()


def test_new_alternatives_are_of_their_kind():
    """Dominated ones are no better than some alternative, dominating ones no worse than any, worse ones no better."""
    rng = np.random.default_rng(2)
    for _ in range(15):
        n = rng.integers(1, 4)
        problem = mn.DecisionProblem(rng.integers(1, 6, (rng.integers(2, 5), n)), rng.choice([-1, 1], n))
        for name in ("topsis", "ahp", "weighted_sum(vector)", "topsis(minmax)"):
            setting = setting_of(problem, METHODS[name])
            old = problem.performance * problem.senses
            for test in planned(setting, ("replacement", "addition")):
                for group in test.variants:
                    assert group.tables.min() >= 1
                    assert group.tables.max() <= 5
                    new = group.tables * problem.senses
                    if test.kind == "worse":
                        rows = new[np.arange(len(new)), group.changed]
                        assert (rows <= old[group.changed]).all()
                        assert not setting.first[group.changed].any()
                    elif test.kind == "dominated":
                        assert (new[:, -1:] <= old).all(axis=2).any(axis=1).all()
                    elif test.kind == "dominating":
                        assert (new[:, -1:] >= old).all()
