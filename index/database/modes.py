"""In which ways a database file can be opened, and whether it has a write-ahead log."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Protocol

from ..errors import StoreError
from .connections import BUSY_SECONDS, code_of
from .mounts import is_on_network
from .refusals import Code

_LOG_LIMIT = 16 * 1024 * 1024
"""Bytes that the write-ahead log keeps after a checkpoint; an import may have made it huge."""

PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA journal_size_limit={_LOG_LIMIT}",
)
"""What is said on each connection."""


class Opened(Protocol):
    """A database that can be asked."""

    path: Path

    def value(self, sql: str) -> Any:
        """Return the first column of the first row."""

    def rows(self, sql: str) -> list[Any]:
        """Return all rows; raises StoreError."""


def ways_into(path: Path, *, read_only: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Return the flags and the pragmas with which a file can be opened, the best way first."""
    if not read_only:
        return [("mode=rwc", PRAGMAS)]
    # A database in WAL mode needs a side file even for reading. Where none can be made,
    # a complete file is read as it lies, and one with a log by a reader without locks.
    log = path.with_name(path.name + "-wal")
    has_log = log.exists() and log.stat().st_size > 0
    lone = ("PRAGMA locking_mode=EXCLUSIVE", *PRAGMAS)
    alone = ("mode=ro&vfs=unix-none", lone) if has_log else ("mode=ro&immutable=1", ())
    return [("mode=ro", PRAGMAS), alone]


def choose_journal_mode(database: Opened, *, has_log: bool) -> None:
    """Use the write-ahead log (`has_log`), except where several machines may share the file."""
    wanted = "wal" if has_log and not is_on_network(database.path.parent) else "delete"
    deadline = time.monotonic() + BUSY_SECONDS
    while database.value("PRAGMA journal_mode") != wanted:
        try:
            database.rows(f"PRAGMA journal_mode={wanted}")
        except StoreError as error:
            # SQLite does not wait by itself here. Leaving the log needs the file alone.
            if code_of(error.__cause__) not in (Code.BUSY, Code.LOCKED):
                raise
            if wanted == "delete" or time.monotonic() > deadline:
                return
            time.sleep(0.005)
