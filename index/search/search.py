"""The search index: built from the library, disposable, replaced as a whole.

Whoosh is imported when an index is opened or written, not before: whoever only wants to know
whether there is one, or starts without searching, does not wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..errors import SearchIndexError
from .generations import Generations, Stamp
from .grades import Stem
from .members import Members
from .query import Query

if TYPE_CHECKING:
    from .meeting import Facts
    from .ranking import Ranked
    from .segments import Segment

_REPORT_EVERY = 100
"""Papers between two reports of a build's progress."""

_ADDING = 0.75
"""The share of a build's time after which it is left to write everything down."""

Told = TypeVar("Told")

Progress = Callable[[int, int], None]
"""Told how many papers are indexed, of how many (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index is told of a paper."""

    pid: int
    """The paper's row in the library; an update replaces what it said of that row."""
    title: str
    abstract: str


class _Report:
    """Turns what a build does into papers done, so that the last ones do not seem to hang."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._added = 0
        self._told = 0

    def add(self) -> None:
        self._added += 1
        if self._progress and self._added % _REPORT_EVERY == 0:
            done = int(_ADDING * self._added) if self._total else self._added
            self._tell(done)

    def commit(self, share: float) -> None:
        done = int((_ADDING + (1 - _ADDING) * share) * self._total)
        if done >= self._told + _REPORT_EVERY:
            self._tell(done)

    def finish(self) -> None:
        self._tell(self._added)

    def _tell(self, done: int) -> None:
        self._told = max(self._told, done)
        if self._progress:
            self._progress(self._told, max(self._total, self._told) if self._total else 0)


class SearchIndex:
    """The index of one library; any thread may call it, one search runs at a time."""

    def __init__(self, directory: Path, library_id: str) -> None:
        self._generations = Generations(directory, library_id)
        self._lock = threading.Lock()
        self._segments: list[Segment] = []
        self._mark: tuple[int, int, int] | None = None

    def stamp(self) -> Stamp | None:
        """Return what the index on disk answers for, or None if there is none fit for use."""
        try:
            return self._generations.read()
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
        with self._generations.lock(wait), self._generations.fresh() as path:
            return self._write(path, documents, [], rev, progress, expected)

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
        from .segments import open_segments

        with self._generations.lock(wait):
            stamp = self._generations.read()
            with self._generations.fresh() as path:
                self._generations.copy_files(stamp, path)
                gone: list[int] = []
                base = 0
                pids = {document.pid for document in documents}.union(removed)
                for segment in open_segments(path):
                    gone.extend(base + doc for doc in segment.documents(pids))
                    base += len(segment.pids)
                    segment.close()
                return self._write(path, documents, gone, rev, progress, 0)

    def _write(
        self,
        path: Path,
        documents: Iterable[Document],
        gone: Iterable[int],
        rev: int,
        progress: Progress | None,
        expected: int,
    ) -> Stamp:
        """Write papers into a generation, and put it into use once it was seen to open."""
        from .inverter import Inverter
        from .schema import WHOOSH
        from .segments import open_segments

        total = len(documents) if isinstance(documents, Sized) else expected
        report = _Report(progress, total)
        inverter = Inverter(path, report.commit)
        try:
            inverter.delete(gone)
            for document in documents:
                inverter.add(document.pid, document.title, document.abstract)
                report.add()
        except BaseException:
            inverter.cancel()
            raise
        inverter.commit()
        report.finish()
        count = 0
        for segment in open_segments(path):
            count += segment.count
            segment.close()
        return self._generations.name(path, WHOOSH, rev, count)

    def search(
        self,
        query: Query,
        *,
        typing: bool = False,
        limit: int | None = 50,
        within: Members | Collection[int] | None = None,
        is_stale: Callable[[], bool] | None = None,
        facts: Facts | None = None,
    ) -> Ranked:
        """Return the papers that answer a query, the best first; `limit` of them or all.

        While `typing`, the last word is the beginning of one. `within` names the only papers that
        may be found. `facts` answers filters and has the texts that phrases are checked on; without
        it filters let everything through and a phrase is all of its words.

        Raises Superseded once `is_stale` says so, SearchIndexError for an index that is missing or
        damaged: build it anew.
        """
        with self._lock:
            self._refresh()
            from .ranking import Ranking
            from .schema import stem

            if within is not None and not isinstance(within, Members):
                within = Members(frozenset(within))
            ranking = Ranking(self._segments, stem, is_stale, facts)
            return ranking.rank(query, typing, limit, within)

    def look(self, ask: Callable[[Sequence[Segment], Stem], Told]) -> Told:
        """Return what a question to the open index itself is answered with.

        SearchIndexError for an index that is missing or damaged.
        """
        with self._lock:
            self._refresh()
            from .schema import stem

            return ask(self._segments, stem)

    def refresh(self) -> bool:
        """Open what is in use now; return whether that is another index than before."""
        with self._lock:
            return self._refresh()

    def _refresh(self) -> bool:
        mark = self._generations.mark()
        if mark is not None and mark == self._mark:
            return False
        from . import schema, segments

        while True:
            try:
                stamp = self._generations.read()
                if stamp.whoosh != schema.WHOOSH:
                    raise SearchIndexError(
                        "The search index cannot be used", "Another version of Whoosh wrote it."
                    )
                opened = segments.open_segments(self._generations.path(stamp))
                break
            except SearchIndexError:
                # Whoever builds may have removed what was named a moment ago.
                if mark == (mark := self._generations.mark()):
                    self._close()
                    raise
        self._close()
        self._segments, self._mark = opened, mark
        return True

    def close(self) -> None:
        """Let go of the files; a later search opens them again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        for segment in self._segments:
            segment.close()
        self._segments, self._mark = [], None
