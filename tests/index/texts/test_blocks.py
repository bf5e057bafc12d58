"""Texts as they are kept."""

from __future__ import annotations

import zlib

from recto.index.texts.blocks import Block, Span, Text, pack, unpack

TEXT = Text(
    (
        Block("title", (Span("On Ink"),), place="front"),
        Block("heading", (Span("Drying"),), level=1, number="1", label="S1"),
        Block(
            "paragraph",
            (
                Span("It dries as "),
                Span("t^2", "formula"),
                Span(", see "),
                Span("[1]", "cite", ("bib.bib1",)),
                Span("1", "note", ("note1",)),
                Span("."),
            ),
        ),
        Block("formula", (Span(r"a &= b"), Span(r"c &= d")), number="4", label="S1.E4"),
        Block(
            "table", rows=(((Span("Ink"),), ()), ((Span("x", "formula"),), (Span("2"),))), head=1
        ),
        Block("footnote", (Span("Under a lamp."),), label="note1", is_doubtful=True, page=2),
        Block("entry", (Span("Ada One. Inks."),), number="1", label="bib.bib1", place="references"),
    ),
    "arxiv",
    3,
    "http://creativecommons.org/licenses/by/4.0/",
    ("pictures",),
)


def test_a_text_is_the_same_after_it_was_packed() -> None:
    assert unpack(pack(TEXT)) == TEXT


def test_what_is_damaged_or_of_another_form_is_no_text() -> None:
    data = pack(TEXT)
    for other in (b"", data[:-9], data[9:], zlib.compress(b"[]"), zlib.compress(b"[1, 2, {}]")):
        assert unpack(other) is None
    assert unpack(zlib.compress(zlib.decompress(data).replace(b"[1,", b"[0,", 1))) is None


def test_rows_are_lines_and_cells_are_parted_by_tabs() -> None:
    assert TEXT.blocks[4].text == "Ink\t\nx\t2"
    assert TEXT.blocks[3].text == "a &= b\nc &= d"
    assert [block.number for _, block in TEXT.headings()] == ["1"]
    assert TEXT.labelled()["bib.bib1"] == 6
