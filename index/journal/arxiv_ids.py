"""Which arXiv ids papers had before the reader gave them others, as the acts tell.

Libraries that have kept no records know it from there alone.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..database.database import Database
from ..paper import arxiv_id
from ..records.settling import settle_papers
from ..records.shelf import load_records, write_papers
from .former_ids import as_meant

_FIRST = """SELECT j.seq, j.data FROM touched t JOIN journal j USING(seq)
    WHERE t.pid = ? AND j.kind = 'identify' ORDER BY j.clock, j.act LIMIT 1"""


def restore_ids(database: Database, pids: Collection[int]) -> None:
    """Let the records of papers tell the ids that these had before the reader gave them others.

    Inside a transaction. Where acts say no such thing the records are right as they are.
    """
    told = {pid: before for pid in pids if (before := _before(database, pid)) is not None}
    if not told:
        return
    records = load_records(database, list(told))
    for pid, those in records.items():
        for one in those:
            if one.kind is None:
                one.said = {**one.said, "arxiv_id": told[pid]}
    write_papers(database, records, is_retold=True)
    settle_papers(database, list(told))


def _before(database: Database, rowid: int) -> str | None:
    """Return the id that a paper had before the reader gave it one, None for none."""
    first = database.row(_FIRST, (rowid,))
    if first is None:
        return None
    seq, text = first
    return _checked(as_meant(database, seq, database.parsed(text)).get("was"))


def _checked(value: Any) -> str | None:
    return arxiv_id(value) if isinstance(value, str) else None
