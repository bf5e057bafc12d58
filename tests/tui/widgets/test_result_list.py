"""The window of the list: whole rows, scrolled by lines, and its top, middle and bottom."""

from __future__ import annotations

import pytest

from ..conftest import ReaderFactory


@pytest.mark.parametrize("rows", [20, 23, 24, 25])
async def test_a_row_of_two_lines_is_never_cut_at_the_top(reader: ReaderFactory, rows: int) -> None:
    async with reader(80, rows) as r:
        await r.press("z", "backslash", "tab")
        results = r.main.results
        await r.until(lambda: results.row_height == 2, "two lines")
        for keys in ("G", "k", "k", "k", "k", "g g", "j", "j", "j", "j", "j", "7 G", "9 G"):
            await r.press(*keys.split())
            assert results.top % 2 == 0, keys
            first = results.top // 2
            assert first <= results.cursor <= first + results.height // 2, keys


async def test_the_list_is_scrolled_by_lines(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        results = r.main.results
        await r.press("ctrl+e", "ctrl+e")
        assert (results.top, results.cursor) == (2, 2)
        await r.press("ctrl+y")
        assert (results.top, results.cursor) == (1, 2)
        await r.press("9", "ctrl+y")
        assert (results.top, results.cursor) == (0, 2)
        await r.press("G", "5", "ctrl+y")
        assert results.cursor == len(results.rowids) - 6
        await r.press("9", "ctrl+e")
        assert results.top == results.last_top


async def test_the_top_the_middle_and_the_bottom_of_the_window(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        results = r.main.results
        await r.press("ctrl+f", "ctrl+f")
        top, height = results.top, results.height
        assert top > 0
        for keys, row in (
            ("H", top),
            ("L", top + height - 1),
            ("M", top + (height - 1) // 2),
            ("3 H", top + 2),
            ("2 L", top + height - 2),
        ):
            await r.press(*keys.split())
            assert (results.cursor, results.top) == (row, top), keys


async def test_a_list_out_of_sight_comes_back_as_it_stood(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        results = r.main.results
        await r.press("enter", "J", "J", "J", "q")
        await r.until(lambda: results.size.height > 2, "the list")
        assert (results.top, results.cursor) == (0, 3)
