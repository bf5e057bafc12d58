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
    from .note_versions import NoteVersion

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

    def apart(self) -> list[int]:
        """Return the papers, by row number, whose notes have several texts."""
        from .note_versions import apart

        return apart(self._context)

    def versions(self, id: str | Paper) -> list[NoteVersion]:
        """Return the texts of a note that was written in several places at once, oldest first."""
        from .note_versions import versions_of

        return versions_of(self._context, self._context.one(id))

    def unite(self, id: str | Paper, keep: int | None = None) -> Marked:
        """Make one text of those of a note, with what they have in common once, in one act.

        Where `keep` is the number of one of them, from 0, that is the note. It replaces what was
        in force when it was called; what another machine writes meanwhile stays beside it, and what
        is half typed stays half typed.
        """
        from .note_versions import united, versions_of

        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            texts = [one.text for one in versions_of(self._context, rowid)]
            act = Act("", "note", [rowid])
            if len(texts) > 1:
                base = self._journal.projection.note_heads(rowid)
                text = clean_note(united(texts) if keep is None else texts[keep]) or None
                act = self._journal.record("note", [rowid], {"note": text}, base=base)
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
