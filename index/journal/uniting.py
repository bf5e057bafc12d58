"""Rows of another library's journal taken into this one; in either direction the same comes out.

The act id alone decides whether a row is already here. An act finds its papers by title and arXiv
id; what is about a paper that this library does not have waits until it comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..store.database import Database
from ..store.store import Store
from .acts import compact
from .rows import Row

__all__ = ["Row", "United", "apply_pending", "find_papers", "load_rows", "unite"]

_PART = 500
"""Rows that are looked up and written together."""

_COLUMNS = "act, machine, window, clock, wall, kind, subject, papers, data"


@dataclass(frozen=True, slots=True)
class United:
    """What became of the rows of another library."""

    new: int
    """Acts that were not here yet, undo and redo among them."""
    known: int
    waiting: int
    """Papers of acts that this library does not have, whose marks wait for them."""


def load_rows(database: Database) -> Iterator[Row]:
    """Yield all rows of a journal, the oldest first; a few hundred are in memory at a time."""
    clock, act = 0, ""
    while True:
        rows = database.rows(
            f"SELECT {_COLUMNS} FROM journal WHERE (clock, act) > (?, ?) "
            "ORDER BY clock, act LIMIT ?",
            (clock, act, _PART),
        )
        for act, machine, window, clock, wall, kind, subject, papers, data in rows:
            identities, said = json.loads(papers), json.loads(data)
            yield Row(act, machine, window, clock, wall, kind, subject, identities, said)
        if len(rows) < _PART:
            return


def unite(store: Store, rows: Iterable[Row]) -> United:
    """Take rows in that are not here yet, and set what they change, inside a transaction.

    In whatever order they come, and as often as they come, the same is left.
    """
    database = store.database
    rows = iter(rows)
    seqs: list[int] = []
    known = waiting = 0
    while part := list(islice(rows, _PART)):
        present = _present(database, part)
        new = {row.act: row for row in part if row.act not in present}
        known += len(part) - len(new)
        numbers = [_insert(store, row) for row in new.values()]
        items = [
            (seq, item, *paper)
            for seq, row in zip(numbers, new.values(), strict=True)
            for item, paper in enumerate(row.papers)
        ]
        waiting += _touch(database, items)
        seqs += numbers
    _settle(store, seqs)
    return United(len(seqs), known, waiting)


def apply_pending(store: Store) -> int:
    """Set what waited for papers that are here by now; return how many items found theirs.

    Inside the transaction that brought the papers.
    """
    database = store.database
    rows = database.rows(
        "SELECT w.seq, w.item, w.key, w.arxiv_id FROM pending w WHERE w.key IN "
        "(SELECT key FROM titles) OR w.arxiv_id IN (SELECT arxiv_id FROM papers)"
    )
    if not rows:
        return 0
    left = _touch(database, rows)
    if left < len(rows):
        _settle(store, list({seq for seq, *_ in rows}))
    return len(rows) - left


def _present(database: Database, rows: Sequence[Row]) -> set[str]:
    """Return which acts are here already."""
    acts = json.dumps([row.act for row in rows])
    sql = "SELECT act FROM journal WHERE act IN (SELECT value FROM json_each(?))"
    return {act for (act,) in database.rows(sql, (acts,))}


def _insert(store: Store, row: Row) -> int:
    """Write a row as it is and return its number here."""
    columns = (row.act, row.machine, row.window, row.clock, row.wall, row.kind, row.subject)
    seq = store.database.execute(
        f"INSERT INTO journal({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*columns, compact(row.papers), compact(row.data)),
    )
    store.journal.index_row(seq, row.act, row.data)
    return seq


def _touch(database: Database, items: Sequence[Sequence[Any]]) -> int:
    """Note which papers the items of rows are, or that they wait; return how many wait."""
    pids = find_papers(database, [(key, arxiv_id) for _, _, key, arxiv_id in items])
    found = [(pid, *item[:2]) for item, pid in zip(items, pids, strict=True) if pid is not None]
    missing = [item for item, pid in zip(items, pids, strict=True) if pid is None]
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
    for key, pid, arxiv_id in database.rows(
        "SELECT t.key, t.pid, p.arxiv_id FROM titles t JOIN papers p USING(pid) "
        "WHERE t.key IN (SELECT value FROM json_each(?))",
        (keys,),
    ):
        titled.setdefault(key, []).append((arxiv_id or "", pid))
    found: list[int | None] = []
    for key, arxiv_id in identities:
        pid = by_arxiv.get(arxiv_id) if arxiv_id else None
        if pid is None:
            told, pid = min(titled.get(key, ()), default=("", None))
            if arxiv_id and told:
                pid = None
        found.append(pid)
    return found


def _settle(store: Store, seqs: Sequence[int]) -> None:
    """Set what these rows speak of, or the acts that they undo and redo."""
    wanted = json.dumps(list(seqs))
    rows = store.database.rows(
        "SELECT seq, data FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)) "
        "OR act IN (SELECT subject FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)))",
        {"seqs": wanted},
    )
    store.journal.settle([seq for seq, _ in rows], (json.loads(data) for _, data in rows))
