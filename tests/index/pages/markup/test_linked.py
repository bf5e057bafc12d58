"""Saved pages as text: with links on lines of their own, numbered at the end, or with none."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.pages.contents import Contents
from recto.index.pages.kinds import read_page, recognise
from recto.index.pages.markup.linked import is_linked_page, read_linked_page
from recto.index.pages.markup.plain import read_plain_page
from recto.index.paper import Record

DATA = Path(__file__).parents[1] / "data"


def read(name: str, kind: str) -> Contents:
    text = (DATA / name).read_text("utf-8")
    assert recognise(text) == kind
    page = read_page(kind, text, name, None)
    assert page.problems == ()
    return page


def facts(record: Record) -> tuple[object, ...]:
    return (
        record.author_count,
        record.organisation,
        record.published,
        record.comments,
        record.upvotes,
        record.arxiv_id,
    )


def test_a_page_of_too_many_lines_is_refused_and_not_read() -> None:
    page = read_plain_page("A line that is long enough for a title\n" * 250_001)
    assert page.records == ()
    assert "more than 250,000 lines" in page.problems[0].reason


def test_links_on_lines_of_their_own() -> None:
    page = read("links_below.txt", "linked")

    first, second = page.records
    assert page.day == "2026-03-25"
    assert first.title.startswith("Better than Your Teacher: LLM Agents that learn")
    assert first.abstract.endswith("Our code is available at https://leap-llm.github.io")
    assert facts(first) == (2, None, "2024-10-07", None, 1, "2410.05434")
    assert second.title.startswith("code2seq: Generating Sequences")
    assert facts(second) == (None, "Google", "2026-06-23", 2, None, "2606.14898")


def test_an_address_on_a_line_of_its_own_may_be_the_end_of_an_abstract() -> None:
    second = read("links_below.txt", "linked").records[1]

    assert second.abstract.endswith("are available at https://github.com/tech-srl/code2seq")


def test_links_numbered_at_the_end() -> None:
    page = read("links_numbered.txt", "linked")

    first, second = page.records
    assert page.day == "2026-10-02"
    assert first.title.endswith("Question Answering in a Very Long Title")
    assert first.abstract.startswith("Recent progress in the development of language models")
    assert "defined by scale [3], with each generation" in first.abstract
    assert facts(first) == (None, "OCC", "2026-05-29", 6, 101, "2606.00683")
    assert facts(second) == (10, None, "2024-08-30", None, None, "2408.08583")


@pytest.mark.parametrize("name", ["search_cards_lynx.txt", "search_cards_w3m.txt"])
def test_what_text_browsers_make_of_one_page_says_the_same(name: str) -> None:
    first, second = read(name, "linked").records

    assert first.title == "OCC-RAG: Optimal Cognitive Core for Faithful Question Answering & More"
    assert first.abstract.endswith("world's knowledge into its weights. We show 2 < 3.")
    assert facts(first) == (None, "OCC", "2026-05-29", 6, 101, "2606.00683")
    assert second.title == "Second Paper of Deep Things"
    assert second.abstract.endswith("but later, and we show it in experiments.")
    assert facts(second) == (10, None, "2025-08-30", None, None, "2508.08583")


def test_the_trending_page_as_text_shows_each_paper_once() -> None:
    page = read("trending.txt", "text")

    first, second = page.records
    assert first.title.startswith("Kandinsky 6.0 Video: ")
    assert first.abstract.endswith("Both generate 5-second clips with synchronized 44 kHz audio.")
    assert facts(first) == (None, "Kandinsky Lab", "2026-10-04", None, 117, None)
    assert second.title.startswith("TradingAgents: ")
    assert facts(second) == (4, None, "2024-12-28", None, 149, None)


def test_cards_printed_twice_without_anything_else_are_one_paper_each() -> None:
    papers = [
        ("Deep Sets of Shallow Things", "We study sets. Things in them are shallow."),
        ("How Well Do Sparse Models Transfer?", "They transfer well, as we show on twelve sets."),
    ]
    text = "\n".join(line for paper in papers for line in (*paper, *paper))
    page = read_plain_page(f"Daily Papers\nby AK and the research community\n{text}\n")

    assert [(record.rank, record.title) for record in page.records] == [
        (1, papers[0][0]),
        (2, papers[1][0]),
    ]
    assert [record.abstract for record in page.records] == [paper[1] for paper in papers]
    assert page.problems == ()


def test_the_page_of_one_paper_as_text() -> None:
    (paper,) = read("paper_page.txt", "text").records

    assert paper.title.startswith("ConvLLaVA: Hierarchical Backbones as Visual Encoder")
    assert paper.authors == ("Chunjiang Ge", "Sijie Cheng", "Gao Huang")
    assert paper.abstract.startswith("High-resolution Large Multimodal Models (LMMs) encounter")
    assert paper.abstract.endswith("We propose ConvLLaVA, which employs ConvNeXt.")
    assert facts(paper) == (3, None, "2024-05-24", None, 46, "2405.15738")


def test_the_page_of_one_paper_on_one_line() -> None:
    text = " ".join((DATA / "paper_page.txt").read_text("utf-8").split())
    (paper,) = read_plain_page(text).records
    (same,) = read("paper_page.txt", "text").records

    assert (paper.title, paper.abstract, paper.authors) == (same.title, same.abstract, same.authors)
    assert facts(paper) == facts(same)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_make_no_difference(ends: str) -> None:
    text = (DATA / "links_numbered.txt").read_text("utf-8")

    assert read_linked_page(text.replace("\n", ends)) == read_linked_page(text)


def test_upvotes_without_their_link_are_those_of_the_card_below() -> None:
    text = (DATA / "links_numbered.txt").read_text("utf-8")
    first, second = read_linked_page(text.replace("[14][ ] -", "[ ]\n   29")).records

    assert (first.comments, first.upvotes) == (6, 101)
    assert second.upvotes == 29


def test_bad_parts_are_told_by_their_line_and_good_ones_read() -> None:
    text = (DATA / "links_below.txt").read_text("utf-8").replace("Oct 7, 2024", "Feb 30, 2024")
    page = read_linked_page(
        text.replace("\nHumans write", "\n" + "x" * 30_000 + "\n\nHumans write")
    )

    assert len(page.records) == 2
    assert [(problem.line, problem.reason) for problem in page.problems] == [
        (70, "There is no such day."),
        (80, "A line of 30,000 characters is no abstract."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A title\nAn abstract that cites [1] and [2].\n\n1. https://example.org\n2. https://example.com",
        "Deep Sets\nWe study sets: https://github.com/a/b\nOther Sets\nWe study others.\n",
        "https://huggingface.co/papers/2401.00001\n",
    ],
)
def test_other_texts_are_not_taken_for_pages_with_links(text: str) -> None:
    assert not is_linked_page(text)


@pytest.mark.parametrize(
    "bomb",
    ["[1]" * 100_000, "[\n" * 30_000, "https://a\n" * 20_000, "1. https://a\n" * 20_000],
)
def test_floods_pass(bomb: str) -> None:
    text = (DATA / "links_below.txt").read_text("utf-8")
    page = read_linked_page(f"{text}\n{bomb}\n")

    assert [record.arxiv_id for record in page.records] == ["2410.05434", "2606.14898"]


def test_a_page_beyond_all_measure_is_refused() -> None:
    page = read_linked_page("https://huggingface.co/papers/2401.00001\n" * 120_000)

    assert page.problems[0].reason == "It is larger than 4 million characters."
