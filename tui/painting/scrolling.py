"""Lines that move as a block: the terminal moves them itself, within a region of its screen.

DECSTBM sets the region, a line feed at its lower edge and a reverse index at its upper one scroll
it (VT100 User Guide, chapter 3); what comes into sight is blank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from .cell_changes import changed_cells

FEWEST = 3
"""Lines that must have changed, and that must have moved, for it to be worth looking."""

_PLACE = 7
"""Bytes that it takes to go to a line, about; a scroll takes three times as many."""

_INDEX, _REVERSE_INDEX = "\n", "\x1bM"

Cells = tuple[int, int]
"""Of a line the first cell and the one behind the last."""


class Scroll(NamedTuple):
    """Lines of a pane that move up within a region, or down where `lines` is negative."""

    top: int
    bottom: int
    """The last line of the region."""
    lines: int
    rest: dict[int, Cells]
    """What is to be painted in the region once it is scrolled."""

    def sequence(self, first: int) -> str:
        """Return what the terminal is sent, where the pane begins at line `first` of the screen."""
        top, bottom = first + self.top + 1, first + self.bottom + 1
        is_up = self.lines > 0
        at, step = (bottom, _INDEX) if is_up else (top, _REVERSE_INDEX)
        return f"\x1b[{top};{bottom}r\x1b[{at}H{step * abs(self.lines)}\x1b[r"


def scroll_of(before: Sequence[Strip], after: Sequence[Strip], width: int) -> Scroll | None:
    """Return how lines of a pane are to be scrolled; None where to paint them takes no more."""
    plain = _changes(before, after)
    if len(plain) < FEWEST or not (lines := _distance(before, after)):
        return None
    count = len(after)
    alike = [
        y for y in range(count) if 0 <= y + lines < count and _is_same(before[y + lines], after[y])
    ]
    if len(alike) < FEWEST:
        return None
    ends = alike[0], alike[-1]
    top, bottom = min(ends[0], ends[0] + lines), max(ends[1], ends[1] + lines)
    blank = Strip.blank(width, Style.null())
    moved = [
        before[y + lines] if top <= y + lines <= bottom else blank for y in range(top, bottom + 1)
    ]
    rest = {top + y: cells for y, cells in _changes(moved, after[top : bottom + 1]).items()}
    saved = _cost({y: cells for y, cells in plain.items() if top <= y <= bottom}) - _cost(rest)
    return Scroll(top, bottom, lines, rest) if saved > 3 * _PLACE + 2 * abs(lines) else None


@cache
def can_scroll(term: str) -> bool:
    """Whether the terminal scrolls regions, as the system's list of terminals knows."""
    import curses  # whoever never scrolls needs none

    try:
        curses.setupterm(term, 1)
    except curses.error:
        return False
    return bool(curses.tigetstr("csr") and curses.tigetstr("ri"))


def _distance(before: Sequence[Strip], after: Sequence[Strip]) -> int:
    """Return by how many lines most of what was there has moved up, 0 where nothing has."""
    places: dict[str, list[int]] = {}
    for y, strip in enumerate(before):
        if text := strip.text.strip():
            places.setdefault(text, []).append(y)
    votes = Counter(
        was - y
        for y, strip in enumerate(after)
        if len(known := places.get(strip.text.strip(), ())) == 1
        for was in known
    )
    return votes.most_common(1)[0][0] if votes else 0


def _is_same(one: Strip, other: Strip) -> bool:
    return one is other or one == other


def _changes(before: Sequence[Strip], after: Sequence[Strip]) -> dict[int, Cells]:
    """Return the cells of each line that differ."""
    found = {}
    for y, (one, other) in enumerate(zip(before, after, strict=True)):
        if not _is_same(one, other):
            start, end = changed_cells(one, other)
            if start < end:
                found[y] = start, end
    return found


def _cost(cells: dict[int, Cells]) -> int:
    """Return about how many bytes it takes to paint cells."""
    return sum(end - start + _PLACE for start, end in cells.values())
