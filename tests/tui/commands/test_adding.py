"""The reader takes papers in: `:add`, watched directories, news from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.marking.sources import Sources
from recto.tui.commands.adding import complete_path
from recto.tui.commands.chores import do_chores

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
