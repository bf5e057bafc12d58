"""Layouts and bars: gone round, left as they were, and there when they are needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import Configure, Reader, ReaderFactory

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
    async with reader(columns, rows) as r:
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
    async with reader(40, 12) as r:
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


async def test_layout_and_bars_are_as_they_were_left(reader: ReaderFactory, tmp_path: Path) -> None:
    async with reader(120, 40) as r:
        await r.press("z", "backslash", "colon")
        await r.type("key-bar")
        await r.press("enter")
        await r.until(lambda: "search" not in r.lines[-1], "no key bar")
        r.app.save_session()
    async with reader(120, 40) as r:
        assert r.main.layout_name == "reader"
        await r.until(lambda: heights(r)[0] == 5, "the strip")
        assert not r.main.sidebar.region.area
        assert (r.main.has_key_bar, r.main.has_search_line) == (False, True)


async def test_a_session_that_makes_no_sense_is_no_matter(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        r.main.library.session.save({"layout": [3], "bars": {"keys": "x", "no": 1}})
    async with reader(80, 24) as r:
        assert r.main.layout_name == "split"
        await r.press("j")
        assert r.main.results.cursor == 1


async def test_the_search_line_alone_comes_while_one_searches(
    reader: ReaderFactory, configure: Configure
) -> None:
    configure("[bars]\nsearch = false\n")
    async with reader(80, 24) as r:
        await r.until(lambda: "Hardware-Aware" in r.lines[0], "no search line")
        await r.press("/")
        await r.until(lambda: r.lines[0].startswith(" / "), "the search line")
        await r.press(*"zoo")
        await r.until(lambda: r.lines[0].startswith(" / zoo"), "the query")
        await r.press("enter")
        await r.until(lambda: "Stitchable" in r.lines[0], "no search line")


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (40, 12)])
async def test_bars_that_are_off_come_when_they_are_needed(
    reader: ReaderFactory, configure: Configure, columns: int, rows: int
) -> None:
    # With an index: one that is being built would place the panes anew by itself when it is there.
    configure("[bars]\nsearch = false\nkeys = false\nsidebar = false\n")
    async with reader(columns, rows) as r:
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
