"""Files as they were written beside the same files made anew: every number found by its key."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from typing import Any, NamedTuple

from mcda_nato.errors import FileError
from mcda_nato.files.documents import parse_json
from mcda_nato.labels import shown
from mcda_nato.report.written_numbers import same_number, same_shown, written_numbers

_BLOB = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")  # a picture within a page: compared as a file
_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_ABSENT = object()


class Compared(NamedTuple):
    """One thing compared: its key, both texts (`None` where it is not there), and how they agree.

    `agrees` is "same", "within tolerance", "different" or "unreadable".
    """

    key: str
    written: str | None
    recomputed: str | None
    agrees: str


def compared(path: str, written: bytes, recomputed: bytes, values: Sequence[float] = ()) -> Iterator[Compared]:
    """Compare a file with the same file made anew, thing by thing.

    JSON by its keys, CSV by row and column, every other text by its lines:
    the numbers in them one by one, and what stands around the numbers exactly.
    Pictures are compared byte by byte. The `values` of the report, sorted, say
    which numbers may be rounded either way.
    """
    if path.endswith((".png", ".svg")):
        yield _as_bytes(path, written, recomputed)
        return
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Compared(path, f"not UTF-8 at byte {error.start}", None, "unreadable")
        return
    made = recomputed.decode("utf-8")
    if path.endswith(".json"):
        yield from _json(path, text, made)
    elif path.endswith(".csv"):
        yield from _csv(path, text, made)
    else:
        yield from _text(path, text, made, values)


def numbers_of(files: Mapping[str, bytes]) -> list[float]:
    """Return every number that the JSON and CSV of a report hold, sorted."""
    found: set[float] = set()
    for path, content in files.items():
        if path.endswith(".csv"):
            cells = (_number(text) for row in _rows(content.decode()) for text in row)
            found.update(number for number in cells if number is not None)
        elif path.endswith(".json"):
            found.update(float(value) for _, value in leaves(json.loads(content)) if isinstance(value, (int, float)))
    return sorted(found)


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what stands in a document, each under the names that lead to it."""
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for name, item in pairs:
            yield from leaves(item, f"{key}: {name}" if key else str(name))
    else:
        yield key, value


def _as_bytes(key: str, written: bytes | str, recomputed: bytes | str) -> Compared:
    agrees = "same" if written == recomputed else "different"
    return Compared(key, f"{len(written):,} bytes", f"{len(recomputed):,} bytes", agrees)


# JSON.


def _json(path: str, written: str, recomputed: str) -> Iterator[Compared]:
    try:
        found = parse_json(written)
    except FileError as error:
        yield Compared(path, str(error), None, "unreadable")
        return
    yield from _values(path, found, parse_json(recomputed))


def _values(key: str, written: Any, recomputed: Any) -> Iterator[Compared]:
    """Compare two values, those within them under keys of their own."""
    if isinstance(written, dict) and isinstance(recomputed, dict):
        for name in [*recomputed, *(name for name in written if name not in recomputed)]:
            yield from _values(f"{key}: {name}", written.get(name, _ABSENT), recomputed.get(name, _ABSENT))
    elif isinstance(written, list) and isinstance(recomputed, list):
        for number, (one, other) in enumerate(zip_longest(written, recomputed, fillvalue=_ABSENT), 1):
            yield from _values(f"{key}: {number}", one, other)
    else:
        yield Compared(key, _as_text(written), _as_text(recomputed), _agreement(written, recomputed))


def _as_text(value: Any) -> str | None:
    return None if value is _ABSENT else shown(json.dumps(value, ensure_ascii=False))


def _agreement(written: Any, recomputed: Any) -> str:
    if type(written) is type(recomputed) and written == recomputed:
        return "same"
    numbers = (float, int)
    if type(recomputed) in numbers and written is not _ABSENT:
        if type(written) not in numbers:
            return "unreadable"
        if float in (type(written), type(recomputed)) and same_number(written, recomputed):
            return "within tolerance"
    return "different"


# CSV.


def _csv(path: str, written: str, recomputed: str) -> Iterator[Compared]:
    try:
        found, made = _rows(written), _rows(recomputed)
    except csv.Error as error:
        yield Compared(path, f"not CSV: {error}", None, "unreadable")
        return
    headers = made[0] if made else []
    for number, (one, other) in enumerate(zip_longest(found, made), 1):
        row = f"row {number - 1}" if number > 1 else "headers"
        for place, (mine, theirs) in enumerate(zip_longest(one or [], other or [])):
            column = headers[place] if place < len(headers) else f"column {place + 1}"
            key = f"{path}: {row}, {column}"
            yield Compared(key, mine, theirs, _cells(mine, theirs))
    if written != recomputed and found == made:
        yield Compared(f"{path}: line ends and quotes", None, None, "different")


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def _cells(written: str | None, recomputed: str | None) -> str:
    if written == recomputed:
        return "same"
    if written is None or recomputed is None:
        return "different"
    number = _number(recomputed)
    if number is None:
        return "different"
    found = _number(written)
    if found is None:
        return "unreadable"
    return "within tolerance" if same_number(found, number) else "different"


def _number(text: str) -> float | None:
    return float(text) if _PLAIN.fullmatch(text) else None


# Text.


def _text(path: str, written: str, recomputed: str, values: Sequence[float]) -> Iterator[Compared]:
    yield from _blobs(path, _BLOB.findall(written), _BLOB.findall(recomputed))
    found, made = (_BLOB.sub("data:", text).splitlines(keepends=True) for text in (written, recomputed))
    around = [[written_numbers(line).around for line in lines] for lines in (found, made)]
    for start, end, low, high in _stretches(*around):
        alike = around[0][start:end] == around[1][low:high]
        if alike:
            for offset in range(end - start):
                yield from _line(path, start + offset + 1, found[start + offset], made[low + offset], values)
        else:
            yield Compared(
                f"{path}: line {start + 1}, the words", _joined(found[start:end]), _joined(made[low:high]), "different"
            )


def _stretches(written: list[str], recomputed: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Return stretches of lines that belong together: line by line, or, where lines were added, the most alike."""
    if len(written) == len(recomputed):
        yield from ((line, line + 1, line, line + 1) for line in range(len(written)))
        return
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(written, recomputed, strict=False)))
    yield (0, same, 0, same)
    rest = SequenceMatcher(None, written[same:], recomputed[same:])
    yield from ((same + i, same + j, same + k, same + m) for _, i, j, k, m in rest.get_opcodes())


def _blobs(path: str, written: list[str], recomputed: list[str]) -> Iterator[Compared]:
    for number, (one, other) in enumerate(zip_longest(written, recomputed, fillvalue=""), 1):
        yield _as_bytes(f"{path}: picture {number}", one, other)


def _line(path: str, number: int, written: str, recomputed: str, values: Sequence[float]) -> Iterator[Compared]:
    """Compare the numbers of two lines of the same words."""
    pairs = zip(written_numbers(written).numbers, written_numbers(recomputed).numbers, strict=True)
    for place, (one, other) in enumerate(pairs, 1):
        agrees = "same" if one == other else "within tolerance" if same_shown(one, other, values) else "different"
        yield Compared(f"{path}: line {number}, number {place}", one, other, agrees)


def _joined(lines: list[str]) -> str | None:
    return "".join(lines).rstrip("\n") if lines else None
