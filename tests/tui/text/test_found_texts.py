"""Papers found by their whole texts: what list and abstract say of it, and where T opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library, Text
from recto.tui.widgets.text.flow import Place

from . import sample
from .conftest import OpenText, pane


@pytest.fixture(autouse=True)
def chores(hands_at_work: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let chores begin at once, one of which indexes texts that came while no reader was open."""
    monkeypatch.setattr("recto.tui.app.CHORES", 0.01)


async def test_a_text_that_was_found_opens_where_it_has_the_words(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        # It came while no reader was open, and is indexed beside what goes on.
        await r.until(lambda: r.main.library.text_search.state() == "ready", "the index of texts")
        await r.until(lambda: not r.main.activity.building, "the end of indexing")
        await r.search('text:"shuffles form a group"')
        await r.sees("text: 1.1 Matching")
        assert "1/1" in r.text
        await r.sees("text 1.1 Matching: Theorem 1. Shuffles form a group.")
        await r.press("T")
        await r.sees("│ Theorem 1. Shuffles form a group.")
        shown = pane(r)
        assert [shown.text.blocks[at].kind for at in blocks_with(shown.text)] == ["theorem"] * 3
        first = shown.sight.place
        # On to the next ones, and around.
        await r.press("n")
        second = shown.sight.place
        assert first.block < second.block
        await r.press("n", "n")
        await r.sees("On from the beginning.")
        await r.press("escape")
        await r.press("q")
        await r.sees("text: 1.1 Matching")


def blocks_with(text: Text) -> list[int]:
    """Return the blocks that have the words."""
    return [at for at, block in enumerate(text.blocks) if "form a group" in block.text]


async def test_the_way_back_leads_to_where_one_left(texts: OpenText, tmp_path: Path) -> None:
    async with texts(80, 24) as r:
        await r.until(lambda: r.main.library.text_search.state() == "ready", "the index of texts")
        await r.press("T")
        await r.sees("José Ruiz")
        await r.press("]", "]", "space")
        left = pane(r).sight.place
        assert left != Place(0)
        await r.press("q")
        await r.search("title:aligned text:proofs")
        await r.press("T")
        await r.until(lambda: r.main.reading is not None, "the text")
        await r.sees("Proofs")
        assert pane(r).sight.place.block > left.block
        await r.press("q")
        with Library.open(tmp_path / "library", seeds=False) as library:

            def kept() -> int | None:
                position = library.positions.of(r.main.results.rowid or 0)
                return None if position is None else position.block

            await r.until(lambda: kept() == left.block, "the place kept")
        await r.press("T")
        await r.until(lambda: r.main.reading is not None, "the text")
        await r.press("ctrl+o")
        assert pane(r).sight.place == left


async def test_words_of_no_abstract_are_found_in_texts(texts: OpenText, tmp_path: Path) -> None:
    async with texts(80, 24) as r:
        await r.until(lambda: r.main.library.text_search.state() == "ready", "the index of texts")
        await r.search("stopped narrow layers")
        await r.sees("No title or abstract has all of it; 1 whole paper has.")
        await r.sees("text: ")
        # Another process takes in a text: it is found once it is indexed.
        with Library.open(tmp_path / "library", seeds=False) as library:
            other = library.paper("2101.00001")
            text = sample.text(1)
            blocks = [
                block._replace(spans=(block.spans[0]._replace(text="Wombats."),))
                if block.kind == "item"
                else block
                for block in text.blocks
            ]
            sample.put(library, other.rowid, text._replace(blocks=tuple(blocks)))
        await r.search("wombat")
        await r.sees("Other Nets")
        await r.sees("No title or abstract has it; 1 whole paper has.")
