"""The search index: built from the library, disposable, replaced as a whole.

Whoosh is imported when an index is opened or written, not before: whoever only wants to know
whether there is one, or starts without searching, does not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import OtherVersionError, SearchIndexError
from .filtering.paper_set import PaperSet
from .segments.extending import Document, Extension, Progress, extend
from .segments.generations import Generations
from .segments.stamp import Stamp

if TYPE_CHECKING:
    from .analysis.words import Stem
    from .query.query import Query
    from .reader import IndexReader as Segment
    from .retrieval.boolean import Facts
    from .retrieval.ranking import Ranked

__all__ = ["Document", "SearchIndex"]

Told = TypeVar("Told")


class SearchIndex:
    """The index of one library; any thread may call it, one search runs at a time."""

    def __init__(self, directory: Path, library_id: str) -> None:
        self._generations = Generations(directory, library_id)
        self._lock = threading.RLock()
        self._is_asked = False
        """Whether it is being searched, so that what is open has to stay so."""
        self._opened: Stamp | None = None
        self._segments: list[Segment] = []
        self._mark: tuple[int, int, int] | None = None

    def stamp(self) -> Stamp | None:
        """Return what the index on disk answers for, or None if there is none fit for use."""
        try:
            return self._generations.read_again()
        except SearchIndexError:
            return None

    def build(
        self,
        documents: Iterable[Document],
        rev: int,
        progress: Progress | None = None,
        *,
        expected: int = 0,
        wait: bool = True,
    ) -> Stamp:
        """Write a new index of all papers and put it into use; the old one serves until then.

        `expected` is how many papers there are, where `documents` has no length; `progress` needs
        it. With another process building, wait for it, or raise SearchIndexError if `wait` is off.
        An exception from `progress` or `documents` ends the build and leaves no trace of it.
        """
        total = len(documents) if isinstance(documents, Sized) else expected
        whole = Extension(documents, rev, total=total, is_whole=True)
        with self._generations.lock(wait):
            return extend(self._generations, None, whole, progress)

    def update(
        self,
        documents: Collection[Document],
        rev: int,
        removed: Collection[int] = (),
        progress: Progress | None = None,
        *,
        wait: bool = True,
    ) -> Stamp:
        """Add papers, replacing what the index has of them, and take others out.

        SearchIndexError if there is no sound index to update.
        """
        more = Extension(documents, rev, removed, total=len(documents), together=len(documents))
        with self._generations.lock(wait):
            return extend(self._generations, self._generations.read(), more, progress)

    def extend(
        self,
        lacking: Callable[[Stamp | None], Extension | None],
        progress: Progress | None = None,
        tell_waiting: Callable[[], object] = lambda: None,
    ) -> Stamp:
        """Put in what the index lacks, as `lacking` tells once nobody else is writing it.

        What was put in before an interruption stays and answers.
        """
        with self._generations.lock(wait=True, tell_waiting=tell_waiting):
            stamp = self.stamp()
            extension = lacking(stamp)
            if extension is None:
                return self._generations.read()
            base = None if extension.is_anew else stamp
            return extend(self._generations, base, extension, progress)

    def search(
        self,
        query: Query,
        *,
        typing: bool = False,
        limit: int | None = 50,
        within: PaperSet | Collection[int] | None = None,
        is_stale: Callable[[], bool] | None = None,
        facts: Facts | None = None,
    ) -> Ranked:
        """Return the papers that answer a query, the best first; `limit` of them or all.

        While `typing`, the last word is the beginning of one. `within` names the only papers that
        may be found. `facts` answers filters and has the texts that phrases are checked on; without
        it filters let everything through and a phrase is all of its words.

        Raises Superseded once `is_stale` says so, CostlyQueryError for a query that asks for too
        much, SearchIndexError for an index that is missing or damaged: build it anew.
        """
        with self._lock:
            self._refresh()
            from .analysis.stemming import stem
            from .query.effort import Effort
            from .retrieval.ranking import Ranking

            if within is not None and not isinstance(within, PaperSet):
                within = PaperSet(frozenset(within))
            effort = Effort.of(is_stale)
            effort.allow(sum(segment.count for segment in self._segments))
            ranking = Ranking(self._segments, stem, effort, facts)
            self._is_asked = True
            try:
                return ranking.rank(query, typing, limit, within)
            finally:
                self._is_asked = False

    def ask_segments(self, ask: Callable[[Sequence[Segment], Stem], Told]) -> Told:
        """Return what a question to the open index itself is answered with.

        SearchIndexError for an index that is missing or damaged.
        """
        with self._lock:
            self._refresh()
            from .analysis.stemming import stem

            return ask(self._segments, stem)

    def ask_current(
        self, ask: Callable[[Segment], Told | None], is_current: Callable[[int], bool]
    ) -> Told | None:
        """Return what a question to a finished index of a revision that will do is answered with.

        None where there is no such index. A search may ask it on its way. SearchIndexError for an
        index that is missing or damaged.
        """
        with self._lock:
            if not self._is_asked:
                self._refresh()
            stamp = self._opened
            if stamp is None or stamp.upto or not is_current(stamp.rev):
                return None
            return ask(self._segments[0])

    def refresh(self) -> bool:
        """Open what is in use now; return whether that is another index than before."""
        with self._lock:
            return self._refresh()

    def _refresh(self) -> bool:
        mark = self._generations.mark()
        if mark is not None and mark == self._mark:
            return False
        from . import schema
        from .reader import open_reader

        while True:
            try:
                stamp = self._generations.read()
                if stamp.whoosh != schema.WHOOSH:
                    raise OtherVersionError(
                        "The search index cannot be used", "Another version of Whoosh wrote it."
                    )
                opened = open_reader(self._generations.path(stamp))
                break
            except SearchIndexError:
                # Whoever builds may have removed what was named a moment ago.
                if mark == (mark := self._generations.mark()):
                    self._close()
                    raise
        self._close()
        self._segments, self._mark, self._opened = [opened], mark, stamp
        return True

    def close(self) -> None:
        """Let go of the files; a later search opens them again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        for segment in self._segments:
            segment.close()
        self._segments, self._mark, self._opened = [], None, None
