"""Saved searches as the reader uses them: kept, opened, looked at, deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ..errors import NotFoundError, RectoError, SearchIndexError
from ..journal.acts import Act
from ..parts.context import Context
from ..store.paper_bits import bits_of
from ..store.saved_searches import LOOKED, SEARCH, free_slot, load_searches
from ..text import clean
from ..views import ALL, SORTS, SavedSearch, Standing, View
from .recording import marked
from .standing import StandingWords

if TYPE_CHECKING:
    from ..parts.full_text import FullTextIndex
    from ..parts.queries import Queries
    from ..results import Marked, Saved

_LONGEST = 100
"""Characters of a saved search's name."""


class _Asked(NamedTuple):
    """What a saved search was asked about."""

    text: str
    view: View
    rev: int
    """The library's, which grows with the papers."""
    act: str = ""
    """The last one of the journal."""
    day: str = ""

    def of_texts(self) -> _Asked:
        """Return what is asked by one that finds the same whatever is marked, on any day."""
        return self._replace(act="", day="")


class Searches:
    """Searches under names of the reader's, each with what is new in it."""

    def __init__(self, context: Context, index: FullTextIndex, queries: Queries) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal
        self._index = index
        self._queries = queries
        self.standing = StandingWords(context, queries)
        """What becomes of the new papers that a search finds."""
        self._found: dict[str, tuple[_Asked, int]] = {}
        """The set of papers that each was last known to find (see `paper_bits`), and for what."""

    def save(
        self,
        name: str,
        text: str,
        view: View,
        sort: str = "relevance",
        standing: Standing | None = None,
    ) -> Saved:
        """Keep a search under a name, on the lowest key that is free; one act.

        One of that name is replaced and keeps its key. `standing` is what becomes of the new
        papers that it finds, see `Mornings`. Raises RectoError for a name or an order that is none.
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
            known = {search.name: search for search in load_searches(self._database)}
            if view.kind == "search" and view.name in known:
                # A search within a saved search is one search.
                # OR binds more weakly than words side by side.
                parts = filter(None, (known[view.name].text, text))
                text = " ".join(f"({part})" if " OR " in part else part for part in parts)
                view = known[view.name].view
            before = known.get(name)
            slot = before.slot if before else free_slot(known.values())
            asked: dict[str, object]
            asked = {"text": text, "view": str(view), "sort": sort, "slot": slot}
            if standing is not None:
                asked["standing"] = standing.way
                if standing.most is not None:
                    asked["most"] = standing.most
            library: dict[str, object] = {SEARCH + name: asked}
            if before is None or (before.text, before.view) != (text, view):
                library[LOOKED + name] = {"at": None, "position": None}
            recorded = self._journal.record("save-search", library=library)
        told = marked(self._context, recorded)
        return Saved(told.act, told.kind, told.sentence, (), 0, self._search(name))

    def all(
        self, *, wait: bool = False, is_stale: Callable[[], bool] | None = None
    ) -> list[SavedSearch]:
        """Return the saved searches by key, with how many papers are new in each.

        Where the index is not ready and it is not to `wait` for it, `new` is what it last was.
        Raises Superseded once `is_stale` says that nobody wants to know any more.
        """
        found = []
        for search in load_searches(self._database):
            try:
                new = self.new_in(search, wait=wait, is_stale=is_stale)
            except SearchIndexError:
                new = self._last_new(search)
            found.append(search._replace(new=new))
        did = self.standing.did(wait=wait)
        return [search._replace(did=did.get(search.name, 0)) for search in found]

    def as_counted(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches by key, with how many papers are new of those last found."""
        searches, did = load_searches(self._database), self.standing.last_did()
        return tuple(
            search._replace(new=self._last_new(search), did=did.get(search.name, 0))
            for search in searches
        )

    def new_in(
        self,
        search: SavedSearch | str,
        *,
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> int:
        """Return how many of the papers that a saved search finds are new.

        It searches only when any paper is new, and remembers the answer until what it asks for has
        changed: papers, and for most searches marks and the day.
        Raises SearchIndexError when the index is missing and it is not to `wait`, and
        Superseded once `is_stale` says that nobody wants to know any more.
        """
        saved = self._search(search if isinstance(search, str) else search.name)
        asked = _Asked(saved.text, saved.view, self._context.store.rev, *self._moment())
        known, _ = self._found.get(saved.name, (None, 0))
        if known is None or known not in (asked, asked.of_texts()):
            new = self._new()
            if not new:
                return 0
            from ..search.query.everywhere import is_of_texts_alone

            state = self._index.state()
            view = View("search", saved.name)
            listing = self._queries.listing("", view=view, wait=wait, is_stale=is_stale)
            found = bits_of(listing.rowids)
            if state != "ready" and not wait:
                return (new & found).bit_count()  # the index does not have the newest yet
            is_of_texts = saved.view == ALL and is_of_texts_alone(saved.text, len(listing.rowids))
            self._found[saved.name] = (asked.of_texts() if is_of_texts else asked), found
        return self._last_new(saved)

    def look(self, name: str, position: str | None = None) -> Marked:
        """Remember where the cursor is in a saved search; no step that undo takes back."""
        with self._database.transaction():
            saved = self._search(name)
            if position == saved.position:
                return marked(self._context, Act("", "look"))
            library = {LOOKED + name: {"at": None, "position": position}}
            recorded = self._journal.record("look", library=library)
        return marked(self._context, recorded)

    def delete(self, name: str) -> Marked:
        """Delete a saved search; raises NotFoundError for an unknown one."""
        with self._database.transaction():
            name = self._search(name).name
            library = {SEARCH + name: None, LOOKED + name: None}
            recorded = self._journal.record("delete-search", library=library)
        return marked(self._context, recorded)

    def _moment(self) -> tuple[str, str]:
        """Return the last act, and the day."""
        with self._database.moment():
            return self._context.marked.now().act, date.today().isoformat()

    def _new(self) -> int:
        """Return the set of papers that are new."""
        context = self._context
        with self._database.moment():
            return context.news.new(context.marked.now())

    def _last_new(self, search: SavedSearch) -> int:
        """Return how many are new of the papers that a search was last known to find."""
        asked, found = self._found.get(search.name, (None, 0))
        is_same = asked is not None and (asked.text, asked.view) == (search.text, search.view)
        return (found & self._new()).bit_count() if is_same and found else 0

    def _search(self, name: str) -> SavedSearch:
        for search in load_searches(self._database):
            if search.name == name:
                return search
        raise NotFoundError(
            "No such search",
            f"No search is saved under the name {name!r}.",
            "`recto searches` lists them.",
        )
