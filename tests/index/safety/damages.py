"""Ways to damage a library, and a library that was used before and after its snapshot."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database.database import Database
from recto.index.database.tables import VERSION

from ..support import on_disk

PAGE = 4096

PAPERS = 122
"""How many a worn library has."""

Damage = Callable[[Path], None]


def acts(library: Library) -> set[str]:
    return {act for (act,) in on_disk.rows(library, "SELECT act FROM journal")}


def root(path: Path, name: str) -> int:
    """Return the first page of a table or an index."""
    database = Database(path, version=VERSION, read_only=True)
    number = int(database.value("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)))
    database.close()
    return number


def overwrite(path: Path, page: int, data: bytes = b"") -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write((data or b"\0" * PAGE)[:PAGE].ljust(PAGE, b"\0"))


def cut(size: int) -> Damage:
    return lambda path: os.truncate(path, size)


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zero(name: str) -> Damage:
    return lambda path: overwrite(path, root(path, name))


def garble_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(random.Random(1).randbytes(100))


def garble_first_page(path: Path) -> None:
    overwrite(path, 1, random.Random(2).randbytes(PAGE))


def drop_table(path: Path) -> None:
    database = Database(path, version=VERSION)
    database.execute("PRAGMA foreign_keys=OFF")
    database.execute("DROP TABLE marks")
    database.close()


def forget_meta(path: Path) -> None:
    database = Database(path, version=VERSION)
    database.execute("DELETE FROM meta WHERE key = 'library'")
    database.close()


DAMAGES: dict[str, Damage] = {
    "emptied": cut(0),
    "cut within its header": cut(50),
    "cut after its first page": cut(PAGE),
    "cut in the middle": halve,
    "a garbled header": garble_header,
    "a garbled first page": garble_first_page,
    "no journal root": zero("journal"),
    "no papers root": zero("papers"),
    "no marks root": zero("marks"),
    "no meta": zero("meta"),
    "a lost table": drop_table,
    "no library id": forget_meta,
}


JOURNAL_IS_WHOLE = [
    "a garbled header",
    "a garbled first page",
    "no journal root",
    "no papers root",
    "no marks root",
    "no meta",
    "a lost table",
    "no library id",
]


class Worn:
    """A library with acts before and after its snapshot, closed."""

    def __init__(self, directory: Path, *, has_snapshot: bool = True) -> None:
        self.directory = directory
        self.path = directory / "library.db"
        with Library.open(directory) as library:
            self.ids = [paper.id for paper in library.rows(library.listing("").rowids[:30])]
            library.bookmark(self.ids[:3])
            library.tag(self.ids[:5], add=["before"])
            self.before = acts(library)
            if has_snapshot:
                on_disk.keep_snapshot(library, "test")
            library.tag(self.ids[3:8], add=["after"])
            library.note(self.ids[0], "written\nafter the snapshot")
            library.bookmark(self.ids[:1], on=False)
            library.marks.mark_all_read(library.listing("").rowids)
            self.after = acts(library)


@pytest.fixture
def worn(few: Path, tmp_path: Path) -> Worn:
    shutil.copytree(few, tmp_path / "recto")
    return Worn(tmp_path / "recto")


@pytest.fixture
def unsaved(few: Path, tmp_path: Path) -> Worn:
    shutil.copytree(few, tmp_path / "recto")
    return Worn(tmp_path / "recto", has_snapshot=False)


KILLED = """
import os, sys
from recto.index import Library
library = Library.open(sys.argv[1])
library.tag(sys.argv[2:], add=["only-in-the-log"])
print("done", flush=True)
os.kill(os.getpid(), 9)
"""
