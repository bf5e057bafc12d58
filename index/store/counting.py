"""How many papers each view has; asked after every mark, so it is answered in milliseconds."""

from __future__ import annotations

import json
from collections.abc import Collection

from ..views import Counts, SourceCount
from . import beginning
from .marked import BOOKMARK, DONE, READ, MarkedPapers, Moment
from .news import News
from .paper_bits import bits_of
from .reading_lists import QUEUE
from .shown import ShownPapers
from .source_counts import SourceCounts
from .store import Store

_NOW = """SELECT (SELECT value FROM meta WHERE key = 'rev'), seq, act FROM journal
    ORDER BY seq DESC LIMIT 1"""

_KEPT = 5
"""The form in which counts are kept."""


class Counting:
    """Counts papers, and keeps what only changes with the papers."""

    def __init__(
        self,
        store: Store,
        marked: MarkedPapers | None = None,
        shown: ShownPapers | None = None,
        news: News | None = None,
    ) -> None:
        self._database = store.database
        self._marked = marked or MarkedPapers(store.database)
        self._shown = shown or ShownPapers(store.database)
        self._news = news or News(store.database, self._shown)
        self._sources = SourceCounts(store.database, self._news)
        self._kept_tags: tuple[Moment | None, tuple[tuple[str, int], ...]] = (None, ())

    def counts(self) -> Counts:
        """Return how many papers each view has, without the saved searches."""
        with self._database.moment():
            marked = self._marked.now()
            visible, news = self._shown.visible(marked.rev), self._news
            new, unread = news.new(marked), news.unread(marked)
            bundled = news.bundled(marked.rev)
            mine = self._shown.by_hand(marked.rev) | marked.kept
            sources = self._sources.all(marked.rev, visible.papers, new)
        read = marked.of(READ)
        # What is out of sight may have been read.
        seen = (read & visible.papers).bit_count() if visible.flags else marked.sizes[READ]
        return Counts(
            all=visible.total,
            new=new.bit_count(),
            bookmarks=marked.sizes[BOOKMARK],
            unread=unread.bit_count(),
            tags=self._tags(marked),
            sources=sources,
            queue=marked.sizes[QUEUE],
            done=marked.sizes[DONE],
            mine=(mine & visible.papers).bit_count(),
            read=seen,
            bundled=bundled.bit_count(),
        )

    def days(self, stream: str) -> tuple[SourceCount, ...]:
        """Return the days of a stream that have papers, the newest first."""
        with self._database.moment():
            marked = self._marked.now()
            visible, new = self._shown.visible(marked.rev).papers, self._news.new(marked)
            return self._sources.days(stream, visible, new)

    def as_kept(self) -> str | None:
        """Return the counts as a text for the next start; None where counting is as quick.

        What is new, past being unread and not passed is told too, each as a number in hexadecimal.

        Nothing is counted for it.
        """
        if not self._marked.is_known:
            return None
        with self._database.moment():
            counts, marked = self.counts(), self._marked.now()
            news = self._news
            sets = news.new(marked), news.past(marked), news.renewed(marked), news.unpassed(marked)
            signs = [f"{papers:x}" for papers in sets]
        if counts.all <= beginning.LARGE:
            return None
        moment = [marked.rev, marked.seq, marked.act, *self._news.stamp()]
        return json.dumps([_KEPT, moment, counts._replace(searches=()), signs])

    def from_kept(self, text: str | None) -> tuple[Counts, tuple[int, int, int, int]] | None:
        """Return what was kept; None where anything has been done to papers since.

        That is the counts, and the sets of papers that are new, that are past being unread, that
        are new by another version, and that were not passed.
        """
        try:
            form, moment, values, signs = json.loads(text or "[0, [], 0, 0]")
            if form != _KEPT or [*self._database.row(_NOW), *self._news.stamp()] != moment:
                return None
            new, past, renewed, unpassed = (int(bits, 16) for bits in signs)
            counts = Counts(*values)
        except (ValueError, TypeError):
            return None
        told = counts._replace(
            tags=tuple((tag, size) for tag, size in counts.tags),
            sources=tuple(SourceCount(*source) for source in counts.sources),
            searches=(),
        )
        return told, (new, past, renewed, unpassed)

    def within(self, counts: Counts, rowids: Collection[int]) -> Counts:
        """Return how many of these papers each view has that `counts` names."""
        own = rowids if min(rowids, default=0) >= 0 else [rowid for rowid in rowids if rowid >= 0]
        found = bits_of(own)
        with self._database.moment():
            marked = self._marked.now()
            new, unread = self._news.new(marked), self._news.unread(marked)
            bundled = self._news.bundled(marked.rev)
            mine = self._shown.by_hand(marked.rev) | marked.kept
            placed = self._sources.placed(marked.rev, [one.name for one in counts.sources])

        def number(papers: int) -> int:
            return (found & papers).bit_count()

        return counts._replace(
            all=found.bit_count(),
            new=number(new),
            bookmarks=number(marked.of(BOOKMARK)),
            unread=number(unread),
            queue=number(marked.of(QUEUE)),
            done=number(marked.of(DONE)),
            mine=number(mine),
            read=number(marked.of(READ)),
            bundled=number(bundled),
            tags=tuple((tag, number(marked.tags.get(tag, 0))) for tag, _ in counts.tags),
            sources=tuple(
                one._replace(
                    count=number(placed.get(one.name, 0)),
                    new=number(placed.get(one.name, 0) & new) if one.days else 0,
                )
                for one in counts.sources
            ),
        )

    def _tags(self, marked: Moment) -> tuple[tuple[str, int], ...]:
        """Return the tags and their parents, a parent with the papers of its children."""
        kept, tags = self._kept_tags
        if kept is None or kept.tag_sizes != marked.tag_sizes:
            tags = tuple(
                sorted(marked.tag_sizes.items(), key=lambda tag: (_nesting(tag[0]), tag[0]))
            )
        self._kept_tags = marked, tags
        return tags


def _nesting(tag: str) -> list[str]:
    """Return what tags are sorted by, so that children follow their parent."""
    return tag.casefold().split("/")
