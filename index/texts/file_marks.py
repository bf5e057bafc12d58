"""What files of texts are told by from others, so that it is seen when one has changed."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

RAW, BLOCKS = ".raw", ".blocks"

_TICK = 50_000_000
"""Nanoseconds that a file system may take for one moment."""


class FileMarks:
    """The marks of all texts in a directory, by the names of their files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._known: tuple[int, dict[str, str]] | None = None
        self.counted = 0
        """Grows whenever the files were looked at anew."""

    def read(self) -> dict[str, str]:
        """Return them in order; they are looked at anew only once a file has come or gone."""
        try:
            changed = self._directory.stat().st_mtime_ns
        except OSError:
            return {}
        if self._known is None or self._known[0] != changed:
            told: dict[str, str] = {}
            with contextlib.suppress(OSError), os.scandir(self._directory) as entries:
                for entry in entries:
                    if entry.name.endswith((RAW, BLOCKS)):
                        with contextlib.suppress(OSError):
                            status = entry.stat()
                            told[entry.name] = f"{status.st_mtime_ns}-{status.st_size}"
            self.counted += 1
            raw = sorted(name for name in told if name.endswith(RAW))
            names = [name.removesuffix(RAW) for name in raw]
            found = {name: f"{told[name + RAW]}-{told.get(name + BLOCKS)}" for name in names}
            if abs(time.time_ns() - changed) < _TICK:
                return found  # another file may come in the same moment, as the disk tells them
            self._known = changed, found
        return self._known[1]
