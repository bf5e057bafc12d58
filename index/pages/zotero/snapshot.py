"""A copy of a database that its program may have open and locked, whole as of one moment."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...database.connections import Connection, connect, explained, readable
from ...disk.temporary import TemporaryDirectory
from ...errors import SourceError, StoreError
from ...text import clean

_BESIDE = ("", "-wal", "-journal")
"""The endings of the files that a database of SQLite is: itself, its log or its journal."""

_ATTEMPTS = 20
_PAUSE = 0.1
"""Seconds between two attempts; a program that writes does not do so all the time."""


class CopiedDatabase:
    """The copy, open to be read."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name
        """What the database is called that it is a copy of."""

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Return what a query finds; raises SourceError where that cannot be read."""
        with _read_as(self.name):
            return self._connection.execute(sql, values).fetchall()

    def has(self, table: str, columns: str = "") -> bool:
        """Whether there is a table with these columns, which blanks part; a view is none."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return bool(self.rows(sql, table)) and not self._missing(table, columns)

    def complete(self, table: str, columns: str) -> None:
        """Make in the copy what its original lacks of a table: empty, where there is no other."""
        if not self.has(table):
            self.rows(f'DROP VIEW IF EXISTS "{table}"')
            self.rows(f'CREATE TABLE "{table}"({", ".join(columns.split())})')
        for column in self._missing(table, columns):
            self.rows(f'ALTER TABLE "{table}" ADD COLUMN {column}')

    def _missing(self, table: str, columns: str) -> list[str]:
        found = {row[1] for row in self.rows(f'PRAGMA table_info("{table}")')}
        return [column for column in columns.split() if column not in found]


@contextmanager
def opened_copy(
    database: Path, pause: Callable[[float], object] = time.sleep
) -> Iterator[CopiedDatabase]:
    """Give a copy of a database, open; SourceError where it cannot be had.

    The copy is as it was at one moment: files that changed while they were copied are copied anew.
    The lock of the program that has it open is not asked for, and nothing beside it is written.
    """
    name = clean(str(database))
    with _read_as(name):
        directory = TemporaryDirectory()
    with directory:
        with _read_as(name):
            copy = directory.path / "copy.sqlite"
            _copy_whole(database, copy, pause)
            connection = connect(copy, "mode=rw")
        try:
            connection.text_factory = readable
            yield CopiedDatabase(connection, name)
        finally:
            connection.close()


@contextmanager
def _read_as(name: str) -> Iterator[None]:
    """Raise what the system or SQLite refuses within as a SourceError about the database."""
    try:
        with explained(Path(name)):
            yield
    except (StoreError, UnicodeDecodeError) as error:  # SQLite quotes what is damaged, as it is
        if isinstance(error.__cause__, OSError):
            reason, hint = f"{error.__cause__.strerror or error.__cause__}.", ""
        else:
            reason, hint = "It is no database, or a damaged one.", "Let its program check it."
        raise SourceError(f"Cannot read {name}", reason, hint) from error


def _copy_whole(database: Path, copy: Path, pause: Callable[[float], object]) -> None:
    for attempt in range(_ATTEMPTS):
        if attempt:
            pause(_PAUSE)
        before = _stamps(database)
        _copy(database, copy)
        if _stamps(database) == before:
            return
    raise SourceError(
        f"Cannot read {clean(str(database))}",
        "Its program writes it all the time.",
        "Try again in a moment, or close that program.",
    )


def _stamps(database: Path) -> list[tuple[int, int] | None]:
    """Return what tells whether the files of a database have changed."""
    found: list[tuple[int, int] | None] = []
    for ending in _BESIDE:
        try:
            status = database.with_name(database.name + ending).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((status.st_size, status.st_mtime_ns))
    return found


def _copy(database: Path, copy: Path) -> None:
    for ending in _BESIDE:
        target = copy.with_name(copy.name + ending)
        target.unlink(missing_ok=True)
        try:
            shutil.copyfile(database.with_name(database.name + ending), target)
        except FileNotFoundError:
            if not ending:
                raise
