"""Pairwise comparisons with names, their priorities and their consistency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, NotReal, first_index, read_only, to_floats
from mcda_nato.errors import JudgementError
from mcda_nato.judgements.consistency import Consistency, consistency_of
from mcda_nato.judgements.priorities import (
    geometric_means,
    principal_eigenvector,
)
from mcda_nato.labels import check_same_names, checked_names, hint, listed, literal, quoted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Priorities: TypeAlias = Literal["eigenvector", "geometric"]

_RECIPROCITY = 1e-6
_LARGEST = 1e50  # beyond it products of ratios would overflow


@dataclass(frozen=True, init=False, eq=False)
class Judgements:
    """Pairwise comparisons of criteria, or of alternatives under one criterion.

    Entry ``(i, j)`` says how many times i is preferred to j (Saaty's scale
    runs from 1, equal, to 9, extreme). Build them with `from_pairs`,
    `from_matrix` or `from_frame`.

    Attributes
    ----------
    names : tuple of str
        The n items compared.
    matrix : ndarray, shape (n, n)
        Positive, reciprocal within 1e-6, ones on the diagonal; read-only.

    Raises
    ------
    JudgementError
        Where an entry is missing, not positive or not reciprocal; it names the pair.

    References
    ----------
    Saaty, T. L. (1977). A scaling method for priorities in hierarchical
    structures. *Journal of Mathematical Psychology*, 15(3), 234-281.
    https://doi.org/10.1016/0022-2496(77)90033-5

    Examples
    --------
    >>> import mcda_nato as mn
    >>> j = mn.Judgements.from_pairs({("speed", "risk"): 3, ("speed", "cost"): 5, ("risk", "cost"): 2})
    >>> j.priorities().round(3).to_dict()
    {'speed': 0.648, 'risk': 0.23, 'cost': 0.122}
    >>> round(j.consistency().CR, 4)
    0.0036
    """

    names: tuple[str, ...]
    matrix: FloatArray

    def __init__(self, matrix: ArrayLike, names: Iterable[str]) -> None:
        if isinstance(matrix, pd.DataFrame):
            raise JudgementError(
                "the matrix is a DataFrame, whose names would be lost", call="use Judgements.from_frame"
            )
        checked = checked_names(names, "item", JudgementError)
        floats = _checked_matrix(matrix, checked)
        read_only(floats)
        object.__setattr__(self, "names", checked)
        object.__setattr__(self, "matrix", floats)

    @classmethod
    def from_matrix(cls, matrix: ArrayLike, names: Iterable[str]) -> Judgements:
        """Build from a matrix, shape (n, n), and the n names in its order."""
        return cls(matrix, names)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Judgements:
        """Build from a square frame whose index and columns hold the same names."""
        if not isinstance(frame, pd.DataFrame):
            raise JudgementError(f"a pandas DataFrame is needed, got {type(frame).__name__}")
        names = checked_names(frame.index, "item", JudgementError)
        check_same_names(frame.columns, names, "columns of the comparison frame", JudgementError)
        return cls(frame[list(names)].to_numpy(), names)

    @classmethod
    def from_pairs(cls, pairs: Mapping[tuple[str, str], float], names: Iterable[str] | None = None) -> Judgements:
        """Build from ``{(i, j): how many times i is preferred to j}``.

        Every pair is needed once, in either direction; where both directions
        are given they must be reciprocal. `names` fixes the order of the
        items, otherwise it is that of their first appearance.
        """
        if not isinstance(pairs, Mapping):
            raise JudgementError(f"pairs must be a mapping from (name, name) to a number, got {literal(pairs)}")
        for pair in pairs:
            if not (isinstance(pair, tuple) and len(pair) == 2):
                raise JudgementError(f"a pair must be a tuple of two names, got {literal(pair)}")
        found = dict.fromkeys(name for pair in pairs for name in pair)
        order = checked_names(found if names is None else names, "item", JudgementError)
        if found or len(order) > 1:
            check_same_names(found, order, "names in the pairs", JudgementError)
        return cls(_matrix_from_pairs(pairs, order), order)

    def __reduce__(self) -> tuple[type[Judgements], tuple[FloatArray, tuple[str, ...]]]:
        return Judgements, (self.matrix, self.names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Judgements):
            return NotImplemented
        return self.names == other.names and np.array_equal(self.matrix, other.matrix)

    def __hash__(self) -> int:
        return hash((self.names, self.matrix.tobytes()))

    def __repr__(self) -> str:
        return f"Judgements of {listed(self.names)}:\n{self.to_frame().to_string()}"

    def to_frame(self) -> pd.DataFrame:
        """Return the comparisons as a frame, names on both sides."""
        return pd.DataFrame(self.matrix, index=self.names, columns=self.names)

    def priorities(self, method: Priorities = "eigenvector") -> pd.Series:
        """Return the priorities by name, with sum 1.

        Parameters
        ----------
        method : {"eigenvector", "geometric"}
            Principal right eigenvector (Saaty 1977) or geometric means of the
            rows (Crawford and Williams 1985). They agree for up to three
            items and for consistent judgements.
        """
        if method == "eigenvector":
            values = principal_eigenvector(self.matrix)[1]
        elif method == "geometric":
            values = geometric_means(self.matrix)
        else:
            allowed = ("eigenvector", "geometric")
            raise JudgementError(
                f"unknown priority method {quoted(method)}{hint(method, allowed)}; use one of {listed(allowed)}"
            )
        return pd.Series(values, index=list(self.names), name="priority")

    def consistency(self, random_index: str = "saaty2005") -> Consistency:
        """Return lambda_max, CI, CR, RI and GCI.

        Parameters
        ----------
        random_index : str
            Published table of random indices: ``"saaty2005"`` (the nearest of
            Saaty's to the exact means 0.5245 and 0.8842 for n = 3 and 4),
            ``"saaty1980"``, ``"alonso_lamata2006"``, ``"aguaron_moreno2003"``
            or ``"donegan_dodd1991"``. CR differs by 11% between Saaty's own
            two tables at n = 3, so cite the table with the ratio.
        """
        return consistency_of(self.names, self.matrix, random_index)


def _checked_matrix(matrix: ArrayLike, names: tuple[str, ...]) -> FloatArray:
    n = len(names)
    if n == 0:
        raise JudgementError("no items to compare; give at least one name")
    try:
        floats = to_floats(matrix)
    except NotReal as entry:
        pair = _pair(entry.index, names)
        raise JudgementError(
            f"the judgement of {pair} {entry.reason}: {literal(entry.value)}; give a positive number"
        ) from None
    if floats.shape != (n, n):
        raise JudgementError(f"{n} names need a {n} x {n} matrix of comparisons, got shape {floats.shape}")
    _require(floats > 0, floats, names, "must be positive")
    _require((floats <= _LARGEST) & (floats >= 1 / _LARGEST), floats, names, f"must not exceed {_LARGEST:g} either way")
    diagonal = np.abs(np.diagonal(floats) - 1.0) > _RECIPROCITY
    if diagonal.any():
        i = int(diagonal.argmax())
        raise JudgementError(f"{quoted(names[i])} against itself must be 1, got {float(floats[i, i])!r}")
    with np.errstate(over="ignore"):
        off = np.abs(floats * floats.T - 1.0) <= _RECIPROCITY
    if not off.all():
        i, j = first_index(~off)
        raise JudgementError(
            f"the judgement of {_pair((i, j), names)} is {float(floats[i, j])!r} but that of "
            f"{_pair((j, i), names)} is {float(floats[j, i])!r}; expected {1 / float(floats[i, j])!r}, "
            f"its reciprocal within {_RECIPROCITY:g}"
        )
    return floats


def _require(
    holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    floats: FloatArray,
    names: tuple[str, ...],
    what: str,
) -> None:
    if not holds.all():
        i, j = first_index(~holds)
        raise JudgementError(f"the judgement of {_pair((i, j), names)} {what}, got {float(floats[i, j])!r}")


def _pair(index: tuple[int, ...], names: tuple[str, ...]) -> str:
    if len(index) != 2 or max(index) >= len(names):
        return f"position {index}"
    return f"{quoted(names[index[0]])} against {quoted(names[index[1]])}"


def _matrix_from_pairs(pairs: Mapping[tuple[str, str], float], names: tuple[str, ...]) -> FloatArray:
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
    try:
        floats = to_floats([value])
    except NotReal as entry:
        raise JudgementError(f"{what} {entry.reason}: {literal(entry.value)}; give a positive number") from None
    if floats.shape != (1,):
        raise JudgementError(f"{what} is {literal(value)}; give one positive number")
    number = float(floats[0])
    if not 1.0 / _LARGEST <= number <= _LARGEST:
        raise JudgementError(f"{what} must be positive and of ordinary size, got {number!r}")
    return number
