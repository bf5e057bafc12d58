"""What the reader writes about papers, finished or half typed."""

from __future__ import annotations

import json
import time

from ..opened import Opened
from ..paper import Paper
from ..text import clean_note


class Notes(Opened):
    """One note for each paper, and the drafts of notes."""

    def note(
        self, id: str | Paper, text: str | None, *, base: tuple[str, ...] | None = None
    ) -> list[Paper]:
        """Write the note on a paper, or remove it with None or an empty text.

        The draft of it is done with. `base` is what `note_base` said when the editing began, by
        default when its draft did: a version that somebody else has written since is kept too.
        """
        written = clean_note(text or "") or None
        with self._database.transaction():
            pid = self._one(id)
            begun = self._database.value("SELECT base FROM drafts WHERE pid = ?", (pid,))
            self._database.execute("DELETE FROM drafts WHERE pid = ?", (pid,))
            if base is None and begun:
                base = tuple(json.loads(begun))
            sql = "SELECT value FROM marks WHERE pid = ? AND name = 'note'"
            if written != self._database.value(sql, (pid,)):
                self._store.journal.record("note", [pid], {"note": written}, base=base)
        return self.rows([pid])

    def note_base(self, id: str | Paper) -> tuple[str, ...]:
        """Return which versions of a paper's note an editing that begins now is about."""
        return self._store.journal.projection.note_heads(self._one(id))

    def draft(self, id: str | Paper) -> str | None:
        """Return the half-typed note on a paper; None when there is none."""
        sql = "SELECT text FROM drafts WHERE pid = ?"
        value: str | None = self._database.value(sql, (self._one(id),))
        return value

    def save_draft(self, id: str | Paper, text: str) -> None:
        """Keep a half-typed note, as it is; on disk when it returns."""
        wall = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        with self._database.transaction():
            pid = self._one(id)
            begun = json.dumps(self._store.journal.projection.note_heads(pid))
            self._database.execute(
                "INSERT INTO drafts(pid, text, wall, base) VALUES (?, ?, ?, ?) "
                "ON CONFLICT(pid) DO UPDATE SET text = excluded.text, wall = excluded.wall",
                (pid, text.encode("utf-8", "replace").decode(), wall, begun),
            )

    def drop_draft(self, id: str | Paper) -> None:
        """Forget the half-typed note on a paper."""
        with self._database.transaction():
            self._database.execute("DELETE FROM drafts WHERE pid = ?", (self._one(id),))
