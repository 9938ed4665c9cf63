"""A report in its folder: written all or nothing, and only over one of our own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mcda_nato.acceptability.progress import Progress
from mcda_nato.conclusions.overview import Profiles
from mcda_nato.errors import FileError, McdaError
from mcda_nato.files.documents import parse_json
from mcda_nato.files.whole_files import path_of, read_bytes
from mcda_nato.files.whole_folders import check_place, write_folder
from mcda_nato.labels import joined, literal, quoted
from mcda_nato.methods.evaluate import MethodLike
from mcda_nato.preferences.weights import Weights
from mcda_nato.problem.digest import digest
from mcda_nato.problem.problem import DecisionProblem
from mcda_nato.report.html_report import INSTALL
from mcda_nato.report.report_files import WRITTEN_BY, report_files
from mcda_nato.report.report_request import ReportRequest

#: Where a report goes, unless another folder is named.
FOLDER = "mcda-nato-report"
#: The page of a report.
PAGE = "report.html"
_PROVENANCE = "provenance.json"
#: The largest provenance that is read, in bytes.
LARGEST_PROVENANCE = 16 * 2**20
_NEEDED = {"matplotlib": "Matplotlib", "jinja2": "Jinja2", "pybtex": "pybtex"}


def write_report(
    problem: DecisionProblem | None = None,
    folder: str | os.PathLike[str] = FOLDER,
    *,
    weights: Weights = None,
    profiles: Profiles | None = None,
    methods: MethodLike | Sequence[MethodLike] | None = None,
    overwrite: bool = False,
    progress: Progress = None,
) -> Path:
    """Write a report on a problem: a page to read, and beside it every table, figure and number.

    The folder appears whole or not at all. It holds ``report.html``, one page
    that needs nothing beside it; ``report.md``; ``tables`` as CSV, at full
    precision, and LaTeX; ``figures`` as SVG and PNG; ``results.json``, every
    number under its name; ``problem.toml``, ``references.bib`` and
    ``provenance.json``, from which the report is made again.

    Parameters
    ----------
    problem : DecisionProblem, optional
        The document's table where not given.
    folder : path
        Its parent must be there, and it not, unless it is empty.
    weights : weights, shape (n,), optional
        One set in any form that `evaluate` takes.
    profiles : mapping of str to weights, optional
        Several sets, the first of which is the base case. Where neither is
        given, the document's five for its own table, equal weights for any
        other.
    methods : sequence of Method or str, optional
        Weighted sum, TOPSIS and AHP, as far as the problem allows them, where
        not given.
    overwrite : bool
        Replace a folder that is there, if it is a report that this package
        wrote, of which no file was edited since, and holds nothing else.
    progress : bool or callable, optional
        As for `sweep`: by default a bar on a terminal, when it takes long.

    Returns
    -------
    Path
        Of ``report.html``.

    Raises
    ------
    FileError
        Where the folder cannot be written, or must not be replaced.
    McdaError
        Where `overwrite` is neither True nor False; where Matplotlib, Jinja2 or
        pybtex is missing, which the extra ``report`` installs.
    ProblemError, WeightsError, MethodError
        As `overview`; and where a method could not be restored from a file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import mcda_nato as mn
    >>> cars = mn.DecisionProblem([[20, 400], [25, 500], [15, 250]], ["min", "max"])
    >>> with tempfile.TemporaryDirectory() as place:
    ...     page = mn.write_report(cars, pathlib.Path(place) / "cars", weights=[0.4, 0.6])
    ...     print(page.name, (page.parent / "results.json").exists())
    report.html True
    """
    request = ReportRequest.of(problem, weights=weights, profiles=profiles, methods=methods)
    return written(request, folder, overwrite=overwrite, progress=progress)


def written(
    request: ReportRequest,
    folder: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    same_problem: bool = False,
    progress: Progress = None,
) -> Path:
    """Write the report of a request into a folder; give the path of its page.

    What is replaced is a report of ours as it was written; with `same_problem` only one on the same problem.
    """
    if not isinstance(overwrite, bool):
        raise McdaError(f"overwrite must be True or False, got {literal(overwrite)}")
    if folder in ("", b""):
        raise FileError("the folder of a report needs a name, got none")
    request.check()  # what is asked comes before where it goes
    place = path_of(folder)

    def may_replace(present: Path) -> None:
        if not overwrite:
            raise FileError(
                f"{quoted(present)} is there already",
                call="overwrite=True replaces a report that this package wrote",
                option="--overwrite replaces a report that this package wrote",
            )
        check_own(present, digest(request.problem) if same_problem else None)

    check_place(place, may_replace)
    check_installed()
    write_folder(place, report_files(request, progress=progress), may_replace)
    return place / PAGE


def check_installed() -> None:
    """Raise where what a report needs is missing."""
    missing = [title for name, title in _NEEDED.items() if find_spec(name) is None]
    if missing:
        raise McdaError(
            f"a report needs {joined(missing)}, not installed here", call=f"run: {INSTALL}", option=f"run: {INSTALL}"
        )


def check_own(folder: Path, problem: str | None = None) -> None:
    """Raise unless a folder is a report that this package wrote, as it was written, and holds nothing else.

    Where the digest of a problem is given, it must be of that one.
    """
    about = _provenance_of(folder)
    if about is None:
        raise _kept(f"{quoted(folder)} is not a report that this package wrote")
    if problem is not None and about.get("problem") != problem:
        raise _kept(f"{quoted(folder)} is a report on another problem")
    known = own_files(about)
    folders = {parent for inner in known for parent in _parents(inner)}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_symlink() or name not in (folders if file.is_dir() else known):
            raise _kept(f"{quoted(folder)} holds {quoted(name)}, which is no part of the report")
    for name, said in about["files"].items():
        if not _as_written(folder, name, said):
            raise _kept(f"{quoted(name)} in {quoted(folder)} is not as this package wrote it, so somebody edited it")


def _kept(why: str) -> FileError:
    return FileError(
        f"{why}; it is left as it is",
        call="name another folder, or remove this one",
        option="--output FOLDER names another",
    )


def _as_written(folder: Path, name: str, said: Any) -> bool:
    """Return whether a file of a report has the digest that its provenance states; it may name no file elsewhere."""
    file = folder / name
    if ".." in file.parts or not file.is_relative_to(folder) or not file.is_file():
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == said


def own_files(about: Mapping[str, Any]) -> set[str]:
    """Return the names of the files of a report, by its provenance."""
    return {_PROVENANCE, *map(str, about["files"])}


def _provenance_of(folder: Path) -> dict[str, Any] | None:
    """Return what a report that this package wrote says of itself, `None` where the folder is none."""
    try:
        found: Any = parse_json(read_bytes(folder / _PROVENANCE, LARGEST_PROVENANCE).decode())
    except (FileError, UnicodeDecodeError):
        return None
    if not isinstance(found, dict) or found.get("written_by") != WRITTEN_BY or not isinstance(found.get("files"), dict):
        return None
    return found


def _parents(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]
