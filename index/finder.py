"""Words to papers: keeps the full-text index beside the library and asks it.

The index is a cache. Whenever it is missing, behind the library, of another version or simply
refuses to answer, it is brought up to date or built anew from the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from .errors import SearchIndexError
from .generations import Generations
from .highlight import Highlighter
from .listings import Listings, View
from .papers import load_gone, load_texts
from .query import Query
from .ranking import Ranked
from .results import IndexState, Listing
from .search import Document, SearchIndex
from .store import Store

Progress = Callable[[int, int], None]
"""Told the papers done and the papers in all."""

_WORTH_A_NOTICE = 500
"""Papers from which indexing takes long enough to be spoken of."""

_MOST_UPDATED = 0.5
"""Share of new papers above which a new index is made rather than the old one extended."""


class Finder:
    """Answers queries from the index; safe to use from several threads."""

    def __init__(
        self, store: Store, listings: Listings, directory: Path, tell: Callable[[str], None]
    ) -> None:
        self._store = store
        self._listings = listings
        self._tell = tell
        self._generations = Generations(directory, store.library_id)
        self._index = SearchIndex(directory, store.library_id)

    def state(self) -> IndexState:
        """Tell what the index answers for, without opening it."""
        stamp = self._index.stamp()
        if stamp is None:
            return "missing"
        return "ready" if stamp.rev >= self._store.text_rev else "stale"

    def find(
        self,
        query: Query,
        view: View,
        sort: str,
        *,
        typing: bool,
        limit: int | None,
        wait: bool,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        """Return the papers of a view that a query finds."""
        if wait:
            self._refresh_for_search()
        try:
            listing = self._ask(query, view, sort, typing, limit, is_stale)
        except SearchIndexError as error:
            if not wait:
                raise
            # It looked whole and was not.
            self._tell(f"{error} It is built anew.")
            self.rebuild()
            listing = self._ask(query, view, sort, typing, limit, is_stale)
        return listing

    def refresh(self) -> None:
        """Bring the index up to date with the library; raises SearchIndexError."""
        if self.state() == "ready":
            return
        # Another process may be at it: what it leaves is often all that is needed.
        with self._generations.lock(wait=True):
            stamp = self._index.stamp()
        rev = self._store.text_rev
        if stamp is None:
            self.rebuild()
        elif stamp.rev < rev:
            changed = self._count(stamp.rev)
            if changed > _MOST_UPDATED * self._count(0):
                self.rebuild()
                return
            documents = list(self._documents(stamp.rev))
            removed = load_gone(self._store.database, after_rev=stamp.rev)
            self._announce(len(documents))
            self._index.update(documents, rev, removed)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build a new index of all papers and return their number; raises SearchIndexError."""
        rev, total = self._store.text_rev, self._count(0)
        self._announce(total)

        def report(done: int, _: int) -> None:
            if progress is not None:
                progress(done, max(done, total))

        return self._index.build(self._documents(0), rev, report).documents

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()

    def _refresh_for_search(self) -> None:
        """Bring the index up to date, or go on with an older one where nothing can be written."""
        try:
            self.refresh()
        except SearchIndexError as error:
            if self.state() == "missing":
                raise
            self._tell(f"{error} What was added since is not found yet.")

    def _ask(
        self,
        query: Query,
        view: View,
        sort: str,
        typing: bool,
        limit: int | None,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        by_relevance = sort == "relevance"
        ranked = self._index.search(
            query,
            typing=typing,
            limit=limit if by_relevance else None,
            within=None if view.kind == "all" else self._listings.members(view),
            is_stale=is_stale,
        )
        ranked = self._without_gone(ranked)
        return Listing(
            pids=ranked.pids if by_relevance else self._listings.sorted(ranked.pids, sort),
            total=ranked.total,
            is_exact=ranked.is_exact,
            scores=ranked.scores if by_relevance else None,
            text=query.text,
            view=view,
            sort=sort,
            highlighter=Highlighter(query, typing),
        )

    def _without_gone(self, ranked: Ranked) -> Ranked:
        """Leave out what the index has and the library shows no longer."""
        gone = self._listings.gone(ranked.pids)
        if not gone:
            return ranked
        left = [place for place, pid in enumerate(ranked.pids) if pid not in gone]
        return ranked._replace(
            pids=type(ranked.pids)("q", (ranked.pids[place] for place in left)),
            scores=type(ranked.scores)("d", (ranked.scores[place] for place in left)),
            total=ranked.total - len(gone),
        )

    def _documents(self, after_rev: int) -> Iterator[Document]:
        for pid, title, abstract in load_texts(self._store.database, after_rev=after_rev):
            yield Document(pid, title, abstract)

    def _count(self, after_rev: int) -> int:
        sql = "SELECT count(*) FROM papers WHERE rev > ?"
        return int(self._store.database.value(sql, (after_rev,)))

    def _announce(self, papers: int) -> None:
        if papers >= _WORTH_A_NOTICE:
            self._tell(f"Indexing {papers:,} papers for search.")
