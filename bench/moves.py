"""What moving through the list costs: `python bench/moves.py FILE`.

The cursor goes down 1,000 times at the speed of a key that is held, then to the end and back, then
down by pages. The figures are milliseconds of processor time of the process for every key, the
median of five parts, beside a bare Textual app with a virtual list of the same titles.
"""

from __future__ import annotations

import time
from pathlib import Path

from figures import median, report
from libraries import arguments_of, prepared, titles_of
from reader import bare_command, command
from terminal import Terminal

PARTS = 5
HELD = 1 / 30
"""Seconds between two keys of one that is held."""
APART = 0.15
"""Seconds between two keys that are pressed one by one."""

MOVES = (("j", 200, HELD), ("G", 10, APART), ("gg", 10, APART), ("\x1b[6~", 20, APART))
"""What is pressed, how often in each part, and how fast; `G` and `gg` in turns."""
NAMES = ("cursor down", "`G`", "`gg`", "page down")


def press(terminal: Terminal, keys: str, number: int, between: float) -> float:
    """Return the milliseconds of processor time of every key."""
    before = terminal.running()
    for _ in range(number):
        terminal.send(keys)
        end = time.monotonic() + between
        while (left := end - time.monotonic()) > 0:
            terminal.read(left)
    terminal.settle(0.3)
    return (terminal.running() - before) * 1000 / number


def measure(run: list[str], home: Path, title: str, parts: int) -> list[float]:
    """Return what each kind of key costs."""
    with Terminal(run, home) as terminal:
        terminal.wait_for(title)
        terminal.settle(3.0)  # what waits for the first screen is done by then
        found: list[list[float]] = [[] for _ in MOVES]
        for _ in range(parts):
            found[0].append(press(terminal, *MOVES[0]))
        for _ in range(parts):
            # There and back: what the way back costs is told from both together.
            there, back = 0.0, 0.0
            for _ in range(MOVES[1][1]):
                there += press(terminal, "G", 1, APART)
                back += press(terminal, "gg", 1, APART)
            found[1].append(there / MOVES[1][1])
            found[2].append(back / MOVES[1][1])
        for _ in range(parts):
            found[3].append(press(terminal, *MOVES[3]))
        return [median(values) for values in found]


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    parts = 1 if options.quick else PARTS
    with prepared(options) as directory:
        titles = titles_of(directory)
        first = titles[0][:24]
        ours = measure(command(directory), directory, first, parts)
        bare = measure(bare_command(directory, titles), directory, first, parts)
        for name, one, other in zip(NAMES, ours, bare, strict=True):
            report(f"{name}, CPU ms a key", f"{one:.1f}", f"{other:.1f}")


if __name__ == "__main__":
    main()
