"""Tables of weights: two columns, or one row of names above one of weights; per cent where they say so."""

from __future__ import annotations

import re
from decimal import Decimal

from mcda_nato.errors import WeightsError
from mcda_nato.files.documents import distinct
from mcda_nato.files.grids import Grid, text_of
from mcda_nato.files.notations import Field, Notation, certain_number, cleaned, number
from mcda_nato.labels import quoted, unguarded

_MARKED = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bprozent\b", re.IGNORECASE)


def weights_from_grid(grid: Grid) -> dict[str, float]:
    """Return weights by criterion, in the order of the table.

    Parameters
    ----------
    grid : Grid
        Two columns, name and weight, under a header or none; or the names in
        one row and the weights in the next.

    Raises
    ------
    WeightsError, FileError
        Where a weight is no number for certain, or the table has another shape.
    """
    records, marked = _wide(grid) or _long(grid)
    fields = [field for _, field in records]
    shares = [isinstance(field, str) and cleaned(field).endswith("%") for field in fields]
    if any(shares) and not all(shares) and not marked:
        odd = records[shares.index(False)]
        raise WeightsError(f"the weight of {quoted(odd[0])} has no per cent sign, others have one; write all alike")
    if any(shares):
        fields = [cleaned(field).removesuffix("%") if isinstance(field, str) else field for field in fields]
    notation = grid.notation(fields)
    values = [_weight(name, field, notation) for (name, _), field in zip(records, fields, strict=True)]
    if marked or any(shares):
        values = [float(Decimal(repr(value)).scaleb(-2)) for value in values]
    return distinct([(name, value) for (name, _), value in zip(records, values, strict=True)])


def _weight(name: str, field: Field, notation: Notation) -> float:
    return certain_number(field, notation, WeightsError, "the weight of {}", name)


def _wide(grid: Grid) -> tuple[list[tuple[str, Field]], bool] | None:
    """Return names and weights where one row of names stands above one of weights."""
    if len(grid.rows) != 2:
        return None
    names, fields = grid.header, grid.rows[1]
    labelled = len(names) > 2 and not _is_weight(fields[0])
    names, fields = (names[1:], fields[1:]) if labelled else (names, fields)
    if any(map(_is_weight, names)) or not all(map(_is_weight, fields)):
        return None
    return [(unguarded(name), field) for name, field in zip(names, fields, strict=True)], False


def _long(grid: Grid) -> tuple[list[tuple[str, Field]], bool]:
    """Return names and weights of two columns, and whether the header says per cent."""
    if len(grid.rows[0]) != 2:
        raise WeightsError(
            "weights stand in two columns, name and weight, or in two rows; judgements in a square table with the "
            "same names above and beside"
        )
    headed = not _is_weight(grid.rows[0][1])
    marked = headed and bool(_MARKED.search(grid.header[1]))
    return [(unguarded(text_of(name)), field) for name, field in grid.rows[headed:]], marked


def _is_weight(field: Field) -> bool:
    """Return whether a field could be a weight, in whatever notation."""
    text = cleaned(field).removesuffix("%") if isinstance(field, str) else field
    return any(number(text, Notation(decimal, groups=True)) is not None for decimal in (".", ","))
