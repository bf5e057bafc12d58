"""A lock beside the library: everybody who has it open shares it, whoever replaces it is alone.

SQLite's own locks are in the file that a recovery replaces, so they cannot tell who uses it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Self


class Guard:
    """A hold on the lock; the system lets go of it when the process ends, however it ends."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    @classmethod
    def share(cls, library: Path) -> Self:
        """Hold the lock together with all who use the library, after whoever is alone with it.

        Where the directory cannot be written, or its file system knows no locks, nothing is held.
        """
        descriptor = _open(library)
        if descriptor is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH)
            except OSError:
                os.close(descriptor)
                descriptor = None
        return cls(descriptor)

    @classmethod
    def alone(cls, library: Path) -> Self | None:
        """Hold the lock with nobody else; None while the library is open anywhere."""
        descriptor = _open(library)
        if descriptor is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return None
            except OSError:
                os.close(descriptor)
                descriptor = None
        return cls(descriptor)

    def close(self) -> None:
        """Let go of the lock."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def suspect(library: Path) -> None:
    """Have the library looked through at the next start, since reading it has failed."""
    with contextlib.suppress(OSError):
        suspicion(library).touch(0o600)


def suspicion(library: Path) -> Path:
    """Return the file that says so."""
    return library.with_name(library.name + ".suspect")


def recovered(library: Path) -> Path:
    """Return the file that is about to take a damaged library's place."""
    return library.with_name(library.name + ".recovered")


def work_directory(library: Path) -> Path:
    """Return where a recovery puts a library together; it is there only meanwhile."""
    return library.with_name("recovery")


def _open(library: Path) -> int | None:
    path = library.with_name(library.name + ".lock")
    try:
        return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
