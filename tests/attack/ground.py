"""What the attacks share: libraries to be copied, what must hold of one, and the figures."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from recto.index import Library, View

from ..index.safety.daily.days import a_page, contents
from ..index.support import killed, soundness
from .called import take_day

DAYS = "days.json"
"""What stood in the library on each day, in a file beside it."""

Figures = Counter[str]
"""How much was tried, and what came of it, by name."""


class FaultError(AssertionError):
    """Something happened that Recto promises not to let happen."""

    def __init__(self, what: str, told: str, *, lost: int = 0, is_traceback: bool = False) -> None:
        super().__init__(f"{what}: {told}")
        self.lost = lost
        """Acts that are gone without a word."""
        self.is_traceback = is_traceback


class Ground:
    """A directory of the attack's own, with libraries that are copied and never changed."""

    def __init__(self, directory: Path, *, is_made: bool = False) -> None:
        self.directory = directory
        bases = directory / "bases"
        self._made = {base.name for base in bases.iterdir()} if is_made else set[str]()

    def copy(self, name: str, to: str = "library") -> Path:
        """Return a copy of the library of this name, which is made when it is first wanted."""
        base = self.directory / "bases" / name
        if name not in self._made:
            shutil.rmtree(base, ignore_errors=True)
            getattr(self, f"_make_{name}")(base)
            self._made.add(name)
        target = self.directory / to
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(base, target)
        return target

    def _make_used(self, path: Path) -> None:
        """Make the library of the bundled pages with its index, used for a while, closed."""
        with Library.open(path) as library:
            library.index.rebuild()
            use(library, random.Random(1))
        (path / "state").mkdir(exist_ok=True)
        (path / "state" / "outbox").write_text("https://example.org/a\n")
        (path / "state" / "crash-20240101-000000-1.log").write_text("Recto\n")
        (path / "config.toml").write_text('theme = "dark"\n[bars]\nkeys = true\n')
        (path / "windows").mkdir(exist_ok=True)
        (path / "windows" / "0123456789").write_text("")

    def _make_logged(self, path: Path) -> None:
        """Make a used library whose process was killed after twenty notes: its log is full."""
        self.copy("used", f"bases/{path.name}")
        killed.kill_after_notes(path)

    def _make_halfway(self, path: Path) -> None:
        """Make a used library whose process was killed in a transaction, without a log."""
        self.copy("used", f"bases/{path.name}")
        killed.kill_in_transaction(path)

    def _make_days(self, path: Path) -> None:
        """Make a used library with a week of days by difference, and some acts since the last."""
        self.copy("used", f"bases/{path.name}")
        shutil.rmtree(path / "snapshots")
        told = {}
        for day in range(1, 9):
            with Library.open(path, seeds=False) as library:
                library.index.most_at_once = 0
                library.add_text("daily.bib", a_page(day))
                ids = [paper.id for paper in library.rows(range(day, day + 40))]
                library.note(ids[0], f"on day {day} " + "word " * 100 * day)
                library.tag(ids[day:], add=[f"day-{day}"])
            if day < 8:
                name = f"library-2026-03-{day:02}.db"
                take_day(path, name)
                told[name] = contents(path / "library.db")
        (path / DAYS).write_text(json.dumps(told))

    def _make_small(self, path: Path) -> None:
        """Make a library of twenty papers with many kinds of acts."""
        page = "\n\n".join(
            f"Paper {at} on Pruning\n\n" + f"We show {at} at length. " * 15 for at in range(20)
        )
        with Library.open(path, seeds=False) as library:
            library.add_text("page.txt", page.encode())
            use(library, random.Random(2))


def use(library: Library, chance: random.Random) -> None:
    """Do a bit of everything, with a snapshot in the middle."""
    ids = [paper.id for paper in library.rows(library.listing("").rowids)]
    for number in range(3):
        library.bookmark(chance.sample(ids, 5))
        library.tag(chance.sample(ids, 6), add=[f"ml/t{number}", "survey"])
        library.queue(chance.sample(ids, 4))
        library.done(chance.sample(ids, 3))
        library.mark_read(chance.sample(ids, 5))
        library.note(chance.choice(ids), f"a note {number}\nof two lines")
        library.searches.save(f"saved{number}", "pruning", View())
        library.bookmark(chance.sample(ids, 2), on=False)
        library.undo()
        library.redo()
        if number == 1:
            library.copies.snapshot_if_due()


def acts_of(path: Path) -> list[str]:
    """Return the ids of all acts on disk, in the order in which they came."""
    with closing(sqlite3.connect(path / "library.db")) as connection:
        return [act for (act,) in connection.execute("SELECT act FROM journal ORDER BY seq")]


def check_soundness(library: Library) -> None:
    """Raise a FaultError unless the file is whole and the marks are the fold of the journal."""
    try:
        soundness.assert_is_sound(library)
    except AssertionError as error:
        raise FaultError("an unsound library", str(error)[:2000]) from error
