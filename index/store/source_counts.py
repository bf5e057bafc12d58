"""How many papers each source has; to a reader all days of a stream are one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from ..database.database import Database
from ..database.numbers import read_numbers
from ..stream_names import DAY_LENGTH, IS_DAY, day_of, is_renewed, stream_title
from ..views import SourceCount
from .news import News, SourceNews
from .paper_bits import bits_of, read_bits

_SOURCES = (
    "SELECT s.sid, s.name, coalesce(json_extract(g.value, '$'), s.label), s.papers, "
    "json_extract(g.value, '$') IS NOT NULL FROM sources s "
    "LEFT JOIN settings g ON g.name = 'label:' || s.name WHERE s.papers > 0 ORDER BY s.sid"
)

_LABEL = "SELECT json_extract(value, '$') FROM settings WHERE name = 'label:' || ?"

OF_NAME = f"""(s.name = :name OR s.name > :name || '/' AND s.name < :name || '0'
    AND length(s.name) = length(:name) + {DAY_LENGTH} AND {IS_DAY.format("s.name")})"""
"""Whether a source is the one of a name, or a day of the stream of that name."""

_DAYS = f"""SELECT s.name, coalesce(json_extract(n.value, '$'), s.label), n.value IS NOT NULL, g.gid
    FROM sources s JOIN pages g USING(sid) LEFT JOIN settings n ON n.name = 'label:' || s.name
    WHERE {OF_NAME} AND s.name <> :name AND g.hidden = 0 ORDER BY s.name DESC, g.gid"""

_PLACED = f"""SELECT l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid)
    WHERE {OF_NAME} AND g.hidden = 0"""


class SourceCounts:
    """Counts the papers of sources, and keeps what only changes with the papers."""

    def __init__(self, database: Database, news: News) -> None:
        self._database = database
        self._news = news
        self._kept_placed: tuple[int, dict[str, int]] = (-1, {})

    def all(self, rev: int, visible: int, new: int) -> tuple[SourceCount, ...]:
        """Return the sources, the newest first; of one day those that were added last.

        A stream is one. `visible` and `new` are sets of papers, see `paper_bits`.
        """
        told, unknown = self._news.sources(rev), SourceNews("", False)
        streams: dict[str, list[tuple[str, int]]] = {}
        found: list[tuple[tuple[str, int], SourceCount]] = []
        for sid, name, label, papers, is_named in self._database.rows(_SOURCES):
            if is_renewed(name):
                continue
            news = told.get(sid, unknown)
            if day := day_of(name):
                streams.setdefault(day[0], []).append((news.day, sid))
            else:
                source = SourceCount(name, label, papers, bool(is_named), news.is_bundled)
                found.append(((news.day, sid), source))
        titles = Counter(map(stream_title, streams))
        for name, days in streams.items():
            papers = self._news.streams(rev).get(name, 0) & visible
            if any(source.name == name for _, source in found):  # a file that was called like it
                papers |= self.placed(rev, [name])[name]
                found = [one for one in found if one[1].name != name]
            given = self._database.value(_LABEL, (name,))
            title, count = stream_title(name), papers.bit_count()
            label = given or (title if titles[title] == 1 else name)
            source = SourceCount(
                name, label, count, given is not None, False, len(days), (papers & new).bit_count()
            )
            found.append((max(days), source))
        found.sort(key=lambda one: one[0], reverse=True)
        return tuple(source for _, source in found if source.count)

    def days(self, stream: str, visible: int, new: int) -> tuple[SourceCount, ...]:
        """Return the days of a stream that have papers in sight, the newest first."""
        found: dict[str, tuple[str, int, int]] = {}
        for name, label, is_named, gid in self._database.rows(_DAYS, {"name": stream}):
            placed = read_bits(self._database, "FROM places WHERE gid = ?", (gid,))
            _, _, papers = found.get(name, ("", 0, 0))
            found[name] = label, is_named, papers | placed & visible
        return tuple(
            SourceCount(
                name, label, papers.bit_count(), bool(is_named), new=(papers & new).bit_count()
            )
            for name, (label, is_named, papers) in found.items()
            if papers
        )

    def placed(self, rev: int, sources: Collection[str]) -> dict[str, int]:
        """Return which papers are of each of these sources."""
        kept_rev, placed = self._kept_placed
        if kept_rev != rev or not placed.keys() >= set(sources):
            placed = {
                name: bits_of(read_numbers(self._database, _PLACED, {"name": name}))
                for name in sources
            }
            self._kept_placed = rev, placed
        return placed
