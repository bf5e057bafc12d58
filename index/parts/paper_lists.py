"""Which papers a text finds: those that it names, those that have its words, and a few besides."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..search.listing import Listing
from ..store.saved_searches import load_searches
from ..views import ALL, SavedSearch, View
from .context import Context
from .full_text import FullTextIndex
from .texts.text_search import TextSearch

if TYPE_CHECKING:
    from ..search.query.query import Query
    from .naming import NamedPapers


class Rank(Protocol):
    """What knows the reader's taste."""

    def __call__(
        self,
        rowids: Sequence[int],
        *,
        as_new: bool,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> tuple[Sequence[int], int | None, int, int]:
        """Return papers in the order of the taste, and how many of them say much.

        Nothing is known of that where it is None, and they are as they came. What is new is
        arranged `as_new`, by standing words too: how many are hidden and how many held back.
        Raises Superseded once `is_stale` says so.
        """


class Wanted(NamedTuple):
    """How papers are to be listed; see `Library.listing`."""

    view: View = ALL
    sort: str = "relevance"
    typing: bool = False
    """Whether the last word is the beginning of one."""
    limit: int | None = None
    wait: bool = False
    """Whether there is time for the index to be built."""
    is_stale: Callable[[], bool] | None = None
    is_whole: bool = False
    """Whether standing searches have no say in what is new."""


class PaperLists:
    """Lists the papers of a view that a text asks for."""

    def __init__(
        self, context: Context, index: FullTextIndex, texts: TextSearch, rank: Rank
    ) -> None:
        self._context = context
        self._index = index
        self._texts = texts
        self._rank = rank

    def listing(self, text: str, wanted: Wanted) -> Listing:
        """Return which papers of a view a query finds, in order."""
        if wanted.sort == "taste":
            asked = wanted._replace(sort="relevance", limit=None, is_whole=True)
            whole = self.listing(text, asked)
            as_new = wanted.view.kind == "new"
            rowids, telling, hidden, held = self._rank(
                whole.rowids, as_new=as_new, wait=wanted.wait, is_stale=wanted.is_stale
            )
            return whole._replace(
                rowids=rowids,
                total=whole.total - len(whole.rowids) + len(rowids),
                sort="taste",
                scores=None,
                telling=telling,
                hidden=hidden,
                held=held,
            )
        view = wanted.view
        if view.kind == "new" and not (text.strip() or wanted.is_whole):
            return self._as_told(
                self.listing("", wanted._replace(limit=None, is_whole=True)), wanted
            )
        saved = self._saved(view.name) if view.kind == "search" and not text.strip() else None
        if saved is not None:  # it may name papers itself
            asked = wanted._replace(view=saved.view, typing=False)
            return self.listing(saved.text, asked)._replace(text=text, view=view)
        named = self.named(text)
        if named is None:
            return self._listing(text, wanted)
        if not named.is_all:
            return self._named_first(named, self._listing(text, wanted))
        if not named.rowids:
            # Nobody has it: papers may mention it.
            listing = self._listing(" ".join(named.unknown), wanted)
            return listing._replace(text=text, hints=named.hints, is_named=not listing.total)
        from ..search.highlighting.highlighter import Highlighter

        view, sort = wanted.view, wanted.sort
        rowids = self._in_view(named.rowids, view, sort)
        marked = Highlighter()
        return Listing(
            *(rowids, len(rowids), True, None, text, view, sort, marked), named.hints, is_named=True
        )

    def _as_told(self, whole: Listing, wanted: Wanted) -> Listing:
        """Return what is new without what standing searches keep back, in whichever order."""
        standing = load_searches(self._context.database)
        if not any(search.standing is not None for search in standing):
            return whole
        # The best of them are the same, whatever the order in which the list is asked for.
        as_they_came = self._context.listings.rowids(wanted.view, "relevance")
        shown, _, hidden, held = self._rank(
            as_they_came, as_new=True, wait=wanted.wait, is_stale=wanted.is_stale
        )
        rowids = array("q", filter(set(shown).__contains__, whole.rowids))
        return whole._replace(rowids=rowids, total=len(rowids), hidden=hidden, held=held)

    def named(self, text: str) -> NamedPapers | None:
        """Return the papers that a text names; None for one that only asks for words."""
        if not text or text.isspace():
            return None
        from .naming import find_named

        named = find_named(self._context.database, text)
        return named if named.is_all or named.rowids else None

    def _named_first(self, named: NamedPapers, listing: Listing) -> Listing:
        """Return what a query finds with the papers first of which it is the title."""
        if listing.sort != "relevance":
            return listing
        from .naming import with_first

        return with_first(listing, self._in_view(named.rowids, listing.view, listing.sort))

    def _in_view(self, rowids: Sequence[int], view: View, sort: str) -> array[int]:
        """Return those of the papers that are in a view; as they are given, or in its order."""
        if sort == "relevance" and view == ALL:
            return array("q", rowids)
        whole = self.listing("", Wanted(view, sort)).rowids
        if sort == "relevance":
            return array("q", filter(set(whole).__contains__, rowids))
        return array("q", filter(set(rowids).__contains__, whole))

    def _listing(self, text: str, wanted: Wanted) -> Listing:
        """Return which papers of a view have what a query asks for."""
        from ..search.highlighting.highlighter import Highlighter

        view, sort, typing = wanted.view, wanted.sort, wanted.typing
        if not text and view.kind != "search":  # the first list is shown without the query language
            rowids = self._context.listings.rowids(view, sort)
            return Listing(rowids, len(rowids), True, None, text, view, sort, Highlighter())
        from ..search.query.effort import Effort
        from ..search.query.everywhere import FEW
        from ..search.query.query import Query
        from .widening import widened

        wanted = wanted._replace(typing=typing and (bool(text) or view.kind != "search"))
        query, wanted = self.resolved(Query.parse(text, typing=typing), wanted)
        effort = Effort.of(wanted.is_stale)
        wanted = wanted._replace(is_stale=effort)
        listing = self.found(query, wanted)
        if query.has_text and (listing.is_partial or listing.total < FEW):
            listing = widened(
                listing,
                query,
                wanted.typing,
                lambda wide: self.found(wide, wanted),
                lambda leaf: self._index.filters.members(leaf, effort).rowids,
            )
        # A letter costs no more than without texts: these are asked once the typing rests.
        is_at_rest = not wanted.typing or wanted.limit is None
        if is_at_rest and query.has_text and (listing.is_partial or not listing.total):
            from .texts.whole_papers import with_whole_papers

            listing = with_whole_papers(
                listing, query, wanted.typing, lambda whole: self.found(whole, wanted), self._texts
            )
        return listing._replace(text=text, view=view)

    def resolved(self, query: Query, wanted: Wanted) -> tuple[Query, Wanted]:
        """Return a query and its view as they are looked up; in a saved search it asks for both."""
        view = wanted.view
        saved = self._saved(view.name) if view.kind == "search" else None
        if saved is None:
            return query, wanted
        from ..search.query.query import Query

        return query.within(Query.parse(saved.text)), wanted._replace(view=saved.view)

    def found(self, query: Query, wanted: Wanted) -> Listing:
        """Return which papers of a view have what a query says, no more and no less."""
        if not query.asks_texts:
            return self._found(query, wanted)
        from ..search.query.effort import Effort

        effort = Effort.of(wanted.is_stale)
        is_ready = self._texts.prepare(wanted.wait)
        listing = self._found(query, wanted._replace(is_stale=effort))
        if leaves := query.inside_leaves:
            listing = self._texts.ordered(listing, leaves, effort)
        return listing._replace(lacks_texts=not is_ready)

    def _found(self, query: Query, wanted: Wanted) -> Listing:
        from ..search.highlighting.highlighter import Highlighter

        view, sort, typing, limit, wait, is_stale, _ = wanted
        if query.has_text:
            return self._index.finder.find(
                query, view, sort, typing=typing, limit=limit, wait=wait, is_stale=is_stale
            )
        from ..search.query.effort import Effort

        effort = Effort.of(is_stale)
        rowids = self._context.listings.rowids(view, sort, effort.check)
        if query:
            effort.allow(len(rowids))
            rowids = self._index.filters.members(query.root, effort).chosen(rowids)
        marked = Highlighter(query)
        return Listing(
            *(rowids, len(rowids), True, None, query.text, view, sort, marked), query.hints
        )

    def _saved(self, name: str) -> SavedSearch | None:
        """Return a saved search that is asked for as a view; None when it was deleted."""
        searches = load_searches(self._context.database)
        return next((search for search in searches if search.name == name), None)
