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
from typing import Any, NamedTuple

from libraries import arguments_of, name_of, prepared
from recto.index import Library
from recto.index.journal.acts import wall_time
from recto.index.journal.fold import Value
from recto.index.journal.identities import identities
from recto.index.journal.rows import Row
from recto.index.safety.opening import open_store
from recto.index.store.fractional_index import order_key_at
from recto.index.sync.layout import FORMAT, file_name
from recto.index.sync.lines import encode

TIMES = 5
ACTS = 100
"""Acts of another machine that come together."""
IN_FILE = 500
"""Acts in a file of a log that is written at once."""
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


def write_log(folder: Path, library: Library, count: int, seed: int) -> None:
    """Write what another machine has done that had read all which a library has, as it would."""
    chance = random.Random(seed)
    machine = f"{seed:016x}"
    with closing(open_store(library.locations.database)) as store:
        rows = store.database.rows("SELECT pid FROM papers ORDER BY pid LIMIT 30000")
        items = identities(store.database, [pid for (pid,) in rows])
        clock = store.journal.next_clock()
        sql = "SELECT pid, name, act FROM marks"
        made = {(pid, name): act for pid, name, act in store.database.rows(sql)}
    for place, first in enumerate(range(0, count, IN_FILE), 1):
        head = {"type": "recto-sync", "format": FORMAT, "machine": machine, "file": place}
        lines = [head]
        for number in range(first, min(first + IN_FILE, count)):
            kind, changes = _act(chance, number, clock + number)
            chosen = chance.randrange(len(rows))
            known = {name: made.get((rows[chosen][0], name)) for name in changes}
            data: dict[str, Any] = {"set": changes}
            if "note" in changes:
                data["base"] = [act for act in known.values() if act]
            names = {act for name, act in known.items() if act and name != "note"}
            act = f"{chance.getrandbits(80):020x}"
            data["replaces"] = sorted(names)
            made.update(dict.fromkeys(((rows[chosen][0], name) for name in changes), act))
            wall, told = wall_time(clock + number), [items[chosen]]
            row = Row(act, machine, "shell", clock + number, wall, kind, None, told, data)
            lines.append({"type": "act", **row.as_json()})
        path = folder / f"{file_name(machine, place)}.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        number, at = 1 + first + place - 1, wall_time(clock)
        text = [encode(told, number + line, "" if line else at) for line, told in enumerate(lines)]
        path.write_bytes(gzip.compress(b"".join(text), 6))


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
