"""Looks at `library.db` beside the library that has it open, as docs/library-format.md tells it.

What is written here comes to an open library as another process's writing does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from recto.index import Library
from recto.index.database.database import Database
from recto.index.database.tables import VERSION
from recto.index.journal.acts import SHELL
from recto.index.safety import snapshots
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

Parameters = Sequence[Any] | Mapping[str, Any]


def rows(library: Library, sql: str, parameters: Parameters = ()) -> list[Any]:
    """Return all rows of a query."""
    with closing(sqlite3.connect(library.locations.database)) as connection:
        return connection.execute(sql, parameters).fetchall()


def value(library: Library, sql: str, parameters: Parameters = ()) -> Any:
    """Return the first column of a query's first row, None without rows."""
    found = rows(library, sql, parameters)
    return found[0][0] if found else None


def execute(library: Library, sql: str, parameters: Parameters = ()) -> None:
    """Change something, in a transaction of its own."""
    with closing(sqlite3.connect(library.locations.database)) as connection, connection:
        connection.execute(sql, parameters)


def acts(library: Library) -> list[str]:
    """Return the ids of all acts, in the order in which they came into this library."""
    return [act for (act,) in rows(library, "SELECT act FROM journal ORDER BY seq")]


def rev(library: Library) -> int:
    """Return the number that grows with every change of papers, places or sources."""
    return int(value(library, "SELECT value FROM meta WHERE key = 'rev'"))


@contextmanager
def opened(path: Path, *, read_only: bool = False) -> Iterator[Store]:
    """Open a library's file for as long as it takes."""
    database = Database(path, version=VERSION, read_only=read_only)
    try:
        yield Store(database)
    finally:
        database.close()


@contextmanager
def hasty_store(path: Path, *, window: str = SHELL) -> Iterator[Store]:
    """Open a store that leaves it to the system when the disk gets what is written."""
    store = open_store(path, window=window)
    store.database.execute("PRAGMA synchronous=OFF")  # whole seconds of waiting for the disk
    try:
        yield store
    finally:
        store.close()


def store_of(library: Library | Store, *, read_only: bool = False) -> AbstractContextManager[Store]:
    """Open a library's file once more; a store is itself."""
    if isinstance(library, Store):
        return nullcontext(library)
    return opened(library.locations.database, read_only=read_only)


def keep_snapshot(library: Library, why: str) -> Path:
    """Keep a snapshot apart from the daily ones."""
    with store_of(library) as store:
        return snapshots.keep_snapshot(store.database, why)
