"""Locks on files, between processes: the system lets go of one when its process ends, however."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from .exhaustion import refuse_exhaustion


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

    def close(self) -> None:
        """Let go of the lock, and of the file; once is enough."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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
