"""What is private goes nowhere: neither papers so marked nor what acts set on them.

An act on several papers goes without those that are private; `journal.completing` unites it with
the rest once that is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..database.database import Database
from ..journal.acts import LABEL, PRIVATE, REMOVED, SAYS
from ..journal.rows import Row
from ..store.saved_searches import LOOKED

_PRIVATE = f"SELECT pid FROM marks WHERE name = '{PRIVATE}' AND value IS NOT NULL"

_TOUCHED = f"SELECT seq, item FROM touched WHERE pid IN ({_PRIVATE})"

_PAGES = f"""SELECT s.name, g.digest FROM pages g JOIN sources s USING(sid)
    WHERE g.gid IN (SELECT gid FROM records WHERE pid IN ({_PRIVATE}))
    AND NOT EXISTS (SELECT 1 FROM records r WHERE r.gid = g.gid AND r.pid NOT IN ({_PRIVATE}))"""
"""Pages that have private papers alone; few records are looked at where few papers are private."""


_IDS = f"SELECT alias FROM ids WHERE pid IN ({_PRIVATE})"


def private_pages(database: Database) -> set[tuple[str, str]]:
    """Return the pages that have private papers alone, by source and digest."""
    return {(name, digest) for name, digest in database.rows(_PAGES)}


def private_papers(database: Database) -> set[int]:
    """Return the papers that stay here, by row number."""
    return {pid for (pid,) in database.rows(_PRIVATE)}


class Privacy:
    """Which papers are private now, and what is left of acts without them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.papers = private_papers(database)
        self._items: dict[int, set[int]] = {}
        self._pages: set[tuple[str, str]] = set()
        if self.papers:
            for seq, item in database.rows(_TOUCHED):
                self._items.setdefault(seq, set()).add(item)
            self._pages = private_pages(database)
        self._ids = {id for (id,) in database.rows(_IDS)} if self.papers else set()
        self._sources = {name for name, _ in self._pages}

    def public(self, rows: Mapping[int, Row]) -> dict[int, Row | None]:
        """Return what may be told of rows of the journal, by their numbers; None for nothing."""
        if not self.papers:
            return dict(rows)
        told: dict[int, Row | None] = {}
        for seq, row in rows.items():
            told[seq] = row if row.subject is not None else self._public(seq, row)
        reversals = {seq: row for seq, row in rows.items() if row.subject is not None}
        subjects = self._subjects([str(row.subject) for row in reversals.values()])
        for seq, row in reversals.items():
            known = subjects.get(str(row.subject))
            if known is not None and self._public(*known) is None:
                told[seq] = None
        return told

    def _public(self, seq: int, row: Row) -> Row | None:
        items = self._items.get(seq, set())
        data = dict(row.data)
        if pages := data.get("sources"):
            data["sources"] = [
                page for page in pages if (page["name"], page["digest"]) not in self._pages
            ]
            if not data["sources"] and len(items) == len(row.papers):
                return None
        if library := data.get("library"):
            data["library"] = {
                name: value for name, value in library.items() if not self._is_private(name, value)
            }
            if not data["library"]:
                del data["library"]
                if len(items) == len(row.papers):
                    return None
        if not items:
            return row if data == row.data else replace(row, data=data)
        if row.kind in SAYS:
            return None
        left = [item for item in range(len(row.papers)) if item not in items]
        each: Sequence[Any] = data.pop("each", ())
        if left and each:
            data["each"] = [each[item] if item < len(each) else {} for item in left]
        if not left:
            data.pop("set", None)
            data.pop("base", None)
            if not (data.get("library") or data.get("sources")):
                return None
        return replace(row, papers=[row.papers[item] for item in left], data=data)

    def _is_private(self, name: str, value: object) -> bool:
        """Tell whether a register of the library speaks of what is private."""
        if name.startswith(LOOKED):
            return isinstance(value, dict) and value.get("position") in self._ids
        return name.startswith((LABEL, REMOVED)) and name.partition(":")[2] in self._sources

    def _subjects(self, acts: Sequence[str]) -> dict[str, tuple[int, Row]]:
        """Return the rows that undo and redo rows name, with their numbers."""
        found = rows_of(self._database, "act IN (SELECT value FROM json_each(?))", json.dumps(acts))
        return {row.act: (seq, row) for seq, row in found.items()}


def rows_of(database: Database, where: str, *parameters: object) -> dict[int, Row]:
    """Return rows of the journal by their numbers, in order."""
    rows = database.rows(
        "SELECT seq, act, machine, window, clock, wall, kind, subject, papers, data "
        f"FROM journal WHERE {where} ORDER BY seq",
        parameters,
    )
    return {
        seq: Row(
            act,
            machine,
            window,
            clock,
            wall,
            kind,
            subject,
            database.parsed(papers),
            database.parsed(data),
        )
        for seq, act, machine, window, clock, wall, kind, subject, papers, data in rows
    }
