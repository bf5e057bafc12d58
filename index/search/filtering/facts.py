"""What SQLite alone tells of papers: marks, sources, dates and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ...database.database import Database
from ...database.numbers import read_numbers
from ...journal.acts import TAG
from ...stream_names import day_of, is_renewed, stream_title
from ..analysis.words import fold
from .paper_set import PaperSet

_TAGS = (
    "SELECT DISTINCT name FROM marks WHERE name >= 'tag:' AND name < 'tag;' AND value IS NOT NULL"
)

_NAMED = (
    "SELECT pid FROM marks WHERE name IN (SELECT value FROM json_each(?)) AND value IS NOT NULL"
)

DOIS = (
    "SELECT pid FROM papers WHERE doi >= ? AND doi < ? "
    "UNION SELECT pid FROM evidence WHERE key >= ? AND key < ?"
)

_SOURCES = (
    "SELECT s.sid, s.name, coalesce(json_extract(g.value, '$'), s.label) FROM sources s "
    "LEFT JOIN settings g ON g.name = 'label:' || s.name"
)

_LABELS = (
    "SELECT substr(name, 7), json_extract(value, '$') FROM settings "
    "WHERE name >= 'label:' AND name < 'label;' AND value IS NOT NULL"
)

_PLACED = (
    "SELECT l.pid FROM json_each(?) j JOIN pages g ON g.sid = j.value "
    "JOIN places l USING(gid) WHERE g.hidden = 0"
)

_PAGES = (
    "SELECT g.gid, min(substr(j.wall, 1, 10)) FROM pages g JOIN sources s USING(sid) "
    "JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act "
    "WHERE g.hidden = 0 GROUP BY g.gid"
)
"""Pages, each with the day on which it was first added."""

_ON_PAGES = "SELECT l.pid FROM json_each(?) j JOIN places l ON l.gid = j.value"


class Facts:
    """Answers filters by statements alone; safe for threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rowids(self, sql: str, *parameters: object) -> PaperSet:
        """Return the papers whose row numbers a statement finds."""
        return PaperSet(frozenset(read_numbers(self._database, sql, parameters)))

    def of_source(self, value: str) -> PaperSet:
        """Return the papers of sources whose name, or what it is shown by, has a text within.

        A stream goes by its title, or by the name that the reader gave it, as well.
        """
        wanted = fold(value)
        labels = dict(self._database.rows(_LABELS))
        sids = []
        for sid, name, label in self._database.rows(_SOURCES):
            if is_renewed(name):
                continue
            told = [name, str(label)]
            if day := day_of(name):
                told.append(f"{labels.get(day[0]) or stream_title(day[0])}/{day[1]}")
            if any(wanted in fold(text) for text in told):
                sids.append(sid)
        return self.rowids(_PLACED, json.dumps(sids))

    def marked(self, names: Iterable[str]) -> PaperSet:
        """Return the papers that carry any of some marks."""
        return self.rowids(_NAMED, json.dumps(list(names)))

    def tags(self, value: str, is_prefix: bool) -> list[str]:
        """Return the marks of a tag and of those nested in it; case is not minded."""
        wanted = value.lstrip("#").casefold()
        found = []
        for (mark,) in self._database.rows(_TAGS):
            tag = mark.removeprefix(TAG).casefold()
            if tag == wanted or tag.startswith(wanted if is_prefix else f"{wanted}/"):
                found.append(mark)
        return found

    def known(self, column: str) -> PaperSet:
        """Return the papers of which something is known.

        Where that is most of them, those are read of which it is not.
        """
        total, size = self._database.row(f"SELECT count(*), count({column}) FROM papers")
        if size * 2 > total:
            return ~self.rowids(f"SELECT pid FROM papers WHERE {column} IS NULL")
        return self.rowids(f"SELECT pid FROM papers WHERE {column} IS NOT NULL")

    def counted(self, column: str, low: int, high: int | None) -> PaperSet:
        """Return the papers with a number from `low` up to below `high`."""
        sql = f"SELECT pid FROM papers WHERE {column} >= ?"
        if high is None:
            return self.rowids(sql, low)
        return self.rowids(f"{sql} AND {column} < ?", low, high)

    def published(self, low: str, high: str) -> PaperSet:
        """Return the papers with a date from `low`, which begins with a digit, to below `high`.

        A date that says less is a range itself, which ends where `~` would stand behind it. Those
        without a year begin with `-`.
        """
        wider = [low[:end] for end in range(1, len(low)) if low[end] < "~"]
        return self.rowids(
            "SELECT pid FROM papers WHERE published < ? AND (published >= ? OR "
            "length(published) < ? AND published IN (SELECT value FROM json_each(?)))",
            high,
            low,
            len(low),
            json.dumps(wider),
        )

    def added(self, low: int | str | None, high: int | str | None) -> PaperSet:
        """Return the papers that first came into the library within some days."""
        pages = self._database.rows(_PAGES)
        chosen = [
            gid
            for gid, day in pages
            if (low is None or day >= str(low)) and (high is None or day < str(high))
        ]
        earlier = [gid for gid, day in pages if low is not None and day < str(low)]
        found = self.rowids(_ON_PAGES, json.dumps(chosen))
        return found & ~self.rowids(_ON_PAGES, json.dumps(earlier)) if earlier else found
