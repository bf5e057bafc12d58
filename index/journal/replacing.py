"""Which acts a new act replaces: those in force where it sets something.

An act that it has seen may be named for one paper and speak of another too; that is no harm, since
whatever it sets there was set after that act.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..database.database import Database
from .acts import IS_DECIDING, REMOVED, compact
from .fold import is_note
from .projection import AMONG, SPEAKS_OF, Projection

UNITED = "united"
"""The key in `meta` that says whether acts from elsewhere were ever taken in."""

_MARKED = (
    "SELECT DISTINCT m.act FROM json_each(?) j CROSS JOIN marks m ON m.pid = j.value AND m.name = ?"
)

_SPEAKING = f"""SELECT j.seq, CASE WHEN instr(j.data, '"each":') THEN j.data ELSE '{{}}' END
    FROM journal j WHERE j.subject IS NULL AND {SPEAKS_OF}
    AND j.seq IN (SELECT seq FROM touched WHERE pid {AMONG})"""
"""The acts on some papers that speak of some marks, with their data where those differ by paper."""

_LAST_ITEMS = f"SELECT seq, max(item) FROM touched WHERE seq {AMONG} GROUP BY seq"

# The sign keeps SQLite from looking up each pair of a paper and an act.
_ALIKE = f"""SELECT min(pid) FROM (
    SELECT pid, group_concat(CASE WHEN seq {AMONG} THEN seq || ':' || item ELSE seq END) acts
    FROM touched WHERE pid {AMONG} AND +seq {AMONG} GROUP BY pid) GROUP BY acts"""
"""One paper of all those on which the same acts set the same marks."""


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
    for name, among in where.items():
        found.update(act for (act,) in database.rows(_MARKED, (json.dumps(among), name)))
    if not is_alone and found:
        # What is kept as a mark is the last of several that were set apart.
        papers = _alike(database, rowids, where)
        for (_, name), versions in projection.heads(papers, where).items():
            if name in where:
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


def _alike(database: Database, rowids: Sequence[int], marks: Collection[str]) -> list[int]:
    """Return one paper for all those on which the same acts set the same of these marks.

    Many are marked at once, and what is replaced on one of them is replaced on all.
    """
    papers = json.dumps(list(rowids))
    spoken = json.dumps([compact(name) for name in marks])
    acts = dict(database.rows(_SPEAKING, (spoken, papers)))
    each = {seq: database.parsed(data).get("each", []) for seq, data in acts.items()}
    lengths = dict(database.rows(_LAST_ITEMS, (json.dumps([seq for seq in each if each[seq]]),)))
    uneven = [
        seq
        for seq, last in lengths.items()
        if last >= len(each[seq]) or len({frozenset(one.keys() & marks) for one in each[seq]}) > 1
    ]
    lists = (json.dumps(uneven), papers, json.dumps(list(acts)))
    return [rowid for (rowid,) in database.rows(_ALIKE, lists)]


def _where(rowids: Sequence[int], data: Mapping[str, Any]) -> dict[str, Sequence[int]]:
    """Return on which papers an act sets each of its marks."""
    where: dict[str, Sequence[int]] = dict.fromkeys(data.get("set", ()), rowids)
    own: dict[str, list[int]] = {}
    for rowid, changes in zip(rowids, data.get("each", ()), strict=False):
        for name in changes:
            if name not in where:
                own.setdefault(name, []).append(rowid)
    where.update(own)
    return {name: among for name, among in where.items() if not is_note(name)}


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
