"""What is left of a paper for whoever skims it: headings, and how each paragraph begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....index import Block, Span
from .sentences import sentence_ends

_BEGUN = frozenset(("paragraph", "item", "theorem"))
"""Blocks whose first sentence says what they are about."""


def skimmed(blocks: Sequence[tuple[int, Block]]) -> Iterator[tuple[int, Block]]:
    """Yield headings whole, and of paragraphs the first sentence; each with its number."""
    for number, block in blocks:
        if block.kind in ("title", "heading"):
            yield number, block
        elif block.kind in _BEGUN and block.place != "references" and not block.is_doubtful:
            yield number, block._replace(spans=first_sentence(block.spans))


def first_sentence(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of the first sentence; all of them where no end of it is seen."""
    end = sentence_ends(spans)[0]
    kept: list[Span] = []
    for span in spans:
        if end <= 0:
            break
        is_whole = len(span.text) <= end
        kept.append(span if is_whole else span._replace(text=span.text[:end]))
        end -= len(span.text)
    return tuple(kept)
