"""A long list marked read part by part: one act to whoever undoes it, whatever comes between."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database import turns
from recto.index.marking import marks, retracing

from ..support.on_disk import acts, store_of
from ..support.soundness import assert_is_sound

KILLED = """
import os, sys
from recto.index import Library
from recto.index.marking import marks, retracing
directory, what, turn = sys.argv[1], sys.argv[2], int(sys.argv[3])
turns = iter(range(100))
def wait_turn():
    if next(turns) == turn:
        os.kill(os.getpid(), 9)
marks.PART, marks.wait_turn, retracing.wait_turn = 100, wait_turn, wait_turn
with Library.open(directory) as library:
    if what == "mark":
        library.marks.mark_all_read(library.listing("").rowids)
    else:
        getattr(library, what)()
"""


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "PART", 100)
    monkeypatch.setattr(turns, "_TURN", 0)


def unread(library: Library) -> int:
    return library.counts().unread


def kill(library: Library, what: str, turn: int) -> None:
    command = [sys.executable, "-c", KILLED, str(directory(library)), what, str(turn)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def directory(library: Library) -> Path:
    return library.locations.database.parent


def test_its_parts_are_undone_and_redone_together(library: Library, ids: list[str]) -> None:
    library.mark_read(ids[:3])
    before = len(acts(library))
    marked = library.marks.mark_all_read(library.listing("").rowids)
    assert (marked.count, len(marked.papers)) == (600, 20)
    assert marked.sentence == "Marked 600 papers as read."
    assert len(acts(library)) == before + 6
    assert unread(library) == 0
    library.bookmark(ids[:1])
    library.undo()
    for _ in range(2):
        undone = library.undo()
        assert undone is not None
        assert (undone.act, undone.count, unread(library)) == (marked.act, 600, 600)
        assert undone.sentence == "Undone: marked 600 papers as read."
        redone = library.redo()
        assert redone is not None
        assert (redone.act, redone.count, unread(library)) == (marked.act, 600, 0)
    library.undo(2)  # with the three before, all at once
    assert unread(library) == 603
    assert library.undo() is None
    assert library.journal.agrees()


def test_the_papers_of_a_part_are_neighbours_by_number(library: Library) -> None:
    rowids = sorted(library.listing("").rowids, key=lambda rowid: (rowid * 37 % 101, rowid))
    marked = library.marks.mark_all_read(rowids)
    assert [paper.rowid for paper in marked.papers] == rowids[:20]
    with store_of(library) as store:
        touches = store.database.rows("SELECT seq, pid FROM touched ORDER BY seq, item")
    touched: dict[int, list[int]] = {}
    for seq, rowid in touches:
        touched.setdefault(seq, []).append(rowid)
    parts = list(touched.values())
    assert parts[0][0] == rowids[0]
    assert [len(part) for part in sorted(parts, key=min)] == [100] * 6 + [3]
    assert all(part == sorted(part, key=rowids.index) for part in parts)
    ends = [(min(part), max(part)) for part in sorted(parts, key=min)]
    assert all(end < begin for (_, end), (begin, _) in pairwise(ends))


def test_others_write_between_two_parts(
    library: Library, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rowids = library.listing("").rowids
    late = sorted(rowids)[550:560]
    with Library.open(directory(library), window="other") as other:
        monkeypatch.setattr(marks, "wait_turn", lambda: other.mark_read(rowids=late))
        assert library.marks.mark_all_read(rowids).count == 593
        assert other.counts().unread == 0
        monkeypatch.setattr(retracing, "wait_turn", lambda: other.bookmark(rowids=rowids[90:110]))
        library.undo()
        assert other.counts()[:4] == library.counts()[:4] == (603, 573, 20, 593)
        assert other.journal.agrees()


def test_what_another_window_undoes_meanwhile_is_not_undone_twice(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = library.marks.mark_all_read(library.listing("").rowids)
    with Library.open(directory(library), window="other") as other:
        acts_left = iter([marked.act])

        def help_once() -> None:
            for act in acts_left:
                other.undo(act)

        monkeypatch.setattr(retracing, "wait_turn", help_once)
        library.undo()
    assert unread(library) == 603
    assert sum(entry.kind == "undo" for entry in library.log()) == 7
    library.redo()
    assert unread(library) == 0
    assert library.journal.agrees()


@pytest.mark.parametrize("turn", [0, 3])
def test_killed_between_two_parts_it_is_taken_back_as_one(library: Library, turn: int) -> None:
    kill(library, "mark", turn)
    assert unread(library) == 603 - 100 * (turn + 1)
    library.undo()
    assert unread(library) == 603
    assert library.undo() is None
    library.redo()
    assert library.marks.mark_all_read(library.listing("").rowids).count == 503 - 100 * turn
    assert unread(library) == 0
    assert_is_sound(library)


def test_an_undo_and_a_redo_that_were_killed_go_on(library: Library) -> None:
    library.marks.mark_all_read(library.listing("").rowids)
    kill(library, "undo", 2)
    assert unread(library) == 300
    library.undo()
    assert unread(library) == 603
    kill(library, "redo", 1)
    assert unread(library) == 403
    library.redo()
    assert unread(library) == 0
    assert_is_sound(library)


def test_a_list_that_is_read_already_waits_for_nobody(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rowids = library.listing("").rowids
    library.marks.mark_all_read(rowids[:590])

    def fail() -> None:
        raise AssertionError("nobody was to be waited for")

    monkeypatch.setattr(marks, "wait_turn", fail)
    assert library.marks.mark_all_read(rowids).count == 13
    assert library.marks.mark_all_read(rowids).sentence == "Nothing was to be changed."
