"""Saved searches in the library: what they ask for, and what came since they were looked at.

Both are settings of the journal: `search:NAME` is the search, `looked:NAME` when its list was
last opened and where the cursor was, so that looking at it is no step of undo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..database.database import Database
from ..views import SORTS, SavedSearch, View

SEARCH = "search:"
LOOKED = "looked:"
"""What the names of both settings begin with."""

SLOTS = range(1, 10)
"""The keys behind `g`."""

_SETTINGS = (
    "SELECT s.name, s.value, l.value FROM settings s "
    "LEFT JOIN settings l ON l.name = 'looked:' || substr(s.name, 8) "
    "WHERE s.name >= 'search:' AND s.name < 'search;' AND s.value IS NOT NULL "
    "ORDER BY s.clock, s.act"
)

_PAGES = (
    "SELECT g.gid, min(j.seq > :seq OR (j.clock > :clock AND j.clock <= :reach)) "
    "FROM pages g JOIN sources s USING(sid) "
    "JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act "
    "WHERE g.hidden = 0 GROUP BY g.gid"
)
"""Pages, and whether all that brought them came after a point of the journal.

After it came what was done later, and what was done earlier elsewhere but arrived here later. Of a
clock far ahead only the arrival tells.
"""

_ADDED = (
    "SELECT DISTINCT l.pid FROM json_each(:new) n JOIN places l ON l.gid = n.value "
    "JOIN papers p USING(pid) WHERE p.hidden = 0 AND NOT EXISTS (SELECT 1 FROM places o "
    "WHERE o.pid = l.pid AND o.gid IN (SELECT value FROM json_each(:old)))"
)


def load_searches(database: Database) -> list[tuple[SavedSearch, str | None]]:
    """Return the saved searches by slot, each with the act that looked at it last."""
    found = []
    for name, value, looked in database.rows(_SETTINGS):
        search, look = _object(value), _object(looked)
        position, at = look.get("position"), look.get("at")
        slot, sort = search.get("slot"), search.get("sort")
        saved = SavedSearch(
            name=name.removeprefix(SEARCH),
            slot=slot if type(slot) is int and slot in SLOTS else None,
            text=str(search.get("text", "")),
            view=View.parse(str(search.get("view", ""))),
            sort=sort if sort in SORTS else "relevance",
            position=position if isinstance(position, str) else None,
        )
        found.append((saved, at if isinstance(at, str) else None))
    return _with_slots(found)


def free_slot(searches: Iterable[SavedSearch]) -> int | None:
    """Return the lowest key that no saved search has; None when all are taken."""
    taken = {search.slot for search in searches}
    return next((slot for slot in SLOTS if slot not in taken), None)


def added_since(database: Database, act: str | None) -> set[int]:
    """Return the papers that the library did not have when this act was done here."""
    from ..journal.clocks import reach

    row = database.row("SELECT seq, clock FROM journal WHERE act = ?", (act,)) or (0, 0)
    pages = database.rows(_PAGES, {"seq": row[0], "clock": row[1], "reach": reach()})
    new = [gid for gid, is_new in pages if is_new]
    if not new:
        return set()
    old = [gid for gid, is_new in pages if not is_new]
    names = {"new": json.dumps(new), "old": json.dumps(old)}
    return {rowid for (rowid,) in database.rows(_ADDED, names)}


def _with_slots(
    found: list[tuple[SavedSearch, str | None]],
) -> list[tuple[SavedSearch, str | None]]:
    """Give another key to the later one of two that two machines gave the same."""
    given: dict[int, SavedSearch] = {}
    for search, _ in found:
        if search.slot is not None:
            given.setdefault(search.slot, search)
    settled: list[tuple[SavedSearch, str | None]] = []
    for search, at in found:
        kept = search
        if search.slot is not None and given[search.slot] is not search:
            slot = free_slot(given.values())
            kept = search._replace(slot=slot)
            if slot is not None:
                given[slot] = kept
        settled.append((kept, at))
    return sorted(settled, key=lambda pair: (pair[0].slot or len(SLOTS) + 1, pair[0].name))


def _object(text: str | None) -> dict[str, Any]:
    """Return a setting that is an object; an empty one for what no Recto wrote."""
    try:
        value = json.loads(text) if text else None
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}
