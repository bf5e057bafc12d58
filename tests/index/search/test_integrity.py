"""The index kept true: damage without a change of size is noticed, and the index built anew."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from recto.index import Library, SearchIndexError
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.segments.checksums import checksum
from recto.index.search.segments.generations import Generations
from recto.index.search.segments.integrity import DAY

from ..support.threads import at_once
from .small_index import PAPERS, live


def flip(path: Path) -> None:
    """Change one bit in the middle of a file, and not its size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.fixture
def directory(few: Path, tmp_path: Path) -> Path:
    """A library whose index is soon built anew, and at which nobody has looked today."""
    shutil.copytree(few, tmp_path / "recto")
    for checked in (tmp_path / "recto").rglob("checked"):
        checked.unlink()
    return tmp_path / "recto"


@pytest.fixture
def library(directory: Path) -> Iterator[Library]:
    with Library.open(directory) as library:
        yield library


@pytest.fixture
def folder(library: Library) -> Path:
    return library.locations.index


@pytest.mark.parametrize("pattern", ["*.dic", "*.lists", "*.places", "*.papers", "*.toc"])
def test_flipped_bits_are_noticed_and_the_index_is_built_anew(
    library: Library, folder: Path, pattern: str
) -> None:
    wanted = library.search("diffusion").total
    (path,) = live(folder).glob(pattern)
    flip(path)
    assert library.index.state() == "ready"
    sentence = library.index.check()
    assert path.name in sentence
    assert sentence.endswith("It is built anew.")
    assert library.index.state() == "missing"
    assert library.search("diffusion").total == wanted
    assert library.index.state() == "ready"
    assert library.index.check() == ""


def test_a_file_is_missed(library: Library, folder: Path) -> None:
    (path,) = live(folder).glob("*.lists")
    path.unlink()
    assert library.index.check() == ""  # that is noticed whenever the index is opened
    assert library.index.state() == "missing"
    assert library.search("diffusion").total
    assert library.index.state() == "ready"


def test_the_contents_are_read_once_a_day(library: Library, folder: Path) -> None:
    assert library.index.check() == ""
    (path,) = live(folder).glob("*.lists")
    flip(path)
    assert library.index.check() == ""
    with Library.open(library.locations.database.parent) as other:
        assert other.index.check() == ""
        yesterday = time.time() - DAY - 1
        os.utime(folder / "checked", (yesterday, yesterday))
        assert path.name in other.index.check()


def test_nothing_is_added_to_a_damaged_index(directory: Path) -> None:
    told: list[str] = []
    with Library.open(directory, notice=told.append) as library:
        wanted = library.search("diffusion").total
        (path,) = live(library.locations.index).glob("*.places")
        flip(path)
        library.add_text("new.jsonl", b'{"title": "Wombats dig burrows", "abstract": "Deep."}')
        assert len(told) == 1
        assert told[0].startswith(f"The search index is damaged: {path.name} ")
        assert library.search("wombats").total == 1
        assert library.search("diffusion").total == wanted
        assert library.index.check() == ""


def test_a_clock_that_was_set_back_does_not_stop_the_checks(library: Library, folder: Path) -> None:
    (folder / "checked").touch()
    later = time.time() + 400 * DAY
    os.utime(folder / "checked", (later, later))
    (path,) = live(folder).glob("*.lists")
    flip(path)
    assert path.name in library.index.check()


def test_an_update_does_not_bless_damage(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path, "library")
    stamp = index.build(PAPERS, 1)
    (segment,) = live(tmp_path).glob("*.lists")
    flip(segment)
    index.close()
    with pytest.MonkeyPatch.context() as patch:
        # As on a file system without links, where a copy is a new file.
        patch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError()))
        updated = index.update([Document(99, "New", "")], 2)
    assert updated.sums[segment.name] == stamp.sums[segment.name]
    assert checksum(live(tmp_path) / segment.name) != updated.sums[segment.name]
    index.close()


def test_the_checksums_are_of_what_was_written(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path, "library")
    index.build(PAPERS, 1)
    for step in range(8):
        stamp = index.update([Document(100 + step, f"Step {step}", "extra")], step + 2, [step + 1])
        files = live(tmp_path).iterdir()
        assert {path.name: checksum(path) for path in files} == stamp.sums
    index.close()


def test_an_index_of_an_older_stamp_is_built_anew(library: Library, folder: Path) -> None:
    stamp = json.loads((folder / "current").read_bytes())
    del stamp["sums"]
    (folder / "current").write_text(json.dumps(stamp))
    assert library.index.state() == "missing"
    assert library.search("diffusion").total


def test_whoever_cannot_wait_gets_an_error_and_the_index_counts_as_missing(
    library: Library, folder: Path
) -> None:
    (path,) = live(folder).glob("*.toc")
    path.write_bytes(b"\0" * path.stat().st_size)
    assert library.index.state() == "ready"
    with pytest.raises(SearchIndexError):
        library.listing("diffusion")
    assert library.index.state() == "missing"
    assert library.listing("diffusion", wait=True).total


def test_damage_is_told_in_one_line(few: Path, tmp_path: Path) -> None:
    shutil.copytree(few, tmp_path / "recto")
    told: list[str] = []
    with Library.open(tmp_path / "recto", notice=told.append) as library:
        (path,) = live(library.locations.index).glob("*.toc")
        path.write_bytes(b"\0" * path.stat().st_size)
        assert library.search("diffusion").total
        assert sum("anew" in sentence for sentence in told) == 1
        assert all("\n" not in sentence for sentence in told)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_is_searched_checked_and_left(library: Library, folder: Path) -> None:
    wanted = library.search("diffusion").total
    (path,) = live(folder).glob("*.lists")
    flip(path)
    folder.chmod(0o500)
    try:
        with Library.open(library.locations.database.parent) as other:
            assert path.name in other.index.check()
            assert other.index.state() == "ready"
    finally:
        folder.chmod(0o700)
    assert wanted


def test_a_command_waits_for_a_build_and_says_so(library: Library, folder: Path) -> None:
    library.add_text("new.jsonl", b'{"title": "Something quite new"}\n')
    (folder / "current").unlink()
    data = library.locations.database.parent
    code = (
        "import sys; from recto.tui.cli.main import main\n"
        "sys.exit(main(['search', 'something quite new', '--json']))"
    )
    generations = Generations(folder, _library_id(library))
    with generations.lock(wait=False):
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "RECTO_DATA_DIR": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        first = process.stderr.readline()
        assert "waiting" in first
        assert process.poll() is None
    out, _ = process.communicate()
    assert process.returncode == 0
    assert "Something quite new" in out


def _library_id(library: Library) -> str:
    with sqlite3.connect(library.locations.database) as database:
        (value,) = database.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
    database.close()
    return str(value)


def test_two_who_add_at_once_are_both_found(library: Library) -> None:
    data = library.locations.database.parent

    def add(number: int) -> None:
        with Library.open(data) as other:
            for step in range(4):
                told = f'{{"title": "Writer{number} step{step}"}}\n'
                other.add_text(f"{number}-{step}.jsonl", told.encode())

    at_once(partial(add, 1), partial(add, 2))
    for number in (1, 2):
        assert library.search(f"writer{number}", correct=False).total == 4


@pytest.mark.parametrize("is_home_writable", [True, False])
def test_a_cache_that_cannot_be_written_does_not_stop_a_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_home_writable: bool
) -> None:
    data_dir = tmp_path / "library"
    home = tmp_path / "home" if is_home_writable else data_dir / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "in"))
    with Library.open(data_dir):
        pass
    # Nobody can make a directory here, not even root.
    (data_dir / "cache").write_text("in the way")
    told: list[str] = []
    with Library.open(data_dir, notice=told.append) as library:
        assert library.search("git re-basin").hits
        assert library.search("lottery ticket").hits
        assert not any("open to others" in sentence for sentence in library.warnings)
    # It is kept in the reader's own cache, or where there is none for this run alone.
    kept = "The search index is kept in" if is_home_writable else "until this ends"
    assert any(kept in sentence for sentence in told)
    assert (data_dir / "cache").read_text() == "in the way"
