"""The search line: the query on the left, what the list shows on the right."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


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
        self._label = ""

    def compose(self) -> ComposeResult:
        """Lay out the sign, the box and the state of the list."""
        yield Static(Content("/ "), id="search-sign")
        box = Input(
            id="search-input",
            placeholder="search titles and abstracts",
            compact=True,
            select_on_focus=False,
        )
        box.cursor_blink = False
        yield box
        yield Static("", id="search-state", markup=False)

    @property
    def input(self) -> Input:
        """The text input itself."""
        return self.query_one("#search-input", Input)

    @property
    def text(self) -> str:
        """The query as typed."""
        return self.input.value

    @text.setter
    def text(self, value: str) -> None:
        with self.prevent(Input.Changed):
            self.input.value = value
        self.input.cursor_position = len(value)

    def show_state(self, text: str, width: int) -> None:
        """Show what the list holds, such as `Bookmarks · 3/12`, in at most `width` cells."""
        if text == self._label:
            return
        state = self.query_one("#search-state", Static)
        was = len(self._label)
        self._label = text
        content = Content.from_rich_text(Text(set_cell_size(text, min(len(text), width))))
        state.update(content, layout=len(text) != was)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen about the new text."""
        event.stop()
        self.post_message(self.Typed(event.value))
