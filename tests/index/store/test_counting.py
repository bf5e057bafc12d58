"""The counts beside each view that follow a query, against counting one paper after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Counts, Library, Paper, View

from ..support import on_disk


@pytest.fixture
def marked(tmp_path: Path) -> Library:
    """Marks of every kind, nested tags, two sources with papers in common."""
    library = Library.open(tmp_path)
    rowids = list(library.listing("").rowids)
    library.mark_read(rowids=rowids[::3])
    library.bookmark(rowids=rowids[::7])
    library.tag(rowids=rowids[::5], add=["ml/pruning"])
    library.tag(rowids=rowids[::4], add=["ml", "later"])
    library.note(library.rows(rowids[6:7])[0], "Read it again.")
    return library


def counted(
    papers: list[Paper], counts: Counts, new: set[int], unread: set[int]
) -> tuple[object, ...]:
    def tagged(tag: str) -> int:
        return sum(any(f"{one}/".startswith(f"{tag}/") for one in p.tags) for p in papers)

    return (
        len(papers),
        sum(p.rowid in new for p in papers),
        sum(p.bookmarked for p in papers),
        sum(p.rowid in unread for p in papers),
        sum(bool(p.bookmarked or p.note or p.tags or p.queue) for p in papers),
        {tag: tagged(tag) for tag, _ in counts.tags},
        {
            one.name: sum(any(place.name == one.name for place in p.sources) for p in papers)
            for one in counts.sources
        },
    )


def told(counts: Counts) -> tuple[object, ...]:
    return (
        counts.all,
        counts.new,
        counts.bookmarks,
        counts.unread,
        counts.mine,
        dict(counts.tags),
        {one.name: one.count for one in counts.sources},
    )


def news_of(library: Library) -> list[set[int]]:
    return [set(library.listing(query).rowids) for query in ("is:new", "is:unread")]


@pytest.mark.parametrize("query", ["", "pruning", "is:bookmarked", "nothinghasthisword"])
def test_counts_follow_a_query(marked: Library, query: str) -> None:
    with marked as library:
        listing = library.search(query, limit=None)
        papers = [hit.paper for hit in listing.hits]
        found = library.counts.within(library.counts(), [paper.rowid for paper in papers])
        assert told(found) == counted(papers, found, *news_of(library))


def test_counts_follow_a_mark_and_a_new_page(marked: Library) -> None:
    with marked as library:
        rowids = list(library.listing("").rowids)
        library.counts.within(library.counts(), rowids)
        library.mark_read(rowids=rowids[:50])
        library.tag(rowids=rowids[:10], add=["fresh/one"])
        library.add_text("more.jsonl", b'{"title": "A newcomer of today", "abstract": "New."}\n')
        rowids = list(library.listing("").rowids)
        papers = library.rows(rowids)
        found = library.counts.within(library.counts(), rowids)
        assert told(found) == counted(papers, found, *news_of(library))
        assert dict(found.tags)["fresh"] == 10
        assert (found.new, found.unread, found.bundled) == (1, 1, 603)
        assert [one.name for one in found.sources if not one.is_bundled] == ["more.jsonl"]


def test_a_source_has_as_many_papers_as_its_list_when_papers_are_one_and_apart(
    empty: Library,
) -> None:
    empty.add_text("page", b'[{"title": "Quokka Nets"}, {"title": "Nets of Quokkas"}]')
    first, second = empty.listing("").rowids

    def check(papers: int) -> None:
        assert [source.count for source in empty.counts().sources] == [papers]
        assert len(empty.listing("", view=View("source", "page")).rowids) == papers

    (merged,) = empty.identities.merge(rowids=[first, second]).papers
    check(1)
    empty.undo()
    check(2)
    empty.redo()
    check(1)
    empty.identities.split(merged)
    check(2)
    empty.undo()
    check(1)
    # What an older Recto has counted wrongly is counted anew.
    on_disk.execute(empty, "UPDATE sources SET papers = 7")
    empty.journal.rebuild()
    check(1)
