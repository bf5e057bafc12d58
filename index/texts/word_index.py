"""The words of a whole paper by their letters, one behind the other, and where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from .blocks import Block, Text
from .folding import letter_places, word_letters
from .spots import Spot

_KEPT = 3
"""Texts whose words are kept: whoever places a highlight in one places others too."""


class WordIndex:
    """Words of a paper in the order in which they are read: footnotes stand at the end."""

    def __init__(self, text: Text) -> None:
        self.blocks = text.blocks
        numbers = range(len(text.blocks))
        self.order = [n for n in numbers if text.blocks[n].kind != "footnote"]
        self.order += [n for n in numbers if text.blocks[n].kind == "footnote"]
        self.words: list[str] = []
        counts = []
        for number in self.order:
            words = word_letters(text_of(text.blocks[number]))
            self.words += words
            counts.append(sum(map(len, words)))
        self.starts = list(accumulate(map(len, self.words), initial=0))
        """Of each word its first letter among all; one more for the end."""
        self.letters = "".join(self.words)
        self._block_starts = list(accumulate(counts, initial=0))
        self._places: dict[int, list[int]] = {}
        self._headings: list[tuple[int, str]] | None = None

    @cached_property
    def sequences(self) -> dict[tuple[str, ...], list[int]]:
        """Where each three words stand one behind the other: the number of the first."""
        found: dict[tuple[str, ...], list[int]] = {}
        words = self.words
        for at, three in enumerate(zip(words, words[1:], words[2:], strict=False)):
            found.setdefault(three, []).append(at)
        return found

    def word_at(self, letter: int) -> int:
        """Return the number of the word that begins at a letter, or else of the next one."""
        return bisect_left(self.starts, letter)

    def begins_word(self, letter: int) -> bool:
        """Whether a word begins at a letter, or the text ends there."""
        at = bisect_left(self.starts, letter)
        return at < len(self.starts) and self.starts[at] == letter

    def section_at(self, letter: int) -> str:
        """Return the letters of the heading above a letter."""
        if self._headings is None:
            told = zip(self.order, self._block_starts, strict=False)
            self._headings = [
                (start, "".join(word_letters(section_name(self.blocks[number]))))
                for number, start in told
                if self.blocks[number].kind == "heading"
            ]
        at = bisect_right(self._headings, letter, key=lambda one: one[0])
        return self._headings[at - 1][1] if at else ""

    def spots(self, first: int, end: int) -> list[Spot]:
        """Return the stretches of blocks that some letters are, from `first` to before `end`."""
        found = []
        at = bisect_right(self._block_starts, first) - 1
        while at < len(self.order) and self._block_starts[at] < end:
            start, stop = self._block_starts[at : at + 2]
            if start < stop:
                number = self.order[at]
                places = self._letter_places(number)
                one = places[max(0, first - start)]
                last = places[min(end, stop) - start - 1]
                found.append(Spot(number, one, last + 1))
            at += 1
        return found

    def _letter_places(self, number: int) -> list[int]:
        if number not in self._places:
            self._places[number] = letter_places(text_of(self.blocks[number]))
        return self._places[number]


_known: list[tuple[Text, WordIndex]] = []


def words_of(text: Text) -> WordIndex:
    """Return the words of a text, of the last few as they are known."""
    for known, index in _known[:]:
        if known == text:
            return index
    index = WordIndex(text)
    _known[:] = [(text, index), *_known[: _KEPT - 1]]
    return index


def text_of(block: Block) -> str:
    """Return the `text` of a block with blanks where marks of footnotes stand."""
    if block.rows or all(span.kind != "note" for span in block.spans):
        return block.text
    between = "\n" if block.kind in ("formula", "code") else ""
    told = (" " * len(span.text) if span.kind == "note" else span.text for span in block.spans)
    return between.join(told)


def section_name(heading: Block) -> str:
    """Return a heading with its number, in one line."""
    words = " ".join("".join(span.text for span in heading.spans if span.kind != "note").split())
    return f"{heading.number} {words}".strip()
