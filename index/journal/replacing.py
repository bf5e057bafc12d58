"""Which acts a new act replaces: those in force where it sets something.

An act that it has seen may be named for one paper and speak of another too; that is no harm, since
whatever it sets there was set after that act.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..database.database import Database
from .acts import IS_DECIDING, REMOVED
from .fold import NOTE
from .projection import Projection

UNITED = "united"
"""The key in `meta` that says whether acts from elsewhere were ever taken in."""

_MARKED = (
    "SELECT DISTINCT m.act, {} FROM json_each(?) j "
    "CROSS JOIN marks m ON m.pid = j.value AND m.name = ?"
)


def replaced(
    database: Database,
    projection: Projection,
    rowids: Sequence[int],
    data: Mapping[str, Any],
    clock: int,
) -> list[str]:
    """Return the acts that an act with these data and this clock replaces, notes apart."""
    found: set[str] = set()
    is_alone = _is_alone(database, clock)
    where = _where(rowids, data)
    held: set[int] = set()
    for name, among in where.items():
        sql = _MARKED.format("NULL" if is_alone else "m.pid")
        for act, rowid in database.rows(sql, (json.dumps(among), name)):
            found.add(act)
            held.add(rowid)
    if not is_alone and found:
        # What is kept as a mark is the last of several that were set apart.
        for (rowid, name), versions in projection.heads(held, where).items():
            if rowid in held and name in where:
                found.update(head.act for head in versions)
    registers = list(data.get("library", ()))
    if registers:
        found |= projection.setters(registers, is_alone=is_alone)
        found |= _adding(database, registers)
    found |= _removing(database, (page["name"] for page in data.get("sources", ())))
    return sorted(found)


def replaced_reversals(database: Database, act: str) -> list[str]:
    """Return the undo and redo rows that have decided about an act until now."""
    sql = f"SELECT r.act FROM journal r WHERE r.subject = ? AND {IS_DECIDING} ORDER BY r.act"
    return [row for (row,) in database.rows(sql, (act,))]


def _is_alone(database: Database, clock: int) -> bool:
    """Tell whether what is kept of each mark was set by the one act that is to be named.

    All acts of one library have seen each other; only a clock that was set back since can have left
    one that another does not name and this act's clock does not beat.
    """
    if database.value("SELECT 1 FROM meta WHERE key = ?", (UNITED,)):
        return False
    return database.row("SELECT 1 FROM journal WHERE clock > ? LIMIT 1", (clock,)) is None


def _where(rowids: Sequence[int], data: Mapping[str, Any]) -> dict[str, Sequence[int]]:
    """Return on which papers an act sets each of its marks."""
    where: dict[str, Sequence[int]] = dict.fromkeys(data.get("set", ()), rowids)
    own: dict[str, list[int]] = {}
    for rowid, changes in zip(rowids, data.get("each", ()), strict=False):
        for name in changes:
            if name not in where:
                own.setdefault(name, []).append(rowid)
    where.update(own)
    where.pop(NOTE, None)
    return where


def _adding(database: Database, registers: Iterable[str]) -> set[str]:
    """Return the acts that added the pages of sources that are removed."""
    sources = [name.removeprefix(REMOVED) for name in registers if name.startswith(REMOVED)]
    sql = "SELECT act FROM brought WHERE source IN (SELECT value FROM json_each(?))"
    return {act for (act,) in database.rows(sql, (json.dumps(sources),))} if sources else set()


def _removing(database: Database, sources: Iterable[str]) -> set[str]:
    """Return the acts that removed the sources of pages that are added."""
    names = json.dumps([REMOVED + name for name in sources])
    if names == "[]":
        return set()
    sql = (
        "SELECT j.act FROM named n JOIN journal j USING(seq) "
        "WHERE n.name IN (SELECT value FROM json_each(?))"
    )
    return {act for (act,) in database.rows(sql, (names,))}
