"""Days kept by difference when something fails: kills, broken bases, odd files."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.guard import suspicion
from recto.index.errors import DamageError, ExhaustedError
from recto.index.safety import snapshots as snapshots_module
from recto.index.safety.daily import taking
from recto.index.safety.daily.assembly import days_of
from recto.index.safety.examination import Finding, examine
from recto.index.safety.snapshots import KEPT, snapshots

from ...support import on_disk
from ..damages import acts
from .days import Days, contents, days, garble

__all__ = ["days"]


KILLED = """
import os, signal, sys
from pathlib import Path
from recto.index.database.tables import VERSION
from recto.index.safety.daily import taking
from recto.index.safety.whole import open_whole
from recto.index.safety.snapshots import take_snapshot

NAMES = ("taking.py", "day_files.py", "snapshots.py", "whole_files.py", "moments.py", "assembly.py")

for line in sys.stdin:
    place, step = line.split()
    process = os.fork()
    if not process:
        left = int(step)

        def count(frame, event, argument):
            global left
            if event in ("call", "c_call") and os.path.basename(frame.f_code.co_filename) in NAMES:
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        database = open_whole(Path(place) / "library.db", VERSION)
        sys.setprofile(count)
        path = Path(place) / "snapshots" / "library-2026-03-08.db"
        take_snapshot(database, path, pause=lambda: None)
        sys.setprofile(None)
        print(int(step) - left, flush=True)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    if status:
        print("killed", flush=True)
"""


def test_killed_at_any_call_a_snapshot_is_there_wholly_or_not_at_all(
    days: Days, tmp_path: Path
) -> None:
    """Also while the oldest day is laid over the base, which the next snapshot does again."""
    days.pass_by(KEPT)
    days.begin(8)
    with Library.open(days.directory) as library:
        days.use(library)
    told = contents(days.path)

    def run(*places: tuple[Path, int]) -> list[str]:
        for directory, _ in places:
            shutil.copytree(days.directory, directory)
        lines = "".join(f"{directory} {step}\n" for directory, step in places)
        command = [sys.executable, "-c", KILLED]
        done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
        return done.stdout.split()

    steps = int(run((tmp_path / "whole", 1 << 40))[0])
    chosen = {*random.Random(5).sample(range(1, steps), 2), *range(steps - 27, steps, 9)}
    places = [(tmp_path / f"copy{step}", step) for step in sorted(chosen)]
    assert run(*places) == ["killed"] * len(places)
    stages = set()
    for copy, step in places:
        left = days.carried_to(copy)
        left.told[left.snapshots / "library-2026-03-08.db"] = told
        kept = [path for path in left.told if path.exists()]
        stages.add(len(kept))
        for path in random.Random(step).sample(kept, 1):
            left.check(path)
        left.pass_by()
        assert len(left.names()) == KEPT + 1
        for path in (list(left.told)[3], list(left.told)[-1]):
            left.check(path)
    assert stages == {KEPT, KEPT + 1}


def test_a_base_with_broken_pages_has_them_again_from_the_library(days: Days) -> None:
    days.pass_by(3)
    garble(days.base(), 0.1, 1)
    with Library.open(days.directory) as library:
        now = acts(library)
        library.restore(snapshots(days.path)[0])
        assert acts(library) == now
    # What is compared day by day goes into the newest file where the base has lost it.
    shutil.rmtree(days.snapshots)
    days.pass_by()
    garble(days.base(), 0.1, 2)
    days.check(days.pass_by(7))


def test_a_lost_day_costs_no_later_one_for_long(days: Days) -> None:
    days.pass_by(3)
    lost = list(days.told)[-1]
    days.pass_by()
    lost.unlink()
    newest = days.pass_by()
    days.check(newest)
    newest.write_bytes(b"SQLite format 3\0" + bytes(4000))
    days.check(days.pass_by())


def test_a_damaged_library_is_recovered_from_a_day(days: Days) -> None:
    days.pass_by(3)
    with Library.open(days.directory) as library:
        library.note(library.rows([7])[0], "since the snapshot")
        wanted = acts(library)
    garble(days.path, 0.2, 3)
    with days.path.open("r+b") as file:
        file.write(bytes(4096))
    with Library.open(days.directory) as library:
        (warning,) = library.warnings[:1]
        assert "the snapshot of 20" in warning
        assert len(acts(library) & wanted) >= len(wanted) - 1
        assert library.counts().all == 603 + 15


@pytest.mark.parametrize("is_gone", [True, False], ids=["base gone", "base damaged"])
def test_with_the_base_damaged_too_all_acts_of_the_last_day_are_there(
    days: Days, is_gone: bool
) -> None:
    days.pass_by(2)
    with Library.open(days.directory) as library:
        wanted = acts(library)
    if is_gone:
        days.base().unlink()
    else:
        garble(days.base(), 0.7, 4, first=0)
    garble(days.path, 0.7, 7, first=0)
    with Library.open(days.directory) as library:
        assert "was damaged" in library.warnings[0]
        assert acts(library) >= wanted
        assert library.counts().all > 100


def test_a_text_that_cannot_be_read_is_noticed_on_the_day_it_breaks(days: Days) -> None:
    days.pass_by(2)
    assert not suspicion(days.path).exists()
    days.begin(3)
    with closing(sqlite3.connect(days.path)) as connection, connection:
        connection.execute(
            "UPDATE texts SET abstract = CAST(X'C3C3C3' || abstract AS TEXT) WHERE pid = 9"
        )
    days.take()
    assert suspicion(days.path).exists()


def test_an_odd_row_keeps_the_snapshot_from_being_taken(days: Days) -> None:
    days.pass_by(2)
    before = days.names()
    days.begin(3)
    with Library.open(days.directory) as library:
        days.use(library)
        on_disk.execute(library, "UPDATE papers SET hidden = 7 WHERE pid = 3")
        with pytest.raises(DamageError, match="was never written there"):
            library.copies.snapshot_if_due()
    assert days.names() == before


def test_doctor_knows_days_and_removes_what_is_unfinished(days: Days) -> None:
    days.pass_by(2)
    (days.snapshots / ".base-0123456789ab.db.0123456789ab.partial").touch()

    def told(*, is_full: bool = False) -> list[Finding]:
        found = examine(days.directory, is_full=is_full)
        return [one for one in found if one.name == "snapshots"]

    (finding,) = told(is_full=True)
    assert finding.told.startswith("2, the newest of")
    assert finding.state == "ok"
    garble(days.base(), 0.5, 9)
    assert len(told()) == 1
    assert "pages of" in told(is_full=True)[-1].told
    base = days.base()
    base.unlink()
    assert f"its base {base.name} is gone" in told()[-1].told


@pytest.mark.parametrize("kind", ["tables", "sums", "count", "a view", "no base", "a way out"])
def test_odd_files_of_days_are_refused(days: Days, kind: str) -> None:
    path = days.pass_by(2)
    changes = {
        "tables": "CREATE TABLE more(a)",
        "sums": "UPDATE sums SET sums = zeroblob(length(sums))",
        "count": "UPDATE about SET value = 1 << 31 WHERE name = 'count'",
        "a view": "DROP TABLE acts; CREATE VIEW acts AS SELECT 1 AS part, 2 AS packed",
        "no base": "UPDATE about SET value = 'base-000000000000.db' WHERE name = 'base'",
        "a way out": "UPDATE about SET value = '../library.db' WHERE name = 'base'",
    }
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(changes[kind])
    with Library.open(days.directory) as library:
        before = acts(library)
        garbled = kind == "no base"
        if garbled:  # what is in neither
            on_disk.execute(library, "UPDATE texts SET abstract = 'x' WHERE pid < 300")
        with pytest.raises(StoreError, match="Nothing was restored"):
            library.restore(path)
        assert acts(library) == before


def test_a_file_carried_elsewhere_alone_says_what_it_lacks(days: Days, tmp_path: Path) -> None:
    path = days.pass_by(2)
    away = shutil.copy(path, tmp_path)
    with Library.open(tmp_path / "other") as other, pytest.raises(StoreError, match="base-"):
        other.restore(away)


@pytest.mark.parametrize("table", ["pages", "acts"])
def test_a_day_of_which_a_table_is_broken_keeps_no_other_from_being_taken(
    days: Days, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots_module, "KEPT", 2)
    monkeypatch.setattr(taking, "_MOST_BYTES", 0)  # all want their acts left out
    broken = days.pass_by(2)
    with closing(sqlite3.connect(broken)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (number,) = connection.execute(sql, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with broken.open("r+b") as file:
        file.seek((number - 1) * size)
        file.write(bytes(size))
    days.check(days.pass_by())
    days.check(days.pass_by())
    assert not broken.exists()
    assert len(days.names()) == 3


def test_a_day_that_cannot_be_opened_for_want_of_descriptors_is_not_taken_for_lost(
    days: Days,
) -> None:
    """Else its base would be removed, as one that belongs to no day."""
    days.pass_by(2)
    few = resource.getrlimit(resource.RLIMIT_NOFILE)
    held = []
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, few[1]))
        with suppress(OSError):
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        os.close(held.pop())  # the directory can be read, and one of its files
        with pytest.raises(ExhaustedError):
            days_of(days.snapshots)
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, few)
