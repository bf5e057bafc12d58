"""Directories for the time of a process: what killed ones leave goes, what is in use stays."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from recto.index import examine
from recto.index.disk.file_locks import FileLock, NoLocksError
from recto.index.disk.temporary import TemporaryDirectory

KILLED = """
import os, signal
from recto.index.disk.temporary import TemporaryDirectory
directory = TemporaryDirectory()
(directory.path / "inner").mkdir()
(directory.path / "inner" / "half").touch()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def leave_behind() -> None:
    subprocess.run([sys.executable, "-c", KILLED], check=False)


def test_it_is_the_users_alone_and_goes_with_all_that_is_in_it(directory: Path) -> None:
    with TemporaryDirectory() as made:
        assert made.path.parent == directory
        assert made.path.stat().st_mode & 0o777 == 0o700
        (made.path / "a").touch()
    assert not list(directory.iterdir())
    made.close()


def test_what_a_killed_process_left_goes_with_the_next_and_with_a_look_at_the_library(
    directory: Path,
) -> None:
    leave_behind()
    assert len(list(directory.iterdir())) == 1
    with TemporaryDirectory() as made, TemporaryDirectory() as other:
        assert set(directory.iterdir()) == {made.path, other.path}
    leave_behind()
    (directory / "recto-own-0123456789abcdef").mkdir()  # killed before there was a lock in it
    list(examine(directory / "library"))
    assert not list(directory.iterdir())


def test_what_is_not_such_a_directory_is_left(directory: Path) -> None:
    (directory / "other").mkdir()
    (directory / "other" / "lock").touch()
    (directory / "recto-own-0123456789abcdef").symlink_to(directory / "other")
    (directory / "recto-own-0123456789abcdee").touch()
    (directory / "recto-own-mine").mkdir()
    (directory / "recto-own-0123456789abcded").mkdir()
    (directory / "recto-own-0123456789abcded" / "without a lock").touch()
    before = sorted(directory.rglob("*"))
    TemporaryDirectory().close()
    assert sorted(directory.rglob("*")) == before


def test_one_that_was_taken_for_abandoned_is_made_anew(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    mkdir, take = Path.mkdir, FileLock.take

    def lose_first(path: Path, mode: int = 0o777) -> None:
        mkdir(path, mode)
        made.append(path)
        if len(made) == 1:
            path.rmdir()

    def lose_second(lock: FileLock, **how: bool) -> bool:
        if len(made) == 2:
            (made[1] / "lock").unlink()
            made[1].rmdir()
        return take(lock, **how)

    monkeypatch.setattr(Path, "mkdir", lose_first)
    monkeypatch.setattr(FileLock, "take", lose_second)
    with TemporaryDirectory() as third:
        assert len(made) == 3
        assert list(directory.iterdir()) == [third.path]


def test_without_locks_what_is_there_is_left(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise NoLocksError(95, "Operation not supported")

    leave_behind()
    monkeypatch.setattr(FileLock, "take", refuse)
    with TemporaryDirectory():
        assert len(list(directory.iterdir())) == 2
