"""Backups, and going back to one while other windows are open."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database import database as database_module
from recto.index.database.database import Database

from ..support import on_disk
from ..support.killing import kill_at_work
from ..support.soundness import assert_is_sound


@pytest.fixture(params=["wal", "delete"])
def either(
    request: pytest.FixtureRequest,
    seeded: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Library]:
    """A library with a log, and one without, as on a network file system."""
    monkeypatch.setattr(database_module, "is_on_network", lambda _: request.param == "delete")
    shutil.copytree(seeded, tmp_path / "either")
    with Library.open(tmp_path / "either") as library:
        assert on_disk.value(library, "PRAGMA journal_mode") == request.param
        yield library


def first_ids(library: Library) -> list[str]:
    return [paper.id for paper in library.rows(library.listing("").rowids[:20])]


def acts_in(path: Path) -> list[str]:
    with on_disk.opened(path, read_only=True) as store:
        assert store.database.value("PRAGMA integrity_check") == "ok"
        rows = store.database.rows("SELECT act FROM journal ORDER BY seq")
        return [act for (act,) in rows]


def test_a_backup_is_one_file_that_can_be_opened_by_itself(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    either.tag(ids[:2], add=["kept"])
    path = either.backup(tmp_path / "b.db")
    assert path.read_bytes()
    assert not list(tmp_path.glob(".*partial"))
    assert not list(tmp_path.glob("b.db-*"))
    (tmp_path / "elsewhere").mkdir()
    shutil.copyfile(path, tmp_path / "elsewhere" / "library.db")
    with Library.open(tmp_path / "elsewhere") as copy:
        assert copy.paper(ids[0]).tags == ("kept",)
        assert_is_sound(copy)


def test_restoring_puts_everything_back_and_keeps_what_was(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    either.bookmark(ids[:2])
    path = either.backup(tmp_path / "b.db")
    saved = on_disk.acts(either)
    either.bookmark(ids[:2], on=False)
    either.note(ids[3], "later")
    later = on_disk.acts(either)
    kept = either.restore(path)
    assert on_disk.acts(either) == saved
    assert either.paper(ids[0]).bookmarked
    assert either.paper(ids[3]).note is None
    assert kept.parent == either.locations.data / "snapshots"
    assert acts_in(kept) == later
    assert_is_sound(either)
    # And forward again.
    either.restore(kept)
    assert on_disk.acts(either) == later
    assert either.paper(ids[3]).note == "later"
    assert on_disk.value(either, "PRAGMA journal_mode") in ("wal", "delete")


def test_an_open_window_goes_on_with_what_was_restored(either: Library, tmp_path: Path) -> None:
    ids = first_ids(either)
    path = either.backup(tmp_path / "b.db")
    with Library.open(either.locations.data, window="reader") as window:
        window.add_text(
            "page.txt", b"A Paper That Is New Here\n\n" + b"We show what is new here. " * 20
        )
        (new,) = (
            paper for paper in window.rows(window.listing("").rowids) if "New Here" in paper.title
        )
        window.bookmark([new.id])
        before, rev = window.journal.change_mark(), on_disk.rev(window)
        either.restore(path)
        assert window.journal.change_mark() != before
        assert on_disk.rev(window) > rev
        assert window.counts().all == 603  # no list that was kept in memory is shown any more
        assert len(window.listing("").rowids) == 603
        assert new.rowid not in window.listing("").rowids
        window.bookmark(ids[:1])
        assert either.paper(ids[0]).bookmarked
        # What is found is what is there, although the index knew the paper that is gone.
        assert all(hit.paper.id != new.id for hit in window.search("new here").hits)
        assert either.index.state() == "ready"
        assert_is_sound(window)


def test_what_was_taken_back_does_not_return_with_a_recovery(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    path = library.backup(tmp_path / "b.db")
    library.tag(ids[:3], add=["mistake"])
    assert library.copies.snapshot_if_due()
    library.restore(path)
    library.tag(ids[:3], add=["meant"])
    directory = library.locations.data
    library.close()
    with (directory / "library.db").open("r+b") as file:
        file.write(bytes(4096))
    with Library.open(directory) as recovered:
        assert "was damaged" in recovered.warnings[0]
        assert dict(recovered.counts().tags) == {"meant": 3}


def test_the_library_stays_itself(library: Library, tmp_path: Path) -> None:
    """A backup of another library brings its papers and marks, not who and where it was."""
    with Library.open(tmp_path / "other") as other:
        other.tag(first_ids(other)[:4], add=["theirs"])
        path = other.backup(tmp_path / "b.db")
        assert other.journal.machine != library.journal.machine
    machine, name = library.journal.machine, library.id
    library.restore(path)
    meta = dict(on_disk.rows(library, "SELECT key, value FROM meta"))
    assert (meta["machine"], meta["library"]) == (machine, name)
    with Library.open(library.locations.data) as again:
        assert again.journal.machine == machine
        assert dict(again.counts().tags) == {"theirs": 4}
        assert again.warnings == []


def test_half_typed_notes_outlive_a_restore(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    library.notes.save_draft(ids[0], "in the backup")
    path = library.backup(tmp_path / "b.db")
    library.notes.save_draft(ids[0], "changed since")
    library.notes.save_draft(ids[1], "only here")
    library.restore(path)
    assert library.notes.draft(ids[0]) == "in the backup"
    assert library.notes.draft(ids[1]) == "only here"


def test_an_older_backup_is_replaced_and_nothing_else(library: Library, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear aunt")
    for target in (letter, tmp_path, library.locations.database):
        before = target.read_bytes() if target.is_file() else None
        with pytest.raises(StoreError, match="Nothing was backed up"):
            library.backup(target)
        assert (target.read_bytes() if target.is_file() else None) == before
    (tmp_path / "empty.db").touch()
    for name in ("b.db", "b.db", "empty.db"):
        library.backup(tmp_path / name)
    assert acts_in(tmp_path / "empty.db") == on_disk.acts(library)
    with pytest.raises(StoreError):
        library.backup(tmp_path / "no" / "such" / "b.db")


def test_what_cannot_be_restored_is_refused_with_a_reason(
    library: Library, ids: list[str], tmp_path: Path
) -> None:
    library.bookmark(ids[:3])
    good = library.backup(tmp_path / "good.db")
    cut = tmp_path / "cut.db"
    cut.write_bytes(good.read_bytes()[:500_000])
    spoiled = tmp_path / "spoiled.db"
    data = bytearray(good.read_bytes())
    data[400_000:500_000] = b"\xff" * 100_000
    spoiled.write_bytes(data)
    newer = tmp_path / "newer.db"
    shutil.copyfile(good, newer)
    with_version = Database(newer, version=99, has_log=False)
    with_version.execute("PRAGMA user_version=99")
    with_version.close()
    (tmp_path / "letter.db").write_text("Dear aunt" * 1000)
    (tmp_path / "empty.db").touch()
    before = on_disk.acts(library)
    reasons = {
        "missing.db": "no file",
        "cut.db": "damaged",
        "spoiled.db": "damaged",
        "newer.db": "newer Recto",
        "letter.db": "damaged|not a database",
        "empty.db": "no library",
        "recto/library.db": "library itself",
    }
    for name, reason in reasons.items():
        with pytest.raises(StoreError, match=reason):
            library.restore(tmp_path / name)
    assert on_disk.acts(library) == before
    assert library.counts().bookmarks == 3
    assert not list((library.locations.data / "snapshots").glob("*.db"))


WRITE = """
import sys
from recto.index import Library
with Library.open(sys.argv[1], window="reader") as library:
    rowid = library.listing("").rowids[0]
    print("go", flush=True)
    number = 0
    while True:
        number += 1
        # After a restore it may have the mark already, and then it is no act.
        if act := library.bookmark(rowids=[rowid], on=number % 2 == 1).act:
            print(act, flush=True)
"""


class Writer:
    """A process that marks without end and says which acts are on disk."""

    def __init__(self, directory: Path) -> None:
        command = [sys.executable, "-c", WRITE, str(directory)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == "go\n"
        self.acts: list[str] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.acts += (line.strip() for line in self.process.stdout if line.endswith("\n"))

    def stop(self) -> list[str]:
        self.process.terminate()
        self._thread.join()
        assert self.process.stderr
        assert self.process.stderr.read() == ""
        self.process.wait()
        self.process.stderr.close()
        assert self.process.stdout
        self.process.stdout.close()
        return self.acts


def test_acts_made_during_a_restore_are_before_it_or_after_it(
    library: Library, tmp_path: Path
) -> None:
    """Every act that was acknowledged is in a copy that was kept, or in the library."""
    path = library.backup(tmp_path / "b.db")
    writers = [Writer(library.locations.data) for _ in range(2)]
    kept = [library.restore(path) for _ in range(8)]
    written = [act for writer in writers for act in writer.stop()]
    found = set(on_disk.acts(library)).union(*(acts_in(copy) for copy in kept))
    assert written
    assert found >= set(written)
    assert_is_sound(library)


RESTORE = """
import sys
from pathlib import Path
from recto.index import Library
with Library.open(sys.argv[1]) as library:
    print("go", flush=True)
    while True:
        library.restore(Path(sys.argv[2]))
"""


def test_a_killed_restore_leaves_the_one_or_the_other(library: Library, tmp_path: Path) -> None:
    ids = first_ids(library)
    directory = library.locations.data
    path = library.backup(tmp_path / "b.db")
    rng = random.Random(9)
    for attempt in range(15):
        library.tag(ids[:1], add=[f"attempt{attempt}"])
        written = set(on_disk.acts(library))
        kill_at_work(RESTORE, directory, path, rng=rng)
        with Library.open(directory) as again:
            assert again.warnings == []
            assert_is_sound(again)
            found = set(on_disk.acts(again))
        assert found in (written, set(acts_in(path)))
        kept = (directory / "snapshots").glob("*.db")
        assert found.union(*map(acts_in, kept)) >= written
    assert not list(tmp_path.glob(".b.db*"))


def test_a_killed_backup_leaves_the_older_one(library: Library, tmp_path: Path) -> None:
    path = library.backup(tmp_path / "b.db")
    script = RESTORE.replace("restore", "backup")
    rng = random.Random(10)
    for _ in range(10):
        kill_at_work(script, library.locations.data, path, rng=rng)
        assert acts_in(path) == on_disk.acts(library)
    assert library.backup(path)
    assert list(tmp_path.glob(".b.db*")) == []
