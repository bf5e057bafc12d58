"""What SQLite or the system refuses, said in sentences, with the file left as it is."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import StoreError
from recto.index.database.connections import explained
from recto.index.database.database import Database

from ..support.namespaces import output_of
from .small_database import make


def test_what_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"This is a letter to my aunt. " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"damaged.*left as it is.*start it again"):
        Database(path, version=1)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE contacts(name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Database(path, version=1)
    assert path.read_bytes() == before


def test_a_truncated_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = make(path)
    with database.transaction():
        database.execute_many(
            "INSERT INTO numbers VALUES (?)", ((b"x" * 1000,) for _ in range(500))
        )
    database.close()
    os.truncate(path, 10_000)
    with pytest.raises(StoreError, match="damaged"):
        Database(path, version=1).rows("SELECT * FROM numbers")


def test_a_directory_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(tmp_path / "a.db", version=1)


def test_a_newer_file_is_only_read(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    database.execute("PRAGMA user_version=7")
    database.close()
    database = Database(tmp_path / "a.db", version=1)
    assert database.read_only
    assert database.rows("SELECT * FROM numbers") == []
    with pytest.raises(StoreError, match=r"reading only.*update Recto"), database.transaction():
        pass
    database.close()


def test_read_only_never_writes(tmp_path: Path) -> None:
    make(tmp_path / "a.db").close()
    database = Database(tmp_path / "a.db", version=1, read_only=True)
    with pytest.raises(StoreError, match="cannot be written"):
        database.execute("INSERT INTO numbers VALUES (1)")
    database.close()


READ_ONLY_MOUNT = """
import os, subprocess, sys
from pathlib import Path
from recto.index.database.database import Database

mount = sys.argv[1]
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", mount], check=True)
path = Path(mount, "a.db")
pid = os.fork()
if not pid:
    database = Database(path, version=1)
    with database.transaction():
        database.execute("CREATE TABLE numbers(number)")
        database.execute("PRAGMA application_id=0x52656374")
        database.execute("INSERT INTO numbers VALUES (7)")
    if sys.argv[2] == "closed":
        database.close()
    os._exit(0)  # like a kill: the log stays
os.waitpid(pid, 0)
if sys.argv[2] == "log alone":
    Path(mount, "a.db-shm").unlink()
subprocess.run(["mount", "-o", "remount,ro", mount], check=True)
database = Database(path, version=1, read_only=True)
print(database.rows("SELECT * FROM numbers"))
database.close()
"""


@pytest.mark.parametrize("end", ["closed", "killed", "log alone"])
def test_a_library_on_a_read_only_disk_is_read_whole(tmp_path: Path, end: str) -> None:
    assert output_of(READ_ONLY_MOUNT, tmp_path, end) == "[(7,)]\n"


FULL_DISK = """
import resource, sys
from pathlib import Path
from recto.index import StoreError
from recto.index.database.database import Database

database = Database(Path(sys.argv[1]), version=1)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (1)")
        rows = ((b"x" * 4000,) for _ in range(999))
        database.execute_many("INSERT INTO numbers VALUES (?)", rows)
except StoreError as error:
    print(error)
print(database.rows("SELECT count(*) FROM numbers"))
"""


def test_a_file_that_cannot_grow_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    with database.transaction():
        database.execute("INSERT INTO numbers VALUES (0)")
    database.close()
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "a.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "nothing was changed" in done.stdout
    assert done.stdout.endswith("[(1,)]\n")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "read-only"),
        (errno.ENOENT, "could not be opened"),
        (errno.EIO, "disk refuses"),
    ],
)
def test_what_the_system_refuses_is_said_too(tmp_path: Path, number: int, words: str) -> None:
    with pytest.raises(StoreError, match=words), explained(tmp_path):
        raise OSError(number, os.strerror(number))
