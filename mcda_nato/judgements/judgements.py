"""Pairwise comparisons with names, their priorities and their consistency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, read_only
from mcda_nato.errors import JudgementError
from mcda_nato.judgements.comparisons import checked_matrix, matrix_of_pairs
from mcda_nato.judgements.consistency import Consistency, consistency_of
from mcda_nato.judgements.priorities import (
    geometric_means,
    principal_eigenvector,
)
from mcda_nato.labels import check_same_names, checked_names, hint, listed, literal, quoted
from mcda_nato.results import Drawn

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Priorities: TypeAlias = Literal["eigenvector", "geometric"]


@dataclass(frozen=True, init=False, eq=False)
class Judgements(Drawn):
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
    #: Keys of references.bib: pairwise comparisons, and the fundamental scale.
    references: ClassVar[tuple[str, ...]] = ("saaty1977", "saaty1990")

    def __init__(self, matrix: ArrayLike, names: Iterable[str], *, rounded: int | None = None) -> None:
        if isinstance(matrix, pd.DataFrame):
            raise JudgementError(
                "the matrix is a DataFrame, whose names would be lost", call="use Judgements.from_frame"
            )
        checked = checked_names(names, "item", JudgementError)
        floats = checked_matrix(matrix, checked, rounded)
        read_only(floats)
        object.__setattr__(self, "names", checked)
        object.__setattr__(self, "matrix", floats)

    @classmethod
    def from_matrix(cls, matrix: ArrayLike, names: Iterable[str], rounded: int | None = None) -> Judgements:
        """Build from a matrix and the names in its order.

        Parameters
        ----------
        matrix : array_like, shape (n, n)
            Positive numbers, fractions such as ``"1/3"``, or words of Saaty's
            scale: ``"strongly more important"`` is 5, ``"moderately to
            strongly less important"`` 1/4. Where one of a pair is missing
            (`None`, NaN or a blank) it is the reciprocal of the other.
        names : sequence of str, length n
        rounded : int, optional
            The number of decimals with which the matrix was printed. Each
            pair is then read from its entry of at least 1 (0.33 beside 3 is
            one third), and the other must agree with it as it was rounded.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> printed = [[1, 3, 5], [0.33, 1, 2], [0.2, 0.5, 1]]
        >>> mn.Judgements.from_matrix(printed, ["speed", "risk", "cost"], rounded=2).matrix[1, 0]
        np.float64(0.3333333333333333)
        """
        return cls(matrix, names, rounded=rounded)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, rounded: int | None = None) -> Judgements:
        """Build from a square frame whose index and columns hold the same names.

        Its entries, and `rounded`, are those that `from_matrix` takes.
        """
        if not isinstance(frame, pd.DataFrame):
            raise JudgementError(f"a pandas DataFrame is needed, got {type(frame).__name__}")
        names = checked_names(frame.index, "item", JudgementError)
        check_same_names(frame.columns, names, "columns of the comparison frame", JudgementError)
        return cls(frame[list(names)].to_numpy(), names, rounded=rounded)

    @classmethod
    def from_pairs(cls, pairs: Mapping[tuple[str, str], float | str], names: Iterable[str] | None = None) -> Judgements:
        """Build from ``{(i, j): how many times i is preferred to j}``.

        Every pair is needed once, in either direction; where both directions
        are given they must be reciprocal. A judgement is a positive number, a
        fraction such as ``"1/3"`` or words of Saaty's scale such as
        ``"strongly more important"``. `names` fixes the order of the items,
        otherwise it is that of their first appearance.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> mn.Judgements.from_pairs({("speed", "risk"): "moderately more important"}).matrix[0, 1]
        np.float64(3.0)
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
        return cls(matrix_of_pairs(pairs, order), order)

    def __reduce__(self) -> tuple[type[Judgements], tuple[FloatArray, tuple[str, ...]]]:
        return Judgements, (self.matrix, self.names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Judgements):
            return NotImplemented
        return self.names == other.names and np.array_equal(self.matrix, other.matrix)

    def __hash__(self) -> int:
        return hash((self.names, self.matrix.tobytes()))

    def __repr__(self) -> str:
        return f"Judgements of {listed(self.names, whole=True)}:\n{self.to_frame().to_string()}"

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
