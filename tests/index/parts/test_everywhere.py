"""Plain words that are met by what is known of papers besides their texts, and other readings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from recto.index import Library, View
from recto.index.errors import CostlyQueryError
from recto.index.search.query.everywhere import everywhere
from recto.index.search.query.query import Query

from ..support.importing import add_page, made_up


@pytest.fixture
def known(empty: Library) -> Iterator[Library]:
    """A library whose papers have authors, venues, keywords and dates."""
    add_page(
        empty,
        "a.bib",
        made_up("Jodi Unifies", "Visual things.", authors=("Yifeng Xu",), published="2025-05-25"),
        made_up("Jodi Again", "Things.", authors=("Ann Xu",), published="2023"),
        made_up("Inks on Paper", "A song of inks.", authors=("Bo Roe",), venue="Ink Letters"),
        made_up("Nibs", "All of nibs.", authors=("Zirui Song",), keywords=("Fountain Pens",)),
        made_up("Pens", "All of pens.", authors=("Ann Song",), published="2026-08-03"),
        made_up("Blots", "Without a nib.", authors=("Wei Zhang", "Bo Li"), published="2026-08"),
        made_up("Wipes", "Without a pen.", authors=("Bo Zhang", "Wei Li"), published="2026-07"),
    )
    empty.note(empty.search("nibs").hits[0].paper.id, "Ask Yolanda.\nThe seminar of May.")
    empty.tag(empty.search("pens").hits[0].paper.id, add=["desk/pens"])
    yield empty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jodi xu 2025", [("Jodi Unifies", [("author", "Yifeng Xu"), ("date", "2025-05-25")])]),
        ("jodi 2023", [("Jodi Again", [("date", "2023")])]),
        ("2026-08 pens", [("Pens", [("date", "2026-08-03")])]),
        ("yolanda nibs", [("Nibs", [("note", "Ask Yolanda.")])]),
        ("fountain nibs", [("Nibs", [("keyword", "Fountain Pens")])]),
        ("ink letters", [("Inks on Paper", [("venue", "Ink Letters")])]),
        ("pens desk", [("Pens", [("tag", "desk/pens")])]),
        ("zirui seminar", [("Nibs", [("author", "Zirui Song"), ("note", "The seminar of May.")])]),
        ("of nibs by song", [("Nibs", [("author", "Zirui Song")])]),
    ],
)
def test_each_word_may_be_met_by_anything_and_says_by_what(
    known: Library, text: str, found: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    results = known.search(text)
    assert [(hit.paper.title, [*map(tuple, hit.reasons)]) for hit in results.hits] == found
    assert (results.total, results.is_partial, results.suggestion) == (len(found), False, None)
    assert [hit.paper.title for hit in known.search(text, typing=True).hits] == [
        title for title, _ in found
    ]


def test_texts_come_first(known: Library) -> None:
    results = known.search("song")
    assert results.hits[0].paper.title == "Inks on Paper"
    assert {hit.paper.title for hit in results.hits[1:]} == {"Nibs", "Pens"}
    assert results.hits[0].reasons == ()
    scores = [hit.score or 0 for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    by_title = known.search("song", sort="title")
    assert [hit.paper.title for hit in by_title.hits] == ["Inks on Paper", "Nibs", "Pens"]
    assert by_title.hits[1].reasons == (("author", "Zirui Song"),)


def test_one_author_with_both_words_comes_before_two(known: Library) -> None:
    for text in ("zhang wei", "wei zhang"):
        assert [hit.paper.title for hit in known.search(text).hits] == ["Blots", "Wipes"]


def test_a_name_half_typed_is_one(known: Library) -> None:
    assert [hit.paper.title for hit in known.search("blots zhan", typing=True).hits] == ["Blots"]
    assert known.search("blots zhan", correct=False).total == 0


def test_views_filters_and_whole_lists_hold(known: Library) -> None:
    known.bookmark(known.search("nibs zirui").hits[0].paper.id)
    assert known.search("song", view=View("bookmarks")).total == 1
    assert [hit.paper.title for hit in known.search("song has:note").hits] == ["Nibs"]
    assert known.listing("song", limit=1).total == 3


def test_where_enough_texts_have_the_words_nothing_else_is_shown(known: Library) -> None:
    for number in range(3):
        add_page(known, f"{number}.bib", made_up(f"A Song {number}", "Sung."))
    results = known.search("song")
    assert all("Song" in hit.paper.title or "song" in hit.paper.abstract for hit in results.hits)
    (reading,) = known.queries.readings("song")
    assert (reading.field, reading.value, reading.more) == ("author", "Song", 2)
    assert (reading.told, reading.query) == ("2 more by author Song", "author:song")
    assert known.search(reading.query).total == 2
    # Within a saved search it is counted there.
    known.mark_read([known.search("nibs").hits[0].paper.id])
    known.searches.save("left", "is:unread", View(), "relevance")
    (reading,) = known.queries.readings("song", view=View("search", "left"))
    assert (reading.told, reading.query) == ("1 more by author Song", "author:song")


@pytest.mark.parametrize(
    ("text", "told", "query"),
    [
        ("ink song", "1 more by author Song", "author:song ink"),
        ("wei zhang nib", "1 more by author Wei Zhang", 'author:"wei zhang" nib'),
        ("pens", "1 more with the keyword Fountain Pens", "keyword:pens"),
    ],
)
def test_other_readings_are_told_with_their_queries(
    known: Library, text: str, told: str, query: str
) -> None:
    add_page(
        known,
        "b.bib",
        *(made_up(f"Ink {number}", "Of zhang wei nib and pens in a song.") for number in range(3)),
        made_up("Ink More", "Nothing.", authors=("Ann Song",)),
    )
    known.index.refresh()
    readings = known.queries.readings(text, most=3)
    assert (told, query) in [(reading.told, reading.query) for reading in readings]
    for reading in readings:
        known_papers = set(known.listing(text).rowids)
        found = known.listing(reading.query).rowids
        assert len(set(found) - known_papers) == reading.more


@pytest.mark.parametrize(
    "text", ["", "is:unread", '"a song"', "author:song", "xyzzy", "2301.10001"]
)
def test_what_can_be_read_in_one_way_has_no_other(known: Library, text: str) -> None:
    assert known.queries.readings(text) == ()


@pytest.mark.parametrize(
    "text", ['"song"', "song OR ink", "-song", "title:song", "=song", "song*", "c++", "of the", ""]
)
def test_who_says_more_than_words_means_it(text: str) -> None:
    assert everywhere(Query.parse(text), False) is None


def test_what_costs_too_much_is_left_out(known: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise CostlyQueryError("Too much", "", "")

    monkeypatch.setattr("recto.index.search.filtering.filters.Filters.members", refuse)
    assert [hit.paper.title for hit in known.search("song").hits] == ["Inks on Paper"]
