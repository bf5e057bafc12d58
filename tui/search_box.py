"""The search line: the query on the left, what the list shows on the right."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Static

from .caret import CaretInput
from .line_pane import LinePane, strip_of

USUAL = 22
"""Cells that the state takes; the box has the rest of the line."""
NARROW = 60
"""Below this width it takes half of that."""


class StateLine(LinePane, can_focus=False):
    """What the list holds and what goes on, at the right end of the search line."""

    text = ""
    line_count = 1

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw the text at the right edge; of one that is too long the end is what counts."""
        text = self.look.word(self.text)
        while cell_len(text) > width:
            text = text[1:]
        return strip_of(Text(" " * (width - cell_len(text)) + text, style=self.palette.dim))


class SearchBox(Horizontal):
    """A search box that answers while one types, and doubles as the title bar."""

    class Typed(Message):
        """The text in the box has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def can_replace(self, message: Message) -> bool:
            """Only the newest text matters."""
            return isinstance(message, SearchBox.Typed)

    def __init__(self) -> None:
        super().__init__(id="search")
        self._state = StateLine(id="search-state")
        self.input = CaretInput(
            id="search-input",
            placeholder="search titles and abstracts",
            compact=True,
            select_on_focus=False,
        )
        self.input.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Lay out the sign, the box and the state of the list."""
        yield Static(Content("/ "), id="search-sign")
        yield self.input
        yield self._state

    @property
    def text(self) -> str:
        """The query as typed."""
        return self.input.value

    @text.setter
    def text(self, value: str) -> None:
        with self.prevent(Input.Changed):
            self.input.value = value
        self.input.cursor_position = len(value)

    def show_state(self, text: str) -> None:
        """Show what the list holds, such as `Bookmarks · 3/12`."""
        usual = USUAL if self.size.width >= NARROW else USUAL // 2
        width = max(usual, cell_len(text))
        if self._state.styles.width is None or self._state.styles.width.value != width:
            self._state.styles.width = width  # seldom, since it lays out the line anew
        self._state.text = text
        self._state.repaint()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen about the new text."""
        event.stop()
        self.post_message(self.Typed(event.value))
