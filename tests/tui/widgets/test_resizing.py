"""What stays as it is when the terminal changes its size, and what goes by the size."""

from __future__ import annotations

import pytest
from recto.tui.widgets.abstract_pane import AbstractPane

from ..conftest import ReaderFactory


def first_line(pane: AbstractPane) -> str:
    """Return the first line that scrolls, below the title and what else stays."""
    return pane.draw_line(pane.number_at(pane.fixed), 200).text


async def test_resizing_in_the_midst_of_things_changes_nothing_of_them(
    reader: ReaderFactory,
) -> None:
    async with reader(120, 40) as r:
        await r.search("network")
        await r.press("3", "0", "j", "v", "3", "k", "V", "j")
        before = r.main.results
        await r.until(lambda: r.main.abstract.paper == before.paper, "the abstract")
        await r.press("tab")
        await r.resize(70, 14)
        await r.press("j", "j", "j")
        await r.resize(120, 40)
        await r.resize(70, 14)
        place, chosen = r.main.abstract.top, before.selection.papers
        assert place > 0
        line = first_line(r.main.abstract)
        word = line.split()[0]
        for size in ((40, 12), (180, 50), (3, 2), (20, 5), (59, 9), (100, 20), (70, 14)):
            await r.resize(*size)
            assert (r.main.where, before.selection.papers) == ("abstract", chosen)
            abstract = r.main.abstract
            if 0 < abstract.top < abstract.last_top and abstract.size.width > 15:
                assert word in first_line(abstract)
        assert r.main.abstract.top == place
        await r.press("b", "slash")
        await r.type("zoo AND")
        for size in ((40, 12), (120, 40)):
            await r.resize(*size)
            await r.type("x")
        assert r.main.box.text == "zoo ANDxx"
        assert r.main.focused is r.main.box
        await r.press("escape", "t")
        await r.type("half")
        await r.resize(40, 12)
        await r.type("way")
        assert r.main.prompt.input.value == "halfway"
        await r.press("escape", "e")
        await r.type("a note")
        await r.resize(120, 40)
        await r.type(" goes on")
        assert r.main.note_controller.editor is not None
        assert r.main.note_controller.editor.text == "a note goes on"


@pytest.mark.parametrize("keys", ["", "z", "zz"])
async def test_the_list_comes_back_to_its_place(reader: ReaderFactory, keys: str) -> None:
    async with reader(120, 40) as r:
        await r.press(*keys, "1", "0", "0", "G", "ctrl+u")
        await r.settle()
        cursor, top, row = r.main.results.cursor, r.main.results.top, r.main.results.row_height
        assert top > 0
        for size in ((40, 12), (180, 50), (80, 24), (3, 2), (120, 12), (120, 40)):
            await r.resize(*size)
            results = r.main.results
            assert results.cursor == cursor
            if results.size.height >= results.row_height:
                line = cursor * results.row_height
                assert results.top <= line < results.top + results.height
        assert (r.main.results.top, r.main.results.row_height) == (top, row)


@pytest.mark.parametrize(
    ("columns", "lines"), [(40, 2), (59, 2), (60, 1), (80, 1), (120, 1), (180, 1)]
)
async def test_a_row_has_one_line_or_two_where_the_list_is_narrow(
    reader: ReaderFactory, columns: int, lines: int
) -> None:
    async with reader(columns, 30) as r:
        await r.press("j")
        results = r.main.results
        assert results.row_height == (2 if results.content_size.width < 60 else 1) == lines
        paper = results.paper_at(2)
        assert paper is not None
        assert any(paper.title[:14] in line for line in r.lines)


async def test_a_sidebar_for_which_there_is_room_now_begins_with_its_first_row(
    reader: ReaderFactory,
) -> None:
    async with reader(80, 24) as r:
        await r.press("g", "n")
        await r.sees("New · 1/")
        await r.press("b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "another count, unseen")
        await r.resize(120, 40)
        await r.until(lambda: "New  " in r.text, "the sidebar")
        assert r.lines[1].split()[0] == "All"
