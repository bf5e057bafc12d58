"""The reader through real keys on the bundled dumps."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from recto.index import Library
from rich.cells import cell_len

from ..conftest import ReaderFactory


async def test_first_screen_shows_papers_sidebar_and_abstract(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.sees("All · 1/603")
        for word in ("Bookmarks", "Unread", "Sources", "000  adaptation"):
            assert word in r.text
        paper = r.main.results.paper
        assert paper is not None
        await r.sees(paper.abstract[:40])
        assert r.main.focused is r.main.results


async def test_search_answers_while_typing_and_enter_goes_to_results(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("git re-ba")
        await r.until(lambda: (p := r.main.results.paper) and "Git Re-Basin" in p.title, "as typed")
        await r.press("enter")
        assert r.main.focused is r.main.results
        await r.press("b")
        await r.sees("★")


async def test_escape_in_the_box_returns_to_the_earlier_query_and_row(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        await r.press("j", "j", "j")
        rowid = r.main.results.rowid
        await r.press("slash", "end")
        await r.type(" zzzz")
        await r.until(lambda: not r.main.results.rowids, "nothing found")
        await r.press("escape")
        await r.until(lambda: r.main.results.rowid == rowid, "the row from before")
        assert r.main.box.text == "pruning"


async def test_escape_in_the_list_clears_query_then_view(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("g", "u")
        await r.sees("Unread · 1/603")
        await r.search("lottery")
        await r.press("escape")
        await r.sees("/603")
        assert r.main.state.view.kind == "unread"
        await r.press("escape")
        await r.sees("All ·")


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (("j",), 1),
        (("5", "j"), 5),
        (("1", "2", "j", "k"), 11),
        (("G",), 602),
        (("G", "g", "g"), 0),
        (("4", "2", "G"), 41),
        (("down", "down", "up"), 1),
        (("k",), 0),
        (("end", "home"), 0),
    ],
)
async def test_moving(reader: ReaderFactory, keys: tuple[str, ...], row: int) -> None:
    async with reader(120, 40) as r:
        await r.press(*keys)
        assert r.main.results.cursor == row


async def test_half_pages_move_by_half_the_list(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        half = r.main.results.height // 2
        await r.press("ctrl+d")
        assert r.main.results.cursor == half
        await r.press("ctrl+u")
        assert r.main.results.cursor == 0


async def test_space_pages_the_abstract_then_goes_on(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.until(lambda: r.main.abstract.line_count > r.main.abstract.height, "long abstract")
        await r.press("space")
        assert r.main.abstract.top > 0
        assert r.main.results.cursor == 0
        await r.press("minus")
        assert r.main.abstract.top == 0
        for _ in range(20):
            await r.press("space")
        assert r.main.results.cursor > 0


async def test_enter_shows_the_abstract_in_full_with_its_page(reader: ReaderFactory) -> None:
    async with reader(40, 12) as r:
        await r.press("enter")
        await r.sees("1/8 · 1/603")
        assert not r.main.results.region.area
        await r.press("space")
        await r.sees("2/8 · 1/603")
        await r.press("q")
        await r.sees("All · 1/603")
        assert r.app.is_running


async def test_marks_are_in_the_library_when_the_screen_shows_them(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        await r.press("b")
        await r.sees("★")
        await r.press("t")
        await r.type("to-read ml/pruning")
        await r.press("enter")
        await r.sees("#ml/pruning #to-read")
        await r.press("r")
        await r.until(lambda: r.main.results.cursor == 1, "the next unread paper")
        first = r.main.results.rowids[0]
        await r.until(lambda: r.main.library.rows([first])[0].read, "read")
        with Library.open(tmp_path / "library") as other:
            paper = other.rows([first])[0]
            assert (paper.bookmarked, paper.read) == (True, True)
            assert set(paper.tags) == {"to-read", "ml/pruning"}
        await r.sees("to-read")
        assert "Tags" in r.text


async def test_tag_prompt_completes_existing_tags_and_takes_tags_off(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("quantisation")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags, "a tag")
        await r.press("j", "t")
        await r.type("qu")
        await r.press("tab", "enter")
        await r.until(lambda: r.main.state.counts.tags == (("quantisation", 2),), "completed")
        await r.press("t")
        await r.type("-qu")
        await r.press("tab", "enter")
        await r.until(lambda: r.main.state.counts.tags == (("quantisation", 1),), "taken off")


async def test_escape_leaves_a_prompt_without_an_answer(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("oops")
        await r.press("escape")
        assert r.main.focused is r.main.results
        assert r.main.library.counts().tags == ()


async def test_sidebar_chooses_a_view(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        await r.press("shift+tab")
        assert r.main.where == "sidebar"
        await r.press("j", "j", "j", "enter")
        await r.sees("Bookmarks · 1/1")
        assert r.main.focused is r.main.results


@pytest.mark.parametrize(("columns", "shown"), [(170, True), (100, True), (99, False), (59, False)])
async def test_sidebar_stands_by_width_and_backslash_turns_it(
    reader: ReaderFactory, columns: int, shown: bool
) -> None:
    async with reader(columns, 30) as r:
        assert bool(r.main.sidebar.size.area) is shown
        await r.press("backslash")
        await r.until(lambda: bool(r.main.sidebar.size.area) is not shown, "turned")
        await r.press("backslash")
        await r.until(lambda: bool(r.main.sidebar.size.area) is shown, "turned back")


async def test_every_command_can_be_called_by_name(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("colon")
        await r.type("bookma")
        await r.sees("bookmarks")
        await r.press("tab", "enter")
        await r.sees("★")
        await r.press("ctrl+p")
        await r.type("nonsense")
        await r.press("enter")
        await r.sees("There is no command nonsense")
        await r.press("colon")
        await r.type("quit")
        await r.press("enter")
        await r.until(lambda: not r.app.is_running or r.app._exit, "left")


async def test_a_mark_from_another_process_shows_without_a_key(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        rowid = r.main.results.rowid
        assert rowid is not None
        with Library.open(tmp_path / "library") as other:
            other.bookmark([other.rows([rowid])[0].id])
        await r.sees("★")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "counted")


async def test_the_index_is_built_behind_the_reader(reader: ReaderFactory) -> None:
    async with reader(120, 40, index=False) as r:
        await r.until(lambda: r.main.library.index.state() == "ready", "built")
        await r.until(lambda: not r.main.activity.building, "said so")
        await r.search("lottery ticket")
        assert r.main.results.rowids


async def test_an_empty_library_says_what_to_do(reader: ReaderFactory) -> None:
    async with reader(80, 24, seeds=False) as r:
        await r.sees(":add FILE")
        await r.press("j", "space", "b", "r", "t", "enter", "G", "g", "g")
        assert r.app.is_running


async def test_resizing_keeps_paper_and_search(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("network")
        await r.press("9", "j")
        rowid = r.main.results.rowid
        for size in ((40, 12), (200, 50), (80, 24), (20, 5), (3, 2), (120, 40)):
            await r.resize(*size)
            assert r.main.results.rowid == rowid
            row, high = r.main.results.cursor, r.main.results.row_height
            if r.main.results.size.height >= high:
                top = r.main.results.top
                assert top <= row * high
                assert row * high + high <= top + r.main.results.height
        assert r.main.box.text == "network"


NASTY = (
    "[red]An unclosed tag that would colour the list",
    "[/x] a closing tag without its opening one",
    "[@click=app.quit]Quit the reader by a click[/]",
    "Escape \x1b[31mred\x1b[0m and \x1b]0;title\x07 in one title",
    "C1 \x9b31m and \x90 in a title of some length",
    "Bidi \u202eoverride\u202c and isolate \u2066here\u2069 in a title",
    "Zero\u200bwidth\u200d and \ufeffmark in a title as well",
    "Combining Z" + "\u0301" * 12 + " flood in a title",
    "漢字のタイトル: 日本語の論文の題名",
)


async def test_hostile_titles_are_shown_harmlessly(reader: ReaderFactory, tmp_path: Path) -> None:
    page = tmp_path / "nasty [bold]name[@click=app.quit].txt"
    abstract = (
        " We study \x1b[2J text \u202e that \x07 nobody [/b] should [@click=app.quit]trust[/]." * 9
    )
    page.write_text(
        "Get trending papers in your email inbox!\nSubscribe"
        + "\n".join(f"{title}\nThe abstract no. {n}.{abstract}" for n, title in enumerate(NASTY))
    )
    async with reader(120, 40, seeds=False) as r:
        report = r.main.library.add([page])[0]
        assert report.new == len(NASTY), report
        await r.press("R")
        await r.sees(f"1/{len(NASTY)}")
        for number in range(len(NASTY)):
            await r.press("enter", "t")
            await r.type("[/x]")
            await r.press("enter", "q", "b", "j")
            assert not [c for c in r.text if c != "\n" and not c.isprintable()], number
        await r.search("title")
        for size in ((80, 24), (40, 12)):
            await r.resize(*size)
            await r.press("question_mark", "q", "backslash", "G", "backslash")
            assert not [c for c in r.text if c != "\n" and not c.isprintable()]
        assert all(cell_len(line) == 40 for line in r.lines)
        assert r.app.is_running


async def test_the_abstract_follows_a_key_that_waited_for_another_list(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.press("j")
        first, second = r.main.results.rowids[:2]
        assert r.main.results.rowid == second
        # A list on which the paper stands second, and a key that brings one back to it at once.
        listing = r.main.library.listing("")
        r.main.answers.show(listing._replace(rowids=array("q", (first, second)), total=2))
        r.main.take_key("j")
        await r.until(
            lambda: (paper := r.main.abstract.paper) and paper.rowid == second, "its abstract"
        )


@pytest.mark.parametrize("columns", [80, 120, 40])
async def test_q_goes_one_level_up_and_leaves_from_the_list(
    reader: ReaderFactory, columns: int
) -> None:
    async with reader(columns, 24) as r:
        for there, where in (("h", "sidebar"), ("l", "abstract"), ("enter", "full")):
            await r.press(there)
            assert r.main.where == where
            await r.press("q")
            assert (r.main.where, r.app._exit) == ("list", False)
        await r.press("q")
        await r.until(lambda: r.app._exit, "left")


async def test_a_search_that_was_saved_is_in_the_sidebar_at_once(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("lottery")
        await r.press("F")
        await r.until(lambda: r.main.focused is r.main.prompt, "the question")
        await r.press("ctrl+u")
        await r.type("luck")
        await r.press("enter")
        await r.sees("1 luck")
        assert r.main.box.text == "lottery"
        await r.press("F")
        await r.until(lambda: r.main.focused is r.main.prompt, "the question")
        await r.press("ctrl+u")
        await r.type("luck --never")
        await r.press("enter")
        await r.sees("what is new of it is not shown in New")
        await r.sees(" hidden")
        (search,) = r.main.library.searches.all()
        assert (search.name, str(search.standing)) == ("luck", "never")
        await r.press("F")
        await r.until(lambda: r.main.focused is r.main.prompt, "the question")
        await r.press("ctrl+u")
        await r.type("luck --nver")
        await r.press("enter")
        await r.sees("--nver says nothing here; --always, --never or --at-most 3 do.")
        await r.press("F")
        await r.until(lambda: r.main.focused is r.main.prompt, "the question")
        await r.press("ctrl+u")
        await r.type("luck")
        await r.press("tab", "tab", "tab", "enter")
        await r.sees("New shows the best of a day.")
        (search,) = r.main.library.searches.all()
        assert (search.name, str(search.standing)) == ("luck", "at most 3")


async def test_a_tag_that_is_renamed_while_it_is_shown_keeps_its_list(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.press("3", "t")
        await r.type("ml/pruning")
        await r.press("enter")
        await r.until(lambda: ("ml", 3) in r.main.state.counts.tags, "tagged")
        await r.press("colon")
        await r.type("tags")
        await r.press("enter", "j", "enter")
        await r.sees("#ml/pruning · 1/3")
        await r.press("j", "h", "k", "c", "ctrl+u")
        rowids, rowid = list(r.main.results.rowids), r.main.results.rowid
        await r.type("learning")
        await r.press("enter")
        await r.sees("#learning/pruning · 2/3")
        assert (list(r.main.results.rowids), r.main.results.rowid) == (rowids, rowid)
