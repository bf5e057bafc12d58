"""One SQLite file, safely shared by threads and processes.

Everything that SQLite can refuse becomes a StoreError that says what to do next.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..errors import DamageError, RectoError, StoreError
from .connections import (
    BUSY_SECONDS,
    Connection,
    Connections,
    Parameters,
    closed,
    code_of,
    connect,
    is_of_text,
    meaning_of,
)
from .guard import Guard, suspect
from .modes import PRAGMAS, choose_journal_mode, ways_into
from .refusals import NO_ROOM, Code, explain, for_newer_tables, for_reading_only

APPLICATION_ID = 0x52656374
"""What the header of a Recto library says it is ("Rect"), so that no other file is written to."""


class Database:
    """A database file with one connection for each thread that uses it."""

    def __init__(
        self,
        path: Path,
        *,
        version: int,
        read_only: bool = False,
        has_log: bool = True,
        guard: Guard | None = None,
    ) -> None:
        """Open or create the file; one that is newer than `version` is opened for reading only.

        Without a log the file is complete in itself at any time. `guard` is let go of when the
        database is closed.
        """
        self.path = path
        self.read_only = read_only
        self.is_full = False
        """Open for reading only because the disk has no room for what writing needs."""
        self._guard = guard
        self._has_log = has_log
        self._newest = version
        self._flags = ""
        self._pragmas: tuple[str, ...] = PRAGMAS
        self.is_garbled = False
        """Whether a text was read whose bytes are damaged; see `readable_rows`."""
        self.when_garbled: Callable[[], None] | None = None
        """Told when the first such text is read, on any thread."""
        self._connections = Connections(self.connect)
        self._lock = threading.Lock()
        self._commits = 0
        try:
            self._open(version)
        except BaseException:
            self.close()
            raise

    def _open(self, version: int) -> None:
        """Find the way in which this file can be opened, and check that it is a library."""
        try:
            kind, tables = self._enter()
        except StoreError as error:
            if self.read_only or code_of(error.__cause__) not in NO_ROOM or not self.path.exists():
                raise
            self.read_only = self.is_full = True
            kind, tables = self._enter()
        if tables and kind != APPLICATION_ID:
            raise StoreError(
                "Not a Recto library",
                f"{self.path} is a database of another program.",
                "Choose another directory with --data-dir or RECTO_DATA_DIR.",
            )
        if self.version > version and not self.read_only:
            self._connections.drop()
            self.read_only = True
            self._open(version)
        elif not self.read_only:
            choose_journal_mode(self, has_log=self._has_log)

    def _enter(self) -> tuple[int, int]:
        """Open the file and return its application id and its number of tables and indexes."""
        ways = ways_into(self.path, read_only=self.read_only)
        for place, (self._flags, self._pragmas) in enumerate(ways):
            try:
                kind = self.value("PRAGMA application_id")
                return int(kind), int(self.value("SELECT count(*) FROM sqlite_master"))
            except StoreError as error:
                self._connections.drop()
                is_worth_another = code_of(error.__cause__) in NO_ROOM | {Code.CANTOPEN}
                if place + 1 == len(ways) or not is_worth_another:
                    raise
        raise AssertionError("there is always a last way")

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
            connection = self._connections.own()
            with connection.in_use:
                return connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            if is_of_text(error):
                return self._read_garbled(sql, parameters)
            raise self._explained(error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first row of a query, None when there is none."""
        try:
            connection = self._connections.own()
            with connection.in_use:
                return connection.execute(sql, parameters).fetchone()
        except sqlite3.Error as error:
            if is_of_text(error):
                return next(iter(self._read_garbled(sql, parameters)), None)
            raise self._explained(error) from error

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first column of the first row, None when there is no row."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    @contextmanager
    def stopped_by(self, check: Callable[[], object]) -> Iterator[None]:
        """Call `check` during this thread's statements, which are read; what it raises ends them.

        It may raise a RectoError or Superseded. SQLite calls it after so many of its steps.
        """
        with self._connections.own().stopped_by(check):
            yield

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement and return the row number of what it inserted."""
        try:
            connection = self._connections.own()
            with connection.in_use:
                return connection.execute(sql, parameters).lastrowid or 0
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""
        try:
            connection = self._connections.own()
            with connection.in_use:
                connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def check_writable(self) -> None:
        """Raise StoreError where nothing can be written, as a transaction would."""
        if self.read_only:
            is_newer = self.version > self._newest
            raise for_reading_only(self.path, is_newer=is_newer, is_full=self.is_full)

    @contextmanager
    def transaction(self, patience: float = BUSY_SECONDS) -> Iterator[None]:
        """Hold the only right to write until the end; on disk afterwards, or nothing happened.

        Raises StoreError where another process has it for longer than so many seconds.
        """
        self.check_writable()
        if patience == BUSY_SECONDS:
            self.execute("BEGIN IMMEDIATE")
        else:
            self.execute(f"PRAGMA busy_timeout={int(1000 * patience)}")
            try:
                self.execute("BEGIN IMMEDIATE")
            finally:
                self.execute(f"PRAGMA busy_timeout={int(1000 * BUSY_SECONDS)}")
        try:
            self._refuse_newer()
            yield
            self.execute("COMMIT")
        except BaseException:
            # The first error is the one to tell; what was closed meanwhile is undone by that.
            with suppress(sqlite3.Error, StoreError):
                connection = self._connections.own()
                with connection.in_use:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            raise
        with self._lock:
            self._commits += 1

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let this thread go on seeing the database as it is now, whatever others write.

        Within a transaction or another such moment it does so anyhow.
        """
        if self._connections.own().in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            self.execute("COMMIT")

    def close(self) -> None:
        """Close the connections of all threads; the file is complete without its log then."""
        self._connections.close()
        if self._guard is not None:
            self._guard.close()

    def problems(self) -> list[str]:
        """Look through the whole file and return what is wrong in it; takes a second for 300 MB."""
        try:
            found = [str(text) for (text,) in self.rows("PRAGMA quick_check(10)")]
        except StoreError as error:
            return [str(error.__cause__)]
        return [] if found == ["ok"] else found

    def _read_garbled(self, sql: str, parameters: Parameters) -> list[Any]:
        """Read rows again, with a replacement sign for what is no text any more.

        One changed bit must cost a letter, not the search or the export that meets with it.
        """
        self.distrust()
        try:
            return self._connections.own().readable_rows(sql, parameters)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    def distrust(self) -> None:
        """Have the next start look for what is damaged, and say so once."""
        if not self.is_garbled:
            self.is_garbled = True
            if self._guard is not None:
                suspect(self.path)
            if self.when_garbled is not None:
                self.when_garbled()

    @contextmanager
    def understood(self) -> Iterator[None]:
        """Raise DamageError where columns hold what was never written there, no JSON above all."""
        try:
            yield
        except (ValueError, TypeError, KeyError, IndexError) as error:
            self.distrust()
            raise explain(self.path, Code.MISMATCH, error, BUSY_SECONDS) from error

    def parsed(self, text: str) -> Any:
        """Return what a column says in JSON; see `understood`."""
        with self.understood():
            return json.loads(text)

    def _refuse_newer(self) -> None:
        """Stop writing to tables that a newer Recto has changed while this one had them open."""
        if self.version > self._newest:
            raise for_newer_tables(self.path)

    def connect(self) -> Connection:
        """Return a connection of its own, for its caller to close."""
        return connect(self.path, self._flags, self._pragmas)

    def _explained(self, error: sqlite3.Error) -> RectoError:
        """Return what SQLite's error means to a person."""
        if self._connections.is_closed:
            return closed()
        if "malformed JSON" in str(error):
            self.distrust()
            return explain(self.path, Code.MISMATCH, error, BUSY_SECONDS)
        explained = meaning_of(self.path, error)
        if isinstance(explained, DamageError) and self._guard is not None:
            suspect(self.path)
        return explained
