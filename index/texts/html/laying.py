"""Labels that references lead to, once all of a page is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...text import clean
from ..blocks import Block, BlockKind, Span


class _Labels(NamedTuple):
    """Where what is named on a page is."""

    names: dict[str, str]
    """Of each id that something leads to, the label of the block that it means."""
    kinds: dict[str, BlockKind]
    """Of each label, what it is that of."""
    notes: dict[str, str]
    """Of each footnote's number its label: marks may stand elsewhere than their note."""


def resolved(blocks: list[Block], anchors: Mapping[str, int]) -> tuple[Block, ...]:
    """Return blocks whose references name blocks that are there, or nothing.

    `anchors` say for each id of the page which block comes next behind it. A reference to one of
    the references is a citation. Of a label that is there twice the first has it.
    """
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        if label := clean(block.label):
            blocks[at] = block._replace(label="" if label in seen else label)
            seen.add(label)
    kinds = {block.label: block.kind for block in blocks if block.label}
    names: dict[str, str] = {}
    for target in dict.fromkeys(_targets(blocks)):
        told = clean(target)
        if told in kinds:
            names[target] = told
        elif (at := anchors.get(target, len(blocks))) < len(blocks):
            if not blocks[at].label:
                blocks[at] = blocks[at]._replace(label=told)
                kinds[told] = blocks[at].kind
            names[target] = blocks[at].label
    notes = {block.number: block.label for block in blocks if block.kind == "footnote"}
    labels = _Labels(names, kinds, notes)
    return tuple(_led(block, labels) for block in blocks)


def _targets(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        for spans in (block.spans, *(cell for row in block.rows for cell in row)):
            for span in spans:
                if span.kind in ("cite", "reference"):
                    yield from span.targets


def _led(block: Block, labels: _Labels) -> Block:
    if not block.rows and all(span.kind == "text" for span in block.spans):
        return block
    spans = tuple(_lead(span, labels) for span in block.spans)
    rows = tuple(
        tuple(tuple(_lead(one, labels) for one in cell) for cell in row) for row in block.rows
    )
    return block._replace(spans=spans, rows=rows)


def _lead(span: Span, labels: _Labels) -> Span:
    if span.kind == "note" and not span.targets:
        note = labels.notes.get(span.text)
        return span._replace(targets=(note,)) if note else span
    if span.kind not in ("cite", "reference") or not span.targets:
        return span
    told = (labels.names[one] for one in span.targets if one in labels.names)
    targets = tuple(dict.fromkeys(told))
    is_cite = span.kind == "cite" or any(labels.kinds[one] == "entry" for one in targets)
    return Span(span.text, "cite" if is_cite else "reference", targets)
