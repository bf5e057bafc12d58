"""Words to papers: keeps the full-text index beside the library and asks it.

The index is a cache. Whenever it is missing, behind the library, of another version or simply
refuses to answer, it is brought up to date or built anew from the library.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..disk.temporary import TemporaryDirectory
from ..errors import DistrustedIndexError, OtherVersionError, SearchIndexError
from ..store.listings import Listings
from ..store.store import Store
from ..views import IndexState, View
from .answering import Answering
from .difference import Difference
from .listing import Listing
from .search_index import SearchIndex
from .segments.extending import Extension, Progress
from .segments.generations import Generations
from .segments.integrity import Inspection
from .segments.stamp import Stamp

if TYPE_CHECKING:
    from .analysis.words import Stem
    from .filtering.filters import Filters
    from .query.nodes import FactLeaf
    from .query.query import Query
    from .reader import IndexReader

Told = TypeVar("Told")

_PAUSE = 0.002
"""Seconds for others after every piece of a file that is looked through while somebody reads."""


class LibraryIndex:
    """Answers queries from the index; safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        listings: Listings,
        filters: Callable[[], Filters],
        directory: Path,
        tell: Callable[[str], None],
        progress: Progress,
    ) -> None:
        self._store = store
        self._answering = Answering(store, listings, filters)
        self._tell = tell
        self._progress = progress
        self._difference = Difference(store, tell)
        self._refuge: TemporaryDirectory | None = None
        self._has_answered = False
        self._use(directory)

    def _use(self, directory: Path) -> None:
        self._generations = Generations(directory, self._store.library_id)
        self._index = SearchIndex(directory, self._store.library_id)
        self._inspection = Inspection(self._generations)

    def state(self) -> IndexState:
        """Tell what the index answers for, without opening it."""
        stamp = self._stamp()
        if stamp is None:
            return "missing"
        return "stale" if stamp.upto or stamp.rev < self._store.text_rev else "ready"

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
        return self._sound(
            lambda: self._answering.ask(
                self._index, query, view, sort, typing=typing, limit=limit, is_stale=is_stale
            ),
            wait=wait,
        )

    def ask_reader(self, ask: Callable[[IndexReader, Stem], Told], *, wait: bool) -> Told:
        """Return what a question to the open index itself is answered with."""
        return self._sound(lambda: self._index.ask_reader(ask), wait=wait)

    def _sound(self, ask: Callable[[], Told], *, wait: bool) -> Told:
        """Ask the index, one that is up to date and sound if there is time to wait for it."""
        if wait:
            self._refresh_for_search()
        try:
            told = ask()
        except SearchIndexError as error:
            # It looked whole and was not.
            if not wait:
                # What is newer than this process, which has read an older one, is not damaged.
                if not (self._has_answered and isinstance(error, OtherVersionError)):
                    self._put_out_of_use()
                raise
            self._tell(f"{error} It is built anew.")
            self._extend(lambda _: self._difference.everything())
            told = ask()
        self._has_answered = True
        return told

    def papers_with(self, leaf: FactLeaf) -> frozenset[int] | None:
        """Return the papers that a filter asks for; None where the index cannot tell.

        It tells only while it is up to date with the library.
        """
        from .retrieval.field_lists import papers_with

        rev = self._store.text_rev
        try:
            return self._index.ask_current(
                lambda reader: papers_with(reader, leaf), lambda at: rev <= at <= self._store.rev
            )
        except SearchIndexError:
            return None

    def remove_unfinished(self) -> None:
        """Remove what killed processes have left of an index that they were building."""
        self._generations.remove_unfinished()

    def check(self, is_wanted: Callable[[], bool] = lambda: True) -> str:
        """Compare the index with its checksums, unless that was done within a day.

        Return a sentence if it is damaged; it is out of use then, and to be built anew. Raises
        Superseded once it `is_wanted` no more; the next start looks again.
        """
        if not self._inspection.is_due():
            return ""
        try:
            stamp = self._generations.read()
            reason = self._inspection.inspect(stamp, _PAUSE, is_wanted)
        except SearchIndexError:
            return ""  # there is none fit for use, which others notice
        if not reason:
            return ""
        try:
            self._generations.discard(stamp)
        except SearchIndexError as error:
            return f"The search index is damaged: {reason} {error}"
        return f"The search index is damaged: {reason} It is built anew."

    def _put_out_of_use(self) -> None:
        """Let an index that cannot be read count as missing."""
        with contextlib.suppress(SearchIndexError):
            self._generations.discard(self._generations.read())

    def refresh(self, progress: Progress | None = None) -> None:
        """Bring the index up to date with the library; raises SearchIndexError.

        Interrupted, it leaves what is done in use, and the next call goes on.
        """
        if self.state() != "ready":
            self._tell_distrust()
            self._extend(self._lacking, progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build a new index of all papers and return their number; raises SearchIndexError.

        An old one serves until then, and stays where this is interrupted. Where there is none, or
        none that is finished, it goes on as `refresh` does.
        """
        stamp = self._stamp()
        if stamp is not None and stamp.upto:
            try:
                return self._extend(self._lacking, progress).documents
            except SearchIndexError:
                stamp = None  # what is there of it may be damaged
        is_whole = stamp is not None
        return self._extend(
            lambda _: self._difference.everything()._replace(is_whole=is_whole), progress
        ).documents

    def _extend(
        self, lacking: Callable[[Stamp | None], Extension | None], progress: Progress | None = None
    ) -> Stamp:
        return self._index.extend(lacking, progress or self._progress, self._tell_waiting)

    def _lacking(self, _: Stamp | None) -> Extension | None:
        from .schema import WHOOSH

        stamp = self._stamp()
        if stamp is not None and (stamp.whoosh != WHOOSH or self._is_damaged(stamp)):
            stamp = None
        return self._difference.lacking(stamp)

    def _is_damaged(self, stamp: Stamp) -> bool:
        """Tell whether an index that is to be gone on with is not what was written; say so.

        Going on takes its segments over unread, and merges others into sound-looking ones. One that
        is finished is looked at once a day; of an interruption one never knows.
        """
        if not stamp.upto and not self._inspection.is_due():
            return False
        reason = self._inspection.inspect(stamp)
        if reason:
            which = "unfinished search index" if stamp.upto else "search index"
            self._tell(f"The {which} is damaged: {reason} It is built anew.")
        return bool(reason)

    def close(self) -> None:
        """Let go of the index's files."""
        self._index.close()
        if self._refuge is not None:
            self._refuge.close()

    def _stamp(self) -> Stamp | None:
        """Return what the index is of; None too where an older library was put beside it."""
        stamp = self._index.stamp()
        return stamp if stamp and max(stamp.rev, stamp.seen) <= self._store.rev else None

    def _refresh_for_search(self) -> None:
        """Bring the index up to date, or go on with an older one where nothing can be written."""
        try:
            self.refresh()
        except SearchIndexError as error:
            if self.state() != "missing":
                self._tell(f"{error} What was added since is not found yet.")
            elif self._refuge is not None:
                raise
            else:
                self._take_refuge(error)

    def _take_refuge(self, error: SearchIndexError) -> None:
        """Keep the index in the temporary directory where the cache cannot be written."""
        self._refuge = TemporaryDirectory()
        self._index.close()
        self._use(self._refuge.path / "index")
        self._tell(f"{error} It is kept in {self._refuge.path} until this ends.")
        self.rebuild()

    def _tell_distrust(self) -> None:
        """Say so where the index is built anew since others may write to its files."""
        try:
            self._generations.read()
        except DistrustedIndexError as error:
            if not self._generations.distrust():
                self._tell(f"{error} It is built anew.")
        except SearchIndexError:
            pass  # what is wrong with it otherwise is no news

    def _tell_waiting(self) -> None:
        self._tell("Another process is building the search index; waiting for it.")
