"""Searches through the library, with an index that may be missing, old or damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recto.index import (
    Library,
    RectoError,
    SearchIndexError,
    View,
)

from ..support.importing import add_page, made_up


def test_search_sorts_and_limits(library: Library) -> None:
    found = library.search("network pruning", limit=5)
    assert len(found.hits) == 5 < found.total
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    newest = library.search("network pruning", sort="newest", limit=None)
    assert newest.total == found.total == len(newest.hits)
    dates = [hit.paper.published or "" for hit in newest.hits]
    assert dates == sorted(dates, reverse=True)
    assert newest.hits[0].score is None
    assert len(library.search(limit=None).hits) == 603
    for text in ("", "pruning"):
        with pytest.raises(RectoError, match="Unknown order"):
            library.search(text, sort="fame")


def test_a_view_and_a_query_combine(library: Library) -> None:
    ids = [hit.paper.id for hit in library.search("domain adaptation", limit=3).hits]
    library.tag(ids[:2], add=["mine"])
    listing = library.listing("adaptation", view=View("tag", "mine"))
    assert {paper.id for paper in library.rows(listing.rowids)} == set(ids[:2])
    by_title = library.listing("adaptation", view=View("tag", "mine"), sort="title")
    assert [p.title for p in library.rows(by_title.rowids)] == sorted(
        paper.title for paper in library.rows(listing.rowids)
    )
    assert library.listing("adaptation", view=View("bookmarks")).total == 0


def test_without_an_index_the_reader_is_not_kept_waiting(tmp_path: Path) -> None:
    told: list[str] = []
    with Library.open(tmp_path, notice=told.append) as library:
        assert library.index.state() == "missing"
        assert library.listing("").total == 603
        with pytest.raises(SearchIndexError):
            library.listing("pruning")
        seen: list[tuple[int, int]] = []
        assert library.index.rebuild(lambda done, total: seen.append((done, total))) == 603
        assert seen[-1] == (603, 603)
        assert library.listing("pruning").total > 10
        assert told == ["Indexing 603 papers for search."]


# Whoosh leaves a file open when it fails to read its table of contents.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_damaged_index_is_built_anew(library: Library, tmp_path: Path) -> None:
    total = library.search("pruning").total
    library.close()
    for file in (tmp_path / "recto" / "cache" / "index").glob("g-*/*"):
        size = file.stat().st_size
        file.write_bytes(b"\xff" * size)
    told: list[str] = []
    with Library.open(tmp_path / "recto", notice=told.append) as library:
        assert library.search("pruning").total == total
        assert any("anew" in sentence for sentence in told)


def test_an_index_that_is_ahead_of_its_library_is_not_believed(
    library: Library, tmp_path: Path
) -> None:
    older = library.backup(tmp_path / "older.db")
    library.add_text("quokka.jsonl", b'{"title": "Quokka Nets"}\n')
    assert library.search("quokka").total == 1
    library.close()
    shutil.copyfile(older, tmp_path / "recto" / "library.db")  # over it, by hand
    with Library.open(tmp_path / "recto") as again:
        assert again.index.state() == "missing"
        assert again.search("quokka").total == 0
        assert again.index.state() == "ready"


def test_papers_that_were_merged_are_not_found_twice(library: Library) -> None:
    one, two = made_up("Quokka one"), made_up("Quokka two", arxiv="2401.00001")
    add_page(library, "x", one, two)
    assert library.search("quokka").total == 2
    add_page(library, "x", made_up("Quokka one", arxiv="2401.00001"))
    assert library.index.state() == "stale"
    assert library.listing("quokka").total == 1  # the index is of yesterday
    assert library.search("quokka").total == 1
    assert library.index.state() == "ready"
