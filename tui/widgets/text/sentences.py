"""Where sentences of a block end: full stops in formulas, citations, abbreviations end none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....index import Span

_END = re.compile(r"[.!?][\"')\]”’]*(?=\s+[\"'(\[“‘]?[^\W\d_a-z]|\s+\d|\s*$)")
"""Where a sentence may end: before a capital letter, a number or nothing."""

_GOES_ON = re.compile(
    r"(?:\b(?:al|cf|e\.g|i\.e|etc|vs|resp|approx|w\.r\.t|s\.t|i\.i\.d|a\.s|Figs?|Eqs?|Secs?|Sect|"
    r"Tabs?|Refs?|Thm|Lem|Prop|Def|Cor|Alg|App|No|Nos|Dr|Prof|St|Mr|Ms|Mrs|pp?|Vol|Ch)|\b[A-Z])\.$"
)
"""What ends in a full stop within a sentence: abbreviations, and initials of people."""

_LABEL = re.compile(r"\s*[^\W\d]+ [\dA-Z.]+(?: ?\([^)]*\))?\s*[.:]")
"""How a theorem is called, which is no sentence: `Theorem 1 (of rows).`"""

_BRACKETED = frozenset(("cite", "note"))
"""Spans that may stand behind a full stop and belong to what it ends."""


def sentence_ends(spans: Sequence[Span]) -> list[int]:
    """Return behind which letters of some spans sentences end, in order; the last is their end."""
    text = "".join(span.text for span in spans)
    seen = "".join(map(_seen, spans))
    ends = [
        found.end()
        for found in _END.finditer(seen)
        if not _GOES_ON.search(seen, max(0, found.start() - 12), found.start() + 1)
        and not _LABEL.fullmatch(text, 0, found.end())
    ]
    return ends if ends and not seen[ends[-1] :].strip() else [*ends, len(text)]


def _seen(span: Span) -> str:
    """Return a span as whoever looks for full stops sees it, letter by letter."""
    text, kind = span.text, span.kind
    if not text or kind not in ("formula", "code", "link", "cite", "note"):
        return text
    if kind in _BRACKETED and not text[0].isalpha():
        return "]" * len(text)
    # A formula may begin a sentence; of the others a small letter says that they do not.
    head = "Ω" if kind == "formula" else text[0] if text[0].isalnum() else "("
    return head + "x" * (len(text) - 1)
