"""What the cursor goes past is new no more, here and elsewhere, and nothing else is lost to New."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from recto.index import Library, RectoError, StoreError, View
from recto.index.store import news
from recto.tui.reader import mark_writer, passing
from recto.tui.reader.mark_writer import MarkWriter
from recto.tui.reader.passing import Passing
from recto.tui.reader.state import ReaderState

from ...conftest import MakeOnce
from ..conftest import Reader, ReaderFactory
from ..stages import Stage


def make_streams(data: Path) -> None:
    with Library.open(data) as library:
        for number in "123":
            titles = [f"Quokkas of page {number}, part {part:02}" for part in range(20)]
            page = json.dumps([{"title": title} for title in titles]).encode()
            library.add_text(f"2026-01-0{number}.json", page)
        library.add_text("my.bib", b"@misc{a, title = {A Book of Quokkas}}")


@pytest.fixture
def streams(tmp_path: Path, make_once: MakeOnce) -> Path:
    """A library of three pages of twenty papers each and of one of the reader's own."""
    return shutil.copytree(make_once("streams", make_streams), tmp_path / "library")


def new(data: Path) -> int:
    with Library.open(data) as library:
        count = library.counts().new
        assert library.search("is:new", limit=None).total == count
        assert len(library.listing("", view=View("new")).rowids) == count
        return count


def new_rows(r: Reader, *, but: int | None) -> list[int]:
    """Return what is new, best first, without one paper."""
    listing = r.main.library.listing("", view=View("new"), sort="taste")
    return [rowid for rowid in listing.rowids if rowid != but]


def signs(r: Reader) -> str:
    """Return the signs before the titles of the list, row by row."""
    where = r.main.results.region
    rows = [line[where.x :] for line in r.lines[where.y : where.bottom]]
    return "".join(row[1] for row in rows if "Quokkas of" in row)


async def test_going_on_passes_and_leaving_does_not(reader: ReaderFactory, streams: Path) -> None:
    async with reader(120, 40) as r:
        counts = r.main.state.counts
        assert (counts.all, counts.new, counts.unread, counts.bundled) == (664, 60, 61, 603)
        # A list that one only looks into passes nothing.
        await r.press("g", "n")
        await r.sees("New, best first · 1/60")
        r.app.save_session()
        assert new(streams) == 60
        await r.press("j", "j")
        r.app.save_session()
        assert new(streams) == 57
        # A screenful on passes what lies between; a leap to the end only where it lands.
        rows = r.main.results.window.screenful
        await r.press("ctrl+f")
        r.app.save_session()
        assert new(streams) == 57 - rows
        await r.press("G")
        r.app.save_session()
        assert new(streams) == 56 - rows
        await r.press("ctrl+u")
        r.app.save_session()
        assert new(streams) == 56 - rows - rows // 2
        # The sign stays as it was when the list came, and is another one in the next list.
        assert set(signs(r)) == {"•"}
        left = new(streams)
        await r.until(lambda: r.main.state.counts.new == left, "the count in the sidebar")
        await r.press("g", "a")
        await r.sees("All ·")
        listing = r.main.state.listing
        assert listing is not None
        still = set(r.main.library.listing("is:new").rowids)
        papers = r.main.library.rows(listing.rowids[:61])
        shown = [paper.rowid for paper in papers if "Quokkas of" in paper.title][: len(signs(r))]
        assert signs(r) == "".join("•" if rowid in still else "○" for rowid in shown)
        assert set(signs(r)) == {"•", "○"}
        journal = r.main.library.log()
        assert {entry.kind for entry in journal} <= {"add", "bundled"}
    async with reader(120, 40) as r:
        assert r.main.state.counts.new == left
        await r.press("colon")
        await r.type("seen")
        await r.press("enter")
        await r.sees(f"{left} papers are new no more, and still unread.")
        assert (r.main.state.counts.new, r.main.state.counts.unread) == (0, 61)
        assert set(signs(r)) == {"○"}
        await r.press("colon")
        await r.type("seen")
        await r.press("enter")
        await r.sees("Nothing in this list is new.")
        # What was passed a moment ago is not new any more in the list that comes next.
        r.main.library.add_text("own.json", b'[{"title": "Quokkas of tonight"}]')
        await r.press("g", "n")
        await r.sees("New, best first · 1/1")
        await r.press("g", "a")
        await r.sees("All · 1/665")
        await r.press("j", "k", "g", "n")
        await r.sees("New, best first · 0")


async def test_a_rest_passes_and_windows_see_each_other(
    reader: ReaderFactory, streams: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "REST", 0.0)
    async with reader(80, 24) as r:
        await r.settle()
        assert r.main.library.counts().new == 60  # what stands there at the start is not passed
        await r.press("g", "n")
        await r.until(lambda: r.main.state.counts.new == 59, "the first one is passed")
        with Library.open(streams) as other:
            other.news.pass_over(other.listing("is:new").rowids[:9])
            await r.until(lambda: r.main.state.counts.new == 50, "what another window passed")
            assert other.counts().new == 50

        class Later(date):
            @classmethod
            def today(cls) -> Later:
                return cls.fromordinal(date.today().toordinal() + 31)

        with pytest.MonkeyPatch.context() as at_midnight:
            for module in (news, mark_writer):
                at_midnight.setattr(module, "date", Later)
            await r.until(lambda: r.main.state.counts.new == 0, "what a new day has left")
            assert r.main.state.counts.unread == 1
        await r.until(lambda: r.main.state.counts.new == 50, "the same of this day")
        await r.press("slash")
        await r.type("quokkas")
        await r.until(lambda: r.main.state.found is not None, "the answer")
        assert r.main.library.counts().new == 50  # while one types the cursor stands nowhere


async def test_whoever_asks_for_new_again_is_still_on_his_paper(
    reader: ReaderFactory, streams: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "REST", 0.0)
    async with reader(80, 24) as r:
        results, counts = r.main.results, r.main.state

        async def again(*keys: str) -> list[int]:
            shown = r.main.state.listing
            await r.press(*keys)
            await r.until(lambda: r.main.state.listing is not shown, "the list is drawn anew")
            return list(results.rowids)

        first, second, *rest = await again("g", "n")
        await r.until(lambda: counts.counts.new == 59, "the first one is passed")
        for keys in (("g", "n"), ("R",), ("S", "r"), ("S", "y"), ("g", "n")):
            drawn = await again(*keys)
            assert (results.rowid, drawn[0]) == (first, first)
            assert sorted(drawn) == sorted([first, second, *rest])
        assert drawn == [first, second, *rest]
        assert new(streams) == 59
        # What one has gone on from is not there any more, and what one is on stands first.
        await r.press("j")
        await r.until(lambda: counts.counts.new == 58, "the second one, too")
        assert await again("g", "n") == [second, *rest]
        assert results.rowid == second
        # From another list it is not, nor once it is marked.
        await r.press("g", "q")
        await r.sees("Queue ·")
        assert await again("g", "n") == rest
        await r.press("b")
        await r.until(lambda: counts.counts.bookmarks == 1, "marked")
        assert await again("g", "n") == rest[1:]


async def test_a_list_does_not_wait_for_another_process_that_writes(
    reader: ReaderFactory, streams: Path
) -> None:
    async with reader(80, 24) as r:
        await r.press("g", "n", "j", "g", "a")
        await r.sees("All ·")
        with closing(sqlite3.connect(streams / "library.db")) as writing:
            writing.execute("BEGIN IMMEDIATE")
            await r.press("j", "j", "g", "n")
            await r.until(lambda: not r.main.state.is_waiting, "the answer")
            assert r.main.state.listing is not None
            assert r.main.state.listing.view == View("new")
            writing.rollback()
        r.app.save_session()
        assert new(streams) < 60
        here = r.main.results.rowid
        await r.press("R")
        await r.until(
            lambda: [*r.main.results.rowids] == [here, *new_rows(r, but=here)], "the list by now"
        )


async def test_a_saved_search_opens_on_its_news(reader: ReaderFactory, streams: Path) -> None:
    with Library.open(streams) as library:
        library.searches.save("quokkas", "title:quokkas", View(), "title")
        library.news.pass_over(library.listing("is:new").rowids)
        page = json.dumps([{"title": f"Quokkas of today, part {n}"} for n in range(2)]).encode()
        library.add_text("2026-01-04.json", page)
        library.index.rebuild()
    async with reader(120, 40) as r:
        r.main.library.searches.all()
        r.main.mark_writer.reload()
        await r.sees("1 quokkas           2 new")
        await r.press("g", "1")
        await r.until(lambda: r.main.state.search_name == "quokkas", "the search")
        await r.until(lambda: r.main.results.cursor == 61, "the first that is new")
        await r.press("j", "k")
        r.app.save_session()
        await r.until(lambda: r.main.state.counts.searches[0].new == 0, "nothing new in it")
        assert signs(r).count("•") == 2
        await r.press("g", "a", "g", "1")
        await r.until(lambda: r.main.state.search_name == "quokkas", "the search again")
        await r.until(lambda: set(signs(r)) == {"○"}, "nothing marked any more")


async def test_the_sidebar_counts_what_is_saved_and_added_meanwhile(
    reader: ReaderFactory, streams: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "REST", 3600.0)
    async with reader(120, 40) as r:
        await r.search("quokkas")
        await r.press("F")
        await r.type("mine")
        await r.press("enter")
        await r.sees("1 mine             60 new")
        with Library.open(streams) as other:
            other.searches.save("theirs", "title:quokkas", View())
            await r.sees("2 theirs           60 new")
            other.index.most_at_once = 0  # papers are there before the index has them
            page = json.dumps([{"title": f"Quokkas of today, part {n}"} for n in range(2)])
            other.add_text("2026-01-04.json", page.encode())
            await r.until(lambda: r.main.state.counts.unread == 63, "the new papers")
            await r.until(lambda: r.main.state.counts.searches[1].new == 60, "none counted yet")
            other.index.refresh()
            await r.sees("2 theirs           62 new")


async def test_what_cannot_be_written_is_said_once_and_written_when_there_is_room(
    two: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, state = Stage(two), ReaderState()
    state.signs = two.news.signs()
    has_room = False
    asked: list[bool] = []

    class Writer(MarkWriter):
        def save(
            self, work: Callable[[Library], object], refused: Callable[[RectoError], object]
        ) -> None:
            asked.append(has_room)
            if has_room:
                work(two)
            else:
                refused(StoreError("The disk is full"))

    follower = Passing(two, stage, state, Writer(two, stage, state))
    follower.follow()
    assert asked == []
    # What is passed is written at the latest some seconds later, hands at rest or not.
    monkeypatch.setattr(passing, "LATEST", -1.0)
    both = list(stage.results.rowids)
    stage.results.cursor = 1
    follower.follow()
    assert asked == [False]
    stage.rest()
    assert stage.errors == ["The disk is full."]
    assert set(follower.waiting) == set(both)
    assert two.counts().new == 2
    has_room = True
    stage.rest()
    assert asked == [False, False, True]
    assert follower.waiting == both[1:]  # where the cursor stands
    assert two.counts().new == 0
    follower.close()
