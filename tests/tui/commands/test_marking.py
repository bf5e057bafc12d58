"""Marks through real keys: selections, undo, the queue, notes, saved searches."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Marked, Paper, View
from recto.tui.reader.indexer import IndexBuilt

from ..conftest import Reader, ReaderFactory


async def test_a_selection_is_marked_as_one_act(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("v", "v", "j", "V", "j", "j", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 5, "five bookmarks")
        assert not r.main.results.selection.papers
        await r.press("u")
        await r.until(lambda: r.main.state.counts.bookmarks == 0, "all taken back at once")
        await r.sees("Undone")
        await r.press("ctrl+r")
        await r.until(lambda: r.main.state.counts.bookmarks == 5, "and done again")


async def test_escape_drops_the_selection_before_anything_else(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        await r.press("v", "escape")
        assert not r.main.results.selection.papers
        assert r.main.box.text == "pruning"


async def test_the_last_act_is_repeated(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("later")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags == (("later", 1),), "a tag")
        await r.press("j", "full_stop")
        await r.until(lambda: r.main.state.counts.tags == (("later", 2),), "repeated")


@pytest.mark.parametrize("is_news", [True, False])
async def test_what_another_window_does_meanwhile_is_not_told_as_ones_own(
    reader: ReaderFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_news: bool
) -> None:
    async with reader(120, 40) as r:
        with Library.open(tmp_path / "library", window="reader") as other:
            rowids, last = list(r.main.results.rowids[:2]), r.main.results.rowids[-1]
            if not is_news:
                other.tag(rowids=rowids, add=["later"])
            tag = Library.tag

            def tag_beside_another(library: Library, *given: Any, **named: Any) -> Marked:
                """Tag while another window acts just before and just after."""
                other.mark_read(rowids=[last])
                marked = tag(library, *given, **named)
                other.bookmark(rowids=[last])
                return marked

            monkeypatch.setattr(Library, "tag", tag_beside_another)
            await r.press("2", "t")
            await r.type("later")
            await r.press("enter")
            await r.sees("Tagged 2 papers +later." if is_news else "Nothing was to be changed.")
            assert other.rows([last])[0].bookmarked


async def test_undo_stays_in_a_list_that_has_not_its_paper(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        rowid = r.main.results.rowid
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        await r.search("lottery ticket")
        assert r.main.results.rowid != rowid
        here = r.main.results.rowid
        await r.press("u")
        await r.sees("Undone: bookmarked “")
        assert r.main.state.counts.bookmarks == 0
        assert (r.main.results.rowid, r.main.box.text) == (here, "lottery ticket")


async def test_undo_goes_to_its_paper_in_the_list(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("b", "G", "u")
        await r.sees("Undone: bookmarked “")
        assert r.main.results.cursor == 0


async def test_done_goes_on_and_what_is_done_leaves_the_queue_dimmed(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        results = r.main.results
        await r.press("4", "a")
        await r.until(lambda: r.main.state.counts.queue == 4, "four in the queue")
        await r.press("g", "q")
        await r.sees("Queue · 1/4")
        first = results.rowid
        await r.press("d")
        await r.sees("done · 3 left")
        assert (results.cursor, len(results.rowids)) == (1, 4)
        paper = results.paper_at(0)
        has_left = results.facts.has_left
        assert paper is not None and has_left is not None and has_left(paper)
        dim = results.look.palette.dim
        assert any(
            s.style and s.style.dim == dim.dim and s.style.color == dim.color
            for s in results.draw_line(0, 80)
            if paper.title[:9] in s.text
        )
        await r.press("k", "d")
        await r.sees("Done already, on ")
        assert (results.cursor, r.main.state.counts.queue) == (0, 3)
        await r.press("R")
        await r.until(lambda: first not in results.rowids, "gone at the next R")
        await r.press("u")
        await r.until(lambda: results.rowid == first, "back in the queue, and under the cursor")
        assert r.main.state.view.kind == "queue"
        await r.press("G", "d")
        await r.sees("done · 3 left")
        assert results.cursor == 3


@pytest.mark.parametrize(
    ("key", "view"), [("b", "b"), ("r", "u"), ("r", "n"), ("t", "m"), ("a", "m")]
)
async def test_what_an_act_takes_out_of_a_list_is_told_until_it_is_shown_anew(
    reader: ReaderFactory, key: str, view: str
) -> None:
    async with reader(120, 40) as r:
        results = r.main.results
        if key != "r":
            await r.press(key, *(["x", "enter"] if key == "t" else []))
            await r.until(lambda: results.paper is not None and _kept(results.paper), "marked")
        await r.press("g", view)
        await r.until(lambda: r.main.state.view.kind != "all", "the view")
        await r.until(lambda: not r.main.state.is_waiting, "its papers")
        rowid = results.rowids[0]
        await r.press(key, *(["minus", "x", "enter"] if key == "t" else []))
        await r.until(
            lambda: (
                (paper := r.main.library.rows([rowid])[0])
                and results.facts.has_left is not None
                and results.facts.has_left(paper)
            ),
            "it has left",
        )
        assert rowid in results.rowids
        await r.press("R")
        await r.until(lambda: rowid not in results.rowids, "gone")


def _kept(paper: Paper) -> bool:
    return bool(paper.bookmarked or paper.tags or paper.queue)


async def test_undo_names_what_the_shell_and_another_day_did(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        rowids = r.main.results.rowids
        with Library.open(tmp_path / "library") as shell:
            shell.bookmark(rowids=rowids[:1])
        await r.press("u")
        await r.sees("u once more takes back what the shell did on ")
        await r.press("b", "u", "u")
        await r.sees("u once more takes back what the shell did on ")
        await r.press("u")
        await r.until(lambda: r.main.state.counts.bookmarks == 0, "taken back")
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        path = r.main.library.locations.database
        with closing(sqlite3.connect(path)) as database, database:
            wall = "UPDATE journal SET wall = '2020-02-01T10:00:00+0000' WHERE kind = ?"
            database.execute(wall, ("bookmark",))
        await r.press("u")
        await r.sees("u once more takes back what was done on 2020-02-01: Bookmarked “")
        await r.press("u")
        await r.until(lambda: r.main.state.counts.bookmarks == 0, "taken back")


async def test_an_act_that_changes_nothing_is_told(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        for _ in range(2):
            await r.press("t", "x", "enter")
        await r.sees("Nothing was to be changed.")


async def test_undo_reaches_what_was_done_before_the_last_start(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
    async with reader(120, 40) as r:
        await r.press("u")
        await r.until(lambda: r.main.state.counts.bookmarks == 0, "taken back")
        await r.press("u")
        await r.sees("Nothing is left to undo.")


async def test_the_queue_has_an_order_of_its_own(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        first, second, third = r.main.results.rowids[:3]
        await r.press("a", "j", "a", "j", "a")
        await r.until(lambda: r.main.state.counts.queue == 3, "three in the queue")
        await r.press("g", "q")
        await r.sees("Queue · 1/3")
        await r.press("greater_than_sign", "greater_than_sign")
        assert list(r.main.results.rowids) == [second, third, first]
        await r.until(
            lambda: (
                list(r.main.library.listing("", view=View("queue")).rowids)
                == [second, third, first]
            ),
            "on disk",
        )
        await r.press("g", "g", "d")
        await r.until(lambda: r.main.state.counts.done == 1, "done")
        # What is done leaves the queue, but no row moves under the cursor until R.
        assert list(r.main.results.rowids) == [second, third, first]
        await r.sees("✓")
        await r.press("R")
        await r.until(lambda: list(r.main.results.rowids) == [third, first], "opened again")


async def test_the_whole_list_is_marked_read_when_asked_twice(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("A")
        await r.sees("A once more")
        await r.press("j", "A")
        await r.sees("A once more")
        assert r.main.library.counts().unread == 603
        await r.press("A")
        await r.until(lambda: r.main.state.counts.unread == 0, "all read")
        await r.press("u")
        await r.sees(
            "u once more takes back what was done to 603 papers: Marked 603 papers as read."
        )
        assert r.main.state.counts.unread == 0
        await r.press("j", "u")
        await r.sees("u once more")
        await r.press("u")
        await r.until(lambda: r.main.state.counts.unread == 603, "taken back")


async def test_an_index_that_is_ready_wipes_no_message_away(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("A")
        await r.sees("A once more")
        r.main.post_message(IndexBuilt(""))
        await r.settle()
        assert "A once more" in r.text


async def test_reading_to_the_end_or_in_full_counts_as_read(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        first, second, third = r.main.results.rowids[:3]

        def is_read(rowid: int) -> bool:
            return r.main.library.rows([rowid])[0].read

        await r.press("j", "j", "k", "k")
        assert not is_read(second)
        while r.main.results.cursor == 0:
            await r.press("space")
        await r.until(lambda: is_read(first), "read to its end")
        await r.press("enter")
        await r.until(lambda: is_read(second), "opened in full")
        assert not is_read(third)
        await r.press("q", "u")
        await r.sees("Nothing is left to undo.")


async def test_a_note_is_written_and_shown(reader: ReaderFactory, tmp_path: Path) -> None:
    async with reader(120, 40) as r:
        await r.press("e")
        await r.sees("$EDITOR")
        await r.type("compare with b")
        await r.press("enter", "q", "escape", "j")
        await r.sees("✎")
        # The j right behind Escape is a command again, not part of the note.
        await r.until(lambda: r.main.results.cursor == 1, "moved on")
        rowid = r.main.results.rowids[0]
        await r.until(lambda: r.main.library.rows([rowid])[0].note is not None, "saved")
        with Library.open(tmp_path / "library") as other:
            assert other.rows([rowid])[0].note == "compare with b\nq"


async def test_a_half_typed_note_is_on_disk_as_it_is_typed(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        paper = r.main.results.paper
        assert paper is not None
        await r.press("e")
        await r.type("half a th")
        with Library.open(tmp_path / "library") as other:
            await r.until(lambda: other.notes.draft(paper.id) == "half a th", "the draft")


async def test_what_led_to_a_bookmark_is_shown(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("lottery ticket")
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        await r.press("enter", "G")
        await r.sees("kept from “lottery ticket”")


async def save_search(r: Reader, name: str) -> None:
    await r.press("F", "ctrl+u")
    await r.type(name)
    await r.press("enter")
    await r.until(lambda: [s.name for s in r.main.state.counts.searches] == [name], "saved")


async def test_a_saved_search_remembers_its_place(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        # Where something is new in it, it opens there instead.
        r.main.library.news.pass_over(r.main.results.rowids)
        await r.search("pruning")
        await save_search(r, "cuts")
        await r.press("escape")
        await r.sees("/603")
        await r.press("g", "1")
        await r.until(lambda: r.main.box.text == "pruning", "the query")
        await r.until(lambda: len(r.main.results.rowids) < 100, "its papers")
        await r.press("j", "j", "j")
        rowid = r.main.results.rowid
        await r.press("escape")
        await r.sees("/603")
        await r.press("g", "1")
        await r.until(
            lambda: r.main.results.rowid == rowid and len(r.main.results.rowids) < 100, "there"
        )


async def test_the_next_start_is_where_one_left(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        await r.press("j", "j")
        rowid = r.main.results.rowid
        await r.press("q")
        await r.until(lambda: r.app._exit, "left")
        r.app.save_session()
    async with reader(120, 40) as r:
        await r.until(lambda: r.main.box.text == "pruning", "the query")
        await r.until(lambda: r.main.results.rowid == rowid, "the paper")


async def test_a_tag_is_renamed_and_deleted_from_the_sidebar(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("ml/pruning")
        await r.press("enter")
        await r.until(lambda: ("ml/pruning", 1) in r.main.state.counts.tags, "tagged")
        await r.press("shift+tab", *("j" * 6))
        assert r.main.sidebar.chosen == View("tag", "ml")
        await r.press("c", "ctrl+u")
        await r.type("learning")
        await r.press("enter")
        await r.until(
            lambda: r.main.state.counts.tags == (("learning", 1), ("learning/pruning", 1)),
            "renamed with what is nested in it",
        )
        await r.press("u")
        await r.until(lambda: ("ml/pruning", 1) in r.main.state.counts.tags, "taken back")


async def test_a_source_is_removed_and_brought_back(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("shift+tab", "G", "k")
        chosen = r.main.sidebar.chosen
        assert chosen is not None
        assert chosen.kind == "source"
        await r.press("D")
        await r.until(lambda: len(r.main.state.counts.sources) == 4, "gone")
        assert r.main.state.counts.all < 603
        await r.press("u")
        await r.until(lambda: r.main.state.counts.all == 603, "back")
        assert len(r.main.state.counts.sources) == 5
