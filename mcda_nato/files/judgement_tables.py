"""Square tables of pairwise judgements: whole, one triangle, or rounded as they are printed."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from mcda_nato.arrays import FloatArray
from mcda_nato.errors import JudgementError
from mcda_nato.files.grids import Grid, text_of
from mcda_nato.files.notations import Field, Notation, cleaned, is_missing, misread, number, ratio
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import check_same_names, checked_names, quoted, unguarded


def is_square(grid: Grid) -> bool:
    """Return whether the rows of a table bear the names of its columns, or should."""
    columns, rows = set(grid.header[1:]), {text_of(row[0]) for row in grid.rows[1:]}
    return len(grid.header) > 2 and (columns == rows or (len(columns & rows) > 0 and len(grid.rows) > 2))


def judgements_from_grid(grid: Grid, rounded: int | None) -> Judgements:
    """Return the judgements in a square table.

    Parameters
    ----------
    grid : Grid
        The same names in the header and in the first column, in any order.
        Where one of a pair of entries is blank, it is the reciprocal of the
        other; zeros below the diagonal are blank where all are zero.
    rounded : int, optional
        With how many decimals the entries were printed.

    Raises
    ------
    JudgementError
        Where an entry is no judgement for certain; it names the pair.
    """
    names = checked_names([unguarded(text_of(row[0])) for row in grid.rows[1:]], "item", JudgementError)
    columns = [unguarded(name) for name in grid.header[1:]]
    check_same_names(columns, names, "columns of the comparisons", JudgementError)
    order = [columns.index(name) + 1 for name in names]
    fields = [[row[j] for j in order] for row in grid.rows[1:]]
    notation = grid.notation(field for row in fields for field in row)
    entries = np.array([[_entry(field, names[i], names[j], notation) for j, field in enumerate(row)]
                        for i, row in enumerate(fields)], dtype=object)  # fmt: skip
    _fill(entries)
    if rounded is None:
        _check_printed(fields, entries, names, notation)
    printed: dict[str, Any] = {} if rounded is None else {"rounded": rounded}
    return Judgements.from_matrix(entries, names, **printed)


def _entry(field: Field, row: str, column: str, notation: Notation) -> object:
    """Return a judgement as a number, None where it is blank, and words as they are."""
    if isinstance(field, str) and is_missing(field):
        return None
    found = ratio(field, notation)
    if found is not None or not isinstance(field, str):
        return found
    wrong = misread(field, notation)
    if wrong.fault.startswith("is text") or "a fraction" in wrong.fault:
        return cleaned(field)  # a word of a scale, or for the door to name
    what = f"the judgement of {quoted(row)} against {quoted(column)}"
    raise JudgementError(f"{what} {wrong.fault}", call=wrong.call, option=wrong.option)


def _fill(entries: np.ndarray[tuple[int, int], np.dtype[np.object_]]) -> None:
    """Put the reciprocal of an entry where the other of its pair is blank, and ones on a blank diagonal."""
    n = len(entries)
    for lower in (True, False):
        mirrored = [(i, j) if lower else (j, i) for i in range(n) for j in range(i)]
        if mirrored and all(entries[i, j] == 0 and _is_positive(entries[j, i]) for i, j in mirrored):
            for i, j in mirrored:
                entries[i, j] = None
    for i, j in product(range(n), repeat=2):
        if entries[i, j] is None and (i == j or _is_positive(entries[j, i])):
            entries[i, j] = 1.0 if i == j else 1.0 / entries[j, i]


def _is_positive(entry: object) -> bool:
    return isinstance(entry, float) and entry > 0


def _check_printed(
    fields: list[list[Field]],
    entries: np.ndarray[tuple[int, int], np.dtype[np.object_]],
    names: tuple[str, ...],
    notation: Notation,
) -> None:
    """Raise where entries below 1 are reciprocals but for the decimals with which they were printed."""
    if not all(map(_is_positive, entries.flat)):
        return
    matrix: FloatArray = entries.astype(np.float64)
    with np.errstate(over="ignore"):
        off = np.argwhere(np.abs(matrix * matrix.T - 1.0) > 1e-6)
    small = [(i, j) for i, j in off.tolist() if matrix[i, j] < 1.0]
    digits = [_decimals(fields[i][j], notation) for i, j in small]
    if not small or not all(
        abs(1 / matrix[j, i] - matrix[i, j]) <= 0.51 * 10.0**-d for (i, j), d in zip(small, digits, strict=True)
    ):
        return
    (i, j), most = small[0], max(digits)
    raise JudgementError(
        f"the judgement of {quoted(names[i])} against {quoted(names[j])} is {matrix[i, j]:g}, the reciprocal of "
        f"{matrix[j, i]:g} but for rounding; write 1/{matrix[j, i]:g}",
        call=f"or say that the table was printed with {most} decimals: rounded={most}",
        option=f"or say that the table was printed with {most} decimals: --rounded {most}",
    )


def _decimals(field: Field, notation: Notation) -> int:
    """Return with how many decimals a number is written."""
    value = number(field, notation) if isinstance(field, str) else field
    text = cleaned(field).replace(",", ".") if isinstance(field, str) else repr(value)
    return len(text.partition(".")[2])
