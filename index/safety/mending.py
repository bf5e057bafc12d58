"""Texts that cannot be read, repaired one by one, so that each costs its own field alone.

A text comes back from a snapshot that has it but for some bytes, by flipping a bit back, from the
journal where it was derived of that, or with a replacement sign in it.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

from ..database.connections import Connection, explained, readable
from ..database.database import Database
from ..database.guard import damaged_directory
from ..database.tables import VERSION
from ..disk.whole_files import synchronise
from ..errors import StoreError
from ..identity.titles import title_key
from ..journal.acts import SHELL, compact, new_act
from ..journal.projection import Projection
from .daily.assembly import whole
from .machines import HOMES
from .snapshots import snapshots
from .soundness import faults_of
from .texts import Garbled, garbled_texts, is_good, read_raw

_MOST_BYTES = 8
"""Bytes by which a damaged text may differ from the same text in a snapshot."""

_DERIVED = frozenset({"marks", "settings", "named", "brought"})
"""Tables that are made anew from the journal."""

_EMPTY = {"object": "{}", "array": "[]", "any": "null"}
"""What stands where JSON is damaged and no snapshot has it."""

_NAMED = 3
"""Repairs that are told one by one."""


_SERVES: Mapping[tuple[str, str], Callable[[], str]] = {
    ("meta", "value"): lambda: os.urandom(8).hex(),
    ("journal", "act"): new_act,
    ("journal", "subject"): new_act,
    ("journal", "machine"): lambda: "unknown",
    ("journal", "window"): lambda: SHELL,
}
"""Names that may be any name as long as no other row has it, or that decide nothing."""

_TOLD_BY = {
    ("journal", "kind"): "SELECT CASE WHEN subject IS NOT NULL THEN 'undo' "
    "WHEN instr(data, '\"sources\":') THEN 'add' ELSE 'mark' END FROM journal WHERE seq = ?",
    ("sources", "name"): "SELECT DISTINCT source FROM brought WHERE source NOT IN "
    "(SELECT name FROM sources WHERE sid <> ?)",
    ("pages", "digest"): "SELECT DISTINCT b.digest FROM brought b JOIN sources s "
    "ON s.name = b.source JOIN pages g USING(sid) WHERE g.gid = ? AND b.digest NOT IN "
    "(SELECT o.digest FROM pages o WHERE o.sid = g.sid AND o.gid <> g.gid)",
}
"""Where other columns tell a text; what they answer counts where it is one alone."""


def mend_texts(database: Database) -> list[str]:
    """Repair all texts that cannot be read, in one transaction, and say which.

    What stood there is kept beside the library. Raises StoreError.
    """
    with ExitStack() as stack:
        stack.enter_context(explained(database.path))
        found = list(garbled_texts(database))
        if not found:
            return _mend_indexes(database)
        aside = _keep_aside(database.path, found)
        snapshot = _sound_snapshot(database.path, stack)
        with database.transaction():
            for table in {garbled.table.name for garbled in found}:
                database.execute(f"REINDEX {table}")
            told = [_mend(database, garbled, snapshot) for garbled in found]
            database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
            rowids = [garbled.key[0] for garbled in found if garbled.table.name == "texts"]
            database.execute(
                "UPDATE papers SET rev = (SELECT value FROM meta WHERE key = 'rev') "
                "WHERE pid IN (SELECT value FROM json_each(?))",
                (json.dumps(rowids),),
            )
            # A paper goes by the id that it is shown with, whichever of the two was damaged.
            database.execute("INSERT OR IGNORE INTO ids(alias, pid) SELECT id, pid FROM papers")
            if any(garbled.table.name in {*_DERIVED, "journal"} for garbled in found):
                Projection(database).rebuild()
    database.is_garbled = False
    more = f" and {len(told) - _NAMED:,} more" if len(told) > _NAMED else ""
    return [
        f"Texts of the library were damaged on the disk and are repaired: "
        f"{'; '.join(told[:_NAMED])}{more}. What stood there is kept in {aside}. Have the disk "
        "checked."
    ]


def _sound_snapshot(library: Path, stack: ExitStack) -> Connection | None:
    """Open the newest sound snapshot of a library, for as long as the stack says."""
    for path in snapshots(library):
        with suppress(StoreError), ExitStack() as opening:
            source = opening.enter_context(whole(path, path.parent))
            if not faults_of(source):
                opened = closing(Database(source, version=VERSION, read_only=True))
                snapshot = opening.enter_context(read_raw(opening.enter_context(opened)))
                stack.push(opening.pop_all())
                return snapshot
    return None


def _mend(database: Database, garbled: Garbled, snapshot: Connection | None) -> str:
    """Repair one text, and return what was done."""
    table, column, key, data = garbled
    where = " AND ".join(
        f"{name} = {_bound(value)}" for name, value in zip(table.key, key, strict=True)
    )
    name = f"{column.name} in {table.name}"
    if table.name in ("papers", "texts"):
        id = database.value("SELECT id FROM papers WHERE pid = ?", (key[0],))
        name = f"the {column.name} of {id}"
    text, origin = _from_snapshot(garbled, where, snapshot), "from a snapshot"
    if text is None and "\ufffd" not in (mended := readable(data)):
        text, origin = mended, "by flipping a bit back"
    if text is None or not is_good(column, text.encode()):
        text, origin = _anew(database, garbled), "anew"
    if text is None:
        text, origin = readable(data), "with � for what cannot be read"
        if not is_good(column, text.encode()):
            text, origin = _EMPTY[column.json or "any"], "empty, since no snapshot has it"
    if table.name in _DERIVED:
        origin = "from the journal"
    database.execute(
        f"UPDATE OR IGNORE {table.name} SET {column.name} = ? WHERE {where}", (text, *key)
    )
    if column.name in table.key:
        # Where another row has that key by now, this one told the same.
        database.execute(f"DELETE FROM {table.name} WHERE {where}", key)
    return f"{name} ({origin})"


def _from_snapshot(garbled: Garbled, where: str, snapshot: Connection | None) -> str | None:
    """Return the text that a snapshot has instead, None where that is another one."""
    table, column, key, data = garbled
    if snapshot is None or column.name in table.key:
        return None
    sql = f"SELECT {column.name} FROM {table.name} WHERE {where}"
    row = snapshot.execute(sql, key).fetchone()
    if row is None or not isinstance(row[0], bytes) or len(row[0]) != len(data):
        return None
    differing = sum(one != other for one, other in zip(row[0], data, strict=True))
    return row[0].decode() if differing <= _MOST_BYTES and is_good(column, row[0]) else None


def _anew(database: Database, garbled: Garbled) -> str | None:
    """Return a text that other columns tell or that serves as well, None where none does."""
    table, column, key, _ = garbled
    place = (table.name, column.name)
    if place == ("journal", "data"):
        return _data_of_act(database, int(key[0]))
    if place == ("meta", "value") and key == (HOMES.encode(),):
        return "[]"
    if place == ("titles", "key"):
        title = database.value("SELECT title FROM texts WHERE pid = ?", (key[1],))
        return title_key(title) if title else None
    if place in _SERVES:
        return _SERVES[place]()
    if place in _TOLD_BY:
        found = database.rows(_TOLD_BY[place], key)
        return str(found[0][0]) if len(found) == 1 else None
    return None


def _data_of_act(database: Database, seq: int) -> str | None:
    """Return what an act set and brought, as far as that still holds; None for nothing."""
    act = database.value("SELECT act FROM journal WHERE seq = ?", (seq,))
    items = dict(database.rows("SELECT item, pid FROM touched WHERE seq = ?", (seq,)))
    each: list[dict[str, Any]] = [{} for _ in range(max(items, default=-1) + 1)]
    for item, rowid in items.items():
        sql = "SELECT name, value FROM marks WHERE pid = ? AND act = ?"
        each[item] = dict(database.rows(sql, (rowid, act)))
    rows = database.rows("SELECT name, value FROM settings WHERE act = ?", (act,))
    library = {name: value and json.loads(value) for name, value in rows}
    data: dict[str, Any] = {"each": each} if any(each) else {}
    data |= {"library": library} if library else {}
    pages = database.rows("SELECT source, digest FROM brought WHERE act = ?", (act,))
    data |= (
        {"sources": [{"name": name, "digest": digest} for name, digest in pages]} if pages else {}
    )
    return compact(data) if data else None


def _mend_indexes(database: Database) -> list[str]:
    """Make indexes anew whose own copy of a text is damaged."""
    found = [str(text) for (text,) in database.rows("PRAGMA integrity_check(10)")]
    if found == ["ok"]:
        return []
    if not all(
        re.search(r"missing from index|entries in index|non-unique entry", text) for text in found
    ):
        return []  # more than this can repair
    database.execute("REINDEX")
    return ["An index of the library was damaged on the disk and was made anew. Have it checked."]


def _bound(value: Any) -> str:
    """Return the parameter of a key; a text that cannot be read is given as its bytes."""
    return "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"


def _keep_aside(library: Path, found: Iterable[Garbled]) -> Path:
    """Keep the bytes of damaged texts as JSON Lines, and return where."""
    directory = damaged_directory(library)
    directory.mkdir(mode=0o700, exist_ok=True)
    path = directory / f"texts-{time.strftime('%Y-%m-%d-%H%M%S')}.jsonl"
    path.touch(0o600)
    with path.open("a", encoding="utf-8") as file:
        for table, column, key, data in found:
            told = [value.hex() if isinstance(value, bytes) else value for value in key]
            line = {"table": table.name, "column": column.name, "key": told, "hex": data.hex()}
            file.write(compact(line) + "\n")
    synchronise(path)
    return path
