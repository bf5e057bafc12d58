"""Saved searches in the library: what they ask for, and where one was in them.

Both are settings of the journal: `search:NAME` is the search, `looked:NAME` where
the cursor was in its list, so that looking at it is no step of undo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..database.database import Database
from ..views import SORTS, SavedSearch, Standing, View

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


def load_searches(database: Database) -> list[SavedSearch]:
    """Return the saved searches by slot."""
    found = []
    for name, value, looked in database.rows(_SETTINGS):
        search, look = _object(value), _object(looked)
        position = look.get("position")
        slot, sort = search.get("slot"), search.get("sort")
        saved = SavedSearch(
            name=name.removeprefix(SEARCH),
            slot=slot if type(slot) is int and slot in SLOTS else None,
            text=str(search.get("text", "")),
            view=View.parse(str(search.get("view", ""))),
            sort=sort if sort in SORTS else "relevance",
            position=position if isinstance(position, str) else None,
            standing=_standing(search.get("standing"), search.get("most")),
        )
        found.append(saved)
    return _with_slots(found)


def free_slot(searches: Iterable[SavedSearch]) -> int | None:
    """Return the lowest key that no saved search has; None when all are taken."""
    taken = {search.slot for search in searches}
    return next((slot for slot in SLOTS if slot not in taken), None)


def _with_slots(found: list[SavedSearch]) -> list[SavedSearch]:
    """Give another key to the later one of two that two machines gave the same."""
    given: dict[int, SavedSearch] = {}
    for search in found:
        if search.slot is not None:
            given.setdefault(search.slot, search)
    settled: list[SavedSearch] = []
    for search in found:
        kept = search
        if search.slot is not None and given[search.slot] is not search:
            slot = free_slot(given.values())
            kept = search._replace(slot=slot)
            if slot is not None:
                given[slot] = kept
        settled.append(kept)
    return sorted(settled, key=lambda search: (search.slot or len(SLOTS) + 1, search.name))


def _standing(way: object, most: object) -> Standing | None:
    """Return what a setting says of new papers; nothing where it says nothing that is known."""
    if way in ("always", "never"):
        return Standing("always" if way == "always" else "never")
    if way == "at-most" and type(most) is int and most >= 0:
        return Standing("at-most", most)
    return None


def _object(text: str | None) -> dict[str, Any]:
    """Return a setting that is an object; an empty one for what no Recto wrote."""
    try:
        value = json.loads(text) if text else None
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}
