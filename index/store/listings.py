"""Lists of papers: which and in which order; row numbers only."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress, count
from typing import NamedTuple

from ..database.connections import Parameters
from ..database.database import Database
from ..database.numbers import read_numbers
from ..errors import RectoError
from ..views import ALL, SORTS, View
from . import beginning
from .marked import BOOKMARK, MarkedPapers
from .news import News
from .orders import DEFAULT, read_order
from .paper_bits import bits_of, flags_of, rowids_of
from .reading_lists import QUEUE, load_list, load_tagged
from .selections import Order, among
from .shown import ShownPapers
from .source_counts import OF_NAME
from .store import Store

_DONE = (
    "SELECT pid FROM marks WHERE name = 'done' AND value IS NOT NULL "
    "ORDER BY value DESC, clock DESC, pid DESC"
)

_RANKED = f"""SELECT l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid)
    JOIN papers p USING(pid) WHERE {OF_NAME} AND g.hidden = 0 AND p.hidden = 0
    ORDER BY substr(s.name, length(:name) + 1) DESC, g.gid DESC, l.rank, l.pid"""
"""A source's papers, its newest page first, each page in its own order; a stream's newest day."""

_OF_MARKS = ("bookmarks", "done", "mine", "new", "queue", "unread")
"""Views that marks make."""


class _Ranked(NamedTuple):
    """The papers of a source at one revision of the library."""

    rev: int
    name: str
    rowids: array[int]
    """In its own order; not to be changed."""
    papers: int
    """The set of them, see `paper_bits`."""


class Listings:
    """Answers lists from orders that are kept until the papers change; safe for threads."""

    def __init__(
        self,
        store: Store,
        marked: MarkedPapers | None = None,
        shown: ShownPapers | None = None,
        news: News | None = None,
    ) -> None:
        self._store = store
        self._database: Database = store.database
        self._marked = marked or MarkedPapers(store.database)
        self._shown = shown or ShownPapers(store.database)
        self._news = news or News(store.database, self._shown)
        self._orders: dict[str, Order] = {}
        self._begun: beginning.Beginning | None = None
        self._source = _Ranked(-1, "", array("q"), 0)

    def rowids(self, view: View, sort: str, check: Callable[[], object] = bool) -> array[int]:
        """Return the row numbers of a view's papers in order.

        `check` is called now and then while the whole library is read, and may raise.
        """
        own = self._own_order(view) if sort in ("relevance", "list", "taste") else None
        if own is not None:
            return own
        if view.kind in ("all", "search"):
            return self._order(sort, check).rowids
        return self._selected(sort, view)

    def _selected(self, sort: str, view: View) -> array[int]:
        """Return the papers of a view in an order of the whole library."""
        with self._database.moment():
            return self._order(sort).select(str(view), *self._bits(view))

    def beginning(self, keep: int | None = None) -> Sequence[int]:
        """Return the whole library in its default order, of a large one as it is first needed.

        What can be shown at once is read: its first papers, or those around `keep`.
        """
        last = self._database.value("SELECT max(pid) FROM papers") or 0
        # Where there is no log, whoever looks at one moment of the library keeps all from writing.
        has_log = self._database.value("PRAGMA journal_mode") == "wal"
        if last <= beginning.LARGE or DEFAULT in self._orders or not has_log:
            return self.order(DEFAULT)
        begun = self._begun = beginning.Beginning(self._database, keep, self._take_whole)
        return begun

    def close(self) -> None:
        """Let go of the library."""
        if (begun := self._begun) is not None:
            begun.close()

    def _take_whole(self, rev: int, order: array[int]) -> None:
        """Keep an order that was begun, and where each paper stands in it."""
        whole = Order(rev, order)
        self._orders["relevance"], self._begun = whole, None
        len(whole.places)

    def order(self, sort: str) -> array[int]:
        """Return the row numbers of all papers in this order; not to be changed."""
        return self._order(sort).rowids

    def _order(self, sort: str, check: Callable[[], object] = bool) -> Order:
        if sort not in SORTS:
            raise RectoError(
                "Unknown order", f"{sort!r} is none.", f"Choose one of {', '.join(SORTS)}."
            )
        if sort in ("list", "taste"):
            # The whole library is no list of the reader's; what is ranked is ranked afterwards.
            sort = "relevance"
        rev = self._store.rev
        begun = self._begun
        if begun is not None and sort == "relevance" and begun.rev == rev:
            begun.complete()
        kept = self._orders.get(sort)
        if kept is None or kept.rev != rev:
            with self._database.moment():
                rev = self._store.rev
                kept = self._orders[sort] = Order(rev, self._read(sort, rev, check))
        return kept

    def _read(self, sort: str, rev: int, check: Callable[[], object]) -> array[int]:
        """Return an order, read from the library."""
        rowids = read_order(self._database, sort, lambda: self._order(DEFAULT, check).rowids, check)
        if sort != "title":
            return rowids
        # Whether each is in sight is asked of all at once: by row number they lie far apart.
        visible = self._shown.visible(rev)
        return among(rowids, visible.papers) if len(rowids) != visible.total else rowids

    def sorted(self, rowids: Iterable[int], sort: str, view: View = ALL) -> array[int]:
        """Return these papers, which are of this view, in an order of it."""
        own = self._own_order(view) if sort == "list" else None
        return array(
            "q", filter(set(rowids).__contains__, self.order(sort) if own is None else own)
        )

    def members(self, view: View) -> Collection[int]:
        """Return the row numbers of a view's papers in no order."""
        if view.kind in ("tag", "source"):
            return set(self._own_order(view) or ())
        if view.kind in _OF_MARKS:
            with self._database.moment():
                papers, visible = self._bits(view)
            return rowids_of(papers & visible)
        return self.order("relevance")

    def _bits(self, view: View) -> tuple[int, int]:
        """Return the set of a view's papers, and of those in sight; see `paper_bits`."""
        marked = self._marked.now()
        visible = self._shown.visible(marked.rev).papers
        match view.kind:
            case "source":
                papers = self._of_source(view.name).papers
            case "tag":
                papers = bits_of(self._own_order(view) or ())
            case "unread":
                papers = self._news.unread(marked)
            case "new":
                papers = self._news.new(marked)
            case "bookmarks":
                papers = marked.of(BOOKMARK)
            case "mine":
                papers = self._shown.by_hand(marked.rev) | marked.kept
            case _:
                papers = marked.of(view.kind)
        return papers, visible

    def brought_by_hand(self) -> int:
        """Return the set of papers (see `paper_bits`) that the reader brought in by hand."""
        with self._database.moment():
            return self._shown.by_hand(self._store.rev)

    def gone(self, rowids: Collection[int]) -> set[int]:
        """Return which row numbers, perhaps from an index of yesterday, are no papers any more."""
        with self._database.moment():
            visible = self._shown.visible(self._store.rev)
        if not visible.flags and max(rowids, default=0) <= visible.last:
            return set()
        flags = visible.flags or flags_of(visible.papers, visible.last + 1)
        return {rowid for rowid in rowids if rowid > visible.last or not flags[rowid]}

    def unread(self, rowids: Iterable[int]) -> array[int]:
        """Return those of these papers that are unread, in their order."""
        given = rowids if isinstance(rowids, array) else array("q", rowids)
        if min(given, default=0) < 0:  # papers that are not kept are nothing to anybody
            given = array("q", filter((0).__le__, given))
        unread = flags_of(self._unread(), max(given, default=0) + 1)
        return array("q", compress(given, map(unread.__getitem__, given)))

    def _unread(self) -> int:
        with self._database.moment():
            return self._news.unread(self._marked.now())

    def next_unread(self, rowids: Sequence[int], start: int) -> int | None:
        """Return the place of the first unread paper from `start` on, None when there is none."""
        rest = rowids[start:]
        unread = flags_of(self._unread(), max(0, max(rest, default=0)) + 1)
        if min(rest, default=0) < 0:
            # What the library does not have nobody has read.
            found = (place for place, one in enumerate(rest, start) if one < 0 or unread[one])
            return next(found, None)
        return next(compress(count(start), map(unread.__getitem__, rest)), None)

    def _own_order(self, view: View) -> array[int] | None:
        """Return the papers of a view in the order that it alone has; None where it has none."""
        match view.kind:
            case "queue":
                return array("q", (rowid for rowid, _ in load_list(self._database, QUEUE)))
            case "tag":
                return array("q", load_tagged(self._database, view.name))
            case "done":
                return self._rowids(_DONE)
            case "source":
                return self._of_source(view.name).rowids
        return None

    def _of_source(self, name: str) -> _Ranked:
        """Return the papers of a source, kept while they are asked for: a stream may have many."""
        kept = self._source
        if (kept.rev, kept.name) != (self._store.rev, name):
            with self._database.moment():
                rev = self._store.rev
                ranked = array("q", dict.fromkeys(self._rowids(_RANKED, {"name": name})))
                kept = self._source = _Ranked(rev, name, ranked, bits_of(ranked))
        return kept

    def _rowids(self, sql: str, parameters: Parameters = ()) -> array[int]:
        return read_numbers(self._database, sql, parameters)
