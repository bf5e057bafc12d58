"""Lists of papers and their counts: which, in which order, how many; row numbers only."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from .errors import RectoError
from .journal import TAG
from .store import Store

SORTS = ("relevance", "newest", "oldest", "title", "comments")
"""The orders a list can have; `relevance` without a query is the newest import first."""

ViewKind = Literal["all", "new", "bookmarks", "unread", "tag", "source"]

_ORDERS = {
    "relevance": "SELECT pid FROM papers WHERE hidden = 0 ORDER BY import_no DESC, score DESC, pid",
    # Dates compare as text: `--MM-DD` (no year) comes before all years, NULL before that.
    "newest": "SELECT pid FROM papers WHERE hidden = 0 "
    "ORDER BY published DESC, import_no DESC, score DESC, pid",
    "oldest": "SELECT pid FROM papers WHERE hidden = 0 ORDER BY published IS NULL, "
    "published < '0', published, import_no DESC, score DESC, pid",
    "title": "SELECT t.pid FROM titles t JOIN papers p ON p.pid = t.pid "
    "WHERE t.is_main AND p.hidden = 0 ORDER BY t.key, t.pid",
    "comments": "SELECT pid FROM papers WHERE hidden = 0 "
    "ORDER BY comments DESC, import_no DESC, score DESC, pid",
}
"""The whole library in each order; what is not known comes last."""

_LAST_IMPORT = "(SELECT max(import_no) FROM papers WHERE hidden = 0)"

_LOOK_AHEAD = 1000
"""Papers that are looked at together for one that is unread."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the library a list shows."""

    kind: ViewKind = "all"
    name: str = ""
    """The tag or the source, for views of these kinds."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """A source and how many papers it holds."""

    name: str
    label: str
    """Its most distinctive words."""
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers each view has."""

    all: int
    new: int
    """Unread papers of the last import."""
    bookmarks: int
    unread: int
    tags: tuple[tuple[str, int], ...]
    """Tags that are in use, by name."""
    sources: tuple[SourceCount, ...]
    """In the order in which they were first added."""


class Listings:
    """Answers lists from orders that are kept until the papers change; safe for threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database
        self._orders: dict[str, tuple[int, array[int]]] = {}
        self._kept_sizes = (-1, (0, 0, 0))
        self._visible: tuple[int, bytearray] = (-1, bytearray())

    def pids(self, view: View, sort: str) -> array[int]:
        """Return the row numbers of a view's papers in order."""
        if view.kind == "source" and sort == "relevance":
            return self._by_rank(view.name)
        order = self.order(sort)
        if view.kind == "all":
            return order
        return array("q", filter(self.members(view).__contains__, order))

    def order(self, sort: str) -> array[int]:
        """Return the row numbers of all papers in this order; not to be changed."""
        return self._order(sort)[1]

    def _order(self, sort: str) -> tuple[int, array[int]]:
        """Return an order and the `rev` it is of."""
        if sort not in _ORDERS:
            raise RectoError(
                "Unknown order", f"{sort!r} is none.", f"Choose one of {', '.join(SORTS)}."
            )
        rev = self._store.rev
        kept = self._orders.get(sort)
        if kept is None or kept[0] != rev:
            kept = self._orders[sort] = (rev, self._pids(_ORDERS[sort]))
        return kept

    def sorted(self, pids: Iterable[int], sort: str) -> array[int]:
        """Return these papers in an order of the library."""
        wanted = set(pids)
        return array("q", filter(wanted.__contains__, self.order(sort)))

    def members(self, view: View) -> Collection[int]:
        """Return the row numbers of a view's papers in no order."""
        match view.kind:
            case "bookmarks":
                return set(self._pids(*_marked("bookmark")))
            case "tag":
                return set(self._pids(*_marked(TAG + view.name)))
            case "source":
                return set(self._by_rank(view.name))
            case "unread":
                return set(self.order("relevance")).difference(self._pids(*_marked("read")))
            case "new":
                sql = f"SELECT pid FROM papers WHERE hidden = 0 AND import_no = {_LAST_IMPORT}"
                return set(self._pids(sql)).difference(self._pids(*_marked("read")))
        return self.order("relevance")

    def gone(self, pids: Collection[int]) -> set[int]:
        """Return which row numbers, perhaps from an index of yesterday, are no papers any more."""
        rev, order = self._order("relevance")
        kept, visible = self._visible
        if kept != rev:
            visible = bytearray(max(order, default=0) + 1)
            for pid in order:
                visible[pid] = 1
            self._visible = (rev, visible)
        if len(order) + 1 == len(visible) > max(pids, default=0):
            return set()  # there are no gaps, as in most libraries
        return {pid for pid in pids if pid >= len(visible) or not visible[pid]}

    def next_unread(self, pids: Sequence[int], start: int) -> int | None:
        """Return the place of the first unread paper from `start` on, None when there is none."""
        for begin in range(start, len(pids), _LOOK_AHEAD):
            part = list(pids[begin : begin + _LOOK_AHEAD])
            row = self._database.row(
                "SELECT min(j.key) FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM marks m "
                "WHERE m.pid = j.value AND m.name = 'read' AND m.value IS NOT NULL)",
                (json.dumps(part),),
            )
            if row[0] is not None:
                return begin + int(row[0])
        return None

    def counts(self) -> Counts:
        """Return how many papers each view has."""
        total, last, newest = self._sizes()
        row = self._database.row(
            "SELECT count(*), coalesce(sum(p.import_no = ?), 0) "
            "FROM marks m JOIN papers p ON p.pid = m.pid "
            "WHERE m.name = 'read' AND m.value IS NOT NULL AND p.hidden = 0",
            (last,),
        )
        tags = self._database.rows(
            "SELECT substr(name, ?), count(*) FROM marks "
            "WHERE name >= ? AND name < ? AND value IS NOT NULL GROUP BY name",
            (len(TAG) + 1, TAG, TAG[:-1] + chr(ord(TAG[-1]) + 1)),
        )
        bookmarks = "SELECT count(*) FROM marks WHERE name = 'bookmark' AND value IS NOT NULL"
        sources = "SELECT name, label, papers FROM sources WHERE papers > 0 ORDER BY sid"
        return Counts(
            all=total,
            new=newest - row[1],
            bookmarks=self._database.value(bookmarks),
            unread=total - row[0],
            tags=tuple(sorted(tags, key=lambda tag: (tag[0].casefold(), tag[0]))),
            sources=tuple(SourceCount(*source) for source in self._database.rows(sources)),
        )

    def _sizes(self) -> tuple[int, int, int]:
        """Return the number of papers, the last import, and the number of papers in that."""
        rev = self._store.rev
        if self._kept_sizes[0] != rev:
            sql = "SELECT import_no, count(*) FROM papers WHERE hidden = 0 GROUP BY 1 ORDER BY 1"
            sizes = self._database.rows(sql) or [(0, 0)]
            self._kept_sizes = (rev, (sum(size for _, size in sizes), *sizes[-1]))
        return self._kept_sizes[1]

    def _by_rank(self, source: str) -> array[int]:
        """Return a source's papers, its newest page first, each page in its own order."""
        pids = self._pids(
            "SELECT l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid) "
            "JOIN papers p USING(pid) WHERE s.name = ? AND p.hidden = 0 "
            "ORDER BY g.gid DESC, l.rank, l.pid",
            source,
        )
        return array("q", dict.fromkeys(pids))

    def _pids(self, sql: str, *parameters: object) -> array[int]:
        return array("q", chain.from_iterable(self._database.rows(sql, parameters)))


def _marked(name: str) -> tuple[str, str]:
    return "SELECT pid FROM marks WHERE name = ? AND value IS NOT NULL", name
