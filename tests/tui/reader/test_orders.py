"""The list that a search is begun in, with its order and its row; and what a search answers."""

from __future__ import annotations

import pytest
from recto.index import Library
from recto.tui.commands.orders import LETTERS

from ..conftest import Reader, ReaderFactory


async def order(r: Reader, name: str) -> None:
    await r.press("S", LETTERS[name])
    await r.until(
        lambda: (found := r.main.state.listing) is not None and found.sort.startswith(name), name
    )


@pytest.mark.parametrize("name", ["newest", "oldest"])
async def test_after_a_search_the_list_is_as_it_was_left(reader: ReaderFactory, name: str) -> None:
    async with reader(120, 40) as r:
        await order(r, name)
        await r.press("1", "6", "G")
        rowids, rowid = list(r.main.results.rowids), r.main.results.rowid
        await r.search("pruning")
        assert r.main.state.listing is not None
        assert r.main.state.listing.sort == "relevance"
        # Another search from there is left to the same list.
        await r.search("lottery ticket")
        await r.press("j", "escape")
        await r.until(lambda: list(r.main.results.rowids) == rowids, "the order")
        assert r.main.results.rowid == rowid


async def test_the_order_is_there_after_another_start(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await order(r, "newest")
        await r.press("5", "G")
        rowids, rowid = list(r.main.results.rowids), r.main.results.rowid
        await r.search("pruning")
        await r.press("q")
        await r.until(lambda: r.app._exit, "left")
        r.app.save_session()
    async with reader(120, 40) as r:
        await r.until(lambda: len(r.main.results.rowids) < 100, "the search")
        await r.press("escape")
        await r.until(lambda: list(r.main.results.rowids) == rowids, "the order")
        assert r.main.results.rowid == rowid


async def test_a_query_that_is_emptied_while_typing_has_the_order_too(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await order(r, "newest")
        rowids = list(r.main.results.rowids)
        await r.press("slash")
        await r.type("pruning")
        await r.until(lambda: len(r.main.results.rowids) < 100, "found")
        await r.press("ctrl+u")
        await r.until(lambda: list(r.main.results.rowids) == rowids, "the order")


async def test_the_query_goes_and_comes_back_with_its_paper(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        found = list(r.main.results.rowids)
        await r.press("j", "escape")
        await r.until(lambda: len(r.main.results.rowids) == 603, "all")
        assert r.main.box.text == ""
        await r.press("ctrl+o")
        await r.until(lambda: list(r.main.results.rowids) == found, "the search")
        assert r.main.box.text == "pruning"
        assert r.main.results.cursor == 1


@pytest.mark.parametrize(
    "text",
    ["nothingness", "nothinglik", "nothinglikethisatall", "pruningxyzabc", "nothin", "segmenta"],
)
async def test_the_reader_finds_what_the_shell_finds(reader: ReaderFactory, text: str) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type(text)
        await r.press("enter")
        await r.until(lambda: not r.main.state.is_waiting, "answered")
        with Library.open(r.main.library.locations.data) as library:
            results = library.search(text)
        assert bool(r.main.results.rowids) == bool(results.hits)


async def test_what_one_paper_has_is_not_corrected_into_what_is_no_word(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.search("nothing")
        assert len(r.main.results.rowids) == 1
        assert r.main.state.suggestion is None
