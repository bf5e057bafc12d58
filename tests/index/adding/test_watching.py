"""Watched directories: what is new or has changed is read once, what is being written waits."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recto.index import AddReport, Config, Library

from ..support import on_disk

RIS = "TY  - JOUR\nTI  - {}\nER  - \n"

AN_HOUR_AGO = time.time_ns() - 3600 * 10**9


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    directory = tmp_path / "papers"
    directory.mkdir()
    return directory


@pytest.fixture
def library(tmp_path: Path, watched: Path) -> Iterator[Library]:
    (tmp_path / "recto").mkdir(0o700)
    (tmp_path / "recto" / "config.toml").write_text(f'watch = ["{watched}"]\n')
    with Library.open(tmp_path / "recto", seeds=False) as library:
        assert library.warnings == []
        yield library


def write(path: Path, text: str, age: int = 0) -> None:
    path.write_text(text)
    os.utime(path, ns=(AN_HOUR_AGO - age, AN_HOUR_AGO - age))


def names(reports: list[AddReport]) -> list[str]:
    return [report.name for report in reports]


def test_files_are_read_once_and_again_when_they_change(library: Library, watched: Path) -> None:
    write(watched / "b.ris", RIS.format("Second"))
    write(watched / "a.ris", RIS.format("First"))
    write(watched / ".hidden.ris", RIS.format("Hidden"))
    (watched / "deeper").mkdir()
    assert names(library.sources.take_watched()) == ["a.ris", "b.ris"]
    counts = library.counts()
    assert (counts.all, counts.new) == (2, 0)  # a bibliography is no news
    assert library.sources.take_watched() == []
    write(watched / "a.ris", RIS.format("First") + RIS.format("Third"))
    (report,) = library.sources.take_watched()
    assert (report.name, report.new, report.known) == ("a.ris", 1, 1)
    write(watched / "a.ris", RIS.format("Fifth") + RIS.format("Third"), age=1)  # the same size
    assert names(library.sources.take_watched()) == ["a.ris"]
    assert library.sources.take_watched() == []


def test_what_was_read_is_remembered_from_start_to_start(library: Library, watched: Path) -> None:
    write(watched / "a.ris", RIS.format("First"))
    library.sources.take_watched()
    with Library.open(library.locations.data) as again:
        assert again.sources.take_watched() == []


def test_a_file_that_is_being_written_waits(library: Library, watched: Path) -> None:
    path = watched / "a.ris"
    path.write_text(RIS.format("First"))
    now = time.time_ns()
    os.utime(path, ns=(now + 3600 * 10**9, now + 3600 * 10**9))
    assert names(library.sources.take_watched()) == ["a.ris"]  # a clock that is ahead stops nothing
    (watched / "empty.ris").touch()
    os.utime(watched / "empty.ris", ns=(AN_HOUR_AGO, AN_HOUR_AGO))
    assert library.sources.take_watched() == []


def test_a_file_of_this_moment_waits(library: Library, watched: Path) -> None:
    from recto.index.adding.watching import find_changed

    path = watched / "a.ris"
    write(path, RIS.format("First"))
    for age, found in ((10**8, []), (10**9, [path]), (-(10**9), [path])):
        with on_disk.store_of(library) as store:
            changed = list(find_changed(store.database, [watched], AN_HOUR_AGO + age))
        assert [one.path for one in changed if not isinstance(one, Exception)] == found


def spoil(path: Path) -> None:
    write(path, "What I want to read.\n")


def scramble(path: Path) -> None:
    path.write_bytes(b"\x89PNG\0\0\0")
    os.utime(path, ns=(AN_HOUR_AGO, AN_HOUR_AGO))


@pytest.mark.parametrize(("make", "told"), [(spoil, 1), (scramble, 0)])
def test_what_is_no_list_of_papers_is_told_once(
    library: Library, watched: Path, make: Callable[[Path], None], told: int
) -> None:
    make(watched / "a.txt")
    write(watched / "b.ris", RIS.format("First"))
    reports = library.sources.take_watched()
    assert [bool(report.error) for report in reports] == [True] * told + [False]
    assert library.sources.take_watched() == []


def test_a_missing_directory_is_a_sentence_and_the_others_are_read(
    tmp_path: Path, watched: Path
) -> None:
    write(watched / "a.ris", RIS.format("First"))
    (tmp_path / "recto").mkdir(0o700)
    (tmp_path / "recto" / "config.toml").write_text(f'watch = ["nowhere", "{watched}"]\n')
    with Library.open(tmp_path / "recto", seeds=False) as library:
        error, report = library.sources.take_watched()
        assert "There is no such directory" in str(error.error)
        assert report.name == "a.ris"
        assert len(library.sources.take_watched()) == 1


@pytest.mark.parametrize("value", ["7", '"~/papers"', "[7]", '[""]'])
def test_a_wrong_setting_is_told(tmp_path: Path, value: str) -> None:
    (tmp_path / "config.toml").write_text(f"watch = {value}\n")
    config, warnings = Config.load(tmp_path / "config.toml")
    assert config.watch == ()
    assert "watch must be a list of texts" in warnings[0]


def test_a_tilde_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "recto").mkdir(0o700)
    (tmp_path / "recto" / "config.toml").write_text('watch = ["~/papers", "here"]\n')
    with Library.open(tmp_path / "recto", seeds=False) as library:
        assert library.sources.watched == [tmp_path / "papers", library.locations.config / "here"]
