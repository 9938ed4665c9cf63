"""The facts of a decision: performances, senses and names, without weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mcda_nato.arrays import FloatArray, frame_values, read_only
from mcda_nato.errors import ProblemError
from mcda_nato.labels import checked_names, hint, listed, quoted, shown
from mcda_nato.problem.cell_changes import Cells, changed_cells, widened_intervals
from mcda_nato.problem.checks import (
    Criterion,
    Terms,
    aligned,
    arrow,
    check_codes,
    checked_criteria,
    checked_interval,
    checked_senses,
    checked_table,
    checked_terms,
    named_by_column,
    new_row,
)
from mcda_nato.problem.rounding_noise import settled
from mcda_nato.results import Drawn

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, init=False, eq=False, repr=False)
class DecisionProblem(Drawn):
    """m alternatives performing on n criteria: validated, labelled, frozen facts.

    Weights are preferences and stay outside, an argument of every analysis.

    Parameters
    ----------
    performance : array_like, shape (m, n)
        Performance of each alternative on each criterion, in any units.
    senses : sequence or mapping by criterion name, length n
        ``+1``, ``"max"`` or ``"benefit"`` where more is better, ``-1``,
        ``"min"`` or ``"cost"`` where less is.
    alternatives : sequence of str, optional
        Distinct names; ``A1, A2, ...`` where not given.
    criteria : sequence of str or Criterion, optional
        Distinct names; ``C1, C2, ...`` where not given.
    low, high : array_like, shape (m, n), optional
        Interval of each cell; the performance itself where not given (crisp).
    terms : sequence of sequences of str or None, shape (m, n), optional
        The words that the performances code, such as "Moderate".

    Raises
    ------
    ProblemError
        Names the row, the column and the value at fault, and what is allowed.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> mn.DecisionProblem([[250, 16], [200, 12]], ["min", "max"], ["car", "bike"], ["price", "comfort"])
    DecisionProblem: 2 alternatives, 2 criteria
          price ↓    comfort ↑
    ----  ---------  -----------
    car   250        16
    bike  200        12
    """

    performance: FloatArray
    senses: FloatArray
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    terms: Terms | None
    details: tuple[Criterion, ...]

    def __init__(
        self,
        performance: ArrayLike,
        senses: Sequence[object] | Mapping[str, object] | np.ndarray[Any, Any] | pd.Series,
        alternatives: Iterable[str] | None = None,
        criteria: Iterable[str | Criterion] | None = None,
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
        terms: Sequence[Sequence[str | None]] | None = None,
    ) -> None:
        names = None if alternatives is None else checked_names(alternatives, "alternative", ProblemError)
        details = None if criteria is None else checked_criteria(criteria)
        values, names, details = checked_table(performance, names, details)
        columns = tuple(detail.name for detail in details)
        lower, upper = checked_interval(values, low, high, names, columns)
        check_codes(lower, upper, names, details)
        self._freeze(
            performance=values,
            senses=checked_senses(senses, columns),
            alternatives=names,
            criteria=columns,
            low=lower,
            high=upper,
            terms=checked_terms(terms, names, columns),
            details=details,
        )

    def _freeze(self, **fields: Any) -> None:
        for field, value in fields.items():
            if isinstance(value, np.ndarray):
                read_only(value)
            object.__setattr__(self, field, value)

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        senses: Sequence[object] | Mapping[str, object] | pd.Series,
        low: pd.DataFrame | None = None,
        high: pd.DataFrame | None = None,
    ) -> DecisionProblem:
        """Build from a frame, one row an alternative and one column a criterion.

        Parameters
        ----------
        frame : DataFrame, shape (m, n)
            Index: names of the alternatives; columns: names of the criteria.
            Where the index is the default one (0, 1, 2, ...) and one column
            is of text, that column holds the names.
        senses : sequence or mapping by criterion name, length n
            As for `DecisionProblem`.
        low, high : DataFrame, shape (m, n), optional
            Intervals, aligned with `frame` by name.

        Raises
        ------
        ProblemError
            Names the row, the column and the value at fault; the columns of
            text where several could hold the names.

        Examples
        --------
        >>> import pandas as pd
        >>> import mcda_nato as mn
        >>> cars = pd.DataFrame({"car": ["alpha", "beta"], "price": [20000, 25000], "range": [400, 500]})
        >>> mn.DecisionProblem.from_frame(cars, {"price": min, "range": max}).alternatives
        ('alpha', 'beta')
        """
        if not isinstance(frame, pd.DataFrame):
            raise ProblemError(f"a pandas DataFrame is needed, got {type(frame).__name__}")
        frame = named_by_column(frame)
        alternatives = checked_names(frame.index, "alternative", ProblemError)
        criteria = checked_names(frame.columns, "criterion", ProblemError)
        lower, upper = (
            None if bound is None else frame_values(aligned(named_by_column(bound), frame, side))
            for side, bound in (("low", low), ("high", high))
        )
        return cls(frame_values(frame), senses, alternatives, criteria, lower, upper)

    @cached_property
    def alternative_index(self) -> pd.Index:
        """Names of the alternatives as an index, made once for all results."""
        return pd.Index(self.alternatives, name="alternative")

    @cached_property
    def criterion_index(self) -> pd.Index:
        """Names of the criteria as an index."""
        return pd.Index(self.criteria, name="criterion")

    @property
    def settled(self) -> DecisionProblem:
        """The problem as every method and analysis compares it: without the noise of rounding.

        Two values of one criterion, ends of intervals too, that differ by at
        most 4 units in the last place of the larger are one value, that of the
        smallest of a chain. The problem itself where there are none.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> problem = mn.DecisionProblem([[0.1 + 0.2], [0.3]], ["max"])
        >>> problem.performance.tolist(), problem.settled.performance.tolist()
        ([[0.30000000000000004], [0.3]], [[0.3], [0.3]])
        """
        return self if self._without_noise is None else self._without_noise

    @cached_property
    def _without_noise(self) -> DecisionProblem | None:
        performance, low, high = settled(self.performance, self.low, self.high)
        if performance is self.performance:
            return None  # a problem that held itself would be a cycle, freed late
        return self.replace(performance=performance, low=low, high=high)

    def to_frame(self) -> pd.DataFrame:
        """Return the performances as a frame, alternatives by criteria."""
        return pd.DataFrame(self.performance.copy(), index=self.alternative_index, columns=self.criterion_index)

    def replace(self, **changes: Any) -> DecisionProblem:
        """Return a problem with some of the constructor's arguments changed.

        What is not named stays as it is: with new performances give `low`,
        `high` and `terms` too (`None` for none) where the old ones no longer fit.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> burden = mn.load_models().replace(senses=["max", "min", "min", "min"])
        >>> burden.senses.tolist()
        [1.0, -1.0, -1.0, -1.0]
        """
        fields: dict[str, Any] = {
            "performance": self.performance,
            "senses": self.senses,
            "alternatives": self.alternatives,
            "criteria": self.details,
            "low": self.low,
            "high": self.high,
            "terms": self.terms,
        }
        for name in changes:
            if name not in fields:
                raise ProblemError(
                    f"replace does not know {quoted(name)}{hint(name, fields)}; it takes {listed(fields)}"
                )
        if "performance" in changes and not (self.low != self.high).any():
            fields |= {"low": None, "high": None}  # what was crisp stays crisp
        return DecisionProblem(**(fields | changes))

    def drop(self, alternative: str, *more: str) -> DecisionProblem:
        """Return the problem without these alternatives."""
        dropped = (alternative, *more)
        for name in dropped:
            if not isinstance(name, str) or name not in self.alternatives:
                raise ProblemError(
                    f"cannot drop {quoted(name)}{hint(name, self.alternatives)}; "
                    f"the alternatives are {listed(self.alternatives)}"
                )
        keep = [i for i, name in enumerate(self.alternatives) if name not in dropped]
        if not keep:
            raise ProblemError("cannot drop every alternative; at least one must remain")
        return self._rows(keep)

    def _rows(self, keep: Sequence[int]) -> DecisionProblem:
        return self.replace(
            performance=self.performance[keep],
            alternatives=[self.alternatives[i] for i in keep],
            low=self.low[keep],
            high=self.high[keep],
            terms=self.terms and [self.terms[i] for i in keep],
        )

    def add(
        self,
        alternative: str,
        values: Sequence[float] | Mapping[str, float] | pd.Series,
        low: Sequence[float] | Mapping[str, float] | pd.Series | None = None,
        high: Sequence[float] | Mapping[str, float] | pd.Series | None = None,
        terms: Sequence[str | None] | Mapping[str, str | None] | None = None,
    ) -> DecisionProblem:
        """Return the problem with one more alternative, last.

        Parameters
        ----------
        alternative : str
            Its name.
        values, low, high : sequence or mapping by criterion name, length n
            Its performances and, where they are not crisp, their intervals.
        terms : sequence or mapping by criterion name, length n, optional
            The words that the performances code.
        """
        row, lower, upper = (
            new_row(given, what, self.criteria) for given, what in ((values, "values"), (low, "low"), (high, "high"))
        )
        words = new_row(terms, "terms", self.criteria)
        blank: list[Sequence[str | None]] = [[None] * len(self.criteria)] * len(self.alternatives)
        has_terms = self.terms is not None or words is not None
        return self.replace(
            performance=[*self.performance, row],
            alternatives=[*self.alternatives, alternative],
            low=[*self.low, row if lower is None else lower],
            high=[*self.high, row if upper is None else upper],
            terms=[*(self.terms or blank), words or blank[0]] if has_terms else None,
        )

    def change(self, cells: Mapping[tuple[str, str], float | str]) -> DecisionProblem:
        """Return the problem with other values in some cells.

        Parameters
        ----------
        cells : dict of (alternative, criterion) to float or str
            The new value, or its change as a share with a sign: ``"+10%"`` is
            a tenth of the value's size more (250 becomes 275, -250 becomes
            -225), ``"-10%"`` a tenth less.

        Returns
        -------
        DecisionProblem
            The interval of a changed cell moves with its value: its ends keep
            their distances to it, but stop at the ends of the scale on which
            the criterion is rated (`Criterion.codes`). Its term is dropped,
            for the word no longer says the value.

        Raises
        ------
        ProblemError
            Where a name is unknown, a value is no number or outside the
            scale of its criterion, or a share is asked of 0.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> cars = mn.DecisionProblem([[250, 16], [200, 12]], ["min", "max"], ["car", "bike"], ["price", "comfort"])
        >>> cars.change({("car", "price"): "-10%", ("bike", "comfort"): 15}).performance.tolist()
        [[225.0, 16.0], [200.0, 15.0]]
        """
        return self.replace(**changed_cells(self._cells(), cells))

    def widen(self, by: float | str | Mapping[str, float | str] | pd.Series) -> DecisionProblem:
        """Return the problem with intervals that reach as far to either side of each value.

        Parameters
        ----------
        by : str, float, or mapping by criterion name
            ``"10%"`` is a tenth of each value's size (a value of 0 stays
            crisp), a number an amount in the unit of the values, 0 for no
            interval. Criteria that a mapping does not name keep their intervals.

        Returns
        -------
        DecisionProblem
            The intervals are new, whatever they were, and stop at the ends of
            the scale on which a criterion is rated (`Criterion.codes`).

        Raises
        ------
        ProblemError
            Where a criterion is unknown or a width is negative or no amount.

        Examples
        --------
        >>> import mcda_nato as mn
        >>> cars = mn.DecisionProblem([[250, 16], [200, 12]], ["min", "max"], ["car", "bike"], ["price", "comfort"])
        >>> wide = cars.widen({"price": "10%", "comfort": 1})
        >>> wide.low.tolist(), wide.high.tolist()
        ([[225.0, 15.0], [180.0, 11.0]], [[275.0, 17.0], [220.0, 13.0]])
        """
        return self.replace(**widened_intervals(self._cells(), by))

    def _cells(self) -> Cells:
        return Cells(self.performance, self.low, self.high, self.terms, self.alternatives, self.details)

    def __reduce__(self) -> tuple[Any, ...]:
        return DecisionProblem, (
            self.performance, self.senses, self.alternatives, self.details,
            self.low, self.high, self.terms,
        )  # fmt: skip

    def _content(self) -> tuple[object, ...]:
        arrays = (self.performance, self.senses, self.low, self.high)
        return (self.alternatives, self.details, self.terms, *(array.tobytes() for array in arrays))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DecisionProblem):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def cell(self, i: int, j: int) -> str:
        """Return cell (i, j) as tables show it: term, code and interval."""
        low, code, high = (f"{table[i, j]:.10g}" for table in (self.low, self.performance, self.high))
        interval = f"[{low}, {high}]" if self.low[i, j] != self.high[i, j] else ""
        term = self.terms[i][j] if self.terms is not None else ""
        return " ".join(part for part in (shown(term), code, interval) if part)

    def _table(self, form: str, most: int = 30) -> str:
        from tabulate import tabulate

        headers = ["", *(f"{shown(name)} {arrow(s)}" for name, s in zip(self.criteria, self.senses, strict=True))]
        rows = [
            [shown(name), *(self.cell(i, j) for j in range(len(self.criteria)))]
            for i, name in enumerate(self.alternatives[:most])
        ]
        rows += [["..."] * len(headers)] * (len(self.alternatives) > most)
        return str(tabulate(rows, headers=headers, tablefmt=form, disable_numparse=True))

    def __repr__(self) -> str:
        return f"DecisionProblem: {self._size()}\n{self._table('simple')}"

    def _repr_html_(self) -> str:
        return f"<p>DecisionProblem: {self._size()}</p>{self._table('html')}"

    def _size(self) -> str:
        m, n = len(self.alternatives), len(self.criteria)
        return f"{m} alternative{'s' * (m != 1)}, {n} criteri{'a' if n != 1 else 'on'}"
