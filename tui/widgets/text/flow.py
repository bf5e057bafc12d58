"""A whole paper as lines that are laid out where they are looked at, and guessed elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from ....index import Block, Span, Text
from ...painting.look import Look
from .shapes import Shape, shape_of
from .skimming import skimmed

MEASURE = 90
"""The widest a line gets, in cells."""

_FILLED = 0.94
"""How full lines are on the average, where words are not broken."""


_NOTES = Block("heading", (Span("Footnotes"),), level=1, place="appendix")
"""What stands before footnotes, as if it were the block behind the last one of the text."""


class Place(NamedTuple):
    """Somewhere in a paper, whatever the screen is like."""

    block: int
    """Its number in the text."""
    letter: int = 0
    """In what is read of the block; of what is not broken into lines the line."""


class At(NamedTuple):
    """A line on the screen: the how manieth of which block of the flow."""

    nth: int
    line: int
    """From 0; blank lines before a block are the first of its own."""


class Flow:
    """The blocks of a paper in the order in which they are read, footnotes at the end."""

    def __init__(self, text: Text, look: Look, room: int, *, is_skimmed: bool = False) -> None:
        self._look = look
        self.room = max(10, room)
        blocks = list(enumerate(text.blocks))
        self.text_blocks = len(blocks)
        """How many blocks the text has; what stands here for more is not of the paper."""
        if is_skimmed:
            blocks = list(skimmed(blocks))
        else:
            notes = [one for one in blocks if one[1].kind == "footnote"]
            if notes:
                blocks = [one for one in blocks if one[1].kind != "footnote"]
                blocks += [(len(text.blocks), _NOTES), *notes]
        self.numbers = [number for number, _ in blocks]
        """Of each block of the flow its number in the text."""
        self.blocks = [block for _, block in blocks]
        self._index_of = {number: index for index, number in enumerate(self.numbers)}
        self._shapes: dict[int, Shape] = {}
        self._laid_out: dict[int, Shape] = {}
        """Shapes that were made beside the screen and nobody has looked at yet."""
        self._above = [self._blanks_before(index) for index in range(len(blocks))]
        self._heights = [self._guess(index) for index in range(len(blocks))]
        self.headings = [n for n, block in enumerate(self.blocks) if block.kind == "heading"]
        """Where headings stand in the flow."""
        body = [
            n
            for n, block in enumerate(self.blocks)
            if block.place in ("front", "abstract", "body") and block.kind != "footnote"
        ]
        self.end_of_body = body[-1] if body else -1
        """The last block that is neither reference nor appendix."""

    def _blanks_before(self, index: int) -> int:
        if index == 0:
            return 0
        before, block = self.blocks[index - 1].kind, self.blocks[index].kind
        if block in ("item", "entry", "footnote") and before == block:
            return 0
        return 0 if block == "authors" and before == "title" else 1

    def _guess(self, index: int) -> int:
        """Return how many lines a block takes, before it is laid out."""
        block = self.blocks[index]
        if block.rows:
            lines = len(block.rows) + 1
        elif block.kind in ("formula", "code"):
            lines = max(1, len(block.spans))
        else:
            letters = sum(len(span.text) for span in block.spans)
            lines = 1 + int(letters / (self.room * _FILLED))
        return lines + self._above[index]

    def shape(self, index: int) -> Shape:
        """Return how a block stands, which is laid out now if nobody has looked at it before."""
        if (shape := self._shapes.get(index)) is None:
            shape = self._laid_out.pop(index, None)
            shape = shape or shape_of(self.blocks[index], self.room, self._look)
            self._shapes[index] = shape
            self._heights[index] = shape.height + self._above[index]
        return shape

    def lay_out(self, is_wanted: Callable[[], bool]) -> None:
        """Lay out all blocks while that `is_wanted`; on a thread beside the screen.

        How high they are counts only once they are looked at, as nothing is painted anew by this.
        """
        for index, block in enumerate(self.blocks):
            if not is_wanted():
                return
            if index not in self._shapes:
                self._laid_out[index] = shape_of(block, self.room, self._look)

    def above(self, index: int) -> int:
        """Return how many blank lines stand before a block."""
        return self._above[index]

    def height(self, index: int) -> int:
        """Return how many lines a block takes with those before it."""
        self.shape(index)
        return self._heights[index]

    # Going

    def step(self, at: At, lines: int) -> At:
        """Return the line so many further on, or back; no further than the first or the last."""
        index, line = at
        line += lines
        while line < 0 and index > 0:
            index -= 1
            line += self.height(index)
        while index < len(self.blocks) - 1 and line >= self.height(index):
            line -= self.height(index)
            index += 1
        return At(index, max(0, min(line, self.height(index) - 1)) if self.blocks else 0)

    def near(self, line: int) -> At:
        """Return a line that stands about so many lines behind the first, laying out its block."""
        for index, height in enumerate(self._heights):
            if line < height:
                return At(index, min(line, self.height(index) - 1))
            line -= height
        return self.last_top(1)

    def last_top(self, height: int) -> At:
        """Return the furthest line that can stand at the upper edge of a page that is still full.

        `height` is the lines of a page.
        """
        if not self.blocks:
            return At(0, 0)
        end = len(self.blocks) - 1
        return self.step(At(end, self.height(end) - 1), 1 - height)

    def window(self, at: At, height: int) -> list[At]:
        """Return the lines of a page that begins there; fewer where the paper ends."""
        found: list[At] = []
        index, line = at
        while len(found) < height and index < len(self.blocks):
            high = self.height(index)
            more = min(high - line, height - len(found))
            found += [At(index, number) for number in range(line, line + more)]
            index, line = index + 1, 0
        return found

    # Places

    def index_of(self, number: int) -> int | None:
        """Return where a block of the text stands in the flow, None where it is not shown."""
        return self._index_of.get(number)

    def at(self, place: Place) -> At:
        """Return on which line a place is; of a block that is not shown the one before it."""
        index = self._index_of.get(place.block)
        letter = place.letter
        if index is None:
            index = max((n for number, n in self._index_of.items() if number <= place.block),
                        default=0)  # fmt: skip
            letter = 0
        if not self.blocks:
            return At(0, 0)
        line = self.shape(index).line_of(letter)
        return At(index, self._above[index] + line)

    def place(self, at: At) -> Place:
        """Return what stands on a line."""
        if not self.blocks:
            return Place(0)
        line = at.line - self._above[at.nth]
        letter = self.shape(at.nth).text_of(line)[1] if line > 0 else 0
        return Place(self.numbers[at.nth], letter)

    def line(self, at: At) -> tuple[str, int] | None:
        """Return what a line says and the number of its first letter; None of a blank one."""
        line = at.line - self._above[at.nth]
        return None if line < 0 else self.shape(at.nth).text_of(line)

    def lines_before(self, at: At) -> int:
        """Return how many lines stand before one; as far as nobody has looked yet guessed."""
        return sum(self._heights[: at.nth]) + at.line

    @property
    def total(self) -> int:
        """How many lines there are; as far as nobody has looked yet guessed."""
        return sum(self._heights)

    def heading_before(self, index: int) -> int | None:
        """Return the last heading that stands at a block of the flow or before it."""
        found = bisect_right(self.headings, index)
        return self.headings[found - 1] if found else None


def pages_of(flow: Flow, at: At, rows: int) -> tuple[int, int]:
    """Return the page that begins at a line and how many there are about, from 1.

    `rows` are the lines of a page, of which the last is the first of the next one.
    """
    step = max(1, rows - 1)
    count = 1 + max(0, -(-(flow.total - rows) // step))
    if at >= flow.last_top(rows):
        return count, count
    return min(count, 1 + flow.lines_before(at) // step), count


def percent_of(flow: Flow, at: At, rows: int) -> int:
    """Return how much of a paper is on a page that begins at a line, or above: 0 to 100."""
    if at >= flow.last_top(rows):
        return 100
    if at <= At(0, 0):
        return 0
    return min(99, 100 * (flow.lines_before(at) + rows) // max(1, flow.total))
