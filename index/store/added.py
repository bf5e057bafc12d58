"""When papers came into the library."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..database.database import Database

_ADDED = """
SELECT l.pid, j.wall, min(j.clock) FROM places l JOIN pages g USING(gid) JOIN sources s USING(sid)
JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act
WHERE l.pid IN (SELECT value FROM json_each(?)) GROUP BY l.pid
"""
"""With the least clock SQLite gives the wall time of the same row."""


def load_added(database: Database, rowids: Sequence[int]) -> dict[int, str]:
    """Return the wall times of the acts that first brought papers: ISO 8601 with an offset."""
    rows = database.rows(_ADDED, (json.dumps(list(rowids)),))
    return {rowid: wall for rowid, wall, _ in rows}
