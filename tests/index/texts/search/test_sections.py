"""Texts as sections: what of them is indexed, and what is not."""

from __future__ import annotations

from recto.index.search.highlighting.highlighter import Highlighter
from recto.index.search.highlighting.text_hits import Section
from recto.index.search.query.query import Query
from recto.index.texts.blocks import Block, Span, Text
from recto.index.texts.search.sections import LONGEST, sections_of
from recto.index.texts.search.snippets import LONGEST as LONGEST_SNIPPET
from recto.index.texts.search.snippets import sentences_of, snippet_of

BLOCKS = (
    Block("title", (Span("Drying of Ink"),), place="front"),
    Block("authors", (Span("Ada Kim"),), place="front"),
    Block("paragraph", (Span("Ink dries."),), place="abstract"),
    Block("heading", (Span("Wet Ink"), Span("1", "note")), level=1, number="1"),
    Block("paragraph", (Span("It is "), Span("wet", "emphasis"), Span("1", "note"), Span("."))),
    Block("footnote", (Span("Mostly."),), number="1"),
    Block("formula", (Span(r"p = \mathrm{softmax}(x_{\text{dry ink}}) + \mathrm{d}x"),)),
    Block("formula", (Span(r"\mathrm{doubtful}"),), is_doubtful=True),
    Block("heading", (Span("Rows of "), Span("x^2", "formula")), level=2, number="1.1"),
    Block("code", (Span("for row in rows:"), Span("    dry(row)"))),
    Block("table", rows=(((Span("hue"),), (Span("hours"),)), ((Span("blue"),), (Span("4"),)))),
    Block("heading", (Span("References"),), level=1, place="references"),
    Block("entry", (Span("A. One. Inks of old."),), place="references"),
    Block("heading", (Span("Proofs"),), level=1, number="A", place="appendix"),
    Block("proof", (Span("Wait."),), place="appendix"),
)


def test_a_text_is_cut_at_its_headings() -> None:
    found = list(sections_of(Text(BLOCKS, "html")))
    assert [(section.block, section.name) for section in found] == [
        (0, "Abstract"),
        (3, "1 Wet Ink"),
        (8, "1.1 Rows of x²"),
        (13, "A Proofs"),
    ]
    assert [section.heading for section in found] == [
        "Drying of Ink", "Wet Ink", "Rows of ", "Proofs",
    ]  # fmt: skip
    assert found[0].body == "Ink dries."
    assert found[1].body.split("\n") == ["It is wet.", "Mostly.", "softmax dry ink"]
    assert " ".join(found[2].body.split()) == "for row in rows: dry(row) hue hours blue 4"


def test_a_long_section_becomes_several_that_begin_where_they_do() -> None:
    words = "ink " * (LONGEST // 8)
    blocks = [Block("heading", (Span("Ink"),), number="1")]
    blocks += [Block("paragraph", (Span(words.strip()),)) for _ in range(3)]
    blocks += [Block("paragraph", (Span("x" * 2 * LONGEST + " " + words),))]
    found = list(sections_of(Text(tuple(blocks), "plain")))
    assert all(len(section.body) <= LONGEST for section in found)
    assert [section.block for section in found[:3]] == [0, 3, 4]
    assert {section.name for section in found} == {"1 Ink"}
    whole = "".join(section.body for section in found).replace("\n", "").replace(" ", "")
    assert whole == "".join(block.text for block in blocks[1:]).replace(" ", "")


def test_a_text_without_words_has_no_sections() -> None:
    assert list(sections_of(Text((), "plain"))) == []
    assert list(sections_of(Text((Block("heading"), Block("paragraph")), "plain"))) == []


def test_the_sentence_with_most_of_the_words_is_shown() -> None:
    told = "Rows agree, cf. Fig. 2 of [1]. Nets, i.e. Rows of rows, are naïve. Nets end. It is."
    text = Text((Block("heading", (Span("Nets"),)), Block("paragraph", (Span(told),))), "plain")
    assert list(sentences_of(told)) == [
        "Rows agree, cf. Fig. 2 of [1].", "Nets, i.e. Rows of rows, are naïve.", "Nets end.",
        "It is.",
    ]  # fmt: skip
    marked = Highlighter(Query.parse("net row"))
    snippet = snippet_of(text, Section(0, "Nets"), marked)
    assert snippet is not None
    assert snippet.text == "Nets, i.e. Rows of rows, are naïve."
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["Nets", "Rows", "rows"]
    assert snippet_of(text, Section(0, "Nets"), Highlighter(Query.parse("moon"))) is None
    assert snippet_of(text, Section(9, "Nets"), marked) is None


def test_of_a_long_sentence_what_stands_around_the_words_is_shown() -> None:
    told = f"{'so ' * 200}many nets{' and on' * 100}."
    text = Text((Block("paragraph", (Span(told),)),), "plain")
    snippet = snippet_of(text, Section(0, ""), Highlighter(Query.parse("nets")))
    assert snippet is not None
    assert len(snippet.text) <= LONGEST_SNIPPET + 4
    assert "many nets and on" in snippet.text
    assert (snippet.text[:1], snippet.text[-1:]) == ("…", "…")
