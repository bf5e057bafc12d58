"""The library: one object through which everything is opened, added, found and marked."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .config import Config
from .errors import RectoError
from .journal import SHELL, TAG, Value
from .listings import Counts, Listings, View
from .locations import Locations
from .paper import Paper
from .papers import load_papers, resolve
from .query import Query
from .results import AddReport, Hit, IndexState, Listing, Results
from .store import Store
from .text import clean

if TYPE_CHECKING:
    from .finder import Finder

ALL = View()
"""The whole library."""

LONGEST_TAG = 100
"""Characters of a tag's name."""


class Library:
    """A reader's papers with everything marked on them; safe to use from several threads.

    Every mark is on disk when the method that sets it returns.
    """

    def __init__(
        self,
        store: Store,
        locations: Locations,
        config: Config,
        warnings: list[str],
        notice: Callable[[str], None] | None = None,
    ) -> None:
        self.locations = locations
        self.config = config
        self.warnings = warnings
        """Sentences about what is not as it should be, to be shown once."""
        self._store = store
        self._database = store.database
        self._listings = Listings(store)
        self._notice = notice
        self._kept_finder: Finder | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        data_dir: str | os.PathLike[str] | None = None,
        seeds: bool = True,
        *,
        window: str | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> Self:
        """Open the library, or create it with the bundled pages in it (`seeds`).

        `data_dir` goes before RECTO_DATA_DIR. `window` names who acts, for undo; `notice` is told
        in a sentence about work that takes a while. Raises StoreError.
        """
        locations = Locations.find(data_dir)
        config, warnings = Config.load(locations.config_file)

        def fill(store: Store) -> None:
            if seeds and config.seeds:
                from .adding import load_seeds
                from .imports import take_in

                take_in(store, load_seeds(), 1)

        store = Store.open(locations.database, window=window or SHELL, fill=fill)
        return cls(store, locations, config, warnings + store.warnings, notice)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; nothing waits to be written."""
        if self._kept_finder is not None:
            self._kept_finder.close()
        self._database.close()

    # Adding

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        year: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> list[AddReport]:
        """Take saved pages in, each file wholly or not at all; a search finds them afterwards.

        `year` is that of dates without one; `progress` is told the files done and the files in
        all. A file that could not be read has its error in its report. Raises StoreError.
        """
        from .adding import Adding

        files = [Path(path) for path in paths]
        reports = []
        for report in Adding(self._store, year).add_files(files):
            reports.append(report)
            if progress is not None:
                progress(len(reports), len(files))
        self._index_added(reports)
        return reports

    def add_text(self, name: str, data: bytes, *, year: int | None = None) -> AddReport:
        """Take one page in that is no file, under a name of its own such as `stdin`."""
        from .adding import Adding

        report, _ = Adding(self._store, year).add(clean(name), data)
        self._index_added([report])
        return report

    def _index_added(self, reports: Sequence[AddReport]) -> None:
        """Make what was added findable; what cannot be indexed now is by the next search."""
        if any(report.records and not report.unchanged for report in reports):
            try:
                self._finder.refresh()
            except RectoError as error:
                self._tell(str(error))

    # Finding

    def search(
        self,
        text: str = "",
        *,
        limit: int | None = 50,
        sort: str = "relevance",
        typing: bool = False,
    ) -> Results:
        """Return the papers that have all the words, or every paper when there are none.

        While `typing` the last word is a beginning. Waits for the index where it has to be built.
        Raises SearchIndexError, and RectoError for an unknown `sort`.
        """
        listing = self.listing(text, sort=sort, typing=typing, limit=limit, wait=True)
        pids = listing.pids if limit is None else listing.pids[:limit]
        scores = dict(zip(pids, listing.scores or (), strict=False))
        hits = tuple(Hit(paper, scores.get(paper.pid)) for paper in self.rows(pids))
        return Results(hits, listing.total)

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
        query = Query.parse(text)
        if query:
            return self._finder.find(
                query, view, sort, typing=typing, limit=limit, wait=wait, is_stale=is_stale
            )
        from .highlight import Highlighter

        pids = self._listings.pids(view, sort)
        return Listing(pids, len(pids), True, None, text, view, sort, Highlighter(query))

    def paper(self, id: str) -> Paper:
        """Return the paper of an id, an unambiguous beginning of it, an arXiv id or its link.

        Raises NotFoundError, and RectoError when several papers answer to it.
        """
        return self.rows(resolve(self._database, [id]))[0]

    def rows(self, pids: Sequence[int]) -> list[Paper]:
        """Return these papers in this order; those that are gone by now are left out."""
        return load_papers(self._database, pids)

    def counts(self) -> Counts:
        """Return how many papers each view has."""
        return self._listings.counts()

    def next_unread(self, pids: Sequence[int], start: int = 0) -> int | None:
        """Return the place in a list of its first unread paper from `start` on, None for none."""
        return self._listings.next_unread(pids, start)

    # Marking

    def bookmark(self, ids: Iterable[str], on: bool = True) -> list[Paper]:
        """Bookmark papers, or take the bookmark off; all of them or, on an unknown id, none."""
        return self._mark("bookmark" if on else "unbookmark", ids, {"bookmark": 1 if on else None})

    def mark_read(self, ids: Iterable[str], on: bool = True) -> list[Paper]:
        """Mark papers as read, or as unread; all of them or, on an unknown id, none."""
        return self._mark("read" if on else "unread", ids, {"read": 1 if on else None})

    def tag(
        self, ids: Iterable[str], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> list[Paper]:
        """Put tags on papers and take tags off; all of them or, on an unknown id, none."""
        changes: dict[str, Value] = {TAG + _tag_name(name): 1 for name in add}
        for name in remove:
            if changes.setdefault(TAG + _tag_name(name), None):
                raise RectoError("Nothing was tagged", f"{name!r} is both added and removed.")
        return self._mark("tag", ids, changes)

    def _mark(self, kind: str, ids: Iterable[str], changes: Mapping[str, Value]) -> list[Paper]:
        """Write one act and its marks; they are on disk when it returns."""
        with self._database.transaction():
            pids = resolve(self._database, ids)
            if pids and changes:
                self._store.journal.record(kind, pids, changes)
        return self.rows(pids)

    # Its own state

    def stats(self) -> dict[str, Any]:
        """Return what the library holds and where, ready to be printed."""
        counts = self.counts()
        return {
            "papers": counts.all,
            "new": counts.new,
            "unread": counts.unread,
            "read": counts.all - counts.unread,
            "bookmarks": counts.bookmarks,
            "tags": dict(counts.tags),
            "sources": {source.name: source.count for source in counts.sources},
            "index": self.index_state(),
            "library": str(self.locations.database),
            "cache": str(self.locations.index),
        }

    def change_mark(self) -> int:
        """Return a number that changes when anything in the library does, in any process.

        Asking costs microseconds. Compare only what one and the same thread was given.
        """
        return self._database.change_mark

    def index_state(self) -> IndexState:
        """Tell whether a search can be answered at once."""
        return self._finder.state()

    def reindex(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Build the full-text index anew and return how many papers it has.

        `progress` is told the papers done and the papers in all. Raises SearchIndexError.
        """
        return self._finder.rebuild(progress)

    @property
    def _finder(self) -> Finder:
        with self._lock:
            if self._kept_finder is None:
                from .finder import Finder

                self._kept_finder = Finder(
                    self._store, self._listings, self.locations.index, self._tell
                )
            return self._kept_finder

    def _tell(self, sentence: str) -> None:
        if self._notice is not None:
            self._notice(sentence)


def _tag_name(name: str) -> str:
    """Return a tag's name without what cannot be seen; RectoError where none is left."""
    cleaned = clean(name)
    if not cleaned or len(cleaned) > LONGEST_TAG:
        reason = f"It has more than {LONGEST_TAG} characters." if cleaned else "It is empty."
        raise RectoError("That cannot be a tag", reason, "Choose another name.")
    return cleaned
