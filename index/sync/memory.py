"""What is known of a way: which of its files were read how far, and what they are known to hold.

It is kept in the library, so that it is written together with what it is about. Losing it costs
reading all files once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..database.database import Database
from ..journal.acts import compact

FILE = "file"
"""By its name in the folder how much of a file was read: `size`, `mtime`, `end`, `crc`, `by`, and
`cut`, the number of its last line, where that was not whole."""

MACHINE = "machine"
"""By a machine's id `have`, the runs of lines that are here, and what is known of it besides."""

SENT = "sent"
"""How far the journal and the registers are in the way, and what was so when it was last looked."""

HEARD = "heard"
"""Acts behind that place in the journal that the way holds."""

HELD = "held"
"""Acts before it that the way does not hold, or not with all of their papers."""

PAGE = "page"
"""By source and digest as JSON the runs of a page's records that the way holds."""

POSITION = "position"
"""By a sum of how a paper is told the place in its text that the way holds; of the way "" what ways
held that were forgotten."""

PLACED = "placed"
"""By row number of a paper a sum of the place that the way was found to hold; under no name a sum
of `all`, and what papers were `told by` then."""

MOVED = "moved"
"""As of which `rev` of the library papers have the places that the way tells of them."""

DRAFT = "draft"
"""By row number of a paper what the way holds of half-typed notes."""

UNPASSED = "unpassed"
"""By source and digest as JSON pages of private papers, of which is kept back what was passed."""

SETTING = "setting"
"""By name a setting that travels; of a way the wall time of what it holds."""

WITHHELD = "withheld"
"""Papers that were private when something was written for a repository last, by row number."""

KEPT = "kept"
"""Objects that this Recto does not understand; the way "" has all, others which they hold."""

WAITING = "waiting"
"""Objects about papers that are not here yet, of the way ""."""

SAID = "said"
"""Sentences that were said once."""


class Memory:
    """What is kept of one way; what writes is called inside a transaction."""

    def __init__(self, database: Database, way: str) -> None:
        self._database = database
        self.way = way

    def get(self, kind: str, name: str = "") -> Any:
        """Return what is kept under a name; None where nothing is."""
        sql = "SELECT value FROM synced WHERE way = ? AND kind = ? AND name = ?"
        text = self._database.value(sql, (self.way, kind, name))
        return None if text is None else self._database.parsed(text)

    def all(self, kind: str) -> dict[str, Any]:
        """Return everything of a kind by name."""
        sql = "SELECT name, value FROM synced WHERE way = ? AND kind = ?"
        rows = self._database.rows(sql, (self.way, kind))
        return {name: self._database.parsed(text) for name, text in rows}

    def names(self, kind: str) -> set[str]:
        """Return the names under which something of a kind is kept."""
        sql = "SELECT name FROM synced WHERE way = ? AND kind = ?"
        return {name for (name,) in self._database.rows(sql, (self.way, kind))}

    def put(self, kind: str, name: str, value: Any) -> None:
        """Keep something under a name."""
        self.put_all(kind, {name: value})

    def put_all(self, kind: str, values: Mapping[str, Any]) -> None:
        """Keep several things under their names."""
        self._database.execute_many(
            "INSERT OR REPLACE INTO synced(way, kind, name, value) VALUES (?, ?, ?, ?)",
            ((self.way, kind, name, compact(value)) for name, value in values.items()),
        )

    def drop(self, kind: str, names: Iterable[str] | None = None) -> None:
        """Forget what is kept under some names, or all of a kind."""
        if names is None:
            sql = "DELETE FROM synced WHERE way = ? AND kind = ?"
            self._database.execute(sql, (self.way, kind))
            return
        self._database.execute_many(
            "DELETE FROM synced WHERE way = ? AND kind = ? AND name = ?",
            ((self.way, kind, name) for name in names),
        )

    def others(self) -> list[Memory]:
        """Return what is known of all other ways."""
        sql = "SELECT DISTINCT way FROM synced WHERE way NOT IN ('', ?)"
        return [Memory(self._database, way) for (way,) in self._database.rows(sql, (self.way,))]

    def common(self) -> Memory:
        """Return what is kept for all ways together."""
        return Memory(self._database, "")


def page_name(source: str, digest: str) -> str:
    """Return the name under which a page is remembered."""
    return json.dumps([source, digest], ensure_ascii=False, separators=(",", ":"))
