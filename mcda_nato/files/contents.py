"""The bytes that somebody brings: a file, standard input or an open stream, and the text they hold."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from mcda_nato.errors import FileError
from mcda_nato.files.whole_files import path_of, read_bytes, suffix_of
from mcda_nato.labels import literal, shown

#: What may be read: a path, "-" for standard input, or an open stream.
Source: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"

_ZIP = b"PK\x03\x04"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_TOML = re.compile(rb"(\s|#[^\n]*\n)*(\[|[\w\"'.-]+\s*=)")
_SPREADSHEETS = (".xlsx", ".ods")


@dataclass(frozen=True)
class Content:
    """What was brought: its name in messages, its format as an ending, its bytes."""

    name: str
    suffix: str
    data: bytes

    @property
    def text(self) -> str:
        """The text, where it is certain which: UTF-8, or UTF-16 with its mark."""
        return _decoded(self.data)


def content_of(source: Source, known: Iterable[str], max_bytes: int) -> Content:
    """Return what a source holds, its format one of those known."""
    if hasattr(source, "read"):
        name = getattr(source, "name", None)
        return _streamed(source, name if isinstance(name, str) else "the stream", known, max_bytes)
    if source == "-" or (isinstance(source, Path) and str(source) == "-"):
        return _streamed(getattr(sys.stdin, "buffer", sys.stdin), "standard input", known, max_bytes)
    file = path_of(source)
    data = read_bytes(file, max_bytes)
    return Content(str(file), _checked_format(file, suffix_of(file, known), data), data)


def _checked_format(file: Path, suffix: str, data: bytes) -> str:
    if data.startswith(_ZIP) and suffix not in _SPREADSHEETS:
        raise FileError(f"{shown(file)} is a spreadsheet or an archive, not text; end its name in .xlsx or .ods")
    return suffix


def _streamed(stream: Any, name: str, known: Iterable[str], max_bytes: int) -> Content:
    """Return what a stream holds; what it does not say of its format, its first bytes do."""
    found = stream.read(max_bytes + 1)
    if not isinstance(found, (str, bytes)):
        raise FileError(f"a stream must give text or bytes, got {literal(found)}")
    data = found.encode() if isinstance(found, str) else found
    if len(data) > max_bytes:
        raise FileError(f"{name} has more than the {max_bytes:,} bytes allowed", call="raise max_bytes= to read it")
    if not data:
        raise FileError(f"{name} is empty; it can be read once")
    suffix = Path(name).suffix.lower()
    return Content(name, suffix if suffix in known else _format_of(data), data)


def _format_of(data: bytes) -> str:
    if data.startswith(_ZIP):
        return ".xlsx"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ".json"
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"sep="):
        return ".csv"
    return ".toml" if _TOML.match(data.removeprefix(b"\xef\xbb\xbf")) else ".csv"


def _decoded(data: bytes) -> str:
    encoding = next((found for mark, found in _MARKS.items() if data.startswith(mark)), "utf-8")
    zeros = max(data[:400:2].count(0), data[1:400:2].count(0)) if encoding == "utf-8" else 0
    if zeros > len(data[:400]) // 5:
        raise FileError(
            "not UTF-8 text: every other byte from byte 0 is zero, as in UTF-16 without its mark; save it as UTF-8"
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(
            f"not {encoding.upper().removesuffix('-SIG')} text: byte {error.start} is "
            f"{error.object[error.start]:#04x}{_in_windows(data, error.start)}; save it as UTF-8 ('CSV UTF-8' in Excel)"
        ) from None


def _in_windows(data: bytes, place: int) -> str:
    """Return the word around a byte as Western Windows would read it, where that is a letter in a word."""
    try:
        around = data[max(place - 20, 0) : place + 20].decode("cp1252")
    except UnicodeDecodeError:
        return ""
    word = next((word for word in re.findall(r"\w+", around) if not word.isascii() and len(word) > 1), "")
    return f", perhaps that of '{shown(word)}' in Windows-1252" if word else ""
