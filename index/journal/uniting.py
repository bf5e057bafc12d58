"""Rows of another library's journal taken into this one; in either direction the same comes out.

The act id alone decides whether a row is already here. An act finds its papers by title and arXiv
id; what is about a paper that this library does not have waits until it comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ..database.database import Database
from .acts import compact
from .completing import complete
from .journal import Journal
from .pending import apply_pending, find_papers, settle, touch
from .replacing import UNITED
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
    completed: tuple[str, ...] = ()
    """Acts that were here, of which there are more papers now."""


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
            identities, said = database.parsed(papers), database.parsed(data)
            yield Row(act, machine, window, clock, wall, kind, subject, identities, said)
        if len(rows) < _PART:
            return


def unite(journal: Journal, rows: Iterable[Row], *, is_partial: bool = False) -> United:
    """Take rows in that are not here yet, and set what they change, inside a transaction.

    In whatever order they come, and as often as they come, the same is left. Where they are
    `is_partial` some may come with more papers than before, or in several parts.
    """
    database = journal.database
    rows = iter(rows)
    seqs: list[int] = []
    completed: list[str] = []
    known = waiting = 0
    while part := list(islice(rows, _PART)):
        present = _present(database, part)
        new: dict[str, Row] = {}
        again = [row for row in part if row.act in present or new.setdefault(row.act, row) != row]
        known += len(part) - len(new)
        numbers = [_insert(journal, row) for row in new.values()]
        items = [
            (seq, item, paper)
            for seq, row in zip(numbers, new.values(), strict=True)
            for item, paper in enumerate(row.papers)
        ]
        waiting += touch(database, items)
        seqs += numbers
        if is_partial and again:
            completed += [act for act in complete(journal, again) if act in present]
    if seqs:
        database.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, 1)", (UNITED,))
    settle(journal, seqs)
    return United(len(seqs), known, waiting, tuple(completed))


def _present(database: Database, rows: Sequence[Row]) -> set[str]:
    """Return which acts are here already."""
    acts = json.dumps([row.act for row in rows])
    sql = "SELECT act FROM journal WHERE act IN (SELECT value FROM json_each(?))"
    return {act for (act,) in database.rows(sql, (acts,))}


def _insert(journal: Journal, row: Row) -> int:
    """Write a row as it is and return its number here."""
    columns = (row.act, row.machine, row.window, row.clock, row.wall, row.kind, row.subject)
    seq = journal.database.execute(
        f"INSERT INTO journal({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*columns, compact(row.papers), compact(row.data)),
    )
    journal.projection.index_row(seq, row.act, row.data)
    return seq
