"""Pairwise comparisons as they are given: read, completed by reciprocity, and checked to a reciprocal matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mcda_nato.arrays import BoolArray, FloatArray, NotReal, entries, first_index, to_floats
from mcda_nato.errors import JudgementError
from mcda_nato.judgements.judgement_texts import judged, remedy
from mcda_nato.labels import literal, quoted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_RECIPROCITY = 1e-6 + 1e-15  # the bound is included, however a product is rounded
_LARGEST = 1e50  # beyond it products of ratios would overflow
_DECIMALS = 15  # digits that a float keeps
_BOTH_WAYS = {
    "call": "give rounded= where numbers were printed rounded (rounded=2 for two decimals), "
    "or each pair once with Judgements.from_pairs",
    "option": "give --rounded where numbers were printed rounded (--rounded 2 for two decimals), "
    "or leave one of the two empty",
}


def checked_matrix(matrix: ArrayLike, names: tuple[str, ...], rounded: object = None) -> FloatArray:
    """Return a reciprocal matrix, shape (n, n), from numbers and texts, or raise naming the pair."""
    n = len(names)
    if n == 0:
        raise JudgementError("no items to compare; give at least one name")
    try:
        floats = to_floats(_as_numbers(matrix, names, rounded))
    except NotReal as entry:
        why = f"{entry.reason}: {literal(entry.value)}{remedy(entry.value)}"
        raise JudgementError(f"the judgement of {_pair(entry.index, names)} {why}") from None
    if floats.shape != (n, n):
        raise JudgementError(f"{n} names need a {n} x {n} matrix of comparisons, got shape {floats.shape}")
    _check_triangles(floats)
    _require(floats > 0, floats, names, "must be positive")
    _require((floats <= _LARGEST) & (floats >= 1 / _LARGEST), floats, names, f"must not exceed {_LARGEST:g} either way")
    diagonal = np.abs(np.diagonal(floats) - 1.0) > _RECIPROCITY
    if diagonal.any():
        i = int(diagonal.argmax())
        raise JudgementError(f"{quoted(names[i])} against itself must be 1, got {float(floats[i, i])!r}")
    if rounded is not None:
        return _unrounded(floats, names, _checked_decimals(rounded))
    _check_reciprocal(floats, names)
    return floats


def _as_numbers(matrix: ArrayLike, names: tuple[str, ...], rounded: object) -> Any:
    """Return the entries with texts read and, where one of a pair is missing, the reciprocal of the other."""
    plain = isinstance(matrix, np.ndarray) and matrix.dtype.kind in "fiu" and not np.isnan(matrix).any()
    if plain or isinstance(matrix, np.ma.MaskedArray):
        return matrix
    table = entries(matrix) if not isinstance(matrix, np.ndarray) else matrix.astype(object)
    if table.shape != (len(names), len(names)):
        return table
    for at, entry in np.ndenumerate(table):
        table[at] = judged(entry) if isinstance(entry, str) else entry
    missing = np.vectorize(_is_missing, otypes=[bool])(table)
    both = missing & missing.T & ~np.eye(len(names), dtype=bool)
    if both.any():
        i, j = first_index(both)
        raise JudgementError(
            f"the judgement of {_pair((i, j), names)} is missing ({literal(table[i, j])}), and so is its reciprocal; "
            "every pair is needed once"
        )
    for i, j in np.argwhere(missing):
        table[i, j] = 1.0 if i == j else _reciprocal(table[j, i])
        if rounded is not None and table[i, j] > 1.0:
            raise JudgementError(
                f"the judgement of {_pair((j, i), names)} is {literal(table[j, i])}, rounded, and its reciprocal is "
                "missing; give that, for a pair is read from its entry of at least 1"
            )
    return table


def _is_missing(entry: object) -> bool:
    """Return whether there is no judgement: a blank, a NaN, or what pandas puts in its place."""
    nan = isinstance(entry, (float, np.floating)) and bool(np.isnan(entry))
    return nan or entry is None or type(entry).__name__ in {"NAType", "NaTType"}


def _reciprocal(entry: Any) -> float:
    """Return 1 / entry, or 1 where that is none, so that the door names the entry and not its reciprocal."""
    try:
        value = float(entry)
    except (TypeError, ValueError, OverflowError):
        return 1.0
    return 1.0 / value if 1.0 / _LARGEST <= value <= _LARGEST else 1.0


def _check_triangles(floats: FloatArray) -> None:
    """Raise where zeros fill one triangle of a larger table, for which an empty one is meant."""
    below, above = np.tril(floats, -1).any(), np.triu(floats, 1).any()
    for side, empty in (("below", above and not below), ("above", below and not above)):
        if empty and len(floats) > 2:
            raise JudgementError(
                f"every judgement {side} the diagonal is 0, but a judgement must be positive; "
                f"leave those {side} it empty, and each is read as the reciprocal of its opposite"
            )


def _require(holds: BoolArray, floats: FloatArray, names: tuple[str, ...], what: str) -> None:
    if not holds.all():
        i, j = first_index(~holds)
        raise JudgementError(f"the judgement of {_pair((i, j), names)} {what}, got {float(floats[i, j])!r}")


def _pair(index: tuple[int, ...], names: tuple[str, ...]) -> str:
    if len(index) != 2 or max(index) >= len(names):
        return f"position {index}"
    return f"{quoted(names[index[0]])} against {quoted(names[index[1]])}"


def _check_reciprocal(floats: FloatArray, names: tuple[str, ...]) -> None:
    with np.errstate(over="ignore"):
        off = np.abs(floats * floats.T - 1.0) <= _RECIPROCITY
    if not off.all():
        i, j = first_index(~off)
        raise JudgementError(
            f"the judgement of {_pair((i, j), names)} is {float(floats[i, j])!r} but that of "
            f"{_pair((j, i), names)} is {float(floats[j, i])!r}; expected {1 / float(floats[i, j])!r}, "
            f"its reciprocal within {_RECIPROCITY:g}",
            **_BOTH_WAYS,
        )


def _checked_decimals(rounded: object) -> int:
    whole = isinstance(rounded, (int, np.integer)) and not isinstance(rounded, bool)
    if not whole or not 1 <= rounded <= _DECIMALS:  # type: ignore[operator] # a whole number
        raise JudgementError(
            f"the decimals with which judgements were printed must be a whole number from 1 to {_DECIMALS}, "
            f"got {literal(rounded)}"
        )
    return int(rounded)  # type: ignore[call-overload]


def _unrounded(floats: FloatArray, names: tuple[str, ...], decimals: int) -> FloatArray:
    """Return the matrix whose pairs are read from their larger entry, of at least 1.

    One ratio must round to it and its reciprocal to the other entry: with h
    half a unit of the last decimal, the intervals ``[a - h, a + h]`` and
    ``[1 / (b + h), 1 / (b - h)]`` must meet.
    """
    larger, smaller = np.maximum(floats, floats.T), np.minimum(floats, floats.T)
    half = 0.5 * 10.0**-decimals * (1.0 + 1e-9)  # a tie of the last decimal may round either way
    agrees = ((larger - half) * (smaller - half) <= 1.0) & ((larger + half) * (smaller + half) >= 1.0)
    read = agrees & (larger >= 1.0)
    if not read.all():
        i, j = first_index(~read)
        raise JudgementError(
            f"the judgement of {_pair((i, j), names)} is {float(floats[i, j])!r} and that of "
            f"{_pair((j, i), names)} is {float(floats[j, i])!r}: no judgement is rounded to the one and its reciprocal "
            f"to the other with {decimals} decimals, one of them at least 1"
        )
    np.fill_diagonal(larger, 1.0)
    above = ~np.tri(len(names), dtype=bool)
    first = (floats > floats.T) | ((floats == floats.T) & above)  # of two alike the one above the diagonal
    return np.where(first, larger, 1.0 / larger)


def matrix_of_pairs(pairs: Mapping[tuple[str, str], float | str], names: tuple[str, ...]) -> FloatArray:
    """Return the matrix, shape (n, n), of comparisons each given in one direction or both."""
    place = {name: i for i, name in enumerate(names)}
    matrix = np.where(np.eye(len(names)) == 1, 1.0, np.nan)
    values = {(place[row], place[column]): _positive(value, (row, column)) for (row, column), value in pairs.items()}
    for (i, j), value in values.items():
        matrix[j, i] = 1.0 / value
    for (i, j), value in values.items():  # after the reciprocals, so that what was given stands
        matrix[i, j] = value
    if np.isnan(matrix).any():
        i, j = first_index(np.isnan(matrix))
        raise JudgementError(
            f"no judgement of {quoted(names[i])} against {quoted(names[j])}; every pair is needed once"
        )
    return matrix


def _positive(value: Any, pair: tuple[str, str]) -> float:
    what = f"the judgement of {quoted(pair[0])} against {quoted(pair[1])}"
    number: Any = judged(value) if isinstance(value, str) else value
    try:
        floats = to_floats([number])
    except NotReal as entry:
        raise JudgementError(f"{what} {entry.reason}: {literal(value)}{remedy(value)}") from None
    if floats.shape != (1,):
        raise JudgementError(f"{what} is {literal(value)}; give one positive number")
    times = float(floats[0])
    if not 1.0 / _LARGEST <= times <= _LARGEST:
        raise JudgementError(f"{what} must be positive and of ordinary size, got {times!r}")
    return times
