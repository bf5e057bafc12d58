"""What happened in the library, told and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..database.turns import wait_turn
from ..journal.acts import FETCH, SHELL
from ..paper import Paper
from ..parts.context import Context

if TYPE_CHECKING:
    from ..journal.history import LogEntry
    from ..journal.undoing import Direction, Reversal
    from ..results import Undone, UndoStep


class Retracing:
    """Undo, redo and the log: all three read the journal."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def undo(self, entry: int | str | None = None) -> Undone | None:
        """Take the newest act back, so many, or one by its id; see `Library.undo`."""
        if isinstance(entry, int):
            steps = self.undo_steps(entry)
            return steps[-1] if steps else None
        return self._reverse("undo", entry)

    def redo(self, entry: int | str | None = None) -> Undone | None:
        """Put what was undone last in force again, so many acts, or one by its id."""
        if isinstance(entry, int):
            steps = self.redo_steps(entry)
            return steps[-1] if steps else None
        return self._reverse("redo", entry)

    def next_undo(self) -> UndoStep | None:
        """Return what `undo` would take back, None where nothing is left; it changes nothing."""
        from ..journal import undoing
        from ..results import UndoStep

        with self._database.moment():
            step = undoing.plan(self._journal, "undo")
            if step is None:
                return None
            act = step.rows[0].act
            wall, window = self._database.row(
                "SELECT wall, window FROM journal WHERE act = ?", (act,)
            )
            told = step.told(self._database)
        said = told.sentence.partition(": ")[2]
        told_as = said[:1].upper() + said[1:]
        is_of_shell, is_fetched = window == SHELL, window == FETCH
        return UndoStep(act, told_as, told.count, wall[:10], is_of_shell, is_fetched)

    def _reverse(self, direction: Direction, entry: str | None) -> Undone | None:
        """Undo or redo a step; others can write between two acts of one that has many papers.

        Where that is interrupted the next call goes on with the rest of it.
        """
        from ..journal import undoing

        with self._database.transaction():
            step = undoing.plan(self._journal, direction, entry)
            if step is None:
                return None
            first, *others = step.parts
            self._journal.revise(direction, first)
        for part in others:
            wait_turn()
            with self._database.transaction():
                is_undo, is_undone = direction == "undo", self._journal.projection.is_undone
                # Another window may have taken its turn to do the same.
                self._journal.revise(
                    direction, [row for row in part if is_undone(row.act) != is_undo]
                )
        return self._told(step.told(self._database))

    def undo_steps(self, count: int) -> list[Undone]:
        """Take so many acts back, all at once or none; fewer where there are no more."""
        from ..journal import undoing

        with self._database.transaction():
            reversals = undoing.undo_steps(self._journal, count)
        return [self._told(reversal) for reversal in reversals]

    def redo_steps(self, count: int) -> list[Undone]:
        """Put so many undone acts in force again; fewer where there are no more."""
        from ..journal import undoing

        with self._database.transaction():
            reversals = undoing.redo_steps(self._journal, count)
        return [self._told(reversal) for reversal in reversals]

    def log(self, id: str | Paper | None = None, limit: int | None = None) -> list[LogEntry]:
        """Return what happened, or what happened to one paper, the newest first."""
        from ..journal.history import load_history

        rowid = None if id is None else self._context.one(id)
        return list(load_history(self._database, rowid, limit))

    def rebuild(self) -> bool:
        """Fold the journal again and put the marks right; return whether they agreed with it."""
        with self._database.transaction():
            return self._journal.rebuild()

    def agrees(self) -> bool:
        """Tell whether marks, settings and what is in sight are what the journal says."""
        return self._journal.agrees()

    @property
    def machine(self) -> str:
        """A random name of this machine, which rows of the log have that were written here."""
        return self._journal.machine

    def change_mark(self) -> int:
        """Return a number that changes when anything in the library does, in any process.

        Asking costs microseconds. Compare only what one and the same thread was given.
        """
        return self._database.change_mark

    def check_writable(self) -> None:
        """Raise the StoreError that a mark would, before somebody writes what cannot be kept."""
        self._database.check_writable()

    def _told(self, reversal: Reversal) -> Undone:
        from ..results import Undone

        papers = tuple(self._context.rows(reversal.rowids))
        return Undone(reversal.act, reversal.kind, reversal.sentence, papers, reversal.count)
