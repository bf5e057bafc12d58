"""Whether another build costs more: `python bench/pairs.py --before PYTHON --after PYTHON [FILE]`.

Both are interpreters in whose environments a build of Recto is installed. Each makes a library of
the same papers, then the two take turns, before and after, 20 times: start, keystrokes, cursor,
memory. Every figure is a ratio after / before with its 95 % interval, of the geometric mean of the
pairs, bootstrapped 10,000 times with a fixed seed. Last it compares what both send to the terminal
for the same keys, byte by byte.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from figures import median, share
from terminal import Terminal

PAIRS = 20
RESAMPLED = 10_000
KEYS = ["/", *"permutation", "\r", *"jjjkGgglh", " ", "-", *"zzzbbu", "?", "\x1b"]
"""What is pressed to compare bytes: a search, moves, layouts, a mark and its undo, help."""

Figures = dict[str, float]


def typed(directory: str, passes: int) -> None:
    """Print what a keystroke costs: p50, p95 and mean CPU ms. Runs inside the build measured."""
    from recto.index import Library

    lines = Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").splitlines()
    texts = [line[:end] for line in lines for end in range(1, len(line) + 1)]
    times: list[list[float]] = [[] for _ in texts]
    with Library.open(directory) as library:
        library.search("warm", limit=1)
        for _ in range(passes):
            for place, text in enumerate(texts):
                start = time.process_time()
                library.listing(text, limit=50, typing=True, wait=True)
                times[place].append((time.process_time() - start) * 1000)
    each = [median(one) for one in times]
    figures = {"p50": median(each), "p95": share(each, 0.95), "mean": sum(each) / len(each)}
    print(json.dumps(figures))


class Build:
    """One installed build and a library of its own."""

    def __init__(self, python: str, directory: Path, corpus: str | None) -> None:
        self._python = python
        self._home = directory
        self._library = str(directory / "library")
        words = ["add", corpus] if corpus else ["stats"]
        self.run("-m", "recto.tui", "--data-dir", self._library, *words)
        self.run("-m", "recto.tui", "--data-dir", self._library, "reindex")
        found = self.run(
            *("-m", "recto.tui", "--data-dir", self._library, "search", "--limit", "1", "--json")
        )
        self.title: str = json.loads(found.splitlines()[0])["title"][:24]

    def run(self, *words: str) -> str:
        """Run a command of this build and return what it prints."""
        environment = {"HOME": str(self._home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        done = subprocess.run(
            [self._python, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=self._home,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def reader(self, *, columns: int = 120, lines: int = 36) -> Terminal:
        """Start the reader and wait for its first rows."""
        run = [self._python, "-m", "recto.tui", "--fresh", "--data-dir", self._library]
        terminal = Terminal(run, self._home, columns, lines)
        terminal.wait_for(self.title)
        return terminal

    def start(self) -> Figures:
        """Return the CPU ms of a start until the first title is written."""
        with self.reader() as terminal:
            return {"first rows": terminal.kill() * 1000}

    def keystrokes(self, passes: int) -> Figures:
        """Return what a letter costs in the library."""
        told = json.loads(self.run(__file__, "--typed", self._library, "--passes", str(passes)))
        return {f"keystroke, {name}": value for name, value in told.items()}

    def moves(self) -> Figures:
        """Return the CPU ms of a key that moves the cursor, and the peak memory after searches."""
        with self.reader() as terminal:
            terminal.settle(1.5)
            found = {}
            for name, keys, times, apart in (
                ("cursor down", "j", 100, 1 / 30),
                ("`G` and `gg`", "Ggg", 8, 0.3),
                ("page down", "\x1b[6~", 15, 0.15),
            ):
                before = terminal.running()
                for _ in range(times):
                    terminal.send(keys)
                    end = time.monotonic() + apart
                    while (left := end - time.monotonic()) > 0:
                        terminal.read(left)
                terminal.settle(0.3)
                found[name] = (terminal.running() - before) * 1000 / times
            for text in ("permutation", "diffusion transformer", "lottery", "kv cache"):
                terminal.send("/\x15")
                for letter in text:
                    terminal.send(letter)
                    terminal.read(0.06)
                terminal.send("\r")
                terminal.settle(0.5)
            found["peak memory"] = terminal.peak()
            return found

    def sent(self) -> list[bytes]:
        """Return what is sent for each of KEYS, at 80x24."""
        with self.reader(columns=80, lines=24) as terminal:
            terminal.settle(2.0)
            told = []
            for key in KEYS:
                start = len(terminal.raw)
                terminal.send(key)
                terminal.settle(0.9)
                told.append(bytes(terminal.raw[start:]))
            return told


def interval(ratios: Sequence[float]) -> tuple[float, float, float]:
    """Return the geometric mean of some ratios and its 95 % interval."""
    logs = [math.log(ratio) for ratio in ratios]
    chance = random.Random(1)
    means = [sum(chance.choices(logs, k=len(logs))) / len(logs) for _ in range(RESAMPLED)]
    low, high = share(means, 0.025), share(means, 0.975)
    return math.exp(sum(logs) / len(logs)), math.exp(low), math.exp(high)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", nargs="?", help="the bundled papers where none is given")
    arguments.add_argument("--before", help="the interpreter of one build")
    arguments.add_argument("--after", help="the interpreter of the other")
    arguments.add_argument("--pairs", type=int, default=PAIRS)
    arguments.add_argument("--passes", type=int, default=1, help="of all keystrokes in each turn")
    arguments.add_argument("--typed", metavar="LIBRARY", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.typed:
        typed(options.typed, options.passes)
        return
    if not (options.before and options.after):
        arguments.error("name two interpreters: --before PYTHON --after PYTHON")
    with tempfile.TemporaryDirectory(prefix="recto-pairs-") as directory:
        builds = []
        for name, python in (("before", options.before), ("after", options.after)):
            home = Path(directory) / name
            home.mkdir()
            corpus = str(Path(options.corpus).resolve()) if options.corpus else None
            builds.append(Build(str(Path(python).absolute()), home, corpus))
        pairs: dict[str, list[tuple[float, float]]] = {}
        kinds: tuple[Callable[[Build], Figures], ...] = (
            Build.start,
            lambda build: build.keystrokes(options.passes),
            Build.moves,
        )
        for pair in range(options.pairs):
            for kind in kinds:
                # Each goes first in half of the pairs.
                turns = builds if pair % 2 == 0 else builds[::-1]
                told = {build is builds[1]: kind(build) for build in turns}
                for name, value in told[False].items():
                    pairs.setdefault(name, []).append((value, told[True][name]))
            print(f"{pair + 1} of {options.pairs} pairs", file=sys.stderr, flush=True)
        print(f"{'':22}{'before':>10}{'after':>10}{'ratio':>8}   95 % interval")
        for name, both in pairs.items():
            mean, low, high = interval([after / before for before, after in both])
            before, after = (median(pair[place] for pair in both) for place in (0, 1))
            print(f"{name:22}{before:10.2f}{after:10.2f}{mean:8.3f}   {low:.3f} to {high:.3f}")
        one, other = (build.sent() for build in builds)
        unlike = [key for key, a, b in zip(KEYS, one, other, strict=True) if a != b]
        total = sum(map(len, one)), sum(map(len, other))
        same = "identical" if not unlike else f"unlike for {unlike!r}"
        print(f"bytes sent for {len(KEYS)} keys: {total[0]} and {total[1]}, {same}")


if __name__ == "__main__":
    main()
