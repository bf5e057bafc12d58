"""What Hugging Face answers for a paper, as blocks."""

from __future__ import annotations

from recto.index.texts.deriving import derive, form_of

LINES = """Title: Drying of Ink

URL Source: https://arxiv.org/html/2401.00042

Markdown Content:
arXiv is now an independent nonprofit!
Learn more
×
Back to arXiv
Why HTML?
Abstract
1Introduction
2Related work
References
AProofs
License: CC BY 4.0
arXiv:2401.00042v2 [cs.LG] 02 Jan 2024
Blots: Drying of Ink
 Ada Åström1    Bo Nguyễn2
1House of Ink
Abstract

Ink dries, as everybody knows who has written with it for a while in a cold room.

Figure 1:Left: a blot
\U0001d460
\U0001d456
 of ink. It has
\U0001d454

(
\U0001d465
)
=
0
.
1Introduction

See One (2020).

Ink\tHours
red\t2
blue\t3
2.1Wet Ink

A 2Dimensional blot.
References

A. One. Inks.

B. Two. Pens.
AProofs

Clear.
A.1More

Clearer.
"""

MARKDOWN = """Title: Drying of Ink

URL Source: https://arxiv.org/html/2401.00042v4

Published Time: Tue, 02 Jan 2024 00:00:00 GMT

Markdown Content:
## 1 Introduction

Ink dries in $t^2$ hours, as everybody knows who has written with it for a while in a cold room, or
in a warm one.
"""


def test_lines_are_put_together() -> None:
    data = LINES.encode()
    assert form_of(data) == "huggingface"
    text = derive(data, "huggingface")
    assert (text.source, text.version, text.license) == ("huggingface", 2, "CC BY 4.0")
    found = [(block.kind, block.number, block.place, block.text) for block in text.blocks]
    assert found == [
        ("title", "", "front", "Blots: Drying of Ink"),
        ("authors", "", "front", "Ada Åström1 Bo Nguyễn2 1House of Ink"),
        (
            "paragraph",
            "",
            "abstract",
            "Ink dries, as everybody knows who has written with it for a while in a cold room.",
        ),
        ("caption", "1", "abstract", "Figure 1:Left: a blotsi of ink. It hasg(x)=0."),
        ("heading", "1", "body", "Introduction"),
        ("paragraph", "", "body", "See One (2020)."),
        ("table", "", "body", "Ink\tHours\nred\t2\nblue\t3"),
        ("heading", "2.1", "body", "Wet Ink"),
        ("paragraph", "", "body", "A 2Dimensional blot."),
        ("heading", "", "references", "References"),
        ("entry", "", "references", "A. One. Inks."),
        ("entry", "", "references", "B. Two. Pens."),
        ("heading", "A", "appendix", "Proofs"),
        ("paragraph", "", "appendix", "Clear."),
        ("heading", "A.1", "appendix", "More"),
        ("paragraph", "", "appendix", "Clearer."),
    ]
    assert [block.text[:8] for block in text.blocks if block.is_doubtful] == [
        "Ada Åstr",
        "Figure 1",
    ]
    assert [block.level for _, block in text.headings()] == [1, 2, 1, 1, 2]


def test_markdown_in_the_envelope_is_markdown() -> None:
    text = derive(MARKDOWN.encode(), form_of(MARKDOWN.encode()))
    assert (text.source, text.version) == ("huggingface", 4)
    assert [block.kind for block in text.blocks] == ["title", "heading", "paragraph"]
    assert text.blocks[2].spans[1].kind == "formula"
