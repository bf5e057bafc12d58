"""The bottom line and the title bar: questions and messages that do not fit, and what gives way."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from ..conftest import ReaderFactory

LONG = "ml/pruning/structured/another-very-long-tag-name-for-testing"


@pytest.mark.parametrize(("columns", "room"), [(80, 24), (40, 17), (120, 24)])
async def test_a_long_question_leaves_room_for_the_answer(
    reader: ReaderFactory, columns: int, room: int
) -> None:
    async with reader(columns, 24) as r:
        await r.press("t")
        await r.type(f"{LONG} second-tag third")
        await r.press("enter")
        await r.until(lambda: len(r.main.state.counts.tags) > 2, "tagged")
        await r.press("t")
        await r.until(lambda: r.main.prompt.room >= room, "room")
        await r.type("typed")
        await r.sees(" + typed")
        last = r.lines[-1]
        assert "…" in last.partition(" + ")[0] or columns == 120
        await r.press("escape")
        await r.lacks("typed")


async def test_a_question_fits_the_width_that_the_terminal_gets(reader: ReaderFactory) -> None:
    async with reader(120, 24) as r:
        r.main.prompt.ask(f"new name of {LONG}:", lambda text: None)
        await r.sees(f"new name of {LONG}:")
        await r.resize(40, 12)
        await r.until(lambda: r.main.prompt.room >= 17, "room")


async def test_choices_that_do_not_fit_end_in_an_ellipsis(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("colon")
        await r.type("sort")
        await r.press("enter")
        await r.sees("relevance  newest")
        assert r.lines[-1].rstrip().endswith("…")
        assert r.main.prompt.room >= 24


async def test_a_message_goes_on_in_up_to_three_lines(reader: ReaderFactory) -> None:
    async with reader(40, 12) as r:
        height = r.main.results.height
        r.main.say("The disk is full: nothing could be written; make room and do it once more.")
        await r.sees("written; make room and do it once")
        assert "more." in r.lines[-1]
        assert r.main.results.height < height
        r.main.say("word " * 60 + "end")
        await r.until(lambda: r.main.bottom.size.height == 3, "three lines")
        assert r.lines[-1].rstrip().endswith("…")
        await r.press("j")
        await r.until(lambda: r.main.results.height == height, "one line again")
        r.main.say("Short.")
        assert r.main.bottom.line_count == 1


async def test_all_of_a_warning_before_a_big_act_is_shown(reader: ReaderFactory) -> None:
    async with reader(40, 12) as r:
        await r.press("A")
        await r.sees("this list read.")


async def test_what_undo_says_shows_the_tag_beside_a_long_title(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("t")
        await r.type("quantisation")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags, "tagged")
        await r.press("u")
        await r.sees("Undone: tagged “")
        assert "+quantisation." in r.lines[-1]


@pytest.mark.parametrize(("columns", "begins"), [(80, "the beginning of"), (40, "the begin")])
async def test_a_query_that_was_left_shows_its_beginning(
    reader: ReaderFactory, columns: int, begins: str
) -> None:
    query = "the beginning of a query that is so long that it fits no title bar of any terminal"
    async with reader(columns, 24) as r:
        await r.press("g", "b")
        r.main.box.text = query
        r.main.presenter.show_state()
        await r.until(lambda: begins in r.lines[0] and "Bookmarks" in r.lines[0], "both")
        shown, ellipsis, state = r.lines[0].partition("…")
        assert query.startswith(shown.removeprefix(" / "))
        assert ellipsis
        assert state.startswith(" ")
        assert "Bookmarks" in state
        assert cell_len(r.lines[0]) == columns


@pytest.mark.parametrize(
    ("columns", "words"), [(80, "titles, abstracts, authors, notes"), (40, "/ search ")]
)
async def test_the_empty_box_says_what_fits(
    reader: ReaderFactory, columns: int, words: str
) -> None:
    async with reader(columns, 24) as r:
        await r.until(lambda: words in r.lines[0], "placeholder")
        assert "abstracts" in r.lines[0] or "titles" not in r.lines[0]


async def test_the_state_names_an_order_of_ones_own(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        assert " by " not in r.lines[0]
        r.main.finder.sort_by("oldest")
        await r.sees("All by oldest · ")
        await r.resize(40, 12)
        await r.until(lambda: "All · " in r.lines[0], "no room for the order")


@pytest.mark.parametrize("has_key_bar", [True, False])
async def test_a_tag_name_that_is_refused_can_be_mended(
    reader: ReaderFactory, has_key_bar: bool
) -> None:
    async with reader(120, 30) as r:
        r.main.has_key_bar = has_key_bar
        await r.press("t")
        await r.type("one")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags, "tagged")
        await r.press("g", "t", "c")
        await r.type("two,three")
        await r.press("enter")
        await r.until(lambda: r.main.bottom.is_above, "refused")
        assert r.main.prompt.input.value == "two,three"
        await r.until(lambda: r.main.bottom.size.height > 1, "above the prompt")
        assert r.main.bottom.message[:30] in r.lines[-2]
        assert "two,three" in r.lines[-1]
        await r.type("two")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags == (("two", 1),), "renamed")
        assert not r.main.bottom.is_above


@pytest.mark.parametrize("key", ["D", "c"])
async def test_a_row_of_the_sidebar_that_cannot_go_is_not_sent_to_the_sidebar(
    reader: ReaderFactory, key: str
) -> None:
    async with reader(120, 30) as r:
        await r.press("h", key)
        await r.sees("this row is neither.")
