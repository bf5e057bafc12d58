"""One SQLite file: threads, processes, journal modes and copies."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from recto.index import StoreError
from recto.index.database import modes as modes_module
from recto.index.database.database import Database

from ..support.threads import at_once
from .small_database import make


def test_a_local_file_uses_the_log_and_waits_for_the_disk(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == 2  # FULL
    database.close()


def test_on_a_network_there_is_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "a.db").close()
    monkeypatch.setattr(modes_module, "is_on_network", lambda _: True)
    database = Database(tmp_path / "a.db", version=1)
    assert database.value("PRAGMA journal_mode") == "delete"
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (1)")
    database.close()
    assert not (tmp_path / "a.db-wal").exists()


def test_each_thread_has_a_connection_and_closing_closes_all(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    seen: list[int] = []

    def write(number: int) -> None:
        for _ in range(20):
            with database.transaction():
                database.execute("INSERT INTO numbers VALUES (?)", (number,))
        seen.append(database.value("SELECT count(*) FROM numbers"))

    at_once(*(partial(write, number) for number in range(5)))
    assert database.value("SELECT count(*) FROM numbers") == 100
    assert max(seen) == 100
    database.close()
    assert not (tmp_path / "a.db-wal").exists()
    with pytest.raises(StoreError, match="closed"):
        database.rows("SELECT 1")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    with pytest.raises(ZeroDivisionError), database.transaction():
        database.execute("INSERT INTO numbers VALUES (1)")
        raise ZeroDivisionError
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (2)")
    assert database.rows("SELECT number FROM numbers") == [(2,)]
    database.close()


def test_the_change_mark_sees_this_and_other_processes(tmp_path: Path) -> None:
    database, other = make(tmp_path / "a.db"), Database(tmp_path / "a.db", version=1)
    before = database.change_mark
    assert database.change_mark == before
    for writer in (database, other):
        with writer.transaction():
            writer.execute("INSERT INTO numbers VALUES (1)")
        assert database.change_mark > before
        before = database.change_mark
    database.close()
    other.close()


def test_within_a_moment_nothing_changes(tmp_path: Path) -> None:
    database, other = make(tmp_path / "a.db"), Database(tmp_path / "a.db", version=1)
    with database.moment():
        assert database.rows("SELECT * FROM numbers") == []
        with other.transaction():
            other.execute("INSERT INTO numbers VALUES (1)")
        assert database.rows("SELECT * FROM numbers") == []
    assert database.rows("SELECT * FROM numbers") == [(1,)]
    database.close()
    other.close()


def test_looking_through_a_file_finds_what_is_wrong_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = make(path)
    with database.transaction():
        rows = ((b"x" * 1000,) for _ in range(500))
        database.execute_many("INSERT INTO numbers VALUES (?)", rows)
    assert database.problems() == []
    database.close()
    with path.open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xff" * 4096)
    database = Database(path, version=1)
    assert database.problems()
    database.close()


def test_a_file_without_a_log_is_complete_at_any_time(tmp_path: Path) -> None:
    make(tmp_path / "a.db").close()
    database = Database(tmp_path / "a.db", version=1, has_log=False)
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (1)")
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]
    database.close()


COPY = """
import sys
import threading
from pathlib import Path
from recto.index.safety.copying import copy_out
from recto.index.database.database import Database
database = Database(Path(sys.argv[1]), version=1)
copy_out(database, Path(sys.argv[2]))
"""


def test_a_copy_has_what_only_the_log_of_another_process_has(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (5)")
    command = [sys.executable, "-c", COPY, str(tmp_path / "a.db"), str(tmp_path / "b.db")]
    subprocess.run(command, check=True)
    copied = Database(tmp_path / "b.db", version=1, read_only=True)
    assert copied.rows("SELECT * FROM numbers") == [(5,)]
    assert copied.value("PRAGMA journal_mode") == "delete"
    copied.close()
    database.close()


def test_closing_ends_the_statements_of_other_threads_where_they_are(tmp_path: Path) -> None:
    database = make(tmp_path / "numbers.db")
    runs = threading.Event()
    said: list[str] = []

    def count_for_ever() -> None:
        endless = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n)"
        try:
            with database.stopped_by(runs.set):
                database.rows(f"{endless} SELECT count(*) FROM n")
        except StoreError as error:
            said.append(error.title)

    others = [threading.Thread(target=count_for_ever) for _ in range(3)]
    for other in others:
        other.start()
    assert runs.wait(60)
    database.close()
    for other in others:
        other.join()
    assert said == ["The library is closed"] * 3
    with pytest.raises(StoreError, match="closed"):
        database.rows("SELECT * FROM numbers")


def test_closing_undoes_what_another_thread_had_begun_to_write(tmp_path: Path) -> None:
    database = make(tmp_path / "numbers.db")
    begun, closed = threading.Event(), threading.Event()
    said: list[str] = []

    def write() -> None:
        try:
            with database.transaction():
                database.execute("INSERT INTO numbers VALUES(1)")
                begun.set()
                assert closed.wait(60)
                database.execute("INSERT INTO numbers VALUES(2)")
        except StoreError as error:
            said.append(error.title)

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(60)
    database.close()
    closed.set()
    writer.join()
    assert said == ["The library is closed"]
    again = Database(database.path, version=1)
    assert again.value("SELECT count(*) FROM numbers") == 0
    again.close()
