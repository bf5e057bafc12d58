"""Labels that references lead to, once all of a page is read."""

from __future__ import annotations

from collections.abc import Mapping

from ..blocks import Block, Span


def resolved(blocks: list[Block], anchors: Mapping[str, int]) -> tuple[Block, ...]:
    """Return blocks whose references name blocks that are there, or nothing.

    `anchors` say for each id of the page which block comes next behind it. A reference to one of
    the references is a citation.
    """
    kinds = {block.label: block.kind for block in blocks if block.label}
    names: dict[str, str] = {}
    for target in dict.fromkeys(_targets(blocks)):
        if target in kinds:
            names[target] = target
        elif (at := anchors.get(target, len(blocks))) < len(blocks):
            if not blocks[at].label:
                blocks[at] = blocks[at]._replace(label=target)
                kinds[target] = blocks[at].kind
            names[target] = blocks[at].label
    return tuple(_led(block, names, kinds) for block in blocks)


def _targets(blocks: list[Block]) -> list[str]:
    return [
        target
        for block in blocks
        for spans in (block.spans, *(cell for row in block.rows for cell in row))
        for span in spans
        if span.kind in ("cite", "reference")
        for target in span.targets
    ]


def _led(block: Block, names: Mapping[str, str], kinds: Mapping[str, str]) -> Block:
    if not any(span.targets for span in block.spans) and not block.rows:
        return block
    spans = tuple(_lead(span, names, kinds) for span in block.spans)
    rows = tuple(
        tuple(tuple(_lead(span, names, kinds) for span in cell) for cell in row)
        for row in block.rows
    )
    return block._replace(spans=spans, rows=rows)


def _lead(span: Span, names: Mapping[str, str], kinds: Mapping[str, str]) -> Span:
    if span.kind not in ("cite", "reference") or not span.targets:
        return span
    targets = tuple(dict.fromkeys(names[one] for one in span.targets if one in names))
    is_cite = span.kind == "cite" or any(kinds.get(one) == "entry" for one in targets)
    return Span(span.text, "cite" if is_cite else "reference", targets)
