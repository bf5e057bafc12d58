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
_DOT = " · "
"""What stands between the parts of the state."""
PLACEHOLDER = "search titles, abstracts, authors, notes"


class SearchBox(TypingLine):
    """A search box that answers while one types, and doubles as the title bar."""

    sign = "/ "

    def __init__(self, complete: Callable[[str], str | None] = lambda text: None) -> None:
        super().__init__(id="search", keeps_lines=True)
        self.complete = complete
        """From a query to how it could go on."""
        self._state = ("", "")

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

    @property
    def is_at_end(self) -> bool:
        """Whether what is typed next goes on with the text."""
        start, end = self.input.selection
        return start == end == len(self.input.value)

    def changed(self) -> None:
        """Offer how the query could go on."""
        self.input.suggestion = self.complete(self.text) or "" if self.text else ""

    def show_state(self, text: str, work: str = "") -> None:
        """Show what the list holds, such as `Bookmarks · 3/12`, behind the `work` that goes on."""
        if (work, text) != self._state:
            self._state = work, text
            self.repaint()

    def rest(self, width: int) -> list[Piece]:
        """Return the state at the right edge, in whole parts where there is no room for all.

        Of the work the beginning is what counts, of what the list holds the end.
        """
        usual = USUAL if width >= NARROW else USUAL // 2
        dot = self.look.word(_DOT)
        work, state = map(self.look.word, self._state)
        most = max(0, int(width * MOST) - 1)  # with a blank between it and the box
        while cell_len(_joined(work, state, dot)) > most and dot in work:
            work = work.rpartition(dot)[0]
        while cell_len(_joined(work, state, dot)) > most and dot in state:
            state = state.partition(dot)[2]
        text = _joined(work, state, dot)
        if cell_len(text) > most:
            text = work or state
        while cell_len(text) > most:
            text = text[:-1] if work else text[1:]
        cells = max(usual, cell_len(text) + 1)
        return [(" " * (cells - cell_len(text)) + text, self.palette.dim)]


def _joined(work: str, state: str, dot: str) -> str:
    return dot.join(filter(None, (work, state)))
