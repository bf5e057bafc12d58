"""Which papers teach what the reader wants, and what he does not.

For: what he bookmarked, queued, noted, tagged or highlighted, whose text he opened, and what he
brought in by hand. What is done teaches only if it was queued once or its text opened, since the
same key puts papers away. Against: what is not for him. What he passed, or whose abstract he
opened, says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from ..database.database import Database
from ..journal.acts import TAUGHT, TEACHES, UNDONE
from ..records.kinds import BY_HAND
from ..store.marked import Moment
from ..store.paper_bits import rowids_of
from ..stream_names import IS_DAY

Way = Literal["bookmarked", "queued", "noted", "tagged", "highlighted", "opened", "done", "added"]
"""By what a paper taught; of several the first of these."""

_WAYS: Mapping[str, Way] = {
    "bookmark": "bookmarked",
    "queue": "queued",
    "note": "noted",
    "tag": "tagged",
    "highlight": "highlighted",
}

_MARKS = """SELECT pid, name, clock FROM marks WHERE value IS NOT NULL AND clock > :since AND (
    name IN ('bookmark', 'queue', 'note') OR name >= 'tag:' AND name < 'tag;'
    OR name >= 'highlight:' AND name < 'highlight;')"""

_OPENED = "SELECT pid, wall FROM positions"

_DONE = f"""SELECT m.pid, max(m.clock) FROM marks m JOIN touched t ON t.pid = m.pid
    JOIN journal j ON j.seq = t.seq WHERE m.name = 'done' AND m.value IS NOT NULL
    AND m.clock > :since AND j.kind = 'queue' AND NOT {UNDONE} GROUP BY m.pid"""

_ADDED = f"""SELECT l.pid, max(j.clock) FROM pages g JOIN sources s USING(sid)
    JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act
    CROSS JOIN places l ON l.gid = g.gid
    WHERE g.hidden = 0 AND (j.clock > :since AND g.kind IN {tuple(sorted(BY_HAND))}
    AND NOT {IS_DAY.format("s.name")} OR s.name IN (SELECT value FROM json_each(:sources)))
    GROUP BY l.pid"""

_REJECTED = (
    "SELECT pid, clock FROM marks WHERE name = 'rejected' AND value IS NOT NULL AND clock > ?"
)

_SETTINGS = """SELECT name, value FROM settings
    WHERE name >= ? AND name < ? AND value IS NOT NULL AND value <> 'false' AND clock > ?"""


class Lesson(NamedTuple):
    """That a paper taught something."""

    way: Way
    clock: int
    """When, as acts have it: mostly milliseconds since 1970."""


class Lessons(NamedTuple):
    """What is known of the reader's taste."""

    liked: Mapping[int, Lesson]
    """By row number."""
    rejected: Mapping[int, int]
    """By row number the clock of the act."""


def forgotten_before(database: Database) -> int:
    """Return the clock up to which acts teach nothing, since the reader has said so."""
    value = database.value("SELECT value FROM settings WHERE name = ?", (TAUGHT,))
    told = json.loads(value) if value else 0
    return int(told) if isinstance(told, int | float) else 0


def registered(database: Database, beginning: str, since: int = 0) -> list[str]:
    """Return what stands behind the beginning of registers' names that are on, in order.

    Those that were set after a clock.
    """
    end = f"{beginning[:-1]};"  # which follows the colon
    rows = database.rows(_SETTINGS, (beginning, end, since))
    return sorted(name.removeprefix(beginning) for name, _ in rows)


def load_lessons(database: Database, marked: Moment) -> Lessons:
    """Return which papers teach; in one moment of the database, with the marks of that moment."""
    since = forgotten_before(database)
    told = {"since": since}
    liked: dict[int, Lesson] = {}

    def learn(rowid: int, way: Way, clock: int) -> None:
        known = liked.get(rowid)
        if known is None or _ORDER[way] < _ORDER[known.way]:
            liked[rowid] = Lesson(way, max(clock, known.clock if known else 0))
        elif clock > known.clock:
            liked[rowid] = known._replace(clock=clock)

    for rowid, name, clock in database.rows(_MARKS, told):
        learn(rowid, _WAYS[name.partition(":")[0]], clock)
    for rowid, wall in database.rows(_OPENED):
        clock = _milliseconds(wall)
        if clock > since:
            learn(rowid, "opened", clock)
    for rowid, clock in database.rows(_DONE, told):
        learn(rowid, "done", clock)
    sources = json.dumps(registered(database, TEACHES, since))
    for rowid, clock in database.rows(_ADDED, {**told, "sources": sources}):
        learn(rowid, "added", clock)
    are_rejected = set(rowids_of(marked.rejected))
    for rowid in are_rejected:
        liked.pop(rowid, None)
    rejected = {
        rowid: clock for rowid, clock in database.rows(_REJECTED, (since,)) if rowid in are_rejected
    }
    return Lessons(liked, rejected)


_ORDER: Mapping[str, int] = {
    way: place
    for place, way in enumerate(
        ("bookmarked", "queued", "noted", "tagged", "highlighted", "opened", "done", "added")
    )
}


def _milliseconds(wall: str) -> int:
    """Return a wall time of UTC in milliseconds since 1970; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(f"{wall}+00:00").timestamp() * 1000)
    except ValueError:
        return 0
