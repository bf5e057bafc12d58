"""The way from pane to pane, and to the tags of the sidebar."""

from __future__ import annotations

import pytest

from ..conftest import ReaderFactory

SIZES = [(80, 24), (120, 40), (180, 50)]


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (40, 12)])
async def test_h_and_l_go_from_pane_to_pane(reader: ReaderFactory, columns: int, rows: int) -> None:
    async with reader(columns, rows) as r:
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
        await r.press("h", "j", "j", "j", "j", "l")
        await r.sees("Unread")
        assert r.main.where == "list"


async def test_l_opens_what_is_not_beside_the_list_and_h_closes_it(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        await r.press("z", "z", "l")
        assert r.main.is_full
        await r.press("h")
        assert (r.main.is_full, r.main.where) == (False, "list")
    async with reader(120, 40) as r:
        await r.press("backslash", "h")
        await r.sees("The sidebar is not shown; \\ shows it.")


async def test_gt_goes_to_the_tags(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("g", "t")
        await r.sees("No paper has a tag yet; t gives one.")
        await r.press("t")
        await r.type("ml/pruning zoo")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags, "tags")
        await r.press("g", "t")
        assert r.main.where == "sidebar"
        assert r.main.sidebar.chosen is not None
        assert r.main.sidebar.chosen.kind == "tag"
        await r.press("enter")
        await r.sees("1/1")
        await r.press("g", "a")
        await r.resize(80, 24)
        await r.press("enter", "g", "t")
        await r.type("zo")
        await r.press("tab", "enter")
        await r.sees("#zoo · 1/1")
        await r.press("g", "t")
        await r.type("nothing")
        await r.press("enter")
        await r.sees("There is no tag nothing.")
