"""Keys under which papers are looked up: titles, arXiv ids and DOIs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from ..database.database import Database
from ..identity.evidence import Evidence

_AMONG = "IN (SELECT value FROM json_each(?))"

MOST_SHARING = 500
"""Papers that share a title from which on it says nothing of which of them is meant: what has such
a title and no id stands alone, and nobody reads all of them for each that comes."""

_TELLING = f"""SELECT value FROM json_each(?) WHERE NOT EXISTS(
    SELECT 1 FROM titles o WHERE o.key = value LIMIT 1 OFFSET {MOST_SHARING})"""

_BY_KEY = f"""SELECT key, pid FROM titles WHERE key {_AMONG}
    UNION SELECT key, pid FROM evidence WHERE key {_AMONG}
    UNION SELECT 'arxiv:' || arxiv_id, pid FROM papers WHERE arxiv_id {_AMONG}
    UNION SELECT 'doi:' || doi, pid FROM papers WHERE doi {_AMONG}"""

_BY_TELLING_KEY = _BY_KEY.replace(_AMONG, f"IN ({_TELLING})", 1)


def keys_of(told: Evidence) -> Iterable[str]:
    """Yield what evidence is looked up by in the tables."""
    if told.title is not None:
        yield told.title
    if told.arxiv is not None:
        yield "arxiv:" + told.arxiv
    if told.doi is not None:
        yield "doi:" + told.doi


def papers_by_key(
    database: Database, keys: Collection[str], *, is_joining: bool = False
) -> dict[str, list[int]]:
    """Return the papers that go by each of these keys, see `keys_of`; only keys that any has.

    For what records join, titles that too many share are left out.
    """
    found: dict[str, list[int]] = {}
    if keys:
        sql = _BY_TELLING_KEY if is_joining else _BY_KEY
        for key, pid in database.rows(sql, _told_by_kind(keys)):
            found.setdefault(key, []).append(pid)
    return found


def _told_by_kind(keys: Collection[str]) -> tuple[str, str, str, str]:
    """Return keys as JSON: all for titles, all for evidence, those of arXiv ids, those of DOIs."""
    told = json.dumps(list(keys))
    arxivs, dois = (
        json.dumps([key.removeprefix(prefix) for key in keys if key.startswith(prefix)])
        for prefix in ("arxiv:", "doi:")
    )
    return told, told, arxivs, dois


def papers_having(
    database: Database, keys: Collection[str], *, is_joining: bool = False
) -> set[int]:
    """Return the papers that go by any of these keys: titles', or `arxiv:` and `doi:` with ids."""
    found = papers_by_key(database, keys, is_joining=is_joining)
    return {pid for pids in found.values() for pid in pids}
