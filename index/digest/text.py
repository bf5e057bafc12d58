"""A digest as plain text, as letters are written: lines of 72 columns, addresses whole."""

from __future__ import annotations

from collections.abc import Iterator

from ..columns import cells, fill
from .gathering import Digest, Item
from .wording import CLOSING, abstract, counts, heading, links, section_title, title, told

_WIDTH = 72
_INDENT = "  "


def write_text(digest: Digest) -> str:
    """Return the digest; it ends in a newline character."""
    lines = [*_wrapped(heading(digest)), "", *_wrapped(f"{counts(digest)}.")]
    for section in digest.sections:
        name = section_title(section)
        lines += ["", "", name, "-" * cells(name)]
        for item in section.items:
            lines += ["", *_entry(item)]
    return "\n".join([*lines, "", "-- ", CLOSING, ""])


def _entry(item: Item) -> Iterator[str]:
    yield from _wrapped(title(item.paper))
    yield from _wrapped(" · ".join((item.paper.id, *told(item))), _INDENT)
    # An address that is broken leads nowhere.
    yield from (_INDENT + url for url in links(item.paper))
    if text := abstract(item):
        yield from ("", *_wrapped(text, _INDENT))


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    width = _WIDTH - len(indent)
    return (indent + line for line in fill(text.split(), width, width))
