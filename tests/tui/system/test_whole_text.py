"""Whole papers as lines."""

from __future__ import annotations

import pytest
from recto.index import Block, Span, Text, cells
from recto.tui.system.plain_text import PrintedPage
from recto.tui.system.whole_text import MEASURE, about, outline_of, page_of, plain_text

TEXT = Text(
    (
        Block("title", (Span("Drying of Ink"),), place="front"),
        Block("paragraph", (Span("Ink dries in "), Span("t^{2}", "formula"), Span(" hours."))),
        Block("heading", (Span("Ink"),), 1, "1"),
        Block(
            "paragraph",
            (Span("As "), Span("[1]", "cite", ("b",)), Span(" says."), Span("1", "note", ("n",))),
        ),
        Block("footnote", (Span("Twice."),), number="1", label="n"),
        Block("item", (Span("Pour the ink, " + "slowly " * 20 + "and stir."),), 2, "•"),
        Block("formula", (Span(r"a & =\alpha", "formula"), Span("& =b", "formula")), number="4"),
        Block(
            "table",
            rows=(((Span("Ink"),), (Span("h"),)), ((Span("red"),), (Span("10"),))),
            head=1,
        ),
        Block("code", (Span("if dry:", "code"), Span("    stop", "code"))),
        Block("heading", (Span("Fast"),), 4),
        Block("heading", (Span("References"),), 1, place="references"),
        Block("entry", (Span("A. One."),), number="1", label="b", place="references"),
        Block("entry", (Span("B. Two."),), place="references"),
        Block("heading", (Span("Proofs"),), 1, "A", place="appendix"),
        Block("heading", (Span("More"),), 2, "A.1", place="appendix"),
    ),
    "arxiv",
    3,
    "CC BY 4.0",
    ("pictures",),
)


def test_plain_text_has_a_line_for_each_paragraph() -> None:
    lines = "\n".join(plain_text(TEXT)).split("\n\n")
    assert lines == [
        "Drying of Ink",
        "Ink dries in t² hours.",
        "1 Ink",
        "As [1] says.[^1]",
        "[^1]: Twice.",
        "• Pour the ink, " + "slowly " * 20 + "and stir.",
        "a = α\n= b  (4)",
        "Ink\th\nred\t10",
        "if dry:\n    stop",
        "Fast",
        "References",
        "[1] A. One.",
        "B. Two.",
        "Appendix A Proofs",
        "A.1 More",
    ]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_page_is_no_wider_than_it_may_be(width: int) -> None:
    lines = list(page_of(TEXT, PrintedPage(width)))
    assert max(map(cells, lines)) <= min(width, MEASURE)
    assert "As [1] says.¹" in lines
    assert "¹ Twice." in lines
    at = lines.index("[1] A. One.")
    assert lines[at + 1] == "B. Two."
    table = lines.index("Ink │ h")
    assert lines[table + 1 : table + 3] == ["────┼───", "red │ 10"]
    first = next(at for at, line in enumerate(lines) if line.startswith("    • Pour"))
    assert lines[first + 1].startswith("      slowly")
    first = next(at for at, line in enumerate(lines) if line.startswith("    a = α"))
    assert lines[first] == "    a = α" + "(4)".rjust(min(width, MEASURE) - 9)
    assert lines[first + 1] == "      = b"


def test_a_table_that_is_too_wide_is_a_paragraph_a_row() -> None:
    cell = (Span("word " * 9),)
    text = Text((Block("table", rows=((cell,) * 20, ((), *(cell,) * 19))),), "html")
    lines = list(page_of(text, PrintedPage(80)))
    assert max(map(cells, lines)) <= 80
    assert " ".join(lines).count("word") == 9 * 39


def test_headings_stand_out_where_there_is_colour() -> None:
    lines = list(page_of(TEXT, PrintedPage(80, True)))
    assert "\x1b[1m1 Ink\x1b[0m" in lines
    assert lines[-1].startswith("\x1b[2mHTML of arXiv")


def test_the_outline_shows_what_lies_below_what() -> None:
    told = ["1 Ink", "  Fast", "References", "Appendix A Proofs", "  A.1 More"]
    assert list(outline_of(TEXT)) == told


def test_an_abstract_has_its_name_above_it_once() -> None:
    abstract = Block("paragraph", (Span("Dry."),), place="abstract")
    named = Block("heading", (Span("Abstract"),), 1, place="abstract")
    for blocks in ((abstract, abstract), (named, abstract, abstract)):
        lines = [line for line in plain_text(Text(blocks, "plain")) if line]
        assert lines == ["Abstract", "Dry.", "Dry."]


def test_what_is_known_of_a_text_is_told() -> None:
    assert about(TEXT) == "HTML of arXiv · version 3 · CC BY 4.0 · not in it: pictures"
    assert about(Text((), "plain")) == "plain text"


def test_a_terminal_is_told_nothing_that_it_obeys() -> None:
    text = Text((Block("paragraph", (Span("a\x1b[2Jb"), Span("\x9b1m", "formula"))),), "html")
    for lines in (plain_text(text), page_of(text, PrintedPage(40))):
        assert not {"\x1b", "\x9b"} & {*"".join(lines)}
