"""Saved pages in Markdown, as different tools write them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from recto.index.pages.contents import Contents
from recto.index.pages.daily.dumps import read_dump
from recto.index.pages.kinds import recognise
from recto.index.pages.markup.markdown import (
    NORMAL_ADDRESS,
    is_markdown_page,
    markdown_parser,
    read_markdown_page,
)
from recto.index.paper import Record

DATA = Path(__file__).parents[1] / "data"

PAPER = "https://huggingface.co/papers/2606.00683"
CARD = """\
[7](https://huggingface.co/login?next=%2Fpapers%2F2606.00683)

### [Small Sets of Shallow Things](https://huggingface.co/papers/2606.00683)

[We study sets. Things in them are shallow, and so are we.](https://huggingface.co/papers/2606.00683)

[- 3 authors](https://huggingface.co/papers/2606.00683)

·

May 29[6](https://huggingface.co/papers/2606.00683#community)
"""


def read(name: str) -> Contents:
    text = (DATA / name).read_text("utf-8")
    assert recognise(text) == "markdown"
    return read_markdown_page(text)


def only(text: str) -> Record:
    page = read_markdown_page(text)
    (record,) = page.records
    assert page.problems == ()
    return record


def as_text(markdown: str) -> str:
    """Return what the same page is when it is saved as text: no links, no signs of Markdown."""
    text = markdown.partition("---\nnew")[2]
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\\+\n(?:- )?", " ", text).replace("\\  ", " ")
    text = re.sub(r"\[([^\[\]]*(?:\\[\[\]][^\[\]]*)*)\]\([^)]*community\)", r" \1", text)
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^(?:#+ |- +(?:- )*)(?=\S)", "", text, flags=re.M)
    return "new" + re.sub(r"\\([_*\\\[\]])", r"\1", text)


def facts(record: Record) -> tuple[object, ...]:
    return (
        record.title,
        record.abstract,
        record.author_count,
        record.organisation,
        record.published,
        record.comments,
        record.upvotes,
    )


def test_a_search_page_gives_everything_that_its_cards_show() -> None:
    page = read("search_page.md")

    assert page.problems == ()
    assert page.day == "2026-10-02"
    first, second, third = page.records
    assert [record.rank for record in page.records] == [1, 2, 3]
    assert first.title == "OCC-RAG: Optimal Cognitive Core for Faithful Question Answering"
    assert first.abstract.startswith("Recent progress in the development of language models has ")
    assert first.abstract.endswith("match or exceed models 2 -- 6x their size.")
    assert facts(first)[2:] == (None, "OCC", "2026-05-29", 6, 101)
    assert facts(second)[2:] == (3, None, "2025-05-08", 1, 1)
    assert facts(third)[2:] == (10, None, "2026-08-30", None, None)
    ids = ["2606.00683", "2605.08583", "2609.00319"]
    assert [record.arxiv_id for record in page.records] == ids


def test_escapes_and_broken_lines_are_taken_back() -> None:
    second = read("search_page.md").records[1]

    assert second.title.endswith("Framework for Citation Hallucination Detection")
    assert "can fabricate citation-shaped references" in second.abstract
    assert r"97.1\% accuracy on R_max and 4*2 [sic] sets. Code: " in second.abstract


def test_a_page_says_the_same_in_markdown_and_as_text() -> None:
    text = as_text((DATA / "search_page.md").read_text("utf-8"))

    dump = read_dump(text, year=2026)
    page = read("search_page.md")
    assert "](" not in text
    assert dump.problems == ()
    assert dump.day == page.day
    assert list(map(facts, dump.records)) == list(map(facts, page.records))


@pytest.mark.parametrize(
    "name",
    ["search_cards_html2text.md", "search_cards_references.md", "search_cards_markdownify.md"],
)
def test_what_tools_make_of_one_page_says_the_same(name: str) -> None:
    page = read(name)

    first, second = page.records
    assert page.problems == ()
    assert first.title == "OCC-RAG: Optimal Cognitive Core for Faithful Question Answering & More"
    assert first.abstract.endswith("world's knowledge into its weights. We show 2 < 3.")
    assert facts(first)[2:] == (None, "OCC", "2026-05-29", 6, 101)
    assert second.title == "Second Paper of Deep Things"
    assert facts(second)[2:] == (10, None, "2025-08-30", None, None)
    assert (first.arxiv_id, second.arxiv_id) == ("2606.00683", "2508.08583")


def test_the_trending_page_shows_each_paper_once() -> None:
    page = read("trending.md")

    assert page.problems == ()
    first, second = page.records
    assert facts(first)[2:] == (None, "Kandinsky Lab", "2026-10-04", None, 117)
    assert first.abstract.endswith("resolution to Full-HD (1920times1080).")
    assert [link.url for link in first.links] == ["https://github.com/kandinskylab/kandinsky-6"]
    assert second.title.endswith("Large Language Model Serving with PagedAttention")
    assert facts(second)[2:] == (9, None, "2023-09-12", None, 76)
    assert second.arxiv_id == "2309.06180"


def test_headings_without_links_are_titles() -> None:
    page = read("trending_headings.md")

    assert page.problems == ()
    assert [record.title for record in page.records] == [
        "Agent Lightning: Train ANY AI Agents with Reinforcement Learning",
        "Continuous Audio Language Models",
        "SmolDocling: An ultra-compact vision-language model for end-to-end"
        " multi-modal document conversion",
    ]
    assert [record.author_count for record in page.records] == [8, 5, None]
    assert page.records[1].abstract.endswith("https://continuous-audio-language-models.github.io")
    assert [link.url for link in page.records[2].links] == [
        "https://github.com/docling-project/docling"
    ]


def test_the_page_of_one_paper_gives_its_authors_and_its_own_abstract() -> None:
    page = read("paper_page.md")

    (paper,) = page.records
    assert page.problems == ()
    assert paper.title == "FAN: Fourier Analysis Networks"
    assert paper.authors == ("Yihong Dong", "Ge Li", "Xue Jiang", "Jingjing Xu")
    assert paper.abstract == (
        "Neural networks exhibit potential flaws in the modeling of periodicity. In this paper,"
        " we propose FAN, a novel network architecture based on Fourier Analysis, which models"
        " periodic phenomena."
    )
    assert (paper.published, paper.upvotes, paper.arxiv_id) == ("2024-10-03", 29, "2410.02675")
    assert [link.url for link in paper.links] == ["https://github.com/yihongdong/fan"]


def test_a_day_without_a_year_is_dated_by_the_arxiv_id() -> None:
    (paper,) = read("paper_page_relative.md").records

    assert paper.published == "2025-12-17"
    assert paper.authors == ("Shengming Yin", "Lionel M. Ni", "Chenfei Wu")
    assert (paper.upvotes, paper.arxiv_id) == (34, "2512.15603")
    assert paper.abstract.startswith("Recent visual generative models often struggle")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CARD, id="as it is"),
        pytest.param(CARD.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(CARD.replace("### ", "# "), id="top heading"),
        pytest.param(CARD.replace("### ", "###### "), id="low heading"),
        pytest.param(re.sub(r"### (.*)", r"**\1**", CARD), id="bold"),
        pytest.param(re.sub(r"### (.*)", r"\1\n-----", CARD), id="underlined"),
        pytest.param(CARD.replace("https://huggingface.co", ""), id="relative"),
        pytest.param(CARD.replace(f"{PAPER})", f"{PAPER}v2)"), id="version"),
        pytest.param(f"[![](x.png)]({PAPER})\n\n{CARD}", id="thumbnail"),
        pytest.param(CARD + CARD, id="twice"),
        pytest.param(CARD.replace("Sets of ", "Sets\nof "), id="wrapped"),
        pytest.param(CARD.replace("[7]", "[- [x] Upvote\n\n7]"), id="button"),
    ],
)
def test_one_card_is_read_however_it_is_written(text: str) -> None:
    record = only(text)

    assert is_markdown_page(text)
    assert record.title == "Small Sets of Shallow Things"
    assert record.abstract == "We study sets. Things in them are shallow, and so are we."
    assert facts(record)[2:] == (3, None, "2026-05-29", 6, 7)
    assert record.arxiv_id == "2606.00683"


@pytest.mark.parametrize(
    "link",
    [
        "https://huggingface.co/papers/2606.00683",
        "<https://huggingface.co/papers/2606.00683>",
        "[arXiv](https://arxiv.org/abs/2606.00683)",
        "[PDF](https://arxiv.org/pdf/2606.00683v1)",
        "[read][1]\n\n[1]: https://huggingface.co/papers/2606.00683",
    ],
)
def test_the_link_may_stand_below_the_heading(link: str) -> None:
    text = "## Deep Sets\n\n{}\n\nWe study sets of many kinds, and what is in them, at length.\n\n"
    record = only("# Papers\n\n" + text.format(link))

    assert (record.title, record.arxiv_id) == ("Deep Sets", "2606.00683")
    assert record.abstract.startswith("We study sets")


def test_titles_keep_what_only_looks_like_markdown() -> None:
    title = "A* and [CLS]: $x_1$ with ``quotes'' <think> 1\\. of C\\#"
    record = only(CARD.replace("Small Sets of Shallow Things", title))

    assert record.title == "A* and [CLS]: $x_1$ with ``quotes'' <think> 1. of C#"


def test_bad_parts_are_told_by_their_line_and_good_ones_read() -> None:
    head = "### [A Title Without More](https://huggingface.co/papers/2606.00001)\n\n"
    stray = "An abstract of which the title is gone. " * 5 + "\n\n"
    page = read_markdown_page(stray + head + CARD.replace("May 29", "Feb 30"))

    assert [record.title for record in page.records] == [
        "A Title Without More",
        "Small Sets of Shallow Things",
    ]
    assert [(problem.line, problem.reason[:24]) for problem in page.problems] == [
        (1, "Text without a title abo"),
        (3, "No abstract below the ti"),
        (15, "There is no such day."),
    ]


@pytest.mark.parametrize(
    "bomb",
    ["[" * 200_000, "![" * 50_000, "*a_" * 50_000, "<!--" * 50_000, "> " * 50_000, "[\n](" * 9_000],
)
def test_floods_of_signs_are_told_and_pass(bomb: str) -> None:
    page = read_markdown_page(f"{CARD}\n\n{bomb}\n\n")

    assert [record.title for record in page.records] == ["Small Sets of Shallow Things"]


def test_a_page_beyond_all_measure_is_refused() -> None:
    page = read_markdown_page(CARD * 12_000)

    assert page.records == ()
    assert page.problems[0].reason == "It is larger than 4 million characters."


@pytest.mark.parametrize("text", ["", "# Title\n", "A plain text.\n\nOf two paragraphs.", "[a](b)"])
def test_other_texts_hold_no_papers_and_raise_nothing(text: str) -> None:
    assert not is_markdown_page(text)
    assert read_markdown_page(text).records == ()


def test_hostile_text_is_cleaned() -> None:
    record = only(CARD.replace("Shallow", "\x1b[31mShallow\u202e"))

    assert record.title == "Small Sets of Shallow Things"


@pytest.mark.parametrize("deep", ["  ", "> "])
def test_what_is_nested_deeply_costs_nothing_of_what_follows(deep: str) -> None:
    levels = "".join(f"{deep * level}- a\n" for level in range(25))
    page = read_markdown_page(f"{levels}\n\n{CARD}")
    assert [record.title for record in page.records] == ["Small Sets of Shallow Things"]


PARSER = MarkdownIt("commonmark")

PIECES = ["a", ".", "/", "//", "?", "#", "@", ":", "%41", "x:1", "~", "$", "http://", "é", " "]
ADDRESSES = st.tuples(
    st.sampled_from(["/", "//", "http://a.org/", "https://", "http://a/"]),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
).map("".join)


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(ADDRESSES)
def test_an_address_that_is_taken_as_it_stands_is_what_the_parser_makes_of_it(url: str) -> None:
    if NORMAL_ADDRESS.fullmatch(url):
        assert PARSER.normalizeLink(url) == url


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(ADDRESSES, st.sampled_from([")", ' "title")', " ", "(b))", "", "\n)", "|)"]))
def test_a_link_leads_where_the_parser_says_that_it_does(url: str, end: str) -> None:
    text = f"[a]({url}{end}"
    (own,), (usual,) = (parser.parseInline(text) for parser in (markdown_parser(), PARSER))
    assert [(token.type, token.content, token.attrs) for token in own.children or []] == [
        (token.type, token.content, token.attrs) for token in usual.children or []
    ]


@pytest.mark.parametrize("blank", ["\n", " \t\n"])
def test_thousands_of_blank_lines_leave_each_paper_its_line(blank: str) -> None:
    gap = blank * 5_000
    text = f"{CARD}\n{gap}{CARD.replace('00683', '00684').replace('Small', 'Large')}\n{gap}"
    text += "<https://a.org/>\n" + "[" * 3_000 + "\n\nThe end."
    page = read_markdown_page(text)
    lines = text.split("\n")
    assert [record.title for record in page.records] == [
        "Small Sets of Shallow Things",
        "Large Sets of Shallow Things",
    ]
    for record in page.records:
        assert record.title in lines[record.line - 1]
    (flood,) = page.problems
    assert flood.line == text[: text.index("<https")].count("\n") + 1
