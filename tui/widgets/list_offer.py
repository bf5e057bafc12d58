"""What the list offers in its last line: another reading of the query, and how to take it."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.strip import Strip

from ..painting.line_pane import cut
from ..painting.look import Look
from ..painting.pieces import line_of
from .row import MARGIN


class ListOffer(NamedTuple):
    """What could be found besides."""

    told: str = ""
    """Such as `14 more by author Song`; nothing where nothing is offered."""
    key: str = ""
    """The key that takes it while the cursor is on it."""

    def __bool__(self) -> bool:
        return bool(self.told)

    def draw(self, look: Look, width: int, *, is_here: bool, is_active: bool) -> Strip:
        """Return its line: the cursor is on it (`is_here`), and the list has the focus."""
        palette, sign = look.palette, ""
        base = palette.text + palette.accent
        if is_here and is_active and palette.cursor is not None:
            base = palette.cursor.text
        elif is_here:
            sign, base = look.signs.cursor, base + palette.resting_cursor
        told, how = Text(look.word(self.told)), look.word(f": {self.key} here")
        cut(told, max(0, width - MARGIN - cell_len(how)), look.signs.ellipsis)
        line = f"{sign.ljust(MARGIN)}{told.plain}{how}"
        return line_of([(set_cell_size(line, width), base)], width)
