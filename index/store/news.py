"""What is new: what came by a stream of late, is unread, and was neither passed nor marked yet.

And papers of mine of which there is a new version, read or not. A mark of the reader's own counts
as passing for as long as it is there, on every machine that knows of it: to take it back is to take
that back. What a file marks says nothing, since a stream may bring papers with tags.

Of a page it counts when an act first brought it. What somebody has put together paper by paper is
no stream, what was fetched of former years is not of late, and the bundled pages are one only as
long as there is nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ..database.database import Database
from ..database.numbers import read_numbers
from ..journal.acts import TEACHES
from ..records.kinds import BY_HAND, DERIVED
from ..stream_names import VERSIONS, day_of, is_renewed
from .marked import DONE, READ, Moment
from .paper_bits import bits_of, read_bits, rowids_of
from .seen import day_seen
from .shown import ShownPapers
from .versions import NewVersions

DAYS = 30
"""For how long a paper is new or unread that nobody has touched."""

SINCE = "news since"
"""The name in `meta` of the day from which on an older library's pages are counted as having come.
"""

_PAGES = """SELECT g.gid, g.sid, s.name, coalesce(g.kind, ''), g.day, min(substr(j.wall, 1, 10)),
    min(j.kind = 'bundled')
    FROM pages g JOIN sources s USING(sid)
    LEFT JOIN brought b ON b.source = s.name AND b.digest = g.digest
    LEFT JOIN journal j ON j.act = b.act
    WHERE g.hidden = 0 AND EXISTS (SELECT 1 FROM places l WHERE l.gid = g.gid) GROUP BY g.gid"""
"""The pages in sight that have papers: what they are, their day, and when they came."""

_TEACHING = f"""SELECT json_group_array(substr(name, {len(TEACHES) + 1})) FROM settings
    WHERE name >= '{TEACHES}' AND name < '{TEACHES[:-1]};' AND value NOT NULL AND value <> 'false'
    HAVING count(*)"""
"""The names of sources that teach though they were not brought in by hand, in JSON."""

_TAUGHT = """SELECT DISTINCT l.pid FROM json_each(?) j JOIN sources s ON s.name = j.value
    JOIN pages g USING(sid) JOIN places l USING(gid) WHERE g.hidden = 0"""

_PLACED = "SELECT pid FROM places WHERE gid IN (SELECT value FROM json_each(?))"

_ALSO_ON = """SELECT DISTINCT pid FROM places WHERE gid IN (SELECT value FROM json_each(?1))
    AND pid IN (SELECT value FROM json_each(?2))"""

_PASSED = """SELECT r.pid FROM passed p CROSS JOIN sources s ON s.name = p.source
    CROSS JOIN pages g ON g.sid = s.sid AND g.digest = p.digest
    CROSS JOIN records r ON r.gid = g.gid AND r.number BETWEEN p.first AND p.last
    WHERE p.stamp > ? AND g.gid NOT IN (SELECT value FROM json_each(?))"""

_STAMP = "SELECT coalesce(max(stamp), 0) FROM passed"

_FEW = 16
"""Pages that are read one by one: mostly their papers follow one another, and no row is read."""


class SourceNews(NamedTuple):
    """What the pages of a source say of it."""

    day: str
    """The newest day that one shows, or on which one came that shows none."""
    is_bundled: bool
    """It is one of the bundled ones, and there are others."""


class _Arrivals(NamedTuple):
    """What came when; sets of papers, see `paper_bits`."""

    fresh: int
    """Papers on pages that came of late; see `News.new`."""
    stale: int
    """Papers that came by streams, and longer ago."""
    bundled: int
    """Papers on bundled pages, once there are others."""
    bundled_alone: int
    """Those of them that came by nothing else."""
    stale_pages: str
    """A list of row numbers in JSON."""
    sources: Mapping[int, SourceNews]
    """By row number."""
    streams: Mapping[str, int]
    """The papers of streams, by their names; see `stream_names`."""
    versions: frozenset[int]
    """The pages that tell new versions of papers of mine and came of late."""


class News:
    """Tells which papers are new and which unread; safe for threads.

    Each method is to be called in one moment of the database, with the marks of that moment.
    """

    def __init__(self, database: Database, shown: ShownPapers, days: int = DAYS) -> None:
        self._database = database
        self._shown = shown
        self._days = days
        self._versions = NewVersions(database)
        self._arrivals: tuple[tuple[int, date], _Arrivals] | None = None
        self._fresh: tuple[_Arrivals, str | None, int] | None = None
        self._passed: tuple[tuple[int, date, int], int] | None = None

    def new(self, marked: Moment) -> int:
        """Return the set of papers that are new, see `paper_bits`."""
        unpassed = self._unpassed(marked)
        return (unpassed and unpassed & ~marked.handled | self.renewed(marked)) & ~marked.rejected

    def unpassed(self, marked: Moment) -> int:
        """Return the set of papers that are new, or would be but for a mark that may go again.

        Without what is not for the reader, or done, and so read: to say so is to go on, and to take
        it back is to come back.
        """
        return (self._unpassed(marked) | self.renewed(marked)) & ~marked.rejected

    def only_passed(self, marked: Moment) -> int:
        """Return the set of papers that would be new but for having been passed."""
        fresh = self.came_late(marked.rev) & ~marked.of(READ)
        return fresh & ~marked.handled & self._passed_by(marked.rev)

    def _unpassed(self, marked: Moment) -> int:
        """Return the set of papers that came of late and that nobody has read or passed."""
        fresh = self.came_late(marked.rev) & ~marked.of(READ)
        return fresh and fresh & ~self._passed_by(marked.rev)

    def renewed(self, marked: Moment) -> int:
        """Return the set of papers of mine of which there is a new version; they are new again.

        Until they are passed, or marked again.
        """
        rev = marked.rev
        arrived = self._arrived(rev)
        if not arrived.versions:
            return 0
        key = rev, date.today(), int(self._database.value(_STAMP)), marked.act
        papers = self._versions.papers(arrived.versions, key)
        mine = papers and papers & (marked.kept | self._shown.by_hand(rev))
        return mine and mine & self._shown.visible(rev).papers

    def past(self, marked: Moment) -> int:
        """Return the set of papers that count as unread no more, though nobody has read them.

        What came by a stream and was not touched for so many days, the bundled pages once there
        are others, and what is not for the reader.
        """
        arrived = self._arrived(marked.rev)
        stale = arrived.stale and arrived.stale & ~(marked.kept | marked.of(DONE))
        return stale | arrived.bundled_alone | marked.rejected

    def unread(self, marked: Moment) -> int:
        """Return the set of papers in sight that are unread."""
        visible = self._shown.visible(marked.rev).papers
        return visible & ~marked.of(READ) & ~self.past(marked)

    def bundled(self, rev: int) -> int:
        """Return the set of papers on the bundled pages once there are others, else none."""
        return self._arrived(rev).bundled

    def bundled_alone(self, rev: int) -> int:
        """Return those of them that came by nothing else."""
        return self._arrived(rev).bundled_alone

    def sources(self, rev: int) -> Mapping[int, SourceNews]:
        """Return what the pages of each source say of it, by the source's row number."""
        return self._arrived(rev).sources

    def streams(self, rev: int) -> Mapping[str, int]:
        """Return which papers each stream has, by its name; they need not be in sight."""
        return self._arrived(rev).streams

    def stamp(self) -> tuple[int, str]:
        """Return what changes with the register and with the day, which marks do not tell."""
        return int(self._database.value(_STAMP)), date.today().isoformat()

    def _arrived(self, rev: int) -> _Arrivals:
        key = rev, date.today()
        if self._arrivals is None or self._arrivals[0] != key:
            self._arrivals = key, self._read_arrivals(rev, key[1])
        return self._arrivals[1]

    def _read_arrivals(self, rev: int, today: date) -> _Arrivals:
        since = str(self._database.value("SELECT value FROM meta WHERE key = ?", (SINCE,)) or "")
        oldest = ""
        if self._days:
            oldest = (today - timedelta(min(self._days, today.toordinal() - 1))).isoformat()
        pages = self._database.rows(_PAGES)
        has_own = not all(row[-1] for row in pages)
        # By the name of the stream whose days they are, all others together.
        fresh: dict[str, list[int]] = {}
        stale: dict[str, list[int]] = {}
        bundled: list[int] = []
        sources: dict[int, SourceNews] = {}
        versions: set[int] = set()
        for gid, sid, name, kind, day, brought, is_bundled in pages:
            came = brought or ""
            shown = SourceNews(day_seen(day, today) if day else came, bool(is_bundled and has_own))
            other = sources.get(sid, shown)
            sources[sid] = SourceNews(
                max(shown.day, other.day), shown.is_bundled and other.is_bundled
            )
            stream = day_of(name)
            if is_renewed(name):  # what they tell of is known from elsewhere
                if name.endswith(f"/{VERSIONS}") and max(came, since) >= oldest:
                    versions.add(gid)
            elif is_bundled and has_own:
                bundled.append(gid)
            elif is_bundled or stream or kind not in BY_HAND:
                is_late = kind != DERIVED and max(came, since) >= oldest
                is_fresh = is_bundled or is_late
                group = (fresh if is_fresh else stale).setdefault(stream[0] if stream else "", [])
                group.append(gid)
        came_late, came_early = self._by_stream(fresh), self._by_stream(stale)
        came_bundled = self._papers_of(bundled)
        others = [row[0] for row in pages if not row[-1]]
        stale_pages = [gid for group in stale.values() for gid in group]
        return _Arrivals(
            _together(came_late.values()),
            _together(came_early.values()) & ~self._shown.by_hand(rev) if stale else 0,
            came_bundled,
            came_bundled and came_bundled & ~self._also_on(others, came_bundled),
            json.dumps(stale_pages),
            sources,
            {
                name: came_late.get(name, 0) | came_early.get(name, 0)
                for name in {**fresh, **stale}
                if name
            },
            frozenset(versions),
        )

    def _by_stream(self, pages: Mapping[str, Collection[int]]) -> dict[str, int]:
        return {name: self._papers_of(group) for name, group in pages.items()}

    def came_late(self, rev: int) -> int:
        """Return the set of papers that may be new: they came by streams of late, never before.

        What came by hand is no stream, nor is a library of which the reader says that it teaches.
        """
        arrived, teaching = self._arrived(rev), self._database.value(_TEACHING)
        if self._fresh is None or self._fresh[0] is not arrived or self._fresh[1] != teaching:
            fresh = arrived.fresh & ~arrived.stale
            fresh &= ~self._shown.by_hand(rev) & self._shown.visible(rev).papers
            if teaching:
                fresh &= ~bits_of(read_numbers(self._database, _TAUGHT, (teaching,)))
            self._fresh = arrived, teaching, fresh
        return self._fresh[2]

    def _also_on(self, pages: Collection[int], papers: int) -> int:
        """Return those of some papers, which are few, that are on these pages too."""
        asked = json.dumps(list(pages)), json.dumps(rowids_of(papers))
        return bits_of(read_numbers(self._database, _ALSO_ON, asked))

    def _papers_of(self, pages: Collection[int]) -> int:
        """Return the set of papers on these pages."""
        if len(pages) > _FEW:
            found = read_numbers(self._database, _PLACED, (json.dumps(list(pages)),))
            return bits_of(found)
        papers = 0
        for gid in pages:
            papers |= read_bits(self._database, "FROM places WHERE gid = ?", (gid,))
        return papers

    def _passed_by(self, rev: int) -> int:
        """Return the set of papers that were passed, of those that came lately.

        The register only grows, so that what was put in since is enough; after whatever else has
        changed all of it is read.
        """
        stamp, today = int(self._database.value(_STAMP)), date.today()
        known = self._passed
        if known is not None and known[0] == (rev, today, stamp):
            return known[1]
        before, papers = 0, 0
        if known is not None and known[0][:2] == (rev, today) and known[0][2] < stamp:
            before, papers = known[0][2], known[1]
        stale = self._arrived(rev).stale_pages
        papers |= bits_of(read_numbers(self._database, _PASSED, (before, stale)))
        self._passed = (rev, today, stamp), papers
        return papers


def _together(sets: Iterable[int]) -> int:
    """Return the papers of all of these sets."""
    found = 0
    for papers in sets:
        found |= papers
    return found
