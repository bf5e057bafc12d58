"""The small editor for notes; what is half typed in it survives anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from ..index import Paper, RectoError
from .keys import key_name
from .lean_text_area import ACTIONS, LeanTextArea
from .own_editor import discard, edit
from .pasting import harmless

if TYPE_CHECKING:
    from .main_screen import MainScreen


class NoteEditor(LeanTextArea):
    """A text area over one paper's note: Esc saves and closes, ctrl+o hands over to $EDITOR."""

    class Closed(Message):
        """The note is finished."""

        def __init__(self, editor: NoteEditor) -> None:
            super().__init__()
            self.editor = editor

    class HandedOver(Message):
        """The note is to be written in the reader's own editor."""

        def __init__(self, editor: NoteEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(self, paper: Paper, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="indent", compact=True)
        self.add_class("note")  # no id: the next note may be opened before this one is gone
        self.paper = paper
        self.border_title = " note "
        self.cursor_blink = False
        self.is_closed = False
        self.keys_behind: list[str] = []
        """Keys that came right behind the one that closed the note; they are commands again."""

    def on_mount(self) -> None:
        """Begin behind what is there already."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        """Take the keys that leave, and keep those typed right behind them."""
        if self.is_closed:
            self.keys_behind.append(key_name(event))
        elif event.key == "escape":
            self.is_closed = True
            self.post_message(self.Closed(self))
        elif event.key == "ctrl+o":
            self.post_message(self.HandedOver(self))
        elif (action := ACTIONS.get(event.key)) is not None:
            # At once: Textual would do it behind the letters that are typed next.
            await self.run_action(action)
        else:
            return
        event.stop()
        event.prevent_default()


class NoteDesk:
    """Opens, keeps and closes the note of the present paper."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.editor: NoteEditor | None = None
        self._unsaved: str | None = None
        self._kept = ""

    def open(self, paper: Paper) -> None:
        """Open the editor on a paper's note, or on what was half typed of it."""
        if self.editor is not None:
            return
        draft = self._screen.library.draft(paper.id)
        self._kept = paper.note or "" if draft is None else draft
        self.editor = NoteEditor(paper, self._kept)
        self._screen.query_one("#papers").mount(self.editor)
        self._screen.add_class("-noting")
        self._screen.give_focus(self.editor)
        self._screen.refresh_bar()
        if draft is not None:
            self._screen.say("This note was not finished; Esc saves it.")

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

        def save(library: object) -> None:
            newest, self._unsaved = self._unsaved, None
            if newest is not None:
                self._screen.library.save_draft(ident, newest)
                self._kept = newest

        self._screen.marker.save(save)

    def keep_now(self) -> None:
        """Write down what is typed so far if that was not done yet; there may be no later."""
        if self.editor is not None and self.editor.text != self._kept:
            self._screen.library.save_draft(self.editor.paper.id, self.editor.text)

    def close(self) -> None:
        """Save the note and give its place back."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        self._unsaved = None
        paper, text = editor.paper, editor.text.strip("\n") or None
        if text == paper.note:
            self._screen.marker.change(lambda library: library.drop_draft(paper.id))
        else:
            self._screen.marker.mark(lambda library: library.note(paper.id, text))
        editor.remove()
        self._screen.remove_class("-noting")
        self._screen.focus_pane()
        self._screen.refresh_bar()
        for key in editor.keys_behind:
            self._screen.take_key(key)

    def hand_over(self) -> None:
        """Let the reader's own editor change the text, then go on with it here."""
        if self.editor is None:
            return
        editor = self.editor
        name = f"note-{editor.paper.id}.md"
        try:
            path, status = self._screen.suspender.run(lambda: edit(editor.text, name))
        except RectoError as error:
            self._screen.say(str(error), is_error=True)
            return
        # What an editor that failed has left is kept as well: nothing typed is thrown away.
        text = path.read_text(encoding="utf-8", errors="replace")
        editor.text = harmless(text).rstrip("\n")
        editor.move_cursor(editor.document.end)
        discard(path)
        if status != 0:
            self._screen.say(f"The editor ended with status {status}; Esc saves what it left.")
