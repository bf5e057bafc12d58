"""What is shown of a text that was found: the sentence with the words, and the section it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...search.highlighting.highlighter import Highlighter
from ...search.highlighting.text_hits import Section, Snippet
from ...tex import readable
from ..blocks import Block, Text

LONGEST = 240
"""Letters of a snippet."""

_ENDS = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[^\W\d_a-z])")
"""Where a sentence ends and another one begins."""

_SHORT = re.compile(r"(?:\b(?:[A-Z]|al|e\.g|i\.e|cf|vs|Fig|Figs|Eq|Eqs|Sec|Tab|Ref|Refs|resp))\.$")
"""What ends with a full stop and no sentence with it."""

_LABEL = re.compile(r"\s*[^\W\d_]+ [\d.]*\d\.")
"""Such as `Theorem 1.`, with which one begins."""


def snippet_of(text: Text, section: Section, marked: Highlighter) -> Snippet | None:
    """Return the sentence of a section with most of the words; None where there is none.

    Of equals the first one.
    """
    best: tuple[int, str] | None = None
    for block in _blocks(text, section):
        for sentence in sentences_of(_shown(block)):
            spans = marked.spans(sentence)
            number = len({sentence[start:end].lower() for start, end in spans})
            if number and (best is None or number > best[0]):
                best = number, sentence
    if best is None:
        return None
    told = _around(best[1], marked.spans(best[1])[0][0])
    return Snippet(section, told, tuple(marked.spans(told)))


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a paragraph."""
    begun = 0
    for match in _ENDS.finditer(text):
        told = text[begun : match.start() + 1]
        if _SHORT.search(told) or _LABEL.fullmatch(told):
            continue
        yield text[begun : match.end()].strip()
        begun = match.end()
    if rest := text[begun:].strip():
        yield rest


def _blocks(text: Text, section: Section) -> Sequence[Block]:
    """Return the blocks of a section, its heading last, as that is shown anyhow."""
    blocks = text.blocks[section.block :]
    if not blocks:
        return ()
    end = next((at for at, block in enumerate(blocks) if at and block.kind == "heading"), None)
    found = [block for block in blocks[1:end] if block.kind not in ("authors", "entry")]
    return (*found, blocks[0])


def _shown(block: Block) -> str:
    if block.rows:
        return " ".join(block.text.split())
    is_formula = block.kind == "formula"
    told = "".join(
        readable(f"${span.text}$") if is_formula or span.kind == "formula" else span.text
        for span in block.spans
        if span.kind != "note"
    )
    return " ".join(told.split())


def _around(sentence: str, at: int) -> str:
    """Return a sentence, or of a long one what stands around a place."""
    if len(sentence) <= LONGEST:
        return sentence
    begin = max(0, min(at - LONGEST // 3, len(sentence) - LONGEST))
    if begin:
        begin = sentence.find(" ", begin, at) + 1 or begin
    end = min(len(sentence), begin + LONGEST)
    if end < len(sentence):
        end = max(sentence.rfind(" ", begin, end), at + 1)
    cut = sentence[begin:end].strip()
    return f"{'… ' if begin else ''}{cut}{' …' if end < len(sentence) else ''}"
