"""Searches for what names a paper: it comes first, or alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, View

from ..support.importing import add_page, made_up

INKS = "Inks on Ordinary Paper: a Survey"
BLOTTING = "Blotting Revisited"


@pytest.fixture
def inks(empty: Library) -> Iterator[Library]:
    """A library of a few papers with names."""
    add_page(
        empty,
        "inks.bib",
        made_up(INKS, arxiv="2301.10001", authors=("Ann Alpha", "Bob Beta")),
        made_up("Pens and Nibs", "Unlike 2301.10001 we write.", arxiv="hep-th/9901001"),
        made_up(BLOTTING, doi="10.1000/xyz123"),
        made_up("A Survey of Ordinary Inks on Paper", "Ordinary inks, once more."),
    )
    empty.index.rebuild()
    yield empty


def titles(library: Library, text: str, **options: object) -> list[str]:
    return [hit.paper.title for hit in library.search(text, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2301.10001", [INKS]),
        ("https://arxiv.org/html/2301.10001v1#S1", [INKS]),
        ("https://doi.org/10.1000/XYZ123", [BLOTTING]),
        ("hep-th/9901001, 10.1000/xyz123", ["Pens and Nibs", BLOTTING]),
        ("A. Alpha and B. Beta. Inks on ordinary paper: A survey. Proc. Inks, 2023.", [INKS]),
        ("[7] B. Beta. Inks, on the whole. arXiv:2301.10001 [cs.LG], 2023.", [INKS]),
        ("A. Alpha. Inks on ordi-\nnary paper: a survey.\nInk Letters 3, 2023.", [INKS]),
        ("2301.10001\nBlotting Revisited", [INKS, BLOTTING]),
        ("Inks on Ordinary\nPaper: a Survey\nPens and Nibs", [INKS, "Pens and Nibs"]),
        ("2301.10001\nA. Roe. Blotting revisited. Inks, 2020, pp. 3 to 4.", [INKS, BLOTTING]),
    ],
)
def test_what_names_papers_finds_them_alone(inks: Library, text: str, found: list[str]) -> None:
    assert titles(inks, text) == found
    assert titles(inks, text, typing=True) == found
    assert inks.search(text).hints == ()


@pytest.mark.parametrize(
    "text",
    [
        "2301.10001 ordinary inks",
        "Ordinary inks (arXiv:2301.10001v2)",
        "ordinary inks, see https://arxiv.org/abs/2301.10001 or ask",
    ],
)
def test_what_is_named_among_words_comes_before_what_they_find(inks: Library, text: str) -> None:
    assert titles(inks, text)[0] == INKS
    assert titles(inks, text, typing=True)[0] == INKS


def test_a_query_for_fields_names_nothing_beside_them(inks: Library) -> None:
    assert titles(inks, "is:bookmarked https://arxiv.org/abs/2301.10001") == []
    assert titles(inks, "inks -arxiv:2301.10001") == ["A Survey of Ordinary Inks on Paper"]


def test_a_link_among_words_to_what_is_not_here_is_said(inks: Library) -> None:
    found = inks.search("ordinary inks, see https://arxiv.org/abs/2401.99999")
    assert (found.total, found.hints) == (0, ("The library does not have 2401.99999.",))


@pytest.mark.parametrize("text", [INKS, "Inks on Ordinary\n   Paper: a Survey", INKS.upper()])
def test_a_title_comes_first_and_others_behind_it(inks: Library, text: str) -> None:
    found = inks.search(text)
    assert [hit.paper.title for hit in found.hits] == [INKS, "A Survey of Ordinary Inks on Paper"]
    assert found.total == 2
    scores = [hit.score or 0 for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_the_views_and_orders_of_a_list_hold(inks: Library) -> None:
    inks.bookmark("hep-th/9901001")
    text = "2301.10001 hep-th/9901001"
    assert titles(inks, text, sort="title") == [INKS, "Pens and Nibs"]
    assert titles(inks, text, view=View("bookmarks")) == ["Pens and Nibs"]


def test_what_is_not_here_is_said(inks: Library) -> None:
    both = inks.search("2301.10001 2401.99999")
    assert [hit.paper.title for hit in both.hits] == [INKS]
    assert both.hints == ("The library does not have 2401.99999.",)
    none = inks.search("https://arxiv.org/abs/2401.99999")
    assert (none.total, none.suggestion) == (0, None)
    assert none.hints == ("The library does not have 2401.99999.",)


def test_a_paper_that_another_mentions_is_found_by_that(inks: Library) -> None:
    add_page(inks, "more.bib", made_up("Inks Anew", "We follow arXiv:2402.00001 closely."))
    found = inks.search("https://arxiv.org/abs/2402.00001")
    assert [hit.paper.title for hit in found.hits] == ["Inks Anew"]
    assert found.hints == ("The library does not have 2402.00001.",)


def test_marks_take_ids_and_links_and_no_titles(inks: Library) -> None:
    assert inks.bookmark("<https://www.alphaxiv.org/en/overview/2301.10001>").count == 1
    assert inks.bookmark("https://dx.doi.org/10.1000%2Fxyz123").count == 1
    with pytest.raises(NotFoundError):
        inks.bookmark(INKS)
    assert inks.rows(inks.queries.named(INKS))[0].title == INKS


def test_papers_out_of_sight_are_not_found(inks: Library, tmp_path: Path) -> None:
    inks.sources.remove("inks.bib")
    assert inks.search("2301.10001").total == 0
    assert inks.queries.named(INKS) == []
