"""Plain text as blocks."""

from __future__ import annotations

from recto.index.texts.blocks import Span
from recto.index.texts.plain import read_plain

PAPER = """On the Drying of Ink

Abstract
Ink dries, and it is well-
known that it is wet before. It is wellknown.

1 Introduction

We watch ink [1, 2]. It dries slowly in the exam-
ple of one lamp.

- Pour it
  slowly
- Stir it

2.1 Wet Ink
It is wet; this follows the heading at once.

References

[1] A. One. Inks.
[2] B. Two.
Pens.

Appendix A: Proofs

Clear.
"""


def test_plain_text_is_read() -> None:
    text = read_plain(PAPER)
    found = [(block.kind, block.number, block.place, block.text) for block in text.blocks]
    assert found == [
        ("title", "", "front", "On the Drying of Ink"),
        ("heading", "", "abstract", "Abstract"),
        (
            "paragraph",
            "",
            "abstract",
            "Ink dries, and it is wellknown that it is wet before. It is wellknown.",
        ),
        ("heading", "1", "body", "Introduction"),
        (
            "paragraph",
            "",
            "body",
            "We watch ink [1, 2]. It dries slowly in the exam-ple of one lamp.",
        ),
        ("item", "-", "body", "Pour it slowly"),
        ("item", "-", "body", "Stir it"),
        ("heading", "2.1", "body", "Wet Ink"),
        ("paragraph", "", "body", "It is wet; this follows the heading at once."),
        ("heading", "", "references", "References"),
        ("entry", "1", "references", "A. One. Inks."),
        ("entry", "2", "references", "B. Two. Pens."),
        ("heading", "A", "appendix", "Proofs"),
        ("paragraph", "", "appendix", "Clear."),
    ]
    assert all(block.is_doubtful == (block.kind in ("title", "heading")) for block in text.blocks)
    cite = text.blocks[4].spans[1]
    assert cite == Span("[1, 2]", "cite", ("bib1", "bib2"))


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    text = read_plain("Title of it\n\n3 Birds were seen in the morning.\n\nA bird was heard.")
    assert [block.kind for block in text.blocks] == ["title", "paragraph", "paragraph"]


def test_an_empty_text_has_no_blocks() -> None:
    assert read_plain(" \n\n\f\n").blocks == ()
