"""What is left of a paper for whoever skims it: headings, and how each paragraph begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....index import Block, Span

_END = re.compile(r"[.!?][\"')\]”’]*(?=\s+[\"'(\[“‘]?[^\W\d_a-z]|\s+\d|\s*$)")
"""Where a sentence may end: before a capital letter, a number or nothing."""

_GOES_ON = re.compile(
    r"(?:\b(?:al|cf|e\.g|i\.e|etc|vs|resp|approx|Figs?|Eqs?|Secs?|Sect|Tabs?|Refs?|Thm|Lem|Prop|"
    r"Def|Cor|Alg|App|No|Nos|Dr|Prof|St|Mr|Ms|Mrs|pp?|Vol|Ch)|\b[A-Z])\.$"
)
"""What ends in a full stop within a sentence: abbreviations, and initials of people."""


_LABEL = re.compile(r"\s*[^\W\d]+ [\dA-Z.]+(?: ?\([^)]*\))?\s*[.:]")
"""How a theorem is called, which is no sentence: `Theorem 1 (of rows).`"""

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
    text = "".join(span.text for span in spans)
    end = next(
        (
            found.end()
            for found in _END.finditer(text)
            if not _GOES_ON.search(text, max(0, found.start() - 12), found.start() + 1)
            and not _LABEL.fullmatch(text, 0, found.end())
            and _is_plain(spans, found.start())
        ),
        len(text),
    )
    kept: list[Span] = []
    for span in spans:
        if end <= 0:
            break
        is_whole = len(span.text) <= end
        kept.append(span if is_whole else span._replace(text=span.text[:end]))
        end -= len(span.text)
    return tuple(kept)


def _is_plain(spans: Sequence[Span], letter: int) -> bool:
    """Whether a letter stands in words, where a full stop is one, and in no formula or code."""
    for span in spans:
        if letter < len(span.text):
            return span.kind not in ("formula", "code", "link", "cite")
        letter -= len(span.text)
    return True
