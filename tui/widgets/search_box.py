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

from ..painting.caret import CaretInput
from ..painting.line_pane import LinePane, cut, strip_of
from ..painting.look import Look
from ..painting.themes import PLAIN
from .editing import edit, paste

USUAL = 22
"""Cells that the state takes; the box has the rest of the line."""
NARROW = 60
"""Below this width it takes half of that."""
PLACEHOLDER = "search titles and abstracts"


class StateLine(LinePane, can_focus=False):
    """What the list holds and what goes on, at the right end of the search line."""

    text = ""
    line_count = 1

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw the text at the right edge; of one that is too long the end is what counts."""
        text = self.look.word(self.text)
        while cell_len(text) >= width and text:
            text = text[1:]
        return strip_of(Text(" " * (width - cell_len(text)) + text, style=self.palette.dim))


class QueryInput(CaretInput):
    """The query: its end while one types, its beginning when the box is left."""

    def render_line(self, y: int) -> Strip:
        """Cut a query that is too long where the cursor is not in it."""
        width = self.content_size.width
        if y or self.has_focus or cell_len(self.value) <= width:
            return super().render_line(y)
        look: Look = getattr(self.app, "look", PLAIN)
        text = Text(self.value, style=look.palette.text)
        cut(text, width, look.signs.ellipsis)
        strip = strip_of(text).adjust_cell_length(width)
        return strip.apply_style(self.rich_style)

    def on_resize(self) -> None:
        """Say in an empty box what fits there."""
        is_roomy = self.content_size.width >= len(PLACEHOLDER)
        self.placeholder = PLACEHOLDER if is_roomy else PLACEHOLDER.partition(" ")[0]


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
        self.input = QueryInput(
            id="search-input",
            placeholder=PLACEHOLDER,
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

    def edit(self, key: str) -> None:
        """Do to the query what a key says."""
        edit(self.input, key)

    def paste(self, text: str) -> None:
        """Put text into the query."""
        paste(self.input, text)

    def show_state(self, text: str) -> None:
        """Show what the list holds, such as `Bookmarks · 3/12`."""
        size = self.size or self.app.size  # it has none before the first frame
        usual = USUAL if size.width >= NARROW else USUAL // 2
        width = max(usual, cell_len(text) + 1)  # with a blank between it and the box
        if self._state.styles.width is None or self._state.styles.width.value != width:
            self._state.styles.width = width  # seldom, since it lays out the line anew
        if text != self._state.text:
            self._state.text = text
            self._state.repaint()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen about the new text."""
        event.stop()
        self.post_message(self.Typed(event.value))
