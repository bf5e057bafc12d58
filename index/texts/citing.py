"""Citations in running text, told by what they look like: `[12]`, `[3, 5-7]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .blocks import Block, Span
from .spans import tidied

_CITATION = re.compile(r"\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,40})\]")
_RANGE = re.compile(r"(\d{1,3})\s*[–-]\s*(\d{1,3})")
_MOST_RANGED = 60


def with_citations(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which numbers in brackets lead to the references that have them."""
    told = tuple(blocks)
    labels = {block.number: block.label for block in told if block.kind == "entry" and block.label}
    if not labels:
        return told
    return tuple(
        block._replace(spans=tidied(_cited(block.spans, labels)))
        if block.kind not in ("entry", "code", "formula")
        else block
        for block in told
    )


def _cited(spans: Iterable[Span], labels: Mapping[str, str]) -> Iterable[Span]:
    for span in spans:
        if span.kind != "text":
            yield span
            continue
        done = 0
        for found in _CITATION.finditer(span.text):
            targets = tuple(dict.fromkeys(_targets(found[1], labels)))
            if targets:
                yield Span(span.text[done : found.start()])
                yield Span(found[0], "cite", targets)
                done = found.end()
        yield Span(span.text[done:])


def _targets(text: str, labels: Mapping[str, str]) -> Iterable[str]:
    for part in re.split(r"[,;]", text):
        between = _RANGE.fullmatch(part.strip())
        first, last = (int(one) for one in between.groups()) if between else (int(part),) * 2
        for number in range(first, min(last, first + _MOST_RANGED) + 1):
            if label := labels.get(str(number)):
                yield label
