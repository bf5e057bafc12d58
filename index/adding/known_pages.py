"""Pages as the library has them: the rows that files come to, found by name and bytes."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple

from ..database.database import Database
from ..text import clean


class KnownPage(NamedTuple):
    """A page that the library has."""

    gid: int
    sid: int
    import_no: int
    is_hidden: bool
    done: int | None
    """How many of its records were taken in before it was interrupted; None for all."""
    day: str | None


def page_name(name: str) -> str:
    """Return the name under which a file that is called so is kept."""
    return clean(name) or "unnamed"


def find_page(database: Database, name: str, checksum: str) -> KnownPage | None:
    """Return the page of a file, None where the library does not have it."""
    row = database.row(
        "SELECT g.gid, g.sid, g.import_no, g.hidden, g.done, g.day "
        "FROM pages g JOIN sources s USING(sid) WHERE s.name = ? AND g.digest = ?",
        (name, checksum),
    )
    return KnownPage(*row) if row else None


def insert_page(
    database: Database,
    name: str,
    checksum: str,
    import_no: int,
    *,
    day: str | None,
    kind: str | None,
) -> tuple[int, int]:
    """Make a page without papers, of a source of this name; return its number and the source's."""
    database.execute("INSERT OR IGNORE INTO sources(name) VALUES (?)", (name,))
    sid = database.value("SELECT sid FROM sources WHERE name = ?", (name,))
    gid = database.execute(
        "INSERT INTO pages(sid, import_no, digest, day, kind) VALUES (?, ?, ?, ?, ?)",
        (sid, import_no, checksum, day, kind),
    )
    return gid, sid


def give_to_import(database: Database, gid: int, import_no: int) -> int:
    """Let a page that was out of sight be of this import; return the papers that come back."""
    database.execute("UPDATE pages SET import_no = ? WHERE gid = ?", (import_no, gid))
    return int(
        database.value(
            "SELECT count(*) FROM places JOIN papers USING(pid) WHERE gid = ? AND hidden", (gid,)
        )
    )


def placed_on(database: Database, gid: int, rowids: Collection[int]) -> set[int]:
    """Return those of some papers that stand on a page."""
    rows = database.rows(
        "SELECT pid FROM places WHERE gid = ? AND pid IN (SELECT value FROM json_each(?))",
        (gid, json.dumps(list(rowids))),
    )
    return {rowid for (rowid,) in rows}


def told_on(database: Database, gid: int, rowids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return how many records of some papers a page has, and the last one's number."""
    rows = database.rows(
        "SELECT pid, count(*), max(number) FROM records "
        "WHERE gid = ? AND pid IN (SELECT value FROM json_each(?)) GROUP BY pid",
        (gid, json.dumps(list(rowids))),
    )
    return {rowid: (count, last) for rowid, count, last in rows}
