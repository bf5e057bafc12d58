"""How many papers each view has; asked after every mark, so it is answered in milliseconds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from ..journal.journal import TAG
from ..views import Counts, SourceCount
from .store import Store

_SIZES = "SELECT import_no, count(*) FROM papers WHERE hidden = 0 GROUP BY 1 ORDER BY 1"

_MARKED = (
    "SELECT name, count(*) FROM marks "
    "WHERE name IN ('bookmark', 'queue', 'done', 'read') AND value IS NOT NULL GROUP BY name"
)

_READ = "SELECT count(*) FROM {} USING(pid) WHERE m.name = 'read' AND m.value IS NOT NULL AND "

_HIDDEN_READ = _READ.format("papers p CROSS JOIN marks m") + "p.hidden = 1"

_NEWEST_READ = tuple(
    _READ.format(tables) + "p.hidden = 0 AND p.import_no = ?"
    for tables in ("papers p CROSS JOIN marks m", "marks m CROSS JOIN papers p")
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
    "SELECT DISTINCT s.name, l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid) "
    "WHERE g.hidden = 0"
)
_NEWEST = (
    "SELECT pid FROM papers WHERE hidden = 0 AND import_no = "
    "(SELECT max(import_no) FROM papers WHERE hidden = 0)"
)


class Counting:
    """Counts papers, and keeps what only changes with the papers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._database = store.database
        self._kept_sizes = (-1, (0, 0, 0))

    def counts(self) -> Counts:
        """Return how many papers each view has, without the saved searches."""
        total, last, newest = self._sizes()
        marked = dict(self._database.rows(_MARKED))
        read = marked.get("read", 0)
        newest_read = self._database.value(_NEWEST_READ[read < newest], (last,))
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

    def within(self, counts: Counts, pids: Collection[int]) -> Counts:
        """Return how many of these papers each view has that `counts` names."""
        found = pids if isinstance(pids, frozenset) else frozenset(pids)
        marked: dict[str, set[int]] = {}
        for name, pid in self._database.rows(_MARKS):
            if pid in found:
                marked.setdefault(name, set()).add(pid)
        for name in [name for name in marked if name.startswith(TAG)]:
            parents = (name[:at] for at, sign in enumerate(name) if sign == "/")
            for parent in parents:
                marked.setdefault(parent, set()).update(marked[name])
        placed: Counter[str] = Counter(
            name for name, pid in self._database.rows(_PLACED) if pid in found
        )
        newest = {pid for (pid,) in self._database.rows(_NEWEST)}
        read = marked.get("read", set())

        def number(name: str) -> int:
            return len(marked.get(name, ()))

        return replace(
            counts,
            all=len(found),
            new=len((newest & found) - read),
            bookmarks=number("bookmark"),
            unread=len(found) - len(read),
            queue=number("queue"),
            done=number("done"),
            tags=tuple((tag, number(TAG + tag)) for tag, _ in counts.tags),
            sources=tuple(replace(one, count=placed[one.name]) for one in counts.sources),
        )

    def _tags(self) -> tuple[tuple[str, int], ...]:
        """Return the tags and their parents, a parent with the papers of its children."""
        tags = dict(self._database.rows(_TAGGED))
        parents = {tag[:at] for tag in tags for at, sign in enumerate(tag) if sign == "/"}
        if parents:
            tags.update(self._database.rows(_NESTED, (json.dumps(sorted(parents)),)))
        return tuple(sorted(tags.items(), key=lambda tag: (_nesting(tag[0]), tag[0])))

    def _sizes(self) -> tuple[int, int, int]:
        """Return the number of papers, the last import, and the number of papers in that."""
        rev = self._store.rev
        if self._kept_sizes[0] != rev:
            sizes = self._database.rows(_SIZES) or [(0, 0)]
            self._kept_sizes = (rev, (sum(size for _, size in sizes), *sizes[-1]))
        return self._kept_sizes[1]


def _nesting(tag: str) -> list[str]:
    """Return what tags are sorted by, so that children follow their parent."""
    return tag.casefold().split("/")
