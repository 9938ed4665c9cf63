"""Wide tables: one row an alternative, its name first, and one column a criterion."""

from __future__ import annotations

from typing import Any

from mcda_nato.errors import FileError, ProblemError
from mcda_nato.files.csv_tables import GIVE_SENSES
from mcda_nato.files.documents import assemble
from mcda_nato.files.foreign_rows import check_columns, check_orientation, check_rows
from mcda_nato.files.grids import Grid, name_of, text_of
from mcda_nato.files.notations import certain_number
from mcda_nato.labels import checked_names, listed, unguarded
from mcda_nato.problem.checks import Criterion
from mcda_nato.problem.problem import DecisionProblem


def problem_from_wide(grid: Grid, senses: Any) -> DecisionProblem:
    """Return the problem in a wide table, which does not say itself which sense a criterion has.

    Parameters
    ----------
    grid : Grid
        The header holds the names of the criteria after its first field.
    senses : sequence or mapping by criterion name

    Raises
    ------
    FileError
        Where a row or a column is none of a table of performances: a title,
        units, weights, senses, numbers of rows; where the table is transposed.
    ProblemError
        Where a cell is no number for certain; it says what it is instead.
    """
    if len(grid.header) < 2:
        raise FileError(
            f"the table has no criteria, or other than {name_of(grid.separator)} separates its fields; put the names "
            "of the alternatives first, then one column a criterion",
            call="or name the separator with sep=",
            option="or name the separator with --sep",
        )
    check_rows(grid)
    check_columns(grid, senses)
    criteria = [unguarded(name) for name in grid.header[1:]]
    if senses is None:
        raise FileError(
            f"a table with one column a criterion does not say whether more of each is better: {listed(criteria)}",
            **GIVE_SENSES,
        )
    names = [unguarded(text_of(row[0])) for row in grid.rows[1:]]
    check_orientation(names, criteria, senses)
    checked_names(names, "alternative", ProblemError)
    checked_names(criteria, "criterion", ProblemError)
    return assemble(names, [Criterion(name) for name in criteria], senses, _cells(grid, names, criteria))


def _cells(grid: Grid, names: list[str], criteria: list[str]) -> list[list[dict[str, Any]]]:
    notation = grid.notation(field for row in grid.rows[1:] for field in row[1:])
    return [
        [
            {"value": certain_number(field, notation, ProblemError, "the performance of {} on {}", name, c)}
            for c, field in zip(criteria, row[1:], strict=True)
        ]
        for name, row in zip(names, grid.rows[1:], strict=True)
    ]
