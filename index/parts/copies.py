"""Copies of the whole library: snapshots, backups, and the file that goes to another machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from .context import Context

if TYPE_CHECKING:
    from ..safety.exchange import Exported
    from ..safety.incoming import MergeReport

File = str | os.PathLike[str]


class Copies:
    """What is kept beside the library, so that nothing is lost with it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def snapshot_if_due(
        self, is_wanted: Callable[[], bool] = lambda: True, *, is_apart: bool = False
    ) -> Path | None:
        """Keep a copy of today, once a day and only when the journal grew; return where.

        It takes a while: call it in a thread. It stops when it is not wanted any more. That of a
        large library is taken by a process of low priority, any other one where it `is_apart`.
        Raises DamageError when the copy shows that the library is damaged.
        """
        from ..safety.snapshots import snapshot_if_due

        return snapshot_if_due(self._context.database, is_wanted, is_apart=is_apart)

    def backup(self, path: File) -> Path:
        """Write the library as it is now to a file and return which."""
        from ..safety.backup import backup

        return backup(self._context.store, Path(path))

    def restore(self, path: File) -> Path:
        """Put a backup in the library's place, also for windows that are open.

        Returns where the library is kept as it was before.
        """
        from ..safety.backup import restore

        return restore(self._context.store, Path(path))

    def export_library(self, target: File | BinaryIO, *, canonical: bool = False) -> Exported:
        """Write everything the library holds as JSON Lines, packed where the name ends in .gz.

        What is `canonical` is the same, byte for byte, on all machines that are in step: acts,
        marks and registers in order, and papers where the settings have all of them travel.
        """
        from ..safety.exchange import export_library

        told: Literal["acts", "all"] = (
            "all" if self._context.config.sync.papers == "all" else "acts"
        )
        return export_library(
            self._context.store, _file(target), canonical=told if canonical else ""
        )

    def import_library(self, source: File | BinaryIO) -> MergeReport:
        """Unite an exported library with this one; a second time it changes nothing."""
        from ..safety.exchange import import_library

        return import_library(self._context.store, _file(source))


def _file(file: File | BinaryIO) -> Path | BinaryIO:
    return Path(file) if isinstance(file, str | os.PathLike) else file
