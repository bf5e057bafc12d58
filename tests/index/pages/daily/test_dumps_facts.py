"""Facts that stand around a paper on a page: authors, dates, upvotes, comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from recto.index.pages.daily.dumps import read_dump

from .saved_pages import PAPERS, page_of, texts


def test_the_year_can_be_given_and_can_stay_unknown(seed_paths: list[Path]) -> None:
    text = seed_paths[3].read_text("utf-8")
    stateless = re.sub(r"(?m)^([A-Z][a-z]{2} \d+), \d{4}", r"\1", text)

    assert read_dump(text, year=2031).records[4].published == "2031-03-20"
    assert read_dump(text, year=2031).day == "2031-12-11"
    assert read_dump(text, year=2031).records[1].published == "2019-07-17"
    assert read_dump(stateless).records[4].published == "--03-20"
    assert read_dump(stateless, year=2024).records[4].published == "2024-03-20"
    assert read_dump(text, year=10**20).records[4].published == "--03-20"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Feb 29", "--02-29"),
        ("Feb 29, 2024", "2024-02-29"),
        ("Sept 3, 2024", "2024-09-03"),
        ("September 3, 2024", "2024-09-03"),
        ("Feb 30, 2024", None),
        ("Jan 0", None),
    ],
)
def test_dates(date: str, published: str | None) -> None:
    page = read_dump(page_of(PAPERS[0]) + f"\n• 1 author\n·\n{date}")

    assert [record.published for record in page.records] == [published]
    assert len(page.problems) == (published is None)


def test_a_day_that_the_page_s_year_does_not_have_stays_without_one() -> None:
    facts = "\n• 1 author\n·\n"
    page = read_dump(
        page_of(PAPERS[0]) + f"{facts}Feb 29\n" + page_of(PAPERS[1]) + f"{facts}Jan 2, 2024"
    )

    assert [record.published for record in page.records] == ["--02-29", "2024-01-02"]


@pytest.mark.parametrize(
    "facts",
    [
        "  • 3 authors\n·\nMar 20, 2024 4",
        "• 3 authors\n\n·\n\nMar 20, 2024 4",
        "3 authors\n·\nMar 20, 2024\n4",
        "• 3 authors · Mar 20, 2024 4",
        "· 3 authors\n· Mar 20, 2024 4",
        "3 Authors\nMar 20, 2024 4",
    ],
)
def test_facts_in_many_shapes(facts: str) -> None:
    page = read_dump("\n\n".join((*PAPERS[0], facts, *PAPERS[1])))

    assert texts(page) == PAPERS[:2]
    assert page.problems == ()
    first = page.records[0]
    assert (first.author_count, first.published, first.comments) == (3, "2024-03-20", 4)


@pytest.mark.parametrize(
    "facts",
    ["• OCC\n·\nMay 29 6", "OCC\n\n·\n\nMay 29 6", "  • OCC\n· May 29 6", "OCC · May 29 6"],
)
@pytest.mark.parametrize("has_abstract", [True, False])
def test_an_organisation_is_no_title(facts: str, has_abstract: bool) -> None:
    title, abstract = PAPERS[0]
    page = read_dump("\n\n".join((title, abstract if has_abstract else "", facts, *PAPERS[1])))

    assert [record.title for record in page.records] == [title, PAPERS[1][0]]
    first = page.records[0]
    assert (first.organisation, first.comments, first.author_count) == ("OCC", 6, None)


def test_a_paper_s_facts_can_be_missing_and_those_without_a_paper_are_reported() -> None:
    page = read_dump("• 3 authors\n·\nMay 2\n" + page_of(*PAPERS) + "\n• 2 authors\n·\nMay 3")

    assert texts(page) == PAPERS
    assert [record.author_count for record in page.records] == [None, None, 2]
    assert [problem.line for problem in page.problems] == [1]


def test_numbers_on_lines_of_their_own_are_upvotes_above_and_comments_below() -> None:
    first, second, third = ("\n\n".join(paper) for paper in PAPERS)
    page = read_dump(
        f"Mar 25\n\n12\n\n{first}\n\n2 authors\n·\nMay 2\n5\n\n-\n\n{second}\n\n7\n\n{third}\n\n99"
    )

    assert texts(page) == PAPERS
    assert [record.upvotes for record in page.records] == [12, None, 7]
    assert [record.comments for record in page.records] == [5, None, None]
    assert [problem.line for problem in page.problems] == [26]


@pytest.mark.parametrize(
    ("numbers", "upvotes", "comments"),
    [
        ("12 | 11 | 10 |", [12, 11, 10], [None, None, None]),
        ("12 | 5 11 | 10 |", [12, 11, 10], [5, None, None]),
        ("12 | 5 11 | 10 | 3", [12, 11, 10], [5, None, 3]),
        ("12 | 5 - | 10 | 3", [12, None, 10], [5, None, 3]),
        ("12 | 5 11 | - | 3", [12, 11, None], [5, None, 3]),
        ("12 | 5 | 6 | 7", [12, None, None], [5, 6, 7]),
        ("12 | | 6 |", [12, None, None], [None, 6, None]),
        ("| 5 | 6 |", [None, None, None], [5, 6, None]),
    ],
)
def test_a_page_without_blank_lines_tells_upvotes_from_comments(
    numbers: str, upvotes: list[int | None], comments: list[int | None]
) -> None:
    above, *below = ("".join(f"{one}\n" for one in gap.split()) for gap in numbers.split("|"))
    text = above
    for number, (paper, gap) in enumerate(zip(PAPERS, below, strict=True), 1):
        text += f"{paper[0]}\n{paper[1]}\n{number} authors\n·\nMay {number}\n{gap}"
    page = read_dump(text)
    assert texts(page) == PAPERS
    assert not page.problems
    assert [record.upvotes for record in page.records] == upvotes
    assert [record.comments for record in page.records] == comments
