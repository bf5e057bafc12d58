"""Libraries whose process was killed with acts in the log, or in the middle of a transaction."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from recto.index import Library

NOTES = """
import os, sqlite3, sys
from recto.index import Library
library = Library.open(sys.argv[1])
ids = [paper.id for paper in library.rows(library.listing("").rowids[:20])]
for number, id in enumerate(ids):
    library.note(id, f"acknowledged {number}" + " word" * 30 * number)
    print(number, flush=True)
    if number == int(sys.argv[2]):
        database = sqlite3.connect(library.locations.database)
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
os.kill(os.getpid(), 9)
"""
"""Writes twenty notes, says of each that it is kept, copies the log after one of them, and dies."""

HALF = """
import os, pathlib, sys
from recto.index.database.database import Database
from recto.index.database.tables import VERSION
database = Database(pathlib.Path(sys.argv[1], "library.db"), version=VERSION, has_log=False)
assert database.value("PRAGMA journal_mode") == "delete"
database.execute("PRAGMA cache_size=10")
with database.transaction():
    database.execute("UPDATE texts SET abstract = abstract || ' changed'")
    database.execute("UPDATE papers SET upvotes = 7")
    database.execute("DELETE FROM touched")
    os.kill(os.getpid(), 9)
"""
"""Dies in a transaction: a part of it is in the database, what was there before in a journal."""


def kill_after_notes(directory: Path, *, copied_after: int = -1) -> Path:
    """Have a process write twenty notes and die; return the log that it leaves."""
    command = [sys.executable, "-c", NOTES, str(directory), str(copied_after)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(number) for number in range(20)], done.stderr
    return directory / "library.db-wal"


def kill_in_transaction(directory: Path) -> Path:
    """Have a process die in a transaction; return the journal that it leaves."""
    subprocess.run([sys.executable, "-c", HALF, str(directory)], capture_output=True, check=False)
    journal = directory / "library.db-journal"
    assert journal.stat().st_size > 100_000
    return journal


def forget_memory(directory: Path) -> None:
    """Take away what the killed process had shared, as a machine does that goes down."""
    (directory / "library.db-shm").unlink()


def notes(library: Library) -> set[int]:
    """Return the numbers of the notes that are there, each of them whole."""
    found = set()
    for paper in library.rows(library.listing("").rowids):
        if paper.note and paper.note.startswith("acknowledged "):
            number = int(paper.note.split()[1])
            assert paper.note == f"acknowledged {number}" + " word" * 30 * number
            found.add(number)
    return found


def flip(path: Path, at: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 1 << bit]))


def flip_somewhere(path: Path, rng: random.Random, *, end: int | None = None) -> int:
    """Flip one bit before the `end`, and return where."""
    at = rng.randrange(path.stat().st_size if end is None else end)
    flip(path, at, rng.randrange(8))
    return at


def zero(path: Path, at: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(min(size, path.stat().st_size - at)))


def cut(path: Path, at: int) -> None:
    os.truncate(path, at)
