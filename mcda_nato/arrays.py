"""The axis convention, type aliases and the door for numbers.

Working axes trail, scenario axes lead: performances are ``(..., m, n)``
(alternatives by criteria), weights ``(..., n)``, scores ``(..., m)``.
In memory the scenario axis of a batch is the contiguous one, so that every
ufunc runs along scenarios however few alternatives there are.
"""

from decimal import Decimal
from numbers import Integral, Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

#: Whole numbers up to this are floats without rounding.
EXACT = 2.0**53
#: Magnitudes above this are refused, so that no difference can overflow.
LARGEST = 1e300


_NETWORK = 8  # rows up to which comparing pairs beats numpy.sort
_PLAIN = {float, np.float64, np.float32, np.int32}  # larger whole numbers may not be exact


class NotReal(Exception):  # noqa: N818 - a signal to the door that called, never shown
    """An entry is no real number; carries its index, value and the reason."""

    def __init__(self, index: tuple[int, ...], value: object, reason: str) -> None:
        super().__init__(index, value, reason)
        self.index, self.value, self.reason = index, value, reason


def to_floats(values: ArrayLike, *, copy: bool = True) -> FloatArray:
    """Return float64 values; raise `NotReal` at the first entry that is none.

    Text, truth values, dates, complex numbers, missing and non-finite entries
    are never converted. Without `copy` a float64 array is returned as it is.
    """
    array = values if isinstance(values, np.ndarray) else entries(values)
    if isinstance(array, np.ma.MaskedArray) and np.ma.getmaskarray(array).any():
        raise NotReal(first_index(np.ma.getmaskarray(array)), "masked", "is masked")
    whole = array.dtype.kind in "iu" and array.size and max(abs(int(array.min())), int(array.max())) > EXACT
    plain = array.dtype.kind == "O" and {type(entry) for entry in array.flat} <= _PLAIN
    if plain or (array.dtype.kind in "fiu" and not whole):
        with np.errstate(over="ignore", under="ignore"):
            floats = np.array(array, dtype=np.float64, copy=copy or None, order="C" if copy else "K")
    else:
        floats = np.empty(array.shape)
        for index, entry in np.ndenumerate(array):
            floats[index] = _to_float(index, entry)
    if floats.size and not (floats.min() >= -LARGEST and floats.max() <= LARGEST):
        index = first_index(~(np.abs(floats) <= LARGEST))
        raise NotReal(index, array[index], _reason_not_finite(float(floats[index])))
    return floats


def frame_values(frame: Any) -> NDArray[Any]:
    """Return the cells: one dtype where all are numbers, as they are otherwise."""
    numeric = all(isinstance(dtype, np.dtype) and dtype.kind in "fiu" for dtype in frame.dtypes)
    return frame.to_numpy(dtype=np.float64 if numeric else object)


def entries(values: ArrayLike) -> NDArray[Any]:
    """Return every entry as it is: NumPy alone would turn True beside 1.5 into 1.0."""
    if isinstance(values, (list, tuple)):
        for i, row in enumerate(values):
            if isinstance(row, np.ma.MaskedArray) and np.ma.getmaskarray(row).any():
                raise NotReal((i, *first_index(np.ma.getmaskarray(row))), "masked", "is masked")
    try:
        return np.array(values, dtype=object)
    except ValueError:  # arrays of different shapes side by side
        parts: list[Any] = list(values)  # type: ignore[arg-type]
        rows: NDArray[Any] = np.empty(len(parts), dtype=np.object_)
        for i, row in enumerate(parts):
            rows[i] = row
        return rows


def _to_float(index: tuple[int, ...], entry: object) -> float:
    if isinstance(entry, (bool, np.bool_)):
        raise NotReal(index, entry, "is a truth value")
    if entry is np.ma.masked:
        raise NotReal(index, "masked", "is masked")
    if isinstance(entry, str):
        raise NotReal(index, entry, "is text")
    if isinstance(entry, (list, tuple, np.ndarray)):
        raise NotReal(index, entry, "is a list")
    if not isinstance(entry, (Real, Decimal)):
        missing = entry is None or type(entry).__name__ in {"NAType", "NaTType"}
        raise NotReal(index, entry, "is missing" if missing else "is not a real number")
    try:
        number = float(entry)
    except (ValueError, OverflowError):
        raise NotReal(index, entry, "does not fit a 64-bit float") from None
    if isinstance(entry, Integral) and abs(int(entry)) < 2**64 and int(number) != int(entry):
        raise NotReal(index, entry, "is a whole number that no 64-bit float holds exactly")
    return number


def _reason_not_finite(number: float) -> str:
    if np.isnan(number):
        return "is not a number"
    if np.isinf(number):
        return "is not finite"
    return f"exceeds {LARGEST:g} in magnitude (change the unit)"


def first_index(where: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the index of the first true entry, as plain integers."""
    return tuple(np.argwhere(where)[0].tolist())


def read_only(array: NDArray[np.generic]) -> None:
    """Forbid writing to an array that a frozen object holds."""
    array.setflags(write=False)


class Buffers:
    """Arrays by name, made once and reused while their shape stays the same.

    A large array that is freed goes back to the operating system, and every
    page of the next one is a fault: in a loop that costs more than the work.
    """

    def __init__(self) -> None:
        self._held: dict[str, NDArray[Any]] = {}

    def __call__(self, name: str, shape: tuple[int, ...], dtype: Any = np.float64) -> NDArray[Any]:
        """Return the array of this name; its content is what was left in it."""
        held = self._held.get(name)
        if held is None or held.shape != shape:
            held = self._held[name] = np.empty(shape, dtype=dtype)
        return held


def scenarios_last(shape: tuple[int, ...]) -> FloatArray:
    """Return an empty array of this shape whose last axis is outermost in memory."""
    return np.empty((shape[-1], *shape[:-1])).transpose(*range(1, len(shape)), 0)


def criteria_sum(values: FloatArray) -> FloatArray:
    """Sum ``(..., n)`` over criteria in their order, to the same bits in any memory layout."""
    total = values[..., 0].copy()
    for j in range(1, values.shape[-1]):
        total += values[..., j]
    return total


def ordered_sum(values: FloatArray) -> FloatArray:
    """Sum ``(..., m, n)`` over alternatives, to the same bits in any row order.

    Sorted first and added one by one: neither the order of the rows nor the
    memory layout can change the last bit, as they do with ``numpy.sum``.
    """
    m = values.shape[-2]
    if m > _NETWORK:
        return np.cumsum(np.sort(values, axis=-2), axis=-2)[..., -1:, :]
    rows = sorted_rows([values[..., i, :].copy(order="K") for i in range(m)])
    total = rows[0]
    for row in rows[1:]:
        total += row
    return total[..., None, :]


def sorted_rows(rows: list[FloatArray], spare: FloatArray | None = None) -> list[FloatArray]:
    """Sort arrays of one shape elementwise, in place, by comparing pairs.

    Afterwards the first holds the smallest of each place; for few rows this
    is many times faster than sorting along an axis that is not contiguous.
    """
    free = np.empty_like(rows[0]) if spare is None else spare
    for last in range(len(rows) - 1, 0, -1):
        for i in range(last):
            np.minimum(rows[i], rows[i + 1], out=free)
            np.maximum(rows[i], rows[i + 1], out=rows[i + 1])
            rows[i], free = free, rows[i]
    return rows
