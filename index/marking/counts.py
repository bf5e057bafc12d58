"""How many papers each view of an open library has."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..journal.acts import PRIVATE
from ..parts.context import Context
from ..views import Counts
from .news import News, Signs
from .searches import Searches


class ViewCounts:
    """Counts what the sidebar shows; called, it counts everything."""

    def __init__(self, context: Context, searches: Searches) -> None:
        self._counting = context.counting
        self._context = context
        self._signs: Signs | None = None
        self._database = context.database
        self._searches = searches
        self.are_kept = False
        """Whether the counts at the start were kept, so that papers are still to be counted."""

    def __call__(self) -> Counts:
        """Return how many papers each view has; saved searches with `new` as last counted."""
        counts = self._counting.counts()
        new = counts.new and counts.new - self._searches.standing.last_out_of_sight().bit_count()
        return counts._replace(new=new, searches=self._searches.as_counted())

    def at_start(self) -> Counts:
        """Return the same, as the last reader kept them where nothing has been done since."""
        text = self._database.value("SELECT value FROM session WHERE name = 'counts'")
        kept = self._counting.from_kept(text)
        self.are_kept = kept is not None
        if kept is None:
            return self()
        counts, signs = kept
        self._signs = Signs(*signs)
        return counts._replace(searches=self._searches.as_counted())

    def signs_at_start(self) -> Signs:
        """Return which papers are new, as the last reader kept it where the counts are kept."""
        return News(self._context).signs() if self._signs is None else self._signs

    def within(self, counts: Counts, rowids: Collection[int]) -> Counts:
        """Return how many of these papers each view has: what a query leaves of `counts`."""
        return self._counting.within(counts, rowids)

    def out_of_sight(self) -> dict[str, int]:
        """Return how many papers the library has that are not shown, by why.

        They were `removed` by acts, or are past the time for which the settings `keep` streams.
        """
        from ..journal.visibility import hidden_papers

        removed, aged = hidden_papers(self._database)
        return {"removed": removed, "keep": aged}

    def private(self) -> int:
        """Return how many papers stay on this machine."""
        sql = "SELECT count(*) FROM marks WHERE name = ? AND value IS NOT NULL"
        return int(self._context.database.value(sql, (PRIVATE,)))

    def by_name(self) -> dict[str, Any]:
        """Return the counts by name, ready to be printed."""
        counts = self()
        return {
            "papers": counts.all,
            "new": counts.new,
            "unread": counts.unread,
            "read": counts.read,
            "mine": counts.mine,
            "bookmarks": counts.bookmarks,
            "queue": counts.queue,
            "done": counts.done,
            "tags": dict(counts.tags),
            "sources": {source.name: source.count for source in counts.sources},
        }
