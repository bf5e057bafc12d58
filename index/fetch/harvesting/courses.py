"""How far a source was fetched back, and papers that wait for their day: kept from run to run.

Both are in the library's file, so that what is in it and what is remembered of it change together.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ...database.database import Database
from ...paper import Link, Record
from ..days import Changed, is_day

BACKFILL = "backfill"
"""What a course is called that the reader has wanted."""

GAP = "gap"
"""The same of days that were missed and are out of reach of lists of the day."""


class Course(NamedTuple):
    """How far back a source is to be fetched, and how far it was; days are ISO dates."""

    since: str
    """Papers are wanted whose first version came on this day or later."""
    until: str
    """And on this one or before."""
    low: str = ""
    """All that was changed from this day on was harvested; empty before the first time."""
    high: str = ""
    """Until this day, which may not have been over by then."""

    @property
    def is_done(self) -> bool:
        """Whether all of it is in the library."""
        return bool(self.low) and self.low <= self.since


def load_course(database: Database, kind: str, source: str) -> Course | None:
    """Return how far a course is; None where there is none. What is damaged is forgotten."""
    text = database.value("SELECT value FROM session WHERE name = ?", (f"{kind}:{source}",))
    try:
        told = json.loads(text) if text else None
        course = Course(**told) if isinstance(told, dict) else None
        if course is None:
            return None
        days = (course.since, course.until, course.low or course.since)
        is_begun = not course.low or is_day(course.high, "1990")
        return course if is_begun and all(map(is_day, days)) else None
    except (ValueError, TypeError, RecursionError):
        return None


def save_course(database: Database, kind: str, source: str, course: Course) -> None:
    """Remember how far a course is; inside a transaction."""
    _put(database, f"{kind}:{source}", json.dumps(course._asdict()))


def drop_courses(database: Database, source: str) -> None:
    """Forget how far back a source was fetched, and what waits for it; inside a transaction."""
    for kind in (BACKFILL, GAP):
        drop_course(database, kind, source)


def drop_course(database: Database, kind: str, source: str) -> None:
    """Forget a course, and what waits for it; inside a transaction."""
    database.execute("DELETE FROM session WHERE name = ?", (f"{kind}:{source}",))
    database.execute(
        "DELETE FROM session WHERE name >= ? AND name < ?",
        (f"{kind}:{source}/", f"{kind}:{source}0"),
    )


def wait(database: Database, kind: str, source: str, changed: Iterable[Changed], mark: str) -> None:
    """Keep papers until the harvest is back at their days; inside a transaction.

    `mark` tells those that were found together from others, so that they are kept once.
    """
    days: dict[date, list[Record]] = {}
    for one in changed:
        days.setdefault(one.first, []).append(one.record)
    for day, records in days.items():
        _put(database, f"{kind}:{source}/{day}/{mark}", _packed(records))


class Waiting(NamedTuple):
    """Papers that wait for their days."""

    names: tuple[str, ...]
    """What they are kept under."""
    changed: tuple[Changed, ...]


def waiting(database: Database, kind: str, source: str, since: date) -> Waiting:
    """Return the papers that wait for a day or for later ones."""
    rows = database.rows(
        "SELECT name, value FROM session WHERE name >= ? AND name < ? ORDER BY name",
        (f"{kind}:{source}/{since}", f"{kind}:{source}0"),
    )
    found: list[Changed] = []
    for name, value in rows:
        day = date.fromisoformat(name.removeprefix(f"{kind}:{source}/").partition("/")[0])
        found += [Changed(record, day) for record in _unpacked(value)]
    return Waiting(tuple(name for name, _ in rows), tuple(found))


def drop_waiting(database: Database, names: Iterable[str]) -> None:
    """Forget papers that have waited; inside a transaction.

    Only what was read: another process may let others wait meanwhile.
    """
    database.execute_many("DELETE FROM session WHERE name = ?", ((name,) for name in names))


def _put(database: Database, name: str, value: str) -> None:
    database.execute("INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)", (name, value))


def _packed(records: Iterable[Record]) -> str:
    """Return records as JSON, a fourth of what they take otherwise."""
    told = json.dumps([record._asdict() for record in records], ensure_ascii=False)
    return json.dumps(base64.b85encode(zlib.compress(told.encode())).decode())


def _unpacked(text: str) -> list[Record]:
    """Return packed records; what is damaged is forgotten."""
    try:
        told = json.loads(zlib.decompress(base64.b85decode(json.loads(text))))
        return [_record(one) for one in told]
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        return []


def _record(told: dict[str, object]) -> Record:
    fields = {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}
    links = fields.get("links")
    if isinstance(links, tuple):
        fields["links"] = tuple(Link(*link) for link in links)
    return Record(**fields)  # type: ignore[arg-type]
