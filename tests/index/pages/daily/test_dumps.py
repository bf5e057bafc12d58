"""Saved pages: the bundled ones to the last character, and pages of a few papers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from recto.index.identity.titles import title_key
from recto.index.pages.daily.dumps import read_dump
from recto.index.paper import Record

from .saved_pages import PAPERS, lines_of, page_of, pairs_of, texts


def test_the_bundled_pages_hold_667_records_of_603_papers(seed_paths: list[Path]) -> None:
    pages = [read_dump(path.read_text("utf-8")) for path in seed_paths]
    pages_of_paper = Counter(
        key for page in pages for key in {title_key(record.title) for record in page.records}
    )

    assert [len(page.records) for page in pages] == [242, 200, 94, 40, 91]
    assert len(pages_of_paper) == 603
    assert Counter(pages_of_paper.values()) == {1: 552, 2: 41, 3: 7, 4: 3}
    assert [page.problems for page in pages] == [()] * 5
    assert [page.layout for page in pages] == [
        "alternating",
        "alternating",
        "spaced",
        "dated",
        "spaced",
    ]
    assert [page.day for page in pages] == [None, None, "--03-12", "2025-12-11", "--03-12"]


def test_every_title_and_abstract_is_whole(seed_paths: list[Path]) -> None:
    for path in seed_paths:
        page = read_dump(path.read_text("utf-8"))
        lines = lines_of(path)

        assert texts(page) == pairs_of(path)
        assert [record.rank for record in page.records] == list(range(1, len(page.records) + 1))
        for record in page.records:
            assert lines[record.line - 1].removeprefix("Subscribe") == record.title


def test_the_longest_title_and_the_shortest_abstract_are_real(seed_paths: list[Path]) -> None:
    records = [
        record for path in seed_paths for record in read_dump(path.read_text("utf-8")).records
    ]

    assert max(len(record.title) for record in records) == 151
    assert min(len(record.abstract) for record in records) == 204
    assert max(len(record.abstract) for record in records) == 1920
    assert records[0].title.startswith("Open-Vocabulary Semantic")
    assert len({title_key(r.title) for r in records if r.title.startswith("A-SDM")}) == 2


def test_authors_dates_and_comments(seed_paths: list[Path]) -> None:
    records = read_dump(seed_paths[3].read_text("utf-8")).records
    dated = [record for record in records if record.published and record.author_count]
    by_title = {record.title.split(":")[0]: record for record in records}

    assert len(dated) == 39
    assert (records[0].published, records[0].author_count) == (None, None)
    assert sum(record.comments is not None for record in records) == 6
    assert by_title["Unleashing Vecset Diffusion Model for Fast Shape Generation"] == Record(
        title="Unleashing Vecset Diffusion Model for Fast Shape Generation",
        abstract=by_title["Unleashing Vecset Diffusion Model for Fast Shape Generation"].abstract,
        rank=6,
        line=49,
        author_count=13,
        published="2025-03-20",
        comments=4,
    )
    assert by_title["AutoEnv"].published == "2025-11-24"
    assert by_title["The Lottery Ticket Hypothesis"].published == "2018-03-09"
    assert (records[2].title[:9], records[2].published) == ("SAM-Aware", "2024-12-31")
    assert sum((record.published or "").startswith("2025") for record in records) == 10


def test_a_piece_of_a_page_needs_no_furniture() -> None:
    assert texts(read_dump(page_of(*PAPERS))) == PAPERS
    assert texts(read_dump(page_of(*PAPERS) + "\nThe Last One Has None"))[3] == (
        "The Last One Has None",
        "",
    )


def test_a_lone_word_is_a_title_between_papers_and_nothing_at_the_edge() -> None:
    (first, one), (second, two), _ = PAPERS
    page = read_dump("\n".join(["Daily Papers", "Adam", first, one, "Eve", second, two, "Seth"]))

    assert texts(page) == [(first, one), ("Eve", ""), (second, two)]
    assert [problem.line for problem in page.problems] == [2, 5, 8]


def test_a_paper_that_stands_twice_on_a_page_is_read_twice() -> None:
    page = read_dump(page_of(*PAPERS, PAPERS[0], top="Daily Papers\n"))

    assert texts(page) == [*PAPERS, PAPERS[0]]
    assert [record.rank for record in page.records] == [1, 2, 3, 4]


def test_hostile_titles_are_titles() -> None:
    titles = ["[red]", "[/x]", "[@click=app.quit]", "\x1b[2J\x1b]0;own\x07Net", "\u202etxet"]
    page = read_dump(
        page_of(*((title, PAPERS[0][1]) for title in titles), top="Daily Papers\nSubscribe")
    )

    assert [record.title for record in page.records] == [*titles[:3], "Net", "txet"]


def test_an_endless_line_is_reported_and_costs_no_paper() -> None:
    page = read_dump(page_of(*PAPERS[:2], top=f"Daily Papers\n{'word ' * 10_000}\n"))

    assert texts(page) == PAPERS[:2]
    assert [problem.line for problem in page.problems] == [2]
