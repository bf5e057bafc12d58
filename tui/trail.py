"""The lists one has come through, what they are called, and why one of them is empty."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

from ..index import Counts, Library, Listing, Paper, RectoError, SavedSearch, View

LONGEST_TRAIL = 50
"""Lists one can go back to."""
VIEW_NAMES = {
    "all": "All",
    "new": "New",
    "bookmarks": "Bookmarks",
    "unread": "Unread",
    "queue": "Queue",
    "done": "Done",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A list that one can come back to, and the paper one was on."""

    text: str
    view: View
    sort: str
    related: Paper | None
    pid: int | None


@dataclass(slots=True)
class Trail:
    """The way one came, for ctrl+o and Backspace."""

    _stops: list[Stop] = field(default_factory=list)

    def add(self, stop: Stop) -> None:
        """Keep the list that is left now."""
        self._stops = [*self._stops[-LONGEST_TRAIL:], stop]

    def back(self) -> Stop | None:
        """Return the list one came from, None at the beginning of the way."""
        return self._stops.pop() if self._stops else None


def view_name(view: View) -> str:
    """Return the name of a view as people read it."""
    name = VIEW_NAMES.get(view.kind, view.name)
    return f"#{name}" if view.kind == "tag" else name


def reason_for_nothing(listing: Listing, view: View, key: Callable[[str], str]) -> str:
    """Return what an empty list says, and what leads out of it; `key` names a command's key."""
    if listing.pids:
        return ""
    if listing.text.strip():
        return f"Nothing has all of this. {key('clear')} clears the query."
    if view.kind == "all":
        return f"No papers yet. Leave with {key('quit')} and run: recto add FILE"
    return f"Nothing here. {key('clear')} shows all papers."


def find_row(library: Library, ident: object) -> int | None:
    """Return the row number of a paper that was here once; None where there is none now."""
    if ident:
        with contextlib.suppress(RectoError):
            return library.paper(str(ident)).pid
    return None


def find_search(counts: Counts, name: str) -> SavedSearch | None:
    """Return a saved search by its name, with where one was in it."""
    return next((search for search in counts.searches if search.name == name), None)
