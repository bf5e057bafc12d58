"""How many bytes the reader sends for what one does; measured here for the tests and the bench.

Bytes are counted, never time. A machine that is busy sends them later, but the same ones.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from statistics import median

from .terminal import FIRST, Terminal

TIMES = 25
HELD = 30
"""Keys that a keyboard sends in a second while one is held."""
TRIES = 8
"""How often it is tried to hold a key on a machine that is busy."""
TITLE = "Git Re-Basin: Merging Models modulo Permutation Symmetries"
"""One bundled paper has these words; after the first few of them the results stay the same."""
NARROWED = "git re-b"

_TO_ROW = re.compile(rb"\x1b\[([0-9]+);[0-9]+H")


def to_top(terminal: Terminal) -> None:
    """Go to the first of all papers and wait until everything stands."""
    terminal.wait_for("/603")
    terminal.wait_for(lambda: "indexing" not in terminal.text)
    terminal.send("gg")
    terminal.wait_for(" 1/603")
    terminal.settle(0.8)


def letters(terminal: Terminal) -> float:
    """Return the bytes of a letter that is typed and brings no other results."""
    to_top(terminal)
    terminal.send("/")
    terminal.settle()
    terminal.send(NARROWED)
    terminal.wait_for(TITLE)
    terminal.settle(0.8)
    typed, counts = NARROWED, []
    for letter in TITLE[len(NARROWED) :][:TIMES].lower():
        typed += letter
        before = len(terminal.raw)
        terminal.send(letter)
        terminal.wait_for(f"/ {typed.rstrip()}")
        terminal.settle(0.12)
        counts.append(len(terminal.raw) - before)
    terminal.send("\x1b")
    terminal.wait_for("/603")
    return median(counts)


def moves(terminal: Terminal) -> tuple[float, float]:
    """Return the bytes of a cursor move for the highlight, and with the abstract in all.

    The highlight is what is sent to the rows above the abstract, whenever it comes.
    """
    to_top(terminal)
    below = abstract_row(terminal)
    highlights, totals = [], []
    for number in range(2, TIMES + 2):
        before = len(terminal.raw)
        terminal.send("j")
        terminal.wait_for(f"{number}/603")
        terminal.settle(0.2)
        sent = bytes(terminal.raw[before:])
        by_row = bytes_by_row(sent)
        highlights.append(sum(count for row, count in by_row.items() if row < below))
        totals.append(len(sent))
    return median(highlights), median(totals)


def abstract_row(terminal: Terminal) -> int:
    """Return the first row of the abstract, from 0: its title is there a second time."""
    rows = [row for row, line in enumerate(terminal.text.splitlines()) if FIRST in line]
    assert len(rows) == 2, terminal.text
    return rows[1]


def bytes_by_row(sent: bytes) -> Counter[int]:
    """Return how many bytes went to each row, from 0, counting what moves the cursor there."""
    counts: Counter[int] = Counter()
    row, last = 0, 0
    for match in _TO_ROW.finditer(sent):
        counts[row] += match.start() - last
        row, last = int(match[1]) - 1, match.start()
    counts[row] += len(sent) - last
    return counts


def held(terminal: Terminal) -> int:
    """Return the bytes of a key that is held for one second, with all that comes of it.

    Where the machine lets keys be late, one is not held: the reader paints in the pauses. That is
    tried again, and of several such tries the one with the fewest bytes counts.
    """
    found = []
    for _ in range(TRIES):
        to_top(terminal)
        before, late = len(terminal.raw), 0.0
        start = time.monotonic()
        for number in range(HELD):
            late = max(late, time.monotonic() - start - number / HELD)
            terminal.send("j")
            terminal.read_until(start + (number + 1) / HELD)
        terminal.settle(0.8)
        found.append(len(terminal.raw) - before)
        if late < 1 / HELD:
            return found[-1]
    return min(found)


def rest(terminal: Terminal) -> tuple[float, int]:
    """Put the cursor into the search box and leave it there; return when and after what bytes."""
    to_top(terminal)
    terminal.send("/")
    terminal.settle(0.8)
    return time.monotonic(), len(terminal.raw)


def idle(terminal: Terminal, begun: tuple[float, int], seconds: float = 10.0) -> int:
    """Return the bytes that have come by so many seconds after `rest`, nothing being done."""
    start, before = begun
    terminal.read_until(start + seconds)
    while terminal.read():
        pass
    return len(terminal.raw) - before


def focus(terminal: Terminal) -> int:
    """Return the bytes of leaving for another pane of tmux and coming back."""
    to_top(terminal)
    before = len(terminal.raw)
    terminal.send("\x1b[O")
    terminal.settle()
    terminal.send("\x1b[I")
    terminal.settle()
    return len(terminal.raw) - before
