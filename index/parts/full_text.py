"""The full-text index as a part of an open library: its state, its building, what waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import Interrupted, RectoError
from ..views import IndexState
from .context import Context
from .texts.text_search import TextSearch

if TYPE_CHECKING:
    from ..results import AddReport
    from ..search.filtering.filters import Filters
    from ..search.library_index import LibraryIndex
    from ..texts.references import References


class FullTextIndex:
    """The index beside the library; it is opened at its first use."""

    def __init__(self, context: Context, texts: TextSearch) -> None:
        """Take what searches whole papers."""
        self._context = context
        self._texts = texts
        self._lock = threading.RLock()
        self._kept_filters: Filters | None = None
        self._kept_finder: LibraryIndex | None = None
        self.progress: Callable[[int, int], None] | None = None
        """Told the papers done and the papers in all while a search waits for its index, or while
        a file is taken in."""
        self.most_at_once: int | None = None
        """Papers above which what is added waits for `refresh`, or a search; None for no bound."""

    def state(self) -> IndexState:
        """Tell whether a search can be answered at once."""
        return self.finder.state()

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Build the index anew and return how many papers it has.

        `progress` is told the papers done and the papers in all. Raises SearchIndexError.
        """
        return self.finder.rebuild(progress)

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the index up to date, or build it where there is none.

        Where that is interrupted, what is done of it answers, and the next call goes on. Raises
        SearchIndexError.
        """
        self.finder.refresh(progress)

    def check(self, is_wanted: Callable[[], bool] = lambda: True) -> str:
        """Look whether the index is what was written, at most once a day; for a thread at leisure.

        Returns a sentence when it is not: from then on its state is `missing` until it is built.
        Raises Superseded once it `is_wanted` no more.
        """
        return self.finder.check(is_wanted)

    def close(self) -> None:
        """Let go of the index's files."""
        if self._kept_finder is not None:
            self._kept_finder.close()

    def advance(self, done: int, total: int) -> None:
        """Tell whoever waits how far it is."""
        if self.progress is not None:
            self.progress(done, total)

    def take_in(self, reports: Sequence[AddReport]) -> None:
        """Make what was added findable; what cannot be indexed now is by the next search."""
        records = sum(report.records for report in reports if not report.unchanged)
        if not records or (self.most_at_once is not None and records > self.most_at_once):
            return
        try:
            self.finder.refresh()
        except Interrupted:
            raise
        except RectoError as error:
            self._context.notices.tell(str(error))

    @cached_property
    def references(self) -> References:
        """What texts refer to; read when a query first asks who cites a paper."""
        from ..texts.references import References

        return References(self._context.database, self._context.locations.texts)

    @property
    def filters(self) -> Filters:
        """What answers the conditions of a query that ask for no words."""
        with self._lock:
            if self._kept_filters is None:
                from ..search.filtering.filters import Filters

                self._kept_filters = Filters(
                    self._context.store,
                    self._context.listings,
                    self.finder.papers_with,
                    self._texts,
                    lambda: self.references,
                )
            return self._kept_filters

    @property
    def finder(self) -> LibraryIndex:
        """What answers the words of a query."""
        with self._lock:
            if self._kept_finder is None:
                from ..search.library_index import LibraryIndex

                directory, elsewhere = self._context.locations.find_index()
                self._kept_finder = LibraryIndex(
                    self._context.store,
                    self._context.listings,
                    lambda: self.filters,
                    directory,
                    self._context.notices.tell,
                    self.advance,
                )
                self._kept_finder.remove_unfinished()
                if elsewhere and self._kept_finder.state() == "missing":
                    self._context.notices.tell(elsewhere)
            return self._kept_finder
