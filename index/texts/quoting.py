"""A stretch of a paper's text as a highlight keeps it: its words, and some around them."""

from __future__ import annotations

from collections.abc import Iterator

from .blocks import Block, Span, Text
from .spots import Passage
from .word_index import section_name, text_of

AROUND = 12
"""Words that are kept of what stands before a passage, and behind it."""


def quote(text: Text, first: tuple[int, int], end: tuple[int, int]) -> Passage:
    """Return a stretch of a text as a highlight keeps it.

    `first` is the number of a block and of the first letter in its `text`, `end` that of a block
    and of the letter behind the last one. Formulas are whole. Footnotes that stand between the
    blocks are left out, as they are read at the end.
    """
    blocks = text.blocks
    first = first[0], whole_formulas(blocks[first[0]], first[1], first[1])[0]
    end = end[0], whole_formulas(blocks[end[0]], end[1], end[1])[1]
    numbers = [
        number
        for number in range(first[0], end[0] + 1)
        if number in (first[0], end[0]) or blocks[number].kind != "footnote"
    ]
    parts = []
    for number in numbers:
        start = first[1] if number == first[0] else 0
        stop = end[1] if number == end[0] else len(blocks[number].text)
        parts.append(_said(blocks[number], start, stop))
    said = "\n".join(filter(None, parts))
    before, after = _before(text, *first), _after(text, *end)
    return Passage(said, _section(text, first[0]), before, after)


def _formula_spans(block: Block) -> Iterator[tuple[int, int]]:
    """Yield from where to where in the `text` of a block its formulas stand."""
    if block.kind == "formula":
        yield 0, len(block.text)
    elif not block.rows:
        for span, start in _places(block):
            if span.kind == "formula":
                yield start, start + len(span.text)


def whole_formulas(block: Block, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of a block so that no formula is cut apart."""
    for one, last in _formula_spans(block):
        if one < start < last:
            start = one
        if one < end < last:
            end = last
    return start, end


def _said(block: Block, start: int, stop: int) -> str:
    """Return what stands in a block from one letter to before another."""
    if block.kind == "formula":
        rows = " \\\\ ".join(span.text for span in block.spans)
        return f"${rows}$" if start < stop else ""
    if block.rows or block.kind == "code":
        return block.text[start:stop].replace("\t", " ").strip()
    parts = []
    for span, at in _places(block):
        one, last = max(start, at), min(stop, at + len(span.text))
        if one < last and span.kind != "note":
            is_formula = span.kind == "formula"
            parts.append(f"${span.text}$" if is_formula else span.text[one - at : last - at])
    return "".join(parts).strip()


def _places(block: Block) -> Iterator[tuple[Span, int]]:
    at = 0
    for span in block.spans:
        yield span, at
        at += len(span.text)


def _section(text: Text, number: int) -> str:
    for block in reversed(text.blocks[: number + 1]):
        if block.kind == "heading":
            return section_name(block)
    return ""


def _before(text: Text, number: int, letter: int) -> str:
    """Return the words before a place, in its own block and those read before it."""
    is_note = text.blocks[number].kind == "footnote"
    words = text_of(text.blocks[number])[:letter].split()[-AROUND:]
    while number and len(words) < AROUND:
        number -= 1
        if (text.blocks[number].kind == "footnote") == is_note:
            words = [*text_of(text.blocks[number]).split()[len(words) - AROUND :], *words]
    return " ".join(words)


def _after(text: Text, number: int, letter: int) -> str:
    """Return the words behind a place, in its own block and those read after it."""
    is_note = text.blocks[number].kind == "footnote"
    words = text_of(text.blocks[number])[letter:].split()[:AROUND]
    while number < len(text.blocks) - 1 and len(words) < AROUND:
        number += 1
        if (text.blocks[number].kind == "footnote") == is_note:
            words = [*words, *text_of(text.blocks[number]).split()[: AROUND - len(words)]]
    return " ".join(words)
