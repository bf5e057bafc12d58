"""Which cells of a line have changed, so that only those are sent to the terminal."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from operator import ne
from typing import Any

from rich.cells import cell_len
from textual.strip import Strip


def changed_cells(before: Strip, after: Strip) -> tuple[int, int]:
    """Return the first cell in which two lines of one width differ and the one behind the last."""
    if is_narrow(before) and is_narrow(after):
        # A character a cell, as nearly always: both are told apart without a loop of Python's.
        texts = _differing(before.text, after.text)
        styles = _differing(_styles(before), _styles(after))
        found = [span for span in (texts, styles) if span is not None]
        if not found:
            return 0, 0
        return min(start for start, _ in found), max(end for _, end in found)
    return _differing(_cells(before), _cells(after)) or (0, 0)


def is_narrow(strip: Strip) -> bool:
    """Whether every character of a line takes one cell."""
    text = strip.text
    return text.isascii() or all(map(_is_narrow, filter(_is_foreign, set(text))))


def _is_foreign(sign: str) -> bool:
    return sign > "\x7f"


@lru_cache(maxsize=4096)
def _is_narrow(sign: str) -> bool:
    return cell_len(sign) == 1


def _differing(old: Any, new: Any) -> tuple[int, int] | None:
    """Return where two sequences of one length differ, or nothing if they are alike."""
    if len(old) != len(new):
        return 0, max(len(old), len(new))
    if old == new:
        return None
    start = next(place for place, differs in enumerate(map(ne, old, new)) if differs)
    behind = next(
        place for place, differs in enumerate(map(ne, reversed(old), reversed(new))) if differs
    )
    return start, len(old) - behind


def _styles(strip: Strip) -> list[Any]:
    """Return the style of each character."""
    return list(chain.from_iterable(repeat(style, len(text)) for text, style, _ in strip))


def _cells(strip: Strip) -> list[Any]:
    """Return what stands in each cell; a wide character has two, marks belong to their letter."""
    cells: list[Any] = []
    for text, style, _ in strip:
        for sign in text:
            width = cell_len(sign)
            if width == 0 and cells:
                cells[-1] = (cells[-1][0] + sign, *cells[-1][1:])
            cells.extend((sign, style, part) for part in range(width))
    return cells
