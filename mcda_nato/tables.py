"""Files to problems, judgements and weights, and back: the only place that parses."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from mcda_nato.csvtables import problem_from_csv, problem_to_csv, weights_from_csv
from mcda_nato.documents import dump_toml, from_document, parse_json, parse_toml, to_document
from mcda_nato.errors import FileError, JudgementError, McdaError, ProblemError, WeightsError
from mcda_nato.judgements import Judgements
from mcda_nato.labels import check_same_names, guarded, listed, literal, quoted, shown, unambiguous
from mcda_nato.problem import DecisionProblem

#: Largest file that is read without asking for more, in bytes.
LARGEST_FILE = 64 * 2**20


def problem_from_judgements(judgements: Mapping[str, Judgements]) -> DecisionProblem:
    """Return the problem whose performances are judged under each criterion.

    Parameters
    ----------
    judgements : dict of str to Judgements
        Comparisons of the same alternatives under each criterion. Their
        priorities by the principal eigenvector become the performances; they
        are preferences, so more is better throughout.

    Examples
    --------
    >>> import mcda_nato as mn
    >>> pairs = mn.Judgements.from_pairs
    >>> p = mn.problem_from_judgements({"speed": pairs({("A", "B"): 3}), "risk": pairs({("A", "B"): 1 / 2})})
    >>> mn.evaluate(p, "ahp", {"speed": 0.5, "risk": 0.5}).scores.round(4).to_dict()
    {'A': 0.5417, 'B': 0.4583}
    """
    if not isinstance(judgements, Mapping) or not judgements:
        raise JudgementError("give judgements of the alternatives as a mapping from each criterion to Judgements")
    for criterion, under in judgements.items():
        if not isinstance(under, Judgements):
            raise JudgementError(f"the judgements under {quoted(criterion)} are {type(under).__name__}, not Judgements")
    names = next(iter(judgements.values())).names
    for criterion, under in judgements.items():
        check_same_names(under.names, names, f"alternatives judged under {quoted(criterion)}", JudgementError)
    columns = [under.priorities()[list(names)].to_numpy() for under in judgements.values()]
    return DecisionProblem(np.stack(columns, axis=1), [1] * len(columns), names, list(judgements))


def read_problem(
    path: str | os.PathLike[str],
    senses: Any = None,
    *,
    max_bytes: int = LARGEST_FILE,
) -> DecisionProblem:
    """Read a problem from a TOML, JSON or CSV file.

    Parameters
    ----------
    path : path
        ``.toml`` and ``.json`` as `save_problem` writes them; ``.csv`` long
        (one row a cell, as written) or wide (one row an alternative, its name
        first, criteria in the header).
    senses : sequence or mapping by criterion name, optional
        Needed for a wide CSV file; overrides the senses of any other.
    max_bytes : int
        Larger files are refused before they are read.

    Raises
    ------
    FileError, ProblemError
        Name the file, the row and the column at fault.
    """
    file = _path(path)
    text = _read_text(file, max_bytes)
    readers: dict[str, Callable[[str, Any], DecisionProblem]] = {
        ".csv": problem_from_csv,
        ".json": lambda text, senses: from_document(parse_json(text), senses),
        ".toml": lambda text, senses: from_document(parse_toml(text), senses),
    }
    read = readers[_suffix(file, readers)]
    try:
        return read(text, senses)
    except McdaError as error:
        raise type(error)(f"{file}: {error}") from None


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
    file = _path(path)
    if not isinstance(problem, DecisionProblem):
        raise ProblemError(f"save_problem needs a DecisionProblem, got {type(problem).__name__}")
    writers: dict[str, Callable[[DecisionProblem], str]] = {
        ".csv": lambda problem: problem_to_csv(problem, guarded if formula_guard else unambiguous),
        ".json": lambda problem: json.dumps(to_document(problem), indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        ".toml": lambda problem: dump_toml(to_document(problem)),
    }
    write_text(file, writers[_suffix(file, writers)](problem))


def read_weights(path: str | os.PathLike[str]) -> dict[str, float] | Judgements:
    """Read weights or judgements of the criteria from a TOML, JSON or CSV file.

    A mapping from criterion to weight (TOML, JSON, or CSV of two columns), or
    a square CSV table of pairwise comparisons.
    """
    file = _path(path)
    text = _read_text(file, LARGEST_FILE)
    readers = {".csv": weights_from_csv, ".json": parse_json, ".toml": parse_toml}
    try:
        found = readers[_suffix(file, readers)](text)
        if not isinstance(found, (dict, Judgements)):
            raise WeightsError("weights must be a mapping from criterion to weight")
    except McdaError as error:
        raise type(error)(f"{file}: {error}") from None
    return found


def write_text(file: Path, text: str) -> None:
    """Write a file so that it is there whole or, after any fault, as it was before."""
    left = memoryview(text.encode())
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.", suffix=".partial")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise FileError(f"cannot write {shown(file)}: {getattr(error, 'strerror', None) or error}") from None
    partial = Path(name)
    try:
        try:  # by its handle: a file object could be lost to an interruption while it is made
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~umask)
        partial.replace(file)
    except OSError as error:
        raise FileError(f"cannot write {shown(file)}: {getattr(error, 'strerror', None) or error}") from None
    finally:
        with suppress(OSError):  # there after a fault only
            partial.unlink()


def _path(path: object) -> Path:
    try:
        return Path(path)  # type: ignore[arg-type] # what is no path is refused here
    except TypeError:
        raise FileError(f"a file is named by a path, got {literal(path)}") from None


def _suffix(file: Path, known: Iterable[str]) -> str:
    suffix = file.suffix.lower()
    if suffix not in known:
        raise FileError(f"cannot tell the format of {file} from its ending {suffix!r}; use one of {listed(known)}")
    return suffix


def _read_text(file: Path, max_bytes: int) -> str:
    try:
        if not file.is_file():
            raise FileError(f"{file} is not a file" if file.exists() else f"{file} does not exist")
        size = file.stat().st_size
        if size > max_bytes:
            raise FileError(
                f"{file} has {size:,} bytes, more than the {max_bytes:,} allowed; raise max_bytes= to read it"
            )
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"{file} is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}; save it as UTF-8"
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, McdaError):
            raise
        raise FileError(f"cannot read {file}: {error}") from None
