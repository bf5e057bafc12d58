"""Text marked by keyboard, kept as highlights, and found again: with real keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from recto.index import Block, Highlight, Library, Span, Text
from recto.tui.widgets.text.outline import RowsPane, RowsScreen

from ..conftest import Reader
from . import sample
from .conftest import OpenText, open_text, pane

FIRST = "We shuffle rows."
SECOND = "Nets agree then."


def kept(r: Reader) -> list[Highlight]:
    paper = r.main.results.paper
    assert paper is not None
    return r.main.library.highlights.of(paper.rowid)


def words(r: Reader) -> str:
    """Return what is drawn as marked, as it stands on the screen."""
    shown = pane(r)
    strips = [shown.line_at(y, shown.size.width) for y in range(1, shown.height)]
    lines = ["".join(s.text for s in strip if s.style and s.style.reverse) for strip in strips]
    return " ".join(" ".join(lines).split())


async def test_sentences_are_marked_kept_and_drawn(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("v")
        assert words(r) == FIRST
        assert "3 words" in r.lines[0]
        assert "Enter highlight  e with note  y copy" in r.lines[-1]
        await r.press(")")
        assert words(r) == f"{FIRST} {SECOND}"
        await r.press("(", "o", "w")
        assert words(r) == "shuffle rows."
        await r.press("b", "o", "2", "w", "b")
        assert words(r) == f"{FIRST} Nets"
        await r.press("escape")
        assert words(r) == "" and r.main.where == "text"
        await r.press("2", "v")
        assert words(r) == f"{FIRST} {SECOND}"
        await r.press("enter")
        await r.sees("Highlighted; u takes it back.")
        await r.until(lambda: shown.ink.blocks == [3], "the bar")
        (line,) = {line.rstrip() for line in r.lines if FIRST in line}
        assert line == f" ▎ {FIRST} {SECOND}"
        (one,) = kept(r)
        assert (one.text, one.section) == (f"{FIRST} {SECOND}", "Abstract")
        await r.press("v", ")", "enter")
        await r.sees("That is highlighted already.")
        assert len(kept(r)) == 1
        await r.press("u")
        await r.until(lambda: not shown.ink.blocks, "no bar")
        assert kept(r) == []
        await r.press("ctrl+r")
        await r.until(lambda: shown.ink.blocks == [3], "the bar again")


async def test_marking_goes_over_blocks_lines_and_pages(texts: OpenText) -> None:
    async with texts(80, 14) as r:
        shown = await open_text(r)
        await r.press("slash", *"let w", "enter", "v")
        assert words(r).startswith("Let w₁ be a row, as others do [1, 2].")
        assert words(r).endswith("[1, 2].")
        await r.press("}", "}", "}")
        at = shown.marker.selection
        assert at is not None
        assert (at.anchor.nth, at.caret.nth) == (5, 7)
        assert shown.sight.place.block > 4  # the end that moves is in sight
        await r.press("8", "j", "2", "j")
        below = shown.marker.selection
        assert below is not None and below.caret.nth > at.caret.nth
        await r.press("10", "k")
        await r.press("space", "-", "ctrl+d", "ctrl+u")
        await r.press("G")
        end = shown.marker.selection
        assert end is not None and shown.marker.passage is not None
        assert shown.marker.passage[1][0] == len(shown.text.blocks) - 1
        assert not shown.sight.is_at_end  # footnotes stand behind it on the screen alone
        await r.press("g", "g")
        begun = shown.marker.selection
        assert begun is not None and begun.caret < begun.anchor
        await r.press("q")
        assert r.main.where == "text"


async def test_formulas_tables_and_code_are_marked_and_copied_as_they_are(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    async def copy(screen: object, text: str) -> str:
        copied.append(text)
        return "here"

    monkeypatch.setattr("recto.tui.commands.text.highlights.copy", copy)
    async with texts(80, 60) as r:
        shown = await open_text(r)
        await r.press(*"]]]]", "v", "y")
        await r.until(lambda: copied, "a copy")
        assert copied.pop() == "Let $w_{1}$ be a row, as others do [1, 2]."
        await r.sees("Copied 10 words, here.")
        await r.press("y", "f")
        await r.sees("formula: letter?")
        await r.press("b")
        await r.until(lambda: copied, "a copy")
        assert copied.pop() == r"\alpha = \beta"
        await r.press("slash", *"columns follow", "enter", "v", "tab", "tab")
        assert shown.marker.formula == r"\alpha = \beta"
        await r.press("y")
        await r.until(lambda: copied, "a copy")
        assert copied.pop() == r"\alpha = \beta"
        await r.press("slash", *"count them", "enter", "v", "tab", "2", "}", "enter")
        await r.until(lambda: shown.ink.blocks, "bars")
        barred = [line[3:].strip() for line in r.lines if line.startswith(" ▎ ")]
        assert barred[:2] == ["for row in rows:", "shuffle(row)"]
        assert barred[2:4] == ["┌ Table 1  What is kept.", "head 0  head 1"]
        assert len(barred) == 7


async def test_a_sentence_is_chosen_by_its_letter(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("v", "f")
        await r.sees("sentence: letter?")
        (line,) = {line for line in r.lines if "e shuffle rows." in line}
        letter = line[line.index("ets agree then") - 1]
        await r.press(letter)
        assert words(r) == SECOND
        await r.press("shift+tab")
        assert words(r) == FIRST
        await r.press("f", "escape", "v")
        assert r.main.where == "text"


async def test_a_note_is_written_on_a_highlight(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("v", "e", *"cf ZipIt")
        await r.until(lambda: r.main.note_controller.editor, "the editor")
        await r.until(r.main.library.session.drafts, "a draft")
        await r.press("escape")
        await r.until(lambda: kept(r) and kept(r)[0].note == "cf ZipIt", "the note")
        await r.until(lambda: not r.main.library.session.drafts(), "no draft")
        paper = r.main.results.paper
        assert paper is not None and not paper.note and not paper.has_draft
        await r.sees("✎ cf ZipIt")
        (line,) = {line.rstrip() for line in r.lines if FIRST in line}
        assert re.fullmatch(rf" ▎ {FIRST} {SECOND} +✎ cf ZipIt", line)
        await r.press("v", "e")  # the same passage: its own note
        await r.until(lambda: r.main.note_controller.editor, "the editor")
        await r.press(*" no 4", "escape")
        await r.sees("✎ cf ZipIt no 4")
        assert [one.note for one in kept(r)] == ["cf ZipIt no 4"]
        await r.press("e")
        await r.until(lambda: r.main.note_controller.editor, "the editor on the paper's note")
        assert r.main.note_controller.editor is not None
        assert r.main.note_controller.editor.text == ""
        await r.press("escape")


async def test_what_was_half_typed_is_there_after_a_crash(texts: OpenText, tmp_path: Path) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("v", "enter")
        await r.until(lambda: kept(r), "the highlight")
        # As a reader leaves it that was killed while somebody wrote.
        r.main.library.session.save_draft(kept(r)[0].id, "half a th")
    async with texts(80, 24) as r:
        await open_text(r)
        await r.sees("✎ half a th")
        await r.press("g", "h", "e")
        await r.sees("This note was not finished; Esc saves it.")
        await r.press(*"ought", "escape")
        await r.sees("✎ half a thought")
        assert [one.note for one in kept(r)] == ["half a thought"]


async def rows_of(r: Reader) -> RowsPane:
    await r.until(lambda: isinstance(r.app.screen, RowsScreen), "the list")
    return r.app.screen.query_one(RowsPane)


async def test_the_list_leads_to_highlights_and_deletes_them(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("g", "h")
        await r.sees("Nothing is highlighted here; v marks text.")
        await r.press("v", "enter")
        await r.press("slash", *"section 2", "enter", "v", "enter")
        await r.until(lambda: len(shown.ink.blocks) == 2, "two bars")
        await r.press("g", "g", "g", "h")
        rows = await rows_of(r)
        assert [row.text.partition(" · ")[0] for row in rows.rows] == [
            FIRST,
            "Never skip co-operating rows of section 2.",
        ]
        await r.press("j", "enter")
        await r.until(lambda: r.app.screen is r.main, "the text")
        assert "section 2" in r.lines[1]
        await r.press("ctrl+o")
        assert shown.sight.place.block == 0
        await r.press("g", "h")
        await rows_of(r)
        await r.press("D")
        await r.until(lambda: len(kept(r)) == 1, "one left")
        await r.lacks(FIRST)
        await r.press("D")
        await r.until(lambda: r.app.screen is r.main, "the text, since none is left")
        assert kept(r) == []
        await r.press("u", "u")
        await r.until(lambda: len(kept(r)) == 2, "both again")


async def test_another_version_has_the_highlight_or_lists_what_it_has_not(
    texts: OpenText,
) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("v", "enter", "slash", *"section 2", "enter", "v", "enter")
        await r.until(lambda: len(kept(r)) == 2, "two")
    first, *rest = sample.text(0).blocks
    new = Block("paragraph", (Span("José Ruiz says what is new. " * 3),))
    async with texts(80, 24, Text((first, new, new, *rest), "pdf")) as r:
        await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
        await r.press("T")
        await r.sees(f"▎ {FIRST}")
        assert pane(r).ink.blocks == [5]
        await r.press("g", "h")
        rows = await rows_of(r)
        assert [row.sign for row in rows.rows] == ["▎", "?"]
        await r.press("G", "enter")
        await r.sees("This text has not got it: “Never skip co-operating rows of section 2.”")


async def test_highlights_of_all_papers_are_listed_and_open_their_text(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("g", "h")
        await r.sees("Nothing is highlighted yet; in a paper's text v marks some.")
        await open_text(r)
        await r.press("slash", *"section 3", "enter", "v", "enter", "q")
        await r.until(lambda: r.main.where == "list", "the list")
        await r.press("g", "g", "slash", *"others", "enter")
        await r.until(lambda: len(r.main.results.rowids) == 1, "the other paper")
        await r.press("g", "h")
        rows = await rows_of(r)
        assert [row.text.partition(" · ")[0] for row in rows.rows] == [
            sample.TITLE,
            "Never skip co-operating rows of section 3.",
        ]
        await r.press("j", "enter")
        await r.until(lambda: r.main.where == "text", "the text")
        await r.until(lambda: "section 3" in r.lines[1], "the highlight")
        await r.press("q")
        await r.until(lambda: r.main.where == "list", "the list of all papers")
        assert len(r.main.results.rowids) == 2


async def test_a_resize_keeps_what_is_being_marked(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press(*"]]]]", "v", ")", ")")
        marked = words(r)
        await r.resize(40, 12)
        await r.until(lambda: shown.size.width == 40, "the new width")
        line = shown.marker.line
        assert line in shown.sight.window
        await r.resize(120, 40)
        await r.until(lambda: shown.size.width == 120, "the new width")
        assert words(r) == marked
        await r.press("enter")
        await r.until(lambda: kept(r), "the highlight")


async def test_what_another_window_highlights_is_shown(texts: OpenText, tmp_path: Path) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        with Library.open(tmp_path / "library", seeds=False) as other:
            rowid = other.paper("2209.04836").rowid
            _, ident = other.highlights.add(rowid, SECOND, note="seen\n<b>[red]elsewhere")
        await r.sees("✎ seen <b>[red]elsewhere")
        assert shown.ink.blocks == [3]
        await r.press("v")
        with Library.open(tmp_path / "library", seeds=False) as other:
            other.highlights.remove(rowid, ident)
        await r.until(lambda: not shown.ink.blocks, "no bar")
        assert words(r) == FIRST


async def test_skimmed_text_is_not_marked(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("s", "v")
        await r.sees("Marked is the whole text only; s shows it.")
        await r.press("s", "v", "question_mark")
        await r.sees("Keys in a paper's text while marking")


async def test_a_refused_highlight_stays_marked(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ..stages import refuse

    async with texts(80, 24) as r:
        await open_text(r)
        await r.press("v")
        highlights = type(r.main.library.highlights)
        with monkeypatch.context() as patched:
            patched.setattr(highlights, "add", refuse)
            await r.press("enter")
            await r.sees("The disk is full.")
            assert words(r) == FIRST
        await r.press("enter")
        await r.until(lambda: kept(r), "the highlight")


async def test_letters_of_places_are_there_the_next_time(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press("space", "m", "x")
        await r.sees("This place is x now")
        place = shown.sight.place
    async with texts(80, 24) as r:
        shown = await open_text_again(r)
        await r.press("g", "g", "'", "x")
        assert shown.sight.place == place


async def open_text_again(r: Reader):  # type: ignore[no-untyped-def]
    await r.until(lambda: r.main.key_dispatcher.is_begun, "the rows")
    await r.press("T")
    return pane(r)
