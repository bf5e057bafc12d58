"""The sidebar: many sources are folded, and so are the bundled pages."""

from __future__ import annotations

from pathlib import Path

from recto.index import Counts, SourceCount, View
from recto.tui.widgets.sidebar import Sidebar
from recto.tui.widgets.sidebar_entries import FOLD, entries_of

from ..conftest import ReaderFactory


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
