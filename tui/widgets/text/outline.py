"""Lists over a text, to choose where to go: its headings, or its references."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text as Line
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.strip import Strip

from ....index import Text, fold
from ...painting.frames import PacedScreen
from ...painting.line_pane import cut, strip_of
from ..bottom_line import BottomLine
from ..screen_keys import steps_of, typed_with
from .headed_pane import HeadedPane
from .prose import prose_of
from .skimming import skimmed
from .status import section_name

_LONGEST = 4
"""Letters of a row for each cell of its line that are looked at, as some take no cell."""


class Row(NamedTuple):
    """A line that can be chosen."""

    text: str
    block: int
    """Which block of the text it leads to."""
    depth: int = 0
    is_heading: bool = False
    sign: str = ""
    """What stands before it, such as that a paper is the reader's own."""
    aside: str = ""
    """A word at the right edge."""


class Act(NamedTuple):
    """What a key does with a row, besides choosing it."""

    label: str
    """In a word or two, for the line of keys."""
    run: Callable[[int], str | None]
    """Gets the block of the row, and returns what there is to say; None leaves the rows."""


def outline_rows(text: Text, *, is_skimmed: bool = False) -> list[Row]:
    """Return the headings of a text, with the first sentence of each paragraph if it is skimmed."""
    rows: list[Row] = []
    depth = 0
    for number, block in skimmed(list(enumerate(text.blocks))):
        if block.kind == "heading":
            depth = max(0, block.level - 1)
            rows.append(Row(section_name(block), number, depth, is_heading=True))
        elif is_skimmed and block.kind != "title":
            rows.append(Row(prose_of(block.spans, str).text, number, depth + 1))
    return rows


def row_at(rows: Sequence[Row], block: int) -> int:
    """Return which row leads to a block or to what stands before it."""
    return max((n for n, row in enumerate(rows) if row.block <= block), default=0)


class RowsPane(HeadedPane):
    """Rows with a cursor on one of them."""

    def __init__(self, title: str, rows: Sequence[Row], here: int) -> None:
        super().__init__(id="help")
        self._title = title
        self.rows = rows
        self._has_signs = any(row.sign for row in rows)
        self.cursor = here
        self._was_placed = False

    @property
    def _first(self) -> int:
        """The row at the upper edge, so that the cursor is in sight."""
        room = self.room
        last = max(0, len(self.rows) - room)
        self.top = min(max(self.top, self.cursor - room + 1), self.cursor, last)
        if not self._was_placed and self.content_size.height:
            self._was_placed = True
            self.top = max(0, min(self.cursor - room // 2, last))
        return self.top

    @property
    def caret(self) -> Offset:
        """The row under the cursor."""
        return Offset(0, 1 + self.cursor - self._first)

    def show(self, rows: Sequence[Row], here: int) -> None:
        """Show other rows."""
        self.rows, self.cursor = rows, max(0, min(here, len(rows) - 1))
        self._has_signs = any(row.sign for row in rows)
        self.repaint()

    def move(self, rows: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(self.cursor + rows, len(self.rows) - 1))
        self.repaint()

    def draw_line(self, number: int, width: int) -> Strip:
        """Draw what these are, or one of them."""
        palette, word = self.palette, self.look.word
        if number == 0:
            return strip_of(Line(f" {word(self._title)}", style=palette.name))
        at = self._first + number - 1
        if at >= len(self.rows):
            return Strip.blank(width)
        row = self.rows[at]
        is_here = at == self.cursor
        hues = palette.cursor if is_here and palette.cursor else palette
        base = hues.text + (hues.name if row.is_heading else hues.text)
        line = Line(f" {row.sign:<2}" if row.sign or self._has_signs else " ", style=hues.text)
        line.append("  " * row.depth + word(row.text[: _LONGEST * width]), base)
        aside = word(f" {row.aside} ") if row.aside else ""
        cut(line, width - 1 - cell_len(aside), self.signs.ellipsis)
        line.append(" " * (width - line.cell_len - cell_len(aside)), hues.text)
        line.append(aside, hues.name)
        return strip_of(line)


class RowsScreen(PacedScreen):
    """Rows to choose one of; `chosen` is told the block that it leads to."""

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        here: int,
        chosen: Callable[[int], object],
        more: Sequence[Row] = (),
        acts: Mapping[str, Act] | None = None,
        left: Callable[[], object] = lambda: None,
    ) -> None:
        """`left` is called whenever the rows are left, before anything is chosen."""
        super().__init__()
        self._acts, self._left = acts or {}, left
        self._chosen = chosen
        self._pane = RowsPane(title, rows, here)
        self._bottom = BottomLine()
        self._rows, self._more = rows, more
        self._folded: list[str] | None = None
        """The rows as they are compared, once that is wanted."""
        self._typed: str | None = None
        """What rows are narrowed to while it is being typed."""
        keys = [("Enter", "go there"), *((key, act.label) for key, act in self._acts.items())]
        keys += [("q", "back"), ("/", "narrow")]
        self._bottom.show_keys([*keys, ("s", "skim")] if more else keys)

    def _leave(self) -> None:
        self.dismiss()
        self._left()

    def compose(self) -> ComposeResult:
        """Lay out the rows over a line of their own keys."""
        yield self._pane
        yield self._bottom

    @property
    def _block(self) -> int | None:
        rows = self._pane.rows
        return rows[self._pane.cursor].block if rows else None

    def update(self, rows: Sequence[Row]) -> None:
        """Show what rows say by now, the cursor staying where it can; none are left at once."""
        here = self._pane.cursor
        self._rows, self._folded = rows, None
        if not self.is_mounted:
            return
        self._show(self._typed or "")
        self._pane.show(self._pane.rows, here)
        if not rows:
            self._leave()

    def say(self, message: str) -> None:
        """Say something until the next key."""
        if self.is_mounted:
            self._bottom.say(message)

    def _show(self, wanted: str) -> None:
        """Show the rows that have these words, the cursor staying where it can."""
        folded, here = fold(wanted), self._block
        if self._folded is None:
            self._folded = [fold(row.text) for row in self._rows]
        rows = [row for row, text in zip(self._rows, self._folded, strict=True) if folded in text]
        self._pane.show(rows, row_at(rows, here) if here is not None else 0)

    def _type(self, key: str) -> None:
        typed = self._typed or ""
        if key in ("escape", "ctrl+c"):
            self._typed = None
            self._show("")
            self._bottom.say("")
            return
        typed = typed_with(typed, key)
        self._typed = typed
        self._show(typed)
        self._bottom.say(f"/{typed}" if self._pane.rows else f"/{typed}  is in none of them")

    def take_key(self, key: str) -> bool:
        """Move, choose or leave; every other key is swallowed."""
        pane = self._pane
        steps = steps_of(max(1, pane.height - 2), len(pane.rows))
        if key == "enter":
            block = self._block
            self._leave()
            if block is not None:
                self._chosen(block)
        elif self._typed is not None and key not in ("down", "up"):
            self._type(key)
        elif key in self._acts:
            if (block := self._block) is not None:
                told = self._acts[key].run(block)
                if told is None:
                    self._leave()
                else:
                    self._bottom.say(told)
        elif key == "/":
            self._typed = ""
            self._bottom.say("/")
        elif key == "s" and self._more:
            self._rows, self._more, self._folded = self._more, self._rows, None
            self._show("")
        elif key in ("q", "h", "escape", "O", "backspace", "ctrl+c"):
            self._leave()
        elif key in steps:
            pane.move(steps[key])
        return True
