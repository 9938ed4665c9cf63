"""Folders appear whole or not at all, and nothing else is touched."""

import errno
import os
from pathlib import Path

import pytest

from mcda_nato.errors import FileError
from mcda_nato.files import whole_folders
from mcda_nato.files.whole_folders import write_folder

FILES = {"a.txt": b"a", "inner/b.txt": b"b"}


def never(folder):
    raise FileError("not this one")


def always(folder):
    """Say nothing against it."""


def content(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def place(tmp_path):
    return tmp_path / "report"


def test_a_folder_is_written(place):
    write_folder(place, FILES, never)
    assert content(place) == FILES
    assert [p.name for p in place.parent.iterdir()] == ["report"]


def test_an_empty_folder_counts_as_none(place):
    place.mkdir()
    write_folder(place, FILES, never)
    assert content(place) == FILES


def test_what_may_not_be_replaced_stays(place):
    write_folder(place, FILES, never)
    with pytest.raises(FileError, match="not this one"):
        write_folder(place, {"c.txt": b"c"}, never)
    assert content(place) == FILES


def test_what_may_be_replaced_is_gone(place):
    write_folder(place, FILES, never)
    write_folder(place, {"c.txt": b"c"}, always)
    assert content(place) == {"c.txt": b"c"}
    assert [p.name for p in place.parent.iterdir()] == ["report"]


def test_a_file_a_link_and_a_missing_parent_are_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "other")
    faults = {"file": "is not a folder", "link": "is a symbolic link", "missing/report": "does not exist"}
    for name, words in {**faults, "file/report": "is not a folder"}.items():
        with pytest.raises(FileError, match=words):
            write_folder(tmp_path / name, FILES, always)
    assert (tmp_path / "file").read_text() == "mine"
    assert not list((tmp_path / "other").iterdir())


@pytest.mark.parametrize("name", [".", "..", "/", ""])
def test_a_folder_without_a_name_of_its_own_is_refused(name):
    with pytest.raises(FileError, match="a folder of its own"):
        write_folder(Path(name), FILES, always)


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt"])
def test_no_file_lies_outside(place, name):
    with pytest.raises(FileError, match="outside the folder"):
        write_folder(place, {name: b""}, always)
    assert not place.exists()
    assert not list(place.parent.iterdir())


def test_a_full_disk_leaves_what_was_there(place, monkeypatch):
    write_folder(place, FILES, never)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(whole_folders.os, "fsync", full)
    with pytest.raises(FileError, match=r"cannot write .*report: No space left on device"):
        write_folder(place, {"c.txt": b"c"}, always)
    assert content(place) == FILES
    assert [p.name for p in place.parent.iterdir()] == ["report"]


def test_a_fault_between_two_names_gives_the_old_one_back(place, monkeypatch):
    write_folder(place, FILES, never)
    rename = Path.rename

    def failing(self, target):
        if self.suffix == ".partial":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(FileError, match="Input/output error"):
        write_folder(place, {"c.txt": b"c"}, always)
    assert content(place) == FILES
    assert [p.name for p in place.parent.iterdir()] == ["report"]
