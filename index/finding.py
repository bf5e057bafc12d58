"""Lists and searches of an open library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .asking import ask
from .opened import Opened
from .paper import Paper
from .search.listing import Listing
from .store.saved_searches import load_searches
from .views import ALL, IndexState, SavedSearch, View

if TYPE_CHECKING:
    from .results import Results, Span
    from .search.filtering.filters import Filters
    from .search.highlighting.highlighter import Highlighter
    from .search.library_index import LibraryIndex


class Finding(Opened):
    """Answers which papers a view and a query show; the index is opened at its first use."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._lock = threading.RLock()
        self._kept_filters: Filters | None = None
        self._kept_finder: LibraryIndex | None = None
        self.progress: Callable[[int, int], None] | None = None
        """Told the papers done and the papers in all while a search waits for its index."""
        self._news: dict[str, tuple[tuple[str | None, str, View, int] | None, int]] = {}
        """What was last found to be new in each saved search, and what it was found for."""

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
        """Return the papers that a query asks for, or every paper when it asks for nothing.

        While `typing` the last word is a beginning. What seems misspelt and finds next to nothing
        is answered as if it had been spelt right, unless `correct` is off. Waits for the index
        where it has to be built. Raises SearchIndexError, and RectoError for an unknown `sort`.
        """
        from .results import Hit, Results

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
        pids = listing.pids if limit is None else listing.pids[:limit]
        scores = dict(zip(pids, listing.scores or (), strict=False))
        hits = tuple(
            Hit(paper, scores.get(paper.pid), _spans(paper, listing.highlighter))
            for paper in self.rows(pids)
        )
        return Results(hits, listing.total, listing.hints, listing.is_partial, suggestion)

    def suggestion(
        self, text: str, found: int, *, view: View = ALL, wait: bool = False
    ) -> str | None:
        """Return what a query was probably meant to be, which finds more; None if it seems right.

        `found` is how many papers have all of it: none where a listing is partial. Raises
        SearchIndexError.
        """
        from .search.spelling.corrector import LITTLE, MUCH, Corrector, spelt_words

        if found > LITTLE or not any(spelt_words(text)):
            return None
        corrected = self._finder.ask_segments(
            lambda segments, stem: Corrector(segments, stem).suggest(text, found), wait=wait
        )
        partly = None
        for query in corrected:
            listing = self.listing(query, view=view, limit=1, wait=wait)
            if listing.total >= max(1, MUCH * found):
                if not listing.is_partial:
                    return query
                partly = partly or query
        return partly

    def related(self, id: str, limit: int = 20) -> Results:
        """Return the papers that share most of a paper's significant words, the nearest first.

        Raises NotFoundError for an unknown id, and SearchIndexError.
        """
        from .results import Hit, Results
        from .search.retrieval.related import Relatives

        paper = self.paper(id)
        ranked = self._finder.ask_segments(
            lambda segments, stem: Relatives(segments, stem).find(
                paper.pid, paper.title, paper.abstract, limit
            ),
            wait=True,
        )
        gone = self._listings.gone(ranked.pids)
        scores = {
            pid: score
            for pid, score in zip(ranked.pids, ranked.scores, strict=True)
            if pid not in gone
        }
        hits = tuple(Hit(paper, scores[paper.pid]) for paper in self.rows(list(scores)))
        return Results(hits, len(hits))

    def check_index(self) -> str:
        """Look whether the index is what was written, at most once a day; for a thread at leisure.

        Returns a sentence when it is not: from then on its state is `missing` until it is built.
        """
        return self._finder.check()

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
        """Return which papers of a view a query finds, in order; at least `limit` of them.

        Raises SearchIndexError when the index is missing, unless it is to `wait` for it, and
        Superseded once `is_stale` says that nobody wants the answer any more.
        """
        from .search.highlighting.highlighter import Highlighter

        if not text and view.kind != "search":  # the first list is shown without the query language
            pids = self._listings.pids(view, sort)
            return Listing(pids, len(pids), True, None, text, view, sort, Highlighter())
        from .search.query.query import Query

        within = view
        query = Query.parse(text, typing=typing)
        saved = self._saved(view.name) if view.kind == "search" else None
        if saved:
            # A query within a saved search asks for both.
            query, within = query.within(Query.parse(saved.text)), saved.view
            typing = typing and bool(text)
        if query.has_text:
            listing = self._finder.find(
                query, within, sort, typing=typing, limit=limit, wait=wait, is_stale=is_stale
            )
            return listing._replace(text=text, view=view) if saved else listing
        pids = self._listings.pids(within, sort)
        if query:
            pids = self._filters.members(query.root).chosen(pids)
        marked = Highlighter(query)
        return Listing(pids, len(pids), True, None, text, view, sort, marked, query.hints)

    def paper(self, id: str) -> Paper:
        """Return the paper of an id, an unambiguous beginning of it, an arXiv id or its link.

        Raises NotFoundError, and RectoError when several papers answer to it.
        """
        return self.rows([self._one(id)])[0]

    def next_unread(self, pids: Sequence[int], start: int = 0) -> int | None:
        """Return the place in a list of its first unread paper from `start` on, None for none."""
        return self._listings.next_unread(pids, start)

    def index_state(self) -> IndexState:
        """Tell whether a search can be answered at once."""
        return self._finder.state()

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Build the full-text index anew and return how many papers it has.

        `progress` is told the papers done and the papers in all. Raises SearchIndexError.
        """
        return self._finder.rebuild(progress)

    def refresh_index(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the full-text index up to date, or build it where there is none.

        Where that is interrupted, what is done of it answers, and the next call goes on. Raises
        SearchIndexError.
        """
        self._finder.refresh(progress)

    def _advance(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)

    def _saved(self, name: str) -> SavedSearch | None:
        """Return a saved search that is asked for as a view; None when it was deleted."""
        searches = (search for search, _ in load_searches(self._database))
        return next((search for search in searches if search.name == name), None)

    @property
    def _filters(self) -> Filters:
        with self._lock:
            if self._kept_filters is None:
                from .search.filtering.filters import Filters

                self._kept_filters = Filters(self._store, self._listings)
            return self._kept_filters

    @property
    def _finder(self) -> LibraryIndex:
        with self._lock:
            if self._kept_finder is None:
                from .search.library_index import LibraryIndex

                self._kept_finder = LibraryIndex(
                    self._store,
                    self._listings,
                    lambda: self._filters,
                    self.locations.index,
                    self._tell,
                    self._advance,
                )
            return self._kept_finder


def _spans(paper: Paper, marked: Highlighter) -> tuple[Span, ...]:
    """Return where the words stand that matched in a paper."""
    titles = marked.spans(paper.title, "title")
    abstracts = marked.spans(paper.abstract, "abstract")
    return (*(("title", *span) for span in titles), *(("abstract", *span) for span in abstracts))
