"""The lists one has come through, what they are called, and why one of them is empty."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from ...index import Counts, Library, Listing, RectoError, SavedSearch, View
from .services.fetch_text import source_name
from .state import Stop

LONGEST_TRAIL = 50
"""Lists one can go back to."""
VIEW_NAMES = {
    "all": "All",
    "new": "New",
    "mine": "Mine",
    "bookmarks": "Bookmarks",
    "unread": "Unread",
    "queue": "Queue",
    "done": "Done",
}


class Trail:
    """The way one came, for ctrl+o and Backspace."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []

    def add(self, stop: Stop) -> None:
        """Keep the list that is left now."""
        self._stops = [*self._stops[-LONGEST_TRAIL:], stop]

    def back(self) -> Stop | None:
        """Return the list one came from, None at the beginning of the way."""
        return self._stops.pop() if self._stops else None


class Origin:
    """The list without a query that a search was begun in, to come back to as it was left."""

    def __init__(self) -> None:
        self._stop: Stop | None = None

    def leave(self, stop: Stop) -> None:
        """Remember a list that is left, unless it is a search itself."""
        if not stop.text and stop.related is None:
            self._stop = stop

    def sort(self, view: View) -> str:
        """Return the order that a view had."""
        return self._stop.sort if self._stop and self._stop.view == view else usual_order(view)

    def rowid(self, view: View) -> int | None:
        """Return the paper one was on in a view."""
        return self._stop.rowid if self._stop and self._stop.view == view else None

    def session(self, library: Library, view: View) -> dict[str, Any]:
        """Return the order and the paper, for the next start."""
        rowid = self.rowid(view)
        papers = [] if rowid is None else library.rows([rowid])
        return {"home_sort": self.sort(view), "home": papers[0].id if papers else None}

    def restore(self, library: Library, view: View, session: Mapping[str, Any]) -> None:
        """Take up what the last session has left."""
        sort, ident = str(session.get("home_sort", "relevance")), session.get("home")
        self._stop = Stop("", view, sort, None, find_row(library, ident))


def usual_order(view: View) -> str:
    """Return the order in which a view is shown: what is new stands best first."""
    return "taste" if view.kind == "new" else "relevance"


def view_name(view: View) -> str:
    """Return the name of a view as people read it."""
    name = VIEW_NAMES.get(view.kind, view.name)
    if view.kind == "source":
        return source_name(name)
    return f"#{name}" if view.kind == "tag" else name


def reason_for_nothing(listing: Listing, view: View, key: Callable[[str], str]) -> str:
    """Return what an empty list says, and what leads out of it; `key` names a command's key."""
    if listing.rowids:
        return ""
    if words := listing.text.split():
        clear = f"{key('clear')} clears the query."
        if listing.hints:
            return f"Nothing is found. {clear}"  # the bottom line says why
        if len(words) == 1 and words[0].startswith("citing:"):
            return f"None of the texts that are here cites it. {clear}"
        advice = (
            "Leave a word out, or put OR between them" if len(words) > 1 else "Try another word"
        )
        if view.kind == "all":
            return f"No paper has all of this. {advice}; {clear}"
        return f"No paper here has all of this. {key('all')} looks in all papers; {clear}"
    if view.kind == "all":
        return f"No papers yet. :add FILE takes some in; {key('quit')} leaves."
    return f"Nothing here. {key('clear')} shows all papers."


def find_row(library: Library, ident: object) -> int | None:
    """Return the row number of a paper that was here once; None where there is none now."""
    if ident:
        with contextlib.suppress(RectoError):
            return library.paper(str(ident)).rowid
    return None


def find_search(counts: Counts, name: str) -> SavedSearch | None:
    """Return a saved search by its name, with where one was in it."""
    return next((search for search in counts.searches if search.name == name), None)
