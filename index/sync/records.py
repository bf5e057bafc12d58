"""Which papers are to travel, and which records of them a way does not hold yet.

As long as no paper has changed since a way held all, only those can be new to it that acts have
touched since: the rest of the library is not looked at then.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ..database.database import Database
from ..stream_names import IS_DAY, IS_RENEWED
from .memory import PAGE, Memory, page_name
from .runs import Run, has

_STREAMED = f"""SELECT l.pid FROM places l WHERE l.gid IN (SELECT g.gid FROM pages g
    JOIN sources s USING(sid) WHERE NOT g.hidden AND {IS_DAY.format("s.name")}
    AND substr(s.name, -10) >= :since)"""

_VERSIONS = f"""SELECT l.pid FROM places l WHERE l.gid IN (SELECT g.gid FROM pages g
    JOIN sources s USING(sid) WHERE {IS_RENEWED.format("s.name")} AND g.day >= :since)"""

_ALL_WANTED = f"""SELECT gid, number, pid FROM records WHERE pid IN (
    SELECT pid FROM marks WHERE value IS NOT NULL AND name <> 'private'
    UNION SELECT pid FROM positions UNION SELECT pid FROM drafts
    UNION {_STREAMED} UNION {_VERSIONS})"""
"""Records of all papers that travel."""

_WANTED = f"""SELECT j.value FROM json_each(:among) j WHERE
    EXISTS (SELECT 1 FROM marks m WHERE m.pid = j.value AND m.value IS NOT NULL
        AND m.name <> 'private')
    OR j.value IN (SELECT pid FROM positions) OR j.value IN (SELECT pid FROM drafts)
    OR j.value IN ({_STREAMED}) OR j.value IN ({_VERSIONS})"""

_TOUCHED = """SELECT t.pid FROM touched t JOIN journal j USING(seq) WHERE j.seq > :after
    OR j.act IN (SELECT subject FROM journal WHERE seq > :after AND subject IS NOT NULL)
    UNION SELECT pid FROM positions UNION SELECT pid FROM drafts"""
"""Papers that acts behind a row of the journal are about, those that they undo and redo among them,
and papers in registers, of which changes have no numbers."""

_AMONG = "IN (SELECT value FROM json_each(?))"


class HeldRecords:
    """The records that a way holds, by row number of their page; of some pages or of all."""

    def __init__(
        self, database: Database, memory: Memory, gids: Collection[int] | None = None
    ) -> None:
        sql = "SELECT g.gid, s.name, g.digest FROM pages g JOIN sources s USING(sid)"
        if gids is None:
            rows = database.rows(sql)
        else:
            rows = database.rows(f"{sql} WHERE g.gid {_AMONG}", (json.dumps(list(gids)),))
        self._names = {gid: page_name(source, digest) for gid, source, digest in rows}
        if gids is None:
            held = memory.all(PAGE)
        else:
            held = {name: memory.get(PAGE, name) or [] for name in self._names.values()}
        self._runs: dict[int, Sequence[Run]] = {
            gid: held[name] for gid, name in self._names.items() if held.get(name)
        }

    def name(self, gid: int) -> str:
        """Return the name under which a page is remembered."""
        return self._names[gid]

    def has(self, gid: int, number: int) -> bool:
        """Tell whether the way holds a record of a page."""
        return has(self._runs.get(gid, ()), number)

    def is_all(self, gid: int, size: int) -> bool:
        """Tell whether the way holds as many records of a page as it has here."""
        return size <= sum(last - first + 1 for first, last in self._runs.get(gid, ()))


def unsent_papers(
    database: Database,
    memory: Memory,
    private: Collection[int],
    *,
    since: str | None,
    after: int | None,
) -> set[int]:
    """Return the papers that are to travel and of which the way does not hold all records.

    All travel where there is no day `since` which those do that are followed. Where the way held
    all `after` a row of the journal, and no paper has changed, that is where it begins.
    """
    if after is None and since is not None:
        held = HeldRecords(database, memory)
        rows: Sequence[Any] = database.rows(_ALL_WANTED, {"since": since})
    elif after is None:
        sizes = database.rows("SELECT gid, count(*) FROM records GROUP BY gid")
        held = HeldRecords(database, memory)
        short = [gid for gid, size in sizes if not held.is_all(gid, size)]
        rows = _records(database, "gid", short)
    else:
        touched = database.rows(_TOUCHED, {"after": after})
        rows = _records(database, "pid", [pid for (pid,) in touched])
        held = HeldRecords(database, memory, {gid for gid, _, _ in rows})
    unsent = {pid for gid, number, pid in rows if pid not in private and not held.has(gid, number)}
    if since is None or after is None or not unsent:
        return unsent
    return _wanted(database, unsent, since)


def _records(
    database: Database, column: str, values: Iterable[int]
) -> Sequence[tuple[int, int, int]]:
    sql = f"SELECT gid, number, pid FROM records WHERE {column} {_AMONG}"
    return database.rows(sql, (json.dumps(list(values)),))


def _wanted(database: Database, among: Collection[int], since: str) -> set[int]:
    parameters = {"among": json.dumps(list(among)), "since": since}
    return {pid for (pid,) in database.rows(_WANTED, parameters)}
