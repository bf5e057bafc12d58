"""What a letter takes in the reader: `python bench/letters.py PYTHON DIRECTORY`.

From the key to the last byte of what it paints, on a terminal of 120 columns: processor time of all
threads. The queries are typed as people type, and each letter is waited for.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from figures import spread
from terminal import Terminal

QUERIES = ("permutation", "diffusion transformer", "lottery ticket")
REST = 0.15
"""Seconds without a byte after which a letter's frame is complete; what comes at rest comes later.
"""


class Letters:
    """One build, and a library of its own."""

    def __init__(self, python: str, directory: Path) -> None:
        self._run = [python, "-m", "recto.tui", "--fresh", "--data-dir", str(directory)]

    def measure(self) -> list[float]:
        """Return the milliseconds of processor time of every letter, in a reader of its own."""
        spent = []
        with tempfile.TemporaryDirectory() as home, Terminal(self._run, Path(home)) as terminal:
            terminal.settle(2.0)
            for text in QUERIES:
                terminal.send("/\x15")
                terminal.settle(0.8)
                for letter in text:
                    before = terminal.running()
                    terminal.send(letter)
                    terminal.settle(REST)
                    spent.append((terminal.running() - before) * 1000)
                terminal.send("\x1b")
                terminal.settle(0.8)
        return spent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("python")
    arguments.add_argument("directory", type=Path)
    options = arguments.parse_args()
    print(spread(Letters(options.python, options.directory).measure(), 1))


if __name__ == "__main__":
    main()
