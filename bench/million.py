r"""A million papers beside a build from before and tantivy: `python bench/million.py CORPUS`.

    python bench/million.py papers.jsonl.xz --before PYTHON --after PYTHON --tantivy PYTHON \\
        --sizes 100000 300000 1000000 --directory DIRECTORY

The interpreters are those of environments with one build of Recto, another one, and tantivy 0.27.0.
Each takes the same papers in: those of the corpus, and beyond their number papers put together of
them (`recombined.py`). Then they take turns with what is asked. Everything made is kept in the
directory, so that an interrupted run goes on. Figures are processor time where nothing else is
said; every one is the median of the turns.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import recombined
from figures import median, report, share
from letters import KINDS, Letters

HERE = Path(__file__).parent
TURNS = 3
EVERY = 3
"""Of the beginnings of all queries, which of them are asked: 283."""


class Build:
    """One installed build, and its library of some size."""

    def __init__(self, python: str, directory: Path, corpus: Path) -> None:
        self.python = str(Path(python).absolute())
        self.directory = directory
        self._corpus = corpus

    def make(self) -> dict[str, float]:
        """Take the corpus in; return seconds of processor and wall, bytes of library and index."""
        kept = self.directory.with_suffix(".json")
        if kept.exists():
            told: dict[str, float] = json.loads(kept.read_text(encoding="utf-8"))
            return told
        self.directory.mkdir(0o700, parents=True, exist_ok=True)
        run = [self.python, "-m", "recto.tui", "--data-dir", str(self.directory)]
        start = time.monotonic()
        process = subprocess.Popen([*run, "add", str(self._corpus)], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{self.python} could not add {self._corpus}")
        index = index_size(self.directory / "cache" / "index")
        told = {
            "cpu": used.ru_utime + used.ru_stime,
            "wall": time.monotonic() - start,
            "peak": used.ru_maxrss / 1024,
            "library": (self.directory / "library.db").stat().st_size,
            "index": index,
        }
        kept.write_text(json.dumps(told), encoding="utf-8")
        return told

    def ask(self, every: int, marks: bool) -> dict[str, Any]:
        """Return the figures of `probe.py`."""
        words = [str(HERE / "probe.py"), str(self.directory), "--every", str(every)]
        return told_by([self.python, *words, *(["--marks"] if marks else [])])


def told_by(command: Sequence[str]) -> dict[str, Any]:
    """Run a script and return the JSON it prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def index_size(directory: Path) -> int:
    """Return the bytes of the index in use; the one before it stays a while for who reads it."""
    stamp = json.loads((directory / "current").read_text(encoding="utf-8"))
    return sum(path.stat().st_size for path in (directory / stamp["directory"]).iterdir())


def least(turns: Sequence[dict[str, Any]]) -> list[float]:
    """Return the least that each keystroke took in any pass of any turn."""
    passes = [one for turn in turns for one in turn["keystrokes"]]
    return [min(times) for times in zip(*passes, strict=True)]


def keys_of(times: list[float]) -> str:
    """Return the 50th and 95th percentile and the largest value, two digits."""
    return " / ".join(f"{value:.2f}" for value in (median(times), share(times, 0.95), max(times)))


def beside(times: list[float], others: list[float]) -> str:
    """Return the ratios of the 50th and the 95th percentile."""
    pairs = ((median(times), median(others)), (share(times, 0.95), share(others, 0.95)))
    return " / ".join(f"{one / other:.2f}x" for one, other in pairs)


def compare(size: int, options: argparse.Namespace) -> None:
    """Report all figures of one size."""
    corpus = corpus_of(size, options)
    kept = options.directory / str(size)
    builds = [Build(options.after, kept / "after", corpus)]
    if options.before:
        builds.append(Build(options.before, kept / "before", corpus))
    made = [build.make() for build in builds]
    asked: list[list[dict[str, Any]]] = [[] for _ in builds]
    peers: list[dict[str, Any]] = []
    for turn in range(options.turns):
        for place, build in enumerate(builds):
            asked[place].append(build.ask(options.every, options.marks and turn == 0))
        if options.tantivy:
            words = [str(corpus), str(kept / "tantivy"), "--every", str(options.every)]
            peers.append(told_by([options.tantivy, str(HERE / "tantivy_peer.py"), *words]))
    name = f"{size:,}"
    ours = least(asked[0])
    report(f"{name}: keystroke to ids, p50 / p95 / max, ms", keys_of(ours))
    if peers:
        others = least(peers)
        report(f"{name}: beside tantivy", beside(ours, others), keys_of(others))
    if options.before:
        others = least(asked[1])
        report(f"{name}: beside the build before", beside(ours, others), keys_of(others))
    first = asked[0][0]
    report(f"{name}: search beside listing", f"{ratio(asked[0], 'search beside listing'):.2f}x")
    report(f"{name}: its hits read too", f"{ratio(asked[0], 'hits beside listing'):.2f}x")
    each = [turn["phrase"] / turn["two words"] for turn in asked[0]]
    report(f"{name}: a phrase beside two words", f"{median(each):.1f}x")
    report(f"{name}: memory of search, of all, MB", f"{first['memory of search']:.0f}")
    for key in asked[0][0]["filters"]:
        report_one(name, key, [[turn["filters"][key] for turn in one] for one in asked])
    if options.marks:
        for key in first["marks"]:
            report_one(name, key, [[one[0]["marks"][key]] for one in asked])
    for key in ("cpu", "wall", "peak"):
        report_one(name, f"add and index, {key}", [[one[key]] for one in made])
    report(f"{name}: index, bytes a paper", f"{made[0]['index'] / first['papers']:.0f}")
    if peers:
        built = next((peer["build_cpu_s"] for peer in peers if "build_cpu_s" in peer), None)
        if built:
            figure = f"{made[0]['cpu'] / built:.2f}x"
            report(f"{name}: add and index beside tantivy's indexing", figure, f"{built:.0f} s")
    if options.letters:
        letters = [Letters(build.python, build.directory) for build in builds]
        spent: list[list[float]] = [[] for _ in builds]
        for _ in range(options.turns):
            for place, one in enumerate(letters):
                spent[place] += one.measure()[KINDS[0]]
        report_one(name, "letter to last byte in the reader", spent)


def ratio(turns: Sequence[dict[str, Any]], key: str) -> float:
    """Return the median of a figure over the turns."""
    return median([turn[key] for turn in turns])


def report_one(name: str, key: str, figures: Sequence[Sequence[float]]) -> None:
    """Report a figure of the builds, and their ratio where there are two."""
    ours, *others = (median(one) for one in figures)
    if others:
        share_of = f"{ours / others[0]:.3f}x" if others[0] else "-"
        report(f"{name}: {key}", f"{ours:.1f} ({share_of})", f"{others[0]:.1f}")
    else:
        report(f"{name}: {key}", f"{ours:.1f}")


def corpus_of(size: int, options: argparse.Namespace) -> Path:
    """Return a file with so many papers: of the corpus, or put together of it."""
    path: Path = options.directory / f"{size}.jsonl"
    if not path.exists():
        options.directory.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".partial")
        if size <= options.real:
            from corpora import lines_of

            with part.open("w", encoding="utf-8") as lines:
                lines.writelines(lines_of(options.corpus, size))
        else:
            recombined.write(options.corpus, size, part)
        part.rename(path)
    return path


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    arguments.add_argument("corpus")
    arguments.add_argument("--after", required=True, help="the interpreter of the build measured")
    arguments.add_argument("--before", help="that of the build it is compared with")
    arguments.add_argument("--tantivy", help="one that has tantivy")
    arguments.add_argument("--sizes", type=int, nargs="+", default=[100_000, 300_000, 1_000_000])
    arguments.add_argument("--real", type=int, default=100_000, help="papers the corpus has")
    arguments.add_argument("--directory", type=Path, required=True, help="keeps what is made")
    arguments.add_argument("--turns", type=int, default=TURNS)
    arguments.add_argument("--every", type=int, default=EVERY)
    arguments.add_argument("--marks", action="store_true", help="mark all read, and undo it")
    arguments.add_argument("--letters", action="store_true", help="also in the reader")
    options = arguments.parse_args()
    options.directory = options.directory.absolute()
    for size in options.sizes:
        compare(size, options)


if __name__ == "__main__":
    main()
