"""Tables of numbers that are too long for memory, written part by part: CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mcda_nato.errors import FileError
from mcda_nato.files.csv_tables import csv_text
from mcda_nato.files.whole_files import suffix_of
from mcda_nato.labels import guarded, shown

#: Columns of one length, floats or whole numbers.
Columns: TypeAlias = Sequence[NDArray[Any]]
_Write: TypeAlias = Callable[[bytes], None]

_GROUP = 1 << 20  # numbers of a row group of Parquet, gathered before it is written


@dataclass(frozen=True)
class TableFormat:
    """How columns become parts of a file.

    Attributes
    ----------
    part : callable
        Columns to what is written of them; may run in another process.
    opened : callable
        From a function that writes bytes and the names of the columns to a
        context that gives a function of such parts.
    """

    part: Callable[[Columns], Any]
    opened: Callable[[_Write, Sequence[str]], AbstractContextManager[Callable[[Any], None]]]


def table_format(file: Path) -> TableFormat:
    """Return the format that the ending of a file names, or say what it needs."""
    suffix = suffix_of(file, _FORMATS)
    if suffix == ".parquet" and find_spec("pyarrow") is None:
        install = "install it with: pip install 'mcda_nato[parquet]', or give a file that ends in .csv"
        raise FileError(f"{shown(file)} cannot be written: Parquet needs the package pyarrow; {install}")
    return _FORMATS[suffix]


def csv_part(columns: Columns) -> bytes:
    """Return rows as CSV, each float as the shortest text that reads back to its bits."""
    texts = (map(repr, column.tolist()) for column in columns)
    return "".join(f"{','.join(row)}\n" for row in zip(*texts, strict=True)).encode()


@contextmanager
def _csv_opened(write: _Write, names: Sequence[str]) -> Iterator[Callable[[bytes], None]]:
    write(csv_text([[guarded(name) for name in names]]).encode())
    yield write


def _columns_themselves(columns: Columns) -> Columns:
    return columns


@contextmanager
def _parquet_opened(write: _Write, names: Sequence[str]) -> Iterator[Callable[[Columns], None]]:
    """Give a function that takes columns; they are whole in the file when the block ends without a fault."""
    groups = _RowGroups(write, names)
    try:
        yield groups.take
        groups.end()
    finally:
        groups.sink.closed = True


class _RowGroups:
    """Gather columns and write them as row groups of about equal size."""

    def __init__(self, write: _Write, names: Sequence[str]) -> None:
        self.names = list(names)
        self.sink = _Sink(write)
        self.gathered: list[Columns] = []
        self.held = 0
        self.writer: Any = None

    def take(self, columns: Columns) -> None:
        """Take the next rows."""
        self.gathered.append(columns)
        self.held += sum(column.size for column in columns)
        if self.held >= _GROUP:
            self._flush()

    def end(self) -> None:
        """Write what is left, and how the file is to be read."""
        if self.gathered:
            self._flush()
        if self.writer is not None:
            self.writer.close()

    def _flush(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        table = pa.table([np.concatenate(column) for column in zip(*self.gathered, strict=True)], names=self.names)
        self.gathered, self.held = [], 0
        if self.writer is None:
            self.writer = parquet.ParquetWriter(self.sink, table.schema)
        self.writer.write_table(table)


class _Sink:
    """What pyarrow takes for a file; once closed it lets go what a writer that failed still has to say."""

    closed = False

    def __init__(self, write: _Write) -> None:
        self._write = write

    def write(self, part: Any) -> int:
        if not self.closed:
            self._write(part)
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever opened the file closes it."""


_FORMATS = {
    ".csv": TableFormat(csv_part, _csv_opened),
    ".parquet": TableFormat(_columns_themselves, _parquet_opened),
}
