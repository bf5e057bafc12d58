"""Lists and searches of an open library, answered."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from ..paper import Paper
from ..search.listing import Listing
from ..store.beginning import Beginning
from ..store.saved_searches import load_searches
from ..views import ALL, SavedSearch, View
from .context import Context
from .full_text import FullTextIndex

if TYPE_CHECKING:
    from ..results import Hit, Results, Span
    from ..search.highlighting.highlighter import Highlighter
    from ..search.highlighting.reasons import Reason
    from ..search.query.query import Query
    from .naming import NamedPapers
    from .reading import Reading


class Queries:
    """Answers which papers a view and a query show."""

    def __init__(self, context: Context, index: FullTextIndex) -> None:
        self._context = context
        self._index = index

    def search(
        self,
        text: str = "",
        *,
        limit: int | None = 50,
        sort: str = "relevance",
        typing: bool = False,
        view: View = ALL,
        correct: bool = True,
    ) -> Results:
        """Return the papers that a query asks for; see `Library.search`."""
        from ..results import Results
        from .asking import ask

        listing, suggestion = ask(
            self.listing,
            self.suggestion,
            text,
            view=view,
            sort=sort,
            last_word="unfinished" if typing else "whole",
            correct=correct and not typing,
            limit=limit,
            wait=True,
        )
        rowids = listing.rowids if limit is None else listing.rowids[:limit]
        return Results.begun(
            self._context.pages.begin(partial(self._hits, listing, rowids, typing)),
            listing.total,
            listing.hints,
            listing.is_partial,
            suggestion,
        )

    def _hits(self, listing: Listing, rowids: Sequence[int], typing: bool) -> tuple[Hit, ...]:
        """Return the first papers of a listing as they are now."""
        from ..results import Hit

        scores = dict(zip(rowids, listing.scores or (), strict=False))
        find = partial(_spans, listing.highlighter)
        why = self.reasons(listing, typing=typing)
        return tuple(
            Hit.marked(paper, scores.get(paper.rowid), find, why(paper))
            for paper in self._context.rows(rowids)
        )

    def reasons(
        self, listing: Listing, *, typing: bool = False
    ) -> Callable[[Paper], tuple[Reason, ...]]:
        """Return what tells why a listing has a paper whose text has not all of the words.

        While `typing` the last word is the beginning of one. It tells nothing of papers that were
        found by their texts.
        """
        if not listing.is_wide:
            return lambda _: ()
        from ..search.highlighting.reasons import Reasons
        from ..search.query.query import Query

        return Reasons(Query.parse(listing.text, typing=typing), typing).of

    def readings(
        self,
        text: str,
        *,
        view: View = ALL,
        most: int = 1,
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> tuple[Reading, ...]:
        """Return other readings of a query of plain words that find more, the best first.

        Such as one of its words for an author: `14 more by author Song`, and the query that finds
        them. Raises what `listing` does.
        """
        if not text.strip() or self._named(text) is not None:
            return ()
        from ..search.query.effort import Effort
        from .reading import readings

        effort = Effort.of(is_stale)
        known = self.listing(text, view=view, wait=wait, is_stale=effort)
        return readings(
            text,
            () if known.is_partial else known.rowids,
            lambda leaf: self._index.filters.members(leaf, effort).rowids,
            lambda query: self._found(query, view, "relevance", False, None, wait, effort).rowids,
            self._context.rows,
            most,
        )

    def own_order(self, text: str, view: View, rowids: Sequence[int]) -> Sequence[int]:
        """Return the papers of a query in the order of the queue or the tag that it asks for."""
        from .exporting import own_order

        return own_order(self._context, text, view, rowids)

    def suggestion(
        self,
        text: str,
        found: int,
        *,
        view: View = ALL,
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> str | None:
        """Return what a query was probably meant to be, which finds more; None if it seems right.

        `found` is how many papers have all of it: none where a listing is partial. Raises what
        `listing` does.
        """
        from ..search.query.effort import Effort
        from ..search.query.nodes import MAX_LENGTH
        from ..search.spelling.corrector import LITTLE, MUCH, Corrector, spelt_words

        # What is longer than any query has been pasted.
        if found > LITTLE or len(text) > MAX_LENGTH or not any(spelt_words(text)):
            return None
        effort = Effort.of(is_stale)
        corrected = self._index.finder.ask_reader(
            lambda index, stem: Corrector(index, stem, effort).suggest(text, found),
            wait=wait,
        )
        partly = None
        for query in corrected:
            listing = self.listing(query, view=view, limit=1, wait=wait, is_stale=effort)
            if listing.total >= max(1, MUCH * found):
                if not listing.is_partial:
                    return query
                partly = partly or query
        return partly

    def related(self, id: str | Paper, limit: int = 20) -> Results:
        """Return the papers nearest to one; see `Library.related`."""
        from ..results import Hit, Results
        from ..search.retrieval.related import Relatives

        (paper,) = self._context.rows([self._context.one(id)])
        ranked = self._index.finder.ask_reader(
            lambda index, stem: Relatives(index, stem).find(
                paper.rowid, paper.title, paper.abstract, limit
            ),
            wait=True,
        )
        gone = self._context.listings.gone(ranked.rowids)
        scores = {
            rowid: score
            for rowid, score in zip(ranked.rowids, ranked.scores, strict=True)
            if rowid not in gone
        }
        hits = tuple(Hit(paper, scores[paper.rowid]) for paper in self._context.rows(list(scores)))
        return Results(hits, len(hits))

    def listing(
        self,
        text: str,
        *,
        view: View = ALL,
        sort: str = "relevance",
        typing: bool = False,
        limit: int | None = None,
        wait: bool = False,
        is_stale: Callable[[], bool] | None = None,
    ) -> Listing:
        """Return which papers of a view a query finds, in order; see `Library.listing`."""

        def ask(text: str) -> Listing:
            return self._listing(text, view, sort, typing, limit, wait, is_stale)

        named = self._named(text)
        if named is None:
            return ask(text)
        if not named.is_all:
            return self._named_first(named, ask(text))
        if not named.rowids:
            # Nobody has it: papers may mention it.
            listing = ask(" ".join(named.unknown))
            return listing._replace(text=text, hints=named.hints, is_named=not listing.total)
        from ..search.highlighting.highlighter import Highlighter

        rowids = self._in_view(named.rowids, view, sort)
        marked = Highlighter()
        return Listing(
            *(rowids, len(rowids), True, None, text, view, sort, marked), named.hints, is_named=True
        )

    def named(self, text: str) -> list[int]:
        """Return the row numbers of the papers that a text names, in the order it names them.

        By arXiv ids, DOIs and links to these, one or several; as a title; in references as they
        stand in a bibliography. None for what only asks for words.
        """
        named = self._named(text)
        return named.rowids if named else []

    def _named(self, text: str) -> NamedPapers | None:
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
        whole = self.listing("", view=view, sort=sort).rowids
        if sort == "relevance":
            return array("q", filter(set(whole).__contains__, rowids))
        return array("q", filter(set(rowids).__contains__, whole))

    def _listing(
        self,
        text: str,
        view: View,
        sort: str,
        typing: bool,
        limit: int | None,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        """Return which papers of a view have what a query asks for."""
        from ..search.highlighting.highlighter import Highlighter

        if not text and view.kind != "search":  # the first list is shown without the query language
            rowids = self._context.listings.rowids(view, sort)
            return Listing(rowids, len(rowids), True, None, text, view, sort, Highlighter())
        from ..search.query.effort import Effort
        from ..search.query.everywhere import FEW
        from ..search.query.query import Query
        from .widening import widened

        within = view
        query = Query.parse(text, typing=typing)
        saved = self._saved(view.name) if view.kind == "search" else None
        if saved:
            # A query within a saved search asks for both.
            query, within = query.within(Query.parse(saved.text)), saved.view
            typing = typing and bool(text)
        effort = Effort.of(is_stale)
        listing = self._found(query, within, sort, typing, limit, wait, effort)
        if query.has_text and (listing.is_partial or listing.total < FEW):
            listing = widened(
                listing,
                query,
                typing,
                lambda wide: self._found(wide, within, sort, typing, limit, wait, effort),
                lambda leaf: self._index.filters.members(leaf, effort).rowids,
            )
        return listing._replace(text=text, view=view) if saved else listing

    def _found(
        self,
        query: Query,
        within: View,
        sort: str,
        typing: bool,
        limit: int | None,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        """Return which papers of a view have what a query says, no more and no less."""
        from ..search.highlighting.highlighter import Highlighter

        if query.has_text:
            return self._index.finder.find(
                query, within, sort, typing=typing, limit=limit, wait=wait, is_stale=is_stale
            )
        from ..search.query.effort import Effort

        effort = Effort.of(is_stale)
        rowids = self._context.listings.rowids(within, sort, effort.check)
        if query:
            effort.allow(len(rowids))
            rowids = self._index.filters.members(query.root, effort).chosen(rowids)
        marked = Highlighter(query)
        return Listing(
            *(rowids, len(rowids), True, None, query.text, within, sort, marked), query.hints
        )

    def first_listing(self, view: View, sort: str, keep: int | None = None) -> Listing:
        """Return the papers of a view, as `listing` does, for a list that is to be shown at once.

        Of a large library those around the paper `keep`, or the first, are read by then; `complete`
        or asking for others reads the rest.
        """
        if view != ALL or sort not in ("relevance", "list"):
            return self.listing("", view=view, sort=sort)
        from ..search.highlighting.highlighter import Highlighter

        rowids = self._context.listings.beginning(keep)
        return Listing(rowids, len(rowids), True, None, "", view, sort, Highlighter())

    def is_complete(self, listing: Listing) -> bool:
        """Whether all papers of a listing are at hand."""
        return not isinstance(listing.rowids, Beginning) or listing.rowids.is_whole

    def complete(self, listing: Listing, is_wanted: Callable[[], bool]) -> None:
        """Read what the first listing left, for as long as it is wanted; on any thread."""
        if isinstance(listing.rowids, Beginning):
            listing.rowids.complete(is_wanted)

    def _saved(self, name: str) -> SavedSearch | None:
        """Return a saved search that is asked for as a view; None when it was deleted."""
        searches = (search for search, _ in load_searches(self._context.database))
        return next((search for search in searches if search.name == name), None)


def _spans(marked: Highlighter, paper: Paper) -> tuple[Span, ...]:
    """Return where the words stand that matched in a paper."""
    titles = marked.spans(paper.title, "title")
    abstracts = marked.spans(paper.abstract, "abstract")
    return (*(("title", *span) for span in titles), *(("abstract", *span) for span in abstracts))
