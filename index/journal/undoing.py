"""Which act undo takes back and redo puts in force again, and what is said about it.

A window undoes its own newest act; when it has none left, those of windows that are no longer open.
What a reader fetches beside what is done in it comes with these, but is the shell's as well.
What an open neighbour did is never touched unless it is named, nor is what was done on another
machine that is met by sync. The acts of one call to add files are taken back together, whichever of
them is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Literal, NamedTuple

from ..database.database import Database
from ..errors import NotFoundError, RectoError
from .acts import (
    ADD,
    ALL_READ,
    CARRY,
    FETCH,
    LAST_REVERSAL,
    NO_STEP,
    SHELL,
    STEP,
    UNDONE,
    Reversible,
    compact,
    part_of,
)
from .clocks import reach
from .former_ids import as_meant
from .journal import Journal
from .wording import SHORT_TITLE, papers_in_words, reversal, sentence

Direction = Literal["undo", "redo"]

_SHOWN = 20
"""Papers of a reversed act that are named; the screen goes to the first."""

_SHORTEST = 4
"""Characters of an act's id that name it; fewer are a slip of the finger."""

_IS_STEP = f"j.subject IS NULL AND j.kind NOT IN {NO_STEP}"
_IS_OWN = "j.machine = :machine AND j.window = :window"
_IS_OWN_TO_UNDO = "j.machine = :machine AND j.window IN (:window, :beside)"
_IS_CLOSED = """j.window NOT IN (SELECT value FROM json_each(:open)) AND (j.machine = :machine
    OR j.machine NOT IN (SELECT name FROM synced WHERE kind = 'machine'))"""
"""On a machine that is met by sync windows may be open that nobody here knows of."""

_NEWEST = "ORDER BY j.clock DESC, j.act DESC LIMIT 1"
_DECIDING = LAST_REVERSAL.format("subject")

_TIMES = ("j.clock <= :reach", "j.clock > :reach")
"""What a clock wrote that was far ahead comes last: everything since was done after it."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """An act that was undone or redone."""

    act: str
    """Its id; of several that are one step, that of the first."""
    kind: str
    sentence: str
    """What happened, such as "Undone: bookmarked “Alpha”."."""
    rowids: tuple[int, ...]
    """Its first papers, in its order."""
    count: int
    """How many papers of this library it is about."""
    is_undo: bool


def undo(journal: Journal, entry: str | None = None) -> Reversal | None:
    """Take an act back: the one that begins so, or the newest that is this window's to undo.

    Returns None when nothing is left to undo. Raises NotFoundError, and RectoError for an entry
    that several acts begin with or that cannot be undone. Inside a transaction, as all that follow.
    """
    return _reverse(journal, "undo", entry)


def redo(journal: Journal, entry: str | None = None) -> Reversal | None:
    """Put an act in force again: the one that begins so, or the last that was undone here."""
    return _reverse(journal, "redo", entry)


def undo_steps(journal: Journal, count: int) -> list[Reversal]:
    """Undo so many acts, or as many as there are."""
    return list(islice(iter(partial(undo, journal), None), count))


def redo_steps(journal: Journal, count: int) -> list[Reversal]:
    """Redo so many acts, or as many as there are."""
    return list(islice(iter(partial(redo, journal), None), count))


def _reverse(journal: Journal, direction: Direction, entry: str | None) -> Reversal | None:
    """Undo or redo an act and tell about it; None when nothing is left."""
    step = plan(journal, direction, entry)
    if step is None:
        return None
    journal.revise(direction, step.rows)
    return step.told(journal.database)


class Step(NamedTuple):
    """Acts that are undone or redone together."""

    direction: Direction
    rows: list[Reversible]
    data: Mapping[str, Any]
    """What the act that was chosen says, with the pages of all."""

    @property
    def parts(self) -> list[list[Reversible]]:
        """Return the acts as they are to be undone: each alone where each has many papers."""
        is_large = all(row.kind == ALL_READ for row in self.rows)
        return [[row] for row in self.rows] if is_large else [self.rows]

    def told(self, database: Database) -> Reversal:
        """Return what is said once all of them are undone or redone."""
        return _told(database, self.rows, self.data, self.direction == "undo")


def plan(journal: Journal, direction: Direction, entry: str | None = None) -> Step | None:
    """Return what `undo` or `redo` would take back or put in force; it changes nothing."""
    database = journal.database
    is_undo = direction == "undo"
    if entry is not None:
        act: str | None = find_act(database, entry)
    elif is_undo:
        act = choose_undo(journal)
    else:
        act = choose_redo(journal)
    if act is None:
        return None
    seq, kind, subject, text, is_undone = database.row(
        f"SELECT j.seq, j.kind, j.subject, j.data, {UNDONE} FROM journal j WHERE j.act = ?", (act,)
    )
    data = database.parsed(text)
    if subject is not None:
        raise RectoError(
            f"That is an {direction} itself" if kind == direction else "That is no act to change",
            f"The entry {act} is an {kind} of {subject}.",
            f"Name that one: `recto {direction} {subject[: _SHORTEST * 2]}`.",
        )
    row = Reversible(seq, act, kind, data)
    is_part = kind in (ADD, ALL_READ, CARRY) or STEP in data
    rows = _step(database, row, not is_undo) if is_part else [row]
    # Of a list marked in parts one may be undone and others not, where that was interrupted.
    is_rest = bool(rows) and kind == ALL_READ
    if is_undone == is_undo and not is_rest:
        state = "undone already" if is_undo else "in force"
        raise RectoError(f"Nothing to {direction}", f"The act {act} is {state}.")
    if not is_rest and row not in rows:
        rows = [row]
    pages = [page for row in rows for page in row.data.get("sources", ())]
    return Step(direction, rows, {**data, "sources": pages})


def choose_undo(journal: Journal) -> str | None:
    """Return the act that this window would undo, None when there is none."""
    sql = f"SELECT j.act FROM journal j WHERE {_IS_STEP} AND {{}} AND {{}} AND NOT {UNDONE} "
    names = _names(journal)
    for who in (_IS_OWN_TO_UNDO, _IS_CLOSED):
        for when in _TIMES:
            row = journal.database.row(sql.format(who, when) + _NEWEST, names)
            if row:
                return str(row[0])
    return None


def choose_redo(journal: Journal) -> str | None:
    """Return the act that this window would redo, None when there is none.

    What this window has undone since its last act; else what closed windows have undone, as long
    as nobody has done anything since.
    """
    newest = (
        f"SELECT j.clock, j.act FROM journal j WHERE {_IS_STEP} AND {{}} "
        f"AND j.clock <= :reach {_NEWEST}"
    )
    sql = f"""SELECT j.subject FROM journal j WHERE j.kind = 'undo' AND {{}}
        AND (j.clock, j.act) > (:clock, :act) AND j.clock <= :reach
        AND j.act = (SELECT r.act {_DECIDING})
        {_NEWEST}"""
    names = _names(journal)
    for who, whose in ((_IS_OWN, _IS_OWN), (_IS_CLOSED, "true")):
        clock, act = journal.database.row(newest.format(whose), names) or (0, "")
        row = journal.database.row(sql.format(who), {**names, "clock": clock, "act": act})
        if row:
            return str(row[0])
    return None


def find_act(database: Database, text: str) -> str:
    """Return the act whose id begins so; NotFoundError, or RectoError where several do."""
    wanted = text.strip().casefold()
    rows = []
    if wanted.isascii() and wanted.isalnum() and len(wanted) >= _SHORTEST:
        rows = database.rows(
            "SELECT act FROM journal WHERE act >= ? AND act < ? LIMIT 3", (wanted, wanted + "{")
        )
    if not rows:
        raise NotFoundError(
            "No such act",
            f"The journal knows no act {text!r}.",
            "`recto log` shows the id of each act.",
        )
    if len(rows) > 1 and rows[0][0] != wanted:
        raise RectoError(
            "Several acts begin like that",
            f"{text!r} is the beginning of {', '.join(act for (act,) in rows)}.",
            "Give more of the id.",
        )
    return str(rows[0][0])


def _names(journal: Journal) -> dict[str, str | int]:
    return {
        "machine": journal.machine,
        "window": journal.window,
        "beside": FETCH if journal.window == SHELL else journal.window,
        "open": json.dumps(list(journal.open_windows())),
        "reach": reach(),
    }


def _step(database: Database, row: Reversible, is_undone: bool) -> list[Reversible]:
    """Return those acts of a row's step that are undone, or those that are in force, in order."""
    step = row.data.get(STEP)
    step = step if isinstance(step, str) and step else row.act
    clock = database.value("SELECT clock FROM journal WHERE act = ?", (step,)) or 0
    rows = database.rows(
        f"SELECT j.seq, j.act, j.kind, j.data FROM journal j WHERE j.subject IS NULL "
        f"AND j.clock >= ? AND (j.act = ? OR instr(j.data, ?)) AND {UNDONE} = ? "
        "ORDER BY j.clock, j.act",
        (clock, step, compact(part_of(step)).strip("{}"), is_undone),
    )
    return [Reversible(seq, act, kind, database.parsed(data)) for seq, act, kind, data in rows]


def _told(
    database: Database, rows: Sequence[Reversible], data: Mapping[str, Any], is_undo: bool
) -> Reversal:
    """Return what is said about acts that were undone or redone as one step."""
    # Papers that were taken in to be marked are not worth a word beside that.
    marks = (row for row in rows if row.kind not in (ADD, CARRY))
    if (first := next(marks, rows[0])).kind != ADD:
        data = {**data, **first.data}
    seqs = json.dumps([row.seq for row in rows])
    among = "t.seq IN (SELECT value FROM json_each(?))"
    count = database.value(f"SELECT count(DISTINCT t.pid) FROM touched t WHERE {among}", (seqs,))
    found = database.rows(
        f"SELECT t.pid, x.title FROM touched t JOIN texts x USING(pid) WHERE {among} "
        "ORDER BY t.seq, t.item LIMIT ?",
        (seqs, _SHOWN),
    )
    words = papers_in_words([title for _, title in found], count, SHORT_TITLE)
    data = as_meant(database, first.seq, data)
    rowids = tuple(dict.fromkeys(rowid for rowid, _ in found))
    said = reversal(is_undo, sentence(first.kind, data, words))
    return Reversal(first.act, first.kind, said, rowids, count, is_undo)
