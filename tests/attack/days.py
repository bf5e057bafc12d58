"""Days that are kept by difference, and long lists marked in parts: damages and kills."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from recto.index import Library, StoreError
from recto.index.safety.daily.assembly import whole

from ..index.safety.daily.days import contents
from .commands import Commands, Ran
from .damages import damage_file, is_changed_letter, said_of
from .ground import DAYS, FaultError, Figures, Ground, acts_of, check_soundness

_AS_IT_IS = 7
"""Days of the library that is copied: all that are kept, so that the next one expires the first."""


class Days:
    """Attacks a library with a week of days by difference."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands
        self._lengths: dict[str, float] = {}
        self._kinds = [self._damage, self._kill_days, self._kill_recovery, self._kill_parts]

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Damage files, or kill what takes a day, recovers a library, marks a long list."""
        path = self._ground.copy("days")
        told = json.loads((path / DAYS).read_text())
        self._steps: list[str] = []
        try:
            chance.choice(self._kinds)(path, told, chance, figures)
        except FaultError as fault:
            fault.add_note("\n".join(self._steps))
            raise

    def _run(self, path: Path, *words: str, kill_after: float | None = None) -> Ran:
        if words[0] in ("take_day", "mark_all", "undo"):
            ran = self._commands.call(path, *words, kill_after=kill_after)
        else:
            ran = self._commands.run(path, *words, kill_after=kill_after)
        self._steps.append(f"{words} # {ran.status} {kill_after} {ran.errors[:300]!r}")
        return ran.check()

    def _length(self, path: Path, *words: str) -> float:
        """Return how long it takes, measured on a copy when it is first killed."""
        if words[0] not in self._lengths:
            self._lengths[words[0]] = self._run(path, *words).seconds
        return self._lengths[words[0]]

    def _damage(
        self, path: Path, told: dict[str, str], chance: random.Random, figures: Figures
    ) -> None:
        acts, library = set(acts_of(path)), path / "library.db"
        snapshots = sorted((path / "snapshots").glob("*.db"))
        files = chance.sample(snapshots, chance.choice((1, 1, 2, 4)))
        if chance.random() < 0.5:
            files.append(library)
        for file in files:
            self._steps.append(f"{damage_file(file, path, chance, 'days')}")
        figures["damages of days"] += len(files)
        self._check_days(path, told)
        said = ""
        if library in files:
            for words in (("stats",), ("doctor", "--full")):
                said += said_of(self._run(path, *words))
        ran = self._run(path, "log", "--json")
        said += said_of(ran)
        left = {json.loads(line)["act"] for line in ran.output.splitlines()}
        self._check_acts(acts, left if ran.status == 0 else set(), said, figures)
        newest = path / "snapshots" / max(told)
        if library in files and newest not in files and ran.status == 0:
            with sqlite3.connect(f"file:{newest}?mode=ro", uri=True) as connection:
                (last,) = connection.execute(
                    "SELECT value FROM about WHERE name = 'act'"
                ).fetchone()
            kept = set(self._acts_until(path, json.loads(last)[1], acts))
            if not kept <= left and not is_changed_letter(kept - left, left - kept):
                raise FaultError("acts are lost that the newest day has", f"{len(kept - left)}")
        self._take(path, told, 8, is_sure=library not in files)
        self._restore(path, told, chance)
        self._take(path, told, 9, is_sure=library not in files)

    def _acts_until(self, path: Path, last: str, acts: set[str]) -> list[str]:
        untouched = acts_of(self._ground.directory / "bases" / "days")
        return untouched[: untouched.index(last) + 1]

    def _check_acts(self, acts: set[str], left: set[str], said: str, figures: Figures) -> None:
        lost = acts - left
        if lost and said:
            figures["acts lost and said"] += len(lost)
        elif lost and is_changed_letter(lost, left - acts):
            figures["acts lost that nobody can tell"] += len(lost)
        elif lost:
            raise FaultError("acts are lost without a word", f"{len(lost)}", lost=len(lost))

    def _take(self, path: Path, told: dict[str, str], day: int, *, is_sure: bool) -> None:
        """Take another day, which is there as it was, with what the library has of it at most."""
        name = name_of(day)
        with Library.open(path, seeds=False) as library:
            library.note(library.rows([day])[0], f"on day {day}")
        ran = self._run(path, "take_day", name)
        if ran.status == 0:
            told[name] = contents(path / "library.db")
            with whole(path / "snapshots" / name, path, lambda: [path / "library.db"]) as file:
                if contents(file) != told[name]:
                    raise FaultError("a day that was just taken is another", name)
        elif is_sure:
            raise FaultError("no day can be taken of a whole library", ran.errors)
        self._check_days(path, told)

    def _check_days(self, path: Path, told: dict[str, str], *, is_whole: bool = False) -> None:
        """Check that each day is as it was, or refused where something `is_whole` not."""
        for file in sorted((path / "snapshots").glob("library-*.db")):
            try:
                with whole(file, path) as together:
                    is_same = file.name in told and contents(together) == told[file.name]
            except StoreError as error:
                if is_whole:
                    raise FaultError("a day is refused", f"{error}") from error
                continue
            except (AssertionError, sqlite3.Error):
                is_same = False
                if file.read_bytes()[68:72] != b"Recd":
                    continue  # its header no longer says what it is; a restore looks through it
            if not is_same and file.read_bytes()[68:72] == b"Recd":
                raise FaultError("a day is another than it was", file.name)

    def _restore(self, path: Path, told: dict[str, str], chance: random.Random) -> None:
        """Restore a day or the base by the command, wholly or not at all."""
        before = acts_of(path)
        file = chance.choice(sorted((path / "snapshots").glob("*.db")))
        ran = self._run(path, "restore", str(file))
        after = acts_of(path)
        if ran.status and after != before:
            raise FaultError("a refused restore has done something", ran.errors, lost=1)
        with Library.open(path, seeds=False) as library:
            check_soundness(library)

    def _kill_days(
        self, path: Path, told: dict[str, str], chance: random.Random, figures: Figures
    ) -> None:
        library = path / "library.db"
        length = self._length(self._ground.copy("days", "measured"), "take_day", name_of(8))
        for day in (8, 9):
            if chance.random() < 0.3:  # begins a base
                with closing(sqlite3.connect(library)) as connection, connection:
                    connection.execute("UPDATE texts SET abstract = abstract || ' More.'")
            with Library.open(path, seeds=False) as opened:
                opened.note(opened.rows([day])[0], f"on day {day}")
            told[name_of(day)] = contents(library)
            ran = self._run(
                path, "take_day", name_of(day), kill_after=chance.uniform(0, 1.05) * length
            )
            figures["kills" if ran.is_killed else "commands that were faster"] += 1
            if not (path / "snapshots" / name_of(day)).exists():
                del told[name_of(day)]
            self._check_days(path, told, is_whole=True)
            kept = {file.name for file in (path / "snapshots").glob("library-*.db")}
            if not kept >= set(sorted(told)[-_AS_IT_IS:]):
                raise FaultError("a day is gone too early", f"{kept}")
        words = ("restore", str(path / "snapshots" / name_of(7)))
        length = self._length(self._ground.copy("days", "measured"), *words)
        before = acts_of(path)
        ran = self._run(path, *words, kill_after=chance.uniform(0, 1.05) * length)
        after = acts_of(path)
        if after != before and after != before[: len(after)]:
            raise FaultError("half a restore", f"{len(before)} acts, then {len(after)}", lost=1)
        with Library.open(path, seeds=False) as opened:
            check_soundness(opened)
        self._take(path, told, 10, is_sure=True)
        self._check_days(path, told | self._restored(path), is_whole=True)
        left = [one.name for one in (path / "snapshots").rglob("*.partial*")]
        if left:
            raise FaultError("unfinished files stay", f"{left}")

    def _restored(self, path: Path) -> dict[str, str]:
        """Return what stands in the whole copies that a restore has kept."""
        files = (path / "snapshots").glob("library-*e*.db")
        return {file.name: contents(file) for file in files}

    def _kill_recovery(
        self, path: Path, told: dict[str, str], chance: random.Random, figures: Figures
    ) -> None:
        acts, file = acts_of(path), path / "library.db"
        for directory in (path, self._ground.copy("days", "measured")):
            with (directory / "library.db").open("r+b") as damaged:
                share = random.Random(len(acts))
                for page in range(file.stat().st_size // 4096):
                    if page == 0 or share.random() < 0.3:
                        damaged.seek(page * 4096)
                        damaged.write(bytes(4096))
        length = self._length(self._ground.directory / "measured", "stats")
        said = ""
        for _ in range(2):
            ran = self._run(path, "stats", kill_after=chance.uniform(0, 1.05) * length)
            figures["kills" if ran.is_killed else "commands that were faster"] += 1
            said += said_of(ran)
        ran = self._run(path, "log", "--json")
        left = {json.loads(line)["act"] for line in ran.output.splitlines()}
        if "damaged" not in said + said_of(ran):
            raise FaultError("nothing is said of a recovery", ran.errors)
        with closing(sqlite3.connect(file)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise FaultError("a recovered library is damaged", f"{file}")
        self._check_acts(set(acts), left, said + said_of(ran), figures)
        self._check_days(path, told, is_whole=True)

    def _kill_parts(
        self, path: Path, told: dict[str, str], chance: random.Random, figures: Figures
    ) -> None:
        before, unread = acts_of(path), unread_of(path)
        measured = self._ground.copy("days", "measured")
        for call in ("mark_all", "undo"):
            length = self._length(measured, call)
            ran = self._run(path, call, kill_after=chance.uniform(0.2, 1.05) * length)
            figures["kills" if ran.is_killed else "commands that were faster"] += 1
            if ran.is_acknowledged and call == "mark_all" and unread_of(path):
                raise FaultError("what was acknowledged is not in force", ran.output, lost=1)
            with Library.open(path, seeds=False) as library:
                check_soundness(library)
            if acts_of(path)[: len(before)] != before:
                raise FaultError("acts are lost", call, lost=1)
            if call == "mark_all" and unread_of(path) == unread:
                return  # nothing was marked, and there is nothing to undo
        if unread_of(path) != unread:
            self._run(path, "undo")
        if unread_of(path) != unread:
            raise FaultError("an undo does not go on", f"{unread_of(path)} unread of {unread}")


def name_of(day: int) -> str:
    """Return the name of a day's snapshot."""
    return f"library-2026-03-{day:02}.db"


def unread_of(path: Path) -> int:
    with Library.open(path, seeds=False) as library:
        return library.counts().unread
