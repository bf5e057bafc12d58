"""Files that are there wholly or not at all, whatever ends the writing of them."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .file_locks import FileLock, begin_locked
from .private import OWN_FILE

_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK}
"""What file systems say that know no second names for a file."""

_NOT_ASKED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM}
"""What file systems say that cannot wait until the names in a directory are on the disk."""

_UNFINISHED = re.compile(r"\..{1,50}\.[0-9a-f]{12}\.partial", re.DOTALL)
"""The names of files that are being written here; a lock tells those that still are."""


@contextlib.contextmanager
def whole_file(path: Path, *, over: bool = True, is_private: bool = False) -> Iterator[Path]:
    """Give an empty file beside `path` to be filled; what ends well gets the name, and is on disk.

    Until then the name keeps what it had, whose mode the new file takes unless it is private: then
    it is its owner's alone. What killed processes have left unfinished in its directory is removed.
    Raises FileExistsError where the name is taken by the end and not to be written `over`, and
    other OSErrors.
    """
    remove_unfinished(path.parent)
    mode = OWN_FILE if is_private else 0o666  # of which the user's mask takes its part
    partial, lock = begin_locked(path.parent, f".{path.name[:50]}.", ".partial", mode)
    with lock, _removed(partial):
        if is_private:
            with contextlib.suppress(OSError):
                os.fchmod(lock.descriptor, OWN_FILE)  # the mask may have taken even that
        elif path.exists():
            with contextlib.suppress(OSError):
                shutil.copymode(path, partial)
        yield partial
        synchronise(partial)
        if over or not _linked(partial, path):
            partial.replace(path)
    try:
        synchronise(path.parent)
    except OSError as error:
        if error.errno not in _NOT_ASKED:
            raise


@contextlib.contextmanager
def passing_file(directory: Path, name: str) -> Iterator[Path]:
    """Give an empty file for its owner alone, to be filled by whatever name it has, and remove it.

    What a killed process leaves of it goes as that of a whole file. Raises OSError.
    """
    partial, lock = begin_locked(directory, f".{name[:50]}.", ".partial", OWN_FILE)
    with lock, _removed(partial):
        yield partial


def is_link(path: Path) -> bool:
    """Tell whether a path is a symbolic link, which somebody may have made to lead elsewhere.

    Those of the system, such as `/dev/stdout`, are what people mean who write them. Below `/dev`
    there are directories, such as `/dev/shm`, in which everybody may make one.
    """
    if not path.is_symlink():
        return False
    above = path.parent.resolve()
    return not (above == Path("/dev") or above.is_relative_to("/proc"))


def open_special(path: Path) -> BinaryIO:
    """Open a pipe or a device for writing: nothing is made or emptied, nor is a link followed.

    Raises OSError.
    """
    flags = os.O_WRONLY | (0 if path.is_symlink() and not is_link(path) else os.O_NOFOLLOW)
    return os.fdopen(os.open(path, flags), "wb")


def synchronise(path: Path) -> None:
    """Wait until a file, or the names in a directory, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_unfinished(directory: Path) -> None:
    """Remove what killed processes have left unfinished in a directory, whatever it was to be."""
    try:
        found = [path for path in directory.iterdir() if _UNFINISHED.fullmatch(path.name)]
    except OSError:
        return  # what cannot be listed may be written to all the same
    for left in found:
        with contextlib.suppress(OSError), FileLock(left, os.O_RDONLY) as lock:
            if lock.take(is_shared=True, wait=False):
                _remove(left)


@contextlib.contextmanager
def _removed(partial: Path) -> Iterator[None]:
    try:
        yield
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    """Remove a file, and what SQLite may have put beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        Path(f"{partial}{ending}").unlink(missing_ok=True)


def _linked(partial: Path, path: Path) -> bool:
    """Give a file its name, which unlike a move spares one that has come meanwhile.

    False where the file system knows no links.
    """
    try:
        os.link(partial, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True
