"""Folders written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from mcda_nato.errors import FileError
from mcda_nato.files.whole_files import sync_folder
from mcda_nato.labels import quoted, shown


def write_folder(folder: Path, files: Mapping[str, bytes], may_replace: Callable[[Path], None]) -> None:
    """Write a folder so that it is there whole under its name or, after any fault, as it was before.

    The files are written into a hidden folder beside it, put on the disk, and
    take the name in one step; of a folder that is replaced there is a moment
    without the name between two renamings. An empty folder counts as none.

    Parameters
    ----------
    folder : Path
        Its parent must be there.
    files : dict of str to bytes
        By their paths within the folder, with / between.
    may_replace : callable
        Raises where the folder, which has something in it, must not be replaced.

    Raises
    ------
    FileError
        Names the folder and what is wrong with it, or what the system says.
    """
    check_place(folder, may_replace)
    try:
        partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}.", suffix=".partial"))
        try:
            _fill(partial, files)
            check_place(folder, may_replace)
            _rename(partial, folder)
            sync_folder(folder.parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)  # there after a fault only
    except (OSError, ValueError) as error:  # ValueError: a name that no folder can have
        if isinstance(error, FileError):
            raise
        raise FileError(f"cannot write {shown(folder)}: {getattr(error, 'strerror', None) or error}") from None


def check_place(folder: Path, may_replace: Callable[[Path], None]) -> None:
    """Raise where no folder can be written under this name."""
    name = quoted(folder)
    if folder.name in ("", "..") and folder != Path():
        raise FileError(f"a folder of its own is needed, with a name, got {name}")
    try:
        if folder.is_dir() and folder.samefile(os.curdir):  # which would leave the shell nowhere
            raise FileError(f"a folder of its own is needed: {name} is the one you are in; name one below it")
        if folder.is_symlink():
            raise FileError(f"{name} is a symbolic link; name the folder itself")
        if not folder.parent.is_dir():
            there = "is not a folder" if folder.parent.exists() else "does not exist"
            raise FileError(f"cannot write {name}: {quoted(folder.parent)} {there}")
        if folder.exists() and not folder.is_dir():
            raise FileError(f"{name} is not a folder; name one that is not there yet")
        if folder.is_dir() and any(folder.iterdir()):
            may_replace(folder)
    except (OSError, ValueError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"cannot write {name}: {getattr(error, 'strerror', None) or error}") from None


def _fill(partial: Path, files: Mapping[str, bytes]) -> None:
    """Write the files below a folder, and put them on the disk."""
    umask = os.umask(0)
    os.umask(umask)
    folders = {partial}
    for name, content in files.items():
        inner = PurePosixPath(name)
        if inner.is_absolute() or ".." in inner.parts or not inner.parts:
            raise FileError(f"the file {quoted(name)} would lie outside the folder")
        file = partial.joinpath(*inner.parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        folders.add(file.parent)
        with file.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    for inner_folder in folders:
        sync_folder(inner_folder)
    partial.chmod(0o777 & ~umask)


def _rename(partial: Path, folder: Path) -> None:
    """Give the new folder its name; what had it before is removed after that, or has it again."""
    if not folder.exists():
        partial.rename(folder)
        return
    before = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name[:40]}.", suffix=".replaced"))
    old = before / "old"
    try:
        folder.rename(old)
        try:
            partial.rename(folder)
        except OSError:
            old.rename(folder)
            raise
    except OSError:
        with suppress(OSError):  # where even the old one could not have its name back, it stays here
            before.rmdir()
        raise
    shutil.rmtree(before, ignore_errors=True)
