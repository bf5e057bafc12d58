"""What one does while one reads: find, jump and come back, follow links, mark the paper."""

from __future__ import annotations

import pytest
from recto.index import Block, Library, Span, Text
from recto.index.texts.file_marks import BLOCKS
from recto.tui.commands.text.table import TEXTS
from recto.tui.reader.state import Keyboard
from recto.tui.widgets.text.flow import Place
from recto.tui.widgets.text.outline import RowsPane

from ..conftest import Reader
from . import sample
from .conftest import OpenText, open_text, pane


async def test_q_goes_back_to_where_the_text_was_opened(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.sees("▤")
        await open_text(r)
        await r.press("q")
        await r.until(lambda: r.main.where == "list", "the list")
        await r.press("enter")
        await r.until(lambda: r.main.where == "full", "the abstract in full")
        await r.press("l")
        await r.until(lambda: r.main.where == "text", "the text")
        await r.press("h")
        await r.until(lambda: r.main.where == "full", "the abstract in full again")
        await r.press("enter", "g", "n")
        await r.until(lambda: r.main.where == "list", "another list")
        assert "José Ruiz" not in r.text


async def test_without_a_text_one_is_asked_whether_it_is_fetched(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("j", "T")
        await r.sees("its text from arxiv.org? y once, Y always")
        await r.press("escape", "enter", "enter")
        await r.until(lambda: r.main.where == "list", "the list again")


async def test_verbs_of_texts_called_by_name_elsewhere_do_no_harm(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        for command in TEXTS:
            if command.id == "text":
                continue
            command.run(r.main, None)
            await r.press("escape")
            await r.until(lambda: r.main.keyboard is Keyboard.PANE, "the list")
            assert r.main.where == "list"
        await open_text(r)


async def test_words_are_found_whatever_their_accents_case_and_hyphens(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)

        async def find(words: str) -> None:
            await r.press("slash")
            await r.type(words)
            await r.press("enter")

        await find("jose ruiz")
        assert shown.sight.place == Place(0)
        await find("COOPERATING")
        await r.sees("skip co-operating rows of section 1")
        first = shown.sight.place
        await r.press("n")
        await r.sees("skip co-operating rows of section 2")
        await r.press("2", "n")
        await r.sees("On from the beginning.")
        assert "section 1" in r.text
        await r.press("N")
        await r.sees("On from the end.")
        assert "section 3" in r.text
        await find("nowhere at all")
        await r.sees("“nowhere at all” is nowhere in this text.")
        await r.press(*["ctrl+o"] * 9)
        await r.sees("There is no way back.")
        assert shown.sight.place == first == Place(0)


async def test_matches_stand_out_until_they_are_dropped(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("slash", *"shuffles", "enter")

        def marked() -> list[str]:
            match = shown.palette.match.color
            strips = [shown.line_at(y, 80) for y in range(24)]
            return [s.text for strip in strips for s in strip if s.style and s.style.color == match]

        assert {"shuffles", "Shuffles"} >= set(marked())
        assert len(marked()) > 2
        await r.press("escape")
        assert marked() == []


async def test_marks_lead_back(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("space", "m", "x")
        place = shown.sight.place
        await r.sees("This place is x now")
        await r.press("G", "'", "x")
        assert shown.sight.place == place
        await r.press("'", "'")
        assert shown.sight.is_at_end
        await r.press("'", "'")
        assert shown.sight.place == place
        await r.press("'", "y")
        await r.sees("Nothing is marked y.")


async def test_whoever_leaps_in_a_paper_can_come_back(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("space")
        place = shown.sight.place
        for leap in (("G",), ("g", "g"), ("5", "0", "G"), ("5", "0", "%")):
            await r.press(*leap)
            assert shown.sight.place != place
            await r.press("ctrl+o")
            assert shown.sight.place == place
        await r.press("%")
        await r.sees("A number before it says where: 50% is the middle.")
        await r.press("G", "]", "]")
        await r.sees("There is no section below.")
        await r.press("}")
        await r.sees("There is no paragraph below.")
        await r.press("g", "g", "{")
        await r.sees("There is no paragraph above.")


async def test_the_last_line_stays_in_sight_when_the_end_is_told(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("G")
        await r.sees("100%")
        last = next(line for line in reversed(r.lines[:-1]) if line.strip())
        await r.press("space")
        await r.sees("That is the end; q goes back.")
        await r.until(lambda: shown.room < 22, "the pane has given way")
        await r.until(lambda: last in r.lines, "the last line")
        assert shown.sight.percent == 100
        await r.press("=")
        await r.sees(f"{sample.TITLE} · ")
        assert "100% · HTML of arXiv" in " ".join(map(str.strip, r.lines[-3:]))


async def test_where_one_has_come_to_by_skimming_is_kept(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("s", *"]]]]", "s", "q")
        await r.sees("▤ ")
        library: Library = r.main.library
        rowid = library.paper("2209.04836").rowid
        await r.until(lambda: library.positions.of(rowid) is not None, "the place is kept")
        await r.press("T")
        assert shown.text.blocks[shown.sight.place.block].kind == "heading"


async def test_the_outline_leads_to_a_heading_and_back(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press(*"]]]]]]", "O")
        await r.sees("1.1 Matching")
        rows = r.app.screen.query_one(RowsPane)
        assert rows.rows[rows.cursor].text == "1.1 Matching"
        await r.press("slash", *"part 3", "enter")
        await r.until(lambda: r.app.screen is r.main, "the text")
        assert shown.text.blocks[shown.sight.place.block].number == "3"
        await r.press("ctrl+o")
        assert shown.text.blocks[shown.sight.place.block].number == "1.1"
        await r.press("O", "s")
        await r.sees("Rows that are shuffled alike")
        assert "which loses little" not in r.text
        await r.press("q")
        await r.until(lambda: r.app.screen is r.main, "the text")


async def test_skimming_leaves_headings_and_first_sentences(texts: OpenText) -> None:
    async with texts(80, 40) as r:
        shown = await open_text(r)
        await r.press(*"]]]]", "s")
        await r.sees("skimmed")
        assert "Let w₁ be a row, as others do [1, 2]." in r.text
        assert "│ Theorem 1. Shuffles form a group." in r.text
        for left_out in ("It is finite", "See Table 1", "head 0", "shuffle(row)", "α"):
            assert left_out not in r.text
        await r.press("G", "space", "s")
        await r.lacks("skimmed")
        paper = shown.paper
        assert paper is not None and not paper.read


async def follow(r: Reader, words: str) -> None:
    """Choose the next link and see in a line what it leads to."""
    await r.press("tab", "enter")
    await r.sees(words)


async def test_links_are_told_first_and_gone_to_then(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await follow(
            r, "[1] Q. Lee. Other nets. arXiv preprint arXiv:2101.00001, 20… · in your library"
        )
        await follow(r, "[2] R. Moss and T. Oak. A title that nobody has.")
        await r.press("enter")
        await r.sees("it is told by no arXiv id or DOI")
        assert "   [2] R. Moss and T. Oak. A title that nobody has." in r.lines[1]
        await r.press("ctrl+o", "tab", "tab")
        await follow(r, " Table 1 What is kept.")
        await follow(r, " 1 Code of part 1.")
        assert shown.sight.place == Place(0)
        await r.press("enter")
        await r.sees("ctrl+o goes back.")
        assert "Code of part 1." in r.text
        await r.press("ctrl+o")
        assert shown.sight.place == Place(0)
        await r.press("f")
        await r.sees("link: letter?")
        assert "[a, b]" not in r.text
        assert "a1" in r.text
        await r.press("e")
        await r.sees("https://nets.example/code")
        assert "[1, 2]" in r.text
        await r.press("shift+tab", "enter")
        await r.sees(" 1 Code of part 1.")


async def test_a_reference_opens_the_paper_that_the_library_has(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("g", "r")
        await r.sees("○ [1] 2021, Other Nets")
        assert "○ [2]" not in r.text
        await r.press("enter")
        await r.sees("Nets that are others.")
        assert r.main.where == "full"
        paper = r.main.results.paper
        assert paper is not None and paper.arxiv_id == "2101.00001"


async def test_what_the_library_has_not_is_offered(texts: OpenText) -> None:
    entry = Block("entry", (Span("A. B. New. doi:10.1000/abc.1, 2020."),), number="1", label="b")
    cite = Block("paragraph", (Span("José Ruiz says "), Span("[1]", "cite", ("b",))))
    async with texts(80, 24, Text((cite, entry), "html")) as r:
        await open_text(r)
        await follow(r, "[1] A. B. New.")
        await r.press("enter")
        await r.sees("add 10.1000/abc.1, asking arXiv or Crossref? y/n")
        await r.press("n")
        assert r.main.where == "text"
        assert len(r.main.results.rowids) == 2


async def test_marks_of_the_paper_are_set_in_its_text(texts: OpenText) -> None:
    async with texts(100, 24) as r:
        await open_text(r)
        await r.press("b")
        await r.until(lambda: "★ Aligned" in r.lines[0], "the bookmark")
        await r.press("t", *"nets", "enter")
        await r.until(lambda: "#nets" in r.lines[0], "the tag")
        await r.press("r")
        paper = pane(r).paper
        assert paper is not None
        await r.until(lambda: r.main.library.paper(paper.id).read, "read")
        assert r.main.where == "text"
        await r.press("e")

        def is_open() -> bool:
            editor = r.main.note_controller.editor
            return editor is not None and editor.size.height > 0  # it has its styles by then

        await r.until(is_open, "the editor")
        await r.sees("José Ruiz")
        await r.press(*"mine", "escape")
        await r.until(lambda: not r.main.query("TextArea"), "no editor")
        await r.until(lambda: "✎" in r.lines[0], "the note")
        assert r.main.where == "text"
        await r.press("d")
        await r.until(lambda: r.main.where == "list", "the list")
        await r.until(lambda: r.main.library.paper(paper.id).done, "done")


async def test_a_paper_is_read_when_one_has_paged_to_the_end_of_its_body(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)

        def is_read() -> bool:
            assert shown.paper is not None
            return r.main.library.paper(shown.paper.id).read

        await r.press("G", "-", "space", "k", "j")
        assert not is_read()
        await r.press("g", "g")
        while not shown.shows_end_of_body:
            assert not is_read()
            await r.press("space")
        await r.until(is_read, "read")
        assert not shown.sight.is_at_end  # references and appendix need not be


async def test_one_comes_back_to_where_one_was(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("space", "space")
        place, percent = shown.sight.place, shown.sight.percent
        await r.press("q")
        await r.sees(f"▤ {percent} %")
        await r.press("T")
        assert pane(r).sight.place == place
        r.app.save_session()
    async with texts(80, 24) as r:  # it was left in the text
        await r.until(lambda: r.main.where == "text", "the text")
        assert pane(r).sight.place == place
        await r.press("q")
        await r.until(lambda: r.main.where == "list", "the list")


async def test_a_place_is_found_again_in_another_version(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press(*"]]]]]]]]", "j")
        words = shown.text.blocks[shown.sight.place.block].text
        await r.press("q")
    first, *rest = sample.text().blocks
    new = Block("paragraph", (Span("This is new. " * 20),))
    async with texts(80, 24, Text((first, new, new, *rest), "pdf")) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        assert pane(r).text.blocks[pane(r).sight.place.block].text == words


@pytest.mark.parametrize("damage", [b"", b"nonsense"])
async def test_a_damaged_text_is_said_and_not_opened(texts: OpenText, damage: bytes) -> None:
    async with texts(80, 24) as r:
        library: Library = r.main.library
        blocks = library.texts.files.directory / f"{library.paper('2209.04836').id}{BLOCKS}"
        blocks.write_bytes(damage)
        await r.press("T")
        await r.until(lambda: "recto text" in r.main.bottom.message, "how to get it again")
        assert r.main.where == "list"
