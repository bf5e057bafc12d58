"""Where what is being marked stands on the screen: lines, and what is in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ....index import Block
from .flow import At, Flow, Place
from .linking import Link
from .selecting import Mark, Selection, TextWords
from .shapes import Wrapped
from .words import letter_shown, shown

_APART = frozenset(("title", "authors", "heading"))
"""Blocks that are hardly meant where sentences are in sight."""


def words_of(flow: Flow) -> TextWords:
    """Return the words of a flow."""
    return TextWords(flow.blocks, flow.numbers, flow.text_blocks)


def line_of(flow: Flow, words: TextWords, mark: Mark, *, is_end: bool = False) -> At:
    """Return on which line a word begins, or ends."""
    word = words.of(mark.nth).words[mark.word]
    shape = flow.shape(mark.nth)
    start, end = shown(shape, flow.blocks[mark.nth], word.start, word.end)
    return At(mark.nth, flow.above(mark.nth) + shape.line_of(max(start, end - 1 if is_end else 0)))


def mark_at(flow: Flow, words: TextWords, place: Place) -> Mark | None:
    """Return the word that stands at a place, or the next one."""
    nth = flow.at(place).nth
    return _mark_by(flow, words, nth, place.letter)


def _mark_by(flow: Flow, words: TextWords, nth: int, letter: int) -> Mark | None:
    """Return the word at a letter of a shape; None where the block has no words."""
    shape, of = flow.shape(nth), words.of(nth)
    if not of.words:
        return None
    starts = [letter_shown(shape, of, number) for number in range(len(of.words))]
    return Mark(nth, max(0, bisect_right(starts, letter) - 1))


def sentences_in(flow: Flow, words: TextWords, window: Sequence[At]) -> Iterator[tuple[Mark, int]]:
    """Yield the first word of each sentence that begins in sight, and where in its shape it is."""
    for nth in dict.fromkeys(at.nth for at in window):
        shape, of = flow.shape(nth), words.of(nth)
        for number in of.sentences:
            letter = letter_shown(shape, of, number)
            at = At(nth, flow.above(nth) + shape.line_of(letter))
            if window[0] <= at <= window[-1]:
                yield Mark(nth, number), letter


def first_in(flow: Flow, words: TextWords, window: Sequence[At]) -> Mark | None:
    """Return the first sentence that begins in sight, rather one that is no heading."""
    if not window:
        return None
    found = [mark for mark, _ in sentences_in(flow, words, window)]
    said = (mark for mark in found if flow.blocks[mark.nth].kind not in _APART)
    if (mark := next(said, None)) is not None:
        return mark
    top = mark_at(flow, words, flow.place(window[0]))
    return found[0] if found else top


def column_of(flow: Flow, words: TextWords, mark: Mark) -> int:
    """Return how many letters stand before a word on its line."""
    shape = flow.shape(mark.nth)
    if not isinstance(shape, Wrapped):
        return 0
    letter = letter_shown(shape, words.of(mark.nth), mark.word)
    return letter - shape.text_of(shape.line_of(letter))[1]


def by_lines(flow: Flow, words: TextWords, at: Selection, lines: int, column: int) -> Selection:
    """Move the caret by lines, staying in a column of letters; blank ones are passed over."""
    step = 1 if lines > 0 else -1
    caret = at.caret
    for _ in range(abs(lines)):
        here = line_of(flow, words, caret, is_end=step > 0 and at.caret >= at.anchor)
        other = _beside(flow, words, here, caret, step, column)
        if other is None:
            break
        caret = other
    return Selection(at.anchor, caret)


def _beside(
    flow: Flow, words: TextWords, here: At, caret: Mark, step: int, column: int
) -> Mark | None:
    """Return the word on the next line that has another one; None where there is none."""
    while (there := flow.step(here, step)) != here:
        here = there
        if (line := flow.line(here)) is None:
            continue
        shape = flow.shape(here.nth)
        letter = line[1]
        if isinstance(shape, Wrapped):
            letter += min(column, max(0, len(line[0]) - 1))
        mark = _mark_by(flow, words, here.nth, letter)
        if mark is not None and (mark > caret if step > 0 else mark < caret):
            return mark if words.joins(caret.nth, mark.nth) else None
    return None


def sentence_links(flow: Flow, words: TextWords, window: Sequence[At]) -> list[tuple[Link, Mark]]:
    """Return the sentences that begin in sight as what letters can stand before."""
    found = []
    for mark, letter in sentences_in(flow, words, window):
        number = flow.numbers[mark.nth]
        found.append((Link(number, letter, letter + 1, "sentence", ""), mark))
    return found


def formulas_in(flow: Flow, window: Sequence[At]) -> list[tuple[Link, str]]:
    """Return the formulas that begin in sight as what letters can stand before, with their TeX."""
    found = []
    for nth in dict.fromkeys(at.nth for at in window):
        shape, block, number = flow.shape(nth), flow.blocks[nth], flow.numbers[nth]
        if isinstance(shape, Wrapped):
            starts = [(run.start, run.span.text) for run in shape.prose.runs
                      if run.span.kind == "formula"]  # fmt: skip
        else:
            starts = [(0, tex_of(block))] if block.kind == "formula" else []
        for letter, tex in starts:
            if window[0] <= At(nth, flow.above(nth) + shape.line_of(letter)) <= window[-1]:
                found.append((Link(number, letter, letter + 1, "formula", ""), tex))
    return found


def tex_of(block: Block) -> str:
    """Return the TeX of a displayed formula, its rows parted as TeX parts them."""
    between = "\n" if block.is_doubtful else " \\\\\n"
    return between.join(span.text.strip() for span in block.spans)
