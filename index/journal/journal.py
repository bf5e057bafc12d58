"""The reader's acts as rows of an append-only journal, written together with what they change.

What an act says is in its row alone; `touched`, `named` and `brought` only tell quickly which rows
speak of a paper, of a register of the whole library, or of a page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..database.database import Database
from .acts import (
    APART,
    ARXIV,
    BUNDLED,
    EDIT,
    ONE,
    PRIVATE,
    REMOVED,
    REPLACES,
    SAYS,
    SHELL,
    STAY,
    Act,
    Reversible,
    compact,
    names,
    new_act,
    part_of,
    setting_text,
    wall_time,
)

if TYPE_CHECKING:
    from .fold import Value
    from .projection import Projection

_MARK = """INSERT INTO marks(pid, name, value, clock, act) {} ON CONFLICT(pid, name) DO UPDATE SET
    value = excluded.value, clock = excluded.clock, act = excluded.act"""
"""A new act names all that it replaces, so that it wins."""

_TOUCH = "INSERT INTO touched(pid, seq, item) SELECT value, ?, key FROM json_each(?)"

_MARK_ALL = _MARK.format("SELECT pid, ?, ?, ?, ? FROM touched WHERE seq = ? AND true")
_MARK_ONE = _MARK.format("VALUES (?, ?, ?, ?, ?)")

_SETTING = """INSERT OR REPLACE INTO settings(name, value, clock, act) VALUES (?, ?, ?, ?)"""


_TOLD = 500
"""Papers that are turned into what recognises them together."""


class Journal:
    """Appends acts and keeps the marks equal to their fold.

    What writes is called inside a transaction.
    """

    def __init__(
        self,
        database: Database,
        machine: str,
        window: str = SHELL,
        open_windows: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        self.database = database
        self.machine = machine
        self.window = window
        self.open_windows = open_windows
        """Tells the windows that are open now, whose acts are their own to undo."""
        self.waiting: dict[int, str] = {}
        """Papers that came in for the sake of an act that is still to be recorded: by row number
        the act that brought them. The two are undone and redone together."""

    @cached_property
    def projection(self) -> Projection:
        """The marks and registers that its rows leave."""
        from .projection import Projection  # late: nothing is written at the start

        return Projection(self.database)

    def next_clock(self) -> int:
        """Return the clock of an act that is recorded now, in this transaction; see `clocks`."""
        from .clocks import next_clock

        return next_clock(self.database)

    def record(
        self,
        kind: str,
        rowids: Sequence[int] = (),
        changes: Mapping[str, Value] | None = None,
        *,
        each: Sequence[Mapping[str, Value]] = (),
        library: Mapping[str, Any] | None = None,
        base: Sequence[str] | None = None,
        context: Mapping[str, Any] | None = None,
        clock: int | None = None,
        act: str = "",
    ) -> Act:
        """Append one act and set what it sets; return it.

        `changes` is set on every paper, `each` on the paper of the same place in `rowids`,
        `library` for the whole library (any JSON). `base` are the acts whose notes a note replaces,
        by default those that make it now. `clock` is what `next_clock` gave in this transaction;
        `context` is kept beside all that for the log.
        """
        from .fold import is_note
        from .replacing import replaced

        data: dict[str, Any] = {**self._awaited(rowids), **(context or {})}
        if changes:
            data["set"] = dict(changes)
        if any(each):
            data["each"] = [dict(one) for one in each]
        if library:
            data["library"] = dict(library)
        marks = names(data)
        notes = [name for name in marks if is_note(name)]
        if notes:
            if base is None:
                heads = self.projection.note_heads
                base = [head for rowid in rowids for name in notes for head in heads(rowid, name)]
            data["base"] = list(dict.fromkeys(base))
        act, clock = act or new_act(), clock or self.next_clock()
        if kind != BUNDLED:
            data[REPLACES] = replaced(self.database, self.projection, rowids, data, clock)
        seq = self._append(act, clock, kind, None, self._identities(rowids), data)
        self.database.execute(_TOUCH, (seq, json.dumps(list(rowids))))
        self.projection.index_row(seq, act, data)
        for name, value in data.get("set", {}).items():
            self.database.execute(_MARK_ALL, (name, value, clock, act, seq))
        self.database.execute_many(
            _MARK_ONE,
            (
                (rowid, name, value, clock, act)
                for rowid, one in zip(rowids, data.get("each", ()), strict=False)
                for name, value in one.items()
            ),
        )
        if kind == BUNDLED and marks:
            self.projection.refold(rowids, marks)
        elif notes:
            self.projection.refold(rowids, notes)
        self.database.execute_many(
            _SETTING,
            ((name, setting_text(value), clock, act) for name, value in (library or {}).items()),
        )
        self._show(rowids, marks, library or (), [seq] if kind in SAYS else ())
        return Act(act, kind, rowids, data)

    def _awaited(self, rowids: Sequence[int]) -> dict[str, str]:
        """Return the step of an act that papers were taken in for, which is no news from now on."""
        steps = [self.waiting.pop(rowid) for rowid in rowids if rowid in self.waiting]
        sql = "SELECT 1 FROM journal WHERE act = ?"  # its transaction may have come to nothing
        known = (step for step in steps if self.database.row(sql, (step,)) is not None)
        return part_of(next(known, ""))

    def revise(self, kind: str, rows: Sequence[Reversible]) -> None:
        """Append the rows that undo or redo acts, and set anew what the acts had set."""
        from .replacing import replaced_reversals

        for row in rows:
            data = {REPLACES: replaced_reversals(self.database, row.act)}
            self._append(new_act(), self.next_clock(), kind, row.act, "[]", data)
        self.settle([row.seq for row in rows], [row.data for row in rows])

    def settle(
        self,
        seqs: Sequence[int],
        datas: Iterable[Mapping[str, Any]],
        before: Collection[int] = (),
        *,
        is_from_elsewhere: bool = False,
    ) -> None:
        """Set anew whatever these rows speak of, after it has changed which of them count.

        And on the papers on which they stood `before`.
        """
        marks: set[str] = set()
        library: set[str] = set()
        is_saying = False
        for data in datas:
            is_saying = is_saying or APART in data or ONE in data or ARXIV in names(data)
            marks |= names(data)
            library.update(data.get("library", ()))
            library.update(REMOVED + page["name"] for page in data.get("sources", ()))
        rows = self.database.rows(
            "SELECT DISTINCT pid FROM touched WHERE seq IN (SELECT value FROM json_each(?))",
            (json.dumps(list(seqs)),),
        )
        rowids = list({*before, *(rowid for (rowid,) in rows)})
        private = None
        if is_from_elsewhere and (is_saying or library):
            from .staying import private_papers

            private = private_papers(self.database)
        if rowids and marks:
            self.projection.refold(rowids, marks)
        if library:
            self.projection.refold_settings(library)
        self._show(rowids, marks, library, seqs if is_saying else (), private)

    def rebuild(self) -> bool:
        """Fold the whole journal anew and put everything right; return whether it was.

        Papers are grouped and described anew, too. Inside a transaction.
        """
        from ..records.settling import describe_all, refresh_pages, regroup_all
        from .visibility import recount, refresh_papers

        database = self.database
        is_folded = self.projection.rebuild()
        if not is_folded:
            # Whoever keeps marks in memory knows them by the journal's rows, which stay the same.
            database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
        is_placed, is_shown = not refresh_pages(database), not refresh_papers(database)
        is_grouped, is_told = regroup_all(database), describe_all(database)
        recount(database)
        return is_folded and is_placed and is_shown and is_grouped and is_told

    def agrees(self) -> bool:
        """Tell whether marks, settings and what is in sight are what the journal says.

        And whether papers are those that their records make, and described as these say.
        """
        from ..records.grouping import is_grouped
        from ..records.settling import is_described

        database = self.database
        return self.projection.agrees() and is_grouped(database) and is_described(database)

    def _show(
        self,
        rowids: Sequence[int],
        marks: Collection[str],
        library: Iterable[str],
        saying: Sequence[int] = (),
        private: Collection[int] | None = None,
    ) -> None:
        """Bring up to date what marks and registers of the library decide about.

        `saying` are rows that say which records are one paper; `private` as `staying` has it
        before.
        """
        from ..records.settling import refresh_pages, settle_papers
        from .visibility import keeps, recount, refresh_papers

        sources = [name.removeprefix(REMOVED) for name in library if name.startswith(REMOVED)]
        if sources:
            with self.staying(before=private):
                refresh_pages(self.database, sources)
        if saying:
            from ..records.says import concerned

            rowids = list({*rowids, *concerned(self.database, saying)})
            with self.staying(saying, before=private):
                is_other = settle_papers(self.database, rowids)
            if is_other:
                recount(self.database)
        elif rowids and any(name.startswith(EDIT) for name in marks):
            if settle_papers(self.database, rowids):
                recount(self.database)
        elif rowids and keeps(marks):
            refresh_papers(self.database, rowids)

    def staying(
        self,
        saying: Sequence[int] = (),
        is_fresh: Callable[[int, int], bool] = lambda gid, number: False,
        before: Collection[int] | None = None,
    ) -> AbstractContextManager[None]:
        """Keep on this machine what private papers become in here; see `staying.staying`."""
        from .staying import staying

        return staying(self.database, saying, self._keep_private, is_fresh, before)

    def _keep_private(self, rowids: Sequence[int]) -> None:
        self.record(STAY, rowids, {PRIVATE: 1})

    def _append(
        self,
        act: str,
        clock: int,
        kind: str,
        subject: str | None,
        papers: str,
        data: Mapping[str, Any],
    ) -> int:
        """Append a row and return its sequence number."""
        from .clocks import now

        wall = wall_time(now())
        return self.database.execute(
            "INSERT INTO journal(act, machine, window, clock, wall, kind, subject, papers, data) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (act, self.machine, self.window, clock, wall, kind, subject, papers, compact(data)),
        )

    def _identities(self, rowids: Sequence[int]) -> str:
        """Return how another library recognises these papers, see `identities`, as JSON."""
        if not rowids:
            return "[]"
        from .identities import identities  # late: nothing is written at the start

        # So many lists at once would be looked through by the garbage collector again and again.
        parts = (rowids[start : start + _TOLD] for start in range(0, len(rowids), _TOLD))
        told = (compact(identities(self.database, part))[1:-1] for part in parts)
        return f"[{','.join(filter(None, told))}]"
