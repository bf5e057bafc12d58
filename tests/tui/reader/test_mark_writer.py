"""Marks, written for a stand-in of the screen: their order, what is said, what is shown."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recto.index import Library, RectoError
from recto.tui.reader.mark_writer import MarkWriter
from recto.tui.reader.state import ReaderState

from ..shells import PAGE
from ..stages import Stage, refuse


def bookmark(library: Library, rowids: Sequence[int]) -> Any:
    return library.bookmark(rowids=rowids)


async def test_marks_are_written_in_the_order_they_were_asked(two: Library) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.act(bookmark, 2)
    stage.results.cursor = 1
    marker.act(lambda library, rowids: library.tag(rowids=rowids, add=["one"]))
    marker.change(lambda library: library.tag(rowids=stage.results.rowids, add=["two"]), "Tagged.")
    assert (state.writing, state.counts.bookmarks) == (3, 0)
    await stage.settle()
    assert [entry.kind for entry in reversed(two.log())][-3:] == ["bookmark", "tag", "tag"]
    assert (state.writing, stage.calls.count("release")) == (0, 3)
    assert state.counts.bookmarks == 2
    assert dict(state.counts.tags) == {"one": 1, "two": 2}
    assert stage.said == ["Bookmarked 2 papers.", "Tagged."]
    marker.close()


async def test_a_mark_that_is_refused_is_said_and_lets_the_keys_go(two: Library) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.act(refuse)
    await stage.settle()
    assert stage.errors == ["The disk is full."]
    assert (state.writing, stage.calls) == (0, ["release"])
    refused: list[RectoError] = []
    marker.change(refuse, "Done.", refused.append)
    await stage.settle()
    assert (len(refused), len(stage.errors), stage.said) == (1, 1, [])
    marker.close()


async def test_an_act_is_repeated_where_one_is_then(two: Library) -> None:
    stage = Stage(two)
    marker = MarkWriter(two, stage, ReaderState())
    assert not marker.repeat(None)
    marker.act(bookmark)
    stage.results.cursor = 1
    assert marker.repeat(None)
    await stage.settle()
    assert all(paper.bookmarked for paper in two.rows(stage.results.rowids))
    marker.close()


async def test_what_is_undone_is_gone_to(two: Library) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.act(bookmark)
    marker.revise(lambda library: library.undo(), "Nothing is left to undo.")
    await stage.settle()
    assert stage.calls[-2:] == ["go to First Paper: on marsupials", "release"]
    assert state.counts.bookmarks == 0
    marker.revise(lambda library: None, "Nothing is left to undo.")
    await stage.settle()
    assert stage.said[-1] == "Nothing is left to undo."
    marker.close()


async def test_what_another_window_marks_is_shown(two: Library, tmp_path: Path) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.start()
    stage.look()
    assert stage.calls == []
    with Library.open(tmp_path / "two", window="another") as other:
        other.bookmark(rowids=stage.results.rowids)
    stage.look()
    assert (stage.calls, state.counts.bookmarks) == (["rows"], 2)
    stage.look()
    assert stage.calls == ["rows"]
    marker.close()


async def test_what_another_window_marks_behind_a_mark_is_shown_behind_it(
    two: Library, tmp_path: Path
) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.start()
    is_written = threading.Event()
    marker.act(bookmark)
    await asyncio.sleep(0)
    marker.save(lambda _: is_written.set(), lambda _: None)
    assert is_written.wait(30), "on disk, and not shown yet"
    with Library.open(tmp_path / "two", window="another") as other:
        other.bookmark(rowids=stage.results.rowids)
    stage.look()
    await stage.settle()
    stage.look()
    assert state.counts.bookmarks == 2
    marker.close()


async def test_a_list_is_read_anew_where_papers_came_whoever_counts_them_first(
    two: Library,
) -> None:
    stage, state = Stage(two), ReaderState()
    marker = MarkWriter(two, stage, state)
    marker.start()
    is_written = threading.Event()

    def take_apart(library: Library) -> Any:
        third = PAGE.replace("First", "Third").replace("Second", "Fourth")
        library.add_text("more.txt", third.encode())
        return bookmark(library, stage.results.rowids)

    marker.revise(take_apart, "Nothing is to be taken apart.")
    await asyncio.sleep(0)
    marker.save(lambda _: is_written.set(), lambda _: None)
    assert is_written.wait(30), "on disk, and not shown yet"
    stage.look()
    await stage.settle()
    assert (state.counts.all, stage.calls.count("reload")) == (4, 1)
    marker.close()


async def test_leaving_waits_for_what_is_refused_then(two: Library) -> None:
    stage = Stage(two)
    marker = MarkWriter(two, stage, ReaderState())
    refused: list[RectoError] = []
    is_closing = threading.Event()

    def save(library: Library) -> None:
        is_closing.wait()
        refuse(library)

    marker.save(save, refused.append)
    is_closing.set()
    marker.close()
    assert not refused, "told behind what goes on, and never waited for"
    await asyncio.sleep(0)
    assert len(refused) == 1
