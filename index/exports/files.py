"""A text into a file: wholly or not at all, and never over another file by mistake."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ..errors import RectoError

_PART = 1 << 16


class TakenNameError(RectoError):
    """A file of that name is there, and nobody said that it may be replaced."""


def write_file(path: Path, pieces: Iterable[str], *, force: bool = False) -> None:
    """Write a text as UTF-8 and wait until it is on the disk; raises RectoError.

    Until all of it is, the name keeps what it had. A pipe or a device is written as it is.
    """
    try:
        if not path.parent.is_dir():
            raise _refused(path, f"There is no directory {path.parent}.")
        if path.is_dir():
            raise _refused(path, "It is a directory.", "Name a file in it.")
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                _write(stream.fileno(), pieces)
            return
        if path.is_symlink():
            path = path.resolve()  # the link stays, what it leads to is replaced
        if not force and os.path.lexists(path):
            raise _exists(path)
        _replace(path, pieces, force=force)
    except OSError as error:
        raise _refused(path, f"{error.strerror}.") from error


def _replace(path: Path, pieces: Iterable[str], *, force: bool) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    partial = path.with_name(f".{path.name[:50]}.{os.urandom(6).hex()}.partial")
    # Made here, so that its mode is what the user's mask leaves of it.
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            if mode is not None:
                os.fchmod(descriptor, mode)
            _write(descriptor, pieces)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if force or not _linked(partial, path):
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _synchronise(path.parent)


def _linked(partial: Path, path: Path) -> bool:
    """Give a file its name unless another took it meanwhile; false where links are unknown."""
    try:
        os.link(partial, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:
        return False
    return True


def _write(descriptor: int, pieces: Iterable[str]) -> None:
    with os.fdopen(os.dup(descriptor), "wb", _PART) as stream:
        for piece in pieces:
            stream.write(piece.encode("utf-8", "replace"))


def _synchronise(directory: Path) -> None:
    """Wait until the names in a directory are on the disk, where it can be asked."""
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _exists(path: Path) -> RectoError:
    return TakenNameError(
        "Nothing was exported", f"There is a file {path} already.", "--force replaces it."
    )


def _refused(path: Path, message: str, hint: str = "") -> RectoError:
    return RectoError(f"Cannot write {path}", message, hint)
