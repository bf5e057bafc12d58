"""Which renamings of tags an act has seen that puts these tags on papers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ..database.database import Database
from .acts import RENAMED, TAG, UNDONE


def seen_renamings(database: Database, marks: Iterable[str]) -> set[str]:
    """Return the acts in force that gave tags among these marks, or those above, other names."""
    wanted: set[str] = set()
    for mark in marks:
        parts = mark.removeprefix(TAG).split("/") if mark.startswith(TAG) else []
        wanted.update(RENAMED + "/".join(parts[: end + 1]) for end in range(len(parts)))
    if not wanted:
        return set()
    sql = (
        "SELECT j.act FROM named n JOIN journal j USING(seq) "
        f"WHERE n.name IN (SELECT value FROM json_each(?)) AND NOT {UNDONE}"
    )
    return {act for (act,) in database.rows(sql, (json.dumps(sorted(wanted)),))}
