"""How many papers each view has; asked after every mark, so it is answered in milliseconds."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable
from itertools import chain

from ..journal.acts import TAG
from ..views import Counts, SourceCount
from .newest import NEWEST, NEWEST_PAGES
from .store import Store

_TOTAL = "SELECT count(*) FROM papers WHERE hidden = 0"

_NEWEST_SIZE = f"SELECT count(*) FROM ({NEWEST})"

_MARKED = (
    "SELECT name, count(*) FROM marks "
    "WHERE name IN ('bookmark', 'queue', 'done', 'read') AND value IS NOT NULL GROUP BY name"
)

_READ = "FROM {} USING(pid) WHERE m.name = 'read' AND m.value IS NOT NULL AND "

_HIDDEN_READ = f"SELECT count(*) {_READ.format('papers p CROSS JOIN marks m')} p.hidden = 1"

_NEWEST_READ = tuple(
    f"SELECT count(DISTINCT l.pid) {_READ.format(tables)} l.gid IN (SELECT value FROM json_each(?))"
    for tables in ("places l CROSS JOIN marks m", "marks m CROSS JOIN places l")
)
"""From whichever side has fewer: SQLite keeps to the order of a CROSS JOIN."""

_TAGGED = (
    "SELECT substr(name, 5), count(*) FROM marks "
    "WHERE name >= 'tag:' AND name < 'tag;' AND value IS NOT NULL GROUP BY name"
)

_NESTED = (
    "SELECT j.value, (SELECT count(*) FROM ("
    "SELECT pid FROM marks WHERE name = 'tag:' || j.value AND value IS NOT NULL "
    "UNION SELECT pid FROM marks WHERE name >= 'tag:' || j.value || '/' "
    "AND name < 'tag:' || j.value || '0' AND value IS NOT NULL)) FROM json_each(?) j"
)
"""Papers of a tag and of those nested in it (`0` follows `/`), each paper once."""


_SOURCES = (
    "SELECT s.name, coalesce(json_extract(g.value, '$'), s.label), s.papers FROM sources s "
    "LEFT JOIN settings g ON g.name = 'label:' || s.name WHERE s.papers > 0 ORDER BY s.sid"
)


_MARKS = (
    "SELECT name, pid FROM marks WHERE value IS NOT NULL AND "
    "(name IN ('bookmark', 'queue', 'done', 'read') OR (name >= 'tag:' AND name < 'tag;'))"
)
_PLACED = (
    "SELECT s.name, l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid) "
    "WHERE g.hidden = 0"
)


class _MarkedCache(threading.local):
    """The marked papers of one thread, since a thread's change marks are its own."""

    def __init__(self) -> None:
        self.change_mark = -1
        self.marked: dict[str, int] = {}


class Counting:
    """Counts papers, and keeps what only changes with the papers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database
        self._kept_sizes = (-1, (0, 0, "[]"))
        self._kept_places: tuple[int, int, dict[str, int]] = (-1, 0, {})
        self._kept = _MarkedCache()

    def counts(self) -> Counts:
        """Return how many papers each view has, without the saved searches."""
        total, newest, pages = self._sizes()
        marked = dict(self._database.rows(_MARKED))
        read = marked.get("read", 0)
        newest_read = self._database.value(_NEWEST_READ[read < newest], (pages,))
        read -= self._database.value(_HIDDEN_READ)
        return Counts(
            all=total,
            new=newest - newest_read,
            bookmarks=marked.get("bookmark", 0),
            unread=total - read,
            tags=self._tags(),
            sources=tuple(SourceCount(*source) for source in self._database.rows(_SOURCES)),
            queue=marked.get("queue", 0),
            done=marked.get("done", 0),
        )

    def within(self, counts: Counts, rowids: Collection[int]) -> Counts:
        """Return how many of these papers each view has that `counts` names."""
        found = _flags(rowids)
        newest, placed = self._places()
        marked = self._marked()
        read = marked.get("read", 0)

        def number(name: str) -> int:
            return (found & marked.get(name, 0)).bit_count()

        return counts._replace(
            all=found.bit_count(),
            new=(found & newest & ~read).bit_count(),
            bookmarks=number("bookmark"),
            unread=(found & ~read).bit_count(),
            queue=number("queue"),
            done=number("done"),
            tags=tuple((tag, number(TAG + tag)) for tag, _ in counts.tags),
            sources=tuple(
                one._replace(count=(found & placed.get(one.name, 0)).bit_count())
                for one in counts.sources
            ),
        )

    def _marked(self) -> dict[str, int]:
        """Return which papers have each mark; a tag's parents have its papers, too."""
        kept, change_mark = self._kept, self._database.change_mark
        if kept.change_mark != change_mark:
            kept.marked = _grouped(self._database.rows(_MARKS))
            for name in [name for name in kept.marked if name.startswith(TAG)]:
                for parent in (name[:at] for at, sign in enumerate(name) if sign == "/"):
                    kept.marked[parent] = kept.marked.get(parent, 0) | kept.marked[name]
            kept.change_mark = change_mark
        return kept.marked

    def _places(self) -> tuple[int, dict[str, int]]:
        """Return which papers are of the newest import, and which are of each source."""
        rev = self._store.rev
        if self._kept_places[0] != rev:
            newest = _flags(chain.from_iterable(self._database.rows(NEWEST)))
            self._kept_places = rev, newest, _grouped(self._database.rows(_PLACED))
        return self._kept_places[1:]

    def _tags(self) -> tuple[tuple[str, int], ...]:
        """Return the tags and their parents, a parent with the papers of its children."""
        tags = dict(self._database.rows(_TAGGED))
        parents = {tag[:at] for tag in tags for at, sign in enumerate(tag) if sign == "/"}
        if parents:
            tags.update(self._database.rows(_NESTED, (json.dumps(sorted(parents)),)))
        return tuple(sorted(tags.items(), key=lambda tag: (_nesting(tag[0]), tag[0])))

    def _sizes(self) -> tuple[int, int, str]:
        """Return the number of papers, how many of them are the newest, and the pages of those."""
        rev = self._store.rev
        if self._kept_sizes[0] != rev:
            pages = json.dumps([gid for (gid,) in self._database.rows(NEWEST_PAGES)])
            total, newest = (self._database.value(sql) for sql in (_TOTAL, _NEWEST_SIZE))
            self._kept_sizes = (rev, (total, newest, pages))
        return self._kept_sizes[1]


def _flags(rowids: Iterable[int]) -> int:
    """Return papers as one number with a byte for each: two such sets are met in microseconds."""
    found = rowids if isinstance(rowids, Collection) else list(rowids)
    flags = bytearray(max(found, default=0) + 1)
    for rowid in found:
        flags[rowid] = 1
    return int.from_bytes(flags, "little")


def _grouped(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return which papers stand beside each name."""
    rowids: dict[str, list[int]] = {}
    for name, rowid in rows:
        rowids.setdefault(name, []).append(rowid)
    return {name: _flags(some) for name, some in rowids.items()}


def _nesting(tag: str) -> list[str]:
    """Return what tags are sorted by, so that children follow their parent."""
    return tag.casefold().split("/")
