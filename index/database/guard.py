"""A lock beside the library: everybody who has it open shares it, whoever replaces it is alone.

SQLite's own locks are in the file that a recovery replaces, so they cannot tell who uses it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Self

from ..disk.exhaustion import refuse_exhaustion
from ..disk.file_locks import FileLock, NoLocksError, is_locked

_FIRST_LOCKED, _LOCKED_BYTES = 0x40000000, 512
"""Where SQLite locks a database: pending, reserved and shared bytes (os_unix.c of SQLite)."""


class Guard:
    """A hold on the lock, or on nothing where there can be none; to be closed."""

    def __init__(self, lock: FileLock | None) -> None:
        self._lock = lock

    @classmethod
    def share(cls, library: Path) -> Self:
        """Hold the lock together with all who use the library, after whoever is alone with it.

        Where the directory cannot be written, or its file system knows no locks, nothing is held.
        """
        return cls(_taken(library, is_shared=True)[0])

    @classmethod
    def alone(cls, library: Path) -> Self | None:
        """Hold the lock with nobody else; None while the library is open anywhere."""
        lock, is_in_use = _taken(library, is_shared=False)
        return None if is_in_use else cls(lock)

    @property
    def is_held(self) -> bool:
        """Whether there is a lock at all, so that it tells anything of others."""
        return self._lock is not None

    def close(self) -> None:
        """Let go of the lock."""
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_in_use(library: Path) -> bool:
    """Tell whether another program has the file open, by the locks that SQLite itself takes.

    Only while nobody in this process has it open.
    """
    return is_locked(library, _FIRST_LOCKED, _LOCKED_BYTES)


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


def damaged_directory(library: Path) -> Path:
    """Return where what was damaged is kept."""
    return library.with_name("damaged")


def _taken(library: Path, *, is_shared: bool) -> tuple[FileLock | None, bool]:
    """Return the lock, None where there can be none, and whether others keep it from being held."""
    try:
        lock = FileLock(library.with_name(library.name + ".lock"))
    except OSError as error:
        refuse_exhaustion(error)
        return None, False
    try:
        if lock.take(is_shared=is_shared, wait=is_shared):
            return lock, False
    except NoLocksError:
        lock.close()
        return None, False
    lock.close()
    return None, True
