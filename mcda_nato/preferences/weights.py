"""Weights by name: every form that weights may arrive in, resolved to an array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar, runtime_checkable

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, criteria_sum, first_index, frame_values, to_floats
from mcda_nato.errors import WeightsError
from mcda_nato.labels import check_same_names, listed, literal, quoted

#: Weights whose sum is this near to 1 are taken as meant to sum to 1.
SUM_TOLERANCE = 1e-6

_W = TypeVar("_W", dict[str, float], pd.Series, pd.DataFrame, list[float], FloatArray)


@runtime_checkable
class HasPriorities(Protocol):
    """Anything with priorities by name, such as `Judgements`."""

    def priorities(self) -> pd.Series:
        """Return the priorities, a Series by criterion name."""


Weights: TypeAlias = (
    Mapping[str, float] | pd.Series | pd.DataFrame | Sequence[float] | np.ndarray[Any, Any] | HasPriorities | None
)


def resolve_weights(weights: Weights, criteria: Sequence[str]) -> FloatArray:
    """Return weights ``(n,)`` or ``(..., n)`` that sum to 1, in the order of the criteria.

    `None` gives equal weights. Mappings, Series and frames are aligned by
    name, sequences and arrays taken in order, judgements replaced by their
    priorities. Sums within 1e-6 of 1, bounds included, are divided out; any other is an error.
    """
    if weights is None:
        return np.full(len(criteria), 1.0 / len(criteria))
    values, row = _in_order(weights, criteria)
    if values.ndim == 0 or values.shape[-1] != len(criteria):
        got = "a single number" if values.ndim == 0 else f"{values.shape[-1]}"
        raise WeightsError(f"{got} weights for {len(criteria)} criteria; one is needed for each of {listed(criteria)}")
    if values.size == 0:
        raise WeightsError("no weights given: the table of scenarios is empty")
    _check_negative(values, criteria, row)
    sums = criteria_sum(values)
    off = np.abs(sums - 1.0) > SUM_TOLERANCE + _rounding(values)  # 0.999999 is within: 1 - 0.999999 is more in floats
    if off.any():
        index = first_index(off)
        found = float(sums[index])
        if found == 0:
            raise WeightsError(f"the weights{row(index)} sum to 0, not 1; at least one must be positive")
        raise WeightsError(
            f"the weights{row(index)} sum to {found:.6g}, not 1",
            call="rescale them with mcda_nato.rescale(weights)",
            option="--rescale divides them by their sum",
        )
    return _divided(values, np.asarray(sums))


def _divided(values: FloatArray, sums: FloatArray) -> FloatArray:
    """Divide by the sums, but leave those that are 1 but for rounding as they are."""
    meant = np.abs(sums - 1.0) <= _rounding(values)
    with np.errstate(under="ignore"):
        return values / np.where(meant, 1.0, sums)[..., None] + 0.0  # no negative zero


def _rounding(values: FloatArray) -> float:
    """Return how far rounding may move the sum of so many weights."""
    return float(values.shape[-1] * np.finfo(np.float64).eps)


def rescale(weights: _W) -> _W:
    """Return non-negative weights divided by their sum, in the form they came.

    Parameters
    ----------
    weights : dict, Series, frame, list or array, shape (n,) or (..., n)
        Not all zero. Each scenario (the last axis) is rescaled on its own.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.rescale({"speed": 3, "risk": 1})
    {'speed': 0.75, 'risk': 0.25}
    """
    names = list(weights) if isinstance(weights, dict) else None
    given: Any = list(weights.values()) if isinstance(weights, dict) else weights
    if isinstance(given, (pd.Series, pd.DataFrame)):
        names = list(given.index if isinstance(given, pd.Series) else given.columns)
        given = given.to_numpy(dtype=object)
    try:
        values = to_floats(given)
    except NotReal as entry:
        raise WeightsError(
            f"the weight of {_place(entry.index, names)} {entry.reason}: {literal(entry.value)}; give a number"
        ) from None
    if values.ndim == 0 or values.size == 0:
        raise WeightsError("no weights given; nothing to rescale")
    if (values < 0).any():
        at = first_index(values < 0)
        raise WeightsError(
            f"the weight of {_place(at, names)} is negative: {float(values[at])!r}; give a number that is not"
        )
    sums = criteria_sum(values)
    if (sums == 0).any():
        raise WeightsError("every weight is 0; at least one must be positive to be rescaled")
    values = _divided(values, np.asarray(sums))
    if isinstance(weights, dict):
        return dict(zip(weights, values.tolist(), strict=True))
    if isinstance(weights, pd.Series):
        return pd.Series(values, index=weights.index, name=weights.name)
    if isinstance(weights, pd.DataFrame):
        return pd.DataFrame(values, index=weights.index, columns=weights.columns)
    return values if isinstance(weights, np.ndarray) else values.tolist()


def _place(index: tuple[int, ...], names: list[Any] | None) -> str:
    if names is None or not index or index[-1] >= len(names):
        return f"position {index}"
    return quoted(names[index[-1]]) + (f" in row {index[0]}" if len(index) > 1 else "")


def scenario_names(weights: Weights, count: int) -> pd.Index:
    """Return the names of scenarios: a frame's own index, or their numbers."""
    if isinstance(weights, pd.DataFrame):
        index = weights.index
        return index if index.nlevels > 1 else index.rename(index.name or "scenario")
    return pd.RangeIndex(count, name="scenario")


def _in_order(weights: Weights, criteria: Sequence[str]) -> tuple[FloatArray, Any]:
    """Return the numbers in order and a function that names a scenario by its index."""
    index: pd.Index | None = None
    if not isinstance(weights, (Mapping, pd.Series, pd.DataFrame, type)) and isinstance(weights, HasPriorities):
        weights = weights.priorities()
    if isinstance(weights, (Mapping, pd.Series)):
        check_same_names(weights.keys(), criteria, "weights", WeightsError)
        values: Any = [weights[name] for name in criteria]
    elif isinstance(weights, pd.DataFrame):
        check_same_names(weights.columns, criteria, "columns of the weights", WeightsError)
        index = weights.index
        values = frame_values(weights[list(criteria)])
    elif isinstance(weights, (str, bytes)) or not isinstance(weights, (Sequence, np.ndarray)):
        raise WeightsError(
            "weights must be None, a mapping or Series by criterion name, a sequence in order, an array or "
            f"frame of scenarios, or judgements; got {type(weights).__name__}"
        )
    else:
        values = weights

    def row(at: tuple[int, ...]) -> str:
        if not at:
            return ""
        name = index[at[0]] if index is not None else (at[0] if len(at) == 1 else at)
        return f" of scenario {quoted(name)}"

    try:
        return to_floats(values), row
    except NotReal as entry:
        at = entry.index
        name = quoted(criteria[at[-1]]) if at and at[-1] < len(criteria) else f"position {at}"
        if isinstance(entry.value, (list, tuple, np.ndarray)):
            raise WeightsError(
                "the scenarios of weights have different lengths; give each one weight a criterion"
            ) from None
        raise WeightsError(
            f"the weight of {name}{row(at[:-1])} {entry.reason}: {literal(entry.value)}; give a finite number"
        ) from None


def _check_negative(values: FloatArray, criteria: Sequence[str], row: Any) -> None:
    if (values < 0).any():
        at = first_index(values < 0)
        raise WeightsError(
            f"the weight of {quoted(criteria[at[-1]])}{row(at[:-1])} is negative: {float(values[at])!r}; "
            "turn the sense of the criterion round instead"
        )
