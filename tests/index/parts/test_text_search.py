"""Whole papers searched by a library: which papers, in which order, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library, Listing, Query, Reason, View
from recto.index.texts.blocks import Text

from ..texts.search.made import keep, paper

PAPERS = {
    "Alpha nets": "Nets that prune.",
    "Beta rows": "Rows of nets that quantize.",
    "Gamma moons": "Moons.",
    "Delta moons": "Moons again.",
}
TEXTS = {
    "Alpha nets": paper("Alpha nets", Intro="We dabble in quokkas.", Method="Wombats dig."),
    "Beta rows": paper("Beta rows", Intro="Quokkas and wombats dig together. A naïve U-Net."),
    "Gamma moons": paper("Gamma moons", Craters="Wombats once. Nothing else to be said here."),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("texts") / "library"
    with Library.open(directory, seeds=False) as library:
        lines = [f'{{"title": "{title}", "abstract": "{told}"}}' for title, told in PAPERS.items()]
        library.add_text("papers.jsonl", "\n".join(lines).encode())
        for title, text in TEXTS.items():
            put(library, title, text)
        library.text_search.refresh()
    return directory


@pytest.fixture
def texts(made: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(made, tmp_path / "library")
    with Library.open(tmp_path / "library", seeds=False) as library:
        yield library


def put(library: Library, title: str, text: Text) -> None:
    (found,) = (hit.paper for hit in library.search(f'title:"{title}"').hits)
    keep(library.texts.files, found.id, text)


def titles(library: Library, query: str, view: View | None = None) -> list[str]:
    listing = library.listing(query, wait=True, view=view or View())
    return [paper.title for paper in library.rows(listing.rowids)]


def reasons(library: Library, listing: Listing) -> dict[str, tuple[Reason, ...]]:
    why = library.queries.reasons(listing)
    return {paper.title: why(paper) for paper in library.rows(listing.rowids)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text:quokka", ["Alpha nets", "Beta rows"]),
        # In one section first, then in several.
        ("text:quokka text:wombat", ["Beta rows", "Alpha nets"]),
        ("text:(quokka wombat)", ["Beta rows", "Alpha nets"]),
        ('text:"quokkas and wombats"', ["Beta rows"]),
        ("text:wombat -text:quokka", ["Gamma moons"]),
        ("text:wombat nets", ["Alpha nets", "Beta rows"]),
        ("text:crater OR title:delta", ["Delta moons", "Gamma moons"]),
        ("has:text -text:naive", ["Alpha nets", "Gamma moons"]),
        ("has:text title:moons", ["Gamma moons"]),
        ("text:unet", ["Beta rows"]),
        ("text:moons title:delta", []),
        ("text:koala", []),
        ("tag:none text:quokka", []),
    ],
)
def test_papers_are_found_by_their_texts(texts: Library, query: str, expected: list[str]) -> None:
    found = titles(texts, query)
    if "text:(" in query or (query.count("text:") == 2 and "-" not in query):
        assert found == expected
    else:
        assert sorted(found) == sorted(expected)


def test_a_listing_tells_where_the_texts_have_it(texts: Library) -> None:
    listing = texts.listing("text:(quokka dig)", wait=True)
    assert reasons(texts, listing) == {
        "Beta rows": (Reason("text", "1 Intro"),),
        "Alpha nets": (Reason("text", "1 Intro"),),
    }
    assert listing.texts is not None
    assert [listing.texts.has_together(rowid) for rowid in listing.rowids] == [True, False]
    snippet = listing.texts.snippet(listing.rowids[0])
    assert snippet is not None
    assert snippet.text == "Quokkas and wombats dig together."
    assert [snippet.text[a:b] for a, b in snippet.spans] == ["Quokkas", "dig"]
    assert listing.scores is not None
    assert listing.scores[0] >= listing.scores[1] > 0
    (hit, _) = texts.search("text:quokka dig*").hits or texts.search("text:quokka").hits
    assert hit.reasons[0].field == "text"


def test_words_of_no_abstract_are_looked_for_in_texts(texts: Library) -> None:
    results = texts.search("wombats")
    assert {hit.paper.title for hit in results.hits} == set(TEXTS)
    assert results.hints == ("No title or abstract has it; 3 whole papers have.",)
    assert results.suggestion is None
    results = texts.search("the quokka of wombats")
    assert [hit.paper.title for hit in results.hits] == ["Beta rows", "Alpha nets"]
    assert results.hints == ("No title or abstract has all of it; 2 whole papers have.",)
    assert results.hits[0].reasons == (Reason("text", "1 Intro"),)
    assert sorted(titles(texts, "wombat -quantize")) == ["Alpha nets", "Gamma moons"]
    # What titles and abstracts have is found there alone.
    assert sorted(titles(texts, "moons")) == ["Delta moons", "Gamma moons"]
    assert texts.search("moons").hints == ()
    # Where other papers have most of the words, all of them have to stand together.
    results = texts.search("nets quantize quokkas")
    assert results.hits[0].paper.title == "Beta rows"
    assert not texts.search("title:wombat").hits
    assert not texts.search("koala").hits


def test_a_letter_asks_no_texts_and_a_rest_does(texts: Library) -> None:
    assert texts.listing("womb", typing=True, limit=300).total == 0
    rested = texts.listing("womb", typing=True)
    assert rested.total == 3
    assert rested.is_inside
    assert texts.listing("text:womb", typing=True, limit=300).total == 3
    assert texts.listing('text:"quokkas and wom', typing=True).total == 1
    assert texts.listing("text:w", typing=True).lacks_texts is False


def test_views_hold_and_removed_papers_and_texts_are_not_found(texts: Library) -> None:
    (alpha,) = texts.search("title:alpha").hits
    texts.bookmark(alpha.paper.id)
    assert titles(texts, "text:wombat", View.parse("bookmarks")) == ["Alpha nets"]
    assert titles(texts, "text:wombat is:bookmarked") == ["Alpha nets"]
    assert texts.texts.remove(alpha.paper)
    # Before the index knows of it.
    found = texts.listing("text:wombat")
    assert [paper.title for paper in texts.rows(found.rowids)].count("Alpha nets") == 0
    assert found.lacks_texts
    assert sorted(titles(texts, "has:text")) == ["Beta rows", "Gamma moons"]
    assert not texts.listing("text:wombat", wait=True).lacks_texts
    texts.sources.remove("papers.jsonl")
    assert titles(texts, "text:wombat") == titles(texts, "has:text") == []


def test_papers_that_are_one_are_found_as_one(texts: Library) -> None:
    papers = {hit.paper.title: hit.paper for hit in texts.search("").hits}
    texts.identities.merge([papers["Alpha nets"].id, papers["Delta moons"].id])
    (found,) = texts.search("text:dabble").hits
    assert texts.paper(papers["Delta moons"].id).rowid == found.paper.rowid
    texts.identities.merge([papers["Gamma moons"].id, papers["Beta rows"].id])
    both = [texts.search(f"text:{word}").hits for word in ("craters", "naive")]
    # Of two texts the one that is read is searched.
    assert sorted(map(len, both)) == [0, 1]


def test_a_saved_search_asks_texts(texts: Library) -> None:
    texts.searches.save("animals", "text:quokka", View())
    assert len(texts.listing("", view=View.parse("search:animals"), wait=True).rowids) == 2
    assert titles(texts, "text:naive", View.parse("search:animals")) == ["Beta rows"]


def test_where_there_are_no_texts_nothing_is_kept_for_them(empty: Library) -> None:
    empty.add_text("p.jsonl", b'{"title": "Alpha", "abstract": "Nets."}')
    assert titles(empty, "text:alpha OR has:text") == titles(empty, "wombat") == []
    assert empty.text_search.state() == "ready"
    assert empty.text_search.rebuild() == 0
    assert not empty.locations.find_text_index().exists()


def test_a_query_says_which_words_are_of_texts() -> None:
    query = Query.parse('text:(a-b OR "c d") title:e -text:f', typing=True)
    assert query.asks_texts
    assert len(query.inside_leaves) == 2
    assert not query.is_open
    assert not Query.parse("abstract:a").asks_texts
    assert Query.parse("text:abc", typing=True).inside_leaves[0].is_open
    assert not Query.parse("text:abc").inside_leaves[0].is_open
    assert Query.parse("text:").hints
