"""Markdown as blocks."""

from __future__ import annotations

import pytest
from recto.index.texts.blocks import Span
from recto.index.texts.markdown import read_markdown

PAPER = r"""# Drying of Ink

Ada Åström

## Abstract

Ink dries in $t^2$ hours and costs $5 or $6.

## 1 Introduction

See [the site](https://example.org/a) and **this** and [2, 1-2].

- Pour
- Stir `it`
  1. Once

$$
a = b
  \tag{3}
$$

### 1.1 Wet

\[ c = d \]

Inline \(x_1\) here.

| Ink | Hours |
|-----|-------|
| red | $2$   |

```python
if dry:
    print(1)
```

Figure 2: A pen.

## References

1. A. One. Inks.
2. B. Two. Pens.

## Appendix

More.
"""


def test_markdown_is_read() -> None:
    text = read_markdown(PAPER)
    assert text.source == "markdown"
    found = [(block.kind, block.level, block.number, block.place) for block in text.blocks]
    assert found == [
        ("title", 0, "", "front"),
        ("paragraph", 0, "", "body"),
        ("paragraph", 0, "", "abstract"),
        ("heading", 1, "1", "body"),
        ("paragraph", 0, "", "body"),
        ("item", 1, "•", "body"),
        ("item", 1, "•", "body"),
        ("item", 2, "1.", "body"),
        ("formula", 0, "3", "body"),
        ("heading", 2, "1.1", "body"),
        ("formula", 0, "", "body"),
        ("paragraph", 0, "", "body"),
        ("table", 0, "", "body"),
        ("code", 0, "", "body"),
        ("caption", 0, "2", "body"),
        ("heading", 1, "", "references"),
        ("entry", 0, "1", "references"),
        ("entry", 0, "2", "references"),
        ("heading", 1, "", "appendix"),
        ("paragraph", 0, "", "appendix"),
    ]
    blocks = text.blocks
    assert blocks[2].spans == (
        Span("Ink dries in "),
        Span("t^2", "formula"),
        Span(" hours and costs $5 or $6."),
    )
    assert blocks[4].spans == (
        Span("See "),
        Span("the site", "link", ("https://example.org/a",)),
        Span(" and "),
        Span("this", "strong"),
        Span(" and "),
        Span("[2, 1-2]", "cite", ("bib2", "bib1")),
        Span("."),
    )
    assert blocks[8].text == "a = b"
    assert blocks[10].text == "c = d"
    assert blocks[11].spans[1] == Span("x_1", "formula")
    assert blocks[12].text == "Ink\tHours\nred\t2"
    assert (blocks[12].head, blocks[12].rows[1][1]) == (1, (Span("2", "formula"),))
    assert [span.text for span in blocks[13].spans] == ["if dry:", "    print(1)"]


def test_headings_count_from_the_highest_that_there_is() -> None:
    text = read_markdown("## 1. Ink\n\nWet.\n\n### More\n\nDry.", "Drying")
    assert text.blocks[0].kind == "title"
    assert [block.level for _, block in text.headings()] == [1, 2]


@pytest.mark.parametrize("line", ["a $ 5 b $ c", "a \\$x\\$ b", "`$x$`", "$a\n\nb$"])
def test_what_is_no_formula_stays_text(line: str) -> None:
    blocks = read_markdown(f"# T\n\n{line}\n").blocks
    assert not any(span.kind == "formula" for block in blocks for span in block.spans)


def test_html_in_markdown_is_neither_shown_nor_obeyed() -> None:
    text = read_markdown("# T\n\n<div onclick='x'>Ink</div>\n\na <b>b</b> [c](ftp://d/)\n")
    assert [block.text for block in text.blocks] == ["T", "Ink", "a b c"]
    assert {span.kind for block in text.blocks for span in block.spans} == {"text"}


def test_pictures_are_missing_where_there_were_some() -> None:
    assert read_markdown("# T\n\n![a pen](pen.png) Ink.").lacks == ("pictures",)
    assert read_markdown("# T\n\nInk.").lacks == ()


def test_a_range_of_citations_leads_to_all_between() -> None:
    entries = "\n".join(f"{number}. A. One. Inks." for number in range(1, 6))
    said = "See [1]–[3], [2] - [4] and [5]-[3] or [1, 3-5], not [7]–[9]."
    text = read_markdown(f"# Ink\n\n{said}\n\n## References\n\n{entries}\n")
    cites = [span for block in text.blocks for span in block.spans if span.kind == "cite"]
    assert [(span.text, [label[3:] for label in span.targets]) for span in cites] == [
        ("[1]–[3]", ["1", "2", "3"]),
        ("[2] - [4]", ["2", "3", "4"]),
        ("[5]-[3]", ["5", "3"]),
        ("[1, 3-5]", ["1", "3", "4", "5"]),
    ]
