"""One SQLite file, safely shared by threads and processes; the only importer of sqlite3.

Everything that SQLite can refuse becomes a StoreError that says what to do next.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .errors import StoreError
from .mounts import is_on_network

APPLICATION_ID = 0x52656374
"""What the header of a Recto library says it is ("Rect"), so that no other file is written to."""

BUSY_SECONDS = 60.0
"""How long an act waits for another process: a large import holds the file for some seconds."""

Parameters = Sequence[object] | Mapping[str, object]
"""What a statement's `?` or `:name` stand for."""

_LOG_LIMIT = 16 * 1024 * 1024
"""Bytes that the write-ahead log keeps after a checkpoint; an import may have made it huge."""


class Database:
    """A database file with one connection for each thread that uses it."""

    def __init__(self, path: Path, *, version: int, read_only: bool = False) -> None:
        """Open or create the file; one that is newer than `version` is opened for reading only."""
        self.path = path
        self.read_only = read_only
        self._flags = ""
        self._pragmas: tuple[str, ...] = ()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._commits = 0
        self._is_closed = False
        try:
            self._open(version)
        except BaseException:
            self.close()
            raise

    def _open(self, version: int) -> None:
        """Find the way in which this file can be opened, and check that it is a library."""
        ways: list[tuple[str, tuple[str, ...]]] = [("mode=rwc", ())]
        if self.read_only:
            # A database in WAL mode needs a side file even for reading. Where none can be made,
            # a complete file is read as it lies, and one with a log by a reader without locks.
            log = self.path.with_name(self.path.name + "-wal")
            has_log = log.exists() and log.stat().st_size > 0
            lone = ("mode=ro&vfs=unix-none", ("PRAGMA locking_mode=EXCLUSIVE",))
            ways = [("mode=ro", ()), lone if has_log else ("mode=ro&immutable=1", ())]
        for place, (self._flags, self._pragmas) in enumerate(ways):
            try:
                kind = self.value("PRAGMA application_id")
                tables = self.value("SELECT count(*) FROM sqlite_master")
            except StoreError as error:
                self._drop_connections()
                if place + 1 == len(ways) or _code(error.__cause__) != sqlite3.SQLITE_CANTOPEN:
                    raise
            else:
                break
        if tables and kind != APPLICATION_ID:
            raise StoreError(
                "Not a Recto library",
                f"{self.path} is a database of another program.",
                "Choose another directory with --data-dir or RECTO_DATA_DIR.",
            )
        if self.version > version and not self.read_only:
            self._drop_connections()
            self.read_only = True
            self._open(version)
        elif not self.read_only:
            self._choose_journal_mode()

    def _choose_journal_mode(self) -> None:
        """Use the write-ahead log, except where several machines may share the file."""
        wanted = "delete" if is_on_network(self.path.parent) else "wal"
        deadline = time.monotonic() + BUSY_SECONDS
        while self.value("PRAGMA journal_mode") != wanted:
            try:
                self.rows(f"PRAGMA journal_mode={wanted}")
            except StoreError as error:
                # SQLite does not wait by itself here. Leaving the log needs the file alone.
                if _code(error.__cause__) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise
                if wanted == "delete" or time.monotonic() > deadline:
                    return
                time.sleep(0.005)

    @property
    def version(self) -> int:
        """The version of the file's tables; 0 for a file without any."""
        return int(self.value("PRAGMA user_version"))

    @property
    def change_mark(self) -> int:
        """A number that grows whenever this or another process commits; costs a few microseconds.

        It belongs to the calling thread: compare only what the same thread was given.
        """
        return int(self.value("PRAGMA data_version")) + self._commits

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Return all rows of a query."""
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first row of a query, None when there is none."""
        try:
            return self._connection().execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first column of the first row, None when there is no row."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement and return the row number of what it inserted."""
        try:
            return self._connection().execute(sql, parameters).lastrowid or 0
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""
        try:
            self._connection().executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the only right to write until the end; on disk afterwards, or nothing happened."""
        if self.read_only:
            raise StoreError(
                "The library is open for reading only",
                f"Nothing can be changed in {self.path}.",
                "Make its directory writable, or choose another with --data-dir.",
            )
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            connection = self._connection()
            if connection.in_transaction:
                with suppress(sqlite3.Error):  # the first error is the one to tell
                    connection.execute("ROLLBACK")
            raise
        with self._lock:
            self._commits += 1

    def close(self) -> None:
        """Close the connections of all threads; the file is complete without its log then."""
        self._is_closed = True
        self._drop_connections()

    def _connection(self) -> sqlite3.Connection:
        """Return the calling thread's connection, opened at its first use."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            return connection
        if self._is_closed:
            raise StoreError("The library is closed")
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{self._flags}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # only `close` crosses threads
        )
        try:
            for pragma in (
                *self._pragmas,
                "PRAGMA synchronous=FULL",
                "PRAGMA foreign_keys=ON",
                f"PRAGMA journal_size_limit={_LOG_LIMIT}",
            ):
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            for thread, left in self._connections:
                if not thread.is_alive():
                    left.close()
            self._connections = [pair for pair in self._connections if pair[0].is_alive()]
            self._connections.append((threading.current_thread(), connection))
        self._local.connection = connection
        return connection

    def _drop_connections(self) -> None:
        with self._lock:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for _, connection in connections:
            connection.close()

    def _explained(self, error: sqlite3.Error) -> StoreError:
        """Return what SQLite's error means to a person."""
        code = _code(error)
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return StoreError(
                "The library is damaged",
                f"{self.path} cannot be read ({error}). It was left as it is.",
                "Put a good copy in its place, or move it away to begin a new library.",
            )
        if code == sqlite3.SQLITE_FULL:
            return StoreError(
                "The disk is full",
                f"There is no room left for {self.path}; nothing was changed.",
                "Make room, then do it again.",
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreError(
                "The library is busy",
                f"Another program has held {self.path} for {BUSY_SECONDS:.0f} seconds.",
                "Nothing was changed; try again when it has finished.",
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return StoreError(
                "The library cannot be written",
                f"{self.path} or its directory is read-only; nothing was changed.",
                "Make both writable, or choose another directory with --data-dir.",
            )
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH):
            return StoreError(
                "The library cannot be opened",
                f"{self.path} could not be opened or made ({error}).",
                "Check that it is a file, that its directory is writable and the disk not full.",
            )
        return StoreError(
            "The library could not be used",
            f"{self.path}: {error}; nothing was changed.",
            "Check the disk and its free space, then try again.",
        )


def _code(error: BaseException | None) -> int | None:
    """Return SQLite's primary result code of an error, None when it has none."""
    extended = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else extended & 0xFF
