"""The reader's acts as rows of an append-only journal, and the marks as a fold over them.

Each mark of a paper (`bookmark`, `read`, `tag:NAME` ...) is a last-writer-wins register in the
order of (clock, act), over the acts whose latest undo or redo row does not say undone. The fold
needs nothing but the journal, so marks can be rebuilt, merged and undone at any time.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .database import Database
from .errors import NotFoundError
from .paper import title_key

Value = int | float | str | None
"""What a mark is set to; None is off."""

Register = tuple[int, str]
"""A paper's row number and the name of a mark."""

Setting = tuple[Value, int, str]
"""A mark's value, and the clock and act that set it."""

SHELL = "shell"
"""The window that all commands of the shell share."""

TAG = "tag:"
"""What the name of a tag's mark begins with."""

_MARK_UPSERT = """
INSERT INTO marks(pid, name, value, clock, act) VALUES (?, ?, ?, ?, ?)
ON CONFLICT(pid, name) DO UPDATE SET value = excluded.value, clock = excluded.clock,
    act = excluded.act WHERE (excluded.clock, excluded.act) >= (clock, act)
"""


@dataclass(frozen=True, slots=True)
class Touch:
    """What one act set on one paper."""

    pid: int
    clock: int
    act: str
    changes: Mapping[str, Value]


def fold(touches: Iterable[Touch]) -> dict[Register, Setting]:
    """Return the marks that these acts leave, in whatever order they are given."""
    marks: dict[Register, Setting] = {}
    for touch in touches:
        for name, value in touch.changes.items():
            register = (touch.pid, name)
            present = marks.get(register)
            if present is None or (touch.clock, touch.act) >= present[1:]:
                marks[register] = (value, touch.clock, touch.act)
    return marks


class Journal:
    """Appends acts and keeps the marks equal to their fold; call it inside a transaction."""

    def __init__(self, database: Database, machine: str, window: str = SHELL) -> None:
        self._database = database
        self._machine = machine
        self._window = window

    def record(
        self,
        kind: str,
        pids: Sequence[int] = (),
        changes: Mapping[str, Value] | None = None,
        *,
        each: Sequence[Mapping[str, Value]] = (),
        context: Mapping[str, Any] | None = None,
        act: str = "",
    ) -> str:
        """Append one act and set its marks; return the act's id.

        `changes` is set on every paper, `each` on the paper of the same place in `pids`;
        `context` is kept beside them for the log.
        """
        data: dict[str, Any] = dict(context or {})
        if changes:
            data["set"] = dict(changes)
        if each:
            data["each"] = [dict(one) for one in each]
        act, clock, seq = self._append(act or new_act(), kind, None, self._identities(pids), data)
        self._database.execute_many(
            "INSERT INTO touched(pid, seq, item) VALUES (?, ?, ?)",
            ((pid, seq, item) for item, pid in enumerate(pids)),
        )
        self._database.execute_many(
            _MARK_UPSERT,
            (
                (pid, name, value, clock, act)
                for item, pid in enumerate(pids)
                for name, value in _changes(data, item).items()
            ),
        )
        return act

    def undo(self, act: str) -> list[int]:
        """Append a row that takes an act back; return the papers whose marks it had set."""
        return self._revise("undo", act)

    def redo(self, act: str) -> list[int]:
        """Append a row that puts an undone act in force again; return its papers."""
        return self._revise("redo", act)

    def refold(self, pids: Sequence[int] | None = None) -> None:
        """Set the marks of these papers, or of all, to what the journal says."""
        marks = fold(self.touches(pids))
        if pids is None:
            self._database.execute("DELETE FROM marks")
        else:
            self._database.execute(
                "DELETE FROM marks WHERE pid IN (SELECT value FROM json_each(?))",
                (json.dumps(pids),),
            )
        self._database.execute_many(
            "INSERT INTO marks(pid, name, value, clock, act) VALUES (?, ?, ?, ?, ?)",
            ((*register, *setting) for register, setting in marks.items()),
        )

    def touches(self, pids: Sequence[int] | None = None) -> Iterable[Touch]:
        """Yield what every act that is not undone set on these papers, or on all."""
        undone = self.undone()
        sql = (
            "SELECT t.seq, t.pid, t.item, j.clock, j.act FROM touched t "
            "JOIN journal j ON j.seq = t.seq WHERE j.subject IS NULL "
        )
        if pids is None:
            rows = self._database.rows(sql + "ORDER BY j.seq, t.item")
        else:
            sql += "AND t.pid IN (SELECT value FROM json_each(?)) ORDER BY j.seq, t.item"
            rows = self._database.rows(sql, (json.dumps(pids),))
        last, data = None, {}
        for seq, pid, item, clock, act in rows:
            if act in undone:
                continue
            if seq != last:
                last, text = seq, "SELECT data FROM journal WHERE seq = ?"
                data = json.loads(self._database.value(text, (seq,)))
            yield Touch(pid, clock, act, _changes(data, item))

    def marks(self) -> dict[Register, Setting]:
        """Return every mark as it is kept, to be compared with the fold."""
        rows = self._database.rows("SELECT pid, name, value, clock, act FROM marks")
        return {(pid, name): (value, clock, act) for pid, name, value, clock, act in rows}

    def undone(self) -> set[str]:
        """Return the acts whose latest undo or redo row says undone."""
        rows = self._database.rows(
            "SELECT subject, kind FROM journal WHERE subject IS NOT NULL ORDER BY clock, act"
        )
        return {subject for subject, kind in dict(rows).items() if kind == "undo"}

    def _revise(self, kind: str, subject: str) -> list[int]:
        row = self._database.row(
            "SELECT seq, papers FROM journal WHERE act = ? AND subject IS NULL", (subject,)
        )
        if row is None:
            raise NotFoundError("No such act", f"The journal knows no act {subject!r}.")
        seq, papers = row
        _, _, revision = self._append(new_act(), kind, subject, papers, {})
        self._database.execute(
            "INSERT INTO touched(pid, seq, item) SELECT pid, ?, item FROM touched WHERE seq = ?",
            (revision, seq),
        )
        pids = [
            pid
            for (pid,) in self._database.rows(
                "SELECT DISTINCT pid FROM touched WHERE seq = ? ORDER BY item", (seq,)
            )
        ]
        self.refold(pids)
        return pids

    def _append(
        self, act: str, kind: str, subject: str | None, papers: str, data: Mapping[str, Any]
    ) -> tuple[str, int, int]:
        """Append a row; return its act, its clock and its sequence number."""
        newest = self._database.value("SELECT max(clock) FROM journal") or 0
        now = time.time_ns() // 1_000_000
        clock = max(newest, now) + 1
        seq = self._database.execute(
            "INSERT INTO journal(act, machine, window, clock, wall, kind, subject, papers, data) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                act,
                self._machine,
                self._window,
                clock,
                _wall_time(now),
                kind,
                subject,
                papers,
                _compact(data),
            ),
        )
        return act, clock, seq

    def _identities(self, pids: Sequence[int]) -> str:
        """Return how another library recognises these papers: title keys and arXiv ids, as JSON."""
        if not pids:
            return "[]"
        rows = self._database.rows(
            "SELECT t.title, p.arxiv_id FROM json_each(?) j JOIN papers p ON p.pid = j.value "
            "JOIN texts t ON t.pid = p.pid ORDER BY j.key",
            (json.dumps(pids),),
        )
        return _compact([[title_key(title), arxiv_id] for title, arxiv_id in rows])


def new_act() -> str:
    """Return a random act id; it alone decides whether an act is already in a journal."""
    return os.urandom(10).hex()


def _changes(data: Mapping[str, Any], item: int) -> dict[str, Value]:
    """Return what an act's data set on the paper at this place in its list."""
    changes: dict[str, Value] = dict(data.get("set", {}))
    each = data.get("each", ())
    if item < len(each):
        changes.update(each[item])
    return changes


def _wall_time(milliseconds: int) -> str:
    """Return the local wall time with its offset from UTC, as ISO 8601."""
    local = time.localtime(milliseconds // 1000)
    return time.strftime("%Y-%m-%dT%H:%M:%S%z", local)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
