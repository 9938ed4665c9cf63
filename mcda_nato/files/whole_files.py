"""Files read in one piece, and written whole or not at all."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mcda_nato.errors import FileError, McdaError
from mcda_nato.labels import literal, quoted, shown

#: What systems say that cannot open a folder (or may not read it), or cannot sync one.
_NO_FOLDER_SYNC = {errno.EACCES, errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOTSUP}


def write_text(file: Path, text: str) -> None:
    """Write a file so that it is there whole or, after any fault, as it was before.

    Content and name are on the disk when this returns, where the system syncs
    folders. Where syncing the folder fails the file is written, and an error
    says that a power cut may still undo it.
    """
    with written_whole(file) as write:
        write(text.encode())


@contextmanager
def written_whole(file: Path) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes the next bytes of a file, which takes its name when the block ends without a fault.

    What `write_text` promises holds of it too. Killed, it leaves a hidden file
    ``.<name>.<digest>.<letters>.partial`` beside the name, and the name as it was.
    """
    try:
        if file.is_dir():  # said now, not after hours of writing
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=_partial_prefix(file), suffix=".partial")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise FileError(f"cannot write {shown(file)}: {getattr(error, 'strerror', None) or error}") from None
    partial = Path(name)

    def write(part: bytes) -> None:
        left = memoryview(part)
        while left:  # by its handle: a file object could be lost to an interruption while it is made
            left = left[os.write(handle, left) :]

    try:
        try:
            yield write
            os.fsync(handle)
        finally:
            os.close(handle)
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~umask)
        partial.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise FileError(f"cannot write {shown(file)}: {getattr(error, 'strerror', None) or error}") from None
    finally:
        with suppress(OSError):  # there after a fault only
            partial.unlink()


def _partial_prefix(file: Path) -> str:
    """Return how the names of half-written files of this name begin, and of no other: a name may fill its 255 bytes."""
    return f".{file.name[:40]}.{hashlib.sha256(os.fsencode(file.name)).hexdigest()[:16]}."


def sync_folder(folder: Path) -> None:
    """Put the new name on the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise OSError(error.errno, f"its folder was not synced: {error.strerror}") from None


def remove_partials(file: Path) -> None:
    """Remove what writes of this very file left when they were killed; none may be under way."""
    for left in file.parent.glob(f"{glob.escape(_partial_prefix(file))}????????.partial"):
        with suppress(OSError):
            left.unlink()


def path_of(path: object) -> Path:
    """Return what names a file as a path."""
    try:
        return Path(path)  # type: ignore[arg-type] # what is no path is refused here
    except TypeError:
        raise FileError(f"a file is named by a path, got {literal(path)}") from None


def suffix_of(file: Path, known: Iterable[str]) -> str:
    """Return the ending of a file, one of those known."""
    suffix = file.suffix.lower()
    if suffix not in known:
        raise FileError(
            f"cannot tell the format of {file} from its ending {suffix!r}; use one of {', '.join(map(quoted, known))}"
        )
    return suffix


def read_bytes(file: Path, max_bytes: int) -> bytes:
    """Return the content of a file, unless it is larger than allowed."""
    try:
        if not file.is_file():
            raise FileError(f"{file} is not a file" if file.exists() else f"{file} does not exist")
        size = file.stat().st_size
        if size > max_bytes:
            raise FileError(
                f"{file} has {size:,} bytes, more than the {max_bytes:,} allowed", call="raise max_bytes= to read it"
            )
        return file.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, McdaError):
            raise
        raise FileError(f"cannot read {file}: {error}") from None
