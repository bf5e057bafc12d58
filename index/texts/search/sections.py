r"""A text as what is indexed of it: its sections, each with a heading and the words below that.

References and the people at the beginning are left out: whoever looks for a word means the paper
that speaks of it. Of formulas only the words in them are taken, as in `\mathrm{softmax}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...tex import readable
from ..blocks import Block, Span, Text

VERSION = 1
"""Rises whenever something else of a text is indexed: all of them are indexed anew then."""

LONGEST = 100_000
"""Characters of a section; a longer one becomes several, as places of words end somewhere."""

_LONGEST_NAME = 200
_WORDS_IN_TEX = re.compile(
    r"\\(?:text|mbox|mathrm|mathsf|mathtt|operatorname)[a-z]*\*?\s*\{([^{}\\]{3,})\}"
)
_BLANKS = re.compile(r"\s+")


class Section(NamedTuple):
    """A part of a text, from its heading to the next one."""

    block: int
    """The block of the text with which it begins: its heading where it has one."""
    name: str
    """Its number and heading, such as `3.2 Matching Weights`; empty where the text has none."""
    heading: str
    """The heading alone, as it is indexed."""
    body: str
    """What stands below it, paragraph behind paragraph."""


def sections_of(text: Text) -> Iterator[Section]:
    """Yield the sections of a text in their order, those without a word left out."""
    at, name, heading = 0, "", ""
    parts: list[tuple[int, str]] = []
    for place, block in enumerate(text.blocks):
        if block.kind in ("authors", "entry") or (block.is_doubtful and block.kind == "formula"):
            continue
        if block.kind == "heading" or (block.kind == "title" and not parts):
            yield from _cut(at, name, heading, parts)
            at, name, heading, parts = place, section_name(block), _words(block.spans), []
            if block.kind == "title":
                name = ""
            if block.place == "references":
                heading = ""  # nobody looks for the word itself
        elif told := _told(block):
            parts.append((place, told))
            if block.place == "abstract" and not name:
                name = "Abstract"
    yield from _cut(at, name, heading, parts)


def section_name(heading: Block) -> str:
    """Return what a section is called by, of its heading: `3.2 Matching Weights`."""
    told = "".join(
        readable(f"${span.text}$") if span.kind == "formula" else span.text
        for span in heading.spans
        if span.kind != "note"
    )
    name = _BLANKS.sub(" ", f"{heading.number} {told}").strip()
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _cut(at: int, name: str, heading: str, parts: Iterable[tuple[int, str]]) -> Iterator[Section]:
    """Yield a section, or several where it is long; none where there is nothing to be found."""
    told: list[str] = []
    size = 0
    for place, part in parts:
        for piece in _pieces(part):
            if told and size + len(piece) > LONGEST:
                yield Section(at, name, heading, "\n".join(told))
                at, told, size = place, [], 0
            told.append(piece)
            size += len(piece) + 1
    if told or heading:
        yield Section(at, name, heading, "\n".join(told))


def _pieces(part: str) -> Iterator[str]:
    """Yield a block's words, in pieces where there are too many."""
    while len(part) > LONGEST:
        end = part.rfind(" ", 1, LONGEST)
        end = LONGEST if end < 0 else end
        yield part[:end]
        part = part[end:]
    yield part


def _told(block: Block) -> str:
    """Return what is indexed of a block."""
    if block.rows:
        return "\n".join(_words(cell) for row in block.rows for cell in row)
    if block.kind == "code":
        return "\n".join(span.text for span in block.spans)
    if block.kind == "formula":  # whose spans are its rows
        return " ".join(word for span in block.spans for word in _WORDS_IN_TEX.findall(span.text))
    return _words(block.spans)


def _words(spans: Iterable[Span]) -> str:
    """Return the words of spans; of a formula those in it, of a footnote's mark none."""
    told: list[str] = []
    for span in spans:
        if span.kind == "formula":
            if "{" in span.text and (found := _WORDS_IN_TEX.findall(span.text)):
                told.append(f" {' '.join(found)} ")
        elif span.kind != "note":
            told.append(span.text)
    return "".join(told)
