"""What `.` and a count do with marks, and what is said of acts on several papers."""

from __future__ import annotations

import asyncio

import pytest
from recto.index import View
from recto.tui.commands.moving import REST

from ..conftest import Reader, ReaderFactory


def marked(r: Reader, name: str) -> list[int]:
    """Return the rows of the list whose papers have a mark."""
    papers = r.main.library.rows(list(r.main.results.rowids[:8]))
    return [row for row, paper in enumerate(papers) if getattr(paper, name)]


@pytest.mark.parametrize(("key", "name"), [("b", "bookmarked"), ("a", "queue")])
async def test_what_is_repeated_is_what_was_done(
    reader: ReaderFactory, key: str, name: str
) -> None:
    async with reader(120, 40) as r:
        await r.press(key, "j", key, "j", "full_stop", "k", "k", "full_stop", "j")
        await r.until(lambda: marked(r, name) == [0, 1, 2], "on all three")
        # Taken off once, it is taken off again.
        await r.press("g", "g", key, "j", "full_stop", "j")
        await r.until(lambda: marked(r, name) == [2], "off the first two")


async def test_done_is_repeated_with_going_on_and_stays(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("d", "full_stop", "d")
        await r.until(lambda: marked(r, "done") == [0, 1, 2], "three done")
        assert r.main.results.cursor == 3
        await r.press("k", "full_stop")
        await r.sees("Done already; u takes acts back.")
        assert marked(r, "done") == [0, 1, 2]


async def test_reading_is_repeated_with_going_on(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("r", "full_stop", "full_stop")
        await r.until(lambda: marked(r, "read") == [0, 1, 2], "three read")
        assert r.main.results.cursor == 3


async def test_a_move_is_repeated_also_with_another_count(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        first, second, third, fourth = r.main.results.rowids[:4]
        await r.press("4", "a", "g", "q")
        await r.sees("Queue · 1/4")
        await r.press("greater_than_sign", "full_stop")
        assert list(r.main.results.rowids) == [second, third, first, fourth]
        await r.press("less_than_sign", "full_stop", "3", "full_stop", "greater_than_sign")
        await r.until(
            lambda: (
                list(r.main.library.listing("", view=View("queue")).rowids)
                == [second, first, third, fourth]
            ),
            "on disk",
        )


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        ("b", "bookmarked", "Bookmarked 5 papers."),
        ("a", "queue", "Put 5 papers on the queue."),
        ("d", "done", "5 done · the queue is empty"),
        ("r", "read", "Marked 5 papers as read."),
    ],
)
async def test_a_count_marks_so_many_papers_in_one_act(
    reader: ReaderFactory, key: str, name: str, said: str
) -> None:
    async with reader(120, 40) as r:
        await r.press("5", key)
        await r.sees(said)
        assert marked(r, name) == [0, 1, 2, 3, 4]
        await r.press("u")
        await r.until(lambda: not marked(r, name), "taken back at once")


async def test_the_last_papers_of_a_list_are_as_many_as_there_are(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("G", "k", "9", "b")
        await r.sees("Bookmarked 2 papers.")


async def test_tags_of_several_papers_say_what_was_done(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("2", "t")
        await r.sees("tags of 2 papers")
        await r.type("x")
        await r.press("enter")
        await r.sees("Tagged 2 papers +x.")


async def test_an_act_that_changes_nothing_is_no_step_of_undo(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("2", "b", "2", "full_stop")
        await r.sees("Nothing was to be changed.")
        await r.press("u")
        await r.until(lambda: r.main.state.counts.bookmarks == 0, "the first one taken back")


async def test_where_nothing_is_unread_it_is_said(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("N")
        await r.sees("Nothing unread above.")
        await r.press("G", "n")
        await r.sees("Nothing unread below.")
        await r.press("r")
        await r.until(lambda: r.main.library.rows([r.main.results.rowids[-1]])[0].read, "read")
        await r.sees("Nothing unread below.")
        before = len(r.main.library.log())
        r.main.library.marks.mark_all_read(r.main.results.rowids)
        await r.press("A")
        await r.sees("Nothing in this list is unread.")
        assert len(r.main.library.log()) == before + 1


async def test_what_is_turned_to_in_full_counts_as_read(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("enter", "J")
        await r.until(lambda: marked(r, "read") == [0, 1], "both")
        await r.press("J", "J", "K")
        await r.until(lambda: marked(r, "read") == [0, 1, 2], "only the one that rests")
        await r.press("q", "J", "J")
        has_rested = asyncio.Event()
        r.main.set_timer(REST, has_rested.set)  # after whatever was to come of the keys
        await has_rested.wait()
        await r.press("b")
        await r.until(lambda: marked(r, "bookmarked") == [4], "a mark in its turn")
        assert marked(r, "read") == [0, 1, 2]


async def test_the_sidebar_is_back_at_the_tag_that_came_back(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("one two")
        await r.press("enter")
        await r.until(lambda: len(r.main.state.counts.tags) == 2, "tags")
        await r.press("g", "t", "j")
        assert r.main.sidebar.chosen == View("tag", "two")
        await r.press("D")
        await r.until(lambda: len(r.main.state.counts.tags) == 1, "gone")
        await r.press("u")
        await r.until(lambda: len(r.main.state.counts.tags) == 2, "back")
        assert r.main.sidebar.chosen == View("tag", "two")


async def test_what_a_query_leaves_of_each_view_is_counted_anew_by_undo(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:

        def bookmarks() -> int | None:
            counts = r.main.state.found
            return counts.bookmarks if counts is not None else None

        await r.search("pruning")
        await r.until(lambda: bookmarks() == 0, "none among the papers found")
        await r.press("b")
        await r.until(lambda: bookmarks() == 1, "one")
        await r.press("u")
        await r.until(lambda: bookmarks() == 0, "none again")
        await r.press("ctrl+r")
        await r.until(lambda: bookmarks() == 1, "one again")
