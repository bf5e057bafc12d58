"""Queries to lists: what the index finds, within a view, in order, with what there is to say."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ..store.listings import Listings
from ..store.store import Store
from ..views import View
from .filtering.paper_set import PaperSet
from .highlighting.highlighter import Highlighter
from .listing import Listing
from .search_index import SearchIndex

if TYPE_CHECKING:
    from .filtering.filters import Filters
    from .query.query import Query
    from .retrieval.ranking import Ranked


class _Viewed(threading.local):
    """The papers of the view in which a thread has searched last: change marks are its own."""

    members: tuple[object, PaperSet] | None = None


class Answering:
    """Asks an index, and the library what the index does not know; for several threads."""

    def __init__(self, store: Store, listings: Listings, filters: Callable[[], Filters]) -> None:
        self._store = store
        self._listings = listings
        self._filters = filters
        self._viewed = _Viewed()

    def ask(
        self,
        index: SearchIndex,
        query: Query,
        view: View,
        sort: str,
        *,
        typing: bool,
        limit: int | None,
        is_stale: Callable[[], bool] | None,
    ) -> Listing:
        """Return the papers of a view that a query finds; at least `limit` by relevance.

        Raises SearchIndexError, Superseded once the question `is_stale`, and CostlyQueryError.
        """
        # Where only words are named that are not wanted, there is nothing to be relevant to.
        by_relevance = sort == "relevance" and bool(query.words)
        ranked = index.search(
            query,
            typing=typing,
            limit=limit if by_relevance else None,
            within=self._members(view),
            is_stale=is_stale,
            facts=self._filters(),
        )
        ranked = self._without_gone(ranked)
        rowids = ranked.rowids
        if not by_relevance:
            from .query.effort import Effort

            order = self._listings.rowids(view, sort, Effort.of(is_stale).check)
            rowids = array("q", filter(set(rowids).__contains__, order))
        return Listing(
            rowids=rowids,
            total=ranked.total,
            is_exact=ranked.is_exact,
            scores=ranked.scores if by_relevance else None,
            text=query.text,
            view=view,
            sort=sort,
            highlighter=Highlighter(query, typing),
            hints=query.hints + _shortfall(ranked),
            is_partial=ranked.found_words > 0,
        )

    def _members(self, view: View) -> PaperSet | None:
        """Return the papers of a view, None for all."""
        if view.kind == "all":
            return None
        if view.kind == "unread":
            from .query.nodes import Filter

            return self._filters().members(Filter("is", "unread"))
        # At every letter the same set, of which the index remembers where its papers are.
        key = view, self._store.database.change_mark, date.today()
        if self._viewed.members is None or self._viewed.members[0] != key:
            self._viewed.members = key, PaperSet(frozenset(self._listings.members(view)))
        return self._viewed.members[1]

    def _without_gone(self, ranked: Ranked) -> Ranked:
        """Leave out what the index has and the library shows no longer."""
        gone = self._listings.gone(ranked.rowids)
        if not gone:
            return ranked
        left = [position for position, rowid in enumerate(ranked.rowids) if rowid not in gone]
        return ranked._replace(
            rowids=array("q", (ranked.rowids[position] for position in left)),
            scores=array("d", (ranked.scores[position] for position in left)),
            total=ranked.total - len(gone),
        )


def _shortfall(ranked: Ranked) -> tuple[str, ...]:
    """Return a sentence where no paper has all the words."""
    if not ranked.found_words:
        return ()
    found = str(ranked.found_words)
    if ranked.least_words < ranked.found_words:
        found = f"up to {found}"
    return (f"None has all {ranked.asked_words} words; these have {found}.",)
