"""What the benches of `recto sync` share: two machines, one of which has read for years.

The library that has a corpus and so many acts is made once and copied, where `--libraries` names a
directory that keeps it.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from libraries import arguments_of, name_of, prepared
from recto.index import Library
from recto.index.journal.fold import Value
from recto.index.safety.opening import open_store
from recto.index.store.fractional_index import order_key_at

TIMES = 5
ACTS = 100
"""Acts of another machine that come together."""
TOGETHER = 1_000
"""Acts that are written in one transaction where they only have to be there."""


class Pair(NamedTuple):
    """Two machines that have not met yet."""

    here: Path
    """The directory of the library that has everything; nobody has it open."""
    there: Library
    """A library with nothing in it, open."""
    place: Path
    """A directory for whatever else is needed, with an empty `folder` in it."""

    @property
    def folder(self) -> Path:
        """Where they may meet."""
        return self.place / "folder"


def arguments_of_pair(text: str | None) -> argparse.ArgumentParser:
    """Return the arguments of a script that measures two machines."""
    arguments = arguments_of(text)
    arguments.add_argument("--acts", type=int, default=50_000)
    arguments.add_argument("--papers", choices=("marked", "all"), default="all")
    return arguments


@contextmanager
def pair(options: argparse.Namespace) -> Iterator[Pair]:
    """Give two machines, of which one has the corpus and has marked it.

    Their settings say which papers travel, and nothing else.
    """
    count = 200 if options.quick else options.acts
    with tempfile.TemporaryDirectory(prefix="recto-bench-") as made:
        place = Path(made)
        kept = None
        if options.libraries is not None:
            kept = options.libraries / f"{name_of(options.corpus, options.quick)}-{count}-acts"
        if kept is None or not (kept / "complete").exists():
            with prepared(options) as directory:
                with Library.open(directory, seeds=False) as library:
                    mark_together(library, count, 1)
                shutil.copytree(directory, kept or place / "here", dirs_exist_ok=True)
            if kept is not None:
                (kept / "complete").touch()
        if kept is not None:
            shutil.copytree(kept, place / "here")
        for directory in (place / "folder", place / "there"):
            directory.mkdir()
        for name in ("here", "there"):
            told = f'[sync]\npapers = "{options.papers}"\n'
            (place / name / "config.toml").write_text(told, "utf-8")
        with Library.open(place / "there", seeds=False) as there:
            yield Pair(place / "here", there, place)


def mark(library: Library, count: int, seed: int) -> None:
    """Do so much as a reader does in some years."""
    chance = random.Random(seed)
    papers = [paper.id for paper in library.rows(range(1, 30_001))]
    for number in range(count):
        paper = chance.choice(papers)
        match chance.randrange(5):
            case 0:
                library.bookmark(paper, chance.random() < 0.8)
            case 1:
                library.mark_read(paper)
            case 2:
                library.note(paper, f"What this says, and why it matters here: {number}.")
            case 3:
                library.tag(paper, add=[f"subject-{chance.randrange(40)}"])
            case _:
                library.done(paper)


def mark_together(library: Library, count: int, seed: int) -> None:
    """Do so much as `mark` does, many acts in one transaction: a year of it in half a minute.

    The rows are those that it leaves, but for marks which stay as they were: those are acts here.
    """
    chance = random.Random(seed)
    with closing(open_store(library.locations.database)) as store:
        rowids = [pid for (pid,) in store.database.rows("SELECT pid FROM papers LIMIT 30000")]
        for first in range(0, count, TOGETHER):
            with store.database.transaction():
                for number in range(first, min(first + TOGETHER, count)):
                    kind, changes = _act(chance, number, store.journal.next_clock())
                    store.journal.record(kind, [chance.choice(rowids)], changes)


def _act(chance: random.Random, number: int, clock: int) -> tuple[str, dict[str, Value]]:
    """Return the kind of an act, and what it sets on a paper."""
    match chance.randrange(5):
        case 0:
            return "bookmark", {"bookmark": 1 if chance.random() < 0.8 else None}
        case 1:
            return "read", {"read": 1}
        case 2:
            return "note", {"note": f"What this says, and why it matters here: {number}."}
        case 3:
            return "tag", {f"tag:subject-{chance.randrange(40)}": order_key_at(clock)}
    return "done", {"read": 1, "done": "2026-11-30", "queue": None}


def used(work: Callable[[], object]) -> float:
    """Return the CPU time in milliseconds that some work takes, that of programs it runs among it.

    Of other threads, too, which goes for every figure of this process.
    """
    start = sum(os.times()[:4])
    work()
    return (sum(os.times()[:4]) - start) * 1000


def seconds(milliseconds: float) -> str:
    """Return a time for a report."""
    return f"{milliseconds / 1000:.2f}"


def held_by(folder: Path) -> bytes:
    """Return what the files of a folder hold, unpacked, one after the other."""
    return b"".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in sorted(folder.rglob("*.*"))
        if path.is_file()
    )


def size_of(place: Path) -> int:
    """Return the bytes of all files below a directory."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


def signs(directory: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file below a directory, locks apart."""
    found = (path for path in directory.rglob("*") if path.is_file())
    return {
        str(path): (status.st_size, status.st_mtime_ns)
        for path in found
        if not path.name.endswith((".lock", "-shm")) and (status := path.stat())
    }
