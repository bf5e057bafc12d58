"""Which arXiv id a paper has, where the reader gave it one: what the acts in force say.

What `papers` says is the mark's value while there is one, and else what was there before the first
such act.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from ..database.database import Database
from ..paper import arxiv_id
from .acts import ARXIV
from .former_ids import as_meant

_FIRST = """SELECT j.seq, j.data FROM touched t JOIN journal j USING(seq)
    WHERE t.pid = ? AND j.kind = 'identify' ORDER BY j.clock, j.act LIMIT 1"""


def refresh_arxiv_ids(database: Database, rowids: Collection[int]) -> None:
    """Set the arXiv ids of papers to what the reader's acts in force say.

    An id that another paper has by now stays with that one.
    """
    rows = database.rows(
        "SELECT p.pid, p.arxiv_id, m.value FROM json_each(?) j JOIN papers p ON p.pid = j.value "
        "LEFT JOIN marks m ON m.pid = p.pid AND m.name = ?",
        (json.dumps(list(rowids)), ARXIV),
    )
    for rowid, present, value in rows:
        wanted = _checked(value) if value is not None else _before(database, rowid)
        if wanted == present:
            continue
        database.execute("UPDATE OR IGNORE papers SET arxiv_id = ? WHERE pid = ?", (wanted, rowid))
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")


def _before(database: Database, rowid: int) -> str | None:
    """Return the id that a paper had before the reader gave it one."""
    first = database.row(_FIRST, (rowid,))
    if first is None:
        return None
    seq, text = first
    return _checked(as_meant(database, seq, database.parsed(text)).get("was"))


def _checked(value: Any) -> str | None:
    return arxiv_id(value) if isinstance(value, str) else None
