"""Which arXiv ids papers had before the reader gave them others, as the acts tell.

Libraries that have kept no records know it from there alone.
"""

from __future__ import annotations

from collections.abc import Collection

from ..database.database import Database
from ..identifiers import arxiv_id
from ..records.settling import settle_papers
from ..records.shelf import load_records, write_papers
from .former_ids import as_meant

_IDENTIFIED = """SELECT DISTINCT t.pid FROM touched t JOIN journal j USING(seq)
    WHERE j.kind = 'identify'"""

_FIRST = """SELECT j.seq, j.data FROM touched t JOIN journal j USING(seq)
    WHERE t.pid = ? AND j.kind = 'identify' ORDER BY j.clock, j.act LIMIT 1"""


def restore_ids(database: Database, pids: Collection[int] | None = None) -> None:
    """Let records of these papers, or all, tell the ids that were there before the reader's.

    Those of pages whose format nobody knows, since they were not kept as they were said. Inside a
    transaction.
    """
    given = {pid for (pid,) in database.rows(_IDENTIFIED)}
    told = {pid: _before(database, pid) for pid in (given if pids is None else given & {*pids})}
    if not told:
        return
    records = load_records(database, list(told))
    for pid, those in records.items():
        for one in those:
            if one.kind is None:
                said = {name: value for name, value in one.said.items() if name != "arxiv_id"}
                before = told[pid]
                one.said = said if before is None else {**said, "arxiv_id": before}
    write_papers(database, records, is_retold=True)
    settle_papers(database, list(told))


def _before(database: Database, rowid: int) -> str | None:
    """Return the id that a paper had before the reader gave it one, None for none."""
    seq, text = database.row(_FIRST, (rowid,))
    before = as_meant(database, seq, database.parsed(text)).get("was")
    return arxiv_id(before) if isinstance(before, str) else None
