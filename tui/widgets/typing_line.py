"""A line of the screen in which one types: a sign, the text, and what stands at its right end."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from ..painting.caret import move_caret
from ..painting.line_pane import LinePane, cut
from ..painting.pieces import Piece, line_of, marked
from .editing import LineEditor, Selection

_SIGN = Style(bold=True)
_SELECTED = Style(reverse=True)


class TypingLine(LinePane):
    """The base of search box and prompt.

    One widget that draws all of it: as a box of Textual's between two labels a letter would be
    laid out and composed anew with everything else on the screen.
    """

    line_count = 1
    is_typed_in = True

    def __init__(self, *, id: str, keeps_lines: bool = False) -> None:
        super().__init__(id=id)
        self.input = LineEditor(keeps_lines=keeps_lines)
        self._hidden = 0
        """Cells of the text that do not fit, to the left of those that are shown."""
        self._room = 0
        """Cells that the text had when it was drawn last."""

    @property
    def sign(self) -> str:
        """What stands before the text."""
        raise NotImplementedError

    def placeholder(self, room: int) -> str:
        """Return what an empty line says in so many cells."""
        return ""

    def rest(self, width: int) -> list[Piece]:
        """Return what stands behind the text, which has the cells of the line that this leaves."""
        raise NotImplementedError

    def changed(self) -> None:
        """Do what a new text asks for before it is shown."""

    def edit(self, key: str) -> bool:
        """Do to the text what a key says; say whether it is another one now."""
        before, caret = self.input.value, self.caret
        self.input.press(key)
        return self._show(before, caret)

    def paste(self, text: str) -> bool:
        """Put text in; say whether it is another one now."""
        before, caret = self.input.value, self.caret
        self.input.paste(text)
        return self._show(before, caret)

    def _show(self, before: str, caret: Offset) -> bool:
        is_other = self.input.value != before
        if is_other:
            self.changed()
        if not self.repaint() and self.caret != caret:
            move_caret(self)
        return is_other

    def select_all(self) -> None:
        """Let what is typed next take the place of all that stands there."""
        self.input.selection = Selection(0, len(self.input.value))
        self.repaint()

    @property
    def _shown_value(self) -> str:
        """The text as it is drawn: in one line, with a blank where pasted lines end."""
        return self.input.value.replace("\n", " ")

    @property
    def room(self) -> int:
        """Cells that the text has."""
        self.line_at(0, self.content_size.width)
        return self._room

    @property
    def caret(self) -> Offset:
        """The insertion point."""
        room = self.room
        self._follow(room)
        cells = cell_len(self._shown_value[: self.input.cursor]) - self._hidden
        return Offset(cell_len(self.sign) + max(0, min(cells, room - 1)), 0)

    def _follow(self, room: int) -> None:
        """Keep the insertion point in sight, with a cell behind the end of the text for it."""
        line = self.input
        if not self.has_focus:
            self._hidden = 0
            return
        cells = cell_len(self._shown_value[: line.cursor])
        behind = cells + 1 + (line.cursor == len(line.value))
        self._hidden = max(min(self._hidden, cells), behind - room)
        self._hidden = max(0, min(self._hidden, cell_len(self._shown_value) + 1 - room))

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw all of it."""
        sign, rest = self.sign, self.rest(width)
        taken = cell_len(sign) + sum(cell_len(text) for text, _ in rest)
        self._room = max(1, width - taken)
        return line_of([(sign, self.palette.accent + _SIGN), *self._text(self._room), *rest])

    def _text(self, room: int) -> list[Piece]:
        """Return the text in exactly so many cells."""
        line, dim, plain = self.input, self.palette.dim, Style.null()
        if not line.value:
            pieces = [(self.placeholder(room), dim)]
        elif self.has_focus:
            start, end = sorted(line.selection)
            pieces = marked(self._shown_value, plain, [(start, end, _SELECTED)])
            pieces.append((line.suggestion[len(line.value) :], dim))
        else:
            text = Text(self._shown_value)
            cut(text, room, self.signs.ellipsis)
            pieces = [(text.plain, plain)]
        self._follow(room)
        strip = line_of(pieces)
        if self._hidden or strip.cell_length > room:
            strip = strip.crop(self._hidden, self._hidden + room)
        found = [(segment.text, segment.style or plain) for segment in strip]
        return [*found, (" " * (room - strip.cell_length), plain)]

    def on_blur(self) -> None:
        """Offer nothing in a line that is left."""
        self.input.suggestion = ""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse is, from where it may be drawn over what to select."""
        place = self._place_at(event.x)
        self.input.selection = Selection(place, place)
        self.capture_mouse()
        self.repaint()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to where the mouse is."""
        if self.app.mouse_captured is self:
            self.input.selection = Selection(self.input.selection.start, self._place_at(event.x))
            self.repaint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Select no further."""
        self.release_mouse()

    def _place_at(self, x: int) -> int:
        """Return the character at a cell of the widget."""
        cells = x - self.styles.gutter.left - cell_len(self.sign) + self._hidden
        value = self._shown_value
        return next(
            (at for at in range(len(value)) if cell_len(value[: at + 1]) > cells), len(value)
        )
