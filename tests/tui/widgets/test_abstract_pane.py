"""What the abstract says of a paper, and where: people, facts, the note, the id."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library

from ..conftest import ReaderFactory

PAPER = {
    "title": "Merging of Nets",
    "abstract": "Nets are merged by permutation of what they consist of.",
    "published": "2019-08-20",
    "authors": ["Qi Kou", "Ana Ruiz"],
    "organisation": "ETH",
    "upvotes": 1,
    "comments": 1,
}


@pytest.fixture
def one(tmp_path: Path) -> None:
    """A library of one paper with a note."""
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("one.jsonl", json.dumps(PAPER).encode())
        library.note(library.rows(library.listing("").rowids)[0], "Try permutation at home.")
        library.index.rebuild()


@pytest.mark.usefixtures("one")
@pytest.mark.parametrize("columns", [40, 44, 52, 60, 80, 120])
async def test_no_fact_is_broken_and_each_has_its_line(reader: ReaderFactory, columns: int) -> None:
    async with reader(columns, 40, seeds=False) as r:
        paper = r.main.results.paper
        assert paper is not None
        await r.press("enter")
        await r.sees("2019-08-20")
        lines = [line.strip() for line in r.lines]
        people = next(n for n, line in enumerate(lines) if line.startswith("Qi Kou, Ana Ruiz"))
        facts = next(n for n, line in enumerate(lines) if "2019-08-20" in line)
        note = next(n for n, line in enumerate(lines) if "Try permutation" in line)
        text = next(n for n, line in enumerate(lines) if line.startswith("Nets are merged"))
        foot = next(n for n, line in enumerate(lines) if paper.id in line)
        assert people < facts < note < text < foot
        for fact in ("2019-08-20", "1 upvote", "1 comment"):
            assert any(fact in line for line in lines[facts:note]), fact
        assert not any("upvotes" in line or "comments" in line for line in lines[facts:note])


@pytest.mark.usefixtures("one")
async def test_what_matches_in_a_note_is_marked(reader: ReaderFactory) -> None:
    async with reader(80, 40, seeds=False) as r:
        await r.search("permutation")
        pane = r.main.abstract
        marked = [
            segment.text
            for number in range(pane.line_count)
            for segment in pane.draw_line(number, 78)
            if "ermutation" in segment.text and len(segment.text) < 14
        ]
        assert marked == ["permutation", "permutation"]


async def test_zeros_are_hidden_while_a_query_stands(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:

        def row(label: str) -> str:
            line = next(line for line in r.lines if line[2:].startswith(label))
            return line[:28].strip()

        assert row("Bookmarks") == "Bookmarks               0"
        await r.search("lottery")
        await r.until(lambda: row("Bookmarks") == "Bookmarks", "no zero")
        assert row("All").split()[-1].isdigit()


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24)])
async def test_progress_is_never_cropped_at_its_beginning(
    reader: ReaderFactory, columns: int, rows: int
) -> None:
    async with reader(columns, rows) as r:
        for work in ("indexing 74 % · 740/s · 1 s left", "adding 3 % · 12,000/s · 2 min left"):
            r.main.activity.building = work
            begun = work.partition(" · ")[0]
            await r.sees(begun)
            assert r.lines[0].rpartition(begun)[0].rstrip().endswith(("notes", "search"))


async def test_title_and_data_stay_while_the_text_scrolls_to_a_match(
    reader: ReaderFactory,
) -> None:
    async with reader(60, 20) as r:
        await r.search("pruning network")
        await r.press("enter")
        pane = r.main.abstract
        await r.until(lambda: pane.height > 10 and pane.last_top > 0, "the abstract in full")
        head = [line for line in r.lines if line.strip()][1:3]
        _, pages = pane.pages
        seen = [r.text]
        await r.press(*"nnnnn")
        await r.until(lambda: pane.top > 0, "a match further down")
        assert [line for line in r.lines if line.strip()][1:3] == head
        # Pages overlap by a line, and none is left out.
        await r.press("g", "g")
        for _ in range(pages - 1):
            seen.append(r.text)
            await r.press("space")
        assert pane.is_at_end
        seen.append(r.text)
        shown = "\n".join(seen)
        for number in range(pane.line_count):
            assert pane.draw_line(number, 58).text.strip() in shown
