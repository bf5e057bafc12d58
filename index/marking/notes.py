"""What the reader writes about papers, finished or half typed."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from ..journal.acts import Act
from ..paper import Paper
from ..parts.context import Context
from ..text import clean_note
from .recording import marked

if TYPE_CHECKING:
    from ..results import Marked

_PRESENT = "SELECT value FROM marks WHERE pid = ? AND name = 'note'"


class Notes:
    """One note for each paper, and the drafts of notes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def write(
        self, id: str | Paper, text: str | None, *, base: tuple[str, ...] | None = None
    ) -> Marked:
        """Write the note on a paper, or remove it; see `Library.note`."""
        written = clean_note(text or "") or None
        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            begun = self._database.value("SELECT base FROM drafts WHERE pid = ?", (rowid,))
            self._database.execute("DELETE FROM drafts WHERE pid = ?", (rowid,))
            if base is None and begun:
                base = tuple(self._database.parsed(begun))
            act = Act("", "note", [rowid])
            if written != self._database.value(_PRESENT, (rowid,)):
                act = self._journal.record("note", [rowid], {"note": written}, base=base)
        return marked(self._context, act)

    def take(self, id: str | Paper, text: str, given: str, base: tuple[str, ...]) -> Marked:
        """Write the note that an editor has made of what it was `given`, the note of these acts.

        Where that is the note still, it is replaced, else both are kept. A draft that goes beyond
        both stays.
        """
        written = clean_note(text) or None
        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            present = self._database.value(_PRESENT, (rowid,))
            if (present or "") == clean_note(given):
                base = self._journal.projection.note_heads(rowid)
            draft = self._database.value("SELECT text FROM drafts WHERE pid = ?", (rowid,))
            if draft is not None and clean_note(draft) in (clean_note(given), written or ""):
                self._database.execute("DELETE FROM drafts WHERE pid = ?", (rowid,))
            act = Act("", "note", [rowid])
            if written != present:
                act = self._journal.record("note", [rowid], {"note": written}, base=base)
        return marked(self._context, act)

    def base(self, id: str | Paper) -> tuple[str, ...]:
        """Return which versions of a paper's note an editing that begins now is about."""
        return self._journal.projection.note_heads(self._context.one(id))

    def draft(self, id: str | Paper) -> str | None:
        """Return the half-typed note on a paper; None when there is none."""
        sql = "SELECT text FROM drafts WHERE pid = ?"
        value: str | None = self._database.value(sql, (self._context.one(id),))
        return value

    def save_draft(self, id: str | Paper, text: str) -> None:
        """Keep a half-typed note, as it is; on disk when it returns."""
        wall = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            begun = json.dumps(self._journal.projection.note_heads(rowid))
            self._database.execute(
                "INSERT INTO drafts(pid, text, wall, base) VALUES (?, ?, ?, ?) "
                "ON CONFLICT(pid) DO UPDATE SET text = excluded.text, wall = excluded.wall",
                (rowid, text.encode("utf-8", "replace").decode(), wall, begun),
            )

    def drop_draft(self, id: str | Paper) -> None:
        """Forget the half-typed note on a paper."""
        with self._database.transaction():
            rowid = self._context.one(id)
            self._database.execute("DELETE FROM drafts WHERE pid = ?", (rowid,))
            # A paper that came in for the note's sake goes with it.
            if step := self._journal.waiting.pop(rowid, ""):
                from ..journal.undoing import undo

                undo(self._journal, step)
