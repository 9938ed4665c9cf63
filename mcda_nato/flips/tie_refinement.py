"""A general optimiser from a known tie to the nearest one around it, in a smooth form of each norm.

With ``u = w**2``, a tie is where ``f(w) = u' M u <= 0``. What comes back is a
direction to look in: it meets the constraints only as nearly as the optimiser does.
"""

import warnings
from typing import Any

import numpy as np

from mcda_nato.arrays import FloatArray


def polished(form: FloatArray, weights: FloatArray, point: FloatArray, norm: str) -> FloatArray | None:
    """Return weights near the nearest tie around a point, `None` where the optimiser gives none."""
    n = len(weights)
    parts = {"l2": _square, "l1": _up_and_down, "max": _within}[norm](weights, point)
    back = parts["weights"]  # (variables, n): weights are linear in the variables

    def tie(x: FloatArray) -> float:
        squares = (parts["from"] + x @ back) ** 2
        return -float(squares @ form @ squares)

    def slope(x: FloatArray) -> FloatArray:
        now = parts["from"] + x @ back
        return -4.0 * back @ (now * (form @ (now * now)))

    conditions = [
        {"type": "eq", "fun": lambda x: x @ back.sum(axis=1), "jac": lambda _: back.sum(axis=1)},
        {"type": "ineq", "fun": tie, "jac": slope},
    ]
    if "rows" in parts:
        rows = parts["rows"]
        conditions.append({"type": "ineq", "fun": lambda x: rows @ x, "jac": lambda _: rows})
    found = _minimised(parts["cost"], parts["start"], parts["bounds"], conditions)
    if found is None:
        return None
    found = np.maximum(weights + found @ back, 0.0)
    return found / found.sum() if len(found) == n and found.sum() > 0 else None


def _minimised(cost: Any, start: FloatArray, bounds: Any, conditions: list[dict[str, Any]]) -> FloatArray | None:
    from scipy.optimize import minimize

    options: Any = {"maxiter": 80, "ftol": 1e-15}
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # older SciPy says that it clips a step to the bounds
        given: Any = {"jac": True, "bounds": bounds, "constraints": conditions, "options": options}
        found = minimize(cost, start, method="SLSQP", **given).x
    return found if np.isfinite(found).all() else None


def _square(weights: FloatArray, point: FloatArray) -> dict[str, Any]:
    """Variables: the changes."""
    return {
        "from": weights,
        "weights": np.eye(len(weights)),
        "cost": lambda x: (float(x @ x), 2.0 * x),
        "start": point - weights,
        "bounds": [(-w, 1.0) for w in weights],
    }


def _up_and_down(weights: FloatArray, point: FloatArray) -> dict[str, Any]:
    """Variables: what each weight gains, and what it loses."""
    n = len(weights)
    change = point - weights
    return {
        "from": weights,
        "weights": np.vstack([np.eye(n), -np.eye(n)]),
        "cost": lambda x: (float(x.sum()), np.ones(2 * n)),
        "start": np.r_[np.maximum(change, 0.0), np.maximum(-change, 0.0)],
        "bounds": [*((0.0, 1.0),) * n, *((0.0, w) for w in weights)],
    }


def _within(weights: FloatArray, point: FloatArray) -> dict[str, Any]:
    """Variables: the changes, and what they may not exceed."""
    n = len(weights)
    change = point - weights
    last = np.eye(n + 1)[n]
    return {
        "from": weights,
        "weights": np.eye(n + 1, n),
        "cost": lambda x: (float(x[n]), last),
        "start": np.r_[change, np.abs(change).max()],
        "bounds": [*((-w, 1.0) for w in weights), (0.0, 1.0)],
        "rows": np.vstack([np.c_[np.eye(n), np.ones(n)], np.c_[-np.eye(n), np.ones(n)]]),
    }
