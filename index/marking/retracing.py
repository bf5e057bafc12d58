"""What happened in the library, told and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..opened import Opened
from ..paper import Paper

if TYPE_CHECKING:
    from ..journal.history import LogEntry
    from ..journal.undoing import Reversal
    from ..results import Undone


class Retracing(Opened):
    """Undo, redo and the log: all three read the journal."""

    def undo(self, entry: int | str | None = None) -> Undone | None:
        """Take the newest act of this window back, so many acts, or one named by its id.

        Returns the last that was undone, None when there is nothing to undo. Raises
        NotFoundError and RectoError for an entry that cannot be undone.
        """
        if isinstance(entry, int):
            steps = self.undo_steps(entry)
            return steps[-1] if steps else None
        from ..journal import undoing

        with self._database.transaction():
            reversal = undoing.undo(self._store.journal, entry)
        return self._told(reversal) if reversal else None

    def redo(self, entry: int | str | None = None) -> Undone | None:
        """Put what was undone last in force again, so many acts, or one named by its id."""
        if isinstance(entry, int):
            steps = self.redo_steps(entry)
            return steps[-1] if steps else None
        from ..journal import undoing

        with self._database.transaction():
            reversal = undoing.redo(self._store.journal, entry)
        return self._told(reversal) if reversal else None

    def undo_steps(self, count: int) -> list[Undone]:
        """Take so many acts back, all at once or none; fewer where there are no more."""
        from ..journal import undoing

        with self._database.transaction():
            reversals = undoing.undo_steps(self._store.journal, count)
        return [self._told(reversal) for reversal in reversals]

    def redo_steps(self, count: int) -> list[Undone]:
        """Put so many undone acts in force again; fewer where there are no more."""
        from ..journal import undoing

        with self._database.transaction():
            reversals = undoing.redo_steps(self._store.journal, count)
        return [self._told(reversal) for reversal in reversals]

    def log(self, id: str | Paper | None = None, limit: int | None = None) -> list[LogEntry]:
        """Return what happened, or what happened to one paper, the newest first."""
        from ..journal.history import load_history

        pid = None if id is None else self._one(id)
        return list(load_history(self._database, pid, limit))

    def rebuild_marks(self) -> bool:
        """Fold the journal again and put the marks right; return whether they agreed with it."""
        with self._database.transaction():
            return self._store.journal.projection.rebuild()

    def _told(self, reversal: Reversal) -> Undone:
        from ..results import Undone

        papers = tuple(self.rows(reversal.pids))
        return Undone(reversal.act, reversal.kind, reversal.sentence, papers, reversal.count)
