"""One SQLite file: threads, journal modes, and what SQLite refuses said in sentences."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from recto.index import StoreError
from recto.index.store import database as database_module
from recto.index.store.database import APPLICATION_ID, Database, explained
from recto.index.store.mounts import filesystem_type, is_on_network

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ann/local\\040disk xfs rw 0 0
tmpfs /homework tmpfs rw 0 0
sshfs /mnt fuse.sshfs rw 0 0
/dev/sdc1 /mnt btrfs rw 0 0
"""


def make(path: Path) -> Database:
    database = Database(path, version=1)
    with database.transaction():
        database.execute("CREATE TABLE numbers(number)")
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute("PRAGMA user_version=1")
    return database


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/etc", "ext4"),
        ("/home/ann", "nfs4"),
        ("/home/ann/local disk/recto", "xfs"),
        ("/homework", "tmpfs"),
        ("/mnt/x", "btrfs"),
    ],
)
def test_the_longest_mount_point_tells_the_file_system(path: str, expected: str) -> None:
    assert filesystem_type(Path(path), MOUNTS) == expected
    assert is_on_network(Path(path), MOUNTS) == (expected == "nfs4")


def test_a_system_without_a_list_of_mounts_counts_as_local() -> None:
    assert not is_on_network(Path("/"), "")


def test_a_local_file_uses_the_log_and_waits_for_the_disk(tmp_path: Path) -> None:
    database = make(tmp_path / "a.db")
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == 2  # FULL
    database.close()


def test_on_a_network_there_is_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "a.db").close()
    monkeypatch.setattr(database_module, "is_on_network", lambda _: True)
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

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
from recto.index.store.database import Database

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
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-Urm", "true"], check=False).returncode:
        pytest.skip("no user namespaces here")
    command = [unshare, "-Urm", sys.executable, "-c", READ_ONLY_MOUNT, str(tmp_path), end]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[(7,)]\n", "")


FULL_DISK = """
import resource, sys
from pathlib import Path
from recto.index import StoreError
from recto.index.store.database import Database

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
from pathlib import Path
from recto.index.safety.copying import copy_out
from recto.index.store.database import Database
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
