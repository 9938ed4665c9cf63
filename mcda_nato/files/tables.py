"""Files to problems, judgements and weights, and back: the only place that parses."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from mcda_nato.errors import JudgementError, McdaError, ProblemError, WeightsError
from mcda_nato.files.contents import Content, Source, content_of
from mcda_nato.files.csv_tables import is_long, problem_from_long, problem_to_csv
from mcda_nato.files.documents import dump_toml, from_document, parse_json, parse_toml
from mcda_nato.files.grids import Grid, grid_of_rows, grid_of_text
from mcda_nato.files.judgement_tables import is_square, judgements_from_grid
from mcda_nato.files.spreadsheets import sheet_rows
from mcda_nato.files.weight_tables import weights_from_grid
from mcda_nato.files.whole_files import path_of, suffix_of, write_text
from mcda_nato.files.wide_tables import problem_from_wide
from mcda_nato.judgements.judgements import Judgements
from mcda_nato.labels import guarded, unambiguous
from mcda_nato.problem.digest import to_document
from mcda_nato.problem.problem import DecisionProblem

#: Largest file that is read without asking for more, in bytes.
LARGEST_FILE = 64 * 2**20

_DOCUMENTS = {".json": parse_json, ".toml": parse_toml}
_TEXTS = (".csv", ".tsv", ".txt")
_SHEETS = (".xlsx", ".ods")
#: The endings of files that can be read.
ENDINGS = (*_TEXTS, *_SHEETS, *_DOCUMENTS)


def read_problem(
    path: Source,
    senses: Any = None,
    sep: str | None = None,
    decimal: str | None = None,
    sheet: str | int | None = None,
    *,
    max_bytes: int = LARGEST_FILE,
) -> DecisionProblem:
    r"""Read a problem from a table in text or in a spreadsheet, or from TOML or JSON.

    Parameters
    ----------
    path : path, "-" or open stream
        ``.toml`` and ``.json`` as `save_problem` writes them; ``.csv``,
        ``.tsv`` and ``.txt``, and ``.xlsx`` and ``.ods`` with the extra
        ``excel``: long (one row a cell, with the columns alternative,
        criterion and value) or wide (one row an alternative, its name first,
        criteria in the header). ``"-"`` is standard input.
    senses : sequence or mapping by criterion name, optional
        Needed for a wide table; overrides the senses of any other.
    sep : str, optional
        What separates the fields of a table in text: one character, or
        ``"tab"``. Where it is not given, the comma, semicolon, tab or bar that
        leaves no doubt.
    decimal : {".", ","}, optional
        The decimal sign of a table; the other sign then may stand between
        groups of three digits. Where it is not given, the one that leaves no
        doubt.
    sheet : str or int, optional
        The sheet of a spreadsheet, by name or by number from 1; the only one
        that is not empty where it is not given.
    max_bytes : int
        Larger files are refused before they are read.

    Returns
    -------
    DecisionProblem
        m alternatives and n criteria, in the order of the file.

    Raises
    ------
    FileError, ProblemError
        Name the file, the row and the column at fault, and what stands there
        instead: a missing value, a unit, a per cent sign, a title and the like.

    Notes
    -----
    Blanks round names and headers are no part of them, and rows and columns
    without any entry are left out; but a long table with all columns, in the
    order in which `save_problem` writes them, is read to the letter.

    Examples
    --------
    >>> import io
    >>> import mcda_nato as mn
    >>> table = io.StringIO("car;price;range\nalpha;20000,5;400\nbeta;25000;500\n")
    >>> mn.read_problem(table, {"price": min, "range": max}).performance.tolist()
    [[20000.5, 400.0], [25000.0, 500.0]]
    """
    content = content_of(path, ENDINGS, max_bytes)
    try:
        if content.suffix in _DOCUMENTS:
            return from_document(_DOCUMENTS[content.suffix](content.text), senses)
        grid = _grid(content, sep, decimal, sheet)
        return (problem_from_long if is_long(grid.header) else problem_from_wide)(grid, senses)
    except McdaError as error:
        raise error.within(content.name) from None


def _grid(content: Content, sep: str | None, decimal: str | None, sheet: str | int | None) -> Grid:
    if content.suffix in _SHEETS:
        return grid_of_rows(sheet_rows(content.data, sheet), decimal)
    return grid_of_text(content.text, sep, decimal)


def save_problem(problem: DecisionProblem, path: str | os.PathLike[str], *, formula_guard: bool = True) -> None:
    """Write a problem to a TOML, JSON or CSV file; `read_problem` restores every bit.

    The file appears whole or not at all, so an interruption cannot destroy an
    earlier one.

    Parameters
    ----------
    problem : DecisionProblem
    path : path
        The suffix decides: ``.toml``, ``.json``, or ``.csv`` (long: alternative,
        criterion, sense, value, low, high, term, and definition, contested and
        codes where a criterion has them).
    formula_guard : bool
        Put a quote before names and terms in CSV that a spreadsheet would take
        for a formula; reading removes it.
    """
    file = path_of(path)
    if not isinstance(problem, DecisionProblem):
        raise ProblemError(f"a DecisionProblem is needed, got {type(problem).__name__}")
    writers: dict[str, Callable[[DecisionProblem], str]] = {
        ".csv": lambda problem: problem_to_csv(problem, guarded if formula_guard else unambiguous),
        ".json": lambda problem: json.dumps(to_document(problem), indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        ".toml": lambda problem: dump_toml(to_document(problem)),
    }
    write_text(file, writers[suffix_of(file, writers)](problem))


def read_weights(
    path: Source,
    sep: str | None = None,
    decimal: str | None = None,
    sheet: str | int | None = None,
    rounded: int | None = None,
) -> dict[str, float] | Judgements:
    r"""Read weights, or judgements, of the criteria from a file.

    Parameters
    ----------
    path : path, "-" or open stream
        In TOML and JSON a mapping from criterion to weight. In a table two
        columns, name and weight, with or without a header; or a row of names
        above a row of weights. Weights are per cent where all bear the sign,
        or the header does. A square table with the same names above and beside
        holds pairwise judgements.
    sep, decimal, sheet : optional
        As for `read_problem`.
    rounded : int, optional
        As for `read_judgements`.

    Returns
    -------
    dict or Judgements
        Weights by name, not yet checked: an analysis does that, and says where
        their sum is not 1; or the judgements.

    Raises
    ------
    FileError, WeightsError, JudgementError
        Name the file, the criterion and the value at fault.

    Examples
    --------
    >>> import io
    >>> import mcda_nato as mn
    >>> mn.read_weights(io.StringIO("price,range\n60%,40%\n"))
    {'price': 0.6, 'range': 0.4}
    """
    content = content_of(path, ENDINGS, LARGEST_FILE)
    try:
        if content.suffix not in _DOCUMENTS:
            grid = _grid(content, sep, decimal, sheet)
            return judgements_from_grid(grid, rounded) if is_square(grid) else weights_from_grid(grid)
        found = _DOCUMENTS[content.suffix](content.text)
        if not isinstance(found, dict):
            raise WeightsError("weights must be a mapping from criterion to weight")
        if rounded is not None and isinstance(found, dict):
            raise WeightsError("these are weights and no judgements, which alone are read as printed with few decimals")
    except McdaError as error:
        raise error.within(content.name) from None
    return found


def read_judgements(
    path: Source,
    sep: str | None = None,
    decimal: str | None = None,
    sheet: str | int | None = None,
    rounded: int | None = None,
) -> Judgements:
    r"""Read pairwise judgements from a square table.

    Parameters
    ----------
    path : path, "-" or open stream
        A table in text or in a spreadsheet, with the same n names in the
        header and in the first column; entry (i, j) says how many times i is
        preferred to j, as a number or a fraction such as 1/3. One of the two
        entries of a pair may be blank, and all below the diagonal may be zero.
    sep, decimal, sheet : optional
        As for `read_problem`.
    rounded : int, optional
        With how many decimals the entries were printed, as in 0.33 beside 3:
        then each pair is read from its entry of at least 1.

    Returns
    -------
    Judgements
        Of n items, reciprocal.

    Raises
    ------
    FileError, JudgementError
        Name the file, the pair and the value at fault.

    Examples
    --------
    >>> import io
    >>> import mcda_nato as mn
    >>> table = io.StringIO(",price,range\nprice,1,3\nrange,,1\n")
    >>> mn.read_judgements(table).priorities().to_dict()
    {'price': 0.75, 'range': 0.25}
    """
    content = content_of(path, ENDINGS, LARGEST_FILE)
    try:
        if content.suffix in _DOCUMENTS:
            raise JudgementError("judgements stand in a square table, in text or in a spreadsheet")
        return judgements_from_grid(_grid(content, sep, decimal, sheet), rounded)
    except McdaError as error:
        raise error.within(content.name) from None
