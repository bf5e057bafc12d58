"""Papers set for tests: a title, an abstract, a first section, and what cuts into its sentences."""

from __future__ import annotations

from recto.index.texts.blocks import Block, Text

from .set_pages import LEFT, RIGHT_COLUMN, Page

FIRST = (
    "We introduce a general framework for the estimation of models from large collections of "
    "files that are hard to read, and show where it fails when nobody looks at it."
)
SECOND = (
    "In other places the ability to answer is asked for, which needs more than one page of text "
    "and a good deal of patience from whoever has begun to read it."
)


def of_kind(text: Text, kind: str) -> list[Block]:
    return [block for block in text.blocks if block.kind == kind]


def told(text: Text) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in text.blocks]


def begun() -> Page:
    """Return a page with a title, authors, an abstract and a first paragraph."""
    page = Page()
    page.put(150, 740, "On Files That Are Hard to Read", "CMR17", 17)
    page.put(150, 715, "Ada Reader", "NimbusRomNo9L-Regu", 12)
    page.put(330, 715, "Ben Writer", "NimbusRomNo9L-Regu", 12)
    page.put(150, 700, "Office of Files", "NimbusRomNo9L-Regu", 12)
    page.y = 672
    page.heading("Abstract")
    page.lines(SECOND)
    page.heading("1 Introduction")
    page.lines(FIRST)
    return page


def cut_in() -> Page:
    """Return a page where a footnote, a column's end and a figure cut a sentence."""
    page = begun()
    page.lines("Our method is quick and needs no", indent=2)
    page.put(LEFT + 170, page.y + 16, "1", "CMR7", 7)
    page.put(LEFT, page.y, "memory either, which holds for all of the many", wide=48)
    page.put(LEFT + 10, 60, "1", "CMR6", 6)
    page.put(LEFT + 14, 57, "The code is at https://example.org/code/one_two", "CMR8", 8)
    page.put(RIGHT_COLUMN + 40, 600, "Encoder")
    page.put(RIGHT_COLUMN + 140, 600, "Decoder")
    page.put(RIGHT_COLUMN, 560, "Figure 1: What stands where, and which of the")
    page.put(RIGHT_COLUMN, 548, "offices leaves it.")
    page.put(RIGHT_COLUMN, 520, "papers that we have seen, and for some others as", wide=48)
    page.put(RIGHT_COLUMN, 508, "well.")
    page.y = 496
    page.lines(FIRST, RIGHT_COLUMN, indent=2)
    return page
