"""Keys under which papers are looked up: titles, arXiv ids and DOIs."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from ..database.database import Database
from ..identity.evidence import Evidence

_AMONG = "IN (SELECT value FROM json_each(?))"

_BY_KEY = f"""SELECT key, pid FROM titles WHERE key {_AMONG}
    UNION SELECT key, pid FROM evidence WHERE key {_AMONG}
    UNION SELECT 'arxiv:' || arxiv_id, pid FROM papers WHERE arxiv_id {_AMONG}
    UNION SELECT 'doi:' || doi, pid FROM papers WHERE doi {_AMONG}"""

_BY_PAPER = f"""SELECT pid, key FROM titles WHERE pid {_AMONG}
    UNION SELECT pid, key FROM evidence WHERE pid {_AMONG}
    UNION SELECT pid, 'arxiv:' || arxiv_id FROM papers
        WHERE pid {_AMONG} AND arxiv_id IS NOT NULL
    UNION SELECT pid, 'doi:' || doi FROM papers WHERE pid {_AMONG} AND doi IS NOT NULL"""

_LOOSE = f"""SELECT t.pid FROM loose l JOIN touched t ON t.seq = l.seq AND t.item = l.item
    WHERE l.key {_AMONG}"""


def keys_of(told: Evidence) -> Iterable[str]:
    """Yield what evidence is looked up by in the tables."""
    if told.title is not None:
        yield told.title
    if told.arxiv is not None:
        yield "arxiv:" + told.arxiv
    if told.doi is not None:
        yield "doi:" + told.doi


def papers_by_key(database: Database, keys: Collection[str]) -> dict[str, list[int]]:
    """Return the papers that go by each of these keys, see `keys_of`; only keys that any has."""
    found: dict[str, list[int]] = {}
    if keys:
        for key, pid in database.rows(_BY_KEY, _told_by_kind(keys)):
            found.setdefault(key, []).append(pid)
    return found


def keys_by_paper(database: Database, pids: Collection[int]) -> dict[int, set[str]]:
    """Return by which keys each of these papers goes, see `keys_of`; only papers that have any."""
    found: dict[int, set[str]] = {}
    for pid, key in database.rows(_BY_PAPER, (json.dumps(list(pids)),) * 4):
        found.setdefault(pid, set()).add(key)
    return found


def _told_by_kind(keys: Collection[str]) -> tuple[str, str, str, str]:
    """Return keys as JSON: all for titles, all for evidence, those of arXiv ids, those of DOIs."""
    told = json.dumps(list(keys))
    arxivs, dois = (
        json.dumps([key.removeprefix(prefix) for key in keys if key.startswith(prefix)])
        for prefix in ("arxiv:", "doi:")
    )
    return told, told, arxivs, dois


def papers_having(database: Database, keys: Collection[str]) -> set[int]:
    """Return the papers that go by any of these keys: titles', or `arxiv:` and `doi:` with ids."""
    return {pid for pids in papers_by_key(database, keys).values() for pid in pids}


def papers_told_by(database: Database, keys: Collection[str]) -> set[int]:
    """Return the papers that acts are about which tell them by one of these names, see `loose`.

    They do not go by it themselves.
    """
    return {pid for (pid,) in database.rows(_LOOSE, (json.dumps(list(keys)),))}
