"""What happened in a library, the newest first, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..database.database import Database
from .acts import UNDONE
from .former_ids import as_meant
from .wording import papers_in_words, reversal, sentence

_BATCH = 200
"""Rows of the journal that are read together."""

_LISTED = 1000
"""Papers of an act that are listed; there may be a hundred thousand."""

_ROWS = f"""SELECT j.clock, j.act, j.seq, j.wall, j.machine, j.window, j.kind, j.subject, j.data,
    json_array_length(j.papers), {UNDONE} FROM journal j WHERE """

_ABOUT = """AND (j.seq IN (SELECT seq FROM touched WHERE pid = :pid)
    OR j.act IN (SELECT b.act FROM places l JOIN pages g USING(gid) JOIN sources s USING(sid)
        JOIN brought b ON b.source = s.name AND b.digest = g.digest WHERE l.pid = :pid)
    OR j.subject IN (SELECT o.act FROM journal o JOIN touched t ON t.seq = o.seq
        WHERE t.pid = :pid)) """


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the journal."""

    act: str
    when: str
    """The wall time where it happened, with its offset from UTC, as ISO 8601."""
    machine: str
    window: str
    kind: str
    sentence: str
    papers: tuple[str, ...]
    """The ids of its papers that are in this library; of its first thousand where it has more."""
    count: int
    """How many papers it is about, here or not."""
    undone: bool
    subject: str | None
    """The act that an undo or a redo is about."""


def load_history(
    database: Database, rowid: int | None = None, limit: int | None = None
) -> Iterator[LogEntry]:
    """Yield what happened, the newest first: to one paper or at all, so much or everything.

    It reads a few hundred rows at a time, so that a long journal needs no memory.
    """
    sql = f"{_ROWS} (j.clock, j.act) < (:clock, :act) {_ABOUT if rowid is not None else ''}"
    sql += "ORDER BY j.clock DESC, j.act DESC LIMIT :limit"
    clock, act, left = 2**63 - 1, "", limit
    while left is None or left > 0:
        wanted = _BATCH if left is None else min(_BATCH, left)
        names = {"pid": rowid, "clock": clock, "act": act, "limit": wanted}
        rows = database.rows(sql, names)
        yield from _entries(database, rows)
        if len(rows) < wanted:
            return
        clock, act = rows[-1][:2]
        left = None if left is None else left - wanted


def _entries(database: Database, rows: Sequence[Any]) -> Iterator[LogEntry]:
    """Yield rows in words, together with the acts that undo and redo rows are about."""
    named = json.dumps([row[7] for row in rows if row[7] is not None])
    subjects = database.rows(f"{_ROWS} j.act IN (SELECT value FROM json_each(?))", (named,))
    by_act = {row[1]: row for row in subjects}
    ids, titles = _papers(database, [row[2] for row in (*rows, *subjects)])
    for row in rows:
        _, act, seq, wall, machine, window, kind, subject, _, count, is_undone = row
        about = row if subject is None else by_act.get(subject)
        if about is None:
            told = reversal(kind == "undo", "an act that is not in this library")
        else:
            seq, count = about[2], about[9]
            title = titles.get(seq)
            words = papers_in_words([title] if title else [], count)
            told = sentence(about[6], as_meant(database, seq, database.parsed(about[8])), words)
            told = told + "." if subject is None else reversal(kind == "undo", told)
        papers = tuple(ids.get(seq, ()))
        yield LogEntry(
            act, wall, machine, window, kind, told, papers, count, bool(is_undone), subject
        )


def _papers(database: Database, seqs: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """Return the ids of the papers of rows, and the title of the first of each."""
    wanted = json.dumps(seqs)
    rows = database.rows(
        "SELECT t.seq, p.id FROM touched t JOIN papers p USING(pid) "
        "WHERE t.seq IN (SELECT value FROM json_each(?)) AND t.item < ? ORDER BY t.seq, t.item",
        (wanted, _LISTED),
    )
    ids: dict[int, list[str]] = {}
    for seq, ident in rows:
        ids.setdefault(seq, []).append(ident)
    titles = database.rows(
        "SELECT seq, title FROM (SELECT t.seq, min(t.item), t.pid FROM touched t "
        "WHERE t.seq IN (SELECT value FROM json_each(?)) AND t.item < ? GROUP BY t.seq) "
        "JOIN texts USING(pid)",
        (wanted, _LISTED),
    )
    return ids, dict(titles)
