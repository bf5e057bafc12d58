"""A copy of a database that its program has open: locked, with a log, or being written."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import SourceError
from recto.index.pages.zotero.snapshot import opened_copy

HOLDER = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("PRAGMA locking_mode=EXCLUSIVE")
held.execute("PRAGMA journal_mode=" + sys.argv[2])
held.execute("PRAGMA wal_autocheckpoint=0")
held.execute("CREATE TABLE inks(name)")
held.execute("INSERT INTO inks VALUES ('committed')")
held.execute("BEGIN IMMEDIATE")
held.execute("INSERT INTO inks VALUES ('not yet')")
held.execute("PRAGMA cache_spill=1")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("mode", ["wal", "delete", "truncate"])
def test_what_another_process_holds_locked_is_read_as_it_is_committed(
    tmp_path: Path, mode: str
) -> None:
    path = tmp_path / "held.sqlite"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), mode],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        if mode != "wal":
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                sqlite3.connect(path, timeout=0).execute("SELECT * FROM inks").fetchall()
        before = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
        with opened_copy(path) as copy:
            assert copy.rows("SELECT name FROM inks") == [("committed",)]
            assert copy.has("inks", "name")
            assert not copy.has("inks", "name colour")
            assert not copy.has("pens")
        assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before
    finally:
        holder.communicate("")


def test_a_database_that_changes_meanwhile_is_copied_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "busy.sqlite"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=wal")
    writer.execute("CREATE TABLE inks(name)")
    times = iter(range(3))
    from recto.index.pages.zotero import snapshot

    plain = snapshot._copy

    def copy(database: Path, target: Path) -> None:
        plain(database, target)
        if (time := next(times, None)) is not None:
            writer.execute("INSERT INTO inks VALUES (?)", (time,))
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    monkeypatch.setattr(snapshot, "_copy", copy)
    pauses: list[float] = []
    with opened_copy(path, pauses.append) as found:
        assert found.rows("SELECT name FROM inks") == [(0,), (1,), (2,)]
        assert found.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(pauses) == 3
    times = iter(range(1000))
    with (
        pytest.raises(SourceError, match="writes it all the time"),
        opened_copy(path, pauses.append),
    ):
        raise AssertionError("never whole")
    writer.close()


@pytest.mark.parametrize(
    "content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(4000)]
)
def test_what_is_no_database_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "zotero.sqlite"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"zotero\.sqlite|no database"), opened_copy(path) as copy:
        copy.rows("SELECT * FROM items")


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"), opened_copy(tmp_path / "none"):
        raise AssertionError("nothing to open")
    (tmp_path / "directory").mkdir()
    with pytest.raises(SourceError, match="directory"), opened_copy(tmp_path / "directory"):
        raise AssertionError("nothing to open")


def test_what_fails_within_is_not_said_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "whole.sqlite"
    sqlite3.connect(path).execute("CREATE TABLE inks(name)")
    with pytest.raises(OSError, match="mine"), opened_copy(path):
        raise OSError("mine")


def test_text_that_is_no_utf_8_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "odd.sqlite"
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("CREATE TABLE inks(name)")
    made.execute("INSERT INTO inks VALUES (CAST(x'C3A9FFC3A9' AS TEXT))")
    made.close()
    with opened_copy(path) as copy:
        assert copy.rows("SELECT name FROM inks") == [("é�é",)]
