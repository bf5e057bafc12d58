"""The reader takes papers in: `:add`, watched directories, news from elsewhere, many sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recto.index import Counts, Library, SourceCount, View
from recto.index.marking.sources import Sources
from recto.tui.commands.adding import complete_path
from recto.tui.commands.chores import do_chores
from recto.tui.widgets.sidebar import FOLD, Sidebar, entries_of

from ..conftest import ReaderFactory
from ..shells import PAGE


def page(path: Path, title: str = "First Paper: on marsupials") -> Path:
    path.write_text(PAGE.replace("First Paper: on marsupials", title), encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


async def test_a_file_is_added_while_one_reads(reader: ReaderFactory, tmp_path: Path) -> None:
    path = page(tmp_path / "page.txt")
    async with reader(120, 40) as r:
        r.main.key_dispatcher.run(r.main.keymap.find("add"), None)  # type: ignore[arg-type]
        await r.until(lambda: r.main.focused is r.main.prompt, "the prompt")
        r.main.prompt.input.value = str(path)
        await r.press("enter")
        await r.sees("2 new papers from 1 page; gn shows them.")
        await r.press("g", "n")
        await r.sees("on marsupials")
        await r.until(lambda: len(r.main.results.rowids) == 2, "the two new papers")


async def test_the_first_papers_are_seen_at_once_and_gone_when_taken_back(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    path = page(tmp_path / "page.txt")
    async with reader(120, 40, seeds=False) as r:
        await r.sees("No papers yet.")
        await r.add(path)
        await r.sees("on marsupials")
        await r.until(lambda: len(r.main.results.rowids) == 2, "the two papers")
        await r.press("r")
        await r.until(lambda: r.main.state.counts.unread == 1, "one read")
        await r.press("u", "u")
        await r.sees("Undone: added")
        await r.until(lambda: not r.main.results.rowids, "none of them")


async def test_the_first_papers_from_another_process_are_seen_at_once(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    path = page(tmp_path / "page.txt")
    async with reader(120, 40, seeds=False) as r:
        await r.sees("No papers yet.")
        with Library.open(tmp_path / "library") as other:
            other.add([path])
        await r.until(lambda: len(r.main.results.rowids) == 2, "the two papers")


async def test_a_directory_that_was_added_is_taken_back_with_one_key(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    directory = tmp_path / "pages"
    directory.mkdir()
    for number in range(3):
        page(directory / f"{number}.txt", f"Paper {number}: on marsupials")
    async with reader(120, 40) as r:
        await r.add(directory)
        await r.sees("4 new papers from 3 pages")
        await r.press("u")
        await r.sees("Undone: added 3 pages (6 papers).")
        await r.until(lambda: r.main.state.counts.all == 603, "none of them")
        await r.press("ctrl+r")
        await r.sees("Redone: added 3 pages (6 papers).")
        await r.until(lambda: r.main.state.counts.all == 607, "all of them")


async def test_add_takes_its_path_behind_the_colon(reader: ReaderFactory, tmp_path: Path) -> None:
    async with reader(120, 40) as r:
        await r.add(tmp_path / "missing.txt")
        await r.sees("Cannot read")
        assert r.main.state.counts.all == 603


async def test_watched_directories_are_read_on_refresh(
    reader: ReaderFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (tmp_path / "library").mkdir()
    async with reader(120, 40, seeds=False) as r:
        monkeypatch.setattr(Sources, "watched", [watched])
        page(watched / "page.txt")
        await r.press("R")
        await r.sees("2 new papers from 1 page; gn shows them.")
        await r.press("R")
        await r.until(lambda: not r.main.mark_writer.is_adding, "the second look")
        assert r.main.library.counts().all == 2


async def test_watched_directories_are_read_soon_after_the_start(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    (tmp_path / "library").mkdir()
    page(watched / "page.txt")
    (tmp_path / "library" / "config.toml").write_text(f'watch = ["{watched}"]\n')
    async with reader(120, 40, seeds=False) as r:
        do_chores(r.main)
        await r.sees("2 new papers from 1 page; gn shows them.")


async def test_papers_from_another_process_are_announced(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    path = page(tmp_path / "page.txt")
    async with reader(120, 40) as r:
        await r.press("j")
        with Library.open(tmp_path / "library") as other:
            other.add([path])
            await r.sees("2 new papers; R shows them.")
            other.add_text("day.json", b'[{"title": "One more of another day"}]')
            await r.sees("3 new papers; R shows them.")
            await r.press("j")
            other.add_text("later.json", b'[{"title": "Another one after a key"}]')
            await r.sees("1 new paper; R shows them.")


async def test_rising_is_offered_where_there_is_a_history(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        await r.press("colon")
        await r.type("sort")
        await r.press("enter")
        await r.sees("newest")
        assert "rising" not in r.text


def counts(number: int) -> Counts:
    sources = tuple(SourceCount(f"{n:02}.txt", "", 3) for n in range(number))
    return Counts(all=9, new=0, bookmarks=0, unread=9, tags=(), sources=sources)


def sources(view: View | None = None, *, number: int, is_unfolded: bool = False) -> list[str]:
    entries = entries_of(counts(number), view or View(), is_unfolded=is_unfolded)
    labels = [entry.label for entry in entries]
    return labels[labels.index("Sources") + 1 :]


def test_ten_sources_are_not_folded() -> None:
    assert sources(number=10) == [f"{n:02}.txt" for n in range(10)]


def test_of_many_sources_the_newest_ten_are_shown_and_the_one_in_view() -> None:
    newest = [f"{n:02}.txt" for n in range(10)]
    assert sources(number=24) == [*newest, "… 14 more"]
    assert sources(View("source", "13.txt"), number=24) == [*newest, "13.txt", "… 13 more"]
    assert sources(number=24, is_unfolded=True) == [*(f"{n:02}.txt" for n in range(24)), "… fewer"]


async def test_enter_unfolds_the_sources_at_the_first_that_comes(reader: ReaderFactory) -> None:
    async with reader(120, 24) as r:
        sidebar: Sidebar = r.main.sidebar
        r.main.state.counts = counts(24)
        sidebar.show(counts(24), View())
        r.main.give_focus(sidebar)
        for _ in range(2):
            await r.press("G")
            assert sidebar.chosen == FOLD
            await r.sees("more")
            await r.press("enter")
            await r.sees("10.txt")
            assert sidebar.chosen == View("source", "10.txt")
            await r.press("G")
            await r.sees("… fewer")
            await r.press("enter")
            await r.sees("… 14 more")
            assert sidebar.chosen == FOLD


async def test_the_bundled_pages_are_one_row_at_the_foot(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    (tmp_path / "own.json").write_text('[{"title": "Quokka Nets"}]')
    async with reader(120, 40) as r:
        sidebar: Sidebar = r.main.sidebar
        await r.sees("004  ")
        await r.add(tmp_path / "own.json")
        await r.lacks("004  ")
        await r.sees("Bundled pages         603")
        assert "own.json  " in r.text
        r.main.give_focus(sidebar)
        await r.press("G", "enter")
        await r.sees("004  ")
        assert (sidebar.chosen or View()).kind == "source"
        await r.press("enter")
        await r.sees(" · 1/")
        assert r.main.state.view == sidebar.view


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "page.txt").touch()
    (tmp_path / ".hidden").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert complete_path("pa") == ["page.txt", "papers/"]
    assert complete_path("~/") == ["~/page.txt", "~/papers/"]
    assert complete_path(f"{tmp_path}/.h") == [f"{tmp_path}/.hidden"]
    assert complete_path("nowhere/x") == []
    assert complete_path("\0") == []
