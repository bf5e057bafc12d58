"""Texts of a library that cannot be read: bytes that are no UTF-8, or no JSON where that belongs.

SQLite has no checksums of what it keeps, and a changed bit in a text breaks nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from ..database.connections import Connection, explained
from ..database.database import Database
from .schema import Column, Table, tables


class Garbled(NamedTuple):
    """A text that cannot be read."""

    table: Table
    column: Column
    key: tuple[Any, ...]
    """The values of the table's key columns; texts as bytes."""
    data: bytes


def garbled_texts(database: Database, rowids: Iterable[int] | None = None) -> Iterator[Garbled]:
    """Yield the texts of a library that cannot be read, or those of some papers alone."""
    wanted = None if rowids is None else json.dumps(list(rowids))
    for table in tables():
        texts = [column for column in table.columns if column.type in ("TEXT", "")]
        if not texts or (wanted is not None and "pid" not in table.names):
            continue
        names = ", ".join([*table.key, *(column.name for column in texts)])
        sql = f"SELECT {names} FROM {table.name} NOT INDEXED"
        if wanted is not None:
            sql = f"SELECT {names} FROM {table.name} WHERE pid IN (SELECT value FROM json_each(?))"
        width = len(table.key)
        with read_raw(database) as connection:
            for row in connection.execute(sql, () if wanted is None else (wanted,)):
                for column, value in zip(texts, row[width:], strict=True):
                    if isinstance(value, bytes) and not is_good(column, value):
                        yield Garbled(table, column, tuple(row[:width]), value)


def is_good(column: Column, data: bytes) -> bool:
    """Tell whether bytes are what a column holds."""
    try:
        text = data.decode()
        if column.json:
            value = json.loads(text)
            kinds: dict[str, type] = {"array": list, "object": dict, "any": object}
            return isinstance(value, kinds[column.json])
    except (ValueError, RecursionError):
        return False
    return True


@contextmanager
def read_raw(database: Database) -> Iterator[Connection]:
    """Give a connection whose texts are bytes. Raises DamageError where a page is broken."""
    with explained(database.path), closing(database.connect()) as connection:
        connection.text_factory = bytes
        yield connection
