"""What a build of Recto takes on one library: `python bench/probe.py DIRECTORY`, figures as JSON.

`million.py` runs it with the interpreters of two builds, on libraries that each of them has made,
so it asks only for what every build has. CPU milliseconds of the process; marks that it makes are
taken off again.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recto.index import Library
from recto.index.views import View

LIMIT = 50
PASSES = 2
TIMES = 7
PHRASES = ('"language models"', '"neural network"', '"time series"', '"state of the art"')
TWO_WORDS = ("language models", "neural network", "time series", "graph attention")


def keystrokes(every: int) -> list[str]:
    """Return every so many of the beginnings of the queries."""
    path = Path(__file__).with_name("queries.txt")
    queries = path.read_text(encoding="utf-8").splitlines()
    return [line[:end] for line in queries for end in range(1, len(line) + 1)][::every]


def timed(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of some work."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def peak() -> float:
    """Return the most memory that was resident, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def middle(times: list[float]) -> float:
    """Return the upper median."""
    return sorted(times)[len(times) // 2]


def typed(ask: Callable[[str], object], texts: list[str], passes: int) -> list[list[float]]:
    """Return the CPU milliseconds of every keystroke, pass by pass."""
    return [[timed(lambda: ask(text)) for text in texts] for _ in range(passes)]  # noqa: B023


def filters(directory: Path) -> dict[str, float]:
    """Return what is asked of a library for the first time, each in one just opened, and again."""
    found: dict[str, float] = {}
    firsts: dict[str, Callable[[Library], object]] = {
        "the whole list": lambda library: library.listing(""),
        "author:": lambda library: library.listing("author:wang", limit=LIMIT),
        "year:": lambda library: library.listing("year:2024", limit=LIMIT),
        "has:code": lambda library: library.listing("has:code", limit=LIMIT),
        "title order": lambda library: library.listing("", sort="title"),
        "newest order": lambda library: library.listing("", sort="newest"),
        "unread and back": lambda library: (
            library.listing("", view=View("unread")),
            library.listing(""),
        ),
    }
    for name, ask in firsts.items():
        with Library.open(directory, seeds=False) as library:
            if name != "the whole list":
                library.listing("")
            found[f"{name}, first"] = timed(lambda: ask(library))  # noqa: B023
            again = [timed(lambda: ask(library)) for _ in range(TIMES)]  # noqa: B023
            found[f"{name}, again"] = middle(again)
    return found


def marks(library: Library) -> dict[str, float]:
    """Return what counts take once all is read, after a mark, and what reading all and its undo."""
    found: dict[str, float] = {}
    listing = library.listing("")
    name = "rowids" if hasattr(listing, "rowids") else "pids"  # as builds before 0.6 say
    rowids = list(getattr(listing, name))
    found["mark all read"] = timed(lambda: library.mark_read(**{name: rowids}))
    times = []
    for rowid in rowids[:TIMES]:
        library.bookmark(**{name: [rowid]})
        times.append(timed(library.counts))
        library.undo()
    found["counts after a mark"] = middle(times)
    found["undo of all read"] = timed(library.undo)
    return found


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Return all figures."""
    texts = keystrokes(options.every)
    told: dict[str, Any] = {}
    with Library.open(options.directory, seeds=False) as library:

        def listed(text: str) -> object:
            return library.listing(text, limit=LIMIT, typing=True)

        told["papers"] = library.stats()["papers"]
        told["keystrokes"] = typed(listed, texts, options.passes)
        told["memory of search"] = peak()

        def searched(text: str) -> Any:
            return library.search(text, limit=LIMIT, typing=True)

        some = texts[:: max(1, len(texts) // 40)]
        for name, ask in (
            ("search beside listing", searched),
            ("hits beside listing", lambda text: searched(text).hits),
        ):
            turns = [typed(one, some, 3) for one in (ask, listed)]
            ours, others = ([min(times) for times in zip(*turn, strict=True)] for turn in turns)
            told[name] = middle([one / other for one, other in zip(ours, others, strict=True)])
        words = [timed(lambda: library.listing(text, limit=LIMIT)) for text in TWO_WORDS * 3]  # noqa: B023
        phrases = [timed(lambda: library.listing(text, limit=LIMIT)) for text in PHRASES * 3]  # noqa: B023
        told["two words"], told["phrase"] = middle(words), middle(phrases)
        told["slowest phrase"] = max(phrases)
    told["filters"] = filters(options.directory)
    if options.marks:
        with Library.open(options.directory, seeds=False) as library:
            told["marks"] = marks(library)
    told["memory"] = peak()
    return told


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--every", type=int, default=3)
    arguments.add_argument("--passes", type=int, default=PASSES)
    arguments.add_argument("--marks", action="store_true", help="mark all read, and undo it")
    print(json.dumps(measure(arguments.parse_args())))


if __name__ == "__main__":
    main()
