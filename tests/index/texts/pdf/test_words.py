"""Words of PDF files: hyphens, accents, spaces, bitmaps, signs of formulas."""

from __future__ import annotations

import pytest
from recto.index.texts.blocks import Text
from recto.index.texts.pdf.words import Words

from .conftest import Read
from .set_pages import Page


def paragraph(*lines: str) -> Page:
    """Return a page with lines that are set as they are, all but the last as wide as a column."""
    page = Page()
    for number, line in enumerate(lines):
        page.put(60, 700 - 12 * number, line, wide=48 if number < len(lines) - 1 else 0)
    return page


def texts(text: Text) -> list[str]:
    return [block.text for block in text.blocks]


def test_a_hyphen_goes_where_the_paper_has_the_word_and_stays_where_it_has_the_compound(
    read: Read,
) -> None:
    page = paragraph(
        "We minimise a large-scale objective and minimi-",
        "sation of what is minimised: minimisation is for large-",
        "scale data and two-link arms, which is why the two-",
        "link arm has other op-",
        "timisation problems.",
    )
    assert texts(read(page)) == [
        "We minimise a large-scale objective and minimisation of what is minimised: minimisation "
        "is for large-scale data and two-link arms, which is why the two-link arm has other "
        "optimisation problems."
    ]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"highlighting", "high", "lighting"}, "with highlighting here"),
        ({"high", "lighting"}, "with high-lighting here"),
        ({"highlighting", "high", "lighting", "high-lighting"}, "with high-lighting here"),
    ],
)
def test_a_vocabulary_tells_of_words_that_the_paper_has_not(
    read: Read, known: set[str], told: str
) -> None:
    page = paragraph("a text that goes on and ends its line with high-", "lighting here")
    assert told in texts(read(page, vocabulary=known))[0]


def test_hyphens_before_capitals_and_in_chains_stay(read: Read) -> None:
    page = paragraph(
        "what is said of it by all who read Perspective-n-",
        "Point and of the Class-",
        "Incremental way is out-of-",
        "distribution here.",
    )
    told = texts(read(page))[0]
    assert "Perspective-n-Point" in told
    assert "Class-Incremental" in told
    assert "out-of-distribution" in told


def test_accents_that_are_signs_of_their_own_are_put_on_their_letters(read: Read) -> None:
    page = paragraph(
        "Dvo\x14r\x13ak, Gr\x7funwald, na\x7f\x10ve, C\x18 elik, \x18Sahin and Fran\x18cois",
        "saw of\x0cces.",
    )
    assert texts(read(page)) == ["Dvořák, Grünwald, naïve, Çelik, Şahin and François saw offices."]


def test_the_stroke_of_computer_modern_is_no_space(read: Read) -> None:
    page = Page()
    page.show(60, 700, "[(T.)-333( )500(Lukasiewicz)-333(and)-333(others)]", "CMR12")
    assert texts(read(page)) == ["T. Łukasiewicz and others"]


def test_gaps_of_a_tight_line_are_spaces_and_kerns_are_none(read: Read) -> None:
    page = Page()
    page.show(60, 700, "[(and)-220(na)28(ive)-200(reader)-83(ship)-167(skips)]")
    assert texts(read(page)) == ["and naive readership skips"]


def test_bitmaps_without_names_are_read_as_cork(read: Read) -> None:
    page = Page()
    page.show(
        60, 700, "[(e\\033ects)-333(of)-333(di\\036cult)-333(\\034les,)-333(Dvo\\260\\341k)]", "T3"
    )
    codes = sorted({*b"ectsofdiculs,Dvk", 0x1B, 0x1C, 0x1E, 0xB0, 0xE1})
    assert texts(read(page, bitmaps=codes)) == ["effects of difficult files, Dvořák"]


def test_scripts_of_inline_formulas_are_raised_and_lowered(read: Read) -> None:
    page = Page()
    page.put(60, 700, "whenever E[")
    page.put(115, 700, "X", "CMMI10")
    page.put(120, 704, "2", "CMR7", 7)
    page.put(123.5, 700, "] and")
    page.put(153.5, 700, "x", "CMMI10")
    page.put(158.5, 698, "i", "CMMI7", 7)
    page.put(167, 704, "1", "CMR7", 7)
    page.put(167, 696.6, "2", "CMR7", 7)
    page.put(175, 700, "hold for all of the files")
    assert texts(read(page)) == ["whenever E[X²] and xᵢ 1/2 hold for all of the files"]


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    words = Words((), None)
    assert words.join("我们提出一个", "通用框架。") == "我们提出一个通用框架。"
    assert words.join("pages 12–", "31") == "pages 12–31"
    assert words.join("COVID-", "19") == "COVID-19"


def test_an_address_that_is_broken_is_whole(read: Read) -> None:
    page = paragraph("what is said stands at https://example.org/", "papers/one and elsewhere.")
    text = read(page)
    assert "https://example.org/papers/one and" in texts(text)[0]
    links = [span for span in text.blocks[0].spans if span.kind == "link"]
    assert [(span.text, span.targets) for span in links] == [
        ("https://example.org/papers/one", ("https://example.org/papers/one",))
    ]
