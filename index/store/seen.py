"""Upvotes and comments with the day on which they were seen, and what they tell about rising.

A paper rises by the upvotes it gained per day in the week before it was seen last: from the first
day of that week on which it was seen, or the last one before it. It counts while it was seen last
within a week of whatever was seen last in the library.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence

from ..database.database import Database

_UNITE = """INSERT INTO {}(pid, day, upvotes, comments) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
    upvotes = max(coalesce(upvotes, excluded.upvotes), coalesce(excluded.upvotes, upvotes)),
    comments = max(coalesce(comments, excluded.comments), coalesce(excluded.comments, comments))
    WHERE coalesce(excluded.upvotes, -1) > coalesce(upvotes, -1)
    OR coalesce(excluded.comments, -1) > coalesce(comments, -1)"""

_SPANS = """
WITH told AS (SELECT pid, day, upvotes FROM seen WHERE upvotes IS NOT NULL {among}),
latest AS (SELECT pid, max(day) AS day, upvotes FROM told GROUP BY pid HAVING count(*) > 1),
recent AS (SELECT * FROM latest WHERE day >= date(({newest}), '-7 days')),
spans AS (SELECT r.pid, r.day, r.upvotes, coalesce(
    (SELECT min(t.day) FROM told t
     WHERE t.pid = r.pid AND t.day < r.day AND t.day >= date(r.day, '-7 days')),
    (SELECT max(t.day) FROM told t WHERE t.pid = r.pid AND t.day < r.day)) AS since FROM recent r)
SELECT s.pid, (s.upvotes - t.upvotes) / (julianday(s.day) - julianday(s.since)) AS rise
FROM spans s JOIN told t ON t.pid = s.pid AND t.day = s.since
"""

_RISES = _SPANS.format(among="", newest="SELECT max(day) FROM told")
_GAINS = _SPANS.format(
    among="AND pid IN (SELECT value FROM json_each(?))",
    newest="SELECT max(day) FROM seen WHERE upvotes IS NOT NULL",
)

RISING = f"""SELECT p.pid FROM papers p LEFT JOIN ({_RISES}) r USING(pid) WHERE p.hidden = 0
    ORDER BY r.rise DESC, p.import_no DESC, p.score DESC, p.pid"""
"""The whole library, what rises fastest first and what has no history last."""

_FASTEST = f"""SELECT r.pid, r.rise FROM ({_RISES}) r JOIN papers p USING(pid)
    WHERE p.hidden = 0 AND r.rise > 0 ORDER BY r.rise DESC, p.upvotes DESC, r.pid LIMIT ?"""

_IS_REPEATED = """SELECT 1 FROM seen WHERE upvotes IS NOT NULL
    GROUP BY pid HAVING count(*) > 1 LIMIT 1"""


def day_seen(day: str | None, today: datetime.date) -> str:
    """Return the day on which a page shows what it shows; today's where it does not say.

    A day without a year is the last one of that name; a day to come is misread.
    """
    try:
        if day is None:
            return today.isoformat()
        if day.startswith("-"):
            return _last(int(day[2:4]), int(day[5:7]), today).isoformat()
        return min(datetime.date.fromisoformat(day), today).isoformat()
    except ValueError:
        return today.isoformat()


def _last(month: int, day: int, today: datetime.date) -> datetime.date:
    """Return the last such day up to today; only leap years have all of them."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("there is no such day")


def unite_seen(database: Database, seen: Iterable[Sequence[object]]) -> None:
    """Keep rows of paper, day, upvotes and comments; of one day the higher numbers count."""
    database.execute_many(_UNITE.format("seen"), seen)


def unite_remembered(database: Database, seen: Iterable[Sequence[object]]) -> bool:
    """Keep rows of which nobody knows any more which page showed them; return if any was new.

    What they show is the caller's to bring up to date.
    """
    before = database.value("SELECT total_changes()")
    database.execute_many(_UNITE.format("remembered"), seen)
    return bool(database.value("SELECT total_changes()") != before)


def has_history(database: Database) -> bool:
    """Tell whether any paper's upvotes were seen on more than one day."""
    return database.row(_IS_REPEATED) is not None


def load_rising(database: Database, limit: int) -> list[tuple[int, float]]:
    """Return the papers that rise, the fastest first, with their upvotes per day."""
    return [(int(rowid), float(rise)) for rowid, rise in database.rows(_FASTEST, (limit,))]


def load_gains(database: Database, rowids: Sequence[int]) -> dict[int, float]:
    """Return the upvotes per day that these papers gained, by row numbers, where that is known."""
    rows = database.rows(_GAINS, (json.dumps(list(rowids)),))
    return {int(rowid): float(rise) for rowid, rise in rows}


def load_seen(database: Database, rowid: int) -> list[tuple[str, int | None, int | None]]:
    """Return on which days a paper was seen with how many upvotes and comments."""
    return database.rows(
        "SELECT day, upvotes, comments FROM seen WHERE pid = ? ORDER BY day", (rowid,)
    )
