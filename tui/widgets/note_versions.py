"""The texts of a note that was written in several places, side by side, to make one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.strip import Strip

from ..painting.frames import PacedScreen
from ..painting.line_pane import LinePane, cut, strip_of, wrap
from .bottom_line import BottomLine
from .screen_keys import steps_of

_BESIDE = 100
"""Columns from which on two texts stand side by side."""


class NoteText(NamedTuple):
    """One of the texts."""

    head: str
    """Where and when it was written."""
    text: str
    is_common: frozenset[str] = frozenset()
    """Lines that all texts have."""


class NotesPane(LinePane):
    """The texts, as many beside one another as there is room for, scrollable together."""

    def __init__(self, title: str, texts: Sequence[NoteText]) -> None:
        super().__init__(id="help")
        self._title = title
        self._texts = texts
        self._strips: list[Strip] = []
        self._width = 0

    @property
    def line_count(self) -> int:
        """Lines at the present width."""
        width = self.content_size.width
        if width != self._width and width > 0:
            self._width = width
            self._strips = self._lay_out(width)
        return len(self._strips)

    def draw_line(self, number: int, width: int) -> Strip:
        """Return a line that was laid out before."""
        return self._strips[number]

    def change_look(self) -> None:
        """Lay everything out anew in other colours."""
        self._width = 0
        super().change_look()

    def _lay_out(self, width: int) -> list[Strip]:
        title = Text(f" {self.look.word(self._title)}", self.palette.name)
        cut(title, width - 1, self.signs.ellipsis)
        strips = [strip_of(title), strip_of(Text())]
        if width < _BESIDE or len(self._texts) != 2:
            for number, one in enumerate(self._texts):
                strips += [strip_of(line) for line in self._column(number, one, width - 2)]
                strips.append(strip_of(Text()))
            return strips
        room = (width - 3) // 2
        left, right = (self._column(number, one, room) for number, one in enumerate(self._texts))
        for mine, other in zip_longest(left, right, fillvalue=Text()):
            mine.pad_right(room + 1 - mine.cell_len)
            bar = "|" if self.look.is_ascii else "│"
            strips.append(strip_of(Text.assemble(mine, (bar, self.palette.dim), other)))
        return strips

    def _column(self, number: int, one: NoteText, room: int) -> list[Text]:
        head = Text(f" {number + 1}  {self.look.word(one.head)}", self.palette.accent)
        cut(head, room, self.signs.ellipsis)
        lines = [head]
        for line in one.text.split("\n"):
            style = self.palette.dim if line in one.is_common else Style.null()
            told = Text(self.look.word(line.expandtabs()), style)
            lines += [Text.assemble(" ", part) for part in wrap(told, max(8, room - 1))]
        return lines


class NotesScreen(PacedScreen):
    """Shows them, and hands on what is to become of them."""

    def __init__(
        self,
        title: str,
        texts: Sequence[NoteText],
        unite: Callable[[int | None], object],
        edit: Callable[[], object],
    ) -> None:
        """Show texts; `unite` gets the number of the one that is kept alone, None for all."""
        super().__init__()
        self._pane = NotesPane(title, texts)
        self._bottom = BottomLine()
        self._count = len(texts)
        self._unite, self._edit = unite, edit
        only = "1 2" if self._count == 2 else f"1-{self._count}"
        keys = [("Enter", "unite"), ("q", "back"), (only, "keep one"), ("e", "edit")]
        self._bottom.show_keys([*keys, ("j k", "scroll")])

    def compose(self) -> ComposeResult:
        """Lay the texts out over a line of keys."""
        yield self._pane
        yield self._bottom

    def take_key(self, key: str) -> bool:
        """Unite, keep one, edit, scroll or leave; every other key is swallowed."""
        pane = self._pane
        steps = steps_of(max(1, pane.height - 1), pane.line_count)
        if key == "enter":
            self.dismiss()
            self._unite(None)
        elif key.isdecimal() and 1 <= int(key) <= self._count:
            self.dismiss()
            self._unite(int(key) - 1)
        elif key == "e":
            self.dismiss()
            self._edit()
        elif key in ("q", "h", "escape", "backspace", "ctrl+c"):
            self.dismiss()
        elif key in steps:
            pane.scroll_to_line(pane.top + steps[key])
        return True
