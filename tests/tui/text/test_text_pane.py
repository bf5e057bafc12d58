"""A paper's text on the screen: what stands where, and how one moves in it."""

from __future__ import annotations

from functools import partial
from typing import get_args

import pytest
from recto.index import Block, Span, Text
from recto.index.texts.blocks import BlockKind
from recto.tui.widgets.text import prose
from recto.tui.widgets.text.flow import MEASURE, Place
from recto.tui.widgets.text.tables import table_lines
from rich.cells import cell_len

from ...hostile import HOSTILE
from . import sample
from .conftest import OpenText, open_text, pane


async def test_every_kind_of_block_is_read(texts: OpenText) -> None:
    async with texts(80, 90) as r:
        await open_text(r)
        text = r.text
        for words in (
            "   1  Part 1",
            "Let w₁ be a row, as others do [1, 2]. See Table 1 and the code¹ at our site.",
            "    1. Rows come first.",
            "    • Columns follow",
            "│ Theorem 1. Shuffles form a group.",
            "     for row in rows:",
            "         shuffle(row)",
            "┌ Table 1  What is kept.",
            "head 0  head 1",
            "   0.1     1.1",
            "?    L 1 N",
        ):
            assert words in text, words
        (formula,) = {line for line in r.lines if "α = β" in line}
        assert formula.rstrip().endswith("(4)")
        # Footnotes stand at the end, and nowhere else.
        assert "Code of part" not in text
        await r.press("G")
        await r.sees("1 Code of part 3.")
        assert "[1] Q. Lee. Other nets." in r.text


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (80, 24), (200, 50)])
async def test_lines_are_no_wider_than_they_can_be_read(
    texts: OpenText, columns: int, rows: int
) -> None:
    async with texts(columns, rows) as r:
        shown = await open_text(r)
        for _ in range(4):
            for line in r.lines[1:-1]:
                assert cell_len(line.rstrip()) <= min(columns, MEASURE + 3)
            await r.press("space")
        assert shown.sight.place != Place(0)


async def test_pages_overlap_by_a_line_and_leave_none_out(texts: OpenText) -> None:
    async with texts(60, 20) as r:
        shown = await open_text(r)
        seen = [line.strip() for line in r.lines[1:-1]]
        while not shown.sight.is_at_end:
            last = r.lines[-2].strip()
            await r.press("space")
            lines = [line.strip() for line in r.lines[1:-1]]
            assert shown.sight.is_at_end or lines[0] == last
            seen += lines
        words = " ".join(seen)
        for number in (1, 2, 3):
            assert f"skip co-operating rows of section {number}." in words
        await r.press("space")
        await r.sees("That is the end; q goes back.")


async def test_a_resize_keeps_the_place(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        await r.press(*"]]]]")
        await r.press("j", "j", "j")
        place = shown.sight.place

        def has_width(width: int) -> bool:
            return shown.content_size.width == width

        for size in ((44, 12), (130, 40), (80, 24)):
            await r.resize(*size)
            await r.until(partial(has_width, size[0]), "the size")
            assert shown.sight.place == place
        assert place.letter > 0


async def test_one_moves_by_lines_halves_sections_and_paragraphs(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        shown = await open_text(r)
        blocks = shown.text.blocks

        def heading() -> str:
            block = blocks[shown.sight.place.block]
            return block.number if block.kind == "heading" else block.kind

        await r.press(*"]]]]]]")
        assert heading() == "1.1"
        await r.press("2", *"]]")
        assert heading() == "2.1"
        await r.press("j", "j", *"[[")
        assert heading() == "2.1"
        await r.press("}")
        assert heading() == "paragraph"
        await r.press("{")
        assert heading() == "2.1"
        assert "2.1 Matching" in r.lines[0]
        before = shown.sight.place
        await r.press("ctrl+d", "ctrl+u")
        assert shown.sight.place == before
        await r.press("5", "0", "G")
        assert 40 < shown.sight.percent < 70
        await r.press("g", "g")
        assert shown.sight.place == Place(0)
        assert "1/" in r.lines[0]


async def test_keys_typed_before_the_text_stands_are_meant_for_it(texts: OpenText) -> None:
    async with texts(80, 24) as r:
        await r.press("T", "space", "space")
        assert pane(r).sight.place != Place(0)
        await r.sees("Part 2")


async def test_nothing_is_laid_out_that_nobody_has_looked_at(
    texts: OpenText, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def formula_line(tex: str) -> str:
        read.append(tex)
        return tex

    monkeypatch.setattr(prose, "formula_line", formula_line)
    async with texts(80, 24, sample.text(200)) as r:
        shown = await open_text(r)
        assert 0 < len(read) < 10
        await r.press("5", "0", "G", "space")
        assert len(read) < 20
        assert int(r.lines[0].split("/")[0].split()[-1]) > 100
        await r.press("G")
        assert shown.sight.percent == 100


async def test_a_caption_that_says_its_number_says_it_once(texts: OpenText) -> None:
    blocks = (
        Block("caption", (Span("Figure 1: A net."),), number="1"),
        Block("caption", (Span("Another net."),), number="Figure 12"),
        Block("heading", (Span("2 Rows"),), number="2"),
        Block("heading", (Span("20 rows of 3"),), number="3"),
    )
    async with texts(80, 24, Text(blocks, "html")) as r:
        await r.press("T")
        await r.sees("┌ Figure 1: A net.")
        lines = [line.strip() for line in r.lines]
        assert {"┌ Figure 12  Another net.", "2 Rows", "3  20 rows of 3"} <= {*lines}


async def test_a_wide_table_is_cut_with_a_sign_and_scrolled(texts: OpenText) -> None:
    wide = Text((Block("table", rows=sample.table(20), head=1),), "html")
    async with texts(80, 24, wide) as r:
        await r.press("T")
        await r.sees("head 0  head 1")
        rows = [line for line in r.lines if "0.1" in line or "0.2" in line]
        assert len(rows) == 2
        assert all(line.rstrip().endswith("…") for line in rows)
        assert "head 19" not in r.text
        await r.press("2", "0", "right")
        assert "head 19" in r.text
        await r.press("2", "0", "left")
        assert "head 0" in r.text


async def test_long_cells_are_wrapped_within_their_column(texts: OpenText) -> None:
    cells = ((Span("what"),), (Span(sample.LONG),), (Span("end"),))
    async with texts(80, 24, Text((Block("table", rows=(cells,)),), "html")) as r:
        await r.press("T")
        await r.sees("Rows that are shuffled")
        lines = [line.strip() for line in r.lines[1:8]]
        assert lines[0].startswith("what  Rows that are shuffled")
        assert lines[0].endswith("end")
        assert all("…" not in line for line in lines)


async def test_hostile_text_reaches_no_terminal(texts: OpenText) -> None:
    words = "".join(text[:300] for text in HOSTILE).encode("utf-8", "replace").decode()
    spans = (Span(f"before {words} behind"), Span(words, "code"), Span(words, "formula"))
    blocks = [Block(kind, spans, number=words[:20]) for kind in get_args(BlockKind)]
    blocks.append(Block("table", rows=((spans,),), head=1))
    async with texts(80, 24, Text(tuple(blocks), words[:20])) as r:
        await r.press("T")
        await r.sees("before")
        shown = pane(r)
        while not shown.sight.is_at_end:
            await r.press("space")
            # What is seen of an Arabic or a Syriac number counts as formatting.
            signs = {sign for line in r.lines for sign in line} - set("\u0600\u06dd\u070f")
            assert all(map(str.isprintable, signs))
            assert {cell_len(line) for line in r.lines} == {80}


async def test_an_empty_text_and_one_of_a_letter_are_shown(texts: OpenText) -> None:
    for blocks in ((), (Block("paragraph"),), (Block("table", rows=((),)),)):
        async with texts(80, 24, Text(blocks, "plain")) as r:
            await r.press("T")
            await r.sees("plain text")
            await r.press("space", "G", *"]][[}{", "tab", "g", "g", "q")
            assert r.main.reading is None


async def test_a_text_is_laid_out_while_the_words_to_find_are_typed(texts: OpenText) -> None:
    async with texts(80, 24, sample.text(20)) as r:
        shown = await open_text(r)
        flow = shown.sight.flow
        before = flow.total
        await r.press("slash")
        await r.main.workers.wait_for_complete()
        known = len(flow._laid_out)
        assert known > len(flow.blocks) - 30
        assert flow.total == before  # what is in sight says the same
        await r.press(*"section 19", "enter")
        await r.sees("rows of section 19.")
        assert len(flow._laid_out) < 30 < known


def test_a_cell_of_any_length_makes_room_for_the_others() -> None:
    lines = [line for line, _ in table_lines([["word " * 9_999, "x" * 30]], 0, 60, "-")]
    words = " ".join(["word"] * 6)
    assert lines[:2] == [f"{words}  {'x' * 29}", f"{words}  x"]
    assert len(lines) == 9_999 // 6 + 1
