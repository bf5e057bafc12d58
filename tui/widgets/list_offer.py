"""What the list offers in its last line: another reading of the query, and how to take it."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.strip import Strip

from ..painting.line_pane import cut
from ..painting.look import Look
from ..painting.pieces import line_of
from .rows.row import MARGIN


class ListOffer(NamedTuple):
    """What could be found besides, or what the list goes on with."""

    told: str = ""
    """Such as `14 more by author Song`; nothing where nothing is offered."""
    how: str = ""
    """How it is taken, such as `: Enter here`, behind it."""
    is_end: bool = False
    """Whether it ends what stands above, as a line across the list."""
    shorter: tuple[str, ...] = ()
    """What is told instead where there is no room for that, the longest first."""

    def __bool__(self) -> bool:
        return bool(self.told)

    def draw(self, look: Look, width: int, *, is_here: bool, is_active: bool) -> Strip:
        """Return its line: the cursor is on it (`is_here`), and the list has the focus."""
        palette, sign = look.palette, ""
        base = palette.text + (palette.dim if self.is_end else palette.accent)
        if is_here and is_active and palette.cursor is not None:
            base = palette.cursor.text
        elif is_here:
            sign, base = look.signs.cursor, base + palette.resting_cursor
        rule = ("-" if look.is_ascii else "─") if self.is_end else " "
        lead = sign + (f" {rule * 2} " if self.is_end else " " * MARGIN)[len(sign) :]
        how = look.word(self.how)
        room = max(0, width - cell_len(lead) - cell_len(how))
        words = [look.word(told) for told in (self.told, *self.shorter)]
        told = Text(next((one for one in words if cell_len(one) <= room), words[-1]))
        cut(told, room, look.signs.ellipsis)
        line = f"{lead}{told.plain}{how} "
        line += rule * (width - cell_len(line))
        return line_of([(set_cell_size(line, width), base)], width)
