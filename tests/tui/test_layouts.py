"""Where the panes stand: layouts, bars, the way between panes, and what a resize leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Configure, Reader, ReaderFactory

SIZES = [(80, 24), (120, 40), (180, 50)]


def heights(r: Reader) -> tuple[int, int]:
    """Return how many lines of the list and of the abstract are on the screen."""
    main = r.main
    return tuple(
        pane.content_size.height
        if pane.region.area and pane in r.main._compositor.visible_widgets
        else 0
        for pane in (main.results, main.abstract)
    )  # type: ignore[return-value]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
async def test_z_goes_round_the_layouts(reader: ReaderFactory, columns: int, rows: int) -> None:
    async with reader(columns, rows, index=False) as r:
        await r.press("j")
        split = heights(r)
        assert min(split) >= 8
        await r.press("z")
        await r.until(lambda: heights(r) != split or columns >= 170, "the layout for reading")
        if columns < 170:
            assert heights(r)[0] == 5
            assert heights(r)[1] >= rows - 9
        else:
            await r.until(
                lambda: r.main.abstract.size.width > 1.8 * r.main.results.size.width, "wider"
            )
        await r.press("j")
        assert r.main.results.cursor == 2
        await r.press("z")
        await r.until(lambda: heights(r) == (rows - 2, 0), "the list alone")
        await r.press("tab", "tab", "j")
        assert r.main.where != "abstract"
        await r.press("z")
        await r.until(lambda: heights(r) == split, "as before")


async def test_on_a_narrow_screen_one_pane_is_shown_at_a_time(reader: ReaderFactory) -> None:
    async with reader(40, 12, index=False) as r:
        await r.press("j")
        await r.until(lambda: heights(r) == (10, 0), "the list")
        for keys in (("z", "z"), ("l", "h"), ("tab", "tab"), ("shift+tab", "shift+tab")):
            await r.press(keys[0])
            await r.until(lambda: heights(r) == (0, 10), f"the abstract after {keys[0]}")
            assert r.main.where == "abstract"
            await r.press("J", "b")
            await r.until(lambda: r.main.results.paper.bookmarked, "marked")  # type: ignore[union-attr]
            await r.press("t", "escape")
            assert r.main.where == "abstract"
            await r.press("b", keys[1])
            await r.until(lambda: heights(r) == (10, 0), f"the list after {keys[1]}")
            assert r.main.where == "list"
        assert r.main.results.cursor == 5
        await r.press("h")
        await r.until(lambda: r.main.sidebar.region.area > 0, "the sidebar")
        assert not heights(r)[0]
        await r.press("tab")
        await r.until(lambda: heights(r)[0] > 0, "the list again")


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (40, 12)])
async def test_h_and_l_go_from_pane_to_pane(reader: ReaderFactory, columns: int, rows: int) -> None:
    async with reader(columns, rows, index=False) as r:
        await r.press("5", "j", "l")
        assert r.main.where == "abstract"
        await r.press("l")
        assert r.main.where == "abstract"
        await r.press("h")
        assert r.main.where == "list"
        await r.press("h")
        assert r.main.where == "sidebar"
        await r.press("h")
        assert r.main.where == "sidebar"
        await r.press("l")
        assert r.main.where == "list"
        assert r.main.results.cursor == 5, "the list that is shown already stays where it is"
        await r.press("h", "j", "j", "j", "l")
        await r.sees("Unread")
        assert r.main.where == "list"


async def test_l_opens_what_is_not_beside_the_list_and_h_closes_it(reader: ReaderFactory) -> None:
    async with reader(80, 24, index=False) as r:
        await r.press("z", "z", "l")
        assert r.main.is_full
        await r.press("h")
        assert (r.main.is_full, r.main.where) == (False, "list")
    async with reader(120, 40, index=False) as r:
        await r.press("backslash", "h")
        await r.sees("The sidebar is not shown; \\ shows it.")


async def test_layout_and_bars_are_as_they_were_left(reader: ReaderFactory, tmp_path: Path) -> None:
    async with reader(120, 40, index=False) as r:
        await r.press("z", "backslash", "colon")
        await r.type("key-bar")
        await r.press("enter")
        await r.until(lambda: "search" not in r.lines[-1], "no key bar")
        r.app.save_session()
    async with reader(120, 40, index=False) as r:
        assert r.main.layout_name == "reader"
        await r.until(lambda: heights(r)[0] == 5, "the strip")
        assert not r.main.sidebar.region.area
        assert (r.main.has_key_bar, r.main.has_search_line) == (False, True)


async def test_a_session_that_makes_no_sense_is_no_matter(reader: ReaderFactory) -> None:
    async with reader(80, 24, index=False) as r:
        r.main.library.save_session({"layout": [3], "bars": {"keys": "x", "no": 1}})
    async with reader(80, 24, index=False) as r:
        assert r.main.layout_name == "split"
        await r.press("j")
        assert r.main.results.cursor == 1


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (40, 12)])
async def test_bars_that_are_off_come_when_they_are_needed(
    reader: ReaderFactory, configure: Configure, columns: int, rows: int
) -> None:
    configure("[bars]\nsearch = false\nkeys = false\nsidebar = false\n")
    async with reader(columns, rows, index=False) as r:
        await r.press("j")
        await r.until(lambda: "search" not in r.text, "no bars")
        assert not r.main.sidebar.region.area
        assert "Hardware-Aware" in r.lines[0]
        await r.press("slash")
        await r.until(lambda: r.lines[0].startswith(" / "), "the search line")
        await r.press("escape")
        await r.until(lambda: "Hardware-Aware" in r.lines[0], "gone")
        await r.press("g")
        await r.until(lambda: r.lines[-1].startswith(" g …"), "what can follow")
        await r.press("escape")
        await r.until(lambda: "g …" not in r.text, "gone")
        await r.press("ctrl+c")
        await r.until(lambda: "leaves Recto" in r.lines[-1], "a message")
        await r.press("j")
        await r.until(lambda: "leaves Recto" not in r.text, "gone")
        await r.press("t")
        await r.until(lambda: r.lines[-1].startswith(" tags"), "a prompt")
        await r.press("escape", "colon")
        await r.type("search-line")
        await r.press("enter")
        await r.until(lambda: r.lines[0].startswith(" / "), "always there")


async def test_gt_goes_to_the_tags(reader: ReaderFactory) -> None:
    async with reader(120, 40, index=False) as r:
        await r.press("g", "t")
        await r.sees("No paper has a tag yet; t gives one.")
        await r.press("t")
        await r.type("ml/pruning zoo")
        await r.press("enter")
        await r.until(lambda: r.main.marker.counts.tags, "tags")
        await r.press("g", "t")
        assert r.main.where == "sidebar"
        assert r.main.sidebar.chosen is not None
        assert r.main.sidebar.chosen.kind == "tag"
        await r.press("enter")
        await r.sees("1/1")
        await r.press("g", "a")
        await r.pilot.resize_terminal(80, 24)
        await r.press("enter", "g", "t")
        await r.type("zo")
        await r.press("tab", "enter")
        await r.sees("#zoo · 1/1")
        await r.press("g", "t")
        await r.type("nothing")
        await r.press("enter")
        await r.sees("There is no tag nothing.")


async def test_resizing_in_the_midst_of_things_changes_nothing_of_them(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.search("network")
        await r.press("3", "0", "j", "v", "3", "k", "V", "j")
        before = r.main.results
        await r.until(lambda: r.main.abstract.paper == before.paper, "the abstract")
        await r.press("tab")
        await r.pilot.resize_terminal(70, 14)
        await r.pilot.pause()
        await r.press("j", "j", "j")
        await r.pilot.resize_terminal(120, 40)
        await r.pilot.pause()
        await r.pilot.resize_terminal(70, 14)
        await r.pilot.pause()
        place, chosen = r.main.abstract.top, before.selected
        assert place > 0
        line = r.main.abstract.draw_line(place, 70).text
        word = line.split()[0]
        for size in ((40, 12), (180, 50), (3, 2), (20, 5), (59, 9), (100, 20), (70, 14)):
            await r.pilot.resize_terminal(*size)
            await r.pilot.pause()
            assert (r.main.where, before.selected) == ("abstract", chosen)
            abstract = r.main.abstract
            if 0 < abstract.top < abstract.last_top and abstract.size.width > 15:
                assert word in abstract.draw_line(abstract.top, 200).text
        assert r.main.abstract.top == place
        await r.press("b", "slash")
        await r.type("zoo AND")
        for size in ((40, 12), (120, 40)):
            await r.pilot.resize_terminal(*size)
            await r.type("x")
        assert r.main.box.text == "zoo ANDxx"
        assert r.main.focused is r.main.box.input
        await r.press("escape", "t")
        await r.type("half")
        await r.pilot.resize_terminal(40, 12)
        await r.type("way")
        assert r.main.prompt.input.value == "halfway"
        await r.press("escape", "e")
        await r.type("a note")
        await r.pilot.resize_terminal(120, 40)
        await r.type(" goes on")
        assert r.main.desk.editor is not None
        assert r.main.desk.editor.text == "a note goes on"


@pytest.mark.parametrize("keys", ["", "z", "zz"])
async def test_the_list_comes_back_to_its_place(reader: ReaderFactory, keys: str) -> None:
    async with reader(120, 40, index=False) as r:
        await r.press(*keys, "1", "0", "0", "G", "ctrl+u")
        await r.pilot.pause()
        cursor, top, row = r.main.results.cursor, r.main.results.top, r.main.results.row_height
        assert top > 0
        for size in ((40, 12), (180, 50), (80, 24), (3, 2), (120, 12), (120, 40)):
            await r.pilot.resize_terminal(*size)
            await r.pilot.pause()
            results = r.main.results
            assert results.cursor == cursor
            if results.size.height >= results.row_height:
                line = cursor * results.row_height
                assert results.top <= line < results.top + results.height
        assert (r.main.results.top, r.main.results.row_height) == (top, row)


@pytest.mark.parametrize(
    ("columns", "lines"), [(40, 2), (59, 2), (60, 1), (80, 1), (120, 1), (180, 1)]
)
async def test_a_row_has_one_line_or_two_where_the_list_is_narrow(
    reader: ReaderFactory, columns: int, lines: int
) -> None:
    async with reader(columns, 30, index=False) as r:
        await r.press("j")
        results = r.main.results
        assert results.row_height == (2 if results.content_size.width < 60 else 1) == lines
        paper = results.paper_at(2)
        assert paper is not None
        assert any(paper.title[:14] in line for line in r.lines)


async def test_the_first_start_of_a_library_says_how_to_search_and_where_help_is(
    reader: ReaderFactory,
) -> None:
    async with reader(40, 12, index=False) as r:
        await r.until(
            lambda: r.lines[-1].strip() == "/ searches as you type; ? for help", "the greeting"
        )
        await r.press("j")
        await r.until(lambda: "searches as" not in r.text, "only until a key")
        r.app.save_session()
    async with reader(80, 24, index=False) as r:
        await r.sees("/ search")
        assert "searches as" not in r.text


async def test_a_note_is_refused_before_it_is_written_where_it_could_not_be_kept(
    reader: ReaderFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(120, 40, index=False) as r:
        monkeypatch.setattr(r.main.library._database, "read_only", True)
        await r.press("b")
        await r.sees("open for reading only")
        refusal = r.lines[-1]
        await r.press("j")
        await r.lacks("open for reading only")
        await r.press("e")
        await r.until(lambda: r.lines[-1] == refusal, "the same sentence")
        assert r.main.desk.editor is None
        with pytest.raises(Exception, match="reading only"):
            r.main.library.check_writable()


async def test_help_is_about_the_place_one_is_in(reader: ReaderFactory) -> None:
    async with reader(120, 40, index=False) as r:
        for keys, heading in (
            ("", "Keys in the list"),
            ("l", "Keys in the abstract"),
            ("hh", "Keys in the sidebar"),
        ):
            await r.press(*keys, "question_mark")
            await r.sees(heading)
            await r.press("G")
            await r.sees("called by its name after a colon")
            await r.press("question_mark")
            await r.lacks("after a colon")
        await r.press("l", "enter", "question_mark")
        await r.sees("Keys in the abstract in full")
        await r.press("q", "q", "slash", "question_mark")
        assert r.main.box.text == "?"
        await r.press("escape", "t", "question_mark")
        assert r.main.prompt.input.value == "?"


async def test_lists_one_comes_back_to_are_what_they_were(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("netwrok prunnig")
        await r.press("enter")
        await r.sees("is shown as")
        found, paper = list(r.main.results.pids), r.main.results.pids[3]
        await r.press("3", "j")
        for keys in (
            ["asterisk", "ctrl+o"],
            ["g", "u", "backspace"],
            ["R"],
            ["slash", "x", "escape"],
        ):
            await r.press(*keys)
            await r.until(lambda: not r.main.finder.is_waiting, f"an answer to {keys}")
            assert list(r.main.results.pids) == found, keys
            assert r.main.results.pid == paper
