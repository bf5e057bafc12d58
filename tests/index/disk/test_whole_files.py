"""Files that are there wholly or not at all: what they keep, what killed writers leave behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from recto.index import Library, examine, is_link, whole_file
from recto.index.disk.file_locks import FileLock, NoLocksError


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_file_has_what_it_had_until_all_of_the_new_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with whole_file(path) as partial:
        partial.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    with pytest.raises(RuntimeError), whole_file(path) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a"]


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs a directory below /dev")
def test_links_of_the_system_are_no_links_and_those_of_everybody_are() -> None:
    assert not is_link(Path("/dev/stdout"))
    assert not is_link(Path("/dev/fd/1"))
    with TemporaryDirectory(dir="/dev/shm") as directory:
        path = Path(directory) / "link"
        path.symlink_to("real")
        assert is_link(path)


def test_a_name_that_is_taken_meanwhile_is_left_to_who_took_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(FileExistsError), whole_file(path, over=False) as partial:
        partial.write_text("mine")
        path.write_text("theirs")
    assert path.read_text() == "theirs"
    assert names(tmp_path) == ["a"]


def test_without_links_a_file_gets_its_name_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    with whole_file(tmp_path / "a", over=False) as partial:
        partial.write_text("mine")
    assert (tmp_path / "a").read_text() == "mine"
    assert names(tmp_path) == ["a"]


def test_the_mode_is_that_of_the_old_file_or_what_the_mask_leaves(tmp_path: Path) -> None:
    path = tmp_path / "a"
    before = os.umask(0o027)
    try:
        with whole_file(path):
            pass
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o604)
        with whole_file(path):
            pass
        assert stat.S_IMODE(path.stat().st_mode) == 0o604
    finally:
        os.umask(before)


KILLED = """
import os, signal, sys
from pathlib import Path
from recto.index import Library, examine, is_link, whole_file
with whole_file(Path(sys.argv[1])) as partial:
    partial.write_text("half")
    Path(f"{partial}-journal").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"
    others = [".a.0123456789ab.partial.txt", ".a.partial", "a.0123456789ab.partial"]
    for name in others:
        (tmp_path / name).touch()
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert len(names(tmp_path)) == len(others) + 2
    with whole_file(path) as first:
        first.write_text("first")
        assert names(tmp_path) == sorted([*others, first.name])
        with whole_file(path) as second:
            second.write_text("second")
        assert path.read_text() == "second"
        assert first.read_text() == "first"
    assert path.read_text() == "first"
    assert names(tmp_path) == sorted([*others, "a"])


def test_a_file_that_was_taken_for_a_leftover_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = FileLock.take
    taken: list[str] = []

    def steal_first(lock: FileLock, **how: bool) -> bool:
        if not taken:
            for path in tmp_path.iterdir():
                taken.append(path.name)
                path.unlink()
        return take(lock, **how)

    monkeypatch.setattr(FileLock, "take", steal_first)
    with whole_file(tmp_path / "a") as partial:
        assert partial.name not in taken
        partial.write_text("whole")
    assert len(taken) == 1
    assert (tmp_path / "a").read_text() == "whole"


def test_a_lock_is_shared_or_held_alone_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with FileLock(path) as one, FileLock(path) as other:
        assert one.take(is_shared=True)
        assert other.take(is_shared=True)
        assert not other.take(wait=False)
        one.close()
        assert other.take(wait=False)
        with FileLock(path) as third:
            assert not third.take(is_shared=True, wait=False)
    with FileLock(path) as fourth:
        assert fourth.take(wait=False)


@pytest.mark.usefixtures("no_locks")
def test_a_file_system_without_locks_is_told_apart(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock") as lock, pytest.raises(NoLocksError):
        lock.take(wait=False)
    with whole_file(tmp_path / "a") as partial:
        partial.write_text("whole")
    assert names(tmp_path) == ["a", "lock"]


CUT_OFF = """
import os, signal, sys
from pathlib import Path
from recto.index import Library, examine, is_link, whole_file
with whole_file(Path(sys.argv[1])) as partial:
    partial.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_writer_left_goes_with_any_other_file_the_library_or_doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(directory: Path) -> None:
        subprocess.run([sys.executable, "-c", CUT_OFF, str(directory / "killed.bib")], check=False)
        assert [name for name in names(directory) if name.endswith(".partial")]

    data = tmp_path / "data"
    Library.open(data, seeds=False).close()
    leave(tmp_path)
    with whole_file(tmp_path / "busy") as busy:
        with whole_file(tmp_path / "other") as partial:
            partial.write_text("whole")
        assert busy.exists()  # somebody is at it
        assert names(tmp_path) == sorted([busy.name, "data", "other"])
    leave(data)
    Library.open(data, seeds=False).close()
    assert not list(data.glob(".*.partial"))
    monkeypatch.chdir(tmp_path)
    for directory in (tmp_path, data):
        leave(directory)
    assert list(examine(data))
    assert not [*tmp_path.glob(".*.partial"), *data.glob(".*.partial")]
