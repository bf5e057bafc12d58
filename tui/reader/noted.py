"""What a note is written on, and where it is kept: a paper, or a passage of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ...index import NotFoundError

if TYPE_CHECKING:
    from ...index import Highlight, Library, Marked, NoteFile, Paper, Passage


class Noted(Protocol):
    """What a note is on."""

    @property
    def paper(self) -> Paper:
        """The paper that it has to do with."""

    @property
    def text(self) -> str:
        """The note that is there already."""

    def draft(self, library: Library) -> str | None:
        """Return what was half typed; None where nothing was."""

    def save_draft(self, library: Library, text: str) -> None:
        """Keep what is half typed; on disk when it returns."""

    def drop_draft(self, library: Library) -> None:
        """Forget what was half typed."""

    def write(self, library: Library, text: str | None) -> Marked:
        """Write the note, or remove it; what was half typed is done with."""

    def begin_file(self, library: Library, text: str) -> NoteFile:
        """Return a file with this text for an editor."""


class PaperNote:
    """The note on a paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.text = paper.note or ""

    def draft(self, library: Library) -> str | None:
        """Return what was half typed; None where nothing was."""
        return library.notes.draft(self.paper.id)

    def save_draft(self, library: Library, text: str) -> None:
        """Keep what is half typed; on disk when it returns."""
        library.notes.save_draft(self.paper.id, text)

    def drop_draft(self, library: Library) -> None:
        """Forget what was half typed."""
        library.notes.drop_draft(self.paper.id)

    def write(self, library: Library, text: str | None) -> Marked:
        """Write the note, or remove it; what was half typed is done with."""
        return library.note(self.paper.id, text)

    def begin_file(self, library: Library, text: str) -> NoteFile:
        """Return a file with this text for an editor."""
        return library.note_files.begin(self.paper, text)


class PassageNote:
    """The note on a highlight, which may be on its way to disk; all is written in one order."""

    def __init__(self, paper: Paper, highlight: Highlight | None = None) -> None:
        self.paper = paper
        self.text = "" if highlight is None else highlight.note
        self.passage: Passage | Highlight | None = highlight
        """What it is on, as soon as that is known."""
        self.ident = "" if highlight is None else highlight.id
        """The highlight's; empty until that is on disk."""
        self._base: tuple[str, ...] | None = None
        """The acts whose note was there when the writing began."""

    def draft(self, library: Library) -> str | None:
        """Return what was half typed; None where nothing was."""
        if not self.ident:
            return None
        self._base = library.highlights.base(self.paper.rowid, self.ident)
        return library.session.drafts().get(self.ident)

    def save_draft(self, library: Library, text: str) -> None:
        """Keep what is half typed; on disk when it returns."""
        if self.ident:
            library.session.save_draft(self.ident, text)

    def drop_draft(self, library: Library) -> None:
        """Forget what was half typed."""
        if self.ident:
            library.session.drop_draft(self.ident)

    def write(self, library: Library, text: str | None) -> Marked:
        """Write the note, or remove it; what was half typed is done with."""
        rowid, passage = self.paper.rowid, self.passage
        try:
            if not self.ident:
                raise NotFoundError("The note is not kept", "The passage is not highlighted.")
            done = library.highlights.set_note(rowid, self.ident, text or "", base=self._base)
        except NotFoundError:  # it could not be kept, or was removed meanwhile elsewhere
            if text and passage is None:
                raise
            from ...index import Marked

            done = Marked(None, "highlight-note", "", (), 0)
            if text and passage is not None:
                kept, section, before, after = passage.text, *_around(passage)
                done, _ = library.highlights.add(
                    rowid, kept, section=section, before=before, after=after, note=text
                )
        if self.ident:
            library.session.drop_draft(self.ident)
        return done

    def begin_file(self, library: Library, text: str) -> NoteFile:
        """Return a file with this text for an editor."""
        return library.note_files.begin(self.paper, text, highlight=self.ident)


def _around(passage: Passage | Highlight) -> tuple[str, str, str]:
    return passage.section, passage.before, passage.after
