"""A library whose days are kept by difference, and what stood in it on each of them."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database.database import Database
from recto.index.database.tables import VERSION
from recto.index.safety import snapshots as snapshots_module
from recto.index.safety.daily.assembly import whole


class Days:
    """Lets days pass in a library, each with acts, some new papers and a snapshot."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.directory = directory
        self.path = directory / "library.db"
        self.snapshots = directory / "snapshots"
        self.told: dict[Path, str] = {}
        """What stood in the library, by its snapshot."""
        self.day, self._year = 0, 2026
        self._patch = monkeypatch

    def begin(self, day: int, year: int = 2026) -> None:
        """Let it be another day."""
        self.day, self._year = day, year
        self._patch.setattr("recto.index.safety.snapshots.today", lambda: f"{year}-03-{day:02}")

    def use(self, library: Library) -> None:
        """Do what one does on a day."""
        chance = random.Random(self.day)
        ids = [
            paper.id for paper in library.rows(chance.sample(list(library.listing("").rowids), 9))
        ]
        library.index.most_at_once = 0
        library.add_text("daily.bib", a_page(self.day))
        library.note(ids[0], f"on day {self.day} " + "a word " * chance.randrange(900))
        library.tag(ids[3:], add=[f"day-{self.day}"])

    def pass_by(self, many: int = 1) -> Path:
        """Let days pass, and return the snapshot of the last."""
        for _ in range(many):
            self.begin(self.day + 1)
            with Library.open(self.directory) as library:
                assert library.warnings == []
                self.use(library)
                path = self.take()
            self.told[path] = contents(self.path)
        return path

    def take(self) -> Path:
        """Take the day's snapshot as the process for it does."""
        path = self.snapshots / f"library-{self._year}-03-{self.day:02}.db"
        is_large = self.path.stat().st_size >= snapshots_module.LARGE
        with closing(Database(self.path, version=VERSION)) as database:
            pause = (lambda: None) if is_large else None
            assert snapshots_module.take_snapshot(database, path, pause=pause) == path
        return path

    def carried_to(self, directory: Path) -> Days:
        """Return the same days in a copy of their directory."""
        other = Days(directory, self._patch)
        other.day = self.day
        other.told = {
            directory / path.relative_to(self.directory): told for path, told in self.told.items()
        }
        return other

    def names(self) -> list[str]:
        """Return what is in the directory of the snapshots."""
        return sorted(path.name for path in self.snapshots.iterdir() if path.name != "lock")

    def base(self) -> Path:
        """Return the one base that there is."""
        (base,) = self.snapshots.glob("base-*.db")
        return base

    def check(self, path: Path) -> None:
        """Check that a snapshot has just what stood in the library on its day."""
        with whole(path, self.snapshots) as together:
            assert contents(together) == self.told[path]


@pytest.fixture
def days(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Days]:
    """A library that counts as large however small it is."""
    shutil.copytree(seeded, tmp_path / "recto")
    monkeypatch.setattr(snapshots_module, "LARGE", 0)
    days = Days(tmp_path / "recto", monkeypatch)
    yield days
    assert not [name for name in days.names() if "partial" in name]


def contents(path: Path) -> str:
    """Return what stands in all tables, as a sum."""
    told = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        for (name,) in connection.execute(sql).fetchall():
            for row in connection.execute(f"SELECT * FROM {name}"):
                told.update(f"{name} {row}\n".encode())
    return told.hexdigest()


def garble(path: Path, share: float, seed: int, first: int = 1) -> None:
    """Flip a bit in a part of the pages of a file."""
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for page in range(first, len(data) // 4096):
        if chance.random() < share:
            data[page * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def a_page(day: int) -> bytes:
    """Return a file with some papers that no other day has."""
    return "\n\n".join(
        f"@article{{p{day}x{number}, title = {{Paper {number} of day {day} about bridges}}, "
        f"author = {{Person, A{number}}}, abstract = {{{'What was built. ' * 20}}}}}"
        for number in range(5)
    ).encode()
