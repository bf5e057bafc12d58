"""Finding through real keys: corrections, related papers, the way back, sorts, history."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import View

from ..conftest import ReaderFactory


async def test_a_misspelt_query_is_corrected_and_can_be_insisted_on(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("equivarient netwroks")
        await r.press("enter")
        await r.sees("; = as typed")
        assert r.main.results.rowids
        assert r.main.box.text == "equivarient netwroks"
        await r.press("equals_sign")
        await r.until(lambda: r.main.state.suggestion is None, "as typed")


async def test_related_papers_and_the_way_back(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("git re-basin")
        rowid = r.main.results.rowid
        assert rowid is not None
        await r.press("asterisk")
        await r.sees("Related to Git Re-Basin")
        await r.until(lambda: rowid not in r.main.results.rowids, "without the paper itself")
        assert len(r.main.results.rowids) > 5
        await r.press("j", "j", "ctrl+o")
        await r.until(lambda: r.main.results.rowid == rowid, "back on the paper")
        assert r.main.box.text == "git re-basin"


async def test_the_way_back_leads_to_the_query_and_escape_does_not(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("lottery")
        found = r.main.results.rowids
        await r.press("escape")
        await r.sees("All · 1/603")
        assert r.main.box.text == ""
        await r.press("g", "u")
        await r.sees("Unread · 1/603")
        while r.main.box.text != "lottery":
            await r.press("ctrl+o")
        await r.until(lambda: r.main.results.rowids == found, "the list of the query")


async def test_every_view_keeps_the_query_and_says_how_many_match(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("4", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 4, "four bookmarks")
        await r.press("4", "a")
        await r.until(lambda: r.main.state.counts.queue == 4, "four in the queue")
        paper = r.main.results.paper
        assert paper is not None
        await r.search(f"id:{paper.id}")
        for key, head in (
            ("q", "Queue · 1 of 4 match · 1/1"),
            ("b", "Bookmarks · 1 of 4 match · 1/1"),
            ("u", "Unread · 1 of 603 match · 1/1"),
            ("a", "All · 1/1"),
            ("m", "Mine · 1 of 4 match · 1/1"),
        ):
            await r.press("g", key)
            await r.sees(head)
            assert r.main.box.text == f"id:{paper.id}"
        # What is marked is not new.
        listing = r.main.library.listing("", view=View("new"))
        (other,) = r.main.library.rows(listing.rowids[-1:])
        await r.search(f"id:{other.id}")
        await r.press("g", "n")
        await r.sees("New · 1 of 599 match · 1/1")


async def test_mine_is_what_was_marked_or_brought_in_by_hand(
    reader: ReaderFactory, tmp_path: Path
) -> None:
    async with reader(120, 40) as r:
        await r.press("b", "j", "a", "j", "t")
        await r.type("ml")
        await r.press("enter", "g", "m")
        await r.sees("Mine · 1/3")
        await r.press("g", "a")
        await r.press("3", "G", "e")
        await r.sees("Esc save")
        await r.type("mine")
        await r.press("escape")
        await r.until(lambda: r.main.state.counts.mine == 3, "a note on the third")
        await r.press("u")
        await r.press("1", "G", "b")
        await r.until(lambda: r.main.state.counts.mine == 2, "a bookmark taken off")
        (tmp_path / "own.bib").write_text("@misc{k, title={A Paper of My Own Making}}")
        await r.add(tmp_path / "own.bib")
        await r.until(lambda: r.main.state.counts.mine == 3, "the one that was brought in")
        await r.press("g", "m")
        await r.sees("A Paper of My Own Making")
        assert any("Mine" in line and line.split()[-1] for line in r.lines)


async def test_backspace_goes_back_through_views(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("j", "j", "j", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 1, "a bookmark")
        rowid = r.main.results.rowid
        await r.press("g", "u")
        await r.sees("Unread ·")
        await r.press("g", "b")
        await r.sees("Bookmarks ·")
        await r.press("backspace")
        await r.sees("Unread ·")
        await r.press("backspace")
        await r.sees("All ·")
        await r.until(lambda: r.main.results.rowid == rowid, "on its paper")


async def test_sorting(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("j", "j", "S", "n")
        await r.until(
            lambda: (p := r.main.results.paper_at(0)) and (p.published or "").startswith("2025"),
            "the newest first",
        )
        assert r.main.results.cursor == 0
        await r.press("ctrl+o")
        await r.until(lambda: r.main.results.cursor == 2, "back on the paper")
        assert r.main.state.sort == "relevance"


async def test_the_query_history_is_kept_between_starts(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("lottery")
        await r.search("equivariant")
        await r.press("q")
        await r.until(lambda: r.app._exit, "left")
        r.app.save_session()
    async with reader(120, 40) as r:
        await r.press("slash", "up")
        assert r.main.box.text == "equivariant"
        await r.press("up", "up")
        assert r.main.box.text == "lottery"
        await r.press("down")
        assert r.main.box.text == "equivariant"


async def test_an_earlier_query_is_completed_as_a_typed_one_is(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("a*")
        await r.press("slash", "ctrl+u", "x", "escape", "slash", "up")
        await r.until(lambda: len(r.main.results.rowids) == 603, "more than the first rows")


async def test_the_query_language_works_in_the_box(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        every = r.main.state.listing
        assert every is not None
        await r.press("b", "j", "b")
        await r.until(lambda: r.main.state.counts.bookmarks == 2, "bookmarks")
        await r.press("slash", "ctrl+u")
        await r.type("pruning is")
        await r.press("colon")
        await r.type("bookmarked")
        await r.press("enter")
        await r.until(lambda: len(r.main.results.rowids) == 2, "only these")


async def test_n_goes_to_the_next_match_in_the_abstract(reader: ReaderFactory) -> None:
    async with reader(60, 12) as r:
        await r.search("pruning")
        await r.press("enter")
        await r.until(lambda: r.main.abstract.line_count > r.main.abstract.height, "long enough")
        top = r.main.abstract.top
        await r.press("n", "n")
        await r.until(lambda: r.main.abstract.top > top, "further down")
        await r.press("N", "N", "N")
        await r.until(lambda: r.main.abstract.top <= top + 1, "and back")


async def test_the_box_completes_fields_and_tags(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("t")
        await r.type("symmetries")
        await r.press("enter")
        await r.until(lambda: r.main.state.counts.tags, "a tag")
        await r.press("slash")
        await r.type("ta")
        await r.until(lambda: r.main.box.input.suggestion == "tag:", "the field")
        await r.press("right")
        assert r.main.box.text == "tag:"
        await r.type("sy")
        await r.until(lambda: r.main.box.input.suggestion == "tag:symmetries", "the tag")
        await r.press("right", "enter")
        await r.until(lambda: len(r.main.results.rowids) == 1, "its paper")


async def test_the_sidebar_counts_what_a_query_finds(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.search("pruning")
        found = len(r.main.results.rowids)
        await r.until(lambda: r.main.sidebar.entries[0].papers == found, "counted within")
        assert r.main.sidebar.entries[2].papers == 0
        await r.press("b")
        await r.until(lambda: r.main.sidebar.entries[2].papers == 1, "the mark too")
        await r.press("escape")
        await r.until(lambda: r.main.sidebar.entries[0].papers == 603, "all again")


async def test_what_is_typed_is_corrected_once_that_rests(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("netwrok prunning")
        await r.sees("38 for “network pruning”; = as typed")
        assert r.main.box.text == "netwrok prunning"
        assert len(r.main.results.rowids) == 38
        # What is typed next goes on from what was typed, and nothing old is said of it.
        await r.type("s ")
        await r.lacks("as typed")
        assert r.main.box.text == "netwrok prunnings "
        await r.press("ctrl+u")
        await r.type("netwrok prunning")
        await r.sees("; = as typed")
        await r.press("equals_sign")
        await r.sees("No paper has all of this")
        assert r.main.box.text == "netwrok prunning"
        assert r.main.focused is r.main.box
        await r.lacks("as typed")
        # Behind a space it is the sign of a word that is meant exactly.
        await r.press("ctrl+u")
        await r.type("netwrok ")
        await r.sees("; = as typed")
        await r.press("equals_sign")
        assert r.main.box.text == "netwrok ="
        # Only what stands before a word that is half typed is corrected; letters are text.
        await r.press("ctrl+u")
        await r.type("lotery tick")
        await r.sees("for “lottery tick”; = as typed")
        # Few papers with a word that begins so are left alone.
        await r.press("ctrl+u")
        await r.type("kangar")
        await r.until(
            lambda: (found := r.main.state.found) and found.all == 1, "the answer to the rest"
        )
        assert r.main.state.suggestion is None


async def test_the_help_shows_what_a_query_can_say(reader: ReaderFactory) -> None:
    from recto.index import EXAMPLES

    async with reader(120, 260) as r:
        await r.press("question_mark")
        for example, _ in EXAMPLES:
            await r.sees(example[:20])


async def test_leaving_the_search_returns_to_the_row_from_before(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("j", "j", "j")
        rowid = r.main.results.rowid
        await r.search("git re-basin")
        await r.press("escape")
        await r.until(lambda: len(r.main.results.rowids) == 603, "all papers")
        assert r.main.results.rowid == rowid


@pytest.mark.parametrize("part", ["format", "whoosh"])
async def test_a_window_that_is_older_than_the_index_says_what_to_do(
    reader: ReaderFactory, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    async with reader(120, 40) as r:
        await r.search("lottery")
        if part == "format":
            monkeypatch.setattr("recto.index.search.segments.stamp.FORMAT", 0)
        else:
            monkeypatch.setattr("recto.index.search.schema.WHOOSH", "0")
        current = next((r.main.library.locations.index).rglob("current"))
        current.write_text(current.read_text() + "\n")  # as if it had just been written
        before = current.read_bytes()
        for query in ("pruning", "sparse"):
            await r.press("slash")
            await r.type(query)
            await r.press("enter")
            await r.sees("Recto was updated while this window was open. Leave it (q) and start it")
            await r.until(lambda: not r.main.activity.building, "the end of building")
        assert current.read_bytes() == before
        await r.press("escape")
        await r.sees("All · 1/603")
        await r.press("j")
        await r.sees("2/603")


async def test_lists_one_comes_back_to_are_what_they_were(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        await r.press("slash")
        await r.type("netwrok prunnig")
        await r.press("enter")
        await r.sees("for “network pruning”; = as typed")
        found, paper = list(r.main.results.rowids), r.main.results.rowids[3]
        await r.press("3", "j")
        for keys in (
            ["asterisk", "ctrl+o"],
            ["g", "u", "backspace"],
            ["R"],
            ["slash", "x", "escape"],
        ):
            await r.press(*keys)
            await r.until(lambda: not r.main.state.is_waiting, f"an answer to {keys}")
            assert list(r.main.results.rowids) == found, keys
            assert r.main.results.rowid == paper


async def test_the_first_row_stays_when_enter_is_pressed(reader: ReaderFactory) -> None:
    async with reader(120, 40) as r:
        for text in ("transform", "net", "pruning network"):
            await r.press("slash")
            await r.type(text)
            await r.until(lambda: not r.main.state.is_waiting, "an answer")
            first = r.main.results.rowids[0]
            await r.press("enter")
            await r.until(lambda: not r.main.state.is_waiting, "the papers of whole words")
            assert r.main.results.rowids[0] == first
            await r.press("escape")
