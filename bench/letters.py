"""What a letter takes in the reader: `python bench/letters.py PYTHON DIRECTORY`.

From the key to the last byte of what it paints, on a terminal of 120 columns: processor time of all
threads. The queries are typed as people type, and each letter is waited for. Letters that find
papers are told apart from those that find none, and from what comes once the typing rests: its
processor time, its bytes, and the bursts they come in, each a frame.

With `--before PYTHON` another build takes turns with it, on a copy of the library, and each figure
is given beside its own: the median over the letters, of each its median over the turns.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from figures import median, spread
from terminal import Terminal

QUERIES = ("permutation", "diffusion transformer", "lottery ticket")
NOTHING = (("netw", "rok prunning"), ("quok", "ka numbats"))
"""How a query begins, and letters with which nothing is found."""
QUIET = 0.15
"""Seconds without a byte after which a letter's frame is complete; what comes at rest comes later.
"""
RESTED = 1.2
"""Seconds after which nothing more comes at rest."""
KINDS = ("letters that find papers, ms", "letters that find none, ms")
RESTS = ("a rest, ms", "a rest, bytes", "a rest, bursts")

Spent = dict[str, list[float]]


class Letters:
    """One build, and a library of its own."""

    def __init__(self, python: str, directory: Path) -> None:
        self._run = [python, "-m", "recto.tui", "--fresh", "--data-dir", str(directory)]

    def measure(self) -> Spent:
        """Return what every letter and every rest took, in a reader of its own."""
        spent: Spent = {kind: [] for kind in (*KINDS, *RESTS)}
        with tempfile.TemporaryDirectory() as home, Terminal(self._run, Path(home)) as terminal:
            terminal.settle(2.0)
            for begun, text in (*(("", text) for text in QUERIES), *NOTHING):
                terminal.send("/\x15")
                terminal.settle(0.8)
                for letter in begun:
                    terminal.send(letter)
                    terminal.settle(QUIET)
                kind = KINDS[bool(begun)]
                for letter in text:
                    before = terminal.running()
                    terminal.send(letter)
                    terminal.settle(QUIET)
                    spent[kind].append((terminal.running() - before) * 1000)
                self._rest(terminal, spent)
                terminal.send("\x1b")
                terminal.settle(0.8)
        return spent

    def _rest(self, terminal: Terminal, spent: Spent) -> None:
        before, length, bursts = terminal.running(), len(terminal.raw), 0
        while terminal.read(RESTED):
            bursts += 1
            terminal.settle(0.05)
        taken = (terminal.running() - before) * 1000, len(terminal.raw) - length, bursts
        for kind, value in zip(RESTS, taken, strict=True):
            spent[kind].append(value)


def take_turns(before: Letters, after: Letters, turns: int) -> None:
    """Print the figures of two builds beside each other."""
    found: tuple[list[Spent], list[Spent]] = ([], [])
    for turn in range(turns):
        both = [(before, found[0]), (after, found[1])]
        for build, spent in both if turn % 2 else reversed(both):
            spent.append(build.measure())
    for kind in (*KINDS, *RESTS):
        was, now = (
            median(median(each) for each in zip(*(spent[kind] for spent in build), strict=True))
            for build in found
        )
        ratio = f"{now / was:.2f}" if was else "-"
        print(f"{kind}: {was:.1f} before, {now:.1f} after, {ratio} times")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("python")
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--before", metavar="PYTHON", help="another build, to take turns with")
    arguments.add_argument("--turns", type=int, default=5, help="how often each is measured")
    options = arguments.parse_args()
    after = Letters(options.python, options.directory)
    if options.before is None:
        for kind, values in after.measure().items():
            print(f"{kind}: {spread(values, 1)}")
        return
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "library"
        shutil.copytree(options.directory, copy)
        take_turns(Letters(options.before, copy), after, options.turns)


if __name__ == "__main__":
    main()
