"""The index on disk: built, extended, interrupted, locked, and shared between processes."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index.disk.file_locks import FileLock
from recto.index.errors import SearchIndexError
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.segments.generations import Generations

from ..support.killing import kill_at_work
from .small_index import PAPERS, find, folder, index, live

__all__ = ["folder", "index"]


def test_there_is_no_index_at_first(folder: Path) -> None:
    index = SearchIndex(folder, "library")
    assert index.stamp() is None
    assert not folder.exists()
    with pytest.raises(SearchIndexError):
        find(index, "paper")
    with pytest.raises(SearchIndexError):
        index.update(PAPERS, 2)
    assert index.stamp() is None


def test_the_files_name_what_every_index_of_this_format_names(
    index: SearchIndex, folder: Path
) -> None:
    """Whoosh pickles this class: renamed or moved, no index written before would open."""
    (contents,) = live(folder).glob("*.toc")
    named = re.findall(rb"(recto\.[\w.]+)\W{1,3}(\w+)", contents.read_bytes())
    assert set(named) == {(b"recto.index.search.schema", b"FlatCodec")}


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    papers = [Document(rowid, "Title", "") for rowid in range(1, 251)]
    SearchIndex(folder, "library").build(papers, 1, lambda *now: told.append(now))
    assert told[-1] == (250, 250)
    assert told == sorted(told)
    assert len(told) > 2


# Updates


def test_an_update_adds_replaces_and_removes(index: SearchIndex) -> None:
    assert find(index, "topic3") == [3, 10, 17, 24, 31, 38, 45, 52, 59]
    stamp = index.update(
        [Document(3, "Now on topic4", ""), Document(99, "New topic3", "")], 2, [10]
    )
    assert (stamp.rev, stamp.documents) == (2, 60)
    assert find(index, "topic3") == [17, 24, 31, 38, 45, 52, 59, 99]
    assert 3 in find(index, "topic4")
    assert find(index, "now") == [3]
    assert 10 not in find(index, "common")
    index.update([], 3, [99])
    assert find(index, "new") == []


def test_many_updates_stay_few_segments(index: SearchIndex, folder: Path) -> None:
    for step in range(30):
        rowid = 100 + step
        index.update(
            [Document(rowid, f"Step {step}", "extra"), PAPERS[step]], step + 2, [rowid - 3]
        )
        assert len(list(live(folder).glob("*.lists"))) <= 4
    left = [rowid for rowid in range(100, 130) if rowid >= 127]
    assert find(index, "extra") == left
    assert find(index, "paper") == list(range(1, 61))
    assert find(index, "topic5") == [rowid for rowid in range(1, 61) if rowid % 7 == 5]
    assert find(index, "step 29") == [129]
    stamp = index.stamp()
    assert stamp
    assert stamp.documents == 63


def test_an_open_index_sees_what_others_add(index: SearchIndex, folder: Path) -> None:
    reader = SearchIndex(folder, "library")
    assert find(reader, "fresh") == []
    assert not reader.refresh()
    index.update([Document(77, "A fresh paper", "")], 2)
    assert find(reader, "fresh") == [77]
    index.build([Document(1, "Only this", "")], 3)
    assert reader.refresh()
    assert find(reader, "fresh") == []
    assert find(reader, "only") == [1]
    reader.close()


def test_old_generations_are_removed(index: SearchIndex, folder: Path) -> None:
    for rev in range(2, 6):
        index.build(PAPERS, rev)
        assert len(list(folder.glob("g-*"))) == 2
    assert live(folder).is_dir()


def test_a_file_system_without_links_is_no_obstacle(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    index.update([Document(99, "Linkless", "")], 2)
    assert find(index, "linkless") == [99]


# Interruptions


def test_an_interrupted_build_leaves_the_old_index(index: SearchIndex, folder: Path) -> None:
    def papers() -> Iterator[Document]:
        yield Document(1, "Half", "")
        raise KeyboardInterrupt

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = set(folder.iterdir())
    with pytest.raises(KeyboardInterrupt):
        index.build(papers(), 2)
    with pytest.raises(KeyboardInterrupt):
        index.build([Document(rowid, "Half", "") for rowid in range(200)], 2, stop)
    assert set(folder.iterdir()) == before
    assert find(index, "half") == []
    assert len(find(index, "paper")) == 60


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_build_leaves_the_old_index(index: SearchIndex, folder: Path, seed: int) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from recto.index.search.search_index import SearchIndex, Document\n"
        f"index = SearchIndex(Path({str(folder)!r}), 'library')\n"
        "papers = [Document(n, f'Paper {n}', f'common w{n} '*20) for n in range(1, 61)]\n"
        "print('go', flush=True)\n"
        "for rev in range(2, 10_000):\n"
        "    index.build(papers, rev) if rev % 2 else index.update(papers[:9], rev)\n"
    )
    kill_at_work(code, rng=random.Random(seed))
    stamp = index.stamp()
    assert stamp
    assert len(find(index, "paper")) == 60
    index.update([Document(99, "After all", "")], stamp.rev + 1)
    assert find(index, "after all") == [99]
    assert len(list(folder.glob("g-*"))) <= 2


# Places that cannot be written, and others who write


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_serves_searches(index: SearchIndex, folder: Path) -> None:
    folder.chmod(0o500)
    try:
        other = SearchIndex(folder, "library")
        assert len(find(other, "paper")) == 60
        other.close()
        with pytest.raises(SearchIndexError):
            other.build(PAPERS, 2)
    finally:
        folder.chmod(0o700)


def test_a_cache_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = SearchIndex(tmp_path / "file" / "index", "library")
    with pytest.raises(SearchIndexError):
        index.build(PAPERS, 1)
    assert index.stamp() is None


def test_a_full_disk_leaves_the_old_index(
    index: SearchIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SearchIndexError, match="No space left"):
        index.build([Document(1, "Other", "")], 2)
    monkeypatch.undo()
    assert len(find(index, "paper")) == 60
    assert len(list(folder.glob("g-*"))) == 1


def test_one_builds_and_the_others_wait(
    index: SearchIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, is_waiting = FileLock.take, threading.Event()

    def watched(lock: FileLock, **how: bool) -> bool:
        is_taken = take(lock, **how)
        if not is_taken:
            is_waiting.set()
        return is_taken

    with Generations(folder, "library").lock(wait=False):
        other = SearchIndex(folder, "library")
        with pytest.raises(SearchIndexError, match="being built"):
            other.build(PAPERS, 2, wait=False)
        with pytest.raises(SearchIndexError, match="being built"):
            other.update(PAPERS, 2, wait=False)
        assert len(find(other, "paper")) == 60
        monkeypatch.setattr(FileLock, "take", watched)
        thread = threading.Thread(target=other.build, args=(PAPERS, 7))
        thread.start()
        assert is_waiting.wait(60)
        before = index.stamp()
        assert before
        assert before.rev != 7
    thread.join(60)
    stamp = index.stamp()
    assert stamp
    assert stamp.rev == 7
    other.close()


def test_processes_build_and_search_at_once(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from recto.index.search.search_index import SearchIndex, Document\n"
        "from recto.index.search.query.query import Query\n"
        f"index = SearchIndex(Path({str(folder)!r}), 'library')\n"
        "papers = [Document(n, f'Paper {n}', 'common') for n in range(1, 40)]\n"
        "me = int(sys.argv[1])\n"
        "for step in range(8):\n"
        "    index.build(papers, step) if step == 0 else index.update(\n"
        "        [Document(100 * me + step, f'Writer{me} {step}', '')], step)\n"
        "    assert len(index.search(Query.parse('common'), limit=None).rowids) == 39\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(number)], stderr=subprocess.PIPE)
        for number in (1, 2, 3)
    ]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    index = SearchIndex(folder, "library")
    assert len(find(index, "common")) == 39
    index.close()


# What killed processes leave


KILLED_BUILDING = """
import os, signal, sys
from pathlib import Path
from recto.index.search.search_index import Document, SearchIndex

left = int(sys.argv[2])
fsync = os.fsync

def die(descriptor):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(descriptor)

os.fsync = die
papers = [Document(rowid, f"Title {rowid}", "words") for rowid in range(1, 20)]
SearchIndex(Path(sys.argv[1]), "library").build(papers, 9)
"""
"""Builds another index and dies before something is on the disk for good, the n-th time."""


@pytest.mark.parametrize("moment", [1, 2, 3])
@pytest.mark.parametrize("is_first", [False, True])
def test_what_a_killed_process_built_is_removed_and_what_was_in_use_stays(
    folder: Path, moment: int, is_first: bool
) -> None:
    if not is_first:
        with_two = SearchIndex(folder, "library")
        with_two.build(PAPERS, 1)
        with_two.build(PAPERS, 2)
        with_two.close()
    before = sorted(folder.rglob("*"))
    command = [sys.executable, "-c", KILLED_BUILDING, str(folder), str(moment)]
    assert subprocess.run(command, check=False).returncode == -9
    assert sorted(folder.rglob("*")) != before
    Generations(folder, "library").remove_unfinished()
    assert sorted(folder.rglob("*")) == (before or [folder / "lock"])


def test_nothing_is_removed_while_somebody_builds(index: SearchIndex, folder: Path) -> None:
    generations = Generations(folder, "library")
    with generations.lock(wait=False), generations.fresh() as path:
        Generations(folder, "library").remove_unfinished()
        assert path.is_dir()


@pytest.mark.parametrize("contents", [b"", b"{}", b'{"format": 1}', b"\xff"])
def test_nothing_is_removed_where_it_is_not_known_what_is_in_use(
    index: SearchIndex, folder: Path, contents: bytes
) -> None:
    (folder / "current").write_bytes(contents)
    before = sorted(folder.rglob("*"))
    (folder / "g-0123456789ab").mkdir()
    Generations(folder, "library").remove_unfinished()
    assert sorted(folder.rglob("*")) == sorted([*before, folder / "g-0123456789ab"])
