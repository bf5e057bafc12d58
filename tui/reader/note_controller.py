"""A note that is written: opened, kept while it is typed, closed; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from ...index import Library, Paper, RectoError
from ..system.leaving import is_lent
from ..system.pasting import harmless
from .mark_writer import POLL
from .noted import PaperNote

if TYPE_CHECKING:
    from ...index import Marked, NoteFile
    from ..widgets.note_editor import NoteEditor
    from .noted import Noted
    from .stage import LibraryWriter, NoteStage


class NoteController:
    """Opens, keeps and closes the note of the present paper, or that on a passage of its text."""

    def __init__(self, library: Library, stage: NoteStage, writer: LibraryWriter) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self.editor: NoteEditor | None = None
        self._on: Noted | None = None
        """What the note that is open is on."""
        self._unsaved: tuple[Noted, str] | None = None
        self._is_keeping = False
        """Whether what is unsaved is going to be read by the thread that writes."""
        self._kept = ""
        self._file: NoteFile | None = None
        """What the reader's own editor has of the note while it runs."""
        self._given: str | None = None
        """What an editor has of the note that did not wait until it was saved."""
        self._taking: set[Path] = set()
        """What is on its way into the library."""

    def start(self) -> None:
        """Look from now on what editors save that nobody waits for."""
        self.look()
        self._stage.set_interval(POLL, self.look)

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""
        return self.editor is not None

    def open(self, paper: Paper) -> None:
        """Open the editor on a paper's note, or on what was half typed of it."""
        self.open_on(PaperNote(paper))

    def open_on(self, noted: Noted) -> None:
        """Open the editor on the note of a paper or a passage, or on what was half typed of it."""
        if self.editor is not None:
            return
        draft = noted.draft(self._library)
        self._open_with(noted, noted.text if draft is None else draft)
        if draft is not None:
            self._stage.say("This note was not finished; Esc saves it.")

    def _open_with(self, noted: Noted, text: str) -> None:
        if self.editor is not None:
            return
        self._on, self._kept, self._given = noted, text, None
        from ..widgets.note_editor import (
            NoteEditor,  # what it is made of takes 10 ms: not at the start
        )

        self.editor = NoteEditor(noted.paper, self._kept)
        self._stage.open_editor(self.editor)
        self._stage.refresh_bar()

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
        noted = self._on
        if noted is None:
            return
        self._unsaved = noted, text
        if self._is_keeping:
            return
        self._is_keeping = True

        def save(library: Library) -> None:
            self._is_keeping = False  # before it is read: what is typed over that is kept behind it
            if (unsaved := self._unsaved) is not None:
                on, newest = unsaved
                on.save_draft(library, newest)
                self._kept = newest

        def refused(error: RectoError) -> None:
            # At once, while there is still time to copy it or to make room.
            self._stage.say(f"What you type is not kept yet. {error}", is_error=True)

        self._writer.save(save, refused)

    def keep_now(self) -> None:
        """Write down what is typed so far if that was not done yet; there may be no later."""
        if self.editor is None or self._on is None:
            return
        file, text = self._file, self.editor.text
        is_readable = True
        if file is not None and file.is_saved:
            try:
                text = harmless(file.read().text).rstrip("\n")
            except RectoError:
                is_readable = False  # it is said at the next start, and stays
        if text != self._kept:
            self._on.save_draft(self._library, text)
            self._kept = text
        if file is not None and is_readable and not is_lent():
            file.discard()

    def close(self) -> None:
        """Save the note and give its place back."""
        editor, self.editor = self.editor, None
        noted, self._on = self._on, None
        if editor is None or noted is None:
            self._stage.leave_note()
            return
        self._unsaved = None
        text = editor.text.strip("\n")
        if text == noted.text:
            self._writer.change(noted.drop_draft)
        else:
            self._write(noted, text or None)
        self._stage.close_editor(editor)
        self._stage.refresh_bar()
        self._stage.leave_note()

    def _write(self, noted: Noted, text: str | None) -> None:
        """Write the note; what cannot be written is opened again, with all that was typed."""

        def refused(error: RectoError) -> None:
            self._open_with(noted, text or "")
            self._stage.say(str(error), is_error=True)

        self._writer.mark(lambda library: noted.write(library, text), refused=refused)

    def hand_over(self) -> None:
        """Let the reader's own editor change the text, then go on with it here."""
        if self.editor is None or self._on is None:
            return
        from ..system.editor import edit_file

        editor = self.editor
        try:
            file = self._file = self._on.begin_file(self._library, editor.text)
        except RectoError as error:
            self._stage.say(str(error), is_error=True)
            return
        with file:
            try:
                status = self._stage.lend_terminal(lambda: edit_file(file.path))
            except RectoError as error:
                self._stage.say(str(error), is_error=True)
                file.discard()
            else:
                self._take_back(editor, file, status)
        self._file = None

    def _take_back(self, editor: NoteEditor, file: NoteFile, status: int) -> None:
        """Go on with what the reader's own editor has saved."""
        from ..system.editor import is_known_to_wait, unsaved
        from ..system.plain_text import taken_for
        from ..system.programs import ended

        if file.is_saved:
            # What an editor that failed has left is kept as well: nothing typed is thrown away.
            try:
                text, encoding = file.read()
            except RectoError as error:
                self._stage.say(str(error), is_error=True)
                return
            self._put(editor, text)
            if encoding is not None:
                self._stage.say(taken_for("The note", encoding))
        elif status == 0 and not is_known_to_wait():
            self._given = editor.text
            self._stage.say(unsaved(file.path))
            return
        if status != 0:
            self._stage.say(f"The editor {ended(status)}; Esc saves what it left.")
        file.discard()

    def _put(self, editor: NoteEditor, text: str) -> None:
        editor.text = harmless(text).rstrip("\n")
        editor.move_cursor(editor.document.end)

    def look(self) -> None:
        """Take in what an editor has saved that nobody waits for any more."""
        if not self._library.locations.note_files.exists():
            return
        for file in self._library.note_files.saved():
            if file not in self._taking:
                self._taking.add(file)
                self._take(file)

    def _take(self, file: Path) -> None:
        def take(library: Library) -> Marked:
            from ..system.plain_text import taken_for

            try:
                taken = library.note_files.take(file)
            finally:
                self._taking.discard(file)
            if taken is None:  # another window was quicker
                from ...index import Marked

                return Marked(None, "note", "", (), 0)
            marked, encoding = taken
            self._stage.call_later(self._show_taken, marked)
            said = marked.sentence + (f" {taken_for('It', encoding)}" if encoding else "")
            return replace(marked, sentence=said)

        self._writer.mark(take, is_told=True)

    def _show_taken(self, marked: Marked) -> None:
        """Put a note that was saved elsewhere into the editor that is open on it here.

        Where one has typed on here both are kept, as with a note from another window.
        """
        for paper in marked.papers if isinstance(self._on, PaperNote) else ():
            editor = self.editor
            if editor and editor.paper.id == paper.id and editor.text == self._given:
                self._kept = self._given = paper.note or ""
                self._put(editor, self._given)
