"""Passages that find their place again by their words, in other versions and other sources."""

from __future__ import annotations

import pytest
from recto.index import Block, Highlight, Span, Spot, Text, place, quote

INK = Block(
    "paragraph",
    (
        Span("Ink dries slowly, as in Štěpán’s "),
        Span("well-known", "emphasis"),
        Span(" efficient study"),
        Span("1", "note", ("fn1",)),
        Span(". Its rate is "),
        Span(r"\lambda_{i}", "formula"),
        Span(" per hour "),
        Span("[3]", "cite", ("b3",)),
        Span(". Paper dries as slowly."),
    ),
)
TEXT = Text(
    (
        Block("title", (Span("Drying"),)),
        Block("heading", (Span("Ink"),), level=1, number="2.1"),
        INK,
        Block("footnote", (Span("Štěpán was a printer."),), label="fn1"),
        Block("formula", (Span(r"a &= b"), Span("c &= d"))),
        Block("paragraph", (Span("Paper dries as slowly. The rest is known."),)),
        Block("heading", (Span("Paper"),), level=1, number="3"),
        Block("paragraph", (Span("It is wet. Paper dries as slowly. So it goes."),)),
        Block("table", rows=(((Span("x"),), (Span("wet cell"),)), ((Span("y"),), (Span("z"),)))),
    ),
    "html",
)


def highlighted(first: tuple[int, int], end: tuple[int, int], text: Text = TEXT) -> Highlight:
    return Highlight("a", 1, *quote(text, first, end))


def found(text: Text, highlight: Highlight) -> list[str]:
    return [text.blocks[s.block].text[s.start : s.end] for s in place(text, highlight)]


def retold(*changes: tuple[str, str]) -> Text:
    """Return the text with other words, each block as one span."""
    blocks = []
    for block in TEXT.blocks:
        said = block.text.replace("study1", "study")
        for old, new in changes:
            said = said.replace(old, new)
        blocks.append(block if block.rows else block._replace(spans=(Span(said),)))
    return TEXT._replace(blocks=tuple(blocks))


def test_a_passage_is_kept_with_formulas_section_and_what_is_around_it() -> None:
    end = INK.text.index(" Paper")
    told = quote(TEXT, (2, INK.text.index("Its")), (2, end))
    assert told.text == r"Its rate is $\lambda_{i}$ per hour [3]."
    assert told.section == "2.1 Ink"
    assert told.before == "Drying Ink Ink dries slowly, as in Štěpán’s well-known efficient study ."
    assert told.after.startswith("Paper dries as slowly. a &= b c &= d Paper dries")
    whole = quote(TEXT, (2, 0), (5, 22))
    assert whole.text.split("\n") == [
        "Ink dries slowly, as in Štěpán’s well-known efficient study. Its rate is "
        r"$\lambda_{i}$ per hour [3]. Paper dries as slowly.",
        r"$a &= b \\ c &= d$",
        "Paper dries as slowly.",
    ]
    assert quote(TEXT, (8, 2), (8, 10)).text == "wet cell"


def test_each_passage_is_found_where_it_was() -> None:
    for number, block in enumerate(TEXT.blocks):
        highlight = highlighted((number, 0), (number, len(block.text)))
        assert place(TEXT, highlight) == (Spot(number, 0, len(block.text)),)
    # Footnotes between the blocks are read at the end.
    spots = place(TEXT, highlighted((2, 0), (5, 22)))
    assert [spot.block for spot in spots] == [2, 4, 5]
    assert spots[2] == Spot(5, 0, 22)


@pytest.mark.parametrize(("block", "start"), [(2, INK.text.index("Paper")), (5, 0), (7, 11)])
def test_of_places_that_read_alike_what_is_around_decides(block: int, start: int) -> None:
    highlight = highlighted((block, start), (block, start + 22))
    assert highlight.text == "Paper dries as slowly."
    assert place(TEXT, highlight) == (Spot(block, start, start + 22),)
    # Without anything around it is the section, then the first.
    bare = highlight._replace(before="", after="")
    assert place(TEXT, bare)[0].block == (7 if block == 7 else 2)


@pytest.mark.parametrize(
    "changes",
    [
        [("Štěpán’s", "Stepan's"), ("efficient", "eﬃcient"), ("well-known", "wellknown")],
        [("slowly", "SLOWLY"), ("dries", "dr\u00adies"), (" study", "study")],
        [("dries slowly", "dries very slowly"), ("well-known ", "")],
        [("Drying", "Another title"), ("Ink dries", "Inc dries")],
    ],
)
def test_small_differences_do_not_matter(changes: list[tuple[str, str]]) -> None:
    end = INK.text.index("1. Its")
    other = retold(*changes)
    (said,) = found(other, highlighted((2, 0), (2, end)))
    assert said.lower().startswith("in")
    assert said.endswith("study")


def test_formulas_that_another_source_has_otherwise_do_not_matter() -> None:
    start = INK.text.index("Its")
    end = INK.text.index(" Paper")
    other = retold((r"\lambda_{i}", "λi"))
    assert found(other, highlighted((2, start), (2, end))) == ["Its rate is λi per hour [3]."]
    # One that is nothing but a formula is known by the words around it.
    start = INK.text.index("\\")
    alone = highlighted((2, start), (2, start + 3))
    assert alone.text == r"$\lambda_{i}$"
    assert found(other, alone) == ["λi"]
    assert found(TEXT, alone) == [r"\lambda_{i}"]


def test_what_is_gone_is_an_orphan() -> None:
    words = "Every letter of this was in another version of the paper."
    assert place(TEXT, Highlight("a", 1, words)) == ()
    # A few words that stand elsewhere are not those that were meant.
    gone = Highlight("a", 1, "as slowly", "9 Gone", "quite other words", "than these here")
    assert place(TEXT, gone) == ()
    assert place(TEXT, gone._replace(before="", after="")) != ()
    assert place(Text((), "html"), gone) == ()
    assert place(TEXT, Highlight("a", 1, "…")) == ()


def test_a_long_passage_with_a_word_in_four_changed_is_found_in_the_right_place() -> None:
    sentence = "The {} of number {} is what this sentence of a longer paragraph says in full."
    said = [sentence.format("rate", number) for number in range(300)]
    text = Text(tuple(Block("paragraph", (Span(one),)) for one in said), "html")
    for number in (0, 17, 299):
        highlight = Highlight("a", 1, sentence.format("speed", number).replace("full", "short"))
        highlight = highlight._replace(before=said[number - 1] if number else "")
        (spot,) = place(text, highlight)
        assert spot.block == number
