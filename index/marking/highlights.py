"""Passages of papers' texts that the reader highlights, and notes on them: each call is one act."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ..errors import NotFoundError, RectoError
from ..journal.acts import Act
from ..journal.highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE, IS_HIGHLIGHT
from ..paper import Highlight
from ..parts.context import Context
from ..store.highlights import AROUND, LONGEST, all_highlights, highlights_of, kept_as
from ..text import clean, clean_note
from ..texts.folding import word_letters
from .recording import marked

if TYPE_CHECKING:
    from ..journal.fold import Value
    from ..results import Marked


class Highlights:
    """The highlights of all papers; papers go by row number, as in lists."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def of(self, rowid: int) -> list[Highlight]:
        """Return the highlights of a paper as they were made."""
        return highlights_of(self._database, [rowid])

    def all(self) -> Iterator[Highlight]:
        """Yield the highlights of all papers, paper by paper."""
        return iter(all_highlights(self._database))

    def count(self) -> int:
        """Return how many there are in all."""
        sql = f"SELECT count(*) FROM marks WHERE {IS_HIGHLIGHT} AND value IS NOT NULL"
        return int(self._database.value(sql))

    def add(
        self,
        rowid: int,
        text: str,
        *,
        section: str = "",
        before: str = "",
        after: str = "",
        note: str = "",
    ) -> tuple[Marked, str]:
        """Highlight a passage, with a note or without; return what was done, and its id.

        The texts are as `quote` gives them. Raises RectoError for a passage without words
        or above 20,000 letters, NotFoundError for a paper that is gone, and StoreError.
        """
        passage, written = clean_note(text), clean_note(note)
        if not word_letters(passage):
            raise RectoError("Not highlighted", "There are no words in this passage.")
        if len(passage) > LONGEST:
            raise RectoError("Not highlighted", f"A highlight has at most {LONGEST:,} letters.")
        made = datetime.now().astimezone().isoformat(timespec="microseconds")
        ident = os.urandom(6).hex()
        around = (clean(section)[:AROUND], clean(before)[-AROUND:], clean(after)[:AROUND])
        kept = Highlight(ident, rowid, passage, *around, written, made)
        with self._database.transaction():
            chosen = self._chosen(rowid)
            changes: dict[str, Value] = {HIGHLIGHT + ident: kept_as(kept)}
            if written:
                changes[HIGHLIGHT_NOTE + ident] = written
            act = self._journal.record("highlight", chosen, changes)
        return marked(self._context, act), ident

    def base(self, rowid: int, highlight: str) -> tuple[str, ...]:
        """Return which versions of the note on a highlight an editing that begins now is about."""
        return self._journal.projection.note_heads(rowid, HIGHLIGHT_NOTE + highlight)

    def set_note(
        self, rowid: int, highlight: str, note: str, *, base: tuple[str, ...] | None = None
    ) -> Marked:
        """Write the note on a highlight, or remove it with an empty text.

        `base` is what `base` said when the editing began, by default now: a version that somebody
        else has written since is kept too. Raises NotFoundError.
        """
        written = clean_note(note)
        with self._database.transaction():
            present = self._one(rowid, highlight)
            act = Act("", "highlight-note", [rowid])
            if written != present.note:
                # The passage is set too, so that it stays where it is removed elsewhere meanwhile.
                changes: dict[str, Value] = {
                    HIGHLIGHT + highlight: kept_as(present),
                    HIGHLIGHT_NOTE + highlight: written or None,
                }
                act = self._journal.record("highlight-note", [rowid], changes, base=base)
        return marked(self._context, act)

    def remove(self, rowid: int, highlight: str) -> Marked:
        """Remove a highlight, with the note on it. Raises NotFoundError."""
        with self._database.transaction():
            present = self._one(rowid, highlight)
            changes: dict[str, Value] = {HIGHLIGHT + highlight: None}
            if present.note:
                changes[HIGHLIGHT_NOTE + highlight] = None
            about = {"passage": present.text[:LONGEST]}
            act = self._journal.record("unhighlight", [rowid], changes, context=about)
        return marked(self._context, act)

    def _chosen(self, rowid: int) -> list[int]:
        chosen = self._context.to_mark((), [rowid])
        if not chosen:
            raise NotFoundError("Not highlighted", "The paper is not in the library any more.")
        return chosen

    def _one(self, rowid: int, ident: str) -> Highlight:
        """Return a highlight of a paper by its id."""
        found = next((one for one in self.of(rowid) if one.id == ident), None)
        if found is None:
            raise NotFoundError("No such highlight", "It was removed, or its paper is gone.")
        return found
