"""What is being marked in a text: two ends, each on a word, and the motions of one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ....index import Block
from .words import BlockWords


class Mark(NamedTuple):
    """A word of a paper: which one of which block of the flow."""

    nth: int
    word: int


class Selection(NamedTuple):
    """The words from one mark to the other, both included."""

    anchor: Mark
    """The end that stays."""
    caret: Mark
    """The end that moves."""

    @property
    def first(self) -> Mark:
        """The first word."""
        return min(self)

    @property
    def last(self) -> Mark:
        """The last word."""
        return max(self)


Bounds = Callable[[Mark], tuple[Mark, Mark]]
"""From a word to the first and the last one of the sentence or the block that it is in."""


class TextWords:
    """The words of the blocks of a flow, in the order in which they are read.

    What is marked never goes from one footnote to another or to the text: on the screen they stand
    behind all else, in the paper between it. `count` is that of the blocks of the text itself.
    """

    def __init__(self, blocks: Sequence[Block], numbers: Sequence[int], count: int) -> None:
        self._blocks = blocks
        self._added = frozenset(nth for nth, number in enumerate(numbers) if number >= count)
        """Blocks that only the screen has, such as the heading above footnotes."""
        self._known: dict[int, BlockWords] = {}

    def of(self, nth: int) -> BlockWords:
        """Return the words of a block."""
        if (found := self._known.get(nth)) is None:
            block = self._blocks[nth]
            block = block._replace(spans=()) if nth in self._added else block
            found = self._known[nth] = BlockWords(block)
        return found

    def sentence(self, mark: Mark) -> tuple[Mark, Mark]:
        """Return the first and the last word of the sentence that a word is in."""
        first, last = self.of(mark.nth).sentence(mark.word)
        return Mark(mark.nth, first), Mark(mark.nth, last)

    def block(self, mark: Mark) -> tuple[Mark, Mark]:
        """Return the first and the last word of the block that a word is in."""
        return Mark(mark.nth, 0), Mark(mark.nth, len(self.of(mark.nth).words) - 1)

    def stepped(self, mark: Mark, words: int, *, is_free: bool = False) -> Mark:
        """Return the word so many further on, or back, or the last that there is.

        Where it `is_free` footnotes stop it no more than other blocks.
        """
        nth, word = mark.nth, mark.word + words
        while True:
            count = len(self.of(nth).words)
            if 0 <= word < count:
                return Mark(nth, word)
            other = self._next_block(nth, 1 if word >= 0 else -1)
            if other is None or not (is_free or self.joins(nth, other)):
                return Mark(nth, count - 1 if word > 0 else 0)
            word = word - count if word >= 0 else word + len(self.of(other).words)
            nth = other

    def joins(self, nth: int, other: int) -> bool:
        """Whether what is marked may go from one of these blocks to the other."""
        return nth == other or "footnote" not in (self._blocks[nth].kind, self._blocks[other].kind)

    def _next_block(self, nth: int, step: int) -> int | None:
        """Return the next block that has words, or the one before; None where there is none."""
        nth += step
        while 0 <= nth < len(self._blocks):
            if self.of(nth).words:
                return nth
            nth += step
        return None

    def near(self, nth: int, word: int = 0) -> Mark | None:
        """Return a word of a block, else of the nearest block that has some."""
        if not 0 <= nth < len(self._blocks):
            return None
        if count := len(self.of(nth).words):
            return Mark(nth, max(0, min(word, count - 1)))
        for step in (1, -1):
            if (other := self._next_block(nth, step)) is not None:
                return Mark(other, 0 if step > 0 else len(self.of(other).words) - 1)
        return None

    # Motions

    def by_word(self, at: Selection, words: int) -> Selection:
        """Move the caret by words."""
        return Selection(at.anchor, self.stepped(at.caret, words))

    def by_bounds(self, at: Selection, step: int, bounds: Bounds) -> Selection:
        """Move the caret by sentences or blocks: behind the anchor to ends, before it to starts."""
        for _ in range(abs(step)):
            moved = self._on(at, bounds) if step > 0 else self._back(at, bounds)
            if moved == at:
                break
            at = moved
        return at

    def _on(self, at: Selection, bounds: Bounds) -> Selection:
        anchor, caret = at
        _, last = bounds(caret)
        behind = self.stepped(last, 1)
        if caret >= anchor:
            if caret != last:
                return Selection(anchor, last)
            return Selection(anchor, last if behind == last else bounds(behind)[1])
        if behind <= anchor and behind != last:
            return Selection(anchor, behind)
        # What was marked stays so, and the rest of this one or the next one comes to it.
        _, end = bounds(anchor)
        if anchor < end:
            return Selection(caret, end)
        beyond = self.stepped(end, 1)
        return at if beyond == end else Selection(caret, bounds(beyond)[1])

    def _back(self, at: Selection, bounds: Bounds) -> Selection:
        anchor, caret = at
        first, _ = bounds(caret)
        before = self.stepped(first, -1)
        if caret < anchor:
            if caret != first:
                return Selection(anchor, first)
            return Selection(anchor, first if before == first else bounds(before)[0])
        if before >= anchor and before != first:
            return Selection(anchor, before)
        start, _ = bounds(anchor)
        if anchor > start:
            return Selection(caret, start)
        beyond = self.stepped(start, -1)
        return at if beyond == start else Selection(caret, bounds(beyond)[0])

    def next_sentence(self, at: Selection, step: int) -> Selection:
        """Mark another sentence instead: so many further on, or back."""
        first, last = self.sentence(at.first)
        for _ in range(abs(step)):
            other = self.stepped(last if step > 0 else first, 1 if step > 0 else -1, is_free=True)
            first, last = self.sentence(other)
        return Selection(first, last)

    # What is marked

    def count(self, at: Selection) -> int:
        """Return how many words are marked."""
        first, last = at.first, at.last
        if first.nth == last.nth:
            return last.word - first.word + 1
        between = sum(len(self.of(nth).words) for nth in range(first.nth + 1, last.nth))
        return len(self.of(first.nth).words) - first.word + between + last.word + 1

    def letters(self, at: Selection) -> dict[int, tuple[int, int]]:
        """Return which letters of `Block.text` are marked, by the block of the flow."""
        first, last = at.first, at.last
        found = {}
        for nth in range(first.nth, last.nth + 1):
            if words := self.of(nth).words:
                start = words[first.word].start if nth == first.nth else words[0].start
                end = words[last.word].end if nth == last.nth else words[-1].end
                found[nth] = (start, end)
        return found
