"""Daily snapshots: when one is due, what it costs others, and that a bad one is never kept."""

from __future__ import annotations

import fcntl
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import Database
from recto.index.database.guard import suspicion
from recto.index.database.tables import VERSION
from recto.index.disk.whole_files import whole_file
from recto.index.errors import DamageError
from recto.index.safety.snapshots import KEPT, snapshot_if_due, snapshots

from ..support import on_disk
from ..support.killing import kill_at_work
from .kept_copies import mode

__all__ = ["mode"]

Today = Callable[[str], None]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    """Sets the date that snapshots go by."""

    def set_day(day: str) -> None:
        monkeypatch.setattr("recto.index.safety.snapshots.today", lambda: day)

    set_day("2026-03-01")
    return set_day


def names(library: Library) -> list[str]:
    directory = library.locations.data / "snapshots"
    return sorted(path.name for path in directory.iterdir() if path.name != "lock")


def read(path: Path, sql: str) -> object:
    database = Database(path, version=VERSION, read_only=True)
    try:
        return database.value(sql)
    finally:
        database.close()


def test_one_is_made_a_day_when_the_journal_has_grown(
    library: Library, ids: list[str], today: Today
) -> None:
    snapshot_if_due = library.copies.snapshot_if_due
    first = snapshot_if_due()
    assert first == library.locations.data / "snapshots" / "library-2026-03-01.db"
    library.bookmark(ids[:1])
    assert snapshot_if_due() is None  # one is enough for a day
    today("2026-03-02")
    assert snapshot_if_due() is not None
    today("2026-03-03")
    assert snapshot_if_due() is None  # nothing has happened since
    library.bookmark(ids[:1], on=False)
    assert snapshot_if_due() is not None
    assert names(library) == [f"library-2026-03-0{day}.db" for day in (1, 2, 3)]
    assert read(first, "SELECT count(*) FROM marks") == 0


def test_the_last_seven_days_are_kept_and_what_was_kept_apart_stays(
    library: Library, ids: list[str], today: Today
) -> None:
    apart = on_disk.keep_snapshot(library, "before-restore")
    for day in range(1, 13):
        today(f"2026-03-{day:02}")
        library.bookmark(ids[:1], on=bool(day % 2))
        assert library.copies.snapshot_if_due()
    daily = [name for name in names(library) if name != apart.name]
    assert daily == [f"library-2026-03-{day:02}.db" for day in range(13 - KEPT, 13)]
    assert apart.exists()
    newest = next(path for path in snapshots(library.locations.database) if path != apart)
    assert newest.name == "library-2026-03-12.db"


def test_a_snapshot_is_a_whole_library_in_one_file(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    library.bookmark(ids[:3])
    library.note(ids[0], "noted")
    path = library.copies.snapshot_if_due()
    assert path
    assert path.parent.stat().st_mode & 0o077 == 0
    assert read(path, "PRAGMA journal_mode") == "delete"
    assert read(path, "PRAGMA integrity_check") == "ok"
    (tmp_path / "other").mkdir(0o700)
    path.rename(tmp_path / "other" / "library.db")
    with Library.open(tmp_path / "other") as other:
        assert other.warnings == []
        assert other.counts().bookmarks == 3
        assert other.paper(ids[0]).note == "noted"


def test_others_write_meanwhile_and_the_snapshot_is_of_one_moment(
    library: Library, ids: list[str], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two steps of the copy somebody commits, so it may not wait for a quiet time."""
    directory = library.locations.data
    library.close()
    monkeypatch.setattr("recto.index.safety.copying._STEP", 20)
    steps = 0
    with Library.open(directory) as library, Library.open(directory) as other:
        assert on_disk.value(library, "PRAGMA journal_mode") == mode

        def write() -> bool:
            nonlocal steps
            steps += 1
            if mode == "wal" or steps < 100:  # later the copy holds everybody up, once
                with on_disk.store_of(other) as store, store.database.transaction():
                    for paper in ids[:2]:
                        sql = "INSERT OR REPLACE INTO session(name, value) VALUES (?, ?)"
                        store.database.execute(sql, (paper, str(steps)))
            return True

        path = library.copies.snapshot_if_due(write)
    assert path
    assert steps > 10
    assert read(path, "PRAGMA integrity_check") == "ok"
    assert read(path, "SELECT count(DISTINCT value) FROM session") in (0, 1)  # never half an act


def test_it_stops_when_nobody_wants_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recto.index.safety.copying._STEP", 20)
    answers = iter([True, True, False])
    assert library.copies.snapshot_if_due(lambda: next(answers)) is None
    assert names(library) == []
    assert library.copies.snapshot_if_due() is not None


def test_while_another_process_is_at_it_there_is_nothing_to_do(library: Library) -> None:
    directory = library.locations.data / "snapshots"
    directory.mkdir()
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert library.copies.snapshot_if_due() is None
    assert library.copies.snapshot_if_due() is not None


def test_a_damaged_library_is_noticed_and_pushes_no_good_snapshot_out(
    library: Library, ids: list[str], today: Today
) -> None:
    snapshot_if_due = library.copies.snapshot_if_due
    for day in range(1, KEPT + 1):
        today(f"2026-02-{day:02}")
        library.bookmark(ids[:1], on=bool(day % 2))
        assert snapshot_if_due()
    before = names(library)
    page = on_disk.value(
        library, "SELECT max(pageno) FROM dbstat WHERE name = 'texts' AND pagetype = 'leaf'"
    )
    on_disk.rows(library, "PRAGMA wal_checkpoint(TRUNCATE)")
    # By another process: whoever closes the file takes the locks of all its own process away.
    script = "import sys; f = open(sys.argv[1], 'r+b'); f.seek(int(sys.argv[2]))"
    script += "; f.write(b'\\x0d' + b'\\xff' * 4095); f.close()"
    place = str((page - 1) * 4096)
    command = [sys.executable, "-c", script, str(library.locations.database), place]
    subprocess.run(command, check=True)
    library.bookmark(ids[1:2])
    today("2026-02-20")
    with pytest.raises(DamageError, match=r"former days.*Close every window"):
        snapshot_if_due()
    assert names(library) == before
    assert suspicion(library.locations.database).exists()
    directory = library.locations.data
    library.close()
    with Library.open(directory) as recovered:
        assert "was damaged" in recovered.warnings[0]
        assert recovered.paper(ids[1]).bookmarked


def test_a_copy_that_the_disk_spoiled_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "recto.index.safety.soundness.faults_of",
        lambda path: ["page 7 is odd"] if path.name.endswith(".partial") else [],
    )
    with pytest.raises(StoreError, match=r"page 7 is odd.*library itself is whole"):
        library.copies.snapshot_if_due()
    assert names(library) == []
    assert not suspicion(library.locations.database).exists()


def test_a_read_only_library_has_none(library: Library) -> None:
    database = Database(library.locations.database, version=VERSION, read_only=True)
    assert snapshot_if_due(database) is None
    database.close()
    assert not (library.locations.data / "snapshots").exists()


SNAPSHOTS = """
import sys
from pathlib import Path
from recto.index.safety import copying
from recto.index.safety.snapshots import keep_snapshot
from recto.index.safety.opening import open_store
copying._STEP = 5
store = open_store(Path(sys.argv[1]) / "library.db")
print("go", flush=True)
while True:
    keep_snapshot(store.database, "test")
"""


def test_only_what_is_not_being_written_any_more_is_removed(library: Library) -> None:
    directory = library.locations.data / "snapshots"
    directory.mkdir(exist_ok=True)
    (directory / "library-2026-02-01.db.partial-journal").touch()
    (directory / ".library-2026-02-02.db.0123456789ab.partial").touch()
    with whole_file(directory / "mine.db") as partial:
        partial.write_text("a backup that somebody writes there")
        made = library.copies.snapshot_if_due()
    assert made is not None
    assert names(library) == [made.name, "mine.db"]


def test_a_killed_process_leaves_no_half_snapshot(library: Library) -> None:
    directory = library.locations.data
    rng = random.Random(11)
    for _ in range(20):
        kill_at_work(SNAPSHOTS, directory, rng=rng)
    last = on_disk.keep_snapshot(library, "last")
    whole = snapshots(library.locations.database)
    assert last in whole
    for path in whole:
        assert read(path, "PRAGMA quick_check") == "ok"
    assert not [name for name in names(library) if "partial" in name]
