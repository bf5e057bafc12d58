"""Locks on files, between processes: the system lets go of one when its process ends, however."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from .exhaustion import refuse_exhaustion

_LOOK = 0.05
"""Seconds after which it is looked whether a lock is still wanted."""


class NoLocksError(OSError):
    """The file system knows no locks."""


class FileLock:
    """An open file that can be locked; closed it is held no more (flock(2))."""

    def __init__(self, path: Path, flags: int = os.O_RDWR | os.O_CREAT, mode: int = 0o600) -> None:
        """Open the file, by default made where it is not there; raises OSError."""
        self.descriptor = os.open(path, flags, mode)

    def take(self, *, is_shared: bool = False, wait: bool = True) -> bool:
        """Hold the lock alone or shared; False where others hold it and this does not `wait`.

        Raises NoLocksError.
        """
        operation = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.descriptor, operation if wait else operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise NoLocksError(error.errno, error.strerror) from error
        return True

    def take_unless(self, is_given_up: Callable[[], bool]) -> bool:
        """Hold the lock alone once others let go of it, in turn; False where that is given up.

        Who holds it may be stopped, for ever. Raises NoLocksError.
        """
        if self.take(wait=False):
            return True
        # Another descriptor of the same open file: closed as the last one it lets go of the lock.
        descriptor = os.dup(self.descriptor)
        errors: list[OSError] = []

        def wait() -> None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            except OSError as error:
                errors.append(error)
            finally:
                os.close(descriptor)
                ended.set()

        ended = threading.Event()
        threading.Thread(target=wait, daemon=True).start()
        while not ended.wait(_LOOK):
            if is_given_up():
                return False
        for error in errors:
            raise NoLocksError(error.errno, error.strerror) from error
        return True

    def close(self) -> None:
        """Let go of the lock, and of the file; once is enough."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def begin_locked(
    directory: Path, begin: str, end: str = "", mode: int = 0o600
) -> tuple[Path, FileLock]:
    """Make a file of a random name whose lock tells that somebody uses it; raises OSError.

    Whoever removes what killed processes have left asks that lock. Where the file system knows
    none the file is there without.
    """
    while True:
        path = directory / f"{begin}{os.urandom(6).hex()}{end}"
        lock = FileLock(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        with contextlib.suppress(NoLocksError):
            lock.take()
        if path.exists():
            return path, lock
        lock.close()  # somebody took it for a leftover before it was locked


def is_locked(path: Path, first: int, count: int) -> bool:
    """Tell whether another process has locked some of a file's bytes, or it cannot be told.

    This process's own locks on the file are gone afterwards: the system forgets them when any
    descriptor of the file is closed (fcntl(2)).
    """
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError as error:
        refuse_exhaustion(error)
        return True
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, count, first)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
