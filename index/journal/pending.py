"""Items of journal rows from elsewhere, whose papers are here, are waited for, or have come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..database.database import Database
from .journal import Journal


def apply_pending(journal: Journal) -> int:
    """Set what waited for papers that are here by now; return how many items found theirs.

    Inside the transaction that brought the papers.
    """
    database = journal.database
    rows = database.rows(
        "SELECT w.seq, w.item, w.key, w.arxiv_id FROM pending w WHERE w.key IN "
        "(SELECT key FROM titles) OR w.arxiv_id IN (SELECT arxiv_id FROM papers)"
    )
    if not rows:
        return 0
    left = touch(database, rows)
    if left < len(rows):
        settle(journal, list({seq for seq, *_ in rows}))
    return len(rows) - left


def touch(database: Database, items: Sequence[Sequence[Any]]) -> int:
    """Note which papers the items of rows are, or that they wait; return how many wait."""
    rowids = find_papers(database, [(key, arxiv_id) for _, _, key, arxiv_id in items])
    found = [
        (rowid, *item[:2]) for item, rowid in zip(items, rowids, strict=True) if rowid is not None
    ]
    missing = [item for item, rowid in zip(items, rowids, strict=True) if rowid is None]
    database.execute_many("INSERT OR IGNORE INTO touched(pid, seq, item) VALUES (?, ?, ?)", found)
    database.execute_many(
        "DELETE FROM pending WHERE seq = ? AND item = ?", (item[1:] for item in found)
    )
    database.execute_many(
        "INSERT OR IGNORE INTO pending(seq, item, key, arxiv_id) VALUES (?, ?, ?, ?)", missing
    )
    return len(missing)


def find_papers(
    database: Database, identities: Sequence[tuple[str, str | None]]
) -> list[int | None]:
    """Return the row number of each title key and arXiv id, None for papers that are not here.

    The rule is that of imports: an arXiv id decides; else the title does, unless the paper that
    goes by it has another arXiv id.
    """
    keys = json.dumps(list({key for key, _ in identities}))
    arxiv_ids = json.dumps(list({arxiv_id for _, arxiv_id in identities if arxiv_id}))
    by_arxiv = dict(
        database.rows(
            "SELECT arxiv_id, pid FROM papers WHERE arxiv_id IN (SELECT value FROM json_each(?))",
            (arxiv_ids,),
        )
    )
    titled: dict[str, list[tuple[str, int]]] = {}
    for key, rowid, arxiv_id in database.rows(
        "SELECT t.key, t.pid, p.arxiv_id FROM titles t JOIN papers p USING(pid) "
        "WHERE t.key IN (SELECT value FROM json_each(?))",
        (keys,),
    ):
        titled.setdefault(key, []).append((arxiv_id or "", rowid))
    found: list[int | None] = []
    for key, arxiv_id in identities:
        rowid = by_arxiv.get(arxiv_id) if arxiv_id else None
        if rowid is None:
            told, rowid = min(titled.get(key, ()), default=("", None))
            if arxiv_id and told:
                rowid = None
        found.append(rowid)
    return found


def settle(journal: Journal, seqs: Sequence[int]) -> None:
    """Set what these rows speak of, or the acts that they undo and redo."""
    wanted = json.dumps(list(seqs))
    rows = journal.database.rows(
        "SELECT seq, data FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)) "
        "OR act IN (SELECT subject FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)))",
        {"seqs": wanted},
    )
    journal.settle([seq for seq, _ in rows], (journal.database.parsed(data) for _, data in rows))
