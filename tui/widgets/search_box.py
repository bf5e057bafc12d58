"""The search line: the query on the left, what the list shows on the right."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from ..painting.pieces import Piece
from .typing_line import TypingLine

USUAL = 22
"""Cells that the state takes; the box has the rest of the line."""
NARROW = 60
"""Below this width it takes half of that."""
MOST = 0.6
"""The part of the line that it takes at most."""
PLACEHOLDER = "search titles and abstracts"


class SearchBox(TypingLine):
    """A search box that answers while one types, and doubles as the title bar."""

    sign = "/ "

    def __init__(self, complete: Callable[[str], str | None] = lambda text: None) -> None:
        super().__init__(id="search")
        self.complete = complete
        """From a query to how it could go on."""
        self._state = ""

    def placeholder(self, room: int) -> str:
        """Return what an empty box says, as far as it fits."""
        return PLACEHOLDER if room >= len(PLACEHOLDER) else PLACEHOLDER.partition(" ")[0]

    @property
    def text(self) -> str:
        """The query as typed."""
        return self.input.value

    @text.setter
    def text(self, value: str) -> None:
        self.input.put(value)
        if self.has_focus:
            self.changed()
        self.repaint()

    def changed(self) -> None:
        """Offer how the query could go on."""
        self.input.suggestion = self.complete(self.text) or "" if self.text else ""

    def show_state(self, text: str) -> None:
        """Show what the list holds, such as `Bookmarks · 3/12`."""
        if text != self._state:
            self._state = text
            self.repaint()

    def rest(self, width: int) -> list[Piece]:
        """Return the state at the right edge; of one that is too long the end is what counts."""
        usual = USUAL if width >= NARROW else USUAL // 2
        text = self.look.word(self._state)
        # With a blank between it and the box.
        cells = min(max(usual, cell_len(text) + 1), int(width * MOST))
        while cell_len(text) >= cells and " · " in text:
            text = text.partition(" · ")[2]  # whole parts, so that none begins in its middle
        while cell_len(text) >= cells and text:
            text = text[1:]
        return [(" " * (cells - cell_len(text)) + text, self.palette.dim)]
