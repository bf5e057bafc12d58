"""A look at the pages that have changed since a library was last looked through.

All others are what they were then, byte by byte. Where a page is in doubt all of the library is to
be looked through: so this need not tell what is wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from ...database.connections import Connection
from ...database.database import APPLICATION_ID, Database
from ...database.tables import TABLES, VERSION
from ...database.trees import free_pages, pages_of, rows_of
from ...disk.whole_files import passing_file
from ...errors import StoreError
from ..schema import Column, Table, tables
from ..soundness import has_odd_rows, is_act
from ..texts import is_good
from .moments import Moment

_Rows = dict[str, list[dict[str, Any]]]
"""Rows by their tables, each by the names of its columns."""

_TYPES: dict[str, tuple[type, ...]] = {
    "TEXT": (bytes,),
    "INTEGER": (int,),
    "REAL": (float, int),
    "": (bytes, int, float),
}


def has_broken_trees(connection: Connection, pause: Callable[[], None]) -> bool:
    """Tell whether the pages of a library lead anywhere but to its rows, table by table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        (told,) = connection.execute(f"PRAGMA quick_check('{name}')").fetchone()
        if told != "ok":
            return True
        pause()
    return False


def are_doubtful(
    moment: Moment, changed: Iterable[int], directory: Path, pause: Callable[[], None]
) -> bool:
    """Tell whether rows on changed pages may be what no Recto writes, or what cannot be read."""
    try:
        rows = _rows(moment, set(changed), pause)
        if not all(map(is_act, _acts(rows))) or _belong_to_nothing(moment.connection, rows):
            return True
        with passing_file(directory, "looked-at.db") as path:
            return _are_odd(path, rows)
    except (ValueError, IndexError, StoreError):
        return True


def _rows(moment: Moment, changed: set[int], pause: Callable[[], None]) -> _Rows:
    """Return the rows on changed pages; ValueError where one is in doubt."""
    pages, connection = moment.pages, moment.connection
    known = {table.name: table for table in tables()}
    header = pages.read(1)
    usable = pages.size - header[20]
    rows: _Rows = defaultdict(list)
    visited: set[int] = set()
    mapped: set[int] = set()
    trees = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage").fetchall()
    for name, root in [("sqlite_schema", 1), *trees]:
        own = set(pages_of(pages.read, root))
        mapped |= own
        pause()
        table = known.get(name)
        columns = _stored(connection, table) if table else []
        for number in own & changed:
            for values in rows_of(pages.read, number, usable, visited):
                if table:
                    rows[name].append(_row(columns, values))
    if changed - mapped - visited - free_pages(pages.read):
        raise ValueError("pages have changed on which a row ends that has not")
    return rows


def _stored(connection: Connection, table: Table) -> list[Column]:
    """Return the columns of a table in the order in which a row has them."""
    columns = {column.name: column for column in table.columns}
    told = connection.execute(f"PRAGMA table_info('{table.name}')").fetchall()
    is_without_rowid = any(
        f"TABLE {table.name}(" in sql and "WITHOUT ROWID" in sql for sql in TABLES
    )
    if is_without_rowid:
        key = sorted((place, name) for _, name, *_, place in told if place)
        names = [name for _, name in key] + [name for _, name, *_, place in told if not place]
    else:
        names = [name for _, name, *_ in told]
    return [columns[name] for name in names]


def _row(columns: list[Column], values: list[Any]) -> dict[str, Any]:
    """Return a row with its texts read; ValueError for what cannot stand there.

    A row's own number stands in no column, and is NULL.
    """
    if len(values) > len(columns):
        raise ValueError("more values than columns")
    row = {}
    for column, value in zip(columns, values, strict=False):
        if value is None:
            continue
        if not isinstance(value, _TYPES[column.type]):
            raise ValueError(f"{column.name} is of another type")
        if isinstance(value, bytes) and not is_good(column, value):
            raise ValueError(f"{column.name} cannot be read")
        row[column.name] = value.decode() if isinstance(value, bytes) else value
    return row


def _acts(rows: _Rows) -> Iterable[list[object]]:
    names = ("act", "machine", "window", "clock", "wall", "kind", "subject", "papers", "data")
    return ([row.get(name) for name in names] for row in rows.get("journal", ()))


def _belong_to_nothing(connection: Connection, rows: _Rows) -> bool:
    """Tell whether a row is of a paper that is not there."""
    papers = {
        row["pid"]
        for name, found in rows.items()
        if name != "gone"
        for row in found
        if "pid" in row
    }
    sql = "SELECT count(*) FROM papers WHERE pid IN (SELECT value FROM json_each(?))"
    return bool(connection.execute(sql, (json.dumps(list(papers)),)).fetchone()[0] != len(papers))


def _are_odd(path: Path, rows: _Rows) -> bool:
    """Tell whether rows are odd, in a library that has no others."""
    with closing(Database(path, version=VERSION, has_log=False)) as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("PRAGMA synchronous=OFF")
        database.execute("BEGIN")
        for statement in TABLES:
            if statement.startswith("CREATE TABLE"):
                database.execute(statement)
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        for name, found in rows.items():
            for row in found:
                columns, marks = ", ".join(row), ", ".join("?" * len(row))
                sql = f"INSERT INTO {name}({columns}) VALUES ({marks})"
                database.execute(sql, tuple(row.values()))
        database.execute("COMMIT")
        return any(has_odd_rows(database, table) for table in tables() if table.name in rows)
