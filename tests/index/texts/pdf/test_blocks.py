"""What lines of a PDF belong to: headings, floats, notes, formulas, references."""

from __future__ import annotations

import re

import pytest
from recto.index.texts.blocks import pack, unpack

from .conftest import Read
from .set_pages import LEFT, Page
from .set_papers import FIRST, SECOND, begun, cut_in, of_kind, told


def test_a_paper_has_title_authors_and_abstract(read: Read) -> None:
    text = read(begun())
    assert [(block.kind, block.text, block.place) for block in text.blocks] == [
        ("title", "On Files That Are Hard to Read", "front"),
        ("authors", "Ada Reader, Ben Writer, Office of Files", "front"),
        ("paragraph", SECOND, "abstract"),
        ("heading", "Introduction", "body"),
        ("paragraph", FIRST, "body"),
    ]
    assert text.source == "pdf"
    assert "formulas as TeX" in text.lacks
    assert unpack(pack(text)) == text


def test_an_abstract_may_begin_within_its_line(read: Read) -> None:
    page = Page()
    page.put(150, 740, "On Files That Are Hard to Read", "CMR17", 17)
    page.y = 700
    page.lines("Abstract. " + SECOND, font="CMBX9", size=9)
    page.heading("1 Introduction")
    page.lines(FIRST)
    abstract = [block for block in read(page).blocks if block.place == "abstract"]
    assert [block.text for block in abstract] == [SECOND]


@pytest.mark.parametrize(
    ("line", "font", "size", "number", "level", "name"),
    [
        ("3 Method", "CMBX12", 14, "3", 1, "Method"),
        ("3.1 Problem Statement", "CMBX12", 12, "3.1", 2, "Problem Statement"),
        ("3.1.2 Details", "CMBX10", 10, "3.1.2", 3, "Details"),
        ("2. Related Work", "NimbusRomNo9L-Medi", 12, "2", 1, "Related Work"),
        ("2 Of Bitmaps", "T3", 12, "2", 1, "Of Bitmaps"),
        ("A Additional Proofs", "CMBX12", 14, "A", 1, "Additional Proofs"),
        ("Acknowledgements", "CMBX12", 14, "", 1, "Acknowledgements"),
    ],
)
def test_headings_are_told_by_font_size_and_number(
    read: Read, line: str, font: str, size: float, number: str, level: int, name: str
) -> None:
    page = begun()
    page.heading(line, font=font, size=size)
    page.lines(SECOND)
    last = of_kind(read(page, bitmaps=range(32, 127)), "heading")[-1]
    assert (last.number, last.level, last.text) == (number, level, name)
    assert last.place == ("appendix" if number == "A" else "body")


def test_roman_headings_in_small_capitals_are_read_in_small_letters(read: Read) -> None:
    page = Page()
    for number, first, rest in (("I. ", "I", "NTRODUCTION"), ("II. ", "R", "ELATED")):
        page.skip()
        page.put(150, page.y, number + first)
        page.put(150 + 5 * len(number + first), page.y, rest, size=8)
        page.skip(1.5)
        page.lines(FIRST)
        page.skip()
        page.put(LEFT, page.y, "A. Sampling", "CMTI10")
        page.skip(1.5)
        page.lines(SECOND)
    headings = of_kind(read(page), "heading")
    assert [(h.number, h.level, h.text, h.place) for h in headings] == [
        ("I", 1, "Introduction", "body"),
        ("A", 2, "Sampling", "body"),
        ("II", 1, "Related", "body"),
        ("A", 2, "Sampling", "body"),
    ]


def test_a_heading_may_run_into_its_paragraph(read: Read) -> None:
    page = begun()
    page.skip()
    page.put(LEFT, page.y, "2.1.")
    page.put(LEFT + 25, page.y, "Of Offices.", "CMBX10")
    page.put(LEFT + 85, page.y, "We look at what they have", wide=31)
    page.put(LEFT, page.y - 12, "read so far.")
    text = read(page)
    heading = of_kind(text, "heading")[-1]
    assert (heading.number, heading.level, heading.text) == ("2.1", 2, "Of Offices")
    assert text.blocks[-1].text == "We look at what they have read so far."


def test_in_justified_text_a_short_line_ends_its_paragraph(read: Read) -> None:
    page = begun()
    for _ in range(3):
        page.lines(SECOND)
        page.lines(FIRST)
    assert [block.text for block in read(page).blocks[-6:]] == [SECOND, FIRST] * 3


def test_a_title_that_is_no_larger_than_the_text_is_bold(read: Read) -> None:
    page = begun()
    page.groups[0] = page.groups[0].replace("/CMR17 17", "/CMBX10 10")
    page.groups[1:4] = [group.replace(" 12 Tf", " 10 Tf") for group in page.groups[1:4]]
    assert [(block.kind, block.text) for block in read(page).blocks[:2]] == [
        ("title", "On Files That Are Hard to Read"),
        ("authors", "Ada Reader, Ben Writer, Office of Files"),
    ]


def test_a_sentence_that_begins_with_a_number_is_no_heading(read: Read) -> None:
    page = begun()
    page.lines("3 Methods were compared. " + SECOND, indent=2)
    assert [block.text for block in of_kind(read(page), "heading")] == ["Introduction"]


def test_floats_and_notes_do_not_cut_a_sentence(read: Read) -> None:
    text = read(cut_in())
    paragraphs = [block for block in of_kind(text, "paragraph") if block.place == "body"]
    assert paragraphs[1].text == (
        "Our method is quick and needs no1 memory either, which holds for all of the many papers "
        "that we have seen, and for some others as well."
    )
    assert paragraphs[2].text == FIRST
    (note,) = of_kind(text, "footnote")
    assert (note.number, note.text) == ("1", "The code is at https://example.org/code/one_two")
    assert [s.targets for s in paragraphs[1].spans if s.kind == "note"] == [(note.label,)]
    (caption,) = of_kind(text, "caption")
    assert (caption.number, caption.label) == ("1", "figure.1")
    assert caption.text == "Figure 1: What stands where, and which of the offices leaves it."
    assert "Encoder" not in " ".join(block.text for block in text.blocks)


def test_a_sentence_may_begin_like_a_caption(read: Read) -> None:
    page = begun()
    page.lines("Algorithm 1 tells how it is done. " + SECOND, indent=2)
    page.lines("Figure 2 shows it. " + FIRST, indent=2)
    assert of_kind(read(page), "caption") == []


def test_running_heads_and_numbers_of_pages_are_left_out(read: Read) -> None:
    pages = []
    for number, word in enumerate(("Once", "Then", "Later", "Lastly"), 1):
        page = begun() if number == 1 else Page()
        page.put(200, 770, f"Reader and Writer / Hard Files {number}", size=9)
        page.put(300, 30, str(number))
        page.y = min(page.y, 700)
        page.lines(f"{word}, {SECOND} {word}.", indent=2)
        pages.append(page)
    texts = [block.text for block in read(*pages).blocks]
    assert not [text for text in texts if "Hard Files" in text or re.fullmatch(r"\d", text)]
    assert texts[-4:] == [
        f"{word}, {SECOND} {word}." for word in ("Once", "Then", "Later", "Lastly")
    ]


def test_a_margin_and_pictures_that_are_put_in_are_left_out(read: Read) -> None:
    page = begun()
    page.groups.append("BT /CMR10 20 Tf 0 1 -1 0 30 200 Tm (arXiv:2401.00001v1) Tj ET")
    page.groups.append("q 1 0 0 1 60 100 cm /X0 Do Q")
    form = "BT /CMR10 6 Tf 1 0 0 1 0 0 Tm (axis of a picture) Tj ET"
    told = " ".join(block.text for block in read(page, forms=[form]).blocks)
    assert "arXiv" not in told
    assert "axis" not in told


def test_a_page_that_is_all_in_a_form_is_read(read: Read) -> None:
    inner, page = begun(), Page()
    page.groups.append("/X0 Do")
    assert told(read(page, forms=["\n".join(inner.groups)])) == told(read(begun()))


def test_a_table_keeps_rows_and_columns(read: Read) -> None:
    page = begun()
    page.skip(2)
    page.put(LEFT, page.y, "Table 1: Marks of two schools.")
    rows = [("", "News", "", "Law"), ("Model", "Acc.", "F1", "Acc."), ("Base", "71.2", "", "60.1")]
    for row in (*rows, ("Ours", "79.3", "77.1", "70.2")):
        page.skip(1.2)
        for column, cell in enumerate(row):
            if cell:
                page.put(LEFT + column * 60, page.y, cell)
    page.skip(3)
    page.lines(FIRST)
    text = read(page)
    (table,) = of_kind(text, "table")
    cells = [["".join(span.text for span in cell) for cell in row] for row in table.rows]
    assert cells == [list(row) for row in (*rows, ("Ours", "79.3", "77.1", "70.2"))]
    assert table.head == 2
    assert text.blocks[-1].text == FIRST


def test_an_algorithm_keeps_its_lines(read: Read) -> None:
    page = begun()
    page.skip(2)
    page.put(LEFT, page.y, "Algorithm 1", "CMBX10")
    page.put(LEFT + 60, page.y, "Page by page.")
    for indent, line in ((0, "Require: pages"), (0, "1: for p do"), (20, "2: read")):
        page.skip()
        page.put(LEFT + indent, page.y, line)
    page.skip(3)
    page.lines(FIRST)
    text = read(page)
    assert of_kind(text, "code")[0].text == "Require: pages\n1: for p do\n    2: read"
    assert of_kind(text, "caption")[0].label == "algorithm.1"
    assert text.blocks[-1].text == FIRST


def test_a_displayed_formula_is_one_doubtful_block_with_its_number(read: Read) -> None:
    page = begun()
    page.lines("What counts for us is the sum", indent=2)
    page.skip()
    y = page.y
    page.put(LEFT + 60, y, "L", "CMMI10")
    page.put(LEFT + 66, y, "=")
    page.put(LEFT + 80, y + 7, "1")
    page.put(LEFT + 80, y - 7, "N", "CMMI10")
    page.put(LEFT + 90, y + 3, "P", "CMEX10")
    page.put(LEFT + 90, y - 12, "i", "CMMI7", 7)
    page.put(LEFT + 110, y, "x", "CMMI10")
    page.put(LEFT + 225, y, "(1)")
    page.y = y - 30
    page.lines("where Equation (1) is what all of them know.")
    text = read(page)
    (formula,) = of_kind(text, "formula")
    assert formula.number == "1"
    assert formula.is_doubtful
    assert "∑" in formula.text
    assert "(1)" not in formula.text
    last = text.blocks[-1]
    assert last.text == "where Equation (1) is what all of them know."
    assert [span.targets for span in last.spans if span.kind == "reference"] == [(formula.label,)]


def test_items_have_their_signs_and_text_below_text(read: Read) -> None:
    page = begun()
    for sign, first, second in (("-", "an offset that is", "efficient."), ("2.", "a bound", "")):
        page.put(LEFT + 10, page.y, sign)
        page.put(LEFT + 25, page.y, first)
        page.skip()
        if second:
            page.put(LEFT + 25, page.y, second)
            page.skip()
    page.lines(FIRST)
    text = read(page)
    items = of_kind(text, "item")
    assert [(one.number, one.text) for one in items] == [
        ("-", "an offset that is efficient."),
        ("2", "a bound"),
    ]
    assert text.blocks[-1].text == FIRST


def test_items_within_items_lie_deeper(read: Read) -> None:
    page = begun()
    for indent, text in ((10, "1. First,"), (25, "- a remark"), (25, "- another"), (10, "2. Then")):
        page.put(LEFT + indent, page.y, text)
        page.skip()
    items = of_kind(read(page), "item")
    assert [(one.level, one.number) for one in items] == [(1, "1"), (2, "-"), (2, "-"), (1, "2")]


def test_an_item_whose_first_line_is_full_goes_on_below_its_text(read: Read) -> None:
    page = begun()
    page.put(LEFT + 10, page.y, "1. First, a definition that is longer than one", wide=46)
    page.put(LEFT + 23, page.y - 12, "line.")
    assert (
        of_kind(read(page), "item")[0].text == "First, a definition that is longer than one line."
    )


def test_a_heading_within_its_paragraph_is_no_item(read: Read) -> None:
    page = begun()
    page.put(LEFT + 10, page.y, "a) Of Readers:", "CMTI10")
    page.put(LEFT + 85, page.y, "We look at what they have read", wide=31)
    page.put(LEFT, page.y - 12, "and at when they did.")
    text = read(page)
    assert of_kind(text, "item") == []
    assert text.blocks[-1].text == (
        "a) Of Readers: We look at what they have read and at when they did."
    )


def test_theorems_and_proofs_are_blocks_of_their_own(read: Read) -> None:
    page = begun()
    page.skip()
    page.put(LEFT, page.y, "Theorem 2", "CMBX10")
    page.put(LEFT + 50, page.y, "All pages have two sides.", "CMTI10")
    page.skip(2)
    page.put(LEFT, page.y, "Proof.", "CMTI10")
    page.put(LEFT + 35, page.y, "See Theorem 2.")
    text = read(page)
    (theorem,) = of_kind(text, "theorem")
    assert (theorem.number, theorem.label) == ("2", "theorem.2")
    (proof,) = of_kind(text, "proof")
    assert [span.targets for span in proof.spans if span.kind == "reference"] == [("theorem.2",)]


def test_a_large_initial_is_part_of_its_word(read: Read) -> None:
    page = Page()
    page.heading("1 Introduction")
    page.put(LEFT, page.y - 12, "T", size=24)
    page.put(LEFT + 14, page.y, "HIS paper is about the files that nobody has", wide=45)
    page.put(LEFT + 14, page.y - 12, "ever read from their beginning to the end as", wide=45)
    page.y -= 24
    page.lines("they are too hard for that, which is why we have looked for what may help.")
    assert read(page).blocks[-1].text.startswith("THIS paper is about the files that nobody has ")
    assert len(of_kind(read(page), "paragraph")) == 1
