"""The note of the present paper: opened, kept while it is written, closed; nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from ...index import Library, Paper, RectoError
from ..system.editor import discard, edit_file, file_of
from ..system.leaving import is_lent
from ..system.pasting import harmless
from ..system.programs import ended

if TYPE_CHECKING:
    from ..widgets.note_editor import NoteEditor
    from .stage import LibraryWriter, NoteStage


class NoteController:
    """Opens, keeps and closes the note of the present paper."""

    def __init__(self, library: Library, stage: NoteStage, writer: LibraryWriter) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self.editor: NoteEditor | None = None
        self._unsaved: str | None = None
        self._kept = ""
        self._file: Path | None = None
        """What the reader's own editor has of the note while it runs."""

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""
        return self.editor is not None

    def open(self, paper: Paper) -> None:
        """Open the editor on a paper's note, or on what was half typed of it."""
        if self.editor is not None:
            return
        draft = self._library.notes.draft(paper.id)
        self._open_with(paper, paper.note or "" if draft is None else draft)
        if draft is not None:
            self._stage.say("This note was not finished; Esc saves it.")

    def _open_with(self, paper: Paper, text: str) -> None:
        if self.editor is not None:
            return
        self._kept = text
        from ..widgets.note_editor import (
            NoteEditor,  # what it is made of takes 10 ms: not at the start
        )

        self.editor = NoteEditor(paper, self._kept)
        self._stage.open_editor(self.editor)

    def type(self, key: str) -> None:
        """Type a key that was pressed before the editor was there."""
        if self.editor is not None:
            sign = {"space": " ", "enter": "\r", "tab": "\t"}.get(
                key, key if len(key) == 1 else None
            )
            self.editor.post_message(events.Key(key, sign))

    def paste(self, text: str) -> None:
        """Put in what was pasted before the editor was there."""
        if self.editor is not None:
            self.editor.post_message(events.Paste(text))

    def keep(self, text: str) -> None:
        """Write down what is typed so far; of several texts in a row only the last."""
        if self.editor is None:
            return
        is_waiting, self._unsaved = self._unsaved is not None, text
        if is_waiting:
            return
        ident = self.editor.paper.id

        def save(library: Library) -> None:
            newest, self._unsaved = self._unsaved, None
            if newest is not None:
                library.notes.save_draft(ident, newest)
                self._kept = newest

        def refused(error: RectoError) -> None:
            # At once, while there is still time to copy it or to make room.
            self._stage.say(f"What you type is not kept yet. {error}", is_error=True)

        self._writer.save(save, refused)

    def keep_now(self) -> None:
        """Write down what is typed so far if that was not done yet; there may be no later."""
        if self.editor is None:
            return
        path = self._file
        text = None if path is None else _text_in(path)
        if text is None:
            text = self.editor.text
        if text != self._kept:
            self._library.notes.save_draft(self.editor.paper.id, text)
            self._kept = text
        if path is not None and not is_lent():
            discard(path)

    def close(self) -> None:
        """Save the note and give its place back."""
        editor, self.editor = self.editor, None
        if editor is None:
            self._stage.leave_note()
            return
        self._unsaved = None
        paper, text = editor.paper, editor.text.strip("\n") or None
        if text == paper.note:
            self._writer.change(lambda library: library.notes.drop_draft(paper.id))
        else:
            self._write(paper, text)
        self._stage.close_editor(editor)
        self._stage.leave_note()

    def _write(self, paper: Paper, text: str | None) -> None:
        """Write the note; what cannot be written is opened again, with all that was typed."""

        def refused(error: RectoError) -> None:
            self._open_with(paper, text or "")
            self._stage.say(str(error), is_error=True)

        self._writer.mark(lambda library: library.note(paper.id, text), refused=refused)

    def hand_over(self) -> None:
        """Let the reader's own editor change the text, then go on with it here."""
        if self.editor is None:
            return
        editor = self.editor
        try:
            path = self._file = file_of(editor.text, f"note-{editor.paper.id}.md")
        except RectoError as error:
            self._stage.say(str(error), is_error=True)
            return
        try:
            status = self._stage.lend_terminal(lambda: edit_file(path))
        except RectoError as error:
            self._stage.say(str(error), is_error=True)
        else:
            # What an editor that failed has left is kept as well: nothing typed is thrown away.
            text = _text_in(path)
            if text is not None:
                editor.text = text
                editor.move_cursor(editor.document.end)
            if status != 0:
                self._stage.say(f"The editor {ended(status)}; Esc saves what it left.")
        self._file = None
        discard(path)


def _text_in(path: Path) -> str | None:
    """Return what an editor wrote, None where there is nothing to be read."""
    try:
        return harmless(path.read_text(encoding="utf-8", errors="replace")).rstrip("\n")
    except OSError:
        return None
