"""What is being marked in the text that is shown, from its first word to its last."""

from __future__ import annotations

from collections.abc import Sequence

from .drawing import Marked
from .flow import At, Flow, Place
from .linking import Link
from .marking import (
    by_lines,
    column_of,
    first_in,
    formulas_in,
    line_of,
    mark_at,
    sentence_links,
    tex_of,
    words_of,
)
from .selecting import Mark, Selection, TextWords
from .words import span_letters


class Marker:
    """The words that are marked, and what they are in the paper."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: TextWords | None = None
        self.selection: Selection | None = None
        self.marked: Marked | None = None
        """What is to be drawn of it."""
        self._column: int | None = None
        """In which column of letters one goes from line to line."""

    def follow(self, flow: Flow, *, is_other: bool) -> None:
        """Go on in a flow of other lines, or with nothing marked in one of other blocks."""
        self._flow = flow
        if is_other:
            self._known = self.selection = self.marked = None

    @property
    def words(self) -> TextWords:
        """The words that can be marked."""
        if self._known is None:
            self._known = words_of(self._flow)
        return self._known

    def begin(self, window: Sequence[At], place: Place | None) -> bool:
        """Mark the sentence at a place, else the first one in sight; say whether there is one."""
        mark = None if place is None else mark_at(self._flow, self.words, place)
        mark = mark or first_in(self._flow, self.words, window)
        if mark is not None:
            self.select(Selection(*self.words.sentence(mark)))
        return mark is not None

    def select(self, selection: Selection | None) -> None:
        """Mark other words, or none."""
        self.selection, self.marked, self._column = selection, None, None
        if selection is not None:
            caret = selection.caret
            word = self.words.of(caret.nth).words[caret.word]
            self.marked = Marked(self.words.letters(selection), (caret.nth, *word))

    def by_lines(self, lines: int) -> None:
        """Move the end that moves by lines."""
        if self.selection is not None:
            column = self._column
            if column is None:
                column = column_of(self._flow, self.words, self.selection.caret)
            self.select(by_lines(self._flow, self.words, self.selection, lines, column))
            self._column = column

    def extended_to(self, nth: int) -> Selection | None:
        """Return what would be marked up to a block of the flow; footnotes stop it."""
        if self.selection is None:
            return None
        anchor, caret = self.selection
        far = 1 << 30 if nth > caret.nth else -(1 << 30)
        return Selection(anchor, self.words.stepped(caret, far))

    @property
    def line(self) -> At | None:
        """The line of the end that moves."""
        if self.selection is None:
            return None
        anchor, caret = self.selection
        return line_of(self._flow, self.words, caret, is_end=caret >= anchor)

    @property
    def told(self) -> str:
        """How many words are marked, or nothing."""
        if self.selection is None:
            return ""
        count = self.words.count(self.selection)
        return f"{count:,} word{'s' if count != 1 else ''}"

    @property
    def formula(self) -> str | None:
        """The TeX of what is marked, where that is one formula and nothing else."""
        if self.selection is None or self.selection.anchor != self.selection.caret:
            return None
        nth, number = self.selection.caret
        block, word = self._flow.blocks[nth], self.words.of(nth).words[number]
        if block.kind == "formula":
            return tex_of(block)
        letters = span_letters(block.spans, *word)
        is_one = len(letters) == 1 and letters[0].kind == "formula"
        return letters[0].text if is_one else None

    def formulas(self, window: Sequence[At]) -> list[tuple[Link, str]]:
        """Return the formulas that begin in sight as what letters can stand before, with TeX."""
        return formulas_in(self._flow, window)

    def sentences(self, window: Sequence[At]) -> list[tuple[Link, Mark]]:
        """Return the sentences that begin in sight, as what letters can stand before."""
        return sentence_links(self._flow, self.words, window)

    @property
    def passage(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Where it begins and where it ends: blocks of the text, and letters of their `text`."""
        if self.selection is None:
            return None
        numbers, letters = self._flow.numbers, self.words.letters(self.selection)
        first, last = min(letters), max(letters)
        return (numbers[first], letters[first][0]), (numbers[last], letters[last][1])
