"""Tests that leave alternatives out: how many subsets, and which of them."""

import numpy as np
from auditing import setting_of

import mcda_nato as mn
from mcda_nato.reversal.evaluations import evaluations
from mcda_nato.reversal.plan import planned
from mcda_nato.reversal.verdicts import verdicts


def test_more_subsets_than_the_cap_are_tried_up_to_a_size():
    """For twenty alternatives all subsets of up to four, and the search says so."""
    rng = np.random.default_rng(3)
    problem = mn.DecisionProblem(rng.integers(1, 10, (20, 2)), [1, 1])
    setting = setting_of(problem, "weighted_sum", high=9.0)
    whole = planned(setting, ("removal",))[2]
    assert whole.search == "all subsets of up to 4 alternatives"
    assert sum(map(len, whole.variants)) == 20 + 190 + 1140 + 4845
    assert not whole.exhaustive
    [found] = verdicts([whole], evaluations(setting, [whole]), setting.ahead)
    assert found.verdict in ("none found", "reversed")
