"""The readers that have a library open, so that undo leaves an open neighbour's acts alone.

A window is a random id and a file of that name with a lock on it. The system lets go of the lock
when the process ends, however it ends: a killed window is a closed one.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..disk.exhaustion import refuse_exhaustion
from ..disk.file_locks import FileLock, NoLocksError, begin_locked


class Window:
    """One reader's hold on its window; to be closed."""

    def __init__(self, id: str, path: Path, lock: FileLock | None) -> None:
        self.id = id
        self._path = path
        self._lock = lock

    def close(self) -> None:
        """Let the window's acts be undone by others."""
        lock, self._lock = self._lock, None
        if lock is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            lock.close()


def open_window(directory: Path, kind: str = "reader") -> Window:
    """Return a window with an id of its own, open until it is closed or its process ends.

    Where the directory cannot be written nothing can be undone either: the window has no lock.
    """
    with suppress(OSError):
        directory.mkdir(mode=0o700, exist_ok=True)
    open_windows(directory)  # removes what killed ones left
    try:
        path, lock = begin_locked(directory, f"{kind}-")
    except OSError as error:
        refuse_exhaustion(error)
        name = f"{kind}-{os.urandom(6).hex()}"
        return Window(name, directory / name, None)
    return Window(path.name, path, lock)


def open_windows(directory: Path) -> frozenset[str]:
    """Return the ids of the windows that are open now; what killed ones left is removed."""
    try:
        paths = list(directory.iterdir())
    except OSError as error:
        refuse_exhaustion(error)
        return frozenset()
    return frozenset(path.name for path in paths if _is_open(path))


def _is_open(path: Path) -> bool:
    """Tell whether somebody holds a window's lock; a window without one is closed for good."""
    try:
        lock = FileLock(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True  # it cannot be told
    with lock:
        try:
            # Shared, so that two that ask at once do not take each other for a window.
            if not lock.take(is_shared=True, wait=False):
                return True
        except NoLocksError:
            return True
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return False
