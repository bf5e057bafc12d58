"""Directories for the time of a process, removed by the next one where it is killed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path
from typing import Self

from .file_locks import FileLock, NoLocksError
from .private import OWN_DIRECTORY

_NAME = re.compile(r"recto-own-[0-9a-f]{16}")
"""The names of these directories; a lock in them tells those that are still in use."""

_LOCK = "lock"


class TemporaryDirectory:
    """A directory of the user's alone in that for temporary files, there until it is closed."""

    def __init__(self) -> None:
        """Make it, and remove those that killed processes have left; raises OSError."""
        remove_abandoned()
        while True:
            self.path = Path(tempfile.gettempdir(), f"recto-own-{os.urandom(8).hex()}")
            self.path.mkdir(OWN_DIRECTORY)
            try:
                self._lock = FileLock(self.path / _LOCK)
            except FileNotFoundError:
                continue  # somebody took it for an abandoned one before it was locked
            with contextlib.suppress(NoLocksError):
                self._lock.take()
            if (self.path / _LOCK).exists():
                return
            self._lock.close()

    def close(self) -> None:
        """Remove it with all that is in it; once is enough."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def remove_abandoned() -> None:
    """Remove the directories of this user that killed processes have left."""
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).iterdir():
            if _NAME.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    _remove_abandoned(path)


def _remove_abandoned(path: Path) -> None:
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        return
    try:
        lock = FileLock(path / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        path.rmdir()  # it was killed before it came to that
        return
    with lock:
        if lock.take(wait=False):
            shutil.rmtree(path, ignore_errors=True)
