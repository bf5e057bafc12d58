"""What a reader of papers costs: `python bench/peers.py TITLE HOME COMMAND...`; see `peers.md`.

Works with any program on a terminal: processor time and memory until the title stands, then what
a cursor move and a search cost. Every key is waited for until the program has come to rest.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from figures import median, report
from terminal import Terminal

REST = 0.7
"""Seconds without work after which an answer is complete; a search may wait before it begins."""
IDLE = 0.03
"""Seconds of processor time in them that are no work: a blinking cursor."""
LONGEST = 60.0
"""Seconds after which an answer is not waited for any more."""
MOVES = 10


def press(terminal: Terminal, keys: str) -> tuple[float, int]:
    """Return the milliseconds of processor time and the bytes that keys cost, up to the rest."""
    spent, written = terminal.cpu(), len(terminal.raw)
    terminal.send(keys)
    last = now = spent
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        end = time.monotonic() + REST
        while (left := end - time.monotonic()) > 0:
            terminal.read(left)
        now = terminal.cpu()
        if now - last <= IDLE:
            break
        last = now
    return (now - spent) * 1000, len(terminal.raw) - written


def at_rest(terminal: Terminal) -> float:
    """Return the milliseconds of processor time of every second in which nothing is pressed."""
    start, spent = time.monotonic(), terminal.cpu()
    while time.monotonic() - start < 3.0:
        terminal.read(0.2)
    return (terminal.cpu() - spent) * 1000 / (time.monotonic() - start)


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Return the figures of one start."""
    with Terminal(options.command, options.home) as terminal:
        terminal.wait_for(options.title)
        found = {"until the title, CPU s": terminal.cpu(), "until the title, MB": terminal.peak()}
        press(terminal, options.list)
        moves = [press(terminal, "\x1b[B") for _ in range(MOVES)]
        # The mean: the kernel counts in hundredths of a second.
        found["cursor down, CPU ms"] = sum(spent for spent, _ in moves) / MOVES
        found["cursor down, bytes"] = median(written for _, written in moves)
        press(terminal, options.search)
        found["waiting for a letter, CPU ms a second"] = at_rest(terminal)
        letters = [press(terminal, letter)[0] for letter in options.query]
        found["letter of a search, median, CPU ms"] = median(letters)
        found["letter of a search, most, CPU ms"] = max(letters)
        if options.enter:
            found["search after Enter, CPU ms"] = press(terminal, "\r")[0]
        found["after the search, MB"] = terminal.peak()
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("title", help="the beginning of the title that stands first")
    arguments.add_argument("home", type=Path, help="the home directory that the program is given")
    arguments.add_argument("command", nargs=argparse.REMAINDER)
    arguments.add_argument("--list", default="\x1b", help="the key that leads to the list")
    arguments.add_argument("--search", default="/", help="the key that leads to the search")
    arguments.add_argument("--query", default="reward")
    arguments.add_argument("--enter", action="store_true", help="it searches at Enter only")
    arguments.add_argument("--times", type=int, default=3)
    options = arguments.parse_args()
    runs = [measure(options) for _ in range(options.times)]
    for name in runs[0]:
        values = [run[name] for run in runs]
        report(name, f"{median(values):.2f}", " ".join(f"{value:.2f}" for value in values))


if __name__ == "__main__":
    main()
