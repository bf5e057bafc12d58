"""Papers by what they are called everywhere: arXiv ids, DOIs and titles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..database.database import Database
from ..identity.titles import title_key
from ..pasted import Name

_NAMED = {
    "arxiv": "SELECT pid FROM papers WHERE arxiv_id = ?1 AND hidden <= ?3",
    "doi": "SELECT pid FROM papers WHERE doi = ?1 AND hidden <= ?3",
}
_BESIDES = """SELECT e.pid FROM evidence e JOIN papers p USING(pid)
    WHERE e.key = ?2 AND p.hidden <= ?3"""

_TITLED = """SELECT j.key, t.pid FROM json_each(?) j JOIN titles t ON t.key = j.value
    JOIN papers p USING(pid) WHERE NOT p.hidden ORDER BY j.key, t.is_main DESC, t.pid"""


def papers_named(
    database: Database, names: Iterable[Name], *, with_hidden: bool = False
) -> list[list[int]]:
    """Return the row numbers of the papers that go by each of the names.

    Those that show it, where there are any, else those that go by it besides.
    """
    found = []
    for name in names:
        told = (name.value, f"{name.kind}:{name.value}", int(with_hidden))
        shown = database.rows(f"{_NAMED[name.kind]} AND ?2 <> '' ORDER BY pid", told)
        rows = shown or database.rows(f"{_BESIDES} AND ?1 <> '' ORDER BY pid", told)
        found.append([pid for (pid,) in rows])
    return found


def papers_titled(database: Database, titles: Sequence[str]) -> list[int]:
    """Return the row numbers of the papers in sight with the first of the titles that any has."""
    keys = [title_key(title) for title in titles]
    rows = database.rows(_TITLED, (json.dumps(keys),))
    return [pid for place, pid in rows if place == rows[0][0]]
