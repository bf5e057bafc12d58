"""A large library is shown at once and read on behind the first rows: it must not be seen."""

from __future__ import annotations

import pytest
from recto.index.store import beginning

from ...index.support.on_disk import execute
from ..conftest import ReaderFactory


@pytest.fixture(autouse=True)
def every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "LARGE", 100)


@pytest.fixture
def nothing_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only what is asked for be read."""
    monkeypatch.setattr("recto.tui.reader.answers.Answers.read_on", lambda *_: None)


async def test_the_rest_is_read_behind_the_first_rows(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.sees("All · 1/603")
        listing = r.main.state.listing
        assert listing is not None
        await r.until(lambda: r.main.library.queries.is_complete(listing), "all papers")
        assert r.main.results.rowids is listing.rowids


@pytest.mark.usefixtures("nothing_read_on")
async def test_the_end_can_be_gone_to_before_it_is_read(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        assert r.main.state.listing is not None
        assert not r.main.library.queries.is_complete(r.main.state.listing)
        await r.press("j", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        await r.press("G")
        await r.sees("All · 603/603")
        last = r.main.results.rowid
        assert last == r.main.library.listing("").rowids[-1]
        await r.press("g", "b", "g", "a", "g", "u")
        await r.sees("Unread · 1/603")


@pytest.mark.usefixtures("nothing_read_on")
async def test_one_starts_where_one_left(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("5", "0", "0", "G", "b")
        await r.sees("All · 500/603")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        rowid = r.main.results.rowid
        r.app.save_session()
    async with reader(120, 40) as r:
        await r.sees("All · 500/603")
        assert r.main.results.rowid == rowid
        listing = r.main.state.listing
        assert listing is not None
        assert not r.main.library.queries.is_complete(listing)
        assert r.main.library.counts.are_kept
        assert r.main.state.counts == r.main.library.counts()
        await r.press("g", "g")
        await r.sees("All · 1/603")


async def test_counts_that_were_kept_and_are_wrong_are_put_right(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        r.app.save_session()
        counts = r.main.state.counts
        execute(
            r.main.library,
            "UPDATE session SET value = replace(value, '603', '604') WHERE name = 'counts'",
        )
    async with reader(120, 40) as r:
        await r.until(lambda: r.main.state.counts == counts, "the right counts")
