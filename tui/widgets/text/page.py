"""The part of a flow that is on the screen: where it begins, and what is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .flow import At, Flow, Place, pages_of, percent_of
from .linking import Link, links_in
from .words import shown


class Page:
    """As many lines of a flow as there is room for, from one of them on."""

    def __init__(self, flow: Flow, rows: Callable[[], int]) -> None:
        self.flow = flow
        self._rows = rows
        self.at = At(0, 0)
        """The line at the upper edge."""
        self.place = Place(0)
        """What stands there, whatever a resize has made of it."""
        self._window: tuple[Flow, At, int, list[At]] | None = None

    def lay_out(self, flow: Flow) -> None:
        """Show the same place in another flow."""
        self.flow = flow
        self.at = min(flow.at(self.place), self.last_top)

    def extend(self, flow: Flow, moved: Callable[[int], int]) -> None:
        """Show the same line in the flow of a longer text, in which the place is already told.

        `moved` says which number a block has in the new text.
        """
        before, at = self.flow, self.at
        self.lay_out(flow)
        if before.blocks and flow.blocks:
            # A blank line above a block is no place in the text.
            index = flow.index_of(moved(before.numbers[at.nth]))
            if index is not None and at.line < flow.height(index):
                self.at = min(At(index, at.line), self.last_top)

    def go(self, at: At) -> bool:
        """Let a line stand at the upper edge, if so much follows it; say if it did not before."""
        at = min(at, self.last_top)
        if at == self.at:
            return False
        self.at, self.place = at, self.flow.place(at)
        return True

    @property
    def last_top(self) -> At:
        """The last line that can stand at the upper edge."""
        return self.flow.last_top(self._rows())

    def start(self, blocks: Iterable[int], step: int) -> At | None:
        """Return where the next of some blocks begins, or one before; None where there is none."""
        starts = [At(index, self.flow.above(index)) for index in blocks]
        found = [at for at in starts if (at > self.at if step > 0 else at < self.at)]
        if not found:
            return None
        return found[min(step, len(found)) - 1] if step > 0 else found[max(step, -len(found))]

    def place_of(self, block: int, letter: int) -> Place:
        """Return where a letter of a block's `text` is, as it is read."""
        nth = self.flow.at(Place(block)).nth
        if self.flow.numbers[nth] != block:
            return Place(block)
        start, _ = shown(self.flow.shape(nth), self.flow.blocks[nth], letter, letter + 1)
        return Place(block, start)

    # What is in sight

    @property
    def window(self) -> list[At]:
        """The lines that are shown."""
        rows, known = self._rows(), self._window
        if known is None or known[:3] != (self.flow, self.at, rows):
            known = self._window = (self.flow, self.at, rows, self.flow.window(self.at, rows))
        return known[3]

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is shown."""
        return self.at >= self.last_top

    @property
    def shows_end_of_body(self) -> bool:
        """Whether what is shown reaches the end of what is neither reference nor appendix."""
        window, end = self.window, self.flow.end_of_body
        if not window or end < 0:
            return False
        return window[-1] >= At(end, self.flow.height(end) - 1)

    def row_of(self, at: At) -> int:
        """Return as the how manieth line another is shown, from 0; 0 where it is out of sight."""
        window = self.window
        return window.index(at) if at in window else 0

    def row_of_link(self, link: Link) -> int | None:
        """Return in which line shown a link begins, from 0; None where it is out of sight."""
        for row, at in enumerate(self.window):
            if self.flow.numbers[at.nth] == link.block:
                text, start = self.flow.line(at) or ("", 0)
                if start <= link.start < start + len(text):
                    return row
        return None

    @property
    def is_cut(self) -> bool:
        """Whether something is shown that is wider than the screen."""
        shapes = (self.flow.shape(index) for index in {at.nth for at in self.window})
        return any(getattr(shape, "is_wide", False) for shape in shapes)

    @property
    def links(self) -> list[Link]:
        """The links in sight, in their order."""
        return links_in(self.flow, self.window)

    @property
    def blocks(self) -> list[int]:
        """Which blocks of the text have lines in sight, in their order."""
        return [self.flow.numbers[nth] for nth in dict.fromkeys(at.nth for at in self.window)]

    @property
    def number(self) -> tuple[int, int]:
        """Which page this is, and how many there are about, from 1."""
        return pages_of(self.flow, self.at, self._rows())

    @property
    def percent(self) -> int:
        """How much of the paper is in sight or above, from 0 to 100."""
        return percent_of(self.flow, self.at, self._rows())
