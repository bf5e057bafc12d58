"""Rows made one paper, and a paper taken apart, with real keys."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from recto.index import Library, Marked

from ..conftest import Reader, ReaderFactory

PAGE = """@article{a, title={Nibs}, author={Ann Alpha}, year={2001}}
@article{b, title={Nibs}, author={Bob Beta}, year={2015}}
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "nibs.bib"
    path.write_text(PAGE)
    return path


async def select_both(r: Reader, page: Path) -> None:
    await r.add(page)
    await r.until(lambda: r.main.state.counts.all == 2, "two papers")
    await r.press("R")
    await r.until(lambda: len(r.main.results.rowids) == 2, "two rows")
    await r.press("g", "g", "v", "v")
    await r.until(lambda: r.main.results.selection.count == 2, "two selected")


async def test_m_shows_both_and_makes_one_of_two(reader: ReaderFactory, page: Path) -> None:
    async with reader(seeds=False) as r:
        await select_both(r, page)
        await r.press("m")
        await r.sees("One paper? y/n")
        await r.sees("Ann Alpha, 2001")
        await r.sees("Bob Beta, 2015")
        await r.press("n")
        await r.lacks("One paper? y/n")
        assert r.main.state.counts.all == 2
        assert r.main.results.selection.count == 2
        await r.press("m")
        await r.sees("One paper? y/n")
        await r.press("y")
        await r.until(lambda: r.main.state.counts.all == 1, "one paper")
        await r.sees("It shows as")
        await r.press("u")
        await r.until(lambda: r.main.state.counts.all == 2, "two papers again")
        await r.until(lambda: len(r.main.results.rowids) == 2, "two rows again")


async def test_m_wants_two_selected(reader: ReaderFactory, page: Path) -> None:
    async with reader(seeds=False) as r:
        await r.add(page)
        await r.until(lambda: r.main.state.counts.all == 2, "two papers")
        await r.sees("2 new papers")  # said once they are there: not over what is said next
        await r.press("escape", "m")
        await r.sees("m makes one of two selected papers; v selects.")


async def test_split_and_duplicates_are_commands(reader: ReaderFactory, page: Path) -> None:
    async with reader(seeds=False) as r:
        await select_both(r, page)
        await r.press("m", "y")
        await r.until(lambda: r.main.state.counts.all == 1, "one paper")
        await r.press("colon")
        await r.type("split")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.all == 2, "two papers")
        await r.sees("It is now")
        await r.until(lambda: len(r.main.results.rowids) == 2, "two rows")
        await r.press("colon")
        await r.type("duplicates")
        await r.press("enter")
        await r.sees("Duplicates")
        await r.until(lambda: len(r.main.results.rowids) == 2, "both are listed")


async def test_what_is_counted_before_it_is_told_is_listed_all_the_same(
    reader: ReaderFactory, page: Path
) -> None:
    async with reader(seeds=False) as r:
        await select_both(r, page)
        await r.press("m", "y")
        await r.until(lambda: len(r.main.results.rowids) == 1, "one row")
        paper, is_told = r.main.results.paper, threading.Event()

        def part(library: Library) -> Marked | str:
            assert paper is not None
            done = library.identities.split(paper, None)
            is_told.wait(60)  # as a thread that is given no time
            return done

        r.main.mark_writer.revise(part, "")
        await r.until(lambda: r.main.library.counts().all == 2, "both are there")
        r.main.mark_writer.reload()  # as where something comes from elsewhere
        assert r.main.state.counts.all == 2
        is_told.set()
        await r.until(lambda: len(r.main.results.rowids) == 2, "both are listed")
