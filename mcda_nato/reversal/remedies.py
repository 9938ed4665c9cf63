"""Methods that would remove a rank reversal, each audited again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.methods.evaluate import ranked
from mcda_nato.methods.method import Method, ahp, topsis, weighted_sum
from mcda_nato.methods.ranking import AnyMethod
from mcda_nato.methods.scales import fixed
from mcda_nato.reversal.evaluations import evaluations
from mcda_nato.reversal.plan import planned
from mcda_nato.reversal.setting import Setting
from mcda_nato.reversal.verdicts import verdicts

Mode: TypeAlias = Literal["distributive", "ideal"]


def remedies(setting: Setting) -> dict[str, tuple[AnyMethod, str]]:
    """Return methods of the same family whose scores depend less on the set, with the reason."""
    low = np.minimum(setting.low, setting.problem.settled.low.min(axis=0))
    high = np.maximum(setting.high, setting.problem.settled.high.max(axis=0))
    flat = low == high
    low, high = np.where(flat, np.minimum(low, 0.0), low), np.where(flat, np.maximum(high, 0.0), high)
    scale = fixed(low, np.where(high > low, high, 1.0))
    name, method = setting.method.name, setting.method
    if name == "ahp" and isinstance(method, Method):
        other: Mode = "ideal" if method.options.get("mode") == "distributive" else "distributive"
        return {
            f"ahp({other!r})": (ahp(other), "the other mode of synthesis"),
            "weighted_sum(fixed(low, high))": (weighted_sum(scale), "a scale that does not move with the set"),
        }
    if name == "topsis":
        fixed_points = topsis(scale, ideal=1.0, anti_ideal=0.0)
        return {"topsis(fixed(low, high), 1, 0)": (fixed_points, "a fixed scale with fixed reference points")}
    return {"weighted_sum(fixed(low, high))": (weighted_sum(scale), "a scale that does not move with the set")}


def cured(setting: Setting, rows: pd.DataFrame) -> pd.DataFrame:
    """Return, for each failed test and remedy, whether the test passes then and whether the winner stays."""
    failed = tuple(rows.loc[rows["verdict"] == "reversed", "test"].unique())
    found: list[dict[str, Any]] = []
    for name, (method, why) in (remedies(setting) if failed else {}).items():
        again = replace(setting, baseline=ranked(setting.problem, method, setting.weights))
        reversed_now = _reversed(again, failed)
        same_winner = set(again.baseline.best) == set(setting.baseline.best)
        found.extend(
            {
                "test": test,
                "remedy": name,
                "method": method,
                "why": why,
                "passes": test not in reversed_now,
                "same_winner": same_winner,
            }
            for test in failed
        )
    columns = ["test", "remedy", "method", "why", "passes", "same_winner"]
    return pd.DataFrame(found, columns=columns).sort_values("test", kind="stable", ignore_index=True)


def _reversed(setting: Setting, names: tuple[str, ...]) -> set[str]:
    """Return which of these tests reverse something in a setting."""
    tests = planned(setting, names)
    found = verdicts(tests, evaluations(setting, tests), setting.ahead)
    return {verdict.test.test for verdict in found if verdict.verdict == "reversed"}
