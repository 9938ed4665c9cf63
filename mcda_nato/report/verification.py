"""Every number of a report recomputed from its problem file, and what does not hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from mcda_nato.errors import FileError, McdaError
from mcda_nato.files.documents import from_document, parse_json, parse_toml
from mcda_nato.files.whole_files import path_of
from mcda_nato.labels import quoted, shown
from mcda_nato.report.file_comparison import Compared, compared, leaves, numbers_of
from mcda_nato.report.report_files import REPORT_SCHEMA, drawn_by, report_files
from mcda_nato.report.report_request import ReportRequest
from mcda_nato.results import PACKAGE

#: Bytes of a file of a report that is read.
LARGEST = 64 * 2**20
_FILES = 2_000  # of a folder that is read
_FEW = 3  # keys that may be meant by a number of a text
_WIDTH = 60  # characters of a text in a table that is read
_COLUMNS = ["key", "written", "recomputed", "verdict"]
_PROVENANCE, _PROBLEM = "provenance.json", "problem.toml"


@dataclass(frozen=True, eq=False, repr=False)
class Verification:
    """What recomputing a report found.

    Attributes
    ----------
    folder : str
    written_by : str
        The package and version that wrote the report, as the report says.
    checked : int
        How many numbers and words were compared.
    within_tolerance : int
        How many of them agree within 1e-9, relative, or lie on the boundary
        between the two roundings shown, but not in every digit: another
        processor, or another version of NumPy, computed them.
    not_compared : tuple of str
        Pictures that another version of Matplotlib, or another machine, is
        said to have drawn: only their digests and the tables behind them hold.
    differences : DataFrame
        A row for each that does not hold. Columns: key, written, recomputed
        and verdict: "drifted" (another version of the package gives another
        value), "changed" (the file is not the one that was written, or the
        same version gives another value), "missing" or "unreadable".
    """

    folder: str
    written_by: str
    checked: int
    within_tolerance: int
    not_compared: tuple[str, ...]
    differences: pd.DataFrame

    @property
    def passed(self) -> bool:
        """Whether all of it holds."""
        return bool(self.differences.empty)

    def to_frame(self) -> pd.DataFrame:
        """Return `differences`."""
        return self.differences.copy()

    @property
    def answer(self) -> list[str]:
        """Whether it holds, in a sentence."""
        if self.passed:
            return [f"All of it holds: {self.checked:,} numbers and words were recomputed and compared."]
        count = len(self.differences)
        if not self.checked:
            return ["It does NOT hold: nothing could be recomputed."]
        return [
            f"It does NOT hold: {count:,} of {self.checked:,} things compared {'differs' if count == 1 else 'differ'}."
        ]

    def shortened(self) -> pd.DataFrame:
        """Return what does not hold, long texts by their start."""
        return self.differences.map(lambda text: _short(text) if isinstance(text, str) else text)

    def __repr__(self) -> str:
        table = [] if self.passed else [self.shortened().to_string(index=False)]
        return "\n".join([*self.answer, *table, *self.remarks])

    @property
    def remarks(self) -> list[str]:
        """By which versions it was written and recomputed, and what agrees only within the tolerance."""
        found = [f"Written by {self.written_by}, recomputed by {PACKAGE}."]
        if self.within_tolerance:
            found.append(
                f"{self.within_tolerance:,} agree within 1e-9, relative, or are rounded the other way on a boundary, "
                "but not in every digit: another processor or another version of a library computed them."
            )
        if self.not_compared:
            found.append(
                f"NOT compared: {len(self.not_compared)} pictures, which another version of Matplotlib or another "
                "machine is said to have drawn; the tables behind them are. "
                "With the versions in provenance.json pictures are compared too."
            )
        return found


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."


def verify_report(folder: str | Path) -> Verification:
    """Recompute a report from its problem file, and compare every number and word of its files.

    Nothing is written, and nothing but the problem, the arguments and the
    digests is taken from the folder.

    Parameters
    ----------
    folder : str or Path
        As `write_report` wrote it.

    Returns
    -------
    Verification
        `passed`, and `differences` by key.

    Raises
    ------
    FileError
        `folder` is no folder that can be read.

    Examples
    --------
    >>> import mcda_nato as mn, tempfile
    >>> problem = mn.DecisionProblem([[3, 1], [1, 2]], ["max", "max"], ["a", "b"], ["price", "range"])
    >>> with tempfile.TemporaryDirectory() as place:
    ...     page = mn.write_report(problem, f"{place}/report")
    ...     mn.verify_report(page.parent).passed
    True
    """
    place = path_of(folder)
    written = _read(place)
    try:
        about = _about(written)
    except _Unusable as why:
        return Verification(str(place), why.package, 0, 0, (), _frame([why.row]))
    made = report_files(about.request)
    found = list(_compared(written, about, made))
    keys = _keys(made)
    rows = [row for row in (_row(each, about, keys) for each in found) if row is not None]
    skipped = tuple(each.key for each in found if each.agrees == "different" and _redrawn(each.key, about))
    within = sum(each.agrees == "within tolerance" for each in found)
    return Verification(str(place), about.package, len(found) - len(skipped), within, skipped, _frame(rows))


def _frame(rows: list[_Row]) -> pd.DataFrame:
    return pd.DataFrame([tuple(row) for row in rows], columns=_COLUMNS, dtype=object)


class _Row(NamedTuple):
    key: str
    written: str | None
    recomputed: str | None
    verdict: str


class _Unusable(Exception):  # noqa: N818 - it is no error of the caller, but what was found
    """A folder of which nothing can be recomputed; carries the row that says why."""

    def __init__(self, key: str, written: str | None, verdict: str, package: Any = None) -> None:
        super().__init__(key)
        self.row = _Row(key, written, None, verdict)
        self.package = shown(package) if isinstance(package, str) else "an unknown version"


class _About(NamedTuple):
    """What a folder says of itself: by which version, from what, and the digest of each file."""

    package: str
    request: ReportRequest
    digests: Mapping[str, str]
    changed: frozenset[str]  # files whose digest does not hold
    other_drawing: bool  # whether another version of what draws pictures, or another machine, drew these

    @property
    def other_version(self) -> bool:
        return self.package != PACKAGE


# What the folder holds.


def _read(place: Path) -> dict[str, bytes | str]:
    """Return every file below a folder by its path, or as text why it cannot be read."""
    if not place.is_dir():
        raise FileError(f"{quoted(str(place))} is no folder")
    try:
        paths = sorted(path for path in place.rglob("*") if path.is_symlink() or not path.is_dir())
    except OSError as error:
        raise FileError(f"{quoted(str(place))} cannot be read: {error.strerror}") from None
    if len(paths) > _FILES:
        raise FileError(f"{quoted(str(place))} holds {len(paths):,} files; a report has no more than {_FILES:,}")
    return {path.relative_to(place).as_posix(): _content(path) for path in paths}


def _content(path: Path) -> bytes | str:
    if path.is_symlink() or not path.is_file():
        return "no file of its own but a link, or a device"
    try:
        size = path.stat().st_size
        return path.read_bytes() if size <= LARGEST else f"{size:,} bytes; at most {LARGEST:,} are read"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _about(written: Mapping[str, bytes | str]) -> _About:
    provenance = _document(written)
    problem = _bytes(written, _PROBLEM)
    package, digests = provenance.get("package"), provenance.get("files")
    if provenance.get("schema") != REPORT_SCHEMA:
        raise _Unusable(f"{_PROVENANCE}: schema", f"{provenance.get('schema')}, not {REPORT_SCHEMA}", "unreadable")
    if not isinstance(package, str) or not isinstance(digests, dict):
        raise _Unusable(f"{_PROVENANCE}: package and files", None, "unreadable")
    if digests.get(_PROBLEM) != hashlib.sha256(problem).hexdigest():
        raise _Unusable(f"{_PROBLEM}: its digest", "not the problem that the report was made of", "changed", package)
    try:
        facts = from_document(parse_toml(problem.decode()), None)
        request = ReportRequest.from_document(provenance.get("request"), facts)
    except (McdaError, UnicodeDecodeError) as error:
        raise _Unusable(f"{_PROBLEM} and {_PROVENANCE}", str(error), "unreadable", package) from None
    changed = frozenset(
        path for path, content in written.items()
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digests.get(path)
    )  # fmt: skip
    return _About(package, request, digests, changed, provenance.get("drawn_by") != drawn_by())


def _document(written: Mapping[str, bytes | str]) -> dict[str, Any]:
    try:
        found = parse_json(_bytes(written, _PROVENANCE).decode())
    except (FileError, UnicodeDecodeError) as error:
        raise _Unusable(_PROVENANCE, str(error), "unreadable") from None
    if not isinstance(found, dict):
        raise _Unusable(_PROVENANCE, "no table", "unreadable")
    return found


def _bytes(written: Mapping[str, bytes | str], path: str) -> bytes:
    if path not in written:
        raise _Unusable(path, None, "missing")
    content = written[path]
    if isinstance(content, str):
        raise _Unusable(path, content, "unreadable")
    return content


# What it should hold.


def _compared(written: Mapping[str, bytes | str], about: _About, made: Mapping[str, bytes]) -> Iterator[Compared]:
    """Compare every file with the same file made anew, and the folder with the list of files."""
    values = numbers_of(made)
    for path in sorted({*written, *made, *about.digests}):
        content = written.get(path)
        if path not in made:
            yield Compared(path, "no file of this report" if path in written else None, None, "different")
        elif content is None:
            yield Compared(path, None, f"{len(made[path]):,} bytes", "missing")
        elif isinstance(content, str):
            yield Compared(path, content, None, "unreadable")
        elif path == _PROVENANCE:
            yield from _provenance(content, made[path])
        else:
            found = (
                _things(path, content) if content == made[path] else tuple(compared(path, content, made[path], values))
            )
            yield from found
            if path in about.changed and all(each.agrees in ("same", "within tolerance") for each in found):
                yield Compared(f"{path}: its digest", "another file was written", about.digests.get(path), "different")


@lru_cache(maxsize=256)
def _things(path: str, content: bytes) -> tuple[Compared, ...]:
    """Return what there is to compare in a file that is the same to the last byte."""
    return tuple(compared(path, content, content))


def _provenance(written: bytes, made: bytes) -> Iterator[Compared]:
    """Compare what does not depend on the machine: all but versions, platform and the digests, which are checked."""
    left_out = {"versions", "python", "platform", "drawn_by", "files"}
    documents = [{k: v for k, v in parse_json(text.decode()).items() if k not in left_out} for text in (written, made)]
    yield from compared(_PROVENANCE, *(json.dumps(document).encode() for document in documents))


def _row(found: Compared, about: _About, keys: list[tuple[str, float]]) -> _Row | None:
    """Return what does not hold, with its verdict."""
    path = found.key.partition(": ")[0]
    edited = path in about.changed and path != _PROVENANCE  # whose own digest nothing holds
    if found.agrees == "same" or (found.agrees == "within tolerance" and not edited):
        return None
    if found.agrees == "different" and _redrawn(found.key, about):
        return None
    drifted = about.other_version and not edited and found.agrees == "different"
    verdict = found.agrees if found.agrees in ("missing", "unreadable") else "drifted" if drifted else "changed"
    return _Row(f"{found.key}{_named(found, keys)}", found.written, found.recomputed, verdict)


def _redrawn(key: str, about: _About) -> bool:
    """Return whether a picture differs perhaps only because another version of what draws it drew it."""
    path = key.partition(": ")[0]
    picture = path.startswith("figures/") or ": picture " in key
    return picture and path not in about.changed and about.other_drawing


# The number of a text under its key.


def _keys(made: Mapping[str, bytes]) -> list[tuple[str, float]]:
    """Return the numbers of results.json under their keys."""
    found = leaves(json.loads(made["results.json"]))
    return [(key, float(value)) for key, value in found if type(value) in (int, float)]


def _named(found: Compared, keys: list[tuple[str, float]]) -> str:
    """Return the keys in results.json of the number that a text shows, where they are few."""
    text = found.recomputed
    if text is None or ", number " not in found.key or "." not in text:
        return ""
    decimals = len(text.partition(".")[2])
    named = [key for key, value in keys if text in (f"{value:.{decimals}f}", f"{100.0 * value:.{decimals}f}")]
    return f" ({'; '.join(named)})" if 1 <= len(named) <= _FEW else ""
