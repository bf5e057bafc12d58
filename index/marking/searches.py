"""Saved searches as the reader uses them: kept, opened, looked at, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import NotFoundError, RectoError, SearchIndexError
from ..journal.acts import Act, new_act
from ..parts.context import Context
from ..store.saved_searches import LOOKED, SEARCH, added_since, free_slot, load_searches
from ..text import clean
from ..views import SORTS, SavedSearch, View
from .recording import marked

if TYPE_CHECKING:
    from ..parts.full_text import FullTextIndex
    from ..parts.queries import Queries
    from ..results import Marked, Saved

_LONGEST = 100
"""Characters of a saved search's name."""


class Searches:
    """Searches under names of the reader's, each with what is new in it."""

    def __init__(self, context: Context, index: FullTextIndex, queries: Queries) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal
        self._index = index
        self._queries = queries
        self._news: dict[str, tuple[tuple[str | None, str, View, int] | None, int]] = {}
        """What was last found to be new in each saved search, and what it was found for."""

    def save(self, name: str, text: str, view: View, sort: str = "relevance") -> Saved:
        """Keep a search under a name, on the lowest key that is free; one act.

        One of that name is replaced and keeps its key. Raises RectoError for a name or an order
        that is none.
        """
        from ..results import Saved

        name = clean(name)
        if not name or len(name) > _LONGEST:
            reason = f"It has more than {_LONGEST} characters." if name else "It is empty."
            raise RectoError("A search cannot be saved under that name", reason, "Choose another.")
        if sort not in SORTS:
            raise RectoError("Unknown order", f"{sort!r} is none.")
        text = clean(text)
        with self._database.transaction():
            known = {search.name: search for search, _ in load_searches(self._database)}
            if view.kind == "search" and view.name in known:
                # A search within a saved search is one search.
                # OR binds more weakly than words side by side.
                parts = filter(None, (known[view.name].text, text))
                text = " ".join(f"({part})" if " OR " in part else part for part in parts)
                view = known[view.name].view
            before = known.get(name)
            slot = before.slot if before else free_slot(known.values())
            asked = {"text": text, "view": str(view), "sort": sort, "slot": slot}
            library: dict[str, object] = {SEARCH + name: asked}
            act = new_act()
            if before is None or (before.text, before.view) != (text, view):
                # What it finds now is on the screen and not new.
                library[LOOKED + name] = {"at": act, "position": None}
            recorded = self._journal.record("save-search", library=library, act=act)
        told = marked(self._context, recorded)
        return Saved(told.act, told.kind, told.sentence, (), 0, self._search(name))

    def all(self, *, wait: bool = False) -> list[SavedSearch]:
        """Return the saved searches by key, with how many papers are new in each.

        Where the index is not ready and it is not to `wait` for it, `new` is what it last was.
        """
        found = []
        for search, _ in load_searches(self._database):
            try:
                new = self.new_in(search, wait=wait)
            except SearchIndexError:
                new = self._news.get(search.name, (None, 0))[1]
            found.append(search._replace(new=new))
        return found

    def as_counted(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches by key, with how many papers were new when last counted."""
        return tuple(
            search._replace(new=self._last_new(search, at))
            for search, at in load_searches(self._database)
        )

    def new_in(self, search: SavedSearch | str, *, wait: bool = False) -> int:
        """Return how many papers a saved search finds that came since it was last looked at.

        It searches only when something was added since, and remembers the answer until the papers
        change. Raises SearchIndexError when the index is missing and it is not to `wait`.
        """
        name = search if isinstance(search, str) else search.name
        saved, at = self._with_look(name)
        known = (at, saved.text, saved.view, self._context.store.rev)
        if self._news.get(name, (None, 0))[0] != known:
            new = added_since(self._database, at)
            if new:
                state = self._index.state()
                listing = self._queries.listing(saved.text, view=saved.view, wait=wait)
                new = new.intersection(listing.rowids)
                if state != "ready" and not wait:
                    return len(new)  # the index does not have the newest yet
            self._news[name] = (known, len(new))
        return self._news[name][1]

    def look(self, name: str, position: str | None = None, *, is_fresh: bool = True) -> Marked:
        """Remember where the cursor is in a saved search; no step that undo takes back.

        `is_fresh` says that its list has just been made, so that nothing is new in it any more.
        """
        with self._database.transaction():
            saved, at = self._with_look(name)
            act = new_act()
            if is_fresh and (at is None or added_since(self._database, at)):
                at = act
            elif position == saved.position:
                return marked(self._context, Act("", "look"))
            library = {LOOKED + name: {"at": at, "position": position}}
            recorded = self._journal.record("look", library=library, act=act)
        return marked(self._context, recorded)

    def delete(self, name: str) -> Marked:
        """Delete a saved search; raises NotFoundError for an unknown one."""
        with self._database.transaction():
            name = self._search(name).name
            library = {SEARCH + name: None, LOOKED + name: None}
            recorded = self._journal.record("delete-search", library=library)
        return marked(self._context, recorded)

    def _search(self, name: str) -> SavedSearch:
        return self._with_look(name)[0]

    def _last_new(self, search: SavedSearch, at: str | None) -> int:
        known, new = self._news.get(search.name, (None, 0))
        return new if known and known[:3] == (at, search.text, search.view) else 0

    def _with_look(self, name: str) -> tuple[SavedSearch, str | None]:
        for search, at in load_searches(self._database):
            if search.name == name:
                return search, at
        raise NotFoundError(
            "No such search",
            f"No search is saved under the name {name!r}.",
            "`recto searches` lists them.",
        )
