"""What leads somewhere in a text: citations, cross-references, footnotes and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .flow import At, Flow
from .prose import LINKS, Prose
from .shapes import Wrapped

_BETWEEN = re.compile(r"[,;]")
"""What stands between citations that are printed together."""


class Link(NamedTuple):
    """A place in a text that leads somewhere."""

    block: int
    """Which block of the text it stands in."""
    start: int
    end: int
    """Its letters in what is read of that block."""
    kind: str
    target: str
    """A label, an address, or nothing where it is not known."""


def links_of(prose: Prose, block: int, first: int, last: int) -> Iterator[Link]:
    """Yield the links of a block that have some letters from one to before another.

    Of several citations in one bracket each.
    """
    for start, end, span in prose.runs_in(first, last):
        if span.kind not in LINKS:
            continue
        cuts = [start, *_cuts(prose.text, start, end), end]
        if len(span.targets) > 1 and len(cuts) == len(span.targets) + 1:
            for (first, behind), target in zip(pairwise(cuts), span.targets, strict=True):
                yield Link(block, first, behind, span.kind, target)
        else:
            for target in span.targets or ("",):
                yield Link(block, start, end, span.kind, target)


def _cuts(text: str, start: int, end: int) -> list[int]:
    return [found.start() for found in _BETWEEN.finditer(text, start, end)]


def links_in(flow: Flow, window: Sequence[At]) -> list[Link]:
    """Return the links that begin on some lines, in their order."""
    found: list[Link] = []
    for index in dict.fromkeys(at.nth for at in window):
        shape = flow.shape(index)
        lines = [line for at in window if at.nth == index and (line := flow.line(at))]
        if isinstance(shape, Wrapped) and lines:
            start, end = lines[0][1], lines[-1][1] + len(lines[-1][0])
            links = links_of(shape.prose, flow.numbers[index], start, end)
            found += [link for link in links if start <= link.start < end]
    return found


def link_after(links: Sequence[Link], here: Link | None, step: int) -> Link | None:
    """Return the next of these links, or the one before; None where there is none."""
    if not links:
        return None
    if here in links:
        return links[(links.index(here) + step) % len(links)]
    return links[0] if step > 0 else links[-1]
