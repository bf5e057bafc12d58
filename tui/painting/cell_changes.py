"""Which cells of a line have changed, so that only those are sent to the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import ne

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

_COMMON = " -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027•○★✎✓▌"
"""The signs of the reader and of Western texts, each of which takes one cell."""
_UNCOMMON = re.compile(f"[^{_COMMON}]")
_DISPUTED = f"([{_COMMON}]?[^{_COMMON}]+)"


def changed_cells(before: Strip, after: Strip) -> tuple[int, int]:
    """Return the first cell in which two lines of one width differ and the one behind the last.

    A line with signs of other widths is sent as a whole: terminals disagree about some of them, and
    what belongs to one letter must not be cut in two.
    """
    if before.cell_length == after.cell_length and is_narrow(before.text) and is_narrow(after.text):
        # A character a cell, as nearly always: whole pieces of one style are compared at once.
        start = _alike(before, after)
        if start == after.cell_length:
            return 0, 0
        return start, after.cell_length - _alike(before, after, is_from_end=True)
    return (0, 0) if before == after else (0, max(before.cell_length, after.cell_length))


def is_narrow(text: str) -> bool:
    """Whether every character of a line takes one cell."""
    return not _UNCOMMON.search(text) or all(map(_is_narrow, set(text)))


def parts_by_width(text: str) -> list[str]:
    """Return a text in parts; each second one has letters that may not take one cell each.

    The letter before goes with them, since it may be what they are written over.
    """
    return re.split(_DISPUTED, text)


@lru_cache(maxsize=4096)
def _is_narrow(sign: str) -> bool:
    return cell_len(sign) == 1


def _alike(before: Strip, after: Strip, *, is_from_end: bool = False) -> int:
    """Return how many characters are the same at the beginning of two lines, or at their end."""
    order = reversed if is_from_end else iter
    olds: Iterator[Segment] = order(before._segments)
    news: Iterator[Segment] = order(after._segments)
    old = new = ""
    done = 0
    while True:
        while not old:
            if (segment := next(olds, None)) is None:
                return done
            old, old_style = segment.text, segment.style
        while not new:
            if (segment := next(news, None)) is None:
                return done
            new, new_style = segment.text, segment.style
        if old_style is not new_style and old_style != new_style:
            return done
        size = min(len(old), len(new))
        if is_from_end:
            one, other = old[-size:][::-1], new[-size:][::-1]
            old, new = old[:-size], new[:-size]
        else:
            one, other = old[:size], new[:size]
            old, new = old[size:], new[size:]
        if one != other:
            return done + next(n for n, differs in enumerate(map(ne, one, other)) if differs)
        done += size
