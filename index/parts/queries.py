"""Lists and searches of an open library, answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from ..paper import Paper
from ..search.listing import Listing
from ..store.beginning import Beginning
from ..views import ALL, View
from .context import Context
from .full_text import FullTextIndex
from .paper_lists import PaperLists, Rank, Wanted
from .texts.text_search import TextSearch

if TYPE_CHECKING:
    from ..results import Hit, Results, Span
    from ..search.analysis.words import Stem
    from ..search.highlighting.highlighter import Highlighter
    from ..search.highlighting.reasons import Reason
    from ..search.query.query import Query
    from ..search.reader import IndexReader
    from .reading import Reading


class Queries:
    """Answers which papers a view and a query show."""

    def __init__(
        self, context: Context, index: FullTextIndex, texts: TextSearch, rank: Rank
    ) -> None:
        """Answer from these; `rank` is asked where the order is the reader's taste."""
        self._context = context
        self._index = index
        self._lists = PaperLists(context, index, texts, rank)

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
            listing.texts,
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
        found by title and abstract; of those found by their whole texts, which section has it.
        """
        if listing.texts is not None:
            from ..search.highlighting.reasons import inside_reasons

            return partial(inside_reasons, listing.texts)
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
        if not text.strip() or self._lists.named(text) is not None:
            return ()
        from ..search.query.effort import Effort
        from .reading import readings

        effort = Effort.of(is_stale)
        wanted = Wanted(view, wait=wait, is_stale=effort)

        def find(query: Query) -> Sequence[int]:
            return self._lists.found(*self._lists.resolved(query, wanted)).rowids

        known = self._lists.listing(text, wanted)
        return readings(
            text,
            () if known.is_partial else known.rowids,
            lambda leaf: self._index.filters.members(leaf, effort).rowids,
            find,
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

    def near(
        self,
        rowids: Sequence[int],
        limit: int,
        is_stale: Callable[[], bool] | None = None,
    ) -> list[int]:
        """Return the papers nearest to each of these, `limit` of each, the nearest ones first.

        Raises SearchIndexError when the index is missing, and Superseded once `is_stale` says that
        nobody wants them any more.
        """
        from ..search.query.effort import Effort
        from ..search.retrieval.related import Relatives

        papers, effort = self._context.rows(rowids), Effort(is_stale)

        def nearest(index: IndexReader, stem: Stem) -> list[Sequence[int]]:
            relatives, found = Relatives(index, stem), list[Sequence[int]]()
            for paper in papers:
                effort.check()
                told = relatives.find(paper.rowid, paper.title, paper.abstract, limit)
                found.append(told.rowids)
            return found

        found = self._index.finder.ask_reader(nearest, wait=False)
        turns = zip_longest(*found)
        return list(dict.fromkeys(one for turn in turns for one in turn if one is not None))

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
        is_whole: bool = False,
    ) -> Listing:
        """Return which papers of a view a query finds, in order; see `Library.listing`.

        The `is_whole` New has what standing searches keep out of it, too.
        """
        wanted = Wanted(view, sort, typing, limit, wait, is_stale, is_whole)
        return self._lists.listing(text, wanted)

    def exactly(self, text: str, view: View = ALL, *, wait: bool = False) -> Sequence[int]:
        """Return the papers of a view that have all that a query says, and no others.

        Raises SearchIndexError when the index is missing, unless it is to `wait` for it.
        """
        from ..search.query.query import Query

        asked = self._lists.resolved(Query.parse(text), Wanted(view, wait=wait))
        listing = self._lists.found(*asked)
        return () if listing.is_partial else listing.rowids

    def named(self, text: str) -> list[int]:
        """Return the row numbers of the papers that a text names, in the order it names them.

        By arXiv ids, DOIs and links to these, one or several; as a title; in references as they
        stand in a bibliography. None for what only asks for words.
        """
        named = self._lists.named(text)
        return named.rowids if named else []

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


def _spans(marked: Highlighter, paper: Paper) -> tuple[Span, ...]:
    """Return where the words stand that matched in a paper."""
    titles = marked.spans(paper.title, "title")
    abstracts = marked.spans(paper.abstract, "abstract")
    return (*(("title", *span) for span in titles), *(("abstract", *span) for span in abstracts))
