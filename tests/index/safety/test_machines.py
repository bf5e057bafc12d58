"""Machine ids: a copied library gets one of its own, one that was moved keeps it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.safety import machines as machines_module


def machine(directory: Path) -> str:
    with Library.open(directory, seeds=False) as library:
        return library.journal.machine


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target


@pytest.fixture(autouse=True)
def host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that says which host this is."""
    file = tmp_path / "machine-id"
    file.write_text("one\n")
    monkeypatch.setattr(machines_module, "_HOST_FILES", (file,))
    return file


@pytest.fixture
def home_directory(tmp_path: Path) -> Path:
    directory = tmp_path / "a"
    machine(directory)
    return directory


def test_it_stays_from_start_to_start_and_when_moved(home_directory: Path, tmp_path: Path) -> None:
    first = machine(home_directory)
    assert machine(home_directory) == first
    home_directory.rename(tmp_path / "moved")
    assert machine(tmp_path / "moved") == first
    (tmp_path / "link").symlink_to(tmp_path / "moved")
    assert machine(tmp_path / "link") == first


def test_a_copy_is_another_one_and_the_original_stays(home_directory: Path, tmp_path: Path) -> None:
    first = machine(home_directory)
    second = machine(copy(home_directory, tmp_path / "b"))
    third = machine(copy(tmp_path / "b", tmp_path / "c"))
    assert len({first, second, third}) == 3
    assert [machine(tmp_path / name) for name in "abc"] == [first, second, third]


def test_a_copy_that_comes_back_is_recognised(home_directory: Path, tmp_path: Path) -> None:
    first = machine(home_directory)
    second = machine(copy(home_directory, tmp_path / "b"))
    shutil.rmtree(home_directory)
    assert machine(copy(tmp_path / "b", home_directory)) == first
    assert machine(tmp_path / "b") == second


def test_on_another_host_it_is_another_one(home_directory: Path, host: Path) -> None:
    """As after copying a whole disk: same path, same file, another host."""
    first = machine(home_directory)
    host.write_text("two\n")
    second = machine(home_directory)
    assert second != first
    assert machine(home_directory) == second
    host.write_text("one\n")  # the same disk started on the one and on the other
    assert machine(home_directory) == first


def test_hosts_that_share_a_network_directory_are_one(
    home_directory: Path, host: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = machine(home_directory)
    monkeypatch.setattr(machines_module, "is_on_network", lambda _: True)
    assert machine(home_directory) == first
    host.write_text("two\n")
    assert machine(home_directory) == first


@pytest.mark.parametrize("said", ["", "uninitialized\n", None])
def test_a_container_without_an_id_knows_the_library_by_its_file(
    home_directory: Path, tmp_path: Path, host: Path, said: str | None
) -> None:
    first = machine(home_directory)
    if said is None:
        host.unlink()
    else:
        host.write_text(said)
    assert machine(home_directory) == first
    home_directory.rename(tmp_path / "mounted-elsewhere")
    assert machine(tmp_path / "mounted-elsewhere") == first
    assert machine(copy(tmp_path / "mounted-elsewhere", tmp_path / "b")) != first


def test_a_file_system_that_numbers_its_files_anew_changes_nothing(home_directory: Path) -> None:
    first = machine(home_directory)
    path = home_directory / "library.db"
    other = home_directory / "other"
    shutil.copyfile(path, other)
    other.replace(path)  # another file at the same place
    assert machine(home_directory) == first


def test_an_index_that_lies_elsewhere_is_not_used_for_a_copy(
    home_directory: Path, tmp_path: Path
) -> None:
    """Two copies that went apart have equal revisions for different papers."""
    names = {}
    for name, has_cache in (("b", False), ("c", True)):
        directory = copy(home_directory, tmp_path / name)
        shutil.rmtree(directory / "cache", ignore_errors=True)
        if has_cache:
            (directory / "cache").mkdir()
        with Library.open(directory, seeds=False) as library:
            names[name] = library.id
    with Library.open(home_directory, seeds=False) as library:
        assert names["b"] != library.id
        assert names["c"] == library.id


def test_neither_host_nor_path_can_be_read_in_the_library(home_directory: Path) -> None:
    machine(home_directory)
    data = (home_directory / "library.db").read_bytes()
    assert b'"one"' not in data
    assert str(home_directory).encode() not in data
