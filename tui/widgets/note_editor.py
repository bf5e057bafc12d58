"""The small editor for notes; what is half typed in it survives anything."""

from __future__ import annotations

from textual import events
from textual.message import Message

from ...index import Paper
from .lean_text_area import ACTIONS, LeanTextArea


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

    def on_mount(self) -> None:
        """Begin behind what is there already."""
        self.move_cursor(self.document.end)

    async def on_key(self, event: events.Key) -> None:
        """Take the keys that leave, and those that edit."""
        if event.key == "escape":
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
