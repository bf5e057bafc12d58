"""Answers of the Daily Papers API, older and newer, and papers that are one though told apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recto.index import Library, Paper

OLDER: list[Any] = [
    {
        "paper": {
            "id": "2405.15738",
            "authors": [
                {"_id": "1", "name": "Chunjiang Ge", "hidden": False, "user": {"isPro": False}},
                {"_id": "2", "name": "Sijie\u202e Cheng", "hidden": False},
                {"_id": "3", "name": "et al", "hidden": True},
            ],
            "publishedAt": "2024-05-24T17:34:15.000Z",
            "title": "ConvLLaVA: Hierarchical\nBackbones",
            "summary": "High-resolution models\nencounter visual tokens.",
            "upvotes": 32,
        },
        "publishedAt": "2024-05-27T02:15:18.000Z",
        "title": "ConvLLaVA: Hierarchical Backbones",
        "thumbnail": "https://example.org/1.png",
        "numComments": 3,
    }
]
NEWER: dict[str, Any] = {
    "paper": {
        "id": "2509.04664",
        "authors": [{"name": "Adam Tauman Kalai", "hidden": False}],
        "publishedAt": "2025-09-04T21:26:31.000Z",
        "submittedOnDailyAt": "2025-09-08T02:44:20.973Z",
        "title": "Why Language Models Hallucinate",
        "submittedOnDailyBy": {"fullname": "taesiri", "user": "taesiri"},
        "summary": "Like students facing hard exam questions, language models guess.",
        "upvotes": 180,
        "projectPage": "https://example.org/why",
        "githubRepo": "https://github.com/ex/why",
        "githubStars": 12,
        "ai_summary": "They guess.",
        "ai_keywords": ["hallucinations"],
        "organization": {"_id": "5", "name": "openai", "fullname": "OpenAI"},
    },
    "publishedAt": "2025-09-04T17:26:31.000Z",
    "numComments": 9,
    "organization": {"_id": "5", "name": "openai", "fullname": "OpenAI"},
}


def read(library: Library, told: Any, name: str = "stdin") -> Paper:
    report = library.add_text(name, json.dumps(told).encode())
    assert report.error is None, report.error
    assert report.problems == ()
    return library.rows(library.listing("").rowids[:1])[0]


def test_the_older_shape(empty: Library) -> None:
    paper = read(empty, OLDER)
    assert paper.title == "ConvLLaVA: Hierarchical Backbones"
    assert paper.abstract == "High-resolution models encounter visual tokens."
    assert paper.authors == ("Chunjiang Ge", "Sijie Cheng")
    assert (paper.arxiv_id, paper.published) == ("2405.15738", "2024-05-24")
    assert (paper.upvotes, paper.comments) == (32, 3)
    assert paper.tags == ()


def test_the_newer_shape(empty: Library) -> None:
    paper = read(empty, [NEWER])
    assert paper.organisation == "OpenAI"
    assert (paper.upvotes, paper.comments) == (180, 9)
    assert {(link.url, link.kind) for link in paper.links} == {
        ("https://github.com/ex/why", "code"),
        ("https://example.org/why", "project"),
    }
    assert paper.tags == ()  # keywords of a machine are no tags of the reader's


@pytest.mark.parametrize("indent", [None, 2], ids=["one line", "lines"])
def test_the_answer_about_one_paper(empty: Library, indent: int | None) -> None:
    empty.add_text("stdin", json.dumps(NEWER["paper"], indent=indent).encode())
    (paper,) = empty.rows(empty.listing("").rowids)
    assert (paper.arxiv_id, paper.organisation, paper.upvotes) == ("2509.04664", "OpenAI", 180)


@pytest.mark.parametrize("key", ["papers", "dailyPapers", "data"])
def test_a_list_inside_an_object(empty: Library, key: str) -> None:
    told = json.dumps({"count": 1, key: [NEWER, *OLDER]}, indent=1)
    assert empty.add_text("stdin", told.encode()).new == 2


@pytest.mark.parametrize("parts", [[OLDER, [NEWER]], [OLDER[0], NEWER], [[], OLDER, NEWER]])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_answers_one_behind_the_other(empty: Library, parts: list[Any], encoding: str) -> None:
    told = "\n".join(json.dumps(part, indent=1) for part in parts)
    report = empty.add_text("stdin", told.encode(encoding))
    assert (report.error, report.problems, report.new) == (None, (), 2)


@pytest.mark.parametrize(
    "odd",
    [
        {"authors": "Ada"},
        {"authors": [None, 7, {"name": None}, {"name": "Ada"}]},
        {"upvotes": -3, "publishedAt": "yesterday", "id": 7, "organization": "Ex"},
        {"upvotes": 1e300, "projectPage": "javascript:alert(1)", "githubRepo": ["x"]},
        {"summary": None, "organization": {"fullname": 3}},
    ],
)
def test_odd_values_are_left_out(empty: Library, odd: dict[str, Any]) -> None:
    paper = read(empty, [{"paper": {"title": "Odd", "summary": "", **odd}}])
    assert paper.title == "Odd"
    assert paper.upvotes is None
    assert paper.authors in ((), ("Ada",))
    assert paper.links == ()


def test_the_richer_value_wins_field_by_field(empty: Library) -> None:
    first = {
        "title": "Walks of wombats",
        "abstract": "Wombats walk at night, and they walk far when nobody looks at …",
        "date": "2024-05-24",
        "authors": ["Ada"],
        "arxiv_id": "2405.00002",
    }
    second = {
        "title": "The walks of wombats",
        "abstract": "Wombats walk at night and far when nobody looks.",
        "date": "2024",
        "authors": ["Ada", "Émile"],
        "arxiv_id": "2405.00002",
    }
    read(empty, [first], "one")
    (paper,) = empty.rows(empty.listing("").rowids)
    empty.tag([paper.id], add=["marsupials"])
    paper = read(empty, [second], "two")
    assert paper.title == "The walks of wombats"  # the longer, whichever came first
    assert paper.published == "2024-05-24"
    assert paper.abstract == second["abstract"]  # whole, though shorter than the one cut off
    assert paper.authors == ("Ada", "Émile")
    assert paper.tags == ("marsupials",)
    assert {place.name for place in paper.sources} == {"one", "two"}
    short = {**second, "abstract": "Wombats."}
    assert read(empty, [short], "three").abstract == second["abstract"]


def test_a_stub_shows_its_link_until_it_is_known(empty: Library) -> None:
    empty.add_text("list", b"https://arxiv.org/abs/2405.15738v2\n2405.15738\n2509.04664\n")
    assert empty.counts().all == 2
    (stub,) = empty.search("arxiv:2405.15738").hits
    assert stub.paper.title == "arXiv:2405.15738"
    assert stub.paper.link == "https://arxiv.org/abs/2405.15738"
    empty.bookmark([stub.paper.id])
    read(empty, [*OLDER, NEWER], "api")
    paper = empty.paper(stub.paper.id)
    assert paper.title == "ConvLLaVA: Hierarchical Backbones"
    assert paper.bookmarked
    assert empty.counts().all == 2
    # The title it has now is the one that it is known, sorted and found by.
    assert empty.search("hierarchical backbones").hits[0].paper.rowid == paper.rowid
    without_id = {"title": "ConvLLaVA: hierarchical backbones!", "abstract": "x"}
    read(empty, [without_id], "titles")
    assert empty.counts().all == 2
    assert [row.title[:4] for row in empty.rows(empty.listing("", sort="title").rowids)] == [
        "Conv",
        "Why ",
    ]


def test_a_stub_comes_to_a_paper_known_by_its_title(empty: Library) -> None:
    empty.add_text("list", b"2405.15738\n")
    read(empty, [{"title": "ConvLLaVA: Hierarchical Backbones", "abstract": "Short."}], "titles")
    assert empty.counts().all == 2
    paper = read(empty, OLDER, "api")
    assert empty.counts().all == 1
    assert paper.title == "ConvLLaVA: Hierarchical Backbones"
    assert len(paper.sources) == 3
    empty.add_text("list again", b"2405.15738 # still\n")
    assert empty.paper("2405.15738").title == paper.title
