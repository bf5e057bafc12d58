"""What the search says beside its papers: other readings, reasons, names, what has left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library

from ..conftest import Reader, ReaderFactory

TITLES = (
    ("On the Song of Birds", "Ana Ruiz"),
    ("A Song for Two Nets", "Ana Ruiz"),
    ("Song and Pruning", "Qi Kou"),
    ("Merging of Nets", "Yan Song"),
    ("Pruning of Nets", "Yan Song"),
    ("Permutation of Layers", "Jodi Xu"),
)


@pytest.fixture
def songs(tmp_path: Path) -> None:
    """A library of a few papers, some of them on songs and some by people of that name."""
    with Library.open(tmp_path / "library", seeds=False) as library:
        for number, (title, author) in enumerate(TITLES):
            paper = {
                "title": title,
                "abstract": f"Abstract number {number} tells what this paper is about.",
                "authors": [author],
                "arxiv_id": f"2401.0000{number}",
            }
            library.add_text(f"{number}.jsonl", json.dumps(paper).encode())
        library.note(library.search("layers").hits[0].paper, "Try marsupials at home.")
        library.index.rebuild()


async def answered(r: Reader, text: str) -> None:
    """Type a query into the emptied box, and wait for what is said at rest."""
    await r.press("slash", "ctrl+u")
    await r.type(text)
    await rested(r, text)


async def rested(r: Reader, text: str) -> None:
    def is_there() -> bool:
        state = r.main.state
        return bool(state.found and state.listing and state.listing.text == text)

    await r.until(is_there, "the answer at rest")


async def says(r: Reader, text: str) -> None:
    """Wait for a text that may be broken into lines."""
    await r.until(lambda: text in " ".join(r.text.split()), text)


@pytest.mark.usefixtures("songs")
async def test_the_other_reading_is_a_row_that_enter_runs(reader: ReaderFactory) -> None:
    offer = "2 more by author Song: Enter here"
    async with reader(80, 24, seeds=False) as r:
        await answered(r, "song")
        await r.sees(offer)
        assert len(r.main.results.rowids) == 3
        await r.press("enter")
        await r.sees("All · 1/3")
        # It is no paper: keys that mark do nothing there, and the way back is as from any row.
        await r.press("G", "j", "j")
        assert r.main.results.is_on_offer
        await r.press("b", "k")
        assert r.main.results.cursor == 2
        assert r.main.state.counts.bookmarks == 0
        await r.press("j", "enter")
        await r.sees("All · 1/2")
        assert r.main.box.text == "author:song"
        await r.lacks("Enter here")
        await r.press("ctrl+o")
        await r.sees(offer)
        assert r.main.box.text == "song"
        # A letter more asks for something else.
        await r.press("slash", "right")
        await r.type("s")
        await r.lacks("Enter here")
    async with reader(40, 12, seeds=False) as r:
        await r.search("song")
        await r.sees(offer)


@pytest.mark.usefixtures("songs")
async def test_rows_say_why_papers_are_there(reader: ReaderFactory) -> None:
    for columns in (40, 80):
        async with reader(columns, 24, seeds=False) as r:
            await answered(r, "nets song")
            await r.sees("by author Yan")
            await answered(r, "marsupials")
            await r.sees("in your note")
            await answered(r, "pruning")
            await r.lacks("by author")


@pytest.mark.usefixtures("songs")
async def test_what_is_pasted_finds_what_it_names(reader: ReaderFactory) -> None:
    async with reader(80, 24, seeds=False) as r:
        for text, said in (
            ("https://arxiv.org/abs/2401.00003v2?context=cs", "The text names this paper."),
            ("2401.00003\n2401.00005\n", "The text names these 2 papers."),
            ("On the Song\n  of Birds", "The text names this paper."),
            (
                "A. Ruiz. A Song for Two Nets. 2024.\nY. Song. Pruning of Nets. 2024.",
                "The text names these 2 papers.",
            ),
            ("9901.00001", "The library does not have 9901.00001."),
        ):
            await r.press("slash", "ctrl+u")
            r.main.take_paste(text)
            await r.sees(said)
            assert len(r.lines[0]) == 80
            await r.press("enter")
            await r.sees(said)


@pytest.mark.usefixtures("songs")
async def test_what_leaves_a_query_is_dimmed_until_the_list_is_read_anew(
    reader: ReaderFactory,
) -> None:
    async with reader(80, 24, seeds=False) as r:
        await r.search("is:unread nets")
        others = list(r.main.results.rowids)[1:]
        assert others

        def gone() -> list[bool]:
            papers = map(r.main.results.paper_at, range(len(r.main.results.rowids)))
            has_left = r.main.results.facts.has_left
            assert has_left is not None
            return [paper is not None and has_left(paper) for paper in papers]

        await r.press("r")
        await r.until(lambda: any(gone()), "one that has left")
        assert gone() == [True, *[False] * len(others)]
        await r.press("u")
        await r.until(lambda: not any(gone()), "back again")
        await r.press("1", "G", "r")
        await r.until(lambda: any(gone()), "one that has left")
        await r.press("R")
        await r.until(lambda: list(r.main.results.rowids) == others, "the others")
        # Whether the last word is whole or only begun, nothing else leaves with it.
        await r.search("is:unread ne")
        await r.press("r")
        await r.until(lambda: any(gone()), "one that has left")
        assert sum(gone()) == 1


async def test_an_unknown_field_or_value_finds_nothing_and_says_so(reader: ReaderFactory) -> None:
    async with reader(80, 24) as r:
        for text, said in (
            ("titel:nets", "titel: is no field; did you mean title:?"),
            ("is:starred", "did you mean is:bookmarked?"),
        ):
            await r.press("slash", "ctrl+u")
            await r.type(text)
            await r.until(lambda: not r.main.results.rowids, "no papers")
            await says(r, said)
            assert "Nothing is found." in r.text
            await r.press("escape")


@pytest.mark.parametrize("text", ["quokka", "quokka numbat", "zzzz is:unread"])
async def test_what_an_empty_list_says_is_whole_at_40_columns(
    reader: ReaderFactory, text: str
) -> None:
    async with reader(40, 12) as r:
        await r.search(text)
        await says(r, "Esc clears the query.")
        await r.press("g", "q")
        await says(r, "ga looks in all papers; Esc clears the query.")
