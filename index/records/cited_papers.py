"""Papers in sight by what references call them, many at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..database.database import Database

_NAMED = """SELECT 'arxiv:' || arxiv_id, pid FROM papers
    WHERE arxiv_id IN (SELECT value FROM json_each(?1)) AND NOT hidden
    UNION SELECT 'doi:' || doi, pid FROM papers
    WHERE doi IN (SELECT value FROM json_each(?2)) AND NOT hidden
    UNION SELECT e.key, e.pid FROM evidence e JOIN papers p USING(pid)
    WHERE e.key IN (SELECT value FROM json_each(?3)) AND NOT p.hidden ORDER BY 2"""

_TITLED = """SELECT t.key, t.pid FROM json_each(?) j JOIN titles t ON t.key = j.value
    JOIN papers p USING(pid) WHERE NOT p.hidden"""

_BEGUN = """SELECT j.value, t.key, t.pid FROM json_each(?) j
    CROSS JOIN titles t ON t.key >= j.value AND t.key < j.value || char(1114111)
    JOIN papers p USING(pid) WHERE NOT p.hidden"""

_TOLD = """SELECT p.pid, json_extract(t.authors, '$[0]'), p.arxiv_id FROM json_each(?) j
    JOIN papers p ON p.pid = j.value JOIN texts t ON t.pid = p.pid"""

_KEYS = """SELECT 'arxiv:' || arxiv_id FROM papers WHERE pid = ?1 AND arxiv_id IS NOT NULL
    UNION SELECT 'doi:' || doi FROM papers WHERE pid = ?1 AND doi IS NOT NULL
    UNION SELECT key FROM evidence WHERE pid = ?1"""

_HELD = "SELECT i.alias, i.pid FROM json_each(?) j JOIN ids i ON i.alias = j.value"


class Told(NamedTuple):
    """What a paper is told from others of its title by."""

    first_author: str | None
    arxiv_id: str | None


def papers_by_name(database: Database, names: Collection[str]) -> dict[str, list[int]]:
    """Return the papers that go by each of these names: `arxiv:` and `doi:` with ids."""
    arxivs, dois = (
        json.dumps([name.removeprefix(kind) for name in names if name.startswith(kind)])
        for kind in ("arxiv:", "doi:")
    )
    found: dict[str, list[int]] = {}
    for name, pid in database.rows(_NAMED, (arxivs, dois, json.dumps(list(names)))):
        found.setdefault(name, []).append(pid)
    return found


def papers_by_title(database: Database, keys: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield papers with these title keys, each with that of them which it has."""
    yield from database.rows(_TITLED, (json.dumps(list(keys)),))


def papers_begun(database: Database, keys: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield papers whose title keys begin so: the beginning, the key, the row number."""
    yield from database.rows(_BEGUN, (json.dumps(list(keys)),))


def load_told(database: Database, rowids: Collection[int]) -> dict[int, Told]:
    """Return what papers are told apart by."""
    rows = database.rows(_TOLD, (json.dumps(list(rowids)),))
    return {pid: Told(author, arxiv) for pid, author, arxiv in rows}


def names_of_paper(database: Database, rowid: int) -> tuple[list[str], list[str]]:
    """Return the names that a paper goes by, as `arxiv:` and `doi:` with ids, and its title keys.

    The longest titles come first.
    """
    names = [name for (name,) in database.rows(_KEYS, (rowid,))]
    sql = "SELECT key FROM titles WHERE pid = ? ORDER BY length(key) DESC"
    return names, [key for (key,) in database.rows(sql, (rowid,))]


def papers_with_ids(database: Database, ids: Collection[str]) -> dict[str, int]:
    """Return the row numbers of papers by the ids that they have, or once had."""
    return dict(database.rows(_HELD, (json.dumps(list(ids)),)))
