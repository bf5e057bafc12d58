"""A file of SQLite with one table, for tests of how the database is opened and written."""

from __future__ import annotations

from pathlib import Path

from recto.index.database.database import APPLICATION_ID, Database


def make(path: Path) -> Database:
    database = Database(path, version=1)
    with database.transaction():
        database.execute("CREATE TABLE numbers(number)")
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute("PRAGMA user_version=1")
    return database
