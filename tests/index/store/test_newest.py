"""What is new: what the last import brought, unless it is a library of one's own."""

from __future__ import annotations

import json

import pytest
from recto.index import Library, View

from ..support import on_disk

BIB = b"@misc{a, title = {From a bibliography}, year = 2020}\n@misc{b, title = {From a page}}"
RIS = b"TY  - JOUR\nTI  - From a bibliography\nER  - \n"
CSL = b"""[{"type": "book", "id": "x", "title": "From a bibliography",
  "author": [{"family": "Alpha", "given": "Ann"}]}]"""


def new(library: Library) -> set[str]:
    """Return what is new, having checked that list, count and filter agree."""
    papers = library.rows(library.listing("", view=View("new")).rowids)
    assert library.counts().new == len(papers)
    assert library.search("is:new").total == len(papers)
    return {paper.title for paper in papers}


@pytest.mark.parametrize(("name", "data"), [("my.bib", BIB), ("my.ris", RIS), ("my.json", CSL)])
def test_a_library_of_one_s_own_is_no_news(empty: Library, name: str, data: bytes) -> None:
    empty.add_text(name, data)
    assert new(empty) == set()
    empty.add_text("page", json.dumps([{"title": "From a page"}, {"title": "Another"}]).encode())
    assert new(empty) == {"From a page", "Another"}
    empty.sources.remove(name)
    empty.add_text(name, data)
    # What came later as a bibliography takes nothing away of what is new.
    assert new(empty) == {"From a page", "Another"}
    empty.mark_read([empty.search("another").hits[0].paper.id])
    assert new(empty) == {"From a page"}
    empty.sources.remove("page")
    assert new(empty) == set()


def test_each_page_says_on_which_day_it_was_seen_and_what_it_is(empty: Library) -> None:
    empty.add_text("my.bib", BIB)
    empty.add_text("daily.jsonl", b'{"title": "From a list"}\n')
    rows = on_disk.rows(empty, "SELECT kind, day = date('now', 'localtime') FROM pages")
    assert sorted(kind for kind, _ in rows) == ["bibtex", "jsonl"]
    assert all(is_today for _, is_today in rows)


def test_the_bundled_pages_are_pages(library: Library) -> None:
    assert on_disk.rows(library, "SELECT DISTINCT kind FROM pages") == [("text",)]
    assert library.counts().new == library.counts().all
