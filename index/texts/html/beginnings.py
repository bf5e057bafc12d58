"""The beginning of a long page, read before the whole of it is.

A page is read by its tree, which stands once all of it is there. So its first part is cut off where
a section or a paragraph begins and read as if it were a page, then one of four times the size, and
so on, which all in all costs less than half as much again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..blocks import Text
from .page import read_html

FIRST = 24_000
"""Characters of the first part: a few pages of a terminal, and a hundredth of a second."""
_GROWTH = 4
_LEAST_REST = 3
"""By so much a page must be longer than a part, for it to be read apart."""

_STARTS = ("<section", '<div class="ltx_para', "<h2", "<p>", "<p ")
"""Where a page may be cut, the best first."""


def read_beginnings(html: str, part: Callable[[Text], object]) -> None:
    """Tell the beginning of a page, more of it each time; of a short one nothing."""
    for beginning in beginnings(html):
        text = read_html(beginning)
        if text.blocks:
            part(text._replace(lacks=()))


def beginnings(html: str, first: int = FIRST) -> Iterator[str]:
    """Yield longer and longer beginnings of a page, each cut where something begins."""
    size, last = first, 0
    while size * _LEAST_REST <= len(html):
        end = _cut(html, size)
        if end > last:
            last = end
            yield html[:end]
        size *= _GROWTH


def _cut(html: str, size: int) -> int:
    """Return where something begins in the second half of so many characters, else 0."""
    return max(0, next((at for one in _STARTS if (at := html.rfind(one, size // 2, size)) > 0), 0))
