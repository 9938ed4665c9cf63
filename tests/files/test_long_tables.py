"""Tables written part by part: every bit reads back, whatever the parts; a name cannot act."""

import csv

import numpy as np
import pandas as pd
import pytest

from mcda_nato.errors import FileError
from mcda_nato.files import long_tables
from mcda_nato.files.long_tables import csv_part, table_format
from mcda_nato.files.whole_files import written_whole

RNG = np.random.default_rng(0)
AWKWARD = np.array([0.0, -0.0, 1.0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 1 / 3, 1e22, 123456789012345680.0])
NAMES = ["scenario", 'score: a, "b"', "=cmd()"]


def written(file, parts, names=NAMES):
    form = table_format(file)
    with written_whole(file) as write, form.opened(write, names) as take:
        for columns in parts:
            take(form.part(columns))
    return file


def parts_of(columns, size):
    return [[column[at : at + size] for column in columns] for at in range(0, len(columns[0]), size)]


def read(file):
    """Return the columns of a file, as the reader of its format gives them."""
    if file.suffix == ".parquet":
        found = pd.read_parquet(file)
        return [found[name] for name in NAMES]
    with file.open(newline="") as lines:
        _, *rows = csv.reader(lines)
    return [[float(text) for text in column] for column in zip(*rows, strict=True)]


def columns():
    return [np.arange(len(AWKWARD)), AWKWARD, AWKWARD[::-1].copy()]


@pytest.mark.parametrize("size", [1, 4, 100])
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_every_bit_reads_back_whatever_the_parts(tmp_path, monkeypatch, ending, size):
    monkeypatch.setattr(long_tables, "_GROUP", 8)
    file = written(tmp_path / f"t{ending}", parts_of(columns(), size))
    for ours, column in zip(columns(), read(file), strict=True):
        assert np.array(column, dtype=ours.dtype).tobytes() == ours.tobytes()


def test_parts_make_row_groups_of_about_equal_size(tmp_path, monkeypatch):
    """However small the parts: a group a part would make a file that is slow to read."""
    from pyarrow import parquet

    monkeypatch.setattr(long_tables, "_GROUP", 300)
    many = [np.arange(1000), RNG.random(1000), RNG.random(1000)]
    groups = [parquet.ParquetFile(written(tmp_path / f"{size}.parquet", parts_of(many, size))) for size in (7, 20)]
    sizes = [[file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)] for file in groups]
    assert all(100 <= size < 120 for found in sizes for size in found[:-1])


def test_names_cannot_be_taken_for_formulas_or_columns(tmp_path):
    header = written(tmp_path / "t.csv", [columns()]).read_text().splitlines()[0]
    assert header == 'scenario,"score: a, ""b""",\'=cmd()'


def test_a_csv_part_is_a_line_a_row():
    assert csv_part([np.array([0, 1]), np.array([0.5, -1e-9])]) == b"0,0.5\n1,-1e-09\n"


def test_control_rounded_numbers_do_not_read_back():
    assert float(f"{AWKWARD[3]:.15g}") != AWKWARD[3]
    assert float(csv_part([AWKWARD[3:4]])) == AWKWARD[3]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_what_fails_leaves_nothing_and_says_nothing_more(tmp_path, ending):
    """A writer of Parquet that is dropped unfinished must not write into whatever has its handle by then."""

    def parts():
        yield [np.arange(1 << 20), np.zeros(1 << 20), np.ones(1 << 20)]
        raise RuntimeError("lost")

    with pytest.raises(RuntimeError, match="lost"):
        written(tmp_path / f"t{ending}", parts())
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mcda_nato.files.whole_files.os.write", full)
    for ending in (".csv", ".parquet"):
        with pytest.raises(FileError, match=r"cannot write .*: No space left on device"):
            written(tmp_path / f"t{ending}", [columns()])
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_is_no_format_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"use one of '.csv', '.parquet'"):
        table_format(tmp_path / "t.feather")
