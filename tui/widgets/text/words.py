"""The words of a paper, block by block, and where they stand on the screen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from ....index import Block, Span
from .prose import Prose
from .sentences import sentence_ends
from .shapes import Shape, Wrapped

_WORD = re.compile(r"\S+")


class Word(NamedTuple):
    """The letters of `Block.text` that one cannot part when marking, the last one excluded."""

    start: int
    end: int


class BlockWords:
    """One block as words and sentences.

    A formula is a word, or part of one; a displayed formula and a table are one word, each line of
    code is one.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        block, text = self.block, self.text
        if not text.strip():
            return ()
        if block.rows or block.kind == "formula":
            return (Word(0, len(text)),)
        if block.kind == "code":
            return tuple(Word(*line.span()) for line in re.finditer(r"[^\n]*\S[^\n]*", text))
        seen = "".join(
            "x" * len(span.text) if span.kind == "formula" else span.text for span in block.spans
        )
        return tuple(Word(*found.span()) for found in _WORD.finditer(seen))

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """Which words sentences begin with; those of a table, a formula or code are one."""
        if not self.words or self.block.rows or self.block.kind in ("formula", "code"):
            return (0,) if self.words else ()
        starts = [0, *(self.word_at(end) for end in sentence_ends(self.block.spans))]
        count = len(self.words)
        return tuple(dict.fromkeys(start for start in starts if start < count))

    def word_at(self, letter: int) -> int:
        """Return the word a letter is in, else the one behind it; the last one's number plus 1."""
        return bisect_right([word.end for word in self.words], letter)

    def sentence(self, word: int) -> tuple[int, int]:
        """Return the first and the last word of the sentence that a word is in."""
        at = bisect_right(self.sentences, word)
        behind = self.sentences[at] if at < len(self.sentences) else len(self.words)
        return self.sentences[at - 1], behind - 1


def shown(shape: Shape, block: Block, start: int, end: int) -> tuple[int, int]:
    """Return which letters of a shape are these of `Block.text`, the last one excluded.

    Of what is not broken into lines its lines are counted instead of letters.
    """
    if isinstance(shape, Wrapped):
        first = _shown(shape.prose, block.spans, start, is_end=False)
        return first, max(first, _shown(shape.prose, block.spans, end, is_end=True))
    if block.kind == "code" and not block.rows:
        text = block.text
        lines = text.count("\n", 0, start), text.count("\n", 0, max(start, end - 1)) + 1
        return min(lines[0], shape.height), min(lines[1], shape.height)
    return 0, shape.height


def _shown(prose: Prose, spans: Sequence[Span], letter: int, *, is_end: bool) -> int:
    """Return where a letter of a block stands in what is read of it.

    A boundary between two spans belongs to the one before it where something ends.
    """
    for span, begin, stop in zip(spans, prose.starts, prose.starts[1:], strict=False):
        length = len(span.text)
        if letter < length or (is_end and letter == length):
            return begin + _within(span, prose.text[begin:stop], letter, is_end=is_end)
        letter -= length
    return len(prose.text)


def _within(span: Span, said: str, letter: int, *, is_end: bool) -> int:
    """Return which letter of what is read of a span stands for one of its own."""
    if span.kind == "formula":
        return 0 if letter <= 0 or not is_end else len(said)
    if len(said) == len(span.text):
        return letter
    words = [found.span() for found in _WORD.finditer(span.text)]
    read = [found.span() for found in _WORD.finditer(said)]
    if len(words) != len(read) or not words:  # letters that are spelt, or not drawn at all
        return round(len(said) * letter / max(1, len(span.text)))
    if is_end:
        at = max(0, bisect_left([start for start, _ in words], letter) - 1)
    else:
        at = min(bisect_right([end for _, end in words], letter), len(words) - 1)
    (start, end), (first, behind) = words[at], read[at]
    part = min(max(letter - start, 0), end - start)
    return behind if part == end - start else first + min(part, behind - first)


def span_letters(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return the spans of some letters, those at their ends cut; formulas are never cut."""
    found = []
    for span in spans:
        length = len(span.text)
        if start < length and end > 0 and length:
            is_whole = span.kind == "formula"
            text = span.text if is_whole else span.text[max(0, start) : max(0, end)]
            found.append(span._replace(text=text))
        start, end = start - length, end - length
    return found


def letter_shown(shape: Shape, words: BlockWords, number: int) -> int:
    """Return where a word begins on the screen, in letters of its shape."""
    word = words.words[number]
    return shown(shape, words.block, word.start, word.end)[0]
