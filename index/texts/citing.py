"""Citations in running text, told by what they look like: `[12]`, `[3, 5-7]`, `[3]-[6]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .blocks import Block, Span
from .spans import tidied

_CITATION = re.compile(r"\[(\d{1,3}(?:(?:\s*[,;–—-]\s*|\]\s?[–—-]\s?\[)\d{1,3}){0,40})\]")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_DASH = re.compile(r"\s?[–—-]\s?")
_RANGE = re.compile(r"(\d{1,3})\]?\s*[–—-]\s*\[?(\d{1,3})")
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


def with_ranges(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks in which two citations with a dash between them are one, of all between too.

    So `[3]` and `[6]` behind each other are written where the source has them as `[3]–[6]`.
    """
    told = tuple(blocks)
    labels = {block.number: block.label for block in told if block.kind == "entry" and block.label}
    if not labels:
        return told
    return tuple(block._replace(spans=_ranged(block.spans, labels)) for block in told)


def _ranged(spans: tuple[Span, ...], labels: Mapping[str, str]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        kept.append(_filled(span, labels))
        if (
            len(kept) > 2
            and kept[-3].kind == span.kind == "cite"
            and _DASH.fullmatch(kept[-2].text)
        ):
            text = "".join(one.text for one in kept[-3:])
            first, last = _NUMBER.fullmatch(kept[-3].text), _NUMBER.fullmatch(span.text)
            if first and last and int(first[1]) < int(last[1]):
                targets = tuple(dict.fromkeys(_targets(text[1:-1], labels)))
                kept[-3:] = [Span(text, "cite", targets)]
    return tuple(kept)


def _filled(span: Span, labels: Mapping[str, str]) -> Span:
    """Return a citation such as `[3]–[6]` that leads to its ends alone with all between."""
    found = _CITATION.fullmatch(span.text) if span.kind == "cite" else None
    if found is None or found[1].isdigit():
        return span
    targets = tuple(dict.fromkeys(_targets(found[1], labels)))
    return span._replace(targets=targets) if set(span.targets) < set(targets) else span


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
        numbers = range(first, min(last, first + _MOST_RANGED) + 1)
        for number in numbers or (first, last):
            if label := labels.get(str(number)):
                yield label
