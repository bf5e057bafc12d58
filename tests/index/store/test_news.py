"""What is new: what came by streams, is unread and was not passed; everywhere the same."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from recto.index import Library, SourceError, View
from recto.index.marking import searches
from recto.index.search import answering
from recto.index.search.filtering import filters
from recto.index.store import news

from ..support import on_disk
from ..support.older import make_older

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


def page(library: Library, name: str, *titles: str) -> None:
    """Take in a page of these titles, as a stream would bring it."""
    library.add_text(name, json.dumps([{"title": title} for title in titles]).encode())


def exported(library: Library) -> bytes:
    """Return a library as it is told to others."""
    stream = io.BytesIO()
    library.export_library(stream)
    return stream.getvalue()


def rowids(library: Library, *titles: str) -> list[int]:
    """Return the papers of these titles."""
    papers = {paper.title: paper.rowid for paper in library.rows(library.listing("").rowids)}
    return [papers[title] for title in titles]


def age(library: Library, days: int) -> None:
    """Let what is in the library have come so many days ago."""
    came = (date.today() - timedelta(days)).isoformat()
    on_disk.execute(library, "UPDATE journal SET wall = ? || substr(wall, 11)", (came,))
    on_disk.execute(library, "UPDATE meta SET value = value + 1 WHERE key = 'rev'")


@pytest.mark.parametrize(("name", "data"), [("my.bib", BIB), ("my.ris", RIS), ("my.json", CSL)])
def test_a_library_of_one_s_own_is_no_news(empty: Library, name: str, data: bytes) -> None:
    empty.add_text(name, data)
    assert new(empty) == set()
    page(empty, "page", "From a bibliography", "From a page", "Another", "Third")
    mine = set(empty.listing("is:mine").rowids)
    assert new(empty) == {paper.title for paper in empty.rows(empty.listing("").rowids)} - {
        paper.title for paper in empty.rows(list(mine))
    }
    assert {"Another", "Third"} <= new(empty)
    empty.mark_read(rowids=rowids(empty, "Another"))
    assert "Another" not in new(empty)
    empty.mark_read(rowids=rowids(empty, "Another"), on=False)
    assert "Another" in new(empty)
    empty.sources.remove("page")
    assert new(empty) == set()


def test_all_is_new_until_it_is_passed_whoever_looks(empty: Library) -> None:
    for number in "123":
        page(empty, f"page {number}", f"A {number}", f"B {number}", "In all")
    everything = {"A 1", "B 1", "A 2", "B 2", "A 3", "B 3", "In all"}
    assert new(empty) == everything
    acts = on_disk.acts(empty)
    with Library.open(empty.locations.data) as other:
        assert other.news.pass_over(rowids(other, "A 2", "In all", "A 2")) == 2
        assert new(empty) == new(other) == everything - {"A 2", "In all"}
        assert empty.news.pass_over(rowids(empty, "B 2", "A 2", "A 1")) == 2
        assert new(empty) == new(other) == {"B 1", "A 3", "B 3"}
    # It is no act; of one page what follows upon another is one row.
    assert on_disk.acts(empty) == acts
    told = "SELECT source, first, last FROM passed ORDER BY source, first"
    assert on_disk.rows(empty, told) == [
        ("page 1", 1, 1),
        ("page 1", 3, 3),
        ("page 2", 1, 3),
        ("page 3", 3, 3),
    ]
    assert empty.news.pass_over([*rowids(empty, "A 1"), 10**6]) == 0
    # What is unread still is so, and an import that brings nothing new changes nothing.
    assert empty.counts().unread == 7
    page(empty, "page 4", "A 1", "B 3", "In all")
    assert new(empty) == {"B 1", "A 3", "B 3"}
    page(empty, "page 5", "C", "A 1")
    assert new(empty) == {"B 1", "A 3", "B 3", "C"}
    for _ in range(2):
        empty.undo()
    assert new(empty) == {"B 1", "A 3", "B 3"}


def test_what_a_stream_brought_long_ago_leaves_new_and_unread(empty: Library) -> None:
    page(empty, "page", "Touched", "Read", "Left alone", "Again")
    empty.add_text("my.bib", b"@misc{a, title = {Mine}}")
    empty.bookmark(rowids=rowids(empty, "Touched"))
    empty.mark_read(rowids=rowids(empty, "Read"))
    age(empty, 30)
    assert new(empty) == {"Left alone", "Again"}  # what is marked is dealt with
    age(empty, 31)
    page(empty, "today", "Fresh", "Again")
    assert new(empty) == {"Fresh"}
    unread = empty.rows(empty.listing("is:unread").rowids)
    assert {paper.title for paper in unread} == {"Touched", "Mine", "Fresh"}
    assert empty.counts().unread == 3
    assert empty.counts.by_name()["read"] == 1
    assert empty.search("left alone").total == 1
    signs = empty.news.signs()
    (left, fresh) = rowids(empty, "Left alone", "Fresh")
    titles = ("Left alone", "Fresh", "Read", "Mine", "Touched")
    states = [signs.of(paper) for paper in empty.rows(rowids(empty, *titles))]
    assert states == ["past", "new", "read", "unread", "unread"]
    assert signs.first_new([left, fresh]) == fresh
    order = list(empty.listing("").rowids)
    assert empty.marks.next_unread([left, fresh]) == 1
    assert set(empty.marks.mark_all_read(order).papers) >= set(empty.rows([fresh]))
    assert not empty.rows([left])[0].read
    # The setting says for how long, or that it is for ever.
    empty.undo()
    for days, found in (("40", 5), ("0", 5), ("30", 3)):
        empty.locations.config_file.parent.mkdir(parents=True, exist_ok=True)
        empty.locations.config_file.write_text(f"new_days = {days}")
        with Library.open(empty.locations.data) as other:
            assert other.counts().unread == found


def test_at_midnight_every_list_and_number_is_of_the_new_day(
    empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(empty, "page", "Nets of Quokkas", "Nets of Wombats")
    empty.searches.save("nets", "nets", View("unread"))
    empty.searches.save("new nets", "nets is:new", View())

    def check(count: int) -> None:
        assert len(new(empty)) == count
        assert empty.counts().unread == count
        for text in ("", "nets", "nets quokkas", "is:unread"):
            for view in (View("new"), View("unread")):
                papers = count // 2 if "quokkas" in text else count
                assert len(empty.listing(text, view=view, wait=True).rowids) == papers
        assert empty.search("nets is:new", limit=None).total == count
        assert [search.new for search in empty.searches.all(wait=True)] == [count, count]
        assert empty.counts.within(empty.counts(), empty.listing("nets").rowids).new == count

    check(2)

    class Later(date):
        @classmethod
        def today(cls) -> Later:
            return cls.fromordinal(date.today().toordinal() + 31)

    for module in (news, filters, answering, searches):
        monkeypatch.setattr(module, "date", Later)
    check(0)
    page(empty, "another", "Nets of Quokkas in Cubes")
    assert empty.search("is:new", limit=None).total == empty.counts().new


def test_the_bundled_pages_make_way_for_the_reader_s_own(library: Library) -> None:
    library.queue(rowids=library.listing("").rowids[:2])
    before = library.counts()
    assert (before.new, before.unread, before.bundled) == (601, 603, 0)  # two are queued
    page(library, "own", "Quokka Nets")
    counts = library.counts()
    assert (counts.all, counts.new, counts.unread, counts.bundled) == (604, 1, 1, 603)
    assert (counts.queue, library.search("pruning").total) == (2, library.search("pruning").total)
    assert [one.is_bundled for one in counts.sources] == [False, True, True, True, True, True]
    library.undo()
    assert library.counts() == before


def test_registers_unite(empty: Library, tmp_path: Path) -> None:
    page(empty, "page 1", "A", "B", "C")
    page(empty, "page 2", "D", "E", "F")
    empty.news.pass_over(rowids(empty, "A", "D"))
    with Library.open(tmp_path / "other", seeds=False) as other:
        page(other, "page 2", "D", "E", "F")
        page(other, "page 1", "A", "B", "C")
        assert new(other) == set("ABCDEF")
        other.news.pass_over(rowids(other, "B", "F"))
        for one, another in ((empty, other), (other, empty), (empty, other)):
            told = exported(one)
            another.import_library(io.BytesIO(told))
            assert another.import_library(io.BytesIO(told)).new_acts == 0
        assert new(empty) == new(other) == {"C", "E"}
    lines = [json.loads(line) for line in told.splitlines()]
    passed = {line["source"]: line["records"] for line in lines if line["type"] == "passed"}
    assert passed == {"page 1": [[1, 2]], "page 2": [[1, 1], [3, 3]]}
    for odd in (7, [7], [[2, 1]], [[0, 1]], [["1", "2"]], [[True, 2]]):
        bad = [{**line, "records": odd} if line["type"] == "passed" else line for line in lines]
        with pytest.raises(SourceError, match="passed"):
            empty.import_library(io.BytesIO(b"".join(json.dumps(x).encode() + b"\n" for x in bad)))


def test_a_migrated_library_has_new_what_was_new(tmp_path: Path) -> None:
    older = tmp_path / "older"
    with Library.open(older, seeds=False) as library:
        page(library, "page 1", "A", "B", "C")
        page(library, "page 2", "D", "B", "F")
    make_older(older / "library.db", 3)
    with Library.open(older, seeds=False) as library:
        assert new(library) == {"D", "B", "F"}
        assert library.counts().unread == 5
        age(library, 40)
        assert new(library) == {"D", "B", "F"}


def test_each_page_says_on_which_day_it_was_seen_and_what_it_is(empty: Library) -> None:
    empty.add_text("my.bib", BIB)
    empty.add_text("daily.jsonl", b'{"title": "From a list"}\n')
    rows = on_disk.rows(empty, "SELECT kind, day = date('now', 'localtime') FROM pages")
    assert sorted(kind for kind, _ in rows) == ["bibtex", "jsonl"]
    assert all(is_today for _, is_today in rows)


def test_the_bundled_pages_are_pages(library: Library) -> None:
    assert on_disk.rows(library, "SELECT DISTINCT kind FROM pages") == [("text",)]
    assert library.counts().new == library.counts().all
