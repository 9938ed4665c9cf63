"""A file takes its name only when it is whole, keeps it through a power cut, and no two files share a partial one."""

import errno
import os
import stat
from pathlib import Path

import pytest

from mcda_nato.errors import FileError
from mcda_nato.files.whole_files import remove_partials, write_text

FORTY = "x" * 40


def is_folder(handle):
    return stat.S_ISDIR(os.fstat(handle).st_mode)


def failing(code):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    return fail


# The folder.


def test_the_folder_is_synced_after_the_rename(tmp_path, monkeypatch):
    steps, handles = [], []
    fsync, replace = os.fsync, os.replace

    def synced(handle):
        steps.append("folder" if is_folder(handle) else "file")
        if is_folder(handle):
            assert os.path.sameopenfile(handle, here)
            handles.append(handle)
        fsync(handle)

    def renamed(*names):
        steps.append("rename")
        replace(*names)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    here = os.open(tmp_path, os.O_RDONLY)
    write_text(tmp_path / "p", "whole")
    os.close(here)
    assert steps == ["file", "rename", "folder"]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[0])


def test_a_name_without_a_folder_is_written_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_text(Path("p"), "whole")
    assert (tmp_path / "p").read_text() == "whole"


def folder_sync_fails(monkeypatch, code):
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: failing(code)() if is_folder(handle) else fsync(handle))


def folder_opening_fails(monkeypatch, code):
    opened = os.open

    def opening(path, flags, *mode):
        return failing(code)() if Path(path).is_dir() else opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", opening)


@pytest.mark.parametrize("fault", [folder_sync_fails, folder_opening_fails])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_folder_that_cannot_be_synced_is_an_error_and_the_file_is_whole(tmp_path, monkeypatch, fault, code):
    (tmp_path / "p").write_text("before")
    with monkeypatch.context() as patch:
        fault(patch, code)
        with pytest.raises(FileError, match=f"cannot write .*p.*folder was not synced: {os.strerror(code)}"):
            write_text(tmp_path / "p", "whole")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("p", "whole")]


@pytest.mark.parametrize(
    ("fault", "code"),
    [(folder_sync_fails, code) for code in (errno.EINVAL, errno.ENOTSUP, errno.EBADF)]
    + [(folder_opening_fails, code) for code in (errno.EACCES, errno.EISDIR)],
)
def test_a_system_that_syncs_no_folders_is_no_error(tmp_path, monkeypatch, fault, code):
    """As Windows opens none, and some network disks sync none."""
    with monkeypatch.context() as patch:
        fault(patch, code)
        write_text(tmp_path / "p", "whole")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("p", "whole")]


def test_an_interruption_while_the_folder_is_synced_leaves_the_file_whole(tmp_path, monkeypatch):
    fsync = os.fsync

    def interrupt(handle):
        if is_folder(handle):
            raise KeyboardInterrupt
        fsync(handle)

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "p", "whole")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("p", "whole")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="modes are those of POSIX, and root reads all")
def test_a_folder_that_may_be_written_but_not_read_takes_files(tmp_path):
    (tmp_path / "blind").mkdir(mode=0o300)
    write_text(tmp_path / "blind" / "p", "whole")
    (tmp_path / "blind").chmod(0o700)
    assert (tmp_path / "blind" / "p").read_text() == "whole"


# Partial files.

NAMES = [
    "p",
    "P",
    "p.partial",
    FORTY,
    FORTY + "-a",
    FORTY + "-b",
    "ü" * 127,
    "ü" * 126,
    "\U0001d4b3" * 63,
    "[p]",
    "*",
    "-",
    ".p",
]
NAMES += ["x" * 255, "x" * 254 + "y", "x" * 39 + "ü", os.fsdecode(b"\xff\xfe")]


def killed_while_writing(file, monkeypatch):
    """Leave what a process leaves that is killed before the rename."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing(errno.EIO))
        patch.setattr(Path, "unlink", failing(errno.EIO))
        with pytest.raises(FileError):
            write_text(file, "half")


def test_what_is_removed_is_what_this_very_file_left(tmp_path, monkeypatch):
    """Names that begin alike, that differ in the last byte, that fill 255 bytes, and that a pattern would match."""
    owner = {}
    for name in NAMES:
        before = set(tmp_path.iterdir())
        killed_while_writing(tmp_path / name, monkeypatch)
        (left,) = set(tmp_path.iterdir()) - before
        assert left.name.endswith(".partial")
        owner[left] = name
    assert len(owner) == len(NAMES)
    for name in NAMES:
        remove_partials(tmp_path / name)
        owner = {left: other for left, other in owner.items() if other != name}
        assert set(tmp_path.iterdir()) == owner.keys()


def test_control_a_prefix_of_forty_letters_does_not_tell_names_apart():
    assert len({name[:40] for name in NAMES}) < len(NAMES)


def test_what_merely_resembles_a_partial_file_stays(tmp_path, monkeypatch):
    killed_while_writing(tmp_path / "p", monkeypatch)
    (left,) = tmp_path.iterdir()
    strangers = [".p.12345678.partial", left.name + "~", left.name[1:], left.name.replace(".partial", "1.partial")]
    for name in strangers:
        (tmp_path / name).touch()
    remove_partials(tmp_path / "p")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(strangers)


def test_a_name_that_no_file_can_have_is_an_error(tmp_path):
    for name in ("a\0b", "x" * 256, "\ud800"):
        with pytest.raises(FileError, match="cannot write"):
            write_text(tmp_path / name, "whole")
    assert list(tmp_path.iterdir()) == []
