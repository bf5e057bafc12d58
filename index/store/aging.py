"""What streams brought long ago goes out of sight where the settings say for how long it is kept.

That is this machine's own affair: it is in no journal, what is sent to others has all papers, and
another time, or none, brings back what it had taken. Papers stay that somebody has touched, be it
but by a half-typed note, and those that stand somewhere else too.
"""

from __future__ import annotations

from datetime import date, timedelta

from ..database.database import Database
from ..fetch_settings import days_of
from ..stream_names import DAY_LENGTH, IS_DAY

_KEEP = "keep"

_BETWEEN = f"""SELECT DISTINCT l.pid FROM sources s JOIN pages g USING(sid) JOIN places l USING(gid)
    WHERE {IS_DAY.format("s.name")} AND substr(s.name, 1 - {DAY_LENGTH}) >= ?
    AND substr(s.name, 1 - {DAY_LENGTH}) < ?"""


def is_other(database: Database, keep: str) -> bool:
    """Tell whether another time was set when papers last went out of sight."""
    return _kept(database, _KEEP) != keep


def keep_streams(database: Database, keep: str, today: date) -> bool:
    """Let papers go out of sight of days that are older than `keep`, and those come that are not.

    Returns whether there were any. Raises StoreError, and ValueError for what is no time.
    """
    from ..database.numbers import read_numbers
    from ..journal.visibility import BEFORE, refresh_papers  # late: most keep everything

    days, before = days_of(keep), ""
    if days is not None:
        before = (today - timedelta(min(days, today.toordinal() - 1))).isoformat()
    if not is_other(database, keep) and _kept(database, BEFORE) == before:
        return False
    with database.transaction():
        known = _kept(database, BEFORE)
        for name, value in ((_KEEP, keep), (BEFORE, before)):
            if value:
                sql = "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)"
                database.execute(sql, (name, f'"{value}"'))  # all that is there is JSON
            else:
                database.execute("DELETE FROM session WHERE name = ?", (name,))
        between = read_numbers(database, _BETWEEN, sorted((known, before)))
        return refresh_papers(database, between.tolist()) if between else False


def _kept(database: Database, name: str) -> str:
    kept = database.value("SELECT value FROM session WHERE name = ?", (name,))
    return str(kept or "").strip('"')
