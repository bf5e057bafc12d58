"""Filters and words together: what is found is what a look at every paper finds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from recto.index import Library, Paper, View
from recto.index.search.query.query import Query

from ..support import on_disk
from ..support.threads import at_once
from .query_leaves import LEAVES, rich
from .query_pieces import PIECES

__all__ = ["rich"]


@cache
def papers_of(library: Library) -> list[Paper]:
    """Return all papers of a library that is not changed."""
    return library.rows(library.listing("").rowids)


def check(library: Library, text: str, is_right: Callable[[Paper], bool]) -> None:
    papers = papers_of(library)
    expected = {paper.rowid for paper in papers if is_right(paper)}
    listing = library.listing(text, wait=True)
    assert not listing.is_partial
    assert listing.hints == ()
    assert len(set(listing.rowids)) == len(listing.rowids) == listing.total
    titles = {paper.rowid: paper.title for paper in papers}
    assert {titles[rowid] for rowid in listing.rowids} == {titles[rowid] for rowid in expected}, (
        text
    )


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_finds_what_it_says(rich: Library, leaf: str) -> None:
    check(rich, leaf, LEAVES[leaf])
    check(rich, f"-{leaf}", lambda paper: not LEAVES[leaf](paper))


def test_every_leaf_finds_some_papers_and_not_all(rich: Library) -> None:
    papers = rich.rows(rich.listing("").rowids)
    dull = {leaf for leaf in LEAVES if not 0 < sum(map(LEAVES[leaf], papers)) < len(papers)}
    assert dull == {"tag:none", 'author:"hinton yann"', "added:1d", "added:>1y", "quokka"}


@pytest.mark.parametrize("seed", range(6))
def test_leaves_can_be_mixed_negated_and_nested(rich: Library, seed: int) -> None:
    chance = random.Random(seed)

    def make(depth: int) -> tuple[str, Callable[[Paper], bool]]:
        if depth == 0 or chance.random() < 0.3:
            leaf = chance.choice(list(LEAVES))
            return leaf, LEAVES[leaf]
        parts = [make(depth - 1) for _ in range(chance.randint(1, 3))]
        tests = [test for _, test in parts]
        match chance.randrange(4):
            case 0:
                text = chance.choice(["-({})", "NOT ({})"]).format(parts[0][0])
                return text, lambda paper: not tests[0](paper)
            case 1:
                return (
                    f"({' OR '.join(text for text, _ in parts)})",
                    lambda paper: any(test(paper) for test in tests),
                )
            case _:
                return (
                    f"({' '.join(text for text, _ in parts)})",
                    lambda paper: all(test(paper) for test in tests),
                )

    for _ in range(25):
        check(rich, *make(3))


def test_filters_alone_are_in_the_order_of_the_view(rich: Library) -> None:
    for view in (View(), View("queue"), View("tag", "ml"), View("unread")):
        for sort in ("relevance", "newest", "title", "upvotes", "added", "list"):
            every = list(rich.listing("", view=view, sort=sort).rowids)
            for text in ("is:read", "-tag:ml", "-network"):
                found = set(rich.listing(text, wait=True).rowids)
                listing = rich.listing(text, view=view, sort=sort, wait=True)
                assert list(listing.rowids) == [rowid for rowid in every if rowid in found]
                assert listing.scores is None


def test_filters_need_no_index(rich: Library, tmp_path: Path) -> None:
    with Library.open(tmp_path / "new") as library:
        assert library.listing("is:unread -tag:x (has:code OR has:link)").total > 100
        assert library.index.state() == "missing"


def test_words_with_filters_are_by_relevance(rich: Library) -> None:
    plain = list(rich.listing("network pruning", wait=True).rowids)
    unread = set(rich.listing("is:unread").rowids)
    listing = rich.listing("network is:unread pruning", wait=True)
    assert list(listing.rowids) == [rowid for rowid in plain if rowid in unread]
    assert listing.scores is not None
    assert rich.search("network pruning is:unread", limit=3).total == len(listing.rowids)


def test_marks_are_seen_at_once(library: Library) -> None:
    assert library.listing("tag:new").total == 0
    rowids = library.listing("pruning", wait=True).rowids[:4]
    library.tag(rowids=rowids, add=["New/one"])
    assert set(library.listing("tag:new").rowids) == set(rowids)
    library.mark_read(rowids=rowids[:1])
    assert set(library.listing("tag:new pruning is:unread", wait=True).rowids) == set(rowids[1:])
    library.undo()
    library.undo()
    assert library.listing("tag:new OR is:read").total == 0


def test_an_unfinished_filter_is_a_beginning(library: Library) -> None:
    rowids = list(library.listing("").rowids)
    library.tag(rowids=rowids[:2], add=["vision"])
    library.bookmark(rowids=rowids[1:3])
    for text, found in [
        ("tag:", len(rowids)),
        ("tag:v", 2),
        ("tag:vis", 2),
        ("tag:visual", 0),
        ("is:", len(rowids)),
        ("is:b", 2),
        ("is:un", len(rowids)),
        ("tag:vision is:book", 1),
        ("-is:b", len(rowids) - 2),
    ]:
        assert library.listing(text, typing=True).total == found, text


def test_added_goes_by_the_first_time(library: Library, tmp_path: Path) -> None:
    ago = (date.today() - timedelta(100)).isoformat()
    with on_disk.store_of(library) as store, store.database.transaction():
        store.database.execute("UPDATE journal SET wall = ? || substr(wall, 11)", (ago,))
        store.next_rev()
    page = tmp_path / "page.txt"
    known = library.rows(library.listing("").rowids[:1])[0]
    page.write_text(f"{known.title}\n\n{known.abstract}\n\nA study of quokkas\n\nThey smile.\n")
    library.add_text("page.jsonl", b'{"title": "A study of quokkas", "abstract": "Smiles."}\n')
    assert library.listing("added:7d").total == 1
    assert library.listing("-added:7d").total == 603
    assert library.listing("added:>50d").total == 603
    assert library.listing(f"added:{ago}").total == 603
    assert library.listing("added:7d", sort="added").rowids == library.listing("").rowids[:1]


def test_threads_have_their_own_answers(rich: Library) -> None:
    expected = [rich.listing(leaf, wait=True).total for leaf in LEAVES]
    wrong: list[str] = []

    def work() -> None:
        for leaf, total in zip(LEAVES, expected, strict=True):
            if rich.listing(leaf, wait=True).total != total:
                wrong.append(leaf)

    at_once(*[work] * 4)
    assert not wrong


def test_what_is_kept_in_memory_is_bounded(rich: Library) -> None:
    filters = rich.index.filters
    for number in range(3000):
        filters.members(Query.parse(f"upvotes:>={number % 7} -comments:>{number}").root)
    assert filters._kept.size <= 600_000
    assert filters._kept.size == sum(len(kept[1].rowids) for kept in filters._kept.sets.values())


@pytest.mark.parametrize("seed", range(3))
def test_any_text_can_be_asked(rich: Library, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choices(PIECES, k=chance.randrange(30)))
        sort = chance.choice(["relevance", "newest", "title"])
        results = rich.search(text, limit=3, typing=chance.random() < 0.5, sort=sort, correct=False)
        assert len(results.hits) <= 3
        for hit in results.hits:
            for field, start, end in hit.spans:
                text = hit.paper.title if field == "title" else hit.paper.abstract
                assert 0 <= start < end <= len(text)
