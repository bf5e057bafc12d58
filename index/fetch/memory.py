"""What is remembered of a source between fetches; in no journal, since other machines ask anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ..database.database import Database
from ..records.kinds import DERIVED, PROVISIONAL
from .answers import Validators
from .days import is_day, page_of
from .gates import LONGEST_REST

_NAME = "fetch:"

_MOST_EMPTY = 200
"""Days without papers that are remembered; older ones are out of reach by then."""

_DAYS = frozenset(("since", "newest", "provisional", "derived"))

_BEFORE = "1990"
"""No day of a source is as early."""

_LATEST = 1e11
"""No moment is later, in seconds since 1970 began."""

_SLACK = 3600.0
"""Seconds by which a clock may have been set back since a rest began."""

_MOST_SEEN = 2000
"""Papers of a source without days that are remembered, more than any of them lists at once."""


class Memory(NamedTuple):
    """What is remembered of one source."""

    since: str = ""
    """The first day that was fetched, as an ISO date: what was before is nobody's to catch up."""
    newest: str = ""
    """The newest day that the source was seen to have."""
    empty: tuple[str, ...] = ()
    """Days that were fetched and had no papers."""
    seen: tuple[str, ...] = ()
    """What tells papers that a source without days has had; see `streams.key_of`."""
    provisional: str = ""
    """The newest day, where it is there by a feed and not by its list."""
    derived: str = ""
    """The last day that was missed and is made up for by records, as an ISO date."""
    replaced: tuple[str, ...] = ()
    """The arXiv ids of papers of which there is another version, to be asked for."""
    asked: float = 0.0
    """When it last answered, in seconds since 1970 began."""
    etag: str = ""
    modified: str = ""
    trouble: str = ""
    """Why the last fetch failed, as a sentence; empty where it did not."""
    until: float = 0.0
    """Until when it rests."""


class Answered(NamedTuple):
    """What is to be remembered of a source that has answered."""

    now: float
    """When that was, in seconds since 1970 began."""
    newest: str = ""
    """The newest day that it has, as an ISO date; empty where it did not tell."""
    since: str = ""
    """The day that was asked for, as an ISO date; empty for none."""
    validators: Validators | None = None
    """By what the answer is asked for again; None leaves them as they were."""
    seen: tuple[str, ...] = ()
    """What tells the papers of it from others; see `streams.key_of`."""
    provisional: str = ""
    """The day, where it came by a feed and not by its list."""

    def noted(self, memory: Memory) -> Memory:
        """Return what is remembered from now on."""
        etag, modified = self.validators or (memory.etag, memory.modified)
        is_listed = self.since == memory.provisional  # the list has come of what there was
        kept = "" if is_listed else memory.provisional
        return memory._replace(
            since=min(filter(None, (memory.since, self.since)), default=""),
            newest=max(memory.newest, self.newest),
            seen=tuple(dict.fromkeys((*memory.seen, *self.seen))),
            asked=self.now,
            provisional=self.provisional or kept,
            etag=etag,
            modified=modified,
            trouble="",
            until=0.0,
        )


def load_memory(database: Database, source: str) -> Memory:
    """Return what is remembered of a source; what is damaged is forgotten."""
    text = database.value("SELECT value FROM session WHERE name = ?", (_NAME + source,))
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return Memory()
    if not isinstance(told, dict):
        return Memory()
    fields = Memory._field_defaults
    good: dict[str, Any] = {
        name: value
        for name, value in told.items()
        if _is_like(value, fields.get(name))
        and (name not in _DAYS or not value or is_day(str(value), _BEFORE))
    }
    lists = {name: tuple(map(str, good.get(name, ()))) for name in ("empty", "seen", "replaced")}
    return Memory(**{**good, **lists})


def rests(memory: Memory, now: float) -> bool:
    """Whether a source has asked to be left alone at a moment.

    A clock that was set back since then lets nobody rest for longer than a rest can be.
    """
    return 0 < memory.until - now <= LONGEST_REST + _SLACK


def is_due(memory: Memory, now: float, seconds: float) -> bool:
    """Whether a source is to be asked again that is asked every so many seconds.

    A clock that was set back since it answered makes nobody wait for it.
    """
    if rests(memory, now):
        return False
    return bool(memory.trouble) or not 0 <= now - memory.asked < seconds


def save_memory(database: Database, source: str, memory: Memory) -> None:
    """Remember this of a source; inside a transaction."""
    lists = {"empty": memory.empty[-_MOST_EMPTY:], "seen": memory.seen[-_MOST_SEEN:]}
    told = memory._asdict() | lists
    database.execute(
        "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)",
        (_NAME + source, json.dumps(told)),
    )


def forget(database: Database, sources: Iterable[str]) -> None:
    """Remember nothing of these sources; inside a transaction."""
    sources = list(sources)
    for source in sources:
        database.execute("DELETE FROM session WHERE name = ?", (_NAME + source,))
    forget_courses(database, sources)


def forget_courses(database: Database, sources: Iterable[str]) -> None:
    """Remember no more how far back these sources were fetched; inside a transaction."""
    from .harvesting.courses import drop_courses

    for source in sources:
        drop_courses(database, source)


def is_done(database: Database, source: str, day: date, memory: Memory) -> bool:
    """Whether a day is in the library, in sight or not, or was seen to have no papers.

    What is there by other ways than by the list of the day does not count.
    """
    if day.isoformat() in memory.empty:
        return True
    sql = (
        "SELECT 1 FROM sources s JOIN pages g USING(sid) "
        "WHERE s.name = ? AND g.done IS NULL AND coalesce(g.kind, '') NOT IN (?, ?)"
    )
    return database.value(sql, (page_of(source, day), DERIVED, PROVISIONAL)) is not None


def is_over(database: Database, source: str, day: date, memory: Memory) -> bool:
    """Whether a day is done, and was last read when it was over: lists fill up during their day."""
    if day.isoformat() in memory.empty:
        return True
    sql = "SELECT max(g.day) FROM sources s JOIN pages g USING(sid) WHERE s.name = ?"
    return str(database.value(sql, (page_of(source, day),)) or "") > day.isoformat()


def _is_like(value: object, default: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list)
    if isinstance(default, float):
        return isinstance(value, (int, float)) and 0 <= value < _LATEST
    return default is not None and isinstance(value, type(default))
